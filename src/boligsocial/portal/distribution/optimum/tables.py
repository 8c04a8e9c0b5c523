"""The best distribution as sheets of a workbook, and as one plain table."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext

from boligsocial.allocation.equity import GroupShare
from boligsocial.messages import Message
from boligsocial.money import mio_from_øre
from boligsocial.portal.distribution.optimum.best import Best, BestArea
from boligsocial.portal.distribution.optimum.frames import Millions, names_or_count
from boligsocial.portal.distribution.optimum.limits import limits
from boligsocial.portal.distribution.shared_out import TIER_HEADINGS
from boligsocial.portal.distribution.tables import area_cells, area_columns, explained, kroner
from boligsocial.portal.downloads import Cell, Sheet, SheetColumn, sheet_of, yes_no

Groups = Sequence[tuple[GroupShare, GroupShare]]


def both_ways(best: Best) -> Sheet:
    """Every area with its grant both ways and the reason for it in the best distribution."""
    columns = [
        SheetColumn(gettext("Place"), "count", 7),
        *area_columns(),
        SheetColumn(gettext("Need"), "ratio", 8),
        SheetColumn(gettext("Residents"), "count", 10),
        SheetColumn(gettext("Down the list, kr. a year (illustrative)"), "kroner"),
        SheetColumn(gettext("Best distribution, kr. a year (illustrative)"), "kroner"),
        SheetColumn(gettext("Gets something else"), "text", 12),
        SheetColumn(gettext("Shares a plan with"), "text", 34),
        SheetColumn(gettext("Why"), "long"),
    ]
    return sheet_of(
        gettext("Best distribution"), columns, [_row(each, best) for each in best.areas]
    )


def _row(each: BestArea, best: Best) -> list[Cell]:
    candidate = each.grant.candidate
    others = [area for area in each.grant.plan if area != candidate.area_id]
    return [
        each.grant.place,
        *area_cells(each.area, TIER_HEADINGS[candidate.tier]),
        candidate.need,
        candidate.residents,
        kroner(each.rung.grant.øre),
        kroner(each.grant.øre),
        yes_no(each.difference is not None),
        ", ".join(best.places[area].name for area in others),
        each.reason,
    ]


def result(best: Best) -> Sheet:
    """What both ways grant and reach."""
    listed, optimal = best.shared.distribution, best.optimal
    rows: list[list[Cell]] = [
        [gettext("Granted, mio. kr. a year"), mio_from_øre(listed.spent_øre),
         mio_from_øre(optimal.granted_øre)],
        [gettext("Saved by shared plans, mio. kr. a year"), None, mio_from_øre(optimal.saved_øre)],
        [gettext("Left, mio. kr. a year"), mio_from_øre(listed.left_øre),
         mio_from_øre(optimal.left_øre)],
        [gettext("Residents reached"), listed.residents_reached, optimal.residents_reached],
        [gettext("Proven that none is better"), None, yes_no(optimal.proven)],
    ]  # fmt: skip
    rows += [[NEED_REACHED.filled(tier=each.name), *each.written] for each in best.reached]
    columns = [
        SheetColumn(gettext("What"), "text", 60),
        SheetColumn(gettext("Down the list"), "mio", 24),
        SheetColumn(gettext("Best distribution"), "mio", 24),
    ]
    return sheet_of(gettext("In short"), columns, rows)


NEED_REACHED = Message("Need reached, residents weighted by need: {tier}")


def groups(best: Best) -> list[Sheet]:
    """Money and residents reached by place, for the places that are known."""
    known = (
        (gettext("Region"), best.by_region),
        (gettext("Size of municipality"), best.by_municipality_size),
        (gettext("Organisation"), best.by_organisation),
    )
    return [_group_sheet(name, shares) for name, shares in known if shares]


def _group_sheet(name: str, shares: Groups) -> Sheet:
    columns = [
        SheetColumn(name, "text", 32),
        SheetColumn(gettext("Areas"), "count", 10),
        SheetColumn(gettext("Residents"), "count", 12),
        SheetColumn(gettext("Residents reached, down the list"), "count", 16),
        SheetColumn(gettext("Residents reached, best distribution"), "count", 16),
        SheetColumn(gettext("Down the list, kr. a year (illustrative)"), "kroner", 18),
        SheetColumn(gettext("Best distribution, kr. a year (illustrative)"), "kroner", 18),
    ]
    rows: list[list[Cell]] = [
        [listed.group, listed.areas, listed.residents, listed.residents_reached,
         optimal.residents_reached, kroner(listed.grants_øre), kroner(optimal.grants_øre)]
        for listed, optimal in shares
    ]  # fmt: skip
    return sheet_of(name, columns, rows)


def millions(found: Millions) -> Sheet:
    """Every whole million: the need reached both ways, and who comes in and goes out."""
    columns = [
        SheetColumn(gettext("Frame, mio. kr."), "count", 12),
        SheetColumn(gettext("Need reached, down the list"), "count", 16),
        SheetColumn(gettext("Need reached, best distribution"), "count", 16),
        SheetColumn(gettext("Comes in"), "long"),
        SheetColumn(gettext("Goes out"), "long"),
    ]
    rows: list[list[Cell]] = [
        [each.mio, round(each.listed), round(each.best),
         names_or_count(each.step.enters if each.step else (), found.places),
         names_or_count(each.step.leaves if each.step else (), found.places)]
        for each in found.frames
    ]  # fmt: skip
    return sheet_of(gettext("Each million"), columns, rows)


def about(best: Best, found: Millions | None) -> list[tuple[str, Cell]]:
    """What the figures are, what best means, and what a proof is, by name."""
    neighbours = (
        Message("Areas of one municipality at most {metres} m apart may share a plan.",
                {"metres": round(limits().within_m)})
        if best.knows_neighbours
        else Message("Not known from published lists, so nobody shares a plan.")
    )  # fmt: skip
    rows: list[tuple[str, Cell]] = [
        (gettext("Best distribution"), gettext(BEST_MEANS)),
        (gettext("Proven"), gettext(PROVEN_MEANS)),
        (gettext("Neighbours"), neighbours),
    ]
    if found:
        rows.append((gettext("Each million"), found.title))
    return [*rows, *explained(best.shared)]


BEST_MEANS = Message(
    "Best means: all areas on the list in full; then as much need as the frame can reach among the "
    "most exposed other areas, then on the edge, then in attached estates. Among equals the one "
    "that spends least."
).text
PROVEN_MEANS = Message(
    "Proven means that it is certain that no other distribution within the same frame and the same "
    "principles reaches more need. It says nothing of whether the principles are right."
).text
