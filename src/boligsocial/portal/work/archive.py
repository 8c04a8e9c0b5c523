"""A whole case as one file to keep or hand over: what was said and decided, and every document."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from boligsocial.messages import Message
from boligsocial.portal.cases.files import path_of
from boligsocial.portal.cases.models import Case, Version
from boligsocial.portal.decision_log.models import LogEntry
from boligsocial.portal.decision_log.words import is_internal
from boligsocial.snapshots.store.build import Progress, Report


@dataclass(frozen=True)
class Piece:
    """A file of the archive: its name in it, and its content or where that is kept."""

    name: str
    content: bytes | Path


_PACKING = Message("packing {name}")


def write_archive(case: Case, path: Path, report: Report | None = None, *, internal: bool) -> int:
    """Write a case as a ZIP file, and tell how many pieces it has.

    internal: with what is for the Fund's own people. The file is written beside its place and moved
    there.

    Raises:
        UserError: a document's file is gone or changed.
    """
    pieces = list(_pieces(case, internal))
    beside = path.with_name(f".{path.name}.half")
    try:
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
            for place, piece in enumerate(pieces):
                if report:
                    report(Progress(place, len(pieces), _PACKING.filled(name=piece.name)))
                if isinstance(piece.content, Path):
                    archive.write(piece.content, piece.name)
                else:
                    archive.writestr(piece.name, piece.content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return len(pieces)


def _pieces(case: Case, internal: bool) -> Iterator[Piece]:
    yield Piece("sag.json", _json(_case(case, internal)))
    yield Piece("log.json", _json(list(_log(case, internal))))
    for version in Version.objects.filter(document__case=case).select_related("document", "by"):
        yield from _of_version(version)


def _case(case: Case, internal: bool) -> dict[str, object]:
    comments = case.comments.select_related("by", "organisation")
    return {
        "reference": case.reference,
        "name": case.name,
        "kind": case.kind,
        "phase": case.phase,
        "opened_at": case.opened_at.isoformat(),
        "figures": case.figures,
        "list": case.list_id,
        "caseworker": str(case.caseworker or ""),
        "parties": [each.name for each in case.parties.all()],
        "places": [
            {"geography": each.geography, "id": each.place_id, "name": each.name}
            for each in case.places.all()
        ],
        "steps": [
            {"number": each.number, "from": each.came_from, "to": each.to, "by": str(each.by),
             "for": each.organisation.name, "at": each.at.isoformat(), "reason": each.reason}
            for each in case.steps.select_related("by", "organisation")
        ],
        "comments": [
            {"by": str(each.by), "for": each.organisation.name, "at": each.at.isoformat(),
             "text": each.text, "internal": each.is_internal}
            for each in (comments if internal else comments.filter(is_internal=False))
        ],
        "requests": [
            {"by": str(each.by), "at": each.at.isoformat(), "text": each.text,
             "due": each.due_on.isoformat(), "answer": each.answer,
             "answered_by": str(each.answered_by or "")}
            for each in case.requests.select_related("by", "answered_by")
        ],
    }  # fmt: skip


def _log(case: Case, internal: bool) -> Iterator[dict[str, object]]:
    for each in LogEntry.objects.filter(case=case.pk).select_related("by"):
        if is_internal(each) and not internal:
            continue
        yield {
            "number": each.number, "at": each.at.isoformat(), "by": str(each.by),
            "kind": each.kind, "content": json.loads(each.content),
            "previous": each.previous, "hash": each.hash,
        }  # fmt: skip


def _of_version(version: Version) -> Iterator[Piece]:
    """What a version holds, under the document's name and the version's number."""
    document = version.document
    repeated = f" ({document.in_phase})" if document.in_phase else ""
    stem = f"dokumenter/{document.asked}{repeated}/{version.number:02}"
    if version.text:
        yield Piece(f"{stem}.txt", version.text.encode("utf-8"))
    if version.figures is not None:
        yield Piece(f"{stem}.json", _json(version.figures))
    if version.file_digest:
        yield Piece(f"{stem} {version.file_name}", path_of(version.file_digest))


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8")
