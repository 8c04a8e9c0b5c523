"""Made-up casework of ten years, written in bulk for `../casework.py`; every promise that the
database itself keeps holds of it.

With 3,000 cases there are 400 people in 150 organisations, 20,000 documents, 60,000 postings and
100,000 entries of the log; other sizes follow in proportion.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from boligsocial.portal.atlas.units import folded
from boligsocial.portal.boards.models import (
    Agreement,
    AgreementVersion,
    Board,
    Leading,
    Meeting,
    Member,
    Signature,
)
from boligsocial.portal.boards.services.agreements import Key, digest_of_text
from boligsocial.portal.cases.kinds import Kind, Phase, kinds
from boligsocial.portal.cases.models import Case, Comment, Document, Place, Request, Step, Version
from boligsocial.portal.decision_log.models import LogEntry
from boligsocial.portal.decision_log.services import BEFORE_THE_FIRST, canonical, hash_of
from boligsocial.portal.decisions.evidence import evidence_of
from boligsocial.portal.decisions.models import Decision
from boligsocial.portal.decisions.traits import traits_of
from boligsocial.portal.development.models import Plan, PlanVersion, Wave
from boligsocial.portal.figures import PUBLISHED
from boligsocial.portal.financing.models import PlanVersion as FinancingVersion
from boligsocial.portal.ledger.models import Account, Entry, Grant, Posting, Year
from boligsocial.portal.people.models import Membership, Organisation, Role, User, today
from boligsocial.portal.work.models import Letter, Searchable
from boligsocial.portal.work.searching import _said
from boligsocial.snapshots.published import published_snapshot

LOT = 500
YEARS = range(2017, 2027)
PARTS = ("social", "rent", "vacancy")
FRAME = 10**12
SOURCES = (("fund", 60), ("municipality", 20), ("housing", 15), ("foundation", 5))
AREAS = ("employment", "education", "crime", "cohesion")
TEXT = "Beboerne i Åbro har længere til job end i resten af byen, og det skal indsatsen ændre. " * 6


def is_filled() -> bool:
    """Whether something is in the database."""
    return User.objects.exists()


@transaction.atomic
def fill(cases: int) -> str:
    """Fill an empty database with so many cases and what belongs to them; what there is then."""
    chance = random.Random(1)  # noqa: S311 - the same made-up cases each time
    organisations = _organisations(max(cases // 20, 6))
    everyone = _people(organisations, max(cases * 400 // 3000, 30))
    made = _cases(cases, organisations, everyone, chance)
    _papers(made, chance)
    _dialogue(made, chance)
    _searchable()
    _plans(made)
    _boards(made)
    _money(made, cases * 20)
    _decisions(made)
    _physical(cases // 30, everyone)
    _log(cases * 33, made, chance)
    _letters(everyone, cases * 3)
    counted = (Case, Organisation, User, Document, Version, Posting, LogEntry, Searchable)
    return ", ".join(f"{each.objects.count():,} {each._meta.model_name}" for each in counted)


def people() -> dict[str, User]:
    """A person of each kind, by the name of the kind."""
    fund = Membership.objects.filter(organisation__kind="fund").select_related("user")
    parties = Membership.objects.filter(organisation__cases__isnull=False).select_related("user")
    return {
        **{role: fund.filter(role=role)[0].user for role in ("caseworker", "decision_maker")},
        "auditor": fund.filter(role="auditor")[0].user,
        "project_lead": parties.filter(role="project_lead")[0].user,
        "board_member": parties.filter(role="board_member")[0].user,
    }


def pages() -> dict[str, str]:
    """The addresses of the pages, each of a case that the project lead may see."""
    lead = people()["project_lead"]
    mine = Case.objects.filter(parties__in=lead.memberships.values("organisation"))
    case = mine.filter(decisions__isnull=False, led_by__isnull=False).order_by("pk")[0]
    alone = ("cases:cases", "work:waiting", "decision_log:log", "decision_log:of_person",
             "financing:attracted", "ledger:frames", "ledger:entries", "ledger:grants",
             "ledger:overrides", "development:plans", "people:access", "people:organisations",
             "cases:new")  # fmt: skip
    of_case = ("cases:case", "cases:documents", "financing:plan", "boards:board",
               "development:together", "decisions:decisions", "decision_log:of_case",
               "work:archive")  # fmt: skip
    plan, document = Plan.objects.all()[0], case.documents.all()[0]
    kept = {"case": case.pk, "asked": document.asked, "occasion": document.in_phase}
    return {
        **{name: reverse(name) for name in alone},
        "cases:cases, narrowed": reverse("cases:cases") + "?soeg=helhedsplan&side=2",
        "cases:download csv": reverse("cases:download", args=["csv"]),
        "financing:attracted csv": reverse("financing:download_attracted", args=["csv"]),
        "ledger:download csv": reverse("ledger:download", args=["csv"]),
        "work:waiting, of everyone": reverse("work:waiting") + "?hvis=alle",
        "work:search": reverse("work:search") + "?q=job+byen",
        "work:search, a rare word": reverse("work:search") + f"?q=sag+{case.pk}",
        "decision_log:log, of a kind": reverse("decision_log:log") + "?slags=case.step",
        "decision_log:person csv": reverse("decision_log:person_file", args=["csv"]),
        **{name: reverse(name, args=[case.pk]) for name in of_case},
        "cases:document": reverse("cases:document", kwargs=kept),
        "boards:agreement": reverse("boards:agreement", args=[case.pk, "strategisk"]),
        "development:plan": reverse("development:plan", args=[plan.pk]),
        "ledger:grant": reverse("ledger:grant", args=[case.grant_id]),
    }


def _organisations(count: int) -> list[Organisation]:
    fund = Organisation(name="Fonden", kind="fund")
    others = [
        Organisation(
            name=f"{'Kommune' if place % 3 == 0 else 'Boligforening'} {place:03}",
            kind="municipality" if place % 3 == 0 else "housing",
        )
        for place in range(count - 1)
    ]
    return Organisation.objects.bulk_create([fund, *others])


def _people(organisations: list[Organisation], count: int) -> list[User]:
    everyone = User.objects.bulk_create(
        User(email=f"p{n}@x.example", name=f"Person {n:03}", is_demo=True) for n in range(count)
    )
    fund, others = organisations[0], organisations[1:]
    of_the_fund = count * 3 // 20
    roles = [Role.CASEWORKER, Role.DECISION_MAKER, Role.AUDITOR, Role.ANALYST, Role.CASEWORKER]
    theirs = [Role.PROJECT_LEAD, Role.BOARD_MEMBER, Role.READER]
    Membership.objects.bulk_create(
        Membership(
            user=user,
            organisation=fund if n < of_the_fund else others[(n - of_the_fund) % len(others)],
            role=roles[n % len(roles)] if n < of_the_fund else
            theirs[(n - of_the_fund) // len(others) % len(theirs)],
            starts_on=date(2017, 1, 1),
        )
        for n, user in enumerate(everyone)
    )  # fmt: skip
    return everyone


def _cases(
    count: int, organisations: list[Organisation], everyone: list[User], chance: random.Random
) -> list[Case]:
    areas = list(published_snapshot().areas.values())
    of_the_fund = everyone[: len(everyone) * 3 // 20]
    workers = [each for place, each in enumerate(of_the_fund) if place % 5 in (0, 4)]
    towns = [each for each in organisations if each.kind == "municipality"]
    housing = [each for each in organisations if each.kind == "housing"]
    chosen = [_kind_and_way(place, chance) for place in range(count)]
    made = Case.objects.bulk_create(
        (
            Case(
                kind=kind.id, name=f"Helhedsplan sag {place}", phase=way[-1], in_phase=len(way),
                figures=PUBLISHED, list_id=published_snapshot().lists[-1].list_id,
                opened_by=everyone[-1], opened_at=_at(place, count),
                caseworker=workers[place % len(workers)] if place % 9 else None,
            )
            for place, (kind, way) in enumerate(chosen)
        ), LOT,
    )  # fmt: skip
    parties = Case.parties.through
    parties.objects.bulk_create(
        (
            parties(case_id=case.pk, organisation_id=each.pk)
            for place, case in enumerate(made)
            for each in (towns[place % len(towns)], housing[place % len(housing)])
        ),
        LOT,
    )
    Place.objects.bulk_create(
        (
            Place(case=case, geography="area", place_id=area.area_id, name=area.name,
                  municipality=area.municipality)
            for place, case in enumerate(made)
            for area in [areas[place % len(areas)]]
        ), LOT,
    )  # fmt: skip
    Step.objects.bulk_create(_steps(made, chosen, everyone[-1], organisations[1]), LOT)
    return made


def _kind_and_way(place: int, chance: random.Random) -> tuple[Kind, list[str]]:
    """A kind of case, and a lawful way through its phases."""
    kind = list(kinds().values())[0 if place % 4 else place // 4 % len(kinds())]
    way = [kind.first]
    for _ in range(chance.randrange(1, 12)):
        moves = list(kind.phase_of(way[-1]).moves)
        if not moves:
            break
        way.append(moves[0] if chance.random() < 0.9 else chance.choice(moves))
    return kind, way


def _at(place: int, count: int) -> datetime:
    return datetime(2017, 1, 1, 12, tzinfo=UTC) + timedelta(days=3600 * place / count)


def _steps(
    made: list[Case], chosen: list[tuple[Kind, list[str]]], by: User, through: Organisation
) -> Iterator[Step]:
    for case, (_, way) in zip(made, chosen, strict=True):
        for number, (came_from, to) in enumerate(itertools.pairwise(["", *way]), start=1):
            at = min(case.opened_at + timedelta(days=40 * (number - 1)), timezone.now())
            yield Step(
                case=case, number=number, came_from=came_from, to=to, by=by, organisation=through,
                at=at, reason="Fordi.",
            )  # fmt: skip


def _papers(made: list[Case], chance: random.Random) -> None:
    ways = _ways()
    documents = [
        Document(case=case, asked=asked.id, in_phase=number if phase.repeats else 0)
        for case in made
        for number, phase in _been(case, ways[case.pk])
        for asked in phase.document
        if not asked.fact and chance.random() < 0.9
    ]
    once = {(each.case_id, each.asked, each.in_phase): each for each in documents}
    kept = list(once.values())
    further = (
        Document(
            case=made[place % len(made)], asked=f"further-{place // len(made) + 1}", name="Bilag"
        )
        for place in range(max(len(made) * 20 // 3 - len(kept), 0))
    )
    kept += further
    rows = Document.objects.bulk_create(kept, LOT)
    Version.objects.bulk_create(
        (
            Version(document=each, number=number, text=f"Sag {each.case_id}. {TEXT}",
                    by_id=each.case.opened_by_id)
            for place, each in enumerate(rows)
            for number in range(1, 2 + (place % 4 == 0))
        ), LOT,
    )  # fmt: skip


def _been(case: Case, way: list[Step]) -> Iterator[tuple[int, Phase]]:
    kind = kinds()[case.kind]
    for each in way:
        yield each.number, kind.phase_of(each.to)


def _ways() -> dict[int, list[Step]]:
    found: dict[int, list[Step]] = {}
    for step in Step.objects.order_by("case_id", "number"):
        found.setdefault(step.case_id, []).append(step)
    return found


def _dialogue(made: list[Case], chance: random.Random) -> None:
    organisation = Organisation.objects.filter(kind="fund")[0]
    Comment.objects.bulk_create(
        (
            Comment(case=case, by_id=case.opened_by_id, organisation=organisation,
                    text=f"{TEXT[:90]} {n}", is_internal=n % 3 == 0)
            for case in made for n in range(4)
        ), LOT,
    )  # fmt: skip
    now = timezone.now()
    Request.objects.bulk_create(
        (
            Request(case=case, by_id=case.opened_by_id, text=TEXT[:120], due_on=today(), at=now,
                    **({} if n == 0 and chance.random() < 0.3 else
                       {"answer": "Det er det.", "answered_by_id": case.opened_by_id,
                        "answered_at": now}))
            for case in made for n in range(2)
        ), LOT,
    )  # fmt: skip


def _searchable() -> None:
    def texts() -> Iterator[Searchable]:
        for model in (Case, Place, Comment, Request):
            yield from map(_text, model.objects.iterator())
        yield from map(_text, Version.objects.select_related("document").iterator())

    Searchable.objects.bulk_create(texts(), LOT)


def _text(row: Case | Place | Version | Comment | Request) -> Searchable:
    case, shown, is_internal = _said(row)
    return Searchable(
        case_id=case, source=f"{row._meta.label_lower}:{row.pk}", shown=shown,
        folded=folded(shown), is_internal=is_internal,
    )  # fmt: skip


def _plans(made: list[Case]) -> None:
    organisation = Organisation.objects.filter(kind="housing")[0]
    FinancingVersion.objects.bulk_create(
        (
            FinancingVersion(case=case, number=number, content=_content(case), note="",
                             by_id=case.opened_by_id, organisation=organisation)
            for case in made if case.kind == "social_effort"
            for number in (1, 2, 3)
        ), LOT,
    )  # fmt: skip


def _content(case: Case) -> dict[str, object]:
    years = [case.opened_at.year + n for n in range(4)]
    whole = 100 * (100_000 + case.pk)
    return {
        "period": "2019-26",
        "years": years,
        "costs": [
            {"line": "management", "name": "", "area": area, "øre": [whole] * 4} for area in AREAS
        ],
        "funding": [
            {"source": source, "name": "", "form": "cash", "area": area,
             "øre": [whole * share // 100] * 4}
            for area in AREAS for source, share in SOURCES
        ],
    }  # fmt: skip


def _boards(made: list[Case]) -> None:
    led = [each for each in made if each.kind == "social_effort" and each.in_phase > 2]
    parties = {each.pk: list(each.parties.all()) for each in Case.objects.filter(
        pk__in=[each.pk for each in led]).prefetch_related("parties")}  # fmt: skip
    boards = Board.objects.bulk_create(
        (
            Board(name=f"Bestyrelse {each.pk}", composition="parties", made_by_id=each.opened_by_id)
            for each in led
        ),
        LOT,
    )
    Leading.objects.bulk_create(
        (Leading(board=board, case=case) for board, case in zip(boards, led, strict=True)), LOT
    )
    Member.objects.bulk_create(
        (
            Member(board=board, party=of.kind, organisation=of, name=f"Medlem {n}", is_top=True,
                   is_chair=n == 0)
            for board, case in zip(boards, led, strict=True)
            for n, of in enumerate([*parties[case.pk], *parties[case.pk]])
        ), LOT,
    )  # fmt: skip
    Meeting.objects.bulk_create(
        (
            Meeting(board=board, number=n, held_on=today(), planned_by_id=board.made_by_id)
            for board in boards for n in (1, 2, 3)
        ), LOT,
    )  # fmt: skip
    _agreements(led, parties)


def _agreements(led: list[Case], parties: dict[int, list[Organisation]]) -> None:
    keys = [Key("strategic"), *(Key("sub", area) for area in AREAS)]
    agreements = Agreement.objects.bulk_create(
        (Agreement(case=case, kind=key.kind, focus_area=key.focus_area)
         for case in led for key in keys), LOT,
    )  # fmt: skip
    versions = AgreementVersion.objects.bulk_create(
        (
            AgreementVersion(
                agreement=each, number=1, text=TEXT, by_id=each.case.opened_by_id,
                digest=digest_of_text(each.case, Key(each.kind, each.focus_area), 1, TEXT),
            )
            for each in agreements
        ), LOT,
    )  # fmt: skip
    Signature.objects.bulk_create(
        (
            Signature(version=each, organisation=of, digest=each.digest, by_id=each.by_id)
            for place, each in enumerate(versions)
            for of in parties[each.agreement.case_id][: 1 if place % 7 == 0 else 2]
        ), LOT,
    )  # fmt: skip


def _money(made: list[Case], postings: int) -> None:
    """Years with frames, a commitment of each case that has one, and its payments."""
    by = User.objects.all()[0]
    ways = _ways()
    committed = [each for each in made if any(step.to == "commitment" for step in ways[each.pk])]
    organisation = Organisation.objects.filter(kind="housing")
    owners = {each.pk: each for each in organisation}
    theirs = dict(
        Case.parties.through.objects.filter(organisation_id__in=owners).values_list(
            "case_id", "organisation_id"
        )
    )
    grants = Grant.objects.bulk_create(
        (Grant(name=each.name, organisation=owners[theirs[each.pk]], part="social")
         for each in committed), LOT,
    )  # fmt: skip
    for case, grant in zip(committed, grants, strict=True):
        case.grant = grant
    Case.objects.bulk_update(committed, ["grant"], LOT)
    Year.objects.bulk_create(Year(year=year) for year in YEARS)
    accounts = _accounts(grants)
    times = max((postings // 2 - len(YEARS) * len(PARTS)) // len(grants) - 1, 1)
    moves = list(_moves(accounts, grants, times))
    Posting.objects.bulk_create(
        (
            Posting(entry_id=number, account=account, øre=øre)
            for number, (_, _, _, pair) in enumerate(moves, start=1)
            for account, øre in pair
        ), LOT,
    )  # fmt: skip
    Entry.objects.bulk_create(
        (
            Entry(number=number, kind=kind, dated=date(year, 6, 1), by=by, grant=grant)
            for number, (kind, year, grant, _) in enumerate(moves, start=1)
        ), LOT,
    )  # fmt: skip


def _accounts(grants: list[Grant]) -> dict[tuple[object, ...], Account]:
    frames = [Account(year_id=year, part=part, kind=kind) for year in YEARS for part in PARTS
              for kind in ("frame", "available")]  # fmt: skip
    of_grants = [
        Account(year_id=YEARS[place % len(YEARS)], part="social", kind=kind, grant=grant)
        for place, grant in enumerate(grants) for kind in ("committed", "paid")
    ]  # fmt: skip
    made = Account.objects.bulk_create([*frames, *of_grants], LOT)
    return {(each.year_id, each.part, each.kind, each.grant_id): each for each in made}


def _moves(
    accounts: dict[tuple[object, ...], Account], grants: list[Grant], times: int
) -> Iterator[tuple[str, int, Grant | None, list[tuple[Account, int]]]]:
    for year in YEARS:
        for part in PARTS:
            frame, left = (accounts[year, part, kind, None] for kind in ("frame", "available"))
            yield "frame", year, None, [(frame, -FRAME), (left, FRAME)]
    for place, grant in enumerate(grants):
        year = YEARS[place % len(YEARS)]
        left = accounts[year, "social", "available", None]
        held, paid = (accounts[year, "social", kind, grant.pk] for kind in ("committed", "paid"))
        yield "commitment", year, grant, [(left, -times * 10_000), (held, times * 10_000)]
        for _ in range(times):
            yield "payment", year, grant, [(held, -10_000), (paid, 10_000)]


def _decisions(made: list[Case]) -> None:
    decided = [each for each in made if each.grant_id]
    found = {each.pk: evidence_of(each, 2026) for each in decided[:3]}
    examples = [(each, traits_of(each)) for each in found.values()]
    Decision.objects.bulk_create(
        (
            Decision(
                case=case, number=1, outcome="committed", by_id=case.opened_by_id, dated=today(),
                reasons=["need"], evidence=evidence.text, evidence_digest=evidence.digest,
                traits=traits | {"residents": 1000 + case.pk}, letter=canonical({"text": TEXT}),
                total_øre=10**8,
            )
            for place, case in enumerate(decided)
            for evidence, traits in [examples[place % len(examples)]]
        ), LOT,
    )  # fmt: skip


def _physical(count: int, everyone: list[User]) -> None:
    areas = list(published_snapshot().areas.values())
    plans = Plan.objects.bulk_create(
        Plan(kind="development", name=f"Plan {n}", area_id=area.area_id, area=area.name,
             municipality=area.municipality, figures=PUBLISHED, approved_on=date(2020, 1, 1),
             made_by=everyone[0])
        for n in range(max(count, 4)) for area in [areas[n % len(areas)]]
    )  # fmt: skip
    owner = Organisation.objects.filter(kind="housing")[0]
    owners = Plan.organisations.through
    owners.objects.bulk_create(owners(plan=each, organisation=owner) for each in plans)
    PlanVersion.objects.bulk_create(
        PlanVersion(plan=each, number=1, counted_on=date(2020, 1, 1), family=1000, by=everyone[0])
        for each in plans
    )
    Wave.objects.bulk_create(
        Wave(plan=each, name="Blok 1", starts_on=date(2026, 1, 1), ends_on=date(2027, 1, 1),
             households=40, by=everyone[0])
        for each in plans
    )  # fmt: skip


def _log(count: int, made: list[Case], chance: random.Random) -> None:
    people_of_log = list(User.objects.all())

    def entries() -> Iterator[LogEntry]:
        previous = BEFORE_THE_FIRST
        for number in range(1, count + 1):
            case = made[number % len(made)]
            kind, content = _said_of(number, case)
            entry = LogEntry(
                number=number, at=_at(number, count), by=chance.choice(people_of_log), kind=kind,
                case=case.pk, content=canonical(content), previous=previous,
            )  # fmt: skip
            entry.hash = previous = hash_of(entry)
            yield entry

    for lot in _lots(entries()):
        LogEntry.objects.bulk_create(lot)


def _said_of(number: int, case: Case) -> tuple[str, dict[str, object]]:
    match number % 3:
        case 0:
            return "case.step", {
                "kind": case.kind, "from": "", "to": case.phase, "reason": "Fordi.", "for": "Fonden"
            }  # fmt: skip
        case 1:
            return "document.version", {
                "document": "key_figures", "name": "", "in_phase": 0, "version": 1,
                "digest": "0" * 64,
            }  # fmt: skip
    return "case.assigned", {"caseworker": case.caseworker_id}


def _lots(rows: Iterable[LogEntry]) -> Iterator[list[LogEntry]]:
    every = iter(rows)
    while lot := list(itertools.islice(every, LOT)):
        yield lot


def _letters(everyone: list[User], count: int) -> None:
    Letter.objects.bulk_create(
        (
            Letter(to=everyone[n % len(everyone)], occasion=f"step {n}", subject="Nyt i sagen",
                   text=TEXT[:200], sent_at=timezone.now())
            for n in range(count)
        ), LOT,
    )  # fmt: skip
