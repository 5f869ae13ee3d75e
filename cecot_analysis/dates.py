"""Calendar dates in a text, and the date for which a figure holds."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import cache

from . import lexicon

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
        """ISO 8601, as far as it is known: 2025, 2025-02 or 2025-02-04; None without a year."""
        if self.year is None:
            return None
        parts = [f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part)]
        return "-".join(parts)

    @property
    def precision(self) -> str:
        """day, month or year."""
        return "day" if self.day else "month" if self.month else "year"


@dataclass(frozen=True)
class AsOf:
    """The date for which a figure holds: ISO, its precision, and how it is known."""

    date: str | None
    precision: str | None
    basis: str


UNKNOWN = AsOf(None, None, "none")


@cache
def _months() -> dict[str, int]:
    months = lexicon.read("dates")["months"]
    return {name: number for names in months.values() for name, number in names.items()}


@cache
def _pattern() -> re.Pattern[str]:
    month = "|".join(sorted(_months(), key=len, reverse=True))
    day, year = r"[0-3]?[0-9]", r"(?:19|20)[0-9]{2}"
    return re.compile(
        rf"(?<![0-9\w.,/-])(?:"
        rf"(?P<iso>{year}-[01][0-9]-[0-3][0-9])"
        rf"|(?P<numeric>{day}[/.-][01]?[0-9][/.-]{year})"
        rf"|(?P<d1>{day})(?:st|nd|rd|th|º|ro|°)?\s(?:(?:of|de)\s)?(?P<m1>{month})\b\.?"
        rf"(?:,?\s(?:(?:de|del|of)\s)?(?P<y1>{year}))?"
        rf"|(?P<m2>{month})\b\.?\s(?P<d2>{day})(?:st|nd|rd|th)?(?![0-9,.%$:]?[0-9%])"
        rf"(?:,?\s(?P<y2>{year}))?"
        rf"|(?P<m3>{month})\b\.?,?\s(?:(?:de|del|of)\s)?(?P<y3>{year})"
        rf")(?![0-9\w/-])",
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
        month = _months()[found[f"m{kind}"].lower()]
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
    return [
        date
        for window in _windows(text)
        for found in _pattern().finditer(text, *window)
        if (date := _date(found))
    ]


def _windows(text: str) -> list[tuple[int, int]]:
    """The stretches of `text` around digits, wide enough for a date: without a digit, no date."""
    windows: list[tuple[int, int]] = []
    for digits in _DIGITS.finditer(text):
        start, end = max(0, digits.start() - _WIDEST), digits.end() + _WIDEST
        if windows and start <= windows[-1][1]:
            windows[-1] = windows[-1][0], end
        else:
            windows.append((start, end))
    return windows


_YEAR = re.compile(r"(?:(?:mid|late|early)-?\s?)?(?P<year>(?:19|20)[0-9]{2})(?![0-9\w]|[.,][0-9])")


def _starting_at(text: str, place: int, language: str) -> Date | None:
    found = _pattern().match(text, place)
    if found:
        return _date(found)
    year = _YEAR.match(text, place)
    if year is None:
        return _month_alone(text, place)
    return Date(year.start(), year.end(), year.group(), int(year["year"]), None, None)


@cache
def _month_pattern() -> re.Pattern[str]:
    names = "|".join(sorted(_months(), key=len, reverse=True))
    return re.compile(rf"({names})(?![^\W_])", re.IGNORECASE)


def _month_alone(text: str, place: int) -> Date | None:
    found = _month_pattern().match(text, place)
    if found is None:
        return None
    month = _months()[found.group().lower()]
    return Date(found.start(), found.end(), found.group(), None, month, None)


@cache
def _ties(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = lexicon.read("dates")
    opens, closes = words["opens_span"][language], words["closes_span"][language]
    gap = (
        r"\s(?:(?:el|the|end of|finales de|fines de|late|early|mid|mes de|\w+day)[\s,-]{1,2}){0,3}"
    )
    return (
        re.compile(rf"(?:{lexicon.any_of(words['as_of'][language])}){gap}", re.IGNORECASE),
        re.compile(rf"(?:{lexicon.any_of(words['at'][language])}){gap}", re.IGNORECASE),
        re.compile(
            rf"(?<!\w)(?:{'|'.join(opens)}){gap}(?P<first>[^,;]{{3,40}}?)"
            rf"\s(?:{'|'.join(closes)}){gap}",
            re.IGNORECASE,
        ),
    )


def _resolved(date: Date, published: datetime.date | None) -> AsOf:
    if date.iso:
        return AsOf(date.iso, date.precision, "stated")
    if published is None or date.month is None:
        return UNKNOWN
    year = published.year - ((date.month, date.day or 1) > (published.month, published.day))
    day = f"-{date.day:02d}" if date.day else ""
    return AsOf(f"{year:04d}-{date.month:02d}{day}", date.precision, "relative")


def _relative(sentence: str, language: str, published: datetime.date | None) -> AsOf | None:
    if published is None:
        return None
    for phrase, back in lexicon.read("dates")["relative"][language].items():
        if lexicon.compiled([phrase]).search(sentence):
            return _back(published, **back)
    return None


def _back(
    published: datetime.date, years: int = 0, months: int | None = None, days: int | None = None
) -> AsOf:
    if years:
        return AsOf(f"{published.year - years:04d}-12-31", "day", "relative")
    if days is not None:
        date = published - datetime.timedelta(days=days)
        return AsOf(date.isoformat(), "day", "relative")
    count = published.year * 12 + published.month - 1 - (months or 0)
    return AsOf(f"{count // 12:04d}-{count % 12 + 1:02d}", "month", "relative")


def as_of(
    sentence: str,
    number: tuple[int, int],
    others: list[tuple[int, int]],
    language: str,
    at: str | None,
    published: datetime.date | None = None,
) -> AsOf:
    """The date for which the number at the span `number` of `sentence` holds.

    `others` are the spans of the other figures: a date belongs to the nearest figure before it,
    or opens the sentence for all. With `at` "stock" a number also takes "in August 2024", with
    "event" the full date near it; the date of any other event is nobody's. Dates without a year, and "last month", need the date of publication.
    """
    bracketed = _bracketed(sentence, number, published)
    if bracketed:
        return bracketed
    direct, within, span = _ties(language)
    best: tuple[int, AsOf] | None = None
    for kind, ties in (("span", span), ("direct", direct), ("at", within)):
        if kind == "at" and at is None:
            continue
        for tie in ties.finditer(sentence):
            date = _starting_at(sentence, tie.end(), language)
            if date is None or (kind == "span" and not _opens(tie["first"], language)):
                continue
            if kind == "at" and at == "event" and not date.day:
                continue
            if kind == "at" and _EVENT.search(sentence, max(0, tie.start() - 40), tie.start()):
                continue
            distance = _distance(sentence, tie.start(), date.end, number, others)
            answer = _resolved(date, published)
            if distance is not None and answer.date and (best is None or distance < best[0]):
                best = distance, answer
        if best:
            return best[1]
    return _relative(sentence, language, published) or UNKNOWN


_BRACKET = re.compile(r"[^()\d;.]{0,40}\((?:as of |at |in |al? |en |a )?", re.IGNORECASE)
_EVENT = re.compile(
    r"(?:open(?:s|ed|ing)?|inaugurat\w+|built|complet\w+|unveil\w+|launch\w+|began|start\w+|creat\w+"
    r"|construct\w+|announc\w+|report\w*|study|said|voted|elected|took office|abri\w+|abiert\w+|inaugur\w+"
    r"|constru\w+|levant\w+|estren\w+|cre(?:ó|ad)\w*|anunci\w+|informe|dijo|asumi\w+|since|desde)"
    r"\s(?:\w+\s){0,2}$",
    re.IGNORECASE,
)


def _bracketed(
    sentence: str, number: tuple[int, int], published: datetime.date | None
) -> AsOf | None:
    """The date in brackets behind the number or its noun: "14,000 inmates (June 2024)"."""
    opening = _BRACKET.match(sentence, number[1])
    date = _starting_at(sentence, opening.end(), "en") if opening else None
    if date is None or not sentence.startswith(")", date.end):
        return None
    answer = _resolved(date, published)
    return answer if answer.date else None


def _opens(first: str, language: str) -> bool:
    written = first.strip()
    return bool(
        _starting_at(written, 0, language)
        or written.lower() in _months()
        or re.fullmatch(r"[0-3]?[0-9]", written)
    )


def _distance(
    sentence: str, start: int, end: int, number: tuple[int, int], others: list[tuple[int, int]]
) -> int | None:
    """How far a date is from its number; None where another figure stands between the two."""
    if start >= number[1]:
        if any(number[1] <= other[0] < start for other in others):
            return None
        return start - number[1] if start - number[1] < 120 else None
    between = sentence[end : number[0]]
    if ";" in between:
        return None
    opening = start <= 40 or not any(end <= other[0] < number[0] for other in others)
    return number[0] - end if opening and number[0] - end < 160 else None
