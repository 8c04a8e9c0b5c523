"""Words for the pages of boards: `{% load boards %}`."""

from __future__ import annotations

from django import template

from boligsocial.portal.boards.agreed import AgreementState, VersionState, state_words
from boligsocial.portal.boards.compositions import PARTY_NAMES
from boligsocial.portal.boards.slugs import slug_of
from boligsocial.portal.boards.words import STANCES
from boligsocial.portal.writing import language

register = template.Library()


@register.filter
def party_name(party: str) -> str:
    """The words for a party of a board."""
    return dict(PARTY_NAMES)[party].in_language(language())  # type: ignore[index]


@register.filter
def stance_name(stance: str) -> str:
    """The words for how a member stood."""
    return STANCES[stance].in_language(language())


@register.filter
def agreement_slug(agreement: AgreementState) -> str:
    """What the address calls an agreement."""
    return slug_of(agreement.key)


@register.filter
def state_of(state: VersionState) -> str:
    """What a version of an agreement lacks, or that it is in force."""
    return state_words(state).in_language(language())
