"""A control law of one's own: it flies, as plain Python and compiled, and says what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from shortdeck.autopilot import law as laws
from shortdeck.autopilot import parts
from shortdeck.autopilot.law import GO_AROUND
from shortdeck.autopilot.parts import PARTS
from shortdeck.campaign.flights import fly_table
from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.errors import InputError
from shortdeck.flight import engine
from shortdeck.flight.fly import recover, seas_for
from shortdeck.flight.lanes import flat
from shortdeck.flight.own_law import check_law, compiled_block, plain_block
from shortdeck.flight.setup import Conditions, recovery_setup
from shortdeck.flight.weather import weather
from shortdeck.flight.words import Words

TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorial" / "own-law.md"
SEEN: list[float] = []


@pytest.fixture(scope="module")
def tb3():
    return load_aircraft("bayraktar-tb3")


@pytest.fixture(scope="module")
def izumo():
    return load_ship("izumo")


@pytest.fixture(scope="module")
def approach(tb3, izumo):
    """Parameters, first state and seas of an approach in sea state 4."""
    k = Conditions(mass=1250.0, **weather(izumo, Words(sea_state=4, seed=1)))
    c, state, _ = recovery_setup(tb3, izumo, k)
    return c, state, seas_for(k, c)


def the_same(a, m, s, f, time, dt):
    return laws.autopilot(a, m, s, f, time, dt)


def looking(a, m, s, f, time, dt):
    SEEN.append(s.airspeed)
    return laws.autopilot(a, m, s, f, time, dt)


def never(a, s, f, lifted):
    return 5.0


def patient(a, s, f, lifted):
    return 0.0


def broken(a, s, f, lifted):
    raise RuntimeError("found me")


def steps_of(approach, law, duration=4.0):
    c, state, seas = approach
    final, _ = engine.fly(c, state, duration=duration, seas=seas, driver=plain_block(law))
    return final


class TestPlain:
    def test_the_package_s_own_law_gives_the_same_flight(self, approach):
        c, state, seas = approach
        compiled, _ = engine.fly(c, state, duration=4.0, seas=seas)
        plain = steps_of(approach, {"law": the_same})
        # Compiled code contracts products and sums: the last bits differ, and grow by a little.
        assert plain.body == pytest.approx(compiled.body, rel=1e-9, abs=1e-9)
        assert plain.sensing.received == pytest.approx(compiled.sensing.received, rel=1e-9, abs=1e-9)
        assert plain.forecast == pytest.approx(compiled.forecast, rel=1e-9, abs=1e-9)

    def test_it_is_called_in_every_beat_of_its_one_flight(self, approach):
        SEEN.clear()
        steps_of(approach, {"law": looking}, duration=2.0)
        assert 100 <= len(SEEN) <= 108  # 50 Hz; time runs on to the next knot of the ship's motion
        assert min(SEEN) > 25.0

    def test_it_may_raise_and_says_where(self, tb3, izumo):
        with pytest.raises(RuntimeError, match="found me") as caught:
            recover(tb3, izumo, wind_over_deck="25 kn", law={"wave_off": broken})
        assert caught.traceback[-1].name == "broken"

    def test_a_wave_off_of_one_s_own_waves_off(self, tb3, izumo):
        flight = recover(tb3, izumo, wind_over_deck="25 kn", law={"wave_off": never})
        assert flight.outcome.name == "waved off"
        assert float(flight.history.phase[-1]) == GO_AROUND

    def test_a_predictor_of_one_s_own_is_not_overwritten(self, approach):
        def sees_a_metre(f, s):
            return f._replace(height_then=1.0)

        final = steps_of(approach, {"predictor": sees_a_metre}, duration=2.0)
        assert final.forecast.height_then == 1.0


class TestRefusals:
    @pytest.mark.parametrize(
        ("law", "word"),
        [
            ({"waveoff": never}, "allowed are law"),
            ({"wave_off": 3}, "a function is needed"),
            ({"wave_off": the_same}, r"of \(a, s, f, lifted\) is needed"),
        ],
    )
    def test_what_is_no_law_is_refused(self, law, word):
        with pytest.raises(InputError, match=word):
            check_law(law)

    def test_for_tables_names_of_a_function_around_it_are_refused(self):
        limit = 3.0

        def around(a, s, f, lifted):
            return 1.0 if abs(s.offset) > limit else 0.0

        with pytest.raises(InputError, match="names of the function around it"):
            compiled_block({"wave_off": around})
        assert check_law({"wave_off": around})

    def test_a_gpu_is_refused(self, tb3, izumo):
        with pytest.raises(InputError, match="cpu"):
            fly_table("recovery", tb3, izumo, {"mass": [1250.0]}, device="cuda", law={"wave_off": never})

    def test_every_part_says_what_it_is(self):
        for name, kernel in PARTS.items():
            assert getattr(kernel, "py_func", kernel).__doc__, name
        assert set(parts.MEANING) == set(PARTS)


@pytest.mark.slow
class TestCompiled:
    def test_the_package_s_own_law_gives_the_same_flights(self, tb3, izumo):
        """But for the last bits: what is compiled anew may add up in another order than what is kept."""
        columns = {"sea_state": [4] * 16, "ship_speed": [3.0] * 16}
        own = fly_table("recovery", tb3, izumo, columns, seed=1, law={"law": the_same})
        usual = fly_table("recovery", tb3, izumo, columns, seed=1)
        for case in range(16):
            assert flat(own.flown.state(case)) == pytest.approx(
                flat(usual.flown.state(case)), rel=1e-6, abs=1e-6
            )

    def test_the_tutorial_s_table(self, tmp_path, monkeypatch):
        """Its last block, which compiles: what the page says of it is so."""
        monkeypatch.chdir(tmp_path)
        text = TUTORIAL.read_text(encoding="utf-8")
        scope: dict[str, object] = {"__name__": "tutorial"}
        for language in ("python", "py"):
            for block in text.split(f"```{language}\n")[1:]:
                exec(compile(block.split("```")[0], str(TUTORIAL), "exec"), scope)
