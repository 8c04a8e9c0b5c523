"""The page on another rule, and the files that can be taken along."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django_htmx.http import push_url

from boligsocial.law.reform_files import as_toml
from boligsocial.portal.downloads import as_response, attached
from boligsocial.portal.figures import figures_shown, shows_figures
from boligsocial.portal.reforms.charts import criteria_chart
from boligsocial.portal.reforms.services import ReformPage, reform_page
from boligsocial.portal.reforms.table import as_book
from boligsocial.portal.writing import language
from boligsocial.snapshots.area_lists import AreaLists

OPERATORS = (
    (">", gettext_lazy("above")),
    (">=", gettext_lazy("from")),
    ("<", gettext_lazy("below")),
)


@shows_figures
def reform(request: HttpRequest, lists: AreaLists) -> HttpResponse:
    """Choose a list and a rule, and see which areas would have another status."""
    page = _page(request, lists)
    is_piece = bool(request.headers.get("HX-Request"))
    response = render(
        request,
        "reforms/_page.html" if is_piece else "reforms/reform.html",
        {
            "page": page,
            "operators": OPERATORS,
            "is_piece": is_piece,
            "chart": criteria_chart(page.effect) if page.effect else None,
            "figures_shown": figures_shown(lists, page.on.on),
        },
        status=422 if page.fields.is_wrong else 200,
    )
    response.headers["Vary"] = "HX-Request"
    return push_url(response, f"{request.path}?{page.query}") if is_piece else response


@shows_figures
def download(request: HttpRequest, lists: AreaLists, kind: str) -> HttpResponse:
    """The result as CSV or Excel, or the rule as a TOML file for `boligsocial classify`."""
    page = _page(request, lists)
    if page.reform is None or page.effect is None:
        raise Http404("the rules cannot be read")
    if kind == "toml":
        content = as_toml(page.reform)
        return attached(content, "application/toml; charset=utf-8", f"{page.reform.id}.toml")
    name = f"{gettext('reform')}-{page.on.list_id}"
    return as_response(as_book(lists, page), kind, name)


def _page(request: HttpRequest, lists: AreaLists) -> ReformPage:
    return reform_page(lists, request.GET, language())
