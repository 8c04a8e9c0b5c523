"""`boligsocial remind`: write to people of what waits for them, and send what has not been sent."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from boligsocial.cli.dates import list_date
from boligsocial.cli.options import Json
from boligsocial.cli.output import print_json, say
from boligsocial.portal.upgrade import use_django


def remind(
    *,
    on: str | None = None,
    dry_run: Annotated[bool, Parameter(negative="")] = False,
    json: Json = False,
) -> None:
    """Remind people by e-mail of what is due soon or late; run it once a day.

    Run again on the same day it writes nothing twice, but tries again what could not be sent.

    Parameters
    ----------
    on
        The day, today without it.
    dry_run
        Write and send nothing; tell whom it would remind.
    """
    use_django()
    from boligsocial.portal.people.models import User, today
    from boligsocial.portal.work.letters import send_waiting
    from boligsocial.portal.work.reminders import remind as write
    from boligsocial.portal.work.reminders import reminders_on

    day = list_date(on) if on else today()
    reminders = reminders_on(day, User.objects.filter(is_active=True))
    new = [each for each in reminders if not dry_run and write(each, day)]
    sent = None if dry_run else send_waiting()
    result = {
        "on": day.isoformat(),
        "people": [str(each.person) for each in reminders],
        "written": len(new),
        "waiting": sent.waiting if sent else None,
    }
    if json:
        print_json(result)
    else:
        waiting = f", {sent.waiting} wait to be sent" if sent else ""
        say(f"{day}: {len(reminders)} people to remind, {len(new)} new letters{waiting}.")
