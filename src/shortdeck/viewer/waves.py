"""The waves of a flight: a sea surface in which the ship makes the very motions that she was flown with.

The flight's engine draws her six motions, bin by bin of encounter frequency, and forgets the waves behind
them. They are found again here. Waves are drawn from the same directional spectrum: components with
independent normal amplitudes a, each with its own frequency and direction. By the ship's transfer functions
H they would give the motions G a; the flight had y. Both are Gaussian, so that the waves given the motions
are the draw corrected by its misfit (Matheron's rule; Doucet 2010, "A note on efficient conditional
simulation of Gaussian distributions"),

    a | y = a + V G* (G V G* + R)^-1 (y - G a),

with V the variances of the components and R a tolerance of 5 % of the RMS of each motion, more where the
waves would have to grow above the sea's height for it. Heave, roll and pitch are held to: they are what is
seen, and what waves do to a ship at every frequency; surge, sway and yaw of a short record say little.
Where the motions say nothing (short waves, directions that she does not feel)
the waves stay as drawn, with the statistics of the sea. Every component obeys the dispersion relation of deep
water. Of ``DRAWN`` components the ``KEPT`` highest and the ``SHARP`` steepest others are corrected once more
by themselves and shown: a browser has to add them up. With fewer drawn ones the correction makes waves higher
than the sea's: at sea state 5, Hs of 18.8 m for 128 components held to six motions within 1 %, of 3.25 m.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from shortdeck.catalog.ship import ShipFile
from shortdeck.numerics.random import draw_uniform
from shortdeck.sea.choice import ChosenSea
from shortdeck.sea.directional import SpreadSea
from shortdeck.sea.realise import realise
from shortdeck.sea.spreading import wave_heading
from shortdeck.vessel.response import GRAVITY, Complex, encounter_frequency
from shortdeck.vessel.seaway import seaway
from shortdeck.vessel.ship_response import ship_response
from shortdeck.viewer.mesh import Index, Real

DRAWN = 768
KEPT = 168  # the highest
SHARP = 56  # of the rest, the steepest, which the eye sees rather than the ship
STEP = 0.5  # s between the moments at which the motions are held to
TOLERANCES = (0.05, 0.1, 0.2, 0.4)  # of the RMS of each motion, the first that keeps the sea's height
HIGHEST = 1.15  # height of the shown waves over that of the drawn ones beyond which the next is taken
HELD = (2, 3, 4)  # heave, roll, pitch
_DIRECTION = 101  # purpose of the random stream: directions of the drawn waves


class Waves(NamedTuple):
    """Components of a sea in the frame that moves with the ship, from her mean centre of gravity.

    elevation (up, m) = sum of Re(``amplitude`` exp(i (``omega`` t - ``forward`` x - ``starboard`` y))).
    """

    omega: Real  # encounter frequency, rad/s; negative where the ship overtakes the wave
    forward: Real  # wave number along x, 1/m
    starboard: Real  # wave number along y, 1/m
    amplitude: Complex
    misfit: float  # RMS of heave, roll and pitch that these waves leave unexplained, over the motions' RMS

    def elevation(self, time: float, x: Real, y: Real) -> Real:
        """Elevation (m) at points forward and to starboard of the ship's mean centre of gravity (m)."""
        place = np.multiply.outer(x, self.forward) + np.multiply.outer(y, self.starboard)
        return np.asarray((np.exp(1j * (self.omega * time - place)) @ self.amplitude).real)


def waves_of(
    ship: ShipFile, chosen: ChosenSea, *, speed: float, seed: int, case: int, time: Real, motions: Real
) -> Waves:
    """Waves of ``chosen`` that move the ship as in ``motions`` (n, 6; m, rad) at ``time`` (s).

    ``speed`` is hers in m/s; seed and case are those of the flight: the same flight, the same waves.
    """
    sea = chosen.sea
    drawn = realise(sea.spectrum, duration=60.0, seed=seed, case=case, components=DRAWN)
    heading = _headings(sea, seed, case) if isinstance(sea, SpreadSea) else np.full(DRAWN, np.pi)
    to = wave_heading(heading, ship_heading=chosen.ship_heading)
    number = drawn.omega**2 / GRAVITY
    rate = encounter_frequency(drawn.omega, to, speed)
    first = drawn.cosine - 1j * drawn.sine
    answer = ship_response(ship)
    felt = drawn.omega <= answer.omega[-1]
    way = seaway(ship, sea, heading=chosen.ship_heading, speed=speed)
    transfer = np.zeros((DRAWN, 6), complex)
    transfer[felt] = answer.transfer(drawn.omega[felt], to[felt], speed, roll_rate_rms=way.roll_rate_rms)
    target = Target(*_held(time, motions, way.rms()))
    most = HIGHEST * max(float(np.linalg.norm(first)), float(np.sqrt(2.0 * drawn.variance.sum())))
    for tolerance in TOLERANCES:
        full = _conditioned(first, drawn.variance, rate, transfer, target, tolerance)
        strong = _shown(full, number)
        part = full[strong]
        kept = _conditioned(part, 0.5 * np.abs(part) ** 2, rate[strong], transfer[strong], target, tolerance)
        if float(np.linalg.norm(kept)) <= most:
            break
    left = target.misfit(rate[strong], transfer[strong], kept)
    forward, starboard = number * np.cos(to), -number * np.sin(to)
    return Waves(rate[strong], forward[strong], starboard[strong], kept, left)


