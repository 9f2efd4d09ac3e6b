"""What limits: which one thing, put right, would bring a sea or a cell within limits.

Each cause is tried on the surfaces that the flights gave: no deck motion, no crosswind, the best wind from
ahead, half the gusts of the true wind. What gains most margin is named; where it does not suffice alone,
the answer says so. The surfaces are asked beside what was flown (some flights part the wind from the waves
for that), so that shares of causes are rougher than shares of the year.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shortdeck.fleet.year.cells import ACROSS, AHEAD, HEAVE, PITCH, ROLL, TRUE, Cells, coordinates
from shortdeck.fleet.year.flying import log_odds
from shortdeck.fleet.year.plan import Knowledge, features_of
from shortdeck.flight.outcome import Kind

Real = NDArray[np.float64]
Flags = NDArray[np.bool_]

WINDS = np.arange(2.0, 29.0, 3.0)
"""m/s from ahead that are tried as the best wind."""
LESS_GUSTS = 0.5
"""Share of the true wind whose gusts are left: with none, and the same wind over deck, nobody ever flew."""
CAUSES = (
    "deck motion", "crosswind", "too little wind over deck", "too much wind over deck",
    "gusts of the true wind",
)  # fmt: skip
HARD = "wind from abaft the beam, or beyond the hard limits"
SLOW = "the ship's speed lost in the sea"
_MOST = 4000  # cells looked at


@dataclass(frozen=True, kw_only=True)
class Limiting:
    """What limits one task."""

    task: str
    year: dict[str, float]  # share of the year lost, by cause
    polar: dict[
        str, float
    ]  # share of the courses and speeds she makes that are lost, by cause, mean of the year
    criteria: dict[str, float]  # of the lost cells: 'mishap' or 'no success at the first attempt'
    kinds: dict[str, float]  # of mishaps near lost cells, by outcome
    alone: float  # share of the lost cells that the named cause would free by itself


def repaired(known: Knowledge, features: Real) -> tuple[Real, NDArray[np.int64]]:
    """Best margin that putting one cause right gives at features (n, features), and the cause's number.

    Margins count times the scatter there: the same excess over a limit is more log odds in a calm, and to
    take the wind away would else be the cure of everything.
    """

    def excess(other: Real) -> Real:
        return np.asarray(known.margin(other) / known.mishap.shape.steepness(coordinates(other)))

    now = excess(features)
    gains = []
    for columns in ((HEAVE, PITCH, ROLL), (ACROSS,)):
        other = features.copy()
        other[:, list(columns)] = 0.0
        gains.append(excess(other))
    winds = []
    for wind in WINDS:
        other = features.copy()
        other[:, AHEAD] = wind
        winds.append(excess(other))
    best = np.argmax(winds, axis=0)
    gain = np.max(winds, axis=0)
    less = WINDS[best] < features[:, AHEAD]
    gains += [np.where(less, now, gain), np.where(less, gain, now)]
    calm = features.copy()
    calm[:, TRUE] *= LESS_GUSTS
    gains.append(excess(calm))
    table = np.stack(gains)
    return np.asarray(table.max(axis=0)), np.asarray(table.argmax(axis=0))


def limiting(known: Knowledge, task: str, margin: Real) -> Limiting:
    """What limits a task; ``margin`` of every cell by the most likely surfaces."""
    cells = known.cells
    share = cells.seas.share
    made = cells.made
    out = made & (~cells.flyable | (margin <= 0.0))
    weight = np.broadcast_to((share / made.sum(axis=(1, 2)))[:, None, None], made.shape)
    hard = out & ~cells.flyable
    polar: dict[str, float] = {HARD: float(weight[hard].sum())}
    lost = np.argwhere(out & cells.flyable)
    criteria: dict[str, float] = {}
    kinds: dict[str, float] = {}
    alone = 0.0
    if len(lost):
        chosen = lost[:: max(1, len(lost) // _MOST)]
        each = weight[tuple(chosen.T)]
        each = each * weight[tuple(lost.T)].sum() / each.sum()
        features = cells.features[tuple(chosen.T)]
        best, which = repaired(known, features)
        for number, name in enumerate(CAUSES):
            polar[name] = float(each[which == number].sum())
        alone = float(each[best > 0.0].sum() / each.sum())
        criteria, kinds = _criteria(known, features, each)
    return Limiting(
        task=task, year=_year(known, margin), polar=_ranked(polar),
        criteria=_normal(criteria), kinds=_normal(kinds), alone=alone,
    )  # fmt: skip


def _ranked(weights: dict[str, float]) -> dict[str, float]:
    """Those above zero, greatest first."""
    return {name: w for name, w in sorted(weights.items(), key=lambda item: -item[1]) if w > 0.0}


def _normal(weights: dict[str, float]) -> dict[str, float]:
    total = sum(weights.values())
    return {name: w / total for name, w in _ranked(weights).items()} if total > 0.0 else {}


def _criteria(known: Knowledge, features: Real, weight: Real) -> tuple[dict[str, float], dict[str, float]]:
    """Which limit lost cells miss by more, and which mishaps happened where it is theirs."""
    x = coordinates(features)
    mishap = log_odds(known.tolerance.mishap) - known.mishap.mean(x, known.variant)
    success = known.success.mean(x, known.variant) - log_odds(known.tolerance.success)
    wrecks = mishap <= success
    criteria = {
        "mishap": float(weight[wrecks].sum()),
        "no success at the first attempt": float(weight[~wrecks].sum()),
    }
    kinds: dict[str, float] = defaultdict(float)
    bad = [r for r in known.results if r.of(Kind.MISHAP)]
    if bad and wrecks.any():
        places = coordinates(features_of(known.cells, [r.place for r in bad]))
        distance = ((x[wrecks][:, None, :] - places[None]) ** 2).sum(axis=2)
        for near, w in zip(distance.argmin(axis=1), weight[wrecks], strict=True):
            result = bad[int(near)]
            for (kind, name), n in result.outcomes.items():
                if kind == str(Kind.MISHAP):
                    kinds[name] += float(w) * n / result.of(Kind.MISHAP)
    return criteria, kinds


def _year(known: Knowledge, margin: Real) -> dict[str, float]:
    """Share of the year in which no course and speed is within limits, by what would free most of it."""
    cells = known.cells
    lost: dict[str, float] = defaultdict(float)
    can = cells.made & cells.flyable
    for sea in range(cells.shape[0]):
        if (margin[sea][can[sea]] > 0.0).any():
            continue
        lost[_why(known, cells, margin[sea], sea, can[sea])] += float(cells.seas.share[sea])
    return _ranked(lost)


def _why(known: Knowledge, cells: Cells, margin: Real, sea: int, can: Flags) -> str:
    if (margin[cells.flyable[sea]] > 0.0).any():
        return SLOW
    if not can.any():
        return HARD
    best, which = repaired(known, cells.features[sea][can])
    return CAUSES[int(which[int(np.argmax(best))])]
