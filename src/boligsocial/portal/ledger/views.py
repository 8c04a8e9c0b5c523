"""The pages of the ledger: the frames, every entry, and a grant."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext

from boligsocial.allocation.years.definitions import Part, frame_definition, price_index
from boligsocial.messages import Message
from boligsocial.portal.downloads import as_response
from boligsocial.portal.forms import number_in
from boligsocial.portal.ledger.charts import years_chart, years_summary, years_table
from boligsocial.portal.ledger.files import as_book
from boligsocial.portal.ledger.models import Entry, Grant, OverrideProposal
from boligsocial.portal.ledger.operations import BOOK, OF_FRAMES, OF_GRANTS, Operation
from boligsocial.portal.ledger.refusals import part_name
from boligsocial.portal.ledger.reports import (
    Money,
    TrialRow,
    YearMoney,
    amount_of,
    latest_entries,
    money_of_grants,
    trial_balance,
    years,
)
from boligsocial.portal.ledger.reversals import STAYS
from boligsocial.portal.ledger.words import account_name, entry_name
from boligsocial.portal.people.gate import ask, needs, who_of, within_reach
from boligsocial.portal.people.models import today

LATEST, A_PAGE = 10, 50


@dataclass(frozen=True)
class PartShown:
    """A part of the frame with its words and its money in the year shown."""

    part: Part
    name: Message
    money: Money


@dataclass(frozen=True)
class EntryShown:
    """An entry with the words of its kind and of the accounts that it moves money between.

    amount: what arrived somewhere, whole øre; what a closed year only passes on is not counted.
    """

    entry: Entry
    kind: Message
    amount: int
    moves: list[tuple[Message, Message, int, int]]

    @property
    def can_be_reversed(self) -> bool:
        is_reversal, is_reversed = self.entry.reverses_id, hasattr(self.entry, "reversed_by")
        return not (self.entry.kind in STAYS or is_reversal or is_reversed)


@dataclass(frozen=True)
class TrialShown:
    """A row of the trial balance; debit and credit in whole øre, one of them nothing."""

    part: Message
    account: Message
    debit: int | None
    credit: int | None


@needs("ledger.read")
def frames(request: HttpRequest) -> HttpResponse:
    """What there is, what is promised and paid, and what is left, year by year."""
    every = years()
    if not every:
        may_book = ask(who_of(request), BOOK).allowed
        return render(request, "ledger/empty.html", {"may_book": may_book})
    shown = _chosen(request, every)
    balance = trial_balance()
    trial = [_trial(row) for row in balance.rows if row.year == shown.year]
    return render(
        request,
        "ledger/frames.html",
        {
            "years": every,
            "shown": shown,
            "parts": [
                PartShown(each, part_name(each.id), shown.parts[each.id])
                for each in frame_definition().part
            ],
            "chart": years_chart(every),
            "chart_summary": years_summary(shown),
            "chart_table": years_table(every),
            "entries": [_entry(each) for each in latest_entries()[:LATEST]],
            "balance": balance,
            "trial": trial,
            "sides": (
                sum(each.debit or 0 for each in trial),
                sum(each.credit or 0 for each in trial),
            ),
            "definition": frame_definition(),
            "factor": price_index().of(shown.year),
            "operations": _operations(request, OF_FRAMES),
            "may_book": ask(who_of(request), BOOK).allowed,
            "waiting": OverrideProposal.objects.filter(answered_at=None).count(),
        },
    )


@needs("ledger.read")
def entries(request: HttpRequest) -> HttpResponse:
    """Every entry with its postings, the latest first."""
    page = Paginator(latest_entries(), A_PAGE).get_page(request.GET.get("side"))
    return render(
        request,
        "ledger/entries.html",
        {
            "page": page,
            "entries": [_entry(each) for each in page],
            "may_book": ask(who_of(request), BOOK).allowed,
        },
    )


@needs("grant.read")
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """A grant: what it has reserved, committed and been paid, and each entry of it."""
    seen = within_reach(who_of(request), "grant.read", Grant.objects.all())
    shown = get_object_or_404(seen.select_related("organisation"), pk=pk)
    case = getattr(shown, "case", None)
    operations = _operations(request, OF_GRANTS)
    return render(
        request,
        "ledger/grant.html",
        {
            "grant": shown,
            "part": part_name(shown.part),
            "money": money_of_grants(seen.filter(pk=pk)).get(pk, Money()),
            "entries": [_entry(each) for each in latest_entries(shown)],
            "operations": [each for each in operations if not (case and each.is_decision)],
            "may_book": ask(who_of(request), BOOK).allowed,
            "case": case,
        },
    )


@needs("grant.read")
def grants(request: HttpRequest) -> HttpResponse:
    """The grants that one may see, with the money of each."""
    seen = within_reach(who_of(request), "grant.read", Grant.objects.all())
    page = Paginator(seen.select_related("organisation"), A_PAGE).get_page(request.GET.get("side"))
    money = money_of_grants(Grant.objects.filter(pk__in=[each.pk for each in page]))
    rows = [(each, part_name(each.part), money.get(each.pk, Money())) for each in page]
    return render(request, "ledger/grants.html", {"grants": rows, "page": page, "query": "?"})


@needs("ledger.read")
def download(request: HttpRequest, kind: str) -> HttpResponse:  # noqa: ARG001
    """The postings as CSV, or years, postings and trial balance as Excel."""
    return as_response(as_book(today()), kind, gettext("frames"))


def _chosen(request: HttpRequest, every: tuple[YearMoney, ...]) -> YearMoney:
    """The year in the address, else this year's, else the last one open."""
    wanted = number_in(request.GET.get("aar", "")) or today().year
    return next((each for each in every if each.year == wanted), every[-1])


def _operations(request: HttpRequest, every: tuple[Operation, ...]) -> list[Operation]:
    """The operations that the person may carry out."""
    return [each for each in every if ask(who_of(request), each.action).allowed]


def _entry(entry: Entry) -> EntryShown:
    moves = [
        (
            account_name(posting.account.kind),
            part_name(posting.account.part),
            posting.account.year_id,
            posting.øre,
        )
        for posting in entry.postings.all()
    ]
    return EntryShown(entry, entry_name(entry.kind), amount_of(entry.postings.all()), moves)


def _trial(row: TrialRow) -> TrialShown:
    debit, credit = max(row.balance, 0) or None, max(-row.balance, 0) or None
    return TrialShown(part_name(row.part), account_name(row.kind), debit, credit)
