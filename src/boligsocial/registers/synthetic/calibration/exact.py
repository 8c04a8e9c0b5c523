"""The people of areas given attributes so that shares come out to the last digit."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from boligsocial.registers.synthetic.calibration.goals import Goal
from boligsocial.registers.synthetic.calibration.plan import Bools
from boligsocial.registers.synthetic.model import Floats
from boligsocial.registers.synthetic.places import Ints

WORKING_AGES = (18, 64)
_WHOLE = 1000
"""Thousandths: attachment has three decimals."""


def with_numbers(
    convicted: Bools, turn: Floats, adult: Bools, area: Ints, private: Bools, goal: Goal
) -> Bools:
    """Who is convicted: of each area's adults so many as the goal says, and of adults in private
    housing those that make the nation right. Low turns come first.
    """
    done = convicted.copy()
    who = np.flatnonzero(adult & (area >= 0))
    who = who[np.lexsort((turn[who], area[who]))]
    adults = np.bincount(area[who], minlength=goal.residents.shape[1])
    rank = np.arange(len(who)) - (np.cumsum(adults) - adults)[area[who]]
    done[who] = rank < goal.convicts(adults)[area[who]]
    free = np.flatnonzero(adult & private)
    others = int((done & adult).sum() - done[free].sum())
    left = max(round(goal.nation * int(adult.sum())) - others, 1)
    last = np.partition(turn[free], min(left, len(free)) - 1)[min(left, len(free)) - 1]
    done[free] = turn[free] <= last
    return done


def with_shares(
    attachment: Floats, state: NDArray[np.float32], age: Ints, area: Ints, goal: Goal
) -> Floats:
    """Attachments whose sum among an area's 18-64-year-olds is that of the goal, in thousandths.

    Those in part of the year give or take first, then those of the nearest standing.
    """
    counted = np.flatnonzero((area >= 0) & (age >= WORKING_AGES[0]) & (age <= WORKING_AGES[1]))
    thousandths = np.round(attachment[counted] * _WHOLE).astype(np.int64)
    where = area[counted]
    areas = goal.residents.shape[1]
    people = np.bincount(where, minlength=areas)
    wanted = np.round(people * (1 - goal.no_attachment) * _WHOLE).astype(np.int64)
    missing = wanted - np.bincount(where, thousandths, areas).astype(np.int64)
    need = missing[where]
    room = np.where(need > 0, _WHOLE - thousandths, np.where(need < 0, thousandths, 0))
    partly = (thousandths > 0) & (thousandths < _WHOLE)
    # A high state is the last to be without attachment, and so the first to come to more of it.
    nearest = np.where(need > 0, -state[counted], state[counted])
    order = np.lexsort((nearest, ~partly, where))
    used = np.cumsum(room[order])
    before = used - room[order]
    start = np.concatenate(([0], np.cumsum(people)))[where[order]]
    before -= np.concatenate((before, [0]))[start]
    change = np.clip(np.abs(need[order]) - before, 0, room[order])
    thousandths[order] += np.sign(need[order]) * change
    done = attachment.copy()
    done[counted] = thousandths / _WHOLE
    return done


def shares(
    attachment: NDArray[np.generic],
    convicted: NDArray[np.generic],
    age: Ints,
    area: Ints,
    areas: int,
) -> tuple[Floats, Floats]:
    """By area the share without attachment at 18-64, and of adults convicted."""
    working = (area >= 0) & (age >= WORKING_AGES[0]) & (age <= WORKING_AGES[1])
    adult = (area >= 0) & (age >= WORKING_AGES[0])

    def mean(values: NDArray[np.generic], counted: Bools) -> Floats:
        total = np.bincount(area[counted], values[counted].astype(np.float64), areas)
        found: Floats = total / np.maximum(np.bincount(area[counted], minlength=areas), 1)
        return found

    return 1 - mean(attachment, working), mean(convicted, adult)
