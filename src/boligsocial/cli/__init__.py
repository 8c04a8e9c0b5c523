"""The command line: `boligsocial --help` tells what there is."""

from __future__ import annotations

from boligsocial.cli.main import main

__all__ = ["main"]
