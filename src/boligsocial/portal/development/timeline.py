"""Everything that happens around a case, social and physical, on one line of time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal, get_args

from django.utils import timezone

from boligsocial.law.development.dwellings import MEASURES, MeasureKind
from boligsocial.messages import Message, as_it_is
from boligsocial.portal.boards.services.seats import board_of
from boligsocial.portal.cases.models import Case
from boligsocial.portal.cases.services import kind_of
from boligsocial.portal.development.models import Plan
from boligsocial.portal.people.models import today

Lane = Literal["social", "board", "physical", "rehousing", "goals"]
LANES: tuple[Lane, ...] = get_args(Lane)
LANE_NAMES: dict[Lane, Message] = {
    "social": Message("social effort"),
    "board": Message("board"),
    "physical": Message("dwellings and buildings"),
    "rehousing": Message("rehousing"),
    "goals": Message("shared goals"),
}


@dataclass(frozen=True)
class Event:
    """Something from a day to a day, both counted; one day where they are the same."""

    lane: Lane
    name: Message
    start: date
    end: date


def timeline(case: Case, plans: Sequence[Plan]) -> list[Event]:
    """The steps and board meetings of a case, the plans of its places and the goals they share."""
    events = [*_social(case), *_board(case), *_physical(plans), *_rehousing(plans)]
    events += _goals(case)
    return sorted(events, key=lambda each: (LANES.index(each.lane), each.start, each.end))


def _social(case: Case) -> Iterator[Event]:
    kind = kind_of(case.kind)
    steps = list(case.steps.order_by("number"))
    days = [timezone.localdate(each.at) for each in steps]
    is_over = kind.phase_of(case.phase).is_end
    ends = [*(after for _, after in pairwise(days)), days[-1] if is_over else today()]
    for step, start, end in zip(steps, days, ends, strict=True):
        yield Event("social", Message(kind.phase_of(step.to).name), start, max(start, end))


def _board(case: Case) -> Iterator[Event]:
    board = board_of(case)
    for each in board.meetings.all() if board else ():
        yield Event("board", Message("board meeting"), each.held_on, each.held_on)


def _physical(plans: Sequence[Plan]) -> Iterator[Event]:
    for plan in plans:
        if plan.approved_on:
            yield Event(
                "physical", _APPROVED.filled(plan=plan.name), plan.approved_on, plan.approved_on
            )
        for each in plan.stages.filter(withdrawn_at=None):
            yield Event("physical", as_it_is(each.name), each.starts_on, each.ends_on)
        version = plan.versions.last()
        for measure in version.measures.all() if version else ():
            kind: MeasureKind = measure.kind  # type: ignore[assignment]
            words = _MEASURE.filled(amount=measure.amount, what=MEASURES[kind])
            yield Event("physical", words, measure.on, measure.on)


def _rehousing(plans: Sequence[Plan]) -> Iterator[Event]:
    for plan in plans:
        for each in plan.waves.filter(withdrawn_at=None):
            words = _WAVE.filled(name=each.name, households=each.households)
            yield Event("rehousing", words, each.starts_on, each.ends_on)


def _goals(case: Case) -> Iterator[Event]:
    for each in case.shared_goals.exclude(due_on=None):
        if each.due_on:
            yield Event("goals", as_it_is(each.text), each.due_on, each.due_on)


_APPROVED = Message("{plan} is approved")
_MEASURE = Message("{what}: {amount}")
_WAVE = Message("{name}: {households} households move")
