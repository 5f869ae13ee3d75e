"""Which of the two languages a text is in, by its commonest words."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
_COMMON = {
    "en": frozenset("the of and to in is was that for with on by has are were at from an".split()),
    "es": frozenset("el la los las de del que y en un una se por con para al es fue su".split()),
}
_SAMPLE = 20_000  # characters: language does not change after that


def detect(text: str) -> str | None:
    """`en` or `es` by the share of each language's commonest words; None for other languages.

    Words that both share do not count. At least one word in eight must be a common word, and
    one language must have twice as many as the other.
    """
    words = [word.casefold() for word in _WORD.findall(text[:_SAMPLE])]
    counts = {name: sum(word in common for word in words) for name, common in _COMMON.items()}
    best, other = sorted(counts, key=lambda name: counts[name], reverse=True)
    if counts[best] * 8 < len(words) or counts[best] < 2 * counts[other] or not counts[best]:
        return None
    return best
