"""What an entry says, in a sentence and in its fields, for a reader."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from boligsocial.messages import Message, as_it_is
from boligsocial.portal.cases.kinds import kinds
from boligsocial.portal.cases.models import Case
from boligsocial.portal.decision_log.kinds import EntryKind, entry_kinds, field_names
from boligsocial.portal.decision_log.models import LogEntry
from boligsocial.portal.ledger.refusals import kroner
from boligsocial.portal.people.models import User
from boligsocial.portal.people.words import listed

Content = Mapping[str, Any]
Says = Callable[[Any, Content], Message]
_FIELD = re.compile(r"{(\w+)}")


@dataclass(frozen=True)
class EntryShown:
    """An entry with its sentence; `fields` are those that the sentence leaves out.

    is_closed: the reader may know that it is there, but not what it says. people: by their numbers,
    those whom it names; whoever is not among them is told by number. case: what people call the
    case that it is of.
    """

    entry: LogEntry
    is_closed: bool = False
    people: Mapping[int, str] = field(default_factory=dict)
    case: str = ""

    @cached_property
    def content(self) -> Content:
        found: Content = json.loads(self.entry.content)
        return found

    @property
    def kind(self) -> EntryKind | None:
        return entry_kinds().get(self.entry.kind)

    @property
    def sentence(self) -> Message:
        """What was done, as in `Anna {sentence}`."""
        if self.kind is None:
            return _SOMETHING.filled(kind=self.entry.kind)
        names = _FIELD.findall(self.kind.name)
        if self.is_closed or any(self.content.get(name) in (None, "") for name in names):
            return Message(self.kind.without_fields)
        return Message(self.kind.name, {name: self._said(name) for name in names})

    @property
    def fields(self) -> list[tuple[Message, Message]]:
        """Each field by its name, as it is written for people."""
        if self.is_closed:
            return []
        told = set(_FIELD.findall(self.kind.name)) if self.kind else set()
        return [
            (Message(field_names().get(name, name)), self._said(name))
            for name, value in self.content.items()
            if name not in told and value not in (None, "", [], {})
        ]

    def _said(self, name: str) -> Message:
        as_ = self.kind.written_as.get(name, "") if self.kind else ""
        if as_ == "person":
            number = self.content[name]
            return as_it_is(self.people.get(number, str(number)))
        return _WAYS.get(as_, _plain)(self.content[name], self.content)


def entries_shown(entries: Iterable[LogEntry]) -> list[EntryShown]:
    """Entries as a reader sees them, with the people and the cases that they name."""
    rows = list(entries)
    people = people_named(rows)
    cases = Case.objects.in_bulk({each.case for each in rows if each.case})
    return [EntryShown(each, people=people, case=_reference(each, cases)) for each in rows]


def _reference(entry: LogEntry, cases: Mapping[int, Case]) -> str:
    found = cases.get(entry.case or 0)
    return found.reference if found else str(entry.case or "")


def people_named(entries: Iterable[LogEntry]) -> dict[int, str]:
    """The people whom entries name by number, looked up at once."""
    numbers = {
        number
        for entry in entries
        if (kind := entry_kinds().get(entry.kind))
        for name, number in json.loads(entry.content).items()
        if kind.written_as.get(name) == "person" and isinstance(number, int)
    }
    return {each.pk: str(each) for each in User.objects.filter(pk__in=numbers)}


def registers_words(written: str, says: Says) -> None:
    """Let another room say how its values are written: `outcome`, `votes`."""
    _WAYS[written] = says


def is_internal(entry: LogEntry) -> bool:
    """Whether an entry is for the Fund's own people: its kind says so, or it does, or nobody has
    said what its kind is."""
    kind = entry_kinds().get(entry.kind)
    if kind is None or kind.is_internal:
        return True
    content = json.loads(entry.content)
    return bool(content.get("is_internal") or content.get("internal"))


def _plain(value: object, _: object = None) -> Message:
    match value:
        case bool():
            return _YES if value else _NO
        case list():
            return listed(_plain(each) for each in value) if value else as_it_is("–")
        case dict():
            return listed(
                _PAIR.filled(name=name, value=_plain(each)) for name, each in value.items()
            )
    return as_it_is(str(value))


def _day(value: object, _: Content) -> Message:
    try:
        return as_it_is(date.fromisoformat(str(value)))
    except ValueError:
        return _plain(value)


def _amount(value: object, _: Content) -> Message:
    return kroner(value) if isinstance(value, int) else _plain(value)


def _phase(value: object, content: Content) -> Message:
    kind = kinds().get(str(content.get("kind")))
    known = {each.id: each.name for each in kind.phase} if kind else {}
    return Message(known[str(value)]) if value in known else _plain(value)


def _kind(value: object, _: Content) -> Message:
    found = kinds().get(str(value))
    return Message(found.name) if found else _plain(value)


def _document(value: object, content: Content) -> Message:
    if name := content.get("name"):
        return _plain(name)
    asked = (each for kind in kinds().values() for phase in kind.phase for each in phase.document)
    found = next((each for each in asked if each.id == value), None)
    return Message(found.name) if found else _plain(value)


_WAYS: dict[str, Says] = {
    "amount": _amount, "day": _day, "phase": _phase, "kind": _kind, "document": _document,
}  # fmt: skip
_SOMETHING = Message("wrote an entry of the kind {kind}")
_YES, _NO = Message("yes"), Message("no")
_PAIR = Message("{name}: {value}")
