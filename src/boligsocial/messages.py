"""Sentences for people that carry their figures with them, and the errors that speak them.

The rooms of analysis write a sentence once, in English, with named figures; whoever shows it
translates the sentence and writes the figures as its readers do.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from babel.dates import format_date
from babel.numbers import format_decimal

LANGUAGES = ("da", "en")
_CATALOGUES = Path(__file__).parent / "locale"

Figure = str | int | float | Decimal | date


Figures = Mapping[str, "Figure | Message"]


@dataclass(frozen=True)
class Message:
    """A sentence with named places, for example `{residents} residents`, and what stands in them.

    A figure that is itself a message is translated before it is put in place.
    """

    text: str
    figures: Figures = field(default_factory=dict)

    def in_language(self, language: str) -> str:
        """The sentence in `da` or `en`, its figures written as that language writes them."""
        sentence = _catalogue(language).gettext(self.text) if self.text else ""
        return sentence.format(
            **{name: write_figure(value, language) for name, value in self.figures.items()}
        )

    def filled(self, **figures: Figure | Message) -> Message:
        """The same sentence with its figures."""
        return Message(self.text, figures)

    def __str__(self) -> str:
        return self.in_language("en")


def as_it_is(figure: Figure) -> Message:
    """A name, a number or a day where a sentence is wanted."""
    return Message("{figure}", {"figure": figure})


def write_figure(value: Figure | Message, language: str) -> str:
    """`1.234,5` and `1. december 2017` in Danish, `1,234.5` and `1 December 2017` in English.

    Decimals keep the places they were given; floats show at most two.
    """
    match value:
        case Message():
            return value.in_language(language)
        case bool() | str():
            return str(value)
        case date():
            return format_date(value, "d. MMMM y" if language == "da" else "d MMMM y", language)
        case Decimal():
            places = max(0, -int(value.as_tuple().exponent))
            return format_decimal(value, "#,##0" + ("." + "0" * places if places else ""), language)
        case int():
            return format_decimal(value, "#,##0", language)
        case float():
            return format_decimal(value, "#,##0.##", language)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("django", _CATALOGUES, [language], fallback=True)


class UserError(Exception):
    """A mistake that the user can mend, told in one line."""

    def __init__(self, text: str | Message, /, **figures: Figure | Message) -> None:
        sentence = text if isinstance(text, Message) else Message(text)
        self.message = sentence.filled(**{**sentence.figures, **figures})
        super().__init__(str(self.message))


_PLACED = {
    (False, False): Message("{file}: {problem}"),
    (False, True): Message("{file}, column {column}: {problem}"),
    (True, False): Message("{file}, row {row}: {problem}"),
    (True, True): Message("{file}, row {row}, column {column}: {problem}"),
}


class InputError(UserError):
    """A mistake in a file, with the place where it stands.

    `row` counts the lines as a spreadsheet shows them: the header is row 1.
    """

    def __init__(
        self,
        text: str | Message,
        /,
        *,
        file: str,
        row: int | None = None,
        column: str | None = None,
        **figures: Figure | Message,
    ) -> None:
        self.file, self.row, self.column = file, row, column
        super().__init__(text, **figures)
        self.message = _PLACED[row is not None, column is not None].filled(
            file=Path(file).name, row=str(row), column=column or "", problem=self.message
        )
        self.args = (str(self.message),)
