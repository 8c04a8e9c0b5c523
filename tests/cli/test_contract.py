"""The commands as scripts outside use them."""

import json
import subprocess
import sys

import pytest

VALUES = """area,municipality,residents,pct_nonwestern,pct_no_attachment,pct_convicted,\
pct_basic_school,income_pct_of_region
Vollsmose,Odense,9238,68.0,51.2,3.17,57.8,57.1
Stærevej,København,1085,33.8,32.8,3.75,50.4,55.2
"""
CANDIDATES = """area_id,municipality,tier,need,residents,full_grant_mio,approved
a,Odense,listed,1.2,9000,100,
b,Aarhus,exposed,1.4,2000,30.5,
c,Aarhus,exposed,1.3,2000,20,
d,Vejle,edge,1.1,1500,10,
e,Vejle,attached,1.0,900,4,true
f,Vejle,anchored,0.8,900,4,
"""


def run(*arguments, language="en"):
    return subprocess.run(
        [sys.executable, "-m", "boligsocial", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        env={"BOLIGSOCIAL_LANGUAGE": language, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
    )


def result(*arguments):
    done = run(*arguments)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def values(tmp_path):
    file = tmp_path / "værdier.csv"
    file.write_text(VALUES, "utf-8")
    return file


@pytest.fixture
def candidates(tmp_path):
    file = tmp_path / "candidates.csv"
    file.write_text(CANDIDATES, "utf-8")
    return file


def test_classify_prints_a_row_for_each_area_in_file_order(values):
    first, second = result("classify", values, "--on", "2016-12-01", "--json")
    assert (first["area"], first["municipality"], first["on"], first["rule_version"]) == (
        "Vollsmose",
        "Odense",
        "2016-12-01",
        "2013",
    )
    assert first["statuses"] == {"ghetto": True}
    assert second["statuses"] == {"ghetto": False}
    assert first["criteria"][1] == {
        "criterion": "no_attachment",
        "value": 51.2,
        "operator": ">",
        "threshold": 40.0,
        "met": True,
        "margin": 11.2,
        "residents_to_flip": 1035,
        "residents_to_flip_is_at_most": True,
        "legal_reference": "Almenboligloven § 61 a (2013)",
    }


@pytest.mark.parametrize(
    ("on", "version", "statuses"),
    [
        ("2012-10-01", "2010", {"ghetto"}),
        ("2018-12-01", "2018", {"udsat", "ghetto", "haard"}),
        ("2021-12-01", "2021", {"udsat", "parallelsamfund", "omdannelse", "forebyggelse"}),
    ],
)
def test_each_version_has_the_statuses_that_it_knows(values, on, version, statuses):
    row = result("classify", values, "--on", on, "--json")[0]
    assert (row["rule_version"], set(row["statuses"])) == (version, statuses)


def test_reference_and_history_settle_what_is_undetermined_without_them(values, tmp_path):
    on = ("--on", "2018-12-01", "--json")
    without = result("classify", values, *on)[0]
    assert [each["met"] for each in without["criteria"] if each["criterion"] == "convicted"] == [
        None
    ]
    assert without["statuses"] == {"udsat": None, "ghetto": None, "haard": None}

    reference, history = tmp_path / "reference.csv", tmp_path / "history.csv"
    reference.write_text("list_date,quantity,value\n2018-12-01,national_conviction_rate_pct,0.66\n")
    lines = [
        f"{year}-12-01,Vollsmose,Odense,ghetto_or_parallelsamfund,true"
        for year in range(2014, 2018)
    ]
    history.write_text("\n".join(["list_date,area,municipality,status,on_list", *lines]))
    settled = result("classify", values, *on, "--reference", reference, "--history", history)[0]
    assert settled["statuses"] == {"udsat": True, "ghetto": True, "haard": True}


def test_a_reform_tells_which_areas_change_and_why(values):
    rows = result(
        "classify", values, "--on", "2016-12-01", "--reform", "without_ethnicity", "--json"
    )
    assert rows[0]["statuses"] == {"ghetto": True}
    assert rows[0]["changes"] == []
    assert all(each["criterion"] != "nonwestern" for each in rows[0]["criteria"])


def test_allocate_gives_the_way_down_the_list(candidates):
    given = result("allocate", candidates, "--frame", "140", "--method", "ranked", "--json")
    assert (given["frame_mio"], given["spent_mio"], given["left_mio"]) == (140, 130.5, 9.5)
    assert (given["feasible"], given["shortfall_mio"], given["next_in_line"]) == (True, 0, "c")
    assert [(each["area_id"], each["level"], each["grant_mio"]) for each in given["grants"]] == [
        ("a", 1, 100),
        ("b", 1, 30.5),
        ("c", 0, 0),
        ("d", 0, 0),
        ("e", 0, 0),
        ("f", 0, 0),
    ]
    assert all(each["reason"] for each in given["grants"])


def test_a_frame_short_of_the_listed_says_by_how_much(candidates):
    done = run("allocate", candidates, "--frame", "99.5", "--json")
    given = json.loads(done.stdout)
    assert (given["feasible"], given["shortfall_mio"], given["spent_mio"]) == (False, 0.5, 0)
    assert "0.50 mio. kr. short" in done.stderr


def test_two_frames_side_by_side(candidates):
    given = result(
        "allocate", "compare", candidates, "--frame", "232.5", "--frame", "140", "--json"
    )
    assert given["loses"] == ["c", "d", "e"]
    assert given["residents_touched"] == 4400


def test_results_are_written_to_files(candidates, tmp_path):
    import polars as pl

    for ending in ("json", "csv", "parquet"):
        assert (
            run(
                "allocate", candidates, "--frame", "140", "--out", tmp_path / f"grants.{ending}"
            ).returncode
            == 0
        )
    assert pl.read_csv(tmp_path / "grants.csv")["grant_mio"].sum() == 130.5
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "candidates.csv",
        "grants.csv",
        "grants.json",
        "grants.parquet",
    ]


def test_verdicts_are_written_one_a_row(values, tmp_path):
    import polars as pl

    out = tmp_path / "verdicts.csv"
    assert run("classify", values, "--on", "2016-12-01", "--out", out).returncode == 0
    verdicts = pl.read_csv(out)
    assert len(verdicts) == 2 * 5
    assert verdicts["statuses_ghetto"].to_list() == [True] * 5 + [False] * 5
    assert verdicts["legal_reference"].null_count() == 0


def test_lists_agree_with_the_rules():
    rows = result("lists", "--json")
    assert {row["list"]: row["agree"] for row in rows}["2017-12-01"] == 27
    assert all(row["tested"] == row["agree"] for row in rows)


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--on", "2009-12-01"), "no rules were in force on 1 December 2009"),
        (("--on", "i går"), "i går is not a date"),
        (("--on", "2016-12-01", "--reform", "ingen.toml"), "ingen.toml: cannot be read"),
        (("--on", "2016-12-01", "--out", "x.docx"), "x.docx has an ending that is not known"),
    ],
)
def test_a_users_mistake_is_one_line_and_ends_with_1(values, arguments, problem):
    done = run("classify", values, *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert problem in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "arguments", [("classify",), ("allocate", "x.csv"), ("nothing",), ("classify", "x", "--no")]
)
def test_wrong_usage_ends_with_2_and_no_traceback(arguments):
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "command",
    [
        (),
        ("classify",),
        ("lists",),
        ("lists", "import"),
        ("allocate",),
        ("allocate", "compare"),
        ("synthesize",),
        ("check",),
        ("serve",),
        ("demo",),
        ("doctor",),
    ],
)
def test_every_command_has_help(command):
    done = run(*command, "--help")
    assert done.returncode == 0
    assert done.stdout.startswith("Usage: boligsocial")


def test_errors_are_told_in_danish_where_it_is_asked_for(values):
    done = run("classify", values, "--on", "2009-12-01", language="da")
    assert "1. december 2009" in done.stderr
