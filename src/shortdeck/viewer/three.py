"""Where three.js comes from: the bundle that NiceGUI's wheel ships, read as it is, never imported.

NiceGUI (MIT) is kept up by its makers and bundles three.js (MIT) with its licence text as one ES module. No
copy of either is kept in this project; the module goes into the page with the licence lines it carries.
"""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

from shortdeck.errors import InputError

_PLACE = Path("elements") / "scene" / "dist" / "index.js"
_HINT = "python -m pip install 'shortdeck[viewer]'"
EXPORT = "THREE"


def bundle() -> str:
    """Text of the module; it exports ``THREE``. Raises InputError where it is not installed."""
    found = importlib.util.find_spec("nicegui")
    places = list(found.submodule_search_locations or []) if found is not None else []
    if not places:
        raise InputError(f"a replay needs three.js, which NiceGUI ships: {_HINT}")
    path = Path(places[0]) / _PLACE
    if not path.is_file():
        raise InputError(f"{path} is not there: this release of NiceGUI ships three.js elsewhere; {_HINT}")
    text = path.read_text(encoding="utf-8")
    if not re.search(rf"\bas {EXPORT}\b", text) or "Three.js Authors" not in text:
        raise InputError(f"{path} holds no three.js as expected; {_HINT}")
    return re.sub(r"\n//# sourceMappingURL=.*", "", text)


def revision() -> str:
    """Release of three.js in the bundle, such as '180'."""
    found = re.search(r'const \w+="(\d{2,3})"', bundle())
    return found[1] if found else "unknown"
