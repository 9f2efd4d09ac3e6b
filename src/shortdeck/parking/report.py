"""Plans for those who read: a table, one JSON object, features with coordinates, pictures to scale."""

from __future__ import annotations

import json
from math import degrees
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shapely.geometry import LineString, mapping

from shortdeck.parking.result import Parking, PlacePlan, Plan
from shortdeck.parking.verify import Stand, shape_at

if TYPE_CHECKING:
    from rich.console import Console

ANSWERS = (
    ("geometric", "stand without touching"),
    ("in_turn", "can all leave, one at a time"),
    ("freely", "can each leave past all others"),
)
"""The three plans of a place, and what each says."""


def as_data(parking: Parking) -> dict[str, Any]:
    """Everything but the coordinates of paths, as plain data; lengths m, angles degrees, times s."""
    return {
        "aircraft": parking.aircraft.name,
        "ship": parking.ship.name,
        "asked": {
            craft.name: number
            for craft, number in zip(parking.crafts, parking.asked, strict=True)
            if number is not None
        },
        "seed": parking.seed,
        "effort": parking.effort,
        "interrupted": parking.interrupted,
        "places": [_place_data(parking, plan) for plan in parking.places],
        "total": {name: total(parking, name) for name, _ in ANSWERS},
    }


def total(parking: Parking, answer: str) -> int | None:
    """Aircraft in all places together; None where a place was not answered."""
    plans = [getattr(plan, answer) for plan in parking.places if plan.refusal is None]
    return None if any(plan is None for plan in plans) else sum(plan.count() for plan in plans)


def _place_data(parking: Parking, plan: PlacePlan) -> dict[str, Any]:
    place = plan.place
    data: dict[str, Any] = {
        "place": place.name,
        "area": place.floor.area,
        "clear_area": place.clear.area,
        "headroom": place.headroom,
        "clearance_between": place.between,
        "keepouts": [
            {"name": k.name, "area": k.shape.area, "clearance": k.clearance} for k in place.keepouts
        ],
        "refusal": plan.refusal,
        "notes": list(plan.notes),
    }
    if plan.refusal is not None:
        return data
    data |= {
        name: None if getattr(plan, name) is None else _plan_data(parking, plan, getattr(plan, name))
        for name, _ in ANSWERS
    }
    data["bound"] = {"most": plan.most or None, "by": plan.most_by}
    data["bound_over_poses"] = {
        "most": plan.most_of_poses, "poses": plan.poses_tried, "proven": plan.best_of_poses
    }  # fmt: skip
    if plan.ranging is not None:
        data["ranging"] = plan.ranging._asdict()
    return data


def _plan_data(parking: Parking, plan: PlacePlan, answer: Plan) -> dict[str, Any]:
    return {
        "count": answer.count(),
        "by_aircraft": {craft.name: answer.count(kind) for kind, craft in enumerate(parking.crafts)},
        "poses": [
            {
                "aircraft": parking.crafts[pose.kind].name, "state": plan.outlines[pose.kind].state,
                "x": round(pose.x, 4), "y": round(pose.y, 4),
                "heading": round(degrees(pose.heading) % 360.0, 4),
            }
            for pose in answer.poses
        ],
        "ways_out": [{"to": path.exit.name, "length": round(path.length, 3)} for path in answer.paths],
    }  # fmt: skip


def features(parking: Parking, plan: PlacePlan, answer: Plan) -> dict[str, Any]:
    """A FeatureCollection in the deck frame (metres, not degrees): floor, keep-outs, aircraft, ways out."""
    place = plan.place
    found = [_feature(place.floor, {"what": "floor", "name": place.name})]
    found += [
        _feature(k.shape, {"what": "keep-out", "name": k.name, "clearance": k.clearance})
        for k in place.keepouts
    ]
    for number, pose in enumerate(answer.poses, start=1):
        outline = plan.outlines[pose.kind]
        facts = {
            "what": "aircraft", "number": number, "name": outline.name, "state": outline.state,
            "x": pose.x, "y": pose.y, "heading": degrees(pose.heading) % 360.0, "height": outline.height,
        }  # fmt: skip
        found.append(_feature(shape_at(Stand(outline, pose.x, pose.y, pose.heading)), facts))
    for number, path in enumerate(answer.paths, start=1):
        line = LineString(path.poses[:, :2]) if len(path.poses) > 1 else LineString([path.poses[0][:2]] * 2)
        found.append(
            _feature(line, {"what": "way out", "number": number, "to": path.exit.name, "length": path.length})
        )
    return {"type": "FeatureCollection", "frame": FRAME, "features": found}


