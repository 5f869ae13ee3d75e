"""Words that qualify a number: "more than", "up to", "or so"; and the bounds they imply."""

from __future__ import annotations

import re
from functools import cache

from . import lexicon
from .grammar import EMPHASIS, WORD, Vocabulary, first_words, vocabulary
from .phrases import Index

_REACH = 64  # characters left of a number in which its qualifier may stand
_BETWEEN = 4  # words between a number and what qualifies it behind


def bounds(value: float, comparator: str) -> tuple[float | None, float | None]:
    """The lower and upper bound that `comparator` implies for `value`."""
    low = value if comparator in ("exact", "at_least", "more_than") else None
    high = value if comparator in ("exact", "at_most", "less_than") else None
    return low, high


@cache
def _before(language: str) -> tuple[Index, tuple[str, ...], re.Pattern[str]]:
    entries = lexicon.read("comparators")["before"]
    fillers = lexicon.any_of(lexicon.read("comparators")["fillers"][language])
    return (
        Index(lexicon.phrases(entry, language) for entry in entries),
        tuple(entry["comparator"] for entry in entries),
        re.compile(rf"{EMPHASIS}[^\w,]{{0,2}}(?:(?:{fillers})\s+)*{EMPHASIS}", re.IGNORECASE),
    )


@cache
def _after(language: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    entries = lexicon.read("comparators")["after"]
    pairs = [
        (phrase, place)
        for place, entry in enumerate(entries)
        for phrase in lexicon.phrases(entry, language)
    ]
    pairs.sort(key=lambda pair: -len(pair[0]))
    options = "|".join(
        f"(?P<c{n}_{place}>{lexicon.pattern(phrase)})" for n, (phrase, place) in enumerate(pairs)
    )
    near = r"(?:[^\S\n]\(?|-)?"
    ends = "|".join(lexicon.read("comparators")["ends_clause"][language])
    closed = rf"(?=[^,.;:)\n]{{2,26}}(?:[,.;:)]|$|\n| (?:{ends}) ))"
    far = rf"(?:(?:[^\S\n]+[^\W\d_]+){{1,{_BETWEEN}}}?|),?[^\S\n]+[“«\"]?{closed}"
    fillers = lexicon.any_of(lexicon.read("comparators")["fillers"][language])
    ending = rf"(?![^\W_])(?!\s*(?:(?:{fillers})\s+){{0,2}}[$€]?[0-9])"
    names = tuple(entry["comparator"] for entry in entries)
    return re.compile(rf"{EMPHASIS}(?:{near}|{far})(?:{options}){ending}", re.IGNORECASE), names


@cache
def _abbreviations(language: str) -> tuple[str, ...]:
    """The qualifiers that end in a point, which ends no sentence: "approx."."""
    entries = lexicon.read("comparators")["before"]
    words = (phrase for entry in entries for phrase in lexicon.phrases(entry, language))
    return tuple(phrase for phrase in words if phrase.endswith("."))


def _ends_in_an_abbreviation(window: str, language: str) -> bool:
    return window.rstrip().lower().endswith(_abbreviations(language))


def comparator_before(text: str, start: int, language: str) -> str | None:
    """The qualifier that ends at the number, but for fillers; of several the one begun first."""
    if not _may_qualify(text, start, language):
        return None
    index, names, fillers = _before(language)
    window = text[max(0, start - _REACH) : start]
    if window.rstrip().endswith((".", ";")) and not _ends_in_an_abbreviation(window, language):
        return None
    for number, found in index.find(window):
        if fillers.fullmatch(window, found.end()):
            return names[number]
    return None


@cache
def _vocabularies(language: str) -> tuple[Vocabulary, Vocabulary]:
    """The words of what qualifies a number before it, and those that begin what does so behind."""
    content = lexicon.read("comparators")
    before, after = (
        [phrase for entry in content[side] for phrase in lexicon.phrases(entry, language)]
        for side in ("before", "after")
    )
    begin = first_words(filter(WORD.search, after))  # a mere sign is no word: `_may_follow` sees it
    return vocabulary([*before, *content["fillers"][language]]), begin


def _may_qualify(text: str, start: int, language: str) -> bool:
    """False where the last word before a number is none that qualifies: most numbers have none."""
    return _vocabularies(language)[0].ends(text[max(0, start - _REACH) : start])


def _may_follow(text: str, end: int, language: str) -> bool:
    """False where none of the words behind a number may begin what qualifies it."""
    if not text[end : end + 1].isspace():
        return True
    begins = _vocabularies(language)[1]
    return any(
        not word.isalpha() or begins.holds(word)
        for word in text[end : end + _REACH].split(None, _BETWEEN + 1)[: _BETWEEN + 1]
    )


def comparator_after(text: str, end: int, language: str) -> tuple[str, int] | None:
    """The qualifier that stands behind a number which ends at `end`, and where it ends."""
    if not _may_follow(text, end, language):
        return None
    pattern, names = _after(language)
    found = pattern.match(text, end)
    if not found:
        return None
    return names[int(str(found.lastgroup).split("_")[1])], found.end()


@cache
def _signs() -> dict[str, str]:
    entries = lexicon.read("comparators")["signs"]
    return {sign: entry["comparator"] for entry in entries for sign in entry["sign"]}


def _sign_before(text: str, start: int) -> str | None:
    """What a sign says: "≤ 40", ">40"; no arrow, and none that is set off like a quotation's."""
    place = start - 1 - (text[start - 1 : start] == " ")
    sign = _signs().get(text[place : place + 1]) if place >= 0 else None
    if sign is None or text[place] not in "<>":
        return sign
    return sign if place == start - 1 and text[place - 1 : place] in ("", " ", "(", ":") else None


def comparator_of(text: str, start: int, end: int, language: str) -> str:
    """What the words beside the number at `start:end` make of it; `exact` where there are none."""
    sign = _sign_before(text, start)
    if sign:
        return sign
    before = comparator_before(text, start, language)
    if before and before != "exact":
        return before
    after = comparator_after(text, end, language)
    return after[0] if after else "exact"
