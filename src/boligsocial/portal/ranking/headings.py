"""The headings of the table: what each column is, and where a press on it leads."""

from __future__ import annotations

from boligsocial.messages import Message
from boligsocial.portal.components import Heading
from boligsocial.portal.ranking.places import SORTINGS, WORST_FIRST
from boligsocial.portal.ranking.question import Question

_PLACE = ("plads", Message("Place"), True)
_NAME = ("afdeling", Message("Estate"), False)
_ANCHORED = ("fast", Message("Score on a fixed scale"), True)
_SINCE = ("siden", Message("Since the last snapshot"), False)
_MOVES = ("flytter", Message("Moves"), True)


def headings(question: Question, *, has_before: bool) -> dict[str, Heading]:
    """The columns that can be sorted by, by id; a second press turns the order round."""
    columns = [_PLACE, _NAME]
    if question.is_reweighed:
        columns.append(_MOVES)
    else:
        columns += [_ANCHORED, *([_SINCE] if has_before else [])]
    return {each[0]: _heading(question, *each) for each in columns}


def _heading(question: Question, name: str, words: Message, numeric: bool) -> Heading:
    chosen = question.filter.sort.removeprefix("-") == name
    turned = question.filter.sort.startswith("-")
    again = f"-{name}" if chosen and not turned else name
    first = "descending" if name in WORST_FIRST else "ascending"
    other = "ascending" if name in WORST_FIRST else "descending"
    address = question.address(sorter="" if again == next(iter(SORTINGS)) else again)
    return Heading(name, words, address, (other if turned else first) if chosen else "", numeric)
