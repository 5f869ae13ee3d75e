"""Every number expression in a text, with its span, value, comparator and unit.

Digits first, then a look at the neighbourhood: what a number is not (a date, a clock, a name)
is decided before what it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from . import dates, lexicon, number_words

_SPACES = r" \u00a0\u2009\u202f"
_DIGITS = re.compile(
    rf"[0-9]{{1,3}}(?:([,.{_SPACES}'’])[0-9]{{3}}(?![0-9]))(?:\1[0-9]{{3}}(?![0-9]))*(?:[.,][0-9]+)?"
    r"|[0-9]+(?:[.,][0-9]+)?"
)
_GROUPED_BY_SPACE = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+(?![0-9])")
_CLOCK = re.compile(r"[0-9]{1,2}(?::[0-9]{2}){1,2}(?:\s?[ap]\.?m\b\.?)?", re.IGNORECASE)
_BEFORE = 64  # characters left of a number in which its qualifier may stand
_ARTICLES = "(?:los|las|the|some|unos|unas)"
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


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


def bounds(value: float, comparator: str) -> tuple[float | None, float | None]:
    """The lower and upper bound that `comparator` implies for `value`."""
    low = value if comparator in ("exact", "at_least", "more_than") else None
    high = value if comparator in ("exact", "at_most", "less_than") else None
    return low, high


def parse_digits(surface: str, language: str) -> float | None:
    """The value of a digit string with separators; None where it is no single number."""
    marks = [mark for mark in re.sub(r"[0-9]", "", surface)]
    if not marks:
        return float(surface) if len(surface) < 300 else None
    groups = re.split(r"[^0-9]", surface)
    thousands = all(len(group) == 3 for group in groups[1:]) and not groups[0].startswith("0")
    if len(set(marks)) == 1 and thousands and not _is_decimal(marks, groups, language):
        return float("".join(groups))
    if len(groups[-1]) >= 1 and marks[-1] in ",." and marks[-1] not in marks[:-1]:
        if len(marks) > 1 and not all(len(group) == 3 for group in groups[1:-1]):
            return None
        return float("".join(groups[:-1]) + "." + groups[-1])
    return None


def _is_decimal(marks: list[str], groups: list[str], language: str) -> bool:
    return language == "en" and marks == ["."] and groups[-1] != "000"


@cache
def _units(language: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    entries = lexicon.read("numerals")["units"]
    names = tuple(entry["unit"] for entry in entries)
    parts = []
    for place, entry in enumerate(entries):
        words = lexicon.phrases(entry, language)
        ordered = sorted(words, key=lambda phrase: -len(phrase))
        options = "|".join(
            lexicon.pattern(word) + ("" if word in "%°" else r"(?![^\W_])") for word in ordered
        )
        parts.append(f"(?P<u{place}>{options})")
    return re.compile(rf"[^\S\n]*-?(?:{'|'.join(parts)})", re.IGNORECASE), names


@cache
def _currencies() -> tuple[re.Pattern[str], dict[str, str]]:
    signs = lexicon.read("numerals")["currencies"]
    names = {sign: unit for unit, written in signs.items() for sign in written}
    ordered = sorted(names, key=len, reverse=True)
    options = "|".join(re.escape(sign) for sign in ordered)
    return re.compile(rf"(?:(?<![A-Za-z])|(?=[$€£]))({options})[^\S\n]?$"), names


@cache
def _qualifiers(language: str, side: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    entries = lexicon.read("comparators")[side]
    names = tuple(entry["comparator"] for entry in entries)
    pairs = [
        (phrase, place)
        for place, entry in enumerate(entries)
        for phrase in lexicon.phrases(entry, language)
    ]
    pairs.sort(key=lambda pair: -len(pair[0]))
    options = "|".join(
        f"(?P<c{n}_{place}>{lexicon.pattern(phrase)})" for n, (phrase, place) in enumerate(pairs)
    )
    if side == "after":
        near = r"(?:[^\S\n]|-)?"
        far = r"(?:(?:[^\S\n]+[^\W\d_]+){1,3}|),?[^\S\n]+(?=[^,.;:)\n]{2,18}(?:[,.;:)]|$|\n| in | by | en ))"
        ending = r"(?![^\W_])(?!\s*[$€]?[0-9])"
        return re.compile(rf"(?:{near}|{far})(?:{options}){ending}", re.IGNORECASE), names
    fillers = lexicon.any_of(lexicon.read("comparators")["fillers"][language])
    return (
        re.compile(rf"(?<![^\W_])(?:{options})\W{{0,2}}(?:(?:{fillers})\s+)*$", re.IGNORECASE),
        names,
    )


@cache
def _identifiers() -> re.Pattern[str]:
    words = [w for words in lexicon.read("numerals")["identifiers"].values() for w in words]
    return re.compile(rf"(?:{lexicon.any_of(words)})\s?#?$", re.IGNORECASE)


@cache
def _name_endings(language: str) -> re.Pattern[str]:
    words = lexicon.read("numerals")["names"][language]
    options = "|".join(lexicon.pattern(word) for word in words)
    return re.compile(rf"\s?(?:{options})(?![^\W_])", re.IGNORECASE)


def _comparator_before(text: str, start: int, language: str) -> str | None:
    pattern, names = _qualifiers(language, "before")
    window = text[max(0, start - _BEFORE) : start]
    window = window[window.rfind("\n") + 1 :]
    if window.rstrip().endswith((".", ";")) and not window.rstrip().endswith(("x.", "a.")):
        return None
    found = pattern.search(window)
    return names[int(str(found.lastgroup).split("_")[1])] if found else None


def _comparator_after(text: str, end: int, language: str) -> tuple[str, int] | None:
    pattern, names = _qualifiers(language, "after")
    found = pattern.match(text, end)
    if not found:
        return None
    return names[int(str(found.lastgroup).split("_")[1])], found.end()


def comparator_of(text: str, start: int, end: int, language: str) -> str:
    """What the words beside the number at `start:end` make of it; `exact` where there are none."""
    before = _comparator_before(text, start, language)
    if before and before != "exact":
        return before
    after = _comparator_after(text, end, language)
    return after[0] if after else "exact"


def _is_name(text: str, start: int, end: int, language: str) -> bool:
    """Whether the digits are part of a name, a fraction, a phone number, a score or a clock."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if before and (before.isalnum() or before in "_#@" or (before in "/:" and start > 1)):
        return True
    if before in "-–" and start > 1 and (text[start - 2].isalnum()):
        return not text[start - 2].isdigit() or text[start - 2 : start] == ""
    if before in ".," and start > 1 and text[start - 2].isdigit():
        return True
    if after in "/:_" and text[end + 1 : end + 2].isdigit():
        return True
    if after and after in ".," and text[end + 1 : end + 2].isdigit():
        return True
    if _name_endings(language).match(text, end):
        return True
    return bool(_identifiers().search(text[max(0, start - 16) : start]))


