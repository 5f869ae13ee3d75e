"""Quotations that run over several sentences: where they began and where they end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_MARK = re.compile(
    r"(?P<opens>[“«]|(?<![\w’])‘(?=\w)|(?<![\w.,!?…])\"(?=\S))"
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
    if not _is_open(sentence[: span[0]], is_open):
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
