"""The only way to change a plan of an area. Each operation is one transaction that also writes to
the log of decisions, or refuses and changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from boligsocial.law.development.dwellings import KINDS, Dwellings, Measure, path
from boligsocial.messages import Message, UserError
from boligsocial.portal.cases.models import Case
from boligsocial.portal.cases.places import PlaceAsked, places_of
from boligsocial.portal.cases.services import held_open
from boligsocial.portal.decision_log.services import record
from boligsocial.portal.development.models import (
    NAME_LENGTH,
    TEXT_LENGTH,
    Plan,
    PlanKind,
    PlannedMeasure,
    PlanVersion,
    Receiving,
    SharedGoal,
    Stage,
    StatusReport,
    Wave,
)
from boligsocial.portal.free_text import free_text
from boligsocial.portal.meanwhile import ChangedMeanwhileError
from boligsocial.portal.people.models import Organisation, OrganisationKind, User, today


@dataclass(frozen=True)
class PlanGiven:
    """What is said of a new plan: `place` is `area:ID` of the figures."""

    kind: str
    name: str
    figures: str
    place: str
    organisations: Sequence[Organisation]
    approved_on: date | None = None
    obliged_since: date | None = None
    reason: str = ""


@dataclass(frozen=True)
class MeasureGiven:
    """A measure, and words of what it is."""

    measure: Measure
    words: str = ""


@dataclass(frozen=True)
class VersionGiven:
    """What is said in a version. `made_from`: the number of the one it was made from, zero for
    none."""

    made_from: int
    counted_on: date
    dwellings: Dwellings
    measures: Sequence[MeasureGiven] = ()
    residents: int | None = None
    listed_share: Decimal | None = None
    answers: Mapping[str, bool] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True)
class WaveGiven:
    """Who moves when, and to which places of the plan's figures."""

    name: str
    starts_on: date
    ends_on: date
    households: int
    receiving: Sequence[str]


def make_plan(given: PlanGiven, by: User, not_cpr: bool = False) -> Plan:
    """A new plan of an area.

    Raises:
        UserError: no name, no such area, no party of the area, or a transformation without a
            reason.
    """
    if given.kind not in PlanKind.values:
        raise UserError("choose what kind of plan it is")
    name = free_text(given.name, NAME_LENGTH, _NO_NAME, not_cpr=not_cpr)
    missing = _NO_REASON if given.kind == PlanKind.TRANSFORMATION else None
    reason = free_text(given.reason, TEXT_LENGTH, missing, not_cpr=not_cpr)
    (area,) = places_of(given.figures, [given.place])
    _refuse_strangers(given.organisations, area)
    with transaction.atomic():
        plan = Plan.objects.create(
            kind=given.kind, name=name, area_id=area.place_id, area=area.name,
            municipality=area.municipality, figures=given.figures, approved_on=given.approved_on,
            obliged_since=given.obliged_since, reason=reason, made_by=by,
        )  # fmt: skip
        plan.organisations.set(given.organisations)
        record("development.made", by, {"plan": name, "area": area.place_id, "kind": given.kind})
    return plan


def save_version(
    plan: Plan, given: VersionGiven, by: User, not_cpr: bool = False
) -> PlanVersion:  # fmt: skip
    """The dwellings and the measures of a plan, as a new version.

    Raises:
        ChangedMeanwhileError: somebody else has saved one meanwhile.
        UserError: measures that take away what is not there, or on days before the count.
    """
    note = free_text(given.note, TEXT_LENGTH, not_cpr=not_cpr)
    words = [free_text(each.words, NAME_LENGTH, not_cpr=not_cpr) for each in given.measures]
    path(given.dwellings, given.counted_on, [each.measure for each in given.measures])
    with transaction.atomic():
        Plan.objects.select_for_update().get(pk=plan.pk)
        latest = plan.versions.last()
        if latest and latest.number != given.made_from:
            raise ChangedMeanwhileError(latest, latest.number, latest.by)
        version = PlanVersion.objects.create(
            plan=plan, number=latest.number + 1 if latest else 1, counted_on=given.counted_on,
            **vars(given.dwellings), residents=given.residents, listed_share=given.listed_share,
            answers=dict(given.answers), measure_count=len(given.measures), note=note, by=by,
        )  # fmt: skip
        for each, said in zip(given.measures, words, strict=True):
            PlannedMeasure.objects.create(
                version=version, kind=each.measure.kind, on=each.measure.on,
                amount=each.measure.amount, words=said,
            )  # fmt: skip
        record("development.version", by, {"plan": plan.name, "version": version.number})
    return version


def end_plan(plan: Plan, by: User) -> None:
    """The plan is carried out or given up from today.

    Raises:
        UserError: it has ended, or was never approved.
    """
    with transaction.atomic():
        held = Plan.objects.select_for_update().get(pk=plan.pk)
        if held.ended_on or held.approved_on is None or held.approved_on > today():
            raise UserError("only a plan that is in force can end")
        held.ended_on = today()
        held.save(update_fields=["ended_on"])
        record("development.ended", by, {"plan": held.name})


