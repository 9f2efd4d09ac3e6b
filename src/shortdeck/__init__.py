"""Can this unmanned aircraft fly from that ship, how safely, how many of them, how often?

Public names load when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shortdeck.campaign.conduct import fly_study
    from shortdeck.campaign.flights import fly_table
    from shortdeck.campaign.results import open_campaign
    from shortdeck.campaign.study import Study
    from shortdeck.catalog.loader import load_aircraft as aircraft
    from shortdeck.catalog.loader import load_ship as ship
    from shortdeck.catalog.loader import names
    from shortdeck.errors import InputError
    from shortdeck.fleet.operability import operability
    from shortdeck.fleet.sorties import sorties
    from shortdeck.flight.fly import launch, recover
    from shortdeck.hydro.report import hull
    from shortdeck.limits.envelope import envelope
    from shortdeck.parking.plan import park
    from shortdeck.safety.asked import hinges, risk
    from shortdeck.verdict.assess import assess
    from shortdeck.verdict.compare import compare
    from shortdeck.vessel.deck_motion import motion
    from shortdeck.viewer.replay import replay

__version__ = "0.1.0"

_PUBLIC = {
    "aircraft": "shortdeck.catalog.loader:load_aircraft",
    "ship": "shortdeck.catalog.loader:load_ship",
    "assess": "shortdeck.verdict.assess:assess",
    "envelope": "shortdeck.limits.envelope:envelope",
    "compare": "shortdeck.verdict.compare:compare",
    "fly_study": "shortdeck.campaign.conduct:fly_study",
    "fly_table": "shortdeck.campaign.flights:fly_table",
    "hull": "shortdeck.hydro.report:hull",
    "launch": "shortdeck.flight.fly:launch",
    "open_campaign": "shortdeck.campaign.results:open_campaign",
    "recover": "shortdeck.flight.fly:recover",
    "motion": "shortdeck.vessel.deck_motion:motion",
    "names": "shortdeck.catalog.loader:names",
    "park": "shortdeck.parking.plan:park",
    "replay": "shortdeck.viewer.replay:replay",
    "operability": "shortdeck.fleet.operability:operability",
    "hinges": "shortdeck.safety.asked:hinges",
    "risk": "shortdeck.safety.asked:risk",
    "sorties": "shortdeck.fleet.sorties:sorties",
    "Study": "shortdeck.campaign.study:Study",
    "InputError": "shortdeck.errors:InputError",
}

__all__ = [
    "InputError", "Study", "__version__", "aircraft", "assess", "compare", "envelope", "fly_study",
    "fly_table", "hinges", "hull", "launch", "motion", "names", "open_campaign", "operability", "park",
    "recover", "replay", "risk", "ship", "sorties",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    target = _PUBLIC.get(name)
    if target is None:
        raise AttributeError(f"module 'shortdeck' has no attribute {name!r}")
    module, attribute = target.split(":")
    value = getattr(importlib.import_module(module), attribute)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
