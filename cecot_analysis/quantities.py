"""A number with its magnitude, currency and unit: "$6 million", "84k", "57 acres"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from math import inf

from . import lexicon, number_words
from .grammar import EMPHASIS
from .qualifiers import bounds, comparator_after, comparator_of


@dataclass(frozen=True)
class Number:
    """One quantity: `text[start:end] == surface`; `value` is None for a range.

    `low` and `high` are the bounds that the words imply; `unit` is None for a bare count.
    `approximate` qualifiers imply no bounds.
    """

    start: int
    end: int
    surface: str
    value: float | None
    low: float | None
    high: float | None
    comparator: str
    unit: str | None


@cache
def _units(language: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    entries = lexicon.read("numerals")["units"]
    names = tuple(entry["unit"] for entry in entries)
    parts = []
    for place, entry in enumerate(entries):
        words = lexicon.phrases(entry, language)
        ordered = sorted(words, key=lambda phrase: -len(phrase))
        options = "|".join(
            lexicon.pattern(word) + ("" if word in "%°$" else r"(?![^\W_])") for word in ordered
        )
        parts.append(f"(?P<u{place}>{options})")
    joint = rf"{EMPHASIS}[^\S\n]*(?:-(?![$°%]))?"
    return re.compile(rf"{joint}(?:{'|'.join(parts)})", re.IGNORECASE), names


@cache
def _currencies() -> tuple[re.Pattern[str], dict[str, str]]:
    entries = lexicon.read("numerals")["currencies"]
    names = {sign: entry["unit"] for entry in entries for sign in lexicon.both(entry)}
    ordered = sorted(names, key=len, reverse=True)
    options = "|".join(re.escape(sign) for sign in ordered)
    return re.compile(rf"(?:(?<![A-Za-z])|(?=[$€£]))({options})[^\S\n]?$"), names


_HAS = re.compile(r"ha [a-záéíóúñ]+(?:[ai]do|í[dt]o|cho|sto|rto|lto)(?![^\W_])")  # "ninguno ha ido"


def _unit_after(text: str, end: int, language: str) -> tuple[str | None, int]:
    pattern, names = _units(language)
    found = pattern.match(text, end)
    if not found or (found.group().endswith("a") and _HAS.match(text, found.end() - 2)):
        return None, end
    return names[int(str(found.lastgroup)[1:])], found.end()


@cache
def _and_rest(language: str) -> re.Pattern[str]:
    """The rest behind a hundred: "and 21" in "3 hundred and 21"."""
    content = lexicon.read("numerals")
    joiners, scales = "|".join(content["joiners"][language]), "|".join(content["scales"][language])
    return re.compile(
        rf"[^\S\n](?:{joiners})[^\S\n]([1-9][0-9]?)(?![0-9.,:/%]?[0-9%])(?! (?:{scales})(?![^\W_]))"
    )


@cache
def _suffixes(language: str, money: bool) -> dict[str, list[tuple[str, int]]]:
    """The letters that stand for a magnitude with its size, by the first of them."""
    content = lexicon.read("numerals")
    sums = content["money_suffixes"][language] if money else {}
    found: dict[str, list[tuple[str, int]]] = {}
    for suffix, size in {**content["suffixes"][language], **sums}.items():
        found.setdefault(suffix[0], []).append((suffix, size))
    return found


REST = re.compile(r"[^\S\n]([0-9]{1,3})(?![0-9.,:/%]?[0-9%])")  # "mil 400"


def _scaled(
    text: str, end: int, value: float, language: str, money: bool, below: float = inf
) -> tuple[float, int]:
    """`value` and end after a magnitude: "6 million", "84k", "97 mil 525".

    What follows a magnitude is its rest only where its own is `below` that.
    """
    for suffix, size in _suffixes(language, money).get(text[end : end + 1], ()):
        after = end + len(suffix)
        if text.startswith(suffix, end) and not text[after : after + 1].isalnum():
            return value * size, after
    found = number_words.scale_pattern(language).match(text, end)
    if not found:
        return value, end
    size = number_words.scale(found.group(1), language)
    value, end = round(value * size, 6), found.end()
    half = number_words.half_pattern(language).match(text, end)
    if half and size >= 1000:
        return value + size / 2, half.end()
    if size >= below:
        return value, end
    rest = REST.match(text, end)
    hundreds = _and_rest(language).match(text, end) if size == 100 else None
    if hundreds:
        return value + int(hundreds.group(1)), hundreds.end()
    if rest and size >= 1000 and int(rest.group(1)) < size and (language == "es" or size == 1000):
        inner, stop = _scaled(text, rest.end(), float(rest.group(1)), language, False, size)
        if inner < size:
            return value + inner, stop
    return value, end


def is_measured(text: str, end: int, language: str) -> bool:
    """Whether a unit stands at `end`: "m2" in "0.6m2"."""
    return _unit_after(text, end, language)[0] is not None


def _counts_millions(text: str, end: int, language: str) -> bool:
    """Whether "2.5m" is followed by what is counted, so that the m is no metre."""
    if not text.startswith("m ", end):
        return False
    counted = lexicon.matcher("nouns", "people", language).match(text, end + 2)
    return counted is not None or _unit_after(text, end + 1, language)[0] == "USD"


def currency_before(text: str, start: int) -> re.Match[str] | None:
    """The sign or code of a currency that ends at `start`: "US$", "USD"."""
    return None if start == 0 else _currencies()[0].search(text, max(0, start - 5), start)


def quantity(text: str, start: int, end: int, value: float, language: str) -> Number:
    """The number at `start:end`, widened by its magnitude, currency and unit."""
    sign = currency_before(text, start)
    millions = sign is not None or _counts_millions(text, end, language)
    value, end = _scaled(text, end, value, language, millions)
    unit, unit_end = _unit_after(text, end, language)
    if sign:
        unit, start = _currencies()[1][sign.group(1)], sign.start(1)
        unit_end = unit_end if _unit_after(text, end, language)[0] == unit else end
    comparator = comparator_of(text, start, end if unit is None else unit_end, language)
    if unit is None and text.startswith(("-", "+"), end):  # "90-plus acres"
        told = comparator_after(text, end, language)
        unit, unit_end = _unit_after(text, told[1], language) if told else (None, end)
    if unit is not None:
        end = unit_end
    low, high = bounds(value, comparator)
    return Number(start, end, text[start:end], value, low, high, comparator, unit)
