"""A delivery of made-up people, written year by year."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np

from boligsocial.messages import UserError
from boligsocial.registers.synthetic import tables
from boligsocial.registers.synthetic.attributes import Column, attributes
from boligsocial.registers.synthetic.beginning import Beginning, first_of_january
from boligsocial.registers.synthetic.calibration.exact import shares
from boligsocial.registers.synthetic.calibration.goals import Calibration, Goal
from boligsocial.registers.synthetic.community import community
from boligsocial.registers.synthetic.miniature import of_size
from boligsocial.registers.synthetic.model import (
    Model,
    Municipalities,
    load_model,
    load_municipalities,
)
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
    """What was written: rows of persons, moves and answers in all, and the tables without years.

    Of calibrated registers `missed` is how often an area did not come to its figures of a year, and
    `lacking`, by year, how many areas the list has fewer than the published one.
    """

    persons: int
    moves: int
    answers: int
    dwellings: int
    estates: int
    areas: int
    years: tuple[int, ...]
    missed: int
    lacking: Mapping[int, int]


def synthesize(
    persons: int, years: range, seed: int, out: Path, progress: Progress | None = None
) -> Synthesized:
    """A delivery in the folder `out`, which must not exist or be empty.

    Exactly `persons` people live on 1 January of the first year. The same arguments give the same
    bytes. It is written beside its place and moved there when it is whole.

    Raises:
        UserError: numbers out of range, a folder with something in it, or that cannot be written,
            or lists that cannot be followed with this seed.
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
    model = load_model()
    known = of_size(load_municipalities(), persons, model)
    making = _Making(
        folder, seed, model, known, first_of_january(persons, years, seed, model, known)
    )
    making.write_places(persons, years)
    people, next_number = making.begun.people, persons + 1
    for done, year in enumerate(years, start=1):
        making.write_year(people, year)
        if year != years[-1]:
            people, next_number = making.live(people, next_number, year)
        if progress is not None:
            progress(done, len(years))
    return making.told(years)


@dataclass
class _Making:
    """A delivery as it is written, and its rows so far by table."""

    folder: Path
    seed: int
    model: Model
    known: Municipalities
    begun: Beginning
    rows: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.calibration = None if self.begun.plan is None else Calibration(self.begun.plan)

    def goal(self, year: int) -> Goal | None:
        """What the areas are to be in a year, where the delivery is calibrated."""
        return None if self.calibration is None else self.calibration.goal(year)

    def write_places(self, persons: int, years: range) -> None:
        """The tables without years, and the label."""
        model = self.model if self.calibration is None else _with_lasting_areas(self.model)
        rng = np.random.default_rng([self.seed, 1])
        tables.write_places(self.folder, self.begun.places, years, model, self.known, rng)
        tables.write_readme(self.folder, persons, years, self.seed)

    def write_year(self, people: People, year: int) -> None:
        """Persons on 1 January, and what residents answer in the year."""
        places, model = self.begun.places, self.model
        levels = self.begun.targets.of(year)
        columns = attributes(people, year, levels, places, model, self.known, self.goal(year))
        if self.calibration is not None:
            _note(self.calibration, year, people, columns, places)
        apart = np.random.default_rng([self.seed, year, _COMMUNITY])
        columns |= community(people, year, columns, levels, places, model, apart)
        tables.write_persons(self.folder, year, people, columns)
        given = answers(people, year, levels, places, model, apart)
        self.rows["persons"] += len(people)
        self.rows["answers"] += tables.write_surveys(self.folder, year, given)

    def live(self, people: People, next_number: int, year: int) -> tuple[People, int]:
        """The people of the next 1 January and the next free number; the moves are written."""
        days = (date(year + 1, 1, 1) - date(year, 1, 1)).days
        rng = np.random.default_rng([self.seed, year])
        levels = self.begun.targets.of(year)
        town = Town(self.begun.places, levels, self.model, self.known, year, days, rng,
                    self.goal(year + 1))  # fmt: skip
        lived = live_a_year(people, next_number, town)
        self.rows["moves"] += tables.write_moves(self.folder, year, lived.moves)
        self.rows["missed"] += len(lived.missed)
        return lived.people, lived.next_number

    def told(self, years: range) -> Synthesized:
        """What was written in all."""
        rows, places, plan = self.rows, self.begun.places, self.begun.plan
        return Synthesized(
            rows["persons"], rows["moves"], rows["answers"], len(places.place),
            len(places.estates), len(places.area_municipality), tuple(years), rows["missed"],
            {} if plan is None else plan.lacking,
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
