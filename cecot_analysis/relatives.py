"""Times that only another date makes dates: "last month", "on Sunday", "two years ago"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from . import dates, elapsed, lexicon, tokens
from .dating import listed, matcher, options, vocabulary
from .grammar import folded
from .phrases import Index


class Relative(NamedTuple):
    """Words at `start:end` that tell such a time; `spoken` where they tell when it was said.

    `kind`, `back`, `weekday` and `told` are as of a tie.
    """

    kind: str
    start: int
    end: int
    spoken: bool
    back: tuple[tuple[str, int], ...] = ()
    weekday: int | None = None
    told: str = ""


@cache
def _weekday(language: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:(?:{options('before_a_weekday', language)})\s){{0,3}}"
        rf"(?P<day>{options('weekdays', language)})(?![\w’'])"
        r"(?!,?\s[0-3]?[0-9](?![0-9]|[,.][0-9]))",
        re.IGNORECASE,
    )


@cache
def _until(language: str) -> re.Pattern[str]:
    clock = "".join(rf"|{word} [0-9]{{1,2}}" for word in listed("before_a_clock", language))
    between, direct = options("before_a_date", language), lexicon.one_of(listed("as_of", language))
    return re.compile(rf"{direct}\s(?:(?:{between}{clock})\s){{0,6}}$", re.IGNORECASE)


@cache
def _backwards(language: str) -> tuple[Index, list[tuple[str, Any]]]:
    """The phrases that tell how far back, to be sought together; the kind and the way of each."""
    told = [
        (kind, phrase, back)
        for kind, key in (("back", "relative"), ("event_back", "event_back"), ("at", "in_relative"))
        for phrase, back in listed(key, language).items()
    ]
    told += [("same", phrase, part) for phrase, part in listed("same", language).items()]
    return Index([phrase] for _, phrase, _ in told), [(kind, back) for kind, _, back in told]


def find(sentence: str, language: str) -> Iterator[Relative]:
    """The times of `sentence` that only another date makes dates."""
    index, told = _backwards(language)
    for number, found in index.find(sentence):
        kind, back = told[number]
        if kind == "at" and _goes_on(sentence, found.start(), language):
            continue
        spoken = _spoken(sentence, found.end(), language)
        if kind == "same" and not _follows_month(sentence, found.start()):
            yield Relative("at", *found.span(), spoken is not None, told=back)
        if kind != "same":
            yield Relative(kind, *found.span(), spoken is not None, tuple(back.items()))
    for ago in elapsed.find(sentence, language):
        back = ("year", ago.months // 12) if ago.years and not ago.told else ("months", ago.months)
        told_before = "whole" if ago.told else ""
        yield Relative("ago", ago.start, ago.end, False, (back,), told=told_before)
    if not vocabulary("weekdays", language).meets(tokens.of(sentence).words):
        return
    names = [name.lower() for name in listed("weekdays", language)]
    for found in _weekday(language).finditer(sentence):
        around = max(0, found.start("day") - _FEAST), found.end() + _FEAST
        any_day = matcher("no_particular", language).match
        before = sentence[: found.start("day")].rsplit(None, 1)[-1:]
        if matcher("feasts", language).search(sentence, *around) or (before and any_day(before[0])):
            continue
        weekday = names.index(folded(found["day"]))
        until = _until(language).search(sentence, max(0, found.start() - 40), found.start())
        kind, start = ("direct", until.start()) if until else ("weekday", found.start())
        yield Relative(kind, start, found.end(), False, weekday=weekday)


_NEXT = re.compile(r"\s(?:[^\W\d_]+\s)?")


def _spoken(sentence: str, end: int, language: str) -> re.Match[str] | None:
    """Whether what follows a time was said then: "last month he said"."""
    statements = matcher("statements", language)
    told = statements.match(sentence, end + 1)
    following = _NEXT.match(sentence, end)
    return told or (statements.match(sentence, following.end()) if following else None)


_FEAST = 15  # characters beside a day of the week that may make it that of a feast


def _follows_month(sentence: str, start: int) -> bool:
    """Whether "that year" is part of a date: "June of that year"."""
    before = sentence[:start].lower().split()[-2:]
    return not dates.months().keys().isdisjoint(before)


def _goes_on(sentence: str, start: int, language: str) -> bool:
    """Whether "last year" is part of a longer time: "March of last year", "the last year"."""
    before = sentence[:start].lower().split()
    longer = {*listed("of", language), *listed("the", language), "over"}
    return bool(longer.intersection(before[-1:])) or _follows_month(sentence, start)
