"""The development plans of a demonstration, with their rehousing and what is renovated."""

from __future__ import annotations

from boligsocial.law.development.dwellings import Dwellings, Measure
from boligsocial.portal.demonstration.definitions import DemoPlan
from boligsocial.portal.demonstration.people import Cast
from boligsocial.portal.demonstration.places import Places
from boligsocial.portal.development import services
from boligsocial.portal.development.models import PlanKind
from boligsocial.portal.people.models import today


def make_development_plan(told: DemoPlan, cast: Cast, places: Places) -> None:
    """Make a plan that was approved today, with its measures, waves and first report."""
    by = cast.person(told.by).user
    place = places.of(told.place)
    given = services.PlanGiven(
        PlanKind.DEVELOPMENT,
        told.name.format(place=places.names[place]),
        places.figures,
        place,
        [cast.organisations[each] for each in told.organisations],
        approved_on=today(),
        obliged_since=told.obliged_since,
    )
    plan = services.make_plan(given, by)
    measures = [
        services.MeasureGiven(Measure(each.kind, each.on, each.amount), each.words)
        for each in told.measure
    ]
    dwellings = Dwellings(told.family, 0, told.private, 0, told.business_m2)
    services.save_version(plan, services.VersionGiven(0, today(), dwellings, measures), by)
    for each in told.wave:
        receiving = [places.of(place) for place in each.receiving]
        wave = services.WaveGiven(
            each.name, each.starts_on, each.ends_on, each.households, receiving
        )
        services.add_wave(plan, wave, by)
    services.add_stage(
        plan, "renovation", told.renovation, told.renovated_from, told.renovated_to, by
    )
    services.report(plan, today().year, told.report, by)
