"""Each way in which an official area can differ from the derived ones, with its reason."""

from datetime import date

import polars as pl
import pytest
from shapely.geometry import box

from boligsocial.areas.area_rules import Override, area_rules_on
from boligsocial.areas.legal_areas import derive_areas
from boligsocial.areas.official import area_differences

RULES = area_rules_on(date(2018, 12, 1))
YEAR = 2020
NAMES = {"E1": "Nordparken", "E2": "Sydparken", "E3": "Vestparken", "E4": "Østparken"}


def compared(estates, official, counts, overrides=()):
    """The differences; `official` has the estates of each area, `counts` the head count of 2010
    and of the year by estate."""
    heads = pl.DataFrame(
        [(estate, year, count) for estate, count in counts.items() for year in (2010, YEAR)],
        schema={"estate_id": pl.String, "year": pl.Int64, "residents": pl.Int64}, orient="row",
    )  # fmt: skip
    members = pl.DataFrame(
        [(area, estate) for area, each in official.items() for estate in each],
        schema={"area_id": pl.String, "estate_id": pl.String}, orient="row",
    )  # fmt: skip
    areas = pl.DataFrame({"area_id": list(official), "name": [f"Area {each}" for each in official]})
    derived = derive_areas(estates, heads, RULES, YEAR, overrides)
    return area_differences(members, areas, derived, estates)


def said(differences):
    return [(each.kind, str(each.why)) for each in differences]


def decision(kind, *estates):
    return Override.model_validate(
        {"kind": kind, "estates": estates, "from": date(2018, 1, 1), "reason": "so",
         "legal_reference": "BEK 1365"}
    )  # fmt: skip


@pytest.fixture(scope="module")
def make(make_estates, squares):
    def estates(municipality=None, **places):
        return make_estates(squares(**places), municipality, names=NAMES)

    return estates


BOTH = {"E1": 800, "E2": 800}


def test_where_both_agree_there_is_no_difference(make):
    assert compared(make(E1=(0, 0), E2=(1, 0)), {"A1": ["E1", "E2"]}, BOTH) == ()


def test_an_area_in_pieces_says_how_far_apart_they_are(make):
    found = compared(
        make(E1=(0, 0), E2=(3, 0), E3=(9, 0)),
        {"A1": ["E1", "E2", "E3"]},
        dict.fromkeys(NAMES, 1200),
    )
    assert said(found) == [
        ("apart", "Area A1 is in 3 pieces, up to 500 m from the nearest other piece")
    ]
    assert found[0].area_ids == ("A1",)
    assert found[0].derived_ids == ("D-E1", "D-E2", "D-E3")
    assert found[0].estate_ids == ("E1", "E2", "E3")


def test_an_area_whose_pieces_meet_in_a_corner_says_so(make):
    found = compared(make(E1=(0, 0), E2=(1, 1)), {"A1": ["E1", "E2"]}, {"E1": 1200, "E2": 1200})
    assert said(found) == [
        ("apart", "Area A1 is in 2 pieces that share at most 2 m of boundary, and contiguous "
                  "estates share more than 5 m"),
    ]  # fmt: skip


def test_an_area_in_two_municipalities_says_so(make):
    found = compared(
        make({"E2": "0147"}, E1=(0, 0), E2=(1, 0)), {"A1": ["E1", "E2"]},
        {"E1": 1200, "E2": 1200},
    )  # fmt: skip
    assert said(found) == [
        ("apart", "Area A1 lies in 2 municipalities, and contiguity ends at their border")
    ]


def test_an_estate_without_an_outline_is_named(make_estates, squares):
    estates = make_estates(squares(E1=(0, 0)) | {"E2": None}, names=NAMES)
    found = compared(estates, {"A1": ["E1", "E2"]}, {"E1": 1200, "E2": 1200})
    assert said(found) == [
        ("apart", "Area A1 has estates without an outline that can be used: Sydparken")
    ]


