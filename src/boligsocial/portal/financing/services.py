"""The only way to save a financing plan, and what other rooms may know of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from django.db import IntegrityError, transaction
from django.db.models import (
    Count,
    Exists,
    Max,
    OuterRef,
    Prefetch,
    QuerySet,
    prefetch_related_objects,
)

from boligsocial.messages import Message, UserError
from boligsocial.money import ØRE_PER_MIO
from boligsocial.portal.cases.access import READ
from boligsocial.portal.cases.facts import Fact
from boligsocial.portal.cases.models import NAME_LENGTH, TEXT_LENGTH, Case
from boligsocial.portal.cases.services import ENDED, phase_of
from boligsocial.portal.decision_log.services import record
from boligsocial.portal.financing.definitions import ACROSS, by_id, period_of, rules
from boligsocial.portal.financing.models import PlanVersion
from boligsocial.portal.financing.stored import as_stored, from_stored
from boligsocial.portal.financing.sums import (
    AnyRow,
    Plan,
    Row,
    adds_up,
    differences,
    local_share,
    total,
    without_empty,
)
from boligsocial.portal.financing.words import area_name, kroner, local_sources, percent
from boligsocial.portal.free_text import free_text
from boligsocial.portal.meanwhile import ChangedMeanwhileError
from boligsocial.portal.people.gate import Who, within_reach
from boligsocial.portal.people.models import Membership, User


@dataclass(frozen=True)
class Saving:
    """What is said when a plan is saved; `made_from` is the number of the version it began as."""

    plan: Plan
    made_from: int
    note: str = ""
    file_name: str = ""


def save_plan(
    case: Case, saving: Saving, by: User, through: Membership, not_cpr: bool = False
) -> PlanVersion:
    """A new version of a case's plan; one that does not add up is saved as well, as a draft.

    Raises:
        ChangedMeanwhileError: a later version is there than the one that this began as.
        UserError: nothing in it, years or amounts beyond measure, words that are unknown, or a case
            that has ended.
        CprQuestionError: a name or the note looks like it holds a CPR number.
    """
    if phase_of(case).is_end:
        raise UserError(ENDED)
    note = free_text(saving.note, TEXT_LENGTH, not_cpr=not_cpr)
    plan = _cleaned(saving.plan, not_cpr)
    refuse_unknown(plan)
    _refuse_beyond_measure(plan)
    try:
        with transaction.atomic():
            latest = latest_version(case)
            if latest and latest.number != saving.made_from:
                raise ChangedMeanwhileError(latest, latest.number, latest.by)
            version = PlanVersion.objects.create(
                case=case, number=(latest.number if latest else 0) + 1, content=as_stored(plan),
                note=note, file_name=saving.file_name[:NAME_LENGTH], by=by,
                organisation=through.organisation,
            )  # fmt: skip
            _log(version, plan, by)
    except IntegrityError:
        latest = latest_version(case)
        if latest is None:
            raise
        raise ChangedMeanwhileError(latest, latest.number, latest.by) from None
    return version


def latest_version(case: Case) -> PlanVersion | None:
    """The plan of a case as it was saved last."""
    versions = PlanVersion.objects.filter(case=case).select_related("by", "organisation")
    return versions.order_by("-number").first()


def plan_of(case: Case) -> Plan | None:
    """The plan of a case as it was saved last."""
    looked_up = getattr(case, _LOOKED_UP, None)
    version = latest_version(case) if looked_up is None else next(iter(looked_up), None)
    return from_stored(version.content) if version else None


def look_up_plans(cases: Sequence[Case]) -> None:
    """Read the latest plans of many cases at once, for `plan_of` each."""
    prefetch_related_objects(cases, Prefetch("plans", _latest(), to_attr=_LOOKED_UP))


def latest_versions(who: Who) -> QuerySet[PlanVersion]:
    """The latest version of every case within reach that has a plan."""
    cases = within_reach(who, READ, Case.objects.all(), "parties").distinct()
    return _latest().filter(case__in=cases)


def plans_of_other_cases(case: Case) -> list[Plan]:
    """The latest plans of the other cases of the same kind, whoever's they are."""
    saved = PlanVersion.objects.filter(case__kind=case.kind)
    last = saved.aggregate(count=Count("pk"), last=Max("pk"), at=Max("at"))
    plans = _plans_of_kind(case.kind, last["count"], last["last"], last["at"])
    return [plan for other, plan in plans if other != case.pk]


