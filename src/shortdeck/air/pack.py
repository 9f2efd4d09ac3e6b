"""From the wind of the day to the parameters of the turbulence kernels."""

from __future__ import annotations

from math import cos, log, pi, sin, sqrt
from typing import Literal, NamedTuple

from shortdeck.air.turbulence import Turbulence
from shortdeck.catalog.airflow import TurbulenceCoefficients, turbulence_coefficients
from shortdeck.errors import InputError

Kind = Literal["marine", "dryden", "none"]
KINDS: tuple[Kind, ...] = ("marine", "dryden", "none")
KARMAN = 0.4
GRAVITY = 9.80665
AIR_VISCOSITY = 1.5e-5  # m2/s
FOOT = 0.3048
NEVER = 1e30  # s, onset of a gust that does not come
LOWEST = 3.048  # m, 10 ft: the scales do not shrink further below (so JSBSim, for Dryden)


class DiscreteGust(NamedTuple):
    """A (1 - cos) gust: amplitudes (m/s; along the true wind, to its right, down), when and how long.

    MIL-F-8785C section 3.7.1.4 lets it stay at its amplitude: a long ``hold``.
    """

    along: float = 0.0
    across: float = 0.0
    down: float = 0.0
    onset: float = 0.0  # s after the flight begins
    rise: float = 40.0  # m flown through the air until the amplitude is reached
    hold: float = 0.0  # m


class SurfaceLayer(NamedTuple):
    """Neutral surface layer over the sea."""

    friction_velocity: float  # m/s
    roughness: float  # m


def surface_layer(
    *, wind: float, height: float, coefficients: TurbulenceCoefficients | None = None
) -> SurfaceLayer:
    """Friction velocity and roughness from the true wind (m/s) at a height (m) above the sea.

    U = (u*/k) ln(z/z0) with z0 = a u*^2/g + 0.11 nu/u* (Charnock 1955); a rises linearly with the wind at
    10 m (COARE 3.0, Fairall et al. 2003).
    """
    k = coefficients or turbulence_coefficients()
    if wind <= 0.0:
        return SurfaceLayer(0.0, 1e-5)
    friction = 0.035 * wind
    roughness = 1e-4
    for _ in range(60):
        at10 = friction / KARMAN * log(10.0 / roughness)
        span = k.wind_strong.value - k.wind_light.value
        share = min(max((at10 - k.wind_light.value) / span, 0.0), 1.0)
        a = k.charnock.value + share * (k.charnock_strong.value - k.charnock.value)
        roughness = a * friction**2 / GRAVITY + k.smooth.value * AIR_VISCOSITY / friction
        friction += 0.5 * (KARMAN * wind / log(height / roughness) - friction)
    return SurfaceLayer(friction, roughness)


def pack_turbulence(
    *,
    kind: Kind,
    true_wind: float,
    reference_height: float,
    wind_towards: float,
    line_heading: float,
    span: float,
    gust: DiscreteGust | None = None,
    wind_20ft: float | None = None,
    coefficients: TurbulenceCoefficients | None = None,
) -> Turbulence:
    """Parameters of the turbulence kernels.

    ``true_wind`` (m/s) at ``reference_height`` (m above the sea) blows to ``wind_towards``; the aircraft
    flies along ``line_heading`` (both rad from north) and has that ``span`` (m). ``wind_20ft`` sets the
    strength of the Dryden model where it is not to follow from the wind: 15, 30, 45 kn are called light,
    moderate, severe. Raises InputError.
    """
    if kind not in KINDS:
        raise InputError(f"turbulence {kind!r}: known are {', '.join(KINDS)}")
    if span <= 0.0 or true_wind < 0.0 or reference_height <= LOWEST:
        raise InputError(
            f"turbulence needs a span above 0 m, a wind of at least 0 m/s and a reference height above "
            f"{LOWEST:g} m; got {span:g} m, {true_wind:g} m/s and {reference_height:g} m"
        )
    if wind_20ft is not None and kind != "dryden":
        raise InputError("wind_20ft sets the Dryden model only; choose kind 'dryden' or leave it out")
    g = gust or DiscreteGust(onset=NEVER)
    if g.rise <= 0.0 or g.hold < 0.0:
        raise InputError(
            f"a gust needs a rise above 0 m and a hold of at least 0 m; got {g.rise:g}, {g.hold:g}"
        )
    k = coefficients or turbulence_coefficients()
    layer = surface_layer(wind=true_wind, height=reference_height, coefficients=k)
    if kind == "dryden":
        low = layer.friction_velocity / KARMAN * log(20.0 * FOOT / layer.roughness)
        sigma = 0.1 * (low if wind_20ft is None else wind_20ft)
        sigmas, lengths = (sigma, sigma, sigma), (1.0, 1.0, 1.0)
        shape, top = (0.177, 0.000823 / FOOT), 1000.0 * FOOT
    else:
        strength = layer.friction_velocity if kind == "marine" else 0.0
        sigmas = (strength * k.sigma_u.value, strength * k.sigma_v.value, strength * k.sigma_w.value)
        lengths = (k.length_u.value, k.length_v.value, k.length_w.value)
        shape, top = (1.0, 0.0), k.length_height.value
    relative = line_heading - wind_towards
    return Turbulence(
        *sigmas, *lengths, *shape, LOWEST, top,
        sqrt(0.1 * pi**2 / span) * (pi / (4.0 * span)) ** (1.0 / 6.0), pi / (4.0 * span), pi / (3.0 * span),
        cos(wind_towards), sin(wind_towards), cos(relative), sin(relative),
        g.along, g.across, g.down, g.onset, g.rise, g.hold,
    )  # fmt: skip
