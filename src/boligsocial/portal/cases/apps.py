"""Cases: from an application to a commitment, and on to its end."""

from __future__ import annotations

from boligsocial.portal import triggers


class CasesConfig(triggers.GuardedApp):
    name = "boligsocial.portal.cases"
    guarded_table = "cases_request"
    kept = (
        ("cases_comment", "a comment"),
        ("cases_document", "a document"),
        ("cases_step", "a step"),
        ("cases_version", "a version"),
    )
    stays = (
        ("cases_case", "a case"),
        ("cases_check", "a check"),
        ("cases_request", "a request"),
    )

    def ready(self) -> None:
        super().ready()
        from boligsocial.portal.cases.facts import tells_of_cases
        from boligsocial.portal.cases.parties import parties_fact

        tells_of_cases("parties", parties_fact)
