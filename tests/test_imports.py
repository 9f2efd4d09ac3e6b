"""Every module imports, every public name loads, and importing the package costs next to nothing."""

import importlib
import pkgutil
import statistics
import subprocess
import sys

import pytest

import shortdeck

MODULES = sorted(
    found.name
    for found in pkgutil.walk_packages(shortdeck.__path__, "shortdeck.")
    if "__main__" not in found.name
)


@pytest.mark.parametrize("name", MODULES)
def test_every_module_imports(name):
    importlib.import_module(name)


def test_every_public_name_loads_after_every_module_did():
    for name in MODULES:
        importlib.import_module(name)
    for name in shortdeck.__all__:
        value = getattr(shortdeck, name)
        assert not isinstance(value, type(sys)), f"{name} is a module: a package hides the function"
    assert set(dir(shortdeck)) >= set(shortdeck.__all__)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="module 'shortdeck' has no attribute 'zeppelin'"):
        _ = shortdeck.zeppelin


def _import_seconds() -> float:
    code = "import time; start = time.perf_counter(); import shortdeck; print(time.perf_counter() - start)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout)


def test_importing_the_package_is_quick():
    assert statistics.median(_import_seconds() for _ in range(3)) < 0.3


def test_importing_the_package_imports_nothing_heavy():
    code = "import sys, shortdeck; print(sorted({'numpy', 'numba', 'pydantic', 'pint'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_aircraft_and_ships_by_name():
    assert shortdeck.aircraft("bayraktar-tb3").kind == "aircraft"
    assert shortdeck.ship("tcg-anadolu").kind == "ship"
    with pytest.raises(shortdeck.InputError, match="did you mean 'bayraktar-tb3'"):
        shortdeck.aircraft("tb3")
