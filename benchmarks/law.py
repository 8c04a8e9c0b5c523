"""The law over 7,000 areas x 16 years, every verdict explained, beside a plain pandas version.

Two peers in pandas. "Row by row" is what one writes first: a function that tests one area, applied
to every row. "Whole columns" is what an experienced analyst makes of it: measures melted to long
form, joined to a table of the criteria, tested, and counted by group. All give every verdict with
value, limit, margin and distance; the run stops if one of them differs.
"""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import polars as pl

from boligsocial.law.classification import Classification, classify
from boligsocial.law.rules import RuleVersion, measures, rule_versions, rules_on

AREAS, YEARS, RATE = 7_000, range(2010, 2026), Fraction("0.7")
DATES = [date(year, 12, 1) for year in YEARS]
COLUMNS = [measure.column for measure in measures().values() if measure.column != "residents"]


def made_up_areas() -> pl.DataFrame:
    """Made-up figures; one in twenty is missing."""
    random = np.random.default_rng(1)
    rows = AREAS * len(DATES)
    spans = {"pct_nonwestern": 90, "pct_no_attachment": 60, "pct_convicted": 5,
             "pct_basic_school": 80, "income_pct_of_region": 100}  # fmt: skip
    figures = {column: random.uniform(0, span, rows) for column, span in spans.items()}
    for column in COLUMNS:
        figures[column][random.random(rows) < 0.05] = np.nan
    return pl.DataFrame(
        {
            "area_key": [f"area {number}" for number in range(AREAS)] * len(DATES),
            "on": np.repeat(np.array(DATES, "datetime64[D]"), AREAS),
            "residents": random.integers(200, 9_000, rows),
            **figures,
        },
        nan_to_null=True,
    ).with_columns(pl.col("on").cast(pl.Date))


def published_history() -> pl.DataFrame:
    """Made-up lists of every year."""
    random = np.random.default_rng(2)
    return pl.DataFrame(
        {
            "area_key": [f"area {number}" for number in range(AREAS)] * len(DATES),
            "list_date": np.repeat(np.array(DATES, "datetime64[D]"), AREAS),
            "status": "ghetto",
            "on_list": random.random(AREAS * len(DATES)) < 0.4,
        }
    ).with_columns(pl.col("list_date").cast(pl.Date))


def criteria_table() -> pd.DataFrame:
    """The same rule files as a table: what an analyst would keep in a spreadsheet."""
    rows = [
        {
            "version": version.id,
            "criterion": criterion.id,
            "column": criterion.measure.column,
            "operator": criterion.operator,
            "threshold": float(criterion.threshold(RATE) or 0),
            "countable": criterion.measure.counted_among is not None,
            "legal_reference": criterion.legal_reference,
        }
        for version in rule_versions()
        for criterion in version.criteria
    ]
    return pd.DataFrame(rows)


