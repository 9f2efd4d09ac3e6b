"""Published performance against computed: the rows of the table in ``docs/background/performance.md``.

What is published comes from the aircraft's file; what it leaves open (mass, altitude, speed) is assumed
here, and every row says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from shortdeck.airframe import performance
from shortdeck.catalog.aircraft import AircraftFile, AircraftModel
from shortdeck.catalog.loader import load, names
from shortdeck.catalog.units import parse

_KINDS = {"maximum speed": "m/s", "ceiling": "m", "endurance": "s"}
_LOITER_ALTITUDE = 5500.0  # m, "medium altitude" of the flight reports


class Assumed(NamedTuple):
    """What a published figure leaves open. None: the aircraft's own best or usual value."""

    mass: float | None = None  # kg at take-off
    fuel: float | None = None  # kg
    altitude: float | None = None  # m
    speed: float | None = None  # m/s true
    stores: float = 0.0  # share of the payload carried outside


# The TB3's 320 kg of fuel are what its 1450 kg leave beside empty mass and full payload; its speeds are the
# published distances over the published times.
_ASSUMED: dict[tuple[str, str], Assumed] = {
    ("bayraktar-tb3", "endurance, demonstrated"): Assumed(1450.0, 320.0, _LOITER_ALTITUDE, 49.5),
    ("bayraktar-tb3", "endurance, demonstrated with turret"): Assumed(
        1450.0, 320.0, _LOITER_ALTITUDE, 46.8, 0.5
    ),
    ("bayraktar-tb3", "endurance, brochure"): Assumed(1450.0, 320.0, _LOITER_ALTITUDE, None, 1.0),
    # "KTAS" in the source: a true air speed, fastest at the critical altitude.
    ("mq-1c", "maximum speed"): Assumed(altitude=4500.0),
    # Two masses are flown; the endurance claim is that of the lighter one, without stores.
    ("mojave", "endurance"): Assumed(mass=1550.0, altitude=3000.0),
}


class Row(NamedTuple):
    """One published figure beside the computed one; SI."""

    aircraft: str
    quantity: str
    conditions: str
    published: float
    computed: float
    unit: str
    source: str

    @property
    def ratio(self) -> float:
        """Computed over published."""
        return self.computed / self.published


def performance_table(aircraft: Iterable[str] | None = None) -> list[Row]:
    """Rows for the aircraft named, or for every aircraft of the catalogue that burns fuel."""
    rows: list[Row] = []
    for name in names("aircraft") if aircraft is None else aircraft:
        file = load(name)
        if isinstance(file, AircraftFile) and file.model.engine is not None:
            rows.extend(_rows(file))
    return rows


def _rows(file: AircraftFile) -> Iterable[Row]:
    for claim in file.published:
        kind = next((kind for kind in _KINDS if claim.quantity.startswith(kind)), None)
        published = None if kind is None else _number(claim.value, _KINDS[kind])
        if kind is None or published is None or claim.compare == "context":
            continue
        assumed = _ASSUMED.get((file.name, claim.quantity), Assumed())
        computed, conditions = _compute(file.model, kind, assumed)
        source = claim.source or ""
        yield Row(file.name, claim.quantity, conditions, published, computed, _KINDS[kind], source)


def _compute(model: AircraftModel, kind: str, assumed: Assumed) -> tuple[float, str]:
    mass = assumed.mass or model.mass.takeoff[0].value
    if kind == "maximum speed":
        altitude = assumed.altitude or 0.0
        speed = performance.max_speed(model, mass=mass, altitude=altitude, stores=assumed.stores)
        return speed, f"{mass:.0f} kg, {_place(altitude)}, full throttle{_outside(assumed.stores)}"
    if kind == "ceiling":
        ceiling = performance.service_ceiling(model, mass=mass, stores=assumed.stores)
        return ceiling, f"{mass:.0f} kg, 0.5 m/s of climb left{_outside(assumed.stores)}"
    altitude = _LOITER_ALTITUDE if assumed.altitude is None else assumed.altitude
    fuel = assumed.fuel or min(model.mass.fuel.value, mass - model.mass.empty.value)
    seconds = performance.endurance(
        model, takeoff_mass=mass, fuel=fuel, altitude=altitude, speed=assumed.speed, stores=assumed.stores
    )
    speed_text = "best loiter" if assumed.speed is None else f"{assumed.speed:.1f} m/s"
    text = f"{mass:.0f} kg at take-off, {fuel:.0f} kg of fuel to dry tanks, {_place(altitude)}, {speed_text}"
    return seconds, text + _outside(assumed.stores)


def _place(altitude: float) -> str:
    return "sea level" if altitude == 0.0 else f"{altitude:.0f} m"


def _outside(stores: float) -> str:
    return f", {100.0 * stores:.0f} % of the outside payload's drag" if stores else ""


def _number(text: str, si: str) -> float | None:
    """'27 h 19 min' or '36310 ft' in SI; None for words."""
    parts = re.findall(r"\d[\d.]*\s*[A-Za-z/]+", text)
    if not parts or re.sub(r"\s", "", "".join(parts)) != re.sub(r"\s", "", text):
        return None
    return sum(parse(part, si) for part in parts)


def as_markdown(rows: Iterable[Row]) -> str:
    """The rows as a Markdown table, in the units that people read."""
    shown = {"m/s": (1.0, "m/s", 1), "m": (1.0, "m", 0), "s": (3600.0, "h", 1)}
    lines = [
        "| aircraft | quantity | assumed | published | computed | ratio |",
        "|---|---|---|---:|---:|---:|",
    ]
    for row in rows:
        scale, unit, digits = shown[row.unit]
        published, computed = (f"{x / scale:.{digits}f} {unit}" for x in (row.published, row.computed))
        cells = (row.aircraft, row.quantity, row.conditions, published, computed, f"{row.ratio:.2f}")
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"
