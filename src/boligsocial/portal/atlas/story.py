"""One area's story: why it is where it is, and how far to the next line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl
from django.utils.translation import get_language

from boligsocial.disclosure.gate import why_hidden
from boligsocial.law.rules import Status
from boligsocial.law.verdicts import AreaVerdict, Verdict
from boligsocial.messages import Figures, Message
from boligsocial.portal import words
from boligsocial.portal.atlas.lists import Standing, standing
from boligsocial.portal.components import Past
from boligsocial.portal.writing import language, measured, said
from boligsocial.snapshots.area_lists import Area, AreaList, AreaLists
from boligsocial.snapshots.standings import is_certainly_off, newest_named_list, status_on


@dataclass(frozen=True)
class Source:
    """Where a figure was read."""

    name: str
    url: str


@dataclass(frozen=True)
class Figure:
    """One published figure: `limit` of § 61 a at the time, none where there was none or unknown.

    value: none where it is hidden; `hidden` says why.
    """

    on: AreaList
    list_name: Message
    measure: str
    unit: str
    value: float | None
    hidden: Message | None
    limit: float | None
    met: bool | None
    sources: tuple[Source, ...]
    quality: Message
    is_plain: bool
    note: str

    @property
    def title(self) -> Message:
        return words.HEADINGS[self.measure]

    @property
    def written(self) -> str:
        """The value with its unit, as the reader's language writes it, or a word that hides it."""
        if self.hidden:
            return said(words.HIDDEN)
        return measured(self.value, self.unit, language())

    @property
    def limit_written(self) -> str:
        if self.limit is None:
            return said(words.LIMIT_NOT_KNOWN)
        return measured(self.limit, self.unit, language())


@dataclass(frozen=True)
class OnList:
    """The area on one list: as published, and as the law computes it from the figures."""

    on: AreaList
    name: Message
    short: str
    stands: Standing
    is_listed: bool
    has_figures: bool
    computed: str
    agrees: bool | None
    why_not: Message


@dataclass(frozen=True)
class Bar:
    """A criterion of the latest complete figures, with its earlier values."""

    name: Message
    verdict: Verdict
    history: tuple[Past, ...]
    note: Message


@dataclass(frozen=True)
class Break:
    """A date from which the area's figures may be of another area than before."""

    on: date
    description: str
    is_documented: bool


@dataclass(frozen=True)
class Story:
    """What the page of an area shows."""

    area: Area
    standing: Standing
    standing_on: AreaList
    headline: tuple[Message, ...]
    why: tuple[Message, ...]
    complete: AreaVerdict | None
    complete_on: AreaList | None
    bars: tuple[Bar, ...]
    on_lists: tuple[OnList, ...]
    figures: tuple[Figure, ...]
    newer: tuple[Figure, ...]
    newer_missing: Message | None
    residents: Figure | None
    breaks: tuple[Break, ...]
    aliases: tuple[tuple[str, str], ...]

    @property
    def times_listed(self) -> int:
        return sum(each.is_listed for each in self.on_lists)

    @property
    def lists_with_names(self) -> int:
        return sum(each.stands.words != words.NAMES_NOT_KNOWN for each in self.on_lists)


def story_of(snapshot: AreaLists, area: Area) -> Story:
    """Everything that is published of an area and what the law makes of it."""
    newest = newest_named_list(snapshot)
    found = snapshot.last_complete(area.area_id, snapshot.lists[-1].list_id)
    complete = None if found is None else snapshot.told(found)
    complete_on = None if complete is None else snapshot.list(complete.area["list_id"])
    figures = figures_of(snapshot, area)
    newer = tuple(each for each in figures if complete_on is None or each.on.on > complete_on.on)
    residents = [each for each in figures if each.measure == "residents"]
    return Story(
        area=area,
        standing=standing(snapshot, newest, area.area_id),
        standing_on=newest,
        headline=_where_it_is(snapshot, area, newest),
        why=() if complete is None or complete_on is None else _what_decides(complete, complete_on),
        complete=complete,
        complete_on=complete_on,
        bars=() if complete is None else _bars(snapshot, complete, figures),
        on_lists=tuple(_on_list(snapshot, area, each) for each in snapshot.lists),
        figures=figures,
        newer=newer,
        newer_missing=_missing_in_newer(snapshot, area, newer),
        residents=residents[-1] if residents else None,
        breaks=_breaks(snapshot, area),
        aliases=tuple(
            snapshot.aliases.filter(pl.col("area_id") == area.area_id)
            .select("alias", "where_seen").iter_rows()
        ),
    )  # fmt: skip


