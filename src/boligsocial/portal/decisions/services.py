"""The only way to decide a case: the decision, its money, its step and its letter are one.

Everything is in one transaction with what the log says of it; whoever is refused has changed
nothing and is told why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from boligsocial.messages import Message, UserError
from boligsocial.portal.cases.access import READ
from boligsocial.portal.cases.documents import Content, FileSent, papers, save_version
from boligsocial.portal.cases.files import keep
from boligsocial.portal.cases.models import TEXT_LENGTH, Case, Version
from boligsocial.portal.cases.services import kind_of, steps_for, take_step
from boligsocial.portal.decision_log.services import record
from boligsocial.portal.decisions.definitions import Outcome, outcomes, reasons
from boligsocial.portal.decisions.evidence import Evidence, evidence_of, evidence_of_case
from boligsocial.portal.decisions.letter import LANGUAGE, Said, letter_of, pieces_of, plain_text
from boligsocial.portal.decisions.models import Decision
from boligsocial.portal.decisions.paper import letter_as_pdf
from boligsocial.portal.decisions.proposal import in_force
from boligsocial.portal.decisions.similar import Similar, most_similar
from boligsocial.portal.decisions.traits import traits_of
from boligsocial.portal.free_text import free_text
from boligsocial.portal.ledger import services as ledger
from boligsocial.portal.ledger.entries import Signature
from boligsocial.portal.ledger.models import Entry, Grant
from boligsocial.portal.ledger.refusals import kroner
from boligsocial.portal.people.models import Membership, OrganisationKind, User, today
from boligsocial.portal.work.audiences import people_of_the_parties
from boligsocial.portal.work.letters import write

Years = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Ruling:
    """What somebody wants to decide. years: (year, øre) of a commitment. seen: the digest of the
    evidence that was shown; empty if none was."""

    outcome: str
    reasons: Sequence[str]
    text: str = ""
    years: Years = ()
    deviation: str = ""
    seen: str = ""
    not_cpr: bool = False


@dataclass(frozen=True)
class Prepared:
    """A decision that could be made: its evidence, its letter, and whether it deviates.

    proposed_øre: what the proposal gives over as many years; none where it says nothing.
    """

    outcome: Outcome
    ruling: Ruling
    dated: date
    evidence: Evidence
    proposed_øre: int | None
    deviates: bool
    letter: str

    @property
    def total_øre(self) -> int:
        return sum(øre for _, øre in self.ruling.years)


class MovedOnError(UserError):
    """The evidence is another than the one that was shown when the decision was written."""


def prepare(case: Case, ruling: Ruling, by: User) -> Prepared:
    """A decision and its letter as they would be, with nothing decided.

    Raises:
        UserError: what is missing or cannot be; among it a deviation from the proposal without a
            reason, and `CprQuestionError`.
    """
    outcome = _outcome(case, ruling.outcome)
    dated = today()
    ruling = _cleaned(ruling, outcome, dated)
    evidence = evidence_of(case, dated.year)
    if ruling.seen and ruling.seen != evidence.digest:
        raise MovedOnError(_MOVED_ON)
    proposed = proposed_øre(evidence, len(ruling.years) or outcomes().longest_years)
    total = sum(øre for _, øre in ruling.years)
    deviates = outcome.weighs_proposal and proposed is not None and proposed != total
    if deviates and not ruling.deviation:
        raise UserError(_DEVIATES, proposed=kroner(proposed or 0), decided=kroner(total))
    said = Said(
        case, outcome, dated, str(by), ruling.years, ruling.reasons, ruling.text, proposed,
        ruling.deviation if deviates else "", evidence.fields,
    )  # fmt: skip
    return Prepared(outcome, ruling, dated, evidence, proposed, deviates, letter_of(said))


def decide(case: Case, ruling: Ruling, by: User, through: Membership) -> Decision:
    """Decide a case.

    Raises:
        UserError: as `prepare`; `RefusedError` where the money is not there; the case has gone on.
    """
    ready = prepare(case, ruling, by)
    paper = letter_as_pdf(ready.letter) if ready.outcome.letter else b""
    with transaction.atomic():
        held = Case.objects.select_for_update().get(pk=case.pk)
        _refuse_what_moved_on(held, ready)
        made = _made(held, ready, by, through, paper)
        _log(made, by)
        if made.step is None:
            _tell(made)
    case.refresh_from_db()
    return made


def decisions_of(case: Case) -> QuerySet[Decision]:
    """The decisions of a case, the latest first."""
    return case.decisions.select_related("by", "paper", "step").order_by("-number")


def outcomes_for(case: Case) -> list[tuple[Outcome, Message | None]]:
    """What a case may be decided to from where it is, and why not where something is missing."""
    by_phase = {each.to.id: each for each in steps_for(case, "fund")}
    found: list[tuple[Outcome, Message | None]] = []
    for each in outcomes().outcome:
        if each.after and case.phase not in each.after:
            continue
        if not each.phase:
            found += [(each, None)] if case.grant_id else []
        elif each.phase in by_phase:
            step = by_phase[each.phase]
            found.append((each, None if step.is_lawful else step.why_not))
    return found


def proposed_øre(evidence: Evidence, years: int) -> int | None:
    """What the proposal gives over a number of years; none where it says nothing."""
    proposal = evidence.fields["proposal"]
    if proposal is None or proposal["year_øre"] is None:
        return None
    return int(proposal["year_øre"]) * years


def similar_cases(evidence: Evidence, among: QuerySet[Case]) -> list[tuple[Decision, Similar]]:
    """The decided cases most like one, with their latest decision, among those that may be seen."""
    case = evidence.fields["case"]["id"]
    decided = Decision.objects.filter(case__in=among).exclude(case=case)
    # What is long is read of those alone that are shown.
    rows = decided.select_related("case").defer("evidence", "letter", "text", "deviation")
    latest = {each.case_id: each for each in rows.order_by("case_id", "number")}
    traits = {key: each.traits for key, each in latest.items()}
    return [(latest[each.key], each) for each in most_similar(traits_of(evidence), traits)]


def _outcome(case: Case, outcome: str) -> Outcome:
    known = {each.id: (each, why_not) for each, why_not in outcomes_for(case)}
    if outcome not in known:
        raise UserError("choose what the case is decided to")
    found, why_not = known[outcome]
    if why_not:
        raise UserError(why_not)
    return found


def _cleaned(ruling: Ruling, outcome: Outcome, dated: date) -> Ruling:
    chosen = [reasons()[each] for each in dict.fromkeys(ruling.reasons) if each in reasons()]
    if not chosen:
        raise UserError("choose at least one reason")
    for each in chosen:
        if outcome.id not in each.outcomes:
            raise UserError(
                "this reason cannot carry the decision: {reason}", reason=Message(each.name)
            )
    missing = _NO_TEXT if any(each.needs_text for each in chosen) else None
    return replace(
        ruling,
        reasons=[each.id for each in chosen],
        text=free_text(ruling.text, TEXT_LENGTH // 4, missing, not_cpr=ruling.not_cpr),
        years=_years(ruling.years, dated.year) if outcome.money else (),
        deviation=free_text(ruling.deviation, TEXT_LENGTH // 4, not_cpr=ruling.not_cpr),
    )


def _years(years: Years, first: int) -> Years:
    """The years of a commitment without empty ones at its end."""
    given = list(years)
    while given and not given[-1][1]:
        given.pop()
    if not given:
        raise UserError("write the amount of the commitment for at least one year")
    longest = outcomes().longest_years
    if len(given) > longest:
        raise UserError("a commitment runs for at most {years} years", years=longest)
    if [year for year, _ in given] != list(range(first, first + len(given))):
        raise UserError(
            "the commitment counts in {year}, so its years follow from there", year=str(first)
        )
    if any(øre < 0 for _, øre in given):
        raise UserError("an amount must be above zero")
    return tuple(given)


def _made(case: Case, ready: Prepared, by: User, through: Membership, paper: bytes) -> Decision:
    booked = _booked(case, ready, by)
    step = None
    if ready.outcome.phase:
        first = Message(reasons()[ready.ruling.reasons[0]].name)
        reason = ready.ruling.text or first.in_language(LANGUAGE)
        step = take_step(case, ready.outcome.phase, by, through, reason, decided=True, not_cpr=True)
    return Decision.objects.create(
        case=case,
        number=case.decisions.count() + 1,
        outcome=ready.outcome.id,
        by=by,
        dated=ready.dated,
        years=[list(each) for each in ready.ruling.years],
        total_øre=ready.total_øre,
        proposed_øre=ready.proposed_øre if ready.outcome.weighs_proposal else None,
        reasons=list(ready.ruling.reasons),
        text=ready.ruling.text,
        deviates=ready.deviates,
        deviation=ready.ruling.deviation if ready.deviates else "",
        evidence=ready.evidence.text,
        evidence_digest=ready.evidence.digest,
        traits=traits_of(ready.evidence),
        letter=ready.letter,
        step=step,
        paper=_kept(case, ready, by, paper) if ready.outcome.letter else None,
        booked=booked,
    )


def _refuse_what_moved_on(case: Case, ready: Prepared) -> None:
    """The case is locked: what the decision rests on is still so, or it is not made."""
    seen, now = ready.evidence.fields, evidence_of_case(case)
    proposal = in_force(case, ready.dated.year)
    is_same = (seen["proposal"] or {}).get("id") == (proposal.pk if proposal else None)
    if not is_same or now != {name: seen[name] for name in now}:
        raise MovedOnError(_MOVED_ON)


def _tell(made: Decision) -> None:
    """A letter to the parties where no step tells them that something is decided."""
    path = reverse("decisions:decision", kwargs={"case": made.case_id, "number": made.number})
    told = _TOLD.filled(case=made.case.name)
    for person in people_of_the_parties(made.case, READ):
        write(person, f"decision {made.pk}", told, told, path)


def _booked(case: Case, ready: Prepared, by: User) -> Entry | None:
    """What the ledger books; raises where the money is not there."""
    signature = Signature(by, ready.dated, ready.ruling.text[:500])
    match ready.outcome.money:
        case "commit":
            grant = case.grant or _new_grant(case)
            case.grant = grant
            case.save(update_fields=["grant"])
            return ledger.commit(grant, ready.total_øre, signature)
        case "change" if case.grant:
            change = ready.total_øre - _committed(case)
            return ledger.change(case.grant, change, signature) if change else None
    return None


def _new_grant(case: Case) -> Grant:
    """A grant to the housing organisation, or to the first party where there is none."""
    parties = list(case.parties.order_by("name"))
    housing = [each for each in parties if each.kind == OrganisationKind.HOUSING]
    return ledger.new_grant(case.name, (housing or parties)[0], kind_of(case.kind).part)


def _committed(case: Case) -> int:
    """What the latest decision on money has committed."""
    latest = case.decisions.exclude(booked=None).order_by("-number").first()
    return latest.total_øre if latest else 0


def _kept(case: Case, ready: Prepared, by: User, content: bytes) -> Version:
    """The letter as a version of the document that the case asks for."""
    paper = next((each for each in papers(case) if each.key == ready.outcome.letter), None)
    if paper is None:
        raise UserError("the case has no place for the letter; decide it from its own phase")
    title = pieces_of(ready.letter)["title"]
    file = FileSent(keep([content]), f"{title[:100]}.pdf", "application/pdf")
    latest = paper.latest.number if paper.latest else 0
    text = plain_text(ready.letter)[:TEXT_LENGTH]
    return save_version(paper, Content(text, file=file, not_cpr=True), by, "fund", latest)


def _log(made: Decision, by: User) -> None:
    content = {
        "outcome": made.outcome,
        "number": made.number,
        "total_øre": made.total_øre,
        "years": made.years,
        "reasons": made.reasons,
        "deviates": made.deviates,
        "evidence": made.evidence_digest,
        "letter": made.paper.file_digest if made.paper else "",
        "booked": made.booked_id,
    }
    record("decision.made", by, content, made.case_id)


_TOLD = Message("The Fund has made a decision in {case}")
_MOVED_ON = Message(
    "the case, its papers or the proposal have changed since this was written; nothing is decided "
    "and nothing you wrote is lost, look at what the decision rests on now and decide again"
)
_DEVIATES = Message(
    "the proposal of the year gives {proposed} over these years, and this gives {decided}; write "
    "why it differs"
)
_NO_TEXT = Message("write the reason in your own words")
