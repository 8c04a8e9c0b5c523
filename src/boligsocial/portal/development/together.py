"""A case beside the plans of its places, and where rehousing meets a social effort."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from boligsocial.messages import Message
from boligsocial.portal.cases.models import Case, Place
from boligsocial.portal.cases.services import kind_of
from boligsocial.portal.development.models import Plan, Wave
from boligsocial.portal.development.overlaps import (
    EffortAt,
    Span,
    Warning,  # noqa: A004 - the word of the field
    WaveAt,
    Why,
    warnings,
)
from boligsocial.portal.development.places import (
    areas_of_case,
    exposed_among,
    places_of_case,
    with_areas,
)

SOCIAL_EFFORT = "social_effort"


@dataclass(frozen=True)
class Told:
    """A warning with its wave, the effort that it meets if the reader may know of it, and words."""

    warning: Warning
    wave: Wave
    effort: Case | None
    places: str
    words: Message
    advice: Message


def plans_of(case: Case) -> list[Plan]:
    """The plans of the case's places, also those that have ended."""
    plans = Plan.objects.filter(area_id__in=areas_of_case(case))
    return list(plans.prefetch_related("organisations"))


def warnings_of_case(case: Case, within_reach: Collection[int]) -> list[Told]:
    """Where a wave meets this case's effort, or one of its places' waves meets another.

    within_reach: the numbers of the cases that the reader may know of.
    """
    own, here = set(areas_of_case(case)), places_of_case(case)
    waves = [
        (at, wave)
        for at, wave in _waves(Wave.objects.filter(withdrawn_at=None, plan__ended_on=None))
        if wave.plan.area_id in own or here & (at.moves_from | at.moves_to)
    ]
    areas = {wave.pk: wave.plan.area_id for _, wave in waves}
    found = [
        each
        for each in warnings([at for at, _ in waves], _efforts(waves), _exposed(waves))
        if each.effort == case.pk or areas[each.wave] in own
    ]
    return _all_told(found, waves, within_reach)


def warnings_of_plan(plan: Plan, within_reach: Collection[int]) -> list[Told]:
    """Where a wave of the plan meets an effort, or moves to an exposed place."""
    waves = _waves(plan.waves.filter(withdrawn_at=None)) if plan.ended_on is None else []
    found = warnings([at for at, _ in waves], _efforts(waves), _exposed(waves))
    return _all_told(found, waves, within_reach)


def effort_of(case: Case) -> EffortAt | None:
    """A social effort with its time: from its commitment, or its opening before one, until it is
    closed; none where it came to nothing."""
    kind = kind_of(case.kind)
    phase = kind.phase_of(case.phase)
    if case.kind != SOCIAL_EFFORT or phase.breaks_off:
        return None
    steps = list(case.steps.all())
    start = next((each for each in steps if each.to in kind.committing), steps[0])
    end = timezone.localdate(steps[-1].at) if phase.is_end else None
    return EffortAt(case.pk, Span(timezone.localdate(start.at), end), places_of_case(case))


def _efforts(waves: Iterable[tuple[WaveAt, Wave]]) -> list[EffortAt]:
    """The social efforts that waves can meet: of the same places, or of estates in these."""
    touched = {each for at, _ in waves for each in at.moves_from | at.moves_to}
    there = Q(place_id__in=[each.partition(":")[2] for each in touched]) | Q(geography="estate")
    near = Place.objects.filter(there).values("case")
    cases = Case.objects.filter(kind=SOCIAL_EFFORT, pk__in=near).order_by("pk")
    found = map(effort_of, cases.prefetch_related("steps", "places")) if touched else ()
    return [each for each in found if each is not None]


def _waves(waves: Iterable[Wave]) -> list[tuple[WaveAt, Wave]]:
    found = waves.select_related("plan").prefetch_related("receiving")  # type: ignore[attr-defined]
    return [(_at(each), each) for each in found]


def _at(wave: Wave) -> WaveAt:
    to = (f"{each.geography}:{each.place_id}" for each in wave.receiving.all())
    figures = wave.plan.figures
    return WaveAt(
        wave.pk,
        Span(wave.starts_on, wave.ends_on),
        wave.households,
        frozenset({f"area:{wave.plan.area_id}"}),
        with_areas(to, figures),
    )


def _exposed(waves: Iterable[tuple[WaveAt, Wave]]) -> set[str]:
    found: set[str] = set()
    for at, wave in waves:
        found |= exposed_among(at.moves_to, wave.plan.figures)
    return found


def _all_told(
    found: Sequence[Warning], waves: Iterable[tuple[WaveAt, Wave]], within_reach: Collection[int]
) -> list[Told]:
    by_number = {wave.pk: wave for _, wave in waves}
    known = {each.effort for each in found if each.effort in within_reach}
    efforts = Case.objects.in_bulk(known)
    return [_told(each, by_number[each.wave], efforts.get(each.effort or 0)) for each in found]


def _told(warning: Warning, wave: Wave, effort: Case | None) -> Told:
    names = {f"{each.geography}:{each.place_id}": each.name for each in wave.receiving.all()}
    if warning.why == "from_effort":
        places = wave.plan.area
    else:
        places = ", ".join(dict.fromkeys(names.get(each, "") for each in sorted(warning.places)))
        places = places.strip(", ") or ", ".join(names.values())
    words = _WORDS[warning.why].filled(households=wave.households, wave=wave.name, places=places)
    return Told(warning, wave, effort, places, words, ADVICE[warning.why])


_WORDS: dict[Why, Message] = {
    "from_effort": Message(
        "{households} households ({wave}) move from {places} while a social effort runs there"
    ),
    "to_effort": Message(
        "{households} households ({wave}) move to {places}, where a social effort runs"
    ),
    "to_exposed": Message(
        "{households} households ({wave}) move to {places}, which is itself exposed"
    ),
}
ADVICE: dict[Why, Message] = {
    "from_effort": Message(
        "Agree in the board who follows the households that move, give the effort the dates of the "
        "wave, and measure its goals on those who lived there before as well as on those who stay. "
        "Support to those who move can be applied for as resident handling."
    ),
    "to_effort": Message(
        "Tell the effort's leader before the first household moves, reckon with the newcomers in "
        "its plan, and spread the wave over more places if it is more than the effort can meet."
    ),
    "to_exposed": Message(
        "Choose other places if you can: the figures of the receiving area are near a limit or "
        "beyond it. If not, agree with the receiving area who welcomes the newcomers."
    ),
}
