"""The airwake on one sheet: side view on the glideslope, plan view over the deck, what is met on the way."""

from __future__ import annotations

from math import degrees, radians, tan
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from shortdeck.catalog.airflow import airwake_coefficients, varied
from shortdeck.catalog.ship import ShipModel
from shortdeck.vessel.airwake import Airwake, steady_airwake
from shortdeck.vessel.airwake_pack import pack_airwake
from shortdeck.vessel.deck import ramp_rise
from shortdeck.vessel.pack import pack_deck, runway_line

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ASTERN = 400.0  # m shown
OVER_DECK = 4.0  # m, height of the plan view
LEVELS = np.arange(0.3, 1.11, 0.05)  # of the speed over the wind over deck
SPREAD = ("hull_drag", "island_drag", "layer_deficit", "random_down")  # varied for the band

Array = NDArray[np.float64]


def field(a: Airwake, x: Array, y: Array, z: Array) -> Array:
    """Mean velocity of the air over the wind over deck at points, ship's axes; last axis x, y, z, random.

    ``random`` is the turbulence intensity of the wake's vertical component.
    """
    wind = (a.speed * a.to_x, a.speed * a.to_y)
    points = np.broadcast_arrays(x, y, z)
    out = np.empty((points[0].size, 4))
    for k, (px, py, pz) in enumerate(zip(*(p.ravel() for p in points), strict=True)):
        s = steady_airwake(a, float(px), float(py), float(pz), *wind)
        out[k] = (wind[0] + s.dx, wind[1] + s.dy, s.dz, a.speed * a.random_down * s.random)
    return out.reshape((*points[0].shape, 4)) / a.speed


def _rise(model: ShipModel, x: Array) -> Array:
    """Height of the ramp on the runway line."""
    deck, line = pack_deck(model, surface="dry"), runway_line(model)
    return np.array([ramp_rise(deck, float(u), line.y + float(u) * tan(line.angle))[0] for u in x])


def _side(ax: Axes, model: ShipModel, a: Airwake, slope: float) -> None:
    line = runway_line(model)
    x, up = np.meshgrid(np.linspace(-ASTERN, a.length + 80.0, 200), np.linspace(-a.deck_height, 45.0, 60))
    v = field(a, x, np.full_like(x, line.y), -up)
    shown = ax.contourf(x, up, np.hypot(v[..., 0], v[..., 1]), levels=LEVELS, cmap="viridis", extend="both")
    n = (slice(2, None, 5), slice(4, None, 10))
    ax.quiver(x[n], up[n], v[n][..., 0], -v[n][..., 2], color="white", width=0.0012, scale=45.0)
    top = np.linspace(0.0, a.length, 100)
    ax.fill_between(top, -a.deck_height, _rise(model, top), color="0.25")
    touch = line.start
    path = np.array([-ASTERN, touch])
    wheels = (touch - path) * tan(slope)
    ax.plot(path, wheels, color="tab:red", lw=1.5)
    ax.set(ylim=(-a.deck_height, 45.0), ylabel="over the deck / m", title="side view on the runway line")
    ax.figure.colorbar(shown, ax=ax, label="speed / wind over deck")


def _plan(ax: Axes, model: ShipModel, a: Airwake) -> None:
    x, y = np.meshgrid(np.linspace(-0.5 * a.length, a.length + 40.0, 180), np.linspace(-60.0, 60.0, 60))
    v = field(a, x, y, np.full_like(x, -OVER_DECK))
    shown = ax.contourf(x, y, np.hypot(v[..., 0], v[..., 1]), levels=LEVELS, cmap="viridis", extend="both")
    n = (slice(2, None, 6), slice(4, None, 9))
    ax.quiver(x[n], y[n], v[n][..., 0], v[n][..., 1], color="white", width=0.0012, scale=45.0, angles="xy")
    outlines = [model.deck.outline, *(island.outline for island in model.deck.islands)]
    for k, outline in enumerate(outlines):
        ring = np.array([*outline.points, outline.points[0]])
        ax.plot(*ring.T, color="white", lw=1.0)
        if k:
            ax.fill(*ring.T, color="0.25")
    ax.invert_yaxis()
    ax.set(ylabel="to starboard / m", title=f"plan view {OVER_DECK:g} m over the deck", aspect="equal")
    ax.figure.colorbar(shown, ax=ax, label="speed / wind over deck")


def _way(ax: Axes, model: ShipModel, fields: dict[str, Airwake], slope: float) -> None:
    line, a = runway_line(model), fields["as it stands"]
    x = np.linspace(-ASTERN, a.length - 1.0, 400)
    # 1.5 m over the deck stands for the wing of an aircraft on its wheels.
    z = -1.5 - np.maximum(line.start - x, 0.0) * tan(slope) - _rise(model, x)
    ways = {name: field(f, x, np.full_like(x, line.y), z) for name, f in fields.items()}
    undisturbed = np.array([a.to_x, a.to_y, 0.0])
    for k, (label, colour) in enumerate((("headwind lost", "C0"), ("downwash", "C1"))):
        part = 2 * k
        lines = {name: v[:, part] - undisturbed[part] for name, v in ways.items()}
        low = np.min(list(lines.values()), axis=0)
        high = np.max(list(lines.values()), axis=0)
        ax.plot(x, lines["as it stands"], color=colour, label=label)
        ax.fill_between(x, low, high, color=colour, alpha=0.25, lw=0.0)
    ax.plot(x, ways["as it stands"][:, 3], color="C2", ls="--", label="rms of the wake's vertical gusts")
    ax.axvspan(0.0, a.length, color="0.9", zorder=-1)
    ax.grid(alpha=0.3)
    ax.legend(loc="upper left", fontsize="small")
    ax.set(
        xlabel="forward of the stern edge / m", ylabel="over the wind over deck",
        title="on the glideslope and the roll; bands: all strengths with their spread",
    )  # fmt: skip


def airwake_sheet(
    model: ShipModel, *, title: str, wind_over_deck: float, wind_angle: float, slope: float = radians(3.5)
) -> Figure:
    """Side view, plan view, and what is met on the way, the strengths also at the ends of their spread."""
    from matplotlib.figure import Figure

    k = airwake_coefficients()

    def packed(sign: float) -> Airwake:
        numbers = {name: getattr(k, name) for name in SPREAD}
        ends = {name: q.value + sign * (q.plus_minus or 0.0) for name, q in numbers.items()}
        return pack_airwake(
            model, wind_over_deck=wind_over_deck, wind_angle=wind_angle, heading=0.0,
            coefficients=varied(k, **ends),
        )  # fmt: skip

    fields = {"as it stands": packed(0.0), "weak": packed(-1.0), "strong": packed(1.0)}
    a = fields["as it stands"]
    figure = Figure(figsize=(11.0, 11.0), layout="constrained")
    axes: list[Axes] = list(figure.subplots(3, 1))
    figure.suptitle(f"Airwake of {title}: {wind_over_deck:.1f} m/s from {degrees(wind_angle):g} degrees")
    _side(axes[0], model, a, slope)
    _plan(axes[1], model, a)
    _way(axes[2], model, fields, slope)
    return figure