def _masks(text: str, language: str) -> list[tuple[int, int]]:
    spans = [(date.start, date.end) for date in dates.find(text, language)]
    spans += [clock.span() for clock in _CLOCK.finditer(text)] if ":" in text else []
    return sorted(spans)


def _unit_after(text: str, end: int, language: str) -> tuple[str | None, int]:
    pattern, names = _units(language)
    found = pattern.match(text, end)
    if not found:
        return None, end
    return names[int(str(found.lastgroup)[1:])], found.end()


def _scaled(text: str, end: int, value: float, language: str, money: bool) -> tuple[float, int]:
    """`value` and end after a magnitude: "6 million", "84k", "97 mil 525"."""
    content = lexicon.read("numerals")
    suffixes = {**content["suffixes"], **(content["money_suffixes"] if money else {})}
    for suffix, size in suffixes.items():
        after = end + len(suffix)
        if text.startswith(suffix, end) and not text[after : after + 1].isalnum():
            return value * size, after
    found = number_words.scale_pattern(language).match(text, end)
    if not found:
        return value, end
    size = number_words.scale(found.group(1), language)
    value, end = round(value * size, 6), found.end()
    rest = re.compile(r"[^\S\n]([0-9]{1,3})(?![0-9.,:/%]?[0-9%])").match(text, end)
    if language == "es" and rest and size >= 1000 and int(rest.group(1)) < size:
        inner, stop = _scaled(text, rest.end(), float(rest.group(1)), language, False)
        if inner < size:
            return value + inner, stop
    return value, end


def _quantity(text: str, start: int, end: int, value: float, language: str) -> Number:
    """The number at `start:end`, widened by its magnitude, currency and unit."""
    sign = None if start == 0 else _currencies()[0].search(text, max(0, start - 5), start)
    value, end = _scaled(text, end, value, language, sign is not None)
    unit, unit_end = _unit_after(text, end, language)
    if sign:
        unit, start = _currencies()[1][sign.group(1)], sign.start(1)
        unit_end = unit_end if _unit_after(text, end, language)[0] == unit else end
    comparator = comparator_of(text, start, end if unit is None else unit_end, language)
    if unit is not None:
        end = unit_end
    low, high = bounds(value, comparator)
    return Number(start, end, text[start:end], value, low, high, comparator, unit)


def _digit_spans(text: str) -> list[tuple[int, int]]:
    spans = []
    for found in _DIGITS.finditer(text):
        start, end = found.span()
        if " " in found.group() and not _GROUPED_BY_SPACE.fullmatch(found.group()):
            end = start + found.group().index(" ")
        spans.append((start, end))
    return spans


def _looks_like_year(text: str, number: Number, language: str) -> bool:
    return (
        _YEAR.fullmatch(number.surface) is not None
        and number.comparator == "exact"
        and not lexicon.matcher("nouns", "people", language).match(
            text, number.end + (text[number.end : number.end + 1] == " ")
        )
    )


