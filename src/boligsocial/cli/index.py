"""`boligsocial index`: indicators per unit to score and rank."""

from __future__ import annotations

from dataclasses import asdict, dataclass
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


@Parameter(name="*")
@dataclass(frozen=True)
class More:
    """Columns that are added when asked for, and the anchor that is kept."""

    bands: Annotated[
        str | None, Parameter(help="Add percentile and band: a TOML file, or worst_shares.")
    ] = None
    anchor: Annotated[
        Path | None, Parameter(help="Add anchored_score, on the scale of an earlier period.")
    ] = None
    save_anchor: Annotated[
        Path | None, Parameter(help="Keep the scale of this table as an anchor.")
    ] = None
    since: Annotated[
        Path | None,
        Parameter(help="Add score_change, rank_change and moved_by against an earlier table."),
    ] = None


@Parameter(name="*")
@dataclass(frozen=True)
class Draws:
    """How the interval of a rank is drawn."""

    draws: Annotated[
        int | None,
        Parameter(
            help="Add rank_low and rank_high from so many draws of weights, and of counts where "
            "the table has them (<column>_numerator, <column>_denominator)."
        ),
    ] = None
    concentration: Annotated[
        float | None, Parameter(help="The higher, the nearer the weights are to those of SPEC.")
    ] = None
    level: Annotated[
        float | None, Parameter(help="The share of the draws that the interval holds.")
    ] = None
    seed: Annotated[int | None, Parameter(help="The same seed gives the same intervals.")] = None


NO_MORE, NO_DRAWS = More(), Draws()


def index(
    table: Path,
    /,
    *,
    spec: str,
    out: Path | None = None,
    more: More = NO_MORE,
    draws: Draws = NO_DRAWS,
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
    """
    specification = built_in_specifications().get(spec) or read_specification(Path(spec))
    simulation = _simulation(draws)
    units = _read_units(table, specification, with_counts=simulation is not None)
    found = index_scores(units, specification)
    found = _with_more(found, units, specification, more)
    if simulation is not None:
        found = found.hstack(intervals_of(units, specification, simulation))
    if more.save_anchor is not None:
        write_anchor(anchor_of(units, specification, table.stem), more.save_anchor)
    _tell(found.to_dicts(), out, json)


def _with_more(
    found: pl.DataFrame, units: pl.DataFrame, specification: Specification, more: More
) -> pl.DataFrame:
    if more.bands is not None:
        default = default_bands()
        bands = default if more.bands == default.id else read_bands(Path(more.bands))
        found = found.with_columns(percentiles(found["rank"]), band_of(found["rank"], bands))
    if more.anchor is not None:
        anchor = read_anchor(more.anchor)
        found = found.with_columns(anchored_scores(units, specification, anchor))
    if more.since is not None:
        earlier = _read_units(more.since, specification, with_counts=False)
        changes = _changes(earlier, units, specification)
        found = found.join(changes, on="id", how="left", maintain_order="left")
    return found


def _tell(rows: list[dict[str, Any]], out: Path | None, json: bool) -> None:
    if out is not None:
        write_result(rows, rows, out)
    if json:
        print_json(rows)
    elif out is None:
        ranked = [row for row in rows if row["rank"] is not None]
        worst = sorted(ranked, key=lambda row: row["rank"])[:20]
        names = ["rank", "id", "score", *list(rows[0])[3:]]
        print_table(
            f"{len(rows)} units, the 20 worst",
            [name.replace("_", " ").capitalize() for name in names],
            [[row[name] for name in names] for row in worst],
        )


def _simulation(asked: Draws) -> Simulation | None:
    """The default simulation with what is asked for laid over it; None where no draws are."""
    given = {name: value for name, value in asdict(asked).items() if value is not None}
    if given and asked.draws is None:
        raise UserError("--concentration, --level and --seed belong to --draws; give it too")
    if not given:
        return None
    text = "\n".join(f"{name} = {value}" for name, value in given.items())
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
