"""The page of all cases together: what was attracted for each krone of grant."""

from __future__ import annotations

from fractions import Fraction

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from boligsocial.messages import Message
from boligsocial.portal.cases.models import Case
from boligsocial.portal.cases.services import kind_of
from boligsocial.portal.danish import danish_order
from boligsocial.portal.downloads import Book, Cell, Sheet, as_response, in_turn, yes_no
from boligsocial.portal.financing import services
from boligsocial.portal.financing.attracted import CaseMoney, Money, grouped, together
from boligsocial.portal.financing.charts import attracted_chart, attracted_table
from boligsocial.portal.financing.definitions import rules
from boligsocial.portal.financing.stored import stored_by_source
from boligsocial.portal.financing.sums import FUND
from boligsocial.portal.financing.words import source_name
from boligsocial.portal.people.gate import Who, needs, who_of
from boligsocial.portal.people.models import today
from boligsocial.portal.writing import said

A_PAGE = 50
ONLY, COMMITTED = "kun", "tilsagn"
_SEVERAL = Message("several municipalities")


@needs("case.read")
def attracted(request: HttpRequest) -> HttpResponse:
    """Every case within reach with a plan, and the cases together by municipality and kind."""
    only = request.GET.get(ONLY) == COMMITTED
    cases = _cases(who_of(request), only)
    by_municipality = sorted(
        grouped(cases, _municipality), key=lambda group: danish_order(group.name)
    )
    context = {
        "cases": cases,
        "rows": Paginator(cases, A_PAGE).get_page(request.GET.get("side")),
        "query": f"?{ONLY}={COMMITTED}" if only else "?",
        "whole": together(cases),
        "by_municipality": by_municipality,
        "by_kind": grouped(cases, lambda each: said(Message(kind_of(each.kind).name))),
        "chart": attracted_chart(by_municipality),
        "chart_table": attracted_table(by_municipality),
        "only": only,
        "sources": [(each.id, source_name(each.id)) for each in rules().source if each.id != FUND],
    }
    return render(request, "financing/attracted.html", context)


@needs("case.read")
def download(request: HttpRequest, kind: str) -> HttpResponse:
    """The cases with what each source pays, as CSV or Excel."""
    cases = _cases(who_of(request), request.GET.get(ONLY) == COMMITTED)
    sources = [each.id for each in rules().source]
    columns = [gettext("Case"), gettext("Name"), gettext("Kind"), gettext("Municipality"),
               gettext("Has a commitment"), *(_kroner_of(each) for each in sources),
               gettext("Others for each krone from the Fund")]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            each.reference, each.name, Message(kind_of(each.kind).name), _municipality(each),
            yes_no(each.has_grant),
            *(each.money.sources.get(source, 0) / 100 for source in sources),
            _number(each.money.per_krone),
        ]
        for each in cases
    ]  # fmt: skip
    widths = [12, 40, 30, 24, 14, *[18] * len(sources), 20]
    kinds = in_turn((5, "text"), (len(sources) + 1, "kroner"))
    sheet = Sheet(gettext("Other funding"), columns, widths, rows, kinds)
    about: list[tuple[str, Cell]] = [(gettext("Taken out on"), today())]
    return as_response(Book(sheet.name, about, [sheet]), kind, gettext("other-funding"))


def _cases(who: Who, only_committed: bool) -> list[CaseMoney]:
    versions = services.latest_versions(who).prefetch_related("case__places")
    return [
        _money(version.case, Money(stored_by_source(version.content)))
        for version in versions
        if version.case.grant_id or not only_committed
    ]


def _money(case: Case, money: Money) -> CaseMoney:
    places = {place.municipality for place in case.places.all()}
    return CaseMoney(
        case.pk,
        case.reference,
        case.name,
        case.kind,
        next(iter(places)) if len(places) == 1 else "",
        case.grant_id is not None,
        money,
    )


def _municipality(case: CaseMoney) -> str:
    return case.municipality or said(_SEVERAL)


def _kroner_of(source: str) -> str:
    name = said(source_name(source))
    return f"{name[:1].upper()}{name[1:]}, kr."


def _number(share: Fraction | None) -> float | None:
    return None if share is None else round(float(share), 4)
