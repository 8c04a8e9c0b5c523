"""The page on which a case is opened."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from boligsocial.messages import UserError
from boligsocial.portal.atlas.units import Entry, all_entries, entries_found
from boligsocial.portal.cases.access import OPEN, organisations_of
from boligsocial.portal.cases.kinds import kinds
from boligsocial.portal.cases.models import NAME_LENGTH, Case
from boligsocial.portal.cases.parties import party_named
from boligsocial.portal.cases.services import Opening, open_case
from boligsocial.portal.figures import NAME, figures_id, figures_shown, shows_figures
from boligsocial.portal.forms import mistaken
from boligsocial.portal.people.gate import NoRightError, Who, ask, needs, person_of, who_of
from boligsocial.portal.people.models import Membership, Organisation, OrganisationKind
from boligsocial.snapshots.area_lists import AreaLists

MOST_FOUND = 20


@dataclass(frozen=True)
class PlaceChoice:
    """A place that may be chosen, as the form names it."""

    value: str
    entry: Entry


@needs("case.open")
@require_http_methods(["GET", "POST"])
@shows_figures
def new(request: HttpRequest, lists: AreaLists) -> HttpResponse:
    """Open a case; the address may name its kind and places."""
    who = who_of(request)
    error: UserError | None = None
    if request.method == "POST" and "find" not in request.POST:
        try:
            opened = _opened(request.POST, who, lists)
        except UserError as mistake:
            error = mistake
        else:
            return redirect("cases:case", case=opened.pk)
    given = request.POST if request.method == "POST" else request.GET
    context = mistaken(request, error) | _shown(given, who, lists)
    is_piece = request.htmx and request.htmx.target == "places-choice"  # type: ignore[attr-defined]
    template = "cases/_places_choice.html" if is_piece else "cases/new.html"
    return render(request, template, context, status=422 if error else 200)


def _opened(given: QueryDict, who: Who, lists: AreaLists) -> Case:
    own = organisations_of(who, OPEN)
    through = _through(given, who, own)
    opening = Opening(
        given.get("slags", ""),
        given.get("name", ""),
        _parties(given, through),
        figures_id(lists),
        given.getlist("sted"),
    )
    return open_case(opening, person_of(who), through, not_cpr=bool(given.get("not_cpr")))


def _through(given: QueryDict, who: Who, own: list[Organisation]) -> Membership:
    """The role that the case is opened in: the Fund's, or that for the organisation chosen."""
    fund = [each for each in own if each.kind == OrganisationKind.FUND]
    chosen = [each for each in own if str(each.pk) == given.get("own", "")]
    organisation = next(iter(fund or chosen or own), None)
    answer = ask(who, OPEN, organisation)
    if not answer.allowed or answer.through is None:
        raise NoRightError(OPEN, answer)
    return answer.through


def _parties(given: QueryDict, through: Membership) -> list[Organisation]:
    named = [each for each in given.getlist("party") if each.strip()]
    is_fund = through.organisation.kind == OrganisationKind.FUND
    others = [party_named(each, by_number=is_fund) for each in named]
    every = others if is_fund else [through.organisation, *others]
    return list(dict.fromkeys(every))


def _shown(given: QueryDict, who: Who, lists: AreaLists) -> dict[str, object]:
    own = organisations_of(who, OPEN)
    is_fund = any(each.kind == OrganisationKind.FUND for each in own)
    asked = given.getlist("sted")
    search = given.get("soeg", "").strip()[:100]
    return {
        "figures_shown": figures_shown(lists, None),
        "figures": figures_id(lists),
        "figures_name": NAME,
        "kinds": kinds().values(),
        "own": own,
        "municipalities": _organisations(OrganisationKind.MUNICIPALITY) if is_fund else None,
        "housing": _organisations(OrganisationKind.HOUSING) if is_fund else None,
        "given": given,
        "named": given.getlist("party"),
        "search": search,
        "chosen": [each for each in map(_choice, all_entries(lists)) if each.value in asked],
        "results": _found(lists, search, asked),
        "most": MOST_FOUND,
        "longest": NAME_LENGTH,
    }


def _organisations(kind: OrganisationKind) -> list[Organisation]:
    return list(Organisation.objects.filter(kind=kind.value))


def _choice(entry: Entry) -> PlaceChoice:
    return PlaceChoice(f"{'area' if entry.area else 'estate'}:{entry.id}", entry)


def _found(lists: AreaLists, search: str, asked: list[str]) -> list[PlaceChoice]:
    """The first places that a search finds and that are not chosen."""
    found = sorted(entries_found(all_entries(lists), search), key=lambda each: each.name_order)
    return [each for each in map(_choice, found) if each.value not in asked][:MOST_FOUND]
