"""Made-up names of areas, estates and organisations."""

from __future__ import annotations

import unicodedata

import numpy as np

from boligsocial.registers.published_lists import load_published_lists
from boligsocial.registers.synthetic.model import load_names


def area_names(count: int, rng: np.random.Generator) -> list[str]:
    """Names of areas, all different while the parts allow it, none that of a listed area."""
    parts = load_names()
    return _drawn(
        [f"{first}{last}" for first in parts.areas_first for last in parts.areas_last], count, rng
    )


def street_names(count: int, rng: np.random.Generator) -> list[str]:
    """Names of estates after a made-up street."""
    parts = load_names()
    streets = [f"{first}{last}" for first in parts.areas_first for last in parts.streets_last]
    return [f"{street} {number}" for number, street in enumerate(_drawn(streets, count, rng), 1)]


def organisation_names(count: int, rng: np.random.Generator) -> list[str]:
    """Names of housing organisations."""
    parts = load_names()
    return _drawn(
        [
            form.format(name=f"{first}{last}")
            for form in parts.organisations_form
            for first in parts.organisations_first
            for last in parts.organisations_last
        ],
        count, rng,
    )  # fmt: skip


def _drawn(names: list[str], count: int, rng: np.random.Generator) -> list[str]:
    """Names in an order by chance; when they run out, again with a number."""
    real = real_names()
    free = [name for name in names if plain(name) not in real]
    order = rng.permutation(len(free))
    rounds = range(count // len(free) + 1)
    told = [free[place] + (f" {turn + 1}" if turn else "") for turn in rounds for place in order]
    return told[:count]


def real_names() -> set[str]:
    """Names of listed areas and their other spellings, and each of their words, as `plain`."""
    lists = load_published_lists()
    names = [*lists.areas["name"], *lists.area_aliases["alias"]]
    words = {word for name in names for word in name.replace("/", " ").replace(",", " ").split()}
    return {plain(name) for name in {*names, *words}}


def plain(name: str) -> str:
    """A name for comparison: letters alone, small."""
    folded = unicodedata.normalize("NFC", name).casefold()
    return "".join(letter for letter in folded if letter.isalpha())
