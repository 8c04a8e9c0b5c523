"""The shortest way to the other side of a status."""

from datetime import date

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from boligsocial.law.classification import classify
from boligsocial.law.verdicts import area_verdicts

GROUPS = {"residents_18_64": 1200, "residents_18_plus": 1500, "residents_30_59": 800}
MEASURES = {
    "nonwestern": ("pct_nonwestern", "residents"),
    "no_attachment": ("pct_no_attachment", "residents_18_64"),
    "convicted": ("pct_convicted", "residents_18_plus"),
    "basic_school": ("pct_basic_school", "residents_30_59"),
}
ON = date(2016, 12, 1)


def verdict_of(residents, counts):
    sizes = GROUPS | {"residents": residents}
    shares = {
        MEASURES[name][0]: 100 * count / sizes[MEASURES[name][1]] for name, count in counts.items()
    }
    row = {"area": "A", "municipality": "Odense", "income_pct_of_region": 60.0} | sizes | shares
    return next(area_verdicts(classify(pl.DataFrame([row]), ON)))


@given(
    residents=st.integers(990, 2000),
    counts=st.fixed_dictionaries(
        {
            "nonwestern": st.integers(300, 990),
            "no_attachment": st.integers(300, 700),
            "convicted": st.integers(10, 90),
            "basic_school": st.integers(200, 600),
        }
    ),
)
def test_the_people_named_turn_the_status_and_one_fewer_does_not(residents, counts):
    before = verdict_of(residents, counts)
    turn = before.turn_of("ghetto")
    assert turn is not None
    assert not turn.at_most

    def after(fewer):
        people, moved, left = residents, dict(counts), fewer
        for name in turn.criteria:
            direction = -1 if before.statuses["ghetto"] else 1
            step = (
                turn.people if turn.criteria == ("residents",)
                else 1000 - residents if name == "residents"
                else before.verdict(name).residents_to_flip
            )  # fmt: skip
            step, left = step - left, 0
            if name == "residents":
                people += direction * step
            else:
                moved[name] += direction * step
        return people, moved

    people, moved = after(fewer=0)
    if "residents" in turn.criteria:
        # Shares of all residents move with their number; here the number alone is tried.
        assert (people >= 1000) is not before.statuses["ghetto"]
        return
    assert verdict_of(people, moved).statuses["ghetto"] is not before.statuses["ghetto"]
    people, moved = after(fewer=1)
    assert verdict_of(people, moved).statuses["ghetto"] is before.statuses["ghetto"]


def test_a_status_that_rests_on_a_streak_has_no_way_in_people():
    row = {"area": "A", "municipality": "Odense", "residents": 2000, "pct_nonwestern": 60.0}
    verdict = next(area_verdicts(classify(pl.DataFrame([row]), date(2021, 12, 1))))
    assert verdict.turn_of("omdannelse") is None


def test_the_innermost_status_is_the_one_that_is_told():
    row = {"area": "A", "municipality": "Odense", "residents": 2000, "pct_nonwestern": 60.0,
           "pct_no_attachment": 50.0, "pct_convicted": 0.1, "pct_basic_school": 70.0,
           "income_pct_of_region": 80.0}  # fmt: skip
    verdict = next(area_verdicts(classify(pl.DataFrame([row]), date(2021, 12, 1))))
    assert verdict.innermost_status.id == "parallelsamfund"
