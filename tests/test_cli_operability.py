"""The verb operability: bad input is one message and exit status 2."""

import subprocess
import sys
from pathlib import Path

import pytest

SHORT = Path(sys.executable).with_name("shortdeck")


def run(*arguments):
    return subprocess.run([str(SHORT), *arguments], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("bayraktar-tb3", "tcg-anadolu", "--mishap", "2"), "a probability of mishap"),
        (("bayraktar-tb3", "tcg-anadolu", "--climate", "atlantis"), "unknown ocean 'atlantis'"),
        (("bayraktar-tb3", "airfield"), "needs a ship"),
        (("f-35b", "izumo"), "an aircraft that flies"),
    ],
)
def test_bad_input_is_one_message(arguments, words):
    done = run("operability", *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_rates_that_are_none_are_refused_by_the_deck_cycle(tmp_path):
    path = tmp_path / "rates.json"
    path.write_text("{}")
    done = run(
        "sorties", "bayraktar-tb3", "izumo", "--fleet", "2", "--station", "50nmi", "--rates", str(path)
    )
    assert done.returncode == 2
    assert "operability.json" in done.stderr
    assert done.stdout == ""
