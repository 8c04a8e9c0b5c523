"""What each area is worth at most in the relaxed problem, so that a wide graph can be narrowed.

In the linear relaxation (HiGHS, arrays) the dual of an area's choice of level bounds what it adds
to any plan at the price of money. A choice that is worth less than its areas' potentials together
loses the difference, whatever else is chosen: reduced-cost fixing, over whole ways through a
component.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np

from boligsocial.allocation.choices import Floats, Layout
from boligsocial.allocation.prices import Menu, Worths
from boligsocial.allocation.problem import Problem


@dataclass(frozen=True)
class Potentials:
    """The price of money, what each area is worth at most, and what each choice loses by that.

    Losses are not below zero, but for rounding, which `hair` covers for any one component.
    """

    price: float
    of_areas: Floats
    losses: Floats
    hair: float

    @property
    def least_øre(self) -> float:
        """The least that any plan spends is not below this, where money alone is counted."""
        return -float(self.of_areas.sum()) - self.hair

    def of_components(self, layout: Layout) -> Floats:
        """The sum of the potentials of each component's areas."""
        sums = np.zeros(len(layout.orders))
        np.add.at(sums, layout.component_of, self.of_areas)
        return sums


def potentials_of(problem: Problem, menu: Menu, frame_øre: int | None) -> Potentials | None:
    """Potentials with a menu; without a frame money alone is counted, at one an øre.

    None where HiGHS finds no solution of the relaxation.
    """
    worths = Worths(problem, menu)
    duals = _duals(problem, worths, frame_øre)
    if duals is None:
        return None
    price, of_areas = duals
    worth = worths.of_options(0.0 if frame_øre is None else 1.0, price)
    alone, _ = worths.best_options(worth)
    together, _ = worths.best_options(worths.in_plans(worth))
    of_choices = worths.of_choices(alone, together, price)
    most = np.concatenate([[0.0], of_areas, of_areas, worths.sums(of_areas), [0.0]])
    losses = most - of_choices
    below = max(0.0, -float(losses.min()))
    return Potentials(price, of_areas, np.maximum(losses, 0.0), 2 * below * worths.areas + 1e-9)


def _duals(problem: Problem, worths: Worths, frame_øre: int | None) -> tuple[float, Floats] | None:
    """The price of money and the potential of each area in the linear relaxation."""
    if not len(worths.menu.place):
        return 1.0, np.zeros(worths.areas)
    lp = _relaxation(problem, worths, frame_øre)
    highs = highspy._Highs()  # type: ignore[attr-defined]
    highs.setOptionValue("output_flag", False)
    highs.passModel(lp)
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    duals = -np.array(highs.getSolution().row_dual)
    price = 1.0 if frame_øre is None else max(0.0, float(duals[-1]) / _KRONE)
    return price, duals[: worths.areas]


_KRONE = 100


def _relaxation(problem: Problem, worths: Worths, frame_øre: int | None) -> highspy.HighsLp:
    """Rows: each area's choice, each area's plans, and last the frame in kroner."""
    menu, areas = worths.menu, worths.areas
    options, plans = len(menu.place), len(worths.saved)
    granted = np.flatnonzero(menu.øre > 0)
    of_plan = np.repeat(np.arange(plans), np.diff(np.append(worths.starts, len(worths.members))))
    money = np.concatenate([menu.øre, -worths.saved]) / _KRONE
    rows = np.concatenate([menu.place, areas + menu.place[granted], areas + worths.members])
    columns = np.concatenate([np.arange(options), granted, options + of_plan])
    values = np.concatenate(
        [np.ones(options), -np.ones(len(granted)), np.ones(len(worths.members))]
    )
    # Areas that may be skipped have no lower bound here: one of zero would take part in the dual.
    low = np.full(2 * areas, -highspy.kHighsInf)
    low[:areas][~menu.may_skip] = 1.0
    low[areas:][~np.array(problem.alone)] = 0.0
    high = np.concatenate([np.ones(areas), np.zeros(areas)])
    cost = -np.concatenate([menu.value, np.zeros(plans)])
    if frame_øre is None:
        cost = money * _KRONE
    else:
        rows = np.concatenate([rows, np.full(options + plans, 2 * areas)])
        columns = np.concatenate([columns, np.arange(options + plans)])
        values = np.concatenate([values, money])
        low, high = np.append(low, -highspy.kHighsInf), np.append(high, frame_øre / _KRONE)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = options + plans, len(low)
    lp.col_cost_ = cost
    lp.col_lower_, lp.col_upper_ = np.zeros(options + plans), np.full(options + plans, np.inf)
    lp.row_lower_, lp.row_upper_ = low, high
    order = np.argsort(rows, kind="stable")
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.searchsorted(rows[order], np.arange(len(low) + 1)).astype(np.int32)
    lp.a_matrix_.index_ = columns[order].astype(np.int32)
    lp.a_matrix_.value_ = values[order]
    return lp
