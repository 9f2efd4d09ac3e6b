"""Checks between the numbers of a file: what each alone cannot show to be wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from shortdeck.catalog.check_aircraft import AIRCRAFT_CHECKS, PARKED_CHECKS
from shortdeck.catalog.check_ship import AIRFIELD_CHECKS, SHIP_CHECKS
from shortdeck.errors import Fault

Check = Callable[[Any], Iterator[Fault]]

CHECKS: dict[str, tuple[Check, ...]] = {
    "aircraft": AIRCRAFT_CHECKS,
    "parked": PARKED_CHECKS,
    "ship": SHIP_CHECKS,
    "airfield": AIRFIELD_CHECKS,
}


def check(file: Any, *, partial: bool = False) -> list[Fault]:
    """All faults between the numbers of a file. ``partial``: leave out checks on missing numbers."""
    faults: list[Fault] = []
    for one in CHECKS[file.kind]:
        try:
            faults.extend(one(file.model))
        except AttributeError:
            if not partial:
                raise
    return faults
