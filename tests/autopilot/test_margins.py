"""Margins: known loops, and what the catalogue's aircraft reach."""

from __future__ import annotations

from math import inf, pi

import numpy as np
import pytest

from shortdeck.autopilot.design import measured
from shortdeck.autopilot.regulator import LINE_SIGNALS, PATH_SIGNALS
from shortdeck.autopilot.synthesis import plant as plants
from shortdeck.autopilot.synthesis import report
from shortdeck.autopilot.synthesis.margins import BEAT, loop_margins, read_margins
from shortdeck.autopilot.synthesis.tasks import tasks
from shortdeck.catalog.loader import load_aircraft
from tests.autopilot.airframes import NAMES


def integrator(gain: float, delays: int) -> list[np.ndarray]:
    """x[k+1] = x[k] + BEAT u[k - delays], u = -gain x."""
    n = 1 + delays
    F, G = np.eye(n, k=1), np.zeros((n, 1))
    F[0, 0] = 1.0
    if delays:
        F[0, 1] = BEAT
        G[-1, 0] = 1.0
    else:
        G[0, 0] = BEAT
    return [F, G, np.array([[gain] + [0.0] * delays])]


@pytest.mark.parametrize("delays", [0, 1, 4])
def test_an_integrator_behind_a_delay_has_the_margins_of_the_textbook(delays: int) -> None:
    """L = gain e^{-i w d} / (i w) in continuous time, with half a beat for the hold."""
    gain = 2.0
    m = loop_margins(*integrator(gain, delays), ("u",), ("x",), 0.0)[0]
    lost = gain * (delays + 0.5) * BEAT
    assert m.crossover == pytest.approx(gain, rel=1e-3)
    assert m.phase == pytest.approx(90.0 - np.degrees(lost), abs=0.2)
    assert m.delay == pytest.approx((0.5 * pi - lost) / gain, abs=2e-3)
    if delays == 4:
        assert m.gain_up == pytest.approx(20.0 * np.log10(0.5 * pi / ((delays + 0.5) * BEAT) / gain), abs=0.3)
    assert m.stable
    assert m.disk_phase <= m.phase


def test_more_delay_than_the_delay_margin_makes_it_unstable() -> None:
    gain = 4.0
    margin = loop_margins(*integrator(gain, 1), ("u",), ("x",), 0.0)[0].delay
    beats = margin / BEAT
    assert loop_margins(*integrator(gain, 1 + int(beats) - 1), ("u",), ("x",), 0.0)[0].stable
    assert not loop_margins(*integrator(gain, 1 + int(beats) + 2), ("u",), ("x",), 0.0)[0].stable


def test_a_loop_that_never_reaches_one_has_no_phase_margin() -> None:
    assert read_margins(np.full(3000, 0.1 + 0.0j))[2:] == (inf, inf, 0.0)


@pytest.mark.parametrize("name", NAMES)
def test_every_loop_of_every_aircraft_has_6_dB_and_45_degrees(name: str) -> None:
    """Over the speeds of each task, 0.9 to 1.15 of the approach speed and 1 to 1.2 of the lift-off speed."""
    for found in report.loops(load_aircraft(name)):
        assert not found.untrimmed
        for m in found.margins:
            assert m.reached, (found.task.name, m, report.shortfall(found, m))
            assert report.shortfall(found, m) == ""


def test_a_margin_that_is_not_there_is_named_with_its_reason() -> None:
    found = report.loops(load_aircraft("bayraktar-tb3"))[0]
    weak = found.margins[0]._replace(phase=20.0)
    assert "surface" in report.shortfall(found, weak) or "actuator" in report.shortfall(found, weak)
    assert report.shortfall(found, found.margins[0]._replace(gain_down=3.0)).startswith("gain 3.0 dB")
    assert report.shortfall(found, found.margins[0]._replace(stable=False)).startswith("unstable")


@pytest.mark.parametrize("name", NAMES)
def test_loops_stay_stable_where_the_airframe_is_not_as_the_file_says(name: str) -> None:
    """Controls a third stronger or weaker, moments a third larger, surfaces half as slow again."""
    task = tasks(load_aircraft(name))[0]
    gains = report.loops(load_aircraft(name))[0].gains
    c = task.condition
    for change in (
        {"Cm_elevator": 1.33, "Cl_aileron": 1.33, "Cn_rudder": 1.33},
        {"Cm_elevator": 0.67, "Cl_aileron": 0.67, "Cn_rudder": 0.67},
        {"Cm_alpha": 1.33, "Cn_beta": 1.33, "Cl_p": 1.33},
        {"Cm_alpha": 0.67, "Cn_beta": 0.67, "Cl_p": 0.67},
    ):
        aero = c.aero._replace(**{k: share * getattr(c.aero, k) for k, share in change.items()})
        lag = 1.5 * c.actuation.surface_lag
        f = plants.airframe_at(c._replace(aero=aero, actuation=c.actuation._replace(surface_lag=lag)))
        for model, signals, rows in (
            (plants.longitudinal, PATH_SIGNALS, (gains.elevator, gains.throttle)),
            (plants.lateral, LINE_SIGNALS, (gains.aileron, gains.rudder)),
        ):
            p = model(f)
            poles = np.linalg.eigvals(p.F - p.G @ np.array(rows) @ measured(p, signals))
            assert np.abs(poles).max() < 1.0, change
