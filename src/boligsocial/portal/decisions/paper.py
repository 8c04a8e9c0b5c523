"""A letter as a tagged PDF (PDF/UA): language, title, headings and tables for a screen reader."""

from __future__ import annotations

from threading import Lock

from django.template.loader import render_to_string
from weasyprint import HTML
from weasyprint.urls import URLFetcher

from boligsocial.portal.decisions.letter import pieces_of
from boligsocial.portal.distribution.pdf import fonts
from boligsocial.portal.theme import theme

# Pango's shared font maps are not made for several threads at once.
_ONE_AT_A_TIME = Lock()


def letter_as_pdf(letter: str) -> bytes:
    """The PDF of a letter; the same letter gives the same text."""
    context = {"letter": pieces_of(letter), "fonts": fonts(), "theme": theme()}
    page = render_to_string("decisions/letter_pdf.html", context)
    # Nothing is fetched from elsewhere when a PDF is made.
    fetcher = URLFetcher(allowed_protocols={"data", "file"})
    with _ONE_AT_A_TIME:
        content: bytes = HTML(string=page, url_fetcher=fetcher).write_pdf(pdf_variant="pdf/ua-1")
    return content
