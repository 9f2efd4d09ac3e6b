"""From a ship's file and a wind over deck to the parameters of the airwake kernels."""

from __future__ import annotations

from math import atan2, cos, hypot, pi, sin, sqrt, tan

from shortdeck.catalog.airflow import AirwakeCoefficients, airwake_coefficients
from shortdeck.catalog.ship import AirfieldModel, Island, Ramp, ShipModel
from shortdeck.errors import InputError
from shortdeck.vessel.airwake import PROFILE, Airwake, Wake, steady_airwake
from shortdeck.vessel.pack import NO_RAMP, runway_line

MAST = 5.0  # m over the highest island: where an anemometer is taken to stand


def scale_length(height: float, width: float) -> float:
    """Scale length R of a block's flow: smaller^(2/3) larger^(1/3), the ratio at most 8 (Wilson 1979)."""
    small, large = sorted((height, width))
    return float(small ** (2.0 / 3.0) * min(large, 8.0 * small) ** (1.0 / 3.0))


def _wake(
    k: AirwakeCoefficients, *, centre: tuple[float, float], length: float, width: float, height: float,
    drag: float, ground: float,
) -> Wake:  # fmt: skip
    """Wake of a block whose extents along and across the wind are given."""
    scale = scale_length(height, width)
    rise = k.wake_height.value * scale
    return Wake(
        centre[0], centre[1], 0.5 * length, scale, height / rise, 0.5 * width, rise,
        k.wake_width.value * scale, drag * height * width / (2.0 * PROFILE), ground,
    )  # fmt: skip


NO_WAKE = Wake(0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0)


def _island(k: AirwakeCoefficients, island: Island, to: tuple[float, float]) -> Wake:
    along = [x * to[0] + y * to[1] for x, y in island.outline.points]
    across = [y * to[0] - x * to[1] for x, y in island.outline.points]
    mid_along, mid_across = 0.5 * (min(along) + max(along)), 0.5 * (min(across) + max(across))
    return _wake(
        k,
        centre=(mid_along * to[0] - mid_across * to[1], mid_along * to[1] + mid_across * to[0]),
        length=max(along) - min(along),
        width=max(across) - min(across),
        height=island.height.value,
        drag=k.island_drag.value,
        ground=0.0,
    )


def no_airwake() -> Airwake:
    """Air that nothing disturbs: an airfield, or a flight without this model."""
    plain = dict.fromkeys(Airwake._fields, 0.0) | dict.fromkeys(("hull", "island", "second"), NO_WAKE)
    ones = ("deck_height", "core", "side_core", "ramp_core", "bubble_length", "bubble_height",
            "layer_recovery", "blocking", "pitch_frequency", "eddy")  # fmt: skip
    plain |= dict.fromkeys(ones, 1.0)
    # No deck: what lies over it must be nowhere.
    plain |= {"length": -1e6, "to_x": -1.0, "heading_cos": 1.0}
    return Airwake(**plain)  # type: ignore[arg-type]


def _displacement(
    *, ahead: float, beam_wind: float, height: float, beam: float, length: float, port: float,
    starboard: float, drag: float,
) -> dict[str, float]:  # fmt: skip
    """Sources in the windward faces, sinks in the lee ones. Half-bodies: Rankine, with the sea as mirror."""
    # What the wake displaces, half the drag area, is not drawn in again.
    closing = 1.0 - 0.5 * drag
    inset = sqrt(height * beam / (2.0 * pi))
    strength = abs(ahead) * height * beam / (2.0 * pi)
    bow, stern = (strength, -closing * strength) if ahead >= 0.0 else (-closing * strength, strength)
    side = min(height / pi, 0.25 * beam)
    windward, lee = (starboard - side, port + side) if beam_wind >= 0.0 else (port + side, starboard - side)
    sideways = abs(beam_wind) * height / pi
    return {
        "bow_x": length - inset, "bow_gain": bow, "stern_x": inset, "stern_gain": stern, "core": inset**2,
        "side_y": windward, "side_gain": sideways, "lee_y": lee, "lee_gain": -closing * sideways,
        "side_core": side**2,
    }  # fmt: skip


def _ramp(ramp: Ramp | None, k: AirwakeCoefficients, *, ahead: float, lip: float) -> dict[str, float]:
    if ramp is None:
        return {
            "ramp_x": 0.0, "ramp_y": 0.0, "ramp_gain": 0.0, "ramp_core": 1.0, "slope_x": NO_RAMP,
            "slope_inverse": 1.0, "slope_wind": 0.0, "ramp_half_width": 0.0,
        }  # fmt: skip
    length, width = ramp.length.value, ramp.starboard.value - ramp.port.value
    slope = tan(ramp.exit_angle.value)
    onset = max(ramp.transition.value, 0.01) * length
    rise = slope / (length - 0.5 * onset) * (length**2 - length * onset + onset**2 / 3.0) / 2.0
    inset = sqrt(rise * width / (2.0 * pi))
    return {
        "ramp_x": lip - inset, "ramp_y": 0.5 * (ramp.port.value + ramp.starboard.value),
        "ramp_gain": max(ahead, 0.0) * rise * width / (2.0 * pi), "ramp_core": inset**2,
        "slope_x": lip - length, "slope_inverse": 1.0 / length,
        "slope_wind": ahead * slope * k.ramp_follow.value, "ramp_half_width": 0.5 * width,
    }  # fmt: skip


