"""The way of a case: the phases it has been in, the one it is in, and those it would come to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils import timezone

from boligsocial.messages import Message
from boligsocial.portal.cases.deadlines import deadline
from boligsocial.portal.cases.kinds import Kind, Phase
from boligsocial.portal.cases.models import Case
from boligsocial.portal.cases.models import Step as StepTaken
from boligsocial.portal.cases.services import kind_of

State = Literal["done", "now", "ended", "to_come"]


@dataclass(frozen=True)
class Stop:
    """A phase on the way. step: what led there. since, until: the days of coming and going."""

    phase: Phase
    state: State
    step: StepTaken | None = None
    since: date | None = None
    until: date | None = None

    @property
    def name(self) -> Message:
        return Message(self.phase.name)

    @property
    def days(self) -> int | None:
        """How long the case was there."""
        return (self.until - self.since).days if self.since and self.until else None

    @property
    def deadline(self) -> date | None:
        """The day by which the case should go on from here."""
        if self.state != "now" or self.since is None:
            return None
        return deadline(self.phase, self.since)


def way_of(case: Case) -> list[Stop]:
    """Every stop of a case, in order."""
    kind = kind_of(case.kind)
    taken = list(case.steps.select_related("by", "organisation"))
    days = [timezone.localdate(each.at) for each in taken]
    been = [
        Stop(kind.phase_of(step.to), "done", step, since, until)
        for step, since, until in zip(taken[:-1], days[:-1], days[1:], strict=True)
    ]
    here = kind.phase_of(case.phase)
    now = Stop(here, "ended" if here.is_end else "now", taken[-1], days[-1])
    return [*been, now, *(Stop(each, "to_come") for each in main_way(kind, case.phase))]


def main_way(kind: Kind, phase: str) -> list[Phase]:
    """The phases after one when all goes well: the first move each time that leads on."""
    found: list[Phase] = []
    here = kind.phase_of(phase)
    seen = {phase}
    while True:
        onward = (kind.phase_of(to) for to in here.moves if to not in seen)
        step = next((each for each in onward if not each.breaks_off), None)
        if step is None:
            return found
        found.append(step)
        seen.add(step.id)
        here = step
