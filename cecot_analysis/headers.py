"""What the top of a page states: headline, publication date, and the page's own clock."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import cache
from itertools import islice

from . import dates, lexicon

_TOP_LINES = 8  # lines: what comes later is the article
_FENCES = ("---", "+++")  # around the fields before a text in Markdown
_FIELD = re.compile(r"[\w-]+\s?[:=]")
_MOST_FIELDS = 40  # lines
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::[0-9]{2})?\s*([ap])?\.?m?", re.IGNORECASE)
_CLOCK_LINE = re.compile(r"\.(?:png|svg|gif|jpe?g)\b|\|\s*[0-9]{1,2}:[0-9]{2}", re.IGNORECASE)
_LONGEST_TITLE = 140  # characters
_ITEM = re.compile(r"[|>]|[•*+-]\s|[0-9]+[.)]\s")  # of a list, a table, a quotation: no headline
_HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*")
_DATE_LINE = 90  # characters: a longer line says more than a date
_ISO_TIME = re.compile(r"(?<=[0-9]{4}-[0-9]{2}-[0-9]{2})T(?=[0-9]{2}:[0-9]{2})")
_LABEL = 30  # characters: a longer line that ends in a full stop is a sentence
_OPENING = 120  # characters in which a dateline ends
_BLANK = " \t\r\n\f\v\xa0\ufeff"
_CAPITAL = r"[A-ZÁÉÍÓÚÑÜ][\w.'’-]*"
_BEHIND_DATELINE = re.compile(  # a dash, perhaps behind an agency, and the first sentence
    r"\)?\s?(?:[(/|][^()/|]{2,60}[)/|]\s?)?[.,:]?\s?(?:--?|[–—])\s*[\"“‘'«¿¡(]?(?:[A-ZÁÉÍÓÚÑÜ0-9])"
)


@cache
def _byline() -> re.Pattern[str]:
    words = lexicon.any_of(lexicon.both(lexicon.read("sections")["signed"]))
    return re.compile(rf"\s*(?:{words})", re.IGNORECASE)


@cache
def _titled() -> re.Pattern[str]:
    words = lexicon.any_of(lexicon.both(lexicon.read("sections")["titled"]))
    return re.compile(rf"(?:{words})\s?[:=]\s*([\"']?)(?P<title>.+)\1", re.IGNORECASE)


@cache
def _update() -> re.Pattern[str]:
    words = lexicon.any_of(lexicon.both(lexicon.read("sections")["updated"]))
    return re.compile(words, re.IGNORECASE)


@cache
def _before_dateline() -> re.Pattern[str]:
    """A place, perhaps an agency in brackets or a day of the week: "SAN SALVADOR, Monday "."""
    links = lexicon.any_of(lexicon.both(lexicon.read("names")["links"]))
    name = rf"{_CAPITAL}(?:\s(?:(?:{links})\s)*{_CAPITAL}){{0,4}}"
    day = dates.any_language("weekdays")
    return re.compile(
        rf"[^\w\s]?(?-i:{name}(?:,\s{name}){{0,2}})\s?"
        rf"(?:\([^()]{{2,40}}\)\s?[,.]?|,|[|/])\s?(?:(?:{day}),?\s)?(?:el\s)?",
        re.IGNORECASE,
    )


@dataclass(frozen=True)
class Header:
    """What the top of a text states; None where it states nothing."""

    title: str | None
    published: datetime.datetime | None
    published_basis: str
    page_clock: datetime.datetime | None


def _top(text: str) -> tuple[list[str], list[str]]:
    """The fields before a text, if it opens with such, and the first lines of the text."""
    lines = (_ISO_TIME.sub(" ", line.strip(_BLANK)) for line in text.splitlines())
    first = list(islice(filter(None, lines), _MOST_FIELDS))
    start = 0
    if len(first) > 1 and first[0] in _FENCES and _FIELD.match(first[1]):
        start = first.index(first[0], 1) + 1 if first[0] in first[1:] else 0
    return first[:start], first[start : start + _TOP_LINES]


def _full_dates(line: str) -> list[dates.Date]:
    return [date for date in dates.find(line) if date.iso and date.day]


def _date_line(line: str) -> dates.Date | None:
    """The one full date of a line that holds little else, that of an update aside."""
    if len(line) > _DATE_LINE or line.endswith("."):
        return None
    found, rest = _full_dates(line), line
    for date in found:
        rest = rest.replace(date.surface, "")
    if len(re.findall(r"[^\W\d_]{4,}", rest)) > 5:
        return None
    first = found if len(found) == 1 else [one for one in found if not _is_update(line, one)]
    return first[0] if len(first) == 1 else None


def _is_update(line: str, date: dates.Date) -> bool:
    """Whether the last word about dates before `date` tells of a later version."""
    return _update().search(re.split(r"[0-9]", line[: date.start])[-1]) is not None


def _dateline(line: str) -> dates.Date | None:
    """The full date of a line that opens as a report does: "SAN SALVADOR, June 4, 2024 (EX) — "."""
    for date in _full_dates(line[:_OPENING])[:1]:
        behind = _BEHIND_DATELINE.match(line, date.end)
        if behind and _before_dateline().fullmatch(line, 0, date.start):
            return date
    return None


def _moment(date: dates.Date, line: str, with_time: bool) -> datetime.datetime:
    hour = minute = 0
    time = _TIME.search(line.replace(date.surface, "")) if with_time else None
    if time:
        hour, minute = int(time.group(1)) % 24, int(time.group(2)) % 60
        if time.group(3):
            hour = hour % 12 + (12 if time.group(3).lower() == "p" else 0)
    return datetime.datetime(date.year or 1, date.month or 1, date.day or 1, hour, minute)


def _is_title(line: str) -> bool:
    if len(line) > _LONGEST_TITLE or line.endswith((".", ":", ",", ";")):
        return False
    if _date_line(line) or _ITEM.match(line):
        return False
    return len(line.split()) >= 3 and not _CLOCK_LINE.search(line) and not _byline().match(line)


def _title(fields: list[str], lines: list[str]) -> str | None:
    """What is called the title, else a short first line without a full stop before longer ones."""
    for line in (*fields, *lines):
        if stated := _titled().fullmatch(line):
            return stated["title"]
    for place, line in enumerate(lines[:3]):
        if _is_title(line):
            following = lines[place + 1 : place + 5]
            heading = _HEADING.fullmatch(line)
            is_title = heading or any(len(other) > len(line) for other in following)
            return (heading[1] if heading else line) if is_title else None
        if len(line) > _LONGEST_TITLE:
            return None
    return None


def _is_chronology(lines: list[str]) -> bool:
    """Whether days stand over the sentences that tell of them: dates of events."""
    days: list[str | None] = []
    for line in lines:
        date = None if _byline().match(line) or _CLOCK_LINE.search(line) else _date_line(line)
        is_prose = date is None and len(line) > _LABEL and line.endswith((".", "”", '"', "»"))
        if is_prose and days:
            days.append(None)
        elif date and not _is_update(line, date):
            days.append(date.iso)
    last = max((place for place, day in enumerate(days) if day), default=0)
    return len({*days} - {None}) > 1 and None in days[:last]


def read(text: str) -> Header:
    """The headline, date and page clock that the first lines of `text` state.

    The date is that of a line of its own or, where there is none, of the one dateline before the
    first sentence; of two lines, the one that tells of no update. Days with sentences between them
    are those of a chronology. A line with an icon or a `| 3:27 AM` is the page's clock, the time
    at which it was saved, and never the publication date. 05-02-2025 is read day first; 05/02/2025
    says no one date. Fields before a text in Markdown (`title: …`) are read as lines.
    """
    fields, own = _top(text)
    lines = [*fields, *own]
    clock = None
    found: list[tuple[bool, datetime.datetime, str]] = []
    for line in lines:
        date = _date_line(line)
        if date is None:
            continue
        if _CLOCK_LINE.search(line):
            clock = clock or _moment(date, line, with_time=True)
        else:
            basis = "byline" if _byline().match(line) else "header"
            found.append((_is_update(line, date), _moment(date, line, with_time=False), basis))
    if _is_chronology(lines):
        found = [one for one in found if one[2] == "byline"]
    elif not found:
        opened = {_moment(date, date.surface, False) for date in map(_dateline, lines) if date}
        found = [(False, moment, "header") for moment in opened if len(opened) == 1]
    _, published, basis = min(found, key=lambda one: one[0], default=(False, None, "none"))
    return Header(_title(fields, own), published, basis, clock)
