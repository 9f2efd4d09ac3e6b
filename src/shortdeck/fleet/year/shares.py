"""From cells within limits to shares of the year, and what is left to the captain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shortdeck.fleet.replicate import LEVEL, Estimate
from shortdeck.fleet.year.cells import Cells
from shortdeck.fleet.year.flying import Task
from shortdeck.fleet.year.seas import Seas, drawn_shares

Real = NDArray[np.float64]
Flags = NDArray[np.bool_]

ANSWERS = ("launch", "recovery", "both")
DRAWS = 200


def interval(values: Real) -> Estimate:
    """Mean and 95 % of the draws."""
    low, high = np.quantile(values, [0.5 - 0.5 * LEVEL, 0.5 + 0.5 * LEVEL])
    return Estimate(float(np.mean(values)), float(low), float(high))


@dataclass(frozen=True, kw_only=True)
class Share:
    """A share of the year: as flights leave it, and with what is unknown of the climate."""

    flights: Estimate
    climate: Estimate


@dataclass(frozen=True, kw_only=True)
class StateRow:
    """One sea state: its share of the year, the share of its seas within limits, and what is left there.

    ``courses``: degrees of course (of 360) at which some speed she makes allows both; ``polar``: share of the
    courses and speeds she makes that allow both; means over the seas of that state.
    """

    state: int  # 9: above 8
    share: float
    within: dict[str, Estimate]
    courses: Estimate
    polar: Estimate
    speed: float  # m/s, attainable into the sea, mean


@dataclass(frozen=True, kw_only=True)
class Within:
    """Cells within limits in each draw, (seas, courses, speeds, draws), for launch, recovery and both."""

    cells: Cells
    flags: dict[str, Flags]

    def able(self, answer: str) -> Flags:
        """Seas in which some course and speed is within limits, (seas, draws)."""
        return np.asarray(self.flags[answer].any(axis=(1, 2)))

    def courses(self, answer: str) -> Real:
        """Degrees of course at which some speed is within limits, (seas, draws)."""
        return np.asarray(360.0 * self.flags[answer].any(axis=2).mean(axis=1))

    def polar(self, answer: str) -> Real:
        """Share of what she makes that is within limits, (seas, draws)."""
        made = self.cells.made.sum(axis=(1, 2))
        return np.asarray(self.flags[answer].sum(axis=(1, 2)) / made[:, None])


def within_of(cells: Cells, launch: Flags, recovery: Flags) -> Within:
    """With what is within limits of both at one course and speed."""
    return Within(cells=cells, flags={"launch": launch, "recovery": recovery, "both": launch & recovery})


def shares_of(within: Within, *, rng: np.random.Generator) -> dict[str, Share]:
    """Share of the year for each answer."""
    seas = within.cells.seas
    out = {}
    for answer in ANSWERS:
        able = within.able(answer)
        climates = drawn_shares(seas, rng=rng, count=able.shape[1])
        out[answer] = Share(
            flights=interval(seas.share @ able), climate=interval((climates.T * able).sum(axis=0))
        )
    return out


def rows_of(within: Within) -> list[StateRow]:
    """The answers by sea state, those of the year."""
    seas, cells = within.cells.seas, within.cells
    into = int(np.argmin(np.abs(cells.course - np.pi)))
    courses, polar = within.courses("both"), within.polar("both")
    rows = []
    for state in sorted(set(seas.state.tolist())):
        which = seas.state == state
        weight = _weights(seas, which)
        rows.append(
            StateRow(
                state=state,
                share=float(seas.share[which].sum()),
                within={name: interval(weight @ within.able(name)[which]) for name in ANSWERS},
                courses=interval(weight @ courses[which]),
                polar=interval(weight @ polar[which]),
                speed=float(weight @ cells.attainable.speed[which, into]),
            )
        )
    return rows


def _weights(seas: Seas, which: Flags) -> Real:
    share = seas.share[which]
    total = share.sum()
    return np.asarray(share / total if total > 0.0 else np.full(len(share), 1.0 / len(share)))


@dataclass(frozen=True, kw_only=True)
class Best:
    """The course and speed with the widest margin for both in a sea; ``margin`` in log odds, negative:
    outside."""

    sea: int
    course: float  # mean wave heading, rad; pi: into the sea
    speed: float  # m/s
    wind: float  # m/s over deck
    wind_angle: float  # rad from the bow, positive from starboard
    margin: float
    sure: float  # share of the draws within limits there


def best_of(within: Within, margins: Mapping[Task, Real]) -> list[Best | None]:
    """The best course and speed of each sea; None where she makes none at which flying is looked at."""
    cells = within.cells
    margin = np.minimum(margins["launch"], margins["recovery"])
    margin = np.where(cells.made & cells.flyable, margin, -np.inf)
    found: list[Best | None] = []
    for sea in range(cells.shape[0]):
        at = np.unravel_index(int(np.argmax(margin[sea])), margin[sea].shape)
        place = (sea, int(at[0]), int(at[1]))
        if not np.isfinite(margin[place]):
            found.append(None)
            continue
        found.append(
            Best(
                sea=sea, course=float(cells.course[place[1]]), speed=float(cells.speed[place[2]]),
                wind=float(cells.wind[place]), wind_angle=float(cells.wind_angle[place]),
                margin=float(margin[place]), sure=float(within.flags["both"][place].mean()),
            )
        )  # fmt: skip
    return found
