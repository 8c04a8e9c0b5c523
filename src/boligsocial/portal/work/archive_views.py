"""The page on which one takes a whole case with one: it is packed as a job, and then downloaded."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from boligsocial.messages import Message, UserError
from boligsocial.portal import jobs
from boligsocial.portal.cases.access import case_within_reach, on_the_side_of_the_fund
from boligsocial.portal.cases.models import Case
from boligsocial.portal.people.gate import needs, who_of
from boligsocial.portal.writing import language


@needs("case.read")
def archive(request: HttpRequest, case: int) -> HttpResponse:
    """Begin packing, or see how far it is; htmx asks for its piece until it has ended."""
    shown = case_within_reach(who_of(request), case)
    home = _home(request, shown)
    mistake: Message | None = None
    if request.method == "POST":
        try:
            jobs.start(home, _order(request, shown), language())
        except UserError as error:
            mistake = error.message
        else:
            return redirect("work:archive", case=shown.pk)
    latest = next(iter(jobs.jobs(home)), None)
    progress = latest.progress if latest else None
    context = {
        "case": shown,
        "job": latest,
        "progress": progress,
        "doing": progress.doing.get(language(), "") if progress else "",
        "is_there": (home / _name(shown)).is_file(),
        "with_internal": on_the_side_of_the_fund(who_of(request)),
        "mistake": mistake,
    }
    is_piece = request.headers.get("HX-Request") == "true"
    template = "work/_archive.html" if is_piece else "work/archive.html"
    return render(request, template, context, status=422 if mistake else 200)


@needs("case.read")
@require_POST
def stop(request: HttpRequest, case: int) -> HttpResponse:
    """Stop packing; nothing is left half-done."""
    shown = case_within_reach(who_of(request), case)
    for each in jobs.jobs(_home(request, shown)):
        jobs.stop(each)
    return redirect("work:archive", case=shown.pk)


@needs("case.read")
def packed(request: HttpRequest, case: int) -> FileResponse:
    """The case as it was packed last, for the side that one is on."""
    shown = case_within_reach(who_of(request), case)
    file = _home(request, shown) / _name(shown)
    if not file.is_file():
        raise Http404(file.name)
    return FileResponse(file.open("rb"), as_attachment=True, filename=file.name)


def _home(request: HttpRequest, case: Case) -> Path:
    """The folder of what is packed of a case for the Fund's own people, or for the others."""
    side = "fund" if on_the_side_of_the_fund(who_of(request)) else "parties"
    home: Path = settings.PORTAL.home
    return home / "archives" / f"{case.pk}-{side}"


def _order(request: HttpRequest, case: Case) -> jobs.Order:
    out = str(_home(request, case) / _name(case))
    internal = ["--internal"] if on_the_side_of_the_fund(who_of(request)) else []
    command = ["case", "export", str(case.pk), "--out", out, *internal, "--json"]
    return jobs.Order("archive", case.reference, command, tells_progress=True)


def _name(case: Case) -> str:
    return f"sag-{case.reference}.zip"
