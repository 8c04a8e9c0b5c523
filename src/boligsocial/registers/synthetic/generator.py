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
from boligsocial.registers.synthetic.attributes import attributes
from boligsocial.registers.synthetic.model import Model, load_model, load_municipalities
from boligsocial.registers.synthetic.people import (
    People,
    basic_chance,
    first_households,
    give_education,
    give_origin,
    move_in,
    settle,
)
from boligsocial.registers.synthetic.places import Places, build_places
from boligsocial.registers.synthetic.targets import Targets, drawn_targets
from boligsocial.registers.synthetic.years import Town, live_a_year

Progress = Callable[[int, int], None]
"""Called after each year with the years done and the years in all."""
FEWEST, MOST = 1000, 20_000_000
EARLIEST, LATEST = 2008, 2026


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
    rng = np.random.default_rng([seed, 0])
    people, places, targets = _first_of_january(persons, years, model, rng)
    tables.write_places(folder, places, years, model, known, np.random.default_rng([seed, 1]))
    tables.write_readme(folder, persons, years, seed)
    next_number, rows, moved = len(people) + 1, 0, 0
    for done, year in enumerate(years, start=1):
        levels = targets.of(year)
        columns = attributes(people, year, levels, places, model, known)
        tables.write_persons(folder, year, people, columns)
        rows += len(people)
        if year != years[-1]:
            days = (date(year + 1, 1, 1) - date(year, 1, 1)).days
            town = Town(places, levels, model, known, year, days,
                        np.random.default_rng([seed, year]))  # fmt: skip
            people, moves, next_number = live_a_year(people, next_number, town)
            moved += tables.write_moves(folder, year, moves)
        if progress is not None:
            progress(done, len(years))
    return Synthesized(
        rows, moved, len(places.place), len(places.estates), len(places.area_municipality),
        tuple(years),
    )  # fmt: skip


def _first_of_january(
    persons: int, years: range, model: Model, rng: np.random.Generator
) -> tuple[People, Places, Targets]:
    """The people of the first year in their homes, with the levels of all places and years."""
    known = load_municipalities()
    people, households = first_households(persons, years[0], model, rng)
    municipality, social = settle(people, households, model, known, rng)
    count = np.bincount(municipality, minlength=len(known.codes))
    in_social = np.bincount(municipality[social], minlength=len(known.codes))
    per_household = float(social[people.home].sum() / max(1, social.sum()))
    places = build_places(count, in_social, years, model, known, persons, per_household or 1.0, rng)
    targets = drawn_targets(places, years, model, known, rng)
    levels = targets.of(years[0])
    people = move_in(people, municipality, social, places, rng)
    give_origin(people, levels["nonwestern"], places, years[0], model, rng)
    place = places.place[people.home]
    chance = basic_chance(people, levels["basic_school"], place, years[0], model)
    give_education(people, chance, years[0], model, rng)
    return people, places, targets
