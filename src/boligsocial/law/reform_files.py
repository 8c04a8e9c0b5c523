"""A reform written as the TOML file that `boligsocial classify --reform` reads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal

from boligsocial.definitions import Definition
from boligsocial.law.reforms import Reform


def as_toml(reform: Reform) -> str:
    """The reform's file; read again it is the same reform."""
    lines = [f"{name} = {_value(getattr(reform, name))}" for name in ("id", "name", "description")]
    lines.append(f"sources = {_value(list(reform.sources))}")
    lines.append(f"drop = {_value(sorted(reform.drop))}")
    for table, changes in (("criteria", reform.criteria), ("statuses", reform.statuses)):
        for name, change in changes.items():
            lines += ["", f"[{table}.{name}]", *_fields(change)]
    return "\n".join(lines) + "\n"


def _fields(change: Definition) -> Iterator[str]:
    for name, value in change:
        if value is not None:
            yield f"{name} = {_value(value)}"


def _value(value: str | int | Decimal | list[str]) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    # A JSON text, number or list of texts is written alike in TOML.
    return json.dumps(value, ensure_ascii=False)
