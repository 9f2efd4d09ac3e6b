"""Which words of a flight all points of an envelope have in common."""

from shortdeck.flight.words import SEA

COMMON = (
    *(name for name in SEA if name != "sea_state"), "surface", "stores", "ramp", "deck_run", "speed_factor",
    "turbulence", "airwake", "navigation", "release", "abort", "approach",
    "compensation",
)  # fmt: skip
"""Wind, ship speed, mass and sea state differ from point to point, or from one envelope to the next."""
