"""What the ledger says: the money of each year and part, and the trial balance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from boligsocial.allocation.years.definitions import frame_definition
from boligsocial.portal.ledger.models import (
    SOURCES,
    Account,
    AccountKind,
    Entry,
    Grant,
    Posting,
    Year,
)

A = AccountKind


@dataclass(frozen=True)
class Money:
    """The money of a year or a part of it, whole øre, all at or above zero but `moved_in`.

    frame, carried_in, override, moved_in: where it came from. carried_out, reserved, committed
    (not yet paid), paid, left: where it is. Both sides have the same sum, `total`.
    """

    frame: int = 0
    carried_in: int = 0
    override: int = 0
    moved_in: int = 0
    carried_out: int = 0
    reserved: int = 0
    committed: int = 0
    paid: int = 0
    left: int = 0

    @property
    def total(self) -> int:
        return self.carried_out + self.reserved + self.committed + self.paid + self.left

    @property
    def moved_out(self) -> int:
        """What went to other parts, where more went out than in."""
        return max(-self.moved_in, 0)

    @property
    def promised(self) -> int:
        """What is committed in the year, paid or not."""
        return self.committed + self.paid


@dataclass(frozen=True)
class YearMoney:
    """A year with the money of each part, in the order of the definition."""

    year: int
    closed_on: date | None
    parts: dict[str, Money]

    @cached_property
    def whole(self) -> Money:
        names = Money.__dataclass_fields__
        return Money(
            **{name: sum(getattr(each, name) for each in self.parts.values()) for name in names}
        )


@dataclass(frozen=True)
class TrialRow:
    """The accounts of a kind in a part of a year: what went in and out, and the balance."""

    year: int
    part: str
    kind: AccountKind
    into: int
    out_of: int

    @property
    def balance(self) -> int:
        return self.into - self.out_of


@dataclass(frozen=True)
class TrialBalance:
    """Every kind of account, from the postings themselves.

    kept_balances_agree: the balances that the database keeps are the sums of the postings.
    """

    rows: tuple[TrialRow, ...]
    kept_balances_agree: bool
    loose_postings: int

    @property
    def into(self) -> int:
        return sum(row.balance for row in self.rows if row.balance > 0)

    @property
    def out_of(self) -> int:
        return -sum(row.balance for row in self.rows if row.balance < 0)

    @property
    def is_zero(self) -> bool:
        """Whether both sides are equal in each year, and nothing is loose or misstated."""
        sums: dict[int, int] = {}
        for row in self.rows:
            sums[row.year] = sums.get(row.year, 0) + row.balance
        return not any(sums.values()) and self.kept_balances_agree and not self.loose_postings


def years(only: int | None = None) -> tuple[YearMoney, ...]:
    """The money of every year that is open or closed, or of one."""
    rows = Year.objects.all() if only is None else Year.objects.filter(year=only)
    accounts = Account.objects.filter(year__in=[row.year for row in rows])
    sums = {
        (row["year"], row["part"], row["kind"]): row["øre"]
        for row in accounts.order_by()
        .values("year", "part", "kind")
        .annotate(øre=Sum("balance_øre"))
    }
    return tuple(
        YearMoney(
            row.year,
            row.closed_on,
            {
                part.id: _money(
                    {kind: sums.get((row.year, part.id, kind.value), 0) for kind in AccountKind}
                )
                for part in frame_definition().part
            },
        )
        for row in rows
    )


def _money(of: dict[AccountKind, int]) -> Money:
    return Money(
        frame=-of[A.FRAME],
        carried_in=-of[A.CARRIED_IN],
        override=-of[A.OVERRIDE],
        moved_in=sum(of.values()),
        carried_out=of[A.CARRIED_OUT],
        reserved=of[A.RESERVED],
        committed=of[A.COMMITTED],
        paid=of[A.PAID],
        left=of[A.AVAILABLE],
    )


def money_of_grants(grants: QuerySet[Grant]) -> dict[int, Money]:
    """What each grant has reserved, committed and been paid, over all years, by its key."""
    sums: dict[int, dict[str, int]] = {}
    rows = Account.objects.filter(grant__in=grants).order_by().values("grant", "kind")
    for row in rows.annotate(øre=Sum("balance_øre")):
        sums.setdefault(row["grant"], {})[row["kind"]] = row["øre"]
    return {key: Money(**kinds) for key, kinds in sums.items()}


def trial_balance() -> TrialBalance:
    """The trial balance over all years."""
    rows = [
        TrialRow(row["year"], row["part"], AccountKind(row["kind"]), row["into"], row["out_of"])
        for row in Account.objects.order_by()
        .values("year", "part", "kind")
        .annotate(
            into=Coalesce(Sum("postings__øre", filter=Q(postings__øre__gt=0)), 0),
            out_of=-Coalesce(Sum("postings__øre", filter=Q(postings__øre__lt=0)), 0),
        )
    ]
    posted = Account.objects.annotate(posted=Coalesce(Sum("postings__øre"), 0))
    misstated = posted.exclude(balance_øre=F("posted")).exists()
    loose = Posting.objects.exclude(entry__in=Entry.objects.all()).count()
    return TrialBalance(tuple(sorted(rows, key=_as_defined)), not misstated, loose)


def _as_defined(row: TrialRow) -> tuple[int, int, int]:
    """The order of a reader: parts as in the act, money from where it came to where it is."""
    parts = [part.id for part in frame_definition().part]
    return row.year, parts.index(row.part), list(AccountKind).index(row.kind)


def is_source(kind: AccountKind) -> bool:
    """Whether money comes from accounts of a kind, so that their balance is below zero."""
    return kind.value in SOURCES


def amount_of(postings: Iterable[Posting]) -> int:
    """What arrived somewhere, whole øre; what a closed year only passes on is not counted."""
    return sum(each.øre for each in postings if each.øre > 0 and each.account.kind != A.CARRIED_OUT)


def latest_entries(grant: Grant | None = None) -> QuerySet[Entry]:
    """The entries with their postings, the latest first."""
    entries = Entry.objects.select_related("by", "approved_by", "grant", "reversed_by")
    chosen = entries if grant is None else entries.filter(grant=grant)
    return chosen.prefetch_related("postings__account").order_by("-number")
