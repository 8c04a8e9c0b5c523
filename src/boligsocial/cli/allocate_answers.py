"""Questions about a distribution: who comes in at which frame, why, how sure, what merging does."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
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
    NO_FILES,
    Files,
    PairFiles,
    frame_of,
    principles_named,
    read_candidates,
    read_pairs_of,
    read_problem,
)
from boligsocial.cli.options import Json, Out
from boligsocial.cli.output import give, language, print_table
from boligsocial.messages import UserError
from boligsocial.money import ØRE_PER_MIO

Table = list[dict[str, Any]]
Frame = Annotated[str, Parameter(help="The frame a year, in mio. kr.")]


def add_answers(allocate: App) -> None:
    """Add the commands of this module to `allocate`."""
    allocate.command(breakpoints)
    allocate.command(explain)
    allocate.command(near_plans, name="portfolio")
    allocate.command(proposed_mergers, name="mergers")
    allocate.command(differing, name="differences")


def breakpoints(
    candidates: Path,
    /,
    *,
    method: Literal["ranked", "optimal"] = "ranked",
    lowest: str = "0",
    highest: str = "300",
    files: PairFiles = NO_FILES,
    principles: str | None = None,
    json: Json = False,
    out: Out = None,
) -> None:
    """The frames at which areas come in and go out.

    Parameters
    ----------
    candidates
        As for allocate.
    method
        ranked: every frame at which the way down the list changes, to the øre. optimal: the best
        plan at each whole million.
    lowest
        The smallest frame, in mio. kr.
    highest
        The largest frame, in mio. kr.
    principles
        As for allocate.
    """
    low, high, chosen = frame_of(lowest), frame_of(highest), principles_named(principles)
    if method == "ranked":
        points = ranked_breakpoints(read_candidates(candidates), chosen, low, high)
        rows = [as_breakpoint(point) for point in points]
    else:
        rows = _whole_millions(Planner(read_problem(candidates, high, chosen, files)), low, high)
    give(rows, rows, out, json=json, show=lambda: _print_breakpoints(rows))


def _print_breakpoints(rows: Table) -> None:
    print_table(
        "Frames at which areas come in and go out",
        ("Mio. kr.", "Come in", "Go out"),
        [
            (row["frame_mio"], ", ".join(row["enters"]), ", ".join(row["leaves"]))
            for row in rows
            if row["enters"] or row["leaves"]
        ],
    )


def _whole_millions(planner: Planner, low: int, high: int) -> list[dict[str, Any]]:
    found = by_frame(planner, range(low, high + 1, ØRE_PER_MIO))
    return [as_frame(each, before) for each, before in zip(found, [None, *found], strict=False)]


def explain(
    candidates: Path,
    area: str,
    /,
    *,
    frame: Frame,
    files: PairFiles = NO_FILES,
    principles: str | None = None,
    json: Json = False,
    out: Out = None,
) -> None:
    """What would alter an area's result in the best plan, and what a million more or less does.

    Parameters
    ----------
    candidates
        As for allocate.
    area
        The area's id.
    principles
        As for allocate.
    """
    problem = read_problem(candidates, frame_of(frame), principles_named(principles), files)
    planner = Planner(problem)
    changes = smallest_changes(planner, area, reach_of(problem))
    best = distribution_of(problem, planner.solve(problem.frame_øre))
    result = as_explanation(best, area, changes, millions(planner, problem.frame_øre))
    give(result, result["changes"], out, json=json, show=lambda: _print_explanation(result))


def _print_explanation(result: dict[str, Any]) -> None:
    print_table(
        result["reason"].in_language(language()),
        ("Change", "To", "Level", "Exact"),
        [(row["change"], row["to"], row["level"], row["exact"]) for row in result["changes"]],
    )


def near_plans(
    candidates: Path,
    /,
    *,
    frame: Frame,
    within: str = "1",
    seconds: float = 30,
    files: PairFiles = NO_FILES,
    principles: str | None = None,
    json: Json = False,
    out: Out = None,
) -> None:
    """Plans nearly as good as the best: what they share is safe, where they differ is judgment.

    Parameters
    ----------
    candidates
        As for allocate.
    within
        How much less of each stage a plan may reach, in per cent.
    seconds
        The most that the search for one plan may take.
    principles
        As for allocate.
    """
    problem = read_problem(candidates, frame_of(frame), principles_named(principles), files)
    found = portfolio(Planner(problem), problem.frame_øre, _share_of_percent(within), seconds)
    result = as_portfolio(found)
    title = f"{len(found.near)} plans within {within} per cent of the best"
    rows = result["areas"]
    give(result, rows, out, json=json, show=lambda: _print_near_plans(title, rows))


def _print_near_plans(title: str, rows: Table) -> None:
    print_table(
        title,
        ("Area", "Tier", "Level", "Is", "Other levels"),
        [
            (row["area_id"], row["tier"], row["level"], row["is"],
             ", ".join(map(str, row["other_levels"])))
            for row in rows
        ],
    )  # fmt: skip


def proposed_mergers(
    candidates: Path,
    /,
    *,
    frame: Frame,
    files: PairFiles = NO_FILES,
    principles: str | None = None,
    json: Json = False,
    out: Out = None,
) -> None:
    """The plans that neighbours share in the best distribution, what each saves and costs.

    Parameters
    ----------
    candidates
        As for allocate.
    principles
        As for allocate.
    """
    problem, best = _best(candidates, frame, principles, files)
    pairs = read_pairs_of(files, problem.candidates)
    rows = [
        as_merger(each)
        for each in mergers(best, pairs.neighbours, pairs.cannot_join, pairs.must_join)
    ]
    give(rows, rows, out, json=json, show=lambda: _print_mergers(rows))


def _print_mergers(rows: Table) -> None:
    print_table(
        "Plans that neighbours share",
        ("Areas", "Residents", "Saves, mio. kr.", "Costs, mio. kr.", "Only together"),
        [
            (", ".join(row["areas"]), row["residents"], row["saves_mio"], row["costs_mio"],
             ", ".join(row["only_together"]))
            for row in rows
        ],
    )  # fmt: skip


def differing(
    candidates: Path,
    /,
    *,
    frame: Frame,
    files: PairFiles = NO_FILES,
    principles: str | None = None,
    json: Json = False,
    out: Out = None,
) -> None:
    """Where the best plan and the way down the list differ, and why.

    Parameters
    ----------
    candidates
        As for allocate.
    principles
        As for allocate.
    """
    problem, best = _best(candidates, frame, principles, files)
    ranked = ranked_distribution(problem.candidates, problem.frame_øre, problem.principles)
    rows = [as_difference(each) for each in differences(ranked, best)]
    give(rows, rows, out, json=json, show=lambda: _print_differences(rows))


def _print_differences(rows: Table) -> None:
    print_table(
        "Where the best plan and the way down the list differ",
        ("Area", "Tier", "List, mio. kr.", "Best, mio. kr.", "Why"),
        [
            (row["area_id"], row["tier"], row["ranked_mio"], row["optimal_mio"], row["why"])
            for row in rows
        ],
    )


def _best(
    candidates: Path, frame: str, principles: str | None, files: Files
) -> tuple[Problem, OptimalDistribution]:
    problem = read_problem(candidates, frame_of(frame), principles_named(principles), files)
    return problem, distribution_of(problem, Planner(problem).solve(problem.frame_øre))


def _share_of_percent(text: str) -> Decimal:
    try:
        percent = Decimal(text.replace(",", "."))
    except InvalidOperation:
        percent = Decimal(-1)
    if not percent.is_finite() or not 0 <= percent <= 100:
        raise UserError("{text} is not a per cent; write for example 1 or 0.5", text=text)
    return percent / 100
