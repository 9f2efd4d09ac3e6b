"""Spectra against two packages that others wrote: waveresponse (4Subsea) and wavespectra (Oceanum)."""

import math

import numpy as np
import pytest

from shortdeck.sea.spectra import Bretschneider, Jonswap, OchiHubble, Torsethaugen
from shortdeck.sea.spreading import CosineHalf

waveresponse = pytest.importorskip("waveresponse")
wavespectra = pytest.importorskip("wavespectra")

OMEGA = np.linspace(0.15, 4.0, 400)


@pytest.mark.parametrize(("hs", "tp"), [(1.0, 6.0), (3.25, 9.7), (7.5, 15.0)])
def test_bretschneider(hs, tp):
    peer = waveresponse.ModifiedPiersonMoskowitz(OMEGA)(hs, tp)[1]
    assert Bretschneider(hs=hs, tp=tp).density(OMEGA) == pytest.approx(peer, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("gamma", [1.5, 3.3, 5.0])
def test_jonswap_but_for_the_approximate_area_of_the_peer(gamma):
    """The peer normalises by 1 - 0.287 ln gamma, which holds m0 to 1 or 2 %; here m0 is exact."""
    peer = waveresponse.JONSWAP(OMEGA)(3.25, 9.7, gamma=gamma)[1]
    own = Jonswap(hs=3.25, tp=9.7, gamma=gamma).density(OMEGA)
    ratio = peer[peer > 1e-6] / own[peer > 1e-6]
    assert ratio == pytest.approx(ratio[0], rel=1e-9)
    assert ratio[0] == pytest.approx(1.0, abs=0.02)


@pytest.mark.parametrize("lam", [0.8, 1.0, 3.0])
def test_each_part_of_ochi_hubble(lam):
    peer = waveresponse.OchiHubble(OMEGA)(2.0, 11.0, q=lam)[1]
    other = waveresponse.OchiHubble(OMEGA)(1.0, 7.0, q=1.4)[1]
    own = OchiHubble(hs1=2.0, tp1=11.0, lam1=lam, hs2=1.0, tp2=7.0, lam2=1.4).density(OMEGA)
    assert own == pytest.approx(peer + other, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(("hs", "tp"), [(2.0, 6.0), (4.0, 8.0), (4.0, 15.0), (7.0, 11.0), (7.0, 17.0)])
def test_torsethaugen_but_for_the_approximate_area_of_the_peer(hs, tp):
    """Both peaks agree in place and form; the peer's area of the enhanced one is off by up to 3.5 %."""
    peer = waveresponse.Torsethaugen(OMEGA)(hs, tp)[1]
    peaks = np.array([peak.density(OMEGA) for peak in Torsethaugen(hs=hs, tp=tp).peaks])
    share = np.linalg.lstsq(peaks.T, peer, rcond=None)[0]
    assert share @ peaks == pytest.approx(peer, abs=1e-6 * peer.max())
    assert share[0] == pytest.approx(1.0, abs=0.035)
    assert share[1] == pytest.approx(3.26 * math.gamma(0.75) / 4.0, abs=1e-4)  # the source rounds to 3.26


@pytest.mark.parametrize("sea", [Bretschneider(hs=3.0, tp=9.0), Jonswap(hs=3.0, tp=9.0)], ids=["b", "j"])
def test_integrated_parameters(sea):
    import xarray as xr

    frequency = np.arange(0.03, 2.0, 0.002)
    density = 2 * math.pi * sea.density(2 * math.pi * frequency)
    peer = xr.DataArray(density, dims="freq", coords={"freq": frequency}, name="efth").spec
    assert float(peer.hs(tail=False)) == pytest.approx(sea.hs, rel=1e-3)
    assert float(peer.tm01()) == pytest.approx(sea.tm01, rel=3e-3)
    assert float(peer.tm02()) == pytest.approx(sea.tm02, rel=3e-3)
    assert float(peer.tp()) == pytest.approx(sea.tp, rel=5e-3)


def test_cosine_2s_spreading():
    from wavespectra.construct.direction import cartwright

    degrees = np.arange(0.0, 360.0, 5.0)
    spread = 30.0
    peer = np.asarray(cartwright(degrees, 70.0, spread)).ravel() * 180.0 / math.pi
    own = CosineHalf(mean=math.radians(70.0), s=2.0 / math.radians(spread) ** 2 - 1.0)
    assert own.density(np.radians(degrees)) == pytest.approx(peer, rel=0.01, abs=1e-6)
    assert float(np.sum(peer) * math.radians(5.0)) == pytest.approx(1.0, rel=1e-3)
