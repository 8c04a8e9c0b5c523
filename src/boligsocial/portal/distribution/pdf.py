"""The distribution and the comparison on A4, with the same figures as the pages."""

from __future__ import annotations

import base64
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import timezone
from weasyprint import HTML
from weasyprint.urls import URLFetcher

from boligsocial.portal.distribution.breakpoints import Breakpoints
from boligsocial.portal.distribution.charts import as_svg
from boligsocial.portal.distribution.compared import Compared
from boligsocial.portal.distribution.pages import (
    breakpoints_summary,
    draw_breakpoints,
    slope_summary,
)
from boligsocial.portal.distribution.shared_out import SharedOut
from boligsocial.portal.distribution.tables import explained
from boligsocial.portal.theme import theme
from boligsocial.portal.words import list_name
from boligsocial.portal.writing import language

_WEIGHTS = {"Regular": 400, "SemiBold": 600}
CHART_WIDTH = 640


def distribution_as_pdf(shared: SharedOut) -> bytes:
    """The ladder, the chart and the reasons as a tagged PDF."""
    breakpoints = Breakpoints(shared)
    drawing = as_svg(draw_breakpoints(breakpoints), CHART_WIDTH) if breakpoints.points else ""
    return as_pdf(
        "distribution/fordeling_pdf.html",
        shared,
        {
            "chart": picture(drawing),
            "chart_summary": breakpoints_summary(breakpoints),
            "sides": [shared],
        },
    )


def comparison_as_pdf(pair: Compared) -> bytes:
    """Both distributions, the chart and the lists as a tagged PDF."""
    drawing = as_svg(pair.slope(), CHART_WIDTH)
    return as_pdf(
        "distribution/sammenligning_pdf.html",
        pair.second,
        {
            "pair": pair,
            "chart": picture(drawing),
            "chart_summary": slope_summary(pair),
            "sides": [pair.first, pair.second],
        },
    )


def as_pdf(template: str, shared: SharedOut, context: dict[str, Any]) -> bytes:
    """A template of `_pdf_base.html` as a tagged PDF; its list is that of a distribution."""
    page = render_to_string(
        template,
        {
            **context,
            "shared": shared,
            "list_name": list_name(shared.choice.list),
            "printed": _today(),
            "explained": explained(shared),
            "fonts": fonts(),
            "theme": theme(),
            "ink_light": theme()["colours"]["ink-light"],
            "language": language(),
        },
    )
    # Nothing is fetched from elsewhere when a PDF is made.
    fetcher = URLFetcher(allowed_protocols={"data", "file"})
    content: bytes = HTML(string=page, url_fetcher=fetcher).write_pdf(pdf_variant="pdf/ua-1")
    return content


def _today() -> date:
    return timezone.localdate()


def picture(svg: str) -> str:
    """A drawing as an address that a page of paper can show."""
    encoded = base64.b64encode(svg.encode("utf-8")).decode("ascii")
    return f"data:image/svg+xml;base64,{encoded}" if svg else ""


def fonts() -> list[tuple[int, str]]:
    """Weight and address of the portal's fonts; none where the assets are not built."""
    folder = finders.find("vendor/files")
    if not folder:
        return []
    return [
        (weight, file.as_uri())
        for name, weight in _WEIGHTS.items()
        for file in sorted(Path(folder).glob(f"IBMPlexSans-{name}-Latin1-*.woff2"))
    ]
