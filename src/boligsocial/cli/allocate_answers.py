"""Questions about a distribution: who comes in at which frame, why, how sure, what merging does."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal

from cyclopts import App, Parameter

from boligsocial.allocation.breakpoints import ranked_breakpoints
from boligsocial.allocation.by_frame import by_frame, millions
from boligsocial.allocation.mergers import mergers
from boligsocial.allocation.optimal import OptimalDistribution, distribution_of
from boligsocial.allocation.optimal_reasons import differences
from boligsocial.allocation.planner import Planner
from boligsocial.allocation.portfolio import portfolio
from boligsocial.allocation.problem import Problem
from boligsocial.allocation.ranked import ranked_distribution
from boligsocial.allocation.smallest_changes import reach_of, smallest_changes
from boligsocial.cli.allocation_answers import (
    as_breakpoint,
    as_difference,
    as_explanation,
    as_frame,
    as_merger,
    as_portfolio,
)
from boligsocial.cli.allocation_input import (
    AS_GIVEN,
    CandidateFile,
    Frame,
    Ground,
    frame_of,
    principles_named,
    read_candidates,
    read_pairs_of,
    read_problem,
)
from boligsocial.cli.options import Json, Out
from boligsocial.cli.output import give, language, print_rows
from boligsocial.messages import UserError
from boligsocial.money import ØRE_PER_MIO

_BREAKPOINTS = {"Mio. kr.": "frame_mio", "Come in": "enters", "Go out": "leaves"}
_CHANGES = {"Change": "change", "To": "to", "Level": "level", "Exact": "exact"}
_NEAR_PLANS = {
    "Area": "area_id", "Tier": "tier", "Level": "level", "Is": "is",
    "Other levels": "other_levels",
}  # fmt: skip
_MERGERS = {
    "Areas": "areas", "Residents": "residents", "Saves, mio. kr.": "saves_mio",
    "Costs, mio. kr.": "costs_mio", "Only together": "only_together",
}  # fmt: skip
_DIFFERENCES = {
    "Area": "area_id", "Tier": "tier", "List, mio. kr.": "ranked_mio",
    "Best, mio. kr.": "optimal_mio", "Why": "why",
}  # fmt: skip


def add_answers(allocate: App) -> None:
    """Add the commands of this module to `allocate`."""
    allocate.command(breakpoints)
    allocate.command(explain)
    allocate.command(near_plans, name="portfolio")
    allocate.command(proposed_mergers, name="mergers")
    allocate.command(differing, name="differences")


def breakpoints(
    candidates: CandidateFile,
    /,
    *,
    method: Literal["ranked", "optimal"] = "ranked",
    lowest: Annotated[str, Parameter(help="The smallest frame, in mio. kr.")] = "0",
    highest: Annotated[str, Parameter(help="The largest frame, in mio. kr.")] = "300",
    ground: Ground = AS_GIVEN,
    json: Json = False,
    out: Out = None,
) -> None:
    """The frames at which areas come in and go out.

    Parameters
    ----------
    method
        ranked: every frame at which the way down the list changes, to the øre. optimal: the best
        plan at each whole million.
    """
    low, high = frame_of(lowest), frame_of(highest)
    if method == "ranked":
        line, chosen = read_candidates(candidates), principles_named(ground.principles)
        rows = [as_breakpoint(point) for point in ranked_breakpoints(line, chosen, low, high)]
    else:
        rows = _whole_millions(Planner(read_problem(candidates, high, ground)), low, high)
    changing = [row for row in rows if row["enters"] or row["leaves"]]
    title = "Frames at which areas come in and go out"
    give(rows, rows, out, json=json, show=lambda: print_rows(title, _BREAKPOINTS, changing))


def _whole_millions(planner: Planner, low: int, high: int) -> list[dict[str, Any]]:
    found = by_frame(planner, range(low, high + 1, ØRE_PER_MIO))
    return [as_frame(each, before) for each, before in zip(found, [None, *found], strict=False)]


def explain(
    candidates: CandidateFile,
    area: Annotated[str, Parameter(help="The area's id.")],
    /,
    *,
    frame: Frame,
    ground: Ground = AS_GIVEN,
    json: Json = False,
    out: Out = None,
) -> None:
    """What would alter an area's result in the best plan, and what a million more or less does."""
    problem = read_problem(candidates, frame_of(frame), ground)
    planner = Planner(problem)
    changes = smallest_changes(planner, area, reach_of(problem))
    best = distribution_of(problem, planner.solve(problem.frame_øre))
    result = as_explanation(best, area, changes, millions(planner, problem.frame_øre))
    rows, why = result["changes"], result["reason"].in_language(language())
    give(result, rows, out, json=json, show=lambda: print_rows(why, _CHANGES, rows))


def near_plans(
    candidates: CandidateFile,
    /,
    *,
    frame: Frame,
    within: str = "1",
    seconds: float = 30,
    ground: Ground = AS_GIVEN,
    json: Json = False,
    out: Out = None,
) -> None:
    """Plans nearly as good as the best: what they share is safe, where they differ is judgment.

    Parameters
    ----------
    within
        How much less of each stage a plan may reach, in per cent.
    seconds
        The most that the search for one plan may take.
    """
    problem = read_problem(candidates, frame_of(frame), ground)
    found = portfolio(Planner(problem), problem.frame_øre, _share_of_percent(within), seconds)
    result = as_portfolio(found)
    rows, title = result["areas"], f"{len(found.near)} plans within {within} per cent of the best"
    give(result, rows, out, json=json, show=lambda: print_rows(title, _NEAR_PLANS, rows))


def proposed_mergers(
    candidates: CandidateFile,
    /,
    *,
    frame: Frame,
    ground: Ground = AS_GIVEN,
    json: Json = False,
    out: Out = None,
) -> None:
    """The plans that neighbours share in the best distribution, what each saves and costs."""
    problem, best = _best(candidates, frame, ground)
    pairs = read_pairs_of(ground, problem.candidates)
    found = mergers(best, pairs.neighbours, pairs.cannot_join, pairs.must_join)
    rows, title = [as_merger(each) for each in found], "Plans that neighbours share"
    give(rows, rows, out, json=json, show=lambda: print_rows(title, _MERGERS, rows))


def differing(
    candidates: CandidateFile,
    /,
    *,
    frame: Frame,
    ground: Ground = AS_GIVEN,
    json: Json = False,
    out: Out = None,
) -> None:
    """Where the best plan and the way down the list differ, and why."""
    problem, best = _best(candidates, frame, ground)
    ranked = ranked_distribution(problem.candidates, problem.frame_øre, problem.principles)
    rows = [as_difference(each) for each in differences(ranked, best)]
    title = "Where the best plan and the way down the list differ"
    give(rows, rows, out, json=json, show=lambda: print_rows(title, _DIFFERENCES, rows))


def _best(
    candidates: CandidateFile, frame: str, ground: Ground
) -> tuple[Problem, OptimalDistribution]:
    problem = read_problem(candidates, frame_of(frame), ground)
    return problem, distribution_of(problem, Planner(problem).solve(problem.frame_øre))


def _share_of_percent(text: str) -> Decimal:
    try:
        percent = Decimal(text.replace(",", "."))
    except InvalidOperation:
        percent = Decimal(-1)
    if not percent.is_finite() or not 0 <= percent <= 100:
        raise UserError("{text} is not a per cent; write for example 1 or 0.5", text=text)
    return percent / 100
