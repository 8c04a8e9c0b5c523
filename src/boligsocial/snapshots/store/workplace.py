"""Where a snapshot is built: beside the store, taken away again whatever happens.

A build that is killed leaves its folder to the next command that comes by; the store itself only
ever sees whole snapshots, by one renaming.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path

from boligsocial.messages import UserError

_ENDING = ".building"
_PATIENCE_S = 1.0
"""How long a folder may be held by a command that only looks whether it is abandoned."""


@contextmanager
def workplace(store: Path, name: str) -> Iterator[Path]:
    """An empty folder on the store's disk, held by this process alone.

    Raises:
        UserError: another process builds the same snapshot, or the disk cannot be written.
    """
    folder = _room(store) / f".{store.name}.{name}{_ENDING}"
    try:
        held = _made_and_held(folder)
        if held is None:
            raise UserError("{name} is being built already; wait for it to end", name=name)
        try:
            _empty(folder)
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(held)
    except OSError as error:
        raise UserError(
            "{path} cannot be written: {reason}",
            path=str(store), reason=error.strerror or str(error),
        ) from error  # fmt: skip


def clear_abandoned(store: Path) -> None:
    """Take away the folders of builds that no process holds any more."""
    for folder in _room(store).glob(f".{escape(store.name)}.*{_ENDING}"):
        held = _hold(folder)
        if held is not None:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(held)


def move_into_place(folder: Path, place: Path) -> bool:
    """Everything to the disk, then one renaming; false where another build came there first."""
    for path in [*folder.rglob("*"), folder]:
        _to_disk(path)
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        folder.rename(place)
    except OSError:
        if not place.exists():
            raise
        return False
    _to_disk(place.parent)
    return True


def _room(store: Path) -> Path:
    """The folder that the store lies in; the store itself where it is a disk of its own, or where
    nothing may be written beside it."""
    beside = store.parent
    if not store.is_dir():
        return beside
    one_disk = store.stat().st_dev == beside.stat().st_dev
    return beside if one_disk and os.access(beside, os.W_OK | os.X_OK) else store


def _made_and_held(folder: Path) -> int | None:
    """A handle that holds the folder; none where another process builds in it."""
    end = time.monotonic() + _PATIENCE_S
    while True:
        folder.mkdir(parents=True, exist_ok=True)
        held = _hold(folder)
        if held is not None or time.monotonic() > end:
            return held
        time.sleep(_PATIENCE_S / 20)


def _hold(folder: Path) -> int | None:
    """A handle that holds the folder until it is closed; none where another process has it."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Whoever held it before may have taken it away while it was opened here.
            if os.path.samestat(os.fstat(handle), folder.stat()):
                return handle
        os.close(handle)
    return None


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
