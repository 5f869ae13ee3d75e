"""A long text cut into leaves, each small enough for one page of the site."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from .markup import escaped

ROOM = 250_000  # bytes of HTML on a leaf, as far as one piece of text does not need more
_PIECE = 5_000  # characters: a longer line is cut at white space
_OF_A_LINE, _OF_A_FIGURE = 60, 700  # bytes of markup around each
_LINE = re.compile(r"[^\n]*\n+|[^\n]+\Z")


def cut(text: str, figures: Sequence[int]) -> list[tuple[int, int]]:
    """The spans of the leaves of `text`, which follow each other from its start to its end.

    `figures` are the places where its figures stand, in order. A short text is one leaf.
    """
    found, start, used = [], 0, 0
    for left, right in _pieces(text):
        inside = bisect_left(figures, right) - bisect_left(figures, left)
        written = len(escaped(text[left:right]).encode("utf-8", "replace"))
        size = written + _OF_A_LINE + _OF_A_FIGURE * inside
        if used and used + size > ROOM:
            found.append((start, left))
            start, used = left, 0
        used += size
    return [*found, (start, len(text))]


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    for line in _LINE.finditer(text):
        left, end = line.span()
        while end - left > _PIECE:
            right = text.rfind(" ", left + 1, left + _PIECE) + 1 or left + _PIECE
            yield left, right
            left = right
        yield left, end
