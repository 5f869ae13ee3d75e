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
def _is_open(sentence: str, is_open: bool) -> bool:
    """Whether a quotation is open at the end of `sentence`, having been so at its start."""
    first = _SIGN.search(sentence)
    for mark in _MARK.finditer(sentence, first.start()) if first else ():
        is_open = mark["opens"] is not None
    return is_open


def around(
    sentence: str, span: tuple[int, int], before: Sequence[str], after: Sequence[str]
) -> Quotation | None:
    """The quotation in which the number at `span` of `sentence` stands; None where in none."""
    open_at = None
    is_open = False
    for place, earlier in enumerate(before):
        now = _is_open(earlier, is_open)
        if now and not is_open:
            open_at = place
        is_open = now
    starts_inside = is_open
    if not _is_open(sentence[: span[1]], is_open):
        return None
    if not starts_inside:
        first = _MARK.search(sentence)
        if first is None or sentence[: first.start()].strip():
            return Quotation(None, _closing(sentence[span[1] :], after))
        open_at = len(before) - 1 if before else None
    return Quotation(open_at, _closing(sentence[span[1] :], after))


def _closing(rest: str, after: Sequence[str]) -> tuple[int, int] | None:
    """Where the quotation ends behind the sentence whose `rest` is given."""
    if not _is_open(rest, True):
        return None
    for place, later in enumerate(after):
        mark = _MARK.search(later)
        if mark:
            return None if mark["opens"] else (place, mark.end())
    return None


_SIGNED = re.compile(r"(?:pic\.twitter\.com\S*\s+)?[—–-]\s?(?P<name>[^@()\n—–]{3,50}?)\s\(@\w+\)")


def posted_by(sentence: str, end: int, after: Sequence[str]) -> tuple[str, int, int] | None:
    """Who signs the pasted message that `sentence` closes: "… — Name (@name) May 4, 2022".

    The sentence that holds the name, and where in it the name stands; None where nobody signs.
    """
    found = _SIGNED.search(sentence, end) if "(@" in sentence else None
    if found:
        return sentence, *found.span("name")
    for later in after:
        found = _SIGNED.search(later) if "(@" in later else None
        if found:
            return (later, *found.span("name")) if _is_message(later[: found.start()]) else None
        if not _is_message(later):
            return None
    return None


def _is_message(sentence: str) -> bool:
    """Whether a sentence may be the end of a short message: few words, or tags and links."""
    return len(sentence.split()) <= _SHORT


_SHORT = 12  # words
