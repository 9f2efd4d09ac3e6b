"""Statistics of deck motion: known answers for harmonics and Gaussian motion, runs and gaps."""

import math

import numpy as np
import pytest

from shortdeck.errors import InputError
from shortdeck.vessel.motion_limits import HELICOPTER, UNMANNED, read_limits
from shortdeck.vessel.motion_statistics import (
    Quantity,
    quantities,
    quiet_periods,
    record,
    recorded,
    share_within,
    spectral,
)
from shortdeck.vessel.seaway import COMPONENTS, Seaway

HEAVE = Quantity("heave", "m", np.eye(6)[2], 0)


def flat(low=0.4, high=0.8, variance=0.25):
    """Heave and pitch with a flat spectrum; pitch is a tenth of heave, a quarter of a turn behind."""
    edges = np.linspace(low, high, COMPONENTS + 1)
    covariance = np.zeros((COMPONENTS, 6, 6), complex)
    mode = np.array([0, 0, 1.0, 0, -0.1j, 0])
    covariance[:] = variance / COMPONENTS * np.outer(mode, mode.conj())
    return Seaway(edges[:-1], edges[1:], covariance, 0.0, 0.0, 0.0)


def test_moments_of_a_flat_spectrum():
    """m_2n = m0 (h^(2n+1) - l^(2n+1)) / ((2n+1)(h - l)), whatever the bins."""
    found = flat()

    def m(n):
        return 0.25 * (0.8 ** (n + 1) - 0.4 ** (n + 1)) / ((n + 1) * 0.4)

    for d in (0, 1, 2):
        by = spectral(found, HEAVE._replace(derivative=d), duration=3600.0)
        assert by.rms == pytest.approx(math.sqrt(m(2 * d)), rel=1e-6)
        assert by.crossing_period == pytest.approx(
            2.0 * math.pi * math.sqrt(m(2 * d) / m(2 * d + 2)), rel=1e-6
        )
    assert by.scatter > spectral(found, HEAVE, duration=36000.0).scatter


def test_combinations_keep_phases():
    """A point where pitch adds to heave a quarter of a turn behind: squares add; nothing moves in roll."""
    found = flat()
    vertical = next(
        q for q in quantities(found.point_transfer(-20.0, 3.0, 0.0)) if q.name == "vertical-displacement"
    )
    assert spectral(found, vertical, duration=600.0).rms == pytest.approx(0.5 * math.hypot(1.0, 2.0))
    assert spectral(found, HEAVE._replace(weights=np.eye(6)[3]), duration=600.0) == (0.0, 0.0, 0.0)


def test_record_has_period_and_share_of_the_spectrum():
    """Zero crossings and time within a limit over 24 h, against Rice and the normal distribution."""
    found = flat()
    time, motions, rates, _ = record(found.realise(seed=1, case=0), duration=86400.0, step=0.5)
    seen, by = recorded(time, motions[:, 2]), spectral(found, HEAVE, duration=86400.0)
    assert seen.rms == pytest.approx(by.rms, rel=4.0 * by.scatter)
    assert seen.mean == pytest.approx(0.0, abs=0.01)
    assert seen.crossing_period == pytest.approx(by.crossing_period, rel=0.02)
    assert np.std(rates[:, 2]) / seen.rms == pytest.approx(2.0 * math.pi / by.crossing_period, rel=0.02)
    inside = np.mean(np.abs(motions[:, 2]) <= 0.6 * seen.rms)
    assert inside == pytest.approx(share_within(1.0, 0.6), abs=0.02)
    assert 3.0 * seen.rms < seen.largest < 6.0 * seen.rms


def test_record_of_one_harmonic():
    time = np.arange(0.0, 600.0, 0.1)
    seen = recorded(time, 0.3 + 2.0 * np.sin(2.0 * math.pi * time / 8.0))
    assert seen == pytest.approx((0.3, math.sqrt(2.0), 8.0, 2.3), rel=1e-3)
    assert recorded(time, np.zeros(time.size)) == (0.0, 0.0, 0.0, 0.0)


def test_share_within():
    assert share_within(1.0, 1.0) == pytest.approx(0.6827, abs=1e-4)
    assert share_within(2.0, 4.0) == pytest.approx(0.9545, abs=1e-4)
    assert share_within(0.0, 1.0) == 1.0


def test_quiet_periods():
    word = "++++.....+++......++..+++++++"  # + inside; half a second each
    inside = np.array([letter == "+" for letter in word])
    found = quiet_periods(inside, step=0.5, least=1.5)
    assert found.share == pytest.approx(16 / 29)
    assert found.periods.tolist() == [2.0, 1.5, 3.5]
    assert found.starts.tolist() == [0.0, 4.5, 11.0]
    assert found.gaps.tolist() == [2.5, 5.0]  # the short run of a second is part of a gap
    assert quiet_periods(inside, step=0.5, least=1.0).gaps.tolist() == [2.5, 3.0, 1.0]
    none = quiet_periods(np.zeros(20, bool), step=0.5, least=1.0)
    assert (none.share, none.periods.size, none.gaps.size) == (0.0, 0, 0)
    every = quiet_periods(np.ones(20, bool), step=0.5, least=1.0)
    assert (every.share, every.periods.tolist(), every.gaps.size) == (1.0, [10.0], 0)


def test_limits_by_name_and_ones_own():
    assert read_limits("helicopter") is HELICOPTER
    assert {n: 2.0 * m for n, m in UNMANNED.most.items()} == pytest.approx(HELICOPTER.most)
    assert HELICOPTER.most["roll"] == pytest.approx(math.radians(5.0))
    own = read_limits("roll=2 deg, vertical-velocity=4 kn,lateral-acceleration=0.1 g,heave=1 ft,yaw=1").most
    assert own == pytest.approx(
        {
            "roll": math.radians(2.0),
            "vertical-velocity": 4.0 * 1852.0 / 3600.0,
            "lateral-acceleration": 0.980665,
            "heave": 0.3048,
            "yaw": math.radians(1.0),
        }
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("carrier", "'carrier' is neither a set"),
        ("roll", "'roll' is neither a set"),
        ("rol=2 deg", "neither a set .* NAME=VALUE"),
        ("roll=2 m", "limits: roll: expected an angle"),
        ("roll=2,roll=3", "roll is there twice"),
        ("pitch=0 deg", "pitch must be above zero"),
        ("vertical-acceleration=1", "expected an acceleration such as"),
        ("vertical-acceleration=1 m", "expected an acceleration such as"),
        ("vertical-acceleration=much", "no number in front"),
        ("vertical-velocity=2", "which has no unit"),
    ],
)
def test_limits_refused(text, message):
    with pytest.raises(InputError, match=message):
        read_limits(text)
