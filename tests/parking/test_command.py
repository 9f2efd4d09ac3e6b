"""The verb on the command line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from shortdeck.errors import InputError
from shortdeck.parking.command import mix_of

SHORTDECK = str(Path(sys.executable).with_name("shortdeck"))


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([SHORTDECK, "park", *arguments], capture_output=True, text=True, check=False)


def test_a_mix_reads_names_and_numbers():
    assert mix_of("bayraktar-tb3=12, sh-60k=2") == {"bayraktar-tb3": 12, "sh-60k": 2}
    assert mix_of(None) == {}


@pytest.mark.parametrize("text", ["sh-60k", "sh-60k=two", "=3", "sh-60k=1,sh-60k=2", "sh-60k=-1"])
def test_a_mix_that_does_not_read_is_refused(text):
    with pytest.raises(InputError, match="mix"):
        mix_of(text)


def test_one_json_object_and_the_files(tmp_path):
    done = run(
        "bayraktar-tb3", "tcg-anadolu", "--hangar", "--effort", "0.02", "--json", "--out", str(tmp_path)
    )
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)
    assert data["places"][0]["place"] == "hangar"
    assert data["total"]["geometric"] == data["places"][0]["geometric"]["count"]
    assert str(tmp_path / "hangar.svg") in data["files"]
    assert all(Path(name).is_file() for name in data["files"])


def test_bad_input_is_status_two_without_a_traceback():
    done = run("anka-s", "tcg-anadolu", "--hangar")
    assert done.returncode == 2
    assert done.stderr.strip() == (
        "no lift takes it there: lift aft (17 m x 14 m): TUSAS ANKA-S spread (8.00 m x 17.30 m) has "
        "0.30 m too much width"
    )
