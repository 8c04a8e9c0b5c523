"""The plan over the years: each shares its frame out over the areas that ask in it.

A commitment counts whole in the year that it is given. While it runs, its area asks for nothing;
then it asks again. What a year does not commit goes to the next, as long as the act lets it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from boligsocial.allocation.principles import Principles, Tier
from boligsocial.allocation.ranked import Candidate, ranking
from boligsocial.allocation.years.accounts import YearAccount, YearPlan, year_frame
from boligsocial.allocation.years.areas import Round, area_year, askings
from boligsocial.allocation.years.asking import Asking, Kind, for_whole_commitments
from boligsocial.allocation.years.commitments import Commitment, paid_øre, spread, stepped
from boligsocial.allocation.years.methods import Method, Share, SharedOut, by_rank
from boligsocial.allocation.years.rules import YearRules, default_year_rules
from boligsocial.messages import UserError
from boligsocial.money import øre_from_mio

Lists = Mapping[int, Sequence[Candidate]]
"""The candidates of a year, with a year's full grant. A list stands until the next one."""

Commitments = tuple[Commitment, ...]


@dataclass(frozen=True)
class Planning:
    """What a plan is made from.

    `earlier` are commitments from before the first list (`commitments.earlier`), `moved_in_øre`
    what other parts of the frame give up to this one in a year.
    """

    lists: Lists
    principles: Principles
    rules: YearRules = field(default_factory=default_year_rules)
    method: Method = by_rank
    earlier: Commitments = ()
    moved_in_øre: Mapping[int, int] = field(default_factory=dict)

    @property
    def years(self) -> range:
        """From the first list to the last year that money may be carried to."""
        return range(min(self.lists), self.rules.frame.carry_over_until + 1)

    def list_of(self, year: int) -> Sequence[Candidate]:
        """The list that stands in a year."""
        return self.lists[max(each for each in self.lists if each <= year)]


def plan_years(planning: Planning) -> YearPlan:
    """Go year by year.

    Raises:
        UserError: no list, a year outside the act, an area twice in a list, an earlier commitment
            that runs too long, an amount below zero, or as the method.
    """
    _refuse_what_cannot_be_planned(planning)
    carried, commitments = øre_from_mio(planning.rules.carried_in_mio), planning.earlier
    accounts: list[YearAccount] = []
    for year in planning.years:
        account, given = _year(planning, year, carried, commitments)
        accounts.append(account)
        commitments += given
        carried = account.carried_out_øre
    return YearPlan(planning.principles, planning.rules, tuple(accounts), commitments)


def _year(
    planning: Planning, year: int, carried_øre: int, before: Commitments
) -> tuple[YearAccount, Commitments]:
    latest = {area: each for each in before for area in each.areas}
    line = ranking(planning.list_of(year))
    asked = askings(line, year, planning.principles, planning.rules.commitment, latest)
    frame, moved = year_frame(planning.rules, year), planning.moved_in_øre.get(year, 0)
    available = carried_øre + frame.øre + moved
    shared = _shared_out(planning, [each.candidate for each in asked.values()], available)
    given = _commitments(planning, year, shared, asked)
    left = available - shared.spent_øre
    shares = {each.candidate.area_id: each for each in shared.shares}
    of_year = Round(year, asked, shares, latest, {a: c for c in given for a in c.areas}, left)
    account = YearAccount(
        year=year,
        projected=year not in planning.lists,
        frame=frame,
        moved_in_øre=moved,
        carried_in_øre=carried_øre,
        committed_øre=shared.spent_øre,
        granted_øre=sum(share.øre for share in shared.shares),
        carried_out_øre=left if year < planning.rules.frame.carry_over_until else 0,
        listed_missing_øre=shared.shortfall_øre,
        bound_øre=paid_øre(before, year),
        paid_øre=paid_øre((*before, *given), year),
        unpaid_øre=sum(each.unpaid_øre(year) for each in (*before, *given)),
        areas=tuple(area_year(each, of_year) for each in line),
        proven=shared.proven,
        pairs_across=shared.pairs_across,
    )
    return account, given


