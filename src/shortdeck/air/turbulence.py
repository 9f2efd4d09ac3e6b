"""Turbulence of the wind over the sea and discrete gusts: what the wind does beside its mean.

A frozen field that the aircraft flies through: gusts along, across and down in the axes of the mean true wind
(the air's own statistics, whatever way the aircraft points; still air has none), and the gradients of the
field over the aircraft as angular rates in body axes. One set of filters serves two models, told apart by
their parameters alone:

* marine surface layer (default): intensities are multiples of the friction velocity, lengths of the height
  above the sea;
* Dryden at low altitude, MIL-F-8785C section 3.7 (formulas as coded in JSBSim, FGWinds.cpp): intensities from
  the wind at 20 ft, lengths from the height. MIL-HDBK-1797 writes the same spectra with half the lateral and
  vertical lengths; its discrete form has a roll gust about twice as strong.

One-sided spectra over the spatial frequency W in rad/m, with L the length and s the intensity:
along s^2 (2L/pi) / (1 + (LW)^2); across and down s^2 (L/pi) (1 + 3 (LW)^2) / (1 + (LW)^2)^2;
roll as MIL-F-8785C; pitch and yaw rate from the vertical and lateral gust, cut off at the span.

The filters are carried on by their exact transition over a step, with states of unit variance: the variance
is right at any step and while height and airspeed change.
"""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

from shortdeck.numerics.elementary import PI, clip, cos, exp, power
from shortdeck.numerics.jit import kernel

Noise = tuple[float, float, float, float, float, float]  # standard normal numbers of one step


class Turbulence(NamedTuple):
    """Parameters during one flight, SI."""

    sigma_u: float  # along the wind, times the factor of height, m/s
    sigma_v: float  # across, times the factor of height
    sigma_w: float  # down
    length_u: float  # over height, times the cube of the factor of height
    length_v: float
    length_w: float  # over height
    shape_offset: float  # factor of height (offset + slope h)^-0.4
    shape_slope: float  # 1/m
    height_min: float  # the height is held within, m above the sea
    height_max: float
    roll_gain: float  # of the roll gust over sigma_w, times length_w^(-1/3), m^(-2/3)
    rate_pitch: float  # pi / (4 span), 1/m
    rate_yaw: float  # pi / (3 span), 1/m
    wind_cos: float  # of the direction that the true wind blows to, from north
    wind_sin: float
    line_cos: float  # of the flight line's heading relative to that direction
    line_sin: float
    gust_along: float  # discrete gust: amplitude, m/s
    gust_across: float
    gust_down: float
    gust_onset: float  # s
    gust_rise: float  # distance flown through the air until the amplitude is reached, m
    gust_hold: float  # distance at full amplitude, m


class Gusts(NamedTuple):
    """State of the filters, and what they give."""

    u: float  # unit variance
    v1: float  # first and second lag of the lateral filter, variances 1/2 and 1/4
    v2: float
    w1: float
    w2: float
    roll: float  # unit variance
    pitch_lag: float  # m/s
    yaw_lag: float
    flown: float  # through the air since the discrete gust's onset, m
    along: float  # gust along the mean wind, m/s, discrete gust included
    across: float  # to the right of it, looking with the wind
    down: float
    p: float  # angular rates of the air, body axes, rad/s
    q: float
    r: float


@kernel
def height_factor(t: Turbulence, height: float) -> tuple[float, float]:
    """The height held within the model's range, and the factor that intensities and lengths share."""
    h = clip(height, t.height_min, t.height_max)
    return h, power(t.shape_offset + t.shape_slope * h, -0.4)


@kernel
def transverse_step(h: float, y1: float, y2: float, n1: float, n2: float) -> tuple[float, float]:
    """Two lags in a row, driven by white noise, over the dimensionless step h = V dt / L.

    Exact: transition exp(Ah) = e^-h [[1, 0], [h, 1]], noise covariance P - exp(Ah) P exp(Ah)' with
    P = [[1/2, 1/4], [1/4, 1/4]]; its Cholesky factor multiplies the normal numbers.
    """
    e = exp(-h)
    e2 = e * e
    l11 = sqrt(max(0.5 * (1.0 - e2), 0.0))
    l21 = (0.25 - e2 * (0.5 * h + 0.25)) / max(l11, 1e-12)
    l22 = sqrt(max(0.25 - e2 * (0.5 * h * h + 0.5 * h + 0.25) - l21 * l21, 0.0))
    return e * y1 + l11 * n1, e * (y2 + h * y1) + l21 * n1 + l22 * n2


@kernel
def transverse_gust(y1: float, y2: float) -> float:
    """Unit-variance output (1 + sqrt(3) L s/V) / (1 + L s/V)^2 of the two lags."""
    return 1.7320508075688772 * y1 - 0.7320508075688772 * y2


