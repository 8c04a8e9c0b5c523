"""What is typed in a form of the ledger, read or refused field by field."""

from __future__ import annotations

from collections.abc import Mapping

from boligsocial.allocation.years.definitions import frame_definition
from boligsocial.messages import Message, UserError, as_it_is
from boligsocial.portal.amounts import øre_of
from boligsocial.portal.forms import day_in
from boligsocial.portal.free_text import free_text
from boligsocial.portal.ledger.models import Grant, Year
from boligsocial.portal.ledger.operations import FieldName, Given
from boligsocial.portal.ledger.refusals import part_name
from boligsocial.portal.people.models import User, today

TEXT_LENGTH = 2_000
Choices = list[tuple[str, Message]]


def choices_of(field: FieldName) -> Choices:
    """What may be chosen in a field, in the order of the act and of the years."""
    frame = frame_definition()
    match field:
        case "opens":
            return [(str(year), as_it_is(str(year))) for year in _years_to_open()]
        case "year":
            return [(str(year), as_it_is(str(year))) for year in _open_years()]
        case "part":
            return [(part.id, part_name(part.id)) for part in frame.part]
        case "way":
            return [
                (f"{way.origin}:{way.to}", _way_name(way.origin, way.to)) for way in frame.transfer
            ]
        case "direction":
            return [("raise", Message("raise it")), ("lower", Message("lower it"))]
    return []


def read_given(
    fields: tuple[FieldName, ...],
    typed: Mapping[str, str],
    by: User,
    grant: Grant | None = None,
    missing: Message | None = None,
) -> Given:
    """What was typed in the fields of an operation.

    missing: what to say without a reason, where one is needed.

    Raises:
        UserError: the first field that cannot be read, in one line.
        CprQuestionError: the reason looks like it holds a CPR number.
    """
    chosen = {field: _chosen(field, typed) for field in fields if choices_of(field)}
    _refuse_without_choice(fields)
    origin, _, to = chosen.get("way", "").partition(":")
    return Given(
        by=by,
        dated=day_in(typed.get("dated", ""), _NO_DATE) if "dated" in fields else today(),
        øre=øre_of(typed.get("amount", "")) if "amount" in fields else 0,
        year=int(chosen.get("year", chosen.get("opens", "0"))),
        part=chosen.get("part", ""),
        way=(origin, to),
        is_raise=chosen.get("direction") != "lower",
        reason=free_text(
            typed.get("reason", ""), TEXT_LENGTH, missing, not_cpr=bool(typed.get("not_cpr"))
        ),
        grant=grant,
    )


def _chosen(field: FieldName, typed: Mapping[str, str]) -> str:
    given = typed.get(field, "")
    if given not in {value for value, _ in choices_of(field)}:
        raise UserError(_CHOOSE[field])
    return given


def _refuse_without_choice(fields: tuple[FieldName, ...]) -> None:
    if "opens" in fields and not _years_to_open():
        raise UserError("every year of the act is open already")
    if "year" in fields and not _open_years():
        raise UserError("no year is open; open one first")


def _open_years() -> list[int]:
    return list(Year.objects.filter(closed_on=None).values_list("year", flat=True))


def _years_to_open() -> list[int]:
    """The year after the last; in an empty ledger, any year of the act up to this one's next."""
    frame = frame_definition()
    latest = Year.objects.order_by("year").last()
    if latest is None:
        last = min(frame.carry_over_until, today().year + 1)
        return list(range(last, frame.first_year - 1, -1))
    return [latest.year + 1] if latest.year < frame.carry_over_until else []


def _way_name(origin: str, to: str) -> Message:
    return Message("from {origin} to {to}", {"origin": part_name(origin), "to": part_name(to)})


_NO_DATE = Message("write the date as day, month and year")
_CHOOSE: Mapping[FieldName, Message] = {
    "opens": Message("choose the year to open"),
    "year": Message("choose one of the years that are open"),
    "part": Message("choose a part of the frame"),
    "way": Message("choose which part the money goes from and to"),
    "direction": Message("choose whether the commitment is raised or lowered"),
}
