"""The best set of poses that do not conflict, out of many: a set packing, solved by OR-Tools' CP-SAT.

A pose is a yes or no; of two poses in conflict at most one is taken. Conflicts are gathered in cliques
(sets in which every two conflict), which bound far better than pairs. One worker, a fixed seed and
deterministic time: the same poses give the same plan and the same bound.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import shapely

from shortdeck.errors import InputError
from shortdeck.parking.fill import Pose, Problem

Matrix = npt.NDArray[np.bool_]
MISSING = (
    "planning needs OR-Tools, which is not installed: python -m pip install 'shortdeck[parking]' (or ortools)"
)


class Choice(NamedTuple):
    """Indices of the chosen poses, the solver's upper bound over these poses, and whether it is proven
    best."""

    chosen: tuple[int, ...]
    bound: int
    proven: bool
    work: float  # deterministic time spent


def conflicts(problem: Problem, poses: Sequence[Pose]) -> Matrix:
    """Which of the poses conflict with which; every pose conflicts with itself."""
    count = len(poses)
    found = np.eye(count, dtype=bool)
    groups: dict[tuple[int, float], list[int]] = defaultdict(list)
    for index, pose in enumerate(poses):
        groups[pose.kind, pose.heading].append(index)
    xy = np.array([(pose.x, pose.y) for pose in poses]).reshape(-1, 2)
    keys = sorted(groups)
    for first, one in enumerate(keys):
        for other in keys[first:]:
            a, b = np.array(groups[one]), np.array(groups[other])
            region = problem.contacts.inner(one[0], one[1], other[0], other[1])
            if region.is_empty:
                continue
            offsets = xy[b][None, :, :] - xy[a][:, None, :]
            low_x, low_y, high_x, high_y = region.bounds
            dx, dy = offsets[..., 0], offsets[..., 1]
            near = (dx > low_x) & (dx < high_x) & (dy > low_y) & (dy < high_y)
            hit = np.zeros(near.shape, dtype=bool)
            hit[near] = shapely.contains_xy(region, dx[near], dy[near])
            found[np.ix_(a, b)] |= hit
            found[np.ix_(b, a)] |= hit.T
    return found


def cliques(conflict: Matrix) -> list[npt.NDArray[np.int64]]:
    """Sets of mutually conflicting poses that together hold every conflict; greedy, in a fixed order."""
    count = len(conflict)
    uncovered = conflict.copy()
    np.fill_diagonal(uncovered, False)
    degree = conflict.sum(axis=1)
    found = []
    for first in np.argsort(-degree, kind="stable"):
        while uncovered[first].any():
            members = [int(first)]
            common = conflict[first].copy()
            common[first] = False
            while common.any():
                gain = np.where(common, uncovered[members].sum(axis=0) * (count + 1) + degree, -1)
                chosen = int(np.argmax(gain))
                members.append(chosen)
                common &= conflict[chosen]
                common[chosen] = False
            clique = np.array(members)
            uncovered[np.ix_(clique, clique)] = False
            found.append(clique)
    return found


def choose(
    problem: Problem,
    poses: Sequence[Pose],
    *,
    hint: Sequence[Pose],
    seed: int,
    work: float,
    conflict: Matrix | None = None,
) -> Choice:
    """The most valuable set of poses without conflict. ``work``: deterministic time, roughly seconds."""
    try:
        from ortools.sat.python import cp_model
    except ImportError:
        raise InputError(MISSING) from None
    if conflict is None:
        conflict = conflicts(problem, poses)
    model = cp_model.CpModel()
    taken = [model.new_bool_var("") for _ in poses]
    for clique in cliques(conflict):
        model.add_at_most_one(taken[i] for i in clique)
    for kind, most in enumerate(problem.most):
        mine = [taken[i] for i, pose in enumerate(poses) if pose.kind == kind]
        if len(mine) > most:
            model.add(sum(mine) <= most)
    model.maximize(sum(problem.weights[pose.kind] * taken[i] for i, pose in enumerate(poses)))
    inside = set(hint)
    for i, pose in enumerate(poses):
        model.add_hint(taken[i], pose in inside)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed % (2**31 - 1)
    solver.parameters.max_deterministic_time = work
    solver.parameters.catch_sigint_signal = False
    status = solve(solver, model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Choice((), sum(problem.weights[pose.kind] for pose in poses), False, work)
    chosen = tuple(i for i in range(len(poses)) if solver.boolean_value(taken[i]))
    bound = int(np.floor(solver.best_objective_bound + 1e-6))
    return Choice(chosen, bound, status == cp_model.OPTIMAL, solver.deterministic_time)


def solve(solver: Any, model: Any) -> Any:
    """Run CP-SAT so that Ctrl-C reaches it: it works in a thread, and an interrupt stops it."""
    result: list[Any] = []
    worker = threading.Thread(target=lambda: result.append(solver.solve(model)), daemon=True)
    worker.start()
    try:
        while worker.is_alive():
            worker.join(0.1)
    except KeyboardInterrupt:
        solver.stop_search()
        worker.join()
        raise
    return result[0]
