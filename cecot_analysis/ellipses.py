"""What a number leaves out because the one before has told it: its unit, its millions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from . import lexicon
from .numerals import Number
from .schema import AREAS

_MONEY = ("USD", "EUR", "GBP", None)  # millions of which nothing is told are a sum
_BESIDE = 100  # characters between a surface or a sum and a part of it
_REACH = 200  # characters in which a broken number has the unit of the last that has one
_MILLION = 1_000_000
_TIMES = 40  # a part is no smaller than its sum divided by this, another sum no larger than that
_MILLIONS_IN_DIGITS = re.compile(r"(?:[0-9]\D?){7}")
_SIDE = re.compile(r"\s?(?:x|×|por|by)\s?$|^\s?(?:x|×|por|by)\s?(?=[0-9])", re.IGNORECASE)
_OF_A_NAME = re.compile(r"[A-ZÁÉÍÓÚÑ][\w.’'-]*\s\($")  # "as large as Vatican City (0.49)"
_STOP = re.compile(r"[.\n](?![0-9])")
_WORD = re.compile(r"[^\S\n]?[^\W\d_]")


@cache
def _words(key: str, language: str) -> lexicon.Phrases:
    return lexicon.matcher("numerals", key, language)


@cache
def _right_before(key: str, language: str) -> re.Pattern[str]:
    """One of the words, at the beginning of a clause, right before a number."""
    words = lexicon.any_of(lexicon.read("numerals")[key][language])
    return re.compile(rf"(?:^|[,.;:—–(\n]\s?)(?:{words})\s$", re.IGNORECASE)


def completed(text: str, numbers: Iterable[Number], language: str) -> Iterator[Number]:
    """The numbers in order, each with the unit that the one before tells for it.

    "166 hectares, 23 of which": a bare part of a surface or a sum. "0.6 square metres, and with
    17,000 inmates 1.4": a broken number, which counts nobody.
    """
    last: Number | None = None
    measured: Number | None = None
    since = 0
    for number in numbers:
        until = number.end
        if number.unit is None:
            if last is not None and _is_part(text, last, since, number, language):
                number = _alike(number, last)
                until = _own_end(text, number, language)
            elif measured is not None and _is_broken(text, measured, number, language):
                number = _alike(number, measured)
        if number.unit is not None or _is_sum(text, number, language):
            measured = number
        last, since = number, until
        yield number


def _own_end(text: str, number: Number, language: str) -> int:
    """Where the words end that make a number a part: "23 of which"."""
    words = _words("of_those", language).match(text, number.end + 1)
    return words.end() if words else number.end


def _is_sum(text: str, number: Number, language: str) -> bool:
    """Whether a number without a unit is in millions, and of nobody: "the 6 million"."""
    if (number.value or 0) < _MILLION or _MILLIONS_IN_DIGITS.search(number.surface):
        return False
    return _is_of_nothing(text, number, language)


def _alike(number: Number, told: Number) -> Number:
    """`number` in the unit of `told`, and in millions where `told` is in millions."""
    if told.unit not in _MONEY:
        return replace(number, unit=told.unit)
    value, low, high = (
        one if one is None else round(one * _MILLION, 6)
        for one in (number.value, number.low, number.high)
    )
    return replace(number, unit=told.unit, value=value, low=low, high=high)


def _may_share(number: Number, told: Number) -> bool:
    """Whether the unit of `told` may be that of a bare number."""
    if told.unit in AREAS:
        return True
    if told.unit not in _MONEY or (told.value or 0) < _MILLION or not number.value:
        return False
    size = number.value * _MILLION / (told.value or 1)
    return 1 / _TIMES < size < _TIMES and not _MILLIONS_IN_DIGITS.search(told.surface)


def _is_part(text: str, last: Number, since: int, number: Number, language: str) -> bool:
    """Whether words say that the number is of what `last` is: "of which", "and not".

    They stand between the two, right before the first, or right behind the second; what stands
    before `since` tells of the first.
    """
    between = text[last.end : number.start]
    if len(between) >= _BESIDE or not _may_share(number, last) or _STOP.search(between):
        return False
    if _goes_on(text, number, "people", "nouns", language):
        return False
    if last.unit in AREAS:
        behind = min(len(text), number.end + 16)
        return _words("of_those", language).search(text, since, behind) is not None
    before = text[max(0, last.start - 12) : last.start]
    return bool(
        _words("of_those", language).search(between)
        or _right_before("not_that", language).search(between)
        or _right_before("of_all", language).search(before)
    )


def _is_broken(text: str, told: Number, number: Number, language: str) -> bool:
    """Whether the number is no whole one and nothing behind it says what it counts."""
    if number.value is None or number.value == int(number.value) or number.value >= 1000:
        return False
    if number.start - told.end >= _REACH or not _may_share(number, told):
        return False
    before = text[max(0, number.start - _BESIDE) : number.start]
    if text.startswith(")", number.end) and _OF_A_NAME.search(before):
        return False
    since = max(told.end, number.start - _BESIDE)
    if _words("without_a_unit", language).search(text, since, number.start):
        return False
    if _SIDE.search(text[number.end : number.end + 6]) or _SIDE.search(
        text[max(0, number.start - 6) : number.start]
    ):
        return False
    return _is_of_nothing(text, number, language)


def _is_of_nothing(text: str, number: Number, language: str) -> bool:
    """Whether no word behind the number can be what it counts."""
    return _WORD.match(text, number.end) is None or _goes_on(
        text, number, "behind_a_left_out_unit", "numerals", language
    )


def _goes_on(text: str, number: Number, key: str, name: str, language: str) -> bool:
    start = number.end + text[number.end : number.end + 1].isspace()
    return lexicon.matcher(name, key, language).match(text, start) is not None
