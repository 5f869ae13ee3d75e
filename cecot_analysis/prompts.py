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
_ITEM = re.compile(r"[\W_]*\Z")
_FRAMES = ("|", "\t")  # between the cells of a row
_SEPARATORS = {  # what is written between cells, and all of it
    **{frame: re.compile(re.escape(frame)) for frame in _FRAMES},
    " — ": re.compile(" — "),
    " – ": re.compile(" – "),
    "   ": re.compile(r"(?<=\S) {3,}(?=\S)"),
}
_WORD = re.compile(r"[^\W\d_]{3}")
_NAMED = re.compile(r"\W*[^\W\d_]")
_LONGEST = 90  # characters of a line that tell of the number above it
_CELLS = 3  # fewer are no row: "Capacity | 40,000" is a label


def reach(sentence: str) -> int:
    """How many sentences before may say what a number in `sentence` answers."""
    return ROWS if any(separator in sentence for separator in _SEPARATORS) else SENTENCES


def label(
    sentence: str, span: tuple[int, int], before: Sequence[str], behind: Sequence[str] = ()
) -> str | None:
    """The label of the number at `span`: "Capacity: 9,000", or the heading of its column.

    Of a number that stands alone it is the line `behind` it, else the one before it.
    """
    left = sentence[: span[0]]
    separator = _separator(sentence, before)
    if separator:
        column = len(separator.findall(sentence, 0, span[0] + 1))
        if titles := _titles(sentence, column, separator, before):
            return titles
    found = _LABEL.search(left) if ":" in left else None
    if found:
        return found["label"]
    if not _ITEM.match(left):
        return None
    labelled = _LABELLED.match(sentence, span[1])
    if labelled:
        return labelled["label"]
    return _beside(before, behind) if _ITEM.match(sentence, span[1]) else None


def _beside(before: Sequence[str], behind: Sequence[str]) -> str | None:
    """The line that tells of a number which stands alone in its own."""
    if behind and _NAMED.match(behind[0]):
        return behind[0][:_LONGEST]
    if before and _NAMED.match(before[-1]) and not re.search("[0-9]", before[-1][:_LONGEST]):
        return before[-1][-_LONGEST:]
    return None


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


def _separator(sentence: str, before: Sequence[str]) -> re.Pattern[str] | None:
    """What stands between the cells of a row of a table; None for what is no row.

    Two cells, or cells between dashes or blanks, are a row if the line before is like it.
    """
    for written, separator in _SEPARATORS.items():
        count = len(separator.findall(sentence)) if written in sentence else 0
        if not count:
            continue
        framed = written in _FRAMES
        if framed and (sentence.startswith(written) or count >= _CELLS - 1):
            return separator
        if not framed and count < _CELLS - 1:
            continue
        if before and len(separator.findall(before[-1])) == count:
            return separator
    return None


def _titles(row: str, column: int, separator: re.Pattern[str], before: Sequence[str]) -> str | None:
    """What the heading of the column and the first cell of the row say of a cell."""
    heading, count = row, len(separator.findall(row))
    for line in reversed(before[-ROWS:]):
        if len(separator.findall(line)) != count:
            break
        heading = line
    told = [separator.split(heading)[column]] if heading is not row else []
    told = [cell for cell in told if _WORD.search(cell)]
    first = next((cell for cell in separator.split(row) if cell.strip()), "")
    told += [] if re.search("[0-9]", first) else [first]
    return " ".join(cell.strip() for cell in told if cell.strip()) or None


@cache
def _figure_words(language: str) -> Phrases:
    words = lexicon.phrases(lexicon.read("nouns")["figures"], language)
    return lexicon.compiled(words)


def names_a_figure(left: str, language: str) -> bool:
    """Whether `left`, after its last digit, ends by naming a number: "the figure was"."""
    return _figure_words(language).search(re.split("[0-9]", left[-60:])[-1]) is not None
