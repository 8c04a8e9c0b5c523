"""The letter of a decision: its text in pieces, the same on the page, in the PDF and as words.

A letter is in Danish, whatever language the one who decides reads.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from boligsocial.messages import Figure, Message
from boligsocial.portal.cases.complaints import guidance_on
from boligsocial.portal.cases.models import Case
from boligsocial.portal.decision_log.services import canonical
from boligsocial.portal.decisions.definitions import Outcome, reasons
from boligsocial.portal.decisions.evidence import Fields
from boligsocial.portal.decisions.words import beside_proposal
from boligsocial.portal.words import HEADINGS
from boligsocial.portal.writing import kroner, measured

LANGUAGE = "da"
Piece = dict[str, Any]


@dataclass(frozen=True)
class Said:
    """What a letter tells of a decision; `years` as (year, øre)."""

    case: Case
    outcome: Outcome
    dated: date
    by: str
    years: Sequence[tuple[int, int]]
    reasons: Sequence[str]
    text: str
    proposed_øre: int | None
    deviation: str
    evidence: Fields


def letter_of(said: Said) -> str:
    """The letter as canonical JSON: `title`, and `pieces` of the kinds `head`, `text`, `list` and
    `table`."""
    title = _in_danish(Message(said.outcome.description), case=said.case.name)
    return canonical({"title": title, "language": LANGUAGE, "pieces": list(_pieces(said))})


def pieces_of(letter: str) -> Piece:
    """A letter to be shown."""
    found: Piece = json.loads(letter)
    return found


def plain_text(letter: str) -> str:
    """A letter as words alone."""
    found = pieces_of(letter)
    lines = [found["title"]]
    for piece in found["pieces"]:
        match piece["kind"]:
            case "list":
                lines += [f"- {each}" for each in piece["items"]]
            case "table":
                rows = [[piece["caption"]], piece["columns"], *piece["rows"]]
                lines.append("\n".join("; ".join(row) for row in rows))
            case _:
                lines.append(piece["text"])
    return "\n\n".join(lines)


def _pieces(said: Said) -> Iterator[Piece]:
    yield _text(
        _OF.filled(
            case=said.case.name,
            reference=said.case.reference,
            parties=", ".join(each.name for each in said.case.parties.all()),
            date=said.dated,
        )
    )
    yield _head(_DECISION)
    yield from _decision(said)
    yield _head(_REASONS)
    yield {"kind": "list", "items": [_reason(each) for each in said.reasons]}
    if said.text:
        yield from _paragraphs(said.text)
    if said.deviation:
        yield _head(_DEVIATION)
        decided = sum(øre for _, øre in said.years)
        yield _text(beside_proposal(said.proposed_øre or 0, decided, LANGUAGE))
        yield from _paragraphs(said.deviation)
    yield _head(_EVIDENCE)
    yield from _evidence(said.evidence)
    if said.outcome.complaint:
        yield from _complaint(said.dated)
    yield _text(_SIGNED.filled(person=said.by))


def _decision(said: Said) -> Iterator[Piece]:
    total = sum(øre for _, øre in said.years)
    if not said.outcome.money:
        yield _text(_OUTCOMES[said.outcome.id])
        return
    years = len(said.years)
    yield _text(_OUTCOMES[said.outcome.id].filled(total=kroner(total, LANGUAGE), years=years))
    yield {
        "kind": "table",
        "caption": _in_danish(_AMOUNTS),
        "columns": [_in_danish(_YEAR), _in_danish(_AMOUNT)],
        "numeric": [False, True],
        "rows": [
            *([str(year), kroner(øre, LANGUAGE)] for year, øre in said.years),
            [_in_danish(_IN_ALL), kroner(total, LANGUAGE)],
        ],
    }


def _evidence(evidence: Fields) -> Iterator[Piece]:
    figures = evidence["figures"]
    kind = KINDS_OF_FIGURES[figures["kind"]]
    yield _text(_FIGURES.filled(kind=kind, date=date.fromisoformat(figures["on"])))
    for place in evidence["places"]:
        if place.get("verdict"):
            yield _criteria(place)
    papers = len(evidence["documents"])
    yield _text(_PAPERS.filled(count=str(papers)))


def _criteria(place: Fields) -> Piece:
    columns = [Message("Criterion"), Message("The area"), Message("Limit"), Message("Met")]
    return {
        "kind": "table",
        "caption": _in_danish(
            _CRITERIA, place=place["name"], date=date.fromisoformat(place["verdict"]["on"])
        ),
        "columns": [_in_danish(each) for each in columns],
        "numeric": [False, True, True, False],
        "rows": [
            [
                _in_danish(HEADINGS[each["measure"]]),
                *(_measured(each[name], each["unit"]) for name in ("value", "limit")),
                _in_danish(_ANSWERS[each["met"]]),
            ]
            for each in place["verdict"]["criteria"]
            if each["is_social"] and each["id"] == each["measure"]
        ],
    }


def _complaint(on: date) -> Iterator[Piece]:
    guidance = guidance_on(on)
    yield _head(_COMPLAINT)
    yield _text(Message(guidance.description))
    if not guidance.is_verified:
        yield _text(Message(guidance.note))


def _reason(reason: str) -> str:
    found = reasons()[reason]
    return f"{_in_danish(Message(found.name))} ({found.source})"


def _measured(value: str | None, unit: str) -> str:
    return measured(None if value is None else float(value), unit, LANGUAGE)


def _paragraphs(text: str) -> Iterator[Piece]:
    yield from ({"kind": "text", "text": each} for each in text.split("\n\n") if each.strip())


def _head(words: Message) -> Piece:
    return {"kind": "head", "text": _in_danish(words)}


def _text(words: Message) -> Piece:
    return {"kind": "text", "text": words.in_language(LANGUAGE)}


def _in_danish(words: Message, **figures: Figure) -> str:
    return (words.filled(**figures) if figures else words).in_language(LANGUAGE)


_OF = Message("{case}, case {reference}. To {parties}. {date}")
_DECISION, _REASONS = Message("The decision"), Message("Why")
_DEVIATION = Message("Why it differs from the proposal")
_EVIDENCE = Message("What the decision rests on")
_COMPLAINT = Message("If you want to complain")
_AMOUNTS = Message("The commitment by year")
_CRITERIA = Message("The social criteria in {place}, with the figures of {date}")
_YEAR, _AMOUNT, _IN_ALL = Message("Year"), Message("Amount"), Message("In all")
_FIGURES = Message("The decision rests on {kind} of {date}.")
_PAPERS = Message(
    "The papers of the case, {count} in all, are kept as they were, each with a digest by which it "
    "can be known again."
)
_SIGNED = Message("Decided by {person} for the Fund.")
KINDS_OF_FIGURES = {
    "published": Message("published figures"),
    "registers": Message("figures of the registers"),
    "synthetic": Message("made-up figures"),
}
_ANSWERS = {True: Message("Met"), False: Message("Not met"), None: Message("Cannot be determined")}
_OUTCOMES = {
    "commit": Message(
        "The Fund gives a commitment of {total} over {years} years. It counts in the frame of the "
        "year it is given, and is paid as the effort goes on."
    ),
    "change": Message(
        "The Fund changes the commitment to {total} over {years} years. What was decided before "
        "no longer applies."
    ),
    "include": Message(
        "The estate can be taken along in the effort of the exposed area beside it."
    ),
    "reject": Message("The Fund cannot support the effort."),
    "return": Message("The case goes back to dialogue, so that the plan can be qualified."),
}
