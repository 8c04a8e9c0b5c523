"""JSON-stat: every sample of the standard, and cubes made at random."""

import itertools
import json
import math
from contextlib import suppress

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boligsocial.registers.statbank.errors import JsonStatError
from boligsocial.registers.statbank.jsonstat import read_jsonstat

SAMPLES = {
    "A02Level": 1, "canada": 1, "collection": 0, "dimension": 0, "galicia": 1, "galicia-2.0": 1,
    "hierarchy": 1, "oecd": 1, "oecd-canada": 2, "oecd-canada-col": 2, "order": 1, "statswe": 1,
    "us-gsp": 1, "us-labor": 1, "us-labor-ds": 1, "us-unr": 1,
}  # fmt: skip


@pytest.fixture
def sample(reference_data):
    folder = reference_data / "standards" / "std_jsonstat"
    if not folder.is_dir():
        pytest.skip(f"no JSON-stat samples in {folder}")
    return lambda name: (folder / f"{name}.json").read_bytes()


def read_one(content):
    (dataset,) = read_jsonstat(content).datasets
    return dataset


def raw_datasets(document):
    """The datasets of a document as they stand, found without the reader."""
    if isinstance(document, list):
        return [found for each in document for found in raw_datasets(each)]
    if not isinstance(document, dict):
        return []
    if "dimension" in document and "value" in document:
        return [document]
    return [found for each in document.values() for found in raw_datasets(each)]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_is_read_whole_and_in_order(sample, name):
    read, raw = read_jsonstat(sample(name)).datasets, raw_datasets(json.loads(sample(name)))
    assert len(read) == len(raw) == SAMPLES[name]
    for dataset, given_ in zip(read, raw, strict=True):
        sizes = given_.get("size") or given_["dimension"]["size"]
        values = given_["value"]
        if isinstance(values, dict):
            values = [values.get(str(place)) for place in range(math.prod(sizes))]
        assert [len(each.codes) for each in dataset.dimensions] == sizes
        assert dataset.cells()["value"].to_list() == values


def test_the_samples_are_all_here(sample, reference_data):
    del sample
    files = (reference_data / "standards" / "std_jsonstat").glob("*.json")
    assert {each.stem for each in files} == {*SAMPLES, "sample_data"}


def test_a_cell_is_where_its_codes_say(sample):
    cells = read_one(sample("canada")).cells()
    older = cells.filter(concept="POP", age="older", sex="F")
    assert older["value"].to_list() == [183.9]
    assert older.drop("value").row(0) == ("CA", "2012", "older", "POP", "F", "a")


def test_the_last_dimension_runs_fastest(sample):
    cells = read_one(sample("order")).cells()
    named = cells.select(
        "value", code=pl.format("A{}B{}C{}", *(pl.col(each) for each in "ABC"))
    ).filter(pl.col("value") != pl.col("code"))
    # The sample itself says A1 for A2 in one cell.
    assert named.rows() == [("A1B1C4", "A2B1C4")]


def test_roles_units_labels_and_children_are_read(sample):
    canada = {each.id: each for each in read_one(sample("canada")).dimensions}
    assert {each.role for each in canada.values()} == {"time", "geo", "metric", None}
    assert canada["country"].labels == ("Canada",)
    assert canada["concept"].units["POP"]["multiplier"] == 3
    (commodity,) = read_one(sample("hierarchy")).dimensions
    assert commodity.children["1.2"] == ("1.2.1", "1.2.2", "1.2.3", "1.2.4", "1.2.5", "1.2.6")


def test_a_status_belongs_to_its_cell_or_to_all(sample):
    oecd = read_one(sample("oecd")).cells()
    raw = json.loads(sample("oecd"))["status"]
    marked = oecd.with_row_index().filter(pl.col("status").is_not_null())
    assert dict(marked.select(pl.col("index").cast(str), "status").iter_rows()) == raw
    assert read_one(sample("canada")).cells()["status"].unique().to_list() == ["a"]


def test_versions_say_the_same(sample):
    bundle = read_jsonstat(sample("oecd-canada")).datasets
    collection = read_jsonstat(sample("oecd-canada-col")).datasets
    for first, second in [
        *zip(bundle, collection, strict=True),
        (bundle[0], read_one(sample("oecd"))),
        (bundle[1], read_one(sample("canada"))),
        (read_one(sample("galicia")), read_one(sample("galicia-2.0"))),
        (read_one(sample("us-labor")), read_one(sample("us-labor-ds"))),
    ]:
        assert first.cells().equals(second.cells())


