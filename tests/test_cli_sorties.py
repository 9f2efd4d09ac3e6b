"""The verb sorties: a table, one JSON object, files; bad input is one message and exit status 2."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SHORT = Path(sys.executable).with_name("shortdeck")
QUICK = (
    "sorties", "bayraktar-tb3", "izumo", "--fleet", "3", "--days", "5", "--station", "100 nmi",
    "--away", "8h", "--replications", "2",
)  # fmt: skip


def run(*arguments):
    return subprocess.run([str(SHORT), *arguments], capture_output=True, text=True, check=False)


def test_json_is_one_object_with_everything(tmp_path):
    done = run(*QUICK, "--on-station", "1", "--json", "--out", str(tmp_path))
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)
    assert data["policy"] == "keep-on-station"
    assert 0.0 < data["figures"]["share of time on station"]["mean"] < 1.0
    assert sum(level["mean"] for level in data["share_of_time_with_n_on_station"]) == pytest.approx(1.0)
    assert data["removals"]
    assert data["fleets"][0]["fleet"] == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(Path(f).name for f in data["files"])


def test_the_table_says_what_it_rests_on():
    done = run(*QUICK, "--no-study", "--policy", "interval:4h")
    assert done.returncode == 0, done.stderr
    for words in (
        "sorties a day, surge",
        "control stations",
        "assumed, from no trial",
        "policy fixed-interval",
    ):
        assert words in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--station", "200"), "has no unit"),
        (("--station", "9000 nmi"), "beyond the radius of action"),
        (("--fleet", "99"), "does not fit aboard"),
        (("--away", "-3 h"), "leaves no time on station"),
    ],
)
def test_bad_input_is_one_message(arguments, words):
    done = run(*QUICK, *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
