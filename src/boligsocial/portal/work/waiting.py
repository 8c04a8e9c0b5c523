"""What waits for a person in the cases within their reach.

Other rooms add what they know of by `also_waits`: a function from who asks to items.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import Q, QuerySet
from django.urls import reverse

from boligsocial.messages import Message
from boligsocial.portal.cases.access import may, side_of
from boligsocial.portal.cases.deadlines import deadline
from boligsocial.portal.cases.kinds import Phase, Side, Step, kinds
from boligsocial.portal.cases.models import Case, Request
from boligsocial.portal.cases.services import (
    checks_standing,
    documents_standing,
    look_up,
    phase_of,
    steps_of,
    waiting_since,
)
from boligsocial.portal.people.gate import Who, ask, within_reach
from boligsocial.portal.people.models import Membership
from boligsocial.portal.people.words import listed

What = Literal["answer", "go_on", "decide", "complete", "take", "sign"]


@dataclass(frozen=True)
class Waiting:
    """Something that waits for a person: in which case, what, by when, and where it is done."""

    case: Case
    what: What
    words: Message
    due: date | None
    address: str

    def is_late(self, day: date) -> bool:
        """Whether it should have been done before a day."""
        return self.due is not None and self.due < day


Tells = Callable[[Who], Iterable[Waiting]]
_also: list[Tells] = []


def also_waits(tells: Tells) -> None:
    """Register what tells of more that waits."""
    _also.append(tells)


def waits_for(who: Who, *, of_everyone: bool = False) -> list[Waiting]:
    """What waits for a person, that with the nearest deadline first.

    of_everyone: for the Fund's caseworkers also what is in others' cases.
    """
    items = [*_in_cases(who, of_everyone), *(each for tells in _also for each in tells(who))]
    return sorted(items, key=lambda each: (each.due or date.max, each.case.pk))


def _in_cases(who: Who, of_everyone: bool) -> Iterator[Waiting]:
    for case in look_up(_concerned(who, of_everyone)):
        step = may(who, "case.step", case)
        if step.allowed and step.through:
            yield from _for_a_side(who, case, step.through, of_everyone)
        if ask(who, "case.decide").allowed:
            yield from _to_decide(who, case)


def open_cases(who: Who) -> QuerySet[Case]:
    """The cases within a person's reach that have not ended."""
    ends = [phase.id for kind in kinds().values() for phase in kind.phase if phase.is_end]
    seen = within_reach(who, "case.read", Case.objects.exclude(phase__in=ends), "parties")
    return seen.distinct().prefetch_related("requests")


def _concerned(who: Who, of_everyone: bool) -> QuerySet[Case]:
    """The open cases in which something can wait for a person."""
    takes, decides = (ask(who, action) for action in ("case.step", "case.decide"))
    if takes.allowed and of_everyone:
        return open_cases(who)
    concerned = Q(pk__in=())
    if takes.allowed:
        own = [each.organisation_id for each in who.memberships]
        concerned |= Q(caseworker=None) | Q(caseworker=who.user) | Q(parties__in=own)
    if decides.allowed:
        concerned |= Q(phase__in=_before_decisions())
    return open_cases(who).filter(concerned)


def _before_decisions() -> list[str]:
    """The phases from which a decision leads on."""
    return [
        phase.id
        for kind in kinds().values()
        for phase in kind.phase
        if any(_decides_onward(kind.phase_of(to)) for to in phase.moves)
    ]


def _for_a_side(who: Who, case: Case, through: Membership, of_everyone: bool) -> Iterator[Waiting]:
    is_fund = side_of(through) == "fund"
    if is_fund and case.caseworker_id is None:
        yield _waiting(case, "take", Message("no caseworker has the case"), _due(case))
    is_mine = not is_fund or of_everyone or case.caseworker == who.user
    if not is_mine:
        return
    asked = [each for each in case.requests.all() if each.answered_at is None]
    if not is_fund:
        yield from (_to_answer(each) for each in asked)
    if not asked:
        yield from _to_go_on(case, through)


def _to_answer(request: Request) -> Waiting:
    return _waiting(request.case, "answer", Message("the Fund has asked for more"), request.due_on)


def _to_go_on(case: Case, through: Membership) -> Iterator[Waiting]:
    """What a side still has to bring; or the step that leads on, if it is this side that takes it.

    The file of a kind names the step that leads on first; the others lead back or break off.
    """
    side, phase = side_of(through), phase_of(case)
    onward = next(iter(steps_of(case, through)))
    taker = phase.moves[onward.to.id]
    if missing := _missing(case, side, taker):
        yield _waiting(case, "complete", _MISSING.filled(missing=listed(missing)), _due(case))
    elif taker == side and onward.is_lawful and not onward.to.decides:
        words = Message("ready for {phase}", {"phase": Message(onward.to.name)})
        yield _waiting(case, "go_on", words, _due(case))


def _to_decide(who: Who, case: Case) -> Iterator[Waiting]:
    """A decision that only waits for a decision-maker."""
    through = may(who, "case.decide", case).through
    if through is None:
        return
    ready = [each for each in steps_of(case, through) if _is_decision(each, phase_of(case))]
    if ready:
        words = Message("ready to be decided: {phase}", {"phase": Message(ready[0].to.name)})
        yield _waiting(case, "decide", words, _due(case))


def _is_decision(step: Step, phase: Phase) -> bool:
    return _decides_onward(step.to) and step.is_lawful and phase.moves[step.to.id] == "fund"


def _decides_onward(phase: Phase) -> bool:
    return phase.decides and not phase.breaks_off


def _missing(case: Case, side: Side, taker: Side) -> list[Message]:
    """What the phase lacks and a side brings: the parties, unless the Fund alone writes it; a check
    is made by the side that takes the step."""
    documents = [(each, each.asked.writer or "parties") for each in documents_standing(case)]
    checks = [(each, "parties" if each.fact else taker) for each in checks_standing(case)]
    return [
        Message(each.asked.name)
        for each, bringer in (*documents, *checks)
        if bringer == side and each.asked.is_required and not each.is_there
    ]


def _due(case: Case) -> date | None:
    return deadline(phase_of(case), waiting_since(case))


def _waiting(case: Case, what: What, words: Message, due: date | None) -> Waiting:
    address = reverse("cases:case", kwargs={"case": case.pk})
    return Waiting(case, what, words, due, address)


_MISSING = Message("missing: {missing}")
