"""Whether a decision would rest on the same today: each part of its evidence held against now."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from boligsocial.messages import Message, UserError
from boligsocial.portal.cases.documents import digest_of_version
from boligsocial.portal.cases.files import path_of
from boligsocial.portal.cases.models import Version
from boligsocial.portal.decision_log.models import LogEntry
from boligsocial.portal.decision_log.services import hash_of
from boligsocial.portal.decisions.evidence import Fields, evidence_of_figures, evidence_of_proposal
from boligsocial.portal.decisions.models import Decision
from boligsocial.portal.decisions.proposal import proposed_for


@dataclass(frozen=True)
class Checked:
    """A part of the evidence: whether it is the same today, and in a sentence what was found."""

    what: Message
    is_same: bool
    found: Message


def recheck(decision: Decision) -> list[Checked]:
    """Each part of a decision's evidence, worked out or looked up anew."""
    evidence: Fields = json.loads(decision.evidence)
    return [
        _of_itself(decision),
        _of_log(decision),
        _of_figures(decision, evidence),
        _of_proposal(decision, evidence),
        _of_papers(decision, evidence),
    ]


def _of_itself(decision: Decision) -> Checked:
    digest = hashlib.sha256(decision.evidence.encode("utf-8")).hexdigest()
    same = digest == decision.evidence_digest
    return Checked(_EVIDENCE, same, _UNTOUCHED if same else _TOUCHED)


def _of_log(decision: Decision) -> Checked:
    entries = LogEntry.objects.filter(kind="decision.made", case=decision.case_id)
    told = next(
        (each for each in entries if json.loads(each.content)["number"] == decision.number), None
    )
    if told is None or json.loads(told.content)["evidence"] != decision.evidence_digest:
        return Checked(_LOG, False, _NOT_LOGGED)
    same = told.hash == hash_of(told)
    return Checked(_LOG, same, _LOGGED.filled(number=str(told.number)) if same else _TOUCHED)


def _of_figures(decision: Decision, evidence: Fields) -> Checked:
    try:
        now = json.loads(json.dumps(evidence_of_figures(decision.case)))
    except UserError as error:
        return Checked(_FIGURES, False, error.message)
    changed = [name for name in now if now[name] != evidence[name]]
    return Checked(_FIGURES, not changed, _RECKONED_OTHERWISE if changed else _RECKONED_THE_SAME)


def _of_proposal(decision: Decision, evidence: Fields) -> Checked:
    was = evidence["proposal"]
    year = decision.dated.year
    now = evidence_of_proposal(proposed_for(decision.case, year), year)
    if json.loads(json.dumps(now)) == was:
        return Checked(_PROPOSAL, True, _THE_SAME_PROPOSAL if was else _NO_PROPOSAL)
    return Checked(_PROPOSAL, False, _ANOTHER_PROPOSAL)


def _of_papers(decision: Decision, evidence: Fields) -> Checked:
    for paper in evidence["documents"]:
        version = Version.objects.filter(
            document__case=decision.case_id, document__asked=paper["asked"],
            document__in_phase=paper["in_phase"], number=paper["version"],
        ).first()  # fmt: skip
        named = {"paper": paper["name"] or paper["asked"], "version": str(paper["version"])}
        if version is None or digest_of_version(version) != paper["digest"]:
            return Checked(_PAPERS, False, _PAPER_CHANGED.filled(**named))
        try:
            if paper["file"]:
                path_of(paper["file"])
        except UserError:
            return Checked(_PAPERS, False, _PAPER_CHANGED.filled(**named))
    return Checked(_PAPERS, True, _PAPERS_THERE.filled(count=str(len(evidence["documents"]))))


_EVIDENCE, _LOG = Message("the evidence itself"), Message("the log")
_FIGURES, _PROPOSAL = Message("the figures and what the law says of them"), Message("the proposal")
_PAPERS = Message("the papers")
_UNTOUCHED = Message("not a byte has changed")
_TOUCHED = Message("it has been changed since the decision")
_LOGGED = Message("entry {number} of the log names the same evidence")
_NOT_LOGGED = Message("no entry of the log names this evidence")
_RECKONED_THE_SAME = Message(
    "worked out anew from the same figures, every value and answer is the same"
)
_RECKONED_OTHERWISE = Message("worked out anew, some values or answers are others")
_THE_SAME_PROPOSAL = Message("the proposal of the year is the same and gives the same")
_NO_PROPOSAL = Message("the year had no proposal for the case, and has none")
_ANOTHER_PROPOSAL = Message("the proposal of the year is another now, or gives something else")
_PAPER_CHANGED = Message("{paper}, version {version}, is gone or has been changed")
_PAPERS_THERE = Message("all {count} are there as they were")
