"""Areas derived from contiguity, against networkx and against the law's two head counts."""

from datetime import date
from itertools import combinations

import networkx as nx
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.affinity import scale
from shapely.geometry import box

from boligsocial.areas.area_rules import Override, Overrides, area_rules_on
from boligsocial.areas.legal_areas import derive_areas
from boligsocial.areas.membership import estates_on
from boligsocial.messages import UserError
from boligsocial.registers.synthetic import synthesize

OLD, NEW = area_rules_on(date(2017, 12, 1)), area_rules_on(date(2018, 12, 1))


def heads(year, counts):
    return pl.DataFrame(
        [(estate, year, count) for estate, count in counts.items()],
        schema={"estate_id": pl.String, "year": pl.Int64, "residents": pl.Int64}, orient="row",
    )  # fmt: skip


def decision(kind, *estates):
    return Override.model_validate(
        {"kind": kind, "estates": estates, "from": date(2018, 1, 1), "reason": "so",
         "legal_reference": "BEK 1365"}
    )  # fmt: skip


def groups(derived):
    """The estates of each group, as sets."""
    lists = derived.members.group_by("area_id").agg("estate_id")["estate_id"].to_list()
    return {frozenset(each) for each in lists}


def sets(*texts):
    return {frozenset(each) for each in texts}


@pytest.fixture(scope="module")
def field(make_estates, squares):
    """A and B side by side, C on B's corner, D half a metre from A, E two metres from D, and F
    beside B in another municipality."""
    shapes = squares(A=(0, 0), B=(1, 0), C=(2, 1)) | {
        "D": box(0, -100, 100, -0.5),
        "E": box(102, -100, 200, -50),
        "F": box(200, 0, 300, 99),
    }
    return make_estates(shapes, municipality={"F": "0147"}, dwellings={"B": 300})


def test_contiguous_is_what_touches_along_a_border_in_one_municipality(field):
    assert groups(derive_areas(field, heads(2017, {}), OLD, 2017)) == sets("ABD", "C", "E", "F")


def test_a_corner_and_a_wider_tolerance_are_for_the_rules_to_say(field):
    def found(**contiguity):
        rules = OLD.model_copy(update={"contiguity": OLD.contiguity.model_copy(update=contiguity)})
        return groups(derive_areas(field, heads(2017, {}), rules, 2017))

    assert found(least_border_m=0.0) == sets("ABCD", "E", "F")
    assert found(tolerance_m=2.0) == sets("ABDE", "C", "F")
    assert found(tolerance_m=0.0) == sets("AB", "C", "D", "E", "F")
    assert found(least_border_m=103.0) == sets("A", "B", "C", "D", "E", "F")


def test_an_area_has_the_name_of_its_largest_estate_and_its_id_from_its_estates(field):
    one = derive_areas(field, heads(2017, {}), OLD, 2017)
    other = derive_areas(field.reverse(), heads(2017, {}), OLD, 2017)
    assert one.areas.equals(other.areas)
    assert one.members.equals(other.members)
    assert one.areas.row(0, named=True) | {"residents": 0} == {
        "area_id": "D-A", "name": "Estate B", "municipality_code": "0101", "estates": 3,
        "residents_founding": None, "residents": 0, "is_area": None, "can_be_listed": None,
    }  # fmt: skip
    only = derive_areas(field.filter(pl.col("estate_id") != "C"), heads(2017, {}), OLD, 2017)
    assert only.members.rows() == one.members.filter(pl.col("estate_id") != "C").rows()


LEAST = NEW.least_residents


@pytest.mark.parametrize(
    ("then", "now", "is_area", "can_be_listed"),
    [
        (LEAST, LEAST, True, True),
        (LEAST, LEAST - 1, True, False),
        (LEAST - 1, LEAST, False, False),
        (None, LEAST, None, None),
        (None, LEAST - 1, None, False),
        (LEAST, None, True, None),
        (LEAST - 1, None, False, False),
    ],
)
def test_a_thousand_residents_are_asked_for_in_2010_and_in_the_year_of_the_list(
    make_estates, squares, then, now, is_area, can_be_listed
):
    estates = make_estates(squares(A=(0, 0)))
    counts = pl.concat([heads(2010, {"A": then}), heads(2020, {"A": now})])
    area = derive_areas(estates, counts, NEW, 2020).areas.row(0, named=True)
    assert (area["is_area"], area["can_be_listed"]) == (is_area, can_be_listed)
    assert (area["residents_founding"], area["residents"]) == (then, now)
    # Before 2018 there is one head count, that of the year of the list.
    before = derive_areas(estates, counts, OLD, 2020).areas.row(0, named=True)
    enough = None if now is None else now >= LEAST
    assert (before["is_area"], before["can_be_listed"]) == (enough, enough)


@pytest.mark.parametrize(
    ("counts", "residents", "is_area"),
    [
        ({"A": LEAST}, LEAST, True),  # without a row nobody lives in B
        ({"A": LEAST, "B": None}, None, True),  # unknown, but it cannot matter
        ({"A": LEAST - 1, "B": None}, None, None),
        ({}, None, None),  # nothing is known of the year
    ],
)
def test_an_unknown_head_count_matters_only_where_it_could_decide(
    make_estates, squares, counts, residents, is_area
):
    estates = make_estates(squares(A=(0, 0), B=(1, 0)))
    found = derive_areas(estates, heads(2017, counts), OLD, 2017).areas
    assert found.select("residents", "is_area").rows() == [(residents, is_area)]


