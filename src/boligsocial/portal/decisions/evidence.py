"""What a decision rests on, frozen: figures, verdicts, proposal, documents, plan and agreements.

Everything is text, whole numbers, truth values, lists and mappings, so that equal evidence has
equal bytes; figures that are not whole are written as they are, unrounded. No clock is read.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from boligsocial.disclosure.limits import default_limits
from boligsocial.law.verdicts import AreaVerdict, Verdict
from boligsocial.portal.boards.models import AgreementVersion
from boligsocial.portal.cases.documents import digest_of_version
from boligsocial.portal.cases.models import Case, Place, Version
from boligsocial.portal.cases.place_figures import list_of
from boligsocial.portal.decision_log.services import canonical, digest_of
from boligsocial.portal.decisions.proposal import Proposed, proposed_for
from boligsocial.portal.estates.attached import KIND, evidence_in
from boligsocial.portal.figures import lists_of
from boligsocial.portal.financing.services import latest_version
from boligsocial.snapshots.area_lists import AreaList, AreaLists
from boligsocial.snapshots.attached import has_evidence, shown_nearby
from boligsocial.snapshots.estates import IndexPlace
from boligsocial.snapshots.sealed import SealedLists
from boligsocial.snapshots.store.manifest import NAME as MANIFEST

Fields = dict[str, Any]
_FORM = 1


@dataclass(frozen=True)
class Evidence:
    """What a decision rests on: as canonical JSON, and its SHA-256."""

    fields: Fields

    @property
    def text(self) -> str:
        return canonical(self.fields)

    @property
    def digest(self) -> str:
        return digest_of(self.fields)


def evidence_of(case: Case, year: int, proposed: Proposed | None = None) -> Evidence:
    """What a decision on a case would rest on now; `proposed` if it has been looked up.

    Raises:
        UserError: the figures of the case are no longer here, or have changed.
    """
    return Evidence(
        {
            "form": _FORM,
            **evidence_of_figures(case),
            "proposal": evidence_of_proposal(proposed or proposed_for(case, year), year),
            **evidence_of_case(case),
        }
    )


def evidence_of_figures(case: Case) -> Fields:
    """The figures of the case's places, past the gate, and by what they can be found again.

    Raises:
        UserError: they are no longer here, or have changed since they were sealed.
    """
    lists = lists_of(case.figures)
    on = list_of(case, lists)
    limits = default_limits().model_dump_json()
    return {
        "figures": {
            "id": case.figures,
            "kind": lists.kind,
            "list": on.list_id,
            "on": on.on.isoformat(),
            "rules": on.rules.id,
            "manifest": seal_of(lists),
        },
        "disclosure": hashlib.sha256(limits.encode("utf-8")).hexdigest(),
        "places": [
            {**_place(each, lists, on), **_nearby(case, each, lists)} for each in case.places.all()
        ],
    }


def evidence_of_case(case: Case) -> Fields:
    """Where the case is, and its papers with their digests."""
    return {
        "case": {"id": case.pk, "kind": case.kind, "phase": case.phase, "step": case.in_phase},
        "documents": [
            {
                "asked": each.document.asked,
                "name": each.document.name,
                "in_phase": each.document.in_phase,
                "version": each.number,
                "digest": digest_of_version(each),
                "file": each.file_digest,
            }
            for each in latest_papers(case)
        ],
        "financing": _financing(case),
        "agreements": _agreements(case),
    }


def evidence_of_proposal(proposed: Proposed, year: int) -> Fields | None:
    """What the proposal of the year gives the case; none where there is no proposal."""
    if proposed.proposal is None:
        return None
    scenario = proposed.proposal.scenario
    return {
        "id": proposed.proposal.pk,
        "year": year,
        "scenario": scenario.pk,
        "name": scenario.name,
        "figures": scenario.figures,
        "list": scenario.list_id,
        "frame_øre": scenario.frame_øre,
        "choices": scenario.choices,
        "fingerprint": scenario.fingerprint,
        "year_øre": proposed.year_øre,
        "places": [
            {
                "area": each.candidate.area_id,
                "name": each.area.name,
                "tier": each.candidate.tier.value,
                "need": _exact(each.candidate.need),
                "outcome": each.outcome.value,
                "øre": each.øre,
            }
            for each in proposed.places
        ],
    }


def latest_papers(case: Case) -> list[Version]:
    """The latest version of each document of a case."""
    every = Version.objects.filter(document__case=case).select_related("document")
    latest = {each.document_id: each for each in every.order_by("document_id", "number")}
    return list(latest.values())


def seal_of(lists: AreaLists) -> str:
    """The SHA-256 of a snapshot's manifest; of the published tables, of what is tested of them."""
    if isinstance(lists, SealedLists):
        manifest = (lists.snapshot.folder / MANIFEST).read_bytes()
        return hashlib.sha256(manifest).hexdigest()
    return hashlib.sha256(lists.stated.write_csv().encode("utf-8")).hexdigest()


