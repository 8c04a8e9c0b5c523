"""The proposal of the year that the decisions of a demonstration are held against."""

from __future__ import annotations

from boligsocial.portal.demonstration.definitions import Demo
from boligsocial.portal.distribution.choices import read_choice
from boligsocial.portal.distribution.pages import NOW
from boligsocial.portal.distribution.shared_out import shared_out
from boligsocial.portal.people.models import User, today
from boligsocial.portal.scenarios.frozen import result_of
from boligsocial.portal.scenarios.results import RANKED
from boligsocial.portal.scenarios.services import put_forward, save_scenario
from boligsocial.snapshots.sealed import SealedLists


def propose(lists: SealedLists, demo: Demo) -> None:
    """Save the distribution on a snapshot and put it forward for the year of today."""
    told = demo.proposal
    choice = read_choice({}, lists, frame_mio=told.frame_mio, principles=NOW.period)
    result = result_of(shared_out(choice, lists), RANKED)
    analyst = User.objects.get(email=told.by, is_demo=True)
    saved = save_scenario(result, told.name, "", analyst)
    decider = User.objects.get(email=demo.decider, is_demo=True)
    put_forward(saved, str(today().year), told.reason, decider)
