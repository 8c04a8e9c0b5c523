"""A store as pages read it: whole snapshots open, damaged ones are told."""

from __future__ import annotations

import os
import shutil

import pytest

from boligsocial.messages import UserError
from boligsocial.snapshots.opening import damages_of, opened_lists, stored


@pytest.fixture
def store(made_up, tmp_path):
    return shutil.copytree(made_up.store, tmp_path / "S")


def spoil(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_the_newest_comes_first(made_up):
    found, spoiled = stored(made_up.store)
    assert [each.id for each in found] == [made_up.later, made_up.earlier]
    assert spoiled == ()


def test_a_store_that_is_not_there_has_none(tmp_path):
    assert stored(tmp_path / "nowhere") == ((), ())


def test_a_spoiled_manifest_leaves_the_others_readable(store, made_up):
    (store / made_up.earlier / "manifest.json").write_text("{", "utf-8")
    found, spoiled = stored(store)
    assert [each.id for each in found] == [made_up.later]
    assert [each.folder.name for each in spoiled] == [made_up.earlier]
    assert "manifest.json" in str(spoiled[0].why)


@pytest.mark.parametrize("name", ["nonsense", "", "..", "2018-12-01"])
def test_an_unknown_snapshot_is_told(made_up, name):
    with pytest.raises(UserError, match="there is no snapshot called"):
        opened_lists(made_up.store, name)


def test_a_changed_byte_is_found_also_after_the_snapshot_was_opened(store, made_up):
    assert opened_lists(store, made_up.later).areas
    spoil(store / made_up.later / "estates.parquet")
    with pytest.raises(UserError, match=r"estates\.parquet has changed since it was sealed"):
        opened_lists(store, made_up.later)


def test_a_file_that_is_gone_is_found(store, made_up):
    (store / made_up.later / "areas.parquet").unlink()
    found, _ = stored(store)
    assert [each.path for each in damages_of(found[0])] == ["areas.parquet"]


def test_a_snapshot_that_is_mended_opens_again(store, made_up):
    path = store / made_up.later / "estates.parquet"
    content, times = path.read_bytes(), path.stat()
    spoil(path)
    with pytest.raises(UserError):
        opened_lists(store, made_up.later)
    path.write_bytes(content)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert opened_lists(store, made_up.later).estates


def test_a_folder_that_has_been_renamed_is_not_the_snapshot(store, made_up):
    (store / made_up.later).rename(store / "other")
    with pytest.raises(UserError):
        opened_lists(store, made_up.later)
