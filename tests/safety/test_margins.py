"""Margins: the sign is that of the flight's own events, and nothing jumps on the way there."""

from __future__ import annotations

import numpy as np
import pytest

from shortdeck.campaign.flights import fly_table
from shortdeck.catalog.standards import severity_of, standards
from shortdeck.errors import InputError
from shortdeck.flight.figures import NEVER, Figures
from shortdeck.flight.outcome import Kind
from shortdeck.flight.state import Limits
from shortdeck.safety.margins import ANY, COLUMNS, MISHAPS, UNFINISHED, Frame, least, margins, members, title

FRAME = Frame(Limits(20e3, 30e3, 40e3, 60e3, 3.0, 4.0), 15.0)


def calm(count: int = 1) -> dict[str, np.ndarray]:
    """Figures of landings to which nothing happened."""
    out = {name: np.full(count, NEVER) for name in COLUMNS if name.startswith("t_")}
    out |= {name: np.full(count, 5.0) for name in COLUMNS if not name.startswith("t_")}
    out |= {
        "t_touchdown": np.full(count, 20.0),
        "t_nose": np.full(count, 20.5),
        "t_stopped": np.full(count, 30.0),
    }
    out |= {"peak_nose": np.full(count, 5e3), "peak_main": np.full(count, 10e3)}
    return out | {"touchdown_sink": np.full(count, 1.0), "highest_bounce": np.full(count, 0.1)}


def flown(task: str, **columns):
    flights = fly_table(task, "bayraktar-tb3", "izumo", columns, seed=3, threads=1)
    table = flights.table()
    figures = {
        n: np.where(np.isnan(v), NEVER, v) if n.startswith("t_") else v
        for n, v in table.items()
        if n in COLUMNS
    }
    return flights, figures, table


def test_the_sign_is_that_of_the_outcome():
    """Landings and launches of every kind: short of deck, of lift, of wind, hard and soft."""
    seen = set()
    random = np.random.default_rng(8)
    n = 48
    for task in ("launch", "recovery"):
        columns = {
            "mass": random.uniform(1200.0, 1750.0, n), "wind_over_deck": random.uniform(0.0, 18.0, n),
            "surfaces_jam": np.where(np.arange(n) % 3 == 0, random.uniform(5.0, 30.0, n), NEVER),
            "engine_stops": np.where(np.arange(n) % 4 == 1, random.uniform(8.0, 25.0, n), NEVER),
        }  # fmt: skip
        columns |= {"deck_run": random.uniform(60.0, 200.0, n)} if task == "launch" else {
            "side_error": random.normal(0.0, 4.0, n), "height_error": random.normal(0.0, 3.0, n),
        }  # fmt: skip
        flights, figures, table = flown(task, **columns)
        frame = Frame(flights.flown.setup(0).limits, flights.flown.setup(0).passage.deck_height)
        found = margins(figures, frame)
        bad = least(found, members(ANY)) <= 0.0
        assert np.array_equal(bad, table["kind"] == str(Kind.MISHAP))
        seen |= {name for name, values in found.items() if (values <= 0.0).any()}
        assert all(np.isfinite(values).all() for values in found.values())
    assert len(seen) >= 4, seen


MOVES = {
    "ramp": ("least_stern", -0.3, -1.0),
    "overload": ("peak_main", 60e3, 1.0),
    "hard": ("peak_nose", 20e3, 1.0),
    "nose_first": ("t_nose", 20.0, -1.0),
    "bounce": ("highest_bounce", 0.3, 1.0),
    "tail": ("least_tail", 0.0, -1.0),
    "wing": ("least_tip", 0.0, -1.0),
    "propeller": ("least_nose", 0.0, -1.0),
    "sideways": ("least_edge", 0.0, -1.0),
    "overrun": ("least_ahead", 0.0, -1.0),
    "sea": ("least_sea", 0.0, -1.0),
    "control": ("least_upright", 0.0, -1.0),
}


@pytest.mark.parametrize("name", MOVES)
def test_a_margin_falls_to_zero_where_the_mishap_begins(name):
    """The figure taken from before its threshold to it; a mishap sets its event beyond it."""
    column, threshold, way = MOVES[name]
    steps = np.array([0.4, 0.2, 0.1, 0.01, 1e-4, 0.0])
    figures = calm(len(steps))
    figures[column] = threshold - way * steps * max(abs(threshold), 1.0)
    values = margins(figures, FRAME)[name]
    assert (np.diff(values) < 0.0).all()
    assert values[-1] < 1e-6
    assert values[0] > 1e-3


def test_an_event_makes_its_margin_zero_or_less_whatever_the_figures():
    for name in MISHAPS:
        if name == UNFINISHED:
            continue
        figures = calm()
        figures["t_lost" if name == "control" else f"t_{name}"][:] = 12.0
        found = margins(figures, FRAME)
        assert found[name][0] <= 0.0
        others = [m for m in MISHAPS if m not in (name, "hard")]
        assert all(found[m][0] > 0.0 for m in others)


def test_gear_beyond_ultimate_is_beyond_limit():
    figures = calm()
    figures["t_overload"][:] = 21.0
    assert margins(figures, FRAME)["hard"][0] <= 0.0


def test_a_flight_that_neither_ends_nor_fails_is_unfinished():
    figures = calm()
    figures["t_stopped"][:] = NEVER
    assert margins(figures, FRAME)[UNFINISHED][0] <= 0.0


def test_figures_that_broke_down_have_margins():
    figures = calm(2)
    figures["least_upright"][:] = np.nan
    figures["t_lost"][0] = 3.0
    found = margins(figures, FRAME)["control"]
    assert found[0] <= 0.0 < found[1]


def test_every_mishap_has_one_severity_and_every_criterion_its_mishaps():
    graded = severity_of()
    assert set(graded) == set(MISHAPS)
    assert len(standards().severity) == len(MISHAPS)
    assert sorted(m for c in set(graded.values()) for m in members(c)) == sorted(MISHAPS)
    for criterion in standards().criteria:
        assert set(criterion.mishaps) <= set(MISHAPS)
        assert criterion.average.value < criterion.limit.value
        assert criterion.average.confidence == "estimate"  # no document was seen


def test_a_mishap_that_is_none_is_refused():
    with pytest.raises(InputError, match="allowed are any, lost"):
        members("sinking")


def test_titles_are_told():
    assert title("hard", launching=True) != title("hard", launching=False)
    assert all(title(name, launching=False) for name in (*MISHAPS, ANY, "lost"))


def test_margins_are_made_of_figures():
    assert set(COLUMNS) <= set(Figures._fields)
