"""The commands on snapshots: what scripts read, and how they end."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from boligsocial.registers.synthetic import synthesize


def run(*arguments, **options):
    command = [sys.executable, "-m", "boligsocial", "snapshot", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, **options)


@pytest.fixture(scope="module")
def registers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("synthetic") / "R"
    synthesize(3000, range(2015, 2018), 5, folder)
    return folder


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return tmp_path_factory.mktemp("store") / "S"


@pytest.fixture(scope="module")
def built(registers, store):
    result = run("build", registers, "--on", "2017-12-01", "--out", store, "--json")
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_a_build_prints_the_id_and_the_rows(built, store):
    assert built["id"].startswith("2017-12-01-")
    assert (store / built["id"] / "indicators.parquet").exists()
    assert built["rows"]["indicators"] > 0
    assert built["new"] is True


def test_building_again_is_told_to_be_nothing_new(built, registers, store):
    again = json.loads(
        run("build", registers, "--on", "2017-12-01", "--out", store, "--json").stdout
    )
    assert again == built | {"new": False}


def test_both_engines_make_the_same_snapshot(built, registers, store, tmp_path):
    result = run("build", registers, "--on", "2017-12-01", "--out", tmp_path / "S", "--engine",
                 "spark", "--json")  # fmt: skip
    assert result.returncode == 0, result.stderr
    with_spark = json.loads(result.stdout)
    assert with_spark["id"] == built["id"]
    assert with_spark["rows"] == built["rows"]
    changes = run("diff", store / built["id"], tmp_path / "S" / built["id"], "--json")
    found = json.loads(changes.stdout)
    assert found["revised"] == found["moved"] == found["statuses"] == []


def test_the_list_has_every_snapshot_by_date(built, registers, store):
    run("build", registers, "--on", "2016-12-01", "--out", store)
    rows = json.loads(run("list", store, "--json").stdout)
    assert [row["on"] for row in rows] == ["2016-12-01", "2017-12-01"]
    assert built["id"] in run("list", store, env={"COLUMNS": "200"}).stdout


def test_verify_ends_with_one_when_a_byte_has_changed(built, store, tmp_path):

    copy = shutil.copytree(store / built["id"], tmp_path / built["id"])
    assert run("verify", copy).returncode == 0
    assert run("verify", tmp_path, built["id"][:12]).returncode == 0
    path = copy / "estates.parquet"
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    result = run("verify", copy, "--json")
    assert result.returncode == 1
    assert json.loads(result.stdout)["damages"][0]["path"] == "estates.parquet"
    assert run("verify", tmp_path).returncode == 1


def test_a_spoiled_manifest_is_told_beside_the_other_snapshots(built, store, tmp_path):
    copy = shutil.copytree(store, tmp_path / "S")
    shutil.copytree(copy / built["id"], copy / "2017-12-01-other")
    (copy / "2017-12-01-other" / "manifest.json").write_text("{")
    found = run("verify", copy, "--json")
    assert found.returncode == 1
    assert json.loads(found.stdout)["damages"] == [
        {"id": "2017-12-01-other", "path": "manifest.json", "what": "cannot be read"}
    ]
    listed = run("list", copy, "--json")
    assert listed.returncode == 1
    assert built["id"] in [row["id"] for row in json.loads(listed.stdout)]
    assert "2017-12-01-other/manifest.json cannot be read" in listed.stderr


def test_what_holds_no_snapshot_is_not_called_sound(built, store, tmp_path):
    copy = shutil.copytree(store / built["id"], tmp_path / "S" / built["id"])
    (copy / "manifest.json").unlink()
    for folder in (copy, copy.parent):
        assert run("verify", folder).returncode == 1


def test_snapshots_that_have_changed_are_not_compared(built, store, tmp_path):
    copy = shutil.copytree(store / built["id"], tmp_path / built["id"])
    path = copy / "indicators.parquet"
    path.write_bytes(path.read_bytes()[:-9])
    result = run("diff", store / built["id"], copy)
    assert result.returncode == 1
    assert "indicators.parquet has changed since it was sealed" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_progress_that_cannot_be_written_is_one_line(registers, tmp_path):
    result = run("build", registers, "--on", "2017", "--out", tmp_path / "S", "--progress",
                 tmp_path / "nowhere" / "progress.json")  # fmt: skip
    assert result.returncode == 1
    assert "progress.json cannot be written: " in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_progress_is_told_in_a_file(registers, tmp_path):
    file = tmp_path / "progress.json"
    run("build", registers, "--on", "2017", "--out", tmp_path / "S", "--progress", file)
    told = json.loads(file.read_text("utf-8"))
    assert told["done"] == told["total"] - 1
    assert told["doing"] == {"da": "Forsegler", "en": "Sealing"}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("build", "nowhere", "--on", "2017", "--out", "S"), "nowhere is not a folder"),
        (("list", "nowhere"), "nowhere is not a folder; build a snapshot first"),
        (("verify", "nowhere"), "nowhere is not a folder"),
        (("diff", "nowhere", "nowhere"), "nowhere is not a snapshot"),
    ],
)
def test_a_mistake_is_one_line(arguments, told, tmp_path):
    result = run(*arguments, cwd=tmp_path)
    assert result.returncode == 1
    assert told in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_date_without_persons_is_one_line(registers, tmp_path):
    result = run("build", registers, "--on", "2020-12-01", "--out", tmp_path / "S")
    assert result.returncode == 1
    assert "has no persons of 2020" in result.stderr


def test_another_engine_is_wrong_usage(registers, tmp_path):
    result = run("build", registers, "--on", "2017", "--out", tmp_path, "--engine", "abacus")
    assert result.returncode == 2


def test_ctrl_c_before_the_command_has_begun_is_no_traceback(tmp_path):
    (tmp_path / "cyclopts.py").write_text("raise KeyboardInterrupt")
    result = run("list", tmp_path, env=os.environ | {"PYTHONPATH": str(tmp_path)})
    assert (result.returncode, result.stderr) == (130, "")
