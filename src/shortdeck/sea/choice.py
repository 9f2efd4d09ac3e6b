"""The sea that a user's words ask for: a sea state, a height and period, or a file of measurements."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from shortdeck.catalog.units import si_value
from shortdeck.errors import InputError
from shortdeck.sea.directional import DirectionalSpectrum, SpreadSea
from shortdeck.sea.measured import SeaFormat, read_sea
from shortdeck.sea.spectra import PeakedSpectrum, SpectrumName, spectrum
from shortdeck.sea.spreading import CosineHalf, CosinePower, LongCrested, Spreading, wave_direction
from shortdeck.sea.states import DEFAULT_OCEAN, sea_state

DEFAULT_SPREADING = "cos2"
DEFAULT_SPECTRUM: SpectrumName = "bretschneider"
_SPREADING = re.compile(r"cos(?P<power>\d+(?:\.\d+)?)|half-cos(?P<s>\d+(?:\.\d+)?)")


@dataclass(frozen=True, kw_only=True)
class SeaWords:
    """What may be said of a sea. Quantities are texts with a unit or floats in SI; None: not said.

    One of: ``sea_state`` (NATO sea state, one fixed Hs and Tp of an ``ocean``), ``hs`` with ``tp``, or
    ``spectrum_file`` with its ``spectrum_source`` (and ``spectrum_time``, ``spectrum_place``).
    ``wave_heading`` is 180 deg for head seas, 90 deg from starboard; a file with directions of its own needs
    the ship's ``heading`` (from north) instead.
    """

    sea_state: int | None = None
    hs: str | float | None = None
    tp: str | float | None = None
    wave_heading: str | float | None = None
    spectrum: str | None = None
    gamma: float | None = None
    spreading: str | None = None
    ocean: str | None = None
    spectrum_file: str | Path | None = None
    spectrum_source: str | None = None
    spectrum_time: int | str | None = None
    spectrum_place: int | None = None
    heading: str | float | None = None

    def said(self) -> list[str]:
        """Names of what was said."""
        return [name for name, value in vars(self).items() if value is not None]


@dataclass(frozen=True, kw_only=True)
class ChosenSea:
    """A sea, the ship's heading in it (rad from north), and both in words."""

    sea: DirectionalSpectrum
    ship_heading: float
    text: str

    def as_data(self) -> dict[str, Any]:
        """Plain data, SI and radians."""
        sea = self.sea
        return {
            "text": self.text,
            "hs_m": sea.hs,
            "tp_s": sea.tp,
            "directional_spread_rad": sea.directional_spread,
        }


def spreading(text: str, *, mean: float) -> Spreading:
    """``long-crested``, ``cos2`` (any power) or ``half-cos10`` (cos^2s of half the angle, any s)."""
    if text == "long-crested":
        return LongCrested(mean=mean)
    found = _SPREADING.fullmatch(text)
    if found is None:
        raise InputError(
            f"spreading: {text!r} is none of long-crested, cos2 (cos^n within 90 deg; n as you like) and "
            "half-cos10 (cos^2s of half the angle; s as you like)"
        )
    if found["power"] is not None:
        return CosinePower(mean=mean, exponent=float(found["power"]))
    return CosineHalf(mean=mean, s=float(found["s"]))


def choose_sea(words: SeaWords) -> ChosenSea:
    """The sea that the words ask for. Raises InputError where they are too few, too many or wrong."""
    given = [name for name in ("sea_state", "hs", "spectrum_file") if getattr(words, name) is not None]
    if len(given) != 1:
        raise InputError(
            "sea: give one of a sea state, a height with a period, or a file with a measured sea"
        )
    return _measured(words) if given == ["spectrum_file"] else _parametric(words)


def _refuse(words: SeaWords, names: tuple[str, ...], why: str) -> None:
    said = [name for name in names if getattr(words, name) is not None]
    if said:
        raise InputError(f"sea: {', '.join(said)}: {why}")


def _mean(words: SeaWords) -> tuple[float, str]:
    """Direction of the waves for a ship that heads north, rad, and the heading in words."""
    if words.wave_heading is None:
        raise InputError("wave heading: say how the waves meet her: 180 deg head seas, 90 deg from starboard")
    heading = si_value(words.wave_heading, "rad", name="wave heading")
    return float(wave_direction(heading, ship_heading=0.0)), f"wave heading {math.degrees(heading):g} deg"


def _parametric(words: SeaWords) -> ChosenSea:
    _refuse(
        words, ("spectrum_source", "spectrum_time", "spectrum_place"), "belong to a file with a measured sea"
    )
    _refuse(words, ("heading",), "counts only with a measured sea; say the wave heading")
    mean, heading = _mean(words)
    name = cast("SpectrumName", words.spectrum or DEFAULT_SPECTRUM)  # unknown ones are refused below
    spread = words.spreading or DEFAULT_SPREADING
    found: PeakedSpectrum
    if words.sea_state is not None:
        _refuse(words, ("tp",), "a sea state has its own period; give hs and tp without it")
        state = sea_state(words.sea_state, words.ocean or DEFAULT_OCEAN)
        found = state.spectrum(name, gamma=words.gamma)
        first = (
            f"sea state {words.sea_state} of the {state.ocean.replace('-', ' ').title()} as one fixed sea, "
        )
    else:
        assert words.hs is not None
        _refuse(words, ("ocean",), "counts only with a sea state")
        tp = None if words.tp is None else si_value(words.tp, "s", name="tp")
        found = spectrum(name, hs=si_value(words.hs, "m", name="hs"), tp=tp, gamma=words.gamma)
        first = ""
    gamma = f" (gamma {words.gamma:g})" if words.gamma is not None else ""
    text = f"{first}Hs {found.hs:.2f} m, Tp {found.tp:.1f} s, {name}{gamma}, {spread}, {heading}"
    return ChosenSea(sea=SpreadSea(found, spreading(spread, mean=mean)), ship_heading=0.0, text=text)


def _measured(words: SeaWords) -> ChosenSea:
    assert words.spectrum_file is not None
    _refuse(words, ("tp", "spectrum", "gamma", "ocean"), "a measured sea has its own; leave them out")
    if words.spectrum_source is None:
        raise InputError("sea: name the source of the file: era5, ww3, swan, ndbc or wavespectra")
    along = words.spreading is not None
    mean, heading_text = _mean(words) if along else (0.0, "")
    if not along:
        _refuse(words, ("wave_heading",), "the file has directions; give the ship's heading (from north)")
    when = words.spectrum_time
    if isinstance(when, str) and when.isdigit() and len(when) < 4:
        when = int(when)  # an index, as the command line gives it
    found = read_sea(
        words.spectrum_file, source=cast("SeaFormat", words.spectrum_source), time=when,
        place=words.spectrum_place,
        spreading=spreading(words.spreading, mean=mean) if words.spreading is not None else None,
    )  # fmt: skip
    if along:
        _refuse(words, ("heading",), "counts only with a spectrum that has directions")
        heading, where = 0.0, f"{words.spreading}, {heading_text}"
    else:
        if words.heading is None:
            raise InputError(
                "sea: the waves of the file come from somewhere; give the ship's heading (from north)"
            )
        heading = si_value(words.heading, "rad", name="heading")
        mean_from = math.degrees(found.mean_direction) % 360.0
        where = f"from {mean_from:.0f} deg in the mean, ship heading {math.degrees(heading):g} deg"
    name = Path(words.spectrum_file).name
    text = f"measured sea ({name}), Hs {found.hs:.2f} m, Tp {found.tp:.1f} s, {where}"
    return ChosenSea(sea=found, ship_heading=heading, text=text)
