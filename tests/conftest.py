"""What several tests share."""

import os
import runpy
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes says nothing of whether it is right; `make bench` measures speed.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# The browser's driver keeps an event loop in the thread that other tests use the database from.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

ROOT = Path(__file__).parent.parent

# The tests, and every Python that they start, live on one day.
CLOCK = Path(__file__).parent / "clock"
runpy.run_path(str(CLOCK / "sitecustomize.py"))
os.environ["PYTHONPATH"] = os.pathsep.join(
    [str(CLOCK), *filter(None, [os.environ.get("PYTHONPATH")])]
)


@pytest.fixture(scope="session")
def reference_data():
    """The folder with data that the product is held against; not part of a fresh clone."""
    folder = Path(os.environ.get("BOLIGSOCIAL_REFERENCE_DATA", ROOT.parent / "shared" / "data"))
    if not (folder / "README.md").is_file():
        pytest.skip(f"no reference data in {folder}; set BOLIGSOCIAL_REFERENCE_DATA")
    return folder


@dataclass(frozen=True)
class MadeUp:
    """A folder of deliveries, a store of two snapshots of one of them, and their ids."""

    deliveries: Path
    store: Path
    earlier: str
    later: str


@pytest.fixture(scope="session")
def made_up(tmp_path_factory):
    """Made-up people in some 290 estates and 7 areas, 3 of them listed; never to be changed."""
    from boligsocial.registers.synthetic import synthesize
    from boligsocial.snapshots.store.build import build_snapshot

    folder = tmp_path_factory.mktemp("made-up")
    delivery, store = folder / "deliveries" / "syntetisk", folder / "snapshots"
    delivery.parent.mkdir()
    synthesize(200_000, range(2014, 2019), 1, delivery)
    built = [build_snapshot(delivery, date(year, 12, 1), store) for year in (2017, 2018)]
    return MadeUp(delivery.parent, store, *(each.snapshot.id for each in built))


@pytest.fixture
def on_snapshots(settings, made_up, tmp_path):
    """The store and the deliveries of the portal are the made-up ones; its home is empty."""
    folders = {"home": tmp_path, "snapshots": made_up.store, "deliveries": made_up.deliveries}
    settings.PORTAL = settings.PORTAL.model_copy(update=folders)
    return made_up
