"""Random specifications and tables of the index for Hypothesis."""

import polars as pl
from hypothesis import strategies as st

from boligsocial.index.specification import Specification

TRANSFORMS = ["none", "zscore", "rank", "minmax", "exponential"]


def component(column, **fields):
    return {
        "column": column,
        "weight": 1,
        "direction": "high_is_worse",
        "transform": "zscore",
    } | fields


def scales(transforms):
    return {
        "weight": st.sampled_from(["0.1", "0.5", "2"]),
        "transform": st.sampled_from(transforms),
        "ties": st.sampled_from(["average", "min"]),
        "fraction": st.sampled_from(["inclusive", "exclusive"]),
    }


@st.composite
def specifications(draw, columns="abc", transforms=TRANSFORMS, domains=True):
    """Components with or without a domain around the first two."""
    fields = scales(transforms) | {"direction": st.sampled_from(["high_is_worse", "low_is_worse"])}
    components = [draw(st.fixed_dictionaries(fields)) | {"column": name} for name in columns]
    if not domains or not draw(st.booleans()):
        return Specification(component=components)
    for each in components[:2]:
        each["domain"] = "group"
    domain = draw(st.fixed_dictionaries(scales(transforms))) | {"id": "group"}
    return Specification(component=components, domain=[domain])


@st.composite
def tables(draw, columns="abc", min_size=2, max_size=12, values=None):
    values = values or st.integers(-4, 6)
    rows = draw(
        st.lists(st.tuples(*[values for _ in columns]), min_size=min_size, max_size=max_size)
    )
    schema = dict.fromkeys(columns, pl.Float64)
    return pl.DataFrame(rows, schema=schema, orient="row").select(
        pl.int_range(pl.len()).cast(pl.String).alias("id"), pl.all()
    )
