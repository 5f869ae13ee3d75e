"""A date that stands right beside its number: in brackets, as the label of a row, "of 2021"."""

from __future__ import annotations

import re
from functools import cache

from . import dates, lexicon
from .almanac import AsOf, Clock, resolved
from .ties import Tie


def beside(
    sentence: str,
    number: tuple[int, int],
    clock: Clock,
    language: str,
    at: str | None,
) -> AsOf | None:
    """The date right beside the number at the span `number` of `sentence`; None without one."""
    return (
        _in_a_row(sentence, number)
        or _of_a_month(sentence, number, clock, at)
        or _bracketed(sentence, number, clock, language, at)
        or _labelled(sentence, number, clock, language)
        or (
            None if at in (None, "limit", "payment") else _joined(sentence, number, clock, language)
        )
    )


def _known(tie: Tie, clock: Clock) -> AsOf | None:
    """The day that `tie` means; None where nothing tells."""
    answer = resolved(tie, clock)
    return answer if answer.date else None


def _at_label(
    sentence: str, number: tuple[int, int], row: re.Pattern[str]
) -> tuple[re.Match[str], dates.Date] | None:
    """The label of a row right before a number, and the date in it."""
    found = row.search(sentence, max(0, number[0] - _WIDE), number[0])
    date = dates.starting_at(sentence, found.start("date"), "en") if found else None
    return (found, date) if found and date else None


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
    label = _at_label(sentence, number, _row())
    if label is None or label[1].end != label[0].end("date"):
        return None
    date = label[1]
    return AsOf(date.iso, date.precision, "stated")


@cache
def _month_row() -> re.Pattern[str]:
    """A month or day before its number: "June: 12,000", "on 3 May, 25; 4 May, 31"."""
    of, month = dates.any_language("of"), "|".join(dates.months())
    return re.compile(
        rf"(?:^|(?P<listed>[;:|(])\s)(?P<date>(?P<day>[0-3]?[0-9]\s(?:(?:{of})\s)?)?(?:{month})\b\.?"
        r"(?P<last>\s[0-3]?[0-9])?)(?:\s?[:|–—]|(?(day),|(?(last),|(?(listed),|(?!)))))\s(?:[^\W\d_]+\s){0,2}$",
        re.IGNORECASE,
    )


def _of_a_month(
    sentence: str, number: tuple[int, int], clock: Clock, at: str | None
) -> AsOf | None:
    """The month or day without a year that labels a number in a row of them."""
    if clock.published is None or at not in ("stock", "running", "event"):
        return None
    label = _at_label(sentence, number, _month_row())
    if label is None or label[1].month is None:
        return None
    date = label[1]
    return _known(Tie("at", date.start, date.end, False, date), clock)


_WIDE = 48  # characters: a label and its number
_TO = re.compile(r"\s?[–—-]\s?")


def _bracketed(
    sentence: str,
    number: tuple[int, int],
    clock: Clock,
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
    return _known(Tie("direct", opening.end(), date.end, False, date), clock)


_LABEL_ENDS = re.compile(r"\)\s?[:|]\s(?:[^\W\d_]+\s){0,3}[$]?$")


def _labelled(sentence: str, number: tuple[int, int], clock: Clock, language: str) -> AsOf | None:
    """The date in brackets at the end of a label before the number: "Inmates (June 2024): 14"."""
    ends = _LABEL_ENDS.search(sentence, max(0, number[0] - _WIDE), number[0])
    opened = sentence.rfind("(", 0, ends.start()) if ends else -1
    opening = _bracket(language).match(sentence, opened) if opened >= 0 else None
    date = dates.starting_at(sentence, opening.end(), language) if opening else None
    if ends is None or date is None or date.end != ends.start():
        return None
    return _known(Tie("direct", opened, date.end, False, date), clock)


@cache
def _of(language: str) -> re.Pattern[str]:
    of = dates.any_language("of")
    words = lexicon.read("dates")
    ties = (*words["as_of"][language], *words["at"][language], *words["opens_span"][language])
    apart = "|".join((*dates.months(), *{word.split()[0] for word in ties if word[0].isalpha()}))
    return re.compile(rf"(?:\s(?!(?:{apart})\b)[^\W\d_]+){{0,2}}?\s(?:{of}|for)\s", re.IGNORECASE)


def _joined(sentence: str, number: tuple[int, int], clock: Clock, language: str) -> AsOf | None:
    """The date joined to a number or its noun by "of": "the 36,000 of 2021"."""
    of = _of(language).match(sentence, number[1])
    date = dates.starting_at(sentence, of.end(), language) if of else None
    if of is None or date is None or _GOES_ON.match(sentence, date.end):
        return None
    return _known(Tie("at", of.end(), date.end, False, date), clock)


_GOES_ON = re.compile(r"\s?[-–]|\s(?:a|al|to|through|until|hasta)\s", re.IGNORECASE)
