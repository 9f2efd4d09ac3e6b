"""``shortdeck hull``: what it computes, tells, keeps and refuses."""

import json

import numpy as np
import pytest
from rich.console import Console
from typer.testing import CliRunner

from shortdeck.catalog import loader
from shortdeck.cli import app
from shortdeck.errors import InputError
from shortdeck.hydro import compute as computing
from shortdeck.hydro import report
from shortdeck.vessel.ship_response import load_response, ship_response


def test_a_ship_computed_anew_is_the_one_that_is_shipped(monkeypatch):
    """On coarser panels and few frequencies: what the catalogue holds is what the program computes."""
    monkeypatch.setattr(computing, "HEADINGS", 5)
    monkeypatch.setattr(
        computing,
        "encounter_grid",
        lambda omega_max: np.array([0.03, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.1]),
    )
    seen = []
    ship = loader.load("izumo")
    found = computing.compute(ship, stations=30, girth=7, progress=lambda share, text: seen.append(share))
    assert seen == sorted(seen)
    assert 0.0 <= seen[0] < seen[-1] < 1.0
    shipped = ship_response(ship)
    assert dict(found.provenance.particulars) == dict(shipped.provenance.particulars)
    for heading in (0.0, np.pi / 4, np.pi):
        motion = found.transfer(np.array([0.3, 0.4]), heading, 0.0)
        kept = shipped.transfer(np.array([0.3, 0.4]), heading, 0.0)
        assert np.abs(motion)[:, [2, 4]] == pytest.approx(np.abs(kept)[:, [2, 4]], rel=0.05)


def test_what_is_told_and_kept(tmp_path):
    found = ship_response(loader.load("tcg-anadolu"))
    data = json.loads(json.dumps(report.as_data(found, "tcg-anadolu"), allow_nan=False))
    assert data["displacement_kg"] == pytest.approx(27.4e6, rel=0.02)
    assert 12.0 < data["roll_period_s"] < 22.0
    assert 0.0 < data["roll_damping_share_of_critical"]["quadratic_at_5_deg"] < 0.1
    assert {row["heading_deg"] for rows in data["motions"].values() for row in rows} == {0, 45, 90, 135, 180}
    console = Console(width=120, record=True)
    report.show(found, "tcg-anadolu", console)
    assert "roll period" in console.export_text()
    kept = [report.save(found, "tcg-anadolu", tmp_path / name) for name in ("a", "b")]
    for first, second in zip(*kept, strict=True):
        assert first.read_bytes() == second.read_bytes()
    again = load_response(kept[0][0], loader.load("tcg-anadolu"))
    assert again.transfer(0.5, 2.0, 3.0) == pytest.approx(found.transfer(0.5, 2.0, 3.0), rel=1e-3)


def test_an_airfield_has_no_hull():
    with pytest.raises(InputError, match="no hull"):
        report.hull("airfield", quiet=True)


def test_the_command_names_what_it_does_not_know():
    done = CliRunner().invoke(app, ["hull", "izomo"])
    assert done.exit_code != 0
    assert isinstance(done.exception, InputError)
    assert "izumo" in str(done.exception)


@pytest.mark.parametrize("name", loader.names("ship"))
def test_the_shipped_file_belongs_to_the_hull_in_the_ships_file(name):
    """After a change of particulars: python scripts/write_responses.py."""
    ship = loader.load(name)
    assert dict(ship_response(ship).provenance.particulars) == pytest.approx(
        computing.form_of(ship)._asdict()
    )


def test_a_file_may_place_the_centres():
    from shortdeck.catalog.quantity import Quantity

    ship = loader.load("izumo")
    aft = Quantity(-5.0, "-5 m", "m", "length")
    hull = ship.model.hull.model_copy(update={"buoyancy_centre": aft, "flotation_centre": aft})
    moved = ship.model_copy(update={"model": ship.model.model_copy(update={"hull": hull})})
    form = computing.form_of(moved)
    assert form.buoyancy == form.flotation == pytest.approx(-5.0 / hull.length.value)
    assert computing.form_of(ship).flotation == computing.FLOTATION
