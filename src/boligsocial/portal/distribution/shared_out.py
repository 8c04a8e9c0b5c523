"""A frame shared out over the areas of a list, as the page and its files show it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import groupby

from boligsocial.allocation.principles import Frame, Principles, Tier, frames
from boligsocial.allocation.ranked import Distribution, Grant, Outcome, ranked_distribution
from boligsocial.allocation.reasons import in_mio, reason, what_it_would_take
from boligsocial.messages import Message, write_figure
from boligsocial.money import mio_from_øre
from boligsocial.portal.distribution import law, need
from boligsocial.portal.distribution.choices import Choice
from boligsocial.portal.figures import FiguresShown, figures_name, figures_shown
from boligsocial.portal.words import HEADINGS, list_name
from boligsocial.portal.writing import language
from boligsocial.snapshots.area_lists import AreaLists
from boligsocial.snapshots.candidates import (
    Candidates,
    ListedCandidate,
    NeedPart,
    candidates_of,
    need_parts,
    on_the_list,
)

TIER_HEADINGS = {
    Tier.LISTED: Message("On the list of § 61 a"),
    Tier.EXPOSED: Message("The most exposed other areas"),
    Tier.EDGE: Message("On the edge"),
    Tier.ATTACHED: Message("Attached vulnerable estates"),
    Tier.ANCHORED: Message("The least exposed with an effort"),
}
TIER_BASIS = {
    Tier.LISTED: Message("Named on the list."),
    Tier.EDGE: Message("Named with the list, but not on it."),
    Tier.ANCHORED: Message("On an earlier list, not on this one."),
}
TIER_BASIS_OF_SNAPSHOT = TIER_BASIS | {
    Tier.LISTED: Message("On the list that follows from the figures."),
    Tier.EXPOSED: Message("Not on the list, but beyond the limits in the mean."),
    Tier.EDGE: Message("One criterion short of the list, or a prevention area."),
}
TIER_BASIS_UNDER_REFORM = TIER_BASIS | {
    Tier.LISTED: Message("On the list as the rule gives it; without figures as it was published."),
    Tier.EDGE: Message("Off the list under the rule, or named with the list, but not on it."),
    Tier.ANCHORED: Message("On an earlier list, not on this one under the rule."),
}
NEED_BY_CRITERIA = Message(
    "The mean of the social criteria against their limits of the time; above 1 is beyond the "
    "limits. The residents' origin has no part in it."
)
NEED_BY_INDEX = Message(
    "The mean score of the area's estates in the index, each counted by its residents, above the "
    "lowest score of any estate. The tiers follow the law as before. The residents' origin has no "
    "part in it."
)
_WAITS = (Outcome.DOES_NOT_FIT, Outcome.BELOW_WATERLINE, Outcome.FRAME_TOO_SMALL)


@dataclass(frozen=True)
class WrittenPart:
    """A criterion behind the need: value and limit in per cent, and one against the other.

    value: none where it is hidden, and then nothing is told of it against the limit.
    """

    name: Message
    value: float | None
    threshold: float | None
    relative: str


@dataclass(frozen=True)
class Rung:
    """An area on the ladder: its grant, why, and what it would take.

    full_width, granted_width: of its bar, in per cent of the largest full grant on the ladder.
    """

    listed: ListedCandidate
    grant: Grant
    full_width: str
    granted_width: str
    under_waterline: bool

    @property
    def area_id(self) -> str:
        return self.grant.candidate.area_id

    @property
    def reason(self) -> Message:
        return reason(self.grant)

    @property
    def takes(self) -> Message | None:
        return what_it_would_take(self.grant)

    @property
    def need_written(self) -> str:
        return _ratio(self.grant.candidate.need)

    @property
    def grant_written(self) -> str:
        """Its grant in mio. kr. with two decimals, so that the column can be read down."""
        return write_figure(in_mio(self.grant.øre), language())

    @property
    def figures_name(self) -> Message:
        """The list that its figures were published with."""
        return list_name(self.listed.figures)

    @property
    def parts(self) -> list[WrittenPart]:
        """The figures behind its need."""
        return [_written(part) for part in need_parts(self.listed.verdict)]

    @property
    def tier(self) -> Message:
        return TIER_HEADINGS[self.grant.candidate.tier]


@dataclass(frozen=True)
class TierGroup:
    """The areas of a tier, and where the waterline runs: before `waterline_at`, none elsewhere."""

    tier: Tier
    rungs: tuple[Rung, ...]
    waterline_at: str | None
    basis: Message

    @property
    def name(self) -> Message:
        return TIER_HEADINGS[self.tier]

    @property
    def starts_below(self) -> bool:
        """Whether the waterline runs above the whole tier."""
        return self.waterline_at == self.rungs[0].area_id

    @property
    def granted_øre(self) -> int:
        return sum(rung.grant.øre for rung in self.rungs)


@dataclass(frozen=True)
class SharedOut:
    """A distribution with its areas."""

    lists: AreaLists
    choice: Choice
    candidates: Candidates
    distribution: Distribution

    @cached_property
    def rungs(self) -> tuple[Rung, ...]:
        """The areas down the ladder."""
        by_id = {each.candidate.area_id: each for each in self.candidates.candidates}
        grants = self.distribution.grants
        widest = max((each.candidate.full_grant_øre for each in grants), default=0) or 1
        line = self._first_under_waterline
        return tuple(
            Rung(
                listed=by_id[grant.candidate.area_id],
                grant=grant,
                full_width=_percent(grant.candidate.full_grant_øre, widest),
                granted_width=_percent(grant.øre, widest),
                under_waterline=line is not None and grant.place >= line.place,
            )
            for grant in grants
        )

    @cached_property
    def _first_under_waterline(self) -> Grant | None:
        """The first area without money: for want of it, or because its tier gets none."""
        grants = self.distribution.grants
        for_want = next((each for each in grants if each.outcome in _WAITS), None)
        if for_want:
            return for_want
        last = max((each.place for each in grants if each.øre), default=0)
        return grants[last] if last < len(grants) else None

    @property
    def groups(self) -> list[TierGroup]:
        """The ladder by tier; the waterline stands in the group of the first area below it."""
        line = self._first_under_waterline
        first = line.candidate.area_id if line else None
        groups = []
        for tier, members in groupby(self.rungs, key=lambda rung: rung.grant.candidate.tier):
            rungs = tuple(members)
            here = first if any(rung.area_id == first for rung in rungs) else None
            groups.append(TierGroup(tier, rungs, here, self._basis[tier]))
        return groups

    @property
    def _basis(self) -> dict[Tier, Message]:
        if not self.is_published:
            return TIER_BASIS_OF_SNAPSHOT
        return TIER_BASIS if self.choice.reform is None else TIER_BASIS_UNDER_REFORM

    @property
    def all_above(self) -> bool:
        """Whether nobody is below the waterline."""
        return self._first_under_waterline is None

    @property
    def reached(self) -> int:
        """How many areas get something."""
        return sum(1 for grant in self.distribution.grants if grant.øre)

    @property
    def residents(self) -> int:
        """The residents of all candidates."""
        return sum(grant.candidate.residents for grant in self.distribution.grants)

    @property
    def reaches_all_that_may(self) -> bool:
        """Whether nobody waits for money."""
        return self.distribution.feasible and self.distribution.next_in_line is None

    @property
    def next_rung(self) -> Rung | None:
        """The first area that a larger frame would reach."""
        waiting = self.distribution.next_in_line
        return next((each for each in self.rungs if each.grant is waiting), None)

    @property
    def last_figures(self) -> tuple[int, int] | None:
        """The years of the oldest and newest figures used; none where all are of the list."""
        years = [each.figures.on.year for each in self._of_list()]
        own = self.choice.list.list_id
        if all(each.figures.list_id == own for each in self._of_list()) or not years:
            return None
        return min(years), max(years)

    def _of_list(self) -> list[ListedCandidate]:
        return [each for each in self.candidates.candidates if each.candidate.tier is Tier.LISTED]

    @property
    def not_named(self) -> int:
        """How many areas of the list are not named."""
        named = len(self.lists.listed(self.choice.list.list_id))
        return max(0, (on_the_list(self.choice.list) or 0) - named)

    @property
    def has_index(self) -> bool:
        """Whether the need may be that of an index."""
        return need.has_index(self.lists)

    @property
    def need_means(self) -> Message:
        """What the need is, in a sentence or two."""
        return NEED_BY_CRITERIA if self.choice.index is None else NEED_BY_INDEX

    @cached_property
    def law_note(self) -> Message | None:
        """What a reform of the law does to the list; none where the law stands as it is."""
        if self.choice.reform is None:
            return None
        before, after = self.lists.listed(self.choice.list.list_id), self._listed()
        return Message(
            "{law}, laid over the law of the list's date. Areas that come on the list: {came}; "
            "that leave it: {went}. Where the figures cannot tell, the list stands.",
            {
                "law": self.choice.law_name,
                "came": len(after - before),
                "went": len(before - after),
            },
        )

    def _listed(self) -> set[str]:
        without = (area.area_id for area, tier in self.candidates.without_figures
                   if tier is Tier.LISTED)  # fmt: skip
        return {each.area.area_id for each in self._of_list()} | set(without)

    @property
    def listed_count(self) -> int:
        """How many areas of the list are on the ladder."""
        return len(self._of_list())

    @property
    def listed_øre(self) -> int:
        """What the areas of the list come to in full."""
        return sum(each.candidate.full_grant_øre for each in self._of_list())

    @property
    def enough_mio(self) -> Decimal:
        """The frame that carries all areas of the list."""
        return mio_from_øre(self.listed_øre)

    @property
    def list_name(self) -> Message:
        return list_name(self.choice.list)

    @property
    def spent_mio(self) -> Decimal:
        return mio_from_øre(self.distribution.spent_øre)

    @property
    def left_mio(self) -> Decimal:
        return mio_from_øre(self.distribution.left_øre)

    @property
    def short_mio(self) -> Decimal:
        return mio_from_øre(self.distribution.shortfall_øre)

    @property
    def figures_shown(self) -> FiguresShown:
        """For the strip at the top of the page."""
        return figures_shown(self.lists, self.choice.list.on, _LABEL)

    @property
    def is_published(self) -> bool:
        """Whether it rests on published figures, or on a snapshot."""
        return self.lists.kind == "published"

    @property
    def figures_name(self) -> Message:
        """What it rests on, for files."""
        return figures_name(self.lists)


_LABEL = Message("Amounts and shares are illustrative: no official ones are published.")


def shared_out(choice: Choice, snapshot: AreaLists) -> SharedOut:
    """Share the chosen frame out over the areas of the chosen list."""
    candidates = _candidates(
        snapshot,
        choice.list.list_id,
        law.in_address(choice.reform),
        need.written(choice.index),
        choice.principles,
    )
    return SharedOut(
        snapshot,
        choice,
        candidates,
        ranked_distribution(
            [each.candidate for each in candidates.candidates],
            choice.frame_øre,
            choice.principles,
        ),
    )


@lru_cache(maxsize=64)
def _candidates(
    snapshot: AreaLists, list_id: str, rule: str, index: str, principles: Principles
) -> Candidates:
    """The candidates under a law as addresses have it and an index as written; kept for frames."""
    lists = law.lists_under(snapshot, law.reform_in(rule), list_id)
    year = snapshot.list(list_id).on.year
    needs = need.needs_of(snapshot, index, year)
    return candidates_of(lists, list_id, principles, needs)


@dataclass(frozen=True)
class FrameMark:
    """A published frame on the slider, `x` in per cent of its length."""

    frame: Frame
    x: str
    query: str
    is_chosen: bool


def frame_marks(choice: Choice, queries: dict[str, str], highest: int) -> list[FrameMark]:
    """The published frames, the oldest first; `queries` by period."""
    return [
        FrameMark(
            each, _percent(int(each.mio * 100), highest * 100), queries[each.period],
            each.mio == choice.frame_mio,
        )
        for each in frames()
    ]  # fmt: skip


def _written(part: NeedPart) -> WrittenPart:
    name = HEADINGS[part.verdict.criterion.measure.id]
    relative = "–" if part.relative is None else _ratio(part.relative)
    return WrittenPart(name, part.verdict.value, part.verdict.threshold, relative)


def _ratio(value: float) -> str:
    return write_figure(Decimal(f"{value:.2f}"), language())


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f}%"
