"""The frozen aerodynamic coefficients are those that the script derives from the shapes in the catalogue."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from shortdeck.catalog import loader

pytest.importorskip("aerosandbox")

SCRIPT = Path(__file__).parents[2] / "scripts" / "derive_aerodynamics.py"
SHAPED = [name for name in loader.names("aircraft") if getattr(loader.load(name), "derivation", None)]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("derive_aerodynamics", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", SHAPED)
def test_frozen_coefficients_match_a_fresh_derivation(script: ModuleType, name: str) -> None:
    frozen = loader.load(name).model.aerodynamics
    for key, entry in script.derive(name).items():
        assert getattr(frozen, key).value == pytest.approx(entry.value, rel=1e-3, abs=1e-6), key


def test_freezing_changes_nothing_but_the_named_entries(script: ModuleType) -> None:
    path = loader.DATA / "aircraft" / "bayraktar-tb3.yaml"
    before = path.read_text(encoding="utf-8")
    entries = {"CL_0": script.Entry(0.5, 0.1, "a test"), "Cn_rudder": script.Entry(-0.1, 0.02, "a test")}
    after = script.freeze(before, entries)
    assert script.freeze(after, entries) == after
    changed = set(after.splitlines()) - set(before.splitlines())
    assert len(changed) <= 5
    assert "      value: 0.5" in after.splitlines()
