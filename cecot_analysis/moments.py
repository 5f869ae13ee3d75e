"""Dates, months and clock times: digits that say when, and count nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from . import dates, lexicon

_YEAR_MONTH = re.compile(r"[12](?<![0-9-].)(?:(?<=1)9|(?<=2)0)[0-9]{2}-(?:0[1-9]|1[0-2])(?![0-9-])")


@cache
def _first_day() -> re.Pattern[str]:
    """The other day before a date: "3 to" in "3 to 9 May", "del 8 al 16 de febrero"."""
    joint, article = dates.any_language("to_a_day"), dates.any_language("before_a_day")
    return re.compile(
        rf"(?<![^\W_])(?<![0-9][.,])(?P<day>[0-3]?[0-9])\s?(?:{joint}|[-–])\s?(?:(?:{article})\s)?$"
    )


@cache
def _last_day() -> re.Pattern[str]:
    """The other day behind a date: "to 27" in "March 25 to 27"."""
    joint, after = dates.any_language("to_a_day"), dates.any_language("behind_a_day")
    return re.compile(
        rf"(?:\s(?:{joint})\s|\s?[-–]\s?)[0-3]?[0-9]"
        rf"(?=[.;:)]|,(?![0-9])|$|\s(?:{after})\s)"
    )


_CLOCK = re.compile(r"[0-9]{1,2}(?::[0-9]{2}){1,2}")


@cache
def _rise(language: str) -> re.Pattern[str]:
    words = lexicon.read("numerals")
    opens = lexicon.any_of(words["change_opens"][language])
    changes = lexicon.any_of(words["changes"][language])
    return re.compile(
        rf"(?:{changes})[^.;]{{0,40}}(?:{opens})[^\S\n][^.;]{{0,30}}[0-9][^.;0-9]{{0,30}}$", re.I
    )


def _is_rise(text: str, start: int, last: re.Match[str], language: str) -> bool:
    """Whether what seems a second day is a second count: "rose from 20 on March 1 to 27"."""
    joint = last.group().strip(" 0123456789")
    return joint.isalpha() and _rise(language).search(text, max(0, start - 90), start) is not None


def _with_days(text: str, date: dates.Date, language: str) -> tuple[int, int]:
    """The span of a date, with the other day of a span of days."""
    start, end = date.start, date.end
    if text[start].isdigit():
        first = _first_day().search(text, max(0, start - 16), start)
        start = first.start() if first and int(first["day"]) < (date.day or 0) else start
    elif date.day and not date.year:
        last = _last_day().match(text, end)
        end = last.end() if last and not _is_rise(text, start, last, language) else end
    return start, end


def find(text: str, language: str) -> list[tuple[int, int]]:
    """The half-open spans of every date, month and clock time in `text`, in order."""
    spans = [_with_days(text, date, language) for date in dates.find(text, language)]
    months = (found.span() for found in _YEAR_MONTH.finditer(text))
    return sorted([*spans, *months, *_clocks(text)])


def _clocks(text: str) -> Iterator[tuple[int, int]]:
    """The clock times of `text`: each has a colon, behind two digits at most."""
    end, colon = 0, text.find(":")
    while colon >= 0:
        for start in range(max(end, colon - 2), colon):
            found = _CLOCK.match(text, start)
            if found:
                end = found.end()
                yield found.span()
                break
        colon = text.find(":", max(end, colon + 1))