FRAME = "deck frame, m: x forward from the stern edge of the flight deck, y to starboard of the centreline"


def _feature(shape: Any, properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": _rounded(mapping(shape)), "properties": _rounded(properties)}


def _rounded(item: Any) -> Any:
    """Numbers to a tenth of a millimetre."""
    if isinstance(item, float):
        return round(float(item), 4)
    if isinstance(item, dict):
        return {key: _rounded(value) for key, value in item.items()}
    if isinstance(item, (list, tuple)):
        return [_rounded(value) for value in item]
    return item


def save(parking: Parking, folder: str | Path) -> list[Path]:
    """Write the data of every plan (GeoJSON-like) and a picture of every place (SVG and PNG)."""
    from shortdeck.parking.draw import draw

    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    written = [out / "parking.json"]
    written[0].write_text(_text(as_data(parking)), encoding="utf-8")
    for plan in parking.places:
        if plan.refusal is not None:
            continue
        for name, _ in ANSWERS:
            answer = getattr(plan, name)
            if answer is None:
                continue
            path = out / f"{plan.place.name}-{name.replace('_', '-')}.geojson"
            path.write_text(_text(features(parking, plan, answer)), encoding="utf-8")
            written.append(path)
        written += draw(parking, plan, out)
    return written


def _text(data: dict[str, Any]) -> str:
    return json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def show(parking: Parking, console: Console) -> None:
    """One table of counts, then what they rest on."""
    from rich.table import Table

    many = len(parking.crafts) > 1
    table = Table(
        box=None, pad_edge=False, title=f"{_title(parking)} on {parking.ship.title}", title_justify="left"
    )
    for column in ("place", "state", *(words for _, words in ANSWERS), "at most"):
        table.add_column(column, justify="left" if column in ("place", "state") else "right")
    for plan in parking.places:
        if plan.refusal is not None:
            table.add_row(plan.place.name, "", "0", "0", "0", "0")
            continue
        counts = [_counted(parking, getattr(plan, name), many) for name, _ in ANSWERS]
        table.add_row(plan.place.name, plan.outlines[0].state, *counts, str(plan.most or "-"))
    if len(parking.places) > 1:
        sums = [total(parking, name) for name, _ in ANSWERS]
        table.add_row("all places", "", *("-" if n is None else str(n) for n in sums), "")
    console.print(table)
    for plan in parking.places:
        for line in sentences(plan):
            console.print(f"{plan.place.name}: {line}", highlight=False)


def _title(parking: Parking) -> str:
    return " and ".join(craft.title for craft in parking.crafts)


def _counted(parking: Parking, answer: Plan | None, many: bool) -> str:
    if answer is None:
        return "-"
    if not many:
        return str(answer.count())
    return " + ".join(str(answer.count(kind)) for kind in range(len(parking.crafts)))


def sentences(plan: PlacePlan) -> list[str]:
    """What the counts of a place rest on."""
    if plan.refusal is not None:
        return [plan.refusal]
    found = []
    if plan.most:
        found.append(
            f"wherever and at whatever heading they stand, no more than {plan.most} fit (by {plan.most_by})"
        )
    if plan.most_of_poses is not None:
        word = "proven: no" if plan.best_of_poses else "no"
        found.append(
            f"{word} more than {plan.most_of_poses} fit at the {plan.poses_tried} best of the poses tried"
        )
    head = plan.place.headroom
    if head is not None:
        high = max(outline.height for outline in plan.outlines)
        found.append(f"{head - high:.2f} m remain between the highest point and the deck head")
    if plan.ranging is not None and plan.in_turn is not None:
        r = plan.ranging
        found.append(
            f"ready at the launch line with wings spread: the first after "
            f"{_minutes(r.first, r.first_interval)}, "
            f"all {plan.in_turn.count()} that can leave in turn after {_minutes(r.all, r.all_interval)}"
        )
    return [*found, *plan.notes]


def _minutes(value: float, interval: tuple[float, float]) -> str:
    return f"{value / 60.0:.0f} min ({interval[0] / 60.0:.0f} to {interval[1] / 60.0:.0f})"
