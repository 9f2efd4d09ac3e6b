"""The sea of a flight, read back from the words in which its file tells it."""

from __future__ import annotations

import re

from shortdeck.catalog.units import si_value
from shortdeck.sea.choice import ChosenSea, SeaWords, choose_sea

_SEA = re.compile(
    r"Hs (?P<hs>[\d.]+) m, Tp (?P<tp>[\d.]+) s, (?P<spectrum>[a-z-]+)(?: \(gamma (?P<gamma>[\d.]+)\))?, "
    r"(?P<spreading>[a-z\d.-]+), wave heading (?P<heading>-?[\d.]+) deg"
)


def sea_of(notes: str) -> ChosenSea | None:
    """The sea that ``ChosenSea.text`` describes, its height and period as rounded there; None: no sea."""
    found = _SEA.search(notes)
    if found is None:
        return None
    gamma = None if found["gamma"] is None else float(found["gamma"])
    hs, tp = (si_value(f"{found[name]} {unit}", unit, name=name) for name, unit in (("hs", "m"), ("tp", "s")))
    takes_period = found["spectrum"] != "ochi-hubble"
    return choose_sea(
        SeaWords(
            hs=hs,
            tp=tp if takes_period else None,
            spectrum=found["spectrum"],
            gamma=gamma,
            spreading=found["spreading"],
            wave_heading=f"{found['heading']} deg",
        )
    )
