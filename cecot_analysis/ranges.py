"""Two numbers that are one statement: a range ("65 to 70"), or a ratio ("three in four")."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from . import lexicon
from .grammar import EMPHASIS
from .quantities import Number

_BEFORE = 64  # characters left of a range in which a verb makes it a change


_MONEY = ("USD", "EUR", "GBP")
_WORDED = re.compile(r"[^\W\d_]")


@cache
def _joiners(
    language: str,
) -> tuple[re.Pattern[str], list[tuple[re.Pattern[str], re.Pattern[str]]]]:
    groups = lexicon.read("numerals")["range_joiners"][language]
    articles = "|".join(lexicon.read("numerals")["range_articles"][language])
    joiners = "|".join(groups[""])
    plain = re.compile(rf"{EMPHASIS}(?:-(?=\s))?\s?(?:{joiners})\s?{EMPHASIS}", re.IGNORECASE)
    opened = [
        (
            re.compile(rf"(?<!\w){opener}\s+(?:(?:{articles})\s+)?{EMPHASIS}[$]?$", re.IGNORECASE),
            re.compile(
                rf"{EMPHASIS}\s+(?:{'|'.join(joiners)})\s+(?:(?:{articles})\s+)?{EMPHASIS}",
                re.IGNORECASE,
            ),
        )
        for opener, joiners in groups.items()
        if opener
    ]
    return plain, opened


def _is_joined(text: str, first: Number, between: str, language: str) -> bool:
    plain, opened = _joiners(language)
    left = text[max(0, first.start - 24) : first.start]
    return bool(plain.fullmatch(between)) or any(
        inner.fullmatch(between) and before.search(left) for before, inner in opened
    )


def _is_change(text: str, start: int, language: str) -> bool:
    words = lexicon.read("numerals")["changes"][language]
    return bool(lexicon.compiled(words).search(text[max(0, start - _BEFORE) : start]))


@cache
def _change_opens(language: str) -> lexicon.Phrases:
    return lexicon.compiled(lexicon.read("numerals")["change_opens"][language])


def _shared_scale(first: Number, second: Number, language: str) -> int:
    """A small scale word behind the second that is meant of both: "two to three hundred"."""
    size = int(lexicon.read("numerals")["scales"][language].get(second.surface.split()[-1], 1))
    shared = size < 1000 and (first.value or 0) < 10 and (second.value or 0) < 10 * size
    return size if shared and (first.value or 0) * size < (second.value or 0) else 1


def leads_on(text: str, end: int, language: str) -> bool:
    """Whether what ends at `end` goes on to a number that is no year: "2000 to 3000"."""
    plain, opened = _joiners(language)
    joints = [plain.match(text, end), *(inner.match(text, end) for _, inner in opened)]
    return any(joint and _NO_YEAR.match(text, joint.end()) for joint in joints)


_NO_YEAR = re.compile(r"(?!(?:19|20)[0-9]{2}(?![0-9]))[1-9][0-9]{0,2}[.,]?[0-9]{3}(?![0-9])")


def is_of_a_change(text: str, start: int, language: str) -> bool:
    """Whether the number at `start` is the first of a change: "grew from 60 to 70"."""
    left = text[max(0, start - 9) : start]
    return bool(_change_opens(language).search(left)) and _is_change(text, start, language)


def joined(text: str, first: Number, second: Number, language: str) -> Number | None:
    if not _is_joined(text, first, text[first.end : second.start], language):
        return None
    if is_of_a_change(text, first.start, language):
        return None
    if first.value is None or second.value is None:
        return None
    unit = second.unit
    if unit is None and first.unit in _MONEY and _WORDED.search(second.surface):
        unit = first.unit  # "$6-7 million"
    if first.unit not in (None, unit):
        return None
    low = first.value * _shared_scale(first, second, language)
    while second.value >= 1000 * low > 0 and low * 1000 < second.value * 1.0001:
        if not _WORDED.search(second.surface):
            break
        low *= 1000
    if not low < second.value or (unit is None and low % 1):
        return None  # "a las dos y media a 40 hombres": of what is counted, nobody counts halves
    return Number(
        first.start,
        second.end,
        text[first.start : second.end],
        None,
        low,
        second.value,
        "range",
        unit,
    )


_FEW = 20  # "three in four", but not "300 in 50 cells"


@cache
def _ratio(language: str) -> re.Pattern[str]:
    content = lexicon.read("numerals")
    small, large = (
        lexicon.any_of(content[key][language]) for key in ("small_ratio_joiners", "ratio_joiners")
    )
    return re.compile(rf"\s(?:{large}|(?P<small>{small}))\s", re.IGNORECASE)


def as_ratios(text: str, numbers: list[Number], language: str) -> list[Number]:
    """Both numbers of "three in four" or "1,764 per 100,000" get the unit `ratio`."""
    for place in range(len(numbers) - 1):
        first, second = numbers[place], numbers[place + 1]
        between = _ratio(language).fullmatch(text, first.end, second.start)
        if not between or first.unit not in (None, "ratio") or second.unit not in (None, "ratio"):
            continue
        if not between["small"] or (first.value or _FEW + 1) <= _FEW:
            numbers[place] = replace(first, unit="ratio")
            numbers[place + 1] = replace(second, unit="ratio")
    return numbers
