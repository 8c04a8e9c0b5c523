"""The text of a file, to look for CPR numbers in; a picture and a PDF cannot be searched here."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import IO

from python_calamine import CalamineError, CalamineWorkbook

from boligsocial.cpr import cpr_numbers_in
from boligsocial.messages import UserError
from boligsocial.portal.cases.uploads.recognising import refuse_swollen
from boligsocial.portal.cases.uploads.rules import FileKind
from boligsocial.portal.free_text import CprQuestionError

SEARCHED = frozenset({"text", "xlsx", "docx"})
"""The kinds that can be searched."""
_PARAGRAPH = re.compile(r"</w:p>|<w:br/>|<w:tab/>")
_MARK = re.compile(r"<[^>]*>")
_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml")


def refuse_cpr(file: IO[bytes], kind: FileKind, name: str) -> None:
    """Nothing, where no part of a file looks like a CPR number; it is left at its beginning.

    Raises:
        CprQuestionError: one does.
        UserError: the file cannot be read.
    """
    if kind.id not in SEARCHED:
        return
    found = [number for text in _texts(file, kind.id, name) for number in cpr_numbers_in(text)]
    file.seek(0)
    if found:
        raise CprQuestionError(found)


def _texts(file: IO[bytes], kind: str, name: str) -> Iterator[str]:
    file.seek(0)
    if kind == "text":
        raw = file.read()
        try:
            yield raw.decode("utf-8")
        except UnicodeDecodeError:
            yield raw.decode("latin-1")
        return
    try:
        yield from _of_workbook(file) if kind == "xlsx" else _of_letter(file)
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError):
        raise UserError(
            "{file} cannot be read; open it, save it anew and send that", file=name
        ) from None


def _of_workbook(file: IO[bytes]) -> Iterator[str]:
    book = CalamineWorkbook.from_filelike(file)
    for sheet in book.sheet_names:
        for row in book.get_sheet_by_name(sheet).iter_rows():
            yield " ; ".join(_cell(cell) for cell in row)


def _cell(cell: object) -> str:
    """Excel keeps a number that was typed in without its leading zero."""
    if isinstance(cell, float) and cell.is_integer():
        return f"{int(cell):010d}" if cell >= _NINE_DIGITS else str(int(cell))
    return str(cell)


_NINE_DIGITS = 10**8


def _of_letter(file: IO[bytes]) -> Iterator[str]:
    """Each part of a Word document; a number may be cut into runs with marks between."""
    with zipfile.ZipFile(file) as packed:
        refuse_swollen(packed)
        for part in packed.namelist():
            if _PARTS.fullmatch(part):
                marked = packed.read(part).decode("utf-8", errors="replace")
                yield _MARK.sub("", _PARAGRAPH.sub("\n", marked))
