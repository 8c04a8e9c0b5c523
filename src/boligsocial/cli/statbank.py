"""`boligsocial statbank`: figures of Statistics Denmark, asked for and joined to municipalities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import polars as pl
from cyclopts import App, Parameter

from boligsocial.cli.options import Json, Out
from boligsocial.cli.output import language, print_json, print_table, say, write_result
from boligsocial.messages import Message, UserError
from boligsocial.portal.configuration import portal_settings
from boligsocial.registers.statbank.cache import Cache
from boligsocial.registers.statbank.client import Answer, Statbank
from boligsocial.registers.statbank.figures import Figures, Provenance
from boligsocial.registers.statbank.files import read_figures
from boligsocial.registers.statbank.municipalities import add_places
from boligsocial.registers.statbank.settings import statbank_settings

SHOWN = 20

statbank = App(name="statbank", help="Figures of Statistics Denmark's StatBank.")

Url = Annotated[str | None, Parameter(help="The API's address; else BOLIGSOCIAL_STATBANK_URL.")]


@statbank.default
def figures(
    table: str,
    /,
    *,
    where: Annotated[tuple[str, ...], Parameter(negative="", show_default=False)] = (),
    periods: str | None = None,
    url: Url = None,
    out: Out = None,
    json: Json = False,
) -> None:
    """Figures of a table, with our municipalities and regions where it is by area.

    Parameters
    ----------
    table
        The table's id, for example FOLK1A.
    where
        VARIABLE=VALUES: codes or texts with commas between, * for all, A:B from A to B. Give it
        for each variable that you choose from; one that is left out is summed up.
    periods
        2015, 2015:2020, 2020K1, last:4 or *; without it the newest.
    """
    found = _statbank(url).data(table, _choices(where), periods)
    rows, unknown = _with_texts(found)
    _show(
        {
            "provenance": _plain(found.provenance),
            "notes": [*found.notes, *unknown],
            "rows": rows,
        },
        f"{found.provenance.table}: {found.provenance.title}",
        out, json,
    )  # fmt: skip


@statbank.command
def read(file: Path, /, *, out: Out = None, json: Json = False) -> None:
    """A file from the StatBank, read and joined to our municipalities, and what it lacks.

    Parameters
    ----------
    file
        CSV or BULK with the figure in the last column or the periods as columns, or JSON-stat.
    """
    table, notes = read_figures(file)
    _show({"provenance": None, "notes": notes, "rows": table}, file.name, out, json)


@statbank.command
def info(table: str, /, *, url: Url = None, json: Json = False) -> None:
    """What a table holds: its variables, and how many values each has.

    Parameters
    ----------
    table
        The table's id, for example FOLK1A.
    json
        Print every value as JSON.
    """
    answer = _statbank(url).tableinfo(table)
    described = answer.content
    if json:
        print_json(described.model_dump(mode="json") | _age(answer))
        return
    print_table(
        f"{described.id}: {described.text}, {described.updated:%Y-%m-%d}",
        ("Variable", "Text", "May be left out", "Values", "From", "To"),
        [
            (each.id, each.text, each.elimination, len(each.values),
             *(each.texts[each.codes[end]] if each.codes else None for end in (0, -1)))
            for each in described.variables
        ],
    )  # fmt: skip
    _say_if_stale(answer)


@statbank.command
def subjects(*, within: str | None = None, url: Url = None, json: Json = False) -> None:
    """The subjects of the StatBank.

    Parameters
    ----------
    within
        A subject's id, for those below it.
    """
    answer = _statbank(url).subjects([within] if within else [])
    _list(answer, answer.content, "Subjects", json)


@statbank.command
def tables(
    words: str = "", /, *, subject: str | None = None, url: Url = None, json: Json = False
) -> None:
    """The tables of the StatBank.

    Parameters
    ----------
    words
        Words of the table's name or its variables.
    subject
        A subject's id.
    """
    answer = _statbank(url).tables([subject] if subject else [])
    searched = pl.concat_str(
        "id", "text", pl.col("variables").list.join(" "), separator=" ", ignore_nulls=True
    ).str.to_lowercase()
    hits = answer.content.filter(
        *(searched.str.contains(word.lower(), literal=True) for word in words.split())
    )
    _list(answer, hits, "Tables", json)


def _statbank(url: str | None) -> Statbank:
    cache = Cache(portal_settings().home / "statbank")
    return Statbank(cache, statbank_settings(url), language())


def _choices(where: Sequence[str]) -> dict[str, str]:
    chosen: dict[str, str] = {}
    for each in where:
        variable, sign, values = each.partition("=")
        if not sign or not variable.strip() or not values.strip():
            raise UserError("{choice} is no choice; write VARIABLE=VALUES", choice=each)
        if variable in chosen:
            raise UserError(
                "the variable {variable} is chosen from twice; do so once", variable=variable
            )
        chosen[variable] = values
    return chosen


def _with_texts(found: Figures) -> tuple[pl.DataFrame, Sequence[Message]]:
    """The figures with texts after the codes, and their places where they are by area."""
    table, unknown = found.table, tuple[Message, ...]()
    if found.area is not None:
        table, unknown = add_places(table, found.area, found.texts[found.area])
    texts = {f"{name}_text": pl.col(name).replace(dict(found.texts[name])) for name in found.texts}
    table = table.with_columns(**texts)
    named = [each for name in found.texts for each in (name, f"{name}_text")]
    rest = [each for each in table.columns if each not in (*named, "value", "status")]
    return table.select(*named, *rest, "value", "status"), unknown


def _show(result: dict[str, Any], title: str, out: Path | None, json: bool) -> None:
    table: pl.DataFrame = result["rows"]
    whole = result | {"rows": table.to_dicts() if json or out is not None else []}
    if out is not None:
        write_result(whole, whole["rows"], out)
    if json:
        print_json(whole)
        return
    if out is None:
        coded = {each.removesuffix("_text") for each in table.columns if each.endswith("_text")}
        read = table.drop(*coded, "region_code", "status", strict=False).head(SHOWN)
        print_table(f"{title} ({len(table)} rows)", read.columns, read.rows())
    cited = [_cited(result["provenance"])] if result["provenance"] else []
    for each in (*result["notes"], *cited):
        say(each)


def _list(answer: Answer[pl.DataFrame], rows: pl.DataFrame, title: str, json: bool) -> None:
    if json:
        print_json({**_age(answer), "rows": rows.to_dicts()})
        return
    read = rows.select(pl.exclude("active", "unit", "variables"))
    print_table(f"{title} ({len(rows)})", read.columns, read.rows())
    _say_if_stale(answer)


def _age(answer: Answer[Any]) -> dict[str, Any]:
    return {"fetched": answer.fetched.isoformat(), "stale": answer.stale}


def _say_if_stale(answer: Answer[Any]) -> None:
    if answer.stale:
        told = Message("Statistics Denmark could not be reached; this was fetched on {day}")
        say(told.filled(day=answer.fetched.date()))


def _plain(provenance: Provenance) -> dict[str, Any]:
    moments = {"updated": provenance.updated, "fetched": provenance.fetched}
    return asdict(provenance) | {name: each.isoformat() for name, each in moments.items()}


def _cited(said: dict[str, Any]) -> Message:
    return Message(
        "Source: {attribution}, updated {updated}; {licence}",
        {
            "attribution": said["attribution"],
            "updated": datetime.fromisoformat(said["updated"]).date(),
            "licence": said["licence"],
        },
    )
