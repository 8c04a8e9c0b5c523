"""Made-up candidates of any number: tiers, levels, municipalities and neighbours to merge with."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np

from boligsocial.allocation.principles import Tier, principles_from
from boligsocial.allocation.problem import Problem, problem_of
from boligsocial.allocation.ranked import Candidate, asked_øre
from boligsocial.money import ØRE_PER_MIO as MIO
from boligsocial.money import øre_from_mio

PRINCIPLES = principles_from(
    """
    coordination_cost_mio = 0.5
    max_areas_per_plan = 3
    [levels]
    exposed = [1.0, 0.5]
    edge = 0.3
    attached = 0.5
    """,
    "benchmark.toml",
)
SHARES = {Tier.LISTED: 0.05, Tier.EXPOSED: 0.35, Tier.EDGE: 0.3, Tier.ATTACHED: 0.15,
          Tier.ANCHORED: 0.15}  # fmt: skip
MUNICIPALITIES = 98
NEIGHBOURS = 3.0
"""How many neighbours an area has in the middle of its municipality."""


def candidates(count: int, seed: int) -> list[Candidate]:
    """Made-up areas; grants follow the size, with some noise."""
    random = np.random.default_rng(seed)
    tiers = random.choice(len(SHARES), count, p=list(SHARES.values()))
    residents = np.exp(random.normal(7.2, 0.6, count)).round().astype(int)
    full = (0.9 + 800 * residents / 1e6) * random.uniform(0.9, 1.1, count)
    needs = random.uniform(0.5, 1.8, count).round(3)
    approved = random.random(count) < 0.7
    places = random.integers(0, min(MUNICIPALITIES, max(1, count // 8)), count)
    return [
        Candidate(
            f"area {number:05d}",
            f"municipality {places[number]:02d}",
            list(SHARES)[tiers[number]],
            float(needs[number]),
            int(residents[number]),
            øre_from_mio(Decimal(f"{full[number]:.3f}")),
            bool(approved[number]),
        )
        for number in range(count)
    ]


def neighbours(
    areas: list[Candidate], seed: int, near: float = NEIGHBOURS
) -> list[tuple[str, str]]:
    """Pairs that lie near each other on a made-up map of each municipality."""
    random = np.random.default_rng(seed)
    by_municipality: dict[str, list[str]] = {}
    for area in areas:
        by_municipality.setdefault(area.municipality, []).append(area.area_id)
    pairs = []
    for ids in by_municipality.values():
        points = random.random((len(ids), 2))
        radius = np.sqrt(near / (np.pi * len(ids)))
        distances = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
        pairs += [(ids[a], ids[b]) for a, b in np.argwhere(np.triu(distances < radius, 1))]
    return pairs


def needs_that_follow_the_grants(areas: list[Candidate], more_mio: float) -> list[Candidate]:
    """The same areas with need x residents in proportion to the grant and a fixed amount.

    With nothing more, all that money can buy is nearly equal (subset sum); with a little more,
    small areas are a little better (the strongly correlated instances of Pisinger 2005).
    """
    return [
        replace(
            each,
            need=round((each.full_grant_øre / MIO + more_mio) * 1_000 / each.residents, 6),
        )
        for each in areas
    ]


def frame_within_the_whole(areas: list[Candidate], share: float) -> int:
    """A share of what all could get at the highest levels, or the listed areas where that is more.

    Attached areas count only where they are approved.
    """
    asked = sum(asked_øre(each, PRINCIPLES) for each in areas)
    listed = sum(each.full_grant_øre for each in areas if each.tier is Tier.LISTED)
    return max(listed, int(asked * share))


def frame_within_the_exposed(areas: list[Candidate], share: float) -> int:
    """The listed areas in full and a share of what the exposed could get."""
    full = {tier: sum(a.full_grant_øre for a in areas if a.tier is tier) for tier in Tier}
    return full[Tier.LISTED] + int(full[Tier.EXPOSED] * share)


def instance(count: int, seed: int = 0, share: float = 0.35, near: float = NEIGHBOURS) -> Problem:
    """A problem whose money ends among the exposed, or with a share above one beyond them."""
    areas = candidates(count, seed)
    pairs = neighbours(areas, seed, near)
    return problem_of(areas, frame_within_the_exposed(areas, share), PRINCIPLES, pairs)
