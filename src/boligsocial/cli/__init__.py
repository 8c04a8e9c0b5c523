"""The command line: `boligsocial --help` tells what there is."""

from __future__ import annotations

try:
    from boligsocial.cli.main import main
except KeyboardInterrupt:  # Ctrl-C before the command has begun
    raise SystemExit(130) from None

__all__ = ["main"]