def with_pandas(areas: pd.DataFrame, history: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Verdicts in long form, and one row of statuses per area and year."""
    areas = areas.assign(
        row=np.arange(len(areas)), version=areas["on"].map(lambda on: rules_on(on).id)
    )
    tall = areas.melt(["row", "version", "residents"], COLUMNS, "column", "value")
    verdicts = tall.merge(criteria_table(), on=["version", "column"])
    above = verdicts["value"] - verdicts["threshold"]
    income = verdicts["operator"] == "<"
    verdicts["margin"] = above.where(~income, -above).round(9)
    met = (verdicts["value"] > verdicts["threshold"]).where(~income, above < 0)
    met = met.where(verdicts["operator"] != ">=", above >= 0)
    verdicts["met"] = met.astype("boolean").mask(verdicts["value"].isna())
    people = above.abs() * verdicts["residents"] / 100
    reach, pass_by = np.ceil(people - 1e-9), np.floor(people + 1e-9) + 1
    flip = reach.where(met != (verdicts["operator"] == ">="), pass_by).clip(lower=1)
    verdicts["residents_to_flip"] = flip.where(verdicts["countable"]).astype("Int64")
    return verdicts, statuses_with_pandas(areas, verdicts, history)


def row_by_row(areas: pd.DataFrame) -> pd.Series[Any]:
    """Every verdict of every row, and what the row is, without the streaks of lists."""
    return areas.apply(one_row, axis=1)


def one_row(area: pd.Series[Any]) -> dict[str, Any]:
    """The verdicts and statuses of one area."""
    rules = rules_on(area["on"])
    verdicts: dict[str, Any] = {}
    statuses: dict[str, bool | None] = {}
    for criterion in rules.criteria:
        value = area[criterion.measure.column]
        limit = float(criterion.threshold(RATE) or 0)
        if np.isnan(value):
            verdicts[criterion.id] = (None, limit, None, None, None)
            continue
        margin = limit - value if criterion.operator == "<" else value - limit
        met = margin >= 0 if criterion.operator == ">=" else margin > 0
        people = abs(margin) * area["residents"] / 100
        reaches = met != (criterion.operator == ">=")
        flip = max(1, math.ceil(people - 1e-9) if reaches else math.floor(people + 1e-9) + 1)
        countable = criterion.measure.counted_among is not None
        verdicts[criterion.id] = (
            value, limit, met, round(margin, 9), flip if countable else None
        )  # fmt: skip
    for status in rules.statuses:
        met = [verdicts[each][2] for each in status.of]
        enough = True if met.count(True) >= status.required else None
        if met.count(True) + met.count(None) < status.required:
            enough = False
        large = area["residents"] >= (status.minimum_residents or 0)
        around = True if status.within is None else statuses[status.within]
        demands = [enough, large, around, *(verdicts[each][2] for each in status.must)]
        statuses[status.id] = False if False in demands else None if None in demands else True
    return {"verdicts": verdicts, "statuses": statuses}


def statuses_with_pandas(
    areas: pd.DataFrame, verdicts: pd.DataFrame, history: pd.DataFrame
) -> pd.DataFrame:
    """Count the criteria of each status by group, then nest the statuses."""
    statuses = areas[["row", "area_key", "on", "version", "residents"]].copy()
    for version in rule_versions():
        here = statuses["version"] == version.id
        for status in version.statuses:
            answer = (statuses["residents"] >= (status.minimum_residents or 0)).astype("boolean")
            if status.of:
                counted = verdicts[
                    (verdicts["version"] == version.id) & verdicts["criterion"].isin(status.of)
                ].groupby("row")["met"]
                met = counted.sum().reindex(statuses["row"]).to_numpy()
                known = counted.count().reindex(statuses["row"]).to_numpy()
                possible = met + len(status.of) - known
                enough = pd.Series(met >= status.required, statuses.index, dtype="boolean")
                answer &= enough.mask((met < status.required) & (possible >= status.required))
            for criterion in status.must:
                one = verdicts[
                    (verdicts["version"] == version.id) & (verdicts["criterion"] == criterion)
                ]
                answer &= one.set_index("row")["met"].reindex(statuses["row"])
            if status.within:
                answer &= statuses[status.within]
            if status.streaks:
                answer &= long_enough(statuses, history, version)
            previous = statuses.get(status.id, pd.Series(pd.NA, statuses.index, dtype="boolean"))
            statuses[status.id] = previous.where(~here, answer)
    return statuses


def long_enough(
    statuses: pd.DataFrame, history: pd.DataFrame, version: RuleVersion
) -> pd.Series[Any]:
    """Whether an area was on enough lists in a row before this one."""
    listed = history.pivot(index="area_key", columns="list_date", values="on_list")
    answer = pd.Series(False, statuses.index, dtype="boolean")
    for on in DATES:
        if rules_on(on).id != version.id:
            continue
        count = next(status.streak_on(on).count for status in version.statuses if status.streaks)
        before = listed[[other for other in listed.columns if other.year < on.year]]
        here = (statuses["on"] == on).to_numpy()
        years = before.iloc[:, -(count - 1) :].all(axis=1)
        answer[here] = years.reindex(statuses.loc[here, "area_key"]).to_numpy()
    return answer


def seconds(run: Callable[[], object], times: int) -> float:
    """The median of several runs."""
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        spent.append(time.perf_counter() - start)
    return statistics.median(spent)


def check_equal(ours: Classification, verdicts: pd.DataFrame, statuses: pd.DataFrame) -> None:
    """Stop if any verdict or status differs."""
    names = ["value", "threshold", "met", "margin", "residents_to_flip"]
    theirs = pl.from_pandas(verdicts[["row", "criterion", *names]]).sort("row", "criterion")
    mine = ours.verdicts.with_columns(pl.col("criterion").cast(pl.String)).sort("row", "criterion")
    for name in names:
        same = mine[name].cast(theirs[name].dtype).eq_missing(theirs[name])
        assert same.all(), f"{name} differs in {(~same).sum()} verdicts"
    for name in ("ghetto", "haard", "udsat", "parallelsamfund", "omdannelse", "forebyggelse"):
        same = ours.areas[name].eq_missing(pl.from_pandas(statuses[name].astype("boolean")))
        assert same.all(), f"{name} differs in {(~same).sum()} rows"


def check_rows(ours: Classification, rows: pd.Series[Any]) -> None:
    """Stop if a verdict of the first rows differs from the function for one row."""
    by_row = ours.verdicts.filter(pl.col("row") < 2_000).iter_rows(named=True)
    names = ["value", "threshold", "met", "margin", "residents_to_flip"]
    for verdict in by_row:
        theirs = rows[verdict["row"]]["verdicts"][verdict["criterion"]]
        mine = tuple(verdict[name] for name in names)
        assert mine == theirs, f"row {verdict['row']}: {mine} is not {theirs}"


def main() -> None:
    areas, history = made_up_areas(), published_history()
    rates = dict.fromkeys(DATES, RATE)
    areas_pd = areas.to_pandas().assign(on=areas["on"].to_list())
    history_pd = history.to_pandas().assign(list_date=history["list_date"].to_list())
    ours = classify(areas, national_rates=rates, history=history)
    check_equal(ours, *with_pandas(areas_pd, history_pd))
    here = seconds(lambda: classify(areas, national_rates=rates, history=history), 9)
    columns = seconds(lambda: with_pandas(areas_pd, history_pd), 5)
    start = time.perf_counter()
    check_rows(ours, row_by_row(areas_pd))
    rows = time.perf_counter() - start
    print(f"law: {AREAS:,} areas x {len(DATES)} years, {len(ours.verdicts):,} verdicts, all equal")
    print(f"  boligsocial            {here:7.3f} s")
    for name, spent in (("pandas, row by row", rows), ("pandas, whole columns", columns)):
        print(f"  {name:<22} {spent:7.3f} s, {spent / here:.1f} times as long")


if __name__ == "__main__":
    main()
