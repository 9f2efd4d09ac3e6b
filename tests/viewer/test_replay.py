"""The page as a file: complete, the same each time, and clear about what it needs."""

import importlib.util
import json
import re

import pytest

import shortdeck as sd
from shortdeck.errors import InputError
from shortdeck.viewer import three
from shortdeck.viewer.replay import replay


def test_same_flight_same_bytes(landing, landing_file, landing_page, tmp_path):
    again = replay(landing, tmp_path / "again.html")
    assert again.read_bytes() == landing_page.read_bytes()
    assert landing_page == landing_file.with_suffix(".html")


def test_the_page_needs_nothing_else(landing_page):
    text = landing_page.read_text(encoding="utf-8")
    assert "{{" not in re.sub(r'<script type="application/json".*?</script>', "", text, flags=re.DOTALL)
    imports = json.loads(re.search(r'<script type="importmap">(.*?)</script>', text)[1])["imports"]
    assert all(address.startswith("data:text/javascript;base64,") for address in imports.values())
    outside = re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
    assert not re.search(r'(?:src|href)="(?!#|data:)', outside)
    assert "Copyright 2010" in three.bundle()  # the licence goes with it
    assert len(text) < 4_000_000


def test_what_the_page_says_of_the_sea(landing_page):
    text = landing_page.read_text(encoding="utf-8")
    assert re.search(r"\d+ waves of this flight's spectrum|\d+ waves of this flight&#x27;s spectrum", text)
    assert "sea state 5 of the North Atlantic" in text


def test_public_name(tmp_path):
    flight = sd.recover("anka-s", "airfield", wind_over_deck="10 kn")
    page = sd.replay(flight, tmp_path / "deep" / "page.html")
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_files_must_be_those_that_flew(landing, tmp_path):
    with pytest.raises(InputError, match="'izumo' flew, the file describes 'tcg-anadolu'"):
        replay(landing, tmp_path / "a.html", ship="tcg-anadolu")


def test_an_own_aircraft_must_be_named(landing_file, tmp_path):
    import xarray as xr

    other = tmp_path / "own.nc"
    history = xr.open_dataset(landing_file, engine="h5netcdf").load()
    history.attrs["aircraft"] = "my-own"
    history.to_netcdf(other, engine="h5netcdf")
    with pytest.raises(InputError, match="'my-own' is not of the catalogue"):
        replay(other)


def test_without_three_the_message_says_what_to_do(monkeypatch, landing, tmp_path):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"pip install 'shortdeck\[viewer\]'"):
        replay(landing, tmp_path / "a.html")


def test_recorded_motion_is_drawn_on_a_flat_sea_and_says_so(landing):
    from shortdeck.catalog.loader import load_ship
    from shortdeck.viewer.record import record_of
    from shortdeck.viewer.scene import sea_surface

    record = record_of(landing)
    record.attributes["ship_motion"] = "recorded"
    waves, said = sea_surface(record, load_ship("izumo"))
    assert len(waves.omega) == 0
    assert "not known" in said
