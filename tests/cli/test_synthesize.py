"""Made-up registers from the command line, and the check of a delivery."""

import json
from dataclasses import replace

import polars as pl
import pytest
from test_contract import run

from boligsocial.cli.synthesize import notes
from boligsocial.registers.synthetic import Synthesized

SMALL = ("synthesize", "--persons", "2000", "--years", "2015:2016", "--seed", "4")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    out = tmp_path_factory.mktemp("made") / "R"
    done = run(*SMALL, "--out", out, "--json")
    assert done.returncode == 0, done.stderr
    return out, json.loads(done.stdout)


def test_synthesize_tells_what_it_wrote(made):
    out, told = made
    written = pl.scan_parquet(out / "persons").select(pl.len()).collect().item()
    assert (told["persons"], told["years"]) == (written, [2015, 2016])
    assert told["estates"] == len(pl.read_parquet(out / "estates.parquet"))


def test_what_calibrated_registers_lack_is_said_in_a_line_each():
    done = Synthesized(1, 1, 1, 1, 1, 1, (2021,), 2, {2021: 17, 2022: 18})
    lists, figures = (str(note) for note in notes(done))
    assert "17 (2021), 18 (2022)" in lists
    assert figures.endswith("How often: 2")
    assert list(notes(replace(done, missed=0, lacking={}))) == []


def test_a_folder_in_use_is_refused_in_a_line(made):
    done = run(*SMALL, "--out", made[0])
    assert (done.returncode, done.stdout) == (1, "")
    assert "exists already; choose a new folder" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("years", ["2012-2017", "2017:2012", "1990:1991", "i år"])
def test_years_that_are_none_are_refused_in_a_line(tmp_path, years):
    done = run("synthesize", "--persons", "2000", "--years", years, "--out", tmp_path / "R")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "R").exists()


def test_check_finds_nothing_in_a_sound_delivery(made):
    done = run("check", made[0], "--json")
    assert (done.returncode, json.loads(done.stdout)) == (0, [])


def test_check_lists_what_is_wrong_and_ends_with_1(made):
    estates = made[0] / "estates.parquet"
    whole = estates.read_bytes()
    pl.read_parquet(estates).with_columns(dwellings=pl.lit(-1)).write_parquet(estates)
    done = run("check", made[0], "--json")
    estates.write_bytes(whole)
    (problem,) = json.loads(done.stdout)
    assert done.returncode == 1
    assert (problem["table"], problem["column"]) == ("estates", "dwellings")
    assert problem["count"] == made[1]["estates"]
    assert problem["mend"] == "the range is 0 to ∞"
