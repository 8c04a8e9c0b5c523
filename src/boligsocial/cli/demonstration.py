"""The made-up delivery and the snapshots of it that a demonstration shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from boligsocial.registers import synthetic
from boligsocial.snapshots.opening import stored
from boligsocial.snapshots.store.build import build_snapshot

FOLDER = "syntetisk"
PERSONS, SEED = 600_000, 1
"""Some 800 estates and 20 areas: a tenth of the country, built in well under a minute."""
YEARS = range(2012, 2019)
DATES = (date(2017, 12, 1), date(2018, 12, 1))
"""Two, so that one can be held against the other."""

Say = Callable[[str], None]


def make_demo_snapshots(deliveries: Path, store: Path, say: Say, *, persons: int = PERSONS) -> None:
    """Snapshots of made-up people on the dates of the demonstration, those that are not there.

    The delivery is kept, so that the import page has one to check and build from.

    Raises:
        UserError: a folder that cannot be written.
    """
    found, _ = stored(store)
    there = {each.on for each in found if each.manifest.kind == "synthetic"}
    missing = [on for on in DATES if on not in there]
    if not missing:
        say(f"{len(found)} snapshots are in {store}.")
        return
    delivery = deliveries / FOLDER
    if not delivery.exists():
        say(f"Making up {persons:,} people over {len(YEARS)} years ...")
        deliveries.mkdir(parents=True, exist_ok=True)
        synthetic.synthesize(persons, YEARS, SEED, delivery)
    for on in missing:
        say(f"Building the snapshot of {on} ...")
        build_snapshot(
            delivery, on, store,
            report=lambda step: say(f"  {step.done + 1} of {step.total}: {step.doing}"),
        )  # fmt: skip
    say(f"Made-up figures of {', '.join(map(str, missing))} are in {store}.")
