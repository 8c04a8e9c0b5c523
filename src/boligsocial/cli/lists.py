"""`boligsocial lists`: the published lists, checked against the rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
from cyclopts import App

from boligsocial.cli.dates import list_date
from boligsocial.cli.options import Json, Out
from boligsocial.cli.output import give, print_table
from boligsocial.messages import UserError
from boligsocial.registers.imported_lists import import_list
from boligsocial.snapshots.area_lists import AreaList
from boligsocial.snapshots.published import PublishedSnapshot, published_snapshot

lists = App(name="lists", help="The published lists, checked against the rules.")


@lists.default
def published_lists(*, on: str | None = None, json: Json = False, out: Out = None) -> None:
    """The published lists: areas by status, and whether the rules give the same.

    Parameters
    ----------
    on
        One list by its date (or as published: 2011), with its areas.
    out
        Write the result to a .json, .csv or .parquet file.
    """
    snapshot = published_snapshot()
    agreement = snapshot.published_against_computed()
    rows = (
        [_list(each, agreement) for each in snapshot.lists]
        if on is None
        else _areas(snapshot, _list_id(snapshot, on), agreement)
    )
    give(rows, rows, out, json=json, show=lambda: _print(rows, on))


def _print(rows: list[dict[str, Any]], on: str | None) -> None:
    """The lists, or the areas of one."""
    if on is None:
        print_table(
            "Published lists, and the rules run over their figures",
            ("List", "Rules", "Areas by status", "Tested", "Agree"),
            [
                (row["list"], row["rule_version"], _by_status(row["areas"]), row["tested"],
                 row["agree"])
                for row in rows
            ],
        )  # fmt: skip
        return
    print_table(
        f"The list of {on}",
        ("Area", "Municipality", "Published", "Computed"),
        [
            (row["area"], row["municipality"], _by_status(row["published"]),
             _by_status(row["computed"]))
            for row in rows
        ],
    )  # fmt: skip


@lists.command(name="import")
def import_list_file(file: Path, /, *, on: str) -> None:
    """Check a list file in the same columns and keep it, so that the pages show it too.

    Parameters
    ----------
    file
        CSV, Excel or Parquet, columns as for classify.
    on
        The date of the list.
    """
    from boligsocial.portal.configuration import portal_settings

    imported = import_list(file, list_date(on), portal_settings().home)
    print_table("Imported", ("List", "Areas", "File"),
                [(imported.on.isoformat(), imported.areas, str(imported.path))])  # fmt: skip


def _list_id(snapshot: PublishedSnapshot, text: str) -> str:
    known = [each.list_id for each in snapshot.lists]
    if text in known:
        return text
    same_day = [each.list_id for each in snapshot.lists if each.on == list_date(text)]
    if not same_day:
        raise UserError(
            "there is no published list of {text}; there are {known}",
            text=text,
            known=", ".join(known),
        )
    return same_day[0]


def _list(each: AreaList, agreement: pl.DataFrame) -> dict[str, Any]:
    tested = agreement.filter(pl.col("list_id") == each.list_id, pl.col("agree").is_not_null())
    return {
        "list": each.list_id,
        "rule_version": each.rules.id,
        "areas": each.counts,
        "named_in_full": sorted(each.named_in_full),
        "tested": len(tested),
        "agree": int(tested["agree"].sum()),
        "note": each.note,
    }


def _areas(
    snapshot: PublishedSnapshot, list_id: str, agreement: pl.DataFrame
) -> list[dict[str, Any]]:
    here = agreement.filter(pl.col("list_id") == list_id)
    computed = {(row["area_id"], row["status"]): row["computed"]
                for row in here.iter_rows(named=True)}  # fmt: skip
    rows = []
    for area in snapshot.areas.values():
        published = snapshot.statuses_on(list_id, area.area_id)
        if published:
            tested = [status for status in published if (area.area_id, status) in computed]
            rows.append(
                {
                    "area_id": area.area_id,
                    "area": area.name,
                    "municipality": area.municipality,
                    "published": published,
                    "computed": {status: computed[area.area_id, status] for status in tested},
                }
            )
    return rows


def _by_status(statuses: dict[str, Any]) -> str:
    def shown(value: object) -> str:
        if value is None:
            return "?"
        return str(value) if not isinstance(value, bool) else "yes" if value else "no"

    return ", ".join(f"{name} {shown(value)}" for name, value in statuses.items())
