"""Dates of plain tables: a cell of the row that is a date, or the heading of the column."""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import dates
from .almanac import UNKNOWN, AsOf, Clock, resolved
from .ties import Tie

_BARS = re.compile(r"\s*\|\s*|\t+|[^\S\n]{2,}")
_DASHES = re.compile(r"\s[—–]\s")
_AROUND = re.compile(r"[\s*_()\[\]]*")
_SLASHED = re.compile(r"([0-3]?[0-9])/([01]?[0-9])/(20[0-9]{2})")
_LONGEST = 2_000  # characters: no row of a table is longer, and cost stays linear
_ROWS = 40  # lines of a table above a number, of which the first is its heading


def as_of(text: str, number: int, clock: Clock, language: str) -> AsOf:
    """The date of the number at `number`, where it stands in a cell of a table."""
    row = _row(text, number)
    if row is None:
        return UNKNOWN
    start, end = row
    cells = list(_cells(text, start, end))
    own = next((n for n, (begin, stop) in enumerate(cells) if begin <= number < stop), None)
    if own is None or len(cells) < 2:
        return UNKNOWN
    for n, cell in reversed(list(enumerate(cells))):
        date = _whole(text[slice(*cell)], language) if n != own else None
        if date:
            return _known(date, clock)
    heading = _heading(text, start)
    above = list(_cells(text, *heading)) if heading else []
    if len(above) != len(cells):
        return UNKNOWN
    written = text[slice(*above[own])]
    last = dates.find(written, language)[-1:]
    date = _whole(written, language) or (last[0] if last else None)
    return _known(date, clock) if date else UNKNOWN


def _row(text: str, number: int) -> tuple[int, int] | None:
    """The line with the number at `number`; None where it is too long for the row of a table."""
    earliest, latest = number - _LONGEST, number + _LONGEST
    start, end = text.rfind("\n", max(0, earliest), number) + 1, text.find("\n", number, latest)
    if (start == 0 and earliest > 0) or (end < 0 and latest < len(text)):
        return None
    end = len(text) if end < 0 else end
    return (start, end) if end - start <= _LONGEST else None


def _cells(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the cells of a line lie that has any: between bars, tabs, wide gaps or two dashes."""
    line = text[start:end].strip("|").rstrip()
    lead = len(line) - len(line.lstrip()) + text[start:end].startswith("|")
    gaps = list(_BARS.finditer(line.lstrip()))
    if not gaps:
        gaps = list(_DASHES.finditer(line.lstrip()))
        gaps = gaps if len(gaps) > 1 else []
    place = start + lead
    for gap in gaps:
        yield place, start + lead + gap.start()
        place = start + lead + gap.end()
    if gaps:
        yield place, start + lead + len(line.lstrip())


def _heading(text: str, start: int) -> tuple[int, int] | None:
    """The first of the lines without a blank one between them that end before `start`."""
    first = None
    for _ in range(_ROWS):
        above = text.rfind("\n", max(0, start - 1 - _LONGEST), max(0, start - 1)) + 1
        if start == 0 or (above == 0 and start > _LONGEST):
            break
        if not text[above : start - 1].strip():
            break
        first, start = (above, start - 1), above
    return first


def _whole(cell: str, language: str) -> dates.Date | None:
    """The date that a cell is, and nothing else."""
    begins = _AROUND.match(cell)
    place = begins.end() if begins else 0
    date = dates.starting_at(cell, place, language)
    slashed = _SLASHED.match(cell, place) if language == "es" else None
    if date and slashed and date.year is None:
        day, month, year = (int(part) for part in slashed.groups())
        date = dates.Date(*slashed.span(), slashed.group(), year, month, day)
    if date is None or (date.year is None and date.month is None):
        return None
    return date if _AROUND.fullmatch(cell, date.end) else None


def _known(date: dates.Date, clock: Clock) -> AsOf:
    return resolved(Tie("at", date.start, date.end, False, date), clock)
