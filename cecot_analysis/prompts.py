"""What a bare number answers: the question, label or table heading that stands before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from . import lexicon
from .phrases import Phrases

ANSWERS = 40  # characters: a number this early in a sentence answers the question before it
SENTENCES = 4  # before a number in which its question stands
ROWS = 40  # lines of a table above a row in which its heading is looked for
_LABEL = re.compile(
    r"(?:^|[;•|\n])[^\w¿]*(?P<label>[^:;•|\n]{3,70}):\s*"
    r"(?:[^\W\d_]+\.?\s+){0,3}(?:[~≈<>≤≥]\s?)?[$]?$"
)
_LABELLED = re.compile(r"\s*[a-zé]*\s*(?::|–|—|-)\s+(?P<label>[^.;:\n]{4,70})")
_ITEM = re.compile(r"[\W_]*$")
_SEPARATORS = "|\t"  # between the cells of a row
_CELLS = 3  # fewer are no row: "Capacity | 40,000" is a label


def reach(sentence: str) -> int:
    """How many sentences before may say what a number in `sentence` answers."""
    return ROWS if _separator(sentence) else SENTENCES


def label(sentence: str, span: tuple[int, int], before: Sequence[str]) -> str | None:
    """The label of the number at `span`: "Capacity: 9,000", or the heading of its column."""
    left = sentence[: span[0]]
    separator = _separator(sentence)
    if separator and (titles := _titles(sentence, left.count(separator), separator, before)):
        return titles
    found = _LABEL.search(left) if ":" in left else None
    if found:
        return found["label"]
    behind = _LABELLED.match(sentence, span[1]) if _ITEM.match(left) else None
    return behind["label"] if behind else None


def question(
    sentence: str, span: tuple[int, int], before: Sequence[str], language: str
) -> str | None:
    """The words before that the number at `span` answers; None where nothing asks.

    A question in the two sentences before, or the sentence before "the figure was".
    """
    left = sentence[: span[0]]
    named = names_a_figure(left, language)
    asked = _question(before)
    if asked and (span[0] <= ANSWERS or named):
        return asked
    return before[-1] if before and named else None


def _question(before: Sequence[str]) -> str | None:
    """The question that this and the sentence before it answer."""
    for sentence in reversed(before[-2:]):
        if sentence.rstrip().endswith("?"):
            return sentence
    return None


def _separator(sentence: str) -> str | None:
    """What stands between the cells of a row of a table; None for what is no row."""
    for separator in _SEPARATORS:
        if sentence.startswith(separator) or sentence.count(separator) >= _CELLS - 1:
            return separator
    return None


def _titles(row: str, column: int, separator: str, before: Sequence[str]) -> str | None:
    """What the heading of the column and the first cell of the row say of a cell."""
    heading = row
    for line in reversed(before[-ROWS:]):
        if line.count(separator) != row.count(separator):
            break
        heading = line
    told = [heading.split(separator)[column]] if heading is not row else []
    first = next((cell for cell in row.split(separator) if cell.strip()), "")
    told += [] if re.search("[0-9]", first) else [first]
    return " ".join(cell.strip() for cell in told if cell.strip()) or None


@cache
def _figure_words(language: str) -> Phrases:
    words = lexicon.phrases(lexicon.read("nouns")["figures"], language)
    return lexicon.compiled(words)


def names_a_figure(left: str, language: str) -> bool:
    """Whether `left`, after its last digit, ends by naming a number: "the figure was"."""
    return _figure_words(language).search(re.split("[0-9]", left[-60:])[-1]) is not None
