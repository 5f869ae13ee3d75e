"""The date for which a figure holds: "as of", "until", the end of a period, never an event's."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from . import dates, lexicon, metrics, ties
from .ties import Tie

Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class AsOf:
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
    bracketed = _bracketed(sentence, number, published)
    if bracketed:
        return bracketed
    best: tuple[float, AsOf] | None = None
    told = [tie for tie in ties.find(sentence, language) if _may_tell(tie, at)]
    rivals = [other for other in others if told and _is_rival(sentence, other, number, language)]
    for tie in told:
        if any(_is_count(sentence, tie, *span) for span in (number, *others)):
            continue
        distance = _distance(sentence, tie, number, rivals, language, at)
        if distance is None or (best and best[0] <= distance + _COSTS[tie.kind]):
            continue
        answer = _resolved(tie, published)
        if answer.date or (at == "event" and tie.kind == "at"):
            best = distance + _COSTS[tie.kind], answer
    return best[1] if best else UNKNOWN


_COSTS = {"span": 0, "direct": 0, "data": 0, "at": 30, "back": 60, "event_back": 60, "weekday": 60}


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
    if date is None or at is None:
        return False
    if at == "event":
        return date.month is not None
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
    published: datetime.date, years: int = 0, months: int | None = None, days: int | None = None
) -> AsOf:
    if years:
        return AsOf(f"{published.year - years:04d}-12-31", "day", "relative")
    if days is not None:
        date = published - datetime.timedelta(days=days)
        return AsOf(date.isoformat(), "day", "relative")
    count = published.year * 12 + published.month - 1 - (months or 0)
    return AsOf(f"{count // 12:04d}-{count % 12 + 1:02d}", "month", "relative")


_BRACKET = re.compile(r"[^()\d;.]{0,40}\((?:as of |at |in |al? |en |a )?", re.IGNORECASE)


def _bracketed(
    sentence: str, number: tuple[int, int], published: datetime.date | None
) -> AsOf | None:
    """The date in brackets behind the number or its noun: "14,000 inmates (June 2024)"."""
    opening = _BRACKET.match(sentence, number[1])
    date = dates.starting_at(sentence, opening.end(), "en") if opening else None
    if opening is None or date is None or not sentence.startswith(")", date.end):
        return None
    answer = _resolved(Tie("direct", opening.end(), date.end, False, date), published)
    return answer if answer.date else None


def _is_count(sentence: str, tie: Tie, start: int, end: int) -> bool:
    """Whether the number at `start:end` is taken for a date and is none: "joined by 2000 more"."""
    return start < tie.end and tie.start < end and sentence[start:end] == "2000"


_NO_FIGURE = re.compile(
    r"\s?(?:%|per\s?cent\b|por ciento\b|years?\b|años?\b|months?\b|meses\b|days?\b|días\b|hours?\b)"
    r"|-year",
    re.IGNORECASE,
)


def _is_rival(
    sentence: str, other: tuple[int, int], number: tuple[int, int], language: str
) -> bool:
    """Whether another number may claim a date: no age, no share, no things, nothing in brackets."""
    if _NO_FIGURE.search(sentence, other[0], min(len(sentence), other[1] + 9)):
        return False
    if number[1] <= other[0] and metrics.counts_things(sentence, other[1], language):
        return False
    opened = sentence.rfind("(", number[1], other[0])
    return opened < 0 or ")" in sentence[opened : other[0]]


_COORDINATED = re.compile(
    r"[^.;:]{0,90}?(?:,|\b(?:y|e|and|plus|más|including|incluidos|incluyendo)\b)\s(?:\w+\s){0,3}$",
    re.IGNORECASE,
)
_OWN = re.compile(r"[^,.;:0-9]{0,40}$")
_OPENING = 60  # characters from the start of a sentence: a date there is for all of it
_COUNTED = re.compile(r"\s(?:[^\W\d_]+\s){0,3}", re.IGNORECASE)  # "18 were reported in March"
_COUNTING = re.compile(  # "in 2022 police made 900 arrests", "in June 2022, in which 41 died"
    r"\s(?:[^\W\d_]+\s){1,4}|,\s(?:in which|when|en (?:el|la) que|cuando)\s(?:[^\W\d_]+\s){1,3}",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\b(?:since|desde)\b[^.;]*,\s$", re.IGNORECASE)
_REACH = 200  # characters between a figure and its date
_NEXT = re.compile(r"[,;]|\b(?:y|and)\b", re.IGNORECASE)
_OPENS = re.compile(r"\b(?:y|and|but|pero|while|mientras)\s$", re.IGNORECASE)


def _distance(
    sentence: str,
    tie: Tie,
    number: tuple[int, int],
    others: Spans,
    language: str,
    at: str | None,
) -> int | None:
    """How far a date is from its number; None where it is another figure's."""
    if tie.start >= number[1]:
        return _behind(sentence, tie, number, others, language, at)
    if at == "payment" and tie.start > _OPENING:
        return None
    return _before(sentence, tie, number, others, language, at)


def _behind(
    sentence: str, tie: Tie, number: tuple[int, int], others: Spans, language: str, at: str | None
) -> int | None:
    between = sentence[number[1] : tie.start]
    crossed = [other for other in others if number[1] <= other[0] < tie.start]
    words = sentence[number[1] : crossed[-1][0]] if crossed else ""
    if crossed and (tie.kind == "at" or not _COORDINATED.fullmatch(words)):
        return None
    if tie.kind != "span" and _SINCE.search(between):
        return None  # "since it began, in late May"
    if at == "limit" and tie.kind != "data":
        far = len(between) > 30 or "," in between
        if far or _holds("statements", sentence[: number[0]][-30:], language):
            return None
    if tie.kind == "at" and (
        (at == "running" and not _COUNTED.fullmatch(between))
        or _holds("spoken_of", sentence[: number[0]][-30:], language)
    ):
        return None
    later = min((other[0] for other in others if other[0] >= tie.end), default=None)
    owned = later is not None and tie.kind != "span" and _OWN.fullmatch(sentence, tie.end, later)
    if owned and _NEXT.search(between):
        return None
    if later is not None and sentence.startswith(",", tie.end) and _OPENS.search(between):
        return None  # "… in February, and as of June, it held": the date opens what follows
    return len(between) if len(between) < _REACH else None


def _before(
    sentence: str, tie: Tie, number: tuple[int, int], others: Spans, language: str, at: str | None
) -> int | None:
    between = sentence[tie.end : number[0]]
    crossing = any(tie.end <= other[0] < number[0] for other in others)
    stood = _holds("standing", between, language)
    if ";" in between or (at == "limit" and (crossing or (tie.kind == "at" and not stood))):
        return None
    spoken = tie.kind in ("at", "weekday", "event_back") or at == "limit"
    if spoken and _holds("statements", between, language):
        return None
    if _holds("since_then", between, language):
        return None
    if at == "running" and tie.kind == "at" and not (stood or _COUNTING.fullmatch(between)):
        return None
    last = max((other[1] for other in others if other[1] <= tie.start), default=None)
    if last is not None and tie.start - last < 30 and sentence[tie.end : tie.end + 1] == ",":
        return None
    opening = tie.start <= _OPENING or (last is None and sentence[: tie.start].endswith(", "))
    if crossing and not opening:
        return None
    return len(between) if len(between) < (300 if opening else _REACH) else None


def _holds(key: str, words: str, language: str) -> bool:
    """Whether `words` hold a phrase of that list: what was said or begun then, what stood then."""
    return lexicon.matcher("dates", key, language).search(words) is not None
