"""The rules of a list as fields that the reader edits, and the reform that the edits make.

The address holds what differs from the law: `graense_` a limit in per cent, `gange_` a multiple of
the national rate, `operator_`, `udgaar` the criteria dropped, `kraever_` how many criteria a status
asks for, and `beboere_` its least number of residents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, get_args
from urllib.parse import urlencode

from django.http import QueryDict

from boligsocial.law.reforms import Reform
from boligsocial.law.rules import Criterion, Operator, RuleVersion, Status
from boligsocial.messages import Message
from boligsocial.portal import words, writing
from boligsocial.portal.figures import NAME

LIMITS = {
    ">": Message("above {limit}"),
    ">=": Message("from {limit} and up"),
    "<": Message("below {limit}"),
}
OPERATORS: tuple[Operator, ...] = get_args(Operator)
_NUMBER = re.compile(r"\d{1,4}([.,]\d{1,4})?")
_COUNT = re.compile(r"\d{1,6}")
# Where a limit can lie at all: a share is a part of a whole; the others only have to be readable.
_HIGHEST = {"percent": 100, "percent_of_region": 1000}


@dataclass(frozen=True)
class Field:
    """One input: its name in the address, what stands in it, the law's own, and what is wrong."""

    name: str
    text: str
    law: str
    error: Message | None = None

    @property
    def is_changed(self) -> bool:
        return self.error is not None or self.text != self.law


@dataclass(frozen=True)
class CriterionFields:
    """The inputs of a criterion; `limit` is a multiple of the national rate where the law's is."""

    criterion: Criterion
    limit: Field
    operator: Field
    is_multiple: bool
    is_dropped: bool

    @property
    def is_changed(self) -> bool:
        return self.is_dropped or self.limit.is_changed or self.operator.is_changed

    @property
    def name(self) -> Message:
        return words.criterion_name(self.criterion)

    @property
    def lawful(self) -> Message:
        """When the law itself says that it is met."""
        return LIMITS[self.criterion.operator].filled(
            limit=Message(
                "{limit} times the national share" if self.is_multiple else "{limit}%",
                {"limit": self.limit.law},
            )
        )


@dataclass(frozen=True)
class StatusFields:
    """The inputs of a status: how many criteria it asks for, and of how many; least residents."""

    status: Status
    required: Field | None
    of: int
    minimum_residents: Field | None

    @property
    def is_changed(self) -> bool:
        """Whether another number of criteria, or of those that count, than the law's."""
        of = len(self.status.of)
        return self.required is not None and (self.required.is_changed or self.of != of)

    @property
    def asks_for_all(self) -> bool:
        """Whether fewer criteria are left than the status asks for."""
        return (
            self.required is not None
            and self.required.error is None
            and int(self.required.text) > self.of
        )


@dataclass(frozen=True)
class RuleFields:
    """All inputs. `changes` is what differs from the law, as fields of a reform."""

    criteria: tuple[CriterionFields, ...]
    statuses: tuple[StatusFields, ...]
    query: tuple[tuple[str, str], ...]
    changes: Mapping[str, Any]

    @property
    def is_wrong(self) -> bool:
        return any(field.error for field in self._fields())

    @property
    def address(self) -> str:
        """What differs from the law, as the address says it."""
        return urlencode(self.query)

    def reform(self, **named: Any) -> Reform:  # noqa: ANN401 - the fields of a reform
        """The changes as a reform; only where nothing is wrong."""
        return Reform(**named, **self.changes)

    def _fields(self) -> Iterator[Field]:
        for criterion in self.criteria:
            yield from (criterion.limit, criterion.operator)
        for status in self.statuses:
            yield from (each for each in (status.required, status.minimum_residents) if each)


# What an address says beside the rule: the list, the reform to start from, the figures.
_NOT_RULES = frozenset({"liste", "reform", NAME})


def rule_fields(
    law: RuleVersion, start: RuleVersion, query: QueryDict, language: str
) -> RuleFields:
    """The inputs as the address fills them; what it does not name stands as in `start`."""
    dropped = {each.id for each in law.criteria} - {each.id for each in start.criteria}
    is_edited = any(key not in _NOT_RULES for key in query)
    if is_edited:
        dropped = set(query.getlist("udgaar"))
    kept = {each.id: each for each in start.criteria}
    criteria = tuple(
        _criterion_fields(each, kept.get(each.id, each), each.id in dropped, query, language)
        for each in law.criteria
    )
    statuses = tuple(
        _status_fields(each, start.status(each.id), dropped, query) for each in law.statuses
    )
    return RuleFields(criteria, statuses, *_changes(criteria, statuses))


