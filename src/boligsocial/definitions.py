"""Definitions that people write as TOML files, read into checked, frozen models."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from boligsocial.messages import InputError


class Definition(BaseModel):
    """A definition: its fields are known and, once read, never change."""

    model_config = ConfigDict(frozen=True, extra="forbid")


AnyDefinition = TypeVar("AnyDefinition", bound=Definition)


def toml_fields(text: str) -> dict[str, Any]:
    """The fields of a TOML text; numbers with a decimal point are read exactly."""
    return tomllib.loads(text, parse_float=Decimal)


def read_definition(
    path: Path, kind: type[AnyDefinition], ground: Mapping[str, Any] | None = None
) -> AnyDefinition:
    """The definition in a TOML file, laid over a ground of fields if one is given.

    Raises:
        InputError: no such file, not TOML, or a field that is unknown, missing or wrong.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        raise InputError(
            "cannot be read; give the path of a TOML file in UTF-8", file=str(path)
        ) from None
    return definition_from(text, kind, str(path), ground)


def definition_from(
    text: str, kind: type[AnyDefinition], file: str, ground: Mapping[str, Any] | None = None
) -> AnyDefinition:
    """As `read_definition`, from the text itself; `file` names it in errors."""
    try:
        return kind.model_validate(_laid_over(ground or {}, toml_fields(text)))
    except tomllib.TOMLDecodeError as error:
        raise InputError("is not TOML: {reason}", file=file, reason=str(error)) from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise InputError(
            "the field {field} is wrong: {reason}",
            file=file,
            field=".".join(str(each) for each in first["loc"]) or "(the whole)",
            reason=first["msg"],
        ) from None


def _laid_over(ground: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(ground)
    for name, value in fields.items():
        below = merged.get(name)
        both = isinstance(below, Mapping) and isinstance(value, Mapping)
        merged[name] = _laid_over(below, value) if both else value  # type: ignore[arg-type]
    return merged
