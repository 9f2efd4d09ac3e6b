"""Each way in which a file can be wrong, and the message that it gets."""

import copy

import pytest

AIRCRAFT = [
    ("model.mass.empty", "-5 kg", "model.mass.empty", "must be above 0, got '-5 kg'"),
    (
        "model.geometry.span",
        "14 kg",
        "model.geometry.span",
        "expected a length such as '14 m', got '14 kg', which is a mass",
    ),
    ("model.geometry.wing_area", "0 m^2", "model.geometry.wing_area", "must be above 0"),
    ("model.geometry.span", 14, "model.geometry.span", "which has no unit"),
    (
        "model.mass.cg_x",
        "1 m",
        "model.mass.cg_x",
        "centre of gravity outside the wheelbase: must lie between",
    ),
    ("model.mass.cg_x", "4.5 m", "model.mass.cg_x", "model.gear.main.x = 4.4 m, got 4.5 m"),
    ("model.gear.main.x", "1 m", "model.gear.main.x", "must lie aft of the nose leg at 1.2 m"),
    ("model.mass.Ixz", "2300 kg m^2", "model.mass.Ixz", "inertia is not positive definite"),
    ("model.mass.Iyy", "-3 kg m^2", "model.mass.Iyy", "must be above 0"),
    (
        "model.mass.Iyy",
        "9000 kg m^2",
        "model.mass.Iyy",
        "no principal moment exceeds the sum of the other two",
    ),
    ("model.mass.Izz", "3600 kg m^2", "model.mass.Izz", "no body has this inertia"),
    (
        "model.mass.fuel",
        "800 kg",
        "model.mass.fuel",
        "(1650 kg) are heavier than the largest take-off mass (1600 kg)",
    ),
    ("model.mass.payload", "800 kg", "model.mass.payload", "heavier than the largest take-off mass"),
    ("model.mass.landing", "800 kg", "model.mass.landing", "is below the empty mass 850 kg, got '800 kg'"),
    ("model.mass.landing", "1700 kg", "model.mass.landing", "must not exceed the largest take-off mass"),
    ("model.mass.takeoff.0", "800 kg", "model.mass.takeoff[0]", "is below the empty mass"),
    ("model.mass.takeoff", [], "model.mass.takeoff", "at least 1 item"),
    (
        "model.recovery.speed_factor",
        0.95,
        "model.recovery.speed_factor",
        "the approach is below the stall: must be above 1.0",
    ),
    ("model.launch.flap", 1.2, "model.launch.flap", "must be at least 0 and at most 1, got '1.2'"),
    ("model.engine.idle", "-3 %", "model.engine.idle", "must be at least 0 and at most 1"),
    ("model.engine", None, "model.engine", "either an engine and a propeller, or electric"),
    ("model.propeller", None, "model.propeller", "either an engine and a propeller, or electric"),
    ("model.propeller.pitch_max", "5 deg", "model.propeller.pitch_max", "must be above pitch_min '10 deg'"),
    (
        "model.propeller.sense",
        "left",
        "model.propeller.sense",
        "'clockwise' or 'counter-clockwise', got 'left'",
    ),
    (
        "model.aerodynamics.CL_max_flap",
        1.2,
        "model.aerodynamics.CL_max_flap",
        "must be at least CL_max = 1.6",
    ),
    ("model.gear", None, "model.launch", "needs model.gear"),
    ("model.gear.main.y", "-1 m", "model.gear.main.y", "must be above 0 (the left leg mirrors it)"),
    (
        "model.gear.nose.load_ultimate",
        "10 kN",
        "model.gear.nose.load_ultimate",
        "must be at least load_limit",
    ),
    ("model.recovery.sink_ultimate", "1 m/s", "model.recovery.sink_ultimate", "must be at least sink_limit"),
    ("model.fold.span", "15 m", "model.fold.span", "must not exceed the spread span '14 m'"),
    (
        "model.geometry.spann",
        "14 m",
        "model.geometry.spann",
        "unknown key; did you mean 'span'? allowed: span, length",
    ),
    ("model.geometry.span", None, "model.geometry.span", "missing: a length: wing tip to wing tip, spread"),
    ("model.geometry", "big", "model.geometry", "expected keys span, length"),
    ("kind", "aircarft", "kind", "did you mean 'aircraft'?"),
    ("title", 7, "title", "should be a valid string, got 7"),
]


