"""`boligsocial index`: indicators per unit to score and rank."""

from __future__ import annotations

from pathlib import Path

from boligsocial.cli.options import Json
from boligsocial.cli.output import print_json, print_table, write_result
from boligsocial.index.scores import index_scores
from boligsocial.index.specification import read_specification
from boligsocial.tabular import Column, read_table


def index(
    table: Path,
    /,
    *,
    spec: Path,
    out: Path | None = None,
    json: Json = False,
) -> None:
    """Score and rank every unit by a weighted index; rank 1 is the worst.

    Parameters
    ----------
    table
        CSV, Excel or Parquet with id and a column of figures for each component.
    spec
        A TOML file with components: column, weight, direction, transform, ties, fraction, scale.
    out
        Write id, score and rank to a .json, .csv or .parquet file.
    """
    specification = read_specification(spec)
    columns = [
        Column(each.column, "number", required=True, filled=True)
        for each in specification.component
    ]
    units = read_table(
        table, [Column("id", "text", required=True, filled=True), *columns], unique=("id",)
    )
    rows = index_scores(units, specification).to_dicts()
    if out is not None:
        write_result(rows, rows, out)
    if json:
        print_json(rows)
    elif out is None:
        worst = sorted(rows, key=lambda row: row["rank"])[:20]
        print_table(
            f"{len(rows)} units, the 20 worst",
            ("Rank", "Id", "Score"),
            [(row["rank"], row["id"], row["score"]) for row in worst],
        )
