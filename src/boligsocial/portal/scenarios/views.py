"""The pages of scenarios: the list, saving, one scenario, several side by side, the proposal."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from boligsocial.messages import UserError
from boligsocial.portal.distribution.choices import query_of
from boligsocial.portal.distribution.pages import chosen
from boligsocial.portal.distribution.shared_out import shared_out
from boligsocial.portal.figures import NAME, figures_id, shows_figures
from boligsocial.portal.free_text import CprQuestionError
from boligsocial.portal.people.gate import ask, needs, open_to_all, person_of, who_of
from boligsocial.portal.scenarios import services
from boligsocial.portal.scenarios.frozen import query_of_scenario, recomputed, result_of
from boligsocial.portal.scenarios.models import NAME_LENGTH, TEXT_LENGTH, Proposal, Scenario
from boligsocial.portal.scenarios.results import METHODS, RANKED
from boligsocial.portal.scenarios.side_by_side import LETTERS, SideBySide, side_by_side
from boligsocial.snapshots.area_lists import AreaLists

SIDE, VERSION_OF, METHOD = "s", "fra", "metode"


@open_to_all
def scenarios(request: HttpRequest) -> HttpResponse:
    """Every scenario, the latest first, and the proposals of the years."""
    every = Scenario.objects.select_related("saved_by", "comes_from").prefetch_related("proposals")
    proposals = Proposal.objects.select_related("scenario", "marked_by")
    context = {"scenarios": every, "proposals": proposals, "most": len(LETTERS)}
    return render(request, "scenarios/scenarios.html", context)


@needs("scenario.save")
@require_http_methods(["GET", "POST"])
@shows_figures
def new(request: HttpRequest, lists: AreaLists) -> HttpResponse:
    """Save the distribution in the address under a name."""
    choice, method = chosen(request, lists), _method(request)
    result = result_of(shared_out(choice, lists), method)
    shared, mistake = result.shared, next(iter(choice.mistakes.values()), None)
    is_cpr_question = False
    if request.method == "POST":
        try:
            saved = services.save_scenario(
                result,
                request.POST.get("name", ""),
                request.POST.get("note", ""),
                person_of(who_of(request)),
                _version_of(request),
                not_cpr=bool(request.POST.get("not_cpr")),
            )
        except UserError as error:
            mistake, is_cpr_question = error.message, isinstance(error, CprQuestionError)
        else:
            return redirect("scenarios:scenario", pk=saved.pk)
    query = f"{query_of(choice.list, choice)}&{NAME}={figures_id(lists)}"
    context = {
        "shared": shared,
        "result": result,
        "figures_shown": shared.figures_shown,
        "query": query,
        "method": method,
        "methods": [
            (each, words, f"{query}&{METHOD}={each}", each == method)
            for each, words in METHODS.items()
        ],
        "mistake": mistake,
        "is_cpr_question": is_cpr_question,
        "given": request.POST,
        "version_of": request.POST.get(VERSION_OF, request.GET.get(VERSION_OF, "")),
        "scenarios": Scenario.objects.all(),
        "longest": NAME_LENGTH,
        "longest_text": TEXT_LENGTH,
    }
    return render(request, "scenarios/new.html", context, status=422 if mistake else 200)


@open_to_all
def scenario(request: HttpRequest, pk: int, mistake: UserError | None = None) -> HttpResponse:
    """One scenario, reckoned anew from what it has frozen."""
    shown = get_object_or_404(Scenario.objects.select_related("saved_by", "comes_from"), pk=pk)
    found = recomputed(shown)
    context = {
        "scenario": shown,
        "found": found,
        "result": found.result,
        "shared": found.result and found.result.shared,
        "figures_shown": found.result and found.result.shared.figures_shown,
        "query": query_of_scenario(shown),
        "proposals": shown.proposals.select_related("marked_by"),
        "later": shown.later.order_by("saved_at", "id"),
        "others": Scenario.objects.exclude(pk=pk),
        "propose": ask(who_of(request), "scenario.propose"),
        "years": services.years_to_propose(),
        "mistake": mistake and mistake.message,
        "is_cpr_question": isinstance(mistake, CprQuestionError),
        "given": request.POST,
        "longest_text": TEXT_LENGTH,
    }
    return render(request, "scenarios/scenario.html", context, status=422 if mistake else 200)


@needs("scenario.propose")
@require_POST
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a scenario as the proposal of a year."""
    shown = get_object_or_404(Scenario, pk=pk)
    try:
        services.put_forward(
            shown,
            request.POST.get("year", ""),
            request.POST.get("reason", ""),
            person_of(who_of(request)),
            not_cpr=bool(request.POST.get("not_cpr")),
        )
    except UserError as error:
        return scenario(request, pk, mistake=error)
    return redirect("scenarios:scenario", pk=pk)


@open_to_all
def comparison(request: HttpRequest) -> HttpResponse:
    """Two to four scenarios side by side."""
    pair = chosen_scenarios(request)
    context = {
        "pair": pair,
        "slope": pair.slope(),
        "query": "&".join(f"{SIDE}={side.scenario.pk}" for side in pair.sides),
        "figures_shown": pair.sides[0].shared.figures_shown if pair.same_ground else None,
    }
    return render(request, "scenarios/compared.html", context)


def chosen_scenarios(request: HttpRequest) -> SideBySide:
    """The scenarios in the address, in its order.

    Raises:
        UserError: not two to four, or one that is not there or cannot be reckoned any more.
    """
    asked = list(dict.fromkeys(request.GET.getlist(SIDE)))
    if not 2 <= len(asked) <= len(LETTERS):
        raise UserError(
            "choose two to {most} scenarios to compare; {count} are chosen",
            most=len(LETTERS),
            count=len(asked),
        )
    return side_by_side([recomputed(_known(each)) for each in asked])


def _known(given: str) -> Scenario:
    is_number = given.isascii() and given.isdigit() and len(given) < len(str(2**63))
    known = Scenario.objects.filter(pk=int(given)).first() if is_number else None
    if known is None:
        raise UserError(
            "there is no scenario {scenario}; choose one from the list", scenario=given[:20]
        )
    return known


def _method(request: HttpRequest) -> str:
    """How the frame is shared out; down the list where the address does not say."""
    asked = request.GET.get(METHOD, RANKED)
    if asked not in METHODS:
        raise UserError(
            "there is no way of sharing out called {method}; choose one of {known}",
            method=asked[:20],
            known=", ".join(METHODS),
        )
    return asked


def _version_of(request: HttpRequest) -> Scenario | None:
    given = request.POST.get(VERSION_OF, "")
    return _known(given) if given else None