@lru_cache(maxsize=8)
def _plans_of_kind(kind: str, *_: object) -> tuple[tuple[int, Plan], ...]:
    """The latest plan of every case of a kind, by the case's number. A version never changes, so
    that the same ones, as the rest tells, are read once."""
    versions = _latest().filter(case__kind=kind)
    return tuple((each.case_id, from_stored(each.content)) for each in versions)


def tells_of_plan(case: Case) -> Fact:
    """Whether a case has a plan whose sums agree."""
    plan = plan_of(case)
    if plan is None:
        return Fact(False, Message("no financing plan has been saved yet"))
    if not total(plan.costs):
        return Fact(False, Message("the financing plan has no costs yet"))
    found = differences(plan)
    if found:
        first = found[0]
        return Fact(
            False,
            _DIFFERS.filled(
                area=area_name(plan.period, first.area), year=str(first.year),
                cost=kroner(first.cost), funding=kroner(first.funding), count=len(found),
            ),
        )  # fmt: skip
    return Fact(True, _AGREES.filled(whole=kroner(total(plan.costs))))


def tells_of_local_share(case: Case) -> Fact:
    """Whether enough of a case's plan is local."""
    plan = plan_of(case)
    if plan is None:
        return Fact(False, Message("no financing plan has been saved yet"))
    found = local_share(plan, rules())
    if found.share is None:
        return Fact(False, Message("nobody pays anything in the financing plan yet"))
    least = percent(found.least)
    if found.holds:
        return Fact(True, _ENOUGH.filled(share=percent(found.share), least=least))
    return Fact(
        False,
        _TOO_LITTLE.filled(
            share=percent(found.share), least=least, missing=kroner(found.missing),
            sources=local_sources(),
        ),
    )  # fmt: skip


def refuse_unknown(plan: Plan) -> None:
    """Refuse a plan of lines, sources, forms or focus areas that do not exist.

    Raises:
        UserError: it has one.
    """
    areas = {ACROSS, *by_id(period_of(plan.period).area)}
    rows: tuple[Row, ...] = (*plan.costs, *plan.funding)
    known = (
        {row.area for row in rows} <= areas
        and {row.line for row in plan.costs} <= set(by_id(rules().line))
        and {row.source for row in plan.funding} <= set(by_id(rules().source))
        and {row.form for row in plan.funding} <= set(by_id(rules().form))
    )
    if not known:
        raise UserError("choose line, source, form and focus area from the lists")


def _refuse_beyond_measure(plan: Plan) -> None:
    size = rules().size
    rows: tuple[Row, ...] = (*plan.costs, *plan.funding)
    if not rows:
        raise UserError("write at least one cost or one source before you save")
    if not 1 <= len(plan.years) <= size.most_years:
        raise UserError("a plan has 1 to {most} years", most=size.most_years)
    if len(rows) > size.most_rows:
        raise UserError("a plan has at most {most} rows", most=size.most_rows)
    if any(øre > size.most_mio * ØRE_PER_MIO for row in rows for øre in row.øre):
        raise UserError("an amount of a plan is at most {most} mio. kr.", most=size.most_mio)


def _latest() -> QuerySet[PlanVersion]:
    later = PlanVersion.objects.filter(case=OuterRef("case"), number__gt=OuterRef("number"))
    latest = PlanVersion.objects.filter(~Exists(later))
    return latest.select_related("case", "by").order_by("case_id")


def _cleaned(plan: Plan, not_cpr: bool) -> Plan:
    def clean(row: AnyRow) -> AnyRow:
        line = "".join(each for each in " ".join(row.name.split()) if each.isprintable())
        return replace(row, name=free_text(line, NAME_LENGTH, not_cpr=not_cpr))

    costs = tuple(clean(row) for row in plan.costs)
    funding = tuple(clean(row) for row in plan.funding)
    return replace(plan, costs=without_empty(costs), funding=without_empty(funding))


def _log(version: PlanVersion, plan: Plan, by: User) -> None:
    content = {
        "version": version.number,
        "years": list(plan.years),
        "costs_øre": total(plan.costs),
        "funding_øre": total(plan.funding),
        "local_øre": local_share(plan, rules()).local,
        "adds_up": adds_up(plan),
    }
    record("financing.saved", by, content, version.case_id)


_LOOKED_UP = "latest_plans"
_DIFFERS = Message(
    "the plan does not add up in {count} places; the first is {area} in {year}, which costs {cost} "
    "and has {funding} to pay it"
)
_AGREES = Message("the plan adds up: {whole}, and every krone is paid by somebody")
_ENOUGH = Message("{share} of the whole is local; {least} is needed")
_TOO_LITTLE = Message(
    "{share} of the whole is local and {least} is needed; {missing} must come from {sources} "
    "instead of others"
)
