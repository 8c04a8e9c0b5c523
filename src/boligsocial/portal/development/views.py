"""The pages of plans: the list, one plan, and a case beside the plans of its places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from boligsocial.law.development.dwellings import KINDS, MEASURES, Share
from boligsocial.law.development.rules import development_rules
from boligsocial.messages import Message, UserError
from boligsocial.portal.cases.access import (
    WRITE,
    case_within_reach,
    cases_within_reach,
    may,
    organisations_of,
)
from boligsocial.portal.cases.models import Case
from boligsocial.portal.cases.services import phase_of
from boligsocial.portal.danish import danish_order
from boligsocial.portal.development import charts, services
from boligsocial.portal.development.form import (
    COUNT_NAMES,
    Written,
    answered,
    day,
    number,
    version_given,
    written_in,
    written_of,
)
from boligsocial.portal.development.models import Plan, PlanKind
from boligsocial.portal.development.places import figures_of
from boligsocial.portal.development.services import PlanGiven, WaveGiven
from boligsocial.portal.development.standing import standing_of
from boligsocial.portal.development.timeline import timeline
from boligsocial.portal.development.together import plans_of, warnings_of_case, warnings_of_plan
from boligsocial.portal.figures import figures_id, shows_figures
from boligsocial.portal.forms import done, is_said, mistaken, number_in, said
from boligsocial.portal.meanwhile import ChangedMeanwhileError
from boligsocial.portal.people.gate import (
    Answer,
    NoRightError,
    ask,
    may_for,
    needs,
    person_of,
    who_of,
)
from boligsocial.portal.people.models import LEADING, Organisation, OrganisationKind, today
from boligsocial.snapshots.area_lists import AreaLists
from boligsocial.snapshots.sealed import SealedLists


@needs("case.read")
def plans(request: HttpRequest) -> HttpResponse:
    """Every plan, with its share now and at the deadline."""
    every = Plan.objects.prefetch_related("organisations", "versions__measures")
    found = [standing_of(each) for each in every]
    context = {"standings": found, "open": ask(who_of(request), WRITE)}
    return render(request, "development/plans.html", context)


@needs("case.write")
@require_http_methods(["GET", "POST"])
@shows_figures
def new(request: HttpRequest, lists: AreaLists) -> HttpResponse:
    """A new plan of an area of the figures."""
    mistake = None
    if request.method == "POST":
        try:
            made = services.make_plan(
                _plan_given(request, lists), person_of(who_of(request)), is_said(request, "not_cpr")
            )
        except UserError as error:
            mistake = error
        else:
            return redirect("development:plan", pk=made.pk)
    context = {
        "areas": sorted(lists.areas.values(), key=lambda each: danish_order(each.name)),
        "kinds": PLAN_KINDS.items(),
        "organisations": _own(request),
        "chosen": request.POST.getlist("organisation"),
        **mistaken(request, mistake),
    }
    return render(request, "development/new.html", context, status=422 if mistake else 200)


@needs("case.read")
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """A plan: its dwellings by year, who must move, and what is told of it."""
    return _plan_page(request, _plan(pk))


def _plan_page(
    request: HttpRequest, shown: Plan, written: Written | None = None,
    mistake: UserError | None = None,
) -> HttpResponse:  # fmt: skip
    standing = standing_of(shown)
    reach = cases_within_reach(who_of(request))
    context = {
        "plan": shown,
        "standing": standing,
        "kind_name": PLAN_KINDS[shown.kind],
        "may_write": _may_write(request, shown).allowed,
        "is_in_force": shown.is_in_force_on(today()),
        "written": written or written_of(standing.version, today()),
        "stale": mistake.latest if isinstance(mistake, ChangedMeanwhileError) else None,
        "both": _both(mistake, written),
        "receiving": request.POST.getlist("receiving"),
        "count_names": COUNT_NAMES.items(),
        "measure_kinds": [(each, MEASURES[each]) for each in KINDS],
        "needed": [(MEASURES[each.kind], each.amount) for each in standing.needed],
        "rules": development_rules(),
        "conditions": answered().items(),
        "warnings": warnings_of_plan(shown, set(reach.values_list("pk", flat=True))),
        "waves": shown.waves.filter(withdrawn_at=None).prefetch_related("receiving"),
        "stages": shown.stages.filter(withdrawn_at=None),
        "goals": shown.goals.filter(case__in=reach).select_related("case"),
        "places": _places(shown.figures),
        "year": today().year,
        **_charts(standing.shares),
        **mistaken(request, mistake),
    }
    return render(request, "development/plan.html", context, status=422 if mistake else 200)


@needs("case.write")
@require_POST
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the dwellings and the measures."""
    shown = _writable(request, pk)
    written = written_in(request.POST)

    def act() -> None:
        services.save_version(
            shown, version_given(written), person_of(who_of(request)), is_said(request, "not_cpr")
        )

    return _done(request, shown, act, written)


