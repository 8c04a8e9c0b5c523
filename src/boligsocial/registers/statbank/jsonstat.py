"""Reads JSON-stat, versions 1 and 2: bundles, datasets, collections and lone dimensions.

Format: json-stat.org/full. A dataset is a cube; its cells stand with the last dimension fastest.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import polars as pl

from boligsocial.messages import Message
from boligsocial.registers.statbank.errors import JsonStatError

Role = Literal["time", "geo", "metric"]
ROLES: tuple[Role, ...] = ("time", "geo", "metric")

Json = Mapping[str, Any]


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
    values: list[Any] | Json
    statuses: list[Any] | Json | str | None

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
    if not isinstance(document, dict):
        raise JsonStatError(Message("it is JSON, but no JSON-stat"))
    match document.get("class"):
        case "dimension":
            return Document((), (_lone_dimension(document),), ())
        case "collection":
            items = [item for item in _items(document) if "dimension" in item]
            links = [str(item["href"]) for item in _items(document)
                     if "dimension" not in item and "href" in item]  # fmt: skip
            return Document(tuple(_dataset(_name(i), i) for i in items), (), tuple(links))
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


def _items(collection: Json) -> Iterator[Json]:
    link = collection.get("link")
    items = link.get("item") if isinstance(link, dict) else None
    yield from (
        item for item in (items if isinstance(items, list) else []) if isinstance(item, dict)
    )


def _name(dataset: Json) -> str:
    return str(dataset.get("href") or dataset.get("label") or "dataset")


def _dataset(name: str, part: Json) -> Dataset:
    described = part["dimension"]
    if not isinstance(described, dict):
        raise JsonStatError(Message("the dataset {name} has no dimensions"), name=name)
    # Version 1 keeps ids, sizes and roles among the dimensions, version 2 beside them.
    ids, sizes, roles = (part.get(each, described.get(each)) for each in ("id", "size", "role"))
    if not isinstance(ids, list) or not isinstance(sizes, list) or len(ids) != len(sizes):
        raise JsonStatError(Message("the dataset {name} has no sizes of its dimensions"), name=name)
    dimensions = tuple(
        _dimension(str(each), described.get(each), _role(each, roles), size)
        for each, size in zip(ids, sizes, strict=True)
    )
    values, statuses = part.get("value"), part.get("status")
    if not isinstance(values, list | dict):
        raise JsonStatError(Message("the dataset {name} has no values"), name=name)
    dataset = Dataset(
        name, str(part.get("label") or ""), str(part.get("source") or ""),
        str(part.get("updated") or ""), dimensions, values,
        statuses if isinstance(statuses, list | dict | str) else None,
    )  # fmt: skip
    _refuse_misfit(dataset)
    return dataset


def _role(id_: object, roles: object) -> Role | None:
    stated: Json = roles if isinstance(roles, dict) else {}
    return next((role for role in ROLES if id_ in (stated.get(role) or ())), None)


def _lone_dimension(document: Json) -> Dimension:
    label = str(document.get("label") or "dimension")
    return _dimension(label, document, None, None)


def _dimension(id_: str, part: object, role: Role | None, size: object) -> Dimension:
    category = part.get("category") if isinstance(part, dict) else None
    if not isinstance(part, dict) or not isinstance(category, dict):
        raise JsonStatError(Message("the dimension {dimension} has no categories"), dimension=id_)
    labels = category.get("label") or {}
    codes = _codes(category.get("index"), labels)
    if codes is None or (size is not None and len(codes) != size):
        raise JsonStatError(
            Message("the dimension {dimension} has not {size} categories, each with its place"),
            dimension=id_,
            size=str(size),
        )
    children = category.get("child") or {}
    return Dimension(
        id_, str(part.get("label") or id_), role, codes,
        tuple(str(labels.get(code, code)) for code in codes), category.get("unit") or {},
        {code: tuple(map(str, below)) for code, below in children.items()},
    )  # fmt: skip


def _codes(index: object, labels: Json) -> tuple[str, ...] | None:
    """The codes in order; a dimension with a single category may leave its index out."""
    match index:
        case list():
            return tuple(map(str, index)) if len(set(index)) == len(index) else None
        case dict():
            placed = {place: str(code) for code, place in index.items()}
            whole = set(placed) == set(range(len(index)))
            return tuple(placed[place] for place in range(len(index))) if whole else None
        case None if len(labels) == 1:
            return tuple(map(str, labels))
    return None


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


def _spread(given: list[Any] | Json | str | None, size: int) -> list[Any]:
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
    spread: list[Any] = [None] * size
    for place, entry in given.items():
        spread[int(place)] = entry
    return spread


def _typed(values: list[Any]) -> pl.Series:
    kinds = {type(value) for value in values} - {type(None)}
    if kinds <= {int}:
        return pl.Series("value", values, pl.Int64)
    if kinds <= {int, float}:
        return pl.Series("value", values, pl.Float64, strict=False)
    texts = [None if value is None else str(value) for value in values]
    return pl.Series("value", texts, pl.String)
