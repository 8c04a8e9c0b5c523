"""`boligsocial statbank` as scripts use it, against the test server."""

import json
import subprocess
import sys
from typing import NamedTuple

import polars as pl
import pytest
from statbank_server import Reply, as_json, cube, refusal, small_info

from boligsocial.cli.main import main

CHOICE = ("--where", "OMRÅDE=101,084,997", "--periods", "2016:2017")


class Done(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def run(server, tmp_path, monkeypatch, capsys):
    """The command with the server's address and a home of its own."""
    values = [602481, 613288, 1807404, 1822659, 12, 14]
    server.replies |= {
        "tableinfo": [as_json(small_info())],
        "tables": [
            as_json([{"id": "FOLK1A", "text": "Population", "updated": "2025-02-11T08:00:00",
                      "variables": ["region", "sex"]},
                     {"id": "AUP01", "text": "Unemployment", "updated": "2025-02-11T08:00:00",
                      "variables": ["region", "age"]}])
        ],
        "subjects": [as_json([{"id": "1", "description": "People"}])],
        "data": [as_json(cube({"OMRÅDE": ["101", "084", "997"], "Tid": ["2016", "2017"]}, values))],
    }  # fmt: skip

    settings = {
        "BOLIGSOCIAL_HOME": str(tmp_path / "home"), "BOLIGSOCIAL_STATBANK_URL": server.url,
        "BOLIGSOCIAL_STATBANK_FIRST_WAIT": "0.001", "COLUMNS": "200",
    }  # fmt: skip

    def start(*arguments, language="en", **others):
        here = settings | {"BOLIGSOCIAL_LANGUAGE": language} | others
        with monkeypatch.context() as environment:
            for name, value in here.items():
                environment.setenv(name, value)
            with pytest.raises(SystemExit) as ended:
                main(["statbank", *map(str, arguments)])
        return Done(ended.value.code, *capsys.readouterr())

    return start


def one_line(done):
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    return done.stderr


def test_json_has_the_figures_their_places_and_where_they_are_from(run, server):
    done = run("TEST1", *CHOICE, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert told["rows"][0] == {
        "OMRÅDE": "101", "OMRÅDE_text": "Copenhagen", "Tid": "2016", "Tid_text": "2016",
        "level": "municipality", "municipality_code": "0101", "municipality": "København",
        "region_code": "1084", "region": "Hovedstaden", "value": 602481.0, "status": None,
    }  # fmt: skip
    assert [row["level"] for row in told["rows"]] == [
        "municipality", "municipality", "region", "region", None, None
    ]  # fmt: skip
    assert told["notes"] == [
        "997 (Unknown municipality) is no municipality or region that is known; "
        "rows that stand apart: 2"
    ]
    source = told["provenance"]
    assert source["updated"] == "2020-02-11T07:00:00+00:00"
    assert (source["table"], source["licence"]) == ("TEST1", "CC BY 4.0")
    assert (source["first_period"], source["last_period"]) == ("2016", "2017")
    assert source["question"] == server.asked_for("data")[0]


def test_the_table_to_read_ends_with_its_source(run):
    done = run("TEST1", *CHOICE)
    assert done.returncode == 0
    assert "TEST1: People (6 rows)" in done.stdout
    assert done.stdout.rstrip().endswith(
        "Source: Statistics Denmark, statbank.dk/TEST1, updated 11 February 2020; CC BY 4.0"
    )


@pytest.mark.parametrize("ending", ["csv", "parquet", "json"])
def test_a_file_holds_every_row(run, tmp_path, ending):
    out = tmp_path / f"figures.{ending}"
    assert run("TEST1", *CHOICE, "--out", out).returncode == 0
    read = {"csv": pl.read_csv, "parquet": pl.read_parquet,
            "json": lambda path: pl.DataFrame(json.loads(path.read_bytes())["rows"])}  # fmt: skip
    assert read[ending](out)["value"].sum() == 602481 + 613288 + 1807404 + 1822659 + 12 + 14


def test_an_address_that_is_given_goes_before_the_environments(run, server):
    done = run("TEST1", *CHOICE, "--url", server.url, BOLIGSOCIAL_STATBANK_URL="http://x.invalid")
    assert done.returncode == 0, done.stderr


def test_offline_the_kept_figures_are_shown_with_their_age(run, server):
    run("TEST1", *CHOICE)
    for function in ("tableinfo", "data"):
        server.replies[function] = [Reply(status=503)]
    told = json.loads(run("TEST1", *CHOICE, "--json", BOLIGSOCIAL_STATBANK_FRESH_HOURS="0").stdout)
    assert told["provenance"]["stale"]
    assert "could not be reached; these figures were fetched on" in told["notes"][0]
    assert len(told["rows"]) == 6


def test_offline_with_nothing_kept_is_a_line_however_often_it_was_tried(tmp_path):
    # As a program of its own, for what libraries write to standard error by themselves.
    done = subprocess.run(
        [sys.executable, "-m", "boligsocial", "statbank", "TEST1", "--url", "http://127.0.0.1:9"],
        capture_output=True, text=True, timeout=60,
        env={"BOLIGSOCIAL_HOME": str(tmp_path), "BOLIGSOCIAL_STATBANK_FIRST_WAIT": "0.001",
             "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
    )  # fmt: skip
    assert "cannot be reached at http://127.0.0.1:9 (" in one_line(done)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--where", "OMRÅDE"), "OMRÅDE is no choice; write VARIABLE=VALUES"),
        (("--where", "OMRÅDE=101", "--where", "OMRÅDE=751"), "chosen from twice"),
        (("--where", "OMRÅDE=102"), "OMRÅDE has no value 102; it has 101 (Copenhagen)"),
        (("--periods", "1999"), "Tid has no value 1999; it has 2015 – 2017"),
        (("--url", "statbank.dk"), "is no address; it begins with http:// or https://"),
    ],
)
def test_what_cannot_be_asked_is_a_line(run, server, arguments, said):
    assert said in one_line(run("TEST1", *arguments))
    assert server.asked_for("data") == []


def test_a_setting_that_is_wrong_is_a_line(run):
    said = one_line(run("TEST1", BOLIGSOCIAL_STATBANK_ATTEMPTS="0"))
    assert "BOLIGSOCIAL_STATBANK_ATTEMPTS" in said


def test_mistakes_are_told_in_danish_too(run, server):
    server.replies["tableinfo"] = [refusal("Tabellen blev ikke fundet")]
    said = one_line(run("FOLK1", language="da"))
    assert "der er ingen tabel FOLK1; tabeller med et lignende navn: FOLK1A" in said
    assert server.asked_for("tables")[0]["lang"] == "da"


def test_a_table_is_described_with_its_variables(run):
    done = run("info", "TEST1")
    assert done.returncode == 0
    assert "TEST1: People" in done.stdout
    assert all(name in done.stdout for name in ("OMRÅDE", "ALDER", "Tid", "All Denmark"))
    told = json.loads(run("info", "TEST1", "--json").stdout)
    assert [len(each["values"]) for each in told["variables"]] == [5, 4, 3]
    assert told["stale"] is False


def test_tables_are_found_by_words_and_subjects_are_listed(run, server):
    told = json.loads(run("tables", "population region", "--subject", "1", "--json").stdout)
    assert [row["id"] for row in told["rows"]] == ["FOLK1A"]
    assert server.asked_for("tables")[0]["subjects"] == ["1"]
    assert "AUP01" in run("tables").stdout
    assert "People" in run("subjects").stdout


def test_a_file_is_read_with_what_it_lacks(run, reference_data):
    file = reference_data / "statbank" / "FOLK1A_bulk_2008K1_2020K1.csv"
    told = json.loads(run("read", file, "--json").stdout)
    assert told["notes"] == ["ALDER skips the ages 38; sums over ages are too small"]
    assert len(told["rows"]) == 31_200
    assert "none.csv: cannot be read" in one_line(run("read", "none.csv"))
