"""Between longitude and latitude and EPSG:25832 (UTM zone 32 on GRS80).

Krüger's series to the third order (Kawase 2011, Bulletin of the GSI 59); good to a millimetre in
Denmark.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_A, _F = 6378137.0, 1 / 298.257222101
_K0, _EASTING, _MERIDIAN = 0.9996, 500_000.0, 9.0
_N = _F / (2 - _F)
_RADIUS = _A / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_ALPHA = (
    _N / 2 - 2 * _N**2 / 3 + 5 * _N**3 / 16,
    13 * _N**2 / 48 - 3 * _N**3 / 5,
    61 * _N**3 / 240,
)
_BETA = (
    _N / 2 - 2 * _N**2 / 3 + 37 * _N**3 / 96,
    _N**2 / 48 + _N**3 / 15,
    17 * _N**3 / 480,
)
_DELTA = (
    2 * _N - 2 * _N**2 / 3 - 2 * _N**3,
    7 * _N**2 / 3 - 8 * _N**3 / 5,
    56 * _N**3 / 15,
)


def to_utm32(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Metres east and north of points in degrees."""
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


def from_utm32(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Longitude and latitude in degrees of points in metres east and north."""
    xi, eta = y / (_K0 * _RADIUS), (x - _EASTING) / (_K0 * _RADIUS)
    north = xi - sum(
        b * np.sin(2 * j * xi) * np.cosh(2 * j * eta) for j, b in enumerate(_BETA, start=1)
    )
    east = eta - sum(
        b * np.cos(2 * j * xi) * np.sinh(2 * j * eta) for j, b in enumerate(_BETA, start=1)
    )
    chi = np.arcsin(np.sin(north) / np.cosh(east))
    phi = chi + sum(d * np.sin(2 * j * chi) for j, d in enumerate(_DELTA, start=1))
    turn = np.arctan2(np.sinh(east), np.cos(north))
    return _MERIDIAN + np.degrees(turn), np.degrees(phi)
