"""Slamming and wetness: the closed forms, and what makes them worse."""

import math

import numpy as np
import pytest

from shortdeck.catalog.loader import load_ship
from shortdeck.hydro.polar import courses, polar_motions
from shortdeck.hydro.slamming import (
    NAVAL,
    bow_measures,
    bow_of,
    bow_shares,
    slam_probability,
    wetness_probability,
)
from shortdeck.vessel.ship_response import ship_response

SHIP = load_ship("chakri-naruebet")
RESPONSE = ship_response(SHIP)


def test_the_closed_forms_are_those_of_rayleigh_peaks():
    """Peaks of a narrow Gaussian process exceed a level h with probability exp(-h^2/(2 s^2)): counted."""
    rng = np.random.default_rng(1)
    peaks = 2.0 * np.sqrt(-2.0 * np.log(rng.random(400_000)))  # RMS 2 m
    assert wetness_probability(freeboard=5.0, motion=2.0) == pytest.approx(np.mean(peaks > 5.0), rel=0.03)
    speeds = 1.5 * np.sqrt(-2.0 * np.log(rng.random(400_000)))
    both = np.mean((peaks > 4.0) & (speeds > 1.2))
    assert slam_probability(draught=4.0, threshold=1.2, motion=2.0, velocity=1.5) == pytest.approx(
        both, rel=0.03
    )


def test_the_threshold_is_ochis_twelve_feet_a_second():
    bow = bow_of(SHIP, RESPONSE)
    foot = 0.3048
    scaled = 12.0 * foot * math.sqrt(SHIP.model.hull.length.value / (520.0 * foot))
    assert bow.threshold == pytest.approx(scaled, rel=0.005)
    assert bow.perpendicular - bow.slam_station == pytest.approx(0.15 * SHIP.model.hull.length.value)


def test_it_is_worst_in_high_steep_head_seas_at_speed():
    bow = bow_of(SHIP, RESPONSE)
    speed = np.array([0.0, 6.0, 12.0])
    hs, tp = np.array([3.0, 6.0, 9.0]), np.array([11.0, 11.0, 13.5])
    used = bow_shares(bow, polar_motions(RESPONSE, bow_measures(bow), hs=hs, tp=tp, speed=speed))
    head = int(np.argmin(np.abs(courses() - math.pi)))
    for name, share in used.items():
        assert (np.diff(share[:2, head], axis=0) > 0.0).all(), name  # the same period, higher
        assert (np.diff(share[1, head]) > 0.0).all(), name  # faster
        assert share[1, 0, 2] < share[1, head, 2], name  # following
    assert used["acceleration of the bow"][2, head, 2] > 1.0
    assert max(share[0, head, 0] for share in used.values()) < 1.0
    assert NAVAL.slamming == 0.03
    assert NAVAL.wetness == 0.05
