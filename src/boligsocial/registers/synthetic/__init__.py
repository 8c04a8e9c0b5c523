"""Synthetic Denmark: made-up people on made-up estates in real municipalities."""

from __future__ import annotations

from boligsocial.registers.synthetic.calibration.counterparts import pairing
from boligsocial.registers.synthetic.generator import Synthesized, synthesize

__all__ = ["Synthesized", "pairing", "synthesize"]
