"""The deck cycle: one ship, her aircraft, and the sorties that they sustain."""
