"""The law's verdicts: limits, missing figures, distances, reforms."""

from datetime import date
from fractions import Fraction
from itertools import product

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boligsocial.law.classification import classify
from boligsocial.law.references import national_rates
from boligsocial.law.rules import rules_on
from boligsocial.law.verdicts import area_verdicts
from boligsocial.messages import UserError

LIST_DATES = [
    date(2010, 10, 26),
    date(2013, 10, 1),
    date(2014, 12, 1),
    date(2018, 12, 1),
    date(2021, 12, 1),
    date(2025, 12, 1),
]
COLUMNS = [
    "residents",
    "pct_nonwestern",
    "pct_no_attachment",
    "pct_convicted",
    "pct_basic_school",
    "income_pct_of_region",
]
RATE = Fraction("0.66")


def area(**figures):
    return {"area": "Et område", "municipality": "Odense"} | figures


def verdict_of(on, rate=RATE, history=None, **figures):
    values = pl.DataFrame([area(**figures)], schema_overrides=dict.fromkeys(COLUMNS, pl.Float64))
    rates = {} if rate is None else {on: rate}
    return next(area_verdicts(classify(values, on, national_rates=rates, history=history)))


@pytest.mark.parametrize(
    ("on", "version"),
    [
        (date(2010, 10, 26), "2010"),
        (date(2013, 10, 1), "2010"),
        (date(2014, 2, 1), "2013"),
        (date(2017, 12, 1), "2013"),
        (date(2018, 11, 30), "2013"),
        (date(2018, 12, 1), "2018"),
        (date(2020, 12, 1), "2018"),
        (date(2021, 12, 1), "2021"),
        (date(2030, 12, 1), "2021"),
    ],
)
def test_a_list_is_judged_by_the_rules_of_its_date(on, version):
    assert rules_on(on).id == version


def test_before_the_first_rules_there_is_no_verdict():
    with pytest.raises(UserError, match="no rules were in force on 1 January 2009"):
        rules_on(date(2009, 1, 1))


@pytest.mark.parametrize(
    ("on", "criterion", "column", "on_the_limit", "met"),
    [
        (date(2014, 12, 1), "convicted", "pct_convicted", 2.70, False),
        (date(2014, 12, 1), "basic_school", "pct_basic_school", 50.0, False),
        (date(2014, 12, 1), "income", "income_pct_of_region", 55.0, False),
        (date(2014, 12, 1), "nonwestern", "pct_nonwestern", 50.0, False),
        (date(2018, 12, 1), "no_attachment", "pct_no_attachment", 40.0, False),
        (date(2018, 12, 1), "convicted", "pct_convicted", 1.98, True),
        (date(2021, 12, 1), "forebyggelse_convicted", "pct_convicted", 1.32, True),
        (date(2021, 12, 1), "forebyggelse_income", "income_pct_of_region", 65.0, False),
    ],
)
def test_on_the_limit_shares_and_income_are_not_met_and_convictions_since_2018_are(
    on, criterion, column, on_the_limit, met
):
    assert verdict_of(on, residents=1500, **{column: on_the_limit}).verdict(criterion).met is met


def test_a_limit_that_follows_the_national_rate_is_undetermined_without_it():
    verdict = verdict_of(date(2018, 12, 1), rate=None, residents=1500, pct_convicted=9.0)
    assert verdict.verdict("convicted").met is None
    assert verdict.verdict("convicted").threshold is None


def test_a_published_limit_comes_out_as_it_was_published():
    references = pl.DataFrame(
        [{"list_date": date(2019, 12, 1), "quantity": "conviction_limit_pct_3x", "value": "2.03"}]
    )
    convicted = rules_on(date(2019, 12, 1)).criterion("convicted")
    rate = national_rates(references)[date(2019, 12, 1)]
    assert convicted.threshold(rate) == Fraction("2.03")


def test_below_1000_residents_no_area_has_a_status_whatever_is_missing():
    statuses = verdict_of(date(2018, 12, 1), residents=999, pct_no_attachment=70).statuses
    assert statuses == {"udsat": False, "ghetto": False, "haard": False}


def test_missing_residents_leave_a_status_undetermined_only_where_the_criteria_are_met():
    met = {"pct_nonwestern": 60, "pct_no_attachment": 50, "pct_convicted": 1}
    assert verdict_of(date(2012, 10, 1), **met).statuses == {"ghetto": None}
    unmet = met | {"pct_no_attachment": 30}
    assert verdict_of(date(2012, 10, 1), **unmet).statuses == {"ghetto": False}


figure = st.one_of(st.none(), st.sampled_from([20.0, 30.0, 35.0, 45.0, 52.0, 60.0, 61.0, 70.0]))


@given(
    on=st.sampled_from(LIST_DATES),
    figures=st.fixed_dictionaries(
        {
            "residents": st.sampled_from([None, 999.0, 1000.0, 4000.0]),
            "pct_nonwestern": figure,
            "pct_no_attachment": figure,
            "pct_convicted": st.sampled_from([None, 1.0, 1.5, 2.5, 3.0]),
            "pct_basic_school": figure,
            "income_pct_of_region": figure,
        }
    ),
)
def test_a_status_is_undetermined_exactly_when_the_missing_figures_could_change_it(on, figures):
    # Streaks are left out: without a history they are undetermined of themselves.
    fillings = {"residents": [999.0, 1000.0]} | {c: [0.0, 100.0] for c in COLUMNS[1:]}
    missing = [column for column, value in figures.items() if value is None]
    possible = [
        plain_statuses(on, figures | dict(zip(missing, filling, strict=True)))
        for filling in product(*(fillings[column] for column in missing))
    ]
    found = verdict_of(on, **figures).statuses
    for status in possible[0]:
        answers = {each[status] for each in possible}
        assert found[status] is (answers.pop() if len(answers) == 1 else None)


