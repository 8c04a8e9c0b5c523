"""The figures of a unit as a file; what is hidden is told so in its cell."""

from __future__ import annotations

from django.utils.translation import gettext

from boligsocial.disclosure.gate import HIDDEN, SHOWN, why_hidden
from boligsocial.disclosure.limits import default_limits
from boligsocial.indicators.definition import groups
from boligsocial.indicators.figures import EVERYONE
from boligsocial.indicators.places import NATION
from boligsocial.messages import Message
from boligsocial.portal.downloads import Book, Cell, Sheet
from boligsocial.portal.estates.writing import indicator_name, named, scaled, unit_words
from boligsocial.portal.figures import figures_name
from boligsocial.portal.words import HIDDEN as HIDDEN_WORD
from boligsocial.snapshots.area_lists import Area
from boligsocial.snapshots.estates import Estate
from boligsocial.snapshots.sealed import SealedLists
from boligsocial.snapshots.unit_figures import delivered, figures_around, unit_figures

_WIDTHS = (24, 28, 44, 12, 12, 14, 14, 14, 50, 30)


def figures_book(lists: SealedLists, of: Estate | Area) -> Book:
    """Every figure of a place that the catalogue defines, with its municipality and the nation."""
    snapshot, town = lists.snapshot, of.municipality_code
    if isinstance(of, Estate):
        own_id, own = of.estate_id, unit_figures(snapshot, "estate", of.estate_id)
    else:
        own_id, own = of.area_id, unit_figures(snapshot, "area", of.area_id)
    name = f"{of.name}, {of.municipality}"
    names = {own_id: name, town: gettext("The municipality"), NATION: gettext("Denmark")}
    rows = [*own.iter_rows(named=True), *figures_around(snapshot, town).iter_rows(named=True)]
    limits = default_limits()
    about: list[tuple[str, Cell]] = [
        (gettext("Figures"), figures_name(lists)),
        (gettext("Snapshot"), snapshot.id),
        (gettext("Delivery"), snapshot.manifest.name),
        (
            gettext("Hidden"),
            gettext("Too few residents, households or people to show; the reason stands beside."),
        ),
        (gettext("Source of the limits"), limits.source),
        *((indicator_name(each), f"{each.register_}; {each.source}") for each in
          delivered(snapshot)),
    ]  # fmt: skip
    sheet = Sheet(
        gettext("Figures"),
        [
            gettext("Where"), gettext("Group"), gettext("Indicator"), gettext("Period"),
            gettext("Value"), gettext("Unit of the value"), gettext("Numerator"),
            gettext("Denominator"), gettext("Why hidden"), gettext("Figures"),
        ],
        _WIDTHS,
        _cells(rows, names, lists),
    )  # fmt: skip
    return Book(name, about, [sheet])


def _cells(
    rows: list[dict[str, object]], names: dict[str, str], lists: SealedLists
) -> list[list[Cell]]:
    indicators = {each.id: each for each in delivered(lists.snapshot)}
    parts = {each.id: named(each.name) for each in groups()}
    parts[EVERYONE] = gettext("Everyone")
    found: list[list[Cell]] = []
    for row in rows:
        indicator = indicators.get(str(row["indicator"]))
        # A ratio is the quotient of figures that stand in the table themselves.
        if indicator is None:
            continue
        found.append([
            names[str(row["geography_id"])], parts[str(row["group"])], indicator_name(indicator),
            str(row["period"]), _value(row, indicator.unit), unit_words(indicator.unit),
            _number(row["numerator"]), _number(row["denominator"]),
            why_hidden(str(row["reason"])) if row["reason"] else None, figures_name(lists),
        ])  # fmt: skip
    return found


def _value(row: dict[str, object], unit: str) -> Cell:
    value = row["value"]
    if row["state"] == SHOWN and isinstance(value, float):
        return scaled(value, unit)
    return HIDDEN_WORD if row["state"] == HIDDEN else Message("not delivered")


def _number(value: object) -> Cell:
    return round(value, 1) if isinstance(value, float) else None
