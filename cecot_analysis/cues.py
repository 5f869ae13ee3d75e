"""Cues: the lexicon's phrases found in a sentence, each with the entry it belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from . import lexicon, sightings


class Cue(NamedTuple):
    """A phrase of `entry` at the half-open span `start:end` of a sentence."""

    start: int
    end: int
    entry: dict[str, Any]


@cache
def _break() -> re.Pattern[str]:
    words = lexicon.any_of(lexicon.both(lexicon.read("carrying")["turns"]))
    return re.compile(rf"[;:—–()]|, (?:{words})")


@lru_cache(maxsize=32)  # the numbers of one sentence ask one after another
def find(name: str, sentence: str, language: str, before: str = "") -> tuple[Cue, ...]:
    """Every cue of the lexicon file `name` in `sentence`; different entries may overlap.

    Entries whose `requires` is neither in the sentence nor in the words `before` it, or whose
    `forbids` is in the sentence, are silent.
    """
    seen = sightings.of(sightings.holder(name), sentence, language)
    matches = seen.get(name)
    if not matches:
        return ()
    entries, conditions = _conditions(name, language)
    silent: set[int] = set()
    if conditions:
        told = {number for number, _ in seen.get(sightings.CONDITIONS, sightings.NOTHING)}
        met = conditions.keys() & {number for number, _ in matches}
        silent = {number for number in met if conditions[number].silences(told, before)}
    return tuple(
        [
            Cue(match.start(), match.end(), entries[number])
            for number, match in matches
            if number not in silent
        ]
    )


class _Condition(NamedTuple):
    """What an entry forbids and requires of its sentence, and requires of the words before it."""

    forbids: frozenset[int]
    requires: frozenset[int]
    required: lexicon.Phrases

    def silences(self, told: set[int], before: str) -> bool:
        """Whether an entry is silent in a sentence of which the conditions `told` hold."""
        if not told.isdisjoint(self.forbids):
            return True
        here = not self.requires or not told.isdisjoint(self.requires)
        return not here and not self.required.search(before)


@cache
def _conditions(name: str, language: str) -> tuple[list[dict[str, Any]], dict[int, _Condition]]:
    """The entries of a lexicon file, and the condition of each that has one, by its number."""
    entries = lexicon.read(name)
    forbids, requires = (
        sightings.conditions(name, field, language) for field in ("forbids", "requires")
    )
    return entries, {
        number: _Condition(
            forbids[number], requires[number], lexicon.compiled(_required(entry, language))
        )
        for number, entry in enumerate(entries)
        if forbids[number] or requires[number]
    }


def _required(entry: dict[str, Any], language: str) -> list[str]:
    words = entry.get("requires", {}).get(language, ())
    return lexicon.phrases({language: words}, language)


def strength(
    cue: Cue, start: int, end: int, sentence: str, others: Sequence[tuple[int, int]]
) -> float:
    """How strongly `cue` speaks for the number at `start:end`; 0 or less where it does not.

    The entry's weight, less one for each 12 characters between the two, four for each other
    number between them, and two for each break of the clause.
    """
    side = cue.entry.get("side", "any")
    if cue.end <= start and side != "after":
        left, right = cue.end, start
    elif cue.start >= end and side != "before":
        left, right = end, cue.start
    else:
        return 0.0
    if right - left > cue.entry.get("reach", 80):
        return 0.0
    between = sentence[left:right]
    crossed = sum(left <= other[0] and other[1] <= right for other in others)
    breaks = len(_break().findall(between))
    return float(cue.entry.get("weight", 5)) - (right - left) / 12 - 4 * crossed - 2 * breaks


def is_broken(gap: str) -> bool:
    """Whether a clause ends within `gap`."""
    return _break().search(gap) is not None
