"""Whether people voted, how children thrive at school, and which of the young have a job.

Each year's are drawn apart from everything else, so that nobody lives or moves otherwise for them.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from boligsocial.registers.synthetic.attributes import Column
from boligsocial.registers.synthetic.model import Floats, Model, by_age
from boligsocial.registers.synthetic.people import LONG_AGO, Bools, People
from boligsocial.registers.synthetic.places import Places


def community(
    people: People, year: int, columns: Mapping[str, Column], levels: Mapping[str, Floats],
    places: Places, model: Model, rng: np.random.Generator,
) -> dict[str, Column]:  # fmt: skip
    """The columns `wellbeing` and `voted` of a part of persons, null where there is nothing to say,
    and `employed` with the young who have a job beside school.

    columns: the other columns of the part, by name.
    """
    outside = levels["no_attachment"][places.place[people.home]]
    return {
        "wellbeing": _wellbeing(people, year, outside, model, rng),
        "voted": _voted(people, year, columns["attachment"], model, rng),
        "employed": columns["employed"].astype(bool)
        | _spare_time(people, year, outside, model, rng),
    }


def _wellbeing(
    people: People, year: int, outside: Floats, model: Model, rng: np.random.Generator
) -> Column:
    """With one decimal; of the ages that pupils have in the forms that are asked."""
    chosen, age = model.wellbeing, people.age(year)
    drawn = chosen.mean - chosen.loss * outside + chosen.spread * rng.standard_normal(len(people))
    asked = (age >= chosen.ages[0]) & (age <= chosen.ages[1])
    return np.ma.masked_array(np.round(np.clip(drawn, *chosen.scale), 1), ~asked)


def _spare_time(
    people: People, year: int, outside: Floats, model: Model, rng: np.random.Generator
) -> Bools:
    chosen, age = model.spare_time, people.age(year)
    young = (age >= chosen.ages[0]) & (age <= chosen.ages[1])
    works: Bools = young & (rng.random(len(people)) < chosen.share - chosen.loss * outside)
    return works


def _voted(
    people: People, year: int, attachment: Column, model: Model, rng: np.random.Generator
) -> Column:
    """In the election of the year before; null of those not entitled, and where there was none."""
    chosen, age = model.elections, people.age(year)
    chance = by_age(chosen.by_age)[age] * np.where(people.low, chosen.basic, 1.0)
    chance *= np.where(people.nonwestern, chosen.nonwestern, 1.0)
    working = (age >= model.attachment.ages[0]) & (age <= model.attachment.ages[1])
    without = working & (attachment.astype(np.float64) < 0.5)
    chance *= np.where(without, chosen.without_attachment, 1.0)
    settled = (people.arrived == LONG_AGO) | (people.arrived < year - chosen.residence)
    entitled = (age >= chosen.adult) & (settled | ~people.nonwestern)
    if year - 1 not in chosen.years:
        entitled[:] = False
    return np.ma.masked_array(rng.random(len(people)) < chance, ~entitled)
