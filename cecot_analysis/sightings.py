"""What of the lexicon stands in a sentence: all its lists of phrases, looked up in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from . import lexicon
from .phrases import Index

Sighting = tuple[int, re.Match[str]]  # the number of an entry, and where one of its phrases stands
Seen = Mapping[str, Sequence[Sighting]]
NOTHING: tuple[Sighting, ...] = ()

_FILES = ("metrics", "notes", "increments", "scopes")  # every entry of these is a list of phrases
_FIELDS = ("requires", "forbids")
_PLACES = ("home", "elsewhere", "topic", "prison")  # read in both languages
_BODIES = ("bodies", "heads")
_SPEECH = ("introduces", "cites", "verbs", "participles")


Owner = tuple[str, int]  # a part of the lexicon, and the number of an entry in it


def _lists(language: str) -> Iterator[tuple[Owner, list[str]]]:
    """Every list of phrases, with the entry that it is of."""
    for name in _FILES:
        for number, entry in enumerate(lexicon.read(name)):
            yield (name, number), lexicon.phrases(entry, language)
    for part in _PLACES:
        yield (f"places.{part}", 0), lexicon.both(lexicon.read("places")[part])
    for part in _BODIES:
        for number, entry in enumerate(lexicon.read("claimants")[part]):
            yield (f"claimants.{part}", number), lexicon.phrases(entry, language)
    for part in _SPEECH:
        yield (f"claimants.{part}", 0), lexicon.read("claimants")[part][language]


def _conditions(language: str) -> dict[str, list[Owner]]:
    """Every phrase that an entry requires or forbids, with the entries: many have the same."""
    owners: dict[str, list[Owner]] = {}
    for name in _FILES:
        for number, entry in enumerate(lexicon.read(name)):
            for field in _FIELDS:
                words = {language: entry.get(field, {}).get(language, ())}
                for phrase in lexicon.phrases(words, language):
                    owners.setdefault(phrase, []).append((f"{name}.{field}", number))
    return owners


@cache
def _index(language: str) -> tuple[Index, tuple[Sequence[Owner], ...]]:
    lists = [([owner], phrases) for owner, phrases in _lists(language)]
    lists += [(owners, [phrase]) for phrase, owners in _conditions(language).items()]
    return Index(phrases for _, phrases in lists), tuple(owners for owners, _ in lists)


@lru_cache(maxsize=64)  # a sentence is asked for many parts, one after another
def of(sentence: str, language: str) -> Seen:
    """What stands in `sentence`, by part of the lexicon: `metrics`, `places.home` …

    Parts of which nothing stands there are left out. Phrases of one list do not overlap.
    """
    index, owners = _index(language)
    found: dict[str, list[Sighting]] = {}
    for place, match in index.find(sentence):
        for part, number in owners[place]:
            found.setdefault(part, []).append((number, match))
    return found
