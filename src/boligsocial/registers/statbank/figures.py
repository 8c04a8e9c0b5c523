"""Figures with where they are from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from boligsocial.messages import Message


@dataclass(frozen=True)
class Provenance:
    """Where figures are from, so that they can be cited and asked for again.

    `updated` is when Statistics Denmark published them, `fetched` when they came here; `stale` says
    that they could not be asked for anew. `first_period` and `last_period` are codes of the table's
    own, None where it has no periods. `address` and `question` are what was sent.
    """

    table: str
    title: str
    unit: str
    updated: datetime
    fetched: datetime
    stale: bool
    first_period: str | None
    last_period: str | None
    address: str
    question: Mapping[str, Any]
    attribution: str
    licence: str
    licence_address: str


@dataclass(frozen=True)
class Figures:
    """Figures of a table.

    `table` has a row for each cell: the codes, in a column by the id of their variable, `value`
    (Float64, null where there is none) and `status` (text, why, where stated). `texts` are the
    names of the codes by variable, `notes` what is missing or old.
    """

    table: pl.DataFrame
    texts: Mapping[str, Mapping[str, str]]
    area: str | None
    provenance: Provenance
    notes: tuple[Message, ...]
