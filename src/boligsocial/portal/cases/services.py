"""The only way into a case: opening it, going on with it, and adding to it.

Each operation is one transaction that also writes to the log of decisions, or refuses and changes
nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone

from boligsocial.messages import Message, UserError
from boligsocial.portal.cases.access import ASSIGN, side_of
from boligsocial.portal.cases.facts import (
    Fact,
    fact_of_case,
    fact_of_places,
    look_up_fact,
)
from boligsocial.portal.cases.kinds import Asked, Kind, Phase, Side, Step, kinds, steps
from boligsocial.portal.cases.models import NAME_LENGTH, TEXT_LENGTH, Case, Check, Place
from boligsocial.portal.cases.models import Step as StepTaken
from boligsocial.portal.cases.places import PlaceAsked, places_of
from boligsocial.portal.decision_log.services import record
from boligsocial.portal.figures import lists_of
from boligsocial.portal.free_text import free_text
from boligsocial.portal.people.models import (
    Membership,
    Organisation,
    OrganisationKind,
    User,
    today,
)
from boligsocial.portal.people.rights import rights_on


@dataclass(frozen=True)
class Standing:
    """What a phase asks for, and whether it is there; `fact` where another room tells."""

    asked: Asked
    is_there: bool
    fact: Fact | None = None


@dataclass(frozen=True)
class Opening:
    """What is said when a case is opened: `figures` as the address names them, and the places of
    them as `area:ID` or `estate:ID`."""

    kind: str
    name: str
    parties: Sequence[Organisation]
    figures: str
    places: Sequence[str]


def open_case(opening: Opening, by: User, through: Membership, not_cpr: bool = False) -> Case:
    """A new case in the first phase of its kind.

    Raises:
        UserError: no such kind, no name, no place or party, or a kind that does not open there.
    """
    kind = kind_of(opening.kind)
    name = free_text(opening.name, NAME_LENGTH, NO_NAME, not_cpr=not_cpr)
    places = places_of(opening.figures, opening.places)
    _refuse_where_it_does_not_open(kind, places)
    if not opening.parties:
        raise UserError("choose the parties of the case")
    _refuse_the_fund(*opening.parties)
    with transaction.atomic():
        case = Case.objects.create(
            kind=kind.id,
            name=name,
            phase=kind.first,
            figures=opening.figures,
            list_id=lists_of(opening.figures).lists[-1].list_id,
            opened_by=by,
        )
        case.parties.set(opening.parties)
        # One by one, so that those who listen to what is saved hear of each.
        for each in _places(case, places):
            each.save()
        _went(case, kind.first, by, through, "")
        record("case.opened", by, _as_logged(case, places, opening.parties), case.pk)
    return case


def take_step(
    case: Case, to: str, by: User, through: Membership, reason: str = "", *,
    decided: bool = False, not_cpr: bool = False,
) -> StepTaken:  # fmt: skip
    """Go on to another phase. `decided`: a decision with its evidence is made with it.

    Raises:
        UserError: the step is not lawful now, or a case that breaks off is given no reason.
    """
    kind = kind_of(case.kind)
    with transaction.atomic():
        held = Case.objects.select_for_update().get(pk=case.pk)
        step = _step_to(held, to, through)
        if not step.is_lawful:
            raise UserError(step.why_not)
        if step.to.decides and not decided:
            raise UserError("this step is a decision; take it on the page of decisions")
        why = free_text(
            reason, TEXT_LENGTH, NO_REASON if step.to.breaks_off else None, not_cpr=not_cpr
        )
        came_from = held.phase
        taken = _went(held, step.to.id, by, through, why, came_from)
        record(
            "case.step",
            by,
            {"kind": kind.id, "from": came_from, "to": step.to.id, "reason": why,
             "for": through.organisation.name},
            case.pk,
        )  # fmt: skip
    case.phase, case.in_phase = held.phase, held.in_phase
    return taken


def assign(case: Case, caseworker: User | None, by: User) -> None:
    """Say which of the Fund's caseworkers has a case, or that nobody has.

    Raises:
        UserError: the person is none of them.
    """
    if caseworker is not None and caseworker not in caseworkers():
        raise UserError("choose one of the Fund's caseworkers")
    with transaction.atomic():
        held = Case.objects.select_for_update().get(pk=case.pk)
        held.caseworker = case.caseworker = caseworker
        held.save(update_fields=["caseworker"])
        record("case.assigned", by, {"caseworker": caseworker.pk if caseworker else None}, case.pk)


def caseworkers() -> list[User]:
    """The people who may have a case today, by name."""
    roles = rights_on(today()).of(ASSIGN).fund
    held = Membership.objects.on(today()).filter(
        organisation__kind=OrganisationKind.FUND, role__in=list(roles)
    )
    found = User.objects.filter(memberships__in=held, is_active=True)
    return list(found.distinct().order_by("name", "email"))


def add_party(case: Case, organisation: Organisation, by: User) -> None:
    """Let one organisation more take part in a case; from then on it sees everything in it.

    Raises:
        UserError: it takes part already, it is the Fund, or the case has ended.
    """
    _refuse_the_fund(organisation)
    with transaction.atomic():
        held = held_open(case)
        if held.parties.filter(pk=organisation.pk).exists():
            raise UserError("{party} is a party already", party=organisation.name)
        held.parties.add(organisation)
        record("case.party", by, {"party": organisation.name}, case.pk)


def held_open(case: Case) -> Case:
    """A case held until the transaction ends, to add something to it.

    Raises:
        UserError: it has ended.
    """
    held = Case.objects.select_for_update().get(pk=case.pk)
    if phase_of(held).is_end:
        raise UserError(ENDED)
    return held


def kind_of(kind: str) -> Kind:
    """The kind of case with an id.

    Raises:
        UserError: there is none.
    """
    if kind not in kinds():
        raise UserError("choose what kind of case it is")
    return kinds()[kind]


def phase_of(case: Case) -> Phase:
    """The phase that a case is in."""
    return kind_of(case.kind).phase_of(case.phase)


def documents_standing(case: Case) -> list[Standing]:
    """The documents that the phase asks for, and whether each is there."""
    phase = phase_of(case)
    when = occasion(case, phase)
    there = {each.asked for each in case.documents.all() if each.in_phase == when}
    return [_standing(case, each, each.id in there) for each in phase.document]


def checks_standing(case: Case) -> list[Standing]:
    """The checks that the phase asks for, and whether each is made."""
    phase = phase_of(case)
    when = occasion(case, phase)
    made = {
        each.asked for each in case.checks.all() if each.in_phase == when and each.undone_at is None
    }
    return [_standing(case, each, each.id in made) for each in phase.check]


def look_up(cases: Iterable[Case]) -> list[Case]:
    """The same cases, with all that the others here ask of each read at once for all of them."""
    found = list(cases)
    prefetch_related_objects(
        found, "parties", "places", "steps", "documents", "checks", "caseworker"
    )
    asking: dict[str, list[Case]] = {}
    for case in found:
        phase = phase_of(case)
        for each in (*phase.document, *phase.check):
            asking.setdefault(each.fact, []).append(case)
    for fact, those in asking.items():
        look_up_fact(fact, those)
    return found


def steps_of(case: Case, through: Membership) -> list[Step]:
    """Every step from where the case is, for somebody in a role."""
    return steps_for(case, side_of(through))


def steps_for(case: Case, side: Side) -> list[Step]:
    """Every step from where the case is, for a side."""
    return steps(
        kind_of(case.kind),
        case.phase,
        side,
        [each.asked.id for each in documents_standing(case) if each.is_there],
        [each.asked.id for each in checks_standing(case) if each.is_there],
    )


def occasion(case: Case, phase: Phase) -> int:
    """Which time a case is in a phase that repeats: the step that led there; else zero."""
    return case.in_phase if phase.repeats else 0


def tick(case: Case, asked: str, by: User) -> Check:
    """Say that a check of the phase is made; saying it twice is saying it once.

    Raises:
        UserError: the phase has no such check, or another room tells whether it holds.
    """
    phase = _checkable(case, asked)
    made, _ = Check.objects.get_or_create(
        case=case, asked=asked, in_phase=occasion(case, phase), undone_at=None, defaults={"by": by}
    )
    return made


def untick(case: Case, asked: str, by: User) -> None:
    """Take back a check of the phase, which stays as one that was made."""
    phase = _checkable(case, asked)
    Check.objects.filter(
        case=case, asked=asked, in_phase=occasion(case, phase), undone_at=None
    ).update(undone_by=by, undone_at=timezone.now())


def waiting_since(case: Case) -> date:
    """The day, here, on which the case came into its phase."""
    came = next(each for each in case.steps.all() if each.number == case.in_phase)
    return timezone.localdate(came.at)


def _places(case: Case, places: Sequence[PlaceAsked]) -> list[Place]:
    return [
        Place(
            case=case, geography=each.geography, place_id=each.place_id, name=each.name,
            municipality=each.municipality,
        )
        for each in places
    ]  # fmt: skip


def _as_logged(
    case: Case, places: Sequence[PlaceAsked], parties: Sequence[Organisation]
) -> dict[str, object]:
    return {
        "kind": case.kind,
        "name": case.name,
        "figures": case.figures,
        "places": [f"{each.geography}:{each.place_id}" for each in places],
        "parties": [each.name for each in parties],
    }


def _checkable(case: Case, asked: str) -> Phase:
    phase = phase_of(case)
    known = {each.id: each for each in phase.check}
    if asked not in known:
        raise UserError("the case is in another phase now; load the page anew")
    if known[asked].fact:
        raise UserError("this holds or does not by itself; nobody ticks it off")
    return phase


def _standing(case: Case, asked: Asked, is_there: bool) -> Standing:
    if not asked.fact:
        return Standing(asked, is_there)
    fact = fact_of_case(asked.fact, case)
    return Standing(asked, fact.holds, fact)


def _step_to(case: Case, to: str, through: Membership) -> Step:
    found = next((each for each in steps_of(case, through) if each.to.id == to), None)
    if found is None:
        raise UserError(
            "the case has gone on to {phase} meanwhile, and this step is not one from there",
            phase=Message(phase_of(case).name),
        )
    return found


def _went(
    case: Case, to: str, by: User, through: Membership, reason: str, came_from: str = ""
) -> StepTaken:
    taken = StepTaken.objects.create(
        case=case, number=case.steps.count() + 1, came_from=came_from, to=to, by=by,
        organisation=through.organisation, reason=reason,
    )  # fmt: skip
    case.phase, case.in_phase = to, taken.number
    case.save(update_fields=["phase", "in_phase"])
    return taken


def _refuse_the_fund(*parties: Organisation) -> None:
    if any(each.kind == OrganisationKind.FUND for each in parties):
        raise UserError("the Fund is in every case and is no party of one; choose another")


def _refuse_where_it_does_not_open(kind: Kind, places: Sequence[PlaceAsked]) -> None:
    for each in places:
        if each.geography not in kind.about:
            raise UserError(_ABOUT[kind.about[0]], place=each.name)
    for fact in kind.opens_where:
        found = fact_of_places(fact, places)
        if not found.holds:
            raise UserError(found.words)


_ABOUT = {
    "area": Message("{place} is an estate; a case of this kind is about an area"),
    "estate": Message("{place} is an area; a case of this kind is about an estate"),
}
NO_NAME = Message("give the case a name, so that others can find it")
NO_REASON = Message("write why; the others in the case are to know")
ENDED = Message("the case has ended; nothing more is added to it")
