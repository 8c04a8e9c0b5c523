"""What a reform would do to the areas of one list, as far as their figures are published."""

from __future__ import annotations

from dataclasses import dataclass

from boligsocial.law.reforms import Reform
from boligsocial.law.rules import RuleVersion
from boligsocial.law.status_changes import status_changes
from boligsocial.law.verdicts import AreaVerdict, area_verdicts
from boligsocial.snapshots.area_lists import Area, AreaList, AreaLists


@dataclass(frozen=True)
class AreaEffect:
    """One area under the law and under the reform.

    `changed` are the statuses that come out otherwise, the outermost first; `because` are the
    criteria behind them, empty where only the number asked for or the residents changed.
    """

    area: Area
    before: AreaVerdict
    after: AreaVerdict
    changed: tuple[str, ...]
    because: tuple[str, ...]

    @property
    def is_certain(self) -> bool:
        """Whether a status turns from yes to no or back, and not only into or out of doubt."""
        return any(
            None not in (self.before.statuses[each], self.after.statuses[each])
            for each in self.changed
        )

    @property
    def is_undetermined(self) -> bool:
        """Whether a status cannot be told, before or after."""
        return None in {*self.before.statuses.values(), *self.after.statuses.values()}


@dataclass(frozen=True)
class StatusCount:
    """Areas that certainly hold a status, before and after, and those that cannot be told."""

    status: str
    before: int
    after: int
    undetermined: int


@dataclass(frozen=True)
class ReformEffect:
    """Every area of a list with published figures, tested under the law and under the reform."""

    list: AreaList
    before: RuleVersion
    after: RuleVersion
    areas: tuple[AreaEffect, ...]

    @property
    def changed(self) -> tuple[AreaEffect, ...]:
        """The areas with another status."""
        return tuple(each for each in self.areas if each.changed)

    @property
    def certain(self) -> tuple[AreaEffect, ...]:
        """The areas that certainly come to hold a status, or to lose it."""
        return tuple(each for each in self.areas if each.is_certain)

    @property
    def undetermined(self) -> tuple[AreaEffect, ...]:
        """The areas of which a status cannot be told."""
        return tuple(each for each in self.areas if each.is_undetermined)

    def counts(self) -> tuple[StatusCount, ...]:
        """Areas by status, before and after; statuses nest and must not be added up."""
        return tuple(self._count(status.id) for status in self.before.statuses)

    def _count(self, status: str) -> StatusCount:
        pairs = [(each.before.statuses[status], each.after.statuses[status]) for each in self.areas]
        return StatusCount(
            status,
            before=sum(before is True for before, _ in pairs),
            after=sum(after is True for _, after in pairs),
            undetermined=sum(None in pair for pair in pairs),
        )


def reform_effect(snapshot: AreaLists, reform: Reform, list_id: str) -> ReformEffect:
    """The reform laid over the law of a list's date, run over the list's published figures."""
    this = snapshot.list(list_id)
    before = snapshot.classified_under(None, list_id)
    after = snapshot.classified_under(reform, list_id)
    changed: dict[int, list[str]] = {}
    because: dict[int, set[str]] = {}
    for row in status_changes(before, after).iter_rows(named=True):
        changed.setdefault(row["row"], []).append(row["status"])
        because.setdefault(row["row"], set()).update(row["because"])
    pairs = zip(area_verdicts(before), area_verdicts(after), strict=True)
    order = [criterion.id for criterion in this.rules.criteria]
    effects = tuple(
        AreaEffect(
            snapshot.areas[old.area["area_id"]],
            snapshot.told(old),
            snapshot.told(new),
            tuple(each.id for each in this.rules.statuses if each.id in changed.get(row, ())),
            tuple(each for each in order if each in because.get(row, ())),
        )
        for row, (old, new) in enumerate(pairs)
    )
    return ReformEffect(this, this.rules, after.rules[this.rules.id], effects)
