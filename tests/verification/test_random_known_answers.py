"""Philox4x32-10 against the known answers published with Random123, and against big integers.

Known answers: ``tests/kat_vectors`` of https://github.com/DEShawResearch/random123, commit 9545ff6, the
three lines of "philox4x32 10": counter, key, result.
"""

from __future__ import annotations

import numpy as np
import pytest

from shortdeck.numerics.random import random_bits

KNOWN = (
    "00000000 00000000 00000000 00000000 00000000 00000000   6627e8d5 e169c58d bc57ac4c 9b00dbd8",
    "ffffffff ffffffff ffffffff ffffffff ffffffff ffffffff   408f276d 41c83b0e a20bc7c6 6d5451fd",
    "243f6a88 85a308d3 13198a2e 03707344 a4093822 299f31d0   d16cfe09 94fdcceb 5001e420 24126ea1",
)


def philox(counter: list[int], key: list[int]) -> list[int]:
    """The algorithm as the paper states it, in Python's integers."""
    c, k = list(counter), list(key)
    for _ in range(10):
        high0, low0 = divmod(0xD2511F53 * c[0], 2**32)
        high1, low1 = divmod(0xCD9E8D57 * c[2], 2**32)
        c = [high1 ^ c[1] ^ k[0], low1, high0 ^ c[3] ^ k[1], low0]
        k = [(k[0] + 0x9E3779B9) % 2**32, (k[1] + 0xBB67AE85) % 2**32]
    return c


def kernel(counter: list[int], key: list[int]) -> list[int]:
    return [int(word) for word in random_bits(*(np.uint64(word) for word in (*key, *counter)))]


@pytest.mark.parametrize("line", KNOWN)
def test_published_known_answers(line: str) -> None:
    words = [int(word, 16) for word in line.split()]
    assert kernel(words[:4], words[4:6]) == words[6:]


def test_any_counter_and_key_against_big_integers() -> None:
    for words in np.random.default_rng(1).integers(0, 2**32, size=(2000, 6)).tolist():
        assert kernel(words[:4], words[4:]) == philox(words[:4], words[4:])
