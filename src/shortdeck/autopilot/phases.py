"""Phases of a launch and of a recovery, as numbers that kernels compare."""

from __future__ import annotations

HOLD, ROLL, ROTATE, CLIMB, APPROACH, ROLLOUT, GO_AROUND, ABORT = (0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0)
