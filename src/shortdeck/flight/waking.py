"""The flight kernels compiled in a process of their own.

The process that compiles a driver links other copies of its lane loops than those that are kept on disk, and
these may round differently in the last bit. So that every process gives the same bytes, none flies what it
has compiled: another one does so first, and all load what that one kept.
"""

from __future__ import annotations

import os
import subprocess
import sys

_CODE = "import shortdeck as sd; sd.recover('bayraktar-tb3', 'izumo', wind_over_deck='24 kn')"
_COMPILING = "SHORTDECK_COMPILING"  # set in the process that compiles


def wake() -> None:
    """Compile what is not on disk yet; half a minute, once for each version and processor.

    Where nothing can be kept on disk, each process compiles for itself when it first flies.
    """
    from shortdeck.flight.block import fly_block
    from shortdeck.numerics.jit import cache_dir, is_cold

    kept = os.access(cache_dir(fly_block), os.W_OK)
    if _COMPILING not in os.environ and kept and is_cold(fly_block):
        environment = os.environ | {_COMPILING: "1"}
        subprocess.run([sys.executable, "-c", _CODE], check=False, stdout=subprocess.DEVNULL, env=environment)
