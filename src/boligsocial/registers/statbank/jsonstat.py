"""Reads JSON-stat, versions 1 and 2: bundles, datasets, collections and lone dimensions.

Format: json-stat.org/full. A dataset is a cube; its cells stand with the last dimension fastest.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import polars as pl
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from boligsocial.messages import Message
from boligsocial.registers.statbank.errors import JsonStatError

Role = Literal["time", "geo", "metric"]
ROLES: tuple[Role, ...] = ("time", "geo", "metric")

Json = Mapping[str, Any]
Scalar = bool | int | float | str | None
Values = list[Scalar] | dict[str, Scalar]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)


class _Category(_Part):
    index: list[str] | dict[str, int] | None = None
    label: dict[str, str] = {}
    unit: dict[str, dict[str, Any]] = {}
    child: dict[str, list[str]] = {}


class _Dimension(_Part):
    label: str | None = None
    category: _Category


class _Links(_Part):
    item: list[dict[str, Any]] = []


class _Collection(_Part):
    link: _Links = _Links()


class _Dataset(_Part):
    label: str | None = None
    source: str | None = None
    updated: str | None = None
    id: list[str]
    size: list[int]
    role: dict[str, list[str] | None] = {}
    dimension: dict[str, Any]
    value: Values
    status: Values | str | None = None

    @model_validator(mode="before")
    @classmethod
    def _as_version_2(cls, part: object) -> object:
        """Version 1 keeps ids, sizes and roles among the dimensions, version 2 beside them."""
        if not isinstance(part, dict) or not isinstance(part.get("dimension"), dict):
            return part
        inside = part["dimension"]
        return {name: inside[name] for name in ("id", "size", "role") if name in inside} | part


@dataclass(frozen=True)
class Dimension:
    """A dimension with its categories in order.

    `role` is None for a plain classification; `units` and `children` (the codes below a code) are
    by code, and empty where the document states none.
    """

    id: str
    label: str
    role: Role | None
    codes: tuple[str, ...]
    labels: tuple[str, ...]
    units: Mapping[str, Json]
    children: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Dataset:
    """A cube; `updated` is text, as it stands."""

    name: str
    label: str
    source: str
    updated: str
    dimensions: tuple[Dimension, ...]
    values: Values
    statuses: Values | str | None

    @property
    def size(self) -> int:
        """The number of cells."""
        return math.prod(len(dimension.codes) for dimension in self.dimensions)

    def cells(self) -> pl.DataFrame:
        """A row for each cell: the codes by the dimensions' ids, `value`, `status` (text).

        `value` is Int64, Float64 or text, whichever holds all of them; null where none is stated.
        """
        shape = [len(dimension.codes) for dimension in self.dimensions]
        places = np.unravel_index(np.arange(self.size), shape) if shape else ()
        columns = [
            pl.Series(dimension.id, dimension.codes, pl.String).gather(place)
            for dimension, place in zip(self.dimensions, places, strict=True)
        ]
        statuses = _spread(self.statuses, self.size)
        status = pl.Series("status", [None if s is None else str(s) for s in statuses], pl.String)
        return pl.DataFrame([*columns, _typed(_spread(self.values, self.size)), status])


@dataclass(frozen=True)
class Document:
    """What a document holds; `links` are addresses of datasets that it names without their data."""

    datasets: tuple[Dataset, ...]
    dimensions: tuple[Dimension, ...]
    links: tuple[str, ...]


def read_jsonstat(content: bytes | str) -> Document:
    """Every dataset and lone dimension of a JSON-stat document.

    Raises:
        JsonStatError: not JSON, not JSON-stat, or a cube whose parts do not fit together.
    """
    try:
        document = json.loads(content)
    except ValueError as error:
        raise JsonStatError(Message("it is not JSON: {reason}"), reason=str(error)) from None
    try:
        return _read(document)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise JsonStatError(
            Message("its {place} does not fit: {fault}"),
            place=".".join(str(each) for each in first["loc"]),
            fault=first["msg"],
        ) from None


def _read(document: object) -> Document:
    if not isinstance(document, dict):
        raise JsonStatError(Message("it is JSON, but no JSON-stat"))
    match document.get("class"):
        case "dimension":
            alone = _Dimension.model_validate(document)
            return Document((), (_dimension(alone.label or "dimension", alone, None, None),), ())
        case "collection":
            items = _Collection.model_validate(document).link.item
            embedded = tuple(_dataset(_name(item), item) for item in items if "dimension" in item)
            links = [item["href"] for item in items if "dimension" not in item and "href" in item]
            return Document(embedded, (), tuple(str(link) for link in links))
        case "dataset":
            return Document((_dataset(_name(document), document),), (), ())
    bundle = {
        name: part
        for name, part in document.items()
        if isinstance(part, dict) and "dimension" in part
    }
    if not bundle:
        raise JsonStatError(Message("it is JSON, but no JSON-stat"))
    return Document(tuple(_dataset(name, part) for name, part in bundle.items()), (), ())


def _name(dataset: Json) -> str:
    return str(dataset.get("href") or dataset.get("label") or "dataset")


def _dataset(name: str, part: Json) -> Dataset:
    read = _Dataset.model_validate(part)
    if len(set(read.id)) < len(read.id) or len(read.id) != len(read.size):
        raise JsonStatError(Message("the dataset {name} has no sizes of its dimensions"), name=name)
    described = {each: _Dimension.model_validate(read.dimension.get(each)) for each in read.id}
    roles = {id_: role for role in reversed(ROLES) for id_ in read.role.get(role) or ()}
    dimensions = tuple(
        _dimension(each, described[each], roles.get(each), size)
        for each, size in zip(read.id, read.size, strict=True)
    )
    dataset = Dataset(
        name, read.label or "", read.source or "", read.updated or "", dimensions,
        read.value, read.status,
    )  # fmt: skip
    _refuse_misfit(dataset)
    return dataset


def _dimension(id_: str, part: _Dimension, role: Role | None, size: int | None) -> Dimension:
    category = part.category
    codes = _codes(category.index, category.label)
    if codes is None or (size is not None and len(codes) != size):
        raise JsonStatError(
            Message("the dimension {dimension} has not {size} categories, each with its place"),
            dimension=id_,
            size=str(size),
        )
    return Dimension(
        id_, part.label or id_, role, codes,
        tuple(category.label.get(code, code) for code in codes), category.unit,
        {code: tuple(below) for code, below in category.child.items()},
    )  # fmt: skip


def _codes(
    index: list[str] | dict[str, int] | None, labels: Mapping[str, str]
) -> tuple[str, ...] | None:
    """The codes in order; a dimension with a single category may leave its index out."""
    match index:
        case list():
            return tuple(index) if len(set(index)) == len(index) else None
        case dict():
            placed = {place: code for code, place in index.items()}
            whole = set(placed) == set(range(len(index)))
            return tuple(placed[place] for place in range(len(index))) if whole else None
    return tuple(labels) if len(labels) == 1 else None


def _refuse_misfit(dataset: Dataset) -> None:
    """Values, and statuses in a list, are as many as the cells; sparse ones lie within them."""
    for given, alone in ((dataset.values, False), (dataset.statuses, True)):
        match given:
            case list():
                fits = len(given) == dataset.size or (alone and len(given) == 1)
            case dict():
                fits = all(place.isdecimal() and int(place) < dataset.size for place in given)
            case _:
                fits = True
        if not fits:
            raise JsonStatError(
                Message("the dataset {name} has {cells} cells and values for others"),
                name=dataset.name,
                cells=dataset.size,
            )


def _spread(given: Values | str | None, size: int) -> list[Scalar]:
    """One entry for each cell: of a full list, of sparse entries, or of one that holds for all."""
    match given:
        case list() if len(given) == size:
            return given
        case list():
            return given * size
        case str():
            return [given] * size
        case None:
            return [None] * size
    spread: list[Scalar] = [None] * size
    for place, entry in given.items():
        spread[int(place)] = entry
    return spread


def _typed(values: list[Scalar]) -> pl.Series:
    kinds = {type(value) for value in values} - {type(None)}
    if kinds <= {int}:
        return pl.Series("value", values, pl.Int64)
    if kinds <= {int, float}:
        return pl.Series("value", values, pl.Float64, strict=False)
    texts = [None if value is None else str(value) for value in values]
    return pl.Series("value", texts, pl.String)
