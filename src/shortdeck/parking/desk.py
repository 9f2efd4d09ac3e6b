"""The planning of one place: search, choice, ways out, check."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from math import pi
from typing import NamedTuple

import numpy as np

from shortdeck.catalog.quantity import Quantity
from shortdeck.catalog.ship import ShipFile
from shortdeck.parking import bound as bounds
from shortdeck.parking import choose
from shortdeck.parking.contact import Body
from shortdeck.parking.fill import Planner, Pose, Problem
from shortdeck.parking.outline import Outline, under_tow
from shortdeck.parking.place import PLACES, Place, too_large
from shortdeck.parking.ranging import ranging
from shortdeck.parking.result import Craft, PlacePlan, Plan
from shortdeck.parking.serve import Served, serve, trials
from shortdeck.parking.verify import Stand, faults, path_faults
from shortdeck.parking.way_out import BUDGET, Mover, Yard, freely, in_turn

HEADINGS = 48
ANY_NUMBER = 999
FRESH = 120
"""Plans from the empty place, at effort 1; there are not many more different ones."""
ROUNDS = 100
"""Times that a plan is taken apart and filled again, at effort 1."""
POOL = 400
"""Poses among which CP-SAT chooses."""
CHOICE = 2.0
"""Deterministic time of CP-SAT, at effort 1."""
SEARCHED = {"in turn": 350_000, "freely": 300_000}
"""Cells that towing paths may open before no further plan is tried, at effort 1."""

Progress = Callable[[str], None]


class Clock:
    """When to stop: a time limit, if there is one, and whether it was ever reached."""

    def __init__(self, limit: float | None) -> None:
        self._end = None if limit is None else time.monotonic() + limit
        self.reached = False

    def over(self) -> bool:
        """Whether the time is up."""
        if self._end is not None and time.monotonic() > self._end:
            self.reached = True
        return self.reached


class Work(NamedTuple):
    """How much is done, and who is told: seed, factor on work, time limit, progress, seconds of nesting."""

    seed: int
    effort: float
    clock: Clock
    tell: Progress
    nest: float | None


class Desk:
    """The planning of one place, stage by stage; an interrupt keeps what there is."""

    def __init__(
        self, ship: ShipFile, crafts: tuple[Craft, ...], outlines: tuple[Outline, ...], place: Place,
        left: tuple[int | None, ...], work: Work,
    ) -> None:  # fmt: skip
        self.ship, self.crafts, self.outlines, self.place = ship, crafts, outlines, place
        self.seed, self.effort, self.clock, self.tell, self.nest = work
        self.left = left
        self.interrupted = False
        self.notes: list[str] = []

    def plan(self) -> PlacePlan:
        """The three plans of the place, each checked anew before it is given out."""
        reasons = [too_large(outline, self.place) for outline in self.outlines]
        kinds = [k for k, reason in enumerate(reasons) if reason is None and self.left[k] != 0]
        self.notes += [reason for k, reason in enumerate(reasons) if reason and k > 0]
        if not kinds:
            refusal = next((reason for reason in reasons if reason), "none of the aircraft asked for is left")
            return PlacePlan(self.place, self.outlines, refusal=refusal)
        problem = self._problem(kinds)
        planner = Planner(problem, self._rng())
        choice: choose.Choice | None = None
        served: dict[str, Served] = {}
        try:
            self._start(planner)
            self._search(planner)
            choice = self._choose(planner)
            served = self._serve(planner)
        except KeyboardInterrupt:
            self.interrupted = True
            self.notes.append("interrupted: the best plan so far; what was not reached is left out")
        if self.clock.reached:
            self.notes.append("stopped by the clock: another run may give another plan")
        least = bounds.bound(problem) if planner.best else bounds.Bound(0, "")
        return self._result(planner, least, choice, served, kinds)

    def _problem(self, kinds: list[int]) -> Problem:
        most = tuple(_most(self.left[k]) for k in kinds)
        # Other aircraft come first: one of them outweighs any number of those that fill the rest.
        weights = tuple(1 if k == 0 else 1000 for k in kinds)
        if len(kinds) == 1:
            weights = (1,)
        headings = tuple(float(h) for h in np.arange(HEADINGS) * 2.0 * pi / HEADINGS)
        bodies = tuple(Body(self.outlines[k]) for k in kinds)
        return Problem(self.place, bodies, most, weights, headings)

    def _rng(self) -> np.random.Generator:
        key = (self.seed << 8) + PLACES.index(self.place.name)
        return np.random.Generator(np.random.Philox(key=key))

    def _start(self, planner: Planner) -> None:
        if self.nest is None:
            return
        from shortdeck.parking.nest import start_plan

        self.tell(f"{self.place.name}: spyrrow nests the free floor")
        plan, note = start_plan(planner.problem, self.nest, self.seed)
        self.notes.append(note)
        if plan:
            planner.keep(plan)

    def _search(self, planner: Planner) -> None:
        most = sum(_most(n) for n in self.left)
        least = max(8, round(FRESH * self.effort))
        for index, _ in zip(range(least), planner.from_nothing(), strict=False):
            self.tell(f"{self.place.name}: plan {index + 1}, most so far {len(planner.best)}")
            if self.clock.over() or len(planner.best) >= most:
                return
        for index in range(round(ROUNDS * self.effort)):
            self.tell(f"{self.place.name}: improving, round {index + 1}, most so far {len(planner.best)}")
            planner.again()
            if self.clock.over():
                return

    def _choose(self, planner: Planner) -> choose.Choice | None:
        if self.clock.over() or not planner.best:
            return None
        self.tell(f"{self.place.name}: choosing among {min(POOL, len(planner.pool))} poses")
        pool = sorted(planner.pool, key=lambda pose: (-planner.pool[pose], pose))[:POOL]
        pool = sorted({*pool, *planner.best})
        choice = choose.choose(
            planner.problem, pool, hint=planner.best, seed=self.seed, work=CHOICE * self.effort
        )
        if choice.chosen:
            planner.keep([pool[i] for i in choice.chosen])
        return choice

    def _serve(self, planner: Planner) -> dict[str, Served]:
        problem = planner.problem
        movers = [Mover(body, self.place) for body in problem.bodies]
        found: dict[str, Served] = {}
        yard = Yard(self.place, movers, planner.best)
        cells = round(BUDGET * min(1.0, max(0.1, self.effort)))
        order = in_turn(yard, cells)
        found["in turn"] = Served(tuple(planner.best[i] for i, _ in order), tuple(path for _, path in order))
        free = freely(yard, cells) if order else {}
        found["freely"] = Served(tuple(planner.best[i] for i in free), tuple(free.values()))
        for mode, budget in SEARCHED.items():
            opened = 0.0
            for number, (headings, towards, aisle) in enumerate(trials(problem, movers, mode == "freely")):
                if opened > budget * self.effort or self.clock.over():
                    break
                so_far = len(found[mode].poses)
                self.tell(f"{self.place.name}: leaving {mode}, trial {number + 1}, most so far {so_far}")
                plan, spent = serve(
                    problem, movers, freely=mode == "freely", headings=headings, towards=towards, aisle=aisle,
                    budget=cells // 4,
                )  # fmt: skip
                opened += spent
                if problem.value(plan.poses) > problem.value(found[mode].poses):
                    found[mode] = plan
        if problem.value(found["freely"].poses) > problem.value(found["in turn"].poses):
            found["in turn"] = found["freely"]
        if problem.value(found["in turn"].poses) > problem.value(planner.best):
            planner.keep(list(found["in turn"].poses))
        return found

    def _result(
        self, planner: Planner, least: bounds.Bound, choice: choose.Choice | None, served: dict[str, Served],
        kinds: list[int],
    ) -> PlacePlan:  # fmt: skip
        if not planner.best and not self.interrupted:
            clear = self.place.clear.area
            reason = (
                f"no room for one {self.outlines[kinds[0]].title} {self.outlines[kinds[0]].state} on the "
                f"{self.place.name}: what is kept clear leaves {clear:.0f} m2 of "
                f"{self.place.floor.area:.0f} m2, in pieces that are too small within the clearances"
            )
            return PlacePlan(self.place, self.outlines, refusal=reason, notes=tuple(self.notes))
        geometric = self._checked(Served(tuple(planner.best), ()), kinds)
        plans = {
            mode: self._with_sound_paths(self._checked(plan, kinds), leave=mode == "in turn")
            for mode, plan in served.items()
        }
        first = plans.get("in turn")
        folds = [
            _fold_time(self.crafts[p.kind], self.outlines[p.kind]) for p in (first.poses if first else ())
        ]
        value = planner.problem.value
        by_pose = None
        if choice is not None and len(kinds) == 1:
            by_pose = min(least.most, max(choice.bound, value(planner.best)))
        return PlacePlan(
            place=self.place, outlines=self.outlines, geometric=geometric, in_turn=first,
            freely=plans.get("freely"),
            most=least.most if len(kinds) == 1 and least.most < ANY_NUMBER else 0, most_by=least.by,
            most_of_poses=by_pose, best_of_poses=bool(choice and choice.proven and len(kinds) == 1),
            poses_tried=min(POOL, len(planner.pool)),
            ranging=ranging(self.ship, first.paths, folds) if first else None, notes=tuple(self.notes),
        )  # fmt: skip

    def _checked(self, plan: Served, kinds: list[int]) -> Plan:
        """The plan with kinds by number of the whole mix, checked anew; a broken one is an error."""
        poses = tuple(pose._replace(kind=kinds[pose.kind]) for pose in plan.poses)
        wrong = faults(self.place, self._stands(poses))
        if wrong:
            raise RuntimeError(f"a plan of the {self.place.name} failed its check: {wrong[0]}")
        return Plan(poses, plan.paths)

    def _stands(self, poses: Sequence[Pose]) -> list[Stand]:
        return [Stand(self.outlines[p.kind], p.x, p.y, p.heading) for p in poses]

    def _with_sound_paths(self, plan: Plan, *, leave: bool) -> Plan:
        """Without the aircraft whose way out fails the independent check; those that remain keep theirs."""
        wrong = path_check(self.place, self._stands(plan.poses), plan, leave=leave)
        kept = [number for number in range(len(plan.poses)) if number not in wrong]
        if wrong:
            self.notes.append(
                f"{len(wrong)} left out: the way out failed its check ({next(iter(wrong.values()))})"
            )
        return Plan(tuple(plan.poses[i] for i in kept), tuple(plan.paths[i] for i in kept))


def path_check(place: Place, stands: Sequence[Stand], plan: Plan, *, leave: bool) -> dict[int, str]:
    """Aircraft whose towing path is faulty, and how; ``leave``: those that left earlier are gone."""
    found = {}
    for number, path in enumerate(plan.paths):
        others = [*stands[number + 1 :]] if leave else [*stands[:number], *stands[number + 1 :]]
        moving = under_tow(stands[number].outline, place.tractor)
        wrong = path_faults(place, stands[number], moving, path.poses, others)
        if wrong:
            found[number] = wrong[0]
    return found


def _most(number: int | None) -> int:
    return ANY_NUMBER if number is None else max(0, number)


def _fold_time(craft: Craft, outline: Outline) -> Quantity | None:
    fold = craft.model.fold
    return fold.time if outline.folded and fold is not None else None
