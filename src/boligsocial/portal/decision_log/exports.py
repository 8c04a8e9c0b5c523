"""What the log holds of a person: the entries by them, and those that name them, to take along."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from boligsocial.messages import Message
from boligsocial.portal.decision_log.kinds import entry_kinds, log_definition
from boligsocial.portal.decision_log.models import LogEntry
from boligsocial.portal.decision_log.words import EntryShown
from boligsocial.portal.downloads import Book, Cell, Sheet, yes_no
from boligsocial.portal.people.models import User


@dataclass(frozen=True)
class Held:
    """An entry that the log holds of a person: written by them, or naming them.

    content: all of it where they wrote it, else the fields that name them. people: the names of
    everybody by number.
    """

    entry: LogEntry
    is_by_them: bool
    content: dict[str, Any]
    people: Mapping[int, str]

    @property
    def sentence(self) -> Message:
        return EntryShown(self.entry, not self.is_by_them, self.people).sentence

    @property
    def written(self) -> str:
        """The content as text."""
        return json.dumps(self.content, ensure_ascii=False, sort_keys=True)


def held_of(person: User) -> Iterator[Held]:
    """Every entry that the log holds of a person, the oldest first."""
    people = {each.pk: str(each) for each in User.objects.all()}
    for entry in _perhaps(person).select_related("by").iterator(chunk_size=1000):
        content = json.loads(entry.content)
        if entry.by_id == person.pk:
            yield Held(entry, True, content, people)
        elif naming := _naming(person, entry.kind, content):
            yield Held(entry, False, naming, people)


def as_json(person: User) -> str:
    """What the log holds of a person, with what it is for."""
    said = log_definition()
    return json.dumps(
        {
            "person": {"name": person.name, "email": person.email},
            "purpose": Message(said.description).in_language("da"),
            "retention": Message(said.basis).in_language("da"),
            "entries": [
                {
                    "number": each.entry.number,
                    "at": each.entry.at.isoformat(),
                    "kind": each.entry.kind,
                    "case": each.entry.case,
                    "is_by_the_person": each.is_by_them,
                    "content": each.content,
                    "hash": each.entry.hash,
                }
                for each in held_of(person)
            ],
        },
        ensure_ascii=False,
        indent=2,
    )


def as_book(person: User) -> Book:
    """The same as a workbook."""
    said = log_definition()
    columns = [gettext("Number"), gettext("Time"), gettext("What"), gettext("Case"),
               gettext("Written by the person"), gettext("Content")]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            each.entry.number,
            timezone.localtime(each.entry.at).isoformat(sep=" ", timespec="seconds"),
            each.sentence,
            each.entry.case,
            yes_no(each.is_by_them),
            each.written,
        ]
        for each in held_of(person)
    ]
    return Book(
        gettext("What the log holds of {name}").format(name=str(person)),
        [(gettext("Purpose"), Message(said.description)), (gettext("Kept"), Message(said.basis))],
        [Sheet(gettext("Log"), columns, [10, 22, 60, 10, 14, 100], rows)],
    )


def _perhaps(person: User) -> Any:  # noqa: ANN401 - Django's query set
    """A little more than the entries of a person: those whose text has the letters of the name."""
    wanted = Q(by=person) | Q(content__contains=person.email)
    if person.name:
        wanted |= Q(content__contains=json.dumps(person.name, ensure_ascii=False)[1:-1])
    # The content is canonical, so that a number stands right after its colon.
    by_number = Q(kind__in=_with_people(), content__contains=f":{person.pk}")
    return LogEntry.objects.filter(wanted | by_number).order_by("number")


def _with_people() -> list[str]:
    return [each.id for each in entry_kinds().values() if "person" in each.written_as.values()]


def _naming(person: User, kind: str, content: dict[str, Any]) -> dict[str, Any]:
    """The fields of a content that name a person: by name, by address, or by number."""
    written_as = entry_kinds()[kind].written_as if kind in entry_kinds() else {}
    names = [re.escape(each) for each in (person.name, person.email) if each]
    named = re.compile(rf"(?<!\w)({'|'.join(names)})(?!\w)")
    return {
        field: value
        for field, value in content.items()
        if named.search(json.dumps(value, ensure_ascii=False))
        or (written_as.get(field) == "person" and value == person.pk)
    }
