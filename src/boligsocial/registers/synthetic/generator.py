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
from boligsocial.registers.synthetic.calibration.counterparts import exposures, numbers, sites
from boligsocial.registers.synthetic.calibration.exact import shares
from boligsocial.registers.synthetic.calibration.goals import Calibration
from boligsocial.registers.synthetic.calibration.plan import Plan, planned
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
from boligsocial.registers.synthetic.sites import Sites
from boligsocial.registers.synthetic.targets import Targets, drawn_targets
from boligsocial.registers.synthetic.years import Town, live_a_year

Progress = Callable[[int, int], None]
"""Called after each year with the years done and the years in all."""
FEWEST, MOST = 1000, 20_000_000
EARLIEST, LATEST = 2007, 2026


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
    people, places, targets, plan = _first_of_january(persons, years, seed, model, rng)
    calibration = None if plan is None else Calibration(plan)
    kept = model if plan is None else model.model_copy(
        update={"world": model.world.model_copy(update={"estates_leaving_area": 0.0})}
    )  # fmt: skip
    tables.write_places(folder, places, years, kept, known, np.random.default_rng([seed, 1]))
    tables.write_readme(folder, persons, years, seed)
    next_number, rows, moved = len(people) + 1, 0, 0
    for done, year in enumerate(years, start=1):
        levels = targets.of(year)
        goal = None if calibration is None else calibration.goal(year)
        columns = attributes(people, year, levels, places, model, known, goal)
        if calibration is not None:
            _note(calibration, year, people, columns, places)
        tables.write_persons(folder, year, people, columns)
        rows += len(people)
        if year != years[-1]:
            days = (date(year + 1, 1, 1) - date(year, 1, 1)).days
            town = Town(places, levels, model, known, year, days,
                        np.random.default_rng([seed, year]),
                        None if calibration is None else calibration.goal(year + 1))  # fmt: skip
            people, moves, next_number = live_a_year(people, next_number, town)
            moved += tables.write_moves(folder, year, moves)
        if progress is not None:
            progress(done, len(years))
    return Synthesized(
        rows, moved, len(places.place), len(places.estates), len(places.area_municipality),
        tuple(years),
    )  # fmt: skip


def _note(
    calibration: Calibration, year: int, people: People, columns: dict[str, Column], places: Places
) -> None:
    area = places.area[places.place[people.home]]
    without, convicted = shares(columns["attachment"], columns["convicted"], people.age(year),
                                area, len(places.area_municipality))  # fmt: skip
    calibration.note(year, no_attachment=without, convicted=convicted)


def _first_of_january(
    persons: int, years: range, seed: int, model: Model, rng: np.random.Generator
) -> tuple[People, Places, Targets, Plan | None]:
    """The people of the first year in their homes, with the levels of all places and years, and
    the plan that a calibrated delivery follows."""
    known, number = load_municipalities(), numbers(persons, years, seed)
    at = sites(number, persons, years, model, known, rng) if number else None
    people, households = first_households(persons, years[0], model, rng)
    least = None if at is None else at.least_social(len(known.codes), persons / households)
    municipality, social = settle(people, households, model, known, rng, least)
    count = np.bincount(municipality, minlength=len(known.codes))
    in_social = np.bincount(municipality[social], minlength=len(known.codes))
    per_household = float(social[people.home].sum() / max(1, social.sum()))
    places = build_places(
        count, in_social, years, model, known, persons, per_household or 1.0, rng, at
    )
    targets, plan = _targets(places, years, model, number, at, rng)
    levels = targets.of(years[0])
    people = move_in(people, municipality, social, places, rng)
    give_origin(people, levels["nonwestern"], places, years[0], model, rng)
    place = places.place[people.home]
    chance = basic_chance(people, levels["basic_school"], place, years[0], model)
    give_education(people, chance, years[0], model, rng)
    return people, places, targets, plan


def _targets(
    places: Places, years: range, model: Model, number: dict[str, int], at: Sites | None,
    rng: np.random.Generator,
) -> tuple[Targets, Plan | None]:  # fmt: skip
    known = load_municipalities()
    if at is None:
        return drawn_targets(places, years, model, known, rng), None
    targets = drawn_targets(places, years, model, known, rng, exposures(number, len(at.most), rng))
    ground = targets.of_areas(places) | {"residents": np.tile(at.residents, (len(years), 1))}
    plan = planned(years, number, ground, rng)
    return targets.with_areas(plan.levels, places), plan
