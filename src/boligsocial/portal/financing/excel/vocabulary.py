"""What the words in a budget mean: sources, lines, areas, totals, units and years."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from boligsocial.definitions import Definition, read_definition
from boligsocial.messages import LANGUAGES, Message
from boligsocial.portal.amounts import Unit
from boligsocial.portal.financing.definitions import Named, period_of, periods, rules

Side = Literal["cost", "funding"]
Role = Literal["what", "name", "area", "form"]
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_NTH_YEAR = re.compile(r"(?:år|year)\s*(\d)|(\d)\.\s*år", re.IGNORECASE)


class Vocabulary(Definition):
    """Words that people use, by what they mean."""

    total: tuple[str, ...]
    cost: tuple[str, ...]
    funding: tuple[str, ...]
    summary: tuple[str, ...]
    nothing: tuple[str, ...]
    columns: Mapping[Role, tuple[str, ...]]
    units: Mapping[Unit, tuple[str, ...]]


@cache
def vocabulary() -> Vocabulary:
    """The words of budgets in Excel."""
    return read_definition(Path(__file__).parent / "vocabulary.toml", Vocabulary)


def source_in(text: str) -> str | None:
    """The source that a text names."""
    return _best(text, rules().source)


def form_in(text: str) -> str | None:
    """What is paid with, if a text says it."""
    return _best(text, rules().form)


def line_in(text: str) -> str | None:
    """The line of the budget that a text names."""
    return _best(text, rules().line)


def area_in(text: str, period: str) -> str | None:
    """The focus area that a text names."""
    return _best(text, (*period_of(period).area, periods().across))


def is_total(text: str) -> bool:
    """Whether a label is that of a sum: `I alt`, `Sum 2027`, `Udgifter i alt`."""
    plain = _plain(text)
    return any(
        plain == word or plain.startswith(f"{word} ") or plain.endswith(f" {word}")
        for word in vocabulary().total
    )


def is_summary(sheet: str) -> bool:
    """Whether a sheet sums up others."""
    return _plain(sheet) in vocabulary().summary


def side_of(text: str) -> Side | None:
    """Which side of a plan a heading or the name of a sheet announces."""
    words = set(re.findall(r"\w+", _plain(text)))
    if words & set(vocabulary().funding):
        return "funding"
    return "cost" if words & set(vocabulary().cost) else None


def role_of(text: str) -> Role | None:
    """What the column with a heading holds."""
    plain = _plain(text)
    roles = vocabulary().columns
    return next((role for role, words in roles.items() if plain in words), None)


def unit_in(text: str) -> Unit | None:
    """The unit that a text states for the amounts below it."""
    plain, units = _plain(text, keep_dots=True), vocabulary().units
    return next((unit for unit in units if any(word in plain for word in units[unit])), None)


def year_of(text: str, first_year: int) -> int | None:
    """The one year that a heading is of: `2027`, `Budget 2027 (kr.)`, `År 1`."""
    found = _YEAR.findall(text)
    if len(found) == 1:
        return int(found[0])
    nth = _NTH_YEAR.fullmatch(text.strip())
    if nth and not found:
        return first_year + int(nth[1] or nth[2]) - 1
    return None


def _best(text: str, named: Iterable[Named]) -> str | None:
    """The definition one of whose words stands in a text; of several, the longest word's."""
    plain = _plain(text)
    found = [
        (len(word), each.id)
        for each in named
        for word in _words_of(each)
        if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", plain)
    ]
    return max(found, key=lambda each: each[0])[1] if found else None


def _words_of(named: Named) -> set[str]:
    """Its words, and its name in each language, which the portal's own workbooks use."""
    names = {_plain(Message(named.name).in_language(language)) for language in LANGUAGES}
    return names | set(named.words)


def _plain(text: str, *, keep_dots: bool = False) -> str:
    plain = " ".join(text.casefold().split())
    return plain if keep_dots else plain.strip(" :.")


def is_plain_word(text: str) -> bool:
    """Whether a text is a word of the rules themselves, and so says nothing of its own."""
    named = (*rules().source, *rules().line, *rules().form)
    return any(_plain(text) in _words_of(each) for each in named)
