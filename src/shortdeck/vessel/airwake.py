"""The airwake: what a flat-decked ship with islands does to the wind, as a field about her.

Axes: the ship's level frame, x forward from the stern edge of the flight deck, y to starboard, z down from
deck level; it keeps her mean position and heading. Everything scales with the wind over deck, which is known
when the parameters are packed, and follows its direction; a ship in a calm at rest has no airwake.

Steady part, each piece multiplying or adding to the local mean wind:

* hull and islands leave wakes whose momentum deficit is half the drag area (momentum theorem) and which
  grow with the cube root of the distance (PRIME: Schulman, Strimaitis and Scire 2000);
* bow, stern and sides displace air: sources inset from the windward faces, sinks in the lee less what the
  wake displaces; upwash ahead of the bow and the ramp's lip, downwash astern;
* over the deck lies the separated and relaxing layer of the windward edges; it slows only the component of
  the wind across its edge;
* over the ramp the air follows part of its slope.

Unsteady part: carried aft, the wake of the ship's pitch (form of MIL-F-8785C section 3.9), and random wake
turbulence. Every coefficient, its source and its spread: ``catalog/data/air/airwake.yaml``.
"""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

from shortdeck.numerics.elementary import clip, cos, power, sin, smoothstep
from shortdeck.numerics.jit import kernel

PROFILE = 2.0 / 3.0 * 4.0 / 3.0  # integral of the wake's profile over its height and half-width


class Wake(NamedTuple):
    """The wake of one block, in axes that lie along the wind over deck."""

    x: float  # centre of the block
    y: float
    half_length: float  # along the wind, m
    scale: float  # R, m
    start: float  # height / (wake_height R): the wake starts as high as the body
    half_width: float  # across the wind, m
    height_gain: float  # wake_height R, m
    width_gain: float  # wake_width R, m
    strength: float  # drag area / 2 over PROFILE, m2
    ground: float  # height of the deck above the surface that the wake stands on, m


class Airwake(NamedTuple):
    """Parameters for one ship in one wind over deck."""

    speed: float  # wind over deck, m/s
    to_x: float  # where it blows to, unit vector
    to_y: float
    heading_cos: float  # of the ship
    heading_sin: float
    deck_height: float  # above the sea, m
    length: float  # flight deck
    port: float  # y of its sides
    starboard: float
    near_deficit: float
    hull: Wake
    island: Wake
    second: Wake
    bow_x: float  # source in the bow, sink in the stern (or the other way about), on the waterline
    bow_gain: float  # strength over 2 pi, m3/s
    stern_x: float
    stern_gain: float
    core: float  # m2, keeps them finite
    side_y: float  # line source along the windward side, and its sink
    side_gain: float  # strength over pi, m2/s
    lee_y: float
    lee_gain: float
    side_core: float  # m2
    ramp_x: float  # source behind the lip
    ramp_y: float
    ramp_gain: float  # m3/s
    ramp_core: float  # m2
    slope_x: float  # where the ramp begins, one over its length
    slope_inverse: float
    slope_wind: float  # down the slope, m/s
    ramp_half_width: float
    edge_x: float  # windward edges and the sign of the way inboard from them
    edge_sign_x: float
    edge_y: float
    edge_sign_y: float
    bubble_length: float  # m
    bubble_height: float  # m
    layer_growth: float
    layer_deficit: float
    layer_recovery: float  # m
    blocking: float  # m
    pitch_down: float
    pitch_along: float
    pitch_reach_down: float  # m, one over it
    pitch_reach_along: float
    pitch_frequency: float  # rad/s, encounter
    convection: float  # s/m, time over distance
    pitch_x: float  # centre of pitch
    random_along: float
    random_across: float
    random_down: float
    eddy: float  # m


class Steady(NamedTuple):
    """Mean disturbance at a point, and how much wake there is."""

    dx: float  # velocity to be added to the mean wind, ship's level axes, m/s
    dy: float
    dz: float
    over: float  # 1 over the deck, 0 away from it
    wake: float  # envelope of the hull's wake to the side, 0 to 1
    random: float  # share of the turbulence intensity that holds close behind a body


