"""A distribution as a scenario keeps it, and the same distribution reckoned anew from that."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from django.utils.http import urlencode

from boligsocial.index.specification import Specification
from boligsocial.messages import UserError
from boligsocial.money import mio_from_øre
from boligsocial.portal.distribution import law, need
from boligsocial.portal.distribution.choices import LIST, PRINCIPLES, Choice, read_choice
from boligsocial.portal.distribution.fields import FRAME, NUMBERS, OPTIONS
from boligsocial.portal.distribution.optimum.best import best_of
from boligsocial.portal.distribution.pages import NOW
from boligsocial.portal.distribution.shared_out import SharedOut, shared_out
from boligsocial.portal.figures import NAME, lists_of
from boligsocial.portal.scenarios.merging import Merging
from boligsocial.portal.scenarios.models import Scenario
from boligsocial.portal.scenarios.results import RANKED, Result, Summary


@dataclass(frozen=True)
class Recomputed:
    """A scenario with its result of today, or the one line that says why there is none."""

    scenario: Scenario
    result: Result | None
    mistake: UserError | None = None

    @property
    def now(self) -> Summary | None:
        """What it comes to today."""
        return self.result.summary if self.result else None

    @property
    def has_changed(self) -> bool:
        """Whether the distribution of today is another than the one that was saved."""
        return self.now is not None and self.now != summary_when_saved(self.scenario)


def result_of(shared: SharedOut, method: str) -> Result:
    """A frame shared out in one of the two ways.

    Raises:
        UserError: more areas than a page has time for.
    """
    return Result(shared, None if method == RANKED else best_of(shared))


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


def frozen_reform(choice: Choice) -> dict[str, Any] | None:
    """The reform in full, also one that comes with the product; none for the law as it stands."""
    return json.loads(law.written(choice.reform)) if choice.reform else None


def frozen_index(choice: Choice) -> dict[str, Any] | None:
    """The specification in full, also one that comes with the product; none for the criteria."""
    return json.loads(need.written(choice.index)) if choice.index else None


def query_of_scenario(scenario: Scenario) -> str:
    """The query of Fordeling's address that shows the scenario."""
    own = _parameters(scenario)
    short = {
        law.REFORM: law.in_address(law.reform_in(own.get(law.REFORM, ""))),
        need.NEED: need.in_address(_index(scenario)),
    }
    own |= {name: value for name, value in short.items() if value}
    return urlencode({**own, NAME: scenario.figures})


def recompute(scenario: Scenario) -> Result:
    """The result of a scenario, from what it has frozen.

    Raises:
        UserError: its snapshot, list or principles are no longer here, or other areas are
            neighbours.
    """
    lists = lists_of(scenario.figures)
    choice = read_choice(_parameters(scenario), lists, frame_mio=NOW.mio, principles=NOW.period)
    for mistake in choice.mistakes.values():
        raise UserError(
            "the scenario {name} cannot be reckoned any more: {mistake}",
            name=scenario.name,
            mistake=mistake,
        )
    choice = replace(choice, index=_index(scenario))
    if scenario.merging is None:
        return Result(shared_out(choice, lists), None)
    merging = Merging.model_validate(scenario.merging)
    best = best_of(shared_out(merging.over(choice), lists), merging.within_m)
    if not merging.are_the_same(best.pairs):
        raise UserError(
            "the scenario {name} cannot be reckoned any more: other areas are neighbours than "
            "when it was saved",
            name=scenario.name,
        )
    return Result(best.shared, best)


def recomputed(scenario: Scenario) -> Recomputed:
    """As `recompute`, with the mistake beside the scenario."""
    try:
        return Recomputed(scenario, recompute(scenario))
    except UserError as error:
        return Recomputed(scenario, None, error)


def _parameters(scenario: Scenario) -> dict[str, str]:
    frame = {FRAME.name: f"{mio_from_øre(scenario.frame_øre):f}"}
    rule = {law.REFORM: json.dumps(scenario.reform)} if scenario.reform is not None else {}
    return {LIST: scenario.list_id, **rule, **frame, **scenario.choices}


def _index(scenario: Scenario) -> Specification | None:
    return None if scenario.index is None else Specification.model_validate(scenario.index)
