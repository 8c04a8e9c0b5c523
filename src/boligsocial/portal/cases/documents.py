"""The documents of a case in their versions: what is asked for, what is there, and a new version.

A version is only ever added. It says which version it was made from; where another has come in
between, nothing is saved and both are shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from boligsocial.messages import Message, UserError, as_it_is
from boligsocial.portal.cases.files import Kept
from boligsocial.portal.cases.frozen_figures import FrozenFigures
from boligsocial.portal.cases.kinds import Asked, Side
from boligsocial.portal.cases.models import NAME_LENGTH, TEXT_LENGTH, Case, Document, Version
from boligsocial.portal.cases.services import ENDED, held_open, kind_of, occasion, phase_of
from boligsocial.portal.decision_log.services import digest_of, record
from boligsocial.portal.free_text import free_text
from boligsocial.portal.meanwhile import ChangedMeanwhileError
from boligsocial.portal.people.models import User

FURTHER = "further"
"""What a further document, which nothing asks for, is asked as; the number of it follows."""


@dataclass(frozen=True)
class FileSent:
    """A file as it is kept, with the name it had and what it was found to be."""

    kept: Kept
    name: str
    media: str


@dataclass(frozen=True)
class Content:
    """What a version holds: a text, figures that filled themselves or a file; and a note on it."""

    text: str = ""
    figures: FrozenFigures | None = None
    file: FileSent | None = None
    note: str = ""
    not_cpr: bool = False


@dataclass(frozen=True)
class Paper:
    """A document of a case, there or asked for.

    occasion: the step that led into its phase, in a phase that repeats. asked: none for a further
    document. is_asked_now: the phase that the case is in asks for it.
    """

    case: Case
    key: str
    occasion: int
    title: Message
    asked: Asked | None
    is_asked_now: bool
    row: Document | None

    @property
    def versions(self) -> list[Version]:
        """The newest first."""
        if self.row is None:
            return []
        return list(self.row.versions.select_related("by").order_by("-number"))

    @property
    def latest(self) -> Version | None:
        return self.row.versions.order_by("-number").first() if self.row else None

    def why_not_write(self, side: Side) -> Message | None:
        """Why nobody on a side writes in it; none where one may."""
        if self.asked and self.asked.fact:
            return Message("it is kept on a page of its own in the case")
        if self.asked and self.asked.writer not in (None, side):
            return Message("the Fund writes it") if side != "fund" else _PARTIES_WRITE
        if phase_of(self.case).is_end and not self.is_asked_now:
            return ENDED
        return None


def papers(case: Case) -> list[Paper]:
    """The documents of a case: what the phase asks for, then those of earlier phases, then further
    ones."""
    rows = {(each.asked, each.in_phase): each for each in case.documents.all()}
    phase = phase_of(case)
    now = [_paper(case, each.id, occasion(case, phase), rows, True) for each in phase.document]
    shown = {(each.key, each.occasion) for each in now}
    rest = [_paper(case, *key, rows, False) for key in rows if key not in shown]
    return now + sorted(rest, key=lambda each: each.asked is None)


def paper_of(case: Case, key: str, when: int) -> Paper | None:
    """One of the documents of a case; none where the case has no such one."""
    return next((each for each in papers(case) if (each.key, each.occasion) == (key, when)), None)


def save_version(
    paper: Paper, content: Content, by: User, side: Side, made_from: int = 0
) -> Version:
    """Add a version to a document; `made_from`: the number of the version it was made from.

    Raises:
        ChangedMeanwhileError: there is a later version than that.
        UserError: it holds nothing, or this side does not write it now.
    """
    text = free_text(content.text, TEXT_LENGTH, not_cpr=content.not_cpr)
    note = free_text(content.note, TEXT_LENGTH, not_cpr=content.not_cpr)
    if not text and content.figures is None and content.file is None:
        raise UserError("write a text or choose a file")
    with transaction.atomic():
        held = Case.objects.select_for_update().get(pk=paper.case.pk)
        now = paper_of(held, paper.key, paper.occasion)
        if now is None:
            raise UserError("the case is in another phase now; load the page anew")
        if why_not := now.why_not_write(side):
            raise UserError(why_not)
        if now.latest and now.latest.number != made_from:
            raise ChangedMeanwhileError(now.latest, now.latest.number, now.latest.by)
        row = now.row or Document.objects.create(
            case=held, asked=paper.key, in_phase=paper.occasion
        )
        return _added(row, content, text, note, by)


def add_further(case: Case, name: str, content: Content, by: User) -> Version:
    """Add a document that nothing asks for, under a name.

    Raises:
        UserError: no name, it holds nothing, or the case has ended.
    """
    named = free_text(name, NAME_LENGTH, _NO_NAME, not_cpr=content.not_cpr)
    text = free_text(content.text, TEXT_LENGTH, not_cpr=content.not_cpr)
    note = free_text(content.note, TEXT_LENGTH, not_cpr=content.not_cpr)
    if not text and content.file is None:
        raise UserError("write a text or choose a file")
    with transaction.atomic():
        held = held_open(case)
        number = held.documents.filter(asked__startswith=f"{FURTHER}-").count() + 1
        row = Document.objects.create(case=held, asked=f"{FURTHER}-{number}", name=named)
        return _added(row, content, text, note, by)


def headings_text(paper: Paper, language: str) -> str:
    """What a text of a document begins with: its headings, each with room beneath."""
    headings = paper.asked.headings if paper.asked else ()
    return "\n\n\n".join(Message(each.name).in_language(language) for each in headings)


def digest_of_version(version: Version) -> str:
    """The SHA-256 of what a version holds: of the file, or of the text and the figures."""
    if version.file_digest:
        return version.file_digest
    return digest_of({"text": version.text, "figures": version.figures})


def _added(row: Document, content: Content, text: str, note: str, by: User) -> Version:
    file = content.file
    version = Version.objects.create(
        document=row,
        number=row.versions.count() + 1,
        text=text,
        figures=content.figures.model_dump(mode="json") if content.figures else None,
        file_digest=file.kept.digest if file else "",
        file_name=file.name if file else "",
        media=file.media if file else "",
        size=file.kept.size if file else 0,
        note=note,
        by=by,
    )
    record(
        "document.version",
        by,
        {"document": row.asked, "name": row.name, "in_phase": row.in_phase,
         "version": version.number, "digest": digest_of_version(version)},
        row.case_id,
    )  # fmt: skip
    return version


def _paper(
    case: Case, key: str, when: int, rows: dict[tuple[str, int], Document], is_asked_now: bool
) -> Paper:
    row = rows.get((key, when))
    asked = next((each for each in _all_asked(case) if each.id == key), None)
    title = Message(asked.name) if asked else as_it_is(row.name if row else key)
    return Paper(case, key, when, title, asked, is_asked_now, row)


def _all_asked(case: Case) -> Iterator[Asked]:
    for phase in kind_of(case.kind).phase:
        yield from phase.document


_PARTIES_WRITE = Message("the parties write it")
_NO_NAME = Message("give the document a name, so that others can find it")
