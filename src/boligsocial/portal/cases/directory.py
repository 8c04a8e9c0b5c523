"""The cases that a person may see as a table that can be searched and narrowed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from boligsocial.messages import Message
from boligsocial.portal.atlas.units import folded
from boligsocial.portal.cases.access import READ
from boligsocial.portal.cases.deadlines import deadline
from boligsocial.portal.cases.kinds import kinds
from boligsocial.portal.cases.models import Case, Place, Step
from boligsocial.portal.cases.services import (
    checks_standing,
    documents_standing,
    phase_of,
)
from boligsocial.portal.components import Choice, choices
from boligsocial.portal.danish import danish_order
from boligsocial.portal.people.gate import Who, within_reach
from boligsocial.portal.people.models import today
from boligsocial.portal.people.words import listed


@dataclass(frozen=True)
class Wish:
    """What the reader asks for; empty text asks for everything."""

    search: str = ""
    kind: str = ""
    phase: str = ""
    municipality: str = ""
    caseworker: str = ""

    def address(self) -> str:
        """The query of this wish."""
        fields = {
            "soeg": self.search, "slags": self.kind, "fase": self.phase,
            "kommune": self.municipality, "sagsbehandler": self.caseworker,
        }  # fmt: skip
        return "?" + urlencode({name: value for name, value in fields.items() if value})


@dataclass(frozen=True)
class CaseRow:
    """A case in the table, with the names of its parties and places.

    What it lacks is found when first asked for; `look_up` beforehand where many are asked.
    """

    case: Case
    since: date
    until: date | None
    municipalities: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def days(self) -> int:
        """How long it has been in its phase."""
        return (today() - self.since).days

    @property
    def is_late(self) -> bool:
        return self.until is not None and self.until < today()

    @cached_property
    def missing(self) -> Message:
        """What the phase still asks for, in a row; empty where nothing is missing."""
        asked = [*documents_standing(self.case), *checks_standing(self.case)]
        return listed(
            Message(each.asked.name)
            for each in asked
            if each.asked.is_required and not each.is_there
        )


def wish_of(query: Mapping[str, str]) -> Wish:
    """The wish of an address."""
    names = ("soeg", "slags", "fase", "kommune", "sagsbehandler")
    return Wish(*(query.get(name, "").strip()[:100] for name in names))


def rows_within_reach(who: Who) -> list[CaseRow]:
    """Every case that a person may see: those that should go on soonest first."""
    seen = within_reach(who, READ, Case.objects.all(), "parties").distinct()
    came = Step.objects.filter(case=OuterRef("pk"), number=OuterRef("in_phase")).values("at")
    cases = seen.annotate(came_at=Subquery(came)).select_related("caseworker")
    municipalities, names = _names_by_case(seen)
    rows = [_row(each, municipalities.get(each.pk, {""}), names.get(each.pk, [])) for each in cases]
    return sorted(rows, key=_urgency)


def narrowed(rows: Iterable[CaseRow], wish: Wish) -> list[CaseRow]:
    """The rows that a wish asks for."""
    sought = folded(wish.search).split()
    return [each for each in rows if _meets(each, wish, sought)]


def kind_choices(rows: Sequence[CaseRow], wish: Wish) -> tuple[Choice, ...]:
    """The kinds that there are cases of."""
    present = {each.case.kind for each in rows}
    named = {each.id: Message(each.name) for each in kinds().values() if each.id in present}
    return choices(named.items(), wish.kind)


def phase_choices(rows: Sequence[CaseRow], wish: Wish) -> tuple[Choice, ...]:
    """The phases that cases are in, in the order of the kinds' files."""
    present = {each.case.phase for each in rows}
    named = {
        phase.id: Message(phase.name)
        for kind in kinds().values()
        for phase in kind.phase
        if phase.id in present
    }
    return choices(named.items(), wish.phase)


def municipality_choices(rows: Sequence[CaseRow], wish: Wish) -> tuple[Choice, ...]:
    """The municipalities of the places."""
    names = {name for each in rows for name in each.municipalities}
    return choices(((each, each) for each in sorted(names, key=danish_order)), wish.municipality)


def caseworker_choices(rows: Sequence[CaseRow], wish: Wish) -> tuple[Choice, ...]:
    """Those who have cases, and nobody where some have none."""
    people = {each.case.caseworker for each in rows}
    named = [(str(each.pk), str(each)) for each in people if each]
    nobody = [(NOBODY, Message("nobody yet"))] if None in people else []
    ordered = sorted(named, key=lambda each: danish_order(each[1]))
    return choices([*ordered, *nobody], wish.caseworker)


NOBODY = "ingen"


def _names_by_case(seen: QuerySet[Case]) -> tuple[dict[int, set[str]], dict[int, list[str]]]:
    """By the number of a case: the municipalities of its places, and the names of these and of its
    parties. Rows without models, as there are many."""
    municipalities: dict[int, set[str]] = defaultdict(set)
    names: dict[int, list[str]] = defaultdict(list)
    of_places = Place.objects.filter(case__in=seen.values("pk")).order_by()
    for case, name, municipality in of_places.values_list("case", "name", "municipality"):
        municipalities[case].add(municipality)
        names[case].append(name)
    of_parties = Case.objects.filter(pk__in=seen.values("pk")).order_by()
    for case, name in of_parties.values_list("pk", "parties__name"):
        names[case].append(name or "")
    return municipalities, names


def _row(case: Case, municipalities: Iterable[str], names: Iterable[str]) -> CaseRow:
    since, phase = timezone.localdate(case.came_at), phase_of(case)  # type: ignore[attr-defined]
    until = None if phase.is_end else deadline(phase, since)
    ordered = sorted(municipalities, key=danish_order)
    return CaseRow(case, since, until, tuple(ordered), tuple(names))


def _urgency(row: CaseRow) -> tuple[bool, date, date, int]:
    """Those that have ended last; else by deadline and by how long they have waited."""
    return phase_of(row.case).is_end, row.until or date.max, row.since, row.case.pk


def _meets(row: CaseRow, wish: Wish, sought: list[str]) -> bool:
    tests: tuple[tuple[str, Callable[[], bool]], ...] = (
        (wish.kind, lambda: row.case.kind == wish.kind),
        (wish.phase, lambda: row.case.phase == wish.phase),
        (wish.municipality, lambda: wish.municipality in row.municipalities),
        (wish.caseworker, lambda: str(row.case.caseworker_id or NOBODY) == wish.caseworker),
    )
    if not all(test() for asked, test in tests if asked):
        return False
    return not sought or all(each in _searched(row) for each in sought)


def _searched(row: CaseRow) -> str:
    case = row.case
    return folded(" ".join([case.name, case.reference, str(case.caseworker or ""), *row.names]))
