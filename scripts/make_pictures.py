"""Draw the picture of the README: the path of a launch over a ramp and over a flat deck."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure

import shortdeck as sd

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from shortdeck.flight.fly import Flight

OUT = Path(__file__).resolve().parent.parent / "docs" / "pictures"
KNOT = 0.514444
CASES = (
    ("tcg-anadolu", "TCG Anadolu, 12° ramp", "25 kn"),
    ("izumo", "Izumo, flat deck", "25 kn"),
)


def deck_profile(flight: Flight, x: np.ndarray) -> np.ndarray:
    """Height of the deck along the runway line, m, from the wheels that roll on it."""
    h = flight.history
    rolling = h.time.values < min(flight.figures.t_airborne, flight.figures.t_bow)
    return np.interp(x, h.main_x.values[rolling], -h.main_z.values[rolling])


def draw(axes: Axes, flight: Flight, title: str, wind: str) -> None:
    """Deck, path of the main wheels, and the speeds a reader asks for."""
    h, end = flight.history, flight.targets["deck_end_x"]
    seen = h.main_x.values < 420.0
    x, z = h.main_x.values[seen], -h.main_z.values[seen]
    along = np.linspace(flight.targets["start_x"], end, 300)
    deck = deck_profile(flight, along)
    floor = -6.0
    axes.fill_between(np.r_[0.0, along], np.r_[0.0, deck], floor, color="0.55", lw=0)
    axes.plot(x, z, color="#c8401f", lw=1.8)
    speed, height = flight.figures.bow_speed, float(np.interp(end, x, z))
    axes.annotate(
        f"{speed / KNOT:.0f} kn airspeed,\n{speed / flight.targets['stall_speed']:.2f} of the stall speed",
        (end, height), (end - 8.0, height + 9.0), ha="right", fontsize=9,
        arrowprops={"arrowstyle": "-", "lw": 0.8},
    )  # fmt: skip
    axes.set_title(f"{title}: 1450 kg, {wind} over deck, {flight.outcome.name}", fontsize=10, loc="left")
    axes.set_ylabel("height over deck / m")
    axes.set_xlim(0.0, 420.0)
    axes.set_ylim(floor, 28.0)
    axes.grid(alpha=0.25)


def main() -> None:
    """Fly the cases and write the picture."""
    figure = Figure(figsize=(9.0, 5.4), layout="constrained")
    rows = figure.subplots(len(CASES), 1, sharex=True)
    for axes, (ship, title, wind) in zip(rows, CASES, strict=True):
        draw(axes, sd.launch("bayraktar-tb3", ship, mass="1450 kg", wind_over_deck=wind), title, wind)
    rows[-1].set_xlabel("Bayraktar TB3: main wheels forward of the stern edge / m (heights drawn larger)")
    OUT.mkdir(parents=True, exist_ok=True)
    figure.savefig(OUT / "launches.png", dpi=100, metadata={"Software": None})


if __name__ == "__main__":
    main()
