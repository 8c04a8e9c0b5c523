"""The money of the frames: what there is, what is promised, paid and left, to the øre."""

from __future__ import annotations

from boligsocial.portal import triggers


class LedgerConfig(triggers.GuardedApp):
    name = "boligsocial.portal.ledger"
    guarded_table = "ledger_overrideproposal"
