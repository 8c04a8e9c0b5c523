"""The index engine against published indices of deprivation, and its own rules."""

import json
import subprocess
import sys

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boligsocial.definitions import definition_from
from boligsocial.index.scores import index_scores
from boligsocial.index.specification import Specification, default_specification
from boligsocial.messages import InputError

ENGLAND = {
    "Income": 0.225,
    "Employment": 0.225,
    "Health": 0.135,
    "Education": 0.135,
    "Housing_and_Access": 0.093,
    "Crime": 0.093,
    "Environment": 0.093,
}
SCOTLAND = {
    "Income": 0.28,
    "Employment": 0.28,
    "Health": 0.14,
    "Education": 0.14,
    "Access": 0.09,
    "Crime": 0.05,
    "Housing": 0.02,
}


def specification(weights, **fields):
    return Specification(
        component=[
            {
                "column": f"{name}_rank",
                "weight": weight,
                "direction": "low_is_worse",
                "transform": "exponential",
            }
            | fields
            for name, weight in weights.items()
        ]
    )


@pytest.mark.parametrize(
    ("file", "id_column", "weights", "fields", "differing", "by_at_most"),
    [
        ("idx_imd2010/imd2010_england_lsoa01.csv", "lsoa01_code", ENGLAND, {}, 18, 1),
        ("idx_imd2019/imd2019_england_lsoa11.csv", "lsoa11_code", ENGLAND, {}, 30, 1),
        (
            "idx_simd2020/simd2020_dz11_ranks.csv",
            "dz11_code",
            SCOTLAND,
            {"fraction": "exclusive"},
            # 21 with the ranks as they stand. Twelve data zones share income rank 6969, which is
            # neither the mean (6970.5) nor the least of their places; ranked anew, 27 differ.
            27,
            2,
        ),
    ],
)
def test_published_indices_come_out_as_published(
    reference_data, file, id_column, weights, fields, differing, by_at_most
):
    units = pl.read_csv(reference_data / "indices" / file).rename({id_column: "id"})
    found = index_scores(units, specification(weights, **fields))
    apart = (found["rank"].cast(pl.Float64) - units["IMD_rank"]).abs()
    assert (apart > 0).sum() <= differing
    assert apart.max() <= by_at_most


def test_published_scores_come_out_to_the_last_published_decimal(reference_data):
    units = pl.read_csv(reference_data / "indices/idx_imd2010/imd2010_england_lsoa01.csv")
    found = index_scores(units.rename({"lsoa01_code": "id"}), specification(ENGLAND))
    assert (found["score"] - units["IMD_score"]).abs().max() <= 0.00501


def by_hand(values, component):
    """The transforms in plain Python, one unit at a time."""
    worse = values if component["direction"] == "high_is_worse" else [-each for each in values]
    count = len(worse)
    match component["transform"]:
        case "none":
            return worse
        case "zscore":
            return [
                (each - np.mean(worse)) / np.std(worse) if np.std(worse) else 0 for each in worse
            ]
        case "minmax":
            reach = max(worse) - min(worse)
            return [(each - min(worse)) / reach if reach else 0 for each in worse]
    ranks = []
    for each in worse:
        above, same = sum(other > each for other in worse), worse.count(each)
        ranks.append(above + 1 if component["ties"] == "min" else above + (same + 1) / 2)
    extra = component["fraction"] == "inclusive"
    fractions = [(count - rank + extra) / count for rank in ranks]
    if component["transform"] == "rank":
        return fractions
    return [-23 * np.log(1 - each * (1 - np.exp(-100 / 23))) for each in fractions]


components = st.fixed_dictionaries(
    {
        "weight": st.sampled_from([0.1, 0.5, 2]),
        "direction": st.sampled_from(["high_is_worse", "low_is_worse"]),
        "transform": st.sampled_from(["none", "zscore", "rank", "minmax", "exponential"]),
        "ties": st.sampled_from(["average", "min"]),
        "fraction": st.sampled_from(["inclusive", "exclusive"]),
    }
)


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(-3, 3)), min_size=1, max_size=12),
    st.tuples(components, components),
)
def test_every_transform_is_what_plain_python_makes_of_it(rows, pair):
    pair = [part | {"column": name} for part, name in zip(pair, "ab", strict=True)]
    units = pl.DataFrame(rows, schema=["a", "b"], orient="row").with_row_index("id")
    expected = [
        sum(parts)
        for parts in zip(
            *(
                [
                    part["weight"] * x
                    for x in by_hand([float(v) for v in units[part["column"]]], part)
                ]
                for part in pair
            ),
            strict=True,
        )
    ]
    found = index_scores(units, Specification(component=pair))
    assert found["score"].to_list() == pytest.approx(expected, abs=1e-9)


def test_equal_scores_share_the_smaller_number():
    units = pl.DataFrame({"id": ["a", "b", "c", "d"], "x": [1, 3, 3, 2]})
    one = Specification(
        component=[{"column": "x", "weight": 1, "direction": "high_is_worse", "transform": "none"}]
    )
    assert index_scores(units, one)["rank"].to_list() == [4, 1, 1, 3]


def test_origin_has_no_part_in_the_default():
    assert {each.column for each in default_specification().component} == {
        "no_attachment",
        "convicted",
        "basic_school",
        "income",
    }


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "the field component is wrong"),
        (
            '[[component]]\ncolumn="a"\nweight=0\ndirection="high_is_worse"\ntransform="rank"',
            "the weights sum to zero",
        ),
        (
            '[[component]]\ncolumn="a"\nweight=1\ndirection="up"\ntransform="rank"',
            "component.0.direction",
        ),
    ],
)
def test_a_specification_with_a_mistake_is_refused(text, problem):
    with pytest.raises(InputError, match=problem):
        definition_from(text, Specification, "spec.toml")


def test_the_command_writes_id_score_and_rank(tmp_path):
    (tmp_path / "t.csv").write_text("id,x\na,1\nb,3\n")
    (tmp_path / "s.toml").write_text(
        '[[component]]\ncolumn="x"\nweight=1\ndirection="high_is_worse"\ntransform="none"\n'
    )
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "boligsocial",
            "index",
            tmp_path / "t.csv",
            "--spec",
            tmp_path / "s.toml",
            "--out",
            tmp_path / "o.csv",
            "--json",
        ],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [
        {"id": "a", "score": 1.0, "rank": 2},
        {"id": "b", "score": 3.0, "rank": 1},
    ]
    assert (tmp_path / "o.csv").read_text() == "id,score,rank\na,1.0,2\nb,3.0,1\n"
