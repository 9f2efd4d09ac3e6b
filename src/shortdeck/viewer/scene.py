"""Everything that the page shows, as plain data with arrays as base64."""

from __future__ import annotations

import base64
from math import tan
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.ship import AirfieldFile, ShipFile
from shortdeck.flight import report
from shortdeck.flight.history import SHIP_MOTIONS
from shortdeck.vessel.pack import deck_height, pack_deck, runway_line
from shortdeck.viewer import craft, poses, ship
from shortdeck.viewer.mesh import Mesh, Real
from shortdeck.viewer.record import Record
from shortdeck.viewer.sea_words import sea_of
from shortdeck.viewer.waves import Waves, flat_sea, significant_height, waves_of

CHANNELS = (
    "elevator",
    "aileron",
    "rudder",
    "flap",
    "steer",
    "brake",
    "throttle",
    "propeller_speed",
    "airspeed",
    "alpha",
    "alpha_stall",
    "roll",
    "pitch",
    "v_down",
    "closure",
    "main_x",
    "main_z",
    "nose_load",
    "left_load",
    "right_load",
    "nose_depth",
    "left_depth",
    "right_depth",
    "load_factor",
    "ship_heave",
    "ship_roll",
    "ship_pitch",
)
_GLIDEPATH = 900.0  # m of it that are drawn


def floats(values: ArrayLike) -> dict[str, str]:
    """An array of 32-bit floats, little-endian, in base64."""
    return {"f32": base64.b64encode(np.ascontiguousarray(values, dtype="<f4").tobytes()).decode()}


def whole(values: ArrayLike) -> dict[str, str]:
    """An array of 32-bit whole numbers in base64."""
    return {"u32": base64.b64encode(np.ascontiguousarray(values, dtype="<u4").tobytes()).decode()}


def scene_of(
    record: Record, aircraft: AircraftFile, vessel: ShipFile | AirfieldFile, sea: tuple[Waves, str]
) -> dict[str, Any]:
    """The data of the page; ``sea`` is that of ``sea_surface``."""
    waves, said = sea
    height = deck_height(vessel.model)
    air, deck = poses.aircraft_track(record), poses.deck_track(record, vessel, height=height)
    return {
        "about": _about(record, aircraft, vessel, said),
        "time": floats(record.time),
        "aircraft": {"place": floats(air.place), "attitude": floats(air.attitude)},
        "deck": {"place": floats(deck.place), "attitude": floats(deck.attitude)},
        "wind": floats(poses.wind_at_aircraft(record)),
        "channels": {name: floats(record.channels[name]) for name in (*CHANNELS, "propeller_angle")},
        "craft": [_part(part) for part in craft.parts_of(aircraft)],
        "span": aircraft.model.geometry.span.value,
        "ship": _ship(record, vessel, height),
        "sea": _sea(waves, poses.ship_centre(vessel)[0], floating=isinstance(vessel, ShipFile)),
        "wind_over_deck": poses.wind_over_deck(record).tolist(),
        "glideslope": _glideslope(record, aircraft, vessel, height),
        "limits": {
            key: value for key, value in record.flight.targets.items() if "limit" in key or "ultimate" in key
        },
        "events": [[when, what] for when, what in record.events()],
    }


def sea_surface(record: Record, vessel: ShipFile | AirfieldFile) -> tuple[Waves, str]:
    """The waves of a flight, and what is to be said of them."""
    moved = record.attributes["ship_motion"]
    if moved == "none" or not isinstance(vessel, ShipFile):
        return flat_sea(), "Calm water." if isinstance(vessel, ShipFile) else ""
    chosen = sea_of(record.notes)
    if moved == "recorded" or chosen is None:
        return flat_sea(), (
            "The ship moves as recorded; which waves moved her is not known, so the sea is drawn flat."
        )
    motions = np.stack([record.channels[f"ship_{name}"] for name in SHIP_MOTIONS], axis=1)
    a = record.attributes
    waves = waves_of(
        vessel,
        chosen,
        speed=float(a["ship_speed"]),
        seed=int(a["seed"]),
        case=int(a["case"]),
        time=record.time,
        motions=motions,
    )
    return waves, (
        f"{len(waves.omega)} waves of this flight's spectrum (Hs {significant_height(waves):.1f} m here, "
        f"{chosen.sea.hs:.1f} m in the mean), chosen so that by the ship's response they heave, roll and "
        f"pitch her as she was flown, to within {100.0 * waves.misfit:.1f} % of the motion. Her own waves, "
        "wake, foam and spray are not drawn."
    )


