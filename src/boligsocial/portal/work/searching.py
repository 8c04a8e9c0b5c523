"""Finding a case by what stands in it, within one's reach."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from boligsocial.portal.atlas.units import folded
from boligsocial.portal.cases.access import cases_within_reach, on_the_side_of_the_fund
from boligsocial.portal.cases.models import Case, Comment, Place, Request, Version
from boligsocial.portal.people.gate import Who
from boligsocial.portal.work.models import Searchable

AROUND, MOST = 80, 50


@dataclass(frozen=True)
class Found:
    """A case, and the first text of it that was found, in three parts: before, hit, after."""

    case: Case
    before: str
    hit: str
    after: str


def found_cases(who: Who, query: str, most: int = MOST) -> list[Found]:
    """The cases that every word of a query stands in, the latest first."""
    words = folded(query).split()
    if not words:
        return []
    seen = cases_within_reach(who)
    texts = Searchable.objects.all()
    if not on_the_side_of_the_fund(who):
        texts = texts.filter(is_internal=False)
    for word in words:
        seen = seen.filter(pk__in=texts.filter(folded__contains=word).values("case"))
    cases = list(seen.prefetch_related("parties")[:most])
    with_first = texts.filter(case__in=cases, folded__contains=words[0]).order_by("case", "-id")
    first = {each.case_id: each for each in with_first}
    return [_found(case, first.get(case.pk), words[0]) for case in cases]


def keep_searchable(row: Case | Place | Version | Comment | Request) -> None:
    """Let a row be found by what it says now."""
    case_id, said, is_internal = _said(row)
    shown = unicodedata.normalize("NFC", said)
    Searchable.objects.update_or_create(
        source=f"{row._meta.label_lower}:{row.pk}",
        defaults={
            "case_id": case_id, "shown": shown, "folded": folded(shown), "is_internal": is_internal,
        },
    )  # fmt: skip


def _said(row: Case | Place | Version | Comment | Request) -> tuple[int, str, bool]:
    """The case of a row, its text, and whether that is internal."""
    match row:
        case Case():
            return row.pk, f"{row.reference} {row.name}", False
        case Place():
            return row.case_id, f"{row.name}, {row.municipality}", False
        case Version():
            text = " ".join(each for each in (row.text, row.file_name, row.note) if each)
            return row.document.case_id, text, False
        case Comment():
            return row.case_id, row.text, row.is_internal
        case Request():
            return row.case_id, f"{row.text} {row.answer}".strip(), False


def _found(case: Case, text: Searchable | None, word: str) -> Found:
    """A case with the text that a word stands in, cut to what is around it."""
    if text is None:
        return Found(case, "", "", "")
    begins, ends = _place(text.shown, word)
    before, after = text.shown[:begins], text.shown[ends:]
    return Found(
        case,
        ("…" if len(before) > AROUND else "") + before[-AROUND:],
        text.shown[begins:ends],
        after[:AROUND] + ("…" if len(after) > AROUND else ""),
    )


def _place(shown: str, word: str) -> tuple[int, int]:
    """Where a folded word stands in a text as it is written, letter by letter."""
    lengths = [len(folded(each)) for each in shown]
    starts = [0]
    for length in lengths:
        starts.append(starts[-1] + length)
    at = folded(shown).find(word)
    begins = next(place for place in range(len(shown)) if starts[place + 1] > at)
    ends = next(place for place in range(begins, len(shown)) if starts[place + 1] >= at + len(word))
    return begins, ends + 1
