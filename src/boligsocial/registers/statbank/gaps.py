"""What should be in a table of figures and is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

from boligsocial.messages import Message
from boligsocial.registers.statbank.selections import Selection, cells_in
from boligsocial.registers.statbank.source import statbank_source
from boligsocial.registers.statbank.tableinfo import Variable


def missing_ages(codes: Iterable[str]) -> tuple[int, ...]:
    """The single years of age that are skipped between the youngest and the oldest, rising.

    Codes that are no whole number (totals, age bands) are left aside.
    """
    ages = {int(code) for code in codes if code is not None and code.isdecimal()}
    return tuple(sorted(set(range(min(ages), max(ages) + 1)) - ages)) if ages else ()


def skipped_ages(variables: Iterable[Variable]) -> Iterator[Message]:
    """The ages that a table itself skips."""
    names = statbank_source().age
    for variable in variables:
        if {variable.id.casefold(), variable.text.casefold()} & set(names):
            yield from _ages_told(variable.id, variable.codes)


def skipped_ages_in(table: pl.DataFrame) -> Iterator[Message]:
    """The ages that a file of figures skips; the column of ages is found by its name."""
    for column in table.columns:
        if column.casefold() in statbank_source().age:
            yield from _ages_told(column, table[column].unique().to_list())


def not_delivered(table: pl.DataFrame, asked: Selection) -> Iterator[Message]:
    """What was asked for and is not in a reply: whole values, then single cells."""
    found = {variable: set(table[variable].unique()) for variable in asked}
    for variable, codes in asked.items():
        absent = [code for code in codes if code not in found[variable]]
        if absent:
            yield Message(
                "{variable} {codes} was asked for and is not in the reply",
                {"variable": variable, "codes": ", ".join(absent)},
            )
    whole = cells_in({name: tuple(codes) for name, codes in found.items()})
    if len(table) < whole:
        yield Message(
            "{missing} of {cells} cells are not in the reply",
            {"missing": whole - len(table), "cells": whole},
        )


def without_figure(table: pl.DataFrame) -> Iterator[Message]:
    """The cells that have no figure."""
    empty = table["value"].null_count()
    if empty:
        yield Message(
            "{empty} of {cells} cells have no figure", {"empty": empty, "cells": len(table)}
        )


def _ages_told(variable: str, codes: Iterable[str]) -> Iterator[Message]:
    ages = missing_ages(codes)
    if ages:
        yield Message(
            "{variable} skips the ages {ages}; sums over ages are too small",
            {"variable": variable, "ages": ", ".join(map(str, ages))},
        )
