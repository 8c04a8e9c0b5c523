"""Whatever is done, in whatever order, both sides of the ledger are equal.

Hypothesis draws the operations; a plain reference of dictionaries says what each should do.
"""

from collections import Counter
from datetime import date

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from boligsocial.portal.ledger import services
from boligsocial.portal.ledger.entries import place_of
from boligsocial.portal.ledger.models import Account
from boligsocial.portal.ledger.refusals import RefusedError
from boligsocial.portal.ledger.reports import trial_balance, years

from .conftest import people, signed

EXAMPLES, STEPS = 20, 90
MIO = 100_000_000
FRAME = {"social": 140 * MIO, "rent": 230 * MIO, "vacancy": 10 * MIO}
FIRST, LAST_FRAME, LAST = 2024, 2026, 2027
GRANT, PERCENT = st.integers(0, 5), st.integers(0, 105)
NEGATIVE = {"frame", "carried_in", "override"}


class Reference:
    """The ledger as dictionaries: what is in each place, and what each entry moved."""

    def __init__(self):
        self.held = Counter()
        self.years, self.closed, self.entries, self.undone = [], set(), [], set()

    def open_year(self, year):
        self.years.append(year)
        if year <= LAST_FRAME:
            self.apply({
                (year, part, kind, None): sign * øre
                for part, øre in FRAME.items()
                for kind, sign in (("frame", -1), ("available", 1))
            }, "fixed")  # fmt: skip

    def onward(self, moves, year, part, øre):
        """Money for a part of a year, passed on through the years that are closed."""
        while year in self.closed and year < LAST:
            moves[year, part, "carried_out", None] += øre
            moves[year + 1, part, "carried_in", None] -= øre
            year += 1
        moves[year, part, "available", None] += øre

    def close_year(self, year):
        if year < LAST and year + 1 not in self.years:
            return False
        if any(
            øre for (y, _, kind, _), øre in self.held.items() if (y, kind) == (year, "reserved")
        ):
            return False
        self.closed.add(year)
        moves = Counter()
        for part in FRAME:
            left = self.held[year, part, "available", None]
            moves[year, part, "available", None] -= left
            self.onward(moves, year, part, left)
        return self.apply(moves, "fixed") or True

    def apply(self, moves, kind="free"):
        """Do what moves say if no place is exceeded; whether it was done."""
        after = {place: self.held[place] + øre for place, øre in moves.items()}
        if any((øre > 0) if place[2] in NEGATIVE else (øre < 0) for place, øre in after.items()):
            return False
        self.held.update(moves)
        if any(moves.values()):
            self.entries.append((kind, {place: øre for place, øre in moves.items() if øre}))
        return True

    def taken(self, grant, part, kind, øre, order):
        """An amount out of a grant's places of a kind, year by year; nothing if there is less."""
        found = {}
        for year in order:
            some = min(øre, self.held[year, part, kind, grant])
            found[year] = some
            øre -= some
        return None if øre else found

    def reverse(self, number, year):
        kind, moves = self.entries[number - 1]
        if kind == "fixed" or number in self.undone:
            return False
        back = {place: -øre for place, øre in moves.items()}
        for of in self.years:
            new = [(place, øre) for place, øre in back.items() if place[0] == of]
            held = sum(øre for place, øre in new if place[2] in ("reserved", "committed", "paid"))
            promised = sum(øre for place, øre in new if place[2] in ("committed", "paid"))
            if max(held, promised) > 0 and (of in self.closed or of != year):
                return False
        if not self.apply(back, "fixed"):
            return False
        self.undone.add(number)
        return True


