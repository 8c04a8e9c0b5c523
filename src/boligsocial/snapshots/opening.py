"""The snapshots of a store as pages read them: listed without fail, opened only if whole."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from boligsocial.messages import Message, UserError
from boligsocial.snapshots.sealed import SealedLists
from boligsocial.snapshots.store.manifest import NAME
from boligsocial.snapshots.store.store import Damage, Snapshot, damages, folders_in, open_snapshot

_OPEN = 8
_Signature = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Spoiled:
    """A folder of the store whose manifest is gone or cannot be read."""

    folder: Path
    why: Message


def stored(store: Path) -> tuple[tuple[Snapshot, ...], tuple[Spoiled, ...]]:
    """The snapshots of a store, the newest first, and the folders that are none any more."""
    found, spoiled = [], []
    for folder in folders_in(store) if store.is_dir() else ():
        try:
            found.append(_read(folder, _written(folder)))
        except UserError as error:
            spoiled.append(Spoiled(folder, error.message))
    newest = sorted(found, key=lambda each: (each.on, each.manifest.built_at, each.id))[::-1]
    return tuple(newest), tuple(spoiled)


def opened_lists(store: Path, snapshot_id: str) -> SealedLists:
    """A snapshot of a store, byte for byte as it was sealed.

    Its files are looked at the first time, and again when their size or time has changed.

    Raises:
        UserError: there is none of that id, or it has changed since it was sealed.
    """
    snapshots, _ = stored(store)
    for each in snapshots:
        if each.id == snapshot_id and each.folder.name == snapshot_id:
            return _opened(each.folder, _signature(each.folder))
    raise UserError(
        "there is no snapshot called {snapshot} here; choose one of those shown",
        snapshot=snapshot_id[:60],
    )


def damages_of(snapshot: Snapshot) -> tuple[Damage, ...]:
    """As `damages`, and not worked out again for the same files."""
    return _damages(snapshot.folder, _signature(snapshot.folder))


@lru_cache(maxsize=256)
def _read(folder: Path, written: int | None) -> Snapshot:  # noqa: ARG001 - read again when it is written
    return open_snapshot(folder)


@lru_cache(maxsize=64)
def _damages(folder: Path, signature: _Signature) -> tuple[Damage, ...]:  # noqa: ARG001
    return damages(folder)


@lru_cache(maxsize=_OPEN)
def _opened(folder: Path, signature: _Signature) -> SealedLists:
    spoiled = _damages(folder, signature)
    if spoiled:
        raise UserError(
            "the snapshot {snapshot} is not shown: {path} {what}; take its folder away and build "
            "it again",
            snapshot=folder.name,
            path=spoiled[0].path,
            what=spoiled[0].what,
        )
    return SealedLists(open_snapshot(folder))


def _written(folder: Path) -> int | None:
    with suppress(OSError):
        return (folder / NAME).stat().st_mtime_ns
    return None


def _signature(folder: Path) -> _Signature:
    files = [(path, path.stat()) for path in sorted(folder.rglob("*")) if path.is_file()]
    return tuple((str(path), stat.st_size, stat.st_mtime_ns) for path, stat in files)
