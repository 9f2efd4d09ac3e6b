"""One report for all its tests."""

import pytest

from tests.report_material import full


@pytest.fixture(scope="session")
def material():
    """A report with everything that can be had in seconds."""
    return full()
