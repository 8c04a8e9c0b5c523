"""How a CSV file of a delivery separates its cells, so that every engine reads the same."""

from __future__ import annotations

from pathlib import Path

QUOTE = '"'
"""Stands around cells; within one it is doubled."""
_SEPARATORS = ",;\t"
_HEADER_BYTES = 1 << 16


def separator_of(path: Path) -> str:
    """What separates the columns in the header of a file: a comma, a semicolon or a tab."""
    with path.open("rb") as file:
        header = file.readline(_HEADER_BYTES).decode("utf-8", "replace")
    return max(_SEPARATORS, key=header.count)
