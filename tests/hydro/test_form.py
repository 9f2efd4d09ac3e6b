"""The parametric hull has the particulars it was asked for; offsets give the hull they describe."""

import numpy as np
import pytest

from shortdeck.errors import InputError
from shortdeck.hydro.form import Form, exponents, half_breadth, panels, panels_from_offsets
from tests.hydro.reference import S175_DRAUGHT, s175_offsets

FORMS = {
    "landing ship": Form(205.7, 29.5, 6.95, 0.634, 0.81, 0.954),
    "fine destroyer": Form(238.0, 30.0, 7.5, 0.474, 0.75, 0.79),
    "symmetric": Form(220.0, 32.0, 7.5, 0.6, 0.8, 0.9, 0.0, 0.0),
    "forward centres": Form(200.0, 30.0, 8.0, 0.6, 0.8, 0.9, 0.01, 0.02),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_particulars_come_out(form):
    x = (np.linspace(0.0, 1.0, 1201) - 0.5) * form.length
    z = -(np.linspace(0.0, 1.0, 601) ** 2) * form.draught
    y = half_breadth(form, *np.meshgrid(x, z, indexing="ij"))
    sections = np.trapezoid(y, -z, axis=1)
    waterline = y[:, 0]

    def mean_and_centre(curve):
        total = np.trapezoid(curve, x)
        return total / form.length, np.trapezoid(curve * x, x) / total / form.length

    waterplane, flotation = mean_and_centre(waterline / (0.5 * form.beam))
    block, buoyancy = mean_and_centre(sections / (0.5 * form.beam * form.draught))
    assert waterplane == pytest.approx(form.waterplane, abs=1e-3)
    assert flotation == pytest.approx(form.flotation, abs=2e-4)
    assert block == pytest.approx(form.block, abs=3e-3)
    assert buoyancy == pytest.approx(form.buoyancy, abs=5e-4)
    assert 2.0 * y.max() == pytest.approx(form.beam, rel=1e-6)


def test_sections_of_one_fullness_are_the_mathematical_hull():
    form = Form(220.0, 32.0, 7.5, 0.6, 0.8, 0.75, 0.0, 0.0)
    x, z = np.array([-60.0, 0.0, 33.0]), np.array([-1.0, -4.0, -7.0])
    expected = 16.0 * (1.0 - np.abs(2.0 * x / 220.0) ** 4) * (1.0 - np.abs(z / 7.5) ** 3)
    assert half_breadth(form, x, z) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"midship": 0.6}, "midship"),
        ({"flotation": -0.4}, "flotation"),
        ({"waterplane": 0.99}, "waterplane"),
    ],
)
def test_impossible_particulars_are_refused(change, words):
    with pytest.raises(InputError, match=words):
        exponents(FORMS["landing ship"]._replace(**change))


@pytest.mark.parametrize("count", [(20, 6), (40, 9)])
def test_panels_close_on_the_waterline_and_point_into_the_water(count):
    vertices, faces = panels(FORMS["landing ship"], stations=count[0], girth=count[1])
    assert len(faces) == count[0] * count[1]
    corners = vertices[faces]
    normals = np.cross(corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1])
    assert (normals[:, 2] < 1e-9).all()  # downwards: no part of this hull faces up
    assert vertices[:, 2].max() == pytest.approx(0.0, abs=1e-12)
    assert (vertices[:, 1] <= 0.0).all()


def test_offsets_displace_what_is_published():
    """24 610 t, centre of buoyancy 2.55 m aft of midship: input.hyd beside the offsets."""
    vertices, faces = panels_from_offsets(s175_offsets(), draught=S175_DRAUGHT, stations=60, girth=14)
    corners = vertices[faces]
    normals = 0.5 * np.cross(corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1])
    centres = corners.mean(axis=1)
    parts = 2.0 * normals[:, 2] * centres[:, 2]
    assert 1.025 * parts.sum() == pytest.approx(24610.0, rel=5e-3)
    assert (parts * centres[:, 0]).sum() / parts.sum() == pytest.approx(-2.55, abs=0.1)


def test_a_section_above_the_water_is_refused():
    with pytest.raises(InputError, match="above the waterline"):
        panels_from_offsets([(0.0, [(1.0, 5.0), (0.0, 4.0)]), (1.0, [(1.0, 5.0), (0.0, 0.0)])], draught=2.0)
