"""Plans of areas: what they hold, what they tell other rooms, and what they refuse."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from boligsocial.law.development.dwellings import Dwellings
from boligsocial.messages import UserError
from boligsocial.portal.cases.facts import fact_of_case, fact_of_places
from boligsocial.portal.cases.places import places_of
from boligsocial.portal.cases.services import Opening, open_case
from boligsocial.portal.decision_log.models import LogEntry
from boligsocial.portal.development import services
from boligsocial.portal.development.models import PlanVersion, SharedGoal
from boligsocial.portal.development.services import PlanGiven
from boligsocial.portal.development.standing import standing_of
from boligsocial.portal.development.timeline import timeline
from boligsocial.portal.development.together import effort_of, plans_of, warnings_of_case
from boligsocial.portal.figures import PUBLISHED
from boligsocial.portal.free_text import CprQuestionError
from boligsocial.portal.meanwhile import ChangedMeanwhileError
from boligsocial.portal.people.models import today

from .conftest import END, START, area_called, demolished


def test_an_area_that_left_the_list_has_its_duty_still(place):
    """Ringparken left in 2021 and must carry its plan out (published lists)."""
    duty = standing_of(place.plan).duty
    assert (duty.has_obligation, duty.is_listed, duty.since.year) == (True, False, 2018)


def test_the_share_by_year_is_that_of_the_law(place):
    place.version(measures=[demolished(date(2028, 5, 1), 60)])
    standing = standing_of(place.plan)
    assert [each.value for each in standing.shares] == [1, 1, 1, Fraction(2, 5), Fraction(2, 5)]
    assert standing.last.is_met
    assert standing.needed == ()
    place.version(made_from=1, measures=[demolished(date(2028, 5, 1), 59)])
    standing = standing_of(place.plan)
    assert (standing.last.is_met, standing.last.over) == (False, 1)
    assert {each.kind: each.amount for each in standing.needed}["sale"] == 1


def test_a_dispensation_is_undetermined_until_what_matters_is_known(place):
    place.version(residents=2099, answers={})
    assert standing_of(place.plan).dispensations[1].holds is None
    place.version(made_from=1, residents=2099, answers={"no_convictions": True})
    assert standing_of(place.plan).dispensations[1].holds is True


def test_what_cannot_be_is_refused_and_nothing_is_kept(place):
    for measures, told in (
        ([demolished(date(2027, 1, 1), 101)], "there are 100 social family dwellings"),
        ([demolished(date(2026, 5, 31), 1)], "is before"),
    ):
        with pytest.raises(UserError, match=told):
            place.version(measures=measures)
    assert not PlanVersion.objects.exists()


def test_two_who_change_a_plan_see_both_and_the_second_saves_on_top(place):
    place.version(family=100)
    with pytest.raises(ChangedMeanwhileError) as told:
        place.version(family=90)
    assert told.value.latest.family == 100
    assert place.version(made_from=told.value.latest.number, family=90).number == 2


def test_another_transformation_says_why_and_a_municipality_plans_at_home(place):
    area = f"area:{place.plan.area_id}"
    with pytest.raises(UserError, match="why the transformation is complex"):
        services.make_plan(
            PlanGiven("transformation", "T", PUBLISHED, area, [place.housing]), place.pia
        )
    place.municipality.code = "999"
    place.municipality.save()
    with pytest.raises(UserError, match="so is not a matter of Åbro Kommune"):
        services.make_plan(
            PlanGiven("renovation", "R", PUBLISHED, area, [place.municipality]), place.pia
        )


def transformation(place):
    places = places_of(PUBLISHED, [f"area:{place.plan.area_id}"])
    return fact_of_places("transformation", places)


def test_resident_handling_opens_only_where_a_plan_is_in_force(place):
    assert transformation(place).holds
    opening = Opening(
        "resident_handling", "Flytning", [place.municipality, place.housing], PUBLISHED,
        [f"area:{place.plan.area_id}"],
    )  # fmt: skip
    open_case(opening, place.pia, place.pia.memberships.first())
    services.end_plan(place.plan, place.pia)
    assert not transformation(place).holds
    with pytest.raises(UserError, match="neither a development plan in force"):
        open_case(opening, place.pia, place.pia.memberships.first())


@pytest.mark.parametrize(
    ("kind", "starts", "holds"),
    [
        ("development", today(), True),
        ("development", today() + timedelta(days=1), False),
        ("development", None, False),
        ("transformation", today(), True),
        ("renovation", today(), False),
    ],
)
def test_which_plans_make_a_transformation(place, kind, starts, holds):
    services.end_plan(place.plan, place.pia)
    services.make_plan(
        PlanGiven(
            kind, "Ny", PUBLISHED, f"area:{place.plan.area_id}", [place.housing], starts,
            reason="Fordi",
        ),
        place.pia,
    )  # fmt: skip
    assert transformation(place).holds is holds


def test_the_plan_of_the_rehousing_is_its_waves(place):
    assert not fact_of_case("rehousing_plan", place.case).holds
    wave = place.wave(f"area:{area_called('Vollsmose').area_id}")
    fact = fact_of_case("rehousing_plan", place.case)
    assert fact.holds
    assert "40 households move" in str(fact.words)
    services.withdraw(wave, place.pia)
    assert not fact_of_case("rehousing_plan", place.case).holds
    with pytest.raises(UserError, match="withdrawn already"):
        services.withdraw(wave, place.pia)


def test_a_wave_has_people_places_and_days_in_order(place):
    with pytest.raises(UserError, match="one at the least"):
        place.wave(f"area:{place.plan.area_id}", households=0)
    with pytest.raises(UserError, match="before it starts"):
        place.wave(f"area:{place.plan.area_id}", starts_on=END, ends_on=START)
    with pytest.raises(UserError, match="choose the area or the estate"):
        place.wave()
    with pytest.raises(UserError, match="no place called"):
        place.wave("area:findes-ikke")


def told_of(place, within_reach=()):
    return [
        (each.warning.why, each.effort and each.effort.name)
        for each in warnings_of_case(place.case, {place.case.pk, *within_reach})
    ]


def test_a_wave_meets_the_effort_it_leaves_and_the_one_it_comes_to(place):
    vollsmose = area_called("Vollsmose")
    assert told_of(place) == []
    neighbour = place.effort(vollsmose)
    place.wave(f"area:{vollsmose.area_id}")
    assert told_of(place)[:2] == [("from_effort", "Helhedsplan"), ("to_effort", None)]
    assert told_of(place, [neighbour.pk])[1] == ("to_effort", "Nabo")
    assert ("to_exposed", None) in told_of(place)


def test_the_receiving_effort_is_warned_too(place):
    vollsmose = area_called("Vollsmose")
    neighbour = place.effort(vollsmose)
    place.wave(f"area:{vollsmose.area_id}")
    found = warnings_of_case(neighbour, {neighbour.pk})
    assert [each.warning.why for each in found] == ["to_effort"]
    assert "Vollsmose" in str(found[0].words)


def test_an_effort_that_came_to_nothing_warns_nobody(place):
    from boligsocial.portal.cases.services import take_step

    place.wave(f"area:{area_called('Vollsmose').area_id}")
    assert effort_of(place.case) is not None
    take_step(place.case, "withdrawn", place.pia, place.pia.memberships.first(), "Ingen penge")
    place.case.refresh_from_db()
    assert effort_of(place.case) is None
    assert ("from_effort", "Helhedsplan") not in told_of(place)


def test_a_goal_is_named_once_and_belongs_to_both(place):
    for _ in range(2):
        services.set_goal(place.plan, place.case, "Trygge flytninger", date(2029, 1, 1), place.pia)
    goal = SharedGoal.objects.get()
    assert (list(place.plan.goals.all()), list(place.case.shared_goals.all())) == ([goal], [goal])


def test_the_line_of_time_holds_social_and_physical(place):
    place.version(measures=[demolished(date(2028, 5, 1), 60)])
    place.wave(f"area:{area_called('Vollsmose').area_id}")
    services.add_stage(place.plan, "renovation", "Tage", START, END, place.pia)
    services.set_goal(place.plan, place.case, "Trygge flytninger", date(2029, 1, 1), place.pia)
    events = timeline(place.case, plans_of(place.case))
    assert [each.lane for each in events] == [
        "social", "physical", "physical", "physical", "rehousing", "goals",
    ]  # fmt: skip
    assert [str(each.name) for each in events if each.lane == "physical"] == [
        "Udviklingsplan is approved", "Tage", "demolition of family dwellings: 60",
    ]  # fmt: skip
    assert all(each.start <= each.end for each in events)


def test_texts_are_asked_about_and_what_is_done_is_logged(place):
    before = LogEntry.objects.count()
    with pytest.raises(CprQuestionError):
        services.report(place.plan, today().year, "Lis 010190-1234", place.pia)
    with pytest.raises(UserError, match="this year or an earlier"):
        services.report(place.plan, today().year + 1, "Status", place.pia)
    assert LogEntry.objects.count() == before
    services.report(place.plan, today().year, "Status", place.pia)
    assert LogEntry.objects.order_by("number").last().kind == "development.reported"


def test_the_dwellings_come_back_as_they_were_given(place):
    version = place.version(family=7, private=3)
    assert services.dwellings_of(version) == Dwellings(7, private=3)
