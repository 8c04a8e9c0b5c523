"""Distributions kept under a name, compared, and put forward as the proposal of a year."""

from __future__ import annotations

from boligsocial.portal import triggers


class ScenariosConfig(triggers.GuardedApp):
    name = "boligsocial.portal.scenarios"
    guarded_table = "scenarios_proposal"
    kept = (("scenarios_scenario", "a scenario"),)
    stays = (("scenarios_proposal", "a proposal"),)
