"""When a case is late."""

from datetime import date

from boligsocial.portal.cases.deadlines import deadline
from boligsocial.portal.cases.kinds import Phase


def phase(**fields):
    return Phase(id="x", name="x", **fields)


def test_a_phase_of_so_many_days_ends_after_them():
    assert deadline(phase(days=60), date(2026, 11, 24)) == date(2027, 1, 23)


def test_the_longest_of_the_usual_months_counts_also_over_a_short_month():
    assert deadline(phase(months=(8, 14)), date(2026, 12, 31)) == date(2028, 2, 29)


def test_where_nothing_is_known_nothing_is_late():
    assert deadline(phase(), date(2026, 11, 24)) is None
