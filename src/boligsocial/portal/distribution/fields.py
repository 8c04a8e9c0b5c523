"""The fields of the frame and the principles: their names in the address, words and limits."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from babel.numbers import format_decimal

from boligsocial.allocation.principles import Principles, Tier
from boligsocial.messages import Message
from boligsocial.portal.components import Choice
from boligsocial.portal.writing import language

_PLAIN = re.compile(r"\d{1,9}([.,]\d{1,8})?")
_THOUSANDS = re.compile(r"[.,](?=\d{3}(\D|$))")


@dataclass(frozen=True)
class NumberField:
    """A number in the address. `highest` is the largest that the page takes, from zero."""

    name: str
    label: Message
    unit: Message
    highest: Decimal
    correction: Message
    read: Callable[[Principles], Decimal]
    is_whole_kroner: bool = False

    def number_in(self, text: str) -> Decimal | None:
        """The number that somebody wrote; none where it cannot be read or is above the highest."""
        plain = text.replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
        if self.is_whole_kroner:
            plain = _THOUSANDS.sub("", plain)
        value = Decimal(plain.replace(",", ".")) if _PLAIN.fullmatch(plain) else None
        return None if value is None or value > self.highest else value


@dataclass(frozen=True)
class OptionField:
    """A choice between few; `choices` has the words of each by its name in the address."""

    name: str
    label: Message
    choices: Mapping[str, Message]
    read: Callable[[Principles], str]


@dataclass(frozen=True)
class Entry:
    """A number field as the page shows it: the value that counts, and what was written."""

    field: NumberField
    prefix: str
    value: Decimal
    given: str
    mistake: Message | None

    @property
    def name(self) -> str:
        return self.prefix + self.field.name

    @cached_property
    def written(self) -> str:
        """What stands in the field: what was written where it is wrong, otherwise the value."""
        if self.mistake:
            return self.given
        return format_decimal(self.value, "0.########", language())

    @property
    def plain(self) -> str:
        """The value as a slider takes it."""
        return f"{self.value.normalize():f}"


@dataclass(frozen=True)
class OptionEntry:
    """An option as the page shows it."""

    name: str
    label: Message
    choices: tuple[Choice, ...]
    mistake: Message | None


_HUNDRED = Decimal(100)
_WHOLE = Decimal(1_000_000)

FRAME = NumberField(
    "ramme",
    Message("Frame a year"),
    Message("mio. kr."),
    Decimal(300),
    Message("Write an amount from 0 to 300 mio. kr., for example 140 or 232.5."),
    lambda _: Decimal(0),
)
LEVELS = (
    ("udsatte", Message("The most exposed other areas"), Tier.EXPOSED),
    ("vippen", Message("On the edge"), Tier.EDGE),
    ("tilknyttede", Message("Attached vulnerable estates"), Tier.ATTACHED),
    ("forankrede", Message("The least exposed with an effort"), Tier.ANCHORED),
)
"""The shares of the full grant that can be changed: name in the address, words and tier."""


def _share_field(name: str, label: Message, tier: Tier) -> NumberField:
    return NumberField(
        name,
        label,
        Message("pct. of the full grant"),
        _HUNDRED,
        Message("Write a share from 0 to 100 pct."),
        lambda each: each.levels.of(tier) * 100,
    )


NUMBERS = (
    *(_share_field(*each) for each in LEVELS),
    NumberField(
        "pr_plan",
        Message("For each plan"),
        Message("mio. kr. a year"),
        _HUNDRED,
        Message("Write an amount from 0 to 100 mio. kr., for example 0.9."),
        lambda each: each.full_grant.per_plan_mio,
    ),
    NumberField(
        "pr_beboer",
        Message("For each resident"),
        Message("kr. a year"),
        _WHOLE,
        Message("Write an amount from 0 to 1,000,000 kr., for example 800."),
        lambda each: each.full_grant.per_resident_dkk,
        is_whole_kroner=True,
    ),
)
_NEXT = {"stop": "stop", "videre": "skip"}
_SHORT = {"stop": "stop", "del": "proportional"}
OPTIONS = (
    OptionField(
        "naeste",
        Message("When the money does not suffice for the next area"),
        {
            "stop": Message("Stop there"),
            "videre": Message("Go on to the next area that it suffices for"),
        },
        lambda each: _word(_NEXT, each.below_waterline),
    ),
    OptionField(
        "mangel",
        Message("When the frame cannot carry all areas on the list"),
        {
            "stop": Message("Share nothing out"),
            "del": Message("Share what there is in proportion"),
        },
        lambda each: _word(_SHORT, each.listed_shortfall),
    ),
)


def _word(words: Mapping[str, str], meaning: str) -> str:
    return next(word for word, each in words.items() if each == meaning)


def option_of(name: str) -> OptionField:
    """The option with a name."""
    return next(each for each in OPTIONS if each.name == name)


def with_fields(
    preset: Principles, numbers: Mapping[str, Decimal], options: Mapping[str, str]
) -> Principles:
    """Principles with the numbers and options of the page; equal to the preset where they are."""
    levels = {tier.value: (numbers[name] / 100,) for name, _, tier in LEVELS}
    grant = {
        "per_plan_mio": numbers["pr_plan"],
        "per_resident_dkk": numbers["pr_beboer"],
    }
    return preset.model_copy(
        update={
            "levels": preset.levels.model_copy(update=levels),
            "full_grant": preset.full_grant.model_copy(update=grant),
            "below_waterline": _NEXT[options["naeste"]],
            "listed_shortfall": _SHORT[options["mangel"]],
        }
    )
