"""Write src/shortdeck/catalog/common_units.py from pint: the units that the catalogue uses often."""

from pathlib import Path

from shortdeck.catalog.units import from_pint

TARGET = Path(__file__).parents[1] / "src" / "shortdeck" / "catalog" / "common_units.py"
NAMES = (  # noqa: SIM905
    "m|mm|cm|km|ft|in|nmi|m^2|m²|m2|ft^2|ft²|deg|°|rad|kg|t|g|lb|m/s|kn|km/h|ft/min|ft/s|s|min|h|ms|N|kN|kgf|lbf|"
    "W|kW|hp|kg m^2|kg m²|kg*m^2|slug ft^2|N/m|kN/m|N s/m|kN s/m|N*s/m|kN*s/m|%|1/rad|1/deg|rad/s|deg/s|rpm|"
    "kg/J|kg/kWh|g/kWh|kg/(kW h)|g/(kW h)|lb/(hp h)|Pa|hPa|K|degC"
).split("|")
HEAD = '''"""Units that the catalogue uses often, so that reading it does not have to import pint.

Written from pint by ``scripts/write_common_units.py`` and held against it by a test; never edited by hand.
"""

COMMON: dict[str, tuple[float, float, str]] = {
    "": (1.0, 0.0, ""),
'''


def text() -> str:
    """The whole module."""
    rows = []
    for name in NAMES:
        factor, offset, dimension = from_pint(name)
        rows.append(f'    "{name}": ({factor!r}, {offset!r}, "{dimension}"),\n')
    return HEAD + "".join(rows) + "}\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
