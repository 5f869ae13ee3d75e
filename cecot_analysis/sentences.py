"""Where sentences begin and end; every span in code points of the text."""

from __future__ import annotations

import re
from bisect import bisect_right
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
_WORD_BEFORE = re.compile(r"[\w.&]+$")


@cache
def _abbreviations() -> tuple[frozenset[str], frozenset[str]]:
    words = lexicon.read("sections")["abbreviations"]["both"]
    starters = lexicon.read("sections")["sentence_starters"]["both"]
    return frozenset(words), frozenset(starters)


def _is_abbreviation(text: str, stop: re.Match[str]) -> bool:
    if stop.group() != ".":
        goes_on = text[stop.end() + 1 : stop.end() + 2].islower()
        return goes_on and stop.group().startswith(("…", ".)"))
    after = stop.end() + text[stop.end() : stop.end() + 1].isspace()
    following = text[after : after + 15]
    if following[:1].islower():
        return True
    word = _word_before(text, stop.start())
    words, starters = _abbreviations()
    dotted = "." in word and not word[0].isdigit()  # "for 40.000. The" ends at its number
    if dotted or word in ("EE", "UU", "U"):  # U.S. Senate, but: … in the U.S. The
        match = re.match(r"\w+", following)
        return not (match and match.group() in starters)
    return word.lower() in words or (len(word) == 1 and word.isupper())


def _word_before(text: str, end: int) -> str:
    before = text[max(0, end - _LONGEST_WORD) : end]
    last = before.rsplit(None, 1)[-1:]
    if last and last[0].isalnum() and before.endswith(last[0]):
        return last[0]
    found = _WORD_BEFORE.search(before)
    return found.group() if found else ""


def _is_wrapped(text: str, start: int, stop: re.Match[str]) -> bool:
    """Whether a line goes on below: one line end, after a word, before a small letter.

    After "the" or "of" any line goes on; before a number else only one as long as a page is wide.
    """
    if stop.group() not in ("\n", "\r\n", "\r"):
        return False
    last, following = text[stop.start() - 1 : stop.start()], text[stop.end() : stop.end() + 1]
    if not (last.isalnum() or last in ",-–—)”’"):
        return False
    word = _LAST_WORD.search(text, max(start, stop.start() - 16), stop.start())
    if word and word.group() in lexicon.read("sections")["unfinished"]["both"]:
        return True
    line = max(start, text.rfind("\n", start, stop.start()) + 1)
    return following.islower() or (following.isdigit() and stop.start() - line >= _WRAPPED)


def split(text: str) -> list[tuple[int, int]]:
    """The half-open spans of the sentences of `text`, in order, without the space around them.

    A line end ends a sentence, unless the text is only wrapped there; so do stops, but not those
    of abbreviations. A sentence longer than `LONGEST` is cut at white space.
    """
    spans, start = [], 0
    for stop in _STOP.finditer(text):
        if stop.group()[0] in "\r\n":
            if _is_wrapped(text, start, stop):
                continue
            spans.append((start, stop.start()))
        elif not _is_abbreviation(text, stop):
            spans.append((start, stop.end()))
        else:
            continue
        start = stop.end()
    spans.append((start, len(text)))
    return [piece for start, end in spans for piece in _pieces(text, start, end)]


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    while end - start > LONGEST:
        cut = max(text.rfind(" ", start + 1, start + LONGEST), start + LONGEST // 2)
        pieces.append((start, cut))
        start = cut
    pieces.append((start, end))
    return [span for piece in pieces if (span := _trimmed(text, *piece))]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    return (start + left, start + right) if right > left else None


def index_at(spans: list[tuple[int, int]], start: int, end: int) -> int | None:
    """The place in `spans` of the sentence that holds `start:end`; None where none holds it."""
    place = bisect_right(spans, (start, float("inf"))) - 1
    if place < 0 or spans[place][1] < end:
        return None
    return place
