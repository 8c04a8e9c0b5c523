"""`boligsocial allocate`: candidates to grants, and two frames side by side."""

from __future__ import annotations

import sys
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import App, Parameter

from boligsocial.allocation.comparison import Change, Comparison, compare
from boligsocial.allocation.principles import (
    Principles,
    Tier,
    built_in_principles,
    default_principles,
    read_principles,
)
from boligsocial.allocation.ranked import Candidate, Distribution, Grant, ranked_distribution
from boligsocial.allocation.reasons import in_mio, reason, what_it_would_take
from boligsocial.cli.options import Json, Out
from boligsocial.cli.output import number, print_json, print_table, write_result
from boligsocial.messages import UserError
from boligsocial.money import mio_from_øre, øre_from_mio
from boligsocial.tabular import Column, read_table

allocate = App(name="allocate", help="Share a frame out over candidates, with a reason for each.")

COLUMNS = (
    Column("area_id", "text", required=True, filled=True),
    Column("municipality", "text", required=True),
    Column("tier", "text", required=True, filled=True, choices=tuple(Tier)),
    Column("need", "number", required=True, filled=True, low=0),
    Column("residents", "count", required=True, filled=True, low=0),
    Column("full_grant_mio", "decimal", required=True, filled=True, low=0),
    Column("approved", "flag"),
)


@allocate.default
def allocate_frame(
    candidates: Path,
    /,
    *,
    frame: Annotated[str, Parameter(help="The frame a year, in mio. kr.")],
    method: Literal["ranked"] = "ranked",
    principles: str | None = None,
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
        ranked: the way down the list, as a caseworker would go.
    principles
        A TOML file, or the name of principles that come with the product: 2019-26, 2015-18.
    """
    del method
    distribution = ranked_distribution(
        read_candidates(candidates), _frame(frame), _principles(principles)
    )
    result = as_result(distribution)
    if out is not None:
        write_result(result, result["grants"], out)
    if json:
        print_json(result)
    else:
        _print_distribution(distribution)
    if not distribution.feasible:
        sys.stderr.write(
            f"boligsocial: the frame is {in_mio(distribution.shortfall_øre)} mio. kr. short of the "
            "full grants of the listed areas\n"
        )


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
        ranked_distribution(line, _frame(each), _principles(name))
        for each, name in zip(frame, given * (3 - len(given)), strict=False)
    )
    result = as_comparison(compare(first, second))
    if out is not None:
        write_result(result, result["areas"], out)
    if json:
        print_json(result)
    else:
        _print_comparison(result)


def read_candidates(path: Path) -> list[Candidate]:
    """The candidates in a file.

    Raises:
        InputError: a wrong column or figure, or an area that stands twice.
    """
    table = read_table(path, COLUMNS, unique=("area_id",))
    return [
        Candidate(
            area_id=row["area_id"],
            municipality=row["municipality"] or "",
            tier=Tier(row["tier"]),
            need=row["need"],
            residents=row["residents"],
            full_grant_øre=øre_from_mio(Decimal(row["full_grant_mio"])),
            approved=bool(row["approved"]),
        )
        for row in table.iter_rows(named=True)
    ]


def _frame(text: str) -> int:
    try:
        mio = Decimal(text.replace(",", "."))
    except InvalidOperation:
        mio = Decimal(-1)
    if not mio.is_finite() or mio < 0:
        raise UserError(
            "the frame {text} is not an amount in mio. kr.; write for example 140 or 232.5",
            text=text,
        )
    return øre_from_mio(mio)


def _principles(name: str | None) -> Principles:
    if name is None:
        return default_principles()
    return built_in_principles().get(name) or read_principles(Path(name))


def as_result(distribution: Distribution) -> dict[str, Any]:
    """A distribution as the JSON that scripts read."""
    waiting = distribution.next_in_line
    return {
        "method": "ranked",
        "principles": distribution.principles.id,
        "frame_mio": number(mio_from_øre(distribution.frame_øre)),
        "spent_mio": number(mio_from_øre(distribution.spent_øre)),
        "left_mio": number(mio_from_øre(distribution.left_øre)),
        "feasible": distribution.feasible,
        "shortfall_mio": number(mio_from_øre(distribution.shortfall_øre)),
        "residents_reached": distribution.residents_reached,
        "grants": [_grant(grant) for grant in distribution.grants],
        "next_in_line": waiting.candidate.area_id if waiting else None,
        "next_in_line_takes": what_it_would_take(waiting) if waiting else None,
    }


def _grant(grant: Grant) -> dict[str, Any]:
    enters_at = grant.enters_at_øre
    return {
        "area_id": grant.candidate.area_id,
        "tier": grant.candidate.tier.value,
        "level": number(grant.level),
        "grant_mio": number(mio_from_øre(grant.øre)),
        "reason": reason(grant),
        "what_it_would_take": what_it_would_take(grant),
        "enters_at_mio": None if enters_at is None else number(mio_from_øre(enters_at)),
    }


def as_comparison(comparison: Comparison) -> dict[str, Any]:
    """A comparison as the JSON that scripts read."""
    touched = [Change.LOSES, Change.REDUCED]
    return {
        "first": _head(comparison.first),
        "second": _head(comparison.second),
        "loses": [each.candidate.area_id for each in comparison.with_change(Change.LOSES)],
        "reduced": [each.candidate.area_id for each in comparison.with_change(Change.REDUCED)],
        "to_anchor": [each.candidate.area_id for each in comparison.with_change(Change.LOSES)],
        "residents_touched": comparison.residents(touched),
        "areas": [
            {
                "area_id": each.candidate.area_id,
                "tier": each.candidate.tier.value,
                "residents": each.candidate.residents,
                "change": each.change.value,
                "first_mio": number(mio_from_øre(each.first.øre)),
                "second_mio": number(mio_from_øre(each.second.øre)),
                "reason": reason(each.second),
            }
            for each in comparison.areas
        ],
    }


def _head(distribution: Distribution) -> dict[str, Any]:
    result = as_result(distribution)
    return {name: result[name] for name in ("frame_mio", "principles", "spent_mio", "left_mio",
                                            "feasible", "residents_reached")}  # fmt: skip


def _print_distribution(distribution: Distribution) -> None:
    rows = [
        (grant.place, grant.candidate.area_id, grant.candidate.tier.value, in_mio(grant.øre),
         reason(grant))
        for grant in distribution.grants
    ]  # fmt: skip
    print_table(
        f"Frame {in_mio(distribution.frame_øre)}, granted {in_mio(distribution.spent_øre)}, "
        f"left {in_mio(distribution.left_øre)} mio. kr.",
        ("", "Area", "Tier", "Mio. kr.", "Reason"),
        rows,
    )


def _print_comparison(result: dict[str, Any]) -> None:
    first, second = result["first"], result["second"]
    print_table(
        f"{first['frame_mio']} mio. kr. ({first['principles']}) and "
        f"{second['frame_mio']} mio. kr. ({second['principles']}): {len(result['loses'])} lose, "
        f"{len(result['reduced'])} are reduced, {result['residents_touched']} residents touched",
        ("Area", "Tier", "Residents", "First", "Second", "Change"),
        [
            (each["area_id"], each["tier"], each["residents"], each["first_mio"],
             each["second_mio"], each["change"])
            for each in result["areas"]
        ],
    )  # fmt: skip
