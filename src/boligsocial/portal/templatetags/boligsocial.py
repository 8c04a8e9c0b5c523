"""The portal's components and its filters for figures: `{% load boligsocial %}`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop

from boligsocial.messages import Figure, Message
from boligsocial.portal import writing
from boligsocial.portal.components import AreaPoint, DataTable, Past
from boligsocial.portal.map_drawing import as_geojson, drawn_map
from boligsocial.portal.statuses import NAMES, glyph_outline
from boligsocial.portal.theme import status_look
from boligsocial.portal.verdict_drawing import drawn_verdict
from boligsocial.portal.words import HIDDEN
from boligsocial.portal.writing import language, said

register = template.Library()
Context = dict[str, Any]
Words = Message | str


@register.filter
def figure(value: Figure | Message | Fraction | None) -> str:
    """`1.234,5`, `1. december 2017`, a message in the reader's language, or words for nothing."""
    return writing.plain(value, language())


@register.filter
def year(value: int) -> str:
    """A year, without the separator that a number has."""
    return str(value)


@register.filter
def day(at: datetime | None) -> str:
    """The day of a moment, where the portal is."""
    return writing.plain(None if at is None else timezone.localdate(at), language())


@register.filter
def pct(value: writing.Number | None, places: int = 1) -> str:
    """`12,3 pct.` from a share in per cent."""
    return writing.measured(value, "percent", language(), places).replace("-", "−")


@register.filter
def mio(amount: int | Decimal | None, places: int = 1) -> str:
    """`2,9 mio. kr.` from whole øre (int) or million kroner (Decimal)."""
    return writing.mio(amount, language(), places)


@register.filter
def kroner(øre: int | None) -> str:
    """`3.300.000 kr.` from whole øre."""
    return writing.kroner(øre, language())


@register.filter
def breakable(name: str) -> SafeString:
    """A name that may break after a stroke, so that a narrow column can hold it."""
    return format_html_join(SafeString("/<wbr>"), "{}", ([part] for part in name.split("/")))


@register.filter
def status_name(status: str) -> str:
    """The law's word for a status."""
    return said(NAMES[status])


@register.inclusion_tag("portal/components/glyph.html")
def glyph(status: str) -> Context:
    """The shape of a status, inside an SVG."""
    return {"status": status, "outline": glyph_outline(status)}


@register.inclusion_tag("portal/components/status_mark.html")
def status_mark(status: str, words: Words = "") -> Context:
    """A status as shape and word; other words than the law's where the page needs them."""
    return {"status": status, "words": said(words) or status_name(status)}


@register.inclusion_tag("portal/components/verdict_bar.html")
def verdict_bar(
    name: Words,
    value: writing.Number | None,
    threshold: writing.Number | None,
    operator: str,
    met: bool | None,
    unit: str = "percent",
    history: Sequence[Past] = (),
    note: Words = "",
    maximum: float | None = None,
    hidden: bool = False,
) -> Context:
    """One criterion: the limit of the year, the value, its way there and the side that is met.

    history: earlier values. note: a sentence below, such as how many residents it would take, or
    why the value is hidden.
    """
    spoken, short = language(), _SHORT.get(unit, unit)
    bar = drawn_verdict(value, threshold, operator, history, maximum)
    return {
        "name": said(name),
        "bar": bar,
        "met": met,
        "answer": _answer(met),
        "value": said(HIDDEN) if hidden else writing.measured(value, unit, spoken),
        "hidden": hidden,
        "limit": _limit(threshold, operator, unit),
        "short_value": writing.measured(value, short, spoken),
        "short_limit": _limit(threshold, operator, short),
        "end": writing.rounded(bar.maximum, 2, spoken),
        "past": [
            (spot.past.year, writing.measured(spot.past.value, unit, spoken))
            for spot in bar.trail
            if spot.past
        ],
        "note": said(note),
    }


# On a phone the bar has no room for the whole unit; the name above it has said it.
_SHORT = {"percent_of_region": "percent"}


def _answer(met: bool | None) -> str:
    if met is None:
        return gettext("Cannot be determined")
    return gettext("Met") if met else gettext("Not met")


LIMITS = {
    ">": Message("Met above {threshold}"),
    ">=": Message("Met from {threshold} and up"),
    "<": Message("Met below {threshold}"),
}


def _limit(threshold: writing.Number | None, operator: str, unit: str) -> str:
    if threshold is None:
        return gettext("The limit of this date is not known")
    return said(LIMITS[operator].filled(threshold=writing.measured(threshold, unit, language())))


