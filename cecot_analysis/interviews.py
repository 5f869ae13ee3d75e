"""Interviews: whether a sentence stands in an answer, and who was introduced before."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import partial

from .context import Context

_FEWEST = 2  # questions: a single one is asked in prose, too
_INTRODUCED = 12  # sentences before the first question in which someone is introduced
_LONGEST = 3_000  # characters of an answer
_MARK = r"^[^\S\n]*\*{0,2}"
_ASKS = re.compile(
    rf"{_MARK}(?:(?:Q|P|Question|Pregunta)\*{{0,2}}\s?[.:)–—-]|[—–-][^\n]*\?[”»\"]?\*{{0,2}}\s*$)",
    re.MULTILINE,
)
_ANSWERS = re.compile(
    rf"{_MARK}(?:(?:A|R|Answer|Respuesta)\*{{0,2}}\s?[.:)–—-]|[—–-]\s?\S)", re.MULTILINE
)

Turn = tuple[int, bool]  # where it begins, and whether it is an answer


def introduction(context: Context, place: int) -> list[str]:
    """The last sentences before an interview's first question; none for what is no answer."""
    turns: list[Turn] = context.remembered("turns", partial(_turns, context.text))
    offset = context.sentences[place][0]
    last = bisect_right(turns, offset, key=lambda turn: turn[0]) - 1
    if last < 0 or not turns[last][1] or offset - turns[last][0] > _LONGEST:
        return []
    first = bisect_left(context.sentences, (turns[0][0], 0))
    return context.earlier(first, _INTRODUCED)


def _turns(text: str) -> list[Turn]:
    """The questions and answers of a text, in order; none where there are too few questions."""
    asked = {found.start() for found in _ASKS.finditer(text)}
    if len(asked) < _FEWEST:
        return []
    answered = (found.start() for found in _ANSWERS.finditer(text, min(asked)))
    turns = dict.fromkeys(asked, False)
    return sorted({**dict.fromkeys(answered, True), **turns}.items())
