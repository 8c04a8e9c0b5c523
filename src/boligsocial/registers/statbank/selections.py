"""Which values of a table to ask for: what people write, against what the table has.

Patterns are spelt out here, so that a reply can be held against exactly what was asked.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase

from boligsocial.messages import Message
from boligsocial.registers.statbank.errors import UnknownChoiceError
from boligsocial.registers.statbank.tableinfo import TableInfo, Variable, nearest

Selection = Mapping[str, tuple[str, ...]]
"""The codes asked for, by the id of their variable."""

_NAMED_IN_ERRORS = 8


def select(
    info: TableInfo, where: Mapping[str, str | Sequence[str]], periods: str | None
) -> Selection:
    """The codes to ask for, in the table's order of variables and of values.

    `where` gives values by a variable's id or text: codes or texts, one text with commas between
    or several; `*` and `?` stand for any letters, `A:B` for the values from A to B. Of the periods
    `last` is the newest, `last:4` the four newest, and 2015 all quarters or months of that year.
    Without `periods` it is the newest. A variable that is not named is left out, which sums it up.

    Raises:
        UnknownChoiceError: a variable or value that the table has not, a variable named twice, or
            one left out that must be chosen from.
    """
    asked = _asked(info, where)
    if info.time is not None and info.time.id not in asked:
        asked[info.time.id] = _values(info.time, periods or "last")
    elif periods is not None:
        raise UnknownChoiceError(
            Message("periods are chosen twice, or the table {table} has none"), table=info.id
        )
    for variable in info.variables:
        if variable.id not in asked and not variable.elimination:
            raise UnknownChoiceError(
                Message("choose values of {variable} ({text}); it has {known}"),
                variable=variable.id, text=variable.text,
                known=_few([_with_text(variable, code) for code in variable.codes]),
            )  # fmt: skip
    return {each.id: asked[each.id] for each in info.variables if each.id in asked}


def cells_in(selection: Selection) -> int:
    """The number of cells that a selection asks for."""
    return math.prod(len(codes) for codes in selection.values())


def _asked(info: TableInfo, where: Mapping[str, str | Sequence[str]]) -> dict[str, tuple[str, ...]]:
    asked: dict[str, tuple[str, ...]] = {}
    for name, values in where.items():
        variable = info.variable(name)
        if variable.id in asked:
            raise UnknownChoiceError(
                Message("the variable {variable} is chosen from twice; do so once"),
                variable=variable.id,
            )
        asked[variable.id] = _values(variable, values)
    return asked


def _values(variable: Variable, given: str | Sequence[str]) -> tuple[str, ...]:
    found: set[str] = set()
    # A text may hold commas itself: "Nature of the offence, total".
    whole = _exact(variable, given) if isinstance(given, str) else ()
    parts = given.split(",") if isinstance(given, str) else given or [""]
    for part in () if whole else parts:
        codes = _matching(variable, part.strip())
        if not codes:
            raise UnknownChoiceError(
                Message("{variable} has no value {value}; it has {known}"),
                variable=variable.id, value=part.strip(),
                known=_few(_nearest_values(variable, part.strip())),
            )  # fmt: skip
        found.update(codes)
    return whole or tuple(code for code in variable.codes if code in found)


def _matching(variable: Variable, part: str) -> tuple[str, ...]:
    exact = _exact(variable, part)
    if exact:
        return exact
    if variable.time:
        newest = re.fullmatch(r"last(?::(\d+))?", part)
        if newest:
            return tuple(sorted(variable.codes))[-int(newest[1] or 1) :] if newest[1] != "0" else ()
    if any(letter in part for letter in "*?"):
        return tuple(code for code in variable.codes if fnmatchcase(code, part))
    if ":" in part:
        return _between(variable, *part.split(":", 1))
    within = re.fullmatch(r"\d{4}", part) if variable.time else None
    return tuple(code for code in variable.codes if code.startswith(part)) if within else ()


def _exact(variable: Variable, text: str) -> tuple[str, ...]:
    """The code that is exactly this, else the codes of the values with this text."""
    plain = text.strip().casefold()
    by_code = tuple(code for code in variable.codes if code.casefold() == plain)
    return by_code or tuple(v.id for v in variable.values if v.text.casefold() == plain)


def _between(variable: Variable, first: str, last: str) -> tuple[str, ...]:
    """The codes from one to another in their order; an end that is left out is open."""
    codes = tuple(sorted(variable.codes)) if variable.time else variable.codes
    starts = [0] if not first.strip() else _places(variable, codes, first)
    ends = [len(codes) - 1] if not last.strip() else _places(variable, codes, last)
    return codes[min(starts) : max(ends) + 1] if starts and ends else ()


def _places(variable: Variable, codes: Sequence[str], end: str) -> list[int]:
    """Where an end of a range lies: at a value, or at all periods of a year."""
    exact = _exact(variable, end)
    year = end.strip() if variable.time else None
    return [
        place
        for place, code in enumerate(codes)
        if code in exact or (not exact and year and code.startswith(year))
    ]


def _nearest_values(variable: Variable, name: str) -> list[str]:
    """All values, those that resemble a name first; of periods the first and last."""
    if variable.time and variable.values:
        return [f"{min(variable.codes)} – {max(variable.codes)}"]
    shown = {
        word: _with_text(variable, code)
        for code, text in variable.texts.items()
        for word in (code, text)
    }
    return list(dict.fromkeys(shown[word] for word in nearest(name, shown)))


def _with_text(variable: Variable, code: str) -> str:
    text = variable.texts[code]
    return code if text == code else f"{code} ({text})"


def _few(names: Sequence[str]) -> str:
    more = len(names) - _NAMED_IN_ERRORS
    return ", ".join(names[:_NAMED_IN_ERRORS]) + (f", … (+{more})" if more > 0 else "")
