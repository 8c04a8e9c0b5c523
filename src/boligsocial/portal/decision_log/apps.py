"""The log of decisions: only ever added to, each entry bound to the one before."""

from __future__ import annotations

from boligsocial.portal import triggers


class DecisionLogConfig(triggers.GuardedApp):
    name = "boligsocial.portal.decision_log"
    guarded_table = "decision_log_logentry"
