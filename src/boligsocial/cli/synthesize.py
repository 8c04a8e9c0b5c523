"""`boligsocial synthesize` and `check`: made-up registers, and what is wrong with a delivery."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter
from rich.console import Console
from rich.progress import Progress, TimeElapsedColumn

from boligsocial.cli.options import Json
from boligsocial.cli.output import print_json, print_note, print_table
from boligsocial.messages import Message, UserError
from boligsocial.registers import synthetic
from boligsocial.registers.checks import Problem, check_delivery
from boligsocial.registers.deliveries import open_delivery
from boligsocial.registers.synthetic.generator import Progress as Report

PROBLEMS_FOUND = 1
_NO_TABLES = ("years", "missed", "lacking")


def synthesize(
    *,
    persons: Annotated[int, Parameter(help="People on 1 January of the first year.")],
    years: Annotated[str, Parameter(help="First and last year, for example 2012:2017.")],
    seed: Annotated[int, Parameter(help="The same seed gives the same bytes.")] = 1,
    out: Annotated[Path, Parameter(help="A new folder for the registers.")],
    json: Json = False,
) -> None:
    """Registers of made-up people on made-up estates in real municipalities.

    From 800,000 persons on they are calibrated: each area of the published lists has a made-up
    counterpart with the published figures, for every list whose years are there (2007:2017 holds
    all with full figures), and the lists have their published sizes; below 2.6 mio. persons there
    are too few other areas for all prevention areas, and the command says how many. From 300,000
    up to there they are the country in miniature: a few whole towns, areas side by side with
    vulnerable estates beside them, and lists of a size to match.
    """
    with _progress() as report:
        done = synthetic.synthesize(persons, _years(years), _seed(seed), out, report)
    rows = asdict(done)
    if json:
        print_json(rows)
    else:
        print_table(
            f"Made-up registers in {out}",
            ("Table", "Rows"),
            [(name, count) for name, count in rows.items() if name not in _NO_TABLES],
        )
    for note in notes(done):
        print_note(note)


def check(delivery: Path, /, *, json: Json = False) -> int:
    """Everything that is wrong with a delivery of registers; ends with 1 if anything is.

    Parameters
    ----------
    delivery
        The folder with persons, dwellings, estates, areas, area_estates and moves.
    """
    opened = open_delivery(delivery)
    problems = check_delivery(opened)
    if json:
        print_json([_row(problem) for problem in problems])
    elif problems:
        print_table(
            f"What is wrong in {delivery}",
            ("Where", "What", "Rows", "For example", "How to mend it"),
            [(_where(each), each.what, each.count, _example(each), each.mend) for each in problems],
        )
    else:
        print_table(
            "The delivery is sound",
            ("Table", "Files"),
            [(name, len(files)) for name, files in opened.files.items()],
        )
    return PROBLEMS_FOUND if problems else 0


def notes(done: synthetic.Synthesized) -> Iterator[Message]:
    """What calibrated registers are not, though they should be."""
    if done.lacking:
        yield Message(
            "At this size there are too few areas for some lists; missing against the published "
            "ones: {missing}. From about 2,600,000 persons there are enough.",
            {"missing": ", ".join(f"{each} ({year})" for year, each in done.lacking.items())},
        )
    if done.missed:
        yield Message(
            "Areas did not come to their figures of a year, so that lists and published figures "
            "may be missed; another --seed may do better. How often: {count}",
            {"count": done.missed},
        )


def _years(text: str) -> range:
    match = re.fullmatch(r"(\d{4})(?::(\d{4}))?", text.strip())
    if match is None:
        raise UserError("{text} are no years; write for example 2012:2017", text=text)
    return range(int(match[1]), int(match[2] or match[1]) + 1)


def _seed(seed: int) -> int:
    if seed < 0:
        raise UserError("the seed {seed} is below 0; give a whole number from 0", seed=seed)
    return seed


@contextmanager
def _progress() -> Iterator[Report | None]:
    """A bar on standard error, where that is a terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    with Progress(*Progress.get_default_columns(), TimeElapsedColumn(), console=console,
                  transient=True) as bar:  # fmt: skip
        task = bar.add_task("Synthesizing", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _row(problem: Problem) -> dict[str, Any]:
    return {
        "kind": problem.kind,
        "table": problem.table,
        "column": problem.column,
        "problem": problem.what,
        "count": problem.count,
        "file": problem.file,
        "row": problem.row,
        "example": problem.example,
        "mend": problem.mend,
    }


def _where(problem: Problem) -> str:
    return problem.table if problem.column is None else f"{problem.table}.{problem.column}"


def _example(problem: Problem) -> str:
    file = None if problem.file is None else Path(problem.file).name
    row = None if problem.row is None else f"row {problem.row}"
    return ", ".join(part for part in (file, row, problem.example) if part)
