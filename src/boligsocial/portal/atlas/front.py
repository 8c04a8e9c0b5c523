"""What the front page shows of one list."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from boligsocial.allocation.principles import Frame, Tier, default_principles, frames
from boligsocial.law.verdicts import Verdict
from boligsocial.messages import Figure, Figures, Message
from boligsocial.portal import words
from boligsocial.portal.atlas.charts import counts_chart
from boligsocial.portal.atlas.lists import area_address, area_point, standing
from boligsocial.portal.components import AreaPoint, Column, DataTable
from boligsocial.portal.danish import danish_order
from boligsocial.portal.statuses import NAMES
from boligsocial.portal.writing import said
from boligsocial.snapshots.area_lists import PREVENTION, AreaList, AreaLists, is_complete
from boligsocial.snapshots.candidates import candidates_of
from boligsocial.snapshots.movements import Movement, movements
from boligsocial.snapshots.standings import below_minimum


@dataclass(frozen=True)
class Count:
    """A large number: `change` since the list before, in words."""

    status: str
    label: Message
    number: int | None
    change: Message
    note: Message = field(default_factory=lambda: Message(""))


@dataclass(frozen=True)
class Mover:
    """An area that came on or left, and what made the difference."""

    area_id: str
    name: str
    municipality: str
    address: str
    reasons: tuple[Message, ...]


@dataclass(frozen=True)
class Moves:
    """Who came on and who left since the list before."""

    previous: Message
    status: str
    rules_changed: bool
    came_on: tuple[Mover, ...]
    left: tuple[Mover, ...]


@dataclass(frozen=True)
class Row:
    """An area in the table beside the map."""

    area_id: str
    name: str
    municipality: str
    address: str
    status: str
    words: Message


@dataclass(frozen=True)
class FrameBar:
    """The frame a year beside the one before; widths in per cent of the larger."""

    now: Frame
    before: Frame
    width_now: str
    width_before: str
    change_percent: Decimal


@dataclass(frozen=True)
class Asked:
    """What the named areas of the list would take with the illustrative amounts."""

    øre: int
    areas: int
    without_figures: int
    figures_from: Message


def counts(snapshot: AreaLists, on: AreaList) -> tuple[Count, ...]:
    """The number of areas by status of § 61 a; each lies within the one before it."""
    before = snapshot.lists_before(on.list_id)
    return tuple(
        Count(
            status.id,
            Message("Of these: {status}", {"status": NAMES[status.id]})
            if status.within
            else NAMES[status.id],
            on.counts[status.id],
            _change(on, before[-1] if before else None, status.id, status.formerly),
        )
        for status in on.rules.statuses
        if status.id != PREVENTION
    )


def prevention(snapshot: AreaLists, on: AreaList) -> Count | None:
    """The number of prevention areas, where the law of the list has them."""
    if on.counts.get(PREVENTION) is None:
        return None
    before = snapshot.lists_before(on.list_id)[-1]
    return Count(
        PREVENTION, NAMES[PREVENTION], on.counts[PREVENTION], _change(on, before, PREVENTION, None)
    )


def _change(on: AreaList, before: AreaList | None, status: str, formerly: str | None) -> Message:
    if before is None:
        return Message("The first list")
    name = status if status in before.counts else formerly
    then = before.counts.get(name) if name else None
    now = on.counts[status]
    if name is None and now is not None:
        return Message("New in the law with this list")
    if then is None or now is None:
        return Message("")
    figures: Figures = {"number": abs(now - then), "previous": words.list_name(before)}
    if now == then:
        return Message("As many as on the list of {previous}", figures)
    if now > then:
        return Message("{number} more than on the list of {previous}", figures)
    return Message("{number} fewer than on the list of {previous}", figures)


def moves(snapshot: AreaLists, on: AreaList) -> Moves | None:
    """Who came on and who left, by name in the Danish order."""
    found = movements(snapshot, on.list_id)
    if found is None:
        return None
    came_on, left = (
        tuple(
            _mover(snapshot, on, found.previous, each)
            for each in sorted(group, key=lambda each: danish_order(each.area.name))
        )
        for group in (found.came_on, found.left)
    )
    return Moves(
        words.list_name(found.previous), found.status.id, found.rules_changed, came_on, left
    )


def _mover(snapshot: AreaLists, on: AreaList, before: AreaList, movement: Movement) -> Mover:
    area = movement.area
    return Mover(
        area.area_id, area.name, area.municipality, area_address(area),
        _reasons(snapshot, on, before, movement),
    )  # fmt: skip


def _reasons(
    snapshot: AreaLists, on: AreaList, before: AreaList, movement: Movement
) -> tuple[Message, ...]:
    small = below_minimum(snapshot, on.list_id, movement.area.area_id)
    if small:
        return (Message("{residents} residents; the law asks for at least {minimum}",
                        {"residents": small[0], "minimum": small[1]}),)  # fmt: skip
    if movement.turned:
        return tuple(
            Message(
                "{measure}: {before} → {after} per cent, the limit is {limit}",
                {
                    "measure": words.HEADINGS[new.criterion.measure.id],
                    "before": _told(old), "after": _told(new), "limit": _limit(new),
                },
            )
            for old, new in movement.turned
        )  # fmt: skip
    missing = [
        words.list_name(each)
        for each in (before, on)
        if not _has_all_figures(snapshot, each, movement.area.area_id)
    ]
    if snapshot.kind != "published":
        return (Message("Not every figure or limit of the two lists is known."),) if missing else ()
    if len(missing) == 1:
        return (Message("The figures for {list} are not published.", {"list": missing[0]}),)
    return (Message("The figures are not published."),)


def _told(verdict: Verdict) -> Figure | Message:
    return words.HIDDEN if verdict.hidden else verdict.known()[0]


def _limit(verdict: Verdict) -> Figure | Message:
    return words.LIMIT_NOT_KNOWN if verdict.threshold is None else verdict.threshold


def _has_all_figures(snapshot: AreaLists, on: AreaList, area_id: str) -> bool:
    verdict = snapshot.verdicts.get((on.list_id, area_id))
    return verdict is not None and is_complete(verdict)


def points(snapshot: AreaLists, on: AreaList) -> tuple[AreaPoint, ...]:
    """Every area with its published status on the list."""
    return tuple(
        area_point(area, standing(snapshot, on, area.area_id).status)
        for area in snapshot.areas.values()
    )


def rows(snapshot: AreaLists, on: AreaList) -> tuple[Row, ...]:
    """The table beside the map: the areas on the list first, each group in the Danish order."""
    found = []
    for area in snapshot.areas.values():
        stands = standing(snapshot, on, area.area_id)
        found.append(
            Row(area.area_id, area.name, area.municipality, area_address(area), stands.status,
                stands.words)
        )  # fmt: skip
    listed = snapshot.listed(on.list_id)
    return tuple(sorted(found, key=lambda row: (row.area_id not in listed, danish_order(row.name))))


def frame_bar() -> FrameBar:
    """The two published frames, and how much the newer one is smaller."""
    before, now = frames()[-2:]
    share = now.mio / before.mio * 100
    return FrameBar(now, before, f"{share:.2f}%", "100%", round(share - 100, 1))


def asked(snapshot: AreaLists, on: AreaList) -> Asked | None:
    """What full grants to the named areas would sum to, where anybody is named."""
    found = candidates_of(snapshot, on.list_id, default_principles())
    listed = [each for each in found.candidates if each.candidate.tier is Tier.LISTED]
    if not listed:
        return None
    newest = max((each.figures for each in listed), key=lambda figures: figures.on)
    return Asked(
        sum(each.candidate.full_grant_øre for each in listed),
        len(listed),
        sum(tier is Tier.LISTED for _, tier in found.without_figures),
        words.list_name(newest),
    )


_SERIES = (
    ("udsat", ("udsat",)),
    ("parallelsamfund", ("parallelsamfund", "ghetto")),
    ("omdannelse", ("omdannelse", "haard")),
)
SERIES_NAMES = {
    "udsat": Message("Disadvantaged housing areas"),
    "parallelsamfund": Message("Parallel societies / ghetto areas"),
    "omdannelse": Message("Transformation / hard ghetto areas"),
}


def history_chart(snapshot: AreaLists) -> dict[str, object]:
    """The number of areas on the lists through the years, with the versions of the law."""
    named = {series: said(SERIES_NAMES[series]) for series, _ in _SERIES}
    values = [
        {"on": each.on.isoformat(), "series": named[series], "count": _counted(each, statuses)}
        for each in snapshot.lists
        for series, statuses in _SERIES
        if _counted(each, statuses) is not None
    ]
    first = {each.rules: each for each in reversed(snapshot.lists)}
    laws = [{"on": each.on.isoformat(), "law": said(_law_of(each))} for each in first.values()]
    unit = said(Message("areas"))
    return counts_chart(values, laws, [(named[series], series) for series, _ in _SERIES], unit)


def _law_of(first: AreaList) -> Message:
    return Message("Law {year}", {"year": first.rules.id})


def _counted(on: AreaList, statuses: tuple[str, ...]) -> int | None:
    return next((on.counts[each] for each in statuses if each in on.counts), None)


def history_table(snapshot: AreaLists) -> DataTable:
    """The same numbers, with the prevention areas."""
    columns = [
        Column(Message("List")),
        Column(Message("Law")),
        *(Column(SERIES_NAMES[each], numeric=True) for each, _ in _SERIES),
        Column(Message("Prevention areas"), numeric=True),
    ]
    body = [
        [
            words.list_name(each),
            each.rules.id,
            *(_counted(each, statuses) if any(s in each.counts for s in statuses) else "–"
              for _, statuses in _SERIES),
            each.counts.get(PREVENTION, "–"),
        ]
        for each in snapshot.lists
    ]  # fmt: skip
    return DataTable(Message("Number of areas on each list, by status"), columns, body)
