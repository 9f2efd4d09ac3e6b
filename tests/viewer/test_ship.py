"""The deck that is drawn is the deck that the wheels meet; the hull floats at its draught."""

import numpy as np
import pytest

from shortdeck.catalog.loader import load_ship, names
from shortdeck.vessel.deck import depth_below
from shortdeck.vessel.pack import pack_deck, runway_line
from shortdeck.viewer import ship


@pytest.mark.parametrize("name", names("ship"))
def test_deck_hull_and_islands_have_the_file_s_size(name):
    file = load_ship(name)
    model = file.model
    pieces = {piece.name: piece.mesh.vertices for piece in ship.pieces_of(file, ramp=True)[0]}
    outline = np.array(model.deck.outline.points)
    assert pieces["flight deck"][:, [0, 2]].min(axis=0) == pytest.approx(outline.min(axis=0))
    assert pieces["flight deck"][:, [0, 2]].max(axis=0) == pytest.approx(outline.max(axis=0))
    hull = pieces["hull below water"]
    assert hull[:, 1].min() == pytest.approx(-model.deck.height.value - model.hull.draught.value)
    assert hull[:, 1].max() == pytest.approx(-model.deck.height.value)
    assert np.ptp(hull[:, 0]) == pytest.approx(model.hull.length.value)
    assert np.ptp(hull[:, 2]) == pytest.approx(model.hull.beam.value, rel=0.02)
    for number, island in enumerate(model.deck.islands):
        assert pieces[f"island {number + 1}"][:, 1].max() == pytest.approx(island.height.value)


def test_the_ramp_is_the_surface_of_the_engine():
    file = load_ship("tcg-anadolu")
    deck = pack_deck(file.model, surface="dry")
    line = runway_line(file.model)
    (ramp,) = (piece for piece in ship.pieces_of(file, ramp=True)[0] if piece.name == "ramp")
    assert ramp.mesh.vertices[:, 1].max() > 3.0
    for x in np.linspace(0.0, line.end, 30):
        # On the surface the depth below it is nought.
        height = float(ship.rise(deck, np.array([x]), np.array([line.y]))[0])
        assert depth_below(deck, float(x), line.y, -height) == pytest.approx(0.0, abs=1e-12)
    assert not any(piece.name == "ramp" for piece in ship.pieces_of(file, ramp=False)[0])


def test_painted_lines_lie_on_the_deck():
    file = load_ship("tcg-anadolu")
    deck = pack_deck(file.model, surface="dry")
    for paint in ship.pieces_of(file, ramp=True)[1]:
        x, up, z = paint.points.T
        assert up - ship.rise(deck, x, z) == pytest.approx(ship.RAISED)


def test_a_runway_has_its_length_and_width():
    file = load_ship("short-strip")
    (runway,) = ship.pieces_of(file, ramp=True)[0]
    size = np.ptp(runway.mesh.vertices, axis=0)
    assert size[[0, 2]] == pytest.approx([file.model.length.value, file.model.width.value])
