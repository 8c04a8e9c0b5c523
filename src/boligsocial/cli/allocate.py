"""`boligsocial allocate`: candidates to grants, and two frames side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App, Parameter

from boligsocial.allocation.comparison import compare
from boligsocial.allocation.equity import shares_by_group
from boligsocial.allocation.optimal import OptimalDistribution, distribution_of
from boligsocial.allocation.planner import Planner
from boligsocial.allocation.ranked import Distribution, ranked_distribution
from boligsocial.cli.allocate_answers import add_answers
from boligsocial.cli.allocation_input import (
    AS_GIVEN,
    Frame,
    Ground,
    frame_of,
    principles_named,
    read_candidates,
    read_groups,
    read_problem,
)
from boligsocial.cli.allocation_output import (
    as_comparison,
    as_optimal_result,
    as_result,
    as_shares,
    optimal_table,
    print_comparison,
    print_grants,
    ranked_table,
    tell_shortfall,
)
from boligsocial.cli.options import Json, Out
from boligsocial.cli.output import give
from boligsocial.messages import UserError

allocate = App(name="allocate", help="Share a frame out over candidates, with a reason for each.")
add_answers(allocate)


@allocate.default
def allocate_frame(
    candidates: Path,
    /,
    *,
    frame: Frame,
    method: Literal["ranked", "optimal"] = "ranked",
    ground: Ground = AS_GIVEN,
    groups: Path | None = None,
    json: Json = False,
    out: Out = None,
) -> None:
    """Share a frame out over candidates.

    Parameters
    ----------
    candidates
        CSV, Excel or Parquet with area_id, municipality, tier, need, residents, full_grant_mio, and
        approved (true or false) for the tier attached.
    method
        ranked: the way down the list, as a caseworker would go. optimal: the plan that no other
        betters, with plans that neighbours share.
    groups
        area_id, and region, municipality_size or organisation: adds what each group gets.
    """
    øre = frame_of(frame)
    if method == "optimal":
        problem = read_problem(candidates, øre, ground)
        _give(distribution_of(problem, Planner(problem).solve(øre)), groups, json, out)
    else:
        chosen = principles_named(ground.principles)
        _give(ranked_distribution(read_candidates(candidates), øre, chosen), groups, json, out)


def _give(
    distribution: Distribution | OptimalDistribution,
    groups: Path | None,
    json: bool,
    out: Path | None,
) -> None:
    if isinstance(distribution, OptimalDistribution):
        result, table = as_optimal_result(distribution), optimal_table(distribution)
    else:
        result, table = as_result(distribution), ranked_table(distribution)
    if groups is not None:
        result["equity"] = {
            name: as_shares(shares_by_group(distribution, group_of))
            for name, group_of in read_groups(groups).items()
        }
    give(result, result["grants"], out, json=json, show=lambda: print_grants(distribution, table))
    tell_shortfall(distribution)


@allocate.command(name="compare")
def allocate_compare(
    candidates: Path,
    /,
    *,
    frame: Annotated[
        list[str], Parameter(help="Two frames a year in mio. kr.; the second is held to the first.")
    ],
    principles: list[str] | None = None,
    json: Json = False,
    out: Out = None,
) -> None:
    """Two frames side by side: who loses, who is reduced, what must be anchored, who is touched.

    Parameters
    ----------
    candidates
        As for allocate.
    principles
        One for both frames, or one for each: a TOML file or a name.
    """
    given: list[str | None] = list(principles) if principles else [None]
    if len(frame) != 2 or len(given) > 2:
        raise UserError(
            "give two frames and at most two sets of principles, for example --frame 232.5 "
            "--frame 140 --principles 2015-18 --principles 2019-26"
        )
    line = read_candidates(candidates)
    first, second = (
        ranked_distribution(line, frame_of(each), principles_named(name))
        for each, name in zip(frame, given * (3 - len(given)), strict=False)
    )
    result = as_comparison(compare(first, second))
    give(result, result["areas"], out, json=json, show=lambda: print_comparison(result))
