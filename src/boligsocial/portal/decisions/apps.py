"""Decisions on cases: their frozen evidence, reasons, letters, and the earlier ones most alike."""

from __future__ import annotations

from boligsocial.portal import triggers


class DecisionsConfig(triggers.GuardedApp):
    name = "boligsocial.portal.decisions"
    guarded_table = "decisions_decision"
    kept = (("decisions_decision", "a decision"),)

    def ready(self) -> None:
        super().ready()
        from boligsocial.portal.decision_log.words import registers_words
        from boligsocial.portal.decisions.words import outcome_words, reason_words, year_words

        registers_words("outcome", outcome_words)
        registers_words("reasons", reason_words)
        registers_words("years", year_words)
