import importlib.util
import math
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shortdeck.catalog import common_units
from shortdeck.catalog.units import KINDS, convert, from_pint, parse, si_value, unit
from shortdeck.errors import InputError


@pytest.mark.parametrize(
    ("text", "si", "value"),
    [
        ("25 kn", "m/s", 25 * 1852 / 3600),
        ("1450kg", "kg", 1450.0),
        ("12 deg", "rad", math.radians(12)),
        ("12°", "rad", math.radians(12)),
        ("2300 rpm", "rad/s", 2300 * 2 * math.pi / 60),
        ("285 g/kWh", "kg/J", 0.285 / 3.6e6),
        ("170 hp", "W", 170 * 745.69987158),
        ("1e3 mm", "m", 1.0),
        ("-.5 m", "m", -0.5),
        ("12 kN s/m", "N s/m", 12e3),
        ("16.5 m2", "m^2", 16.5),
        ("15 degC", "K", 288.15),
        ("80 %", "1", 0.8),
    ],
)
def test_a_text_becomes_si(text, si, value):
    assert parse(text, si) == pytest.approx(value, rel=1e-9)


def test_a_bare_number_is_degrees_for_an_angle_and_itself_for_a_count():
    assert parse("30", "rad") == pytest.approx(math.radians(30))
    assert parse("4", "1") == 4.0


def test_a_bare_number_is_refused_where_a_unit_is_needed():
    with pytest.raises(
        InputError, match=r"--wind: expected a speed such as '25 kn', got '25', which has no unit"
    ):
        parse("25", "m/s", name="--wind")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("14 kg", "expected a length such as '14 m', got '14 kg', which is a mass"),
        ("14 wombats", "'wombats' is not a unit"),
        ("fourteen", "no number in front"),
        ("1,450 m", "is not a unit"),
        ("14 m +", "is not a unit"),
        ("", "no number in front"),
        ("1e999 m", "no usable number"),
    ],
)
def test_what_is_no_length_is_refused(text, message):
    with pytest.raises(InputError, match=message.replace("(", r"\(")):
        parse(text, "m")


def test_angles_are_a_kind_of_their_own():
    with pytest.raises(
        InputError, match=r"expected a plain number such as 0\.85, got '14 deg', which is an angle"
    ):
        parse("14 deg", "1")
    with pytest.raises(InputError, match="expected an angular rate"):
        parse("5 Hz", "rad/s")


def test_in_python_a_float_is_si_already():
    assert si_value(0.2, "rad") == 0.2
    assert si_value("12 deg", "rad") == pytest.approx(math.radians(12))
    for wrong in (math.nan, math.inf, True):
        with pytest.raises(InputError, match="expected a speed in m/s"):
            si_value(wrong, "m/s")


@given(st.floats(-1e30, 1e30))
def test_every_finite_number_is_read_back(number):
    assert convert(f"{number!r} m", KINDS["length"])[0] == number


def test_the_examples_of_the_messages_are_themselves_allowed():
    for kind in KINDS.values():
        convert(kind.example, kind)


def test_the_table_of_common_units_says_what_pint_says():
    for name, entry in common_units.COMMON.items():
        if name:
            assert tuple(unit(name)) == entry == tuple(from_pint(name)), name


def test_the_table_is_what_its_script_writes():
    path = Path(__file__).parents[2] / "scripts" / "write_common_units.py"
    spec = importlib.util.spec_from_file_location("write_common_units", path)
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.TARGET.read_text(encoding="utf-8") == script.text()


def test_common_units_do_not_import_pint():
    use = "from shortdeck.catalog.units import parse; parse('25 kn', 'm/s')"
    code = f"import sys; {use}; print('pint' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