def _shown(amplitude: Complex, number: Real) -> Index:
    """The highest components, and of the rest the steepest."""
    high = np.argsort(-np.abs(amplitude), kind="stable")[:KEPT]
    rest = np.setdiff1d(np.arange(amplitude.size), high)
    steep = rest[np.argsort(-np.abs(amplitude[rest]) * number[rest], kind="stable")[:SHARP]]
    return np.concatenate([high, steep])


def _headings(sea: SpreadSea, seed: int, case: int) -> Real:
    """Directions (where from, rad) of the components, drawn from the spreading by its inverse."""
    nodes = sea.spreading.nodes(720)
    if nodes.share.size == 1:
        return np.full(DRAWN, nodes.direction[0])
    below = np.concatenate([[0.0], np.cumsum(nodes.share)])
    half = 0.5 * (nodes.direction[1] - nodes.direction[0])
    edges = np.concatenate([nodes.direction - half, [nodes.direction[-1] + half]])
    share = draw_uniform(seed, case, _DIRECTION, DRAWN)
    return np.asarray(np.interp(share, below / below[-1], edges))


class Target(NamedTuple):
    """Motions to be met: moments (s), which motions, their scale (RMS), and their values over the scale."""

    time: Real
    which: Index
    scale: Real
    wanted: Real  # (times, motions)

    def gain(self, rate: Real, transfer: Complex) -> Complex:
        """What each component's amplitude does to each wanted value, (times x motions, components)."""
        turn = np.exp(1j * np.multiply.outer(self.time, rate))
        each = (transfer[:, self.which] / self.scale).T
        return np.asarray((turn[:, None, :] * each[None, :, :]).reshape(-1, rate.size))

    def misfit(self, rate: Real, transfer: Complex, amplitude: Complex) -> float:
        """RMS of what the waves leave unexplained over the RMS of the motions."""
        left = (self.gain(rate, transfer) @ amplitude).real - self.wanted.ravel()
        return float(np.sqrt(np.mean(left**2) / max(float(np.mean(self.wanted**2)), 1e-30)))


def _held(time: Real, motions: Real, rms: Real) -> tuple[Real, Index, Real, Real]:
    """The fields of ``Target``: a motion that this sea does not cause is left out."""
    at = np.arange(time[0], time[-1] + 1e-9, STEP)
    which = np.array([k for k in HELD if rms[k] > 1e-9 * float(rms.max())], dtype=np.int64)
    scale = rms[which]
    wanted = np.stack([np.interp(at, time, motions[:, k]) for k in which], axis=1) / scale
    return at, which, scale, wanted


def _conditioned(
    first: Complex, variance: Real, rate: Real, transfer: Complex, target: Target, tolerance: float
) -> Complex:
    """The drawn amplitudes corrected so that they give the motions."""
    gain = target.gain(rate, transfer)
    # Re(g a) with a = u + i v is g.real u - g.imag v; u and v have the variance of the component.
    matrix = np.concatenate([gain.real, -gain.imag], axis=1)
    prior = np.concatenate([variance, variance])
    guess = np.concatenate([first.real, first.imag])
    covariance = (matrix * prior) @ matrix.T
    covariance[np.diag_indices_from(covariance)] += tolerance**2
    lacks = target.wanted.ravel() - matrix @ guess
    found = guess + prior * (matrix.T @ np.linalg.solve(covariance, lacks))
    return np.asarray(found[: rate.size] + 1j * found[rate.size :])


def flat_sea() -> Waves:
    """Calm water."""
    none = np.zeros(0)
    return Waves(none, none, none, np.zeros(0, complex), 0.0)


def significant_height(waves: Waves) -> float:
    """Four times the root of the components' variance, m."""
    return float(4.0 * np.sqrt(0.5 * np.sum(np.abs(waves.amplitude) ** 2)))