def _breaks(snapshot: AreaLists, area: Area) -> tuple[Break, ...]:
    column = "description" if get_language() == "en" else "description_da"
    table = snapshot.boundary_breaks.filter(pl.col("area_id") == area.area_id)
    return tuple(
        Break(row["from"], row[column], row["basis"] == "documented")
        for row in table.sort("from").iter_rows(named=True)
    )


def figures_of(snapshot: AreaLists, area: Area) -> tuple[Figure, ...]:
    """Every published figure of an area, the oldest list first, with its limit and sources."""
    table = snapshot.stated.filter(pl.col("area_id") == area.area_id)
    named = snapshot.sources.rows_by_key("source_id", named=True, unique=True)
    lists = {each.list_id: each for each in snapshot.lists}
    found = [
        _figure(snapshot, row, lists[row["list_id"]], named) for row in table.iter_rows(named=True)
    ]
    order = {each: place for place, each in enumerate(("residents", *_ORDER))}
    return tuple(sorted(found, key=lambda each: (each.on.on, order[each.measure])))


_ORDER = ("no_attachment", "convicted", "basic_school", "income", "nonwestern")
_COLUMNS = {
    "residents": "residents", "pct_no_attachment": "no_attachment", "pct_convicted": "convicted",
    "pct_basic_school": "basic_school", "income_pct_of_region": "income",
    "pct_nonwestern": "nonwestern",
}  # fmt: skip


def _figure(
    snapshot: AreaLists, row: dict[str, str], on: AreaList, named: dict[str, dict[str, str]]
) -> Figure:
    measure, verdict = _COLUMNS[row["quantity"]], snapshot.verdicts[on.list_id, row["area_id"]]
    tested = next((each for each in verdict.verdicts if each.criterion.id == measure), None)
    return Figure(
        on=on,
        list_name=words.list_name(on),
        measure=measure,
        unit={"residents": "residents", "income": "percent_of_region"}.get(measure, "percent"),
        value=None if row["value"] is None else float(row["value"]),
        hidden=_hidden(snapshot, verdict, measure),
        limit=None if tested is None else tested.threshold,
        met=None if tested is None else tested.met,
        sources=tuple(
            Source(_source_name(named[each]), named[each]["url"] or "")
            for each in row["source_ids"].split()
        ),
        quality=words.QUALITIES[row["quality"]],
        is_plain=row["quality"] == "published",
        note=row["note"] or "",
    )


def _source_name(row: dict[str, str]) -> str:
    return row["what"] or row["url"].split("/")[2].removeprefix("www.")


def _hidden(snapshot: AreaLists, verdict: AreaVerdict, measure: str) -> Message | None:
    reason = snapshot.why_hidden(verdict.area["list_id"], verdict.area["area_id"], measure)
    return None if reason is None else why_hidden(reason)


def _bars(
    snapshot: AreaLists, complete: AreaVerdict, figures: tuple[Figure, ...]
) -> tuple[Bar, ...]:
    return tuple(
        Bar(
            words.HEADINGS[each.criterion.measure.id],
            each,
            tuple(
                Past(past.on.on.year, past.value)
                for past in figures
                if past.measure == each.criterion.measure.id
                and past.on.on < complete.on
                and past.value is not None
            ),
            _hidden(snapshot, complete, each.criterion.measure.id) or words.distance(each),
        )
        for each in sorted(
            complete.verdicts, key=lambda each: _ORDER.index(each.criterion.measure.id)
        )
        if each.criterion.id == each.criterion.measure.id
    )


def _on_list(snapshot: AreaLists, area: Area, on: AreaList) -> OnList:
    verdict = snapshot.verdicts.get((on.list_id, area.area_id))
    published = status_on(snapshot, on.list_id, area.area_id)
    computed, agrees = "", None
    why_not = Message("No figures published" if snapshot.kind == "published" else "No figures")
    if verdict is not None:
        computed, agrees, why_not = _computed(snapshot, verdict, on, area, published)
    return OnList(
        on=on,
        name=words.list_name(on),
        short=words.short_name(on, language()),
        stands=standing(snapshot, on, area.area_id),
        is_listed=area.area_id in snapshot.listed(on.list_id),
        has_figures=verdict is not None,
        computed=computed,
        agrees=agrees,
        why_not=why_not,
    )


