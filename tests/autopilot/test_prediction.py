"""The forecast of the deck: least error, honest error, nothing seen ahead."""

import math

import numpy as np
import pytest

from shortdeck.autopilot import prediction
from shortdeck.catalog.loader import load_ship
from shortdeck.flight.weather import weather
from shortdeck.flight.words import Words

STEP = 0.16  # s
EVERY = round(prediction.SPACING / STEP)
AIM = (50.0, -5.5)
SEAS = {
    "izumo-4": ("izumo", {"sea_state": 4}),
    "izumo-5-quartering": ("izumo", {"sea_state": 5, "wave_heading": math.radians(135.0)}),
    "anadolu-6-quartering": ("tcg-anadolu", {"sea_state": 6, "wave_heading": math.radians(135.0)}),
    "anadolu-13s": ("tcg-anadolu", {"hs": 2.5, "tp": 13.0}),
}


def seaway_of(ship, words):
    return weather(load_ship(ship), Words(ship_speed="12 kn", seed=1, **words))["seaway"]


def record(s, case, duration=900.0):
    """Height of the aim point and its rate, without noise."""
    time = np.arange(0.0, duration, STEP)
    made = s.realise(seed=11, case=case)
    return -made.point(time, *AIM, 0.0)[:, 2], -made.point(time, *AIM, 0.0, derivative=1)[:, 2]


def samples(height, climb, at):
    """Past samples at the places ``at``, newest first, as the kernel keeps them."""
    back = at[:, None] - EVERY * np.arange(prediction.TAPS)
    return np.concatenate([height[back], climb[back]], axis=1)


def forecasts(weights, height, climb, at, horizon):
    return samples(height, climb, at) @ weights[horizon, :-1]


def autoregression(train, order=20, spacing=EVERY):
    """Least-squares AR(20) on the same record, direct for each horizon: the baseline."""

    def fit(horizon):
        at = np.arange(order * spacing, len(train) - horizon * EVERY, 2)
        past = train[at[:, None] - spacing * np.arange(order)]
        return np.linalg.lstsq(past, train[at + horizon * EVERY], rcond=None)[0]

    return lambda z, at, horizon: z[at[:, None] - spacing * np.arange(order)] @ fit(horizon)


