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
_LETTER = r"[^\W\d_]"
_STEMS = re.compile(rf"({_LETTER}{{4,{STEM}}}){_LETTER}*")  # of words of four letters at least
_PLAIN = tuple(zip("áéíóúüñ", "aeiouun", strict=True))


def signs_of(context: Context, offset: int) -> Signs:
    """The words of the passage around `offset` of a text, as signs."""
    words = frozenset().union(*(_words(context.text, block) for block in _blocks(offset)))
    return dict.fromkeys((f"{SORT} {word}" for word in words), _SHARE)


def totals(context: Context, offset: int) -> list[float]:
    """What the passage around `offset` says for each metric, as log-odds."""

    def places(block: int) -> set[int]:
        return weights.places(_words(context.text, block), SORT)

    def added() -> list[float]:
        found = (
            context.remembered(("places", one), partial(places, one)) for one in _blocks(offset)
        )
        return weights.added(set().union(*found), _SHARE)

    told: list[float] = context.remembered((SORT, offset // BLOCK), added)
    return told


def _blocks(offset: int) -> range:
    """The block with `offset`, the one before, and the one behind."""
    here = offset // BLOCK
    return range(max(0, here - 1), here + 2)


def _words(text: str, block: int) -> frozenset[str]:
    plain = text[block * BLOCK : (block + 1) * BLOCK].lower()
    for accented, letter in _PLAIN:  # many times as fast as `str.translate`
        plain = plain.replace(accented, letter)
    return frozenset(_STEMS.findall(plain))
