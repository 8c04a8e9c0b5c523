"""What the parties agree on: texts in versions, signed by both, and approved where they must be."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from boligsocial.messages import Message, UserError
from boligsocial.portal.boards.models import (
    AGREEMENT_LENGTH,
    TEXT_LENGTH,
    Agreement,
    AgreementKind,
    AgreementVersion,
    Approval,
    Signature,
)
from boligsocial.portal.boards.services.seats import refuse_a_stranger
from boligsocial.portal.cases.models import Case
from boligsocial.portal.cases.services import held_open, kind_of
from boligsocial.portal.decision_log.services import digest_of, record
from boligsocial.portal.free_text import free_text
from boligsocial.portal.meanwhile import ChangedMeanwhileError
from boligsocial.portal.people.models import Organisation, User


@dataclass(frozen=True)
class Key:
    """Which agreement of a case: `focus_area` is the id of one for a sub-agreement, else empty."""

    kind: str
    focus_area: str = ""


@dataclass(frozen=True)
class Draft:
    """A text to save: `made_from` is the number of the version it was made from, zero for none."""

    text: str
    note: str = ""
    made_from: int = 0
    not_cpr: bool = False


def write(case: Case, key: Key, draft: Draft, by: User) -> AgreementVersion:
    """A new version of an agreement, which the parties sign anew.

    Raises:
        ChangedMeanwhileError: somebody else has saved one meanwhile.
        UserError: no text, the same as before, or a case that has ended.
    """
    text = free_text(draft.text, AGREEMENT_LENGTH, _NO_TEXT, not_cpr=draft.not_cpr)
    note = free_text(draft.note, TEXT_LENGTH, not_cpr=draft.not_cpr)
    with transaction.atomic():
        held_open(case)
        agreement, _ = Agreement.objects.get_or_create(
            case=case, kind=key.kind, focus_area=key.focus_area
        )
        latest = agreement.versions.last()
        if latest and latest.number != draft.made_from:
            raise ChangedMeanwhileError(latest.text, latest.number, latest.by)
        if latest and latest.text == text:
            raise UserError("the text is the same as in version {number}", number=latest.number)
        number = latest.number + 1 if latest else 1
        version = AgreementVersion.objects.create(
            agreement=agreement, number=number, text=text, note=note, by=by,
            digest=digest_of_text(case, key, number, text),
            needs_approval=key.kind == AgreementKind.STRATEGIC and has_commitment(case),
        )  # fmt: skip
        record("agreement.written", by, _said(version, key), case.pk)
    return version


def sign(version: AgreementVersion, digest: str, organisation: Organisation, by: User) -> Signature:
    """A party signs a version; signing it twice is signing it once.

    Raises:
        UserError: the text is another than the one that was shown, a later one has come, or the
            organisation does not lead the case.
    """
    agreement = version.agreement
    refuse_a_stranger(agreement.case, organisation)
    with transaction.atomic():
        _refuse_another_text(version, digest)
        signature, is_new = Signature.objects.get_or_create(
            version=version, organisation=organisation, defaults={"by": by, "digest": digest}
        )
        if is_new:
            said = _said(version, key_of(agreement)) | {"organisation": organisation.name}
            record("agreement.signed", by, said, agreement.case_id)
    return signature


def approve(
    version: AgreementVersion, digest: str, reason: str, by: User, not_cpr: bool = False
) -> Approval:
    """The Fund approves a change of the strategic agreement.

    Raises:
        UserError: it needs none, is approved, or the text is another than the one that was shown.
    """
    words = free_text(reason, TEXT_LENGTH, not_cpr=not_cpr)
    with transaction.atomic():
        _refuse_another_text(version, digest)
        if not version.needs_approval:
            raise UserError("this version needs no approval of the Fund")
        if Approval.objects.filter(version=version).exists():
            raise UserError("this version is approved already")
        approval = Approval.objects.create(version=version, digest=digest, reason=words, by=by)
        said = _said(version, key_of(version.agreement)) | {"reason": words}
        record("agreement.approved", by, said, version.agreement.case_id)
    return approval


def key_of(agreement: Agreement) -> Key:
    """Which agreement of its case it is."""
    return Key(agreement.kind, agreement.focus_area)


def digest_of_text(case: Case, key: Key, number: int, text: str) -> str:
    """SHA-256 of a version: its text with what it is a version of."""
    return digest_of(
        {"case": case.pk, "kind": key.kind, "focus_area": key.focus_area, "number": number,
         "text": text}
    )  # fmt: skip


def has_commitment(case: Case) -> bool:
    """Whether a case has come to a phase that commits money."""
    return case.steps.filter(to__in=kind_of(case.kind).committing).exists()


def _refuse_another_text(version: AgreementVersion, digest: str) -> None:
    held_open(version.agreement.case)
    held = Agreement.objects.select_for_update().get(pk=version.agreement_id)
    latest = held.versions.last()
    if latest != version:
        raise UserError("a later version has come; read it and sign that")
    if digest != version.digest:
        raise UserError("the text that you have read is another; load the page anew and read it")


def _said(version: AgreementVersion, key: Key) -> dict[str, object]:
    return {
        "agreement": key.kind, "focus_area": key.focus_area, "version": version.number,
        "digest": version.digest,
    }  # fmt: skip


_NO_TEXT = Message("write the text of the agreement")
