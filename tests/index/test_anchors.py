"""Scores on the scale of an earlier period."""

import json

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from index_strategies import TRANSFORMS, component, specifications, tables

from boligsocial.index.anchors import anchor_of, anchored_scores, read_anchor, write_anchor
from boligsocial.index.scores import index_scores
from boligsocial.index.specification import Specification
from boligsocial.messages import InputError, UserError


def one(**fields):
    return Specification(component=[component("x", **fields)])


def table(values):
    return pl.DataFrame({"id": [str(number) for number in range(len(values))], "x": values})


@given(tables(), specifications())
def test_in_the_reference_period_both_scores_are_the_same(units, spec):
    anchored = anchored_scores(units, spec, anchor_of(units, spec, "2016"))
    relative = index_scores(units, spec)["score"]
    assert anchored.to_list() == pytest.approx(relative.to_list(), abs=1e-9)


def test_when_all_improve_alike_the_relative_score_stands_still_and_the_anchored_falls():
    before, after = table([0.1, 0.2, 0.3, 0.6]), table([0.05, 0.15, 0.25, 0.55])
    anchor = anchor_of(before, one(), "2016")
    relative = [index_scores(each, one())["score"].to_numpy() for each in (before, after)]
    assert relative[0] == pytest.approx(relative[1])
    fall = anchored_scores(before, one(), anchor) - anchored_scores(after, one(), anchor)
    assert fall.to_list() == pytest.approx([0.05 / np.std([0.1, 0.2, 0.3, 0.6])] * 4)


def test_a_rank_of_the_anchor_is_the_place_among_the_units_of_then():
    anchor = anchor_of(table([1.0, 2, 3, 4]), one(transform="rank"), "2016")
    found = anchored_scores(table([4.0, 3.5, 0, 9]), one(transform="rank"), anchor)
    # Places 1, 1.5 (between the first two), 4 (nobody is better) and 1 (nobody is worse) of four.
    assert found.to_list() == [1, 0.875, 0.25, 1]


def test_a_single_unit_can_be_scored_on_an_anchor():
    anchor = anchor_of(table([1.0, 3.0]), one(), "2016")
    assert anchored_scores(table([5.0]), one(), anchor).to_list() == [3]


@pytest.mark.parametrize("transform", TRANSFORMS)
def test_an_anchor_comes_back_from_its_file_to_the_last_digit(tmp_path, transform):
    spec = one(transform=transform)
    anchor = anchor_of(table([0.1, 1 / 3, 2 / 7]), spec, "2016")
    write_anchor(anchor, tmp_path / "anchor.json")
    assert read_anchor(tmp_path / "anchor.json") == anchor


def test_figures_of_units_are_stored_only_where_ranks_need_them(tmp_path):
    write_anchor(anchor_of(table([0.1, 0.2]), one(), "2016"), tmp_path / "anchor.json")
    stored = json.loads((tmp_path / "anchor.json").read_text())
    assert stored["distributions"]["x"]["ordered"] == []


def test_the_words_of_a_specification_may_change_but_not_what_it_weighs():
    anchor = anchor_of(table([1.0, 2.0]), one(), "2016")
    renamed = one().model_copy(update={"name": "Another name"})
    assert anchored_scores(table([1.0, 2.0]), renamed, anchor).to_list() == [-1, 1]
    with pytest.raises(UserError, match="the anchor of 2016 belongs to another specification"):
        anchored_scores(table([1.0, 2.0]), one(weight=2), anchor)


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"period": "2016"}'])
def test_what_is_no_anchor_is_refused(tmp_path, content):
    (tmp_path / "a.json").write_text(content)
    with pytest.raises(InputError, match=r"a\.json: is not an anchor"):
        read_anchor(tmp_path / "a.json")


def test_an_anchor_without_the_distribution_of_a_part_is_refused(tmp_path):
    anchor = anchor_of(table([1.0, 2.0]), one(transform="rank"), "2016")
    stored = json.loads(anchor.model_dump_json())
    stored["distributions"]["x"]["ordered"] = []
    (tmp_path / "a.json").write_text(json.dumps(stored))
    with pytest.raises(InputError, match=r"a\.json: lacks the distribution of x"):
        read_anchor(tmp_path / "a.json")
    with pytest.raises(InputError, match="cannot be read"):
        read_anchor(tmp_path / "nowhere.json")
