"""The tables of the files: grants, changes, places, principles and what it all rests on."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext

from boligsocial.allocation.principles import Tier, frames
from boligsocial.law.verdicts import Verdict
from boligsocial.messages import Message
from boligsocial.money import mio_from_øre
from boligsocial.portal.distribution.compared import Compared
from boligsocial.portal.distribution.fields import NUMBERS, OPTIONS
from boligsocial.portal.distribution.shared_out import TIER_HEADINGS, Rung, SharedOut
from boligsocial.portal.downloads import Cell, Sheet, SheetColumn, sheet_of, yes_no
from boligsocial.portal.words import HEADINGS, HIDDEN, list_name
from boligsocial.portal.writing import said
from boligsocial.snapshots.area_lists import Area
from boligsocial.snapshots.candidates import need_parts
from boligsocial.snapshots.equity import PlaceShare

_SOCIAL = ("no_attachment", "convicted", "basic_school", "income")


def kroner(øre: int | None) -> Decimal | None:
    """An amount in kroner with its øre, for a spreadsheet."""
    return None if øre is None else Decimal(øre) / 100


def area_columns() -> list[SheetColumn]:
    """The columns that say which area a row is of."""
    return [
        SheetColumn(gettext("Area"), "text", 34),
        SheetColumn(gettext("Municipality"), "text", 18),
        SheetColumn(gettext("Region"), "text", 14),
        SheetColumn(gettext("Tier"), "text", 28),
    ]


def area_cells(area: Area, tier: Message | str) -> list[Cell]:
    """What stands in the columns of an area."""
    return [area.name, area.municipality, area.region, tier]


def grants(shared: SharedOut) -> Sheet:
    """The ladder, one row per area."""
    columns = [
        SheetColumn(gettext("Place"), "count", 7),
        *area_columns(),
        SheetColumn(gettext("Need"), "ratio", 8),
        SheetColumn(gettext("Residents"), "count", 10),
        SheetColumn(gettext("Full grant, kr. a year (illustrative)"), "kroner"),
        SheetColumn(gettext("Share of the full grant, pct."), "percent"),
        SheetColumn(gettext("Grant, kr. a year (illustrative)"), "kroner"),
        SheetColumn(gettext("Comes in at a frame of, kr. a year"), "kroner"),
        SheetColumn(gettext("Why"), "long"),
        SheetColumn(gettext("What more would take"), "long", 40),
        SheetColumn(gettext("Figures from the list of"), "date"),
    ]
    for measure in _SOCIAL:
        name = said(HEADINGS[measure])
        columns.append(SheetColumn(f"{name}, {gettext('pct.')}", "percent"))
        columns.append(SheetColumn(f"{name}, {gettext('limit')}", "percent"))
    return sheet_of(gettext("Distribution"), columns, [_grant(each) for each in shared.rungs])


def _grant(rung: Rung) -> list[Cell]:
    grant = rung.grant
    found = {
        part.verdict.criterion.measure.id: part.verdict for part in need_parts(rung.listed.verdict)
    }
    behind = [found.get(measure) for measure in _SOCIAL]
    return [
        grant.place,
        *area_cells(rung.listed.area, rung.tier),
        grant.candidate.need,
        grant.candidate.residents,
        kroner(grant.candidate.full_grant_øre),
        grant.level * 100,
        kroner(grant.øre),
        kroner(grant.enters_at_øre),
        rung.reason,
        rung.takes,
        rung.listed.figures.on,
        *(figure for each in behind for figure in (_as_stated(each) if each else (None, None))),
    ]


def _as_stated(verdict: Verdict) -> tuple[Cell, Cell]:
    """Value and limit with two decimals, as the figures of the lists are published."""
    limit = None if verdict.threshold is None else round(verdict.threshold, 2)
    if verdict.hidden:
        return HIDDEN, limit
    return round(verdict.known()[0], 2), limit


def chosen_columns(shared: SharedOut) -> list[tuple[str, Cell]]:
    """List, frame and principles, for a table that stands alone."""
    choice = shared.choice
    return [
        (gettext("Figures"), shared.figures_name),
        (gettext("List"), choice.list.on),
        (gettext("Law"), choice.law_name),
        (gettext("What the need is"), choice.need_name),
        (gettext("Frame, mio. kr. a year"), choice.frame_mio),
        (gettext("Principles"), Message(choice.preset.name)),
        (gettext("Changed by the reader"), yes_no(choice.is_edited)),
    ]


def changes(pair: Compared) -> Sheet:
    """Every area in both distributions."""
    first, second = pair.side_names
    return sheet_of(
        gettext("Comparison"),
        [
            *area_columns(),
            SheetColumn(gettext("Residents"), "count", 10),
            SheetColumn(f"{first}: {gettext('kr. a year')}", "kroner", 20),
            SheetColumn(f"{second}: {gettext('kr. a year')}", "kroner", 20),
            SheetColumn(gettext("Change"), "text", 24),
            SheetColumn(gettext("Why"), "long"),
        ],
        [
            [
                *area_cells(each.area, TIER_HEADINGS[each.compared.candidate.tier]),
                each.compared.candidate.residents,
                kroner(each.compared.first.øre),
                kroner(each.compared.second.øre),
                each.change,
                each.reason,
            ]
            for each in pair.areas
        ],
    )


def equity(shares: Sequence[PlaceShare], place_word: str) -> Sheet:
    """Before and after by place."""
    place = gettext(place_word)
    columns = [
        SheetColumn(place, "text", 24),
        SheetColumn(gettext("Areas"), "count", 10),
        SheetColumn(gettext("Residents"), "count", 12),
        SheetColumn(gettext("Before, kr. a year"), "kroner", 18),
        SheetColumn(gettext("After, kr. a year"), "kroner", 18),
        SheetColumn(gettext("Before, kr. a resident"), "count", 14),
        SheetColumn(gettext("After, kr. a resident"), "count", 14),
        SheetColumn(gettext("Residents touched"), "count", 14),
    ]
    rows: list[list[Cell]] = [
        [
            each.place,
            each.areas,
            each.residents,
            kroner(each.first_øre),
            kroner(each.second_øre),
            each.first_per_resident_dkk,
            each.second_per_resident_dkk,
            each.touched,
        ]
        for each in shares
    ]
    return sheet_of(place, columns, rows)


def principles(sides: Sequence[SharedOut]) -> Sheet:
    """Frame, result and principles of each side, a column each."""
    columns = [
        SheetColumn(gettext("What"), "text", 54),
        *(
            SheetColumn(gettext("Before") if place == 0 and len(sides) > 1 else
                        gettext("After") if len(sides) > 1 else gettext("Chosen"), "mio", 40)
            for place in range(len(sides))
        ),
    ]  # fmt: skip
    per_side = [chosen_rows(side) for side in sides]
    rows: list[list[Cell]] = [
        [each[0][0], *(cell for _, cell in each)] for each in zip(*per_side, strict=True)
    ]
    return sheet_of(gettext("Principles"), columns, rows)


def chosen_rows(
    shared: SharedOut, came_to: Sequence[tuple[str, Cell]] | None = None
) -> list[tuple[str, Cell]]:
    """List, law, need, frame, result and every principle, by name.

    came_to: the result, where it is not that of the way down the list.
    """
    choice = shared.choice
    rows: list[tuple[str, Cell]] = [
        (gettext("List"), list_name(choice.list)),
        (gettext("Law"), choice.law_name),
        (gettext("What the need is"), choice.need_name),
        (gettext("Frame, mio. kr. a year"), choice.frame_mio),
        *(_came_to(shared) if came_to is None else came_to),
        (gettext("Principles"), Message(choice.preset.name)),
        (gettext("Changed by the reader"), yes_no(choice.is_edited)),
        (said(TIER_HEADINGS[Tier.LISTED]) + ", " + gettext("pct. of the full grant"), 100),
    ]
    numbers = [
        (f"{said(field.label)}, {said(field.unit)}", field.read(choice.principles))
        for field in NUMBERS
    ]
    options = [
        (said(option.label), option.choices[option.read(choice.principles)]) for option in OPTIONS
    ]
    return [*rows, *numbers, *options]


def _came_to(shared: SharedOut) -> list[tuple[str, Cell]]:
    result = shared.distribution
    return [
        (gettext("Granted, mio. kr. a year"), mio_from_øre(result.spent_øre)),
        (gettext("Left, mio. kr. a year"), mio_from_øre(result.left_øre)),
        (gettext("Short by, mio. kr. a year"), mio_from_øre(result.shortfall_øre)),
        (gettext("Areas that get a grant"), shared.reached),
        (gettext("Residents reached"), result.residents_reached),
    ]


def explained(shared: SharedOut) -> list[tuple[str, Cell]]:
    """What the figures are, and what they are not, by name."""
    rows: list[tuple[str, Cell]] = [
        (gettext("Figures"), Message("{figures}; the list of {list}.",
                                     {"figures": shared.figures_name,
                                      "list": list_name(shared.choice.list)})),
        (gettext("Amounts"), gettext("Amounts and shares are illustrative: no official ones are "
                                     "published. They can be changed on the page.")),
        (gettext("Need"), shared.need_means),
        (gettext("Tiers"), _tiers_explained(shared)),
    ]  # fmt: skip
    if shared.law_note:
        rows.append((gettext("Law"), shared.law_note))
    if shared.candidates.without_figures:
        names = ", ".join(
            f"{area.name} ({area.municipality})" for area, _ in shared.candidates.without_figures
        )
        rows.append((gettext("Left out for lack of figures"), names))
    if shared.not_named:
        rows.append((gettext("On the list, but not named in public"), shared.not_named))
    rows += [(f"{gettext('Frame')} {each.period}", f"{each.source}. {gettext(each.basis)}" if
              each.basis else f"{each.source}.") for each in frames()]  # fmt: skip
    if shared.is_published:
        rows.append((gettext("Sources of the lists"), gettext("The lists of the ministry and the "
                     "sources named under Method on the page.")))  # fmt: skip
    return rows


def _tiers_explained(shared: SharedOut) -> str:
    if shared.is_published:
        return gettext(
            "On the list: named on it. On the edge: named with the list, but not on it. The least "
            "exposed with an effort: on an earlier list. The lists do not show other exposed areas "
            "or attached estates."
        )
    return gettext(
        "On the list: as the law gives it from the figures. On the edge: one criterion short of "
        "it, or a prevention area. The most exposed other areas: beyond the limits in the mean. "
        "The least exposed with an effort: on an earlier list."
    )
