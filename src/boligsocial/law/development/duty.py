"""Whether an area has the duty to carry out a development plan, apart from whether it is listed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from boligsocial.law.development.rules import DevelopmentRules, development_rules


@dataclass(frozen=True)
class ListedOn:
    """What a list said of an area: the statuses it had, none where it was on none."""

    on: date
    statuses: frozenset[str]


@dataclass(frozen=True)
class Duty:
    """since: the list that brought the duty, none where none did. is_listed: whether the latest
    list has the area as one of those that bring it."""

    since: date | None
    is_listed: bool

    @property
    def has_obligation(self) -> bool:
        """Whether a plan must be carried out; it outlives the listing."""
        return self.since is not None


def duty_of(lists: Iterable[ListedOn], rules: DevelopmentRules | None = None) -> Duty:
    """The duty of an area from all lists up to a day; a later list never ends it."""
    rules = rules or development_rules()
    bringing = frozenset(rules.duty.statuses)
    history = sorted(lists, key=lambda each: each.on)
    since = next(
        (each.on for each in history if each.on >= rules.start and each.statuses & bringing), None
    )
    return Duty(since, bool(history and history[-1].statuses & bringing))
