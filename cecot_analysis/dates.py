"""Calendar dates in a text, as written and as ISO 8601."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from . import lexicon, tokens
from .grammar import folded
from .schema import LANGUAGES

_DIGITS = re.compile(r"[0-9]+")
_WIDEST = 24  # characters: "31 de septiembre de " before the year


@dataclass(frozen=True)
class Date:
    """A date as written: `text[start:end] == surface`; `year` is None where it is not said."""

    start: int
    end: int
    surface: str
    year: int | None
    month: int | None
    day: int | None

    @property
    def iso(self) -> str | None:
        """ISO 8601, as far as it is known: 2025, 2025-02 or 2025-02-04.

        None without a year, and for a day that the year has not: 29 February 2025.
        """
        if self.year is None or not _exists(self.year, self.month or 1, self.day or 1):
            return None
        parts = [f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part)]
        return "-".join(parts)

    @property
    def precision(self) -> str:
        """day, month or year."""
        return "day" if self.day else "month" if self.month else "year"


@cache
def months() -> dict[str, int]:
    """Every month name of both languages, with its number."""
    written = lexicon.read("dates")["months"]
    return {name: number for language in LANGUAGES for name, number in written[language].items()}


def any_language(key: str) -> str:
    """The words under `key`, one of either language, for use inside a larger expression."""
    words = {word for language in LANGUAGES for word in lexicon.read("dates")[key][language]}
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@cache
def _pattern() -> re.Pattern[str]:
    month = "|".join(sorted(months(), key=len, reverse=True))
    day, year = r"[0-3]?[0-9]", r"(?:19|20)[0-9]{2}"
    ordinal, of = any_language("ordinals"), any_language("of")
    joined = "|".join(rf"(?<={part}-)" for part in any_language("part_of").split("|"))
    return re.compile(
        rf"(?<![0-9\w.,/])(?:(?<!-)|{joined})(?:"
        rf"(?P<iso>{year}-[01][0-9]-[0-3][0-9])"
        rf"|(?P<numeric>{day}[/.-][01]?[0-9][/.-]{year})"
        rf"|(?P<d1>{day})(?:{ordinal})?\s(?:(?:{of})\s)?(?P<m1>{month})\b\.?"
        rf"(?:,?\s(?:(?:{of})\s)?(?P<y1>{year}))?"
        rf"|(?P<m2>{month})\b\.?\s(?P<d2>{day})(?:{ordinal})?(?![0-9,.%$:]?[0-9%])"
        rf"(?:,?\s(?P<y2>{year}))?"
        rf"|(?P<m3>{month})\b\.?,?\s(?:(?:{of})\s)?(?P<y3>{year})"
        rf")(?![0-9\w/]|-(?![0-3]?[0-9](?![0-9\w/-])))",
        re.IGNORECASE,
    )


def _numeric(written: str) -> tuple[int, int, int] | None:
    """Day, month, year of 05-02-2025 (day first) or 05/02/2025 (only where it is unambiguous)."""
    first, second, year = (int(part) for part in re.split(r"[/.-]", written))
    if "/" in written and first <= 12 and second <= 12 and first != second:
        return None  # 5 February or 2 May: the text does not say
    day, month = (first, second) if second <= 12 else (second, first)
    return day, month, year


def _date(found: re.Match[str]) -> Date | None:
    day: int | None
    if found["iso"]:
        year, month, day = (int(part) for part in found["iso"].split("-"))
    elif found["numeric"]:
        parts = _numeric(found["numeric"])
        if parts is None:
            return Date(found.start(), found.end(), found.group(), None, None, None)
        day, month, year = parts
    else:
        kind = "1" if found["m1"] else "2" if found["m2"] else "3"
        month = months()[folded(found[f"m{kind}"])]
        day = int(found[f"d{kind}"]) if kind != "3" else None
        year = int(found[f"y{kind}"] or 0)
    if not _exists(year or 2000, month, day or 1):
        return None
    return Date(found.start(), found.end(), found.group(), year or None, month, day)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return True


def find(text: str, language: str = "en") -> list[Date]:
    """Every calendar date in `text`, in order; month names are read in both languages.

    Numeric dates are read day first; with slashes, one that could be either has no parts.
    A year alone is not a date here.
    """
    dates, end = [], 0
    for digits in _DIGITS.finditer(text):
        for place in _beginnings(text, *digits.span()):
            found = _pattern().match(text, place) if place >= end else None
            if found:
                end = found.end()
                dates.append(_date(found))
    return [date for date in dates if date]


_JOINTS = ("-", "/", ".")
_WORD = re.compile(r"[^\W\d_]+")


def _beginnings(text: str, start: int, end: int) -> Iterator[int]:
    """Where a date may begin that the digits at `start:end` are part of: at a month, or at them."""
    if end - start > 4:
        return
    begins, ends = _month_edges()
    if text[start - 1 : start].isspace():
        before = text[max(0, start - _WIDEST) : start].split()[-2:]
        if any(word.rstrip(".,")[-_EDGE:].lower() in ends for word in before):
            for word in [*_WORD.finditer(text, max(0, start - _WIDEST), start)][-2:]:
                if word.group().lower() in months():
                    yield word.start()
    if text[end : end + 1] in _JOINTS:
        if text[end + 1 : end + 2].isdigit():
            yield start
    elif end - start <= 2:
        following = text[end : end + _WIDEST].split()[:3]
        if any(word[:_EDGE].lower() in begins for word in following):
            yield start


_EDGE = 3  # letters


@cache
def _month_edges() -> tuple[frozenset[str], frozenset[str]]:
    """The first and the last letters of every month's name."""
    return (
        frozenset(name[:_EDGE] for name in months()),
        frozenset(name[-_EDGE:] for name in months()),
    )


