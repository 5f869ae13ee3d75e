"""What ties a date to a figure: "as of", "between … and", "in", "last month", "on Sunday"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from . import dates, lexicon
from .phrases import Index


@dataclass(frozen=True)
class Tie:
    """Words at `start:end` that say when: a date, a day of the week, or so far back.

    `kind` is span, direct, data, at, back, event_back or weekday. `of_event` says that the words
    before make it the date of something else ("opened in"), `years_back` that "last year" stands
    behind the month.
    """

    kind: str
    start: int
    end: int
    of_event: bool
    date: dates.Date | None = None
    years_back: int | None = None
    weekday: int | None = None
    back: tuple[tuple[str, int], ...] = ()


@cache
def _words(key: str, language: str) -> Any:
    return lexicon.read("dates")[key][language]


@cache
def _weekdays(language: str) -> str:
    return "|".join(_words("weekdays", language))


@cache
def _patterns(language: str) -> dict[str, re.Pattern[str]]:
    between = "|".join(re.escape(word) for word in _words("before_a_date", language))
    clock = "".join(rf"|{word} [0-9]{{1,2}}" for word in _words("before_a_clock", language))
    gap = rf"\s(?:(?:{between}|{_weekdays(language)}{clock})[\s,-]{{1,2}}){{0,6}}"
    before = "|".join(_words("before_a_weekday", language))
    opens, closes = (
        "|".join(_words("opens_span", language)),
        "|".join(_words("closes_span", language)),
    )
    data, of = "|".join(_words("data", language)), "|".join(_words("of", language))
    direct = lexicon.one_of(_words("as_of", language))
    within = lexicon.one_of(_words("at", language))
    events = lexicon.one_of(_words("other_events", language))
    return {
        "span": re.compile(
            rf"(?<!\w)(?:{opens}){gap}(?P<first>[^;]{{3,40}}?),?\s(?:{closes}){gap}", re.I
        ),
        "direct": re.compile(rf"{direct}{gap}", re.I),
        "at": re.compile(rf"{within}{gap}", re.I),
        "event": re.compile(rf"{events}\s(?:\w+\s){{0,2}}$", re.I),
        "weekday": re.compile(
            rf"(?<!\w)(?:(?:{before})\s){{0,2}}(?P<day>{_weekdays(language)})(?!\w)(?!,?\s[0-9])",
            re.I,
        ),
        "data": re.compile(
            rf"\b(?P<year>20[0-9]{{2}})\s(?:[\w.’']+\s){{0,3}}?(?:{data})\b"
            rf"|\b(?:{data})\s(?:[\w.’']+\s){{0,6}}?(?:{of})\s(?P<behind>20[0-9]{{2}})\b",
            re.I,
        ),
    }


@lru_cache(maxsize=32)  # the numbers of one sentence ask one after another
def find(sentence: str, language: str) -> tuple[Tie, ...]:
    """The dates in `sentence` to which words tie a figure, the surest kind first."""
    found: list[Tie] = []
    patterns = _patterns(language)
    if dates.may_stand(sentence):
        for kind in ("span", "direct", "at"):
            for words in patterns[kind].finditer(sentence):
                tie = _dated(sentence, kind, words, found, language)
                if tie:
                    found.append(tie)
        for words in patterns["data"].finditer(sentence):
            year = dates.starting_at(sentence, words.start(words.lastgroup or 0), language)
            found.append(Tie("data", words.start(), words.end(), False, year))
    found += _relative(sentence, language)
    return tuple(found)


def _dated(
    sentence: str, kind: str, words: re.Match[str], known: list[Tie], language: str
) -> Tie | None:
    date = _second(sentence, dates.starting_at(sentence, words.end(), language), language)
    if date is None or (kind == "span" and not _opens(words["first"], language)):
        return None
    event = _patterns(language)["event"].search(sentence, max(0, words.start() - 48), words.start())
    tie = Tie(kind, words.start(), date.end, event is not None and kind != "span", date)
    if date.year is not None or date.month is None:
        return tie
    if _matcher("last_year", language).match(sentence, date.end + 1):
        return replace(tie, years_back=1)
    if _matcher("this_year", language).match(sentence, date.end + 1):
        return replace(tie, years_back=0)
    if _matcher("that_year", language).match(sentence, date.end + 1):
        years = [
            one.date.year for one in known if one.date and one.date.year and one.end < date.start
        ]
        return replace(tie, date=replace(date, year=years[-1])) if years else None
    return tie


@cache
def _matcher(key: str, language: str) -> lexicon.Phrases:
    return lexicon.compiled(_words(key, language))


@cache
def _and(language: str) -> re.Pattern[str]:
    joint = "|".join(_words("and", language))
    between = "|".join((*_words("in", language), *_words("before_a_date", language)))
    return re.compile(rf"\s(?:{joint})\s(?:(?:{between})\s){{0,3}}", re.IGNORECASE)


def _second(sentence: str, date: dates.Date | None, language: str) -> dates.Date | None:
    """Of "in March and April 2025" the second, which closes the time and tells the year."""
    joint = _and(language).match(sentence, date.end) if date and date.year is None else None
    second = dates.starting_at(sentence, joint.end(), language) if joint else None
    return second if second and second.month else date


def _opens(first: str, language: str) -> bool:
    """Whether `first` is a date, or the day of one: "between 3 and 9 May"."""
    written = first.strip()
    words = written.split()
    return bool(
        dates.starting_at(written, 0, language)
        or (words and dates.starting_at(words[-1], 0, language))
        or re.fullmatch(r"[0-3]?[0-9]", written)
    )


@cache
def _backwards(language: str) -> tuple[Index, list[tuple[str, dict[str, int]]]]:
    """The phrases that tell how far back, to be sought together; the kind and the way of each."""
    told = [
        (kind, phrase, back)
        for kind, key in (("back", "relative"), ("event_back", "event_back"))
        for phrase, back in _words(key, language).items()
    ]
    return Index([phrase] for _, phrase, _ in told), [(kind, back) for kind, _, back in told]


def _relative(sentence: str, language: str) -> Iterator[Tie]:
    """Times that only the date of publication makes dates."""
    event = _patterns(language)["event"]
    index, told = _backwards(language)
    for number, words in index.find(sentence):
        kind, back = told[number]
        other = event.search(sentence, max(0, words.start() - 48), words.start())
        spoken = _matcher("statements", language).match(sentence, words.end() + 1)
        yield Tie(kind, *words.span(), bool(other or spoken), back=tuple(back.items()))
    names = [name.lower() for name in _words("weekdays", language)]
    for words in _patterns(language)["weekday"].finditer(sentence):
        other = event.search(sentence, max(0, words.start() - 48), words.start())
        weekday = names.index(words["day"].lower())
        yield Tie("weekday", *words.span(), other is not None, weekday=weekday)