def plain_statuses(on, figures):
    """The statute in plain Python, written apart from the product's rule files."""
    large = figures["residents"] >= 1000
    origin, outside = figures["pct_nonwestern"], figures["pct_no_attachment"]
    convicted, school = figures["pct_convicted"], figures["pct_basic_school"]
    income = figures["income_pct_of_region"]
    if on.year <= 2013:
        return {"ghetto": large and [origin > 50, outside > 40, convicted > 2.7].count(True) >= 2}
    if on.year <= 2017:
        tests = [origin > 50, outside > 40, convicted > 2.7, school > 50, income < 55]
        return {"ghetto": large and tests.count(True) >= 3}
    udsat = large and [outside > 40, convicted >= 1.98, school > 60, income < 55].count(True) >= 2
    inner = udsat and origin > 50
    if on.year <= 2020:
        return {"udsat": udsat, "ghetto": inner}
    softer = [outside > 30, convicted >= 1.32, school > 60, income < 65].count(True) >= 2
    return {
        "udsat": udsat,
        "parallelsamfund": inner,
        "forebyggelse": large and origin > 30 and softer,
    }


@given(
    on=st.sampled_from(LIST_DATES),
    group=st.integers(1, 3000),
    people=st.data(),
    measured=st.sampled_from(
        [
            ("pct_no_attachment", "residents_18_64"),
            ("pct_convicted", "residents_18_plus"),
            ("pct_basic_school", "residents_30_59"),
            ("pct_nonwestern", "residents"),
        ]
    ),
)
def test_residents_to_flip_is_the_smallest_number_that_turns_the_verdict(
    on, group, people, measured
):
    column, counted = measured
    count = people.draw(st.integers(0, group))

    def verdicts(number):
        figures = {counted: group, column: 100 * number / group} | (
            {} if counted == "residents" else {"residents": 3000}
        )
        return {
            each.criterion.id: each
            for each in verdict_of(on, **figures).verdicts
            if each.criterion.measure.column == column
        }

    for criterion, verdict in verdicts(count).items():
        assert not verdict.flip_is_upper_bound
        direction = -1 if verdict.met else 1
        flipped = count + direction * verdict.residents_to_flip
        if 0 <= flipped <= group:
            assert verdicts(flipped)[criterion].met is not verdict.met
            assert verdicts(flipped - direction)[criterion].met is verdict.met


def test_without_the_size_of_the_age_group_the_distance_is_an_upper_bound():
    outside = verdict_of(date(2016, 12, 1), residents=1000, pct_no_attachment=42.0)
    assert outside.verdict("no_attachment").residents_to_flip == 20
    assert outside.verdict("no_attachment").flip_is_upper_bound


def test_a_mean_income_has_no_distance_in_residents():
    verdict = verdict_of(date(2016, 12, 1), residents=1000, income_pct_of_region=50.0)
    assert verdict.verdict("income").residents_to_flip is None
    assert verdict.verdict("income").margin == 5.0


def test_the_shortest_way_off_a_list_turns_as_many_criteria_as_it_must():
    listed = verdict_of(
        date(2016, 12, 1),
        residents=1000,
        pct_nonwestern=51.0,
        pct_no_attachment=45.0,
        pct_convicted=1.0,
        pct_basic_school=53.0,
        income_pct_of_region=60.0,
    )
    assert listed.statuses == {"ghetto": True}
    turn = listed.turn_of("ghetto")
    assert turn is not None
    assert (turn.people, turn.criteria) == (1, ("residents",))
    larger = verdict_of(
        date(2016, 12, 1),
        residents=2000,
        pct_nonwestern=51.0,
        pct_no_attachment=45.0,
        pct_convicted=1.0,
        pct_basic_school=53.0,
        income_pct_of_region=60.0,
    ).turn_of("ghetto")
    assert larger is not None
    assert (larger.people, larger.criteria) == (20, ("nonwestern",))


def test_many_dates_at_once_give_the_same_as_one_at_a_time():
    rows = [
        area(
            residents=1500,
            pct_nonwestern=55,
            pct_no_attachment=45,
            pct_convicted=2.0 + i / 10,
            pct_basic_school=55,
            income_pct_of_region=60,
        )
        for i in range(len(LIST_DATES))
    ]
    values = pl.DataFrame(rows).with_columns(pl.Series("on", LIST_DATES))
    rates = dict.fromkeys(LIST_DATES, RATE)
    together = [
        (each.on, each.statuses, each.verdicts)
        for each in area_verdicts(classify(values, national_rates=rates))
    ]
    apart = []
    for position, on in enumerate(LIST_DATES):
        one = classify(values[position].drop("on"), on, national_rates=rates)
        apart += [(each.on, each.statuses, each.verdicts) for each in area_verdicts(one)]
    assert together == apart
