"""What other funding came for each krone from the Fund, over cases and groups of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from boligsocial.portal.financing.sums import FUND


@dataclass(frozen=True)
class Money:
    """What each source pays over all years, whole øre."""

    sources: Mapping[str, int]

    @property
    def fund(self) -> int:
        return self.sources.get(FUND, 0)

    @property
    def others(self) -> int:
        return sum(self.sources.values()) - self.fund

    @property
    def per_krone(self) -> Fraction | None:
        """Kroner from others for each krone from the Fund; nothing where the Fund pays none."""
        return Fraction(self.others, self.fund) if self.fund else None

    def per_krone_of(self, source: str) -> Fraction | None:
        """Kroner from one source for each krone from the Fund."""
        return Fraction(self.sources.get(source, 0), self.fund) if self.fund else None


@dataclass(frozen=True)
class CaseMoney:
    """A case with the money of its plan; `municipality` is empty where it lies in several."""

    case: int
    reference: str
    name: str
    kind: str
    municipality: str
    has_grant: bool
    money: Money


@dataclass(frozen=True)
class Group:
    """Cases of the same kind or municipality, and their money together."""

    name: str
    cases: int
    money: Money


def together(cases: Iterable[CaseMoney]) -> Money:
    """The money of cases added up."""
    sums: Counter[str] = Counter()
    for each in cases:
        sums.update(each.money.sources)
    return Money(dict(sums))


def grouped(cases: Sequence[CaseMoney], key: Callable[[CaseMoney], str]) -> list[Group]:
    """The cases by what `key` says of each, in its order."""
    names = sorted({key(each) for each in cases})
    held = {name: [each for each in cases if key(each) == name] for name in names}
    return [Group(name, len(those), together(those)) for name, those in held.items()]
