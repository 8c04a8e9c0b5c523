"""A snapshot comes whole or not at all, once, and tells when a byte of it has changed."""

import shutil
from datetime import date

import polars as pl
import pytest

from boligsocial.messages import UserError
from boligsocial.registers.deliveries import DeliveryError
from boligsocial.snapshots.opening import opened_lists, stored
from boligsocial.snapshots.store import build
from boligsocial.snapshots.store.build import build_snapshot
from boligsocial.snapshots.store.manifest import NAME
from boligsocial.snapshots.store.store import damages, open_snapshot, snapshot_named

ON = date(2017, 12, 1)


@pytest.fixture
def store(snapshot, tmp_path):
    """A copy of the store to spoil."""
    return shutil.copytree(snapshot.folder.parent, tmp_path / "S")


def test_a_snapshot_tells_what_it_was_made_from(registers, built):
    manifest = built.snapshot.manifest
    assert built.new
    assert manifest.kind == "synthetic"
    assert manifest.years == (2014, 2015, 2016, 2017)
    assert manifest.rules == "2013"
    assert manifest.engine == "duckdb"
    assert manifest.not_delivered == ()
    delivered = {path.relative_to(registers).as_posix() for path in registers.rglob("*.*")}
    assert {each.path for each in manifest.inputs} == delivered
    files = {path.name for path in built.snapshot.folder.iterdir()} - {NAME}
    assert {each.path for each in manifest.outputs} == files
    for each in manifest.outputs:
        assert each.rows == len(pl.read_parquet(built.snapshot.folder / each.path))


def test_the_same_delivery_once_more_changes_nothing(registers, built):
    before = {path: path.stat().st_mtime_ns for path in built.snapshot.folder.rglob("*")}
    again = build_snapshot(registers, ON, built.snapshot.folder.parent)
    assert not again.new
    assert again.snapshot == built.snapshot
    assert {path: path.stat().st_mtime_ns for path in built.snapshot.folder.rglob("*")} == before


def test_the_same_delivery_elsewhere_gives_the_same_tables(registers, snapshot, tmp_path):
    copy = shutil.copytree(registers, tmp_path / "copy")
    other = build_snapshot(copy, ON, tmp_path / "S").snapshot
    assert other.id == snapshot.id
    keys = ["geography", "geography_id", "group", "period", "indicator"]
    one, two = (each.table("indicators").sort(keys) for each in (snapshot, other))
    assert one.select(keys).equals(two.select(keys))
    assert (one["value"] - two["value"]).abs().max() < 1e-6


def test_another_date_and_other_people_are_another_snapshot(registers, snapshot, tmp_path):
    earlier = build_snapshot(registers, date(2016, 12, 1), tmp_path / "S").snapshot
    assert earlier.id != snapshot.id
    assert earlier.manifest.years == (2014, 2015, 2016)
    part = registers.parent / "other"
    shutil.copytree(registers, part)
    path = part / "persons/year=2017/persons.parquet"
    pl.read_parquet(path)[:-1].write_parquet(path)
    assert build_snapshot(part, ON, tmp_path / "S").snapshot.id != snapshot.id
    assert [each.on.year for each in stored(tmp_path / "S")[0]] == [2017, 2016]


def test_progress_is_told_from_the_first_step_to_the_last(registers, tmp_path):
    told = []
    build_snapshot(registers, ON, tmp_path / "S", report=told.append)
    assert [each.done for each in told] == list(range(told[0].total))
    assert all(each.doing.in_language("da") != str(each.doing) for each in told)


def test_a_whole_snapshot_has_no_damage(snapshot):
    assert damages(snapshot.folder) == ()


@pytest.mark.parametrize("where", ["first", "middle", "last"])
def test_one_changed_byte_in_any_file_is_found(snapshot, store, where):
    for path in (store / snapshot.id).iterdir():
        kept = path.read_bytes()
        at = {"first": 0, "middle": len(kept) // 2, "last": len(kept) - 1}[where]
        path.write_bytes(kept[:at] + bytes([kept[at] ^ 1]) + kept[at + 1 :])
        assert [each.path for each in damages(store / snapshot.id)] == [path.name]
        path.write_bytes(kept)


def test_a_file_that_is_gone_or_new_is_found(snapshot, store):
    folder = store / snapshot.id
    (folder / "areas.parquet").unlink()
    (folder / "more.txt").write_text("?")
    (folder / "empty").mkdir()
    assert [(each.path, str(each.what)) for each in damages(folder)] == [
        ("areas.parquet", "is gone"),
        ("empty", "was not there when it was sealed"),
        ("more.txt", "was not there when it was sealed"),
    ]


def test_a_manifest_that_is_gone_or_no_manifest_is_told(store, snapshot):
    manifest = store / snapshot.id / NAME
    for content in ("", "[]", "1", "{", "{}", '"x"'):
        manifest.write_text(content)
        assert [str(each.what) for each in damages(manifest.parent)] == ["cannot be read"]
    manifest.unlink()
    assert [str(each.what) for each in damages(manifest.parent)] == ["is gone"]


def test_a_spoiled_snapshot_is_not_taken_for_the_same(registers, snapshot, store):
    (store / snapshot.id / "areas.parquet").write_bytes(b"?")
    with pytest.raises(UserError, match=r"take the folder .* away and build again"):
        build_snapshot(registers, ON, store)


def test_what_fails_on_the_way_leaves_nothing(registers, tmp_path, monkeypatch):
    def fails(*_):
        raise OSError("the disk is full")

    monkeypatch.setattr(build, "seal", fails)
    with pytest.raises(UserError, match=r"S cannot be written: the disk is full"):
        build_snapshot(registers, ON, tmp_path / "S")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("on", "told"),
    [
        (date(2018, 12, 1), "has no persons of 2018"),
        (date(2009, 12, 1), "no rules were in force"),
    ],
)
def test_a_date_that_cannot_be_is_told(registers, tmp_path, on, told):
    with pytest.raises(UserError, match=told):
        build_snapshot(registers, on, tmp_path / "S")
    assert list(tmp_path.iterdir()) == []


