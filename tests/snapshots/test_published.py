"""The published lists against the law: every published status, streak and count."""

import polars as pl
import pytest

from boligsocial.snapshots.area_lists import is_complete
from boligsocial.snapshots.published import published_snapshot

SNAPSHOT = published_snapshot()
AGREEMENT = SNAPSHOT.published_against_computed()
FIGURES_TO_2017 = [each for each in SNAPSHOT.lists if each.has_figures and each.on.year <= 2017]


@pytest.mark.parametrize("list_id", [each.list_id for each in FIGURES_TO_2017])
def test_every_complete_published_row_gives_its_published_status(list_id):
    complete = [
        area
        for (each, area), verdict in SNAPSHOT.verdicts.items()
        if each == list_id and is_complete(verdict)
    ]
    tested = AGREEMENT.filter(pl.col("list_id") == list_id, pl.col("area_id").is_in(complete))
    assert sorted(tested["area_id"]) == sorted(complete)
    assert tested.filter(~pl.col("agree").fill_null(False)).rows() == []


def test_there_are_231_complete_rows_until_2017():
    counted = {each.list_id: 0 for each in FIGURES_TO_2017}
    for (list_id, _), verdict in SNAPSHOT.verdicts.items():
        if list_id in counted:
            counted[list_id] += is_complete(verdict)
    assert counted == {
        "2010-10-26": 29,
        "2011": 29,
        "2012-10-01": 38,
        "2013-10-01": 41,
        "2014-12-01": 38,
        "2016-12-01": 29,
        "2017-12-01": 27,
    }


def test_scattered_figures_after_2017_contradict_no_published_status():
    assert AGREEMENT.filter(~pl.col("agree")).rows() == []


@pytest.mark.parametrize("year", range(2018, 2024))
def test_published_streaks_give_the_published_hard_areas_by_name(year):
    """Law and published history alone, for all areas published as ghetto or parallel society."""
    from boligsocial.law.classification import classify

    this = next(each for each in SNAPSHOT.lists if each.on.year == year)
    inner = "ghetto" if year < 2021 else "parallelsamfund"
    hard = "haard" if year < 2021 else "omdannelse"

    def published(status):
        return {
            area for area in SNAPSHOT.areas if SNAPSHOT.statuses_on(this.list_id, area).get(status)
        }

    # Figures beyond every limit: what is left to decide is the streak.
    keys = sorted(published(inner))
    values = pl.DataFrame(
        {
            "area_key": keys,
            "residents": 2000.0,
            "pct_nonwestern": 99.0,
            "pct_no_attachment": 99.0,
            "pct_convicted": 9.0,
            "pct_basic_school": 99.0,
            "income_pct_of_region": 1.0,
        }
    )
    found = classify(
        values,
        this.on,
        history=SNAPSHOT.history,
        national_rates=SNAPSHOT.national_rates,
    ).areas
    assert set(found.filter(pl.col(hard))["area_key"]) == published(hard)


def test_named_areas_are_as_many_as_the_published_counts_where_all_are_named():
    for each in SNAPSHOT.lists:
        for status in each.named_in_full:
            named = SNAPSHOT.with_status(each.list_id, status)
            assert (each.list_id, status, len(named)) == (each.list_id, status, each.counts[status])


def test_areas_on_an_inner_list_are_on_the_outer_one():
    for list_id, area in SNAPSHOT.verdicts:
        statuses = SNAPSHOT.statuses_on(list_id, area)
        if statuses.get("omdannelse") or statuses.get("haard"):
            assert statuses.get("parallelsamfund") or statuses.get("ghetto")
