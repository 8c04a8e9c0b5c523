"""What residents answer when they are asked how they live."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from boligsocial.registers.synthetic.attributes import Column
from boligsocial.registers.synthetic.model import Floats, Model
from boligsocial.registers.synthetic.people import Bools, People
from boligsocial.registers.synthetic.places import Ints, Places


@dataclass(frozen=True)
class Answers:
    """Answers, one element each; those of a respondent stand together.

    `respondent` is a number from 1 within the year, `question` an index into `questions`. `answer`
    is masked where none was given. `weight` is how many people of the country an answer stands for.
    """

    questions: tuple[str, ...]
    respondent: Ints
    home: Ints
    question: Ints
    answer: Column
    weight: Floats
    age: Ints
    male: Bools
    origin: Ints


def answers(
    people: People, year: int, levels: Mapping[str, Floats], places: Places, model: Model,
    rng: np.random.Generator,
) -> Answers:  # fmt: skip
    """The answers of a year: a sample of adults, much denser in areas than elsewhere."""
    chosen, age, place = model.survey, people.age(year), places.place[people.home]
    chance = np.where(places.area[place] >= 0, chosen.share_in_areas, chosen.share_elsewhere)
    who = np.flatnonzero((rng.random(len(people)) < chance) & (age >= chosen.adult))
    names = tuple(chosen.question)
    outside, luck = levels["no_attachment"][place[who]], people.luck[who].astype(np.float64)
    given = np.stack([_given(each, outside, luck, model, rng) for each in names], axis=1)
    silent = rng.random(given.shape) < chosen.unanswered
    each = np.repeat(who, len(names))
    return Answers(
        names, np.repeat(np.arange(1, len(who) + 1), len(names)), people.home[each],
        np.tile(np.arange(len(names)), len(who)), np.ma.masked_array(given, silent).ravel(),
        np.round(1 / chance[each], 3), age[each].astype(np.int16), people.male[each],
        people.origin[each],
    )  # fmt: skip


def _given(
    question: str, outside: Floats, luck: Floats, model: Model, rng: np.random.Generator
) -> Floats:
    """Whole numbers on the scale of the question."""
    chosen = model.survey.question[question]
    alike = model.survey.alike
    own = np.sqrt(1 - alike**2) * rng.standard_normal(len(outside))
    drawn = chosen.mean - chosen.loss * outside + chosen.spread * (alike * luck + own)
    low, high = chosen.scale
    scale: Floats = np.clip(np.round(drawn), low, high)
    return scale
