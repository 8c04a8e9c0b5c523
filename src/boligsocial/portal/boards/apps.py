"""Leading together: boards, what they decide, and what the parties sign."""

from __future__ import annotations

from boligsocial.portal import triggers


class BoardsConfig(triggers.GuardedApp):
    name = "boligsocial.portal.boards"
    guarded_table = "boards_approval"

    def ready(self) -> None:
        super().ready()
        from boligsocial.portal.boards import agreed
        from boligsocial.portal.cases.facts import tells_of_cases

        tells_of_cases("strategic_agreement", agreed.strategic_agreement)
        tells_of_cases("sub_agreements", agreed.sub_agreements)
