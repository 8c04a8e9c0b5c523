"""Reminders of what waits, so many days before and after its deadline; one letter a day at most."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.urls import reverse

from boligsocial.definitions import Definition, read_definition
from boligsocial.messages import Message
from boligsocial.portal.people.gate import Who
from boligsocial.portal.people.models import User
from boligsocial.portal.work.letters import write
from boligsocial.portal.work.waiting import Waiting, waits_for

_SUBJECT = Message("What waits for you in boligsocial")
_LINE = Message("{date}: {case} ({reference})")


class Days(Definition):
    """How many days before and after a deadline one is reminded."""

    valid_from: date
    days_before: tuple[int, ...]
    days_after: tuple[int, ...]
    source: str

    def reminds(self, due: date, day: date) -> bool:
        """Whether one is reminded on a day of what is due on another."""
        left = (due - day).days
        return left in self.days_before or -left in self.days_after


@dataclass(frozen=True)
class Reminder:
    """What a person is reminded of."""

    person: User
    of: tuple[Waiting, ...]


def days() -> Days:
    """The days on which one is reminded."""
    return read_definition(Path(__file__).parent / "reminders.toml", Days)


def reminders_on(day: date, people: Iterable[User]) -> list[Reminder]:
    """The reminders of a day, of people who have any."""
    rule = days()
    found = [Reminder(each, tuple(_due(each, day, rule))) for each in people]
    return [each for each in found if each.of]


def remind(reminder: Reminder, day: date) -> bool:
    """Write a reminder; whether it is new."""
    lines = [
        _LINE.filled(date=each.due or day, case=each.case.name, reference=each.case.reference)
        for each in reminder.of
    ]
    text = Message(
        "\n".join(f"{{line_{place}}}" for place in range(len(lines))),
        {f"line_{place}": each for place, each in enumerate(lines)},
    )
    path = reverse("work:waiting")
    return write(reminder.person, f"reminder {day}", _SUBJECT, text, path) is not None


def _due(person: User, day: date, rule: Days) -> Iterable[Waiting]:
    who = Who(person, tuple(person.memberships.select_related("organisation")), is_strong=True)
    return (each for each in waits_for(who) if each.due and rule.reminds(each.due, day))
