"""The command motion, as a user meets it."""

import json

import pytest

from shortdeck.vessel.deck_motion import motion
from shortdeck.vessel.motion_report import as_data

SEA = ("--sea-state", "5", "--wave-heading", "150", "--ship-speed", "12kn")


def test_motion(run):
    code, out, err = run("motion", "izumo", *SEA)
    assert (code, err) == (0, "")
    words = " ".join(out.split())
    for text in (
        "izumo: sea state 5 of the North Atlantic as one fixed sea, Hs 3.25 m, Tp 9.7 s, bretschneider, "
        "cos2, wave heading 150 deg; ship 12.0 kn",
        "speed terms of Salvesen, Tuck and Faltinsen",
        "record of 3600 s: 112 bins of encounter frequency",
        "seed 0, case 0",
        "deck point: 49.0 m forward of the stern edge, 5.5 m to port",
        "for roll damping (besides that of waves) +/- 30%",
        "limits: unmanned (estimate: half of the helicopter limits",
        "quiescent periods of 10 s and more:",
    ):
        assert text in words
    for row in ("heave", "roll", "pitch", "vertical-velocity", "vertical-acceleration"):
        assert f"\n{row} " in out


def test_json_says_what_python_says(run):
    code, out, err = run("motion", "izumo", *SEA, "--duration", "5 min", "--limits=helicopter", "--json")
    assert (code, err) == (0, "")
    wanted = as_data(
        motion("izumo", sea_state=5, wave_heading="150 deg", ship_speed="12 kn", duration=300.0,
               limits="helicopter")
    )  # fmt: skip
    data = json.loads(out)
    assert data == json.loads(json.dumps(wanted | {"files": []}))
    assert (
        data["figures"]["roll"]["spectrum"]["significant"] == 2.0 * data["figures"]["roll"]["spectrum"]["rms"]
    )
    assert data["limits"]["confidence"] == "published"


def test_every_option_reaches_python(run, tmp_path):
    words = ("motion", "izumo", "--hs=3m", "--tp=9s", "--wave-heading=30", "--ship-speed=10kn",
             "--spectrum=jonswap", "--gamma=2", "--spreading=long-crested", "--seed=4", "--case=2",
             "--point", "100 m,3 m", "--limits", "roll=2 deg", "--quiet-for=20s", "--duration=2min",
             "--json")  # fmt: skip
    code, out, err = run(*words)
    assert (code, err) == (0, "")
    wanted = motion(
        "izumo", hs=3.0, tp=9.0, wave_heading="30", ship_speed="10 kn", spectrum="jonswap", gamma=2.0,
        spreading="long-crested", seed=4, case=2, point=(100.0, 3.0), limits="roll=2 deg", quiet_for=20.0,
        duration=120.0,
    )  # fmt: skip
    assert json.loads(out) == json.loads(json.dumps(as_data(wanted) | {"files": []}))


def test_out_writes_the_same_bytes_twice_and_replays(run, tmp_path):
    for name in ("one", "two"):
        code, out, err = run("motion", "izumo", *SEA, "--duration=5min", "--out", str(tmp_path / name))
        assert (code, err) == (0, "")
        assert str(tmp_path / name / "motion.nc") in out
    for name in ("motion.nc", "motion.png"):
        one, two = (tmp_path / folder / name for folder in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()
    assert (tmp_path / "one" / "motion.png").read_bytes()[:4] == b"\x89PNG"
    code, out, err = run("motion", "izumo", "--recorded", str(tmp_path / "one" / "motion.nc"),
                         "--out", str(tmp_path / "three"))  # fmt: skip
    assert (code, err) == (0, "")
    assert "izumo: recorded motion, 299.9 s" in out
    assert "positive forward, starboard, down, starboard-down, bow-up, bow-starboard" in " ".join(out.split())
    assert (tmp_path / "three" / "motion.png").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["izumo"], "give one of a sea state"),
        (["izumi", *SEA], "did you mean 'izumo'"),
        (["airfield", *SEA], "it does not move"),
        (["izumo", "--sea-state", "9", "--wave-heading", "150"], "0 to 8"),
        (["izumo", "--sea-state", "5"], "say how the waves meet her"),
        (["izumo", "--sea-state", "5", "--wave-heading", "150 m"], "wave heading: expected an angle"),
        (["izumo", "--sea-state", "5", "--wave-heading", "150", "--ship-speed", "12"], "has no unit"),
        (["izumo", "--hs", "9 m", "--tp", "7 s", "--wave-heading", "150"], "break"),
        (["izumo", *SEA, "--point", "500 m,0 m"], "is not on the deck"),
        (["izumo", *SEA, "--limits", "gentle"], "neither a set"),
        (["izumo", *SEA, "--rao", "none.nc"], "none.nc: no such file"),
        (["izumo", "--recorded", "none.csv"], "none.csv: no such file"),
        (["izumo", *SEA, "--recorded", "none.csv"], "leave out sea_state"),
        (["izumo", *SEA, "--duration", "10 s"], "from 60 s to 24 h"),
    ],
)
def test_bad_input_is_one_message_and_status_2(run, words, message):
    code, out, err = run("motion", *words)
    assert (code, out) == (2, "")
    assert message in err
    assert "Traceback" not in err


def test_out_that_is_a_file(run, tmp_path):
    (tmp_path / "taken").write_text("")
    code, out, err = run("motion", "izumo", *SEA, "--duration=60s", "--out", str(tmp_path / "taken"))
    assert (code, out) == (2, "")
    assert err.startswith(f"cannot write to {tmp_path / 'taken'}: ")
