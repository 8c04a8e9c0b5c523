"""A build that is killed, at whatever moment, leaves the store as it was."""

import hashlib
import random
import shutil
import signal
import subprocess
import sys
import time

import pytest

from boligsocial.registers.synthetic import synthesize
from boligsocial.snapshots.opening import stored
from boligsocial.snapshots.store.store import damages

COMMAND = [sys.executable, "-m", "boligsocial", "snapshot", "build"]
KILLS = 12


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("killed")
    synthesize(3000, range(2015, 2018), 5, folder / "R")
    built = subprocess.run([*COMMAND, folder / "R", "--on", "2016", "--out", folder / "S"])
    assert built.returncode == 0
    return folder


def contents(store):
    return {
        path.relative_to(store): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in store.rglob("*")
        if path.is_file()
    }


def started(folder):
    """A build, and the file that it tells its progress in."""
    told = folder / "progress.json"
    told.unlink(missing_ok=True)
    arguments = [folder / "R", "--on", "2017", "--out", folder / "S", "--progress", told]
    process = subprocess.Popen([*COMMAND, *arguments], stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)  # fmt: skip
    while not told.exists() and process.poll() is None:
        time.sleep(0.005)
    return process


def test_a_killed_build_leaves_the_store_as_it_was(folder):
    before, moments = contents(folder / "S"), random.Random(1)  # noqa: S311
    whole = started(folder)
    since = time.monotonic()
    assert whole.wait() == 0
    takes = time.monotonic() - since
    made = next(each for each in stored(folder / "S")[0] if each.on.year == 2017)
    after, killed = contents(folder / "S"), 0
    shutil.rmtree(made.folder)
    for _ in range(KILLS):
        process = started(folder)
        time.sleep(moments.uniform(0, takes))
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        if made.folder.exists():  # it came before the end did, so it is whole
            assert contents(folder / "S").keys() == after.keys()
            assert damages(made.folder) == ()
            shutil.rmtree(made.folder)
        assert contents(folder / "S") == before
    assert killed > KILLS / 2
    assert started(folder).wait() == 0
    assert contents(folder / "S").keys() == after.keys()
    assert {path.name for path in folder.iterdir()} == {"R", "S", "progress.json"}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_build_that_is_stopped_clears_up_at_once(folder, number):
    before = contents(folder / "S")
    arguments = [folder / "R", "--on", "2015", "--out", folder / "S"]
    process = subprocess.Popen([*COMMAND, *arguments], stderr=subprocess.PIPE, text=True)
    while not list(folder.glob(".S.2015*")) and process.poll() is None:
        time.sleep(0.005)
    process.send_signal(number)
    _, said = process.communicate()
    assert process.returncode != 0
    assert "Traceback" not in said
    assert contents(folder / "S") == before
    assert not list(folder.glob(".S.2015*"))
