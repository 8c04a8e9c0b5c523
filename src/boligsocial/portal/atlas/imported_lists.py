"""The reader's own lists: brought as a file, kept, and tested under the law of their date."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from boligsocial.law.rules import rule_versions, rules_on
from boligsocial.messages import InputError, Message, UserError
from boligsocial.portal.atlas.imported_rows import ImportedArea, book, headings, sorted_areas
from boligsocial.portal.downloads import Book, Sheet, as_response
from boligsocial.registers.area_values import AREA_COLUMNS
from boligsocial.registers.imported_lists import ImportedList, import_list, imported_lists
from boligsocial.snapshots.imported import imported_verdicts
from boligsocial.snapshots.published import published_snapshot
from boligsocial.tabular import Upload

LARGEST_MB = 10
A_PAGE = 50
_EXPLAINED = {
    "area": Message("The area's name"),
    "municipality": Message("The municipality's name, or its code: 101 or 0101"),
    "residents": Message("All residents on 1 January of the year of the list"),
    "pct_nonwestern": Message(
        "Immigrants and descendants from non-Western countries, per cent of all residents"
    ),
    "pct_no_attachment": Message(
        "Without attachment to the labour market or education, per cent of residents aged 18-64"
    ),
    "pct_convicted": Message("Convicted, per cent of residents aged 18 or more"),
    "pct_basic_school": Message(
        "With basic school as the only education, per cent of residents aged 30-59"
    ),
    "income_pct_of_region": Message("Mean gross income, per cent of the region's mean"),
    "residents_18_64": Message("Number of residents aged 18-64; gives the exact distance"),
    "residents_18_plus": Message("Number of residents aged 18 or more; gives the exact distance"),
    "residents_30_59": Message("Number of residents aged 30-59; gives the exact distance"),
}
_SAMPLE = (
    ("Åparken", "Aarhus", 1790, 43.9, 41.2, 1.85, 61.3, 54.1, 1130, 1340, 640),
    ("Bakkehusene", "Odense", 1204, 31.5, 33.0, 1.1, 48.7, 63.8, 760, 905, 430),
    ("Engvej", "Slagelse", 980, 52.4, 44.6, 2.4, 66.0, None, None, None, None),
)


@dataclass
class ListForm:
    """What was sent, and what is wrong with the date and with the file."""

    on: str = ""
    date_error: Message | None = None
    file_error: Message | None = None
    first: date = field(default_factory=lambda: rule_versions()[0].start)


def lists(request: HttpRequest) -> HttpResponse:
    """The lists kept here, and the form to bring one."""
    _refuse_public()
    form = ListForm()
    if request.method == "POST":
        kept = _bring(request, form)
        if kept is not None:
            return redirect("atlas:imported_list", on=kept.on.isoformat())
    columns = [(each, _EXPLAINED[each.name]) for each in AREA_COLUMNS]
    shown = {
        "form": form,
        "columns": columns,
        "lists": imported_lists(settings.PORTAL.home)[::-1],
        "largest": LARGEST_MB,
    }
    is_wrong = form.date_error is not None or form.file_error is not None
    return render(request, "atlas/imported_lists.html", shown, status=422 if is_wrong else 200)


def one_list(request: HttpRequest, on: str) -> HttpResponse:
    """Every area of a kept list, tested under the law of its date."""
    kept = _kept(on)
    sort = request.GET.get("sorter", "status")
    every = _areas(kept)
    pages = Paginator(sorted_areas(every, sort), A_PAGE)
    held = [status for area in every for status, holds in area.verdict.statuses.items() if holds]
    rules = rules_on(kept.on)
    return render(
        request,
        "atlas/imported_list.html",
        {
            "list": kept,
            "rules": rules,
            "counts": [(status.id, held.count(status.id)) for status in rules.statuses],
            "undetermined": sum(bool(area.open_statuses) for area in every),
            "areas": pages.get_page(request.GET.get("side")),
            "headings": headings(sort),
            "query": f"?{urlencode({'sorter': sort})}",
        },
    )


def download(request: HttpRequest, on: str, kind: str) -> HttpResponse:
    """The list with its verdicts as a file, `csv` or `xlsx`."""
    del request
    kept = _kept(on)
    return as_response(book(kept, sorted_areas(_areas(kept), "omraade")), kind, f"liste-{on}")


def sample(request: HttpRequest, kind: str) -> HttpResponse:
    """A file with the columns and three made-up areas."""
    del request
    _refuse_public()
    names = [each.name for each in AREA_COLUMNS]
    sheet = Sheet("liste", names, [max(12, len(name)) for name in names], _SAMPLE)
    about = list(_EXPLAINED.items())
    return as_response(Book(gettext("Sample of a list"), about, [sheet]), kind, "eksempel")


def _bring(request: HttpRequest, form: ListForm) -> ImportedList | None:
    """Keep the list that was sent; none, with the form saying why, where it cannot be."""
    form.on = request.POST.get("dato", "").strip()
    on = _date_of_list(form)
    source = _source(request.FILES.get("fil"), form)
    if on is None or source is None:
        return None
    try:
        return import_list(source, on, settings.PORTAL.home)
    except InputError as error:
        form.file_error = error.message
    except UserError:
        form.date_error = Message(
            "Another list of {on} is kept already. Nothing was changed; whoever runs the portal "
            "can take it away.",
            {"on": on},
        )
    return None


def _date_of_list(form: ListForm) -> date | None:
    try:
        on = date.fromisoformat(form.on)
        rules_on(on)
    except ValueError:
        form.date_error = Message("Give the date of the list, for example 2025-12-01.")
        return None
    except UserError as error:
        form.date_error = error.message
        return None
    return on


def _source(sent: UploadedFile[bytes] | None, form: ListForm) -> Upload | None:
    if sent is None:
        form.file_error = Message("Choose a file.")
        return None
    if (sent.size or 0) > LARGEST_MB * 1_000_000:
        form.file_error = Message(
            "{file} is larger than {largest} MB. Take away sheets and columns that are not used.",
            {"file": sent.name or "", "largest": LARGEST_MB},
        )
        return None
    return Upload(sent.name or "", sent.read())


def _kept(on: str) -> ImportedList:
    _refuse_public()
    for each in imported_lists(settings.PORTAL.home):
        if each.on.isoformat() == on:
            return each
    raise Http404(on)


def _areas(kept: ImportedList) -> list[ImportedArea]:
    return [ImportedArea(each) for each in imported_verdicts(kept, published_snapshot())]


def _refuse_public() -> None:
    if settings.AUDIENCE == "public":
        raise PermissionDenied
