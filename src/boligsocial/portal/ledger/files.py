"""The ledger to take along: years, postings and trial balance."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext

from boligsocial.allocation.years.definitions import frame_definition, price_index
from boligsocial.portal.downloads import Book, Cell, Sheet, in_turn
from boligsocial.portal.ledger.models import Posting
from boligsocial.portal.ledger.refusals import part_name
from boligsocial.portal.ledger.reports import Money, trial_balance, years
from boligsocial.portal.ledger.words import account_name, entry_name

_MONEY = ("frame", "carried_in", "override", "moved_in", "paid", "committed", "reserved",
          "carried_out", "left")  # fmt: skip


def as_book(on: date) -> Book:
    """The whole ledger as it is; amounts in kroner with two decimals."""
    frame, index = frame_definition(), price_index()
    return Book(
        gettext("The frames"),
        [
            (gettext("Taken out on"), on),
            (gettext("Frame"), frame.source),
            (gettext("Index"), index.source),
        ],
        [_postings(), _years(), _trial()],
    )


def _postings() -> Sheet:
    columns = [gettext("Entry"), gettext("Date"), gettext("What"), gettext("Year"), gettext("Part"),
               gettext("Account"), gettext("Grant"), gettext("kr."), gettext("Reason"),
               gettext("By"), gettext("Approved by"), gettext("Reverses")]  # fmt: skip
    found = Posting.objects.select_related(
        "entry__by", "entry__approved_by", "entry__grant", "account"
    ).order_by("entry_id", "id")
    rows: list[list[Cell]] = [
        [
            each.entry.number,
            each.entry.dated,
            entry_name(each.entry.kind),
            str(each.account.year_id),
            part_name(each.account.part),
            account_name(each.account.kind),
            each.entry.grant.name if each.entry.grant else None,
            _kroner(each.øre),
            each.entry.reason or None,
            str(each.entry.by),
            str(each.entry.approved_by) if each.entry.approved_by else None,
            each.entry.reverses_id,
        ]
        for each in found
    ]
    widths = [8, 14, 26, 8, 26, 30, 30, 18, 40, 22, 22, 10]
    kinds = in_turn((7, "text"), (1, "kroner"), (4, "text"))
    return Sheet(gettext("Postings"), columns, widths, rows, kinds)


def _years() -> Sheet:
    heads = [gettext("Frame, kr."), gettext("Carried in, kr."), gettext("Overrides, kr."),
             gettext("Moved in, kr."), gettext("Paid, kr."), gettext("Committed, not paid, kr."),
             gettext("Reserved, kr."), gettext("Carried out, kr."), gettext("Left, kr."),
             ]  # fmt: skip
    rows: list[list[Cell]] = [
        [str(year.year), part_name(part), *_amounts(money)]
        for year in years()
        for part, money in year.parts.items()
    ]
    columns = [gettext("Year"), gettext("Part"), *heads]
    kinds = in_turn((2, "text"), (len(heads), "kroner"))
    return Sheet(gettext("Years"), columns, [8, 26, *[18] * len(heads)], rows, kinds)


def _trial() -> Sheet:
    columns = [gettext("Year"), gettext("Part"), gettext("Account"), gettext("Debit, kr."),
               gettext("Credit, kr.")]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            str(row.year),
            part_name(row.part),
            account_name(row.kind),
            _kroner(max(row.balance, 0)),
            _kroner(max(-row.balance, 0)),
        ]
        for row in trial_balance().rows
    ]
    kinds = in_turn((3, "text"), (2, "kroner"))
    return Sheet(gettext("Trial balance"), columns, [8, 26, 30, 20, 20], rows, kinds)


def _amounts(money: Money) -> list[Cell]:
    return [_kroner(getattr(money, name)) for name in _MONEY]


def _kroner(øre: int) -> float:
    return float(Decimal(øre) / 100)