@kernel
def wake_at(w: Wake, a: Airwake, x: float, y: float, z: float) -> tuple[float, float, float]:
    """Speed deficit, lateral envelope, and decaying envelope of the turbulence of one wake.

    Height 1.2 R t, t^3 = way/R + t0^3, and half-width W/2 + R/3 (way/R)^(1/3), with the coefficients as
    packed; deficit C A / (2 area) (1 - zeta^2) (1 - eta^2) over 4/9; turbulence as (way/R)^(-2/3).
    """
    rx = x - w.x
    ry = y - w.y
    way = rx * a.to_x + ry * a.to_y - w.half_length
    across = ry * a.to_x - rx * a.to_y
    shorter = 1.0 / w.scale
    gone = max(way, 0.0) * shorter
    t = power(gone + w.start * w.start * w.start, 1.0 / 3.0)
    height = w.height_gain * t
    width = w.half_width + w.width_gain * power(gone + 1e-6, 1.0 / 3.0)
    thinner, narrower = 1.0 / height, 1.0 / width
    up = (w.ground - z) * thinner
    side = across * narrower
    vertical = max(1.0 - up * up, 0.0)
    lateral = max(1.0 - side * side, 0.0)
    behind = smoothstep(2.0 * way * shorter + 0.5)
    peak = min(w.strength * thinner * narrower, a.near_deficit)
    deficit = behind * peak * vertical * lateral
    fade = min(1.0 / (t * t), 1.0)
    return deficit, behind * lateral, behind * fade * vertical * lateral


@kernel
def displaced(a: Airwake, x: float, y: float, z: float) -> tuple[float, float, float]:
    """Velocity of the air that makes way for the hull, m/s: sources and sinks, the sea their mirror."""
    up = a.deck_height - z
    mid = y - 0.5 * (a.port + a.starboard)
    flat = mid * mid + up * up + a.core
    bow = x - a.bow_x
    b2 = bow * bow + flat
    kb = a.bow_gain / (b2 * sqrt(b2))
    stern = x - a.stern_x
    s2 = stern * stern + flat
    ks = a.stern_gain / (s2 * sqrt(s2))
    # A line along each side, fading out beyond bow and stern.
    fade = 1.0 / a.deck_height
    along = smoothstep(x * fade + 0.5) * smoothstep((a.length - x) * fade + 0.5)
    side = y - a.side_y
    lee = y - a.lee_y
    kw = along * a.side_gain / (side * side + up * up + a.side_core)
    kl = along * a.lee_gain / (lee * lee + up * up + a.side_core)
    # The lip stands on the deck: the deck is its mirror.
    px = x - a.ramp_x
    py = y - a.ramp_y
    p2 = px * px + py * py + z * z + a.ramp_core
    kp = a.ramp_gain / (p2 * sqrt(p2))
    return (
        kb * bow + ks * stern + kp * px,
        (kb + ks) * mid + kw * side + kl * lee + kp * py,
        -((kb + ks) + kw + kl) * up + kp * z,
    )


@kernel
def edge_layer(a: Airwake, inboard: float, height: float, fade: float) -> float:
    """Share by which the wind across a windward edge is slowed, at a distance inboard and a height.

    ``fade``: one over the way within which it sets in.
    """
    beyond = max(inboard - a.bubble_length, 0.0)
    thick = a.bubble_height + a.layer_growth * beyond
    profile = max(1.0 - abs(height) / thick, 0.0)
    strength = a.layer_deficit * a.layer_recovery / (a.layer_recovery + beyond)
    return strength * profile * profile * smoothstep(inboard * fade)


@kernel
def free_of_deck(a: Airwake, over: float, z: float) -> float:
    """Share of a vertical gust that is left at a height over the deck; 1 away from it."""
    height = max(-z, 0.0)
    return 1.0 - over * a.blocking / (a.blocking + height)


