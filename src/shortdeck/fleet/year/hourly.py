"""From the share of the year to the deck cycle: rates of stops and mishaps in each class of seas, at the
course and speed that suit each task best there. All attempts in one spell meet the same class.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import expit

from shortdeck.errors import InputError
from shortdeck.fleet.rates import NEVER, Rates, TaskRates, Weather
from shortdeck.fleet.year.cells import SCALES

if TYPE_CHECKING:
    from shortdeck.fleet.operability import Operability
    from shortdeck.fleet.year.flying import Task


def rates_of(answer: Operability) -> tuple[Rates, Weather]:
    """Rates by class of seas, and the weather that draws the classes."""
    launch, recovery = (_of(answer, task) for task in ("launch", "recovery"))
    stops = around = 0
    for result in answer.known["recovery"].results:
        for (kind, name), n in result.outcomes.items():
            stops += n if kind == "safe abort" else 0
            around += n if name == "went around" else 0
    rates = Rates(
        launch=launch, recovery=recovery, go_around_share=around / stops if stops else 0.0,
        source=f"{answer.flights} flights for the operability of {answer.aircraft.name} from "
        f"{answer.ship.name} in the climate {answer.seas.climate}, at the best course and speed in each of "
        f"{len(answer.seas)} classes of seas",
    )  # fmt: skip
    total = float(answer.seas.share.sum())
    return rates, Weather(seas=tuple(float(share) / total for share in answer.seas.share))


def _of(answer: Operability, task: Task) -> tuple[TaskRates, ...]:
    """Rates of a task in each class, at its widest margin; none where that is outside the limits."""
    known, cells = answer.known[task], answer.cells
    margin = np.where(cells.made & cells.flyable, answer.margins[task], -np.inf)
    found = []
    for sea in range(cells.shape[0]):
        place = np.unravel_index(int(np.argmax(margin[sea])), margin[sea].shape)
        if not margin[sea][place] > 0.0:
            found.append(NEVER)
            continue
        x = (cells.features[sea][place] / SCALES)[None]
        mishap = float(expit(known.mishap.mean(x))[0])
        success = float(expit(known.success.mean(x))[0])
        stop = max(0.0, 1.0 - mishap - success)
        found.append(TaskRates(stop=stop, mishap=min(mishap, 1.0 - stop)))
    return tuple(found)


def as_data(rates: Rates, weather: Weather) -> dict[str, Any]:
    """Plain data that ``read_rates`` reads."""
    assert weather.seas is not None
    return {
        "source": rates.source,
        "go_around_share": rates.go_around_share,
        "seas": [
            {
                "share": share,
                "launch": {"stop": launch.stop, "mishap": launch.mishap},
                "recovery": {"stop": recovery.stop, "mishap": recovery.mishap},
            }
            for share, launch, recovery in zip(weather.seas, rates.launch, rates.recovery, strict=True)
        ],
    }


def read_rates(path: str | Path) -> tuple[Rates, Weather]:
    """Rates and weather from the file that ``shortdeck operability --out`` writes. Raises InputError."""
    try:
        found = json.loads(Path(path).expanduser().read_text(encoding="utf-8"))
        data = found["rates"]
        seas = data["seas"]
        tables = [
            tuple(TaskRates(stop=float(s[task]["stop"]), mishap=float(s[task]["mishap"])) for s in seas)
            for task in ("launch", "recovery")
        ]
        rates = Rates(
            launch=tables[0], recovery=tables[1], go_around_share=float(data["go_around_share"]),
            source=f"{path}: {data['source']}",
        )  # fmt: skip
        return rates, Weather(seas=tuple(float(s["share"]) for s in seas))
    except OSError as error:
        raise InputError(f"rates: cannot read {path} ({error.strerror or error})") from None
    except (ValueError, KeyError, TypeError, UnicodeDecodeError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(
            f"rates: {path} holds none; give the operability.json that 'shortdeck operability --out' wrote "
            f"for a pair that can fly in some sea ({type(error).__name__}: {error})"
        ) from None
