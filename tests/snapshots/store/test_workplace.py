"""Builds at once, builds that were killed, and stores where nothing may be written beside them."""

import shutil
import threading
import time
from datetime import date
from pathlib import Path

import pytest

from boligsocial.messages import UserError
from boligsocial.snapshots.opening import stored
from boligsocial.snapshots.store.build import build_snapshot
from boligsocial.snapshots.store.store import folders_in
from boligsocial.snapshots.store.workplace import clear_abandoned, move_into_place, workplace

OWN_DISK = Path("/dev/shm")  # noqa: S108 - a disk of its own on Linux


def test_the_same_snapshot_is_built_once_at_a_time(tmp_path):
    with (
        workplace(tmp_path / "S", "one"),
        pytest.raises(UserError, match="one is being built already"),
        workplace(tmp_path / "S", "one"),
    ):
        pass


def test_different_snapshots_are_built_at_once_and_leave_each_other_alone(tmp_path):
    with workplace(tmp_path / "S", "one") as one, workplace(tmp_path / "S", "other") as other:
        clear_abandoned(tmp_path / "S")
        assert one.is_dir()
        assert other.is_dir()
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_build_left_is_taken_away_whatever_the_store_is_called(tmp_path):
    left = tmp_path / ".S[1].one.building"
    (left / "half").mkdir(parents=True)
    clear_abandoned(tmp_path / "S[1]")
    assert not left.exists()


def test_a_folder_that_is_taken_away_while_it_is_waited_for_is_made_again(tmp_path):
    def clears(folder, freed):
        freed.wait()
        time.sleep(0.1)
        shutil.rmtree(folder)

    with workplace(tmp_path / "S", "one") as folder:
        freed = threading.Event()
        cleaning = threading.Thread(target=clears, args=(folder, freed))
        cleaning.start()
        freed.set()
        with workplace(tmp_path / "S", "one") as again:
            assert again.is_dir()
        cleaning.join()


@pytest.mark.skipif(not OWN_DISK.is_mount(), reason=f"{OWN_DISK} is no disk of its own")
def test_a_store_on_a_disk_of_its_own_is_built_within_itself_and_hidden_there():
    with workplace(OWN_DISK, "a-test") as folder:
        assert folder.parent == OWN_DISK
        assert folder not in folders_in(OWN_DISK)
        assert folder not in [each.folder for each in stored(OWN_DISK)[1]]
    assert not folder.exists()


def test_the_second_of_two_to_come_into_place_is_told_so(tmp_path):
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name)
    assert move_into_place(tmp_path / "first", tmp_path / "S" / "id")
    assert not move_into_place(tmp_path / "second", tmp_path / "S" / "id")
    assert (tmp_path / "S" / "id" / "file").read_text() == "first"


def test_a_store_that_is_a_file_is_told(tmp_path):
    (tmp_path / "S").write_text("not a folder")
    with (
        pytest.raises(UserError, match="S cannot be written: "),
        workplace(tmp_path / "S", "one") as folder,
    ):
        folder.rename(tmp_path / "S" / "one")


def test_a_delivery_that_changes_while_it_is_read_is_not_sealed(registers, tmp_path):
    copy = shutil.copytree(registers, tmp_path / "R")

    def revise(progress):
        if progress.done == 3:
            (copy / "dwellings.parquet").touch()

    with pytest.raises(UserError, match="has changed while it was read"):
        build_snapshot(copy, date(2017, 12, 1), tmp_path / "S", report=revise)
    assert [path.name for path in tmp_path.iterdir()] == ["R"]
