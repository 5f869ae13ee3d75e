"""Where sentences begin and end; every span in code points of the text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

from . import lexicon

LONGEST = 1_200  # characters: a longer sentence is cut at white space, so that cost stays linear
_STOP = re.compile(  # one set of signs first: whatever is none of them is passed over at once
    r"[.!?…\r\n](?:(?<=[\r\n])[\r\n]*|(?<=[.!?…])[.!?…]*[\"'”’»)\]]*(?:\[[0-9]{1,3}\])*(?=\s|$)"
    r"|(?<=[.!?])[\"”»]+(?=[A-ZÁÉÍÓÚÑ“«])|(?<=[a-záéíóúñ]{3}[.!?])(?=[A-ZÁÉÍÓÚÑ“«][a-záéíóúñ]*\s))"
)
_LAST_WORD = re.compile(r"[a-záéíóúñ]+$")
_WRAPPED = 50  # characters: a shorter line before a number is an item of a list
_LONGEST_WORD = 14  # characters: no abbreviation is longer
_LONGEST_START = 15  # characters: no word that starts a sentence after an abbreviation is longer
_WORD_BEFORE = re.compile(r"[\w.&]+$")
_FIRST_WORD = re.compile(r"\w+")


@cache
def _abbreviations() -> tuple[frozenset[str], frozenset[str]]:
    words = lexicon.read("sections")["abbreviations"]["both"]
    starters = lexicon.read("sections")["sentence_starters"]["both"]
    return frozenset(words), frozenset(starters)


def _is_abbreviation(text: str, start: int, end: int) -> bool:
    """Whether the stop at `start:end` ends no sentence."""
    if end - start > 1 or text[start] != ".":
        stop = text[start:end]
        return stop.startswith(("…", ".)")) and text[end + 1 : end + 2].islower()
    after = end + text[end : end + 1].isspace()
    if text[after : after + 1].islower():
        return True
    word = _word_before(text, start)
    words, starters = _abbreviations()
    dotted = "." in word and not word[0].isdigit()  # "for 40.000. The" ends at its number
    if dotted or word in ("EE", "UU", "U"):  # U.S. Senate, but: … in the U.S. The
        match = _FIRST_WORD.match(text, after, after + _LONGEST_START)
        return not (match and match.group() in starters)
    return word.lower() in words or (len(word) == 1 and word.isupper())


def _word_before(text: str, end: int) -> str:
    before = text[max(0, end - _LONGEST_WORD) : end]
    last = before[before.rfind(" ") + 1 :]
    if last.isalnum():
        return last
    found = _WORD_BEFORE.search(before)
    return found.group() if found else ""


def _is_wrapped(text: str, begin: int, start: int, end: int) -> bool:
    """Whether a line goes on below: one line end, after a word, before a small letter.

    After "the" or "of" any line goes on; before a number else only one as long as a page is wide.
    """
    if text[start:end] not in ("\n", "\r\n", "\r"):
        return False
    last, following = text[start - 1 : start], text[end : end + 1]
    if not (last.isalnum() or last in ",-–—)”’"):
        return False
    word = _LAST_WORD.search(text, max(begin, start - 16), start)
    if word and word.group() in _unfinished():
        return True
    line = max(begin, text.rfind("\n", begin, start) + 1)
    return following.islower() or (following.isdigit() and start - line >= _WRAPPED)


@cache
def _unfinished() -> frozenset[str]:
    """Words that end no sentence."""
    return frozenset(lexicon.read("sections")["unfinished"]["both"])


def split(text: str) -> list[tuple[int, int]]:
    """The half-open spans of the sentences of `text`, in order, without the space around them.

    A line end ends a sentence, unless the text is only wrapped there; so do stops, but not those
    of abbreviations. A sentence longer than `LONGEST` is cut at white space.
    """
    spans, begin = [], 0
    for stop in _STOP.finditer(text):
        start, end = stop.span()
        if text[start] in "\r\n":
            if _is_wrapped(text, begin, start, end):
                continue
            spans.append((begin, start))
        elif not _is_abbreviation(text, start, end):
            spans.append((begin, end))
        else:
            continue
        begin = end
    spans.append((begin, len(text)))
    return [piece for start, end in spans for piece in _pieces(text, start, end)]


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span, cut where it is too long, and without the space around it."""
    while end - start > LONGEST:
        cut = max(text.rfind(" ", start + 1, start + LONGEST), start + LONGEST // 2)
        yield from _pieces(text, start, cut)
        start = cut
    piece = text[start:end].lstrip()
    if piece:
        left = end - len(piece)
        yield left, left + len(piece.rstrip())


def index_at(spans: list[tuple[int, int]], start: int, end: int) -> int | None:
    """The place in `spans` of the sentence that holds `start:end`; None where none holds it."""
    place = bisect_right(spans, (start, float("inf"))) - 1
    if place < 0 or spans[place][1] < end:
        return None
    return place
