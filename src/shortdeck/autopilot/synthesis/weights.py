"""What the regulators may use and must keep: one rule in physical units for every aircraft.

Bryson and Ho (1975), Applied Optimal Control, sec. 5.2: each term of the cost is a deviation over the
largest that is wanted. What depends on the aircraft is scaled by its own physics: speed by its approach
speed, surfaces by their travel, throttle by the acceleration that it makes.
"""

from __future__ import annotations

from math import radians
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from shortdeck.catalog.aircraft import AircraftModel


class Weights(NamedTuple):
    """Deviations that count alike; an aircraft's file may state its own (section ``control``)."""

    height: float = 0.13  # m
    height_time: float = 3.0  # s for which that height error may last
    climb: float = 1.3  # m/s
    airspeed: float = 0.03  # share of the airspeed
    airspeed_time: float = 10.0  # s
    acceleration: float = 0.04  # g, made by the throttle
    elevator: float = 0.055  # share of its travel
    offset: float = 0.5  # m
    offset_time: float = 5.0  # s
    sideslip: float = radians(1.0)  # rad
    bank: float = radians(4.0)  # rad
    aileron: float = 0.1  # share of its travel
    rudder: float = 0.1  # share of its travel
    pitch: float = radians(0.6)  # rad, where pitch is held and no path
    pitch_time: float = 1.0  # s
    roll: float = radians(3.0)  # rad, where wings are held level on the deck
    heading: float = radians(1.0)  # rad, on the deck
    attitude: float = 0.12  # share of a surface's travel that these may use


DEFAULT = Weights()


def weights_of(model: AircraftModel) -> Weights:
    """The rule, with what an aircraft's file puts in its place."""
    if model.control is None:
        return DEFAULT
    given = {name: getattr(model.control, name) for name in Weights._fields}
    return DEFAULT._replace(**{name: item.value for name, item in given.items() if item is not None})