def _criterion_fields(
    law: Criterion, start: Criterion, is_dropped: bool, query: QueryDict, language: str
) -> CriterionFields:
    is_multiple = law.times_national_rate is not None
    name = ("gange_" if is_multiple else "graense_") + law.id
    highest = _HIGHEST["percent"] if is_multiple else _HIGHEST[law.measure.unit]
    lawful, shown = (
        writing.rounded(_limit(each, is_multiple) or _limit(law, is_multiple), 4, language)
        for each in (law, start)
    )
    text = query.get(name, shown).strip() or lawful
    error = None
    if not _NUMBER.fullmatch(text) or Decimal(_plain(text)) > highest:
        error = Message("Write a number from 0 to {highest}.", {"highest": highest})
    elif _plain(text) == _plain(lawful) or Decimal(_plain(text)) == Decimal(_plain(lawful)):
        text = lawful
    operator = query.get("operator_" + law.id, start.operator)
    operator_error = None if operator in OPERATORS else Message("Choose one of the three.")
    return CriterionFields(
        law,
        Field(name, text, lawful, error),
        Field("operator_" + law.id, operator, law.operator, operator_error),
        is_multiple,
        is_dropped,
    )


def _limit(criterion: Criterion, is_multiple: bool) -> Fraction:
    return (criterion.times_national_rate if is_multiple else criterion.limit) or Fraction(0)


def _status_fields(law: Status, start: Status, dropped: set[str], query: QueryDict) -> StatusFields:
    left = [each for each in law.of if each not in dropped]
    required = None
    if law.of:
        name = "kraever_" + law.id
        text = query.get(name, str(start.required)).strip() or str(law.required)
        error = None
        if not left:
            error = Message("Every criterion has been dropped. Keep at least one.")
        elif not _COUNT.fullmatch(text) or not 1 <= int(text) <= len(law.of):
            error = Message("Write a whole number from 1 to {highest}.", {"highest": len(law.of)})
        required = Field(name, text, str(law.required), error)
    residents = None
    if law.minimum_residents is not None:
        name = "beboere_" + law.id
        text = query.get(name, str(start.minimum_residents)).strip() or str(law.minimum_residents)
        text = re.sub(r"(?<=\d)[.,  ](?=\d{3}\b)", "", text)
        error = None
        if not _COUNT.fullmatch(text):
            error = Message("Write a whole number of residents, for example 1000.")
        residents = Field(name, text, str(law.minimum_residents), error)
    return StatusFields(law, required, len(left), residents)


def _changes(
    criteria: Sequence[CriterionFields], statuses: Sequence[StatusFields]
) -> tuple[tuple[tuple[str, str], ...], dict[str, Any]]:
    """What differs from the law: as the address's parts, and as a reform's fields."""
    query = [("udgaar", each.criterion.id) for each in criteria if each.is_dropped]
    changes: dict[str, Any] = {"drop": frozenset(dropped for _, dropped in query)}
    changes |= {"criteria": {}, "statuses": {}}
    for each in criteria:
        if each.is_dropped:
            continue
        limit = "times_national_rate" if each.is_multiple else "threshold"
        _add(query, changes["criteria"], each.criterion.id,
             {limit: each.limit, "operator": each.operator})  # fmt: skip
    for status in statuses:
        fields = {"required": status.required, "minimum_residents": status.minimum_residents}
        _add(query, changes["statuses"], status.status.id, fields)
    return tuple(query), changes


def _add(
    query: list[tuple[str, str]],
    changes: dict[str, Any],
    key: str,
    fields: Mapping[str, Field | None],
) -> None:
    changed = {name: field for name, field in fields.items() if field and field.is_changed}
    query += [(field.name, _plain(field.text)) for field in changed.values()]
    if changed:
        changes[key] = {name: _plain(field.text) for name, field in changed.items()}


def _plain(text: str) -> str:
    return text.replace(",", ".")
