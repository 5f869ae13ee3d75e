"""Fields of words that mean the like: a word that was never met is read like its kin.

A few thousand annotated numbers do not hold all words that reporters have for a prison, a death or
a transfer. A field (`lexicon/fields.yml`) has the same sign for all of them, in both languages.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import pairwise

from . import lexicon
from .schema import DataError

SORT = "field"  # how its signs are called in the table of weights
_BESIDE = 2  # words beside the number whose field is told with its place
_NEAR = 6  # words that count in full; those farther off by half
_FOLLOWING = 4  # fields of which two in a row count together
_MUCH = 0.5  # a field tells less than a phrase of the lexicon, which was chosen for telling


@cache
def _listed(language: str) -> dict[str, str]:
    """The field of each word, and of each beginning of a word with a `*`."""
    found: dict[str, str] = {}
    for field, entry in lexicon.read("fields").items():
        for word in entry[language]:
            if found.setdefault(word, field) != field:
                raise DataError(
                    f"{lexicon.FOLDER / 'fields.yml'}: {word!r} ({language}) stands in "
                    f"{found[word]} and in {field}; keep it in one of them"
                )
    return found


@lru_cache(maxsize=20_000)  # the words of the texts at hand
def of(word: str, language: str) -> str | None:
    """The field of a word in small letters: the one that lists it, or its longest beginning."""
    listed = _listed(language)
    if word in listed:
        return listed[word]
    ends = range(len(word), 1, -1)
    return next((listed[part] for end in ends if (part := f"{word[:end]}*") in listed), None)


def signs_of(left: Iterable[str], right: Iterable[str], language: str) -> dict[str, float]:
    """The fields of the words on either side of a number, those beside it first."""
    found: dict[str, float] = {}
    first = []
    for side, words in (("left", left), ("right", right)):
        told = []
        for place, word in enumerate(words):
            field = of(word, language)
            if field is None:
                continue
            if place < _BESIDE:
                found[f"{SORT} {side} {place + 1} {field}"] = _MUCH
            found.setdefault(f"{SORT} {side} {field}", _MUCH if place < _NEAR else _MUCH / 2)
            told.append(field)
        for one, next_one in pairwise(told[:_FOLLOWING]):
            found[f"{SORT} {side} pair {one} {next_one}"] = _MUCH
        first += told[:1] or [""]
    if all(first):
        found[f"{SORT} around {first[0]} {first[1]}"] = _MUCH
    return found
