"""Financing plans: what an effort costs, who pays it, and how much of it is local."""

from __future__ import annotations

from boligsocial.portal import triggers


class FinancingConfig(triggers.GuardedApp):
    name = "boligsocial.portal.financing"
    guarded_table = "financing_planversion"
    kept = (("financing_planversion", "a version of a plan"),)

    def ready(self) -> None:
        super().ready()
        from boligsocial.portal.cases.facts import tells_of_cases
        from boligsocial.portal.financing import services

        looks_up = services.look_up_plans
        tells_of_cases("financing_plan", services.tells_of_plan, looks_up)
        tells_of_cases("local_share", services.tells_of_local_share, looks_up)
