"""What became of areas, against a plain reading of the tables day by day."""

from datetime import date, timedelta
from itertools import product

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boligsocial.areas.lineage import change_days, follow_area, lineage_events
from boligsocial.messages import UserError

START, EVE, TURN = date(2007, 1, 1), date(2015, 12, 31), date(2016, 1, 1)
DATED = {"valid_from": pl.Date, "valid_to": pl.Date}


def tables(rows, areas=None):
    """`area_estates` and `areas` from rows of area, estate, valid_from, valid_to."""
    belongs = pl.DataFrame(
        rows, schema={"area_id": pl.String, "estate_id": pl.String} | DATED, orient="row"
    )
    whole = areas or [(area, START, None) for area in sorted({row[0] for row in rows})]
    return belongs, pl.DataFrame(whole, schema={"area_id": pl.String} | DATED, orient="row")


def heads(**residents):
    return pl.DataFrame(
        list(residents.items()), schema={"estate_id": pl.String, "residents": pl.Int64},
        orient="row",
    )  # fmt: skip


def told(events, *columns):
    rounded = events.with_columns(pl.col("share_of_area", "share_of_other").round(9))
    return rounded.select("event", "area_id", "other_id", *columns).rows()


def test_an_area_splits_into_two_and_ends():
    events = lineage_events(
        *tables([("A", "x", START, EVE), ("A", "y", START, EVE),
                 ("B", "x", TURN, None), ("C", "y", TURN, None)]),
        heads(x=300, y=700),
    )  # fmt: skip
    assert told(events, "share_of_area", "share_of_other") == [
        ("ends", "A", None, 1, None),
        ("splits", "A", "B", 0.3, 1),
        ("splits", "A", "C", 0.7, 1),
        ("begins", "B", None, 1, None),
        ("begins", "C", None, 1, None),
    ]
    assert set(events["date"]) == {TURN}


def test_a_part_is_split_off():
    events = lineage_events(
        *tables([("A", "x", START, None), ("A", "y", START, EVE), ("B", "y", TURN, None)]),
        heads(x=300, y=100),
    )
    assert told(events, "estate_ids", "share_of_area", "share_of_other") == [
        ("splits", "A", "A", ["x"], 0.75, 1),
        ("splits", "A", "B", ["y"], 0.25, 1),
        ("loses", "A", "B", ["y"], 0.25, 1),
        ("begins", "B", None, ["y"], 1, None),
    ]


def test_two_areas_merge_into_one_of_them():
    events = lineage_events(
        *tables([("A", "x", START, None), ("B", "y", START, EVE), ("A", "y", TURN, None)]),
        heads(x=300, y=100),
    )
    assert told(events, "share_of_area", "share_of_other") == [
        ("merges", "A", "A", 0.75, 1),
        ("merges", "A", "B", 0.25, 1),
        ("gains", "A", "B", 0.25, 1),
        ("ends", "B", None, 1, None),
    ]


def test_an_area_takes_over_from_another_and_loses_a_part_of_it():
    events = lineage_events(
        *tables([("A", "x", START, EVE), ("A", "y", START, EVE), ("B", "x", TURN, None)]),
        heads(x=830, y=170),
    )
    assert told(events, "share_of_area", "share_of_other") == [
        ("ends", "A", None, 1, None),
        ("begins", "B", None, 1, None),
        ("succeeds", "B", "A", 1, 0.83),
    ]


def test_an_estate_that_moves_between_two_lasting_areas_is_no_split_and_no_merger():
    events = lineage_events(
        *tables([("A", "x", START, None), ("A", "y", START, EVE), ("B", "y", TURN, None),
                 ("B", "z", START, None)]),
        heads(x=300, y=100, z=300),
    )  # fmt: skip
    assert told(events, "share_of_area") == [
        ("loses", "A", "B", 0.25), ("gains", "B", "A", 0.25),
    ]  # fmt: skip


