"""The number on which a line of the verdict hangs: one at a time, each over its plus/minus."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.numbers import numbers, with_value
from shortdeck.catalog.ship import AirfieldFile, ShipFile
from shortdeck.errors import InputError
from shortdeck.verdict.searches import Search, abreast

Place = ShipFile | AirfieldFile
Response = Callable[[AircraftFile, Place], Search[float | None]]
JUDGED = 3
"""Numbers, the highest of the screening, that are judged by the response itself."""


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


class _Number(NamedTuple):
    """An uncertain number and the file that it stands in."""

    which: str  # aircraft or ship
    path: str
    value: float
    plus_minus: float
    confidence: str


def most_sensitive(
    aircraft: AircraftFile,
    ship: Place,
    response: Response,
    *,
    prefixes: tuple[str, ...],
    screen: Response | None = None,
) -> Search[Hinge | None]:
    """The uncertain number whose plus/minus moves ``response`` most.

    ``screen`` is a cheaper response that ranks the numbers; the three highest are then judged by
    ``response``. Only numbers whose path begins with one of ``prefixes`` are tried.
    """
    ranked = yield from _ranked(aircraft, ship, screen or response, prefixes)
    tried = [response(aircraft, ship)]
    tried += [
        _moved(aircraft, ship, response, number, sign) for number in ranked[:JUDGED] for sign in (-1.0, 1.0)
    ]
    nominal, *ends = yield from abreast(tried)
    best: Hinge | None = None
    for number, low, high in zip(ranked[:JUDGED], ends[::2], ends[1::2], strict=True):
        spread = max(_change(low, nominal), _change(high, nominal))
        if best is None or spread > best.spread:
            file = aircraft if number.which == "aircraft" else ship
            best = Hinge(
                file.name, number.path, number.value, number.plus_minus, number.confidence, low, high, spread
            )
    return best if best is not None and best.spread > 0.0 else None


def _change(result: float | None, nominal: float | None) -> float:
    # No result at all is the largest change there is.
    if result is None or nominal is None:
        return 0.0 if result is nominal else 1e9
    return abs(result - nominal)


def _ranked(
    aircraft: AircraftFile, ship: Place, response: Response, prefixes: tuple[str, ...]
) -> Search[list[_Number]]:
    found = [
        _Number(which, path, quantity.value, quantity.plus_minus, str(quantity.confidence))
        for which, file in (("aircraft", aircraft), ("ship", ship))
        for path, quantity in numbers(file)
        if quantity.plus_minus and path.startswith(prefixes)
    ]
    tried = [response(aircraft, ship), *(_moved(aircraft, ship, response, number, 1.0) for number in found)]
    nominal, *moved = yield from abreast(tried)
    ranked = [
        (_change(end, nominal), one.which, one.path, one) for end, one in zip(moved, found, strict=True)
    ]
    return [number for *_, number in sorted(ranked, reverse=True)]


def _moved(
    aircraft: AircraftFile, ship: Place, response: Response, number: _Number, sign: float
) -> Search[float | None]:
    """The response with a number at one end; None where that end is no aircraft or ship at all."""
    value = number.value + sign * number.plus_minus
    try:
        if number.which == "aircraft":
            search = response(with_value(aircraft, number.path, value, check_file=False), ship)
        else:
            search = response(aircraft, with_value(ship, number.path, value, check_file=False))
        return (yield from search)
    except (InputError, ValueError):
        return None
