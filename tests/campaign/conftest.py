"""A study and its campaign in one go, for all modules."""

from __future__ import annotations

from pathlib import Path

import pytest

from shortdeck.campaign.conduct import fly_study
from shortdeck.campaign.results import Campaign
from tests.campaign.commands import STUDY


@pytest.fixture(scope="session")
def study(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("study") / "study.yaml"
    path.write_text(STUDY, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def whole(study, tmp_path_factory) -> Campaign:
    """The campaign in one go."""
    return fly_study(study, out=tmp_path_factory.mktemp("whole") / "out")
