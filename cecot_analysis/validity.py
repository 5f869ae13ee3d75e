"""The date for which a figure holds: "as of", "until", the end of a period, never an event's."""

from __future__ import annotations

import datetime
import re
from functools import cache
from typing import NamedTuple

from . import dates, lexicon, reach, ties
from .reach import Spans
from .ties import Tie


class AsOf(NamedTuple):
    """The date for which a figure holds: ISO, its precision, and how it is known."""

    date: str | None
    precision: str | None
    basis: str


UNKNOWN = AsOf(None, None, "none")
_MANNERS = {
    "population": "stock",
    "capacity": "limit",
    "transfers": "event",
    "payment": "payment",
    "arrests": "running",
    "deaths_in_custody": "running",
}


def manner(metric: str, measure: str) -> str | None:
    """How a figure stands in time, for `as_of`: people held at one time are a `stock`.

    A batch is an `event`, a total that goes up is `running`; None for what time hardly changes.
    """
    if metric == "arrests" and measure == "increment":
        return "event"
    return _MANNERS.get(metric)


def as_of(
    sentence: str,
    number: tuple[int, int],
    others: Spans,
    language: str,
    at: str | None,
    published: datetime.date | None = None,
) -> AsOf:
    """The date for which the number at the span `number` of `sentence` holds.

    `others` are the spans of the other figures: a date belongs to the nearest figure before it,
    or opens the sentence for all. `at` is the figure's `manner`: a "stock" also takes "in August
    2024", an "event" its day or month, a "payment" its day, a "limit" only a date close behind or
    one before it as of which it stood, and what is "running" one at which the count stood so. The
    date of any other event is nobody's. Dates without a year, days of the week and "last month"
    need the date of publication.
    """
    beside = (
        _in_a_row(sentence, number)
        or _bracketed(sentence, number, published, language, at)
        or _labelled(sentence, number, published, language)
    )
    if beside:
        return beside
    best: tuple[float, AsOf] | None = None
    told = [tie for tie in ties.find(sentence, language) if _may_tell(tie, at)]
    rivals = [one for one in others if told and reach.is_rival(sentence, one, number, language)]
    for tie in told:
        if any(_is_count(sentence, tie, *span) for span in (number, *others)):
            continue
        distance = reach.distance(sentence, tie, number, rivals, language, at)
        if distance is None or (best and best[0] <= distance + _COSTS[tie.kind]):
            continue
        answer = _resolved(tie, published)
        if answer.basis == "relative" and not _passes(tie, at):
            continue
        if answer.date or tie.kind in ("direct", "span") or (at == "event" and tie.kind == "at"):
            best = distance + _COSTS[tie.kind], answer
    return best[1] if best else UNKNOWN


_COSTS = {"span": 0, "direct": 0, "data": 0, "at": 30, "back": 60, "event_back": 60, "weekday": 60}


def _passes(tie: Tie, at: str | None) -> bool:
    """Whether a day that only the date of publication makes one may be that of the figure."""
    return at in ("event", "running", "stock") or (at == "payment" and tie.kind == "direct")


def _may_tell(tie: Tie, at: str | None) -> bool:
    """Whether dates of this kind may be those of a figure that stands `at` time in that way."""
    if tie.kind == "span":
        return at != "limit"
    if tie.of_event:
        return False
    if tie.kind in ("direct", "data", "back"):
        return True
    if tie.kind in ("weekday", "event_back"):
        return at == "event"
    date = tie.date
    if tie.back:
        return at in ("event", "running", "stock")
    if date is None or at is None:
        return False
    if at == "event":
        return True
    return date.day is not None if at == "payment" else True


def _resolved(tie: Tie, published: datetime.date | None) -> AsOf:
    date = tie.date
    if date and date.iso:
        return AsOf(date.iso, date.precision, "stated")
    if published is None:
        return UNKNOWN
    if tie.back:
        return _back(published, **dict(tie.back))
    if tie.weekday is not None:
        return _back(published, days=(published.weekday() - tie.weekday) % 7)
    if date is None or date.month is None:
        return UNKNOWN
    if tie.years_back is not None:
        year = published.year - tie.years_back
    else:
        later = (date.month, date.day or 1) > (published.month, published.day)
        year = published.year - later
    day = f"-{date.day:02d}" if date.day else ""
    return AsOf(f"{year:04d}-{date.month:02d}{day}", date.precision, "relative")


