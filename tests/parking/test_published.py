"""The words of the tables follow their numbers; the tables are those of the page."""

import pytest

from scripts import write_parking_table as script
from shortdeck.catalog.loader import load
from shortdeck.parking import published
from shortdeck.parking.published import Counts


@pytest.mark.parametrize(
    ("claimed", "counts", "words"),
    [
        (5, Counts(9, 8, 6, 12), "holds: each of them can leave without another being moved"),
        (7, Counts(9, 8, 6, 12), "holds: all can leave one at a time, but not without moving others"),
        (9, Counts(9, 8, 6, 12), "they fit, but in no plan found could all leave"),
        (11, Counts(9, 8, 6, 12), "no plan found holds so many; more than 12 are ruled out"),
        (13, Counts(9, 8, 6, 12), "cannot be: more than 12 are ruled out"),
    ],
)
def test_the_words_follow_the_counts(claimed, counts, words):
    assert published.judgement(claimed, counts).startswith(words)


def test_a_claim_below_geometry_is_given_a_reason():
    assert published.judgement(8, Counts(18, 9, 3, 30)).endswith("below geometry: getting out explains it")
    assert published.judgement(8, Counts(18, 9, 9, 30)).endswith("practice leaves more room than plans need")
    assert "geometry" not in published.judgement(8, Counts(9, 9, 3, 30))


def test_ratios_in_words_where_nothing_stands_spread():
    assert published.ratio(12, 5) == "2.4"
    assert published.ratio(12, 0) == "none spread"
    assert published.ratio(0, 0) == "none either way"


def test_a_hinge_farther_in_makes_the_panel_longer():
    narrow = published.folded_to(load("bayraktar-tb3"), 5.5)
    assert narrow.model.fold.span.value == 5.5
    assert narrow.model.fold.height.value == pytest.approx(4.9 + 0.75)


def test_both_tables_are_on_the_page():
    page = script.PAGE.read_text(encoding="utf-8")
    for claim in published.CLAIMS:
        assert claim.claim in page, "run scripts/write_parking_table.py"
    for ship, place in published.FOLDS:
        assert f"{published.SHIP_WORDS[ship]}, {published.PLACE_WORDS[place]}" in page


@pytest.mark.slow
def test_the_tables_are_what_the_plans_give_now():
    page = script.PAGE.read_text(encoding="utf-8")
    assert script.with_tables(page, *script.tables()) == page, "run scripts/write_parking_table.py"
