"""The made-up delivery and the snapshots of it that a demonstration shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from boligsocial.registers import synthetic
from boligsocial.snapshots.opening import stored
from boligsocial.snapshots.store.build import build_snapshot

FOLDER = "miniature"
PERSONS, SEED = 600_000, 1
"""A miniature: eight whole towns with 40 areas and some 650 estates, built within a minute."""
YEARS = range(2018, 2025)
DATES = (date(2023, 12, 1), date(2024, 12, 1))
"""Two, so that one can be held against the other; the years give each five lists in a row."""

Say = Callable[[str], None]


def make_demo_snapshots(
    deliveries: Path,
    store: Path,
    say: Say,
    *,
    persons: int = PERSONS,
    dates: Sequence[date] = DATES,
) -> None:
    """Snapshots of made-up people on the dates of the demonstration, those that are not there.

    The delivery is kept, so that the import page has one to check and build from.

    Raises:
        UserError: a folder that cannot be written.
    """
    found, _ = stored(store)
    there = {each.on for each in found if each.manifest.kind == "synthetic"}
    missing = [on for on in dates if on not in there]
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
