"""`boligsocial snapshot`: build, list, verify and compare sealed snapshots."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Annotated, Any

import polars as pl
from cyclopts import App, Parameter

from boligsocial.cli.dates import list_date
from boligsocial.cli.options import Json, Out
from boligsocial.cli.output import (
    print_json,
    print_note,
    print_table,
    write_result,
)
from boligsocial.cli.progress import ended_by_signals, telling
from boligsocial.messages import Message, UserError
from boligsocial.registers.engines import EngineName
from boligsocial.snapshots.opening import stored
from boligsocial.snapshots.store.build import build_snapshot
from boligsocial.snapshots.store.difference import Difference, difference
from boligsocial.snapshots.store.manifest import NAME
from boligsocial.snapshots.store.store import (
    Snapshot,
    damages,
    folder_named,
    folders_in,
    open_snapshot,
    open_whole,
)

CHANGED = 1

snapshot = App(name="snapshot", help="Build, list, verify and compare sealed snapshots.")


@snapshot.command
def build(
    registers: Path,
    /,
    *,
    on: Annotated[str, Parameter(help="The date of the snapshot: 2017-12-01, or a year alone.")],
    out: Annotated[Path, Parameter(help="The folder of snapshots.")],
    engine: EngineName = "duckdb",
    progress: Annotated[Path | None, Parameter(help="A file to tell the progress in.")] = None,
    json: Json = False,
) -> None:
    """Every indicator, list and estate of a delivery, sealed in a folder of snapshots.

    The same delivery once more changes nothing. A build that is stopped leaves nothing behind.

    Parameters
    ----------
    registers
        The folder with persons, dwellings, estates, areas, area_estates and moves.
    engine
        duckdb on this machine, or spark on the master that BOLIGSOCIAL_SPARK_MASTER names.
    """
    with ended_by_signals(), telling(progress) as report:
        built = build_snapshot(registers, list_date(on), out, engine, report)
    missing = built.snapshot.manifest.not_delivered
    result = {**_row(built.snapshot), "new": built.new, "rows": built.snapshot.manifest.rows(),
              "not_delivered": missing}  # fmt: skip
    if json:
        print_json(result)
    else:
        print_table(
            f"Snapshot {built.snapshot.id}" + ("" if built.new else ", there already"),
            ("Table", "Rows"),
            list(result["rows"].items()),
        )
    if missing:
        print_note(
            Message("Indicators that the delivery has no columns, moves or questions for are left "
                    "out: {indicators}", {"indicators": ", ".join(missing)})
        )  # fmt: skip


@snapshot.command(name="list")
def list_snapshots(store: Path, /, *, json: Json = False) -> int:
    """The snapshots in a folder, by date; ends with 1 if one cannot be read."""
    folders_in(store)  # refuses a store that is not there
    found, spoiled = stored(store)
    rows = [_row(each) for each in reversed(found)]
    if json:
        print_json(rows)
    else:
        print_table(
            f"Snapshots in {store}",
            ("Id", "On", "Kind", "Rules", "Years", "Engine", "Built"),
            [
                (row["id"], row["on"], row["kind"], row["rules"],
                 f"{row['years'][0]}-{row['years'][-1]}", row["engine"], row["built_at"])
                for row in rows
            ],
        )  # fmt: skip
    for each in spoiled:
        print_note(each.why)
    return CHANGED if spoiled else 0


@snapshot.command
def verify(folder: Path, name: str | None = None, /, *, json: Json = False) -> int:
    """Whether a snapshot is byte for byte as it was sealed; ends with 1 if it is not.

    Parameters
    ----------
    folder
        A snapshot, or a folder of snapshots to look at all of them.
    name
        The id of one snapshot in the folder, or its beginning.
    """
    chosen = _chosen(folder, name)
    rows = [
        {"id": each.name, "path": damage.path, "what": damage.what}
        for each in chosen
        for damage in damages(each)
    ]
    if json:
        print_json({"snapshots": [each.name for each in chosen], "damages": rows})
    elif rows:
        print_table(
            "Not as it was sealed",
            ("Snapshot", "File", "What"),
            [tuple(row.values()) for row in rows],
        )
    else:
        print_table("As they were sealed", ("Snapshot",), [(each.name,) for each in chosen])
    return CHANGED if rows else 0


@snapshot.command
def diff(first: Path, second: Path, /, *, json: Json = False, out: Out = None) -> None:
    """What changed from one snapshot to another: areas, statuses, figures and the files behind.

    Parameters
    ----------
    first
        The folder of a snapshot.
    second
        The folder of the snapshot to hold it against.
    """
    # What is no snapshot is told before what has changed in one.
    found = [open_snapshot(each) for each in (first, second)]
    changes = difference(*(open_whole(each.folder) for each in found))
    tables = _tables(changes)
    result: dict[str, Any] = {"first": changes.first.id, "second": changes.second.id} | {
        name: table.to_dicts() for name, table in tables.items()
    }
    if out is not None:
        write_result(result, result["moved"], out)
    if json:
        print_json(result)
    else:
        for name, table in tables.items():
            print_table(f"{name}: {len(table)}", table.columns, table.head(20).rows())


def _chosen(folder: Path, name: str | None) -> tuple[Path, ...]:
    if name is not None:
        return (folder_named(folder, name),)
    if (folder / NAME).exists():
        return (folder.resolve(),)
    inside = folders_in(folder)
    if not inside:
        raise UserError("{folder} holds no snapshot; build one first", folder=str(folder))
    return inside


def _tables(changes: Difference) -> dict[str, pl.DataFrame]:
    every = {field.name: getattr(changes, field.name) for field in fields(changes)}
    return {name: table for name, table in every.items() if isinstance(table, pl.DataFrame)}


def _row(each: Snapshot) -> dict[str, Any]:
    shown = ("on", "kind", "name", "rules", "years", "engine", "engine_version", "code_version")
    manifest = each.manifest.model_dump(mode="json")
    return {"id": each.id, "folder": str(each.folder), "built_at": manifest["built_at"]} | {
        key: manifest[key] for key in shown
    }
