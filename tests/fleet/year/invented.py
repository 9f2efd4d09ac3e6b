"""Invented flights whose chances are known, on the cells of a real ship in an invented year."""

from collections import Counter

import numpy as np
from scipy.special import expit

from shortdeck.fleet.year.cells import Cells
from shortdeck.fleet.year.flying import EACH, Place, Result
from shortdeck.fleet.year.plan import features_of
from shortdeck.hydro.attainable_speed import AttainableSpeed


class Invented:
    """Flies by a formula: log odds of mishap and of success over the features."""

    def __init__(self, cells: Cells, mishap, success, task="launch", seed=0):
        self.cells, self.mishap, self.success = cells, mishap, success
        self.task, self.seed, self.flights = task, seed, 0

    def fly(self, places: list[Place], batch: int) -> list[Result]:
        rng = np.random.default_rng([self.seed, batch])
        x = features_of(self.cells, places)
        wrecked, good = expit(self.mishap(x)), expit(self.success(x))
        out = []
        for place, p, q in zip(places, wrecked, good, strict=True):
            bad = int(rng.binomial(EACH, p))
            fine = int(rng.binomial(EACH - bad, min(q / max(1.0 - p, 1e-9), 1.0)))
            counted = Counter({("mishap", "overrun"): bad, ("success", "stopped"): fine})
            counted[("safe abort", "waved off")] = EACH - bad - fine
            out.append(Result(place, +counted))
        self.flights += EACH * len(places)
        return out


def with_slower_ship(cells: Cells, speed: float) -> Cells:
    """The same cells for a ship that makes no more than that speed (m/s) in any sea."""
    import dataclasses

    a = cells.attainable
    slow = AttainableSpeed(
        course=a.course, involuntary=a.involuntary, speed=np.minimum(a.speed, speed), held_by=a.held_by
    )
    return dataclasses.replace(cells, attainable=slow)
