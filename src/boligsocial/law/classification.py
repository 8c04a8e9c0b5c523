"""The law run over many areas and dates at once: verdicts as rows, statuses as columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce

import numpy as np
import polars as pl
from numpy.typing import NDArray

from boligsocial.law.references import NationalRates
from boligsocial.law.reforms import Reform
from boligsocial.law.rules import Criterion, RuleVersion, Status, rule_versions, rules_on
from boligsocial.law.streaks import PublishedHistory

FALSE, UNDETERMINED, TRUE = 0, 1, 2


@dataclass(frozen=True)
class Classification:
    """What the law says of each area.

    areas: one row per area and date in the order given: the columns given, `on`, `rule_version`,
        and a column per status, true, false, or null for undetermined (and for a status that the
        version does not know).
    verdicts: one row per area and criterion: `row` (position in `areas`), `criterion`, `value`,
        `operator`, `threshold`, `met` (null for undetermined), `margin` (in the unit of the value;
        above zero on the side where the criterion is met), `residents_to_flip` (null where it
        cannot be counted), `flip_is_upper_bound` (true where all residents stand in for an age
        group whose size is not known), `legal_reference`.
    rules: the versions used, by id, with a reform laid over them if one was given.
    """

    areas: pl.DataFrame
    verdicts: pl.DataFrame
    rules: dict[str, RuleVersion]


def classify(
    values: pl.DataFrame,
    on: date | None = None,
    *,
    national_rates: NationalRates | None = None,
    history: pl.DataFrame | None = None,
    reform: Reform | None = None,
) -> Classification:
    """Test each row of `values` under the law in force on its date.

    `values` has the columns of `measures.toml` (absent or null is missing), `area_key` where a
    history is given, and a date column `on` unless one date is given for all.

    Raises:
        UserError: a date before the first rules; a reform that names what no version knows.
    """
    table = values if on is None else values.with_columns(pl.lit(on).alias("on"))
    rules = {version.id: version for version in rule_versions()}
    if reform is not None:
        rules = reform.laid_over(rules)
    version_on = {each: rules_on(each).id for each in table["on"].unique()}
    table = table.with_columns(
        pl.col("on").replace_strict(version_on, return_dtype=pl.String).alias("rule_version")
    )
    statuses = {
        status.id: np.full(len(table), UNDETERMINED, np.int8)
        for version in version_on.values()
        for status in rules[version].statuses
    }
    lists = None if history is None else PublishedHistory(history, table["area_key"])
    all_tested: list[_Tested] = []
    for version in dict.fromkeys(version_on.values()):
        rows = _rows_of(table, version)
        part = _Part(rows, table[rows])
        tested, truths = _tested_under(rules[version], part, national_rates or {}, lists)
        all_tested += tested
        for status in rules[version].statuses:
            statuses[status.id][rows] = truths[status.id]
    areas = table.with_columns(_as_boolean(name, truth) for name, truth in statuses.items())
    return Classification(areas, _verdict_rows(all_tested), rules)


def _rows_of(table: pl.DataFrame, version: str) -> NDArray[np.int64]:
    return np.flatnonzero((table["rule_version"] == version).to_numpy())


class _Part:
    """The rows of one version: their places in the whole, and their figures as arrays."""

    def __init__(self, rows: NDArray[np.int64], table: pl.DataFrame) -> None:
        self.rows, self._table = rows, table
        self.dates = sorted(table["on"].unique())
        places = {on: place for place, on in enumerate(self.dates)}
        place = table["on"].replace_strict(places, return_dtype=pl.Int64)
        self._place: NDArray[np.int64] = place.to_numpy()

    def __len__(self) -> int:
        return len(self.rows)

    def numbers(self, column: str) -> NDArray[np.float64]:
        """A column as floats, not a number where it is missing."""
        if column not in self._table.columns:
            return np.full(len(self), np.nan)
        return self._table[column].cast(pl.Float64).to_numpy()

    def by_date(self, figure: Callable[[date], float]) -> NDArray[np.float64]:
        """A figure of the list, on each of its rows."""
        return np.array([figure(on) for on in self.dates])[self._place]


@dataclass(frozen=True)
class _Tested:
    """One criterion over all areas of a version. Shapes: all (areas,)."""

    criterion: Criterion
    rows: NDArray[np.int64]
    threshold: NDArray[np.float64]
    value: NDArray[np.float64]
    truth: NDArray[np.int8]
    margin: NDArray[np.float64]
    flip: NDArray[np.float64]
    upper_bound: NDArray[np.bool_]


def _tested_under(
    rules: RuleVersion,
    part: _Part,
    national_rates: NationalRates,
    lists: PublishedHistory | None,
) -> tuple[list[_Tested], dict[str, NDArray[np.int8]]]:
    """Every criterion tested, and the truth of every criterion and status by its id."""
    tested = [_tested(criterion, part, national_rates) for criterion in rules.criteria]
    truths = {each.criterion.id: each.truth for each in tested}
    for status in rules.statuses:
        truths[status.id] = _status_truth(status, part, truths, lists)
    return tested, truths


def _tested(criterion: Criterion, part: _Part, national_rates: NationalRates) -> _Tested:
    def limit(on: date) -> float:
        exact = criterion.threshold(national_rates.get(on))
        return np.nan if exact is None else float(exact)

    threshold, value = part.by_date(limit), part.numbers(criterion.measure.column)
    margin = threshold - value if criterion.operator == "<" else value - threshold
    met = margin >= 0 if criterion.operator == ">=" else margin > 0
    truth = np.where(np.isnan(margin), np.int8(UNDETERMINED), np.int8(TRUE) * met)
    flip, upper_bound = _residents_to_flip(criterion, part, margin, met)
    return _Tested(criterion, part.rows, threshold, value, truth, margin, flip, upper_bound)


def _residents_to_flip(
    criterion: Criterion,
    part: _Part,
    margin: NDArray[np.float64],
    met: NDArray[np.bool_],
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """The smallest whole number of people whose change of state turns the verdict.

    The group keeps its size. A mean income cannot be turned into people: not a number.
    """
    column = criterion.measure.counted_among
    if column is None:
        return np.full(len(part), np.nan), np.zeros(len(part), np.bool_)
    group = part.numbers(column)
    upper_bound = np.isnan(group)
    people = np.abs(margin) * np.where(upper_bound, part.numbers("residents"), group) / 100
    # To reach the limit is enough where the limit itself gives the other answer, else one passes
    # it. A share is no exact binary number: a billionth of a person is none.
    reaching_is_enough = met != (criterion.operator == ">=")
    flip = np.ceil(people + np.where(reaching_is_enough, -1e-9, 1e-9))
    return np.maximum(flip, 1), upper_bound


def _status_truth(
    status: Status,
    part: _Part,
    truths: Mapping[str, NDArray[np.int8]],
    lists: PublishedHistory | None,
) -> NDArray[np.int8]:
    """Kleene's three-valued "and" over what the status asks for: the least true decides."""
    demands = [truths[each] for each in status.must]
    if status.within is not None:
        demands.append(truths[status.within])
    if status.of:
        met = _total(truths[each] == TRUE for each in status.of)
        possible = _total(truths[each] != FALSE for each in status.of)
        demands.append(_three_valued(met >= status.required, possible < status.required))
    if status.minimum_residents is not None:
        residents = part.numbers("residents")
        minimum = status.minimum_residents
        demands.append(_three_valued(residents >= minimum, residents < minimum))
    if status.streaks:
        demands.append(_streak_truth(status, part, lists))
    return reduce(np.minimum, demands)


