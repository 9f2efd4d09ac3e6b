"""Units of the conditions, for data that leaves the package."""

from shortdeck.campaign.reading import KIND_OF, TEXTS
from shortdeck.catalog.units import KINDS
from shortdeck.flight.words import WORDS

UNITS = (
    {name: "1" for name, word in WORDS.items() if word.type in (float, float | None, int, int | None)}
    | {
        name: "1" if kind is None else KINDS[kind].si.replace("/s", " s-1")
        for name, kind in KIND_OF.items()
        if name not in TEXTS
    }
    | {"density": "kg m-3"}
)
