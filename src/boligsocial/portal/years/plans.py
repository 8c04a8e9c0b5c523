"""The plan over the years of a choice, by both methods, with the account of the act."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from boligsocial.allocation.principles import Principles
from boligsocial.allocation.ranked import Candidate
from boligsocial.allocation.years.accounts import YearPlan
from boligsocial.allocation.years.act import ActYear, Move, Use, act_accounts_of, moved_into
from boligsocial.allocation.years.definitions import FrameDefinition, frame_øre
from boligsocial.allocation.years.methods import by_optimum, by_rank
from boligsocial.allocation.years.plan import Planning, plan_years
from boligsocial.allocation.years.rules import YearRules
from boligsocial.money import share_of, øre_from_mio
from boligsocial.portal.distribution.optimum.limits import limits
from boligsocial.portal.distribution.optimum.places import neighbour_pairs
from boligsocial.portal.years.choice import (
    RENT,
    RENT_USED,
    VACANCY,
    VACANCY_USED,
    Method,
    YearChoice,
)
from boligsocial.snapshots.area_lists import AreaList, AreaLists
from boligsocial.snapshots.candidates import candidates_of

Lists = dict[int, tuple[Candidate, ...]]
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Planned:
    """A plan with the account of the act, and the list that each year with one of its own has.

    other: the plan by the other method; none where there are too many areas for the best one.
    """

    choice: YearChoice
    plan: YearPlan
    other: YearPlan | None
    act: tuple[ActYear, ...]
    lists: dict[int, AreaList]
    too_many: bool

    @property
    def methods(self) -> dict[Method, YearPlan]:
        """The plans by method, those that could be made."""
        other: Method = "optimal" if self.shown == "ranked" else "ranked"
        found: dict[Method, YearPlan] = {self.shown: self.plan}
        return found | ({other: self.other} if self.other else {})

    @property
    def shown(self) -> Method:
        """The method of the plan that is shown in full."""
        return "ranked" if self.too_many else self.choice.method


def lists_by_year(lists: AreaLists, frame: FrameDefinition) -> dict[int, AreaList]:
    """The list that stands when a year begins: the one of 1 December before it.

    What came before the first year stands in the first; a year without a list of its own is left
    out, and so are lists that name nobody.
    """
    found: dict[int, AreaList] = {}
    for each in lists.lists:
        year = max(each.on.year + 1, frame.first_year)
        if year <= frame.last_year and lists.names_areas(each.list_id):
            found[year] = each
    return found


def planned(lists: AreaLists, choice: YearChoice) -> Planned:
    """The plan of a choice.

    Raises:
        UserError: no list that names areas, or more than a limit of the act lets.
    """
    rules = choice.rules
    by_year = lists_by_year(lists, rules.frame)
    candidates = candidates_by_year(lists, rules.frame, choice.principles)
    ids = {each.area_id for of_year in candidates.values() for each in of_year}
    too_many = max(map(len, candidates.values()), default=0) > limits().areas_at_once
    moves = _moves(choice, rules)
    pairs = () if too_many else neighbour_pairs(lists, sorted(ids))
    arguments = (lists, choice.principles, rules, pairs, moves)
    plans: dict[Method, YearPlan] = {"ranked": _plan(*arguments, "ranked")}
    if not too_many:
        plans["optimal"] = _plan(*arguments, "optimal")
    shown: Method = choice.method if choice.method in plans else "ranked"
    plan = plans.pop(shown)
    other = next(iter(plans.values()), None)
    act = act_accounts_of(plan, _uses(choice, rules), moves)
    return Planned(choice, plan, other, act, by_year, too_many)


@lru_cache(maxsize=16)
def candidates_by_year(lists: AreaLists, frame: FrameDefinition, principles: Principles) -> Lists:
    """The candidates of each year that has a list of its own, with a year's full grant."""
    return {
        year: tuple(
            each.candidate for each in candidates_of(lists, of.list_id, principles).candidates
        )
        for year, of in lists_by_year(lists, frame).items()
    }


@lru_cache(maxsize=64)
def _plan(
    lists: AreaLists, principles: Principles, rules: YearRules, pairs: Pairs,
    moves: tuple[Move, ...], method: Method,
) -> YearPlan:  # fmt: skip
    return plan_years(
        Planning(
            candidates_by_year(lists, rules.frame, principles),
            principles,
            rules,
            by_optimum(pairs) if method == "optimal" else by_rank,
            moved_in_øre=moved_into(rules.part, moves),
        )
    )


def _uses(choice: YearChoice, rules: YearRules) -> list[Use]:
    """What is committed to rent support and vacancy rent, with the prices of each year."""
    return [
        Use(year, part, _in_prices(rules, year, øre_from_mio(choice.value(field))))
        for year in _frame_years(rules)
        for part, field in ((RENT, RENT_USED), (VACANCY, VACANCY_USED))
    ]


def _moves(choice: YearChoice, rules: YearRules) -> tuple[Move, ...]:
    """The rent support that is not used, where it goes to social efforts."""
    if not choice.moves_rent:
        return ()
    unused = {
        year: frame_øre(rules.frame, rules.index, year)[RENT]
        - _in_prices(rules, year, øre_from_mio(choice.value(RENT_USED)))
        for year in _frame_years(rules)
    }
    return tuple(Move(year, RENT, rules.part, øre) for year, øre in unused.items() if øre)


def _in_prices(rules: YearRules, year: int, øre: int) -> int:
    known = rules.index.of(year)
    return share_of(øre, known.factor) if known else øre


def _frame_years(rules: YearRules) -> range:
    return range(rules.frame.first_year, rules.frame.last_year + 1)
