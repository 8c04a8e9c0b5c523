"""The commands put together, and how a mistake is told: one line, no traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from cyclopts import App, CycloptsError

from boligsocial import __version__
from boligsocial.cli.allocate import allocate
from boligsocial.cli.allocate_years import allocate_years
from boligsocial.cli.case import case
from boligsocial.cli.classify import classify
from boligsocial.cli.index import index
from boligsocial.cli.lists import lists
from boligsocial.cli.output import language, say
from boligsocial.cli.portal import demo, doctor, serve
from boligsocial.cli.remind import remind
from boligsocial.cli.snapshot import snapshot
from boligsocial.cli.statbank import statbank
from boligsocial.cli.synthesize import check, synthesize
from boligsocial.cli.verify_log import verify_log
from boligsocial.messages import UserError

USER_ERROR, WRONG_USAGE, STOPPED = 1, 2, 130

app = App(
    name="boligsocial",
    version=__version__,
    help="Who gets support for social efforts in exposed housing areas, why, and does it work?",
    help_format="plaintext",
)
app.command(classify)
app.command(lists)
allocate.command(allocate_years, name="years")
app.command(allocate)
app.command(index)
app.command(synthesize)
app.command(check)
app.command(snapshot)
app.command(statbank)
app.command(serve)
app.command(demo)
app.command(doctor)
app.command(verify_log)
app.command(case)
app.command(remind)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and end with 0, 1 on a user's error, or 2 on wrong usage."""
    try:
        status = app(
            sys.argv[1:] if arguments is None else arguments, exit_on_error=False, print_error=False
        )
    except CycloptsError as error:
        _tell(f"{error} See boligsocial --help.")
        sys.exit(WRONG_USAGE)
    except UserError as error:
        _tell(error.message.in_language(language()))
        sys.exit(USER_ERROR)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(USER_ERROR)
    except KeyboardInterrupt:
        _tell("stopped; nothing was left half-done")
        sys.exit(STOPPED)
    except Exception as error:
        if os.environ.get("BOLIGSOCIAL_DEBUG"):
            raise
        _tell(f"unexpected {type(error).__name__}: {error}; BOLIGSOCIAL_DEBUG=1 shows where")
        sys.exit(USER_ERROR)
    sys.exit(status if isinstance(status, int) else 0)


def _tell(line: str) -> None:
    say(f"boligsocial: {line}", stderr=True)
