"""Texts that tell day by day: each line, or the heading above it, opens with its date."""

from __future__ import annotations

import calendar
import datetime
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

from . import claimants, dates, grids, lexicon, ties, validity
from .almanac import UNKNOWN, AsOf, Clock, told_of
from .context import Context
from .reach import Spans
from .surroundings import Last

_FEWEST = 3  # lines with a date of their own: fewer are a dateline and the date of a page
_DATED = ("stock", "running", "event")  # what a date of the line tells of
_GOES_ON = ("arrests", "population")  # of which a part is counted on the same day


class Line(NamedTuple):
    """A line at `start:end` of a text that is dated, by its opening or by a heading above it."""

    start: int
    end: int
    date: dates.Date
    basis: str  # stated, or relative to the date of publication


@cache
def _opening() -> re.Pattern[str]:
    """What may stand before the date of a line: a mark, a day of the week, the first of two."""
    days, month = dates.any_language("weekdays"), "|".join(dates.months())
    return re.compile(
        rf"(?:[-–—•·*▪►|#>]|[^\S\n])*(?:(?:{days}),?[^\S\n])?"
        rf"(?:[0-3]?[0-9]\s?[–-]\s?(?=[0-3]?[0-9]\s))?(?P<date>(?=[0-3]?[0-9](?![0-9])|20[0-9]{{2}}|{month}))",
        re.IGNORECASE,
    )


_BEHIND = re.compile(r"(?:,?\s[0-2]?[0-9][:.][0-5][0-9][^\n—–:]{0,24}?)?\*{0,2}\s?(?:[—–:|.]|-\s)")
_BLANK = re.compile(r"\s*")
_BLOCK = 2_000  # characters below a heading that its date is of
_ALONE = re.compile(r"[*:.#|\s]*$", re.MULTILINE)


def as_of(
    context: Context,
    place: int,
    number: tuple[int, int],
    others: Spans,
    metric: str,
    measure: str,
    last: Last | None,
) -> AsOf:
    """The date of a figure: told in its sentence, else by its line, or by what it goes on from."""
    words, language = context.words(place), context.language
    at = validity.manner(metric, measure)
    start = context.sentences[place][0] + number[0]
    line = _line(context, start)
    known = _last_day(line.date) if line else context.published
    clock = Clock(known, lambda period: _told_before(context, place, known, period))
    told = validity.as_of(words, number, others, language, at, clock)
    if told.date:
        return AsOf(told.date, told.precision, line.basis) if line else told
    cell = grids.as_of(context.text, start, clock, language) if at else told
    if cell.date:
        return cell
    if line and at in _DATED and line.date.iso:
        return AsOf(line.date.iso, line.date.precision, line.basis)
    row = last[1] if last else {}
    if last and _is_part(words, number, metric, row, place - last[0], language):
        return AsOf(row["as_of"], row["as_of_precision"], row["as_of_basis"])
    return told


_APART = re.compile(r"[;:.]\s|\s(?:in|en)\s$")
_SHORT = 30  # characters between the words that make a number a part, and the number


def _is_part(
    words: str, number: tuple[int, int], metric: str, row: dict[str, Any], since: int, language: str
) -> bool:
    """Whether a number is a part of the figure `since` so many sentences: "Of these, 9 …"."""
    if since == 1 and claimants.continues(words, language):
        dated = row["metric"] in _GOES_ON and row["measure"] != "increment"
        return metric == "population" and dated
    if since or metric != row["metric"]:
        return False
    start = row["end"] - row["quote_start"]
    among = lexicon.matcher("carrying", "among", language)
    part = among.search(words, max(start, number[0] - _SHORT), number[0])
    if _APART.search(words, start, number[0]):
        return False
    return part is not None or among.match(words, number[1] + 1) is not None


_BACK = 2  # sentences before, in which the date is told that "that month" means


def _told_before(
    context: Context, place: int, published: datetime.date | None, period: bool
) -> AsOf:
    """The date told last in the sentences before the one at `place`, or the end of a period."""
    since = lexicon.matcher("dates", "since", context.language)
    for words in reversed(context.earlier(place, _BACK)):
        found = ties.find(words, context.language)
        for tie in sorted(found, key=lambda tie: tie.end, reverse=True):
            date = told_of(tie, Clock(published), period)
            if date.date and not (period and since.search(words, tie.end)):
                return date
        if period and since.search(words):
            break  # "since March 2022": it goes on
    return UNKNOWN


def _line(context: Context, offset: int) -> Line | None:
    lines = context.remembered("chronicle", lambda: list(_lines(context.text, context.published)))
    found = bisect_right(lines, offset, key=lambda line: line.start) - 1
    return lines[found] if found >= 0 and offset < lines[found].end else None


def _lines(text: str, published: datetime.date | None) -> Iterator[Line]:
    """The dated lines of a text, in order; none where there are too few."""
    found: list[Line] = []
    year: int | None = None
    for begins in _beginnings(text):
        opening = _opening().match(text, begins)
        if opening is None:
            continue
        date = dates.starting_at(text, opening.start("date"), "en")
        if date is None or (date.month is None and date.year is None):
            continue
        end = text.find("\n", date.end)
        end = len(text) if end < 0 else end
        alone = _ALONE.match(text, date.end) is not None
        if not alone and not (date.surface.endswith(".") or _BEHIND.match(text, date.end)):
            continue
        year = date.year or year
        if year is None and published is None:
            continue
        if alone:
            end = _next_block(text, end)
        told = replace(date, year=year or _year_of(date, published))
        found.append(Line(opening.start("date"), end, told, "stated" if year else "relative"))
    if len(found) >= _FEWEST:
        yield from found


def _beginnings(text: str) -> Iterator[int]:
    """Where the lines of a text begin."""
    yield 0
    end = text.find("\n")
    while end >= 0:
        yield end + 1
        end = text.find("\n", end + 1)


def _year_of(date: dates.Date, published: datetime.date | None) -> int | None:
    """The year of a date that tells none: the last one of such a day before publication."""
    if published is None:
        return None
    later = (date.month or 1, date.day or 1) > (published.month, published.day)
    return published.year - later


def _next_block(text: str, start: int) -> int:
    """Where the lines below a heading end."""
    first = _BLANK.match(text, start)
    begins = first.end() if first else start
    end = text.find("\n\n", begins, begins + _BLOCK)
    return min(len(text), begins + _BLOCK) if end < 0 else end


def _last_day(date: dates.Date) -> datetime.date:
    year, month = date.year or 1, date.month or 12
    last = calendar.monthrange(year, month)[1]
    return datetime.date(year, month, min(date.day or last, last))
