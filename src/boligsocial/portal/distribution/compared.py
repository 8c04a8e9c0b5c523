"""Two frames with their principles side by side, as the page and its files show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from boligsocial.allocation.comparison import Change, ComparedArea, Comparison, compare
from boligsocial.allocation.reasons import in_mio, reason
from boligsocial.messages import Message
from boligsocial.money import ØRE_PER_MIO
from boligsocial.portal.charts import Row
from boligsocial.portal.components import Column, DataTable
from boligsocial.portal.distribution.charts import slope_chart
from boligsocial.portal.distribution.choices import Choice
from boligsocial.portal.distribution.shared_out import SharedOut, shared_out
from boligsocial.portal.theme import theme
from boligsocial.portal.writing import said
from boligsocial.snapshots.area_lists import Area, AreaLists
from boligsocial.snapshots.equity import TOUCHED, PlaceShare, shares_by_place

CHANGES = {
    Change.LOSES: Message("Loses its grant"),
    Change.REDUCED: Message("Gets less"),
    Change.GAINS: Message("Gets a grant"),
    Change.RAISED: Message("Gets more"),
    Change.UNCHANGED: Message("Gets the same"),
    Change.WITHOUT: Message("Gets nothing in either"),
}


COLOURS = {
    Change.LOSES: "ink",
    Change.REDUCED: "accent",
    Change.GAINS: "accent-dark",
    Change.RAISED: "line-strong",
    Change.UNCHANGED: "coast",
    Change.WITHOUT: "line",
}


@dataclass(frozen=True)
class ChangedArea:
    """An area in both distributions, with its reason in the second."""

    area: Area
    compared: ComparedArea

    @property
    def reason(self) -> Message:
        return reason(self.compared.second)

    @property
    def change(self) -> Message:
        return CHANGES[self.compared.change]

    @property
    def before_mio(self) -> Decimal:
        return in_mio(self.compared.first.øre)

    @property
    def after_mio(self) -> Decimal:
        return in_mio(self.compared.second.øre)


@dataclass(frozen=True)
class ChangeGroup:
    """The areas to which the second distribution does the same."""

    change: Change
    areas: tuple[ChangedArea, ...]

    @property
    def name(self) -> Message:
        return CHANGES[self.change]

    @property
    def residents(self) -> int:
        return sum(each.compared.candidate.residents for each in self.areas)


@dataclass(frozen=True)
class ShortSide:
    """A side whose frame cannot carry all areas of the list."""

    name: str
    shared: SharedOut


@dataclass(frozen=True)
class Compared:
    """Two distributions of the same list."""

    first: SharedOut
    second: SharedOut
    comparison: Comparison

    @cached_property
    def places(self) -> dict[str, Area]:
        """The areas by id."""
        return {each.area.area_id: each.area for each in self.second.candidates.candidates}

    def group(self, change: Change) -> ChangeGroup:
        """The areas with a change, down the ladder."""
        return ChangeGroup(change, tuple(self._areas(self.comparison.with_change(change))))

    @property
    def groups(self) -> list[ChangeGroup]:
        """All changes that any area has, the hardest first."""
        return [group for group in map(self.group, CHANGES) if group.areas]

    @property
    def loses(self) -> ChangeGroup:
        return self.group(Change.LOSES)

    @property
    def reduced(self) -> ChangeGroup:
        return self.group(Change.REDUCED)

    @property
    def residents_touched(self) -> int:
        """The residents of the areas that lose their grant or get less."""
        return self.comparison.residents(TOUCHED)

    @property
    def areas(self) -> list[ChangedArea]:
        """Every area, in the order of the second ladder."""
        return list(self._areas(self.comparison.areas))

    def _areas(self, areas: Iterable[ComparedArea]) -> Iterable[ChangedArea]:
        return (ChangedArea(self.places[each.candidate.area_id], each) for each in areas)

    @cached_property
    def by_region(self) -> tuple[PlaceShare, ...]:
        return shares_by_place(
            self.comparison, {area_id: area.region for area_id, area in self.places.items()}
        )

    @cached_property
    def by_municipality(self) -> tuple[PlaceShare, ...]:
        return shares_by_place(
            self.comparison, {area_id: area.municipality for area_id, area in self.places.items()}
        )

    @property
    def side_names(self) -> tuple[str, str]:
        """The two sides in a few words; apart also where the two frames are alike."""
        names = [side_name(each.choice) for each in (self.first, self.second)]
        if names[0] == names[1]:
            names = [f"{letter}: {name}" for letter, name in zip("AB", names, strict=True)]
        return names[0], names[1]

    @property
    def short_sides(self) -> list[ShortSide]:
        """The sides whose frame cannot carry all areas of the list."""
        sides = zip(self.side_names, (self.first, self.second), strict=True)
        return [ShortSide(*side) for side in sides if not side[1].distribution.feasible]

    @property
    def short_names(self) -> tuple[str, str]:
        """The two frames, and their principles where the frames are alike."""
        frames = [each.choice.frame_mio.normalize() for each in (self.first, self.second)]
        if frames[0] == frames[1]:
            return self.side_names
        first, second = (said(Message("{frame} mio. kr.", {"frame": each})) for each in frames)
        return first, second

    def slope(self) -> dict[str, Any]:
        """The slope chart: the hardest change is drawn last, on top."""
        groups = self.groups
        rows = self._slope_rows([*reversed(groups)])
        colours = {said(group.name): theme()["colours"][COLOURS[group.change]] for group in groups}
        return slope_chart(rows, self.short_names, colours)

    def _slope_rows(self, groups: list[ChangeGroup]) -> list[Row]:
        labelled = self._labelled()
        rows = []
        for group in groups:
            for each in group.areas:
                grants = (each.compared.first, each.compared.second)
                for side, grant in zip(self.short_names, grants, strict=True):
                    is_labelled = side == self.short_names[0] and each.area.area_id in labelled
                    rows.append(
                        {
                            "area": each.area.name,
                            "side": side,
                            "granted": grant.øre / ØRE_PER_MIO,
                            "change": said(group.name),
                            "label": each.area.name.split("/")[0] if is_labelled else "",
                        }
                    )
        return rows

    def _labelled(self) -> set[str]:
        """The areas with the largest grants, as many as stand clear of each other."""
        chosen: list[ComparedArea] = []
        largest = sorted(self.comparison.areas, key=lambda each: -each.first.øre)
        room = largest[0].first.øre / 24 if largest else 0
        for each in largest:
            if each.first.øre and all(abs(each.first.øre - o.first.øre) > room for o in chosen):
                chosen.append(each)
        return {each.candidate.area_id for each in chosen[:12]}

    @property
    def slope_table(self) -> DataTable:
        """The slope chart as a table."""
        first, second = self.side_names
        return DataTable(
            Message("Each area's grant in both, mio. kr. a year"),
            [
                Column(Message("Area")),
                Column(first, numeric=True),
                Column(second, numeric=True),
                Column(Message("Change")),
            ],
            [
                (each.area.name, in_mio(each.compared.first.øre), in_mio(each.compared.second.øre),
                 each.change)
                for each in self.areas
            ],
        )  # fmt: skip


def compared(first: Choice, second: Choice, snapshot: AreaLists) -> Compared:
    """Share both frames out over the list and pair the areas."""
    one, other = shared_out(first, snapshot), shared_out(second, snapshot)
    return Compared(one, other, compare(one.distribution, other.distribution))


def side_name(choice: Choice) -> str:
    """A frame and its principles in a few words."""
    text = (
        Message("{frame} mio. kr., {principles}, changed")
        if choice.is_edited
        else Message("{frame} mio. kr., {principles}")
    )
    return said(text.filled(frame=choice.frame_mio.normalize(), principles=choice.preset.id))
