"""Which component moved a unit since the last snapshot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from boligsocial.index.figures import figures_of
from boligsocial.index.scores import Distributions, Evaluation, evaluate, weights_of
from boligsocial.index.specification import Specification, part_name
from boligsocial.index.transforms import Floats


@dataclass(frozen=True)
class ScoreChanges:
    """Why scores and ranks changed, for the units that are scored both before and after.

    units: `id, score_before, score_after, rank_before, rank_after, moved_by`, the part whose own
    figures moved the score most (null where none did). parts: `id, part, own, others`, one row for
    each unit and component or domain: what the unit's own figures moved the score by on the scale
    of before, and what the others did by moving that scale. Over the parts of a unit, `own` and
    `others` sum to the change of its score.
    """

    units: pl.DataFrame
    parts: pl.DataFrame


@dataclass(frozen=True)
class _Snapshot:
    units: pl.DataFrame
    worse: Floats
    evaluation: Evaluation

    def rows(self, ids: pl.Series) -> pl.Series:
        numbered = self.units.select("id").with_row_index("row")
        return ids.to_frame("id").join(numbered, on="id", how="left", maintain_order="left")["row"]


def score_changes(
    before: pl.DataFrame, after: pl.DataFrame, specification: Specification
) -> ScoreChanges:
    """The change of each unit's score taken apart.

    Both tables are as for `index_scores`; units are the same by `id`.

    Raises:
        UserError: a column or a figure is missing.
    """
    first, second = (_snapshot(units, specification) for units in (before, after))
    ids = second.units.join(first.units.select("id"), on="id", how="semi", maintain_order="left")[
        "id"
    ]
    was, now = first.rows(ids), second.rows(ids)
    on_old_scale = _contributions(second, first.evaluation.held_to)
    own = on_old_scale[now] - _contributions(first)[was]
    others = _contributions(second)[now] - on_old_scale[now]
    names = [part_name(part) for part in specification.parts]
    return ScoreChanges(
        pl.DataFrame({"id": ids, **_before_and_after(first, second, was, now)}).with_columns(
            _moved_by(own, names)
        ),
        pl.DataFrame(
            {
                "id": ids.gather(np.repeat(np.arange(len(ids)), len(names))),
                "part": names * len(ids),
                "own": own.ravel(),
                "others": others.ravel(),
            }
        ),
    )


def _snapshot(units: pl.DataFrame, specification: Specification) -> _Snapshot:
    figures = figures_of(units, specification)
    worse = figures.worse[figures.kept]
    return _Snapshot(units.filter(figures.kept), worse, evaluate(worse, specification))


def _contributions(of: _Snapshot, held_to: Distributions | None = None) -> Floats:
    """What each part adds to the score. Shape: (units, parts)."""
    specification = of.evaluation.specification
    evaluation = of.evaluation if held_to is None else evaluate(of.worse, specification, held_to)
    contributions: Floats = evaluation.parts * weights_of(specification.parts)
    return contributions


def _before_and_after(
    first: _Snapshot, second: _Snapshot, was: pl.Series, now: pl.Series
) -> dict[str, Floats | NDArray[np.int64]]:
    return {
        "score_before": first.evaluation.score[was],
        "score_after": second.evaluation.score[now],
        "rank_before": first.evaluation.rank[was],
        "rank_after": second.evaluation.rank[now],
    }


def _moved_by(own: Floats, names: list[str]) -> pl.Series:
    most = np.abs(own).argmax(axis=1)
    moved = np.abs(own).max(axis=1) > 0
    return pl.Series("moved_by", np.array(names, object)[most], pl.String).set(
        ~pl.Series(moved), None
    )
