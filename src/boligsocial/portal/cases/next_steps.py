"""What a person may do next with a case, and why the rest may not be done."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from boligsocial.messages import Message
from boligsocial.portal.cases.access import DECIDE, STEP, may, side_of
from boligsocial.portal.cases.kinds import Phase, Side
from boligsocial.portal.cases.models import Case
from boligsocial.portal.cases.services import phase_of, steps_for
from boligsocial.portal.people.gate import Who


@dataclass(frozen=True)
class Offer:
    """A step that may be taken now by this person.

    decided_at: the address of the page on which it is decided; empty for a mere step.
    """

    to: Phase
    decided_at: str = ""

    @property
    def name(self) -> Message:
        return Message(self.to.name)


@dataclass(frozen=True)
class NotNow:
    """A step that this person cannot take now, with the reason."""

    to: Phase
    why_not: Message

    @property
    def name(self) -> Message:
        return Message(self.to.name)


@dataclass(frozen=True)
class NextSteps:
    """The step that leads on, if this person may take it; other steps; and those not to be taken
    now."""

    primary: Offer | None
    others: tuple[Offer, ...]
    not_now: tuple[NotNow, ...]


def next_steps(case: Case, who: Who) -> NextSteps:
    """The steps from where a case is, as they are for a person."""
    offers, not_now = [], []
    decided_at = reverse("decisions:decisions", kwargs={"case": case.pk})
    for to, by in phase_of(case).moves.items():
        step = next(each for each in steps_for(case, by) if each.to.id == to)
        why_not = _why_not_mine(case, who, step.to, by)
        if why_not is None and step.is_lawful:
            offers.append(Offer(step.to, decided_at if step.to.decides else ""))
        else:
            not_now.append(NotNow(step.to, why_not if why_not and step.is_lawful else step.why_not))
    # The file of a kind names the step that leads on first; the others lead back or break off.
    onward = next(iter(phase_of(case).moves), None)
    primary = next((each for each in offers if each.to.id == onward), None)
    return NextSteps(primary, tuple(each for each in offers if each != primary), tuple(not_now))


def _why_not_mine(case: Case, who: Who, to: Phase, by: Side) -> Message | None:
    answer = may(who, DECIDE if to.decides else STEP, case)
    if answer.through is None or side_of(answer.through) != by:
        return _DECIDERS if to.decides else _TAKEN_BY[by]
    return None if answer.allowed else answer.reason


_DECIDERS = Message("a decision-maker of the Fund takes this step")
_TAKEN_BY: dict[Side, Message] = {
    "fund": Message("a caseworker of the Fund takes this step"),
    "parties": Message("the applicants take this step"),
}
