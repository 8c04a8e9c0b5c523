"""The files of cases, each kept once under the SHA-256 of its content in the portal's home."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from boligsocial.messages import UserError

_FOLDER = "documents"


@dataclass(frozen=True)
class Kept:
    """A file that is kept: its digest (hexadecimal SHA-256) and its size in bytes."""

    digest: str
    size: int


def keep(chunks: Iterable[bytes]) -> Kept:
    """Keep a file: it is there whole or not at all, also if the power goes."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=folder, prefix="new-", delete=False) as file:
        beside = Path(file.name)
        try:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            beside.unlink()
            raise
    kept = Kept(digest.hexdigest(), size)
    place = _place(kept.digest)
    place.parent.mkdir(exist_ok=True)
    beside.replace(place)
    return kept


def path_of(digest: str) -> Path:
    """Where a kept file is.

    Raises:
        UserError: it is not there, or its content is no longer what it was.
    """
    place = _place(digest)
    if not place.is_file():
        raise UserError("the file is not among the portal's files; restore them from a backup")
    with place.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != digest:
            raise UserError("the file has been changed since it was sent; restore it from a backup")
    return place


def _place(digest: str) -> Path:
    return _folder() / digest[:2] / digest


def _folder() -> Path:
    home: Path = settings.PORTAL.home
    return home / _FOLDER