def test_a_decision_that_divides_an_official_area_is_told(make):
    found = compared(
        make(E1=(0, 0), E2=(1, 0)), {"A1": ["E1", "E2"]}, {"E1": 1200, "E2": 1200},
        [decision("split", "E1")],
    )  # fmt: skip
    assert said(found) == [
        ("apart", "Area A1 is one area officially, but a decision divides its estates")
    ]


def test_an_official_split_is_told_until_a_decision_explains_it(make):
    estates = make(E1=(0, 0), E2=(1, 0))
    official, counts = {"A1": ["E1"], "A2": ["E2"]}, {"E1": 1200, "E2": 1200}
    found = compared(estates, official, counts)
    assert said(found) == [
        ("together", "Area A1, Area A2 are contiguous, but areas of their own officially")
    ]
    assert found[0].derived_ids == ("D-E1",)
    assert compared(estates, official, counts, [decision("split", "E2")]) == ()


def test_an_extension_is_told_until_a_decision_explains_it(make):
    estates, official = make(E1=(0, 0), E2=(5, 0)), {"A1": ["E1", "E2"]}
    assert [each.kind for each in compared(estates, official, BOTH)] == ["apart", "too_few"]
    assert compared(estates, official, BOTH, [decision("include", "E1", "E2")]) == ()


def test_estates_left_out_of_the_area_they_touch_are_named(make):
    estates, official = make(E1=(0, 0), E2=(1, 0), E3=(2, 0)), {"A1": ["E1"]}
    counts = {"E1": 1200}
    found = compared(estates, official, counts)
    assert said(found) == [
        ("left_out", "Sydparken, Vestparken: contiguous with Area A1, but in no official area")
    ]
    assert found[0].estate_ids == ("E2", "E3")
    assert compared(estates, official, counts, [decision("exclude", "E2", "E3")]) == ()


def test_too_few_residents_in_2010_are_told_with_their_number(make):
    found = compared(make(E1=(0, 0), E2=(1, 0)), {"A1": ["E1", "E2"]}, {"E1": 400, "E2": 599})
    assert said(found) == [
        ("too_few", "Area A1, with what is contiguous with it, had 999 residents on 1 January "
                    "2010; an area has at least 1,000"),
    ]  # fmt: skip


def test_contiguous_estates_that_are_no_official_area_are_named(make):
    found = compared(make(E1=(0, 0), E2=(1, 0), E3=(9, 9)), {}, BOTH | {"E3": 999})
    assert said(found) == [
        ("not_official", "Nordparken, Sydparken: 1,600 residents on 1 January 2010, enough for an "
                         "area, but in no official one"),
    ]  # fmt: skip


def test_head_counts_that_are_unknown_make_no_difference(make):
    assert compared(make(E1=(0, 0), E3=(9, 9)), {"A1": ["E1"]}, {}) == ()


def test_estates_of_an_area_that_are_excluded_or_unknown_are_told(make):
    found = compared(
        make(E1=(0, 0), E2=(1, 0)), {"A1": ["E1", "E2", "E9"]}, {"E1": 1200},
        [decision("exclude", "E2")],
    )  # fmt: skip
    assert said(found) == [
        ("not_derived",
         "a decision takes Sydparken out of Area A1, where the delivery still has them"),
        ("not_derived", "Area A1 has estates that the delivery does not describe: E9"),
    ]  # fmt: skip


def test_an_estate_in_two_areas_is_compared_for_each(make_estates):
    estates = make_estates({"E1": box(0, 0, 9, 9), "E2": box(9, 0, 18, 9)}, names=NAMES)
    found = compared(
        estates, {"A1": ["E1", "E2"], "A2": ["E2"]}, {"E1": 1200, "E2": 1200}
    )  # fmt: skip
    assert [(each.kind, each.area_ids) for each in found] == [("together", ("A1", "A2"))]