def test_official_decisions_split_include_and_exclude(field):
    def found(*decisions):
        return groups(derive_areas(field, heads(2017, {}), OLD, 2017, decisions))

    assert found(decision("split", "A")) == sets("A", "B", "C", "D", "E", "F")
    assert found(decision("split", "A", "D")) == sets("AD", "B", "C", "E", "F")
    assert found(decision("include", "B", "C", "E")) == sets("ABCDE", "F")
    assert found(decision("exclude", "A")) == sets("B", "C", "D", "E", "F")
    assert found(decision("exclude", "A"), decision("include", "B", "D")) == sets(
        "BD", "C", "E", "F"
    )


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        (decision("split", "A", "Z"), "names estate Z, which the delivery does not have"),
        (decision("include", "A", "F"), "municipalities 0101, 0147"),
    ],
)
def test_a_decision_that_does_not_fit_the_estates_is_refused(field, wrong, problem):
    with pytest.raises(UserError, match=problem):
        derive_areas(field, heads(2017, {}), OLD, 2017, [wrong])


def test_an_estate_without_an_outline_stands_alone_unless_it_is_included(make_estates, squares):
    estates = make_estates(squares(A=(0, 0), B=(1, 0)) | {"C": None})
    assert groups(derive_areas(estates, heads(2017, {}), OLD, 2017)) == sets("AB", "C")
    joined = derive_areas(estates, heads(2017, {}), OLD, 2017, [decision("include", "A", "C")])
    assert groups(joined) == sets("ABC")


def test_no_estates_make_no_areas(make_estates):
    assert derive_areas(make_estates({}), heads(2017, {}), OLD, 2017).areas.is_empty()


corner = st.tuples(st.integers(0, 6), st.integers(0, 6))
boxes = st.tuples(corner, st.integers(1, 3), st.integers(1, 3)).map(
    lambda given: scale(
        box(*given[0], given[0][0] + given[1], given[0][1] + given[2]), 100, 100, origin=(0, 0)
    )
)


chosen = st.lists(st.sampled_from([f"E{number}" for number in range(9)]), min_size=2, max_size=4,
                  unique=True)  # fmt: skip


@given(
    st.lists(boxes, min_size=9, max_size=9),
    st.lists(st.sampled_from(["0101", "0147"]), min_size=9, max_size=9),
    st.lists(st.tuples(st.sampled_from(["split", "include", "exclude"]), chosen), max_size=3),
)
def test_groups_are_the_components_of_networkx(make_estates, drawn, codes, decided):
    shapes = {f"E{number}": shape for number, shape in enumerate(drawn)}
    town = dict(zip(shapes, codes, strict=True))
    decided = [
        (kind, estates)
        for kind, estates in decided
        if kind != "include" or len({town[each] for each in estates}) == 1
    ]
    known = nx.Graph()
    known.add_nodes_from(shapes)
    known.add_edges_from(
        (one, other)
        for one, other in combinations(shapes, 2)
        if town[one] == town[other] and contiguous(shapes[one], shapes[other])
    )
    for kind, estates in decided:
        if kind == "split":
            known.remove_edges_from(list(nx.edge_boundary(known, estates)))
    for kind, estates in decided:
        if kind == "include":
            known.add_edges_from(combinations(estates, 2))
    known.remove_nodes_from(each for kind, some in decided if kind == "exclude" for each in some)
    overrides = [decision(kind, *estates) for kind, estates in decided]
    try:
        Overrides(override=overrides).on(date(2020, 1, 1))
    except UserError:
        return
    derived = derive_areas(make_estates(shapes, town), heads(2017, {}), OLD, 2017, overrides)
    assert groups(derived) == {frozenset(each) for each in nx.connected_components(known)}


def contiguous(one, other):
    """Surface or a line in common; the outlines lie on a grid much wider than the tolerance."""
    return one.relate_pattern(other, "2********") or one.relate_pattern(other, "****1****")


@pytest.fixture(scope="module")
def delivered(tmp_path_factory):
    folder = tmp_path_factory.mktemp("synthetic") / "R"
    synthesize(20_000, range(2015, 2017), 1, folder)
    return {name: pl.read_parquet(folder / f"{name}.parquet")
            for name in ("estates", "areas", "area_estates")}  # fmt: skip


def test_the_estates_of_each_delivered_area_are_contiguous(delivered):
    members = estates_on(delivered["area_estates"], delivered["areas"], date(2015, 1, 1))
    derived = derive_areas(delivered["estates"], heads(2015, {}), OLD, 2015)
    lined = members.join(derived.members, on="estate_id", suffix="_derived")
    assert len(lined) == len(members) > 0
    assert (
        lined.group_by("area_id")
        .agg(pl.col("area_id_derived").n_unique())["area_id_derived"]
        .to_list()
        == [1] * members["area_id"].n_unique()
    )
