"""Longitude and latitude to EPSG:25832 (UTM zone 32 on GRS80)."""

from __future__ import annotations

import numpy as np

from boligsocial.registers.synthetic.model import Floats

_A, _F = 6378137.0, 1 / 298.257222101
_K0, _EASTING, _MERIDIAN = 0.9996, 500_000.0, 9.0
_N = _F / (2 - _F)
_RADIUS = _A / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_ALPHA = (
    _N / 2 - 2 * _N**2 / 3 + 5 * _N**3 / 16,
    13 * _N**2 / 48 - 3 * _N**3 / 5,
    61 * _N**3 / 240,
)


def to_utm32(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Metres east and north of points in degrees; good to a millimetre in Denmark.

    Krüger's series to the third order (Kawase 2011, Bulletin of the GSI 59).
    """
    phi, turn = np.radians(lat), np.radians(lon - _MERIDIAN)
    e = 2 * np.sqrt(_N) / (1 + _N)
    t = np.sinh(np.arctanh(np.sin(phi)) - e * np.arctanh(e * np.sin(phi)))
    xi, eta = np.arctan2(t, np.cos(turn)), np.arctanh(np.sin(turn) / np.sqrt(1 + t**2))
    north = xi + sum(
        a * np.sin(2 * j * xi) * np.cosh(2 * j * eta) for j, a in enumerate(_ALPHA, start=1)
    )
    east = eta + sum(
        a * np.cos(2 * j * xi) * np.sinh(2 * j * eta) for j, a in enumerate(_ALPHA, start=1)
    )
    return _EASTING + _K0 * _RADIUS * east, _K0 * _RADIUS * north
