"""An answer is worked out once for the same inputs, and anew for any other."""

from __future__ import annotations

import pytest

import shortdeck as sd
from shortdeck.campaign.store import Store
from shortdeck.catalog.numbers import with_value
from shortdeck.errors import InputError
from shortdeck.verdict.assess import Assessment
from shortdeck.verdict.lines import Line
from shortdeck.verdict.store import Answers, Asked


@pytest.fixture
def store(tmp_path) -> Store:
    return Store(tmp_path)


def test_a_second_question_costs_only_what_is_new(store) -> None:
    calls: list[str] = []

    def work(ship: str) -> Assessment:
        calls.append(ship)
        return Assessment("a", ship, (Line("k", "q", "a", True, 0.1, "m/s", None),))

    for ships in (("izumo",), ("izumo", "tcg-anadolu"), ("tcg-anadolu",)):
        answers = Answers(store)
        for name in ships:
            found = answers.get("x", {"ship": sd.ship(name)}, lambda name=name: work(name))
            assert found == Assessment("a", name, (Line("k", "q", "a", True, 0.1, "m/s", None),))
    assert calls == ["izumo", "tcg-anadolu"]
    assert answers.asked == Asked(1, 0)


def test_another_question_file_or_option_is_another_answer(store) -> None:
    ship = sd.ship("izumo")
    other = with_value(ship, "model.deck.friction.dry", 0.41)
    questions = [
        ("a", {"ship": ship}), ("b", {"ship": ship}), ("a", {"ship": other}),
        ("a", {"ship": ship, "wind": 1.0}),
    ]  # fmt: skip
    answers = Answers(store)
    for number, (what, inputs) in enumerate(questions):
        assert answers.get(what, inputs, lambda number=number: number) == number
    for number, (what, inputs) in enumerate(questions):
        assert answers.get(what, inputs, lambda: -1) == number
    assert answers.asked == Asked(4, 4)


def test_fresh_answers_are_worked_out_again_and_kept(store) -> None:
    Answers(store).get("a", {}, lambda: 1)
    assert Answers(store, fresh=True).get("a", {}, lambda: 2) == 2
    assert Answers(store).get("a", {}, lambda: 3) == 2


def test_what_fails_is_not_kept(store) -> None:
    def fails() -> int:
        raise InputError("no")

    answers = Answers(store)
    with pytest.raises(InputError):
        answers.get("a", {}, fails)
    assert answers.get("a", {}, lambda: 1) == 1
    with pytest.raises(TypeError):
        answers.get("a", {"thing": object()}, lambda: 1)
