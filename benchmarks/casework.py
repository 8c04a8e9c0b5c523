"""Every page of the casework, on what a fund has after ten years, as each kind of person.

A database in a folder of its own is filled with made-up cases in all phases (3,000, with 20,000
documents, 60,000 postings and 100,000 entries of the log) and asked through Django, without a
network. Told of each page: the number of queries, the milliseconds (the median of some), and as a
peer the milliseconds that the database alone takes of them. The same is asked of a tenth as many
cases: a page whose queries grow with the rows is a fault. `--cases` sets the size, `--database` an
address of PostgreSQL instead of a file.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from boligsocial.portal.people.models import User

REPEATS = 3


@dataclass(frozen=True)
class Asked:
    """What a page took: queries, seconds by the clock and of the processor, the database's seconds
    of these, and bytes."""

    page: str
    person: str
    status: int
    queries: int
    seconds: float
    worked: float
    database_seconds: float
    size: int


def main() -> None:
    """Fill twice, ask, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=3000)
    parser.add_argument("--database", help="an address of PostgreSQL; its tables are to be empty")
    parser.add_argument("--home", type=Path, help="keep the database here, or ask one that is here")
    parser.add_argument("--only", default="", help="pages whose name holds this")
    parser.add_argument("--person", default="", help="only this kind of person")
    chosen = parser.parse_args()
    home = chosen.home or Path(tempfile.mkdtemp(prefix="boligsocial-casework-"))
    os.environ["BOLIGSOCIAL_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "boligsocial.portal.settings"
    if chosen.database:
        os.environ["BOLIGSOCIAL_DATABASE"] = chosen.database
    from boligsocial.portal.upgrade import upgrade_database

    upgrade_database()
    from filling.made_up_cases import fill, is_filled

    if not is_filled():
        begun = time.perf_counter()
        print(f"filled with {fill(chosen.cases)} in {time.perf_counter() - begun:.0f} s")
    for each in asked_of_all(chosen.only, chosen.person):
        print(line(each), flush=True)


def line(each: Asked) -> str:
    """A row of the table."""
    return (
        f"{each.page:34} {each.person:16} {each.status} {each.queries:6} queries "
        f"{each.seconds * 1000:8.0f} ms, worked {each.worked * 1000:8.0f} ms, the database "
        f"{each.database_seconds * 1000:7.0f} ms {each.size / 1000:8.0f} kB"
    )


def asked_of_all(only: str, kind: str) -> Iterator[Asked]:
    """Every page as every kind of person."""
    from filling.made_up_cases import pages, people

    for person, user in people().items():
        for page, address in pages().items():
            if only in page and kind in person:
                yield asked(page, address, person, user)


def asked(page: str, address: str, person: str, user: User) -> Asked:
    """What a page takes of a person."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    browser = Client(SERVER_NAME="localhost")
    browser.force_login(user)
    browser.get(address)
    found = []
    for _ in range(REPEATS):
        with CaptureQueriesContext(connection) as held:
            begun, worked = time.perf_counter(), time.process_time()
            answer = browser.get(address)
            size = len(b"".join(answer)) if answer.streaming else len(answer.content)
            seconds, worked = time.perf_counter() - begun, time.process_time() - worked
        found.append((seconds, worked, sum(float(each["time"]) for each in held), len(held)))
    middle = (statistics.median(each) for each in zip(*found, strict=True))
    seconds, worked, of_database, queries = middle
    return Asked(page, person, answer.status_code, int(queries), seconds, worked, of_database, size)


if __name__ == "__main__":
    main()
