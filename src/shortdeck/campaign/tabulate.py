"""From cases to the rows that the engine flies: each distinct set of conditions is set up once.

Cases of a campaign mostly differ in few things: which draws they get, the errors that an approach starts
with, what fails, a compiled parameter. These go straight into the rows; whatever else differs is set up from
the files, once for all cases that have it in common. A row holds the bits that the case gets by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from shortdeck.catalog.ship import ShipFile
from shortdeck.errors import InputError
from shortdeck.flight.approach import BODY, ERRORS, FIELDS, approach_of, start_approaches
from shortdeck.flight.batch import POSITION
from shortdeck.flight.block import COLUMNS, ROWS
from shortdeck.flight.engine import bare_row, begin
from shortdeck.flight.sea_lanes import Seas, Watched, seas_of
from shortdeck.flight.setup import launch_setup, recovery_setup, watched_by
from shortdeck.vessel.deck_motion import touchdown_point
from shortdeck.vessel.pack import runway_line
from shortdeck.vessel.quiescence import quiet_waits
from shortdeck.vessel.seaway import Seaway

if TYPE_CHECKING:
    from shortdeck.campaign.cases import Cases

Array = NDArray[Any]
# Conditions that are compiled parameters as they stand.
_DIRECT = {
    "abort_station": "law.abort_station", "engine_stops": "faults.engine_stops",
    "engine_left": "faults.engine_left", "surfaces_jam": "faults.surfaces_jam",
    "left_brake": "faults.left_brake", "right_brake": "faults.right_brake",
    "nose_tyre_bursts": "faults.nose_tyre", "left_tyre_bursts": "faults.left_tyre",
    "right_tyre_bursts": "faults.right_tyre", "air_data_freezes": "faults.sensors.air_freezes",
}  # fmt: skip
_SETUP = "setup."
_FIRST = COLUMNS.index("body.n")


def rows_of(cases: Cases) -> tuple[NDArray[np.float64], Seas]:
    """Rows for the engine, one a case, and the seas that they refer to."""
    errors = cases.errors()
    kinds, first = _kinds(cases, errors)
    models, approaches, seas = _set_up(cases, first)
    rows = models[kinds]
    rows[:, POSITION["passage.case"]] = cases.numbers
    rows[:, POSITION["passage.waited"]] = _waits(cases, kinds, first)
    for name, parameter in _DIRECT.items():
        if name in cases.columns:
            rows[:, POSITION[parameter]] = cases.columns[name]
    if cases.task == "recovery":
        bodies = np.empty((len(cases), BODY))
        drawn = np.stack([errors[name] for name in ERRORS], axis=1)
        start_approaches(approaches[kinds], drawn, bodies)
        rows[:, _FIRST : _FIRST + BODY] = bodies
    for name, values in cases.columns.items():
        if name.startswith(_SETUP):
            rows[:, POSITION[name.removeprefix(_SETUP)]] = values
    return begin(rows), seas_of([sea for sea, _ in seas], [], watched=[point for _, point in seas])


def _kinds(cases: Cases, errors: dict[str, Array]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The number of each case's set of conditions, in order of appearance, and the first case of each."""
    quick = {"case", *_DIRECT, *(ERRORS if cases.task == "recovery" else ())}
    differing = {**errors, **cases.columns}
    keys = [v for name, v in differing.items() if name not in quick and not name.startswith(_SETUP)]
    kinds = np.zeros(len(cases), np.int64)
    for values in keys:
        # By bits: what is equal and yet not the same (0 and -0) is set up apart.
        plain = values.view(np.int64) if values.dtype == np.float64 else values
        _, part = np.unique(plain, return_inverse=True)
        _, kinds = np.unique(kinds * (int(part.max(initial=0)) + 1) + part, return_inverse=True)
    _, first, kinds = np.unique(kinds, return_index=True, return_inverse=True)
    order = np.argsort(first)
    return np.argsort(order)[kinds], first[order]


def _waits(cases: Cases, kinds: NDArray[np.int64], first: NDArray[np.int64]) -> NDArray[np.float64]:
    """How long each case's approach is held for a quiet deck, s."""
    out = np.zeros(len(cases))
    if "quiet" not in cases.columns.get("approach", ()):
        return out
    for kind, case in enumerate(first.tolist()):
        k, (_, ship) = cases.conditions(case), cases.files(case)
        if k.approach == "quiet" and k.seaway is not None and isinstance(ship, ShipFile):
            those = kinds == kind
            point = touchdown_point(ship)
            out[those] = quiet_waits(k.seaway, *point, seed=k.seed, cases=cases.numbers[those].tolist())
    return out


def _set_up(
    cases: Cases, chosen: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], list[tuple[Seaway, Watched]]]:
    """Rows of the chosen cases from the files, what their approaches start from, their seas with what of the
    deck is watched in them."""
    task = launch_setup if cases.task == "launch" else recovery_setup
    models, approaches = np.empty((len(chosen), ROWS)), np.zeros((len(chosen), FIELDS))
    seas: dict[tuple[int, Watched], tuple[int, Seaway]] = {}
    for k, case in enumerate(chosen.tolist()):
        try:
            aircraft, ship = cases.files(case)
            conditions = cases.conditions(case)
            c, state, _ = task(aircraft, ship, conditions)
        except InputError as error:
            raise InputError(f"case {cases.numbers[case]}: {error}") from error
        models[k] = bare_row(c, state)
        if cases.task == "recovery":
            approaches[k] = approach_of(c, heading=conditions.heading, line=runway_line(ship.model))
        if conditions.seaway is not None:
            key = (id(conditions.seaway), watched_by(c))
            number, _ = seas.setdefault(key, (len(seas), conditions.seaway))
            models[k, POSITION["passage.sea"]] = number
    return models, approaches, [(seaway, point) for (_, point), (_, seaway) in seas.items()]
