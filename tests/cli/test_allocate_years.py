"""The plan over the years as scripts outside use it."""

import csv
import json
from dataclasses import dataclass

import pytest

from boligsocial.cli.main import main

HEADER = "year,area_id,municipality,tier,need,residents,full_grant_mio,approved"
LISTS = f"""{HEADER},running_until,running_mio
2024,Harbour,Odense,listed,1.5,2000,10,,,
2024,Hill,Odense,listed,1.0,2000,20,,2025,18.5
2024,Meadow,Odense,exposed,1.3,2000,5,,,
2024,Grove,Odense,anchored,0.3,2000,4,,2024,3
2026,Harbour,Odense,exposed,1.5,2000,10,,,
2026,New,Odense,listed,1.5,2000,45,,,
2026,Hill,Odense,listed,1.0,2000,20,,,
"""
FRAMES = """carried_in_mio = 1.5

[[index.factor]]
year = 2025
factor = 1.1
source = "made up for this test"
"""


@pytest.fixture
def written(tmp_path):
    """Writes a file and gives its path."""

    def write(name, content):
        path = tmp_path / name
        path.write_text(content, "utf-8")
        return str(path)

    return write


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def run(capsys, monkeypatch):
    """Runs the command in this process, as the installed command does."""

    def ran(*arguments, language="en"):
        monkeypatch.setenv("BOLIGSOCIAL_LANGUAGE", language)
        with pytest.raises(SystemExit) as ended:
            main(["allocate", "years", *arguments])
        return Done(ended.value.code, *capsys.readouterr())

    return ran


def figures(rows, *names):
    return {row["year"]: tuple(row[name] for name in names) for row in rows}


def test_the_result(run, written):
    rent = "year,part,committed_mio,to_social_mio\n2024,rent,200,30\n2025,vacancy,4,\n"
    done = run(written("lists.csv", LISTS), "--frames", written("frames.toml", FRAMES),
               "--rent", written("rent.csv", rent), "--json")  # fmt: skip
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert figures(result["years"], "frame_mio", "factor_known", "projected") == {
        2024: (140, False, False), 2025: (154, True, True),
        2026: (140, False, False), 2027: (0, False, True),
    }  # fmt: skip
    assert figures(result["years"], "available_mio", "asked_mio", "committed_mio") == {
        2024: (171.5, 60, 60), 2025: (265.5, 7, 7), 2026: (398.5, 260, 260), 2027: (138.5, 0, 0),
    }  # fmt: skip
    assert figures(result["years"], "bound_mio", "paid_mio", "unpaid_mio")[2024] == (
        21.5, 36.5, 18.5 + 45,
    )  # fmt: skip
    assert result["seen_from"] == 2026
    assert figures(result["outlook"], "bound_mio", "left_mio") == {2027: (10 + 5 + 1 + 65, 138.5)}
    assert result["first_short_year"] is None
    by_area = {(each["year"], each["area_id"]): each for each in result["areas"]}
    assert by_area[2025, "Grove"]["standing"] == "phase_out"
    assert by_area[2026, "Hill"]["standing"] == "renewed"
    assert by_area[2026, "Hill"]["runs_to"] == 2029
    given = {tuple(each["areas"]): each for each in result["commitments"] if each["phase_out"]}
    assert given[("Grove",)]["payments"] == [
        {"year": 2025, "mio": 4}, {"year": 2026, "mio": 2}, {"year": 2027, "mio": 1},
    ]  # fmt: skip
    act = {each["part"]: each for each in result["act"][0]["parts"]}
    assert act["rent"]["left_mio"] == 0
    assert act["social"]["moved_in_mio"] == 30
    assert all(check["holds"] for year in result["act"] for check in year["checks"])


def test_the_look_ahead_is_seen_from_the_year_that_is_asked_for(run, written):
    done = run(written("lists.csv", LISTS), "--after", "2024", "--json")
    assert [each["year"] for each in json.loads(done.stdout)["outlook"]] == [2025, 2026, 2027]


def test_a_look_ahead_from_a_year_outside_the_act_is_refused(run, written):
    done = run(written("lists.csv", LISTS), "--after", "2018")
    assert (done.returncode, done.stdout) == (1, "")
    assert "the act has no frame in 2018" in done.stderr


def test_neighbours_share_a_plan_under_the_optimum(run, written):
    pairs = written("pairs.csv", "area_id,neighbour_id\nHarbour,Meadow\n")
    arguments = [written("lists.csv", LISTS), "--neighbours", pairs]
    result = json.loads(run(*arguments, "--method", "optimal", "--json").stdout)
    assert result["years"][0]["saved_mio"] == 2
    assert result["years"][0]["proven_optimal"] is True
    assert run(*arguments).stderr == (
        "boligsocial: neighbours share plans under one method alone; add --method optimal\n"
    )


