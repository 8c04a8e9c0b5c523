"""The theme that styles, charts, maps and drawings share, read from `theme.json`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class StatusLook:
    """How a status is drawn: `level` 0 to 4 from not listed to the innermost, shape and colours."""

    id: str
    level: int
    shape: str
    fill: str
    stroke: str


@cache
def theme() -> dict[str, Any]:
    """`font`, `colours` by name, `statuses` by id and the measures of the `map`."""
    fields: dict[str, Any] = json.loads(
        (Path(__file__).parent / "theme.json").read_text(encoding="utf-8")
    )
    return fields


def dark_to_light() -> list[str]:
    """Four fills for parts of a whole, those of the statuses."""
    return [status_look(each).fill for each in ("haard", "ghetto", "udsat", "forebyggelse")]


@cache
def status_look(status: str) -> StatusLook:
    """The look of a status by its id.

    Raises:
        KeyError: a status that the theme does not know.
    """
    return StatusLook(status, **theme()["statuses"][status])
