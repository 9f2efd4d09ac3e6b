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
from shortdeck.fleet.rates import NEVER, End, Rates, TaskRates, Weather
from shortdeck.fleet.replicate import LEVEL
from shortdeck.fleet.year.cells import coordinates

if TYPE_CHECKING:
    from shortdeck.fleet.operability import Operability
    from shortdeck.fleet.year.flying import Task


COUNTED = f"{100 * LEVEL:g} % of what flights leave open in each class of seas"
CHANCES = ("stop", "mishap")
DRAWS = 400


def rates_of(answer: Operability) -> tuple[Rates, Weather]:
    """Rates by class of seas with their 95 % ends, and the weather that draws the classes."""
    (launch, at_launch), (recovery, at_recovery) = (_of(answer, task) for task in ("launch", "recovery"))
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
        confidence=COUNTED, ends=(*at_launch, *at_recovery),
    )  # fmt: skip
    total = float(answer.seas.share.sum())
    return rates, Weather(seas=tuple(float(share) / total for share in answer.seas.share))


def _of(answer: Operability, task: Task) -> tuple[tuple[TaskRates, ...], tuple[End, ...]]:
    """Rates of a task in each class, at its widest margin, and their ends; none where that is outside the
    limits."""
    known, cells = answer.known[task], answer.cells
    margin = np.where(cells.made & cells.flyable, answer.margins[task], -np.inf).reshape(len(cells.seas), -1)
    best = margin.argmax(axis=1)
    every = np.arange(len(cells.seas))
    open_ = margin[every, best] > 0.0
    x = coordinates(cells.features.reshape(len(cells.seas), -1, cells.features.shape[-1])[every, best])
    mishap, success = expit(known.mishap.mean(x)), expit(known.success.mean(x))
    stop = np.maximum(0.0, 1.0 - mishap - success)
    table = tuple(
        TaskRates(stop=float(stop[k]), mishap=float(min(mishap[k], 1.0 - stop[k]))) if open_[k] else NEVER
        for k in every
    )
    rng = np.random.Generator(np.random.Philox(key=np.array([answer.seed, len(task)], dtype=np.uint64)))
    drawn = known.drawn(DRAWS, rng)
    wrecked, good = expit(drawn.mishap.at(x)), expit(drawn.success.at(x))
    ends = []
    for chance, p in (("stop", np.clip(1.0 - wrecked - good, 0.0, 1.0)), ("mishap", wrecked)):
        low, high = np.quantile(p, [0.5 - 0.5 * LEVEL, 0.5 + 0.5 * LEVEL], axis=1)
        given = np.array([getattr(row, chance) for row in table])
        ends.append(
            End(task, chance, tuple(np.minimum(low, given).tolist()), tuple(np.maximum(high, given).tolist()))
        )
    return table, tuple(ends)


def as_data(rates: Rates, weather: Weather) -> dict[str, Any]:
    """Plain data that ``read_rates`` reads."""
    assert weather.seas is not None
    ends = {(end.task, end.chance): end for end in rates.ends}
    seas = []
    for k, share in enumerate(weather.seas):
        row: dict[str, Any] = {"share": share}
        for task, table in (("launch", rates.launch), ("recovery", rates.recovery)):
            row[task] = {chance: getattr(table[k], chance) for chance in CHANCES} | {
                f"{chance}_{end}": getattr(ends[task, chance], end)[k]
                for chance in CHANCES
                for end in ("low", "high")
            }
        seas.append(row)
    return {"source": rates.source, "go_around_share": rates.go_around_share, "seas": seas}


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
            source=f"{path}: {data['source']}", confidence=COUNTED,
            ends=tuple(
                End(
                    task, chance, tuple(float(s[task][f"{chance}_low"]) for s in seas),
                    tuple(float(s[task][f"{chance}_high"]) for s in seas),
                )
                for task in ("launch", "recovery") for chance in CHANCES
            ),
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
