"""Where people live: areas, estates, organisations and dwellings of the synthetic Denmark.

A place is the private housing of a municipality (the first places, in the order of the codes) or
an estate. The dwellings of a place lie one after the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from boligsocial.registers.projection import to_utm32
from boligsocial.registers.synthetic.model import Floats, Model, Municipalities
from boligsocial.registers.synthetic.sites import Sites

Ints = NDArray[np.signedinteger[Any]]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Places:
    """Places and dwellings, as arrays.

    By place: `municipality` (index), `area` (index, -1 for none), `households` at the start,
    `first` dwelling and, one longer, its end; `kind` (index into DWELLING_KINDS); `quarter`, whose
    areas and estates lie in a row, -1 for none.
    By dwelling: `place` and `opened`, the year from which it can be lived in.
    By area: `area_municipality`.
    """

    municipality: Ints
    area: Ints
    households: Ints
    kind: Ints
    quarter: Ints
    first: Ints
    place: NDArray[np.int32]
    opened: NDArray[np.int16]
    area_municipality: Ints
    private: int

    @property
    def beside(self) -> Bools:
        """Whether each place is an estate of no area that lies beside one."""
        found: Bools = (self.quarter >= 0) & (self.area < 0)
        return found

    @property
    def estates(self) -> range:
        """The places that are estates."""
        return range(self.private, len(self.municipality))


def build_places(
    households: Ints, social: Ints, years: range, model: Model, known: Municipalities,
    persons: int, per_household: float, rng: np.random.Generator, sites: Sites | None = None,
) -> Places:  # fmt: skip
    """Places for so many households, and so many of them in social housing, by municipality.

    `persons` are those of the country, and `per_household` those of a household in social housing.
    Areas are drawn, or lie at the `sites` given.
    """
    private = len(known.codes)
    if sites is None:
        areas, area_size = _areas(social, model, persons, per_household, rng)
        spare = np.zeros(len(areas), np.int64)
    else:
        areas, area_size, spare = sites.households(social, per_household)
    municipality, area, size = [np.arange(private)], [np.full(private, -1)], [households - social]
    for code in range(private):
        mine = np.flatnonzero(areas == code)
        for each in mine:
            parts = _split(int(area_size[each]), model.world.dwellings_of_area_estate, model, rng)
            municipality.append(np.full(len(parts), code))
            area.append(np.full(len(parts), each))
            size.append(parts)
        left = int(social[code] - area_size[mine].sum())
        parts = _split(left, model.world.dwellings_of_estate, model, rng)
        municipality.append(np.full(len(parts), code))
        area.append(np.full(len(parts), -1))
        size.append(parts)
    settled = np.concatenate(size).astype(np.int64)
    where = np.concatenate(municipality).astype(np.int64)
    in_area = np.concatenate(area).astype(np.int64)
    of_area = np.bincount(in_area[in_area >= 0], settled[in_area >= 0], len(areas))
    more = np.where(in_area >= 0, np.ceil(settled * (spare / np.maximum(of_area, 1))[in_area]), 0)
    place, opened, first = _dwellings(settled, more.astype(np.int64), private, years, model)
    quarter = np.full(len(where), -1)
    if sites is not None:
        quarter = _quarters(where, in_area, settled, sites, private, model)
    kind = np.where(quarter >= 0, 0, _kinds(in_area, private, model, rng))
    return Places(where, in_area, settled, kind, quarter, first, place, opened, areas, private)


def _quarters(
    municipality: Ints, area: Ints, households: Ints, sites: Sites, private: int, model: Model
) -> Ints:
    """The quarter of each place: that of its area, and the largest other estates of the town."""
    quarter = np.where(area >= 0, np.append(sites.quarter, -1)[area], -1)
    free = (area < 0) & (np.arange(len(area)) >= private)
    for each in np.unique(sites.quarter[sites.quarter >= 0]):
        town = sites.municipality[np.argmax(sites.quarter == each)]
        near = np.flatnonzero(free & (municipality == town) & (quarter < 0))
        largest = near[np.argsort(-households[near], kind="stable")]
        quarter[largest[: model.miniature.estates_beside]] = each
    return quarter


def _areas(
    social: Ints, model: Model, persons: int, per_household: float, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """The municipality of each area and the households in it, the greatest first."""
    world = model.world
    count = max(world.least_areas, round(world.areas * persons / world.full_population))
    beyond = rng.lognormal(world.area_residents_log_mean, world.area_residents_log_spread, count)
    residents = np.sort(np.minimum(world.area_residents_low + beyond, world.area_residents_high))
    room = social * world.area_share_of_social
    municipality, households = np.empty(count, np.int64), np.empty(count, np.int64)
    for each, wanted in enumerate(np.ceil(residents[::-1] / per_household)):
        fits = np.where(room >= wanted, room, 0.0)
        chance = fits if fits.any() else room == room.max()
        municipality[each] = rng.choice(len(room), p=chance / chance.sum())
        households[each] = max(1, int(min(wanted, room[municipality[each]])))
        room[municipality[each]] -= households[each]
        room = np.maximum(room, 0)
    return municipality, households


def _split(total: int, mean: int, model: Model, rng: np.random.Generator) -> Ints:
    """Households shared over estates of about `mean`; each has one at least."""
    if total <= 0:
        return np.zeros(0, np.int64)
    count = max(1, round(total / mean))
    weight = rng.lognormal(0, model.world.dwellings_log_spread, count)
    ends = np.round(np.cumsum(weight) / weight.sum() * total).astype(np.int64)
    parts: Ints = np.diff(ends, prepend=0)
    return parts[parts > 0]


def _dwellings(
    households: Ints, spare: Ints, private: int, years: range, model: Model
) -> tuple[NDArray[np.int32], NDArray[np.int16], Ints]:
    """The place and the opening year of every dwelling, and the first dwelling of each place.

    `spare` dwellings stand empty at the start beside those that always do.
    """
    world = model.world
    vacant = np.where(np.arange(len(households)) < private, world.vacant_private,
                      world.vacant_social)  # fmt: skip
    at_start = np.ceil(households * (1 + vacant)).astype(np.int64) + 1 + spare
    later = np.zeros_like(at_start)
    later[:private] = np.ceil(at_start[:private] * world.new_private_per_year * (len(years) - 1))
    total = at_start + later
    first = np.concatenate(([0], np.cumsum(total)))
    place = np.repeat(np.arange(len(total), dtype=np.int32), total)
    number = np.arange(len(place)) - first[place]
    beyond = np.maximum(number - at_start[place] + 1, 0)
    step = np.maximum(at_start * world.new_private_per_year, 1e-9)[place]
    opened = (years[0] + np.ceil(beyond / step)).astype(np.int16)
    return place, opened, first


def _kinds(area: Ints, private: int, model: Model, rng: np.random.Generator) -> Ints:
    """Kinds of dwellings by place; areas and private housing are of family dwellings."""
    special = model.world.special_estates
    chance = [1 - sum(special.values()), *special.values()]
    kind = rng.choice(len(chance), len(area), p=chance)
    return np.where((np.arange(len(area)) < private) | (area >= 0), 0, kind)


def positions(
    places: Places, model: Model, known: Municipalities, rng: np.random.Generator
) -> tuple[Floats, Floats, Floats]:
    """The corners of every estate's polygon and the x and y of every dwelling of an estate.

    Corners have the shape (estates, 5, 2), in metres of EPSG:25832, closed. The estates of an area
    lie side by side in a strip, each touching the next.
    """
    estates = np.array(places.estates)
    dwellings = np.diff(places.first)[estates]
    surface = dwellings * float(model.world.square_metres_per_dwelling)
    strip, start = _strips(places.area[estates])
    depth_of = np.sqrt(np.bincount(strip, surface) / 2)
    depth = depth_of[strip]
    width = surface / depth
    along = np.cumsum(width) - width
    along -= along[start][strip] + (np.bincount(strip, width) / 2)[strip]
    x0, y0 = to_utm32(known.lon, known.lat)
    home = places.municipality[estates][start]
    spread = known.by_group(model.spread_m)[home][:, None]
    centre = np.stack([x0[home], y0[home]], 1) + rng.normal(0, 1, (len(start), 2)) * spread
    angle = rng.uniform(0, np.pi, len(start))
    first = estates[start]
    centre, angle = _in_rows(centre, angle, depth_of, places.quarter[first],
                             places.area[first] >= 0, model.miniature.gap_m)  # fmt: skip
    axes = np.stack([np.cos(angle), np.sin(angle)], 1)
    across = np.stack([-np.sin(angle), np.cos(angle)], 1)

    def point(u: Floats, v: Floats, owner: Ints) -> Floats:
        there: Floats = centre[owner] + axes[owner] * u[:, None] + across[owner] * v[:, None]
        return there

    left, right, low, high = along, along + width, -depth / 2, depth / 2
    corners = np.stack(
        [point(left, low, strip), point(right, low, strip), point(right, high, strip),
         point(left, high, strip), point(left, low, strip)], 1,
    )  # fmt: skip
    each = np.repeat(np.arange(len(estates)), dwellings)
    u = left[each] + rng.random(len(each)) * width[each]
    v = (rng.random(len(each)) - 0.5) * depth[each]
    where = point(u, v, strip[each])
    return np.round(corners, 1), np.round(where[:, 0]), np.round(where[:, 1])


def _in_rows(
    centre: Floats, angle: Floats, depth: Floats, quarter: Ints, is_area: Bools, gap_m: float
) -> tuple[Floats, Floats]:
    """Centres and angles of strips, those of a quarter in a row: areas and estates in turn."""
    centre, angle = centre.copy(), angle.copy()
    for each in np.unique(quarter[quarter >= 0]):
        members = np.flatnonzero(quarter == each)
        inside = is_area[members]
        turn = np.where(inside, 2 * np.cumsum(inside), 2 * np.cumsum(~inside) + 1)
        row = members[np.argsort(turn)]
        away = np.cumsum(depth[row] + gap_m) - depth[row] / 2
        angle[row] = angle[row[0]]
        across = np.array([-np.sin(angle[row[0]]), np.cos(angle[row[0]])])
        centre[row] = centre[row[0]] + (away - away.mean())[:, None] * across
    return centre, angle


def _strips(area: Ints) -> tuple[Ints, Ints]:
    """The strip that each estate lies in, and the first estate of each strip."""
    new = np.ones(len(area), bool)
    new[1:] = (area[1:] < 0) | (area[1:] != area[:-1])
    return np.cumsum(new) - 1, np.flatnonzero(new)
