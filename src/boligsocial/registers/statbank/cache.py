"""Answers kept on disk, by the question they answer.

Each has a body, as it came, and a head with the moment it was fetched and the body's hash. The head
is written last, and a body that does not fit its head is as good as none.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from boligsocial.messages import Message
from boligsocial.registers.statbank.errors import StatbankError
from boligsocial.registers.statbank.transport import Question


@dataclass(frozen=True)
class Kept:
    """An answer on disk; `updated` is the vintage of its table, None where it has no table."""

    body: Path
    fetched: datetime
    updated: datetime | None


@dataclass(frozen=True)
class Cache:
    """A folder of kept answers. It may be deleted at any time; it holds nothing else."""

    folder: Path

    def find(self, address: str, question: Question) -> Kept | None:
        """The kept answer to a question; None if there is none, or it is damaged."""
        body, head = self._paths(address, question)
        try:
            said = json.loads(head.read_bytes())
            with body.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            if digest != said["sha256"]:
                return None
            updated = said["updated"]
            return Kept(
                body, datetime.fromisoformat(said["fetched"]),
                None if updated is None else datetime.fromisoformat(updated),
            )  # fmt: skip
        except (OSError, ValueError, KeyError, TypeError):
            return None

    @contextmanager
    def room(self) -> Iterator[Path]:
        """A place for an answer on its way here; what is left there in the end is deleted.

        Raises:
            StatbankError: the folder cannot be written to.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix=".incoming-", dir=self.folder) as place:
                yield Path(place) / "body"
        except OSError as error:
            raise StatbankError(
                Message(
                    "the folder {folder} cannot be used ({reason}); "
                    "choose another with BOLIGSOCIAL_HOME"
                ),
                folder=str(self.folder),
                reason=error.strerror or str(error),
            ) from None

    def keep(
        self, address: str, question: Question, received: Path,
        fetched: datetime, updated: datetime | None,
    ) -> Kept:  # fmt: skip
        """Keep an answer that has been received in the folder's room, instead of an older one."""
        body, head = self._paths(address, question)
        with received.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        said = {
            "address": address,
            "question": dict(question),
            "fetched": fetched.isoformat(),
            "updated": None if updated is None else updated.isoformat(),
            "sha256": digest,
        }
        beside = received.with_name("head")
        beside.write_text(json.dumps(said, ensure_ascii=False, indent=1), "utf-8")
        received.replace(body)
        beside.replace(head)
        return Kept(body, fetched, updated)

    def _paths(self, address: str, question: Question) -> tuple[Path, Path]:
        asked = json.dumps([address, question], sort_keys=True, ensure_ascii=False)
        key = hashlib.sha256(asked.encode("utf-8")).hexdigest()[:32]
        return self.folder / f"{key}.body", self.folder / f"{key}.json"
