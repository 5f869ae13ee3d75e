"""Quotations that run over several sentences: where they began and where they end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_MARK = re.compile(
    r"(?P<opens>[“«]|(?<![\w’])‘(?=\w)|(?<![\w.,!?…)\]])\"(?=[^\s,.;)]))"
    r"|(?P<closes>[”»\"]|(?<=[.,!?])’(?!\w))"
)


_SIGN = re.compile(r"[“«”»\"‘’]")


@dataclass(frozen=True)
class Quotation:
    """The quotation around a number.

    `opens` is the place among the sentences before of the one whose speaker is to be known,
    `closes` the place among those behind with the offset behind its closing mark; None where
    there is none.
    """

    opens: int | None
    closes: tuple[int, int] | None


@lru_cache(maxsize=64)  # the numbers of one sentence ask for the same sentences around it
def _last_mark(sentence: str) -> str | None:
    """Whether the last mark in `sentence` `opens` or `closes` a quotation; None without a mark."""
    first, last = _SIGN.search(sentence), None
    for mark in _MARK.finditer(sentence, first.start()) if first else ():
        last = mark.lastgroup
    return last


def around(
    sentence: str, span: tuple[int, int], before: Sequence[str], after: Sequence[str]
) -> Quotation | None:
    """The quotation in which the number at `span` of `sentence` stands; None where in none."""
    here = _last_mark(sentence[: span[1]])
    open_at = None if here == "closes" else _open_at(before)
    if here != "opens" and open_at is None:
        return None
    if open_at is None:
        first = _MARK.search(sentence)
        if first is None or sentence[: first.start()].strip():
            return Quotation(None, _closing(sentence[span[1] :], after))
        open_at = len(before) - 1 if before else None
    return Quotation(open_at, _closing(sentence[span[1] :], after))


def _open_at(before: Sequence[str]) -> int | None:
    """The place of the sentence that opens the quotation still open behind all of `before`."""
    open_at = None
    for place in range(len(before) - 1, -1, -1):
        mark = _last_mark(before[place])
        if mark == "closes":
            break
        open_at = place if mark else open_at
    return open_at


def _closing(rest: str, after: Sequence[str]) -> tuple[int, int] | None:
    """Where the quotation ends behind the sentence whose `rest` is given."""
    if _last_mark(rest) == "closes":
        return None
    for place, later in enumerate(after):
        mark = _MARK.search(later)
        if mark:
            return None if mark["opens"] else (place, mark.end())
    return None


_SIGNED = re.compile(r"(?:pic\.twitter\.com\S*\s+)?[—–-]\s?(?P<name>[^@()\n—–]{3,50}?)\s\(@\w+\)")


_LONGEST = 280  # characters: no message is longer


@dataclass(frozen=True)
class Poster:
    """Who signs a message: named at `start:end` of `sentence`, so many sentences `behind`."""

    sentence: str
    start: int
    end: int
    behind: int


def posted_by(sentence: str, end: int, after: Sequence[str]) -> Poster | None:
    """Who signs the pasted message that goes on at `end`: "… — Name (@name) May 4, 2022".

    None where nobody signs, or only so far behind that it is another message.
    """
    left = _LONGEST
    for behind, words in enumerate((sentence, *after)):
        start = 0 if behind else end
        found = _SIGNED.search(words, start) if "(@" in words else None
        if found:
            return (
                Poster(words, *found.span("name"), behind)
                if found.start() <= start + left
                else None
            )
        left -= len(words) - start
        if left <= 0:
            return None
    return None
