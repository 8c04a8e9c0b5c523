"""The table of the index as a file; what is hidden is told so in its cell."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext

from boligsocial.messages import Message
from boligsocial.portal.downloads import Book, Cell, Sheet, yes_no
from boligsocial.portal.figures import figures_name
from boligsocial.portal.ranking.question import Question
from boligsocial.portal.ranking.rankings import ranking_in
from boligsocial.portal.ranking.rows import Row
from boligsocial.portal.ranking.words import component_name
from boligsocial.portal.words import HIDDEN
from boligsocial.snapshots.sealed import SealedLists

_WIDTHS = (12, 32, 18, 12, 12, 18, 10, 10, 10, 10, 30, 12, 12, 24, 40, 40, 30)


def ranking_book(lists: SealedLists, question: Question, rows: Sequence[Row]) -> Book:
    """The estates of a question, each row with its figures and what the index is made of."""
    specification = Message(question.given.name)
    columns = [
        "estate_id", gettext("Estate"), gettext("Municipality"), gettext("Residents (number)"),
        gettext("Place"), gettext("Counted together with neighbours"), gettext("From place"),
        gettext("To place"), gettext("Score"), gettext("Score on a fixed scale"), gettext("Band"),
        gettext("Place in the index as given"), gettext("Place in the last snapshot"),
        gettext("Moved most by"), gettext("Fewest residents to the next better band"),
        gettext("Why there is no place"), gettext("Figures"),
    ]  # fmt: skip
    sheet = Sheet(gettext("Index"), columns, _WIDTHS, [_cells(each, lists) for each in rows])
    weights = ", ".join(
        f"{component_name(each.column)} {each.weight * 100:.4g}"
        for each in question.specification.component
    )
    ranking = ranking_in(lists, question.given.id)
    about: list[tuple[str, Cell]] = [
        (gettext("Figures"), figures_name(lists)),
        (gettext("Snapshot"), lists.snapshot.id),
        (gettext("Index"), specification),
        (gettext("What it is"), Message(question.given.description)),
        (gettext("Weights, per cent"), weights),
        (gettext("Weights changed by the reader"), yes_no(question.is_reweighed)),
        (gettext("Places"), len(ranking.units)),
        (gettext("Fixed scale"), str(ranking.years[0])),
        (gettext("Search"), question.address()),
        (gettext("Sources"), "; ".join(question.given.sources)),
    ]  # fmt: skip
    return Book(gettext("The index of the estates"), about, [sheet])


def _cells(row: Row, lists: SealedLists) -> list[Cell]:
    has = row.has_place
    return [
        row.estate_id, row.name, row.municipality,
        HIDDEN if row.residents is None else row.residents,
        HIDDEN if row.is_hidden else row.rank, yes_no(row.pooled),
        row.rank_low, row.rank_high, round(row.score, 4) if has else None,
        None if row.anchored_score is None else round(row.anchored_score, 4),
        row.band_name if has else None, row.rank_given, row.rank_before,
        row.moved_by_name if row.moved_by else None, row.way_to_better,
        row.why_not if row.reason else None, figures_name(lists),
    ]  # fmt: skip
