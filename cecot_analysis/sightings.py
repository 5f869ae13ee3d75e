"""What of the lexicon stands in a sentence: its lists of phrases, many looked up in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from . import lexicon
from .phrases import Index

Sighting = tuple[int, re.Match[str]]  # the number of an entry, and where one of its phrases stands
Seen = Mapping[str, Sequence[Sighting]]
NOTHING: tuple[Sighting, ...] = ()
CUES, SCOPES = "cues", "scopes"  # what is looked up together
CLAIMANTS, PLACES = "claimants", "places"
CONDITIONS = "conditions"  # phrases that entries require or forbid

_FILES = {CUES: ("metrics", "notes", "increments"), SCOPES: ("scopes",)}  # entries with phrases
_FIELDS = ("requires", "forbids")
_PLACES = ("home", "elsewhere", "topic")  # read in both languages
_BODIES = ("bodies", "heads")
_SPEECH = ("introduces", "cites", "verbs", "participles")


Owner = tuple[str, int]  # a part of the lexicon, and the number of an entry in it


def _lists(of: str, language: str) -> Iterator[tuple[Owner, list[str]]]:
    """Every list of phrases that is looked up together, with the entry that it is of."""
    if of == PLACES:
        for part in _PLACES:
            yield (part, 0), lexicon.both(lexicon.read("places")[part])
    elif of == CLAIMANTS:
        for part in _BODIES:
            for number, entry in enumerate(lexicon.read("claimants")[part]):
                yield (part, number), lexicon.phrases(entry, language)
        for part in _SPEECH:
            yield (part, 0), lexicon.read("claimants")[part][language]
    else:
        for name in _FILES[of]:
            for number, entry in enumerate(lexicon.read(name)):
                yield (name, number), lexicon.phrases(entry, language)
        for number, phrase in enumerate(_conditions(of, language)):
            yield (CONDITIONS, number), [phrase]


def _condition(
    entry: Mapping[str, Mapping[str, list[str]]], field: str, language: str
) -> list[str]:
    """The phrases that an entry requires or forbids."""
    return lexicon.phrases({language: entry.get(field, {}).get(language, ())}, language)


@cache
def _conditions(of: str, language: str) -> dict[str, int]:
    """Every phrase that an entry requires or forbids, once, with its number."""
    found = (
        phrase
        for name in _FILES[of]
        for entry in lexicon.read(name)
        for field in _FIELDS
        for phrase in _condition(entry, field, language)
    )
    return {phrase: number for number, phrase in enumerate(dict.fromkeys(found))}


@cache
def conditions(name: str, field: str, language: str) -> list[frozenset[int]]:
    """The numbers of the conditions that each entry of lexicon file `name` requires or forbids."""
    known = _conditions(holder(name), language)
    return [
        frozenset(known[phrase] for phrase in _condition(entry, field, language))
        for entry in lexicon.read(name)
    ]


@cache
def holder(name: str) -> str:
    """What the lexicon file `name` is looked up with: CUES or SCOPES."""
    return next(of for of, names in _FILES.items() if name in names)


@cache
def _index(of: str, language: str) -> tuple[Index, tuple[Owner, ...]]:
    lists = list(_lists(of, language))
    return Index(phrases for _, phrases in lists), tuple(owner for owner, _ in lists)


@lru_cache(maxsize=64)  # a sentence is asked for many parts, one after another
def of(what: str, sentence: str, language: str = "both") -> Seen:
    """What of CUES, SCOPES, CLAIMANTS or PLACES stands in `sentence`, by part: `metrics`, `verbs` …

    Parts of which nothing stands there are left out. Phrases of one list do not overlap.
    """
    index, owners = _index(what, language)
    found: dict[str, list[Sighting]] = {}
    for place, match in index.find(sentence):
        part, number = owners[place]
        found.setdefault(part, []).append((number, match))
    return found