def pack_airwake(
    model: ShipModel | AirfieldModel,
    *,
    wind_over_deck: float,
    wind_angle: float,
    heading: float,
    pitch_frequency: float = 0.6,
    ramp: bool = True,
    coefficients: AirwakeCoefficients | None = None,
) -> Airwake:
    """Parameters of the airwake of a ship in one wind over deck; an airfield has none.

    ``wind_over_deck`` (m/s) comes from ``wind_angle`` (rad, from the bow, positive from starboard);
    ``pitch_frequency`` (rad/s) is the mean encounter frequency of the ship's pitch. Raises InputError.
    """
    if isinstance(model, AirfieldModel):
        return no_airwake()
    if wind_over_deck < 0.0 or pitch_frequency <= 0.0:
        raise InputError(
            f"an airwake needs a wind over deck of at least 0 m/s and a pitch frequency above 0 rad/s; got "
            f"{wind_over_deck:g} m/s and {pitch_frequency:g} rad/s"
        )
    if len(model.deck.islands) > 2:
        raise InputError(
            f"the airwake knows at most two islands, the ship has {len(model.deck.islands)}: join those "
            f"that stand close together into one outline, or give a flow field of your own"
        )
    k = coefficients or airwake_coefficients()
    deck = model.deck
    ys = [y for _, y in deck.outline.points]
    length = max(x for x, _ in deck.outline.points)
    port, starboard, height = min(ys), max(ys), deck.height.value
    beam = starboard - port
    to = (-cos(wind_angle), -sin(wind_angle))
    ahead, beam_wind = wind_over_deck * cos(wind_angle), wind_over_deck * sin(wind_angle)
    hull = _wake(
        k, centre=(0.5 * length, 0.5 * (port + starboard)), length=length * abs(to[0]) + beam * abs(to[1]),
        width=length * abs(to[1]) + beam * abs(to[0]), height=height, drag=k.hull_drag.value, ground=height,
    )  # fmt: skip
    islands = [_island(k, island, to) for island in deck.islands] + [NO_WAKE, NO_WAKE]
    values: dict[str, float] = {
        "speed": wind_over_deck, "to_x": to[0], "to_y": to[1], "heading_cos": cos(heading),
        "heading_sin": sin(heading), "deck_height": height, "length": length, "port": port,
        "starboard": starboard, "edge_x": length if ahead >= 0.0 else 0.0,
        "edge_sign_x": -1.0 if ahead >= 0.0 else 1.0, "edge_y": starboard if beam_wind >= 0.0 else port,
        "edge_sign_y": -1.0 if beam_wind >= 0.0 else 1.0, "pitch_frequency": pitch_frequency,
        "convection": 1.0 / (k.convection.value * max(wind_over_deck, 1.0)),
        "pitch_x": model.hull.stern_overhang.value + 0.5 * model.hull.length.value,
    }  # fmt: skip
    values |= _scaled(k, scale=scale_length(height, beam), height=height, length=length)
    values |= _displacement(
        ahead=ahead, beam_wind=beam_wind, height=height, beam=beam, length=length, port=port,
        starboard=starboard, drag=k.hull_drag.value,
    )  # fmt: skip
    values |= _ramp(deck.ramp if ramp else None, k, ahead=ahead, lip=runway_line(model).end)
    return Airwake(hull=hull, island=islands[0], second=islands[1], **values)


def _scaled(k: AirwakeCoefficients, *, scale: float, height: float, length: float) -> dict[str, float]:
    """Coefficients times the ship's lengths; ``scale`` is that of her bow."""
    share = length / k.carrier_length.value
    return {
        "near_deficit": k.near_deficit.value,
        "bubble_length": k.bubble_length.value * scale, "bubble_height": k.bubble_height.value * scale,
        "layer_growth": k.layer_growth.value, "layer_deficit": k.layer_deficit.value,
        "layer_recovery": k.layer_recovery.value * scale, "blocking": k.blocking.value * height,
        "pitch_down": k.pitch_down.value, "pitch_along": k.pitch_along.value,
        "pitch_reach_down": 1.0 / (k.pitch_reach_down.value * share),
        "pitch_reach_along": 1.0 / (k.pitch_reach_along.value * share),
        "random_along": k.random_along.value, "random_across": k.random_across.value,
        "random_down": k.random_down.value, "eddy": k.random_length.value * scale,
    }  # fmt: skip


def indicated_wind(
    model: ShipModel, a: Airwake, *, at: tuple[float, float, float] | None = None
) -> tuple[float, float]:
    """What an anemometer shows of the wind over deck: speed, m/s, and the angle it comes from, rad.

    ``at``: its place, ship's level axes (x, y, z down from deck level); None: 5 m over the highest island, or
    10 m over the middle of the deck without one. The wind over deck itself is undisturbed; the difference is
    the reading's error (Thornhill et al. 2020, https://doi.org/10.1016/j.oceaneng.2020.107843).
    """
    if at is None:
        x, y, z = 0.5 * a.length, 0.5 * (a.port + a.starboard), -10.0
        if model.deck.islands:
            tall = max(model.deck.islands, key=lambda island: island.height.value)
            points = tall.outline.points
            x, y = (sum(p[k] for p in points) / len(points) for k in (0, 1))
            z = -tall.height.value - MAST
        at = (x, y, z)
    wind = (a.speed * a.to_x, a.speed * a.to_y)
    s = steady_airwake(a, *at, *wind)
    vx, vy = wind[0] + s.dx, wind[1] + s.dy
    return hypot(vx, vy), atan2(-vy, -vx)