@kernel
def lag_step(h: float, lag: float, before: float, after: float) -> float:
    """A first-order lag over the dimensionless step h, its input going straight from before to after."""
    x = max(h, 1e-6)
    e = exp(-x)
    share = (1.0 - e) / x
    return e * lag + after * (1.0 - share) + before * (share - e)


@kernel
def discrete_gust(t: Turbulence, flown: float) -> float:
    """Share of the amplitude: rises as (1 - cos)/2, holds, falls likewise."""
    up = clip(flown / t.gust_rise, 0.0, 1.0)
    over = clip((flown - t.gust_rise - t.gust_hold) / t.gust_rise, 0.0, 1.0)
    return 0.5 * (cos(PI * over) - cos(PI * up))


@kernel
def gust_outputs(
    t: Turbulence, states: tuple[float, float, float, float, float, float], height: float, flown: float
) -> tuple[float, float, float, float]:
    """Gusts along, across and down, m/s, and roll rate of the air, rad/s."""
    u, v1, v2, w1, w2, roll = states
    h, shape = height_factor(t, height)
    share = discrete_gust(t, flown)
    along = t.sigma_u * shape * u + share * t.gust_along
    across = t.sigma_v * shape * transverse_gust(v1, v2) + share * t.gust_across
    down = t.sigma_w * transverse_gust(w1, w2) + share * t.gust_down
    return along, across, down, t.sigma_w * t.roll_gain * power(t.length_w * h, -1.0 / 3.0) * roll


@kernel
def start_gusts(t: Turbulence, noise: Noise, height: float) -> Gusts:
    """Filters in their steady state: the flight begins inside the field."""
    n1, n2, n3, n4, n5, n6 = noise
    v1 = 0.7071067811865476 * n2
    w1 = 0.7071067811865476 * n4
    v2 = 0.5 * v1 + 0.3535533905932738 * n3
    w2 = 0.5 * w1 + 0.3535533905932738 * n5
    along, across, down, p = gust_outputs(t, (n1, v1, v2, w1, w2, n6), height, 0.0)
    side = across * t.line_cos - along * t.line_sin
    return Gusts(n1, v1, v2, w1, w2, n6, down, side, 0.0, along, across, down, p, 0.0, 0.0)


@kernel
def advance_turbulence(
    t: Turbulence, g: Gusts, noise: Noise, height: float, airspeed: float, time: float, dt: float
) -> Gusts:
    """The gusts after dt, met at that height above the sea and airspeed.

    ``noise``: six standard normal numbers of this step. Signs of the rates: the aircraft's rates relative to
    the air are its own less these, so p = dw/dy, q = -dw/dx, r = dv/dx of the field in body axes.
    """
    n1, n2, n3, n4, n5, n6 = noise
    h, shape = height_factor(t, height)
    way = airspeed * dt
    cube = shape * shape * shape
    eu = exp(-way / (t.length_u * h * cube))
    u = eu * g.u + sqrt(max(1.0 - eu * eu, 0.0)) * n1
    v1, v2 = transverse_step(way / (t.length_v * h * cube), g.v1, g.v2, n2, n3)
    w1, w2 = transverse_step(way / (t.length_w * h), g.w1, g.w2, n4, n5)
    ep = exp(-way * t.rate_pitch)
    roll = ep * g.roll + sqrt(max(1.0 - ep * ep, 0.0)) * n6
    flown = g.flown + (way if time >= t.gust_onset else 0.0)
    along, across, down, p = gust_outputs(t, (u, v1, v2, w1, w2, roll), height, flown)
    before = g.across * t.line_cos - g.along * t.line_sin
    side = across * t.line_cos - along * t.line_sin
    pitch_lag = lag_step(way * t.rate_pitch, g.pitch_lag, g.down, down)
    yaw_lag = lag_step(way * t.rate_yaw, g.yaw_lag, before, side)
    # s/V / (1 + T s) of the gust is (gust - its lag) / (V T), and V T = 4 span/pi or 3 span/pi.
    q = (pitch_lag - down) * t.rate_pitch
    r = (side - yaw_lag) * t.rate_yaw
    return Gusts(u, v1, v2, w1, w2, roll, pitch_lag, yaw_lag, flown, along, across, down, p, q, r)


@kernel
def gusts_at(t: Turbulence, g: Gusts) -> tuple[float, float, float, float, float, float]:
    """Gust north, east, down (m/s, the velocity of the air) and its rates p, q, r (rad/s, body axes)."""
    north = g.along * t.wind_cos - g.across * t.wind_sin
    east = g.along * t.wind_sin + g.across * t.wind_cos
    return north, east, g.down, g.p, g.q, g.r
