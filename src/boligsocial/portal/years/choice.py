"""What a reader has chosen of a plan over the years, read from the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal
from urllib.parse import urlencode

from boligsocial.allocation.principles import DEFAULT, Principles, built_in_principles
from boligsocial.allocation.years.definitions import Factor, PriceIndex, frame_definition
from boligsocial.allocation.years.rules import YearRules, default_year_rules
from boligsocial.messages import Message
from boligsocial.portal.distribution.fields import Entry, NumberField
from boligsocial.portal.figures import NAME

Method = Literal["ranked", "optimal"]
METHODS: dict[str, tuple[Method, Message]] = {
    "listen": ("ranked", Message("Down the list")),
    "bedste": ("optimal", Message("Best distribution")),
}
RENT, VACANCY = "rent", "vacancy"
_AMOUNT = Message("mio. kr. a year")
_SIX_PLACES = Decimal("0.000001")


def _part_field(name: str, part: str, label: Message) -> NumberField:
    most = frame_definition().part_of(part).mio
    correction = Message("Write an amount from 0 to {most} mio. kr.", {"most": most})
    return NumberField(name, label, _AMOUNT, most, correction, lambda _: most)


PRICE = NumberField(
    "pris",
    Message("Rise of prices"),
    Message("pct. a year"),
    Decimal(20),
    Message("Write a share from 0 to 20 pct. a year."),
    lambda _: Decimal(0),
)
CARRIED_IN = NumberField(
    "fra_foer",
    Message("Unspent from before the first year"),
    Message("mio. kr."),
    Decimal(1000),
    Message("Write an amount from 0 to 1,000 mio. kr."),
    lambda _: Decimal(0),
)
RENT_USED = _part_field("leje", RENT, Message("Committed to rent support"))
VACANCY_USED = _part_field("tomgang", VACANCY, Message("Committed to vacancy rent"))
FIELDS = (PRICE, CARRIED_IN, RENT_USED, VACANCY_USED)
MOVES_RENT = "flyt"


@dataclass(frozen=True)
class YearChoice:
    """Principles, method and assumptions; amounts in mio. kr. at the act's own prices.

    moves_rent: whether rent support that is not used goes to social efforts. A field that cannot be
    read stands at its default, and its mistake is told beside it.
    """

    figures: str
    principles: Principles
    method_name: str
    moves_rent: bool
    entries: Mapping[str, Entry]

    @property
    def method(self) -> Method:
        return METHODS[self.method_name][0]

    @property
    def fields(self) -> list[Entry]:
        """The number fields, as the page shows them."""
        return list(self.entries.values())

    @property
    def mistakes(self) -> list[Entry]:
        return [each for each in self.fields if each.mistake]

    def value(self, field: NumberField) -> Decimal:
        return self.entries[field.name].value

    @property
    def rules(self) -> YearRules:
        """The rules with the reader's prices and what is carried in."""
        rules = default_year_rules()
        changed: dict[str, object] = {"carried_in_mio": self.value(CARRIED_IN)}
        if self.value(PRICE):
            changed["index"] = _assumed(rules, self.value(PRICE))
        return rules.model_copy(update=changed)

    def address(self, **other: str) -> str:
        """The query of this choice, with some of it otherwise."""
        own = {
            NAME: self.figures,
            "principper": "" if self.principles.id == DEFAULT else self.principles.id,
            "metode": "" if self.method == "ranked" else self.method_name,
            MOVES_RENT: "1" if self.moves_rent else "",
            **{each.name: each.plain for each in self.fields if each.value != _default(each.field)},
        } | other
        return "?" + urlencode({name: value for name, value in own.items() if value})


def year_choice(figures: str, query: Mapping[str, str]) -> YearChoice:
    """The choice in an address."""
    known = built_in_principles()
    method = query.get("metode", "")
    return YearChoice(
        figures,
        known.get(query.get("principper", "")) or known[DEFAULT],
        method if method in METHODS else next(iter(METHODS)),
        bool(query.get(MOVES_RENT)),
        {each.name: _entry(each, query.get(each.name, "")) for each in FIELDS},
    )


def _entry(field: NumberField, text: str) -> Entry:
    if not text.strip():
        return Entry(field, "", _default(field), "", None)
    value = field.number_in(text)
    if value is None:
        return Entry(field, "", _default(field), text[:20], field.correction)
    return Entry(field, "", value, text, None)


def _default(field: NumberField) -> Decimal:
    return field.read(built_in_principles()[DEFAULT])


def _assumed(rules: YearRules, percent: Decimal) -> PriceIndex:
    """The same rise every year, the first year counted with it."""
    frame = rules.frame
    factors = (
        Factor(
            year=year,
            factor=((1 + percent / 100) ** (year - frame.first_year + 1)).quantize(_SIX_PLACES),
            source="The reader's own assumption",
        )
        for year in range(frame.first_year, frame.last_year + 1)
    )
    return rules.index.model_copy(update={"factor": tuple(factors)})
