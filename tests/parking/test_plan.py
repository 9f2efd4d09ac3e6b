"""Plans from end to end: three answers in order, repeatable, checked, with reasons where there is none."""

import io
import json

import numpy as np
import pytest
import shapely
from rich.console import Console

import shortdeck as sd
from shortdeck.errors import InputError
from shortdeck.parking import report
from shortdeck.parking.desk import path_check
from shortdeck.parking.outline import outline_of
from shortdeck.parking.plan import park
from shortdeck.parking.verify import Stand, faults

QUICK = 0.05


@pytest.fixture(scope="module")
def hangar_plan():
    return park("bayraktar-tb3", "tcg-anadolu", places=["hangar"], effort=QUICK)


@pytest.fixture(scope="module")
def deck_plan():
    return park("bayraktar-tb3", "tcg-anadolu", places=["flight-deck"], effort=QUICK)


def stands(plan, answer):
    return [Stand(plan.outlines[p.kind], p.x, p.y, p.heading) for p in answer.poses]


@pytest.mark.parametrize("which", ["hangar_plan", "deck_plan"])
def test_the_three_answers_come_in_order_below_the_bound(which, request):
    (plan,) = request.getfixturevalue(which).places
    counts = [plan.geometric.count(), plan.in_turn.count(), plan.freely.count()]
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] > 0
    assert counts[0] <= plan.most_of_poses <= plan.most
    assert counts[0] >= 8


@pytest.mark.parametrize("which", ["hangar_plan", "deck_plan"])
def test_every_plan_and_every_path_is_sound(which, request):
    (plan,) = request.getfixturevalue(which).places
    for answer in (plan.geometric, plan.in_turn, plan.freely):
        assert faults(plan.place, stands(plan, answer)) == []
    assert path_check(plan.place, stands(plan, plan.in_turn), plan.in_turn, leave=True) == {}
    assert path_check(plan.place, stands(plan, plan.freely), plan.freely, leave=False) == {}
    assert len(plan.in_turn.paths) == plan.in_turn.count()


def test_the_table_says_what_the_counts_mean(hangar_plan):
    written = io.StringIO()
    report.show(hangar_plan, Console(width=120, file=written))
    text = written.getvalue()
    for words in ("stand without touching", "can all leave, one at a time", "can each leave past all others"):
        assert words in text
    assert "no more than" in text
    assert "ready at the launch line" in text


def test_more_than_rows_of_rectangles(hangar_plan):
    """Rectangles of the same clearances in rows: ten."""
    assert hangar_plan.places[0].geometric.count() > 10


def test_the_same_seed_gives_the_same_bytes(deck_plan, tmp_path):
    again = park("bayraktar-tb3", "tcg-anadolu", places=["flight-deck"], effort=QUICK)
    assert report.as_data(again) == report.as_data(deck_plan)
    first = report.save(deck_plan, tmp_path / "first")
    second = report.save(again, tmp_path / "second")
    assert [path.name for path in first] == [path.name for path in second]
    assert {path.suffix for path in first} == {".json", ".geojson", ".svg", ".png"}
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes(), one.name


def test_the_features_lie_where_the_plan_says(deck_plan, tmp_path):
    (plan,) = deck_plan.places
    data = json.loads(json.dumps(report.features(deck_plan, plan, plan.geometric)))
    shapes = [
        shapely.geometry.shape(f["geometry"])
        for f in data["features"]
        if f["properties"]["what"] == "aircraft"
    ]
    assert len(shapes) == plan.geometric.count()
    floor = shapely.Polygon(deck_plan.ship.model.deck.outline.points)
    assert all(floor.contains(shape) for shape in shapes)
    assert sum(shape.area for shape in shapes) == pytest.approx(
        len(shapes) * plan.outlines[0].shape.area, rel=1e-3
    )


@pytest.mark.slow
def test_a_parked_strip_holds_more_than_one_in_use(deck_plan):
    parked = park("bayraktar-tb3", "tcg-anadolu", places=["flight-deck"], runway="clear", effort=QUICK)
    assert parked.places[0].geometric.count() > 2 * deck_plan.places[0].geometric.count()


def test_spread_wings_take_more_room(deck_plan):
    spread = park(
        "bayraktar-tb3", "tcg-anadolu", places=["flight-deck"], spread_on=["flight-deck"], effort=QUICK
    )
    assert spread.places[0].outlines[0].state == "spread"
    assert spread.places[0].geometric.count() < deck_plan.places[0].geometric.count()


