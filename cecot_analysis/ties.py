"""What ties a date to a figure: "as of", "between … and", "in", "last month", "on Sunday"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import NamedTuple

from . import dates, lexicon, relatives, tokens
from .dating import listed, matcher, options, vocabulary


class Tie(NamedTuple):
    """Words at `start:end` that say when: a date, a day of the week, or so far back.

    `kind` is span, direct, data, at, when, ago, back, event_back or weekday. `of_event`: the
    words before make it the date of something else ("opened in"), `years_back` that "last year"
    stands behind the month. `told` says of what part of the date told before it is the same, or
    that it is reckoned from there.
    """

    kind: str
    start: int
    end: int
    of_event: bool
    date: dates.Date | None = None
    years_back: int | None = None
    weekday: int | None = None
    back: tuple[tuple[str, int], ...] = ()
    told: str = ""


@cache
def _patterns(language: str) -> dict[str, re.Pattern[str]]:
    between, days = options("before_a_date", language), options("weekdays", language)
    clock = "".join(rf"|{word} [0-9]{{1,2}}" for word in listed("before_a_clock", language))
    gap = rf"\s(?:(?:{between}|{days}{clock})[\s,-]{{1,2}}){{0,6}}"
    opens, closes = options("opens_span", language), options("closes_span", language)
    data, of = options("data", language), options("data_of", language)
    datum = options("datum", language)
    direct = lexicon.one_of(listed("as_of", language))
    within = lexicon.one_of(listed("at", language))
    events = lexicon.one_of(listed("other_events", language))
    month = "|".join(dates.months())
    return {
        "span": re.compile(
            rf"(?<!\w)(?:{opens}){gap}(?P<first>[^;]{{3,40}}?),?\s(?:{closes}){gap}", re.I
        ),
        "when": re.compile(rf",?\s(?:{options('in_which', language)})\s", re.I),
        "apposed": re.compile(
            rf"(?:,|(?P<batch>(?<!\w)(?:{options('batches', language)})))\s"
            rf"(?:{options('of', language)})\s",
            re.I,
        ),
        "closes": re.compile(rf",?\s(?:{closes})\s", re.I),
        "direct": re.compile(rf"{direct}{gap}", re.I),
        "at": re.compile(rf"{within}{gap}", re.I),
        "event": re.compile(
            rf"{events}\s(?:(?!(?:{options('says_that', language)})\s)\w+\s){{0,2}}$", re.I
        ),
        "counted": re.compile(
            rf"\b(?:{options('the', language)})\s[0-9][0-9.,]*\s(?:\w+\s){{0,2}}"
            rf"(?:{options('counted', language)})\s$",
            re.I,
        ),
        "data": re.compile(
            rf"\b(?:(?:{month})\s)?20[0-9]{{2}}\s(?:[\w.’']+\s){{0,3}}?(?:{data})\b", re.I
        ),
        "data_of": re.compile(
            rf"\b(?:{data}|(?P<one>{datum}))(?P<whose>(?:\s[\w.’']+){{0,6}}?),?\s(?:{of}){gap}"
            rf"(?={month}|20[0-9])",
            re.I,
        ),
    }


@lru_cache(maxsize=32)  # the numbers of one sentence ask one after another
def find(sentence: str, language: str) -> tuple[Tie, ...]:
    """The dates in `sentence` to which words tie a figure, the surest kind first."""
    found: list[Tie] = []
    if dates.may_stand(sentence):
        for kind in ("span", "direct", "at"):
            for words in _patterns(language)[kind].finditer(sentence):
                tie = _dated(sentence, kind, words, language)
                if tie:
                    found.append(tie)
        found += _of_data(sentence, language)
        found += _apposed(sentence, language)
        found += list(_opening_a_clause(sentence, language))
        found = [_in_the_year(tie, found, sentence, language) for tie in found]
    for one in relatives.find(sentence, language):
        until = one.kind == "direct"
        other = one.spoken or (not until and _is_of_event(sentence, one.start, language))
        tie = Tie(one.kind, one.start, one.end, other, None, None, one.weekday, one.back, one.told)
        if not _is_within(tie, found):
            found.append(tie)
    return tuple(found)


def _is_within(tie: Tie, found: Sequence[Tie]) -> bool:
    """Whether words that mean a date told before are part of one: "at the end of that year"."""
    return bool(tie.told) and any(one.start <= tie.start and tie.end <= one.end for one in found)


def _of_data(sentence: str, language: str) -> Iterator[Tie]:
    """ "2021 embassy data", "figures of the ministry for June 2024"."""
    words_of = tokens.of(sentence).words
    if not any(vocabulary(key, language).meets(words_of) for key in ("data", "datum")):
        return
    for words in _patterns(language)["data"].finditer(sentence):
        date = dates.starting_at(sentence, words.start(), language)
        yield Tie("data", *words.span(), False, date)
    for words in _patterns(language)["data_of"].finditer(sentence):
        date = dates.starting_at(sentence, words.end(), language)
        told = date and (date.year or words["one"])
        if date and _patterns(language)["closes"].match(sentence, date.end):
            continue  # "a count from March 27 to Sunday"
        events = None if words["one"] else matcher("other_events", language)
        since = words["one"] and matcher("since", language).search(words["whose"])
        if date and told and not since and not (events and events.search(words["whose"])):
            yield Tie("data", words.start(), date.end, False, date)


def _apposed(sentence: str, language: str) -> Iterator[Tie]:
    """The date of a batch: "the first, of March 15, brought 238", "the flights of March 15"."""
    for words in _patterns(language)["apposed"].finditer(sentence):
        date = dates.starting_at(sentence, words.end(), language)
        closed = words["batch"] or sentence.startswith(",", date.end if date else 0)
        if date and date.month and closed:
            yield Tie("event_back", words.start(), date.end, False, date)


def _opening_a_clause(sentence: str, language: str) -> Iterator[Tie]:
    """The date of what follows it: "since June 2024, when they spoke of 14,500"."""
    for words in _patterns(language)["when"].finditer(sentence):
        for date in dates.find(sentence[: words.start()], language)[-1:]:
            if date.end == words.start():
                yield Tie("when", date.start, date.end, False, date)


def _is_of_event(sentence: str, start: int, language: str) -> bool:
    """Whether the words before `start` make a date there that of something else."""
    before, patterns = max(0, start - 48), _patterns(language)
    if patterns["event"].search(sentence, before, start) is None:
        return False
    return patterns["counted"].search(sentence, before, start) is None


def _dated(sentence: str, kind: str, words: re.Match[str], language: str) -> Tie | None:
    date = dates.starting_at(sentence, words.end(), language)
    if date is None and kind == "direct":
        date = _of_the_same_year(sentence, words.end(), language)
    date = _second(sentence, date, language)
    if date is None or (kind == "span" and not _opens(words["first"], language)):
        return None
    of_event = kind != "span" and _is_of_event(sentence, words.start(), language)
    tie = Tie(kind, words.start(), date.end, of_event, date)
    if date.year is not None or date.month is None:
        return tie
    for key, years_back in (("last_year", 1), ("this_year", 0)):
        of_year = matcher(key, language).match(sentence, date.end + 1)
        if of_year:
            return tie._replace(end=of_year.end(), years_back=years_back)
    left = sentence[max(0, tie.start - _YEAR_BEFORE) : tie.start].rstrip()
    if any(one.end() == len(left) for one in matcher("last_year_before", language).finditer(left)):
        return tie._replace(years_back=1)
    of_year = matcher("that_year", language).match(sentence, date.end + 1)
    if of_year:
        year = _last_year_of(sentence, date.start)
        told = replace(date, year=year)
        return tie._replace(end=of_year.end(), date=told, told="" if year else "year")
    return tie


_YEAR_BEFORE = 20  # characters: "el año pasado "
_YEAR = re.compile(r"(?<![0-9$.,])20[0-9]{2}(?![0-9])")


def _last_year_of(sentence: str, before: int) -> int | None:
    """The year told last before a place in the sentence."""
    told = _YEAR.findall(sentence, 0, before)
    return int(told[-1]) if told else None


def _of_the_same_year(sentence: str, start: int, language: str) -> dates.Date | None:
    """ "At the end of that year": the year of the date before."""
    words = matcher("the_same_year", language).match(sentence, start)
    year = _last_year_of(sentence, start) if words else None
    if words is None or year is None:
        return None
    return dates.Date(*words.span(), words.group(), year, None, None)


def _in_the_year(tie: Tie, found: Sequence[Tie], sentence: str, language: str) -> Tie:
    """A later month without a year, behind a date with one, is of that year.

    Behind the date of what was said, an earlier one is.
    """
    date = tie.date
    if date is None or date.year or date.month is None or tie.years_back is not None:
        return tie
    earlier = [one for one in found if one.date and one.date.year and one.end < tie.start]
    last = max(earlier, key=lambda one: one.end, default=None)
    if last is None or last.date is None or last.date.year is None or last.date.month is None:
        return tie
    later = (date.month, date.day or 0) > (last.date.month, last.date.day or 0)
    before = max(0, last.start - 48)
    said = last.of_event and matcher("statements", language).search(sentence, before, last.start)
    since = last.of_event and matcher("since", language).search(sentence, before, last.start)
    if since or later is bool(said):
        return tie
    return tie._replace(date=replace(date, year=last.date.year))


@cache
def _and(language: str) -> re.Pattern[str]:
    joint = options("and", language)
    between = "|".join((options("in", language), options("before_a_date", language)))
    return re.compile(rf"\s(?:{joint})\s(?:(?:{between})\s){{0,3}}", re.IGNORECASE)


def _second(sentence: str, date: dates.Date | None, language: str) -> dates.Date | None:
    """Of "in March and April 2025" the second, which closes the time and tells the year."""
    day = _other_day(sentence, date)
    if date and day:
        return day
    joint = _and(language).match(sentence, date.end) if date and date.year is None else None
    second = dates.starting_at(sentence, joint.end(), language) if joint else None
    return second if second and second.month else date


_OTHER_DAY = re.compile(
    r"\s?(?:and|[-–])\s?(?P<day>[0-3]?[0-9])(?:,?\s(?P<year>20[0-9]{2})(?![0-9]))?"
    r"(?=[.,;:)](?:\s|$)|$|\s(?:under|at|from|by|to|on)\b)"
)


def _other_day(sentence: str, date: dates.Date | None) -> dates.Date | None:
    """Of "March 15 and 16" the second day."""
    if date is None or date.year or not date.day or not date.surface[-1].isdigit():
        return None
    other = _OTHER_DAY.match(sentence, date.end)
    if other is None or not date.day < int(other["day"]) < 32:
        return None
    year = int(other["year"]) if other["year"] else None
    surface = sentence[date.start : other.end()]
    return dates.Date(date.start, other.end(), surface, year, date.month, int(other["day"]))


def _opens(first: str, language: str) -> bool:
    """Whether `first` is a date, or the day of one: "between 3 and 9 May"."""
    written = first.strip()
    words = written.split()
    return bool(
        dates.starting_at(written, 0, language)
        or (words and dates.starting_at(words[-1], 0, language))
        or (words and re.fullmatch(r"[0-3]?[0-9]", words[-1]) and _is_weekday(words[:-1], language))
    )


def _is_weekday(words: Sequence[str], language: str) -> bool:
    return all(word.lower() in listed("weekdays", language) for word in words)