@kernel
def steady_airwake(a: Airwake, x: float, y: float, z: float, wind_x: float, wind_y: float) -> Steady:
    """Mean disturbance at a point; ``wind_x``, ``wind_y``: the undisturbed mean wind there, ship's axes."""
    hull, lateral, rough = wake_at(a.hull, a, x, y, z)
    first, _, rough_first = wake_at(a.island, a, x, y, z)
    other, _, rough_other = wake_at(a.second, a, x, y, z)
    left = (1.0 - hull) * (1.0 - first) * (1.0 - other)
    fade = 4.0 / a.bubble_length
    over_x = smoothstep(x * fade + 0.5) * smoothstep((a.length - x) * fade + 0.5)
    over_y = smoothstep((y - a.port) * fade + 0.5) * smoothstep((a.starboard - y) * fade + 0.5)
    # Off the lee edge the layer is carried on and fades.
    in_x = (x - a.edge_x) * a.edge_sign_x
    in_y = (y - a.edge_y) * a.edge_sign_y
    slow_x = over_y * edge_layer(a, in_x, z, fade) * a.bubble_length
    slow_x = slow_x / (a.bubble_length + max(in_x - a.length, 0.0))
    slow_y = over_x * edge_layer(a, in_y, z, fade) * a.bubble_length
    slow_y = slow_y / (a.bubble_length + max(in_y - (a.starboard - a.port), 0.0))
    ux, uy, uz = displaced(a, x, y, z)
    climb = clip((x - a.slope_x) * a.slope_inverse, 0.0, 1.0) * smoothstep((a.length - x) * fade + 0.5)
    near = 1.0 / (1.0 + 2.0 * abs(z) * a.slope_inverse)
    on = smoothstep((a.ramp_half_width - abs(y - a.ramp_y)) * fade + 0.5)
    over = over_x * over_y
    uz = uz * free_of_deck(a, over, z) + a.slope_wind * climb * near * near * on
    layer = max(slow_x * abs(a.to_x), slow_y * abs(a.to_y)) / max(a.layer_deficit, 1e-6)
    return Steady(
        wind_x * (left * (1.0 - slow_x) - 1.0) + ux,
        wind_y * (left * (1.0 - slow_y) - 1.0) + uy,
        uz,
        over,
        lateral,
        min(rough + rough_first + rough_other + layer, 2.0),
    )


@kernel
def from_pitch(
    a: Airwake, x: float, z: float, wake: float, pitch: float, pitch_rate: float
) -> tuple[float, float]:
    """What the ship's pitching sends aft: air velocity along the wind and down, m/s.

    The angle that the ship had when this air passed her, taken back from angle and rate at the encounter
    frequency: theta(t - T) = theta cos(wT) - (theta'/w) sin(wT), T = distance / (0.85 wind over deck). Bow up
    is taken as slower and descending air.
    """
    aft = max(a.pitch_x - x, 0.0)
    phase = a.pitch_frequency * aft * a.convection
    angle = pitch * cos(phase) - pitch_rate / a.pitch_frequency * sin(phase)
    high = (a.deck_height - z) / (3.0 * a.deck_height)
    share = angle * a.speed * wake * max(1.0 - high * high, 0.0)
    down = a.pitch_down * max(1.0 - aft * a.pitch_reach_down, 0.0)
    along = a.pitch_along * max(1.0 - aft * a.pitch_reach_along, 0.0)
    return -share * along, share * down


@kernel
def airwake_at(
    a: Airwake, x: float, y: float, z: float, wind_x: float, wind_y: float, pitch: float, pitch_rate: float,
    random: tuple[float, float, float],
) -> tuple[float, float, float]:  # fmt: skip
    """All of the disturbance at a point, m/s, ship's level axes, to be added to the mean wind there.

    ``pitch`` (bow up) and its rate: the ship's, now. ``random``: three unit-variance processes along, across
    and down, carried on with the distance flown by ``advance_airflow``.
    """
    s = steady_airwake(a, x, y, z, wind_x, wind_y)
    return unsteady(a, s, x, z, pitch, pitch_rate, random)


@kernel
def unsteady(
    a: Airwake, s: Steady, x: float, z: float, pitch: float, pitch_rate: float,
    random: tuple[float, float, float],
) -> tuple[float, float, float]:  # fmt: skip
    """The steady part with pitch and random parts added; near the deck nothing moves through it."""
    along, down = from_pitch(a, x, z, s.wake, pitch, pitch_rate)
    strength = a.speed * s.random
    along = along + strength * a.random_along * random[0]
    across = strength * a.random_across * random[1]
    down = (down + strength * a.random_down * random[2]) * free_of_deck(a, s.over, z)
    return (
        s.dx + along * a.to_x - across * a.to_y,
        s.dy + along * a.to_y + across * a.to_x,
        s.dz + down,
    )
