"""The sea that words ask for: every word counts, and words that contradict each other are refused."""

import math

import numpy as np
import pytest

from shortdeck.errors import InputError
from shortdeck.sea.choice import SeaWords, choose_sea, spreading
from shortdeck.sea.directional import SpreadSea
from shortdeck.sea.spectra import Bretschneider, Jonswap, OchiHubble, Torsethaugen
from shortdeck.sea.spreading import CosineHalf, CosinePower, LongCrested, wave_heading


def test_a_sea_state_is_one_fixed_sea_with_its_heading():
    found = choose_sea(SeaWords(sea_state=5, wave_heading="150 deg"))
    assert isinstance(found.sea, SpreadSea)
    assert found.sea.spectrum == Bretschneider(hs=3.25, tp=9.7)
    assert isinstance(found.sea.spreading, CosinePower)
    to = wave_heading(found.sea.spreading.mean, ship_heading=found.ship_heading)
    assert math.degrees(float(to)) == pytest.approx(150.0)
    assert found.text == (
        "sea state 5 of the North Atlantic as one fixed sea, Hs 3.25 m, Tp 9.7 s, bretschneider, cos2, "
        "wave heading 150 deg"
    )
    assert found.as_data()["hs_m"] == pytest.approx(3.25)


def test_every_word_counts():
    base = SeaWords(hs="3 m", tp="9 s", wave_heading="90")
    assert choose_sea(base).sea.spectrum == Bretschneider(hs=3.0, tp=9.0)
    for name, kind in (("torsethaugen", Torsethaugen), ("jonswap", Jonswap)):
        words = SeaWords(hs=3.0, tp=9.0, wave_heading=1.0, spectrum=name)
        assert isinstance(choose_sea(words).sea.spectrum, kind)
    peaked = choose_sea(SeaWords(hs=3.0, tp=9.0, wave_heading=1.0, spectrum="jonswap", gamma=5.0))
    assert peaked.sea.spectrum.gamma == 5.0
    assert "gamma 5" in peaked.text
    two = choose_sea(SeaWords(hs=3.0, wave_heading=1.0, spectrum="ochi-hubble"))
    assert isinstance(two.sea.spectrum, OchiHubble)
    pacific = choose_sea(SeaWords(sea_state=5, wave_heading=1.0, ocean="mediterranean"))
    assert pacific.sea.tp != 9.7


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("long-crested", LongCrested(mean=0.5)),
        ("cos2", CosinePower(mean=0.5, exponent=2.0)),
        ("cos6.5", CosinePower(mean=0.5, exponent=6.5)),
        ("half-cos10", CosineHalf(mean=0.5, s=10.0)),
    ],
)
def test_spreadings(text, wanted):
    assert spreading(text, mean=0.5) == wanted


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({}, "give one of a sea state"),
        ({"sea_state": 5, "hs": 3.0, "wave_heading": 1.0}, "give one of a sea state"),
        ({"sea_state": 5}, "say how the waves meet her"),
        ({"sea_state": 5, "tp": 9.0, "wave_heading": 1.0}, "a sea state has its own period"),
        ({"sea_state": 9, "wave_heading": 1.0}, "0 to 8"),
        ({"sea_state": 5, "wave_heading": 1.0, "ocean": "baltic"}, "unknown ocean 'baltic'"),
        ({"hs": "3 m", "wave_heading": 1.0}, "needs a peak period"),
        ({"hs": "3 s", "tp": "9 s", "wave_heading": 1.0}, "hs: expected a length"),
        ({"hs": "12 m", "tp": "7 s", "wave_heading": 1.0}, "break"),
        (
            {"hs": 3.0, "tp": 9.0, "ocean": "north-pacific", "wave_heading": 1.0},
            "counts only with a sea state",
        ),
        ({"hs": 3.0, "tp": 9.0, "wave_heading": 1.0, "heading": 1.0}, "counts only with a measured sea"),
        ({"hs": 3.0, "tp": 9.0, "wave_heading": 1.0, "spectrum_time": 0}, "belong to a file"),
        ({"hs": 3.0, "tp": 9.0, "wave_heading": 1.0, "spectrum": "flat"}, "unknown spectrum 'flat'"),
        ({"hs": 3.0, "tp": 9.0, "wave_heading": 1.0, "gamma": 2.0}, "only a JONSWAP"),
        ({"hs": 3.0, "tp": 9.0, "wave_heading": 1.0, "spreading": "cosy"}, "'cosy' is none of"),
        ({"spectrum_file": "x.nc"}, "name the source"),
        ({"spectrum_file": "x.nc", "spectrum_source": "ww3", "tp": 1.0}, "has its own"),
        ({"spectrum_file": "x.nc", "spectrum_source": "ww3", "wave_heading": 1.0}, "ship's heading"),
        ({"spectrum_file": "none.nc", "spectrum_source": "ww3", "heading": 1.0}, "no such file"),
    ],
)
def test_words_refused(words, message):
    with pytest.raises(InputError, match=message):
        choose_sea(SeaWords(**words))


def test_a_measured_sea_keeps_its_directions(tmp_path):
    pytest.importorskip("wavespectra")
    import xarray as xr

    frequency, degrees = np.geomspace(0.04, 0.6, 60), np.arange(36) * 10.0
    true = SpreadSea(Jonswap(hs=3.0, tp=10.0), CosineHalf(mean=math.radians(235.0), s=12.0))
    density = (
        true.density(2 * math.pi * frequency[:, None], np.radians(degrees)) * 2 * math.pi * math.pi / 180
    )
    data = xr.Dataset({"efth": (("freq", "dir"), density)}, coords={"freq": frequency, "dir": degrees})
    data.to_netcdf(tmp_path / "sea.nc", engine="h5netcdf")
    words = {"spectrum_file": tmp_path / "sea.nc", "spectrum_source": "wavespectra"}
    found = choose_sea(SeaWords(**words, heading="85 deg"))
    assert found.ship_heading == pytest.approx(math.radians(85.0))
    assert found.sea.hs == pytest.approx(3.0, rel=0.02)
    assert math.degrees(found.sea.mean_direction) % 360.0 == pytest.approx(235.0, abs=1.0)
    assert "measured sea (sea.nc)" in found.text
    assert "from 235 deg in the mean, ship heading 85 deg" in found.text
    with pytest.raises(InputError, match="come from somewhere"):
        choose_sea(SeaWords(**words))
    with pytest.raises(InputError, match="has directions of its own"):
        choose_sea(SeaWords(**words, spreading="cos2", wave_heading=1.0))
