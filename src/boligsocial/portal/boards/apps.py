"""Leading together: boards, what they decide, and what the parties sign."""

from __future__ import annotations

from boligsocial.portal import triggers


class BoardsConfig(triggers.GuardedApp):
    name = "boligsocial.portal.boards"
    guarded_table = "boards_approval"
    kept = (
        ("boards_agreementversion", "a version of an agreement"),
        ("boards_approval", "an approval"),
        ("boards_backing", "a backing"),
        ("boards_decision", "a decision"),
        ("boards_signature", "a signature"),
        ("boards_vote", "a vote"),
    )
    stays = (
        ("boards_conflict", "a conflict of interest"),
        ("boards_meeting", "a meeting"),
    )

    def ready(self) -> None:
        super().ready()
        from boligsocial.portal.boards import agreed
        from boligsocial.portal.cases.facts import tells_of_cases

        looks_up = agreed.look_up_agreements
        tells_of_cases("strategic_agreement", agreed.strategic_agreement, looks_up)
        tells_of_cases("sub_agreements", agreed.sub_agreements, looks_up)
        _says_in_the_log()


def _says_in_the_log() -> None:
    from boligsocial.portal.boards import words
    from boligsocial.portal.decision_log.words import registers_words

    registers_words("agreement", words.agreement_words)
    registers_words("focus_area", words.focus_area_words)
    registers_words("composition", words.composition_words)
    registers_words("party", words.party_words)
    registers_words("votes", words.vote_words)
