"""Physical and social together: development plans, rehousing and social efforts in one view."""

from __future__ import annotations

from boligsocial.portal import triggers


class DevelopmentConfig(triggers.GuardedApp):
    name = "boligsocial.portal.development"
    guarded_table = "development_plannedmeasure"
    kept = (
        ("development_plannedmeasure", "a measure of a version"),
        ("development_planversion", "a version of a plan"),
        ("development_statusreport", "a status report"),
    )

    def ready(self) -> None:
        super().ready()
        from boligsocial.portal.cases.facts import tells_of_cases, tells_of_places
        from boligsocial.portal.development import told

        tells_of_places("transformation", told.transformation)
        tells_of_cases("rehousing_plan", told.rehousing_plan)
