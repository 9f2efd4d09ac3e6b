"""Fuel, radius and time on station against the performance they come from."""

import pytest

from shortdeck.airframe import performance
from shortdeck.catalog.loader import load_aircraft
from shortdeck.errors import InputError
from shortdeck.fleet.mission import plan_mission

NMI = 1852.0
FLEET = ("bayraktar-tb3", "bayraktar-tb2", "anka-s", "mq-1c", "mojave", "mq-9b-stol")


@pytest.mark.parametrize("name", FLEET)
def test_without_transit_and_reserve_it_is_the_endurance(name):
    craft = load_aircraft(name)
    mission = plan_mission(craft, distance=0.0)
    endurance = performance.endurance(
        craft.model,
        takeoff_mass=max(m.value for m in craft.model.mass.takeoff),
        fuel=mission.fuel,
        altitude=3000.0,
    )
    # One rate of burning at the middle mass, in place of its integral.
    assert mission.on_station == pytest.approx(endurance, rel=0.02)


@pytest.mark.parametrize("name", FLEET)
def test_fuel_out_there_back_and_in_reserve_is_all_there_is(name):
    m = plan_mission(load_aircraft(name), distance=150 * NMI, reserve=1800.0)
    used = 2.0 * m.transit * m.transit_burn + m.on_station * m.loiter_burn + m.reserve
    assert used == pytest.approx(m.fuel, rel=1e-12)
    assert m.reserve == pytest.approx(1800.0 * m.loiter_burn)


def test_transit_flies_farther_on_its_fuel_than_loiter_and_faster():
    m = plan_mission(load_aircraft("bayraktar-tb3"), distance=100 * NMI)
    loiter = performance.best_loiter(
        load_aircraft("bayraktar-tb3").model, mass=1600.0 - 0.5 * m.fuel, altitude=3000.0
    )
    assert m.transit_speed > loiter.speed
    assert m.transit_speed / m.transit_burn >= loiter.speed / m.loiter_burn


def test_at_the_radius_of_action_no_time_is_left():
    craft = load_aircraft("mojave")
    radius = plan_mission(craft, distance=0.0, reserve=1200.0).radius
    near = plan_mission(craft, distance=0.9999 * radius, reserve=1200.0)
    assert 0.0 < near.on_station < 60.0
    with pytest.raises(InputError, match="beyond the radius of action"):
        plan_mission(craft, distance=1.0001 * radius, reserve=1200.0)


def test_payload_displaces_fuel_up_to_the_tanks():
    craft = load_aircraft("bayraktar-tb3")
    full = plan_mission(craft, distance=0.0, takeoff_mass=1450.0)
    light = plan_mission(craft, distance=0.0, takeoff_mass=1450.0, payload=180.0)
    empty = plan_mission(craft, distance=0.0, takeoff_mass=1450.0, payload=0.0)
    assert light.fuel == full.fuel + 100.0
    assert empty.fuel == craft.model.mass.fuel.value


def test_what_burns_no_fuel_is_refused():
    with pytest.raises(InputError, match="burns no fuel"):
        plan_mission(load_aircraft("aerosonde"), distance=0.0)
