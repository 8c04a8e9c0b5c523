"""Saving a scenario and putting one forward: the only places that write to their tables."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from boligsocial.messages import Message, UserError
from boligsocial.portal.figures import figures_id
from boligsocial.portal.free_text import free_text
from boligsocial.portal.people.models import User, today
from boligsocial.portal.scenarios.frozen import (
    frozen_choices,
    frozen_index,
    frozen_reform,
    recompute,
    summary_when_saved,
)
from boligsocial.portal.scenarios.merging import merging_of
from boligsocial.portal.scenarios.models import NAME_LENGTH, TEXT_LENGTH, Proposal, Scenario
from boligsocial.portal.scenarios.results import Result

# A commitment runs for four years; nobody proposes the frame of a year further ahead.
_YEARS_AHEAD = 4


def save_scenario(
    result: Result, name: str, note: str, by: User, comes_from: Scenario | None = None, *,
    not_cpr: bool = False,
) -> Scenario:  # fmt: skip
    """Keep a distribution under a name.

    Raises:
        UserError: no name, a text that is too long, or a choice that could not be read.
        CprQuestionError: a text looks like it holds a CPR number.
    """
    shared, came_to = result.shared, result.summary
    for mistake in shared.choice.mistakes.values():
        raise UserError(mistake.text, **mistake.figures)
    return Scenario.objects.create(
        name=free_text(name, NAME_LENGTH, _NO_NAME, not_cpr=not_cpr),
        note=free_text(note, TEXT_LENGTH, not_cpr=not_cpr),
        saved_by=by,
        comes_from=comes_from,
        figures=figures_id(shared.lists),
        list_id=shared.choice.list.list_id,
        frame_øre=shared.choice.frame_øre,
        choices=frozen_choices(shared.choice),
        method=result.method,
        reform=frozen_reform(shared.choice),
        index=frozen_index(shared.choice),
        merging=merging_of(result.best) if result.best else None,
        granted_øre=came_to.granted_øre,
        left_øre=came_to.left_øre,
        areas=came_to.areas,
        residents=came_to.residents,
        fingerprint=came_to.fingerprint,
    )


def years_to_propose() -> range:
    """The years that a proposal may be of."""
    this = today().year
    return range(this, this + _YEARS_AHEAD + 1)


def put_forward(
    scenario: Scenario, year: str, reason: str, by: User, *, not_cpr: bool = False
) -> Proposal:
    """Mark a scenario as the proposal of a year; the one before it stays, as replaced.

    Raises:
        UserError: another year, no reason, already the proposal, or figures that have changed.
    """
    years = years_to_propose()
    if year not in map(str, years):
        raise UserError(
            "choose a year from {first} to {last}", first=str(years[0]), last=str(years[-1])
        )
    why = free_text(reason, TEXT_LENGTH, _NO_REASON, not_cpr=not_cpr)
    if recompute(scenario).summary != summary_when_saved(scenario):
        raise UserError(
            "the figures behind {name} have changed since it was saved; save it anew and mark that",
            name=scenario.name,
        )
    try:
        with transaction.atomic():
            return _replacing(scenario, int(year), why, by)
    except IntegrityError:
        raise UserError(
            "another proposal of {year} was marked at the same moment; look at it first", year=year
        ) from None


def _replacing(scenario: Scenario, year: int, reason: str, by: User) -> Proposal:
    now = timezone.now()
    current = Proposal.objects.select_for_update().filter(year=year, replaced_at=None).first()
    if current is not None:
        if current.scenario_id == scenario.pk:
            raise UserError(
                "{name} is the proposal of {year} already", name=scenario.name, year=str(year)
            )
        current.replaced_at = now
        current.save(update_fields=["replaced_at"])
    return Proposal.objects.create(
        scenario=scenario, year=year, reason=reason, marked_by=by, marked_at=now
    )


_NO_NAME = Message("give the scenario a name, so that others can find it")
_NO_REASON = Message("write why this scenario is the proposal")
