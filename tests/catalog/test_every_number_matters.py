"""Every number of a file's model changes some output: move each a little, and look.

The outputs: what ``show`` derives, modes, performance, room on deck and below, the histories and summaries of
a few launches and recoveries, four days of the deck cycle. A refusal is no output. Things that are counted
move by one.
"""

import functools
from collections.abc import Callable, Iterator
from math import radians
from typing import Any

import numpy as np
import pytest

from shortdeck.airframe import performance
from shortdeck.airframe.modes import linearise, standard_conditions
from shortdeck.autopilot.navigation_pack import pack_navigation
from shortdeck.autopilot.sensing import start_biases
from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.display import derived
from shortdeck.catalog.loader import load
from shortdeck.catalog.numbers import numbers, with_value
from shortdeck.catalog.sensors import navigation_set
from shortdeck.catalog.ship import COUNTS, AirfieldFile, ShipFile
from shortdeck.errors import InputError
from shortdeck.fleet.cycle import DeckCycle
from shortdeck.fleet.mission import plan_mission
from shortdeck.fleet.policy import FlexDeck
from shortdeck.fleet.rates import Rates, TaskRates
from shortdeck.fleet.rates import Weather as FleetWeather
from shortdeck.fleet.setup import set_up
from shortdeck.flight.fly import fly_launch, fly_recovery
from shortdeck.flight.report import as_data
from shortdeck.flight.setup import Conditions
from shortdeck.flight.weather import weather
from shortdeck.flight.words import Words
from shortdeck.numerics.translate import Translation
from shortdeck.parking.outline import Outline, outline_of, under_tow
from shortdeck.parking.place import Rules, place_of, places_of
from shortdeck.parking.ranging import ranging
from shortdeck.parking.way_out import Path
from shortdeck.verdict import room
from shortdeck.vessel.ship_response import ship_response

KNOT = 1852.0 / 3600.0
SHARE = 0.03  # of its value by which a number is moved
FROM_ZERO = 0.02  # SI, by which a number that is zero is moved
LAUNCHES: tuple[dict[str, Any], ...] = (
    {"wind_over_deck": 25.0 * KNOT, "stores": 0.5},
    {"mass": 1600.0, "wind_over_deck": 15.0 * KNOT, "wind_angle": radians(30.0)},
    {"wind_over_deck": 25.0 * KNOT, "wind_angle": radians(90.0), "ramp": False},
)
RECOVERIES: tuple[dict[str, Any], ...] = (
    {"wind_over_deck": 25.0 * KNOT, "wind_angle": radians(20.0), "surface": "wet"},
    {"wind_over_deck": 20.0 * KNOT, "side_error": 150.0, "surface": "dry"},
    {"mass": 1400.0, "wind_over_deck": 35.0 * KNOT, "side_error": 60.0, "surface": "oily"},
    {"wind_over_deck": 50.0 * KNOT, "wind_angle": radians(60.0), "speed_error": 8.0},
    {"wind_over_deck": 35.0 * KNOT, "side_error": 60.0, "surface": "oily", "speed_error": 8.0},
    {"wind_over_deck": 15.0 * KNOT, "wind_angle": radians(-45.0)},
    {"wind_over_deck": 25.0 * KNOT, "wind_angle": radians(90.0)},
    {"wind_over_deck": 30.0 * KNOT, "speed_factor": 1.6},
)
UNBREAKABLE = (
    "model.recovery.sink_limit", "model.recovery.sink_ultimate",
    "model.gear.main.load_ultimate", "model.gear.nose.load_ultimate", "model.recovery.gates.wait",
)  # fmt: skip
STEEP = radians(9.0)
SENSORS = ("model.navigation.", "model.reference.")
# Draws in which satellite positions, the link, or a tracker fail for a while before touchdown.
OUTAGES = ((151, "nominal"), (300, "nominal"), (293, "optical-tracker"))
SPANS = tuple(6.0 + 0.01 * k for k in range(200))  # m, folded: a count jumps, many of them show each number

ROUGH = Rates(
    launch=(TaskRates(stop=0.1, mishap=0.02),), recovery=(TaskRates(stop=0.3, mishap=0.03),), source="rough"
)

Answer = tuple[object, ...]
Question = Callable[[], Answer]


