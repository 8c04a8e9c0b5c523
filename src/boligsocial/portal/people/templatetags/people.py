"""Words and lists for the pages of `people`: `{% load people %}`."""

from __future__ import annotations

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

from boligsocial.portal.people.demo import demo_people as everyone
from boligsocial.portal.people.models import User
from boligsocial.portal.people.words import kind_name, role_name
from boligsocial.portal.writing import said

register = template.Library()


@register.filter
def role(value: str) -> str:
    """The words for a role."""
    return said(role_name(value))


@register.filter
def organisation_kind(value: str) -> str:
    """The words for a kind of organisation."""
    return said(kind_name(value))


@register.filter
def form_input(field: BoundField) -> SafeString:
    """A form's field in the portal's look."""
    return field.as_widget(attrs={"class": "form-input"})


@register.simple_tag
def demo_people() -> list[User]:
    """The made-up people whom anyone may be, none outside a demonstration."""
    return everyone()
