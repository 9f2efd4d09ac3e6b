"""The generated table of docs/verification.md is what the code gives now."""

from __future__ import annotations

from itertools import chain

from scripts import write_verification_table as table


def test_the_page_shows_what_the_step_gives() -> None:
    """All lines but the peer's, whose last digit may differ between processors."""
    page = table.PAGE.read_text(encoding="utf-8")
    computed = chain(
        table.check_cases(), table.navion_modes(), table.aerosonde_trim(), table.wheels_on_a_deck()
    )
    for row in computed:
        line = f"| {' | '.join(row)} |"
        assert line in page, f"run scripts/write_verification_table.py: {line}"
