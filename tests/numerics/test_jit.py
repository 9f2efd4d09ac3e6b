"""Compiled code is kept on disk, and an edit anywhere in the kernels is seen at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import shortdeck
from shortdeck.numerics.jit import sources_of

PROGRAM = """
from shortdeck.numerics.jit import source_hash
from shortdeck.air.atmosphere import density
from shortdeck.numerics.jit import driver

@driver
def at(altitude):
    return density(altitude)

print(source_hash(), at(0.0))
"""


def run(folder: Path, **environment: str) -> tuple[str, float]:
    """Hash of the sources and density at sea level, by a fresh process on the package in ``folder``."""
    program = folder / "program.py"
    program.write_text(PROGRAM)
    values = {**os.environ, "PYTHONPATH": str(folder), "XDG_CACHE_HOME": str(folder / "cache"), **environment}
    done = subprocess.run(
        [sys.executable, str(program)], env=values, capture_output=True, text=True, check=True, timeout=120
    )
    name, density = done.stdout.split()
    return name, float(density)


def test_an_edit_in_a_called_file_changes_folder_and_result(tmp_path: Path) -> None:
    shutil.copytree(
        Path(shortdeck.__file__).parent,
        tmp_path / "shortdeck",
        ignore=shutil.ignore_patterns("__pycache__", "data"),
    )
    before, sea_level = run(tmp_path)
    again, same = run(tmp_path)
    assert (again, same) == (before, sea_level)
    source = tmp_path / "shortdeck" / "air" / "atmosphere.py"
    text = source.read_text()
    assert "SEA_LEVEL_DENSITY = 1.225 " in text
    source.write_text(text.replace("SEA_LEVEL_DENSITY = 1.225 ", "SEA_LEVEL_DENSITY = 2.450 "))
    after, doubled = run(tmp_path)
    assert after != before
    assert abs(doubled - 2.0 * sea_level) < 1e-9
    if sys.platform == "linux":  # elsewhere the cache does not follow XDG_CACHE_HOME
        kept = {path.name for path in (tmp_path / "cache" / "shortdeck" / "kernels").iterdir()}
        assert kept == {before, after}


LOADED = """
import sys
import shortdeck.flight.block
print(*(module.__file__ for name, module in sys.modules.items() if name.startswith("shortdeck")))
"""


def test_no_source_that_a_driver_uses_is_left_out_of_its_hash() -> None:
    """All kernel sources that are loaded with the driver of flights; what it does not use is none of them."""
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    package = Path(shortdeck.__file__).resolve().parent
    found = {path.relative_to(package).as_posix() for path in sources_of(package / "flight" / "block.py")}
    loaded = {Path(name).resolve().relative_to(package).as_posix() for name in done.stdout.split()}
    folders = {name.split("/")[0] for name in found}
    used = {name for name in loaded if name.split("/")[0] in folders and not name.endswith("__init__.py")}
    assert used <= found
    assert {"numerics/jit.py", "airframe/gear.py", "vessel/airflow.py", "flight/step.py"} <= found
    assert not {"flight/report.py", "flight/setup.py", "flight/cuda.py"} & found


def test_the_same_text_runs_without_compilation(tmp_path: Path) -> None:
    shutil.copytree(
        Path(shortdeck.__file__).parent,
        tmp_path / "shortdeck",
        ignore=shutil.ignore_patterns("__pycache__", "data"),
    )
    _, compiled = run(tmp_path)
    _, plain = run(tmp_path, NUMBA_DISABLE_JIT="1")
    assert abs(plain - compiled) < 1e-12


def test_a_home_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    shutil.copytree(
        Path(shortdeck.__file__).parent,
        tmp_path / "shortdeck",
        ignore=shutil.ignore_patterns("__pycache__", "data"),
    )
    blocked = tmp_path / "file"
    blocked.write_text("")
    _, density = run(tmp_path, XDG_CACHE_HOME=str(blocked))
    assert abs(density - 1.225) < 1e-9
