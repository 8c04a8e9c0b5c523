"""`boligsocial index`: indicators per unit to score and rank."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import polars as pl
from cyclopts import Parameter

from boligsocial.cli.options import Json
from boligsocial.cli.output import print_json, print_table, write_result
from boligsocial.definitions import definition_from
from boligsocial.index.anchors import anchor_of, anchored_scores, read_anchor, write_anchor
from boligsocial.index.bands import band_of, default_bands, percentiles, read_bands
from boligsocial.index.explanations import score_changes
from boligsocial.index.figures import (
    MUNICIPALITY,
    denominator,
    numerator,
    reference,
    standard_error,
)
from boligsocial.index.scores import index_scores
from boligsocial.index.specification import (
    Component,
    Specification,
    built_in_specifications,
    read_specification,
)
from boligsocial.index.uncertainty import Simulation, default_simulation, intervals_of
from boligsocial.messages import UserError
from boligsocial.tabular import Column, read_table


def index(
    table: Path,
    /,
    *,
    spec: str,
    out: Path | None = None,
    bands: str | None = None,
    anchor: Path | None = None,
    save_anchor: Annotated[Path | None, Parameter(help="Freeze the scale of this table.")] = None,
    since: Path | None = None,
    draws: int | None = None,
    concentration: float | None = None,
    level: float | None = None,
    seed: int | None = None,
    json: Json = False,
) -> None:
    """Score and rank every unit by a weighted index; rank 1 is the worst.

    Parameters
    ----------
    table
        CSV, Excel or Parquet with id and a column of figures for each component.
    spec
        A TOML file with components: column, weight, direction, transform, ties, fraction, scale,
        missing, shrinkage, domain; or the name of one that comes with the product: social_criteria.
    out
        Write id, score and rank to a .json, .csv or .parquet file.
    bands
        Add percentile and band: a TOML file, or worst_shares.
    anchor
        Add anchored_score: the score on the scale of an earlier period.
    since
        Add score_change, rank_change and moved_by against an earlier table.
    draws
        Add rank_low and rank_high from so many draws of weights, and of counts if the table has
        them (<column>_numerator, <column>_denominator).
    concentration
        Of the weights that are drawn; the higher, the nearer to those of the specification.
    level
        The share of the draws that the interval holds, for example 0.9.
    seed
        The same seed gives the same intervals.
    """
    specification = built_in_specifications().get(spec) or read_specification(Path(spec))
    simulation = _simulation(draws, concentration, level, seed)
    units = _read_units(table, specification, with_counts=simulation is not None)
    found = index_scores(units, specification)
    if bands is not None:
        chosen = default_bands() if bands == default_bands().id else read_bands(Path(bands))
        found = found.with_columns(percentiles(found["rank"]), band_of(found["rank"], chosen))
    if anchor is not None:
        found = found.with_columns(anchored_scores(units, specification, read_anchor(anchor)))
    if save_anchor is not None:
        write_anchor(anchor_of(units, specification, table.stem), save_anchor)
    if simulation is not None:
        found = found.hstack(intervals_of(units, specification, simulation))
    if since is not None:
        earlier = _read_units(since, specification, with_counts=False)
        found = found.join(_changes(earlier, units, specification), on="id", how="left",
                           maintain_order="left")  # fmt: skip
    _tell(found.to_dicts(), out, json)


def _tell(rows: list[dict[str, Any]], out: Path | None, json: bool) -> None:
    if out is not None:
        write_result(rows, rows, out)
    if json:
        print_json(rows)
    elif out is None:
        ranked = [row for row in rows if row["rank"] is not None]
        worst = sorted(ranked, key=lambda row: row["rank"])[:20]
        names = ["rank", "id", "score", *[name for name in rows[0] if name not in
                                          ("rank", "id", "score")]]  # fmt: skip
        print_table(
            f"{len(rows)} units, the 20 worst",
            [name.replace("_", " ").capitalize() for name in names],
            [[row[name] for name in names] for row in worst],
        )


def _simulation(
    draws: int | None, concentration: float | None, level: float | None, seed: int | None
) -> Simulation | None:
    """The default simulation with what is asked for laid over it; None where no draws are."""
    if draws is None:
        if concentration is not None or level is not None or seed is not None:
            raise UserError("--concentration, --level and --seed belong to --draws; give it too")
        return None
    asked = {"draws": draws, "concentration": concentration, "level": level, "seed": seed}
    text = "\n".join(f"{name} = {value}" for name, value in asked.items() if value is not None)
    return definition_from(text, Simulation, "--draws", default_simulation().model_dump())


def _read_units(path: Path, specification: Specification, *, with_counts: bool) -> pl.DataFrame:
    """The columns that the specification needs, by the names that it gives them."""
    columns = {"id": Column("id", "text", required=True, filled=True)}
    for component in specification.component:
        columns |= _columns(component, with_counts=with_counts)
    if any("municipality" in (each.missing, each.shrinkage) for each in specification.component):
        columns[MUNICIPALITY] = Column(MUNICIPALITY, "text", required=True, filled=True)
    cells = read_table(path, list(columns.values()), unique=("id",))
    return pl.DataFrame(
        {
            name: cells[column.name]
            for name, column in columns.items()
            if column.required or not cells[column.name].is_null().all()
        }
    )


def _columns(component: Component, *, with_counts: bool) -> dict[str, Column]:
    """The columns of a component by the names that the specification gives them."""
    plain = component.column.strip().casefold()
    shrunk = component.shrinkage != "none"
    found = {}
    if not shrunk:
        filled = component.missing == "refuse"
        found[component.column] = Column(plain, "number", required=True, filled=filled)
    if shrunk or with_counts:
        for part in (numerator, denominator):
            found[part(component.column)] = Column(part(plain), "number", required=shrunk)
        for part in (reference, standard_error):
            found[part(component.column)] = Column(part(plain), "number")
    return found


def _changes(
    before: pl.DataFrame, after: pl.DataFrame, specification: Specification
) -> pl.DataFrame:
    units = score_changes(before, after, specification).units
    return units.select(
        "id",
        score_change=pl.col("score_after") - pl.col("score_before"),
        rank_change=pl.col("rank_after") - pl.col("rank_before"),
        moved_by="moved_by",
    )