def test_a_collection_of_links_and_a_lone_dimension_are_read(sample):
    document = read_jsonstat(sample("collection"))
    assert len(document.links) == 8
    assert document.links[0] == "http://json-stat.org/samples/oecd.json"
    (sex,) = read_jsonstat(sample("dimension")).dimensions
    assert (sex.codes, sex.labels) == (("T", "M", "F"), ("total", "male", "female"))


def test_the_broken_sample_is_refused_in_a_line(sample):
    with pytest.raises(JsonStatError, match="its value does not fit"):
        read_jsonstat(sample("sample_data"))


BROKEN = {
    "nothing": "",
    "a list": "[]",
    "an object": "{}",
    "a size that is not that of the categories": {"size": [2]},
    "a value too many": {"value": [1, 2, 3, 4]},
    "a sparse value outside": {"value": {"3": 1}},
    "a place that is none": {"value": {"x": 1}},
    "a status too many": {"status": ["a", "b"]},
    "no sizes": {"size": None},
    "a dimension that is not described": {"id": ["B"]},
    "a place that is given twice": {
        "dimension": {"A": {"category": {"index": {"a": 0, "b": 0, "c": 1}}}}
    },
    "a code that stands twice": {"dimension": {"A": {"category": {"index": ["a", "a", "c"]}}}},
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_does_not_fit_together_is_refused_in_a_line(what):
    whole = {
        "version": "2.0", "class": "dataset", "id": ["A"], "size": [3], "value": [1, 2, 3],
        "dimension": {"A": {"category": {"index": ["a", "b", "c"]}}},
    }  # fmt: skip
    assert read_one(json.dumps(whole)).size == 3
    broken = BROKEN[what]
    with pytest.raises(JsonStatError) as error:
        read_jsonstat(broken if isinstance(broken, str) else json.dumps(whole | broken))
    assert "\n" not in str(error.value)


@st.composite
def cubes(draw):
    """Codes by dimension, and values by the codes of a cell; those that are left out are null."""
    names = draw(st.lists(st.sampled_from("ABCDE"), min_size=1, max_size=4, unique=True))
    codes = {
        name: draw(st.lists(st.text("xyz0", min_size=1, max_size=3), min_size=1, max_size=4,
                            unique=True))
        for name in names
    }  # fmt: skip
    cells = list(itertools.product(*codes.values()))
    value = st.none() | st.integers(-(10**9), 10**9)
    return codes, {cell: draw(value) for cell in cells}


@given(cubes(), st.booleans(), st.booleans(), st.booleans())
def test_any_cube_is_read_alike_in_every_form(cube, sparse, second, by_place):
    codes, values = cube
    inside = {
        name: {"category": {"index": {code: at for at, code in reversed(list(enumerate(each)))}
                            if by_place else each}}
        for name, each in codes.items()
    }  # fmt: skip
    shape = {"id": list(codes), "size": [len(each) for each in codes.values()]}
    stated = list(values.values())
    if sparse:
        stated = {str(at): value for at, value in enumerate(stated) if value is not None}
    document = (
        {"class": "dataset", **shape, "dimension": inside, "value": stated}
        if second
        else {"any": {"dimension": inside | shape, "value": stated}}
    )
    cells = read_one(json.dumps(document)).cells()
    assert {row[:-2]: row[-2] for row in cells.iter_rows()} == values


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 9) | st.text("ab01", max_size=2),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "size", "value", "index", "label", "a", "0"]), inner
        )
    ),
    max_leaves=5,
)


@given(st.data())
def test_whatever_stands_in_its_place_is_read_or_refused(data):
    document = json.loads(
        """{"class": "dataset", "id": ["A", "B"], "size": [1, 2], "role": {"time": ["A"]},
            "value": [1, 2], "status": {"1": "x"}, "label": "L", "updated": "2020",
            "dimension": {"A": {"label": "a", "category": {"label": {"a": "x"}}},
                          "B": {"category": {"index": {"b": 0, "c": 1}, "unit": {"b": {}},
                                             "child": {"b": ["c"]}}}}}"""
    )
    if data.draw(st.booleans()):
        document = {"dataset": {**document, "class": None}}
    at = document
    while True:
        key = data.draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
        if not isinstance(at[key], dict | list) or not at[key] or data.draw(st.booleans()):
            break
        at = at[key]
    at[key] = data.draw(JSON)
    with suppress(JsonStatError):
        for dataset in read_jsonstat(json.dumps(document)).datasets:
            assert len(dataset.cells()) == dataset.size