def _about(
    record: Record, aircraft: AircraftFile, vessel: ShipFile | AirfieldFile, said: str
) -> dict[str, Any]:
    flight = record.flight
    summary = flight.summary()
    figures = []
    for key, line in report.LINES.items():
        value = summary.get(key)
        if value is not None:
            figures.append(
                [
                    line.name,
                    f"{value * line.factor:.{line.digits}f}",
                    line.unit,
                    report.asked(line, flight.targets),
                ]
            )
    conditions, *notes = str(record.attributes["conditions"]).split("\n")
    drawn = craft.DRAWN if aircraft.derivation is not None else "the aircraft is drawn as its outline raised"
    sides = "; the ship's sides between waterline and deck too" if isinstance(vessel, ShipFile) else ""
    return {
        "task": flight.task,
        "aircraft": aircraft.title,
        "ship": vessel.title,
        "outcome": flight.outcome.name,
        "kind": str(flight.outcome.kind),
        "conditions": conditions,
        "notes": notes,
        "figures": figures,
        "sea": said,
        "drawn": f"Sizes are those of the files; {drawn}{sides}.",
    }


def _mesh(mesh: Mesh) -> dict[str, Any]:
    return {"vertices": floats(mesh.vertices), "faces": whole(mesh.faces)}


def _part(part: craft.Part) -> dict[str, Any]:
    out = {
        "name": part.name,
        "colour": part.colour,
        "smooth": part.smooth,
        "leg": part.leg,
        **_mesh(part.mesh),
    }
    if part.moves is not None:
        out["moves"] = {
            key: [float(v) for v in value] if isinstance(value, tuple) else value
            for key, value in part.moves._asdict().items()
        }
    return out


def _ship(record: Record, vessel: ShipFile | AirfieldFile, height: float) -> dict[str, Any]:
    ramp = bool(record.attributes["ramp"])
    pieces, paints = ship.pieces_of(vessel, ramp=ramp)
    line, deck = runway_line(vessel.model), pack_deck(vessel.model, surface="dry", ramp=ramp)
    x = np.linspace(0.0, line.end, 80)
    y = line.y + x * tan(line.angle)
    every = np.concatenate([piece.mesh.vertices for piece in pieces])
    low, high = every.min(axis=0), every.max(axis=0)
    return {
        "pieces": [{"name": p.name, "colour": p.colour, "smooth": p.smooth, **_mesh(p.mesh)} for p in pieces],
        "paints": [{"name": p.name, "colour": p.colour, "points": floats(p.points)} for p in paints],
        "height": height,
        "floats": isinstance(vessel, ShipFile),
        "line": {"y": line.y, "angle": line.angle, "start": line.start, "end": line.end},
        "surface": {"x": floats(x), "rise": floats(ship.rise(deck, x, y))},
        "box": [low.tolist(), high.tolist()],
    }


def _sea(waves: Waves, centre: float, *, floating: bool) -> dict[str, Any]:
    """Components as rows, long ones first: wave numbers along x and z, frequency, complex amplitude."""
    rows = np.stack(
        [waves.forward, waves.starboard, waves.omega, waves.amplitude.real, waves.amplitude.imag], axis=1
    )
    order = np.argsort(np.hypot(rows[:, 0], rows[:, 1]), kind="stable")
    return {"rows": floats(rows[order]), "count": len(rows), "centre": centre, "water": floating}


def _glideslope(
    record: Record, aircraft: AircraftFile, vessel: ShipFile | AirfieldFile, height: float
) -> dict[str, Any] | None:
    """The path of the main wheels that an approach is asked to fly, over the deck at its mean place."""
    criteria = aircraft.model.recovery
    if record.flight.task != "recovery" or criteria is None:
        return None
    line = runway_line(vessel.model)
    aim, slope = float(record.flight.targets["aim_x"]), tan(criteria.glideslope.value)
    x = np.array([aim, aim - _GLIDEPATH])
    points = np.stack([x, height + (aim - x) * slope, line.y + x * tan(line.angle)], axis=1)
    return {"points": _rounded(points)}


def _rounded(values: Real) -> list[Any]:
    return list(np.round(values, 3).tolist())
