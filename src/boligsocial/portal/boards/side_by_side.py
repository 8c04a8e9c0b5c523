"""Two texts side by side, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest


@dataclass(frozen=True)
class Line:
    """A line of each text; none where one has no such line."""

    before: str | None
    after: str | None

    @property
    def is_same(self) -> bool:
        return self.before == self.after


def side_by_side(before: str, after: str) -> tuple[Line, ...]:
    """The lines of two texts, the equal ones beside each other."""
    old, new = before.split("\n"), after.split("\n")
    matches = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return tuple(
        Line(left, right)
        for _, i, j, k, m in matches
        for left, right in zip_longest(old[i:j], new[k:m])
    )
