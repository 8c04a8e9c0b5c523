"""The demonstration: made-up snapshots once, and nothing the second time."""

from datetime import date

from boligsocial.cli.demonstration import DATES, FOLDER, make_demo_snapshots
from boligsocial.snapshots.opening import opened_lists, stored


def test_the_demo_makes_snapshots_once_with_progress_told_in_lines(tmp_path):
    said = []
    deliveries, store = tmp_path / "deliveries", tmp_path / "snapshots"
    make_demo_snapshots(deliveries, store, said.append, persons=20_000)
    found, _ = stored(store)
    assert [each.on for each in found] == sorted(DATES, reverse=True)
    assert {each.manifest.kind for each in found} == {"synthetic"}
    assert (deliveries / FOLDER / "persons").is_dir()
    assert any("Making up 20,000 people" in line for line in said)
    assert any("Sealing" in line for line in said)
    assert opened_lists(store, found[0].id).estates

    times = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    said.clear()
    make_demo_snapshots(deliveries, store, said.append, persons=20_000)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == times
    assert len(said) == 1


def test_a_snapshot_that_is_missing_is_built_from_the_delivery_that_is_there(tmp_path, made_up):
    said = []
    dates = [date(2017, 12, 1), date(2018, 12, 1)]
    (tmp_path / FOLDER).symlink_to(next(made_up.deliveries.iterdir()))
    make_demo_snapshots(tmp_path, tmp_path / "snapshots", said.append, dates=dates)
    assert not any("Making up" in line for line in said)
    found, _ = stored(tmp_path / "snapshots")
    assert {each.id for each in found} == {made_up.earlier, made_up.later}
