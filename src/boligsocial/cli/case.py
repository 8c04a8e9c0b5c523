"""`boligsocial case`: take a case of the portal out whole."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from boligsocial.cli.options import Json
from boligsocial.cli.output import print_json, say
from boligsocial.cli.progress import ended_by_signals, telling
from boligsocial.messages import UserError
from boligsocial.portal.upgrade import use_django

case = App(name="case", help="Take a case of the portal out whole.")


@case.command
def export(
    number: int,
    /,
    *,
    out: Annotated[Path, Parameter(help="The ZIP file to write.")],
    internal: Annotated[bool, Parameter(negative="")] = False,
    progress: Annotated[Path | None, Parameter(help="A file to tell the progress in.")] = None,
    json: Json = False,
) -> None:
    """What was said and decided in a case and every document of it, as a ZIP file.

    Parameters
    ----------
    number
        The case's number: 7 for 2026-0007.
    internal
        With what is for the Fund's own people.
    """
    use_django()
    from boligsocial.portal.cases.models import Case
    from boligsocial.portal.work.archive import write_archive

    found = Case.objects.filter(pk=number).first()
    if found is None:
        raise UserError("there is no case {number}; give the number after the year", number=number)
    if not out.parent.is_dir():
        raise UserError("the folder {folder} is not there; make it first", folder=str(out.parent))
    with ended_by_signals(), telling(progress) as report:
        pieces = write_archive(found, out, report, internal=internal)
    if json:
        print_json({"case": found.reference, "pieces": pieces, "file": str(out)})
    else:
        say(f"{found.reference} is in {out}: {pieces} pieces.")
