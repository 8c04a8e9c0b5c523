"""What a file is, from its content; a name that says something else is not believed."""

from __future__ import annotations

import unicodedata
import zipfile
from dataclasses import dataclass
from typing import IO

from boligsocial.messages import Message, UserError
from boligsocial.portal.cases.uploads.rules import FileKind, UploadRules, upload_rules

_HEAD, _TAIL = 1024, 2048
_TYPES = "[Content_Types].xml"
_MACROS = "vbaProject"
_LONGEST_NAME, _LONGEST_ENDING = 120, 10


def recognised(file: IO[bytes], name: str) -> FileKind:
    """The kind of a file that may be sent; it is left at its beginning.

    Raises:
        UserError: empty, of no kind that may be sent, or not what its name says.
    """
    rules = upload_rules()
    sent = _Sent(file, *_ends(file))
    if not sent.head:
        raise UserError("{file} is empty", file=name)
    found = next((each for each in rules.kind if _is(each, sent)), None)
    file.seek(0)
    named = _named(rules, name)
    if named and named != found:
        raise UserError(
            "{file} is called {ending} but is not such a file; save it anew as {kind} and send "
            "that",
            file=name,
            ending=f".{_ending(name)}",
            kind=named.name,
        )
    if found is None or named is None:
        raise UserError(
            "{file} is of a kind that is not taken here; send {kinds}",
            file=name,
            kinds=", ".join(rules.endings),
        )
    return found


def clean_name(given: str) -> str:
    """A file's name without folders, control characters and spaces at its ends."""
    last = given.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(each for each in last if unicodedata.category(each)[0] != "C").strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if dot and len(ending) <= _LONGEST_ENDING:
        return f"{stem[:_LONGEST_NAME]}.{ending}"
    return plain[:_LONGEST_NAME] or "fil"


def _named(rules: UploadRules, name: str) -> FileKind | None:
    return next((each for each in rules.kind if _ending(name) in each.endings), None)


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower()


def _ends(file: IO[bytes]) -> tuple[bytes, bytes]:
    file.seek(0)
    head = file.read(_HEAD)
    size = file.seek(0, 2)
    file.seek(max(0, size - _TAIL))
    return head, file.read()


@dataclass(frozen=True)
class _Sent:
    file: IO[bytes]
    head: bytes
    tail: bytes


def _is(kind: FileKind, sent: _Sent) -> bool:
    """Whether a file is of a kind, by its own marks."""
    head, tail = sent.head, sent.tail
    match kind.id:
        case "pdf":
            return head.startswith(b"%PDF-") and b"startxref" in tail and b"%%EOF" in tail
        case "png":
            return head.startswith(b"\x89PNG\r\n\x1a\n") and b"IEND" in tail
        case "jpeg":
            return head.startswith(b"\xff\xd8\xff") and tail.rstrip(b"\x00").endswith(b"\xff\xd9")
        case "text":
            return _is_text(sent)
        case _:
            return _is_packed(kind, sent)


def _is_packed(kind: FileKind, sent: _Sent) -> bool:
    """A zip whose list of contents names the main part of the kind, without macros."""
    if not sent.head.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(sent.file) as packed:
            refuse_swollen(packed)
            names = packed.namelist()
            if _TYPES not in names or any(_MACROS in each for each in names):
                return False
            return kind.main_part.encode("ascii") in packed.read(_TYPES)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError):
        return False


def refuse_swollen(packed: zipfile.ZipFile) -> None:
    """Nothing, where a packed file stays within what may be unpacked.

    Raises:
        UserError: it does not.
    """
    rules = upload_rules()
    if sum(each.file_size for each in packed.infolist()) > rules.largest_unpacked:
        raise UserError(_SWOLLEN, largest=rules.largest_unpacked_megabytes)


def _is_text(sent: _Sent) -> bool:
    """Text has no bytes that only machines read."""
    sent.file.seek(0)
    machines = bytes(set(range(32)) - set(b"\t\n\r\f"))
    chunks = iter(lambda: sent.file.read(1 << 16), b"")
    return all(chunk.translate(None, machines) == chunk for chunk in chunks)


_SWOLLEN = Message(
    "the file holds more than {largest} MB when it is unpacked; take away what is not needed"
)
