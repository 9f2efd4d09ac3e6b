"""Write the table of known answers against what the production step gives into docs/verification.md.

Run from the root of the repository: the cases are those of tests/verification.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.verification import test_airframe_modes as airframes  # noqa: E402
from tests.verification import test_gear_and_deck as wheels  # noqa: E402
from tests.verification import test_jsbsim as jsbsim  # noqa: E402
from tests.verification import test_rigid_body as rigid  # noqa: E402

PAGE = ROOT / "docs" / "verification.md"
START = "<!-- table: scripts/write_verification_table.py -->\n"
END = "<!-- end of table -->\n"


class Row(NamedTuple):
    case: str
    known: str
    computed: str
    asked: str


def check_cases() -> Iterator[Row]:
    for name, case in rigid.CHECK_CASES.items():
        found = -case.end().d / rigid.FOOT
        asked = f"{case.tolerance_ft:g} ft"
        yield Row(f"NASA check case {name}: altitude", f"{case.altitude_ft:.1f} ft", f"{found:.1f} ft", asked)


def navion_modes() -> Iterator[Row]:
    found = airframes.modes(
        airframes.from_the_catalogue("navion"), airframes.NAVION_SPEED, airframes.SEA_LEVEL_DENSITY
    )
    pairs = airframes.oscillations(found)
    for (name, known), mode in zip(airframes.OSCILLATIONS.items(), pairs, strict=True):
        yield Row(
            f"Navion, {name}: frequency, damping ratio",
            f"{abs(known):.4f} rad/s, {-known.real / abs(known):.3f}",
            f"{mode.frequency:.4f} rad/s, {mode.damping:.3f}",
            "2 %, 0.01",
        )
    for name, (known_real, tolerance) in airframes.SUBSIDENCES.items():
        real = min((x.real for x in found if abs(x.imag) < 1e-3), key=lambda x: abs(x - known_real))
        yield Row(f"Navion, {name}", f"{known_real} rad/s", f"{real:.5f} rad/s", f"{100 * tolerance:.0f} %")


def aerosonde_trim() -> Iterator[Row]:
    trim = airframes.level_trim(airframes.from_the_catalogue("aerosonde"), 25.0, 1.2682, gravity=9.81)
    known = "0.05011, -0.12504 rad"
    found = f"{trim.alpha:.5f}, {trim.elevator:.5f} rad"
    yield Row("Aerosonde at 25 m/s: angle of attack, elevator", known, found, "1e-4 rad")


def wheels_on_a_deck() -> Iterator[Row]:
    for thrust, wind, known in wheels.ROLLS:
        case = f"ground roll, {thrust / 1e3:.0f} kN, {wind:.0f} m/s over deck"
        yield Row(case, f"{known:.2f} m", f"{wheels.ground_roll(thrust, wind):.2f} m", "0.1 %")
    for name, (sink, gravity, peak) in wheels.DROPS.items():
        drop = wheels.peak_of_drop(sink, gravity, 0.0012)
        known = f"{peak.load / 1e3:.2f} kN, {1e3 * peak.compression:.1f} mm"
        found = f"{drop.load / 1e3:.2f} kN, {1e3 * drop.compression:.1f} mm"
        yield Row(f"drop on one strut, {name}: load, compression", known, found, "0.5 %")


def peer_flights() -> Iterator[Row]:
    for name, case in jsbsim.CASES.items():
        with tempfile.TemporaryDirectory() as folder:
            ours, theirs = jsbsim.both(case(), Path(folder))
        speed, angle = (
            max(float(np.abs(ours[channel] - theirs[channel]).max()) for channel in channels)
            for channels in ("uvw", ("roll", "pitch", "yaw"))
        )
        found = f"within {speed:.0e} m/s, {angle:.0e} rad"
        yield Row(f"JSBSim, 20 s of doublets, {name}", "the same flight", found, "1 % of range")


def rows() -> Iterator[Row]:
    yield from check_cases()
    yield from navion_modes()
    yield from aerosonde_trim()
    yield from wheels_on_a_deck()
    yield from peer_flights()


def with_table(page: str) -> str:
    """The page with its table computed anew."""
    before, rest = page.split(START)
    after = rest.split(END)[1]
    lines = ["| case | known answer | this step | asked |", "|---|---|---|---|"]
    lines += [f"| {' | '.join(row)} |" for row in rows()]
    return before + START + "\n" + "\n".join(lines) + "\n\n" + END + after


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
