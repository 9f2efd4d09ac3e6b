"""The cells of a real ship in the year of an ocean, made once."""

import pytest

from shortdeck.catalog.loader import load_ship
from shortdeck.fleet.year.cells import cells_of
from shortdeck.fleet.year.seas import seas_of
from shortdeck.sea.climate import ocean_climate
from shortdeck.vessel.ship_response import ship_response


@pytest.fixture(scope="session")
def cells():
    ship = load_ship("tcg-anadolu")
    seas = seas_of(ocean_climate("north-pacific"), deck_height=ship.model.deck.height.value)
    return cells_of(ship, ship_response(ship), seas, touchdown=(50.0, -7.0))
