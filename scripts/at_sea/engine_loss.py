"""Engine loss by height and speed: on the run, at the lip and in the climb; on final and in the go-around.

The moments are those at which an undisturbed flight of the same conditions (case 0, calm, no turbulence) is
at a station, height or time after its wave-off; the flights that lose their engine then fly in sea state 4.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

import shortdeck as sd
from at_sea.kept import Kept, in_words, outcomes_of
from at_sea.launching import MASS, least_wind_of, stop_from
from at_sea.row import HEAD, KNOT, MEAN, SHIPS, STATE_4, TB3, Row
from shortdeck.autopilot.phases import GO_AROUND
from shortdeck.flight.figures import NEVER
from shortdeck.flight.fly import Flight

CLIMBING = (2.0, 5.0, 10.0, 20.0)  # m of the wheels over the deck
FINAL = (45.0, 30.0, 20.0, 12.0, 6.0, 3.0, 1.0)
AWAY = (0.0, 2.0, 4.0, 6.0, 10.0)  # s after the wave-off
LINK_LOST = 20.0  # s: waves off as soon as the gates open
SEA_4: dict[str, Any] = STATE_4 | MEAN | {"tp": 8.8}
TITLE = "Engine loss, by height and speed"


class Moment(NamedTuple):
    """When the engine stops, and where the flight is then."""

    where: str
    time: float  # s
    airspeed: float  # m/s
    height: float  # m of the main wheels over the deck


def _moment(flight: Flight, where: str, time: float) -> Moment:
    h = flight.history
    t = h.time.values
    at = [float(np.interp(time, t, h[name].values)) for name in ("airspeed", "main_z")]
    return Moment(where, round(time, 2), at[0], -at[1])


def launch_moments(ship: str) -> list[Moment]:
    """Stations of the run from the last that can stop to the lip, then heights of the climb."""
    flight = sd.launch(TB3, ship, mass=MASS, wind_over_deck=least_wind_of(ship), ship_speed=12.0 * KNOT)
    h, f = flight.history, flight.figures
    t, x, z = h.time.values, h.main_x.values, -h.main_z.values
    last = stop_from(ship)
    lip = flight.targets["start_x"] + flight.targets["deck_available"]
    stations = [last - 40.0, last - 10.0, *np.linspace(last + 10.0, lip - 5.0, 3).tolist()]
    released = x > x[0] + 0.5
    out = [
        _moment(flight, f"on the run at {at:.0f} m, the lip at {lip:.0f} m",
                float(np.interp(at, x[released], t[released])))
        for at in stations
    ]  # fmt: skip
    bow = f.t_bow if f.t_bow < NEVER else f.t_airborne
    out.append(_moment(flight, "at the lip", bow))
    level = z[t >= bow][0] if f.t_bow < NEVER else 0.0
    beyond = t > bow
    for height in CLIMBING:
        up = beyond & (z > max(level, 0.0) + height)
        out.append(_moment(flight, f"in the climb, {height:g} m above the lip's", float(t[up][0])))
    return out


def landing_moments(ship: str) -> list[Moment]:
    """Heights on final, then times after a wave-off low over the sea."""
    wind, speed = STATE_4["wind_over_deck"], STATE_4["ship_speed"]
    flight = sd.recover(TB3, ship, wind_over_deck=wind, ship_speed=speed)
    t, z = flight.history.time.values, -flight.history.main_z.values
    down = t < flight.figures.t_touchdown
    out = [
        _moment(flight, f"on final, wheels {h:g} m over the deck", float(t[down & (z > h)][-1]))
        for h in FINAL
    ]
    away = sd.recover(
        TB3, ship, wind_over_deck=wind, ship_speed=speed, seed=0, turbulence="none", airwake=False,
        faults={"link_lost": LINK_LOST},
    )  # fmt: skip
    begun = float(away.history.time.values[away.history.phase.values == GO_AROUND][0])
    return out + [_moment(away, f"in the go-around, {s:g} s after the wave-off", begun + s) for s in AWAY]


class Loss:
    """The engine lost at all moments of one task from one ship."""

    def __init__(self, task: str, ship: str) -> None:
        self.task, self.ship = task, ship

    @property
    def key(self) -> str:
        return f"engine loss, {self.task}, {self.ship}"

    @property
    def told(self) -> dict[str, Any]:
        row = self.row(Moment("", 0.0, 0.0, 0.0))
        return row.told | {"heights": list(CLIMBING + FINAL), "times": list(AWAY)}

    def moments(self) -> list[Moment]:
        return launch_moments(self.ship) if self.task == "launch" else landing_moments(self.ship)

    def row(self, moment: Moment) -> Row:
        """Flights in sea state 4 whose engine stops then."""
        if self.task == "launch":
            words = {"mass": MASS, "sea_state": 4, "wave_heading": HEAD, "ship_speed": 12.0 * KNOT,
                     "wind_over_deck": least_wind_of(self.ship)}  # fmt: skip
        else:
            words = SEA_4 | ({"link_lost": LINK_LOST} if "go-around" in moment.where else {})
        return Row(moment.where, words | {"engine_stops": moment.time}, self.ship, task=self.task)

    def flown(self, count: int) -> dict[str, Any]:
        """Outcomes at each moment."""
        out = []
        for moment in self.moments():
            row = self.row(moment)
            found = outcomes_of(row.fly(count).table())
            first = (
                min((cases[0], name) for name, cases in found["mishaps"].items())
                if found["mishaps"]
                else None
            )
            del found["mishaps"]
            out.append(found | moment._asdict() | {"replay": row.command(first[0] if first else 0)})
        return {"moments": out}


def items() -> list[Loss]:
    """Launches and recoveries of both ships."""
    return [Loss(task, ship) for task in ("launch", "recovery") for ship in SHIPS]


def show(kept: Kept) -> list[str]:
    """The tables of the docs."""
    out = [
        f"### {TITLE}", "",
        "All power lost, sea state 4; launches at 1450 kg and the least wind over deck of a calm sea, "
        "landings at 1250 kg in 25 kn over deck. Speeds and heights are those of the undisturbed flight at "
        "that moment. Settled into the sea is a ditching, whatever the aircraft comes to in it. Launched: "
        "30 m over the deck reached all the same, which is where a launch ends here.", "",
        "| task, ship | engine stops | airspeed | height over the deck | what it came to |",
        "|---|---|---|---|---|",
    ]  # fmt: skip
    again = []
    for item in items():
        of = kept.get(item.key)
        if not of:
            continue
        task = "landing" if item.task == "recovery" else "launch"
        for moment in of["moments"]:
            out.append(
                f"| {task}, {item.ship} | {moment['where']} | {moment['airspeed'] / KNOT:.0f} kn "
                f"| {moment['height']:.1f} m | {in_words(moment['outcomes'], of['flights'])} |"
            )
        middle = of["moments"][len(of["moments"]) // 2]
        again.append(f"- {task}, {item.ship}, {middle['where']}: `{middle['replay']}`")
    return [*out, "", *again, ""]
