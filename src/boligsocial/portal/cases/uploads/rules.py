"""Which files may be sent, and how large: `rules.toml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from boligsocial.definitions import Definition, read_definition

BYTES_PER_MB = 1_000_000


class FileKind(Definition):
    """A kind of file. endings: of its name. main_part: the content type of what a packed one
    mainly holds."""

    id: str
    name: str
    media: str
    endings: tuple[str, ...]
    main_part: str = ""


class UploadRules(Definition):
    """The rules; sizes in megabytes, of a file as sent and of a packed one when unpacked.

    read_past_megabytes: of a request that is read to its end only to be answered.
    """

    largest_megabytes: int
    largest_unpacked_megabytes: int
    read_past_megabytes: int
    source: str
    kind: tuple[FileKind, ...]

    @property
    def largest(self) -> int:
        """Bytes."""
        return self.largest_megabytes * BYTES_PER_MB

    @property
    def largest_unpacked(self) -> int:
        """Bytes."""
        return self.largest_unpacked_megabytes * BYTES_PER_MB

    @property
    def longest_read_past(self) -> int:
        """Bytes."""
        return self.read_past_megabytes * BYTES_PER_MB

    @property
    def endings(self) -> tuple[str, ...]:
        """Of the names of files that may be sent."""
        return tuple(ending for kind in self.kind for ending in kind.endings)


@cache
def upload_rules() -> UploadRules:
    """The rules in force."""
    return read_definition(Path(__file__).parent / "rules.toml", UploadRules)
