"""The doubling algorithm against SciPy's Schur method, and what it refuses."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.linalg import solve_discrete_are

from shortdeck.autopilot.synthesis import plant as plants
from shortdeck.autopilot.synthesis.riccati import Allowed, NoRegulatorError, regulator, solve_riccati
from tests.autopilot.airframes import NAMES, condition

PATH = (
    Allowed("height", 0.2),
    Allowed("height_sum", 0.6),
    Allowed("airspeed", 1.0),
    Allowed("speed_sum", 10.0),
)
LINE = (Allowed("offset", 0.5), Allowed("offset_sum", 2.5), Allowed("sideslip", 0.02))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("model", "wanted"), [(plants.longitudinal, PATH), (plants.lateral, LINE)])
def test_it_finds_the_same_solution_as_scipy(name, model, wanted) -> None:
    p = model(plants.airframe_at(condition(name)))
    rows = np.array([p.row(item.output) / item.size for item in wanted])
    Q, R = rows.T @ rows, np.diag([1e3, 1e2])
    found, peer = solve_riccati(p.F, p.G, Q, R), solve_discrete_are(p.F, p.G, Q, R)
    assert np.abs(found - peer).max() < 1e-6 * np.abs(peer).max()


@pytest.mark.parametrize("name", NAMES)
def test_the_regulator_is_stable_and_cannot_be_bettered(name) -> None:
    p = plants.longitudinal(plants.airframe_at(condition(name)))
    K = regulator(p, PATH, (0.02, 0.1))
    assert np.abs(np.linalg.eigvals(p.F - p.G @ K)).max() < 1.0
    start = p.row("height") + 0.1 * p.row("up_gust")

    def cost(gains: np.ndarray) -> float:
        x, total = start.copy(), 0.0
        for _ in range(4000):
            u = -gains @ x
            total += sum((p.row(item.output) @ x / item.size) ** 2 for item in PATH)
            total += (u[0] / 0.02) ** 2 + (u[1] / 0.1) ** 2
            x = p.F @ x + p.G @ u
        return total

    least = cost(K)
    assert cost(1.05 * K) > least
    assert cost(0.95 * K) > least


def test_what_no_input_can_stabilise_is_refused() -> None:
    with pytest.raises(NoRegulatorError):
        solve_riccati(np.diag([1.1, 0.5]), np.array([[0.0], [1.0]]), np.eye(2), np.eye(1))