@needs("case.write")
@require_POST
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell the status of a year."""
    shown = _writable(request, pk)

    def act() -> None:
        year = number(said(request, "year"), Message("the year"))
        services.report(shown, year, said(request, "text"), person_of(who_of(request)),
                        is_said(request, "not_cpr"))  # fmt: skip

    return _done(request, shown, act)


@needs("case.write")
@require_POST
def stage(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a renovation or a milestone."""
    shown = _writable(request, pk)

    def act() -> None:
        services.add_stage(
            shown, said(request, "kind"), said(request, "name"),
            day(said(request, "starts_on"), Message("the start")),
            day(said(request, "ends_on") or said(request, "starts_on"), Message("the end")),
            person_of(who_of(request)), is_said(request, "not_cpr"),
        )  # fmt: skip

    return _done(request, shown, act)


@needs("case.write")
@require_POST
def wave(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a wave of rehousing."""
    shown, post = _writable(request, pk), request.POST

    def act() -> None:
        given = WaveGiven(
            said(request, "name"),
            day(said(request, "starts_on"), Message("the start")),
            day(said(request, "ends_on"), Message("the end")),
            number(said(request, "households"), Message("households")),
            post.getlist("receiving"),
        )
        services.add_wave(shown, given, person_of(who_of(request)), is_said(request, "not_cpr"))

    return _done(request, shown, act)


@needs("case.write")
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a wave, a renovation or a milestone, or end the plan."""
    shown = _writable(request, pk)
    by = person_of(who_of(request))

    def act() -> None:
        if wave := said(request, "wave"):
            services.withdraw(get_object_or_404(shown.waves, pk=number_in(wave)), by)
        elif stage := said(request, "stage"):
            services.withdraw(get_object_or_404(shown.stages, pk=number_in(stage)), by)
        elif said(request, "plan"):
            services.end_plan(shown, by)
        else:
            raise UserError("choose what is withdrawn")

    return _done(request, shown, act)


@needs("case.read")
def together(request: HttpRequest, case: int) -> HttpResponse:
    """The case and the plans of its places on one line of time."""
    return _together_page(request, case_within_reach(who_of(request), case))


def _together_page(
    request: HttpRequest, case: Case, mistake: UserError | None = None
) -> HttpResponse:
    found = plans_of(case)
    events = timeline(case, found)
    reach = set(cases_within_reach(who_of(request)).values_list("pk", flat=True))
    context = {
        "case": case,
        "plans": [standing_of(each) for each in found],
        "warnings": warnings_of_case(case, reach),
        "goals": case.shared_goals.select_related("plan"),
        "timeline": charts.timeline_chart(events),
        "timeline_table": charts.timeline_table(events),
        "events": events,
        "may_write": may(who_of(request), WRITE, case).allowed and not phase_of(case).is_end,
        **mistaken(request, mistake),
    }
    return render(request, "development/together.html", context, status=422 if mistake else 200)


@needs("case.write")
@require_POST
def goal(request: HttpRequest, case: int) -> HttpResponse:
    """Name a goal that a plan and the case share."""
    shown = case_within_reach(who_of(request), case, WRITE)

    def act() -> None:
        plans = {str(each.pk): each for each in plans_of(shown)}
        if said(request, "plan") not in plans:
            raise UserError("choose the plan that shares the goal")
        services.set_goal(
            plans[said(request, "plan")], shown, said(request, "text"),
            _day_if_any(said(request, "due_on"), Message("the goal")),
            person_of(who_of(request)), is_said(request, "not_cpr"),
        )  # fmt: skip

    return done(act, partial(_together_page, request, shown), "development:together", case=case)


def _done(
    request: HttpRequest, shown: Plan, act: Callable[[], None], written: Written | None = None
) -> HttpResponse:
    page = partial(_plan_page, request, shown, written)
    return done(act, page, "development:plan", pk=shown.pk)


def _plan(pk: int) -> Plan:
    return get_object_or_404(Plan.objects.prefetch_related("organisations"), pk=pk)


def _writable(request: HttpRequest, pk: int) -> Plan:
    """A plan that one may write in, for one of its organisations.

    Raises:
        NoRightError: it is another's.
    """
    shown = _plan(pk)
    answer = _may_write(request, shown)
    if not answer.allowed:
        raise NoRightError(WRITE, answer)
    return shown


def _may_write(request: HttpRequest, shown: Plan) -> Answer:
    return may_for(who_of(request), WRITE, shown.organisations.all())


def _own(request: HttpRequest) -> list[Organisation]:
    """The municipalities and housing organisations that one may make a plan for."""
    every = Organisation.objects.filter(kind__in=LEADING)
    own = organisations_of(who_of(request), WRITE)
    if any(each.kind == OrganisationKind.FUND for each in own):
        return list(every)
    return [each for each in every if each in own]


def _plan_given(request: HttpRequest, lists: AreaLists) -> PlanGiven:
    post = request.POST
    chosen = post.getlist("organisation")
    return PlanGiven(
        said(request, "kind"), said(request, "name"), figures_id(lists), f"area:{post.get('area')}",
        [each for each in _own(request) if str(each.pk) in chosen],
        _day_if_any(said(request, "approved_on"), Message("the approval")),
        _day_if_any(said(request, "obliged_since"), Message("the duty")),
        said(request, "reason"),
    )  # fmt: skip


def _day_if_any(given: str, what: Message) -> date | None:
    return day(given, what) if given else None


def _places(figures: str) -> list[tuple[str, str]]:
    """The places that a wave may move to, estates where the figures have them."""
    lists = figures_of(figures)
    if lists is None:
        return []
    areas = [
        (f"area:{each.area_id}", each.name, each.municipality) for each in lists.areas.values()
    ]
    estates = lists.estates.values() if isinstance(lists, SealedLists) else ()
    every = areas + [(f"estate:{e.estate_id}", e.name, e.municipality) for e in estates]
    ordered = sorted(every, key=lambda each: danish_order(f"{each[2]} {each[1]}"))
    return [(place, f"{municipality}: {name}") for place, name, municipality in ordered]


def _charts(shares: Sequence[Share]) -> dict[str, object]:
    if not shares:
        return {}
    return {
        "share_chart": charts.share_chart(shares),
        "share_table": charts.share_table(shares),
        "share_summary": charts.share_summary(shares),
    }


def _both(
    mistake: UserError | None, written: Written | None
) -> list[tuple[Message, str, str]]:  # fmt: skip
    """What is saved now beside what was written, number by number."""
    if not isinstance(mistake, ChangedMeanwhileError) or written is None:
        return []
    saved = written_of(mistake.latest, today())
    measures = [
        [f"{e.on} {e.kind} {e.amount}" for e in each.rows if not e.is_empty]
        for each in (saved, written)
    ]
    counts = [(name, saved.counts[id_], written.counts[id_]) for id_, name in COUNT_NAMES.items()]
    before, after = ("; ".join(each) for each in measures)
    return [*counts, (Message("measures"), before, after)]


PLAN_KINDS = {
    PlanKind.DEVELOPMENT.value: Message("development plan (§ 168 a)"),
    PlanKind.TRANSFORMATION.value: Message("another complex transformation"),
    PlanKind.RENOVATION.value: Message("renovation (physical master plan)"),
}
