"""What the passage around a number speaks of: its words, whatever their place.

The words beside a number tell what it counts; those of the passage tell whether it speaks of El
Salvador's prisons at all, or of a pandemic, a stadium, or a prison elsewhere.
"""

from __future__ import annotations

import re
from functools import partial

from . import weights
from .context import Context
from .signs import Signs
from .tokens import STEM

BLOCK = 700  # characters: the passage is the block with the number and those beside it
SORT = "passage"  # how its signs are called in the table of weights
_SHARE = 0.25  # a word of the passage tells less than one beside the number
_WORD = re.compile(r"[^\W\d_]{4,}")
_PLAIN = str.maketrans("áéíóúüñ", "aeiouun")


def signs_of(context: Context, offset: int) -> Signs:
    """The words of the passage around `offset` of a text, as signs."""
    return dict.fromkeys((f"{SORT} {word}" for word in _around(context, offset)), _SHARE)


def totals(context: Context, offset: int) -> list[float]:
    """What the passage around `offset` says for each metric, as log-odds."""

    def added() -> list[float]:
        return weights.totals_of(_around(context, offset), SORT, _SHARE)

    found: list[float] = context.remembered((SORT, offset // BLOCK), added)
    return found


def _around(context: Context, offset: int) -> set[str]:
    """The words of the block with `offset`, of the one before, and of the one behind."""
    here, found = offset // BLOCK, set[str]()
    for block in range(max(0, here - 1), here + 2):
        found |= context.remembered(("words", block), partial(_words, context.text, block))
    return found


def _words(text: str, block: int) -> frozenset[str]:
    plain = text[block * BLOCK : (block + 1) * BLOCK].lower().translate(_PLAIN)
    return frozenset(word[:STEM] for word in _WORD.findall(plain))
