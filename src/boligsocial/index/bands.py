"""Bands of an index by the share of units that are worse, and what it would take to change band."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from pydantic import Field, model_validator

from boligsocial.definitions import Definition, read_definition
from boligsocial.index.figures import are_shares, column_of, denominator, figures_of, worth_of_one
from boligsocial.index.ranks import ROUNDING, amounts_added
from boligsocial.index.scores import Evaluation, evaluate, weights_of
from boligsocial.index.specification import Component, Domain, Specification, part_name
from boligsocial.index.transforms import Floats, restored


class Band(Definition):
    """The units down to a share of all, counted from the worst."""

    id: str
    name: str
    worst_percent: Decimal = Field(gt=0, le=100)


class Bands(Definition):
    """Bands from the worst on; the last one holds the rest."""

    id: str
    name: str
    description: str = ""
    sources: tuple[str, ...] = ()
    band: tuple[Band, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _reach_all(self) -> Bands:
        ends = [each.worst_percent for each in self.band]
        if ends != sorted(set(ends)) or ends[-1] != 100:
            raise ValueError("worst_percent must rise from band to band and end with 100")
        return self

    def last_ranks(self, units: int) -> NDArray[np.int64]:
        """The greatest rank of each band among so many units. Shape: (bands,)."""
        return np.array([int(units * each.worst_percent / 100) for each in self.band])


def default_bands() -> Bands:
    """The product's own; no official cut-offs exist."""
    return read_bands(Path(__file__).parent / "definitions" / "bands.toml")


def read_bands(path: Path) -> Bands:
    """Bands from a TOML file.

    Raises:
        InputError: not TOML, or a field that is wrong.
    """
    return read_definition(path, Bands)


def percentiles(ranks: pl.Series) -> pl.Series:
    """The share of units down to each rank, in per cent: 5 is the last of the worst 5 per cent."""
    return (100 * ranks / ranks.count()).alias("percentile")


def band_of(ranks: pl.Series, bands: Bands) -> pl.Series:
    """The id of the band of each rank; null where there is none."""
    number = np.searchsorted(bands.last_ranks(ranks.count()), ranks.fill_null(1).to_numpy())
    names = pl.Series("band", [each.id for each in bands.band])
    return names.gather(number).set(ranks.is_null(), None)


def what_it_takes(units: pl.DataFrame, specification: Specification, bands: Bands) -> pl.DataFrame:
    """By how much one component must change to take a unit into the next better or worse band.

    One row for each unit, component and neighbouring band: `id, band, towards` (the id of the other
    band), `component, figure, figure_needed, change, residents`. The other components, the other
    units and the scale stay as they are. `figure_needed` is null where the component alone cannot
    do it. `residents` is the number of people whose state must change, where the table has counts
    of people among people.

    Raises:
        UserError: a column or a figure is missing.
    """
    figures = figures_of(units, specification)
    known, worse = units.filter(figures.kept), figures.worse[figures.kept]
    evaluation = evaluate(worse, specification)
    here, aims = _band_numbers(evaluation, bands), []
    for step, up in ((-1, True), (1, False)):
        target = _score_needed(evaluation, bands, here + step, up=up)
        names = _names_of(bands, here, here + step)
        for number, component in enumerate(specification.component):
            needed = _figure_needed(evaluation, component, target, up=up)
            change = _change(known, component, worse[:, number], needed)
            aims.append(pl.DataFrame({"id": known["id"], **names}).hstack(change))
    return pl.concat(aims).filter(pl.col("towards").is_not_null())


def _band_numbers(evaluation: Evaluation, bands: Bands) -> NDArray[np.int64]:
    ranks = evaluation.rank
    return np.searchsorted(bands.last_ranks(len(ranks)), ranks)


def _names_of(
    bands: Bands, here: NDArray[np.int64], there: NDArray[np.int64]
) -> dict[str, pl.Series]:
    ids = pl.Series([each.id for each in bands.band])
    outside = pl.Series((there < 0) | (there >= len(ids)))
    towards = ids.gather(np.clip(there, 0, len(ids) - 1)).set(outside, None)
    return {"band": ids.gather(here), "towards": towards}


def _score_needed(
    evaluation: Evaluation, bands: Bands, there: NDArray[np.int64], *, up: bool
) -> Floats:
    """The score at which a unit stands in the other band; NaN where there is no such band.

    Upwards, to the worse, it is the score of the band's last unit; downwards, that of its first,
    less what may be rounding.
    """
    ends, worst_first = bands.last_ranks(len(there)), np.argsort(-evaluation.score)
    last = ends[np.clip(there if up else there - 1, 0, len(ends) - 1)]
    place = last - 1 if up else last
    exists = (there >= 0) & (there < len(ends)) & (place >= 0) & (place < len(worst_first))
    at = evaluation.score[worst_first[np.clip(place, 0, len(worst_first) - 1)]]
    added = amounts_added(evaluation.parts, weights_of(evaluation.specification.parts))
    hair = 4 * ROUNDING * (added.max() or 1)
    return np.where(exists, at if up else at - hair, np.nan)


def _figure_needed(
    evaluation: Evaluation, component: Component, target: Floats, *, up: bool
) -> Floats:
    """The component's figure, higher is worse, at which the unit has the score."""
    specification, total = evaluation.specification, evaluation.score
    if component.domain is not None:
        domain = next(each for each in specification.domain if each.id == component.domain)
        target = _restored(evaluation, domain, target, total, up=up)
        inside = specification.components_of(domain.id)
        scaled = np.column_stack([evaluation.scaled[each.column] for each in inside])
        total, up = scaled @ weights_of(inside), up == (domain.weight > 0)
    return _restored(evaluation, component, target, total, up=up)


def _restored(
    evaluation: Evaluation, part: Component | Domain, target: Floats, total: Floats, *, up: bool
) -> Floats:
    """The part's figure at which the sum that it belongs to is no longer `total` but `target`."""
    name, weight = part_name(part), float(part.weight)
    if not weight:
        return np.full(len(target), np.nan)
    scaled = evaluation.scaled[name] + (target - total) / weight
    return restored(scaled, part, evaluation.held_to[name], at_least=up == (weight > 0))


def _change(
    units: pl.DataFrame, component: Component, worse: Floats, needed: Floats
) -> pl.DataFrame:
    """`component, figure, figure_needed, change, residents`, in the component's own direction."""
    turned = 1 if component.direction == "high_is_worse" else -1
    figure, reach = turned * worse, turned * needed
    people = np.full(len(units), np.nan)
    if are_shares(units, component.column):
        worth = worth_of_one(units, component, figure)
        among = column_of(units, denominator(component.column))
        reach = np.where((reach < 0) | (reach > worth), np.nan, reach)
        # Fifteen people are not sixteen for the last digit of a quotient.
        people = np.ceil(np.abs(reach - figure) / worth * among * (1 - 1e-13))
    numbers = {
        "figure": figure,
        "figure_needed": reach,
        "change": reach - figure,
        "residents": people,
    }
    name = pl.lit(component.column).alias("component")
    return pl.DataFrame(numbers).select(
        name,
        pl.exclude("residents").fill_nan(None),
        pl.col("residents").fill_nan(None).cast(pl.Int64),
    )
