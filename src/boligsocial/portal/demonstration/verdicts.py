"""How the decision-maker of a demonstration decides its cases."""

from __future__ import annotations

from collections.abc import Mapping

from boligsocial.money import øre_from_mio
from boligsocial.portal.cases.models import Case
from boligsocial.portal.decisions.services import Ruling, decide
from boligsocial.portal.demonstration.definitions import Demo, DemoCase
from boligsocial.portal.demonstration.people import Cast
from boligsocial.portal.people.models import today

_OUTCOMES: Mapping[str, str] = {
    "commitment": "commit",
    "included": "include",
    "rejected": "reject",
}


def decide_as_told(of: DemoCase, case: Case, to: str, demo: Demo, cast: Cast) -> None:
    """Decide a case to the phase that it goes to."""
    decider = cast.person(demo.decider)
    first = today().year
    years = tuple((first + place, øre_from_mio(each)) for place, each in enumerate(of.mio))
    ruling = Ruling(
        _OUTCOMES[to],
        [of.because],
        of.reason,
        years if to == "commitment" else (),
        deviation="Beløbet følger ansøgningen og det, som parterne har budgetteret med.",
    )
    decide(case, ruling, decider.user, decider.through)