def test_estates_come_from_nowhere_and_leave_to_nowhere():
    events = lineage_events(
        *tables([("A", "x", START, None), ("A", "y", START, EVE), ("A", "z", TURN, None)]),
        heads(x=300, y=100, z=200),
    )
    assert told(events, "estate_ids", "share_of_area", "share_of_other") == [
        ("gains", "A", None, ["z"], 0.4, None),
        ("loses", "A", None, ["y"], 0.25, None),
    ]


def test_the_end_of_an_area_ends_the_place_of_its_estates():
    events = lineage_events(*tables([("A", "x", START, None)], [("A", START, EVE)]), heads(x=300))
    assert events.select("date", "event").rows() == [(TURN, "ends")]


def test_the_first_day_is_no_event_and_nothing_happens_where_nothing_changes():
    rows = [("A", "x", START, EVE), ("A", "x", TURN, None)]
    assert lineage_events(*tables(rows), heads(x=1)).is_empty()
    assert lineage_events(*tables([]), heads()).is_empty()


def test_an_unknown_head_count_leaves_the_shares_that_need_it_open():
    events = lineage_events(
        *tables([("A", "x", START, EVE), ("A", "y", START, EVE), ("A", "z", START, EVE),
                 ("B", "x", TURN, None), ("C", "y", TURN, None), ("C", "z", TURN, None)]),
        heads(x=100, y=None),
    )  # fmt: skip
    shares = {row[0:3]: row[3:] for row in told(events, "residents", "share_of_other")}
    assert shares["splits", "A", "B"] == (100, 1)
    assert shares["splits", "A", "C"] == (None, None)
    assert events["share_of_area"].drop_nulls().to_list() == [1]


days = st.dates(date(2015, 1, 1), date(2015, 1, 5))
memberships = st.lists(
    st.tuples(st.sampled_from("ABC"), st.sampled_from("vwxyz"), days, st.none() | days),
    min_size=1, max_size=12,
)  # fmt: skip
ALWAYS = [(area, date(2015, 1, 1), None) for area in "ABC"]
HEADS = {"v": 1, "w": 2, "x": 4, "y": 8, "z": 16}


def weight(estates):
    return sum(HEADS[each] for each in estates)


def members(rows, day):
    found = {area: set() for area in "ABC"}
    for area, estate, since, until in rows:
        if since <= day <= (until or day):
            found[area].add(estate)
    return {area: estates for area, estates in found.items() if estates}


def flows_by_hand(old, new):
    """Which estates go from one area to another, or stay in one."""
    went = {
        (a, b): old[a] & new[b] if a == b
        else (old[a] - new.get(a, set())) & (new[b] - old.get(b, set()))
        for a, b in product(old, new)
    }  # fmt: skip
    return {pair: estates for pair, estates in went.items() if estates}


def of_old_areas(old, new, went):
    for a in old:
        to = {other for one, other in went if one == a}
        if a not in new:
            yield "ends", a, None, old[a]
        if len(to) > 1 and (a not in new or to - set(old)):
            yield from (("splits", a, b, went[a, b]) for b in to)
        if a in new:
            yield from (("loses", a, b, went[a, b]) for b in to - {a})
            found = set().union(*(went[a, b] for b in to))
            yield "loses", a, None, old[a] - found


def of_new_areas(old, new, went):
    for b in new:
        sources = {one for one, other in went if other == b}
        if b not in old:
            yield "begins", b, None, new[b]
        if len(sources) > 1 and (b not in old or sources - set(new)):
            yield from (("merges", b, a, went[a, b]) for a in sources)
        if b in old:
            yield from (("gains", b, a, went[a, b]) for a in sources - {b})
            known = set().union(*(went[a, b] for a in sources))
            yield "gains", b, None, new[b] - known
        elif len(sources) == 1:
            (a,) = sources
            if a not in new and {other for one, other in went if one == a} == {b}:
                yield "succeeds", b, a, went[a, b]


