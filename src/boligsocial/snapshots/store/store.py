"""A folder of snapshots: list them, open one, and see whether a byte of one has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from boligsocial.messages import Message, UserError
from boligsocial.snapshots.store.manifest import (
    NAME,
    Manifest,
    SealedFile,
    is_as_written,
    read_manifest,
    sealed,
)

_CHANGED = Message("has changed since it was sealed")
_GONE = Message("is gone")
_NEW = Message("was not there when it was sealed")


@dataclass(frozen=True)
class Snapshot:
    """A sealed snapshot. Its tables are read when they are asked for."""

    folder: Path
    manifest: Manifest

    @property
    def id(self) -> str:
        return self.manifest.id

    @property
    def on(self) -> date:
        return self.manifest.on

    def scan(self, table: str) -> pl.LazyFrame:
        """A table, for example `indicators`, to be filtered before it is read."""
        return pl.scan_parquet(self.folder / f"{table}.parquet")

    def table(self, table: str) -> pl.DataFrame:
        """A whole table."""
        return self.scan(table).collect()


@dataclass(frozen=True)
class Damage:
    """A file of a snapshot that is not as it was sealed."""

    path: str
    what: Message


def snapshots(store: Path) -> tuple[Snapshot, ...]:
    """The snapshots in a folder, by date and then by the time they were built.

    Raises:
        UserError: there is no such folder, or a manifest has been spoiled.
    """
    if not store.is_dir():
        raise UserError("{store} is not a folder; build a snapshot first", store=str(store))
    found = [Snapshot(path.parent, read_manifest(path.parent)) for path in store.glob(f"*/{NAME}")]
    return tuple(sorted(found, key=lambda each: (each.on, each.manifest.built_at, each.id)))


def open_snapshot(folder: Path) -> Snapshot:
    """The snapshot in a folder; its files are not looked at (`damages` does that).

    Raises:
        UserError: the folder is no snapshot, or its manifest has been spoiled.
    """
    return Snapshot(folder, read_manifest(folder))


def snapshot_named(store: Path, name: str) -> Snapshot:
    """The snapshot of a store whose id begins with a name.

    Raises:
        UserError: none does, or several do.
    """
    found = [each for each in snapshots(store) if each.id.startswith(name)]
    if len(found) != 1:
        raise UserError(
            "{name} names {count} snapshots in {store}; give an id that `snapshot list` shows",
            name=name,
            count=len(found),
            store=str(store),
        )
    return found[0]


def damages(snapshot: Snapshot) -> tuple[Damage, ...]:
    """Every file that has changed, is gone or has come since the sealing; () if it is whole."""
    outputs = snapshot.manifest.outputs
    spoiled = [] if is_as_written(snapshot.folder) else [Damage(NAME, _CHANGED)]
    changed = _changed(snapshot.folder, outputs)
    return (*spoiled, *changed, *_new(snapshot.folder, {NAME, *(each.path for each in outputs)}))


def _changed(folder: Path, outputs: Iterable[SealedFile]) -> Iterator[Damage]:
    for was in outputs:
        path = folder / was.path
        if not path.is_file():
            yield Damage(was.path, _GONE)
        elif sealed(path, folder).sha256 != was.sha256:
            yield Damage(was.path, _CHANGED)


def _new(folder: Path, known: set[str]) -> Iterator[Damage]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in known:
            yield Damage(name, _NEW)
