"""Compute the hull responses of the catalogue: src/shortdeck/catalog/data/rao/SHIP.nc.

    python scripts/write_responses.py [SHIP ...]

Without names all ships whose file is missing or was computed for other particulars. Needs the extra ``hull``.
"""

import sys
import time

from shortdeck.catalog.loader import load, names
from shortdeck.catalog.ship import ShipFile
from shortdeck.hydro.compute import compute, form_of
from shortdeck.vessel.response_files import read_response
from shortdeck.vessel.ship_response import shipped_path


def stale(ship: ShipFile) -> bool:
    """Whether the ship's file is missing or belongs to another hull."""
    path = shipped_path(ship.name)
    return not path.is_file() or dict(read_response(path).provenance.particulars) != form_of(ship)._asdict()


def main(wanted: list[str]) -> None:
    for name in wanted or names("ship"):
        ship = load(name)
        assert isinstance(ship, ShipFile)
        if not wanted and not stale(ship):
            continue
        start = time.perf_counter()
        path = shipped_path(name)
        compute(ship, out=path)
        print(
            f"{name}: {path.stat().st_size / 1000:.0f} kB in {time.perf_counter() - start:.0f} s", flush=True
        )


if __name__ == "__main__":
    main(sys.argv[1:])
