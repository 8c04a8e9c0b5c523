"""`boligsocial index` as scripts use it."""

import json
from dataclasses import dataclass

import numpy as np
import pandas as pd
import polars as pl
import pytest

from boligsocial.cli.main import main

SPEC = '[[component]]\ncolumn="x"\nweight=1\ndirection="high_is_worse"\ntransform="none"\n'


@dataclass
class Done:
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def command(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        with pytest.raises(SystemExit) as ended:
            main(["index", *arguments])
        printed = capsys.readouterr()
        return Done(ended.value.code, printed.out, printed.err)

    return run


@pytest.fixture
def run(command, tmp_path):
    def run(table, spec=SPEC, *options):
        (tmp_path / "t.csv").write_text(table)
        (tmp_path / "s.toml").write_text(spec)
        return command("t.csv", "--spec", "s.toml", *options)

    return run


def rows(done):
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def refusal(done):
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    return done.stderr


def test_it_writes_id_score_and_rank_and_nothing_else(run, tmp_path):
    assert rows(run("id,x\na,1\nb,3\n", SPEC, "--out", "o.csv", "--json")) == [
        {"id": "a", "score": 1.0, "rank": 2},
        {"id": "b", "score": 3.0, "rank": 1},
    ]
    assert (tmp_path / "o.csv").read_text() == "id,score,rank\na,1.0,2\nb,3.0,1\n"


def test_a_score_is_written_with_all_its_digits(run, tmp_path):
    spec = SPEC.replace("none", "exponential")
    found = rows(run("id,x\na,1\nb,3\nc,2\n", spec, "--out", "o.csv", "--json"))
    assert pl.read_csv(tmp_path / "o.csv")["score"].to_list() == [row["score"] for row in found]


def test_a_column_is_found_whether_its_letters_are_large_or_small(run):
    spec = SPEC.replace('"x"', '"Income_Rank"')
    assert rows(run("ID,Income_Rank\na,1\n", spec, "--json"))[0]["score"] == 1
    assert rows(run("id,income_rank\na,1\n", spec, "--json"))[0]["score"] == 1


def test_bands_come_with_the_share_of_units(run):
    table = "id,x\n" + "".join(f"u{number},{number}\n" for number in range(100))
    found = rows(run(table, SPEC, "--bands", "worst_shares", "--json"))
    assert found[99] == {"id": "u99", "score": 99, "rank": 1, "percentile": 1, "band": "worst_5"}
    assert found[0]["band"] == "others"


def test_an_anchor_is_saved_and_used(run):
    spec = SPEC.replace("none", "zscore")
    rows(run("id,x\na,1\nb,3\n", spec, "--save-anchor", "anchor.json", "--json"))
    found = rows(run("id,x\na,0\nb,2\n", spec, "--anchor", "anchor.json", "--json"))
    assert [(row["score"], row["anchored_score"]) for row in found] == [(-1, -2), (1, 0)]


def test_draws_add_the_interval_of_the_rank(run):
    table = "id,x,x_numerator,x_denominator\na,0.5,5,10\nb,0.4,4,10\nc,0.001,1,1000\n"
    found = rows(run(table, SPEC, "--draws", "200", "--seed", "7", "--level", "0.8", "--json"))
    assert [(row["rank_low"], row["rank_high"]) for row in found] == [(1, 2), (1, 2), (3, 3)]


def test_since_tells_what_moved_a_unit(run, tmp_path):
    (tmp_path / "before.csv").write_text("id,x\na,1\nb,5\n")
    found = rows(run("id,x\na,7\nb,5\nnew,0\n", SPEC, "--since", "before.csv", "--json"))
    assert [(row["score_change"], row["rank_change"], row["moved_by"]) for row in found] == [
        (6, -1, "x"), (0, 1, None), (None, None, None),
    ]  # fmt: skip


def test_shrinkage_takes_its_figures_from_counts(run):
    spec = SPEC + 'shrinkage="municipality"\n'
    table = "id,municipality_code,x_numerator,x_denominator\na,101,1,2\nb,101,300,1000\n"
    found = rows(run(table, spec, "--json"))
    assert 0.3 < found[0]["score"] < 0.5
    assert "x_numerator" in refusal(run("id,municipality_code,x\na,101,1\n", spec))


def test_what_is_left_out_has_no_score(run, tmp_path):
    spec = SPEC + 'missing="drop"\n'
    assert rows(run("id,x\na,1\nb,\n", spec, "--json", "--out", "o.csv"))[1] == {
        "id": "b", "score": None, "rank": None,
    }  # fmt: skip
    assert (tmp_path / "o.csv").read_text() == "id,score,rank\na,1.0,1\nb,,\n"
    shown = run("id,x\na,1\nb,\n", spec)
    assert (shown.returncode, shown.stderr) == (0, "")


def test_a_specification_of_the_product_goes_by_its_name(command, tmp_path):
    (tmp_path / "t.csv").write_text(
        "id,no_attachment,convicted,basic_school,income\na,0.5,0.03,0.6,200000\n"
        "b,0.2,0.01,,300000\n"
    )
    found = rows(command("t.csv", "--spec", "social_criteria", "--json"))
    assert [(row["id"], row["rank"]) for row in found] == [("a", 1), ("b", 2)]


@pytest.mark.parametrize(
    ("table", "spec", "options", "line"),
    [
        ("id,x\na,1\n", SPEC.replace("weight=1", "weight=0"), [], "the weights sum to zero"),
        ("id,y\na,1\n", SPEC, [], "t.csv, row 1, column x: the column is missing"),
        ("id,x\na,1\nb,\n", SPEC, [], "t.csv, row 3, column x: is empty"),
        ("id,x\na,1\nb,nan\n", SPEC, [], "t.csv, row 3, column x: nan is not a number"),
        ("id,x\na,1\na,2\n", SPEC, [], "t.csv, row 3, column id: a stands already in row 2"),
        ("id,x\na,1\n", SPEC + "colour=1\n", [], "component.0.colour"),
        ("id,x\na,1\n", SPEC + "\n[neighbourhood]\nresidents=1000\n", [], "the nearest people"),
        ("id,x\na,1\n", SPEC, ["--seed", "1"], "belong to --draws"),
        ("id,x\na,1\n", SPEC, ["--draws", "0"], "the field draws is wrong"),
        ("id,x\na,1\n", SPEC, ["--anchor", "no.json"], "no.json: cannot be read"),
        ("id,x\na,1\n", SPEC, ["--bands", "no"], "no: cannot be read"),
        ("id,x\n", SPEC, [], "has a header and no rows"),
    ],
)
def test_a_mistake_is_one_line(run, table, spec, options, line):
    assert line in refusal(run(table, spec, *options))


def test_one_unit_and_a_constant_column_have_a_defined_result(run):
    spec = SPEC.replace("none", "zscore")
    assert rows(run("id,x\na,5\n", spec, "--json")) == [{"id": "a", "score": 0, "rank": 1}]
    assert {row["rank"] for row in rows(run("id,x\na,5\nb,5\n", spec, "--json"))} == {1}


FIGURES = {"007": (12, "1.5", 3), "010": (7, "0.25", 3), "7": (12, "-2", 1), "æ": (30, "1.5", 2)}
WRITTEN = {
    "plain": (",", ".", "\n", "utf-8"),
    "with a mark before it": (",", ".", "\n", "utf-8-sig"),
    "as Danes write it": (";", ",", "\r\n", "utf-8-sig"),
    "in the alphabet of old files": (";", ",", "\n", "latin-1"),
    "with tabs": ("\t", ".", "\r\n", "utf-8"),
}
VARIED = "".join(
    f'[[component]]\ncolumn="{column}"\nweight={weight}\ndirection="{direction}"\n'
    f'transform="{transform}"\nties="{ties}"\nfraction="{fraction}"\n'
    for column, weight, direction, transform, ties, fraction in (
        ("Share of all (pct.)", 0.3, "high_is_worse", "exponential", "min", "exclusive"),
        ("x", 0.5, "low_is_worse", "rank", "average", "inclusive"),
        ("IMD Rank", 2, "low_is_worse", "exponential", "average", "inclusive"),
    )
)


def by_pandas(figures):
    """The scores that an independent script gives."""
    frame = pd.DataFrame.from_dict(figures, orient="index", columns=["share", "x", "place"])
    frame = frame.astype(float)
    count = len(frame)

    def stretched(fraction):
        return -23 * np.log(1 - fraction * (1 - np.exp(-100 / 23)))

    share = (count - frame["share"].rank(method="min", ascending=False)) / count
    x = (count - frame["x"].rank(method="average") + 1) / count
    place = (count - frame["place"].rank(method="average") + 1) / count
    score = 0.3 * stretched(share) + 0.5 * x + 2 * stretched(place)
    return score, score.rank(method="min", ascending=False)


@pytest.mark.parametrize("how", WRITTEN)
def test_the_same_table_written_in_another_way_gives_the_same(command, tmp_path, how):
    apart, point, end, letters = WRITTEN[how]
    rows_ = [["id", "Share of all (pct.)", "x", "IMD Rank"]]
    rows_ += [[unit, *(str(each).replace(".", point) for each in own)]
              for unit, own in FIGURES.items()]  # fmt: skip
    text = end.join(apart.join(row) for row in rows_) + end
    (tmp_path / "t.csv").write_bytes(text.encode(letters))
    (tmp_path / "s.toml").write_text(VARIED, "utf-8")
    found = rows(command("t.csv", "--spec", "s.toml", "--json"))
    score, rank = by_pandas(FIGURES)
    assert [each["id"] for each in found] == list(FIGURES)
    assert [each["score"] for each in found] == pytest.approx(list(score), abs=1e-12)
    assert [each["rank"] for each in found] == list(rank)