def _computed(
    snapshot: AreaLists,
    verdict: AreaVerdict,
    on: AreaList,
    area: Area,
    published: Status | None,
) -> tuple[str, bool | None, Message]:
    """The computed status's look, whether it is the published one, and why there is none."""
    asked = [each for each in verdict.rules.statuses if each.id != "forebyggelse"]
    unknown = [each for each in asked if verdict.statuses[each.id] is None]
    if unknown:
        return "undetermined", None, _missing(verdict, published=snapshot.kind == "published")
    innermost = verdict.innermost_status
    computed = innermost.id if innermost else "none"
    was_published = published is not None or is_certainly_off(snapshot, on.list_id, area.area_id)
    agrees = computed == (published.id if published else "none") if was_published else None
    return computed, agrees, Message("")


def _missing(verdict: AreaVerdict, *, published: bool) -> Message:
    """What stands in the way of an answer."""
    own = [each for each in verdict.verdicts if each.criterion.id == each.criterion.measure.id]
    values = tuple(each.criterion.id for each in own if each.value is None)
    if verdict.area["residents"] is None:
        values = (*values, "residents")
    limits = tuple(
        each.criterion.id for each in own if each.value is not None and each.threshold is None
    )
    if values:
        named = {"missing": words.criteria_named(values)}
        return Message("Not published: {missing}" if published else "Missing: {missing}", named)
    if limits:
        return Message(
            "The limit is not known: {missing}", {"missing": words.criteria_named(limits)}
        )
    return Message("The earlier lists do not reach far enough back")


def _missing_in_newer(snapshot: AreaLists, area: Area, newer: tuple[Figure, ...]) -> Message | None:
    if not newer:
        return None
    newest = snapshot.verdicts[newer[-1].on.list_id, area.area_id]
    return _missing(newest, published=snapshot.kind == "published")


def _where_it_is(snapshot: AreaLists, area: Area, newest: AreaList) -> tuple[Message, ...]:
    later = snapshot.lists[-1]
    left = later != newest and is_certainly_off(snapshot, later.list_id, area.area_id)
    status = status_on(snapshot, newest.list_id, area.area_id)
    if status is not None:
        here = {"status": words.STATUSES[status.id], "list": words.list_name(newest)}
        if not left:
            return (Message("The area is {status} on the list of {list}.", here),)
        was = Message("The area was {status} on the list of {list}.", here)
        return (was, Message("It has left the list of {list}.", {"list": words.list_name(later)}))
    certain = is_certainly_off(snapshot, newest.list_id, area.area_id)
    now = {"list": words.list_name(newest)}
    if not certain and snapshot.kind != "published":
        return (Message("Whether the area is on the list of {list} cannot be determined.", now),)
    off = (
        Message("The area is not on the list of {list}.", now)
        if certain
        else Message("The area is not among those named on the list of {list}.", now)
    )
    return (off, _last_time(snapshot, area))


def _last_time(snapshot: AreaLists, area: Area) -> Message:
    listed = [each for each in snapshot.lists if area.area_id in snapshot.listed(each.list_id)]
    if not listed:
        if snapshot.kind != "published":
            return Message("It has not been on a list of § 61 a in these years.")
        return Message("It has not been on a list of § 61 a; its figures were published.")
    status = status_on(snapshot, listed[-1].list_id, area.area_id)
    figures: Figures = {"list": words.list_name(listed[-1]),
               "status": words.STATUSES[status.id] if status else ""}  # fmt: skip
    return Message("It was last on the list of {list}, as {status}.", figures)


def _what_decides(complete: AreaVerdict, on: AreaList) -> tuple[Message, ...]:
    status = complete.rules.statuses[0]
    holds = bool(complete.statuses[status.id])
    met = tuple(each for each in status.of if complete.verdict(each).met)
    figures: Figures = {
        "list": words.list_name(on),
        "met": len(met),
        "tested": len(status.of),
        "required": status.required,
        "criteria": words.criteria_named(met),
    }
    if met:
        decides = Message(
            "On the figures of {list}, the newest with all criteria, it met {met} of {tested} "
            "({criteria}). The law asked for {required}.",
            figures,
        )
    else:
        decides = Message(
            "On the figures of {list}, the newest with all criteria, it met none of {tested}. "
            "The law asked for {required}.",
            figures,
        )
    return (decides, words.way_over(complete.turn_of(status.id), holds))
