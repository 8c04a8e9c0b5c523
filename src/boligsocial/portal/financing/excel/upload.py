"""A workbook that came over the web: refused where it is none, or too large to read safely."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from boligsocial.messages import InputError, UserError
from boligsocial.portal.financing.definitions import rules

_UNPACKED = 20
"""How many times its own limit a workbook may take when it is unpacked."""


def content_of(file: Any) -> tuple[str, bytes]:  # noqa: ANN401 - Django's uploaded file
    """The name and the bytes of an uploaded workbook.

    Raises:
        UserError: no file, too large a one, or none that Excel writes.
    """
    size = rules().size
    if file is None:
        raise UserError("choose a workbook first")
    name = str(file.name)
    if file.size > size.largest_file:
        raise InputError(
            "is larger than {most} MB; take out pictures and other sheets",
            file=name,
            most=size.most_file_mib,
        )
    content: bytes = file.read()
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return name, content
    if not content.startswith(b"PK\x03\x04") or not _unpacks_within(
        content, size.largest_file * _UNPACKED
    ):
        raise InputError("is not an Excel workbook that can be read", file=name)
    return name, content


def _unpacks_within(content: bytes, most: int) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return sum(each.file_size for each in packed.infolist()) <= most
    except zipfile.BadZipFile:
        return False
