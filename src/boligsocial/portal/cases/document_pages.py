"""The pages of a case's documents: all of them, one with its versions, and two side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from boligsocial.messages import UserError
from boligsocial.portal.cases.access import WRITE, acting, case_within_reach, may, side_of
from boligsocial.portal.cases.differences import LinePair, RowPair, figure_pairs, line_pairs
from boligsocial.portal.cases.documents import (
    Content,
    FileSent,
    Paper,
    add_further,
    headings_text,
    paper_of,
    papers,
    save_version,
)
from boligsocial.portal.cases.files import path_of
from boligsocial.portal.cases.filling import figures_to_fill_from, filled
from boligsocial.portal.cases.frozen_figures import frozen_of
from boligsocial.portal.cases.models import NAME_LENGTH, TEXT_LENGTH, Case, Version
from boligsocial.portal.cases.uploads.receiving import as_field, received
from boligsocial.portal.cases.uploads.rules import upload_rules
from boligsocial.portal.cases.version_file import as_book
from boligsocial.portal.downloads import as_response
from boligsocial.portal.forms import done, is_said, mistaken, number_in, said
from boligsocial.portal.meanwhile import ChangedMeanwhileError
from boligsocial.portal.people.gate import needs, who_of
from boligsocial.portal.writing import language


@dataclass(frozen=True)
class Sides:
    """Two versions of a document beside each other."""

    left: Version
    right: Version
    lines: Sequence[LinePair]
    figures: Sequence[RowPair]
    files_differ: bool

    @property
    def both(self) -> tuple[Version, Version]:
        return self.left, self.right


@needs("case.read")
def documents(request: HttpRequest, case: int, error: UserError | None = None) -> HttpResponse:
    """Every document of a case, and a form for one that nothing asks for."""
    shown = case_within_reach(who_of(request), case)
    every = papers(shown)
    context = {
        "case": shown,
        "asked": [each for each in every if each.is_asked_now],
        "earlier": [each for each in every if not each.is_asked_now and each.asked],
        "further": [each for each in every if each.asked is None],
        "may_write": may(who_of(request), WRITE, shown).allowed,
        **_form(request, error),
    }
    return render(request, "cases/documents.html", context, status=422 if error else 200)


@needs("case.write")
@require_POST
def further(request: HttpRequest, case: int) -> HttpResponse:
    """Add a document that nothing asks for."""
    here = acting(request, case, WRITE)
    try:
        version = add_further(here.case, said(request, "name"), _sent(request), here.by)
    except UserError as error:
        return documents(request, case, error)
    row = version.document
    return redirect("cases:document", case=case, asked=row.asked, occasion=row.in_phase)


@needs("case.read")
def document(request: HttpRequest, case: int, asked: str, occasion: int) -> HttpResponse:
    """A document: its newest version or the one in the address, and a form for the next."""
    paper = _paper(case_within_reach(who_of(request), case), asked, occasion)
    return _document(request, paper)


@needs("case.write")
@require_POST
def save(request: HttpRequest, case: int, asked: str, occasion: int) -> HttpResponse:
    """Save a version: what was written, a file, or what the figures fill in."""
    here = acting(request, case, WRITE)
    paper = _paper(here.case, asked, occasion)

    def act() -> None:
        content = _filled(request, paper) if "fill" in request.POST else _sent(request)
        save_version(paper, content, here.by, here.side, _number(request, "made_from"))

    page = partial(_document, request, paper)
    return done(act, page, "cases:document", case=case, asked=asked, occasion=occasion)


@needs("case.read")
def side_by_side(request: HttpRequest, case: int, asked: str, occasion: int) -> HttpResponse:
    """Two versions; `fra` and `til` in the address are their numbers."""
    paper = _paper(case_within_reach(who_of(request), case), asked, occasion)
    versions = paper.versions
    if len(versions) < _TWO:
        raise Http404
    left = _version(paper, _number(request, "fra", versions[1].number))
    right = _version(paper, _number(request, "til", versions[0].number))
    only_differing = "forskelle" in request.GET
    context = {
        "case": paper.case,
        "paper": paper,
        "versions": versions,
        "sides": _sides(left, right, only_differing),
        "only_differing": only_differing,
    }
    return render(request, "cases/side_by_side.html", context)


@needs("case.read")
def download(
    request: HttpRequest, case: int, asked: str, occasion: int, number: int
) -> HttpResponseBase:
    """A version as a file: the one that was sent, the text, or the figures in Excel."""
    paper = _paper(case_within_reach(who_of(request), case), asked, occasion)
    version = _version(paper, number)
    name = f"{paper.case.reference}-{asked}-{number}"
    if version.file_digest:
        file = path_of(version.file_digest).open("rb")
        return FileResponse(
            file, as_attachment=True, filename=version.file_name, content_type=version.media
        )
    if version.figures is not None:
        return as_response(as_book(paper, version), "xlsx", name)
    response = HttpResponse(version.text, content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.txt"'
    return response


def _document(request: HttpRequest, paper: Paper, error: UserError | None = None) -> HttpResponse:
    who = who_of(request)
    answer = may(who, WRITE, paper.case)
    side = side_of(answer.through) if answer.allowed and answer.through else None
    versions = paper.versions
    latest = versions[0] if versions else None
    shown = _version(paper, _number(request, "version", latest.number)) if latest else None
    changed = error.latest if isinstance(error, ChangedMeanwhileError) else None
    written = request.POST.get("text", latest.text if latest else "")
    if not latest and not request.POST:
        written = headings_text(paper, language())
    context = {
        "case": paper.case,
        "paper": paper,
        "versions": versions,
        "shown": shown,
        "figures": frozen_of(shown) if shown else None,
        "why_not": paper.why_not_write(side) if side else answer.reason,
        "may_write": side is not None and paper.why_not_write(side) is None,
        "written": written,
        "changed": changed,
        "changed_lines": line_pairs(changed.text, written) if changed else (),
        "made_from": changed.number if changed else (latest.number if latest else 0),
        "fill_from": figures_to_fill_from(paper.case) if paper.asked and paper.asked.fills else (),
        **_form(request, error),
    }
    return render(request, "cases/document.html", context, status=422 if error else 200)


def _form(request: HttpRequest, error: UserError | None) -> dict[str, object]:
    """What every form for a version needs, after a mistake with what was written."""
    file: FileSent | None = getattr(request, "kept_file", None)
    return {
        **mistaken(request, error),
        "kept_file": file,
        "kept_field": as_field(file) if file and error else "",
        "rules": upload_rules(),
        "endings": ",".join(f".{each}" for each in upload_rules().endings),
        "longest": TEXT_LENGTH,
        "longest_name": NAME_LENGTH,
    }


def _sent(request: HttpRequest) -> Content:
    file = received(request)
    request.kept_file = file  # type: ignore[attr-defined]
    return Content(
        text="" if file else said(request, "text"),
        file=file,
        note=said(request, "note"),
        not_cpr=is_said(request, "not_cpr"),
    )


def _filled(request: HttpRequest, paper: Paper) -> Content:
    if paper.asked is None or not paper.asked.fills:
        raise UserError("this document does not fill itself; write it or send a file")
    figures = request.POST.get("figures", paper.case.figures)
    return Content(figures=filled(paper.asked.fills, list(paper.case.places.all()), figures))


def _sides(left: Version, right: Version, only_differing: bool) -> Sides:
    lines = line_pairs(left.text, right.text) if left.text or right.text else []
    figures = figure_pairs(frozen_of(left), frozen_of(right))
    return Sides(
        left,
        right,
        [each for each in lines if not only_differing or each.how != "same"],
        [each for each in figures if not only_differing or each.how != "same"],
        left.file_digest != right.file_digest,
    )


def _paper(case: Case, asked: str, occasion: int) -> Paper:
    if found := paper_of(case, asked, occasion):
        return found
    raise Http404(asked)


def _version(paper: Paper, number: int) -> Version:
    found = next((each for each in paper.versions if each.number == number), None)
    if found is None:
        raise Http404(number)
    return found


def _number(request: HttpRequest, name: str, otherwise: int = 0) -> int:
    found = number_in(request.POST.get(name) or request.GET.get(name) or "")
    return otherwise if found is None else found


_TWO = 2
