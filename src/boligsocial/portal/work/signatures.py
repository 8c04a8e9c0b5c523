"""The agreements that wait for a person's signature."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import prefetch_related_objects
from django.urls import reverse

from boligsocial.messages import Message
from boligsocial.portal.boards.agreed import agreements_of, look_up_agreements
from boligsocial.portal.boards.slugs import slug_of
from boligsocial.portal.cases.access import organisations_of
from boligsocial.portal.people.gate import Who
from boligsocial.portal.work.waiting import Waiting, open_cases

_TO_SIGN = Message("waits for your signature: {agreement}")


def signatures(who: Who) -> Iterator[Waiting]:
    """The latest version of each agreement that an organisation of theirs has not signed."""
    own = {each.pk for each in organisations_of(who, "board.decide")}
    if not own:
        return
    cases = list(open_cases(who).filter(parties__in=own, agreements__isnull=False))
    prefetch_related_objects(cases, "parties")
    look_up_agreements(cases)
    for case in cases:
        for state in agreements_of(case):
            latest = state.latest
            if latest and own.intersection(each.pk for each in latest.waiting):
                address = reverse(
                    "boards:agreement", kwargs={"case": case.pk, "agreement": slug_of(state.key)}
                )
                yield Waiting(case, "sign", _TO_SIGN.filled(agreement=state.name), None, address)
