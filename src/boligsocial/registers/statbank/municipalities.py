"""Areas of the StatBank as our municipalities and regions.

The StatBank counts by three digits (101, region 084, the country 000), other extracts by four
(0101, 1084) or by name; all of them are understood.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import polars as pl

from boligsocial.messages import Message
from boligsocial.registers.published_lists import load_published_lists, municipality_codes
from boligsocial.registers.statbank.source import statbank_source
from boligsocial.registers.statbank.tableinfo import TableInfo, Variable

LEVELS = ("nation", "region", "province", "municipality")
PLACE_COLUMNS = ("level", "municipality_code", "municipality", "region_code", "region")

_SCHEMA = {"word": pl.String, **dict.fromkeys(PLACE_COLUMNS, pl.String)}


def area_variable(info: TableInfo) -> Variable | None:
    """The variable of a table whose values are municipalities, by code and name alike.

    Its id differs from table to table and from year to year; an age of 101 is no municipality.
    """
    known = municipality_codes()

    def municipalities(variable: Variable) -> int:
        return sum(
            known.get(value.id) is not None and known.get(value.id) == known.get(_plain(value.text))
            for value in variable.values
        )

    best = max(info.variables, key=municipalities, default=None)
    return best if best is not None and municipalities(best) else None


def area_column(table: pl.DataFrame) -> str | None:
    """The column of a table whose values are places for the most part; None if there is none."""
    places = _places()["word"]

    def known(column: str) -> int:
        words = table[column].drop_nulls().unique().map_elements(_plain, pl.String)
        inside = int(words.is_in(places.implode()).sum())
        return inside if 2 * inside > len(words) else 0

    columns = [name for name, kind in table.schema.items() if kind == pl.String]
    best = max(columns, key=known, default=None)
    return best if best is not None and known(best) else None


def add_places(
    table: pl.DataFrame, area: str, texts: Mapping[str, str] | None = None
) -> tuple[pl.DataFrame, tuple[Message, ...]]:
    """The same rows with their place after the other columns, and what is to be said of them.

    Adds `level` (nation, region, province, municipality; null where the area is none that is
    known), `municipality_code`, `municipality`, `region_code`, `region`. A province or region has
    no municipality, the nation no region. `area` is the column of codes or names, `texts` the
    names of codes. Each area that is not known is told, with the number of its rows. A column that
    has one of these names already gets `_given` after it.
    """
    given = {name: f"{name}_given" for name in PLACE_COLUMNS if name in table.columns}
    table, area = table.rename(given), given.get(area, area)
    areas = table.select(area).unique(maintain_order=True)
    words = areas.with_columns(word=pl.col(area).map_elements(_plain, pl.String))
    placed = words.join(_places(), on="word", how="left", maintain_order="left").drop("word")
    joined = table.join(placed, on=area, how="left", maintain_order="left", nulls_equal=True)
    unknown = joined.filter(pl.col("level").is_null()).group_by(area, maintain_order=True).len()
    return joined, tuple(
        Message(
            "{area} is no municipality or region that is known; rows that stand apart: {rows}",
            {"area": _named(code, texts or {}), "rows": rows},
        )
        for code, rows in unknown.iter_rows()
    )


def _named(code: str | None, texts: Mapping[str, str]) -> str:
    if code is None:
        return "?"
    text = texts.get(code, code)
    return code if text == code else f"{code} ({text})"


def _plain(word: str | None) -> str:
    return " ".join((word or "").split()).casefold()


@cache
def _places() -> pl.DataFrame:
    """Every code and name that a place goes by, and the place."""
    source = statbank_source()
    municipalities = load_published_lists().municipalities
    regions = dict(municipalities.select("region_code", "region").unique().iter_rows())
    nation = (source.nation.code, *source.nation.names)
    rows: list[tuple[str | None, ...]] = [
        (word, "nation", None, None, None, None) for word in nation
    ]
    for code, name in regions.items():
        words = (code, f"0{code[2:]}", f"Region {name}")
        rows += [(word, "region", None, None, code, name) for word in words]
    for code, province in source.provinces.items():
        words = (code, f"Landsdel {province.name}", f"Province {province.name}")
        region = regions[province.region]
        rows += [(word, "province", None, None, province.region, region) for word in words]
    by_code = {row["municipality_code"]: row for row in municipalities.iter_rows(named=True)}
    for word, code in municipality_codes().items():
        place = by_code[code]
        named = (place["name"], place["region_code"], place["region"])
        rows.append((word, "municipality", code, *named))
    table = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
    return table.with_columns(pl.col("word").str.to_lowercase()).unique("word", keep="first")
