"""What the registers say of people in a year, so that each place has the levels set for it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from boligsocial.registers.synthetic.calibration.exact import with_numbers, with_shares
from boligsocial.registers.synthetic.calibration.goals import Goal
from boligsocial.registers.synthetic.model import (
    Floats,
    Model,
    Municipalities,
    by_age,
    region_income,
)
from boligsocial.registers.synthetic.people import (
    BASIC,
    EDUCATION,
    UNKNOWN,
    Bools,
    People,
    Small,
    spread,
)  # fmt: skip
from boligsocial.registers.synthetic.places import Ints, Places

Column = NDArray[np.generic]
_LEAST_CHANCE = 1e-9


def attributes(
    people: People, year: int, levels: Mapping[str, Floats], places: Places, model: Model,
    known: Municipalities, goal: Goal | None = None,
) -> dict[str, Column]:  # fmt: skip
    """The columns of a part of persons that are not ids, by name; codes are indexes.

    Nothing is drawn here: the people's standings and the levels of their places decide, and with a
    goal the numbers of areas are those of the goal exactly.
    """
    age, place = people.age(year), places.place[people.home]
    in_education = _in_education(people, age, model)
    attachment = _attachment(people, age, in_education, levels["no_attachment"][place], model,
                             levels["no_attachment"], place)  # fmt: skip
    if goal is not None:
        attachment = with_shares(attachment, people.state, age, places.area[place], goal)
    convicted, charged = _crime(people, age, levels["convicted"], place, places, model, goal)
    taxable = people.arrived < year - 1
    income = _income(people, age, attachment, in_education, taxable, year, levels["income"],
                     places, model, known)  # fmt: skip
    adult = (age >= model.attachment.ages[0]) & (age <= model.attachment.ages[1])
    working_student = people.luck > np.quantile(people.luck, 1 - model.attachment.student_with_job)
    employed = (attachment >= 0.5) & (age >= 18) & (~in_education | working_student)
    supported = adult & (attachment < 0.5) & ~in_education
    supported &= people.luck < np.quantile(people.luck, model.attachment.supported)
    return {
        "age": age.astype(np.int16),
        "sex": people.male.astype(np.int8),
        "origin": people.origin,
        "education": _education(people, age, model),
        "education_in_denmark": ~people.abroad,
        "in_education": in_education,
        "attachment": attachment,
        "gross_income": income,
        "fully_taxable": taxable,
        "convicted": convicted,
        "charged": charged,
        "employed": employed,
        "public_support": supported,
        **_children(people, age, levels, place, model),
    }


def _attained(people: People, model: Model) -> Ints:
    ages = np.zeros(len(EDUCATION), np.int64)
    for name, at in model.people.attained_at.items():
        ages[EDUCATION[name]] = at
    return ages[people.final]


def _in_education(people: People, age: Ints, model: Model) -> Bools:
    chosen = model.people
    chance = np.where(
        age < _attained(people, model), chosen.still_in_education,
        np.where(people.low, by_age(chosen.basic_in_education)[age],
                 chosen.grown_in_education),
    )  # fmt: skip
    chance = np.where(age <= 16, 1.0, chance)
    return (age >= 6) & (1 - people.school < chance)


def _education(people: People, age: Ints, model: Model) -> Small:
    """What is attained by now; on the way to higher education, upper secondary."""
    attained = age >= _attained(people, model)
    secondary = EDUCATION["upper_secondary"]
    higher = (people.final > EDUCATION["vocational"]) & (people.final != UNKNOWN)
    halfway = higher & (age >= model.people.attained_at["upper_secondary"])
    now = np.where(attained, people.final, np.where(halfway, secondary, BASIC))
    return now.astype(np.int8)


def _attachment(
    people: People, age: Ints, in_education: Bools, here: Floats, model: Model, level: Floats,
    place: NDArray[np.int32],
) -> Floats:  # fmt: skip
    """Full-time share of the year in work or education; the mean of a place is 1 less its level."""
    chosen = model.attachment
    counted = (age >= chosen.ages[0]) & (age <= chosen.ages[1])
    weight = by_age(chosen.by_age)[age] * np.where(people.low, chosen.basic, 1.0)
    weight *= np.where(people.nonwestern, chosen.nonwestern, 1.0)
    weight *= np.where(in_education, chosen.student, 1.0)
    without = spread(level, weight, place, counted, chosen.highest)
    band = np.minimum(chosen.partial, np.minimum(without, 1 - without))
    fraction = (without + band - people.state) / np.maximum(2 * band, 1e-9)
    grown = 1 - np.clip(fraction, 0, 1)
    old = (1 - people.state < by_age(chosen.employed_after)[age] * (1 - here)).astype(np.float64)
    young = (age >= 6).astype(np.float64)
    share: Floats = np.where(counted, grown, np.where(age > chosen.ages[1], old, young))
    return np.round(share, 3)


def _crime(
    people: People, age: Ints, level: Floats, place: NDArray[np.int32], places: Places,
    model: Model, goal: Goal | None,
) -> tuple[Bools, Bools]:  # fmt: skip
    chosen = model.crime
    weight = by_age(chosen.by_age)[age] * np.where(people.male, chosen.male, 1.0)
    weight = weight * np.where(people.low, chosen.basic, 1.0)
    chance = spread(level, weight, place, age >= chosen.adult, chosen.highest)
    convicted = (people.crime < chance) & (age >= chosen.ages[0])
    charged = (people.crime < chance * chosen.charged) & (age >= chosen.ages[1])
    if goal is not None:
        turn = people.crime / np.maximum(chance, _LEAST_CHANCE)
        private = place < places.private
        convicted = with_numbers(convicted, turn, age >= chosen.adult, places.area[place], private,
                                 goal)  # fmt: skip
    return convicted, charged | convicted


def _income(
    people: People, age: Ints, attachment: Floats, in_education: Bools, taxable: Bools, year: int,
    level: Floats, places: Places, model: Model, known: Municipalities,
) -> Floats:  # fmt: skip
    """Whole kroner. Estates get their level exactly; private housing makes the region right."""
    chosen = model.income
    place = places.place[people.home]
    education = np.array([chosen.by_education[name] for name in EDUCATION])
    weight = by_age(chosen.by_age)[age] * education[people.final]
    weight *= np.where(attachment >= 0.5, 1.0, chosen.without_attachment)
    weight *= np.exp(chosen.spread * people.luck)
    counted = (age >= chosen.ages[0]) & (age <= chosen.ages[1]) & taxable & ~in_education
    relative = spread(level, weight, place, counted, np.inf)
    regions = sorted(set(known.regions))
    region = np.array([regions.index(name) for name in known.regions])[places.municipality][place]
    private = place < places.private
    number = np.bincount(region[counted], minlength=len(regions))
    social, rest = (
        np.bincount(region[counted & side], relative[counted & side], minlength=len(regions))
        for side in (~private, private)
    )
    factor = np.divide(number - social, rest, out=np.ones(len(regions)), where=rest > 0)
    relative *= np.where(private, np.maximum(factor, 0.1)[region], 1.0)
    means = [region_income(name, year - 1, chosen.growth_outside_source) for name in regions]
    income: Floats = np.round(relative * np.array(means)[region])
    return income


def _children(
    people: People, age: Ints, levels: Mapping[str, Floats], place: NDArray[np.int32], model: Model
) -> dict[str, Column]:
    """Daycare, absence and grade, null outside their ages; grades with one decimal."""
    chosen = model.children
    outside, basic = levels["no_attachment"][place], levels["basic_school"][place]
    small = (age >= chosen.daycare_ages[0]) & (age <= chosen.daycare_ages[1])
    pupil = (age >= chosen.school_ages[0]) & (age <= chosen.school_ages[1])
    daycare = people.school > 1 - chosen.daycare + chosen.daycare_loss * outside
    absence = (chosen.absence + chosen.absence_rise * outside) * np.exp(people.luck / 2)
    grade = chosen.grade - chosen.grade_loss * basic + chosen.grade_spread * people.luck
    graded = age == chosen.grade_age
    return {
        "in_daycare": np.ma.masked_array(daycare, ~small),
        "absence": np.ma.masked_array(np.round(np.minimum(absence, 1), 3), ~pupil),
        "grade": np.ma.masked_array(np.round(np.clip(grade, -3, 12), 1), ~graded),
    }
