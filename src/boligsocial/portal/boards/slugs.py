"""What the address calls an agreement."""

from __future__ import annotations

from boligsocial.portal.boards.models import AgreementKind
from boligsocial.portal.boards.services.agreements import Key

_ALONE = {"strategisk": AgreementKind.STRATEGIC, "beredskab": AgreementKind.CONTINGENCY}
_SUB = "delaftale-"


def slug_of(key: Key) -> str:
    """`strategisk`, `beredskab`, or `delaftale-` and the focus area."""
    if key.kind == AgreementKind.SUB:
        return _SUB + key.focus_area
    return next(slug for slug, kind in _ALONE.items() if kind == key.kind)


def key_of_slug(slug: str) -> Key | None:
    """The agreement that an address names, if it names one."""
    if slug in _ALONE:
        return Key(_ALONE[slug])
    focus_area = slug.removeprefix(_SUB)
    return Key(AgreementKind.SUB, focus_area) if slug.startswith(_SUB) and focus_area else None
