"""How far each loop is from instability, broken at its actuator with all the others closed.

The plant is the discrete design model (surface and engine lags, commands held over a beat and one beat late)
at the speed in question; the gains are those of the design speed, surfaces scaled with dynamic pressure as in
flight. Margins are read off the frequency response L(e^{i w dt}) of one broken loop; the disk margin
(Blight, Dailey and Gangsaas 1994; Seiler, Packard and Gahinet 2020, symmetric form) allows gain and phase to
change together.
"""

from __future__ import annotations

from math import degrees, inf, log10, pi
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shortdeck.autopilot.design import hold_plants, measured
from shortdeck.autopilot.regulator import LINE_SIGNALS, PATH_SIGNALS, Gains
from shortdeck.autopilot.synthesis import plant as plants
from shortdeck.autopilot.synthesis.plant import BEAT, Airframe, Condition, Matrix

GAIN_MARGIN = 6.0  # dB asked for
PHASE_MARGIN = 45.0  # deg asked for
_FREQUENCIES = np.geomspace(0.01, 0.999 * pi / BEAT, 3000)


class Margins(NamedTuple):
    """One loop at one speed. A margin that does not exist is infinite."""

    loop: str  # the actuator at which it is broken
    holds: str  # what the loop keeps
    airspeed: float  # m/s
    gain_up: float  # dB by which the gain may rise
    gain_down: float  # dB by which it may fall
    phase: float  # deg
    delay: float  # s
    crossover: float  # rad/s, highest; 0 where the gain stays below one
    disk_gain: float  # dB by which it may rise or fall while the phase changes by
    disk_phase: float  # deg
    stable: bool
    slowest: float  # 1/s, decay of the slowest closed-loop mode that the loop holds

    @property
    def reached(self) -> bool:
        """Whether the margins asked for are there."""
        enough = min(self.gain_up, self.gain_down) >= GAIN_MARGIN and self.phase >= PHASE_MARGIN
        return self.stable and enough


def frequency_response(F: Matrix, G: Matrix, K: Matrix, loop: int) -> NDArray[np.complex128]:
    """L = K (zI - F)^-1 G of one loop, the others closed, over ``_FREQUENCIES``."""
    rest = [j for j in range(G.shape[1]) if j != loop]
    closed = F - G[:, rest] @ K[rest]
    z = np.exp(1j * _FREQUENCIES * BEAT)
    eye = np.eye(len(F))
    states = np.linalg.solve(z[:, None, None] * eye - closed, G[:, loop].astype(complex)[None, :, None])
    return np.asarray((K[loop] @ states[:, :, 0].T).ravel(), np.complex128)


def read_margins(L: NDArray[np.complex128]) -> tuple[float, float, float, float, float]:
    """Gain margins up and down (dB), phase margin (deg), delay margin (s), highest crossover (rad/s)."""
    w, size = _FREQUENCIES, np.abs(L)
    phase, delay, crossover = inf, inf, 0.0
    for k in np.flatnonzero((size[:-1] - 1.0) * (size[1:] - 1.0) < 0.0):
        share = (1.0 - size[k]) / (size[k + 1] - size[k])
        point, at = L[k] + share * (L[k + 1] - L[k]), w[k] + share * (w[k + 1] - w[k])
        angle = float(np.angle(-point))
        phase = min(phase, abs(degrees(angle)))
        delay = min(delay, (angle % (2.0 * pi)) / at)
        crossover = max(crossover, float(at))
    up, down = inf, inf
    cuts = (L.imag[:-1] * L.imag[1:] < 0.0) & (L.real[:-1] < 0.0)
    for k in np.flatnonzero(cuts):
        share = -L.imag[k] / (L.imag[k + 1] - L.imag[k])
        decibel = -20.0 * log10(abs(L.real[k] + share * (L.real[k + 1] - L.real[k])))
        up = min(up, decibel) if decibel > 0.0 else up
        down = min(down, -decibel) if decibel < 0.0 else down
    return up, down, phase, delay, crossover