def _place(place: Place, lists: AreaLists, on: AreaList) -> Fields:
    named = {
        "geography": place.geography,
        "id": place.place_id,
        "name": place.name,
        "municipality": place.municipality,
    }
    if place.geography == "area":
        return {**named, **_area(place.place_id, lists, on)}
    estate = lists.estates.get(place.place_id) if isinstance(lists, SealedLists) else None
    if estate is None:
        return {**named, "residents": None, "index": []}
    hidden = {"is_hidden": True} if estate.is_hidden else {}
    return {
        **named,
        **hidden,
        "municipality_code": estate.municipality_code,
        "residents": estate.residents,
        "index": [_index(estate.estate_id, estate.name, estate.index)] if estate.index else [],
    }


def _nearby(case: Case, place: Place, lists: AreaLists) -> Fields:
    """The areas beside an estate that is to be taken along, past the gate."""
    if case.kind != KIND or place.geography != "estate" or not isinstance(lists, SealedLists):
        return {}
    if not has_evidence(lists.snapshot):
        return {}
    found = shown_nearby(evidence_in(lists), lists.snapshot, place.place_id)
    return {
        "nearby": [
            {
                "area": each.area_id,
                "name": lists.areas[each.area_id].name,
                "distance_m": _exact(each.distance_m),
                "moves_from_area": each.moves_from_area,
                "moves_in": each.moves_in,
                "expected": _exact(each.expected),
            }
            for each in found
        ]
    }


def _area(area_id: str, lists: AreaLists, on: AreaList) -> Fields:
    area = lists.areas.get(area_id)
    verdict = lists.verdicts.get((on.list_id, area_id)) or lists.last_complete(area_id, on.list_id)
    estates = lists.estates.values() if isinstance(lists, SealedLists) else ()
    return {
        "municipality_code": area.municipality_code if area else "",
        "residents": _whole(verdict.area["residents"]) if verdict else None,
        "said": dict(lists.statuses_on(on.list_id, area_id)),
        "verdict": _verdict(lists.told(verdict)) if verdict else None,
        "index": [
            _index(each.estate_id, each.name, each.index)
            for each in estates
            if area_id in each.areas and each.index and not each.is_hidden
        ],
    }


def _verdict(verdict: AreaVerdict) -> Fields:
    return {
        "list": verdict.area["list_id"],
        "on": verdict.on.isoformat(),
        "rules": verdict.rules.id,
        "statuses": dict(verdict.statuses),
        "criteria": [_criterion(each) for each in verdict.verdicts],
    }


def _criterion(verdict: Verdict) -> Fields:
    return {
        "id": verdict.criterion.id,
        "measure": verdict.criterion.measure.id,
        "unit": verdict.criterion.measure.unit,
        "is_social": verdict.criterion.measure.social,
        "operator": verdict.criterion.operator,
        "value": _exact(verdict.value),
        "limit": _exact(verdict.threshold),
        "margin": _exact(verdict.margin),
        "met": verdict.met,
        "residents_to_flip": verdict.residents_to_flip,
        "is_at_most": verdict.flip_is_upper_bound,
    }


def _index(estate_id: str, name: str, place: IndexPlace) -> Fields:
    return {
        "estate": estate_id,
        "name": name,
        "rank": place.rank,
        "of": place.of,
        "low": place.low,
        "high": place.high,
        "is_pooled": place.pooled,
    }


def _financing(case: Case) -> Fields | None:
    version = latest_version(case)
    if version is None:
        return None
    return {"version": version.number, "digest": digest_of(version.content)}


def _agreements(case: Case) -> list[Fields]:
    every = AgreementVersion.objects.filter(agreement__case=case).select_related("agreement")
    latest = {each.agreement_id: each for each in every.order_by("agreement_id", "number")}
    return [
        {
            "kind": each.agreement.kind,
            "focus_area": each.agreement.focus_area,
            "version": each.number,
            "digest": each.digest,
            "signed_by": sorted(
                each.signatures.values_list("organisation__name", flat=True).distinct()
            ),
        }
        for each in latest.values()
    ]


def _exact(value: float | None) -> str | None:
    return None if value is None else repr(float(value))


def _whole(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) else None
