"""The words that the pages on the law share."""

from __future__ import annotations

from babel.dates import format_date

from boligsocial.law.rules import Criterion
from boligsocial.law.verdicts import Turn, Verdict
from boligsocial.messages import Message
from boligsocial.snapshots.area_lists import AreaList

MEASURES = {
    "no_attachment": Message("without work or education"),
    "convicted": Message("convicted"),
    "basic_school": Message("with basic school alone"),
    "income": Message("income against the region"),
    "nonwestern": Message("of non-Western origin"),
    "residents": Message("residents"),
}
HEADINGS = {
    "no_attachment": Message("Without work or education"),
    "convicted": Message("Convicted"),
    "basic_school": Message("With basic school alone"),
    "income": Message("Income against the region"),
    "nonwestern": Message("Of non-Western origin"),
    "residents": Message("Residents"),
}
STATUSES = {
    "forebyggelse": Message("a prevention area"),
    "udsat": Message("a disadvantaged housing area"),
    "ghetto": Message("a ghetto area, the law's word at the time"),
    "parallelsamfund": Message("a parallel society"),
    "haard": Message("a hard ghetto area, the law's word at the time"),
    "omdannelse": Message("a transformation area"),
}
QUALITIES = {
    "published": Message("as published"),
    "rounded": Message("rounded in the source"),
    "corrected": Message("corrected, see the method"),
    "date_inferred": Message("the date is inferred"),
    "computed": Message("computed from the registers"),
}
UNITS = {"percent": Message("per cent"), "percent_of_region": Message("per cent of the region")}
LIMIT_NOT_KNOWN = Message("none, or not known")
HIDDEN = Message("hidden")
NOT_ON_LIST = Message("Not on the list")
NOT_NAMED = Message("Not named")
NAMES_NOT_KNOWN = Message("Names not known")


def list_name(of: AreaList) -> Message:
    """`1 December 2023`, or a year with the reservation that the day is not known."""
    if of.date_is_exact:
        return Message("{date}", {"date": of.on})
    if of.list_id == str(of.on.year):
        return Message("{year} (day not known)", {"year": of.list_id})
    return Message("{date} (day not verified)", {"date": of.on})


def short_name(of: AreaList, language: str) -> str:
    """`2023`, or `okt. 2011` for a list outside the day that lists usually come on in its time."""
    usual = of.on.month == 12 or of.on.year in (2010, 2012, 2013) or not _has_day(of)
    return str(of.on.year) if usual else format_date(of.on, "MMM y", language)


def _has_day(of: AreaList) -> bool:
    return of.list_id != str(of.on.year)


def criterion_name(criterion: Criterion) -> Message:
    """The criterion in few words, told apart where §§ 61 a and 61 b test the same measure."""
    heading = HEADINGS[criterion.measure.id]
    if criterion.id == criterion.measure.id:
        return heading
    return Message("{criterion} (§ 61 b)", {"criterion": heading})


def criteria_named(ids: tuple[str, ...]) -> Message:
    """Names of measures in a row: `convicted, with basic school alone`."""
    names = {f"name_{place}": MEASURES[each] for place, each in enumerate(ids)}
    return Message(", ".join(f"{{{name}}}" for name in names), dict(names))


def counted(residents: int) -> Message:
    """`1 resident`, `12 residents`."""
    return Message("1 resident") if residents == 1 else _RESIDENTS.filled(people=residents)


_RESIDENTS = Message("{people} residents")


def distance(verdict: Verdict) -> Message:
    """How many residents would have turned a criterion, or why that cannot be counted."""
    if verdict.value is None or verdict.threshold is None:
        return Message("")
    if verdict.residents_to_flip is None:
        return Message("A mean income cannot be counted in residents.")
    fewer = verdict.met is (verdict.criterion.operator != "<")
    told = _DISTANCES[fewer, verdict.flip_is_upper_bound]
    return told.filled(residents=counted(verdict.residents_to_flip))


# By whether fewer residents would have done it, and whether the number is an upper bound.
_DISTANCES = {
    (True, True): Message("At most {residents} fewer would have turned the answer."),
    (True, False): Message("{residents} fewer would have turned the answer."),
    (False, True): Message("At most {residents} more would have turned the answer."),
    (False, False): Message("{residents} more would have turned the answer."),
}


def way_over(turn: Turn | None, holds: bool) -> Message:
    """The shortest way to the other side of a status, in residents."""
    if turn is None:
        return Message("The shortest way to the other side cannot be counted in residents.")
    people = counted(turn.people)
    if turn.criteria == ("residents",):
        return _BY_SIZE[holds].filled(residents=people)
    criteria = criteria_named(turn.criteria)
    return _WAYS[holds, turn.at_most].filled(residents=people, criteria=criteria)


_BY_SIZE = {
    True: Message("The shortest way off was {residents} fewer in all, below the minimum."),
    False: Message("{residents} more in all would have put it on the list."),
}


# By whether the status is held, and whether the number is an upper bound.
_WAYS = {
    (True, True): Message(
        "Had the criteria counted at most {residents} fewer, it would not have been on the "
        "list ({criteria})."
    ),
    (True, False): Message(
        "Had the criteria counted {residents} fewer, it would not have been on the list "
        "({criteria})."
    ),
    (False, True): Message(
        "Had the criteria counted at most {residents} more, it would have been on the list "
        "({criteria})."
    ),
    (False, False): Message(
        "Had the criteria counted {residents} more, it would have been on the list ({criteria})."
    ),
}