def events_by_hand(rows):
    """The events' definitions word for word, on sets of estates."""
    found = set()
    for number in range(1, 8):
        day = date(2015, 1, 1) + timedelta(number)
        old, new = members(rows, day - timedelta(1)), members(rows, day)
        went = flows_by_hand(old, new)
        for *event, estates in [*of_old_areas(old, new, went), *of_new_areas(old, new, went)]:
            if estates:
                found.add((day, *event, frozenset(estates)))
    return found


@given(memberships)
def test_events_are_those_read_off_day_by_day(rows):
    events = lineage_events(*tables(rows, ALWAYS), heads(**HEADS))
    keys = events.select("date", "event", "area_id", "other_id", "estate_ids").rows()
    found = {(*row[:4], frozenset(row[4])) for row in keys}
    assert len(found) == len(keys)
    assert found == events_by_hand(rows)
    for row in events.iter_rows(named=True):
        assert row["residents"] == weight(row["estate_ids"])
        before = row["event"] in ("ends", "splits", "loses")
        here = members(rows, row["date"] - timedelta(before))[row["area_id"]]
        assert row["share_of_area"] == pytest.approx(row["residents"] / weight(here))
        if row["other_id"] is not None:
            there = members(rows, row["date"] - timedelta(not before))[row["other_id"]]
            assert row["share_of_other"] == pytest.approx(row["residents"] / weight(there))


def test_an_area_is_followed_back_and_forth():
    rows = [("A7", "x", START, EVE), ("A7", "y", START, EVE), ("A12", "x", TURN, None),
            ("A13", "y", TURN, None)]  # fmt: skip
    rows = [*rows, ("A12", "z", date(2018, 1, 1), None), ("A9", "w", START, date(2016, 6, 30))]
    found = follow_area("A12", TURN, *tables(rows), heads(x=830, y=170, z=830, w=5))
    assert found.drop("estate_ids").with_columns(pl.col(pl.Float64).round(9)).rows() == [
        (START, EVE, "A7", 830, 1, 0.83),
        (TURN, date(2017, 12, 31), "A12", 830, 1, 1),
        (date(2018, 1, 1), None, "A12", 830, 1, 0.5),
    ]


def test_a_later_area_is_followed_back_to_those_it_came_from():
    rows = [("A", "x", START, EVE), ("B", "y", START, EVE), ("C", "x", TURN, None),
            ("C", "y", TURN, None), ("C", "z", TURN, None)]  # fmt: skip
    found = follow_area("C", TURN, *tables(rows), heads(x=100, y=200, z=100))
    assert found.filter(pl.col("since") == START).drop("since", "until").rows() == [
        ("A", ["x"], 100, 0.25, 1),
        ("B", ["y"], 200, 0.5, 1),
        (None, ["z"], 100, 0.25, None),
    ]


def test_an_area_without_estates_on_the_day_is_not_followed():
    with pytest.raises(UserError, match="area A has no estates on 1 January 2016"):
        follow_area("A", TURN, *tables([("A", "x", START, EVE)]), heads(x=1))


@given(memberships, st.sampled_from("ABC"), days)
def test_where_it_was_is_as_looked_up_on_every_day(rows, area, on):
    followed = members(rows, on).get(area)
    if followed is None:
        return
    belongs, areas = tables(rows, ALWAYS)
    found = follow_area(area, on, belongs, areas, heads(**HEADS))
    for day in change_days(belongs, areas):
        there = members(rows, day)
        period = found.filter(
            (pl.col("since") <= day) & (pl.col("until").is_null() | (pl.col("until") >= day))
        )
        shared = {other: followed & estates for other, estates in there.items()}
        nowhere = followed - set().union(*there.values()) if there else followed
        expected = {other: estates for other, estates in shared.items() if estates}
        expected |= {None: nowhere} if nowhere else {}
        assert {row["area_id"]: set(row["estate_ids"]) for row in period.iter_rows(named=True)} == (
            expected
        )
        for row in period.iter_rows(named=True):
            assert row["share_of_followed"] == pytest.approx(row["residents"] / weight(followed))
