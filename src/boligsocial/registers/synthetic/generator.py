"""A delivery of made-up people, written year by year."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from boligsocial.messages import UserError
from boligsocial.registers.synthetic import tables
from boligsocial.registers.synthetic.attributes import Column, attributes
from boligsocial.registers.synthetic.beginning import first_of_january
from boligsocial.registers.synthetic.calibration.exact import shares
from boligsocial.registers.synthetic.calibration.goals import Calibration
from boligsocial.registers.synthetic.community import community
from boligsocial.registers.synthetic.model import Model, load_model, load_municipalities
from boligsocial.registers.synthetic.people import People
from boligsocial.registers.synthetic.places import Places
from boligsocial.registers.synthetic.surveys import answers
from boligsocial.registers.synthetic.years import Town, live_a_year

Progress = Callable[[int, int], None]
"""Called after each year with the years done and the years in all."""
FEWEST, MOST = 1000, 20_000_000
EARLIEST, LATEST = 2007, 2026
_COMMUNITY = 3
"""Of a year's random numbers, those apart from what happens in it."""


@dataclass(frozen=True)
class Synthesized:
    """What was written: rows of persons and of moves in all, and the tables without years."""

    persons: int
    moves: int
    dwellings: int
    estates: int
    areas: int
    years: tuple[int, ...]


def synthesize(
    persons: int, years: range, seed: int, out: Path, progress: Progress | None = None
) -> Synthesized:
    """A delivery in the folder `out`, which must not exist or be empty.

    Exactly `persons` people live on 1 January of the first year. The same arguments give the same
    bytes. It is written beside its place and moved there when it is whole.

    Raises:
        UserError: numbers out of range, a folder with something in it, or that cannot be written.
    """
    _refuse_wrong(persons, years, out)
    beside = out.with_name(f".{out.name}.part")
    try:
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        done = _written(persons, years, seed, beside, progress)
        beside.replace(out)
    except OSError as error:
        raise UserError(
            "{path} cannot be written: {reason}", path=str(out), reason=error.strerror or ""
        ) from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return done


def _refuse_wrong(persons: int, years: range, out: Path) -> None:
    if not FEWEST <= persons <= MOST:
        raise UserError(
            "{persons} persons cannot be made; from {low} to {high} can",
            persons=persons, low=FEWEST, high=MOST,
        )  # fmt: skip
    if not len(years) or years[0] < EARLIEST or years[-1] > LATEST:
        raise UserError(
            "the years {first} to {last} cannot be made; {low} to {high} can",
            first=str(years.start), last=str(years.stop - 1), low=str(EARLIEST), high=str(LATEST),
        )  # fmt: skip
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UserError("{path} exists already; choose a new folder", path=str(out))


def _written(
    persons: int, years: range, seed: int, folder: Path, progress: Progress | None
) -> Synthesized:
    model, known = load_model(), load_municipalities()
    begun = first_of_january(persons, years, seed, model, known)
    people, places = begun.people, begun.places
    calibration = None if begun.plan is None else Calibration(begun.plan)
    kept = model if calibration is None else _with_lasting_areas(model)
    tables.write_places(folder, places, years, kept, known, np.random.default_rng([seed, 1]))
    tables.write_readme(folder, persons, years, seed)
    next_number, rows, moved = len(people) + 1, 0, 0
    for done, year in enumerate(years, start=1):
        levels = begun.targets.of(year)
        goal = None if calibration is None else calibration.goal(year)
        columns = attributes(people, year, levels, places, model, known, goal)
        if calibration is not None:
            _note(calibration, year, people, columns, places)
        apart = np.random.default_rng([seed, year, _COMMUNITY])
        columns |= community(people, year, columns, levels, places, model, apart)
        tables.write_persons(folder, year, people, columns)
        tables.write_surveys(folder, year, answers(people, year, levels, places, model, apart))
        rows += len(people)
        if year != years[-1]:
            days = (date(year + 1, 1, 1) - date(year, 1, 1)).days
            next_goal = None if calibration is None else calibration.goal(year + 1)
            rng = np.random.default_rng([seed, year])
            town = Town(places, levels, model, known, year, days, rng, next_goal)
            people, moves, next_number = live_a_year(people, next_number, town)
            moved += tables.write_moves(folder, year, moves)
        if progress is not None:
            progress(done, len(years))
    return Synthesized(
        rows, moved, len(places.place), len(places.estates), len(places.area_municipality),
        tuple(years),
    )  # fmt: skip


def _with_lasting_areas(model: Model) -> Model:
    """The model with areas that keep their estates: a plan is for the same ones in all years."""
    world = model.world.model_copy(update={"estates_leaving_area": 0.0})
    return model.model_copy(update={"world": world})


def _note(
    calibration: Calibration, year: int, people: People, columns: dict[str, Column], places: Places
) -> None:
    area = places.area[places.place[people.home]]
    without, convicted = shares(columns["attachment"], columns["convicted"], people.age(year),
                                area, len(places.area_municipality))  # fmt: skip
    calibration.note(year, no_attachment=without, convicted=convicted)
