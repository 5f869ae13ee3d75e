"""The parts of a page: the article itself, other articles' teasers, and the page's furniture."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from . import dates, lexicon
from .grammar import Vocabulary, first_words

_CLOCK = re.compile(
    r"\s*[0-9]{1,2}[:h.][0-9]{2}(?:\s?[ap]\.?m\.?)?(?:\s?[A-Z]{2,4})?\s*", re.IGNORECASE
)
_LINE = re.compile(r"[^\r\n]+")
_DATE_LINE = 70  # characters: a longer line says more than a date
_FIRST_WORD = re.compile(r"[\W_]*([^\W\d_]+)")
_STARTS = ("teaser_block", "teaser_line", "chrome_line", "byline")
_COUNT = re.compile(
    r"(?<![0-9])(?!(?:19|20)[0-9]{2}(?![0-9.,]))[0-9]{1,3}[.,'’\u00a0\u202f ]?[0-9]{3}(?![0-9])"
)
_ITEM = re.compile(r"\s*([1-9][0-9]?)(?:[.)]|\s|$)")
_LISTED = 2  # items: as many make a numbered list
_FURNITURE = 110  # characters: a longer line is prose, whatever words stand in it


class Section(NamedTuple):
    """A half-open span of the text with its kind: body, teaser or chrome."""

    name: str
    start: int
    end: int


@cache
def _starts(name: str, language: str) -> re.Pattern[str]:
    phrases = lexicon.phrases(lexicon.read("sections")[name], language)
    return re.compile(rf"[\W_]*(?:{lexicon.any_of(phrases)})", re.IGNORECASE)


@cache
def _rights() -> re.Pattern[str]:
    words = lexicon.both(lexicon.read("sections")["rights"])
    return re.compile(rf"©|{lexicon.any_of(words)}", re.IGNORECASE)


@cache
def _first_words(language: str) -> Vocabulary:
    """The words with which a line may begin that is none of the article's own."""
    content = lexicon.read("sections")
    return first_words(
        phrase for name in _STARTS for phrase in lexicon.phrases(content[name], language)
    )


def _may_start(line: str, language: str) -> bool:
    """False where the first word of a line shows that it begins with no phrase of `_STARTS`."""
    word = _FIRST_WORD.match(line)
    return word is None or _first_words(language).holds(word[1])


def _is_heading(line: str, language: str) -> bool:
    found = _starts("teaser_block", language).match(line)
    return found is not None and not line[found.end() :].strip(" :»>.…|-–—▼↓")


def _is_teaser(line: str, language: str) -> bool:
    found = _starts("teaser_line", language).match(line)
    if not found:
        return False
    rest = line[found.end() :].lstrip()
    return rest.startswith((":", "|", "»", ">", "–", "—", "/")) or not rest


def _is_chrome(line: str, language: str) -> bool:
    if len(line) > _FURNITURE:
        return False
    if _CLOCK.fullmatch(line) or _is_date_line(line, language):
        return True
    if not _may_start(line, language):
        return _rights().search(line) is not None
    found = _starts("chrome_line", language).match(line)
    if found and (line[found.end() :].lstrip()[:1] in (":", "/", "|", "©", "") or len(line) < 60):
        return not _is_sentence(line)
    byline = _starts("byline", language).match(line)
    if byline and line[byline.end() :].strip()[:1].isupper() and len(line.split()) <= 8:
        return not _is_sentence(line)
    return _rights().search(line) is not None


def _is_sentence(line: str) -> bool:
    """Whether a line is more than a label: a sentence of some length, or one that counts."""
    if not line.rstrip().endswith((".", "?", "!")):
        return False
    return len(line.split()) > 8 or _COUNT.search(line) is not None


def _is_date_line(line: str, language: str) -> bool:
    """A line that says a date and next to nothing else: no thousands of anything."""
    found = dates.find(line, language) if len(line) < _DATE_LINE else []
    rest = line
    for date in found:
        rest = rest.replace(date.surface, "")
    words = re.findall(r"[^\W\d_]{3,}", rest)
    return bool(found) and len(words) <= 3 and _COUNT.search(rest) is None


def _lines(text: str, language: str) -> Iterator[Section]:
    block, pending, listed = False, False, 0
    for found in _LINE.finditer(text):
        line = found.group()
        if not line.strip():
            continue
        known = _may_start(line, language)
        item = _ITEM.match(line) if block else None
        if item and int(item[1]) == listed + 1:
            listed += 1
        elif listed >= _LISTED and _is_sentence(line):
            block, listed = False, 0  # a numbered list ends with its numbers
        if known and _is_heading(line, language):
            block, listed = True, 0
            name = "teaser"
        elif _is_chrome(line, language):
            name = "chrome"
        elif block or pending or (known and _is_teaser(line, language)):
            name = "teaser"
        else:
            name = "body"
        pending = name == "teaser" and not block and _is_bare_teaser(line, language)
        yield Section(name, *found.span())


def _is_bare_teaser(line: str, language: str) -> bool:
    found = _starts("teaser_line", language).match(line)
    return found is not None and not line[found.end() :].strip(" :»>|")


def split(text: str, language: str = "en") -> list[Section]:
    """The sections of `text`, in order, together covering it from start to end."""
    merged: list[Section] = []
    for line in _lines(text, language):
        if merged and merged[-1].name == line.name:
            merged[-1] = Section(line.name, merged[-1].start, line.end)
        else:
            merged.append(line)
    if not merged:
        return [Section("body", 0, len(text))]
    edges = [0, *(section.start for section in merged[1:]), len(text)]
    return [
        Section(section.name, edges[place], edges[place + 1])
        for place, section in enumerate(merged)
    ]


def at(found: list[Section], offset: int) -> str:
    """The name of the section that holds `offset`."""
    place = bisect_right(found, offset, key=lambda section: section.start) - 1
    return found[max(0, place)].name
