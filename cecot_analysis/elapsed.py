"""Times told by how far they are from another: "two years ago", "hace seis meses", "a year on"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from . import lexicon, number_words, tokens
from .dating import listed
from .grammar import folded

_MONTHS = 12  # of a year
_WIDEST = 20  # characters: no small number and what joins another to it is longer


class Elapsed(NamedTuple):
    """Words at `start:end` that tell a time so many `months` back, or on where that is negative.

    `told` says that they are reckoned from the date told before, not from that of publication;
    `years` that they are counted in years.
    """

    start: int
    end: int
    months: int
    years: bool
    told: bool


@cache
def _first(language: str) -> frozenset[str]:
    """The words of which one is in each such time."""
    keys = ("ago", "since_long", "earlier", "later")
    return frozenset(word.split()[-1] for key in keys for word in listed(key, language))


@cache
def _pattern(language: str) -> re.Pattern[str]:
    numbers = "|".join(map(lexicon.pattern, lexicon.ordered(listed("small_numbers", language))))
    about = lexicon.any_of(listed("about_so_long", language))
    years = "|".join(map(lexicon.pattern, listed("years", language)))
    months = "|".join(map(lexicon.pattern, listed("months_long", language)))
    long = rf"(?:(?:{about})\s)?(?P<number>{numbers}|[1-9][0-9]?)\s(?:(?P<years>{years})|{months})"
    since, ago, earlier, later, goes_on = (
        lexicon.any_of(listed(key, language))
        for key in ("since_long", "ago", "earlier", "later", "goes_on")
    )
    again = long.replace("?P<number>", "?P<number2>").replace("?P<years>", "?P<years2>")
    return re.compile(
        rf"(?<![^\W_])(?<![0-9][.,])(?:(?:{since})\s{again}(?!\s(?:{goes_on})\b)"
        rf"|{long}\s(?:(?P<ago>{ago})|(?:(?P<earlier>{earlier})|{later})"
        rf"(?!\s(?:(?:{goes_on})\b|(?-i:[A-ZÁÉÍÓÚ])))))(?![^\W_])",
        re.IGNORECASE,
    )


@cache
def _opens_range(language: str) -> re.Pattern[str]:
    numbers = lexicon.any_of(listed("small_numbers", language))
    joiners = lexicon.read("numerals")["range_joiners"][language][""]
    joined = lexicon.any_of([one for one in joiners if one.isalpha()])
    return re.compile(rf"(?<![^\W_])(?:{numbers}|[0-9]+)(?:\s(?:{joined})\s|[-–])$", re.IGNORECASE)


def _goes_back(sentence: str, place: int, end: int, language: str) -> bool:
    """Whether the number at `place` ends a longer one, or a range: "two or three years ago"."""
    if _opens_range(language).search(sentence, max(0, place - _WIDEST), place):
        return True
    runs = number_words.runs(sentence[:end], language)
    return any(run.start() < place < run.end() for run in runs)


def find(sentence: str, language: str) -> Iterator[Elapsed]:
    """The times of `sentence` that are told by how far they are from another."""
    if _first(language).isdisjoint(tokens.of(sentence).words):
        return
    for found in _pattern(language).finditer(sentence):
        place = found.start("number" if found["number"] else "number2")
        if _goes_back(sentence, place, found.end(), language):
            continue  # "twenty-five years ago"
        before = sentence[max(0, found.start() - 8) : found.start()].split()
        if before and before[-1].lower() in listed("since", language):
            continue  # "since two years ago", "desde hace dos años"
        number = folded(found["number"] or found["number2"])
        count = int(number) if number.isdigit() else listed("small_numbers", language)[number]
        years = bool(found["years"] or found["years2"])
        months = count * (_MONTHS if years else 1)
        told = not (found["ago"] or found["number2"])
        later = told and not found["earlier"]
        yield Elapsed(*found.span(), -months if later else months, years, told)
