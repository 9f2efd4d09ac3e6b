"""From fuel to time on station: how long an aircraft is away, and what it burns.

Still air, one altitude, transit at the speed of most distance per fuel, loiter at the speed of least power;
rates of burning at the mass half way through the usable fuel. Climb, descent and taxi are left out.
"""

from __future__ import annotations

from typing import NamedTuple

from shortdeck.airframe import performance
from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.errors import InputError

ALTITUDE = 3000.0
"""Of transit and station where none is given, m."""
NMI = 1852.0
SPEEDS = 40
"""Speeds tried between the slowest and twice it for the most distance per fuel."""


class Mission(NamedTuple):
    """One sortie as planned; times s, rates kg/s, masses kg, distances m."""

    distance: float
    altitude: float
    transit_speed: float
    transit_burn: float
    loiter_burn: float
    transit: float  # time, one way
    fuel: float  # at launch
    reserve: float  # to be left at the first approach
    on_station: float  # as planned
    radius: float  # of action: where no time on station is left
    payload: float

    @property
    def away(self) -> float:
        """From lift-off to the end of the return, s."""
        return 2.0 * self.transit + self.on_station


def plan_mission(
    aircraft: AircraftFile, *, distance: float, takeoff_mass: float | None = None,
    payload: float | None = None, altitude: float = ALTITUDE, reserve: float = 0.0,
) -> Mission:  # fmt: skip
    """The sortie that an aircraft flies to a station ``distance`` away. ``reserve``: loiter time, s.

    Fuel at launch is what the take-off mass (default: the file's largest) leaves beside empty mass and
    payload (default: all of it), at most the tanks. Raises InputError.
    """
    model = aircraft.model
    if model.engine is None:
        raise InputError(
            f"'{aircraft.name}' burns no fuel that its file knows of: no time on station follows"
        )
    if not distance >= 0.0:
        raise InputError(f"the station cannot lie {distance:g} m away: give a distance of 0 or more")
    mass = max(m.value for m in model.mass.takeoff) if takeoff_mass is None else takeoff_mass
    load = model.mass.payload.value if payload is None else payload
    fuel = min(model.mass.fuel.value, mass - model.mass.empty.value - load)
    if load < 0.0 or fuel <= 0.0:
        raise InputError(
            f"with {load:g} kg of payload a take-off mass of {mass:g} kg leaves {fuel:g} kg for fuel "
            f"(empty mass {model.mass.empty.value:g} kg): give less payload or more mass"
        )
    if reserve < 0.0:
        raise InputError(f"the reserve is a loiter time of 0 or more, got {reserve:g} s")
    half_way = mass - 0.5 * fuel
    climb = (
        performance.rate_of_climb(model, mass=half_way, altitude=altitude).rate if altitude >= 0.0 else -1.0
    )
    if climb < performance.SERVICE_CLIMB:
        raise InputError(
            f"'{aircraft.name}' with {half_way:.0f} kg does not fly at {altitude:g} m: give an altitude "
            "between the sea and its ceiling"
        )
    power = performance.best_loiter(model, mass=half_way, altitude=altitude).power
    loiter = model.engine.consumption.value * power
    speed, burn = _transit(aircraft, half_way, altitude)
    usable = fuel - reserve * loiter
    radius = max(0.0, 0.5 * usable / burn * speed)
    if distance >= radius:
        raise InputError(
            f"the station lies {distance / NMI:.0f} nmi away, beyond the radius of action of "
            f"{radius / NMI:.0f} nmi of '{aircraft.name}' with {fuel:.0f} kg of fuel, of which "
            f"{reserve * loiter:.0f} kg are reserve: give a nearer station, less payload or less reserve"
        )
    transit = distance / speed
    return Mission(
        distance, altitude, speed, burn, loiter, transit, fuel, reserve * loiter,
        (usable - 2.0 * transit * burn) / loiter, radius, load,
    )  # fmt: skip


def _transit(aircraft: AircraftFile, mass: float, altitude: float) -> tuple[float, float]:
    """Speed of most distance per fuel and the burn there."""
    model = aircraft.model
    assert model.engine is not None
    slow = 1.1 * performance.stall_speed(model, mass=mass, altitude=altitude)
    best = (slow, float("inf"))
    for step in range(SPEEDS + 1):
        speed = slow * (1.0 + step / SPEEDS)
        try:
            power = performance.level_power(model, speed=speed, mass=mass, altitude=altitude)
        except ValueError:  # more power than the engine has: no faster speed will do
            break
        if power / speed < best[1]:
            best = (speed, power / speed)
    return best[0], model.engine.consumption.value * best[1] * best[0]
