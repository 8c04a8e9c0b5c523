"""One area's figures and lists as a file."""

from __future__ import annotations

from django.utils.translation import gettext

from boligsocial.portal import words
from boligsocial.portal.atlas.story import Story
from boligsocial.portal.downloads import Book, Cell, Sheet, yes_no
from boligsocial.portal.statuses import NAMES


def book(story: Story) -> Book:
    """Two tables: each published figure with its limit and sources, and each list."""
    area = story.area
    about: list[tuple[str, Cell]] = [
        (gettext("Area"), f"{area.name}, {area.municipality}"),
        (gettext("Units"), gettext("Shares in per cent, income in per cent of the region's mean, "
                                   "residents in whole numbers.")),
        (gettext("Position"), gettext("Approximate, good to about a kilometre.")),
        (gettext("Sources"), gettext("Named beside each figure.")),
        *((gettext("Boundary"), each.description) for each in story.breaks),
    ]  # fmt: skip
    return Book(f"{area.name}, {area.municipality}", about, [_figures(story), _lists(story)])


def _figures(story: Story) -> Sheet:
    columns = [
        "area_id", gettext("Area"), gettext("List"), gettext("Measure"), gettext("Unit"),
        gettext("Value"), gettext("Limit of § 61 a"), gettext("Criterion met"),
        gettext("Quality"), gettext("Sources"),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            story.area.area_id, story.area.name, each.on.on,
            words.HEADINGS[each.measure],
            words.MEASURES["residents"] if each.unit == "residents" else words.UNITS[each.unit],
            words.HIDDEN if each.hidden else each.value, each.limit, yes_no(each.met),
            each.hidden or each.quality,
            "; ".join(source.url or source.name for source in each.sources),
        ]
        for each in story.figures
    ]  # fmt: skip
    name = gettext("Figures")
    return Sheet(name, columns, [32, 28, 14, 30, 22, 10, 12, 12, 18, 90], rows)


def _lists(story: Story) -> Sheet:
    columns = [gettext("List"), gettext("As published"), gettext("Computed"), gettext("Why not")]
    rows: list[list[Cell]] = [
        [
            each.on.on,
            each.stands.words if each.stands.words.text else NAMES[each.stands.status],
            NAMES[each.computed] if each.computed else None,
            each.why_not if each.why_not.text else None,
        ]
        for each in story.on_lists
    ]
    return Sheet(gettext("Lists"), columns, [14, 40, 40, 60], rows)
