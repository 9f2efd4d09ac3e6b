"""The number on which a line of the verdict hangs: one at a time, each over its plus/minus."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.numbers import numbers, with_value
from shortdeck.catalog.ship import AirfieldFile, ShipFile
from shortdeck.errors import InputError

Response = Callable[[AircraftFile, "ShipFile | AirfieldFile"], float | None]


class Hinge(NamedTuple):
    """A number of the catalogue and what its plus/minus does to a result."""

    file: str
    path: str
    value: float  # SI
    plus_minus: float
    confidence: str
    low: float | None  # the result with the number at its lower end; None: no result there
    high: float | None
    spread: float  # largest change of the result from its nominal value


def most_sensitive(
    aircraft: AircraftFile,
    ship: ShipFile | AirfieldFile,
    response: Response,
    *,
    prefixes: tuple[str, ...],
    screen: Response | None = None,
) -> Hinge | None:
    """The uncertain number whose plus/minus moves ``response`` most.

    ``screen`` is a cheaper response that ranks the numbers; the three highest are then judged by
    ``response``. Only numbers whose path begins with one of ``prefixes`` are tried.
    """
    ranked = _ranked(aircraft, ship, screen or response, prefixes)
    nominal = response(aircraft, ship)
    best: Hinge | None = None
    for _, which, path in ranked[:3]:
        file: AircraftFile | ShipFile | AirfieldFile = aircraft if which == "aircraft" else ship
        quantity = dict(numbers(file))[path]
        half = quantity.plus_minus or 0.0
        ends = [
            _evaluate(aircraft, ship, response, which, path, quantity.value + sign * half)
            for sign in (-1.0, 1.0)
        ]
        spread = max(_change(end, nominal) for end in ends)
        if best is None or spread > best.spread:
            best = Hinge(
                file.name, path, quantity.value, half, str(quantity.confidence), ends[0], ends[1], spread
            )
    return best if best is not None and best.spread > 0.0 else None


def _change(result: float | None, nominal: float | None) -> float:
    # No result at all is the largest change there is.
    if result is None or nominal is None:
        return 0.0 if result is nominal else 1e9
    return abs(result - nominal)


def _ranked(
    aircraft: AircraftFile, ship: ShipFile | AirfieldFile, response: Response, prefixes: tuple[str, ...]
) -> list[tuple[float, str, str]]:
    nominal = response(aircraft, ship)
    found = []
    for which, file in (("aircraft", aircraft), ("ship", ship)):
        for path, quantity in numbers(file):
            if not quantity.plus_minus or not path.startswith(prefixes):
                continue
            moved = _evaluate(aircraft, ship, response, which, path, quantity.value + quantity.plus_minus)
            found.append((_change(moved, nominal), which, path))
    return sorted(found, reverse=True)


def _evaluate(
    aircraft: AircraftFile, ship: ShipFile | AirfieldFile, response: Response, which: str, path: str,
    value: float,
) -> float | None:  # fmt: skip
    try:
        if which == "aircraft":
            return response(with_value(aircraft, path, value, check_file=False), ship)
        return response(aircraft, with_value(ship, path, value, check_file=False))
    except (InputError, ValueError):  # the end of the range is no aircraft or ship at all
        return None
