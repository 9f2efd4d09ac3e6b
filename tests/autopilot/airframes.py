"""Aircraft whose control laws the tests design."""

from __future__ import annotations

from functools import cache

from shortdeck.autopilot.synthesis.plant import Condition
from shortdeck.autopilot.synthesis.tasks import Task, tasks
from shortdeck.catalog.loader import load_aircraft

NAMES = ("bayraktar-tb3", "bayraktar-tb2", "anka-s", "mojave", "mq-9b-stol", "aerosonde")


@cache
def first_task(name: str) -> Task:
    """The approach, or what stands for it."""
    return tasks(load_aircraft(name))[0]


def condition(name: str) -> Condition:
    """The steady flight of that task."""
    return first_task(name).condition
