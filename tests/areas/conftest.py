"""Small estates to try the room on."""

import polars as pl
import pytest
from shapely.geometry import box


@pytest.fixture(scope="session")
def make_estates():
    """A table of estates from id, outline and, if given, municipality, dwellings and name."""

    def estates(outlines, municipality=None, dwellings=None, names=None):
        return pl.DataFrame(
            {
                "estate_id": list(outlines),
                "name": [(names or {}).get(each, f"Estate {each}") for each in outlines],
                "municipality_code": [(municipality or {}).get(each, "0101") for each in outlines],
                "dwellings": [(dwellings or {}).get(each, 100) for each in outlines],
                "geometry": [None if each is None else each.wkb for each in outlines.values()],
            },
            schema_overrides={"geometry": pl.Binary, "estate_id": pl.String},
        )

    return estates


@pytest.fixture(scope="session")
def squares():
    """Unit squares of 100 metres from their column and row, for example `A=(0, 0)`."""
    return lambda **places: {
        name: box(100 * x, 100 * y, 100 * x + 100, 100 * y + 100) for name, (x, y) in places.items()
    }