def _shared_out(planning: Planning, line: Sequence[Candidate], øre: int) -> SharedOut:
    """What the method gives; where the listed do not all fit, the head of their line alone."""
    principles = for_whole_commitments(planning.principles, planning.rules.commitment)
    shared = planning.method(line, øre, principles)
    gives_nothing = shared.shortfall_øre and principles.listed_shortfall == "stop"
    if not gives_nothing or not planning.rules.commitment.listed_wait:
        return shared
    head = planning.method(_head_of_the_listed(line, øre, principles), øre, principles)
    return replace(head, shortfall_øre=shared.shortfall_øre)


def _head_of_the_listed(
    line: Sequence[Candidate], øre: int, principles: Principles
) -> list[Candidate]:
    """The listed areas that are carried in full, down the line as the principles go."""
    head = []
    for candidate in (each for each in line if each.tier is Tier.LISTED):
        if candidate.full_grant_øre <= øre:
            head.append(candidate)
            øre -= candidate.full_grant_øre
        elif principles.below_waterline == "stop":
            break
    return head


def _commitments(
    planning: Planning, year: int, shared: SharedOut, asked: Mapping[str, Asking]
) -> Commitments:
    """The year's commitments in the order of the line, one for each plan."""
    given = {each.candidate.area_id: each for each in shared.shares if each.level}
    plan_of = {area: plan for plan in shared.plans for area in plan}
    plans = dict.fromkeys(plan_of.get(area, (area,)) for area in given)
    return tuple(
        _commitment(planning, year, [given[area] for area in plan], asked, shared.saved_øre(plan))
        for plan in plans
    )


def _commitment(
    planning: Planning,
    year: int,
    shares: Sequence[Share],
    asked: Mapping[str, Asking],
    saved_øre: int,
) -> Commitment:
    rules = planning.rules.commitment
    areas = tuple(share.candidate.area_id for share in shares)
    first = asked[areas[0]]
    if first.kind is Kind.PHASE_OUT:
        steps = stepped(first.year_øre, rules.phase_out, year)
        return Commitment(areas, year, steps[-1].year, steps, phase_out=True)
    øre = sum(share.øre for share in shares) - saved_øre
    return Commitment(areas, year, year + rules.years - 1, spread(øre, rules.payments, year))


def _refuse_what_cannot_be_planned(planning: Planning) -> None:
    if not planning.lists:
        raise UserError("there are no candidates; give a list for at least one year")
    frame, years = planning.rules.frame, planning.rules.commitment.years
    for year, candidates in planning.lists.items():
        refuse_year(year, planning.rules)
        (area, times), *_ = Counter(each.area_id for each in candidates).most_common(1) or [("", 0)]
        if times > 1:
            raise UserError("{area} stands twice in {year}", area=area, year=str(year))
    if any(øre < 0 for øre in planning.moved_in_øre.values()):
        raise UserError("an amount must not be below zero")
    for each in planning.earlier:
        if each.runs_to > frame.carry_over_until + years:
            raise UserError(
                "the commitment to {areas} from before runs to {until}; the latest year is {last}",
                areas=", ".join(each.areas),
                until=str(each.runs_to),
                last=str(frame.carry_over_until + years),
            )


def refuse_year(year: int, rules: YearRules) -> None:
    """Refuse a year that the act has no frame in and that no money may be carried to.

    Raises:
        UserError: it is such a year.
    """
    frame = rules.frame
    if not frame.first_year <= year <= frame.carry_over_until:
        raise UserError(
            "the act has no frame in {year}; choose a year from {first} to {last}",
            year=str(year),
            first=str(frame.first_year),
            last=str(frame.carry_over_until),
        )
