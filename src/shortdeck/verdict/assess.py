"""Is this aircraft suitable for that ship? A first verdict, with flights behind each line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.catalog.ship import AirfieldFile, ShipFile
from shortdeck.errors import InputError
from shortdeck.flight.fly import fly_launch
from shortdeck.flight.setup import Conditions, needs
from shortdeck.verdict.hinge import Hinge, most_sensitive
from shortdeck.verdict.landing import Stop, attempt, least_wind_to_stop, stop_at
from shortdeck.verdict.launching import least_wind
from shortdeck.verdict.parts import EFFORTS, Depth, Part
from shortdeck.verdict.parts_of import parts_of
from shortdeck.verdict.room import in_bay, line_clearance, on_lift, outline, tow_distance
from shortdeck.verdict.store import Answers
from shortdeck.vessel.pack import Surface, runway_line

KNOT = 0.514444
LANDING_WINDS = tuple(k * KNOT for k in (10.0, 15.0, 20.0, 25.0, 30.0))
REFERENCE_WIND = 25.0 * KNOT
SPEED_FACTORS = (1.05, 1.10, 1.15, 1.20)
_LAUNCH = ("model.mass.", "model.aerodynamics.", "model.engine.", "model.propeller.", "model.gear.",
           "model.geometry.wing", "model.deck.ramp", "model.deck.runway",
           "model.rolling_factor", "model.length")  # fmt: skip
_LANDING = ("model.mass.", "model.aerodynamics.", "model.engine.", "model.propeller.", "model.gear.",
            "model.controls.flap", "model.geometry.wing", "model.deck.friction",
            "model.deck.runway", "model.friction", "model.length", "model.rolling_factor")  # fmt: skip

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Line:
    """One line of the verdict: a question, the number found (SI), its margin, and what it hangs on."""

    key: str
    question: str
    answer: str
    passes: bool | None  # None: context, no judgement
    value: float | None
    unit: str
    margin: float | None
    hinge: Hinge | None = None


@dataclass(frozen=True)
class Assessment:
    """All lines for one aircraft and one ship."""

    aircraft: str
    ship: str
    lines: tuple[Line, ...]
    depth: Depth | None = None
    parts: tuple[Part, ...] = ()  # launch, recover, park, sustain, (year,) whole; of a ship, at a depth
    found: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    """What the parts stand on: flights at sea, parking, sorties, envelopes, operability, by name."""

    @property
    def sentence(self) -> str:
        """The verdict in one sentence."""
        if self.parts:
            return self.parts[-1].sentence
        failed = [line.question for line in self.lines if line.passes is False]
        if not failed:
            return f"{self.aircraft} suits {self.ship} in all that was asked, under the model's assumptions."
        return f"{self.aircraft} with {self.ship}: not met: {'; '.join(failed)}."

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        lines = []
        for line in self.lines:
            data = asdict(line)
            data["hinge"] = line.hinge._asdict() if line.hinge else None
            lines.append(data)
        out = {"aircraft": self.aircraft, "ship": self.ship, "verdict": self.sentence, "lines": lines}
        if self.depth is None:
            return out
        return out | {"depth": self.depth, "parts": [asdict(part) for part in self.parts]}


def assess(
    aircraft: str | Path | AircraftFile,
    ship: str | Path | ShipFile | AirfieldFile,
    *,
    depth: Depth | None = "quick",
    seed: int = 0,
    again: bool = False,
    progress: Progress | None = None,
) -> Assessment:
    """Fly, measure and count; one line for each question, and at a ``depth`` the verdict part by part.

    ``depth``: 'quick' (1000 flights a question in one sea state), 'standard' (sea states 3 to 5, envelopes,
    the share of the year), 'deep' (as long as risks of one in a million take), None (lines of a calm sea
    alone). Answers are kept on disk and found again, unless ``again``. An airfield has no parts.
    Raises InputError for names, files and aircraft that cannot be flown from a deck.
    """
    craft, vessel = load_aircraft(aircraft), load_ship(ship)
    needs(craft)
    if depth is not None and depth not in EFFORTS:
        raise InputError(f"depth {depth!r}: allowed are {', '.join(EFFORTS)}")
    say = progress or (lambda _: None)
    answers = Answers(fresh=again)
    inputs = {"aircraft": craft, "ship": vessel}
    lines = answers.get("lines", inputs, lambda: _lines(craft, vessel, say))
    if depth is None or not isinstance(vessel, ShipFile):
        return Assessment(craft.name, vessel.name, lines)
    parts, found = parts_of(craft, vessel, lines, depth=depth, seed=seed, answers=answers, say=say)
    return Assessment(craft.name, vessel.name, lines, depth, parts, found)


def _lines(craft: AircraftFile, vessel: ShipFile | AirfieldFile, say: Progress) -> tuple[Line, ...]:
    """What a calm sea and the two files say."""
    lines: list[Line] = []
    for mass in craft.model.mass.takeoff:
        say(f"launch at {mass.value:.0f} kg")
        lines += _launch_lines(craft, vessel, mass.value)
    for surface in ("dry", "wet"):
        say(f"landing, {surface} deck")
        lines.append(_landing_line(craft, vessel, surface))
    say("room")
    lines += _clearance_lines(craft, vessel)
    if isinstance(vessel, ShipFile):
        lines += _stowage_lines(craft, vessel)
    return tuple(lines)


def _ship_speed(ship: ShipFile | AirfieldFile) -> float:
    return ship.model.hull.speed_max.value if isinstance(ship, ShipFile) else 0.0


def _still_air(ship: ShipFile | AirfieldFile, wind: float) -> str:
    speed = _ship_speed(ship)
    if speed <= 0.0:
        return "needs that much wind" if wind > 0.0 else "no wind needed"
    if wind <= speed:
        return f"the ship makes it in still air ({speed / KNOT:.0f} kn)"
    true_wind = (wind - speed) / KNOT
    return f"needs {true_wind:.0f} kn of true wind from ahead at {speed / KNOT:.0f} kn of ship speed"


def _launch_lines(aircraft: AircraftFile, ship: ShipFile | AirfieldFile, mass: float) -> list[Line]:
    k = Conditions(mass=mass)
    found = least_wind(aircraft, ship, k)
    question = f"launch at {mass:.0f} kg"
    key = f"launch_{mass:.0f}kg"
    if found.wind is None or found.flight is None:
        answer = f"not even in 50 kn over deck: {', '.join(found.binding)}"
        return [Line(key, question, answer, False, None, "m/s", None)]
    f, t = found.flight.figures, found.flight.targets
    end = min(f.airborne_x, t["deck_end_x"])
    run = end - t["start_x"]

    def wind_of(a: AircraftFile, s: ShipFile | AirfieldFile) -> float | None:
        return least_wind(a, s, k).wind

    def shortfall(a: AircraftFile, s: ShipFile | AirfieldFile) -> float | None:
        # Speed at the end of a fixed run over the speed asked for: one flight ranks a number.
        flight = fly_launch(a, s, replace(k, wind_over_deck=found.wind or 0.0), sample=None)
        g = flight.figures
        speed = max(g.bow_speed, g.airborne_speed)
        return speed / flight.targets["lift_off_speed"] + 0.01 * g.least_climb if speed > 0.0 else None

    hinge = most_sensitive(aircraft, ship, wind_of, prefixes=_LAUNCH, screen=shortfall)
    speed = _ship_speed(ship)
    binding = f"; less wind: {', '.join(found.binding)}" if found.binding else ""
    answer = f"least wind over deck {found.wind / KNOT:.1f} kn ({_still_air(ship, found.wind)}{binding})"
    lines = [Line(key, question, answer, True, found.wind, "m/s", speed - found.wind, hinge)]
    deck = t["deck_end_x"] - t["start_x"]
    text = f"deck run {run:.0f} m of {deck:.0f} m in that wind, off at {f.airborne_speed / KNOT:.0f} kn"
    lines.append(Line(f"{key}_run", f"deck run at {mass:.0f} kg", text, None, run, "m", deck - run))
    lines.append(_factors_line(aircraft, ship, k, key))
    if isinstance(ship, ShipFile) and ship.model.deck.ramp is not None:
        lines.append(_ramp_line(aircraft, ship, k, key, found.wind))
    return lines


def _ramp_line(aircraft: AircraftFile, ship: ShipFile, k: Conditions, key: str, wind: float) -> Line:
    """What the ramp is worth, by the speed criterion and by the path alone."""
    flat = least_wind(aircraft, ship, replace(k, ramp=False)).wind
    path = least_wind(aircraft, ship, k, by_path=True)
    flat_path = least_wind(aircraft, ship, replace(k, ramp=False), by_path=True).wind
    text = f"{_knots(flat)} without the ramp, {_knots(wind)} with it; judged by the path alone (never "
    text += "below deck level, margin to the stall kept): "
    text += f"{_knots(flat_path)} without, {_knots(path.wind)} with"
    if path.flight is not None:
        f, stall = path.flight.figures, path.flight.targets["stall_speed"]
        text += f", leaving the lip at {f.bow_speed / stall:.2f} of the stall speed"
    gain = None if flat is None else flat - wind
    return Line(f"{key}_ramp", f"worth of the ramp, {k.mass:.0f} kg", text, None, gain, "m/s", None)


def _knots(wind: float | None) -> str:
    return "no wind suffices" if wind is None else f"{wind / KNOT:.1f} kn"


def _factors_line(aircraft: AircraftFile, ship: ShipFile | AirfieldFile, k: Conditions, key: str) -> Line:
    parts, winds = [], []
    for factor in SPEED_FACTORS:
        wind = least_wind(aircraft, ship, replace(k, speed_factor=factor)).wind
        winds.append(wind)
        parts.append(f"{factor:.2f}: " + ("none" if wind is None else f"{wind / KNOT:.1f} kn"))
    known = [wind for wind in winds if wind is not None]
    spread = max(known) - min(known) if known else None
    return Line(
        f"{key}_factors", f"by lift-off over stall speed, {k.mass:.0f} kg", ", ".join(parts), None, spread,
        "m/s", None,
    )  # fmt: skip


def _landing_line(aircraft: AircraftFile, ship: ShipFile | AirfieldFile, surface: Surface) -> Line:
    k = Conditions(mass=aircraft.model.mass.landing.value, surface=surface)
    stops = [stop_at(aircraft, ship, replace(k, wind_over_deck=wind)) for wind in LANDING_WINDS]
    table = ", ".join(_stop_text(stop) for stop in stops)
    found = least_wind_to_stop(aircraft, ship, k)
    question = f"landing at {k.mass:.0f} kg, {surface} deck"
    if found.wind is None or found.flight is None:
        answer = f"does not stop in any wind tried: {', '.join(found.binding)} ({table})"
        return Line(f"landing_{surface}", question, answer, False, None, "m/s", None)

    def wind_of(a: AircraftFile, s: ShipFile | AirfieldFile) -> float | None:
        return least_wind_to_stop(a, s, replace(k, mass=a.model.mass.landing.value)).wind

    def distance(a: AircraftFile, s: ShipFile | AirfieldFile) -> float | None:
        wind = (found.wind or 0.0) + 3.0
        stop = stop_at(a, s, replace(k, wind_over_deck=wind, mass=a.model.mass.landing.value))
        return stop.left

    hinge = most_sensitive(aircraft, ship, wind_of, prefixes=_LANDING, screen=distance)
    margin = _ship_speed(ship) - found.wind
    answer = (
        f"stops from {found.wind / KNOT:.1f} kn over deck ({_still_air(ship, found.wind)}); "
        f"touchdown to stop: {table}"
    )
    return Line(f"landing_{surface}", question, answer, True, found.wind, "m/s", margin, hinge)


def _stop_text(stop: Stop) -> str:
    if stop.distance is None:
        return f"{stop.wind / KNOT:.0f} kn {stop.outcome}"
    word = "" if stop.outcome == "stopped" else f" after {stop.outcome}"
    return f"{stop.wind / KNOT:.0f} kn {stop.distance:.0f} m{word}"


def _clearance_lines(aircraft: AircraftFile, ship: ShipFile | AirfieldFile) -> list[Line]:
    # The rule is one of landing: it is held on the stretch from touchdown to stop in a usual wind.
    line = runway_line(ship.model)
    k = Conditions(mass=aircraft.model.mass.landing.value, wind_over_deck=REFERENCE_WIND)
    flight = attempt(aircraft, ship, k)
    first, last = line.start, line.end
    if flight is not None and flight.figures.stop_x > 0.0:
        first, last = flight.figures.touchdown_x, flight.figures.stop_x
    c = line_clearance(aircraft, ship, first=first, last=last)
    whole = line_clearance(aircraft, ship, first=line.start, last=line.end)

    def least(a: AircraftFile, s: ShipFile | AirfieldFile) -> float | None:
        found = line_clearance(a, s, first=first, last=last)
        return min(found.edge, 1e3 if found.island is None else found.island)

    where = ("model.geometry.span", "model.deck", "model.width")
    hinge = most_sensitive(aircraft, ship, least, prefixes=where)
    worst = least(aircraft, ship) or 0.0
    island = "no island" if c.island is None else f"{c.island:.1f} m to the island"
    kept = worst >= c.rule
    says = "kept" if kept else f"not kept by {c.rule - worst:.1f} m"
    text = f"from touchdown to stop {island}, {c.edge:.1f} m to the deck edge "
    text += f"(whole line: {whole.edge:.1f} m); the published {c.rule:.0f} m rule is {says}"
    wheel = "" if c.wheel >= c.wheel_rule else f"; a main wheel within {c.wheel:.1f} m of the edge"
    text += wheel
    done = _done_before(aircraft, ship)
    if not kept and done:
        text += f"; yet it has been done: {done}"
    return [Line("clearance", "wing tips on the runway line", text, kept, worst, "m", worst - c.rule, hinge)]


def _done_before(aircraft: AircraftFile, ship: ShipFile | AirfieldFile) -> str:
    """What the file tells of flights from this ship, if anything."""
    for claim in aircraft.published:
        words = f"{claim.quantity} {claim.value} {claim.note or ''}".lower()
        if ship.name.replace("-", " ") in words.replace("-", " ") and "land" in words:
            return f"{claim.quantity}: {claim.value}"
    return ""


def _stowage_lines(aircraft: AircraftFile, ship: ShipFile) -> list[Line]:
    model = ship.model
    mass = max(m.value for m in aircraft.model.mass.takeoff)
    lines = []
    for folded in (True, False) if aircraft.model.fold is not None else (False,):
        state = "folded" if folded else "spread"
        fits = [on_lift(aircraft, lift, folded=folded, mass=mass) for lift in model.deck.lifts]
        good = [fit for fit in fits if fit.fits]
        size = outline(aircraft, folded=folded)

        def spare(a: AircraftFile, s: ShipFile | AirfieldFile, folded: bool = folded) -> float | None:
            lifts = s.model.deck.lifts if isinstance(s, ShipFile) else ()
            fits = (on_lift(a, x, folded=folded, mass=0.0) for x in lifts)
            return max((min(f.length, f.width) for f in fits), default=None)

        hinge = most_sensitive(
            aircraft, ship, spare, prefixes=("model.fold", "model.geometry", "model.deck.lifts")
        )
        margin = spare(aircraft, ship)
        tow = {lift.name: tow_distance(ship, lift) for lift in model.deck.lifts}
        names = (
            ", ".join(
                f"{fit.lift} ({fit.ready / 60.0:.0f} min to deck{' and spread' if folded else ''}, "
                f"{tow[fit.lift]:.0f} m to the launch mark)"
                for fit in good
            )
            or "none"
        )
        text = f"{size.length:.1f} x {size.width:.1f} m goes down on: {names}"
        judged = bool(good) if folded or aircraft.model.fold is None else None
        lines.append(Line(f"lift_{state}", f"lift, wings {state}", text, judged, margin, "m", margin, hinge))
        lines.append(_hangar_line(aircraft, ship, folded=folded, reachable=bool(good)))
    return lines


def _hangar_line(aircraft: AircraftFile, ship: ShipFile, *, folded: bool, reachable: bool) -> Line:
    state = "folded" if folded else "spread"

    def count(a: AircraftFile, s: ShipFile | AirfieldFile) -> float | None:
        if not isinstance(s, ShipFile) or s.model.hangar is None:
            return None
        return float(in_bay(a, s.model.hangar, s.model.clearances, folded=folded))

    places = []
    for name, bay in (("hangar", ship.model.hangar), ("light garage", ship.model.light_garage)):
        if bay is not None:
            n = in_bay(aircraft, bay, ship.model.clearances, folded=folded)
            low = bay.height.value < outline(aircraft, folded=folded).height
            places.append(f"{n} in the {name}" + (" (too low)" if low else ""))
    hinge = most_sensitive(
        aircraft, ship, count,
        prefixes=("model.fold", "model.geometry", "model.hangar", "model.clearances"),
    )  # fmt: skip
    text = (", ".join(places) or "no hangar") + ("" if reachable else ", but no lift takes it there")
    return Line(f"hangar_{state}", f"first count, wings {state} (rectangles in rows)", text, None,
                count(aircraft, ship), "1", None, hinge)  # fmt: skip
