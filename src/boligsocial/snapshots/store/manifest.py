"""What a snapshot was made from and what it holds, each file with its hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from boligsocial.definitions import Definition
from boligsocial.messages import UserError

NAME = "manifest.json"
_CHUNK = 1 << 20


class SealedFile(Definition):
    """A file by its path within its folder; `rows` where it is a table."""

    path: str
    bytes: int
    sha256: str
    rows: int | None = None


class Manifest(Definition):
    """The seal of a snapshot.

    id: the date and a hash of everything that decides what the snapshot holds: inputs, rules,
    definitions and code. kind: people of registers, or made-up ones. years: the parts of persons
    that were used. rules: the version of the law on the date. definitions: the hash of each file
    of rules and indicators. not_delivered: indicators whose columns the delivery lacks.
    """

    id: str
    on: date
    kind: Literal["registers", "synthetic"]
    name: str
    note: str
    years: tuple[int, ...]
    rules: str
    engine: str
    engine_version: str
    code_version: str
    built_at: datetime
    inputs: tuple[SealedFile, ...]
    definitions: tuple[SealedFile, ...]
    outputs: tuple[SealedFile, ...]
    not_delivered: tuple[str, ...] = ()

    def rows(self) -> dict[str, int]:
        """The number of rows of each table."""
        return {Path(each.path).stem: each.rows for each in self.outputs if each.rows is not None}


def sealed(path: Path, folder: Path, rows: int | None = None) -> SealedFile:
    """A file as it is now."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return SealedFile(
        path=path.relative_to(folder).as_posix(), bytes=path.stat().st_size, sha256=digest,
        rows=rows,
    )  # fmt: skip


def digest_of(parts: Iterable[str]) -> str:
    """One hash over texts, in their order."""
    return hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()


def write_manifest(manifest: Manifest, folder: Path) -> None:
    """The seal itself, the last file that is written."""
    (folder / NAME).write_bytes(_as_written(manifest))


def is_as_written(folder: Path) -> bool:
    """Whether not a byte of the manifest has changed."""
    return (folder / NAME).read_bytes() == _as_written(read_manifest(folder))


def _as_written(manifest: Manifest) -> bytes:
    fields = manifest.model_dump(mode="json")
    seal = hashlib.sha256(json.dumps(fields, sort_keys=True).encode("utf-8")).hexdigest()
    text = json.dumps({**fields, "seal": seal}, ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


def read_manifest(folder: Path) -> Manifest:
    """The seal of a snapshot's folder.

    Raises:
        UserError: the folder is no snapshot, or its manifest has been spoiled.
    """
    path = folder / NAME
    try:
        fields = json.loads(path.read_bytes())
        return Manifest.model_validate({key: fields[key] for key in fields if key != "seal"})
    except (FileNotFoundError, NotADirectoryError):
        raise UserError(
            "{folder} is not a snapshot; `boligsocial snapshot list` shows those of a folder",
            folder=str(folder),
        ) from None
    except (OSError, ValueError, TypeError) as error:
        raise UserError(
            "{path} cannot be read ({reason}); build the snapshot again",
            path=str(path),
            reason=str(error).splitlines()[0],
        ) from None
