"""The page: one HTML file that holds its data, its program and three.js, and asks nothing of any network."""

from __future__ import annotations

import base64
import html
import json
from pathlib import Path
from typing import Any

from shortdeck.viewer import three

_FOLDER = Path(__file__).parent / "page"
_SIGNS = {"success": "✔", "safe abort": "◆", "mishap": "✖"}


def page_of(scene: dict[str, Any]) -> str:
    """The text of the page; the same scene gives the same text."""
    about = scene["about"]
    values = {
        "title": html.escape(f"{about['aircraft']}, {about['task']}, {about['ship']}: {about['outcome']}"),
        "aircraft": html.escape(about["aircraft"]),
        "task": html.escape({"launch": "launched from", "recovery": "recovered on"}[about["task"]]),
        "ship": html.escape(about["ship"]),
        "kind": html.escape(about["kind"]),
        "kind_class": about["kind"].replace(" ", "-"),
        "sign": _SIGNS[about["kind"]],
        "outcome": html.escape(about["outcome"]),
        "conditions": html.escape(about["conditions"]),
        "figures": "".join(_row(*figure) for figure in about["figures"]),
        "notes": "".join(f"<p>{html.escape(text)}</p>" for text in _said(about) if text),
        "style": (_FOLDER / "page.css").read_text(encoding="utf-8"),
        "imports": _imports(),
        "flight": _in_script(scene),
    }
    text = (_FOLDER / "page.html").read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace("{{ " + name + " }}", value)
    return text


def _said(about: dict[str, Any]) -> list[str]:
    return [
        about["sea"],
        about["drawn"],
        "Arrows: the wind over deck 10 m above it, and the air in which the aircraft flies, in the frame "
        "that moves with the ship. Dashed: the glideslope. Thin: the path that is still to come.",
        *about["notes"],
        f"Drawn by three.js r{three.revision()} (MIT licence).",
    ]


def _row(name: str, value: str, unit: str, asked: str) -> str:
    name, value, asked = (html.escape(text.strip()) for text in (name, f"{value} {unit}", asked))
    return f'<tr><th scope="row">{name}</th><td class="number">{value}</td><td>{asked}</td></tr>'


def _imports() -> str:
    """An import map with every module as a data address: modules need no server that way."""
    modules = {
        f"shortdeck/{path.stem}": path.read_text(encoding="utf-8") for path in sorted(_FOLDER.glob("*.js"))
    }
    modules["three-bundle"] = three.bundle()
    return json.dumps({"imports": {name: _address(text) for name, text in modules.items()}})


def _address(text: str) -> str:
    return "data:text/javascript;base64," + base64.b64encode(text.encode()).decode()


def _in_script(data: dict[str, Any]) -> str:
    """JSON that cannot end the element which holds it."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False).replace("<", "\\u003c")
