"""A distribution as a scenario keeps it, and the same distribution reckoned anew from that."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from django.utils.http import urlencode

from boligsocial.messages import UserError
from boligsocial.money import mio_from_øre
from boligsocial.portal.distribution.choices import LIST, PRINCIPLES, Choice, read_choice
from boligsocial.portal.distribution.fields import FRAME, NUMBERS, OPTIONS
from boligsocial.portal.distribution.pages import NOW
from boligsocial.portal.distribution.shared_out import SharedOut, shared_out
from boligsocial.portal.figures import NAME, lists_of
from boligsocial.portal.scenarios.models import Scenario


@dataclass(frozen=True)
class Summary:
    """What a distribution comes to, whole øre a year; `fingerprint` is of each area's grant."""

    granted_øre: int
    left_øre: int
    areas: int
    residents: int
    fingerprint: str


@dataclass(frozen=True)
class Recomputed:
    """A scenario with its distribution of today, or the one line that says why there is none."""

    scenario: Scenario
    shared: SharedOut | None
    mistake: UserError | None = None

    @property
    def now(self) -> Summary | None:
        """What it comes to today."""
        return summary(self.shared) if self.shared else None

    @property
    def has_changed(self) -> bool:
        """Whether the distribution of today is another than the one that was saved."""
        return self.now is not None and self.now != summary_when_saved(self.scenario)


def summary(shared: SharedOut) -> Summary:
    """What a distribution comes to."""
    result = shared.distribution
    grants = sorted((each.candidate.area_id, each.øre) for each in result.grants)
    written = "\n".join(f"{area_id}\t{øre}" for area_id, øre in grants)
    return Summary(
        granted_øre=result.spent_øre,
        left_øre=result.left_øre,
        areas=shared.reached,
        residents=result.residents_reached,
        fingerprint=sha256(written.encode()).hexdigest(),
    )


def summary_when_saved(scenario: Scenario) -> Summary:
    """What it came to when it was saved."""
    return Summary(
        scenario.granted_øre,
        scenario.left_øre,
        scenario.areas,
        scenario.residents,
        scenario.fingerprint,
    )


def frozen_choices(choice: Choice) -> dict[str, str]:
    """The principles with every field, also those that are as in the preset.

    A later release may change a preset; the scenario then still stands on what was saved.
    """
    numbers = {each.name: f"{each.read(choice.principles).normalize():f}" for each in NUMBERS}
    options = {each.name: each.read(choice.principles) for each in OPTIONS}
    return {PRINCIPLES: choice.preset.id, **numbers, **options}


def query_of_scenario(scenario: Scenario) -> str:
    """The query of Fordeling's address that shows the scenario."""
    return urlencode({**_parameters(scenario), NAME: scenario.figures})


def recompute(scenario: Scenario) -> SharedOut:
    """The distribution of a scenario, from what it has frozen.

    Raises:
        UserError: its snapshot, list or principles are no longer here.
    """
    lists = lists_of(scenario.figures)
    choice = read_choice(_parameters(scenario), lists, frame_mio=NOW.mio, principles=NOW.period)
    for mistake in choice.mistakes.values():
        raise UserError(
            "the scenario {name} cannot be reckoned any more: {mistake}",
            name=scenario.name,
            mistake=mistake,
        )
    return shared_out(choice, lists)


def recomputed(scenario: Scenario) -> Recomputed:
    """As `recompute`, with the mistake beside the scenario."""
    try:
        return Recomputed(scenario, recompute(scenario))
    except UserError as error:
        return Recomputed(scenario, None, error)


def _parameters(scenario: Scenario) -> dict[str, str]:
    frame = {FRAME.name: f"{mio_from_øre(scenario.frame_øre):f}"}
    return {LIST: scenario.list_id, **frame, **scenario.choices}