class Machine(RuleBasedStateMachine):
    """The ledger and its reference side by side."""

    steps = booked = 0

    def __init__(self, databases):
        super().__init__()
        self.database = databases.fresh()
        self.database.__enter__()
        self.anna, self.bo, organisation = people()
        self.known, self.checked = Reference(), 0
        self.grants = [
            services.new_grant(f"{part} {number}", organisation, part)
            for part in FRAME
            for number in range(2)
        ]

    def teardown(self):
        for year in years():
            whole = year.whole
            assert whole.moved_in == 0
            assert whole.frame + whole.carried_in + whole.override == whole.total
        Machine.booked += len(self.known.entries)
        self.database.__exit__(None, None, None)

    @property
    def years(self):
        """A year, more often one that is open."""
        known = self.known.years
        return st.sampled_from(
            [*known, *3 * [each for each in known if each not in self.known.closed]]
        )

    def signed(self, year=None, **more):
        return signed(self.anna, date(year or self.known.years[-1], 6, 1), **more)

    def agree(self, expected, operation):
        """The ledger does what the reference did, or refuses what it refused."""
        Machine.steps += 1
        try:
            operation()
        except RefusedError:
            assert not expected
        else:
            assert expected

    @initialize()
    def begin(self):
        self.known.open_year(FIRST)
        services.open_year(FIRST, self.signed(FIRST))

    @precondition(lambda self: self.known.years[-1] < LAST)
    @rule()
    def open_the_next_year(self):
        year = self.known.years[-1] + 1
        self.known.open_year(year)
        self.agree(True, lambda: services.open_year(year, self.signed(year)))

    @precondition(lambda self: len(self.known.entries) > 15 * (len(self.known.closed) + 1))
    @precondition(lambda self: set(self.known.years) - self.known.closed)
    @rule()
    def close_the_earliest_year(self):
        year = min(set(self.known.years) - self.known.closed)
        done = self.known.close_year(year)
        self.agree(done, lambda: services.close_year(year, self.signed(year)))

    def amount(self, most, percent, øre):
        return max(1, most * percent // 100 + øre)

    @rule(data=st.data(), grant=GRANT, percent=PERCENT, øre=st.integers(0, 1),
          what=st.sampled_from(["reserve", "commit", "change"]))  # fmt: skip
    def promise(self, data, grant, percent, øre, what):
        grant, year = self.grants[grant], data.draw(self.years)
        available = (year, grant.part, "available", None)
        reserved = (year, grant.part, "reserved", grant.pk)
        øre = self.amount(
            self.known.held[available], percent // 3 if percent < 90 else percent, øre
        )
        of_reserved = 0 if what == "reserve" else min(øre, self.known.held[reserved])
        moves = Counter({available: of_reserved - øre})
        moves[reserved] -= of_reserved
        moves[(*reserved[:2], "reserved" if what == "reserve" else "committed", grant.pk)] += øre
        done = year not in self.known.closed and self.known.apply(moves)
        self.agree(done, lambda: getattr(services, what)(grant, øre, self.signed(year)))

    @rule(data=st.data(), grant=GRANT, percent=PERCENT, øre=st.integers(0, 1))
    def release(self, data, grant, percent, øre):
        grant, year = self.grants[grant], data.draw(self.years)
        reserved = (year, grant.part, "reserved", grant.pk)
        øre = self.amount(self.known.held[reserved], percent, øre)
        done = year not in self.known.closed and self.known.apply(
            Counter({reserved: -øre, (year, grant.part, "available", None): øre})
        )
        self.agree(done, lambda: services.release(grant, øre, self.signed(year)))

    @rule(grant=GRANT, percent=PERCENT, øre=st.integers(0, 1),
          what=st.sampled_from(["pay", "pay", "take_back", "lower"]))  # fmt: skip
    def settle(self, grant, percent, øre, what):
        grant = self.grants[grant]
        kind = "paid" if what == "take_back" else "committed"
        held = sum(self.known.held[year, grant.part, kind, grant.pk] for year in self.known.years)
        øre = self.amount(held, percent, øre)
        order = self.known.years if what == "pay" else self.known.years[::-1]
        taken = self.known.taken(grant.pk, grant.part, kind, øre, order)
        moves = Counter()
        for year, some in (taken or {}).items():
            moves[year, grant.part, kind, grant.pk] -= some
            if what == "pay":
                moves[year, grant.part, "paid", grant.pk] += some
            else:
                self.known.onward(moves, year, grant.part, some)
        done = taken is not None and self.known.apply(moves)
        if what == "lower":
            self.agree(done, lambda: services.change(grant, -øre, self.signed()))
        else:
            self.agree(done, lambda: getattr(services, what)(grant, øre, self.signed()))

    @rule(data=st.data(), part=st.sampled_from(sorted(FRAME)), øre=st.integers(1, 50 * MIO))
    def override(self, data, part, øre):
        year = data.draw(self.years)
        done = year not in self.known.closed and self.known.apply(
            {(year, part, "override", None): -øre, (year, part, "available", None): øre}
        )
        signature = self.signed(year, reason="brand", approved_by=self.bo)
        self.agree(done, lambda: services.override(year, part, øre, signature))

    @rule(data=st.data(), percent=PERCENT, back=st.booleans())
    def transfer(self, data, percent, back):
        year = data.draw(self.years)
        origin, to = ("social", "rent") if back else ("rent", "social")
        øre = self.amount(self.known.held[year, origin, "available", None], percent, 0)
        done = not back and year not in self.known.closed and self.known.apply(
            {(year, origin, "available", None): -øre, (year, to, "available", None): øre}
        )  # fmt: skip
        self.agree(done, lambda: services.transfer(year, origin, to, øre, self.signed(year)))

    @rule(data=st.data())
    def reverse(self, data):
        number = data.draw(st.integers(1, len(self.known.entries)))
        year = data.draw(self.years)
        done = self.known.reverse(number, year)
        signature = self.signed(year, reason="fejl", approved_by=self.bo)
        self.agree(done, lambda: services.reverse(number, signature))

    @invariant()
    def both_sides_are_equal_and_as_the_reference_has_them(self):
        found = {}
        for account in Account.objects.all():
            place = place_of(account)
            found[place.year, place.part, place.kind.value, place.grant] = account.balance_øre
        assert _something(found) == _something(self.known.held)
        if self.checked != len(self.known.entries):
            self.checked = len(self.known.entries)
            balance = trial_balance()
            assert balance.is_zero
            assert balance.into == balance.out_of


def _something(places):
    return {place: øre for place, øre in places.items() if øre}


def test_the_trial_balance_is_zero_after_any_sequence_of_operations(databases):
    Machine.steps = Machine.booked = 0
    examples = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        suppress_health_check=list(HealthCheck),
    )
    # How many of the operations drawn are refused differs from run to run.
    while Machine.steps < 1000 or Machine.booked < 400:
        run_state_machine_as_test(lambda: Machine(databases), settings=examples)