def report(plan: Plan, year: int, text: str, by: User, not_cpr: bool = False) -> StatusReport:
    """The status of a year.

    Raises:
        UserError: no text, or a year to come.
    """
    words = free_text(text, TEXT_LENGTH, _NO_REPORT, not_cpr=not_cpr)
    if not plan.made_at.year - _YEARS_BACK <= year <= today().year:
        raise UserError("choose this year or an earlier one")
    with transaction.atomic():
        made = StatusReport.objects.create(plan=plan, year=year, text=words, by=by)
        record("development.reported", by, {"plan": plan.name, "year": year})
    return made


def add_stage(
    plan: Plan, kind: str, name: str, starts_on: date, ends_on: date, by: User,
    not_cpr: bool = False,
) -> Stage:  # fmt: skip
    """A renovation case or a milestone.

    Raises:
        UserError: no name, no such kind, or an end before the start.
    """
    words = free_text(name, NAME_LENGTH, _NO_STAGE, not_cpr=not_cpr)
    if kind not in ("renovation", "milestone"):
        raise UserError("choose whether it is a renovation or a milestone")
    _refuse_backwards(starts_on, ends_on)
    with transaction.atomic():
        stage = Stage.objects.create(
            plan=plan, kind=kind, name=words, starts_on=starts_on, ends_on=ends_on, by=by
        )
        record("development.stage", by, {"plan": plan.name, "stage": words})
    return stage


def add_wave(plan: Plan, given: WaveGiven, by: User, not_cpr: bool = False) -> Wave:
    """A wave of rehousing from the plan's area.

    Raises:
        UserError: no name, nobody who moves, an end before the start, or no place to move to.
    """
    name = free_text(given.name, NAME_LENGTH, _NO_WAVE, not_cpr=not_cpr)
    if given.households < 1:
        raise UserError("write how many households move, one at the least")
    _refuse_backwards(given.starts_on, given.ends_on)
    places = places_of(plan.figures, given.receiving)
    with transaction.atomic():
        wave = Wave.objects.create(
            plan=plan, name=name, starts_on=given.starts_on, ends_on=given.ends_on,
            households=given.households, by=by,
        )  # fmt: skip
        for each in places:
            Receiving.objects.create(
                wave=wave, geography=each.geography, place_id=each.place_id, name=each.name
            )
        record(
            "development.wave",
            by,
            {"plan": plan.name, "wave": name, "households": given.households,
             "to": [each.name for each in places]},
        )  # fmt: skip
    return wave


def withdraw(what: Wave | Stage, by: User) -> None:
    """A wave, a renovation or a milestone is not to be; it stays as one that was planned."""
    with transaction.atomic():
        gone = type(what).objects.filter(pk=what.pk, withdrawn_at=None).update(
            withdrawn_at=timezone.now()
        )  # fmt: skip
        if not gone:
            raise UserError("that has been withdrawn already")
        record("development.withdrawn", by, {"plan": what.plan.name, "what": what.name})


def set_goal(
    plan: Plan, case: Case, text: str, due_on: date | None, by: User, not_cpr: bool = False
) -> SharedGoal:
    """A goal of the plan and of the effort alike; naming it twice is naming it once.

    Raises:
        UserError: no words, or a case that has ended.
    """
    words = free_text(text, NAME_LENGTH, _NO_GOAL, not_cpr=not_cpr)
    with transaction.atomic():
        held_open(case)
        goal, is_new = SharedGoal.objects.get_or_create(
            plan=plan, case=case, text=words, defaults={"due_on": due_on, "by": by}
        )
        if is_new:
            record("goal.shared", by, {"plan": plan.name, "goal": words}, case.pk)
    return goal


def measures_of(version: PlanVersion) -> list[Measure]:
    """The measures of a version as the law counts them."""
    by_kind = {each: each for each in KINDS}
    return [Measure(by_kind[each.kind], each.on, each.amount) for each in version.measures.all()]  # type: ignore[index]


def dwellings_of(version: PlanVersion) -> Dwellings:
    """The dwellings of a version as the law counts them."""
    return Dwellings(
        version.family, version.other_social, version.private, version.demolished,
        version.business_m2,
    )  # fmt: skip


def _refuse_strangers(organisations: Sequence[Organisation], area: PlaceAsked) -> None:
    if not organisations:
        raise UserError("choose the municipality or the housing organisation whose plan it is")
    for each in organisations:
        is_elsewhere = each.code and each.code != area.municipality_code
        if each.kind == OrganisationKind.MUNICIPALITY and is_elsewhere:
            raise UserError(
                "{area} is in {municipality}, and so is not a matter of {organisation}",
                area=area.name, municipality=area.municipality, organisation=each.name,
            )  # fmt: skip


def _refuse_backwards(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise UserError("it ends on {end}, before it starts on {start}", start=starts_on,
                        end=ends_on)  # fmt: skip


_YEARS_BACK = 20
_NO_NAME = Message("give the plan a name")
_NO_REASON = Message("write why the transformation is complex")
_NO_REPORT = Message("write the status of the year")
_NO_STAGE = Message("write what is renovated, or what the milestone is")
_NO_WAVE = Message("give the wave a name, such as the blocks that are vacated")
_NO_GOAL = Message("write the goal")
