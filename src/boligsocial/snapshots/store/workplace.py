"""Where a snapshot is built: beside the store, taken away again whatever happens.

A build that is killed leaves its folder to the next command that comes by; the store itself only
ever sees whole snapshots, by one renaming.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from boligsocial.messages import UserError

_ENDING = ".building"


@contextmanager
def workplace(store: Path, name: str) -> Iterator[Path]:
    """An empty folder on the store's disk, held by this process alone.

    Raises:
        UserError: another process builds the same snapshot, or the folder cannot be made.
    """
    folder = store.with_name(f".{store.name}.{name}{_ENDING}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            "{path} cannot be written: {reason}", path=str(store), reason=error.strerror or ""
        ) from None
    held = _hold(folder)
    if held is None:
        raise UserError("{name} is being built already; wait for it to end", name=name)
    try:
        _empty(folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


def clear_abandoned(store: Path) -> None:
    """Take away the folders of builds that no process holds any more."""
    for folder in store.parent.glob(f".{store.name}.*{_ENDING}"):
        held = _hold(folder)
        if held is not None:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(held)


def move_into_place(folder: Path, place: Path) -> None:
    """Everything to the disk, then one renaming."""
    for path in [*folder.rglob("*"), folder]:
        handle = os.open(path, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
    place.parent.mkdir(parents=True, exist_ok=True)
    folder.rename(place)


def _hold(folder: Path) -> int | None:
    """A handle that holds the folder until it is closed; none where another process has it."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            return None
        return handle
    return None


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