@pytest.mark.parametrize("name", SEAS)
def test_as_good_as_an_autoregression_fitted_to_the_very_record(name):
    """It knows the sea's period to 15 %; the baseline has watched the same record for half its length."""
    s = seaway_of(*SEAS[name])
    w = prediction.forecaster_at(s, *AIM)[0, 0]
    ours, theirs = np.zeros(9), np.zeros(9)
    rng = np.random.default_rng(3)
    for case in range(4):
        height, climb = record(s, case)
        noise = prediction.NOISE[0]
        seen = height + noise[0] * rng.normal(size=len(height))
        rate = climb + noise[1] * rng.normal(size=len(height))
        baseline = autoregression(seen[: len(seen) // 2])
        at = np.arange(len(height) // 2, len(height) - 10 * EVERY, 5)
        for horizon in range(9):
            truth = height[at + horizon * EVERY]
            ours[horizon] += np.mean((forecasts(w, seen, rate, at, horizon) - truth) ** 2)
            theirs[horizon] += np.mean((baseline(seen, at, horizon) - truth) ** 2)
    assert np.all(ours <= 1.15 * theirs)
    assert np.sqrt(ours.sum()) < np.sqrt(theirs.sum())


@pytest.mark.parametrize("derivative", [0, 1])
@pytest.mark.parametrize("name", SEAS)
def test_the_error_that_it_claims_is_the_error_that_it_makes(name, derivative):
    s = seaway_of(*SEAS[name])
    w = prediction.forecaster_at(s, *AIM)[0, derivative]
    rng = np.random.default_rng(5)
    made = np.zeros(prediction.HORIZONS)
    for case in range(6):
        signals = record(s, case)
        seen = [z + n * rng.normal(size=len(z)) for z, n in zip(signals, prediction.NOISE[0], strict=True)]
        at = np.arange(200, len(seen[0]) - 16 * EVERY, 5)
        for h in range(prediction.HORIZONS):
            error = forecasts(w, *seen, at, h) - signals[derivative][at + h * EVERY]
            made[h] += np.mean(error**2) / 6.0
    # The period counts as known to 15 %: the true sea is one of those meant, so it does rather better.
    assert np.all(np.sqrt(made) < 1.1 * w[:, -1])
    assert np.all(np.sqrt(made) > 0.7 * w[:, -1])


def test_far_ahead_it_foresees_the_mean_with_the_whole_spread():
    s = seaway_of(*SEAS["izumo-5-quartering"])
    w = prediction.forecaster_at(s, *AIM)[0, 0]
    spread = float(s.point_rms(*AIM, 0.0)[2])
    assert w[0, -1] < 0.1 * spread
    assert np.all(np.diff(w[:, -1]) > -0.02 * spread)
    assert 0.5 * spread < w[-1, -1] <= spread


def test_a_still_deck_is_foreseen_still():
    w = prediction.forecaster(np.linspace(0.3, 1.0, 20), np.zeros((3, 20)))
    assert w.shape == (3, 2, prediction.HORIZONS, prediction.COLUMNS)
    assert not w.any()


def test_a_regular_wave_is_foreseen_as_far_as_the_period_is_known():
    omega = np.array([0.7])
    w = prediction.forecaster(omega, np.ones((3, 1)))[0, 0]
    time = -prediction.SPACING * np.arange(prediction.TAPS)
    past = np.concatenate([np.cos(0.7 * time), -0.7 * np.sin(0.7 * time)])
    ahead = prediction.SPACING * np.arange(prediction.HORIZONS)
    error = np.abs(w[:, :-1] @ past - np.cos(0.7 * ahead))
    assert np.all(error < 0.12)


def sees_ahead(forecast, height, climb):
    """Whether what is forecast at a moment hangs on what is measured after it."""
    now = len(height) // 2
    other = [np.concatenate([z[: now + 1], -3.0 * z[now + 1 :]]) for z in (height, climb)]
    return not np.array_equal(forecast(height, climb, now), forecast(*other, now))


def test_nothing_is_seen_ahead_and_one_who_looks_ahead_is_caught():
    s = seaway_of(*SEAS["izumo-4"])
    w = prediction.forecaster_at(s, *AIM)[0, 0]
    height, climb = record(s, 0)

    def honest(z, v, now):
        return forecasts(w, z, v, np.array([now]), 6)

    def cheat(z, v, now):
        return honest(z, v, now) + 0.01 * z[now + 1]

    assert not sees_ahead(honest, height, climb)
    assert sees_ahead(cheat, height, climb)


def test_forecast_from_a_record_is_as_good_as_from_its_seaway():
    s = seaway_of(*SEAS["anadolu-13s"])
    made = s.realise(seed=2, case=0)
    time = np.arange(0.0, 1800.0, STEP)
    knots = np.concatenate([made.motions(time), made.motions(time, derivative=1)], axis=1)
    transfer = s.point_transfer(*AIM, 0.0)
    omega, variance = prediction.record_spectra(knots, spacing=STEP, transfer=transfer)
    height, climb = -(knots[:, :6] @ transfer[2]), -(knots[:, 6:] @ transfer[2])
    assert variance.sum(axis=1) == pytest.approx(
        [height.var(), knots[:, 4].var(), knots[:, 3].var()], rel=1e-6
    )
    at = np.arange(400, len(height) - 100, 7)
    errors = [
        np.std(forecasts(w[0, 0], height, climb, at, 6) - height[at + 6 * EVERY])
        for w in (prediction.forecaster(omega, variance), prediction.forecaster_at(s, *AIM))
    ]
    assert errors[0] < 1.2 * errors[1]
