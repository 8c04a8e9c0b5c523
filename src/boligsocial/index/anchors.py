"""Scores that compare over the years: a scale frozen in one period, used in the next.

The relative score says how a unit stands among the others of its own period, so its mean never
moves. The anchored score holds the same figures against the distribution of a reference period: if
all improve, all anchored scores fall. Transforms by rank end at the worst and the best unit of the
reference: beyond these the anchored score stays where it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import polars as pl
from pydantic import ValidationError

from boligsocial.definitions import Definition
from boligsocial.index.figures import figures_of
from boligsocial.index.scores import evaluate
from boligsocial.index.specification import Specification, part_name
from boligsocial.index.transforms import Distribution
from boligsocial.messages import InputError, UserError

RANKED = ("rank", "exponential")


class FrozenDistribution(Definition):
    """A distribution of the reference period; `ordered` is kept for transforms by rank alone."""

    mean: float
    spread: float
    low: float
    high: float
    ordered: tuple[float, ...] = ()


class Anchor(Definition):
    """A specification with the distributions of its reference period, by component and domain."""

    period: str
    specification: Specification
    distributions: Mapping[str, FrozenDistribution]

    def held_to(self) -> dict[str, Distribution]:
        return {
            name: Distribution(
                each.mean, each.spread, each.low, each.high, np.array(each.ordered)
            )
            for name, each in self.distributions.items()
        }  # fmt: skip


def anchor_of(units: pl.DataFrame, specification: Specification, period: str) -> Anchor:
    """The scale of these units, frozen: their period is the reference.

    Raises:
        UserError: a column or a figure is missing.
    """
    figures = figures_of(units, specification)
    evaluation = evaluate(figures.worse[figures.kept], specification)
    return Anchor(
        period=period,
        specification=specification,
        distributions={
            part_name(part): _frozen(
                evaluation.held_to[part_name(part)], with_order=part.transform in RANKED
            )
            for part in specification.scales
        },
    )


def anchored_scores(units: pl.DataFrame, specification: Specification, anchor: Anchor) -> pl.Series:
    """The score of each unit on the anchor's scale, in the order of `units`; null if dropped.

    Raises:
        UserError: the anchor is one of another specification; a column or a figure is missing.
    """
    if _what_is_weighed(anchor.specification) != _what_is_weighed(specification):
        raise UserError(
            "the anchor of {period} belongs to another specification ({name}); make an anchor with "
            "the one in use",
            period=anchor.period,
            name=anchor.specification.id or "?",
        )
    figures = figures_of(units, specification)
    evaluation = evaluate(figures.worse, specification, anchor.held_to())
    scores = pl.Series("anchored_score", evaluation.score)
    return scores.set(~pl.Series(figures.kept), None)


def write_anchor(anchor: Anchor, path: Path) -> None:
    """An anchor to a JSON file, its numbers with all digits.

    Raises:
        UserError: the file cannot be written.
    """
    try:
        path.write_text(anchor.model_dump_json(), "utf-8")
    except OSError as error:
        raise UserError(
            "{path} cannot be written: {reason}", path=str(path), reason=error.strerror or ""
        ) from None


def read_anchor(path: Path) -> Anchor:
    """An anchor that was written.

    Raises:
        InputError: no such file, or not an anchor.
    """
    try:
        anchor = Anchor.model_validate_json(path.read_bytes())
    except OSError:
        raise InputError("cannot be read; give the path of an anchor", file=str(path)) from None
    except ValidationError:
        raise InputError(
            "is not an anchor; make one with boligsocial index --save-anchor", file=str(path)
        ) from None
    for part in anchor.specification.scales:
        frozen = anchor.distributions.get(part_name(part))
        if frozen is None or (part.transform in RANKED and not frozen.ordered):
            raise InputError(
                "lacks the distribution of {part}", file=str(path), part=part_name(part)
            )
    return anchor


def _frozen(held_to: Distribution, *, with_order: bool) -> FrozenDistribution:
    return FrozenDistribution(
        mean=held_to.mean,
        spread=held_to.spread,
        low=held_to.low,
        high=held_to.high,
        ordered=tuple(held_to.ordered.tolist()) if with_order else (),
    )


def _what_is_weighed(specification: Specification) -> Specification:
    """The specification without its words."""
    return specification.model_copy(update={"id": "", "name": "", "description": "", "sources": ()})
