"""The made-up scenarios of a demonstration, written in `demo.toml`, on the published figures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from django.db import transaction

from boligsocial.definitions import Definition, read_definition
from boligsocial.portal.distribution.choices import read_choice
from boligsocial.portal.distribution.pages import NOW
from boligsocial.portal.distribution.shared_out import shared_out
from boligsocial.portal.figures import PUBLISHED, lists_of
from boligsocial.portal.people.models import User, today
from boligsocial.portal.scenarios.frozen import result_of
from boligsocial.portal.scenarios.models import Scenario
from boligsocial.portal.scenarios.results import RANKED
from boligsocial.portal.scenarios.services import put_forward, save_scenario


class DemoScenario(Definition):
    """A scenario that nobody saved; `choices` as in the address of Fordeling.

    proposed_by, reason: where it is put forward as the proposal of the coming year.
    """

    name: str
    note: str
    saved_by: str
    choices: Mapping[str, str]
    method: str = RANKED
    version_of: str = ""
    proposed_by: str = ""
    reason: str = ""


class Demo(Definition):
    """The scenarios, in the order in which they are saved."""

    scenario: tuple[DemoScenario, ...]


def make_demo_scenarios() -> int:
    """Save the scenarios where none has been saved; their number."""
    if Scenario.objects.exists():
        return 0
    demo = read_definition(Path(__file__).parent / "demo.toml", Demo)
    people = {each.email: each for each in User.objects.filter(is_demo=True)}
    saved: dict[str, Scenario] = {}
    with transaction.atomic():
        for each in demo.scenario:
            saved[each.name] = _made(each, people, saved)
    return len(saved)


def _made(
    each: DemoScenario, people: Mapping[str, User], saved: Mapping[str, Scenario]
) -> Scenario:
    choice = read_choice(
        each.choices, lists_of(PUBLISHED), frame_mio=NOW.mio, principles=NOW.period
    )
    result = result_of(shared_out(choice, lists_of(PUBLISHED)), each.method)
    by, earlier = people[each.saved_by], saved.get(each.version_of)
    made = save_scenario(result, each.name, each.note, by, earlier)
    if each.proposed_by:
        put_forward(made, str(today().year + 1), each.reason, people[each.proposed_by])
    return made
