"""`boligsocial serve`, `demo` and `doctor`: run the portal and look after it."""

from __future__ import annotations

import os
import socket
import sys
from typing import Annotated

from cyclopts import Parameter

from boligsocial.cli.demonstration import make_demo_snapshots
from boligsocial.cli.options import Json
from boligsocial.cli.output import print_json, say
from boligsocial.messages import UserError
from boligsocial.portal.configuration import portal_settings
from boligsocial.portal.health import Finding, findings
from boligsocial.portal.upgrade import database_place, upgrade_database
from boligsocial.snapshots.published import published_snapshot


def serve(
    *,
    host: str = "localhost",
    port: int = 8000,
    public: Annotated[bool, Parameter(negative="")] = False,
) -> None:
    """Serve the portal until it is stopped with Ctrl-C.

    Parameters
    ----------
    host
        The address to listen on.
    port
        The port to listen on.
    public
        Leave out the pages on the distribution, which are for those who decide.
    """
    if public:
        os.environ["BOLIGSOCIAL_AUDIENCE"] = "public"
    _refuse_taken_port(host, port)
    say(_upgraded())
    from boligsocial.portal.serving import server_of
    from boligsocial.portal.wsgi import application

    say(f"The portal is on http://{host}:{port} - stop it with Ctrl-C.")
    scheme = "https" if portal_settings().https else "http"
    server_of(application, host=host, port=port, url_scheme=scheme).run()


def demo() -> None:
    """Make ready what the portal shows: published lists, made-up snapshots, made-up people.

    What is there already is left as it is.
    """
    snapshot = published_snapshot()
    agreement = snapshot.published_against_computed().drop_nulls("agree")
    agree = int(agreement["agree"].sum())
    say(
        f"{len(snapshot.lists)} published lists with {len(snapshot.areas)} areas: the rules give "
        f"{agree} of {len(agreement)} published statuses that can be tested."
    )
    settings = portal_settings()
    say(f"The portal keeps its own files in {settings.home}." if settings.signing_key else "")
    make_demo_snapshots(settings.deliveries_folder, settings.snapshots_folder, say)
    say(_upgraded())
    say(_peopled())


def doctor(*, json: Json = False) -> None:
    """Look for what could stop the portal, and tell how to mend it."""
    found = findings(portal_settings())
    if json:
        print_json([{"what": each.what, "well": each.well, "mend": each.mend} for each in found])
    else:
        for finding in found:
            say(_line(finding))
    if not all(each.well for each in found):
        sys.exit(1)


def _upgraded() -> str:
    steps = upgrade_database()
    if not steps:
        return f"The database {database_place()} is up to date."
    return f"Brought the database {database_place()} up to date in {steps} steps."


def _peopled() -> str:
    from boligsocial.portal.demonstration.cases import make_demo_cases
    from boligsocial.portal.figures import offered_snapshots
    from boligsocial.portal.ledger.demo import make_demo_ledger
    from boligsocial.portal.people.demo import make_demo_people
    from boligsocial.portal.scenarios.demo import make_demo_scenarios
    from boligsocial.snapshots.sealed import SealedLists

    people, saved = make_demo_people(), make_demo_scenarios()
    made_up = (each for each in offered_snapshots() if each.manifest.kind == "synthetic")
    newest = next(made_up, None)
    cases = make_demo_cases(SealedLists(newest)) if newest else 0
    booked = make_demo_ledger()
    if people or cases or booked or saved:
        return (
            f"Made up {people} people, {cases} cases and {saved} scenarios; log in as any of them."
        )
    return "The made-up people, their cases and scenarios are there; log in as any of them."


def _line(finding: Finding) -> str:
    if finding.well:
        return f"ok       {finding.what}"
    return f"problem  {finding.what}: {finding.mend}"


def _refuse_taken_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.settimeout(1)
        if probe.connect_ex((host, port)) == 0:
            raise UserError(
                "port {port} on {host} is in use; stop what uses it or choose another with --port",
                port=str(port),
                host=host,
            )