def aircraft_questions(craft: AircraftFile, ship: ShipFile) -> Iterator[Question]:
    """What is asked of an aircraft, cheap things first."""
    m = craft.model
    mass = max(v.value for v in m.mass.takeoff)
    yield lambda: tuple(derived(craft))
    for folded in (True, False):
        yield lambda folded=folded: (
            *room.outline(craft, folded=folded),
            *(room.on_lift(craft, lift, folded=folded, mass=mass) for lift in ship.model.deck.lifts),
        )
    yield lambda: tuple(room.line_clearance(craft, ship, first=0.0, last=200.0))
    if m.turnround is not None:
        yield lambda: deck_cycle(craft, ship)
    yield lambda: tuple(parts(outline_of(craft, folded=folded)) for folded in (True, False))
    yield lambda: standard_conditions(craft)
    speed = 1.4 * performance.stall_speed(m, mass=mass, flap=1.0)
    yield lambda: (speed,)
    yield lambda: tuple(
        matrix.tobytes()
        for matrix in linearise(craft, mass=mass, airspeed=speed, flap=0.5, gear=1.0)
        if hasattr(matrix, "tobytes")
    )
    yield lambda: (performance.drag(m, speed=speed, mass=mass, altitude=0.0, stores=0.5),)
    yield from flights(craft, ship)
    yield lambda: tuple(performance.rate_of_climb(m, mass=mass, altitude=9000.0))
    yield lambda: (
        performance.endurance(m, takeoff_mass=mass, fuel=m.mass.fuel.value, altitude=5500.0)
        if m.engine
        else performance.best_loiter(m, mass=mass, altitude=100.0),
    )


def flights(craft: AircraftFile, ship: ShipFile | AirfieldFile) -> Iterator[Question]:
    """A few launches and recoveries: history, summary, what each figure is held against."""
    if craft.model.gear is None:
        return
    first = craft.model.mass.takeoff[0].value
    for case in LAUNCHES:
        yield lambda case=case: told(
            fly_launch(craft, ship, Conditions(**{"mass": first} | case), sample=0.1)
        )
    landing = craft.model.mass.landing.value
    for case in RECOVERIES:
        yield lambda case=case: told(
            fly_recovery(craft, ship, Conditions(**{"mass": landing} | case), sample=0.1)
        )
    heavy = Conditions(mass=1.25 * first, wind_over_deck=25.0 * KNOT)
    yield lambda: told(fly_recovery(craft, ship, heavy, sample=None))
    steep = with_value(craft, "model.recovery.glideslope", STEEP, check_file=False)
    yield lambda: told(fly_recovery(steep, ship, heavy, sample=None))
    # Where nothing waves it off and nothing breaks, it comes down hard enough for the struts to bottom.
    bold = steep
    for path in UNBREAKABLE:
        bold = with_value(bold, path, 1e6, check_file=False)
    yield lambda: told(fly_recovery(bold, ship, heavy, sample=None))


def parts(outline: Outline) -> Answer:
    """What a plan takes of an aircraft: corners, heights, wheels, turning radius."""
    shapes = tuple((part.corners.tobytes(), part.low, part.high) for part in outline.parts)
    return (*shapes, outline.wheels.tobytes(), outline.turning_radius, outline.mass)


def parking_questions(ship: ShipFile, craft: AircraftFile) -> Iterator[Question]:
    """What a plan takes of a ship: floors, keep-outs, ways out, tractor, times to range."""
    yield lambda: tuple(
        (
            place.floor.wkt, place.way.wkt, place.headroom, place.wall, place.wheel_margin, place.between,
            *((keepout.shape.wkt, keepout.clearance) for keepout in place.keepouts),
            *((exit_.x, exit_.y) for exit_ in place.exits),
        )
        for place in (place_of(ship, name, Rules(spots=("all",)), 14.0) for name in places_of(ship))
    )  # fmt: skip
    yield lambda: parts(under_tow(outline_of(craft, folded=True), ship.model.tractor))
    way = np.array([[30.0, 0.0, 0.0], [40.0, 0.0, 0.0]])
    yield lambda: tuple(
        ranging(ship, [Path(way, exit_)], [craft.model.fold.time])
        for name in places_of(ship)
        for exit_ in place_of(ship, name, Rules(), 14.0).exits
    )


def deck_cycle(craft: AircraftFile, ship: ShipFile) -> Answer:
    """Four days of the deck cycle, asked anew only where what lies between flights has changed."""
    return _deck_cycle(craft.model.turnround, ship.model.handling)


@functools.cache
def _deck_cycle(turnround, handling) -> Answer:
    craft, ship = load("bayraktar-tb3"), load("tcg-anadolu")
    craft = craft.model_copy(update={"model": craft.model.model_copy(update={"turnround": turnround})})
    ship = ship.model_copy(update={"model": ship.model.model_copy(update={"handling": handling})})
    # In four days little fails: ten times as often, a small change of how often shows.
    for name, factor in (("fault", 10.0), ("between_failures", 0.3), ("inspection_every", 0.1)):
        value = factor * getattr(turnround, name).value
        craft = with_value(craft, f"model.turnround.{name}", value, check_file=False)
    mission = plan_mission(craft, distance=20e3, reserve=turnround.reserve.value)
    setup = set_up(
        craft, ship, mission=mission, fleet=18, days=4.0, rates=ROUGH, weather=FleetWeather(state=3),
        deck_places=10, hangar_places=10, longest_away=3.0 * 3600.0,
    )  # fmt: skip
    run = DeckCycle(setup, FlexDeck(), seed=0, replication=0).run()
    return (
        run.launches,
        run.recoveries,
        run.station,
        run.uses,
        tuple(run.hours.items()),
        str(run.fuel),
        mission,
    )


