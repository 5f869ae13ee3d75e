"""The date for which a figure holds: "as of", "until", the end of a period, never an event's."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import cache, lru_cache

from . import dates, lexicon


@dataclass(frozen=True)
class AsOf:
    """The date for which a figure holds: ISO, its precision, and how it is known."""

    date: str | None
    precision: str | None
    basis: str


UNKNOWN = AsOf(None, None, "none")


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


def _resolved(date: dates.Date, published: datetime.date | None) -> AsOf:
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
    "event" the full date near it; the date of any other event is nobody's. Dates without a year,
    and "last month", need the date of publication.
    """
    bracketed = _bracketed(sentence, number, published)
    if bracketed:
        return bracketed
    best: tuple[int, AsOf] | None = None
    kind = ""
    for tie in _tied(sentence, language):
        if best and tie.kind != kind:
            break
        kind = tie.kind
        if kind == "at" and (at is None or tie.of_event or (at == "event" and not tie.date.day)):
            continue
        distance = _distance(sentence, tie.start, tie.date.end, number, others)
        answer = _resolved(tie.date, published)
        if distance is not None and answer.date and (best is None or distance < best[0]):
            best = distance, answer
    return best[1] if best else _relative(sentence, language, published) or UNKNOWN


@dataclass(frozen=True)
class _Tie:
    """A date, and the words from `start` that tie a figure to it."""

    kind: str  # span, direct, at: the first kind that a figure has is its
    start: int
    date: dates.Date
    of_event: bool


@lru_cache(maxsize=32)  # the numbers of one sentence ask one after another
def _tied(sentence: str, language: str) -> tuple[_Tie, ...]:
    """The dates in `sentence` to which words tie a figure."""
    if not dates.may_stand(sentence):
        return ()
    direct, within, span = _ties(language)
    ties = []
    for kind, pattern in (("span", span), ("direct", direct), ("at", within)):
        for tie in pattern.finditer(sentence):
            date = dates.starting_at(sentence, tie.end(), language)
            if date and (kind != "span" or _opens(tie["first"], language)):
                event = _EVENT.search(sentence, max(0, tie.start() - 40), tie.start())
                ties.append(_Tie(kind, tie.start(), date, event is not None))
    return tuple(ties)


_BRACKET = re.compile(r"[^()\d;.]{0,40}\((?:as of |at |in |al? |en |a )?", re.IGNORECASE)
_EVENT = re.compile(
    r"(?:open(?:s|ed|ing)?|inaugurat\w+|built|complet\w+|unveil\w+|launch\w+|began|start\w+|creat\w+"
    r"|construct\w+|announc\w+|report\w*|study|said|voted|elected|took office|abri\w+|abiert\w+"
    r"|inaugur\w+|constru\w+|levant\w+|estren\w+|cre(?:ó|ad)\w*|anunci\w+|informe|dijo|asumi\w+|since|desde)"
    r"\s(?:\w+\s){0,2}$",
    re.IGNORECASE,
)


def _bracketed(
    sentence: str, number: tuple[int, int], published: datetime.date | None
) -> AsOf | None:
    """The date in brackets behind the number or its noun: "14,000 inmates (June 2024)"."""
    opening = _BRACKET.match(sentence, number[1])
    date = dates.starting_at(sentence, opening.end(), "en") if opening else None
    if date is None or not sentence.startswith(")", date.end):
        return None
    answer = _resolved(date, published)
    return answer if answer.date else None


def _opens(first: str, language: str) -> bool:
    written = first.strip()
    return bool(
        dates.starting_at(written, 0, language)
        or written.lower() in dates.months()
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
