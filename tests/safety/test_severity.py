"""The worst event of a mishap classes it; what is no mishap has no class."""

import numpy as np

from shortdeck.flight.figures import NEVER
from shortdeck.flight.outcome import MISHAP_NAMES
from shortdeck.safety.severity import EVENTS, severities


def table(*flights: tuple[str, dict[str, float]]) -> dict[str, np.ndarray]:
    out = {name: np.array([f.get(name, np.nan) for _, f in flights]) for name in EVENTS}
    return out | {"kind": np.array([kind for kind, _ in flights])}


def test_every_event_that_makes_a_mishap_has_a_class() -> None:
    assert set(EVENTS) == set(MISHAP_NAMES)


def test_the_worst_event_counts_whichever_came_first() -> None:
    found = severities(
        table(
            ("mishap", {"t_hard": 50.0}),
            ("mishap", {"t_hard": 50.0, "t_overrun": 60.0}),
            ("mishap", {"t_tail": 50.0, "t_bounce": 51.0}),
            ("mishap", {"t_tail": 50.0, "t_bounce": NEVER}),
            ("mishap", {}),
            ("success", {"t_sea": 90.0}),
            ("safe abort", {}),
        )
    )
    assert found.tolist() == ["incident", "lost", "structural", "structural", "lost", "", ""]
