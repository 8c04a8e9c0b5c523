"""The forms of the ledger: each operation has a page, and an override has two people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse as address_of
from django.views.decorators.http import require_http_methods, require_POST

from boligsocial.messages import Message, UserError
from boligsocial.portal.forms import mistaken
from boligsocial.portal.free_text import free_text
from boligsocial.portal.ledger import overrides, services
from boligsocial.portal.ledger.forms import TEXT_LENGTH, Choices, choices_of, read_given
from boligsocial.portal.ledger.models import Entry, EntryKind, Grant
from boligsocial.portal.ledger.operations import (
    BOOK,
    FieldName,
    Given,
    Operation,
    carry_out,
    log,
)
from boligsocial.portal.ledger.refusals import part_name
from boligsocial.portal.ledger.reports import Money, money_of_grants, years
from boligsocial.portal.ledger.words import entry_name
from boligsocial.portal.people.gate import ask, needs, person_of, who_of, within_reach
from boligsocial.portal.people.models import today

Context = dict[str, Any]
View = Callable[..., HttpResponse]
OVERRIDE: tuple[FieldName, ...] = ("year", "part", "amount", "reason")
_NO_REVERSAL = Message("a reversal needs a reason; write why entry {number} was wrong")


def form_of(operation: Operation) -> View:
    """The page of an operation on a year or a part of it, or on the grant with a key."""

    @needs(operation.action)
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest, pk: int | None = None) -> HttpResponse:
        context = _page(request, operation)
        if pk is not None:
            seen = within_reach(who_of(request), operation.action, Grant.objects.all())
            context["grant"] = get_object_or_404(seen.select_related("organisation"), pk=pk)
            context["money"] = money_of_grants(seen.filter(pk=pk)).get(pk, Money())
        if request.method != "POST":
            return render(request, "ledger/form.html", context)
        return _book(request, operation, context)

    return view


@needs(BOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """Put an override forward; another decision-maker approves it."""
    context: Context = {
        "fields": _fields(OVERRIDE),
        "left": _left(),
        "given": request.POST,
        "today": today(),
    }
    if request.method == "POST":
        try:
            overrides.propose_override(_given(request, OVERRIDE, missing=overrides.NO_REASON))
        except UserError as error:
            return _again(request, "ledger/propose.html", context, error)
        return redirect("ledger:overrides")
    return render(request, "ledger/propose.html", context)


@needs("ledger.read")
def proposals(request: HttpRequest, mistake: Message | None = None) -> HttpResponse:
    """The overrides that wait for a second person, and those that have been answered."""
    context = {
        "proposals": [(each, _part(each.part)) for each in overrides.proposals()],
        "book": ask(who_of(request), BOOK),
        "person": person_of(who_of(request)),
        "mistake": mistake,
    }
    return render(request, "ledger/overrides.html", context, status=422 if mistake else 200)


@needs(BOOK)
@require_POST
def approve(request: HttpRequest, number: int) -> HttpResponse:
    """Approve what another has proposed; the entry is booked."""
    try:
        overrides.approve(number, person_of(who_of(request)))
    except UserError as error:
        return proposals(request, error.message)
    return redirect("ledger:overrides")


@needs(BOOK)
@require_POST
def decline(request: HttpRequest, number: int) -> HttpResponse:
    """Decline what another has proposed, or withdraw one's own."""
    try:
        reason = free_text(request.POST.get("reason", ""), TEXT_LENGTH)
        overrides.decline(number, reason, person_of(who_of(request)))
    except UserError as error:
        return proposals(request, error.message)
    return redirect("ledger:overrides")


@needs(BOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def reverse(request: HttpRequest, number: int) -> HttpResponse:
    """Book the opposite of an entry; of an override, propose it to another."""
    entry = get_object_or_404(Entry.objects.select_related("grant", "by"), number=number)
    takes_two = entry.kind == EntryKind.OVERRIDE
    fields: tuple[FieldName, ...] = ("reason",) if takes_two else ("dated", "reason")
    context = {
        "entry": entry,
        "kind": entry_name(entry.kind),
        "takes_two": takes_two,
        "given": request.POST,
        "today": today(),
        "fields": _fields(fields),
    }
    if request.method != "POST":
        return render(request, "ledger/reverse.html", context)
    try:
        missing = _NO_REVERSAL.filled(number=str(number))
        return _reversed(entry, _given(request, fields, missing=missing))
    except UserError as error:
        return _again(request, "ledger/reverse.html", context, error)


def _reversed(entry: Entry, given: Given) -> HttpResponse:
    if entry.kind == EntryKind.OVERRIDE:
        overrides.propose_reversal(entry, given.reason, given.by)
        return redirect("ledger:overrides")
    with transaction.atomic():
        booked = services.reverse(entry.number, given.signature)
        log(booked)
    return _to(booked, entry.grant)


def _book(request: HttpRequest, operation: Operation, context: Context) -> HttpResponse:
    grant = context.get("grant")
    try:
        entry = carry_out(operation, _given(request, operation.fields, grant, operation.missing))
    except UserError as error:
        return _again(request, "ledger/form.html", context, error)
    return _to(entry, grant)


def _to(entry: Entry | None, grant: Grant | None) -> HttpResponse:
    """The page on which what was booked is seen."""
    place = f"#bilag-{entry.number}" if entry else ""
    page = address_of("ledger:grant", args=[grant.pk]) if grant else address_of("ledger:frames")
    return redirect(page + place)


def _given(
    request: HttpRequest,
    fields: tuple[FieldName, ...],
    grant: Grant | None = None,
    missing: Message | None = None,
) -> Given:
    return read_given(fields, request.POST.dict(), person_of(who_of(request)), grant, missing)


def _again(request: HttpRequest, template: str, context: Context, error: UserError) -> HttpResponse:
    """The form with everything that was typed, and why it was not carried out."""
    return render(request, template, context | mistaken(request, error), status=422)


def _page(request: HttpRequest, operation: Operation) -> Context:
    return {
        "operation": operation,
        "fields": _fields(operation.fields),
        "given": request.POST,
        "left": _left(),
        "today": today(),
    }


def _fields(names: tuple[FieldName, ...]) -> list[tuple[FieldName, Choices]]:
    return [(name, choices_of(name)) for name in names]


def _left() -> list[tuple[int, list[tuple[Message, int]]]]:
    """What is left of each part in the years that are open."""
    return [
        (year.year, [(part_name(part), money.left) for part, money in year.parts.items()])
        for year in years()
        if year.closed_on is None
    ]


def _part(part: str) -> Message:
    return part_name(part) if part else Message("")