def _from_digits(text: str, language: str) -> list[Number]:
    masks, place, numbers = _masks(text, language), 0, []
    stop = 0
    for start, end in _digit_spans(text):
        while place < len(masks) and masks[place][1] <= start:
            place += 1
        if start < stop or (place < len(masks) and masks[place][0] < end):
            continue
        value = parse_digits(text[start:end], language)
        if value is None or _is_name(text, start, end, language):
            continue
        number = _quantity(text, start, end, value, language)
        if not _looks_like_year(text, number, language):
            numbers.append(number)
        stop = number.end
    return numbers


def _from_words(text: str, language: str) -> list[Number]:
    joiners = lexicon.read("numerals")["joiners"][language]
    numbers = []
    for run in number_words.run_pattern(language).finditer(text):
        parts = [(run.start(), run.end())]
        if number_words.value(run.group(), language) is None:
            parts, at = [], run.start()
            for joint in re.finditer(rf"\s+(?:{'|'.join(joiners)})\s+", run.group()):
                parts.append((at, run.start() + joint.start()))
                at = run.start() + joint.end()
            parts.append((at, run.end()))
        for start, end in parts:
            value = number_words.value(text[start:end], language)
            if value is not None and not _identifiers().search(text[max(0, start - 16) : start]):
                numbers.append(_quantity(text, start, end, value, language))
    return numbers


@cache
def _joiners(
    language: str,
) -> tuple[re.Pattern[str], list[tuple[re.Pattern[str], re.Pattern[str]]]]:
    groups = lexicon.read("numerals")["range_joiners"][language]
    plain = re.compile(rf"\s?(?:{'|'.join(groups[''])})\s?", re.IGNORECASE)
    opened = [
        (
            re.compile(rf"(?<!\w){opener}\s+(?:{_ARTICLES}\s+)?[$]?$", re.IGNORECASE),
            re.compile(rf"\s+(?:{'|'.join(joiners)})\s+(?:{_ARTICLES}\s+)?", re.IGNORECASE),
        )
        for opener, joiners in groups.items()
        if opener
    ]
    return plain, opened


def _joined(text: str, first: Number, between: str, language: str) -> bool:
    plain, opened = _joiners(language)
    left = text[max(0, first.start - 24) : first.start]
    return bool(plain.fullmatch(between)) or any(
        before.search(left) and inner.fullmatch(between) for before, inner in opened
    )


def _is_change(text: str, start: int, language: str) -> bool:
    words = lexicon.read("numerals")["changes"][language]
    return bool(lexicon.compiled(words).search(text[max(0, start - _BEFORE) : start]))


def _range(text: str, first: Number, second: Number, language: str) -> Number | None:
    if not _joined(text, first, text[first.end : second.start], language):
        return None
    left = text[max(0, first.start - 9) : first.start].lower()
    if ("from " in left or "de " in left) and _is_change(text, first.start, language):
        return None
    if first.value is None or second.value is None or first.unit not in (None, second.unit):
        return None
    low = first.value
    while second.value >= 1000 * low > 0 and low * 1000 < second.value * 1.0001:
        if not re.search(r"[^\W\d_]", second.surface):
            break
        low *= 1000
    if not low < second.value:
        return None
    return Number(
        first.start,
        second.end,
        text[first.start : second.end],
        None,
        low,
        second.value,
        "range",
        second.unit,
    )


_RATIO = re.compile(
    r"\s(?:in(?: every)?|out of(?: every)?|of every|de cada|por cada|per)\s", re.IGNORECASE
)
_FEW = 20  # "three in four", but not "300 in 50 cells"


def _as_ratios(text: str, numbers: list[Number]) -> list[Number]:
    """Both numbers of "three in four" or "1,764 per 100,000" get the unit `ratio`."""
    for place in range(len(numbers) - 1):
        first, second = numbers[place], numbers[place + 1]
        between = _RATIO.fullmatch(text, first.end, second.start)
        if not between or first.unit not in (None, "ratio") or second.unit not in (None, "ratio"):
            continue
        if between.group().strip().lower() != "in" or (first.value or _FEW + 1) <= _FEW:
            numbers[place] = replace(first, unit="ratio")
            numbers[place + 1] = replace(second, unit="ratio")
    return numbers


def find(text: str, language: str) -> list[Number]:
    """Every quantity in `text`, in order and without overlap, whatever it counts.

    Numbers in digits and in words, with magnitudes, currencies and units; ranges as one number
    with `value` None. Dates, clock times, ordinals and numbers inside names are left out.
    """
    numbers: list[Number] = []
    for number in sorted(
        _from_digits(text, language) + _from_words(text, language), key=lambda n: n.start
    ):
        if numbers and number.start < numbers[-1].end:
            continue
        if numbers and (joined := _range(text, numbers[-1], number, language)):
            numbers[-1] = joined
        else:
            numbers.append(number)
    return _as_ratios(text, numbers)
