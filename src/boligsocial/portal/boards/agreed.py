"""What is agreed in a case: each agreement with who has signed it, and the facts that follow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from boligsocial.messages import Message
from boligsocial.portal.boards.focus import focus_areas_of
from boligsocial.portal.boards.models import (
    Agreement,
    AgreementKind,
    AgreementVersion,
    Approval,
    Signature,
)
from boligsocial.portal.boards.services.agreements import Key
from boligsocial.portal.boards.services.seats import leading_parties
from boligsocial.portal.cases.facts import Fact
from boligsocial.portal.cases.models import Case
from boligsocial.portal.people.models import LEADING, Organisation
from boligsocial.portal.people.words import kind_name, listed


@dataclass(frozen=True)
class VersionState:
    """A version with its signatures, the parties that have not signed, and the approval it has."""

    version: AgreementVersion
    signatures: tuple[Signature, ...]
    waiting: tuple[Organisation, ...]
    approval: Approval | None

    @property
    def lacks_approval(self) -> bool:
        return self.version.needs_approval and self.approval is None

    @property
    def is_in_force(self) -> bool:
        """Whether both parties have signed it, and the Fund approved it where it must."""
        return bool(self.signatures) and not self.waiting and not self.lacks_approval


@dataclass(frozen=True)
class AgreementState:
    """An agreement that a case has or should have. `in_force`: the latest version that is."""

    key: Key
    name: Message
    versions: tuple[VersionState, ...]

    @property
    def latest(self) -> VersionState | None:
        return self.versions[-1] if self.versions else None

    @property
    def in_force(self) -> VersionState | None:
        return next((each for each in reversed(self.versions) if each.is_in_force), None)

    @property
    def is_signed(self) -> bool:
        """Whether the latest version is in force."""
        return self.latest is not None and self.latest.is_in_force


def agreements_of(case: Case) -> list[AgreementState]:
    """Every agreement that a case has or should have: the strategic one, one for each focus area,
    and the contingency plan."""
    parties = leading_parties(case)
    rows = list(case.agreements.all())
    prefetch_related_objects(rows, *_READ)
    held = {Key(each.kind, each.focus_area): each for each in rows}
    return [
        AgreementState(key, name, _versions(held.get(key), parties))
        for key, name in _names(case).items()
    ]


def look_up_agreements(cases: Sequence[Case]) -> None:
    """Read the agreements of many cases at once, for `agreements_of` each."""
    prefetch_related_objects(cases, *(f"agreements__{each}" for each in _READ))


def agreement_of(case: Case, key: Key) -> AgreementState | None:
    """One of them."""
    return next((each for each in agreements_of(case) if each.key == key), None)


def strategic_agreement(case: Case) -> Fact:
    """Whether the current strategic agreement is signed by both parties."""
    if lacking := _parties_lacking(case):
        return Fact(False, _NO_PARTY.filled(parties=lacking))
    found = agreement_of(case, Key(AgreementKind.STRATEGIC))
    if found is None or found.latest is None:
        return Fact(False, Message("the strategic agreement is not written yet"))
    return Fact(found.is_signed, state_words(found.latest))


def sub_agreements(case: Case) -> Fact:
    """Whether there is a signed sub-agreement for each focus area."""
    if lacking := _parties_lacking(case):
        return Fact(False, _NO_PARTY.filled(parties=lacking))
    of_areas = [each for each in agreements_of(case) if each.key.kind == AgreementKind.SUB]
    missing = [each.name for each in of_areas if not each.is_signed]
    if missing:
        return Fact(False, _NOT_SIGNED.filled(agreements=listed(missing)))
    return Fact(True, Message("one is signed for each focus area"))


def state_words(state: VersionState) -> Message:
    """What a version still lacks, or that it is in force."""
    if state.waiting:
        names = ", ".join(each.name for each in state.waiting)
        return _WAITS.filled(number=state.version.number, parties=names)
    if state.lacks_approval:
        return _LACKS_APPROVAL.filled(number=state.version.number)
    if not state.signatures:
        return Message("nobody has signed it")
    return _IN_FORCE.filled(number=state.version.number)


def _names(case: Case) -> dict[Key, Message]:
    of_areas = {
        Key(AgreementKind.SUB, area): _SUB.filled(area=name)
        for area, name in focus_areas_of(case).items()
    }
    return {
        Key(AgreementKind.STRATEGIC): Message("strategic agreement"),
        **of_areas,
        Key(AgreementKind.CONTINGENCY): Message("social contingency plan"),
    }


def _versions(
    agreement: Agreement | None, parties: Iterable[Organisation]
) -> tuple[VersionState, ...]:
    if agreement is None:
        return ()
    return tuple(_state(each, parties) for each in agreement.versions.all())


def _state(version: AgreementVersion, parties: Iterable[Organisation]) -> VersionState:
    signatures = tuple(version.signatures.all())
    signed = {each.organisation_id for each in signatures}
    return VersionState(
        version,
        signatures,
        tuple(each for each in parties if each.pk not in signed),
        getattr(version, "approval", None),
    )


def _parties_lacking(case: Case) -> Message | None:
    kinds = {each.kind for each in leading_parties(case)}
    lacking = [kind_name(each) for each in LEADING if each not in kinds]
    return listed(lacking) if lacking else None


_READ = (
    "versions__signatures__organisation",
    "versions__signatures__by",
    "versions__by",
    "versions__approval__by",
)
_SUB = Message("sub-agreement on {area}")
_NO_PARTY = Message("no such party is in the case: {parties}")
_NOT_SIGNED = Message("not signed by both parties yet: {agreements}")
_WAITS = Message("version {number} waits for the signature of {parties}")
_LACKS_APPROVAL = Message("version {number} is signed and waits for the Fund's approval")
_IN_FORCE = Message("version {number} is signed by both parties")