def test_the_table_of_years_as_a_file(run, written, tmp_path):
    out = tmp_path / "years.csv"
    assert run(written("lists.csv", LISTS), "--out", str(out)).returncode == 0
    rows = list(csv.DictReader(out.open(encoding="utf-8")))
    assert [row["year"] for row in rows] == ["2024", "2025", "2026", "2027"]
    assert rows[0]["committed_mio"] == "60"


def test_the_table_to_read_and_the_danish_reasons(run, written):
    lists = written("lists.csv", LISTS)
    shown = run(lists).stdout
    assert "2025*" in shown
    assert "Promised before" in shown
    danish = json.loads(run(lists, "--json", language="da").stdout)["areas"]
    assert danish[0]["reason"].startswith("Fuld bevilling på 40,00 mio. kr.")
    assert "2027" in danish[0]["reason"]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("2018,a,Odense,listed,1,1,1,,,", "row 2, column year: the act has no frame in 2018; "
                                          "choose a year from 2019 to 2027"),
        ("2028,a,Odense,listed,1,1,1,,,", "row 2, column year: the act has no frame in 2028"),
        (",a,Odense,listed,1,1,1,,,", "row 2, column year: is empty"),
        ("2019.5,a,Odense,listed,1,1,1,,,", "row 2, column year: 2019.5 is not a whole number"),
        ("2019,a,Odense,listed,-1,1,1,,,", "row 2, column need: -1 is below 0"),
        ("2019,a,Odense,listed,1,1,1e30,,,", "row 2, column full_grant_mio: 1e30 is above"),
        ("2019,a,Odense,listed,1,1,1,,2020,", "row 2, column running_mio: running_until and"),
        ("2019,a,Odense,listed,1,1,1,,,3", "row 2, column running_until: running_until and"),
        ("2019,a,Odense,listed,1,1,1,,2020,-3", "row 2, column running_mio: -3 is below 0"),
        ("2019,a,Odense,listed,1,1,1,,2099,3", "from before runs to 2099; the latest year is 2031"),
        ("2019,a,Odense,listed,1,1,1,,,\n2019,A,Odense,edge,1,1,1,,,", "row 3, column area_id: "
                                                     "A · 2019 stands already in row 2"),
        ("2019,a,Odense,listed,1,1,1,,2020,3\n2020,a,Odense,listed,1,1,1,,2021,3",
         "row 3, column running_until: a has another commitment from before"),
    ],
)  # fmt: skip
def test_bad_lists_end_in_one_clear_line(run, written, row, problem):
    done = run(written("lists.csv", f"{HEADER},running_until,running_mio\n{row}\n"))
    assert (done.returncode, done.stdout) == (1, "")
    assert problem in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("option", "content", "problem"),
    [
        ("--frames", "[frame]\ntotal_mio = 400", "the field frame is wrong: Value error, the parts "
                                                 "do not sum to total_mio"),
        ("--frames", "[[index.factor]]", "index.factor.0.year is wrong"),
        ("--rent", "year,part,committed_mio\n2024,rent,231", "rent support in 2024: 231.00 mio. "
                                                "kr. is more than the 230.00 mio. kr."),
        ("--rent", "year,part,committed_mio\n2024,social,1", "social is not one of rent, vacancy"),
        ("--rent", "year,part,committed_mio\n2031,rent,1", "row 2, column year: the act has no"),
        ("--rent", "year,part,committed_mio\n2020,rent,1", "the account begins in 2024"),
        ("--rent", "year,part,committed_mio,to_social_mio\n2024,vacancy,1,1", "cannot be moved"),
        ("--rent", "year,part,committed_mio\n2024,rent,1e30", "1e30 is above"),
        ("--frames", "carried_in_mio = 1e30", "carried_in_mio"),
        ("--neighbours", "area_id,neighbour_id\nHarbour,Nowhere", "Nowhere is not among"),
        ("--principles", "below_waterline = 'guess'", "below_waterline"),
    ],
)  # fmt: skip
def test_other_bad_files_end_in_one_clear_line(run, written, option, content, problem):
    name = "given.toml" if option in ("--frames", "--principles") else "given.csv"
    done = run(written("lists.csv", LISTS), option, written(name, content))
    assert (done.returncode, done.stdout) == (1, "")
    assert problem in done.stderr
    assert done.stderr.count("\n") == 1
