"""The kernels compiled before a campaign, in a process of their own.

The process that compiles a driver may link other copies of its inner functions than those that are kept on
disk, and these may round differently in the last bit. A campaign promises the same bytes from every process:
none of its own compiles.
"""

from __future__ import annotations

import subprocess
import sys

_CODE = "from shortdeck.campaign.waking import compile_all; compile_all()"


def wake() -> None:
    """Compile what is not on disk yet; half a minute, once for each version and processor."""
    from shortdeck.flight.block import fly_block
    from shortdeck.numerics.jit import is_cold

    if is_cold(fly_block):
        subprocess.run([sys.executable, "-c", _CODE], check=False, stdout=subprocess.DEVNULL)


def compile_all() -> None:
    """Fly one launch and one recovery at sea through everything that a campaign calls."""
    from shortdeck.campaign.study import Study, plan
    from shortdeck.campaign.work import fly, prepare

    for task, wind in (("launch", 14.0), ("recovery", 12.0)):
        study = Study.model_validate(
            {
                "task": task, "aircraft": "bayraktar-tb3", "ship": "izumo", "fixed": {"sea_state": 4},
                "vary": {"wind_over_deck": {"uniform": [wind, wind + 1.0]}},
            }
        )  # fmt: skip
        fly(prepare(plan(study), 0), threads=1)