def told(flight) -> Answer:
    return flight._rows.tobytes(), str(as_data(flight))


def deck_questions(ship: ShipFile | AirfieldFile, craft: AircraftFile) -> Iterator[Question]:
    """What is asked of a ship or an airfield, cheap things first."""
    yield lambda: tuple(derived(ship))
    yield lambda: tuple(room.line_clearance(craft, ship, first=0.0, last=1e3))
    if isinstance(ship, ShipFile):
        yield from parking_questions(ship, craft)
        yield lambda: deck_cycle(craft, ship)
        model = ship.model
        yield lambda: (ship_response(ship).transfer(0.5, radians(60.0), 5.0, roll_rate_rms=0.02).tobytes(),)
        yield lambda: tuple(room.tow_distance(ship, lift) for lift in model.deck.lifts)
        for folded in (True, False):
            yield lambda folded=folded: tuple(
                room.on_lift(craft, lift, folded=folded, mass=1450.0) for lift in model.deck.lifts
            )
        yield lambda: tuple(
            room.in_bay(narrow, bay, model.clearances, folded=True)
            for bay in (model.hangar, model.light_garage)
            if bay is not None
            for narrow in sizes(craft)
        )
    yield from flights(craft, ship)


@functools.cache
def _sizes(name: str) -> tuple[AircraftFile, ...]:
    craft = load(name)
    return tuple(with_value(craft, "model.fold.span", span, check_file=False) for span in SPANS)


def sizes(craft: AircraftFile) -> tuple[AircraftFile, ...]:
    """The aircraft of the catalogue with other folded spans."""
    return _sizes(craft.name)


def asked(question: Question) -> Answer | None:
    """The answer, or None for a refusal."""
    try:
        return question()
    except (InputError, ValueError):
        return None


def dead_numbers(file, questions, sensors=False) -> set[str]:
    """Paths of the numbers that change nothing, either way; of ``sensors`` alone, or of all but them."""
    before = [asked(question) for question in questions(file)]
    dead = set()
    for path, quantity in numbers(file):
        if path.startswith(SENSORS) != sensors:
            continue
        step = SHARE * quantity.value if quantity.value else FROM_ZERO
        if path.rpartition(".")[2] in COUNTS:
            step = 1.0
        if not any(
            asked(question) not in (None, old)
            for sign in (1.0, -1.0)
            for question, old in zip(
                questions(with_value(file, path, quantity.value + sign * step, check_file=False)),
                before,
                strict=True,
            )
        ):
            dead.add(path)
    return dead


def test_every_number_of_an_aircraft():
    # A deck with little height asked for over its stern edge, where the aim point of the file counts.
    ship = with_value(load("tcg-anadolu"), "model.deck.runway.stern_clearance", 1.0)
    assert dead_numbers(load("bayraktar-tb3"), lambda craft: aircraft_questions(craft, ship)) == set()


def test_every_number_of_an_electric_aircraft_that_does_not_fly_from_decks():
    """Without gear it flies no launch: what only flights ask for is not looked at."""
    ship = load("tcg-anadolu")
    dead = dead_numbers(load("aerosonde"), lambda craft: aircraft_questions(craft, ship))
    assert dead == {
        "model.geometry.tail_x", "model.mass.landing",
        "model.aerodynamics.CL_tail_0", "model.aerodynamics.wash_share",
        "model.controls.elevator_up", "model.controls.elevator_down", "model.controls.aileron",
        "model.controls.rudder", "model.controls.surface_rate", "model.controls.surface_lag",
        "model.controls.flap_time",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["tcg-anadolu", "izumo", "short-strip"])
def test_every_number_of_a_deck(name):
    craft = load("bayraktar-tb3")
    assert dead_numbers(load(name), lambda ship: deck_questions(ship, craft)) == set()


def navigated(craft: AircraftFile, ship: ShipFile) -> Iterator[Question]:
    """Recoveries whose control law is told what the sensors say, with outages."""
    for case, name in OUTAGES:
        words = Words(sea_state=4, ship_speed=6.0 * KNOT, seed=1, case=case, navigation=name)
        k = Conditions(mass=1250.0, **weather(ship, words))
        yield lambda k=k: told(fly_recovery(craft, ship, k, sample=0.1))


def test_every_number_of_the_sensors():
    craft, ship = load("bayraktar-tb3"), load("tcg-anadolu")
    for case, name in OUTAGES:
        sensors = craft.model.navigation if name == "nominal" else navigation_set(name)
        drawn = Translation(lambda f: f)(start_biases)(
            pack_navigation(sensors, ship.model.reference), 1.0, float(case)
        )
        assert 3.0 < min(drawn.position_lost, drawn.link_lost) < 30.0
    assert dead_numbers(craft, lambda craft: navigated(craft, ship), sensors=True) == set()
    assert dead_numbers(ship, lambda ship: navigated(craft, ship), sensors=True) == set()
