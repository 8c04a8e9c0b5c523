"""Figures of few people behind the lists: the law's answer stands, and the figure is not told."""

import shutil
from decimal import Decimal

import polars as pl
import pytest

from boligsocial.allocation.principles import default_principles
from boligsocial.disclosure.limits import default_limits
from boligsocial.law.reforms import Reform
from boligsocial.law.rules import measures
from boligsocial.snapshots.candidates import candidates_of, need, need_parts
from boligsocial.snapshots.movements import movements
from boligsocial.snapshots.opening import opened_lists
from boligsocial.snapshots.reform_effects import reform_effect
from boligsocial.snapshots.reformed import ReformedLists

NEWEST = "2018-12-01"


@pytest.fixture
def under(made_up, monkeypatch, tmp_path):
    """The lists of the made-up snapshot where a count must be of so many people to be shown."""

    def lists(people):
        limits = default_limits().model_copy(update={"people": people})
        monkeypatch.setattr("boligsocial.disclosure.gate.default_limits", lambda: limits)
        store = shutil.copytree(made_up.store, tmp_path / str(people))
        return opened_lists(store, made_up.later)

    return lists


def few_convicted(lists, people):
    """The areas and lists whose two years have too few convicted, counted from the table itself."""
    rows = lists.snapshot.table("indicators").filter(
        (pl.col("geography") == "area") & (pl.col("group") == "all")
        & (pl.col("indicator") == "convicted") & ~pl.col("period").str.contains("-")
    )  # fmt: skip
    few = {
        (row["geography_id"], int(row["period"]))
        for row in rows.iter_rows(named=True)
        if min(row["numerator"], row["denominator"] - row["numerator"]) < people
    }
    return {
        (each.list_id, area)
        for each in lists.lists[1:]
        for area in lists.areas
        if {(area, each.on.year), (area, each.on.year - 1)} & few
    }


@pytest.mark.parametrize("people", [5, 10, 60])
def test_what_is_hidden_behind_a_list_is_what_is_of_few_people(under, people):
    lists = under(people)
    hidden = {
        (each.list_id, area)
        for each in lists.lists
        for area in lists.areas
        if lists.why_hidden(each.list_id, area, "convicted")
    }
    assert hidden == few_convicted(lists, people)
    assert bool(hidden) == (people > 5)


def test_the_answers_stand_and_the_hidden_value_and_its_distance_do_not(under):
    lists = under(10)
    exact = lists.verdicts[NEWEST, "A0007"]
    told = lists.told(exact)
    assert told.statuses == exact.statuses
    for before, after in zip(exact.verdicts, told.verdicts, strict=True):
        assert after.met == before.met
        if before.criterion.measure.id == "convicted":
            assert after.hidden
            assert (after.value, after.margin, after.residents_to_flip) == (None, None, None)
        else:
            assert after == before
    turn = told.turn_of("udsat")
    assert turn is None or "convicted" not in turn.criteria


def test_nothing_is_hidden_where_all_counts_are_large_enough(under):
    lists = under(5)
    assert lists.shown_figures(measures()).equals(lists.figures)
    assert all(lists.told(each) == each for each in lists.verdicts.values())


def test_the_stated_figures_name_the_hidden_one_without_its_value(under):
    lists = under(10)
    rows = lists.stated.filter((pl.col("list_id") == NEWEST) & (pl.col("area_id") == "A0007"))
    values = dict(rows.select("quantity", "value").iter_rows())
    assert values["pct_convicted"] is None
    assert all(value for name, value in values.items() if name != "pct_convicted")


def test_no_limit_of_a_reform_tells_on_which_side_a_hidden_value_lies(under):
    lists = under(10)
    value = lists.verdicts[NEWEST, "A0007"].verdict("convicted").value
    for away in ("-0.05", "0", "0.05"):
        limit = round(Decimal(value) + Decimal(away), 2)
        reform = Reform(id="r", name="r", criteria={"convicted": {"threshold": limit}})
        effect = next(
            each
            for each in reform_effect(lists, reform, NEWEST).areas
            if each.area.area_id == "A0007"
        )
        assert effect.after.verdict("convicted").met is None
        assert effect.before.verdict("convicted").value is None
        reformed = ReformedLists(lists, reform, NEWEST)
        assert reformed.verdicts[NEWEST, "A0007"].verdict("convicted").met is None
        assert reformed.why_hidden(NEWEST, "A0007", "convicted")


def test_a_reform_that_moves_no_limit_of_it_tests_the_hidden_figure_as_the_law_does(under):
    lists = under(60)
    reform = Reform(id="r", name="r", statuses={"udsat": {"required": 3}})
    for each in reform_effect(lists, reform, NEWEST).areas:
        exact = lists.verdicts[NEWEST, each.area.area_id].verdict("convicted")
        assert each.after.verdict("convicted").met == exact.met
        told = each.after.verdict("convicted").value
        hidden = lists.why_hidden(NEWEST, each.area.area_id, "convicted")
        assert told is None if hidden else told == exact.value


def test_the_need_counts_a_hidden_figure_and_does_not_tell_its_part(under):
    lists = under(60)
    found = candidates_of(lists, NEWEST, default_principles())
    hidden = [each for each in found.candidates
              if lists.why_hidden(NEWEST, each.area.area_id, "convicted")]  # fmt: skip
    assert hidden
    for each in hidden:
        exact = lists.verdicts[NEWEST, each.area.area_id]
        assert each.candidate.need == need(exact)
        parts = {part.verdict.criterion.id: part.relative for part in need_parts(each.verdict)}
        assert parts.pop("convicted") is None
        assert all(parts.values())


def test_what_brought_an_area_onto_the_list_is_told_without_the_hidden_value(under):
    lists = under(60)
    for each in lists.lists[1:]:
        found = movements(lists, each.list_id)
        for movement in (*found.came_on, *found.left) if found else ():
            for old, new in movement.turned:
                assert old.met is not new.met
                for verdict, list_id in ((old, found.previous.list_id), (new, each.list_id)):
                    measure = verdict.criterion.measure.id
                    reason = lists.why_hidden(list_id, movement.area.area_id, measure)
                    assert verdict.hidden == (reason is not None)
