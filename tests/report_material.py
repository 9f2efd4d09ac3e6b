"""What the report is tested with: an assessment by hand, and what can be had beside it in seconds."""

from dataclasses import replace

from shortdeck.catalog.loader import load_aircraft, load_ship
from shortdeck.verdict.assess import Assessment
from shortdeck.verdict.hinge import Hinge
from shortdeck.verdict.lines import Line
from shortdeck.verdict.report import Material, answers_of
from shortdeck.verdict.report_gather import shown_flights

AIRCRAFT, SHIP = load_aircraft("bayraktar-tb3"), load_ship("izumo")


def hinge(spread, path="model.mass.empty"):
    return Hinge("bayraktar-tb3", path, 850.0, 100.0, "estimate", 5.0, 9.0, spread)


LINES = (
    Line("launch_1450kg", "launch at 1450 kg", "least wind over deck 15.6 kn; more", True, 8.0, "m/s", 7.4,
         hinge(2.0)),
    Line("landing_wet", "landing at 1250 kg, wet deck", "does not stop", False, None, "m/s", None,
         hinge(1e9, "model.gear.brake")),
    Line("clearance", "wing tips on the runway line", "6.5 m", True, 6.5, "m", 1.5, None),
)  # fmt: skip
ASSESSMENT = Assessment("bayraktar-tb3", "izumo", LINES)


def bare() -> Material:
    return Material(
        aircraft=AIRCRAFT, ship=SHIP, assessment=ASSESSMENT, sentence=ASSESSMENT.sentence,
        command="shortdeck assess bayraktar-tb3 izumo --report report.html", seed=3,
        answers=answers_of(ASSESSMENT),
    )  # fmt: skip


def full() -> Material:
    """A report with everything that can be had in seconds."""
    from shortdeck.fleet.sorties import sorties
    from shortdeck.parking.plan import park
    from shortdeck.vessel.deck_motion import motion

    return replace(
        bare(),
        flights=shown_flights(AIRCRAFT, SHIP, seed=3, count=3),
        motions=tuple(motion(SHIP, sea_state=s, wave_heading="180 deg", duration="600 s") for s in (4, 5)),
        parking=park(AIRCRAFT, SHIP, places=["hangar"], effort=0.01),
        sorties=sorties(
            AIRCRAFT, SHIP, fleet=4, days=2.0, station="100 nmi", replications=3, study=False, seed=3
        ),
    )
