"""The pages on snapshots: which there are, how one is built, and what differs between two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from boligsocial.law.rules import rules_on
from boligsocial.messages import Message, UserError
from boligsocial.portal import jobs
from boligsocial.portal.figures import snapshot_name, store_of_snapshots
from boligsocial.portal.imports.compared import compared
from boligsocial.portal.imports.deliveries import Offered, delivery_at, offered_deliveries
from boligsocial.portal.people.gate import ask, needs, who_of
from boligsocial.portal.writing import language
from boligsocial.snapshots.opening import damages_of, stored
from boligsocial.snapshots.store.store import Snapshot

BUILD = "snapshot.build"


@dataclass(frozen=True)
class Choice:
    """A snapshot to choose; `mark` is the end of its id where another has the same name."""

    id: str
    name: Message
    mark: str


@needs("snapshot.read")
@require_GET
def snapshots(request: HttpRequest) -> HttpResponse:
    """The snapshots of the store; for those who may build, also what from, and what has run."""
    found, spoiled = stored(store_of_snapshots())
    build = ask(who_of(request), BUILD)
    return render(
        request,
        "imports/snapshots.html",
        {
            "snapshots": [(each, snapshot_name(each)) for each in found],
            "choices": _choices(found),
            "spoiled": spoiled,
            "build": build,
            "deliveries": offered_deliveries(_deliveries()) if build.allowed else (),
            "root": _deliveries(),
            "jobs": jobs.jobs(_jobs())[:10] if build.allowed else (),
        },
    )


@needs("snapshot.read")
@require_GET
def snapshot(request: HttpRequest, snapshot_id: str) -> HttpResponse:
    """A snapshot: what it was made from, and whether it is as it was sealed."""
    this = _snapshot(snapshot_id)
    found, _ = stored(store_of_snapshots())
    return render(
        request,
        "imports/snapshot.html",
        {
            "snapshot": this,
            "name": snapshot_name(this),
            "damages": damages_of(this),
            "rows": this.manifest.rows(),
            "others": [each for each in _choices(found) if each.id != this.id],
        },
    )


@needs(BUILD)
@require_http_methods(["GET", "HEAD", "POST"])
def delivery(request: HttpRequest) -> HttpResponse:
    """A delivery: what it holds, its check, and the form to build a snapshot of it."""
    name = request.GET.get("mappe", "") or request.POST.get("mappe", "")
    this = delivery_at(_deliveries(), name)
    mistake = None
    if request.method == "POST" and this.delivery:
        try:
            begun = _begin(request, this)
        except UserError as error:
            mistake = error.message
        else:
            return HttpResponseRedirect(reverse("imports:job", args=[begun.id]))
    checks = [each for each in jobs.jobs(_jobs()) if each.subject == name]
    return render(
        request,
        "imports/delivery.html",
        {
            "delivery": this,
            "checked": next((each for each in checks if each.kind == "check"), None),
            "on": request.POST.get("dato") or _usual_day(this),
            "mistake": mistake,
        },
        status=422 if mistake else 200,
    )


@needs(BUILD)
@require_GET
def job(request: HttpRequest, job_id: str) -> HttpResponse:
    """A check or a build as it goes on; htmx asks for its piece until it has ended."""
    this = _job(job_id)
    is_piece = request.headers.get("HX-Request") == "true"
    template = "imports/_job.html" if is_piece else "imports/job.html"
    progress = this.progress
    shown = {
        "job": this,
        "progress": progress,
        "doing": progress.doing.get(language(), "") if progress else "",
        "built": _built(this),
    }
    return render(request, template, shown)


@needs(BUILD)
@require_POST
def stop(request: HttpRequest, job_id: str) -> HttpResponse:  # noqa: ARG001 - every view has it
    """Stop a check or a build."""
    this = _job(job_id)
    jobs.stop(this)
    return HttpResponseRedirect(reverse("imports:job", args=[this.id]))


@needs("snapshot.read")
@require_GET
def comparison(request: HttpRequest) -> HttpResponse:
    """Two snapshots side by side: areas, statuses, figures and files; asks for those not given."""
    asked = [request.GET.get(name, "") for name in ("foerste", "anden")]
    if not all(asked):
        found, _ = stored(store_of_snapshots())
        chosen = {"choices": _choices(found), "foerste": asked[0], "anden": asked[1]}
        return render(request, "imports/choose_two.html", chosen)
    first, second = map(_snapshot, asked)
    for each in (first, second):
        if spoiled := damages_of(each):
            raise UserError(
                "the snapshot {snapshot} is not shown: {path} {what}; take its folder away and "
                "build it again",
                snapshot=each.id, path=spoiled[0].path, what=spoiled[0].what,
            )  # fmt: skip
    return render(request, "imports/comparison.html", {"pair": compared(first, second)})


def _choices(found: Sequence[Snapshot]) -> list[Choice]:
    named = [(each.id, snapshot_name(each)) for each in found]
    alike = Counter(name.in_language("da") for _, name in named)
    return [
        Choice(each, name, each[-6:] if alike[name.in_language("da")] > 1 else "")
        for each, name in named
    ]


def _begin(request: HttpRequest, this: Offered) -> jobs.Job:
    folder = (_deliveries() / this.name).resolve()
    if request.POST.get("goer") != "byg":
        return jobs.start(_jobs(), jobs.Order("check", this.name, _check(folder)), language())
    on = _date_of(request.POST.get("dato", ""), this)
    build = jobs.Order("build", this.name, _build(folder, on), on, tells_progress=True)
    return jobs.start(_jobs(), build, language())


def _check(folder: Path) -> list[str]:
    return ["check", str(folder), "--json"]


def _build(folder: Path, on: date) -> list[str]:
    store = str(store_of_snapshots())
    return ["snapshot", "build", str(folder), "--on", on.isoformat(), "--out", store, "--json"]


def _date_of(text: str, this: Offered) -> date:
    try:
        on = date.fromisoformat(text.strip())
    except ValueError:
        raise UserError(
            Message("Give the date of the snapshot, for example {example}."),
            example=_usual_day(this),
        ) from None
    rules_on(on)
    if on.year not in this.years:
        raise UserError(
            Message("The delivery has no persons of {year}; it has {years}."),
            year=str(on.year), years=", ".join(str(year) for year in this.years) or "—",
        )  # fmt: skip
    return on


def _usual_day(this: Offered) -> str:
    """The day of the list in the newest year of the delivery."""
    return f"{this.years[-1]}-12-01" if this.years else ""


def _built(this: jobs.Job) -> Snapshot | None:
    """The snapshot that a build came to."""
    if this.kind != "build" or this.state != "done":
        return None
    found, _ = stored(store_of_snapshots())
    return next((each for each in found if each.id == this.said["id"]), None)


def _snapshot(snapshot_id: str) -> Snapshot:
    found, _ = stored(store_of_snapshots())
    for each in found:
        if each.id == snapshot_id:
            return each
    raise Http404(snapshot_id)


def _job(job_id: str) -> jobs.Job:
    found = jobs.job_of(_jobs(), job_id)
    if found is None:
        raise Http404(job_id)
    return found


def _deliveries() -> Path:
    folder: Path = settings.PORTAL.deliveries_folder
    return folder


def _jobs() -> Path:
    home: Path = settings.PORTAL.home
    return home / "imports"
