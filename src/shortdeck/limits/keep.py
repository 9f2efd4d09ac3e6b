"""What is known of points as arrays for the store, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shortdeck.limits.boundary import Known
from shortdeck.limits.record import What


def to_arrays(known: Known) -> dict[str, NDArray[Any]]:
    """Arrays by name, without objects in them."""
    return {
        "flights": known.flights, "counts": known.counts,
        "what": np.array(known.what, dtype=str).reshape(-1, 3),
        "answers": known.answers, "answer": known.answer, "inferred": known.inferred,
        "reasons": np.array(known.reasons, dtype=str),
    }  # fmt: skip


def from_arrays(arrays: Mapping[str, NDArray[Any]]) -> Known:
    """The same again."""
    return Known(
        flights=arrays["flights"], counts=arrays["counts"],
        what=tuple(What(*map(str, one)) for one in arrays["what"]), answers=arrays["answers"],
        answer=arrays["answer"], inferred=arrays["inferred"],
        reasons=tuple(str(reason) for reason in arrays["reasons"]),
    )  # fmt: skip
