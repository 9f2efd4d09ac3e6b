"""The study at sea: what it saves is right, its commands fly the same cases, its page shows what is kept."""

from __future__ import annotations

import json
import shlex
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from at_sea import engine_loss, launching, page, trade  # noqa: E402
from at_sea.kept import KEPT  # noqa: E402
from at_sea.row import QUARTER, Row  # noqa: E402

CASES = 60


def test_wider_gates_leave_alone_what_narrower_ones_let_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """The study flies only the stopped cases again; flown whole, each factor comes to the same counts."""
    monkeypatch.setattr(trade, "FACTORS", (0.6, 1.0, 1e3))
    words = trade.seas()["sea state 6, bow quartering"]
    item = trade.Trade("izumo", "sea state 6, bow quartering", words)
    short = item.flown(CASES)["factors"]
    for factor in trade.FACTORS:
        whole = item.row(factor).fly(CASES).counts()
        assert short[f"{factor:g}"]["outcomes"] == dict(sorted(whole.items()))
    waved = [short[f"{factor:g}"]["outcomes"].get("waved off", 0) for factor in trade.FACTORS]
    assert waved[0] > waved[1] > waved[2] == 0


def test_gates_scaled_by_one_are_those_of_the_file() -> None:
    item = trade.Trade("izumo", "x", trade.seas()["sea state 5, bow quartering"])
    law = item.base.fly(1).flown.setup(0).law
    for name, value in trade.scaled(law, item.base.words["wind_over_deck"], 1.0).items():
        assert value == pytest.approx(getattr(law.gates, name.rpartition(".")[2]), rel=1e-8)


@pytest.mark.parametrize(
    "row",
    [
        Row("sea", {"sea_state": 5, "wave_heading": QUARTER, "wind_over_deck": 15.0, "ship_speed": 5.0}),
        Row("fault", {"wind_over_deck": 13.0, "engine_stops": 30.0, "surface": "wet", "compensation": False}),
        Row("launch", {"mass": 1450.0, "wind_over_deck": 9.0, "wind_angle": 0.3, "abort_at": 110.0},
            "tcg-anadolu", task="launch"),
    ],
    ids=lambda row: row.name,
)  # fmt: skip
def test_a_command_flies_the_case_again(
    row: Row, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from shortdeck.cli import main

    table = row.fly(np.array([3])).table()
    monkeypatch.setattr(sys, "argv", [*shlex.split(row.command(3)), "--json"])
    with pytest.raises(SystemExit) as done:
        main()
    assert not done.value.code
    assert json.loads(capsys.readouterr().out)["outcome"] == table["outcome"][0]


def test_the_page_shows_what_is_kept() -> None:
    kept: dict[str, Any] = json.loads(KEPT.read_text(encoding="utf-8"))
    assert page.text(kept) in page.PAGE.read_text(encoding="utf-8"), "run scripts/study_at_sea.py"
    known = {item.key for part in page.PARTS.values() for item in part.items()}
    assert set(kept) <= known, "rows that nothing flies any more"


def test_moments_of_an_engine_loss_follow_the_flight() -> None:
    """Launches: from before the abort line to the lip and up; landings: down, then up in the go-around."""
    up = engine_loss.launch_moments("izumo")
    assert [m.time for m in up] == sorted(m.time for m in up)
    assert up[0].height < 0.1 < up[-1].height
    down = [m for m in engine_loss.landing_moments("izumo") if "final" in m.where]
    assert all(a.height > b.height and a.time < b.time for a, b in pairwise(down))
    assert 0.0 < launching.stop_from("izumo", "wet") < launching.stop_from("izumo")