@pytest.mark.parametrize(("where", "value", "path", "message"), AIRCRAFT)
def test_an_aircraft_that_cannot_be(aircraft_raw, faults, put, where, value, path, message):
    assert faults(aircraft_raw) == {}
    put(aircraft_raw, where, value)
    found = faults(aircraft_raw)
    assert message in found[path]


def test_an_aircraft_with_two_kinds_of_propulsion(aircraft_raw, faults):
    aircraft_raw["model"]["electric"] = {
        **dict.fromkeys(("diameter", "x", "z"), "0.5 m"),
        **dict.fromkeys(("KV", "resistance", "current_0", "voltage"), 1.0),
        **dict.fromkeys(("CT_0", "CT_1", "CT_2", "CQ_0", "CQ_1", "CQ_2"), 0.1),
    }
    assert "not both" in faults(aircraft_raw)["model.electric"]
    del aircraft_raw["model"]["engine"], aircraft_raw["model"]["propeller"]
    assert faults(aircraft_raw) == {}


def test_an_aircraft_without_wheels_flies_but_is_neither_launched_nor_recovered(aircraft_raw, faults):
    for part in ("gear", "launch", "recovery"):
        del aircraft_raw["model"][part]
    assert faults(aircraft_raw) == {}
    aircraft_raw["model"]["mass"]["cg_x"] = "9 m"
    assert "must lie between the nose at 0 and the tail" in faults(aircraft_raw)["model.mass.cg_x"]


OUTLINE = "model.deck.outline.points"
SHIP = [
    ("model.deck.outline", None, "model.deck.outline", "a ship needs the outline of her flight deck"),
    (OUTLINE, [[0, -10], [100, 10], [100, -10], [0, 10]], OUTLINE, "crosses or touches itself"),
    (OUTLINE, [[0, -10], [100, 0], [50, 0]], "", ""),
    (
        OUTLINE,
        [[0, -14], [100, -14], [80, -12], [190, -10], [190, 14], [0, 14]],
        OUTLINE,
        "the outline turns back at",
    ),
    (OUTLINE, [[20, -14], [190, -14], [190, 14], [20, 14]], OUTLINE, "the aftmost x is 0, got 20 m"),
    (
        "model.deck.islands.0.outline.points",
        [[80, 8], [90, 13], [90, 8], [80, 13]],
        "model.deck.islands[0].outline.points",
        "crosses itself",
    ),
    (
        "model.deck.islands.0.outline.points",
        [[80, 28], [90, 28], [90, 33]],
        "model.deck.islands[0].outline.points",
        "outside the deck outline",
    ),
    (
        "model.deck.islands.0.outline.points",
        [[80, -8], [90, -8], [90, 8]],
        "model.deck.islands[0].outline.points",
        "the runway line runs through the island",
    ),
    (
        "model.deck.runway.y",
        "-40 m",
        "model.deck.runway.start",
        "outside the deck outline (x from 0 to 190 m)",
    ),
    ("model.deck.runway.start", "300 m", "model.deck.runway.start", "outside the deck outline"),
    (
        "model.deck.ramp.exit_angle",
        "30 deg",
        "model.deck.ramp.exit_angle",
        "must be at least 0 and below 30 deg",
    ),
    (
        "model.deck.ramp.exit_angle",
        "-1 deg",
        "model.deck.ramp.exit_angle",
        "must be at least 0 and below 30 deg",
    ),
    ("model.deck.ramp.port", "4 m", "model.deck.ramp.port", "must lie to port of '2 m'"),
    ("model.deck.ramp.port", "-100 m", "model.deck.ramp", "lies outside the deck outline"),
    ("model.deck.ramp.length", "200 m", "model.deck.ramp.length", "must be shorter than the deck (190 m)"),
    (
        "model.deck.ramp.starboard",
        "-5 m",
        "model.deck.ramp",
        "the runway line passes the bow at y = -4 m, beside",
    ),
    ("model.deck.friction.wet", 0.6, "model.deck.friction.wet", "must not exceed dry = 0.5, got '0.6'"),
    ("model.deck.friction.oily", 0.4, "model.deck.friction.oily", "must not exceed wet = 0.3"),
    ("model.deck.friction.dry", 3, "model.deck.friction.dry", "must be above 0 and at most 1.5"),
    ("model.deck.lifts.0.y", "40 m", "model.deck.lifts[0]", "outside the deck outline at (20, 40) m"),
    ("model.deck.lifts.1.y", "40 m", "model.deck.lifts[1]", "a deck-edge lift begins at the deck edge"),
    ("model.deck.lifts.1.to", "light-garage", "model.deck.lifts[1].to", "no model.light_garage"),
    ("model.deck.lifts.1.too", 1, "model.deck.lifts[1].too", "did you mean 'to'?"),
    ("model.hull.displacement", "15000 kg", "model.hull.displacement", "gives a block coefficient of 0.00"),
    ("model.hull.waterplane", 1.2, "model.hull.waterplane", "must be at least 0 and at most 1"),
    ("model.hull.metacentric_height", "-1 m", "model.hull.metacentric_height", "must be above 0"),
]


