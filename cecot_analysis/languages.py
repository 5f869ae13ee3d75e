"""Which language a text is in, by its commonest words."""

from __future__ import annotations

import re
from functools import cache

from . import lexicon
from .schema import LANGUAGES

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 20_000  # characters: the language does not change after that
_ENOUGH = 12  # words: a shorter text may have few common ones


@cache
def _common() -> dict[str, frozenset[str]]:
    entry = lexicon.read("languages")["common"]
    return {name: frozenset(words) for name, words in entry.items() if name != "example"}


def detect(text: str) -> str | None:
    """`en` or `es`, whichever has more of its commonest words in `text`.

    None where another language has more, where none is common to any, and where no more than one
    in ten is, in a text of twelve words or more: such texts are left alone.
    """
    first = _WORD.search(text)
    start = first.start() if first else 0
    words = [word.casefold() for word in _WORD.findall(text[start : start + _SAMPLE])]
    counts = {
        language: sum(word in common for word in words) for language, common in _common().items()
    }
    best = max(counts, key=lambda language: counts[language])
    if best not in LANGUAGES or counts[best] == 0:
        return None
    return best if counts[best] * 10 > len(words) or len(words) < _ENOUGH else None