_HINT = re.compile(r"[12][0-9]{3}")


def may_stand(text: str) -> bool:
    """False where `text` holds neither a year nor a month, so that no date can begin in it."""
    if _HINT.search(text):
        return True
    return not months().keys().isdisjoint(tokens.of(text).words)


@cache
def _year() -> re.Pattern[str]:
    part = any_language("part_of")
    return re.compile(rf"(?:(?:{part})-?\s?)?(?P<year>(?:19|20)[0-9]{{2}})(?![0-9\w]|[.,][0-9])")


def starting_at(text: str, place: int, language: str) -> Date | None:
    """The date, month or year that begins at `place`; None where none does."""
    found = _pattern().match(text, place)
    if found:
        return _date(found)
    year = _year().match(text, place)
    if year is None:
        return _month_alone(text, place) or _part_of_a_year(text, place, language)
    return Date(year.start(), year.end(), year.group(), int(year["year"]), None, None)


@cache
def _parts(language: str) -> tuple[re.Pattern[str], re.Pattern[str], tuple[int, ...]]:
    """Parts of a year before the year, days of a month before the month, months of the parts."""
    words = lexicon.read("dates")
    parts = words["parts_of_a_year"][language]
    options = "|".join(f"({lexicon.pattern(part)})" for part in parts)
    first, days, of = ("|".join(words[key][language]) for key in ("first_days", "days", "of"))
    return (
        re.compile(rf"(?:{options})l?\s(?P<year>(?:19|20)[0-9]{{2}})(?![0-9])", re.IGNORECASE),
        re.compile(rf"(?:{first})\s(?P<day>[0-9]{{1,2}})\s(?:{days})\s(?:{of})\s", re.IGNORECASE),
        tuple(parts.values()),
    )


def _part_of_a_year(text: str, place: int, language: str) -> Date | None:
    """ "first quarter of 2024", "primeros 16 días de mayo": the month or day that closes it."""
    parts, days, months_of = _parts(language)
    part = parts.match(text, place)
    if part:
        month = months_of[next(n for n, words in enumerate(part.groups()) if words)]
        return Date(part.start(), part.end(), part.group(), int(part["year"]), month, None)
    counted = days.match(text, place)
    month_of = starting_at(text, counted.end(), language) if counted else None
    if counted is None or month_of is None or month_of.month is None or month_of.day:
        return None
    day, month = int(counted["day"]), month_of.month
    if not _exists(month_of.year or 2000, month, day):
        return None
    surface = text[counted.start() : month_of.end]
    return Date(counted.start(), month_of.end, surface, month_of.year, month, day)


@cache
def _month_pattern() -> re.Pattern[str]:
    names = "|".join(sorted(months(), key=len, reverse=True))
    return re.compile(rf"({names})(?![^\W_])", re.IGNORECASE)


def _month_alone(text: str, place: int) -> Date | None:
    found = _month_pattern().match(text, place)
    if found is None:
        return None
    month = months()[folded(found.group())]
    return Date(found.start(), found.end(), found.group(), None, month, None)
