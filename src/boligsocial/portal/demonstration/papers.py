"""What the people of a demonstration write, sign and tick off in a phase of their case."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from boligsocial.money import øre_from_mio
from boligsocial.portal.boards.focus import focus_areas_of
from boligsocial.portal.boards.services import agreements, meetings, seats
from boligsocial.portal.cases import services
from boligsocial.portal.cases.documents import Content, paper_of, save_version
from boligsocial.portal.cases.filling import filled
from boligsocial.portal.cases.kinds import Asked, Phase
from boligsocial.portal.cases.models import Case
from boligsocial.portal.demonstration.definitions import Demo, DemoCase
from boligsocial.portal.demonstration.people import Cast
from boligsocial.portal.financing.services import Saving, save_plan
from boligsocial.portal.financing.sums import FUND, Cost, Funding, Plan
from boligsocial.portal.people.models import OrganisationKind, today

YEARS, PERIOD = 4, "2019-26"


def fulfil(of: DemoCase, case: Case, phase: Phase, demo: Demo, cast: Cast, whole: bool) -> None:
    """Bring what a phase asks for; without the last of it where it is not to be whole."""
    documents = [each for each in phase.document if each.id not in DECIDED]
    last = len(documents) - (0 if whole else 1)
    for asked in documents[:last]:
        if asked.fact:
            _FACTS[asked.fact](of, case, demo, cast)
        else:
            _write(of, case, asked, demo, cast)
    if not whole:
        return
    worker = cast.person(of.caseworker or demo.caseworker)
    for check in phase.check:
        if not check.fact:
            services.tick(case, check.id, worker.user)


DECIDED = ("decision_letter", "rejection_letter")
"""Documents that come with a decision."""


def _write(of: DemoCase, case: Case, asked: Asked, demo: Demo, cast: Cast) -> None:
    side = asked.writer or "parties"
    who = cast.person((of.caseworker or demo.caseworker) if side == "fund" else of.lead)
    paper = paper_of(case, asked.id, services.occasion(case, services.phase_of(case)))
    if paper is None:
        raise LookupError(asked.id)
    if asked.fills:
        content = Content(figures=filled(asked.fills, list(case.places.all()), case.figures))
    else:
        places = " og ".join(each.name for each in case.places.all())
        content = Content(text=demo.text[asked.id].format(places=places, year=today().year))
    save_version(paper, content, who.user, side)


def _plan(of: DemoCase, case: Case, demo: Demo, cast: Cast) -> None:
    """A budget of four years, of which the Fund pays what is asked of it."""
    lead = cast.person(of.lead)
    first = today().year + 1
    fund = tuple(øre_from_mio(each) for each in of.mio)
    whole = tuple(each * 100 // (100 - of.local_percent) for each in fund)
    costs = tuple(
        Cost(each.line, each.name, each.area, tuple(each.percent * øre // 100 for øre in whole))
        for each in demo.budget
    )
    years = tuple(range(first, first + len(fund)))
    save_plan(
        case, Saving(Plan(PERIOD, years, costs, _funding(costs, of)), 0), lead.user, lead.through
    )


def _funding(costs: tuple[Cost, ...], of: DemoCase) -> tuple[Funding, ...]:
    """Who pays each focus area: two thirds of what is local by the municipality in cash, the rest
    by the housing organisation in hours, all else by the Fund."""
    areas = dict.fromkeys(each.area for each in costs)
    totals = {
        area: tuple(map(sum, zip(*(each.øre for each in costs if each.area == area), strict=True)))
        for area in areas
    }
    rows = []
    for area, øre in totals.items():
        # The least local share must hold to the øre, so what is local is rounded up.
        local = tuple(-(-each * of.local_percent // 100) for each in øre)
        city = tuple(each * 2 // 3 for each in local)
        hours = tuple(a - b for a, b in zip(local, city, strict=True))
        fund = tuple(a - b for a, b in zip(øre, local, strict=True))
        rows += [
            Funding(FUND, "", "cash", area, fund),
            Funding("municipality", "", "cash", area, city),
            Funding("housing", "", "hours", area, hours),
        ]
    return tuple(rows)


def _strategic(of: DemoCase, case: Case, demo: Demo, cast: Cast) -> None:
    """A board with a leader, a meeting that decides, and the agreement signed by both parties."""
    lead = cast.person(of.lead)
    parties = seats.leading_parties(case)
    board = seats.make_board(case, "parties", f"Bestyrelsen for {case.name}", lead.user)
    for party in parties:
        signer = cast.signer(party)
        is_chair = party.kind == OrganisationKind.MUNICIPALITY
        named = seats.Named(
            user=signer, organisation=party, party=party.kind, is_top=True, is_chair=is_chair
        )
        seats.seat(board, named, signer, case)
    leader = seats.name_leader(case, str(lead.user), "projektleder", parties[0], lead.user)
    for party in parties:
        seats.back_leader(leader, party, cast.signer(party))
    meeting = meetings.plan_meeting(board, today(), "Beboerhuset", lead.user, case)
    item = meetings.add_item(meeting, "Strategisk samarbejdsaftale", "", lead.user)
    members = meetings.seated_on(meeting)
    meetings.attend(meeting, [each.pk for each in members], lead.user, case)
    votes = {each.pk: "for" for each in members}
    meetings.decide(item, "Aftalen godkendes.", votes, lead.user, case)
    _agree(case, agreements.Key("strategic"), demo.agreement["strategic"], cast)


def _sub_agreements(of: DemoCase, case: Case, demo: Demo, cast: Cast) -> None:
    del of
    for area, name in focus_areas_of(case).items():
        text = demo.agreement["sub"].format(area=name.in_language("da"))
        _agree(case, agreements.Key("sub", area), text, cast)


def _agree(case: Case, key: agreements.Key, text: str, cast: Cast) -> None:
    """Write an agreement and let each party sign it."""
    parties = seats.leading_parties(case)
    writer = cast.signer(parties[0])
    version = agreements.write(case, key, agreements.Draft(text), writer)
    for party in parties:
        agreements.sign(version, version.digest, party, cast.signer(party))


def _nothing(of: DemoCase, case: Case, demo: Demo, cast: Cast) -> None:
    """Another room has it already."""
    del of, case, demo, cast


_FACTS: Mapping[str, Callable[[DemoCase, Case, Demo, Cast], None]] = {
    "financing_plan": _plan,
    "strategic_agreement": _strategic,
    "sub_agreements": _sub_agreements,
    "rehousing_plan": _nothing,
}
