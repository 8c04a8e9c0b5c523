"""Questions about a distribution, as scripts outside ask them."""

import json

import pytest

from boligsocial.cli.main import main

CANDIDATES = """area_id,municipality,tier,need,residents,full_grant_mio,approved
listed,Odense,listed,1.0,5000,4,
worst,Odense,exposed,1.5,1000,6,
next,Odense,exposed,1.2,2000,4,
third,Odense,exposed,1.1,1500,3,
edge,Aarhus,edge,1.0,1000,2,
"""
PRINCIPLES = """coordination_cost_mio = 1
max_areas_per_plan = 2
[levels]
exposed = [1.0, 0.5]
edge = 0.5
"""
GROUPS = "area_id,region,organisation\nlisted,Syddanmark,Fyn\nnext,Syddanmark,Andre\n"


@pytest.fixture
def ask(tmp_path, capsys):
    """Runs a command of allocate on the candidates and gives what it printed as JSON."""
    files = {
        "candidates.csv": CANDIDATES,
        "principles.toml": PRINCIPLES,
        "neighbours.csv": "area_id,neighbour_id\nnext,third\n",
        "groups.csv": GROUPS,
    }
    for name, content in files.items():
        (tmp_path / name).write_text(content, "utf-8")

    def asked(*arguments):
        paths = [tmp_path / each if each in files else each for each in arguments]
        with pytest.raises(SystemExit) as ended:
            main(["allocate", *map(str, paths), "--json"])
        printed = capsys.readouterr()
        return json.loads(printed.out) if ended.value.code == 0 else printed.err

    return asked


BEST = ("--neighbours", "neighbours.csv", "--principles", "principles.toml")


def test_the_frames_at_which_the_list_changes(ask):
    points = ask("breakpoints", "candidates.csv", "--highest", "20")
    assert [(each["frame_mio"], each["enters"], each["leaves"]) for each in points] == [
        (4, ["listed"], []),
        (10, ["worst"], []),
        (14, ["next"], []),
        (17, ["third"], []),
        (17.6, ["edge"], []),
    ]


def test_the_best_plan_at_each_whole_million(ask):
    rows = ask("breakpoints", "candidates.csv", "--method", "optimal", "--highest", "11", *BEST)
    assert [row["frame_mio"] for row in rows] == list(range(12))
    assert [row["feasible"] for row in rows] == [False] * 4 + [True] * 8
    assert rows[10]["plans"] == [["next", "third"]]
    assert all(row["proven_optimal"] for row in rows)


def test_what_would_alter_the_result_of_an_area(ask):
    answer = ask("explain", "candidates.csv", "worst", "--frame", "10", *BEST)
    assert (answer["area_id"], answer["level"]) == ("worst", 0)
    more_need = answer["changes"][0]
    assert (more_need["change"], more_need["alters"], more_need["exact"]) == ("need", True, True)
    assert {each["change"] for each in answer["changes"]} == {"need", "residents", "frame", "tier"}
    assert answer["next_million"]["to_mio"] == 11
    assert answer["last_million"]["from_mio"] == 9


def test_what_is_safe_and_what_is_judgment(ask):
    answer = ask("portfolio", "candidates.csv", "--frame", "10", "--within", "30", *BEST)
    kinds = {each["area_id"]: each["is"] for each in answer["areas"]}
    assert kinds["listed"] == "safe"
    assert "judgment" in kinds.values()
    assert all(plan[0] >= 0.7 * answer["objective"][0] for plan in answer["near_plans"])


def test_what_each_merger_saves_and_costs(ask):
    (merger,) = ask("mergers", "candidates.csv", "--frame", "10", *BEST)
    assert (merger["areas"], merger["saves_mio"], merger["costs_mio"]) == (["next", "third"], 1, 6)
    assert merger["lost_without"][0] > 0


def test_where_the_list_and_the_best_plan_differ(ask):
    rows = ask("differences", "candidates.csv", "--frame", "10", *BEST)
    assert {row["area_id"]: row["differs"] for row in rows} == {
        "worst": "goes_out",
        "next": "comes_in",
        "third": "comes_in",
    }
    assert all(row["why"] for row in rows)


@pytest.mark.parametrize("method", ["ranked", "optimal"])
def test_what_each_group_gets(ask, method):
    answer = ask("candidates.csv", "--frame", "10", "--method", method, "--groups", "groups.csv")
    assert set(answer["equity"]) == {"region", "organisation"}
    (south,) = answer["equity"]["region"]
    assert (south["group"], south["areas"], south["residents"]) == ("Syddanmark", 2, 7000)


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("explain", "candidates.csv", "nowhere", "--frame", "10"), "nowhere is not among the"),
        (("portfolio", "candidates.csv", "--frame", "10", "--within", "x"), "x is not a per cent"),
        (("breakpoints", "candidates.csv", "--highest", "x"), "the frame x is not an amount"),
    ],
)
def test_a_mistake_is_one_line(ask, arguments, problem):
    told = ask(*arguments)
    assert problem in told
    assert told.count("\n") == 1


@pytest.mark.parametrize(
    "command", ["breakpoints", "explain", "portfolio", "mergers", "differences"]
)
def test_every_question_has_help(capsys, command):
    with pytest.raises(SystemExit) as ended:
        main(["allocate", command, "--help"])
    assert ended.value.code == 0
    assert f"boligsocial allocate {command}" in capsys.readouterr().out
