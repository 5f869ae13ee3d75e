"""Numbers written in words: "two hundred and sixty", "medio millón", "seis"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from . import lexicon
from .grammar import EMPHASIS, folded

_GAP = r"(?:[^\S\n]+|-)"


@cache
def _vocabulary(language: str) -> tuple[dict[str, int], dict[str, int], frozenset[str]]:
    content = lexicon.read("numerals")
    return (
        content["words"][language],
        content["scales"][language],
        frozenset(content["articles"][language]) | frozenset(content["joiners"][language]),
    )


def _alternatives(words: object) -> str:
    return "|".join(sorted((re.escape(str(word)) for word in words), key=len, reverse=True))  # type: ignore[attr-defined]


def _by_letter(words: Iterable[str]) -> str:
    """The words in groups by first letter, so that most are ruled out by one look."""
    grouped: dict[str, list[str]] = {}
    for word in words:
        grouped.setdefault(word[0], []).append(word[1:])
    return "|".join(f"{letter}(?:{_alternatives(rest)})" for letter, rest in grouped.items())


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """One run of number words (with joiners inside), and in small letters where one may begin.

    The second has one set of signs first, so that most of a text is passed over at once.
    """
    content = lexicon.read("numerals")
    words, scales, _ = _vocabulary(language)
    heads = [word for word in words if word not in content["articles"][language]]
    heads += content["bare_scales"][language]
    articles = _alternatives(content["articles"][language])
    halves = _alternatives(content["halves"][language])
    head = _alternatives(heads)
    inner = _half_words(language)
    scale, word = _alternatives(scales), _alternatives([*words, *scales, *inner])
    joiner = _alternatives(content["joiners"][language])
    half = (
        rf"(?:{articles}){_GAP}(?:{joiner}){_GAP}"
        rf"(?:(?:{articles}){_GAP})?(?:{_alternatives(inner)})"
    )
    together = rf"{half}|(?:{halves}){_GAP}(?:{scale})|(?:{articles}){_GAP}(?:{scale})"
    more = rf"(?:{_GAP}(?:(?:{joiner}){_GAP})?(?:{word}))*"
    return (
        re.compile(rf"(?<![\w'’])(?:{together}|{head}){more}(?![^\W_])", re.IGNORECASE),
        re.compile(rf"[^a-z](?=(?:{_by_letter(heads)}|{together})(?![a-z]))"),
    )


def runs(text: str, language: str) -> Iterator[re.Match[str]]:
    """Every run of number words in `text`, in order."""
    run, beginning = _patterns(language)
    small = " " + text.lower()  # the sign before a run stands at the offset of the run itself
    if len(small) != len(text) + 1:
        yield from run.finditer(text)
        return
    end = 0
    for begun in beginning.finditer(small):
        found = run.match(text, begun.start()) if begun.start() >= end else None
        if found:
            end = found.end()
            yield found


@cache
def scale_pattern(language: str) -> re.Pattern[str]:
    """A scale word, to be matched right after digits: "million", "mil", "mil millones"."""
    scales = _alternatives(_vocabulary(language)[1])
    return re.compile(
        rf"{EMPHASIS}(?:{_GAP}|)((?:{scales})(?:{_GAP}(?:{scales})){{0,2}})(?![^\W_])",
        re.IGNORECASE,
    )


@cache
def half_pattern(language: str) -> re.Pattern[str]:
    """A half behind a scale: "and a half" in "6 million and a half", "y medio"."""
    content = lexicon.read("numerals")
    joiner = _alternatives(content["joiners"][language])
    articles = _alternatives(content["articles"][language])
    halves = _alternatives(_half_words(language))
    return re.compile(
        rf"{_GAP}(?:{joiner}){_GAP}(?:(?:{articles}){_GAP})?(?:{halves})(?![^\W_])", re.IGNORECASE
    )


def scale(words: str, language: str) -> int:
    """The product of the scale words in `words`."""
    product = 1
    for word in re.split(_GAP, folded(words)):
        product *= _vocabulary(language)[1][word]
    return product


def _halved(words: list[str], language: str) -> tuple[float, list[str]]:
    for half in lexicon.read("numerals")["halves"][language]:
        parts = half.split()
        if words[: len(parts)] == parts:
            return 0.5, words[len(parts) :]
    return 1.0, words


def value(run: str, language: str) -> float | None:
    """The number that a run of words says; None where the words make no single number."""
    numbers, scales, silent = _vocabulary(language)
    words = [word for word in re.split(_GAP, folded(run)) if word]
    factor, words = _halved(words, language)
    parts: list[float] = []
    group = 0.0
    for place, word in enumerate(words):
        if word in silent and _half_words(language).intersection(words[place + 1 : place + 2]):
            continue
        if word in _half_words(language):
            if not parts and not group:
                return None
            follows = place + 1 < len(words) and words[place + 1] in scales
            before = [one for one in words[:place] if one not in silent][-1:]
            size = scales.get(before[0], 1) if before and not follows else 1
            group += size / 2
        elif word in scales and scales[word] == 100:
            if group >= 100:
                return None
            group = (group or 1) * 100
        elif word in scales:
            if not _close(parts, group, scales[word]):
                return None
            group = 0.0
        elif word in numbers and not (word in silent and len(words) == 1):
            if group and not _fits(group, numbers[word]):
                return None
            group += numbers[word]
        elif word not in silent:
            return None
    return factor * (sum(parts) + group)


def _close(parts: list[float], group: float, size: int) -> bool:
    """Multiply what came since the last larger scale: "455 mil 228 millones".

    False where the same scale comes twice: "mil y dos mil" are two numbers.
    """
    while parts and parts[-1] < size:
        group += parts.pop()
    if parts and parts[-1] < size * 1000 and size > 1:
        return False
    parts.append((group or 1) * size)
    return True


@cache
def _half_words(language: str) -> frozenset[str]:
    content = lexicon.read("numerals")
    words = {part for half in content["halves"][language] for part in half.split()}
    return frozenset(words.difference(content["articles"][language]))


def _fits(group: float, step: int) -> bool:
    """Whether `step` may follow `group`: 200 and 60, 60 and 5, but not 5 and 60."""
    size = 100 if step >= 10 else 10
    return group % size == 0 and step < group
