"""What a plan is: aircraft where they stand, their ways out, and what bounds their number."""

from __future__ import annotations

import dataclasses

from shortdeck.catalog.aircraft import AircraftFile
from shortdeck.catalog.parked import ParkedFile
from shortdeck.catalog.ship import ShipFile
from shortdeck.parking.fill import Pose
from shortdeck.parking.outline import Outline
from shortdeck.parking.place import Place
from shortdeck.parking.ranging import Ranging
from shortdeck.parking.way_out import Path

Craft = AircraftFile | ParkedFile


@dataclasses.dataclass(frozen=True)
class Plan:
    """Aircraft where they stand; with their ways out in the order of leaving, where these are known."""

    poses: tuple[Pose, ...] = ()
    paths: tuple[Path, ...] = ()

    def count(self, kind: int | None = None) -> int:
        """How many aircraft, or how many of one kind."""
        return sum(kind is None or pose.kind == kind for pose in self.poses)


@dataclasses.dataclass(frozen=True)
class PlacePlan:
    """The three plans of one place and what bounds them.

    ``most``: nowhere and at no heading do more fit. ``most_of_poses``: no more fit among the ``poses_tried``;
    ``best_of_poses`` says that this is reached and proven. ``refusal``: why nothing can stand there.
    """

    place: Place
    outlines: tuple[Outline, ...]
    geometric: Plan = Plan()
    in_turn: Plan | None = None
    freely: Plan | None = None
    most: int = 0
    most_by: str = ""
    most_of_poses: int | None = None
    best_of_poses: bool = False
    poses_tried: int = 0
    ranging: Ranging | None = None
    refusal: str | None = None
    notes: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Parking:
    """Plans of all places that were asked for."""

    aircraft: Craft
    ship: ShipFile
    crafts: tuple[Craft, ...]
    places: tuple[PlacePlan, ...]
    asked: tuple[int | None, ...]
    seed: int
    effort: float
    interrupted: bool = False
