"""Frozen evidence in words and figures for a reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from boligsocial.messages import Message, as_it_is
from boligsocial.portal.boards.words import AGREEMENTS
from boligsocial.portal.cases.kinds import kinds
from boligsocial.portal.decisions.evidence import Fields
from boligsocial.portal.decisions.letter import KINDS_OF_FIGURES
from boligsocial.portal.distribution.shared_out import TIER_HEADINGS
from boligsocial.portal.templatetags.boligsocial import LIMITS
from boligsocial.portal.words import HEADINGS, STATUSES, counted
from boligsocial.portal.writing import UNITS, measured, rounded


@dataclass(frozen=True)
class CriterionShown:
    """A criterion as it was: value, limit, answer, and how far it was from another answer."""

    name: Message
    value: str
    limit: Message
    met: bool | None
    distance: Message | None


@dataclass(frozen=True)
class IndexShown:
    """A place in the index, 1 the worst, with the ranks that chance leaves room for."""

    name: str
    rank: int
    of: int
    low: int | None
    high: int | None


@dataclass(frozen=True)
class PlaceShown:
    """A place as it was; `on` is the day of the list that its figures came with."""

    name: str
    municipality: str
    residents: int | None
    is_hidden: bool
    statuses: list[Message]
    criteria: list[CriterionShown]
    index: list[IndexShown]
    on: date | None
    nearby: list[Message]


@dataclass(frozen=True)
class EvidenceShown:
    """Evidence as a page shows it; `papers` and `agreements` as (name, version, digest)."""

    fields: Fields
    language: str

    @property
    def figures(self) -> Message:
        return Message(KINDS_OF_FIGURES[self.fields["figures"]["kind"]].text)

    @property
    def on(self) -> date:
        return date.fromisoformat(self.fields["figures"]["on"])

    @property
    def places(self) -> list[PlaceShown]:
        return [self._place(each) for each in self.fields["places"]]

    @property
    def proposal(self) -> Fields | None:
        found: Fields | None = self.fields["proposal"]
        return found

    @property
    def proposed_places(self) -> list[tuple[str, Message, int]]:
        """The areas of the case in the proposal: name, tier and øre a year."""
        places = self.proposal["places"] if self.proposal else []
        return [(each["name"], _tier(each["tier"]), each["øre"]) for each in places]

    @property
    def papers(self) -> list[tuple[Message, int, str]]:
        names = {
            asked.id: Message(asked.name)
            for phase in kinds()[self.fields["case"]["kind"]].phase
            for asked in phase.document
        }
        return [
            (
                names.get(each["asked"], as_it_is(each["name"] or each["asked"])),
                each["version"],
                each["digest"],
            )
            for each in self.fields["documents"]
        ]

    @property
    def agreements(self) -> list[tuple[Message, int, str, str]]:
        return [
            (
                AGREEMENTS[each["kind"]],
                each["version"],
                ", ".join(each["signed_by"]),
                each["digest"],
            )
            for each in self.fields["agreements"]
        ]

    def _place(self, place: Fields) -> PlaceShown:
        verdict = place.get("verdict")
        held = [name for name, is_on in place.get("said", {}).items() if is_on]
        return PlaceShown(
            place["name"],
            place["municipality"],
            place["residents"],
            place.get("is_hidden", False),
            [STATUSES[name] for name in held if name in STATUSES],
            [self._criterion(each) for each in verdict["criteria"]] if verdict else [],
            [_index(each) for each in place["index"]],
            date.fromisoformat(verdict["on"]) if verdict else None,
            [_near(each) for each in place.get("nearby", [])],
        )

    def _criterion(self, each: Fields) -> CriterionShown:
        limit = as_it_is("–") if each["limit"] is None else self._limit(each)
        flip = each["residents_to_flip"]
        return CriterionShown(
            HEADINGS[each["measure"]],
            measured(_number(each["value"]), each["unit"], self.language),
            limit,
            each["met"],
            None if flip is None else _away(flip, each["is_at_most"]),
        )

    def _limit(self, each: Fields) -> Message:
        written = UNITS[each["unit"]].filled(
            figure=rounded(Decimal(each["limit"]), 2, self.language)
        )
        return LIMITS[each["operator"]].filled(threshold=written)


def _index(each: dict[str, Any]) -> IndexShown:
    return IndexShown(each["name"], each["rank"], each["of"], each["low"], each["high"])


def _near(each: dict[str, Any]) -> Message:
    """How far an area is, and how many moved from it: none is hidden."""
    metres = round(float(each["distance_m"]))
    if each["moves_from_area"] is None or each["moves_in"] is None:
        return _NEAR_HIDDEN.filled(area=each["name"], metres=metres)
    return _NEAR.filled(
        area=each["name"], metres=metres, moves=each["moves_from_area"], all=each["moves_in"]
    )


def _away(residents: int, is_at_most: bool) -> Message:
    words = _AT_MOST if is_at_most else _EXACTLY
    return words.filled(residents=counted(residents))


def _tier(tier: str) -> Message:
    return next(words for each, words in TIER_HEADINGS.items() if each.value == tier)


def _number(value: str | None) -> float | None:
    return None if value is None else float(value)


_NEAR = Message(
    "{area} is {metres} m away; {moves} of the {all} who moved to the estate came from there"
)
_NEAR_HIDDEN = Message(
    "{area} is {metres} m away; how many moved from there is hidden, since they are too few"
)
_AT_MOST = Message("at most {residents} from another answer")
_EXACTLY = Message("{residents} from another answer")