def _streak_truth(status: Status, part: _Part, lists: PublishedHistory | None) -> NDArray[np.int8]:
    if lists is None:
        return np.full(len(part), UNDETERMINED, np.int8)
    before = lists.streaks_before(part.rows, part.by_date(lambda on: on.year), status.counted_as)
    long_enough = before.years + 1 >= part.by_date(lambda on: status.streak_on(on).count)
    return _three_valued(long_enough, before.ended & ~long_enough)


def _total(truths: Iterable[NDArray[np.bool_]]) -> NDArray[np.int8]:
    return reduce(np.add, (truth.view(np.int8) for truth in truths))


def _three_valued(true: NDArray[np.bool_], false: NDArray[np.bool_]) -> NDArray[np.int8]:
    return np.where(true, np.int8(TRUE), np.where(false, np.int8(FALSE), np.int8(UNDETERMINED)))


def _as_boolean(name: str, truth: NDArray[np.int8]) -> pl.Series:
    undetermined = pl.Series(truth == UNDETERMINED)
    return pl.Series(name, truth == TRUE).set(undetermined, None)


def _verdict_rows(all_tested: list[_Tested]) -> pl.DataFrame:
    """Every verdict of every criterion as one long table."""
    figures = pl.concat([_verdict_figures(each) for each in all_tested])
    lengths = [len(each.rows) for each in all_tested]

    def repeated(texts: Iterable[str]) -> pl.Series:
        texts = list(texts)
        names = pl.Enum(list(dict.fromkeys(texts)))
        codes = pl.Series(texts, dtype=names).to_physical().to_numpy()
        return pl.Series(np.repeat(codes, lengths)).cat.to(names)

    return figures.with_columns(
        repeated(each.criterion.id for each in all_tested).alias("criterion"),
        repeated(each.criterion.operator for each in all_tested).alias("operator"),
        repeated(each.criterion.legal_reference for each in all_tested).alias("legal_reference"),
    )


def _verdict_figures(tested: _Tested) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "row": tested.rows,
            "value": _known(tested.value),
            "threshold": _known(tested.threshold),
            "met": _as_boolean("met", tested.truth),
            # What binary numbers add beyond the ninth decimal is not a figure.
            "margin": _known(np.round(tested.margin, 9)),
            "residents_to_flip": _known(tested.flip).cast(pl.Int64),
            "flip_is_upper_bound": tested.upper_bound,
        }
    )


def _known(figures: NDArray[np.float64]) -> pl.Series:
    return pl.Series(figures, nan_to_null=True)
