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
_UNREADABLE = Message("cannot be read")
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


def open_whole(folder: Path) -> Snapshot:
    """The snapshot in a folder, byte for byte as it was sealed.

    Raises:
        UserError: a file has changed, is gone or has come since.
    """
    spoiled = damages(folder)
    if spoiled:
        raise UserError(
            "{path} {what}; take the folder {folder} away and build again",
            path=spoiled[0].path, what=spoiled[0].what, folder=str(folder),
        )  # fmt: skip
    return open_snapshot(folder)


def folders_in(store: Path) -> tuple[Path, ...]:
    """The folders of the snapshots in a store, whole or spoiled, by name.

    Raises:
        UserError: there is no such store.
    """
    if not store.is_dir():
        raise UserError("{store} is not a folder; build a snapshot first", store=str(store))
    # A build may be working in a hidden one.
    return tuple(
        sorted(path for path in store.iterdir() if path.is_dir() and not path.name.startswith("."))
    )


def open_snapshot(folder: Path) -> Snapshot:
    """The snapshot in a folder; its files are not looked at (`damages` does that).

    Raises:
        UserError: the folder is no snapshot, or its manifest has been spoiled.
    """
    return Snapshot(folder, read_manifest(folder))


def folder_named(store: Path, name: str) -> Path:
    """The folder of the snapshot of a store whose id begins with a name.

    Raises:
        UserError: none does, or several do.
    """
    found = [each for each in folders_in(store) if each.name.startswith(name)]
    if len(found) != 1:
        raise UserError(
            "{name} names {count} snapshots in {store}; give an id that `snapshot list` shows",
            name=name,
            count=len(found),
            store=str(store),
        )
    return found[0]


def snapshot_named(store: Path, name: str) -> Snapshot:
    """The snapshot of a store whose id begins with a name.

    Raises:
        UserError: none does, or several do, or its manifest has been spoiled.
    """
    return open_snapshot(folder_named(store, name))


def damages(folder: Path) -> tuple[Damage, ...]:
    """Every file of a snapshot's folder that has changed, is gone or has come since the sealing;
    () if it is whole. Without a manifest that can be read, that alone is told."""
    if not (folder / NAME).exists():
        return (Damage(NAME, _GONE),)
    try:
        outputs = read_manifest(folder).outputs
    except UserError:
        return (Damage(NAME, _UNREADABLE),)
    spoiled = [] if is_as_written(folder) else [Damage(NAME, _CHANGED)]
    known = {NAME, *(each.path for each in outputs)}
    return (*spoiled, *_changed(folder, outputs), *_new(folder, known))


def _changed(folder: Path, outputs: Iterable[SealedFile]) -> Iterator[Damage]:
    for was in outputs:
        try:
            if sealed(folder / was.path, folder).sha256 != was.sha256:
                yield Damage(was.path, _CHANGED)
        except FileNotFoundError:
            yield Damage(was.path, _GONE)
        except OSError:
            yield Damage(was.path, _UNREADABLE)


def _new(folder: Path, known: set[str]) -> Iterator[Damage]:
    there = sorted(path.name for path in folder.iterdir())
    yield from (Damage(name, _NEW) for name in there if name not in known)
