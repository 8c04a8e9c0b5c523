"""Carries the made-up cases along their ways, each step on its day, as their people would.

What happens in the ledger happens in between, so that each commitment finds its year open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import time_machine
from django.conf import settings
from django.db import transaction

from boligsocial.portal.cases import dialogue, services
from boligsocial.portal.cases.kinds import Phase, Side, kinds
from boligsocial.portal.cases.models import Case
from boligsocial.portal.demonstration.definitions import Demo, DemoCase, DemoPlan, Said, demo
from boligsocial.portal.demonstration.development import make_development_plan
from boligsocial.portal.demonstration.papers import fulfil
from boligsocial.portal.demonstration.people import Cast, cast_of
from boligsocial.portal.demonstration.places import Places, places_in
from boligsocial.portal.demonstration.proposal import propose
from boligsocial.portal.demonstration.verdicts import decide_as_told
from boligsocial.portal.ledger.demo import demo_happenings, read_demo
from boligsocial.portal.ledger.models import Year
from boligsocial.portal.people.models import today
from boligsocial.snapshots.sealed import SealedLists

OFFICE_HOURS = time(10)
_LEDGER_BEFORE = Path(__file__).parent / "ledger.toml"
ANSWERED_AFTER = 7


@dataclass
class Carried:
    """A case of the demonstration on its way; `case` once it is opened."""

    of: DemoCase
    case: Case | None = None

    @property
    def opened(self) -> Case:
        """The case, which has been opened."""
        if self.case is None:
            raise LookupError(self.of.name)
        self.case.refresh_from_db()
        return self.case


@dataclass(frozen=True)
class Event:
    """Something that happens on a day; `place` keeps what happens on one day in order."""

    on: date
    place: int
    happens: Callable[[], object]


def make_demo_cases(lists: SealedLists) -> int:
    """Make the cases on a snapshot of made-up people, where there are none; their number."""
    if Case.objects.exists():
        return 0
    found = demo()
    story = Story(found, cast_of(found), places_in(lists))
    events = [each for case in found.case for each in story.events(Carried(case))]
    events += [*_of_the_ledger(), Event(found.proposal.on, 0, lambda: propose(lists, found))]
    events += [Event(plan.on, 0, story.plans(plan)) for plan in found.plan]
    with transaction.atomic():
        for event in sorted(events, key=lambda each: (each.on, each.place)):
            with time_machine.travel(_moment(event.on), tick=False):
                event.happens()
    return len(found.case)


@dataclass(frozen=True)
class Story:
    """Who and where the cases are, to tell what happens in each."""

    demo: Demo
    cast: Cast
    places: Places

    def events(self, carried: Carried) -> Iterator[Event]:
        """Everything that happens in a case up to today."""
        for place, (on, happens) in enumerate(self._happenings(carried)):
            if on <= today():
                yield Event(on, place, happens)

    def plans(self, plan: DemoPlan) -> Callable[[], object]:
        """The making of a development plan."""
        return lambda: make_development_plan(plan, self.cast, self.places)

    def _happenings(self, carried: Carried) -> Iterator[tuple[date, Callable[[], object]]]:
        of = carried.of
        on = of.begins
        yield on, lambda: self._open(carried)
        for place, name in enumerate(of.way):
            phase, is_last = kinds()[of.kind].phase_of(name), place == len(of.way) - 1
            for said in (*of.comment, *of.request):
                if said.phase == name:
                    yield from self._said(carried, said, on)
            days = 0 if is_last else of.days[place]
            yield (
                on + timedelta(days=days * 2 // 3),
                self._papers(carried, phase, whole=not is_last or of.is_complete),
            )
            on += timedelta(days=days)
            if not is_last:
                yield on, self._step(carried, phase, of.way[place + 1])

    def _open(self, carried: Carried) -> None:
        of, lead = carried.of, self.cast.person(carried.of.lead)
        places = list(dict.fromkeys(self.places.of(each) for each in of.places))
        named = " og ".join(self.places.names[each] for each in places)
        opening = services.Opening(
            of.kind,
            of.name.format(place=named),
            [self.cast.organisations[each] for each in of.parties],
            self.places.figures,
            places,
        )
        carried.case = services.open_case(opening, lead.user, lead.through)
        if of.caseworker:
            worker = self.cast.person(of.caseworker)
            services.assign(carried.case, worker.user, worker.user)

    def _said(
        self, carried: Carried, said: Said, since: date
    ) -> Iterator[tuple[date, Callable[[], object]]]:
        who, on = self.cast.person(said.who), since + timedelta(days=said.days)
        if said in carried.of.comment:
            yield (
                on,
                lambda: dialogue.comment(
                    carried.opened, said.text, who.user, who.through, internal=said.internal
                ),
            )
            return
        due = on + timedelta(days=2 * ANSWERED_AFTER)
        yield (
            on,
            lambda: dialogue.ask_for_more(
                carried.opened, said.text, due.isoformat(), who.user, who.through
            ),
        )
        lead = self.cast.person(carried.of.lead)
        if said.answer:
            yield (
                on + timedelta(days=ANSWERED_AFTER),
                lambda: dialogue.answer(
                    carried.opened.requests.get(text=said.text),
                    said.answer,
                    lead.user,
                    lead.through,
                ),
            )

    def _papers(self, carried: Carried, phase: Phase, whole: bool) -> Callable[[], object]:
        return lambda: fulfil(carried.of, carried.opened, phase, self.demo, self.cast, whole)

    def _step(self, carried: Carried, phase: Phase, to: str) -> Callable[[], object]:
        target = kinds()[carried.of.kind].phase_of(to)
        if target.decides:
            return lambda: decide_as_told(carried.of, carried.opened, to, self.demo, self.cast)
        who = self.cast.person(self._taker(carried.of, phase.moves[to]))
        reason = carried.of.reason if target.breaks_off else ""
        return lambda: services.take_step(carried.opened, to, who.user, who.through, reason)

    def _taker(self, of: DemoCase, side: Side) -> str:
        return (of.caseworker or self.demo.caseworker) if side == "fund" else of.lead


def _of_the_ledger() -> list[Event]:
    """The ledger's own demonstration and the years before it, ahead of all else on its days; none
    where the ledger has its years already."""
    if Year.objects.exists():
        return []
    files = (read_demo(_LEDGER_BEFORE), read_demo())
    happenings = [each for file in files for each in demo_happenings(file)]
    return [
        Event(on, place - len(happenings), happens)
        for place, (on, happens) in enumerate(happenings)
    ]


def _moment(on: date) -> datetime:
    return datetime.combine(on, OFFICE_HOURS, ZoneInfo(settings.TIME_ZONE))
