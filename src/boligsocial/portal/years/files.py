"""The plan over the years to take along: years, areas, commitments, payments, and the act."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext

from boligsocial.allocation.years.accounts import YearPlan
from boligsocial.allocation.years.outlook import payment_profile
from boligsocial.messages import Message
from boligsocial.money import ØRE_PER_MIO
from boligsocial.portal.distribution.optimum.best import with_names
from boligsocial.portal.distribution.shared_out import TIER_HEADINGS
from boligsocial.portal.downloads import Book, Cell, Sheet, in_turn, yes_no
from boligsocial.portal.figures import figures_name
from boligsocial.portal.writing import said
from boligsocial.portal.years.choice import METHODS
from boligsocial.portal.years.plans import Planned
from boligsocial.portal.years.words import GIVEN, STANDINGS
from boligsocial.snapshots.area_lists import Area, AreaLists


def years_book(lists: AreaLists, of: Planned) -> Book:
    """All of a plan; amounts in mio. kr. with every øre."""
    plan, choice = of.plan, of.choice
    chosen: list[tuple[str, Cell]] = [
        (f"{said(each.field.label)}, {said(each.field.unit)}", float(each.value))
        for each in choice.fields
    ]
    method = next(words for method, words in METHODS.values() if method == of.shown)
    about: list[tuple[str, Cell]] = [
        (gettext("Figures"), figures_name(lists)),
        (gettext("Principles"), Message(choice.principles.name)),
        (gettext("Method"), method),
        *chosen,
        (gettext("Unused rent support goes to social efforts"), yes_no(choice.moves_rent)),
        (gettext("Address"), choice.address()),
        (gettext("Amounts"), gettext("Million kroner. Amounts and shares of grants are "
                                     "illustrative: no official ones are published.")),
        (gettext("Source"), plan.rules.frame.source),
    ]  # fmt: skip
    sheets = [
        _years(plan, figures_name(lists)),
        _areas(plan, lists.areas),
        _commitments(plan, lists.areas),
        _payments(plan),
        _act(of),
        _checks(of),
    ]
    return Book(gettext("The frame over the years"), about, sheets)


def _years(plan: YearPlan, figures: Message) -> Sheet:
    columns = [
        gettext("Year"), gettext("Has a list of its own"), gettext("Frame in the act"),
        gettext("Factor of the price index"), gettext("Factor known"), gettext("Frame"),
        gettext("Carried in"), gettext("From rent support"), gettext("To give"),
        gettext("Asked for"), gettext("Committed"), gettext("Saved by shared plans"),
        gettext("Not committed"), gettext("Carried out"), gettext("Missing"),
        gettext("Missing to areas on the list"), gettext("Bound before the year"),
        gettext("Paid in the year"), gettext("Areas given"), gettext("Figures"),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            each.year, yes_no(not each.projected), _mio(each.frame.nominal_øre),
            float(each.frame.factor), yes_no(each.frame.known), _mio(each.frame.øre),
            _mio(each.carried_in_øre), _mio(each.moved_in_øre), _mio(each.available_øre),
            _mio(each.asked_øre), _mio(each.committed_øre), _mio(each.saved_øre),
            _mio(each.left_øre), _mio(each.carried_out_øre), _mio(each.missing_øre),
            _mio(each.listed_missing_øre), _mio(each.bound_øre), _mio(each.paid_øre),
            len(each.with_standing(*GIVEN)), figures,
        ]
        for each in plan.years
    ]  # fmt: skip
    kinds = in_turn((2, "text"), (1, "mio"), (2, "text"), (13, "mio"), (2, "text"))
    return Sheet(gettext("Years"), columns, [12] * (len(columns) - 1) + [30], rows, kinds)


def _areas(plan: YearPlan, places: Mapping[str, Area]) -> Sheet:
    columns = [
        gettext("Year"), gettext("Area"), gettext("Municipality"), gettext("Tier"),
        gettext("What became of it"), gettext("Asked for"), gettext("Committed"),
        gettext("Runs to"), gettext("Why"),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            account.year, places[each.candidate.area_id].name, each.candidate.municipality,
            TIER_HEADINGS[each.candidate.tier], STANDINGS[each.standing], _mio(each.asked_øre),
            _mio(each.granted_øre), each.runs_to, with_names(each.reason, places),
        ]
        for account in plan.years
        for each in account.areas
    ]  # fmt: skip
    kinds = in_turn((5, "text"), (2, "mio"), (2, "text"))
    return Sheet(gettext("Areas"), columns, [8, 32, 18, 26, 16, 12, 12, 10, 80], rows, kinds)


def _commitments(plan: YearPlan, places: Mapping[str, Area]) -> Sheet:
    columns = [gettext("Areas"), gettext("Given in"), gettext("Runs to"), gettext("Phase-out"),
               gettext("Amount")]  # fmt: skip
    rows: list[list[Cell]] = [
        [", ".join(places[area].name for area in each.areas), each.given, each.runs_to,
         yes_no(each.phase_out), _mio(each.øre)]
        for each in plan.commitments
    ]  # fmt: skip
    kinds = in_turn((4, "text"), (1, "mio"))
    return Sheet(gettext("Commitments"), columns, [48, 10, 10, 12, 12], rows, kinds)


def _payments(plan: YearPlan) -> Sheet:
    columns = [gettext("Paid in"), gettext("Promised in"), gettext("Amount")]
    rows: list[list[Cell]] = [
        [each.year, each.given, _mio(each.øre)] for each in payment_profile(plan)
    ]
    return Sheet(gettext("Payments"), columns, [10, 12, 14], rows, in_turn((2, "text"), (1, "mio")))


def _act(of: Planned) -> Sheet:
    frame = of.plan.rules.frame
    columns = [gettext("Year"), gettext("Part"), gettext("Frame"), gettext("Carried in"),
               gettext("Moved in"), gettext("Committed"), gettext("Left"),
               gettext("Carried out")]  # fmt: skip
    rows: list[list[Cell]] = [
        [year.year, Message(frame.part_of(part.part).name), _mio(part.frame_øre),
         _mio(part.carried_in_øre), _mio(part.moved_in_øre), _mio(part.committed_øre),
         _mio(part.left_øre), _mio(part.carried_out_øre)]
        for year in of.act
        for part in year.parts
    ]  # fmt: skip
    kinds = in_turn((2, "text"), (6, "mio"))
    return Sheet(gettext("§ 91 a"), columns, [8, 30, 12, 12, 12, 12, 12, 12], rows, kinds)


def _checks(of: Planned) -> Sheet:
    columns = [gettext("Year"), gettext("Limit"), gettext("Used"), gettext("At most"),
               gettext("Holds"), gettext("What the act says")]  # fmt: skip
    rows: list[list[Cell]] = [
        [year.year, each.limit, _mio(each.used_øre), _mio(each.most_øre), yes_no(each.holds),
         Message(each.basis)]
        for year in of.act
        for each in year.checks
    ]  # fmt: skip
    kinds = in_turn((2, "text"), (2, "mio"), (1, "text"), (1, "long"))
    return Sheet(gettext("Limits"), columns, [8, 44, 12, 12, 8, 80], rows, kinds)


def _mio(øre: int) -> float:
    return øre / ØRE_PER_MIO
