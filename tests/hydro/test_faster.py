"""A response continued to a higher speed: near the computed one, where there is one."""

import dataclasses

import numpy as np
import pytest

from shortdeck.catalog.loader import load_ship
from shortdeck.errors import InputError
from shortdeck.hydro.faster import faster
from shortdeck.vessel.response_files import tabulate
from shortdeck.vessel.ship_response import ship_response

RESPONSE = ship_response(load_ship("tcg-anadolu"))
OMEGA = np.linspace(0.3, 1.0, 40)[:, None]
BETA = np.linspace(0.0, np.pi, 13)


def shortened():
    """Without its highest computed speed."""
    c = RESPONSE.coefficients
    return dataclasses.replace(
        RESPONSE,
        speed=RESPONSE.speed[:-1],
        coefficients=dataclasses.replace(c, reciprocity=c.reciprocity[:-1]),
    )


@pytest.mark.parametrize(("share", "heave", "pitch"), [(0.9, 0.025, 0.04), (0.97, 0.04, 0.08)])
def test_computed_speeds_are_met_from_those_well_below_them(share, heave, pitch):
    """RMS of the error over headings and frequencies; 0.97 of the top is 1.29 of what is known."""
    u = share * float(RESPONSE.speed[-1])
    found, wanted = (r.transfer(OMEGA, BETA, u) for r in (faster(shortened(), u), RESPONSE))
    for motion, within in ((2, heave), (3, 0.01), (4, pitch)):
        error, scale = (np.mean(np.abs(x[..., motion]) ** 2) for x in (found - wanted, wanted))
        assert np.sqrt(error / scale) < within


def test_speeds_that_were_computed_stay_as_they_were():
    more = faster(RESPONSE, 1.2 * float(RESPONSE.speed[-1]))
    u = float(RESPONSE.speed[1])
    assert more.transfer(OMEGA, BETA, u)[..., 2] == pytest.approx(
        RESPONSE.transfer(OMEGA, BETA, u)[..., 2], rel=2e-3
    )
    assert faster(RESPONSE, 1.0) is RESPONSE


def test_a_table_of_motions_is_continued_too():
    table = tabulate(RESPONSE)
    top = float(table.speed[-1])
    more = faster(table, 1.1 * top)
    assert more.motions.shape[0] == table.motions.shape[0] + 1
    assert np.isfinite(more.motions).all()


def test_too_much_is_refused():
    with pytest.raises(InputError, match="compute it anew"):
        faster(RESPONSE, 2.0 * float(RESPONSE.speed[-1]))