@pytest.mark.parametrize(("where", "value", "path", "message"), [row for row in SHIP if row[2]])
def test_a_ship_that_cannot_be(ship_raw, faults, put, where, value, path, message):
    assert faults(ship_raw) == {}
    put(ship_raw, where, value)
    assert message in faults(ship_raw)[path]


@pytest.mark.parametrize("start", range(6))
@pytest.mark.parametrize("turn", [1, -1])
def test_an_outline_may_begin_at_any_corner_and_run_either_way(ship_raw, faults, start, turn):
    points = ship_raw["model"]["deck"]["outline"]["points"]
    ship_raw["model"]["deck"]["outline"]["points"] = (points[start:] + points[:start])[::turn]
    assert faults(ship_raw) == {}
    recessed = copy.deepcopy(points)
    recessed[4:4] = [[150, 14], [155, 12]]
    ship_raw["model"]["deck"]["outline"]["points"] = (recessed[start:] + recessed[:start])[::turn]
    assert list(faults(ship_raw)) == [OUTLINE]


def test_a_vertical_step_of_the_deck_edge_is_allowed(ship_raw, faults):
    ship_raw["model"]["deck"]["outline"]["points"] = [
        [0, -14], [100, -14], [100, -10], [190, -10], [190, 4], [160, 4], [160, 14], [0, 14],
    ]  # fmt: skip
    assert faults(ship_raw) == {}


def test_all_faults_of_a_file_come_at_once_those_between_numbers_too(aircraft_raw, faults, put):
    put(aircraft_raw, "model.mass.empty", "-5 kg")
    put(aircraft_raw, "model.geometry.span", "14 kg")
    put(aircraft_raw, "model.controls.flap_tyme", "4 s")
    put(aircraft_raw, "model.mass.cg_x", "1 m")
    put(aircraft_raw, "model.recovery.speed_factor", 0.9)
    assert set(faults(aircraft_raw)) == {
        "model.mass.empty",
        "model.geometry.span",
        "model.controls.flap_tyme",
        "model.mass.cg_x",
        "model.recovery.speed_factor",
    }


def test_a_parked_aircraft(faults):
    raw = {"kind": "parked", "name": "p", "title": "P", "summary": "s",
           "model": {"span": "10 m", "length": "15 m", "height": "4 m", "mass": "20 t"}}  # fmt: skip
    assert faults(raw) == {}
    raw["model"]["fold"] = {"span": "11 m", "length": "15 m", "height": "4 m", "time": "60 s"}
    assert "must not exceed the spread span" in faults(raw)["model.fold.span"]


def test_an_airfield(faults):
    clearances = dict.fromkeys(("wing_tip", "wheel_edge"), "1 m")
    friction = {"dry": 0.7, "wet": 0.8, "oily": 0.2}
    sizes = {"length": "900 m", "width": "30 m", "elevation": "2 m", "rolling_factor": 1}
    model = {**sizes, "friction": friction, "clearances": clearances}
    raw = {"kind": "airfield", "name": "a", "title": "A", "summary": "s", "model": model}
    assert list(faults(raw)) == ["model.friction.wet"]
    friction["wet"] = 0.5
    assert faults(raw) == {}