def disk(L: NDArray[np.complex128]) -> tuple[float, float]:
    """Symmetric disk margin as gain (dB) and phase (deg): alpha = 1/max|S - 1/2|."""
    alpha = 1.0 / float(np.max(np.abs(1.0 / (1.0 + L) - 0.5)))
    gain = inf if alpha >= 2.0 else 20.0 * log10((2.0 + alpha) / (2.0 - alpha))
    return gain, degrees(2.0 * np.arctan(0.5 * alpha))


def scaled(rows: Matrix, signals: tuple[str, ...], scale: float, surfaces: tuple[bool, ...]) -> Matrix:
    """Gains as they act where the design's pressure is ``scale`` times that of the flight.

    ``surfaces`` says of each command whether it is a surface; signals of surfaces stay as they are for
    surfaces, those of the engine for the engine.
    """
    own = {"elevator", "last_elevator", "aileron", "rudder", "last_aileron", "last_rudder"}
    out = rows.copy()
    for i, surface in enumerate(surfaces):
        for j, name in enumerate(signals):
            out[i, j] *= (1.0 if name in own else scale) if surface else (1.0 / scale if name in own else 1.0)
    return out


def loop_margins(
    F: Matrix, G: Matrix, K: Matrix, names: tuple[str, ...], holds: tuple[str, ...], airspeed: float
) -> list[Margins]:
    """Margins of every loop of u = -K x."""
    poles = np.abs(np.linalg.eigvals(F - G @ K))
    size = float(poles.max())
    out = []
    for k, (name, what) in enumerate(zip(names, holds, strict=True)):
        L = frequency_response(F, G, K, k)
        up, down, phase, delay, crossover = read_margins(L)
        gain, angle = disk(L)
        slowest = -np.log(size) / BEAT if size > 0.0 else inf
        out.append(
            Margins(
                name, what, airspeed, up, down, phase, delay, crossover, gain, angle, size < 1.0,
                float(slowest),
            )
        )  # fmt: skip
    return out


def margins_at(c: Condition, g: Gains, *, airspeed: float, path: bool = True) -> list[Margins]:
    """All loops of a design at another speed of the same configuration; ``path``: path and speed too.

    Raises NoTrimError where there is no steady flight at that speed.
    """
    f: Airframe = plants.airframe_at(c._replace(airspeed=airspeed))
    scale = g.pressure / (0.5 * c.density * airspeed * airspeed)
    found: list[Margins] = []
    for wanted, plant, signals, rows, surfaces, names, what in (
        (path, plants.longitudinal, PATH_SIGNALS, (g.elevator, g.throttle), (True, False),
         ("elevator", "throttle"), "path and speed"),
        (True, plants.lateral, LINE_SIGNALS, (g.aileron, g.rudder), (True, True),
         ("aileron", "rudder"), "line and heading"),
    ):  # fmt: skip
        if wanted:
            p = plant(f)
            K = scaled(np.array(rows), signals, scale, surfaces) @ measured(p, signals)
            found += loop_margins(p.F, p.G, K, names, (what, what), airspeed)
    return found + _single(f, g, scale)


def _single(f: Airframe, g: Gains, scale: float) -> list[Margins]:
    """Loops that hold one angle: pitch judged in free flight, the others on the deck."""
    models = hold_plants(f) | {"pitch": plants.pitch_in_flight(f)}
    where = {"pitch": "pitch, no path", "roll": "wings on deck", "heading": "heading on deck"}
    found: list[Margins] = []
    for angle, row in (("pitch", g.pitch_hold), ("roll", g.bank_hold), ("heading", g.heading_hold)):
        p = models[angle]
        K = np.zeros((1, len(p.names)))
        K[0, :4] = [*(scale * k for k in row[:3]), row[3]]
        K[0, -1] = row[4]
        found += loop_margins(p.F, p.G, K, (p.names[3],), (where[angle],), f.condition.airspeed)
    return found
