"""What the commands of `boligsocial allocate` read: candidates, pairs, a frame and principles."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from boligsocial.allocation.principles import (
    Principles,
    Tier,
    built_in_principles,
    default_principles,
    read_principles,
)
from boligsocial.allocation.problem import Problem, problem_of
from boligsocial.allocation.ranked import Candidate
from boligsocial.messages import InputError, UserError
from boligsocial.money import MOST_MIO, øre_from_mio
from boligsocial.tabular import Column, read_table

COLUMNS = (
    Column("area_id", "text", required=True, filled=True),
    Column("municipality", "text", required=True),
    Column("tier", "text", required=True, filled=True, choices=tuple(Tier)),
    Column("need", "number", required=True, filled=True, low=0),
    Column("residents", "count", required=True, filled=True, low=0),
    Column("full_grant_mio", "decimal", required=True, filled=True, low=0, high=MOST_MIO),
    Column("approved", "flag"),
)

PAIR_COLUMNS = (
    Column("area_id", "text", required=True, filled=True),
    Column("neighbour_id", "text", required=True, filled=True),
)


def read_candidates(path: Path) -> list[Candidate]:
    """The candidates in a file.

    Raises:
        InputError: a wrong column or figure, or an area that stands twice.
    """
    table = read_table(path, COLUMNS, unique=("area_id",))
    return [candidate_in(row) for row in table.iter_rows(named=True)]


def candidate_in(row: Mapping[str, Any]) -> Candidate:
    """The candidate in a row of a table with `COLUMNS`."""
    return Candidate(
        area_id=row["area_id"],
        municipality=row["municipality"] or "",
        tier=Tier(row["tier"]),
        need=row["need"],
        residents=row["residents"],
        full_grant_øre=øre_from_mio(Decimal(row["full_grant_mio"])),
        approved=bool(row["approved"]),
    )


def frame_of(text: str) -> int:
    """An amount in mio. kr. as øre.

    Raises:
        UserError: it is no amount.
    """
    try:
        mio = Decimal(text.replace(",", "."))
    except InvalidOperation:
        mio = Decimal(-1)
    if not mio.is_finite() or not 0 <= mio <= MOST_MIO:
        raise UserError(
            "the frame {text} is not an amount in mio. kr.; write for example 140 or 232.5",
            text=text,
        )
    return øre_from_mio(mio)


def principles_named(name: str | None) -> Principles:
    """Principles by their name or file, the default where none is given.

    Raises:
        InputError: no such file, or a mistake in it.
    """
    if name is None:
        return default_principles()
    return built_in_principles().get(name) or read_principles(Path(name))


CandidateFile = Annotated[Path, Parameter(help="As for allocate.")]
Frame = Annotated[str, Parameter(help="The frame a year, in mio. kr.")]
PrinciplesNamed = Annotated[
    str | None,
    Parameter(
        help="A TOML file, or the name of principles that come with the product: 2019-26, 2015-18."
    ),
]
Neighbours = Annotated[
    Path | None,
    Parameter(help="area_id, neighbour_id: the areas that may share a plan under optimal."),
]


@Parameter(name="*")
@dataclass(frozen=True)
class Ground:
    """The principles, and the files that say who may, must and cannot share a plan.

    Parameters
    ----------
    must_join
        area_id, neighbour_id: areas that share a plan or get nothing.
    cannot_join
        area_id, neighbour_id: areas that never share a plan.
    """

    principles: PrinciplesNamed = None
    neighbours: Neighbours = None
    must_join: Path | None = None
    cannot_join: Path | None = None


AS_GIVEN = Ground()


@dataclass(frozen=True)
class Pairs:
    """Pairs of area ids that may, must and cannot share a plan."""

    neighbours: list[tuple[str, str]]
    must_join: list[tuple[str, str]]
    cannot_join: list[tuple[str, str]]


def read_problem(candidates: Path, frame_øre: int, ground: Ground) -> Problem:
    """The problem that the files describe.

    Raises:
        InputError: a mistake in a file.
        UserError: pairs that contradict each other.
    """
    line = read_candidates(candidates)
    pairs = read_pairs_of(ground, line)
    return problem_of(
        line,
        frame_øre,
        principles_named(ground.principles),
        pairs.neighbours,
        must_join=pairs.must_join,
        cannot_join=pairs.cannot_join,
    )


def read_pairs_of(ground: Ground, line: Iterable[Candidate]) -> Pairs:
    """All pairs of some candidates.

    Raises:
        InputError: as `read_pairs`.
    """
    known = {each.area_id for each in line}
    return Pairs(
        read_pairs(ground.neighbours, known),
        read_pairs(ground.must_join, known),
        read_pairs(ground.cannot_join, known),
    )


def read_pairs(path: Path | None, known: Collection[str]) -> list[tuple[str, str]]:
    """Pairs of areas from a file; none where there is no file.

    Raises:
        InputError: a wrong column, an area that is not known, or one that stands beside itself.
    """
    if path is None:
        return []
    table = read_table(path, PAIR_COLUMNS, may_be_empty=True)
    pairs = list(zip(table["area_id"], table["neighbour_id"], strict=True))
    for row, pair in zip(table["row"], pairs, strict=True):
        for column, area in zip(PAIR_COLUMNS, pair, strict=True):
            if area not in known:
                raise InputError(
                    "{area} is not among the candidates",
                    file=str(path), row=row, column=column.name, area=area,
                )  # fmt: skip
        if pair[0] == pair[1]:
            raise InputError(
                "{area} stands beside itself; a pair has two areas",
                file=str(path), row=row, column="neighbour_id", area=pair[0],
            )  # fmt: skip
    return pairs


GROUPINGS = ("region", "municipality_size", "organisation")


def read_groups(path: Path) -> dict[str, dict[str, str]]:
    """For each grouping of the file the group of each area by id.

    Raises:
        InputError: a wrong column, or an area that stands twice.
    """
    columns = [Column("area_id", "text", required=True, filled=True)]
    columns += [Column(name, "text") for name in GROUPINGS]
    table = read_table(path, columns, unique=("area_id",))
    groups = {
        name: {
            area: group
            for area, group in zip(table["area_id"], table[name], strict=True)
            if group is not None
        }
        for name in GROUPINGS
    }
    return {name: group_of for name, group_of in groups.items() if group_of}
