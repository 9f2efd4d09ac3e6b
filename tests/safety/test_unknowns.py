"""What an answer hangs on: known indices, SALib as a peer, claims and the worth of measuring."""

import math

import numpy as np
import pytest

from shortdeck.errors import InputError
from shortdeck.safety.unknowns import Unknown, claim, screen, slopes, sobol, worth

ISHIGAMI = [Unknown(name, 0.0, math.pi) for name in ("x1", "x2", "x3")]


def ishigami(x):
    """a = 7, b = 0.1; Ishigami and Homma 1990, https://doi.org/10.1109/ISUMA.1990.151285."""
    return np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def ishigami_indices():
    one = 0.5 * (1.0 + 0.1 * math.pi**4 / 5.0) ** 2
    two, both = 49.0 / 8.0, 0.01 * math.pi**8 * (1.0 / 18.0 - 1.0 / 50.0)
    total = one + two + both
    return {"x1": (one / total, (one + both) / total), "x2": (two / total,) * 2, "x3": (0.0, both / total)}


def plain(x):
    """Least wind over deck, as if: linear in mass and thrust, a little of drag."""
    return 12.0 + 0.02 * (x[:, 0] - 1450.0) - 4.0 * (x[:, 1] - 1.0) + 0.1 * x[:, 2]


PLAIN = [Unknown("mass", 1450.0, 50.0), Unknown("thrust", 1.0, 0.5), Unknown("drag", 0.0, 1.0)]


def test_sobol_indices_of_ishigami():
    found = {s.name: s for s in sobol(ishigami, ISHIGAMI, seed=3, size=1024)}
    for name, (first, total) in ishigami_indices().items():
        assert found[name].first == pytest.approx(first, abs=0.03)
        assert found[name].total == pytest.approx(total, abs=0.03)
        assert found[name].first_interval.low <= first + 1e-9
        assert first - 1e-9 <= found[name].first_interval.high
        assert found[name].total_interval.low <= total <= found[name].total_interval.high


def test_sobol_agrees_with_salib():
    analyze = pytest.importorskip("SALib.analyze.sobol")
    sample = pytest.importorskip("SALib.sample.sobol")
    problem = {"num_vars": 3, "names": ["x1", "x2", "x3"], "bounds": [[-math.pi, math.pi]] * 3}
    x = sample.sample(problem, 1024, calc_second_order=False, seed=1)
    peer = analyze.analyze(problem, ishigami(x), calc_second_order=False, seed=1)
    found = {s.name: s for s in sobol(ishigami, ISHIGAMI, seed=3, size=1024)}
    assert [found[n].first for n in problem["names"]] == pytest.approx(peer["S1"], abs=0.05)
    assert [found[n].total for n in problem["names"]] == pytest.approx(peer["ST"], abs=0.05)


def test_screening_agrees_with_salib():
    """Campolongo's mean size of the effects, over many paths; SALib scales to the unit cube as here."""
    analyze = pytest.importorskip("SALib.analyze.morris")
    sample = pytest.importorskip("SALib.sample.morris")
    problem = {"num_vars": 3, "names": ["x1", "x2", "x3"], "bounds": [[-math.pi, math.pi]] * 3}
    x = sample.sample(problem, 2000, num_levels=4, seed=1)
    peer = analyze.analyze(problem, x, ishigami(x), num_levels=4, seed=1, scaled=False)
    found = {s.name: s for s in screen(ishigami, ISHIGAMI, seed=3, paths=2000)}
    # SALib takes effects per unit of the cube as well: both are the change over a third of it, scaled up.
    ratio = np.array([found[n].size for n in problem["names"]]) / np.asarray(peer["mu_star"], dtype=float)
    assert ratio == pytest.approx(ratio[0], rel=0.05)
    assert ratio[0] == pytest.approx(1.0, rel=0.05)


def test_a_linear_response_has_its_slopes():
    by_slope, screened = slopes(plain, PLAIN), screen(plain, PLAIN, seed=1, paths=4)
    assert [s.name for s in by_slope] == ["thrust", "mass", "drag"] == [s.name for s in screened]
    assert [s.effect for s in by_slope] == pytest.approx([2.0, 1.0, 0.1])
    assert [s.up for s in by_slope] == pytest.approx([-2.0, 1.0, 0.1])
    assert [s.mean for s in screened] == pytest.approx([-4.0, 2.0, 0.2])  # over the whole spread
    assert [s.scatter for s in screened] == pytest.approx([0.0] * 3, abs=1e-9)
    shares = sobol(plain, PLAIN, seed=1, size=256)
    assert [s.first for s in shares] == pytest.approx([4 / 5.01, 1 / 5.01, 0.01 / 5.01], abs=0.02)


def test_screening_sees_what_slopes_do_not():
    """Effects that cancel at both ends and in the middle are there in between."""
    assert max(s.effect for s in slopes(ishigami, ISHIGAMI)) < 1e-9
    assert min(s.size for s in screen(ishigami, ISHIGAMI, seed=1)) > 1.0


def test_a_claim_and_what_it_would_be_worth_to_measure():
    def holds(wind):
        return wind < 12.5

    found = claim(plain, PLAIN, holds, seed=1, sets=4000)
    # thrust's share alone is uniform in +-2, mass's in +-1: P(sum < 0.5), drag all but nothing
    assert found.interval.low < 0.625 < found.interval.high
    gains = worth(found, PLAIN, holds)
    assert [w.name for w in gains[:2]] == ["thrust", "mass"]
    assert gains[0].wrong_before == pytest.approx(min(found.probability, 1.0 - found.probability))
    # thrust known: wrong with the mean of min(P, 1 - P) over its values, 1/8 but for drag
    assert gains[0].wrong_after == pytest.approx(0.125, abs=0.025)
    assert gains[2].name == "drag"
    assert gains[2].gain < 0.01


def test_the_same_seed_gives_the_same_answer():
    for ask in (sobol, screen):
        assert ask(ishigami, ISHIGAMI, seed=9) == ask(ishigami, ISHIGAMI, seed=9)
        assert ask(ishigami, ISHIGAMI, seed=9) != ask(ishigami, ISHIGAMI, seed=10)


def test_bad_unknowns_are_refused():
    with pytest.raises(InputError, match="no unknown numbers"):
        slopes(plain, [])
    with pytest.raises(InputError, match=r"mass: 1450\.0 ± 0\.0"):
        slopes(plain, [Unknown("mass", 1450.0, 0.0)])
    with pytest.raises(InputError, match="more than once"):
        slopes(plain, [PLAIN[0], PLAIN[0]])
    with pytest.raises(InputError, match="power of two"):
        sobol(plain, PLAIN, seed=1, size=100)
    with pytest.raises(InputError, match="not finite"):
        slopes(lambda x: np.full(len(x), np.nan), PLAIN)
    with pytest.raises(InputError, match="20 sets each"):
        worth(claim(plain, PLAIN, lambda y: y < 12.0, seed=1, sets=100), PLAIN, lambda y: y < 12.0)
