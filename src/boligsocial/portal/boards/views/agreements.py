"""The page of an agreement: its text in versions, what changed, who has signed it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from boligsocial.messages import UserError
from boligsocial.portal.boards.agreed import AgreementState, agreement_of
from boligsocial.portal.boards.models import AGREEMENT_LENGTH, AgreementVersion
from boligsocial.portal.boards.services import agreements
from boligsocial.portal.boards.services.agreements import Draft, Key
from boligsocial.portal.boards.slugs import key_of_slug, slug_of
from boligsocial.portal.boards.views.common import SIGN, At, at
from boligsocial.portal.cases.access import DECIDE, READ, WRITE
from boligsocial.portal.cases.differences import line_pairs
from boligsocial.portal.forms import done, is_said, mistaken, number_in, said
from boligsocial.portal.meanwhile import ChangedMeanwhileError
from boligsocial.portal.people.gate import needs


@needs("case.read")
def agreement(request: HttpRequest, case: int, agreement: str) -> HttpResponse:
    """An agreement of the case."""
    here = at(request, case, READ)
    return _page(request, here, _key(here, agreement))


@needs("case.write")
@require_POST
def write(request: HttpRequest, case: int, agreement: str) -> HttpResponse:
    """Save a new version."""
    here = at(request, case, WRITE)
    key = _key(here, agreement)
    draft = Draft(
        said(request, "text"), said(request, "note"), number_in(said(request, "made_from")) or 0,
        is_said(request, "not_cpr"),
    )  # fmt: skip
    return _done(request, here, key, partial(agreements.write, here.case, key, draft, here.user))


@needs(SIGN)
@require_POST
def sign(request: HttpRequest, case: int, agreement: str) -> HttpResponse:
    """Sign the version shown for a party."""
    here = at(request, case, SIGN)
    key = _key(here, agreement)

    def act() -> None:
        party = here.party(said(request, "organisation"))
        agreements.sign(_version(here, key), said(request, "digest"), party, here.user)

    return _done(request, here, key, act)


@needs("case.decide")
@require_POST
def approve(request: HttpRequest, case: int, agreement: str) -> HttpResponse:
    """The Fund approves a change of the strategic agreement."""
    here = at(request, case, DECIDE)
    key = _key(here, agreement)

    def act() -> None:
        agreements.approve(
            _version(here, key), said(request, "digest"), said(request, "reason"), here.user,
            is_said(request, "not_cpr"),
        )  # fmt: skip

    return _done(request, here, key, act)


def _done(request: HttpRequest, here: At, key: Key, act: Callable[[], object]) -> HttpResponse:
    page = partial(_page, request, here, key)
    return done(act, page, "boards:agreement", case=here.case.pk, agreement=slug_of(key))


def _page(
    request: HttpRequest, here: At, key: Key, mistake: UserError | None = None
) -> HttpResponse:
    shown = _agreement(here, key)
    latest = shown.latest
    before, after = _chosen(request, shown)
    stale = mistake if isinstance(mistake, ChangedMeanwhileError) else None
    context = {
        "case": here.case,
        "here": here,
        "agreement": shown,
        "slug": slug_of(key),
        "latest": latest,
        "may_sign": [each for each in here.signs_for if latest and each in latest.waiting],
        "before": before,
        "after": after,
        "compared": line_pairs(before.text, after.text) if before and after else (),
        "stale": stale,
        "differing": line_pairs(stale.latest, said(request, "text")) if stale else (),
        "made_from": stale.number if stale else latest.version.number if latest else 0,
        "longest": AGREEMENT_LENGTH,
        **mistaken(request, mistake),
    }
    return render(request, "boards/agreement.html", context, status=422 if mistake else 200)


def _chosen(
    request: HttpRequest, shown: AgreementState
) -> tuple[AgreementVersion | None, AgreementVersion | None]:
    """The two versions of the address; the two latest where it names none."""
    by_number = {each.version.number: each.version for each in shown.versions}
    last = max(by_number, default=0)
    before = by_number.get(number_in(request.GET.get("fra", "")) or last - 1)
    after = by_number.get(number_in(request.GET.get("til", "")) or last)
    return before, after


def _key(here: At, slug: str) -> Key:
    key = key_of_slug(slug)
    if key is None or agreement_of(here.case, key) is None:
        raise Http404
    return key


def _agreement(here: At, key: Key) -> AgreementState:
    found = agreement_of(here.case, key)
    if found is None:
        raise Http404
    return found


def _version(here: At, key: Key) -> AgreementVersion:
    latest = _agreement(here, key).latest
    if latest is None:
        raise UserError("the agreement is not written yet")
    return latest.version
