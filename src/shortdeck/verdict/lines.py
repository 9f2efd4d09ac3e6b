"""The verdict line by line in a calm sea and still air: what flights and the two files say.

Every line is a search (``verdict.searches``): all of them run side by side, their flights in common tables.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.ship import AirfieldFile, ShipFile
from shortdeck.flight.conditions import Conditions
from shortdeck.flight.fly import Flight
from shortdeck.verdict.hinge import Hinge, most_sensitive
from shortdeck.verdict.landing import Stop, attempt, seek_stop, stops
from shortdeck.verdict.launching import Least, seek_launch
from shortdeck.verdict.room import in_bay, line_clearance, on_lift, outline, tow_distance
from shortdeck.verdict.searches import Search, Wanted, abreast, known, mapped, one, run
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

Place = ShipFile | AirfieldFile


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


def calm_lines(craft: AircraftFile, vessel: Place) -> tuple[Line, ...]:
    """What a calm sea and the two files say."""
    groups = [_launch_lines(craft, vessel, mass.value) for mass in craft.model.mass.takeoff]
    groups += [_landing_lines(craft, vessel, surface) for surface in ("dry", "wet")]
    groups.append(_clearance_lines(craft, vessel))
    if isinstance(vessel, ShipFile):
        groups.append(_stowage_lines(craft, vessel))
    return tuple(line for group in run(abreast(groups)) for line in group)


def _ship_speed(ship: Place) -> float:
    return ship.model.hull.speed_max.value if isinstance(ship, ShipFile) else 0.0


def _still_air(ship: Place, wind: float) -> str:
    speed = _ship_speed(ship)
    if speed <= 0.0:
        return "needs that much wind" if wind > 0.0 else "no wind needed"
    if wind <= speed:
        return f"the ship makes it in still air ({speed / KNOT:.0f} kn)"
    true_wind = (wind - speed) / KNOT
    return f"needs {true_wind:.0f} kn of true wind from ahead at {speed / KNOT:.0f} kn of ship speed"


def _launch_lines(aircraft: AircraftFile, ship: Place, mass: float) -> Search[list[Line]]:
    k = Conditions(mass=mass)
    key, question = f"launch_{mass:.0f}kg", f"launch at {mass:.0f} kg"
    found = yield from seek_launch(aircraft, ship, k)
    if found.wind is None or found.flight is None:
        answer = f"not even in 50 kn over deck: {', '.join(found.binding)}"
        return [Line(key, question, answer, False, None, "m/s", None)]
    others: list[Search[Line]] = [
        _least_line(aircraft, ship, k, key, found.wind, found),
        known(_run_line(ship, k, key, found.wind, found.flight)),
        _factors_line(aircraft, ship, k, key),
    ]
    if isinstance(ship, ShipFile) and ship.model.deck.ramp is not None:
        others.append(_ramp_line(aircraft, ship, k, key, found.wind))
    return (yield from abreast(others))


def _least_line(
    aircraft: AircraftFile, ship: Place, k: Conditions, key: str, wind: float, found: Least
) -> Search[Line]:
    """The least wind, and the number on which it hangs."""

    def wind_of(a: AircraftFile, s: Place) -> Search[float | None]:
        return mapped(seek_launch(a, s, k), lambda least: least.wind)

    def shortfall(a: AircraftFile, s: Place) -> Search[float | None]:
        # Speed at the end of a fixed run over the speed asked for: one flight ranks a number.
        came = yield from one(Wanted("launch", a, s, replace(k, wind_over_deck=wind)))
        if not isinstance(came, Flight):
            raise came
        g = came.figures
        speed = max(g.bow_speed, g.airborne_speed)
        return speed / came.targets["lift_off_speed"] + 0.01 * g.least_climb if speed > 0.0 else None

    hinge = yield from most_sensitive(aircraft, ship, wind_of, prefixes=_LAUNCH, screen=shortfall)
    binding = f"; less wind: {', '.join(found.binding)}" if found.binding else ""
    answer = f"least wind over deck {wind / KNOT:.1f} kn ({_still_air(ship, wind)}{binding})"
    margin = _ship_speed(ship) - wind
    return Line(key, f"launch at {k.mass:.0f} kg", answer, True, wind, "m/s", margin, hinge)


def _run_line(ship: Place, k: Conditions, key: str, wind: float, flight: Flight) -> Line:
    """How much of the deck it took."""
    f, t = flight.figures, flight.targets
    run_, deck = min(f.airborne_x, t["deck_end_x"]) - t["start_x"], t["deck_end_x"] - t["start_x"]
    text = f"deck run {run_:.0f} m of {deck:.0f} m in that wind, off at {f.airborne_speed / KNOT:.0f} kn"
    return Line(f"{key}_run", f"deck run at {k.mass:.0f} kg", text, None, run_, "m", deck - run_)


def _ramp_line(aircraft: AircraftFile, ship: Place, k: Conditions, key: str, wind: float) -> Search[Line]:
    """What the ramp is worth, by the speed criterion and by the path alone."""
    flat_deck = replace(k, ramp=False)
    flat, path, flat_path = yield from abreast(
        [
            seek_launch(aircraft, ship, flat_deck),
            seek_launch(aircraft, ship, k, by_path=True),
            seek_launch(aircraft, ship, flat_deck, by_path=True),
        ]
    )
    text = f"{_knots(flat.wind)} without the ramp, {_knots(wind)} with it; judged by the path alone (never "
    text += "below deck level, margin to the stall kept): "
    text += f"{_knots(flat_path.wind)} without, {_knots(path.wind)} with"
    if path.flight is not None:
        f, stall = path.flight.figures, path.flight.targets["stall_speed"]
        text += f", leaving the lip at {f.bow_speed / stall:.2f} of the stall speed"
    gain = None if flat.wind is None else flat.wind - wind
    return Line(f"{key}_ramp", f"worth of the ramp, {k.mass:.0f} kg", text, None, gain, "m/s", None)


def _knots(wind: float | None) -> str:
    return "no wind suffices" if wind is None else f"{wind / KNOT:.1f} kn"


def _factors_line(aircraft: AircraftFile, ship: Place, k: Conditions, key: str) -> Search[Line]:
    found = yield from abreast(
        [seek_launch(aircraft, ship, replace(k, speed_factor=factor)) for factor in SPEED_FACTORS]
    )
    winds = [least.wind for least in found]
    texts = [
        f"{factor:.2f}: " + ("none" if wind is None else f"{wind / KNOT:.1f} kn")
        for factor, wind in zip(SPEED_FACTORS, winds, strict=True)
    ]
    able = [wind for wind in winds if wind is not None]
    spread = max(able) - min(able) if able else None
    return Line(
        f"{key}_factors", f"by lift-off over stall speed, {k.mass:.0f} kg", ", ".join(texts), None, spread,
        "m/s", None,
    )  # fmt: skip


def _landing_lines(aircraft: AircraftFile, ship: Place, surface: Surface) -> Search[list[Line]]:
    k = Conditions(mass=aircraft.model.mass.landing.value, surface=surface)
    in_winds, found = yield from abreast(
        [
            mapped(stops(aircraft, ship, [replace(k, wind_over_deck=w) for w in LANDING_WINDS]), _stop_table),
            seek_stop(aircraft, ship, k),
        ]
    )
    assert isinstance(in_winds, str)
    assert isinstance(found, Least)
    key, question = f"landing_{surface}", f"landing at {k.mass:.0f} kg, {surface} deck"
    if found.wind is None or found.flight is None:
        answer = f"does not stop in any wind tried: {', '.join(found.binding)} ({in_winds})"
        return [Line(key, question, answer, False, None, "m/s", None)]
    wind = found.wind

    def wind_of(a: AircraftFile, s: Place) -> Search[float | None]:
        return mapped(seek_stop(a, s, replace(k, mass=a.model.mass.landing.value)), lambda least: least.wind)

    def deck_left(a: AircraftFile, s: Place) -> Search[float | None]:
        more = replace(k, wind_over_deck=wind + 3.0, mass=a.model.mass.landing.value)
        return mapped(stops(a, s, [more]), lambda stop: stop[0].left)

    hinge = yield from most_sensitive(aircraft, ship, wind_of, prefixes=_LANDING, screen=deck_left)
    answer = f"stops from {wind / KNOT:.1f} kn over deck ({_still_air(ship, wind)}); "
    answer += f"touchdown to stop: {in_winds}"
    return [Line(key, question, answer, True, wind, "m/s", _ship_speed(ship) - wind, hinge)]


def _stop_table(stops_: list[Stop]) -> str:
    return ", ".join(_stop_text(stop) for stop in stops_)


def _stop_text(stop: Stop) -> str:
    if stop.distance is None:
        return f"{stop.wind / KNOT:.0f} kn {stop.outcome}"
    word = "" if stop.outcome == "stopped" else f" after {stop.outcome}"
    return f"{stop.wind / KNOT:.0f} kn {stop.distance:.0f} m{word}"


def _clearance_lines(aircraft: AircraftFile, ship: Place) -> Search[list[Line]]:
    # The rule is one of landing: it is held on the stretch from touchdown to stop in a usual wind.
    line = runway_line(ship.model)
    k = Conditions(mass=aircraft.model.mass.landing.value, wind_over_deck=REFERENCE_WIND)
    flight = yield from attempt(aircraft, ship, k)
    first, last = line.start, line.end
    if flight is not None and flight.figures.stop_x > 0.0:
        first, last = flight.figures.touchdown_x, flight.figures.stop_x
    c = line_clearance(aircraft, ship, first=first, last=last)
    whole = line_clearance(aircraft, ship, first=line.start, last=line.end)

    def least(a: AircraftFile, s: Place) -> float:
        found = line_clearance(a, s, first=first, last=last)
        return min(found.edge, 1e3 if found.island is None else found.island)

    where = ("model.geometry.span", "model.deck", "model.width")
    hinge = yield from most_sensitive(aircraft, ship, lambda a, s: known(least(a, s)), prefixes=where)
    worst = least(aircraft, ship)
    island = "no island" if c.island is None else f"{c.island:.1f} m to the island"
    kept = worst >= c.rule
    says = "kept" if kept else f"not kept by {c.rule - worst:.1f} m"
    text = f"from touchdown to stop {island}, {c.edge:.1f} m to the deck edge "
    text += f"(whole line: {whole.edge:.1f} m); the published {c.rule:.0f} m rule is {says}"
    text += "" if c.wheel >= c.wheel_rule else f"; a main wheel within {c.wheel:.1f} m of the edge"
    done = _done_before(aircraft, ship)
    if not kept and done:
        text += f"; yet it has been done: {done}"
    return [Line("clearance", "wing tips on the runway line", text, kept, worst, "m", worst - c.rule, hinge)]


def _done_before(aircraft: AircraftFile, ship: Place) -> str:
    """What the file tells of flights from this ship, if anything."""
    for claim in aircraft.published:
        words = f"{claim.quantity} {claim.value} {claim.note or ''}".lower()
        if ship.name.replace("-", " ") in words.replace("-", " ") and "land" in words:
            return f"{claim.quantity}: {claim.value}"
    return ""


def _stowage_lines(aircraft: AircraftFile, ship: ShipFile) -> Search[list[Line]]:
    model = ship.model
    mass = max(m.value for m in aircraft.model.mass.takeoff)
    lines: list[Line] = []
    for folded in (True, False) if aircraft.model.fold is not None else (False,):
        state = "folded" if folded else "spread"
        fits = [on_lift(aircraft, lift, folded=folded, mass=mass) for lift in model.deck.lifts]
        good = [fit for fit in fits if fit.fits]
        size = outline(aircraft, folded=folded)

        def spare(a: AircraftFile, s: Place, folded: bool = folded) -> float | None:
            lifts = s.model.deck.lifts if isinstance(s, ShipFile) else ()
            fits = (on_lift(a, x, folded=folded, mass=0.0) for x in lifts)
            return max((min(f.length, f.width) for f in fits), default=None)

        hinge = yield from most_sensitive(
            aircraft, ship, lambda a, s, spare=spare: known(spare(a, s)),  # type: ignore[misc]
            prefixes=("model.fold", "model.geometry", "model.deck.lifts"),
        )  # fmt: skip
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
        lines.append((yield from _hangar_line(aircraft, ship, folded=folded, reachable=bool(good))))
    return lines


def _hangar_line(aircraft: AircraftFile, ship: ShipFile, *, folded: bool, reachable: bool) -> Search[Line]:
    state = "folded" if folded else "spread"

    def count(a: AircraftFile, s: Place) -> float | None:
        if not isinstance(s, ShipFile) or s.model.hangar is None:
            return None
        return float(in_bay(a, s.model.hangar, s.model.clearances, folded=folded))

    places = []
    for name, bay in (("hangar", ship.model.hangar), ("light garage", ship.model.light_garage)):
        if bay is not None:
            n = in_bay(aircraft, bay, ship.model.clearances, folded=folded)
            low = bay.height.value < outline(aircraft, folded=folded).height
            places.append(f"{n} in the {name}" + (" (too low)" if low else ""))
    hinge = yield from most_sensitive(
        aircraft, ship, lambda a, s: known(count(a, s)),
        prefixes=("model.fold", "model.geometry", "model.hangar", "model.clearances"),
    )  # fmt: skip
    text = (", ".join(places) or "no hangar") + ("" if reachable else ", but no lift takes it there")
    return Line(f"hangar_{state}", f"first count, wings {state} (rectangles in rows)", text, None,
                count(aircraft, ship), "1", None, hinge)  # fmt: skip
