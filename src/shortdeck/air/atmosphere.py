"""Density of the standard atmosphere (US Standard Atmosphere 1976, to 20 km)."""

from __future__ import annotations

from shortdeck.numerics.elementary import exp, log
from shortdeck.numerics.jit import kernel

GRAVITY = 9.80665  # m/s2, standard
SEA_LEVEL_DENSITY = 1.225  # kg/m3
SEA_LEVEL_PRESSURE = 101325.0  # Pa
SEA_LEVEL_TEMPERATURE = 288.15  # K
GAS_CONSTANT = 287.05287  # J/(kg K), dry air
_EARTH_RADIUS = 6356766.0  # m, of the geopotential altitude
_LAPSE = 0.0065  # K/m
_TROPOPAUSE = 11000.0  # m
_STRATOSPHERE_TEMPERATURE = 216.65  # K
_TROPOPAUSE_RATIO = 0.2970756  # density at the tropopause over sea level
_EXPONENT = 4.2558797  # g0 / (R lapse) - 1


@kernel
def density(altitude: float) -> float:
    """Air density, kg/m3, at a geometric altitude in m (below 20 km)."""
    h = _EARTH_RADIUS * altitude / (_EARTH_RADIUS + altitude)
    low = exp(_EXPONENT * log(max(1.0 - _LAPSE * h / SEA_LEVEL_TEMPERATURE, 0.1)))
    high = _TROPOPAUSE_RATIO * exp(-GRAVITY * (h - _TROPOPAUSE) / (GAS_CONSTANT * _STRATOSPHERE_TEMPERATURE))
    return SEA_LEVEL_DENSITY * (low if h < _TROPOPAUSE else high)


def density_at(*, temperature: float, pressure: float) -> float:
    """Density of dry air, kg/m3, of a temperature in K and a pressure in Pa."""
    return pressure / (GAS_CONSTANT * temperature)
