"""What a report shows beyond the assessment is gathered, and what cannot be had is left out, not invented."""

import pytest

from shortdeck.campaign.store import Store
from shortdeck.errors import InputError
from shortdeck.verdict import report_gather
from shortdeck.verdict.gathering import Gathering
from shortdeck.verdict.report import sections_of
from shortdeck.verdict.store import Answers
from tests.report_material import ASSESSMENT


def refuse(*_, **__):
    raise InputError("it cannot be had")


@pytest.fixture
def nothing_flown(monkeypatch):
    asked = {}

    def flights(*_, seed, **__):
        asked["flights"] = seed
        return ()

    def envelopes(self):
        asked["envelopes"] = self.seed
        return ()

    monkeypatch.setattr(report_gather, "shown_flights", flights)
    monkeypatch.setattr(Gathering, "envelopes", envelopes)
    for name in ("parking.plan.park", "fleet.sorties.sorties", "fleet.operability.operability"):
        monkeypatch.setattr(f"shortdeck.{name}", refuse)
    return asked


def test_the_seed_goes_to_all_and_what_is_refused_is_missing(nothing_flown, tmp_path):
    told = []
    found = report_gather.gather(
        ASSESSMENT, "bayraktar-tb3", "izumo", command="by hand", seed=7, progress=told.append,
        answers=Answers(Store(tmp_path)),
    )  # fmt: skip
    assert nothing_flown == {"flights": 7, "envelopes": 7}
    assert (found.parking, found.sorties, found.operability) == (None, None, None)
    assert [len(motions) for motions in (found.motions,)] == [len(report_gather.SEA_STATES)]
    assert {"deck motion", "parking", "share of the year"} <= set(told)
    missing = {section.name for section in sections_of(found) if section.missing}
    assert {"parking", "sorties", "operability"} <= missing
    assert "motion" not in missing


def test_a_runway_has_no_deck_cycle(nothing_flown):
    found = report_gather.gather(ASSESSMENT, "bayraktar-tb3", "short-strip", command="by hand")
    assert found.motions == ()
    names = {section.name for section in sections_of(found) if section.missing}
    assert {"motion", "parking", "sorties", "operability"} <= names
