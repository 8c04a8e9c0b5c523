"""The optimal distribution as scripts outside use it."""

import json
import subprocess
import sys

import pytest

CANDIDATES = """area_id,municipality,tier,need,residents,full_grant_mio,approved
a,Odense,listed,1.2,9000,100,
b,Odense,exposed,1.4,2000,60,
c,Odense,exposed,1.3,2000,20,
d,Odense,exposed,1.1,1500,11,
e,Vejle,edge,1.1,1500,10,
f,Vejle,attached,1.0,900,4,true
g,Vejle,attached,1.4,900,4,false
h,Vejle,anchored,0.8,900,4,
"""
PRINCIPLES = """coordination_cost_mio = 1.0
max_areas_per_plan = 2
same_municipality = true

[levels]
exposed = [1.0, 0.5]
edge = 0.3
attached = 0.5
anchored = 0
"""
PAIRS = "area_id,neighbour_id\nc,d\nd,c\ne,f\na,b\nb,e\n"


@pytest.fixture
def files(tmp_path):
    """Writes files and gives their paths."""

    def written(**contents):
        paths = {}
        for name, content in contents.items():
            paths[name] = tmp_path / f"{name}.{'toml' if name == 'principles' else 'csv'}"
            paths[name].write_text(content, "utf-8")
        return paths

    return written


def run(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "boligsocial", "allocate", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        env={"BOLIGSOCIAL_LANGUAGE": "en", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
    )


def optimal(paths, frame, *more):
    arguments = [paths["candidates"], "--frame", frame, "--method", "optimal", *more]
    for option in ("neighbours", "principles", "must_join", "cannot_join"):
        if option in paths:
            arguments += [f"--{option.replace('_', '-')}", paths[option]]
    return run(*arguments)


def test_the_contract(files):
    paths = files(candidates=CANDIDATES, neighbours=PAIRS, principles=PRINCIPLES)
    given = json.loads(optimal(paths, "135.5", "--json").stdout)
    levels = {each["area_id"]: each["level"] for each in given["grants"]}
    # c and d in full reach 2600 + 1650; b, and half of b with c or d, do not fit.
    assert levels == {"a": 1, "b": 0, "c": 1, "d": 1, "e": 0.3, "f": 0.5, "g": 0, "h": 0}
    assert given["objective"] == [4250, 495, 450]
    assert given["proven_optimal"] is True
    assert given["plans"] == [["c", "d"], ["e", "f"]]
    assert given["saved_mio"] == 2
    assert given["spent_mio"] == 100 + 20 + 11 + 3 + 2 - 2
    assert given["left_mio"] == 1.5
    assert given["pairs_across_municipalities"] == 1
    ranked = json.loads(run(paths["candidates"], "--frame", "135.5", "--json").stdout)
    assert set(ranked) < set(given)
    assert set(ranked["grants"][0]) < set(given["grants"][0])


def test_a_frame_short_of_the_listed_says_by_how_much_after_the_savings(files):
    paths = files(
        candidates=CANDIDATES.replace("b,Odense,exposed", "b,Odense,listed"),
        neighbours=PAIRS,
        principles=PRINCIPLES,
    )
    done = optimal(paths, "158.5", "--json")
    given = json.loads(done.stdout)
    assert (given["feasible"], given["shortfall_mio"], given["spent_mio"]) == (False, 0.5, 0)
    assert given["plans"] == []
    assert "0.50 mio. kr. short" in done.stderr
    assert json.loads(optimal(paths, "159", "--json").stdout)["feasible"]


def test_pairs_that_must_and_cannot_join(files):
    paths = files(
        candidates=CANDIDATES,
        neighbours=PAIRS,
        principles=PRINCIPLES,
        must_join="area_id,neighbour_id\na,b\n",
        cannot_join="area_id,neighbour_id\ne,f\n",
    )
    given = json.loads(optimal(paths, "175", "--json").stdout)
    assert given["plans"] == [["a", "b"], ["c", "d"]]
    given = json.loads(optimal(paths, "135.5", "--json").stdout)
    # a is listed, so b comes in with it at half a grant, whatever it costs the others.
    assert given["plans"] == [["a", "b"]]


def test_no_pairs_is_no_mistake(files):
    paths = files(candidates=CANDIDATES, neighbours="area_id,neighbour_id\n", principles=PRINCIPLES)
    given = json.loads(optimal(paths, "135.5", "--json").stdout)
    assert (given["plans"], given["saved_mio"]) == ([], 0)


@pytest.mark.parametrize(
    ("contents", "problem"),
    [
        (
            {"neighbours": "area_id,neighbour_id\nc,nowhere\n"},
            "neighbours.csv, row 2, column neighbour_id: nowhere is not among the candidates",
        ),
        ({"neighbours": "area_id,neighbour_id\nc,c\n"}, "row 2, column neighbour_id: c stands"),
        ({"candidates": CANDIDATES.replace("1.3", "-1.3")}, "row 4, column need: -1.3 is below 0"),
        ({"candidates": CANDIDATES.replace("1.3", "")}, "row 4, column need: is empty"),
        ({"candidates": CANDIDATES.replace("1.3", "nan")}, "row 4, column need: nan is not a"),
        ({"principles": "[levels]\nexposed = [1.0, 1.5]"}, "levels.exposed is wrong: a level is"),
        ({"principles": "max_areas_per_plan = 0"}, "max_areas_per_plan is wrong"),
        (
            {
                "must_join": "area_id,neighbour_id\nc,d\n",
                "cannot_join": "area_id,neighbour_id\nd,c\n",
            },
            "c and d cannot join, but the pairs that must join bring them into one plan: c, d",
        ),
        (
            {"must_join": "area_id,neighbour_id\nc,d\nd,b\n"},
            "b, c, d must join, which makes a plan of 3 areas; a plan may have 2",
        ),
        ({"must_join": "area_id,neighbour_id\nb,d\n"}, "b, d must join, but no plan can hold"),
    ],
)
def test_a_mistake_is_one_line(files, contents, problem):
    paths = files(
        **{"candidates": CANDIDATES, "neighbours": PAIRS, "principles": PRINCIPLES, **contents}
    )
    done = optimal(paths, "135.5", "--json")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert problem in done.stderr
