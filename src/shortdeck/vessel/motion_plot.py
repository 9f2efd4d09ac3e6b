"""Deck motion on one sheet: response spectra, ten minutes of the record, quiescent periods."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from shortdeck.vessel.motion_report import shown

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from shortdeck.vessel.deck_motion import DeckMotion

Real = NDArray[np.float64]

SPAN = 600.0  # s of the record that are shown
_SPECTRA = ("heave", "roll", "pitch")


def sheet(found: DeckMotion) -> Figure:
    """Spectra above, ten minutes of what is limited, quiescent periods shaded; their lengths below."""
    from matplotlib.figure import Figure

    names = list(found.limits.most)
    figure = Figure(figsize=(10.0, 5.5 + 2.0 * len(names)), layout="constrained")
    grid = figure.add_gridspec(len(names) + 2, 3, height_ratios=[1.3, *[1.0] * len(names), 1.0])
    figure.suptitle(f"{found.ship}: {found.conditions}", fontsize="medium", wrap=True)
    for column, name in enumerate(_SPECTRA):
        _spectrum(figure.add_subplot(grid[0, column]), found, name)
    for row, name in enumerate(names, 1):
        _history(figure.add_subplot(grid[row, :]), found, name, last=name == names[-1])
    _lengths(figure.add_subplot(grid[-1, :]), found)
    return figure


def periodogram(time: Real, values: Real) -> tuple[Real, Real]:
    """One-sided spectral density over rad/s, averaged over neighbouring frequencies to 0.02 rad/s."""
    n, step = time.size, float(time[1] - time[0])
    power = np.abs(np.fft.rfft((values - values.mean()) * np.hanning(n))) ** 2
    width = 2.0 * math.pi / (n * step)
    power *= 2.0 * step / (2.0 * math.pi * np.sum(np.hanning(n) ** 2))
    group = max(1, round(0.02 / width))
    whole = power.size // group * group
    omega = width * np.arange(whole).reshape(-1, group).mean(axis=1)
    return omega, power[:whole].reshape(-1, group).mean(axis=1)


def _spectrum(ax: Axes, found: DeckMotion, name: str) -> None:
    q = next(q for q in found.quantities if q.name == name)
    scale, unit = shown(1.0, q.unit)
    omega, power = periodogram(found.time, found.series(name))
    ax.plot(omega, scale**2 * power, color="0.6", lw=0.8, label="record")
    top = 2.0
    if found.seaway is not None:
        way = found.seaway
        held = np.einsum("i,bij,j->b", q.weights, way.covariance, q.weights).real
        # Few of the quadrature's cells fall into one bin: four together are smooth to the eye.
        edges = np.append(way.low[::4], way.high[-1])
        density = scale**2 * held.reshape(-1, 4).sum(axis=1) / np.maximum(np.diff(edges), 1e-9)
        ax.stairs(density, edges, color="C0", lw=1.4, label="spectrum", baseline=None)
        top = float(min(way.high[-2], 2.5))
        ax.set_ylim(0.0, 1.3 * max(float(density.max()), 1e-12))
    ax.set_xlim(0.0, top)
    ax.set_title(name, fontsize="medium")
    ax.set_xlabel("encounter frequency / rad/s")
    ax.set_ylabel(f"{unit}² s")
    ax.grid(alpha=0.3)
    ax.legend(fontsize="small")


def _history(ax: Axes, found: DeckMotion, name: str, *, last: bool) -> None:
    q = next(q for q in found.quantities if q.name == name)
    scale, unit = shown(1.0, q.unit)
    part = found.time <= SPAN
    ax.plot(found.time[part], scale * found.series(name)[part], lw=0.8)
    most = scale * found.limits.most[name]
    for level in (-most, most):
        ax.axhline(level, color="C3", lw=0.8, ls="--")
    quiet = found.quiet()
    for start, length in zip(quiet.starts, quiet.periods, strict=True):
        if start < SPAN:
            ax.axvspan(start, min(start + length, SPAN), color="C2", alpha=0.15, lw=0)
    ax.set_xlim(0.0, min(SPAN, float(found.time[-1])))
    ax.set_ylabel(f"{name.replace('-', ' ')} / {unit}")
    ax.grid(alpha=0.3)
    if last:
        ax.set_xlabel(f"time / s (green: quiescent for {found.least:g} s and more; dashed: limits)")


def _lengths(ax: Axes, found: DeckMotion) -> None:
    quiet = found.quiet()
    for values, label, colour in (
        (quiet.periods, "quiescent periods", "C2"),
        (quiet.gaps, "gaps between", "C1"),
    ):
        if values.size:
            length = np.sort(values)
            share = 1.0 - np.arange(length.size) / length.size
            ax.step(np.append(0.0, length), np.append(1.0, share), where="pre", color=colour, label=label)
    if quiet.periods.size:
        ax.legend(fontsize="small")
    else:
        ax.text(0.5, 0.5, "no quiescent period in the record", ha="center", transform=ax.transAxes)
    ax.set_xlim(left=0.0)
    ax.set_ylim(0.0, 1.02)
    ax.set_xlabel("length / s")
    ax.set_ylabel("share as long")
    ax.grid(alpha=0.3)
