"""Signs: what stands around a number, each under a name that `lexicon/weights.csv` weighs.

A sign is a cue with its side and distance, a word near the number, the figure before it, or what
the number itself is like. Reading one by one they say little; weighed together they tell the
capacity of a prison from its population.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from . import cues, fields, lexicon, tokens
from .numerals import Number
from .tokens import Tokens, cut, stem, stems

Signs = dict[str, float]
_WINDOW = 140  # characters on either side in which words count
_LEFT, _RIGHT = 12, 14  # words
_SKIPPED = 5  # words that only fill, beside the number
_PAIRED = 9  # words of which two in a row count together
_NEAR = 6  # words that count in full; those farther off by half
_STEPS = (0, 2, 5, 10)  # words between a cue and a number, in steps
_BEFORE_APPOSED = re.compile(r"([^\W\d_]+)\.?,\s$")
_BEHIND_APPOSED = re.compile(r"\s?[,.;:)]|\s*$")
_REACH = 40  # characters before a number in which the word that it is set beside ends
_WORD = 0.5  # a word tells less than a phrase of the lexicon, which was chosen for telling


def step(count: int) -> int:
    """How far `count` words are to walk: 0 for no word between, 4 for more than ten."""
    return bisect_left(_STEPS, count)


@cache
def _fillers(language: str) -> frozenset[str]:
    """Words between a verb and its number that tell of the amount, not of the thing."""
    return frozenset(stem(word) for word in lexicon.read("nouns")["fillers"][language])


def of_number(number: Number, kind: str) -> Signs:
    """What the number itself is like: its kind, its size in powers of ten, its comparator."""
    value = number.value or number.high or number.low or 1.0
    size = int(math.log10(max(value, 1.0)))
    found = {"any": 1.0, f"kind {kind}": 1.0, f"size {kind} {size}": 1.0}
    if kind == "people":
        told = len(str(int(value)).rstrip("0"))  # a capacity is round, a count of the dead is not
        found |= {f"size told in {told}": 1.0, f"size {size} told in {told}": 1.0}
        if number.surface[:1].isalpha():
            found["size in words"] = 1.0
    found[f"comparator {number.comparator}"] = 1.0
    if kind not in ("people", "money"):
        found[f"unit {number.unit}"] = 1.0
    return found


@lru_cache(maxsize=256)  # asked again when the figures of a text are known
def of_words(sentence: str, span: tuple[int, int], language: str) -> Mapping[str, float]:
    """The words on either side, those beside the number twice: by place as well."""
    here = tokens.of(sentence)
    words_left = here.before(span[0], _LEFT + _SKIPPED, _WINDOW)
    words_right = here.behind(span[1], _RIGHT, _WINDOW)
    left, right = cut(words_left), cut(words_right)
    found = _pairs(left, right)
    skipped = 0
    while skipped < min(len(left), _SKIPPED) and left[skipped] in _fillers(language):
        found[f"filler {left[skipped]}"] = 1.0
        skipped += 1
    left = left[skipped:][:_LEFT]
    if "." in left:
        left = left[: left.index(".")]
    found |= fields.signs_of(words_left[skipped:][: len(left)], words_right, language)
    found |= named("apposed to", *_apposed(sentence, span))
    for side, words in (("left", left), ("right", right)):
        for place, word in enumerate(words):
            if place < 2:
                found[f"{side} {place + 1} {word}"] = _WORD
            found.setdefault(f"{side} {word}", _WORD if place < _NEAR else _WORD / 2)
    return found


def _apposed(sentence: str, span: tuple[int, int]) -> list[str]:
    """What a number between commas stands beside: an age a name, a count the thing counted."""
    beside = _BEFORE_APPOSED.search(sentence, max(0, span[0] - _REACH), span[0])
    if beside is None or not _BEHIND_APPOSED.match(sentence, span[1]):
        return []
    kind = "a name" if beside[1][0].isupper() else "a thing"
    surface = sentence[span[0] : span[1]]
    return [kind, f"{kind} in two digits"] if re.fullmatch("[1-9][0-9]", surface) else [kind]


def _pairs(left: list[str], right: list[str]) -> Signs:
    """Words two by two, as they follow each other and as they stand around the number."""
    found: Signs = {}
    for side, words in (("left", left), ("right", right)):
        for one, next_one in pairwise(words[:_PAIRED]):
            if one == "." or next_one == ".":
                break
            pair = f"{next_one} {one}" if side == "left" else f"{one} {next_one}"
            found[f"pair {pair}"] = _WORD
    for place, word in enumerate(left[:2], 1):
        if right:
            found[f"around {place} {word} {right[0]}"] = _WORD
    return found


def of_cues(
    found: Sequence[cues.Cue],
    span: tuple[int, int],
    sentence: str,
    others: Sequence[tuple[int, int]],
) -> tuple[Signs, dict[str, list[str]]]:
    """The cues around the number, and the names of the signs of each rule.

    A cue is told by its rule and by its metric, each with side, distance, and whether another
    number or a comma stands between; one beside another number as `taken`; the nearest as well.
    """
    signs: Signs = {}
    named: dict[str, list[str]] = {}
    nearest: dict[str, tuple[int, str]] = {}
    measured = tokens.of(sentence)
    last = max((start for start, end in others if end <= span[0]), default=-1)
    first = min((end for start, end in others if start >= span[1]), default=len(sentence) + 1)
    for cue in found:
        if cue.start < span[1] and span[0] < cue.end:
            continue
        before = cue.end <= span[0]
        side = "before" if before else "after"
        left, right = (cue.end, span[0]) if before else (span[1], cue.start)
        metric, rule = cue.entry["metric"], cue.entry["rule"]
        crossed = left <= last if before else first <= right
        far = step(measured.count(left, right))
        across = " across" if crossed else ""
        broken = " broken" if measured.is_broken(left, right) else ""
        names = [
            rule,
            f"{rule} {side} {far}{across}",
            f"{metric} {side} {far}{across}{broken}",
        ]
        for name in names:
            signs[name] = 1.0
        named.setdefault(rule, []).extend(names)
        if _is_taken(cue, span, measured, others):
            signs[f"taken {metric} {side}"] = 1.0
        if not crossed and (side not in nearest or right - left < nearest[side][0]):
            nearest[side] = right - left, metric
    for side, (_, metric) in nearest.items():
        signs[f"nearest {side} {metric}"] = 1.0
    if len(nearest) == 2:
        signs[f"between {nearest['before'][1]} and {nearest['after'][1]}"] = 1.0
    if not nearest:
        signs["no cue"] = 1.0
    return signs, named


def _is_taken(
    cue: cues.Cue,
    span: tuple[int, int],
    measured: Tokens,
    others: Sequence[tuple[int, int]],
) -> bool:
    """Whether another number stands beside the cue, on the side away from this number."""
    before = cue.end <= span[0]
    for start, end in others:
        if before and 0 <= cue.start - end < 30 and measured.count(end, cue.start) <= 1:
            return True
        if not before and start > span[1] and 0 <= start - cue.end <= 18:
            return True
    return False


def after_figure(
    metric: str,
    gap: str,
    smaller: bool,
    counts_people: bool,
    note: str | None,
    bare: bool,
) -> Signs:
    """The figure before it in the sentence: its metric, the way from it, and how they compare."""
    name = f"after {metric}"
    far = step(len(stems(gap)))
    names = [name, f"{name} {far}", f"{name} {'smaller' if smaller else 'larger'}"]
    names += [f"{name} counts people"] if counts_people else []
    names += [f"{name} set apart"] if note else []
    names += [f"{name} no cue"] if bare else []
    names += [f"{name} mark"] if re.search(r"[,;(]", gap) else []
    return dict.fromkeys(names, 1.0)


def after_sentence(metric: str, smaller: bool, note: str | None, bare: bool) -> Signs:
    """The last figure of a sentence before: its metric and how the two compare."""
    name = f"follows {metric}"
    names = [name, f"{name} {'smaller' if smaller else 'larger'}"]
    names += [f"{name} set apart"] if note else []
    names += [f"{name} no cue"] if bare else []
    return dict.fromkeys(names, 1.0)


def named(prefix: str, *values: Any) -> Signs:
    """A sign `prefix value` for each value that is one."""
    return {f"{prefix} {value}": 1.0 for value in values if value}
