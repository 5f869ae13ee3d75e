"""What the top of a page states: headline, publication date, and the page's own clock."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import cache

from . import dates, lexicon

_TOP_LINES = 8  # lines: what comes later is the article
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::[0-9]{2})?\s*([ap])?\.?m?", re.IGNORECASE)
_CLOCK_LINE = re.compile(r"\.(?:png|svg|gif|jpe?g)\b|\|\s*[0-9]{1,2}:[0-9]{2}", re.IGNORECASE)
_LONGEST_TITLE = 140  # characters


@cache
def _byline() -> re.Pattern[str]:
    words = lexicon.any_of(lexicon.both(lexicon.read("sections")["signed"]))
    return re.compile(rf"\s*(?:{words})", re.IGNORECASE)


@dataclass(frozen=True)
class Header:
    """What the top of a text states; None where it states nothing."""

    title: str | None
    published: datetime.datetime | None
    published_basis: str
    page_clock: datetime.datetime | None


def _top(text: str) -> list[str]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[:_TOP_LINES]


def _date_line(line: str) -> dates.Date | None:
    """The one full date of a line that holds little else."""
    found = [date for date in dates.find(line) if date.iso and date.day]
    if len(found) != 1 or len(line) > 90:
        return None
    rest = line.replace(found[0].surface, "")
    words = re.findall(r"[^\W\d_]{4,}", rest)
    return found[0] if len(words) <= 5 and not line.endswith(".") else None


def _moment(date: dates.Date, line: str, with_time: bool) -> datetime.datetime:
    hour = minute = 0
    time = _TIME.search(line.replace(date.surface, "")) if with_time else None
    if time:
        hour, minute = int(time.group(1)) % 24, int(time.group(2)) % 60
        if time.group(3):
            hour = hour % 12 + (12 if time.group(3).lower() == "p" else 0)
    return datetime.datetime(date.year or 1, date.month or 1, date.day or 1, hour, minute)


def _is_title(line: str) -> bool:
    if len(line) > _LONGEST_TITLE or line.endswith((".", ":", ",", ";")) or _date_line(line):
        return False
    return len(line.split()) >= 3 and not _CLOCK_LINE.search(line) and not _byline().match(line)


def _title(lines: list[str]) -> str | None:
    """A short first line without a full stop, before longer ones: a headline."""
    for place, line in enumerate(lines[:3]):
        if _is_title(line):
            following = lines[place + 1 : place + 5]
            return line if any(len(other) > len(line) for other in following) else None
        if len(line) > _LONGEST_TITLE:
            return None
    return None


def read(text: str) -> Header:
    """The headline, date and page clock that the first lines of `text` state.

    A line with an icon or a `| 3:27 AM` is the page's clock, the time at which it was saved, and
    never the publication date. 05-02-2025 is read day first; 05/02/2025 says no one date.
    """
    lines = _top(text)
    published, basis, clock = None, "none", None
    for line in lines:
        date = _date_line(line)
        if date is None:
            continue
        if _CLOCK_LINE.search(line):
            clock = clock or _moment(date, line, with_time=True)
        elif published is None:
            published = _moment(date, line, with_time=False)
            basis = "byline" if _byline().match(line) else "header"
    return Header(_title(lines), published, basis, clock)
