"""The words of the claims follow the numbers of the assessments."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from shortdeck.verdict.assess import Assessment
from shortdeck.verdict.claims import FIELDS, RIVALS, SHIPS, TB3, Assessments, claims
from shortdeck.verdict.lines import KNOT, Line

ROOT = Path(__file__).resolve().parents[2]


def assessment(
    craft: str, ship: str, *, launch: float | None = 10.0, top: float = 20.0, folded: float = 8.0
) -> Assessment:
    """An assessment with winds in knots; ``top`` is the ship's speed."""
    value = None if launch is None else launch * KNOT
    margin = None if launch is None else (top - launch) * KNOT
    lines = [
        Line("launch_1450kg", "launch at 1450 kg", "", launch is not None, value, "m/s", margin),
        Line("launch_1450kg_ramp", "worth of the ramp, 1450 kg", "judged by the path alone (x): 9 kn", None,
             -1.0, "m/s", None),
        Line("landing_dry", "landing at 1250 kg, dry deck", "", True, 5.0 * KNOT, "m/s", (top - 5.0) * KNOT),
        Line("landing_wet", "landing at 1250 kg, wet deck", "", True, 15.0 * KNOT, "m/s",
             (top - 15.0) * KNOT),
        Line("clearance", "wing tips on the runway line", "", True, 6.0, "m", 1.0),
        Line("lift_spread", "lift, wings spread", "", None, 1.0, "m", 1.0),
        Line("hangar_folded", "first count", "", None, folded, "1", None),
        Line("hangar_spread", "first count", "", None, 4.0, "1", None),
    ]  # fmt: skip
    return Assessment(craft, ship, tuple(lines))


def all_of(**changes: float | None) -> Assessments:
    pairs = [(c, s) for c in (TB3, *RIVALS) for s in SHIPS] + [(TB3, f) for f in FIELDS]
    return {(c, s): assessment(c, s, **changes) for c, s in pairs}


def test_a_ship_fast_enough_makes_the_wind_herself() -> None:
    anadolu = claims(all_of())[0].found
    assert anadolu.startswith("Yes")
    assert "from 10 kn over deck at 1450 kg (which she makes herself)" in anadolu


def test_a_slow_ship_needs_the_difference_from_the_wind() -> None:
    assert "(4 kn more than she makes herself)" in claims(all_of(launch=24.0))[0].found


def test_no_launch_in_any_wind_is_no() -> None:
    found = claims(all_of(launch=None))
    assert found[0].found.startswith("No")
    assert found[1].found.startswith("Not in all: launch at 1450 kg")


def test_folding_counts_only_where_more_fit() -> None:
    assert claims(all_of())[2].found.startswith("Yes")
    assert claims(all_of(folded=4.0))[2].found.startswith("No")


def test_only_one_falls_when_a_rival_flies() -> None:
    assert claims(all_of())[3].found.startswith("Not by its flying")
    found = dict(all_of()) | {(r, s): assessment(r, s, launch=None) for r in RIVALS for s in SHIPS}
    assert claims(found)[3].found.startswith("Yes")


def script(name: str):
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
@pytest.mark.parametrize("name", ["write_claims_table", "write_readme_tables"])
def test_tables_of_the_readme_are_the_computed_ones(name: str) -> None:
    writer = script(name)
    page = writer.PAGE.read_text(encoding="utf-8")
    assert page == writer.with_table(page), f"run scripts/{name}.py"
