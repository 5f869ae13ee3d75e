"""Dates, months and clock times: digits that say when, and count nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import dates

_CLOCK = re.compile(r"[0-9]{1,2}(?::[0-9]{2}){1,2}(?:\s?[ap]\.?m\b\.?)?", re.IGNORECASE)
_YEAR_MONTH = re.compile(r"[12](?<![0-9-].)(?:(?<=1)9|(?<=2)0)[0-9]{2}-(?:0[1-9]|1[0-2])(?![0-9-])")
_FIRST_DAY = re.compile(  # "3 to 9 May", "del 8 al 16 de febrero"
    r"(?<![^\W_])(?<![0-9][.,])(?P<day>[0-3]?[0-9])\s?(?:to|through|and|until|al?|y|[-–])"
    r"\s?(?:the\s|el\s)?$"
)
_LAST_DAY = re.compile(  # "March 25 to 27"
    r"(?:\s(?:to|through|and|until)\s|\s?[-–]\s?)[0-3]?[0-9](?=[.;:)]|,(?![0-9])|$|\s(?:and|or|in|of)\s)"
)


def _with_days(text: str, date: dates.Date) -> tuple[int, int]:
    """The span of a date, with the other day of a span of days."""
    start, end = date.start, date.end
    if text[start].isdigit():
        first = _FIRST_DAY.search(text, max(0, start - 16), start)
        start = first.start() if first and int(first["day"]) < (date.day or 0) else start
    elif date.day and not date.year:
        last = _LAST_DAY.match(text, end)
        end = last.end() if last else end
    return start, end


def find(text: str, language: str) -> list[tuple[int, int]]:
    """The half-open spans of every date, month and clock time in `text`, in order."""
    spans = [_with_days(text, date) for date in dates.find(text, language)]
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