def _back(
    published: datetime.date,
    year: int = 0,
    years: int = 0,
    months: int | None = None,
    days: int | None = None,
) -> AsOf:
    if year:
        return AsOf(f"{published.year - year:04d}", "year", "relative")
    if years:
        return AsOf(f"{published.year - years:04d}-12-31", "day", "relative")
    if days is not None:
        date = published - datetime.timedelta(days=days)
        return AsOf(date.isoformat(), "day", "relative")
    count = published.year * 12 + published.month - 1 - (months or 0)
    return AsOf(f"{count // 12:04d}-{count % 12 + 1:02d}", "month", "relative")


@cache
def _bracket(language: str) -> re.Pattern[str]:
    words = "|".join(lexicon.read("dates")["in_brackets"][language])
    return re.compile(
        r"[^()\d;.]{0,40}(?:(?<=[^\W\d_])\.\s)?\((?P<whose>[^()\d]{2,60},\s)?"
        rf"(?:(?:{words}) )?",
        re.IGNORECASE,
    )


@cache
def _row() -> re.Pattern[str]:
    """A year or month before its number: "2023: 12,000", "… in CECOT: 2023, 12,000; 2024, 14"."""
    of = dates.any_language("of")
    return re.compile(
        rf"(?:^|[;:|(]\s?|(?P<comma>,\s))(?P<date>(?:[^\W\d_]{{3,10}}\s(?:(?:{of})\s)?)?20[0-9]{{2}})"
        r"\s?(?:[:|]|(?(comma)(?!)|[,–—]))\s(?:[^\W\d_]+\s){0,2}$"
    )


def _in_a_row(sentence: str, number: tuple[int, int]) -> AsOf | None:
    """The year or month that labels a number in a row of them: "2023: 12,000"."""
    row = _row().search(sentence, max(0, number[0] - _WIDE), number[0])
    date = dates.starting_at(sentence, row.start("date"), "en") if row else None
    if row is None or date is None or date.end != row.end("date"):
        return None
    return AsOf(date.iso, date.precision, "stated")


_WIDE = 48  # characters: a label and its number
_TO = re.compile(r"\s?[–—-]\s?")


def _bracketed(
    sentence: str,
    number: tuple[int, int],
    published: datetime.date | None,
    language: str,
    at: str | None,
) -> AsOf | None:
    """The date in brackets behind the number or its noun: "14,000 inmates (June 2024)"."""
    opening = _bracket(language).match(sentence, number[1])
    date = dates.starting_at(sentence, opening.end(), language) if opening else None
    until = _TO.match(sentence, date.end) if date else None
    date = (until and dates.starting_at(sentence, until.end(), language)) or date
    if opening is None or date is None or not sentence.startswith(")", date.end):
        return None
    if opening["whose"] and at == "limit":
        return None  # "(prisons department, 2021)": when it was told, not built
    answer = _resolved(Tie("direct", opening.end(), date.end, False, date), published)
    return answer if answer.date else None


_LABEL_ENDS = re.compile(r"\)\s?[:|]\s(?:[^\W\d_]+\s){0,3}[$]?$")


def _labelled(
    sentence: str, number: tuple[int, int], published: datetime.date | None, language: str
) -> AsOf | None:
    """The date in brackets at the end of a label before the number: "Inmates (June 2024): 14"."""
    ends = _LABEL_ENDS.search(sentence, max(0, number[0] - _WIDE), number[0])
    opened = sentence.rfind("(", 0, ends.start()) if ends else -1
    opening = _bracket(language).match(sentence, opened) if opened >= 0 else None
    date = dates.starting_at(sentence, opening.end(), language) if opening else None
    if ends is None or date is None or date.end != ends.start():
        return None
    answer = _resolved(Tie("direct", opened, date.end, False, date), published)
    return answer if answer.date else None


def _is_count(sentence: str, tie: Tie, start: int, end: int) -> bool:
    """Whether the number at `start:end` is taken for a date and is none: "joined by 2000 more"."""
    return start < tie.end and tie.start < end and sentence[start:end] == "2000"