def test_an_unsound_delivery_is_refused(registers, tmp_path):
    spoiled = shutil.copytree(registers, tmp_path / "R")
    path = spoiled / "persons/year=2017/persons.parquet"
    pl.read_parquet(path).with_columns(age=pl.lit(212, pl.Int16)).write_parquet(path)
    with pytest.raises(
        DeliveryError,
        match=r"out of range \(persons\.age, persons/year=2017/persons\.parquet, row 1\)",
    ):
        build_snapshot(spoiled, ON, tmp_path / "S")
    assert not (tmp_path / "S").exists()


def test_a_delivery_whose_areas_have_ended_gives_estates_and_lists_of_nobody(
    registers, snapshot, tmp_path
):
    ended = shutil.copytree(registers, tmp_path / "R")
    areas = pl.read_parquet(ended / "areas.parquet")
    areas.with_columns(valid_to=date(2017, 11, 30)).write_parquet(ended / "areas.parquet")
    made = build_snapshot(ended, ON, tmp_path / "S").snapshot
    for table in ("areas", "area_estates", "statuses", "verdicts"):
        assert made.table(table).is_empty()
        assert made.table(table).schema == snapshot.table(table).schema
    assert made.table("estates").equals(snapshot.table("estates"))
    lists = opened_lists(tmp_path / "S", made.id)
    assert [each.on.year for each in lists.lists] == [2014, 2015, 2016, 2017]
    assert lists.areas == {}
    assert lists.figures.is_empty()


def test_an_indicator_whose_column_is_not_delivered_is_left_out(registers, tmp_path):
    thinner = shutil.copytree(registers, tmp_path / "R")
    for path in thinner.glob("persons/*/*.parquet"):
        pl.read_parquet(path).drop("grade").write_parquet(path)
    made = build_snapshot(thinner, ON, tmp_path / "S").snapshot
    assert made.manifest.not_delivered == ("grade", "weak_pupils")
    assert "grade" not in set(made.table("indicators")["indicator"])


def test_a_survey_that_is_not_delivered_is_left_out(registers, tmp_path):
    without = shutil.copytree(registers, tmp_path / "R")
    shutil.rmtree(without / "surveys")
    made = build_snapshot(without, ON, tmp_path / "S").snapshot
    assert made.manifest.not_delivered == (
        "cohesion", "quality_of_life", "safety", "satisfaction", "trust"
    )  # fmt: skip


def test_a_question_that_nobody_was_asked_is_left_out(registers, tmp_path):
    fewer = shutil.copytree(registers, tmp_path / "R")
    for path in fewer.glob("surveys/*/*.parquet"):
        pl.read_parquet(path).filter(pl.col("question") != "trust").write_parquet(path)
    made = build_snapshot(fewer, ON, tmp_path / "S").snapshot
    assert made.manifest.not_delivered == ("trust",)


def test_answers_count_by_weight_and_stand_beside_their_number(registers, snapshot):
    answers = pl.read_parquet(registers / "surveys/year=2017/surveys.parquet").drop_nulls("answer")
    safe = answers.filter(pl.col("question") == "safety")
    counted = safe.select(
        numerator=(pl.col("answer") >= 4).sum(),
        denominator=pl.len(),
        value=((pl.col("answer") >= 4) * pl.col("weight")).sum() / pl.col("weight").sum(),
    ).row(0)
    found = snapshot.table("indicators").filter(
        geography="nation", group="all", period="2017", indicator="safety"
    )
    assert found.select("numerator", "denominator", "value").row(0) == pytest.approx(counted)
    assert counted[2] != pytest.approx(counted[0] / counted[1], abs=1e-3)


def test_a_snapshot_is_named_by_the_beginning_of_its_id(snapshot):
    store = snapshot.folder.parent
    assert snapshot_named(store, "2017-12-01") == snapshot
    with pytest.raises(UserError, match="names 0 snapshots"):
        snapshot_named(store, "2016")
    with pytest.raises(UserError, match="is not a snapshot"):
        open_snapshot(store)