@register.inclusion_tag("portal/components/figure.html", name="figure")
def figure_with_why(
    shown: str,
    value: writing.Number | None = None,
    period: Words = "",
    source: Words = "",
    source_url: str = "",
    rule: Words = "",
) -> Context:
    """A written figure that opens: unrounded value, period, source, rule."""
    return {
        "shown": shown,
        "unrounded": None if value is None else writing.unrounded(value, language()),
        "period": said(period),
        "source": said(source),
        "source_url": source_url,
        "rule": said(rule),
    }


# So many columns stand beside each other on a phone.
_NARROW = 3


@register.inclusion_tag("portal/components/data_table.html")
def data_table(table: DataTable, id: str) -> Context:  # noqa: A002 - the attribute's own name
    """A table of figures in a region of its own; a wide one is a card for each row on a phone."""
    rows = [list(zip(row, table.columns, strict=True)) for row in table.rows]
    return {"table": table, "rows": rows, "id": id, "is_wide": len(table.columns) > _NARROW}


@register.inclusion_tag("portal/components/chart.html")
def chart(
    spec: dict[str, Any],
    title: Words,
    summary: Words,
    table: DataTable,
    id: str,  # noqa: A002
) -> Context:
    """A Vega-Lite chart with its title, what it shows in a sentence, and its table."""
    return {
        "spec": spec,
        "title": said(title),
        "summary": said(summary),
        "table": table,
        "id": id,
    }


@register.inclusion_tag("portal/components/area_map.html")
def area_map(
    areas: Sequence[AreaPoint],
    table: str,
    title: Words = "",
    id: str = "map",  # noqa: A002
) -> Context:
    """Areas on a map; `table` is the id of the table (rows with `data-area`) that lists them."""
    return {
        "drawing": drawn_map(areas),
        "geojson": as_geojson(areas),
        "statuses": sorted(
            {area.status for area in areas}, key=lambda status: status_look(status).level
        ),
        "table": table,
        "title": said(title),
        "id": id,
        "words": json.dumps({name: gettext(words) for name, words in MAP_WORDS.items()}),
    }


# MapLibre's own names for its words.
MAP_WORDS = {
    "NavigationControl.ZoomIn": gettext_noop("Zoom in"),
    "NavigationControl.ZoomOut": gettext_noop("Zoom out"),
    "Map.Title": gettext_noop("Map"),
    "CooperativeGesturesHandler.WindowsHelpText": gettext_noop("Hold Ctrl and scroll to zoom"),
    "CooperativeGesturesHandler.MacHelpText": gettext_noop("Hold ⌘ and scroll to zoom"),
    "CooperativeGesturesHandler.MobileHelpText": gettext_noop("Use two fingers to move the map"),
}


@register.inclusion_tag("portal/components/state.html")
def empty_state(title: Words, text: Words, url: str = "", action: Words = "") -> Context:
    """What would be here, and how to get it."""
    return {"title": said(title), "text": said(text), "url": url, "action": said(action)}


@register.inclusion_tag("portal/components/state.html")
def error_state(title: Words, text: Words, url: str = "", action: Words = "") -> Context:
    """What happened, what is safe and what to do; said at once by a screen reader."""
    return {**empty_state(title, text, url, action), "is_error": True}


@register.inclusion_tag("portal/components/loading.html")
def loading(id: str = "") -> Context:  # noqa: A002
    """Shown while htmx waits: inside what asks, or named by its `hx-indicator`."""
    return {"id": id}


@register.simple_block_tag(end_name="endtile")
def tile(content: str, label: Words, change: Words = "", note: Words = "") -> SafeString:
    """A large number with its label, what changed and a note: `{% tile label %}12{% endtile %}`."""
    lines = [("tile__change", said(change)), ("tile__note", said(note))]
    below = [format_html('<p class="{}">{}</p>', name, line) for name, line in lines if line]
    return format_html(
        '<div class="tile"><p class="tile__label">{}</p><div class="tile__value">{}</div>{}</div>',
        said(label),
        content,
        SafeString("".join(below)),
    )


@register.simple_block_tag(end_name="endtable_region")
def table_region(content: str, labelled_by: str) -> SafeString:
    """A frame for a wide table: scrolls by itself and can be reached by keyboard."""
    return format_html(
        '<div class="table-region" role="region" aria-labelledby="{}" tabindex="0">{}</div>',
        labelled_by,
        content,
    )
