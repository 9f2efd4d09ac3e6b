"""One flight on one sheet: path, speeds, attitude, controls, loads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from shortdeck.flight.fly import Flight

KNOT = 0.514444
_PANELS = (
    ("wheels over deck / m", (("main wheels", "main_z", -1.0),)),
    ("speed / kn", (("airspeed", "airspeed", 1 / KNOT),)),
    ("angle / deg", (("pitch", "pitch", np.rad2deg(1)), ("alpha", "alpha", np.rad2deg(1)),
                     ("alpha at stall", "alpha_stall", np.rad2deg(1)), ("roll", "roll", np.rad2deg(1)))),
    ("controls / deg", (("elevator", "elevator", np.rad2deg(1)), ("aileron", "aileron", np.rad2deg(1)),
                        ("rudder", "rudder", np.rad2deg(1)), ("nose wheel", "steer", np.rad2deg(1)))),
    ("share", (("throttle", "throttle", 1.0), ("flap", "flap", 1.0), ("brake", "brake", 1.0))),
    ("gear load / kN", (("nose", "nose_load", 1e-3), ("left", "left_load", 1e-3),
                        ("right", "right_load", 1e-3))),
)  # fmt: skip


def sheet(flight: Flight) -> Figure:
    """Path over the deck and five time histories; the outcome in the title."""
    from matplotlib.figure import Figure

    h = flight.history
    figure = Figure(figsize=(10.0, 12.0), layout="constrained")
    axes: list[Axes] = list(figure.subplots(len(_PANELS), 1))
    title = f"{flight.aircraft}, {flight.task}, {flight.ship}: {flight.outcome.name}"
    figure.suptitle(f"{title} ({flight.outcome.time:.1f} s)")
    time = h["time"].values
    for ax, (label, lines) in zip(axes, _PANELS, strict=True):
        first = ax is axes[0]
        for name, column, scale in lines:
            ax.plot(h["main_x"].values if first else time, h[column].values * scale, label=name, lw=1.2)
        ax.set_ylabel(label)
        ax.grid(alpha=0.3)
        if len(lines) > 1:
            ax.legend(loc="upper right", fontsize="small", ncols=len(lines))
    end = flight.targets["deck_end_x"]
    axes[0].plot([0.0, end], [0.0, 0.0], color="0.3", lw=4, solid_capstyle="butt", label="deck")
    axes[0].set_xlabel("main wheels forward of the stern edge / m")
    axes[0].legend(loc="upper right", fontsize="small")
    axes[-1].set_xlabel("time / s")
    return figure
