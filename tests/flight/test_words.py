"""The record of what may be said of a flight: who spells it out, and that each word changes something."""

from __future__ import annotations

import inspect
import json

import numpy as np
import pytest
from typer.testing import CliRunner

import shortdeck as sd
from shortdeck.air.pack import DiscreteGust
from shortdeck.cli import app
from shortdeck.flight import fly
from shortdeck.flight.words import SEA, WORDS, Words
from shortdeck.limits.words import COMMON
from shortdeck.safety import asked
from tests.flight.test_weather import flow_field

TASKS = ("launch", "recover")
BASE = {
    "sea_state": "4",
    "wave_heading": "150",
    "wind_over_deck": "20 kn",
    "ship_speed": "10 kn",
    "seed": "3",
}
# What to say besides (None: not the word of the base), and the word itself as it is typed.
OTHERWISE: dict[str, tuple[dict[str, str | None], str]] = {
    "mass": ({}, "1300 kg"),
    "wind_over_deck": ({}, "24 kn"),
    "wind_angle": ({}, "10"),
    "ship_speed": ({}, "15 kn"),
    "heading": ({}, "40"),
    "surface": ({}, "wet"),
    "stores": ({}, "0.5"),
    "ramp": ({}, ""),
    "deck_run": ({}, "120 m"),
    "abort_at": ({}, "40 m"),
    "release": ({"sea_state": "5", "wave_heading": "180"}, "timed"),
    "abort": ({"faults": "engine_stops=4 s"}, ""),
    "speed_factor": ({}, "1.35"),
    "approach": ({}, "quiet"),
    "compensation": ({}, ""),
    "sea_state": ({}, "5"),
    "hs": ({"sea_state": None, "hs": "2 m", "tp": "9 s"}, "3 m"),
    "tp": ({"sea_state": None, "hs": "2 m", "tp": "8 s"}, "9 s"),
    "wave_heading": ({}, "120"),
    "spectrum": ({}, "jonswap"),
    "spreading": ({}, "long-crested"),
    "ocean": ({"sea_state": "6"}, "north-pacific"),
    "recorded": ({"sea_state": None, "wave_heading": None}, "MOTION"),
    "record_start": ({"sea_state": None, "wave_heading": None, "recorded": "MOTION"}, "7 s"),
    "flow_field": ({}, "FLOW"),
    "turbulence": ({}, "dryden"),
    "airwake": ({}, ""),
    "navigation": ({}, "none"),
    "gust": ({}, "down=3 m/s, onset=2 s"),
    "faults": ({}, "engine_stops=4 s"),
    "seed": ({}, "4"),
    "case": ({}, "1"),
}
SWITCHES = {
    "ramp": "--flat",
    "abort": "--no-abort",
    "compensation": "--no-compensation",
    "airwake": "--no-airwake",
}
OF_A_TASK = [(task, name) for task in TASKS for name in WORDS if WORDS[name].told.task in ("", task)]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """A recorded motion and a flow field."""
    folder = tmp_path_factory.mktemp("words")
    time = np.arange(0.0, 130.0, 0.1)
    zero = np.zeros_like(time)
    heave, roll = 0.5 * np.sin(0.7 * time), np.radians(2.0) * np.sin(0.45 * time)
    head = "time [s],surge [m],sway [m],heave [m],roll [rad],pitch [rad],yaw [rad]"
    rows = np.column_stack([time, zero, zero, heave, roll, zero, zero])
    np.savetxt(folder / "motion.csv", rows, delimiter=",", header=head, comments="", fmt="%.6f")
    flow_field(folder / "flow.nc", 0.2)
    return {"MOTION": str(folder / "motion.csv"), "FLOW": str(folder / "flow.nc")}


def typed(words: dict[str, str | None], files: dict[str, str]) -> list[str]:
    """Words as they are typed."""
    out = []
    for name, text in words.items():
        if name in SWITCHES:
            out.append(SWITCHES[name])
        elif text is not None:
            option = {"faults": "fault"}.get(name, name).replace("_", "-")
            out += [f"--{option}={files.get(text, text)}"]
    return out


def flown(task: str, words: list[str]) -> dict:
    """What a flight comes to by the command line."""
    done = CliRunner().invoke(app, [task, "bayraktar-tb3", "tcg-anadolu", *words, "--json"])
    assert done.exit_code == 0, done.exception
    return json.loads(done.stdout)


@pytest.mark.parametrize(("task", "name"), OF_A_TASK)
def test_each_option_changes_the_flight(files, task, name) -> None:
    besides, text = OTHERWISE[name]
    base = BASE | besides
    usual, other = flown(task, typed(base, files)), flown(task, typed(base | {name: text}, files))
    if name != "heading":  # north alone turns with it: nothing on deck does
        del usual["conditions"], other["conditions"]
    assert usual != other


def test_every_word_is_changed_above() -> None:
    assert list(OTHERWISE) == list(WORDS)


# Words that a function takes otherwise: several at once, or always drawn.
OWN = {"envelope": ("sea_state", "mass", "ship_speed", "seed"), "risk": ("seed",), "hinges": ("seed",)}
WORDS_OF = {
    "launch": [name for name, word in WORDS.items() if word.told.task != "recover"],
    "recover": [name for name, word in WORDS.items() if word.told.task != "launch"],
    "risk": [name for name in WORDS if name not in ("release", "abort", "approach", "compensation", "case")],
    "hinges": [
        name for name in WORDS if name not in ("release", "abort", "approach", "compensation", "case")
    ],
    "envelope": [*COMMON, "sea_state", "mass", "ship_speed", "seed"],
}


LATE = {"DiscreteGust": DiscreteGust, "OwnLaw": object}  # named for the type checker alone


@pytest.mark.parametrize("function", WORDS_OF)
def test_functions_spell_the_record_out(function) -> None:
    """Each takes its words and no more of them, with the record's types and defaults."""
    taken = inspect.signature(getattr(sd, function), eval_str=True, locals=LATE)
    assert {name for name in taken.parameters if name in WORDS} == set(WORDS_OF[function])
    for name in WORDS_OF[function]:
        if name in OWN.get(function, ()):
            continue
        parameter, word = taken.parameters[name], WORDS[name]
        kind = DiscreteGust | None if name == "gust" else word.type
        assert parameter.annotation == kind, name
        assert parameter.default == word.default, name


@pytest.mark.parametrize(
    ("function", "name"), [(f, name) for f in ("launch", "recover", "risk", "hinges") for name in WORDS_OF[f]]
)
def test_each_word_reaches_the_conditions(monkeypatch, function, name) -> None:
    """What is said, and nothing else, is what all functions make their conditions of."""

    class Reached(Exception):  # noqa: N818
        pass

    def conditions_of(task, aircraft, ship, words):
        raise Reached(task, words)

    for module in (fly, asked):
        monkeypatch.setattr(module, "conditions_of", conditions_of)
    task = [] if function in TASKS else ["launch"]
    with pytest.raises(Reached) as reached:
        getattr(sd, function)(*task, "bayraktar-tb3", "izumo", **{name: 7})
    seed = {"seed": 0} if function in OWN else {}
    assert reached.value.args == ((task or [function])[0], Words(**(seed | {name: 7})))


def test_words_of_the_other_task_are_idle() -> None:
    said = Words(abort=False, compensation=False, deck_run=90.0, mass=1300.0, sea_state=4)
    assert said.idle("launch") == ["compensation"]
    assert said.idle("recover") == ["deck_run", "abort"]
    assert said.sea().said() == ["sea_state"]
    assert set(SEA) < set(WORDS)