def test_a_mix_places_the_others_first_and_no_more_than_asked():
    found = park(
        "bayraktar-tb3", "tcg-anadolu", places=["hangar"], mix={"bayraktar-tb3": 3, "sh-60k": 2}, effort=QUICK
    )
    (plan,) = found.places
    assert (plan.geometric.count(0), plan.geometric.count(1)) == (3, 2)
    data = report.as_data(found)
    assert data["asked"] == {"bayraktar-tb3": 3, "sh-60k": 2}
    assert data["places"][0]["geometric"]["by_aircraft"] == {"bayraktar-tb3": 3, "sh-60k": 2}


@pytest.mark.slow
def test_what_does_not_fit_in_one_place_is_sought_in_the_next():
    found = park("f-35b", "izumo", mix={"f-35b": 18}, places=["hangar", "flight-deck"], effort=QUICK)
    below, above = (plan.geometric.count() for plan in found.places)
    assert below + above == 18
    assert above > 0


def test_an_interrupt_keeps_the_best_so_far():
    def stop(what: str) -> None:
        if "improving, round 3" in what:
            raise KeyboardInterrupt

    found = park("bayraktar-tb3", "tcg-anadolu", places=["hangar"], effort=QUICK, progress=stop)
    (plan,) = found.places
    assert found.interrupted
    assert plan.geometric.count() > 8
    assert plan.in_turn is None
    assert any("interrupted" in note for note in plan.notes)
    assert plan.geometric.count() <= plan.most < 40
    assert report.total(found, "in_turn") is None


def test_a_time_limit_stops_and_says_so():
    found = park("bayraktar-tb3", "tcg-anadolu", places=["hangar"], time_limit="0 s", effort=QUICK)
    assert any("stopped by the clock" in note for note in found.places[0].notes)


def test_the_public_name_is_the_function():
    assert sd.park is park


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"aircraft": "anka-s", "places": ["hangar"]}, "0.30 m too much width"),
        ({"mix": {"sh-60": 2}}, "did you mean 'sh-60k'"),
        ({"mix": {"sh-60k": -1}}, "give a whole number, 0 or more"),
        ({"places": ["attic"]}, "unknown place 'attic'; places are hangar, light-garage, flight-deck"),
        ({"runway": "open"}, "runway must be 'in-use' or 'clear'"),
        ({"overhang": "all"}, "overhang must be 'none', 'edge', 'aircraft' or 'both'"),
        ({"clearance": "5"}, "clearance: expected a length such as '14 m', got '5', which has no unit"),
        ({"clearance": -1.0}, "clearance must not be negative"),
        ({"structure": "12 m", "places": ["hangar"]}, "leaves nothing of the hangar"),
        ({"ship": "airfield"}, "'airfield' is an airfield; give a ship"),
        ({"effort": 0.0}, "effort must be above 0"),
        ({"ship": "d-joao-ii"}, "no room for one Bayraktar TB3 folded on the flight-deck"),
    ],
)
def test_bad_input_is_one_clear_message(arguments, message):
    given = {"aircraft": "bayraktar-tb3", "ship": "tcg-anadolu", "effort": QUICK} | arguments
    with pytest.raises(InputError, match=message):
        park(given.pop("aircraft"), given.pop("ship"), **given)


def test_without_the_solver_the_message_says_what_to_install(monkeypatch):
    monkeypatch.setattr("shortdeck.parking.plan.find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"python -m pip install 'shortdeck\[parking\]'"):
        park("bayraktar-tb3", "tcg-anadolu")


def test_an_outline_that_crosses_itself_is_a_fault_with_its_path(tmp_path):
    from shortdeck.catalog.loader import DATA, load

    text = (DATA / "aircraft" / "f-35b.yaml").read_text(encoding="utf-8")
    start = text.index("points: [")
    broken = text[:start] + "points: [[0, 0], [5, 1], [5, -1], [0, 1]]" + text[text.index("\n", start) :]
    file = tmp_path / "mine.yaml"
    file.write_text(broken, encoding="utf-8")
    with pytest.raises(
        InputError, match=r"model.outline\[0\].plan.points: part 'fuselage' crosses or touches itself"
    ):
        load(file)


def test_a_narrower_clearance_never_holds_fewer_boxes(block, hangar, problem):
    """By the planner alone: boxes in rows, with half a metre and with a metre and a half between them."""
    import dataclasses

    from shortdeck.parking.fill import Planner

    counts = []
    for between in (0.5, 1.5):
        planner = Planner(
            problem(block(6.0, 4.0), dataclasses.replace(hangar, between=between)),
            np.random.Generator(np.random.Philox(key=1)),
        )
        for _ in zip(range(40), planner.from_nothing(), strict=False):
            pass
        counts.append(len(planner.best))
    assert counts[0] > counts[1]


def test_the_outline_of_a_plan_is_the_aircrafts(deck_plan, tb3):
    assert deck_plan.places[0].outlines[0].shape.equals(outline_of(tb3, folded=True).shape)
