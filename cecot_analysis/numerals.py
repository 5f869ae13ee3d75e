"""Every number expression in a text, with its span, value, comparator and unit.

Digits first, then a look at the neighbourhood: what a number is not (a date, a clock, a name)
is decided before what it is.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from . import designations, lexicon, moments, number_words, ranges
from .quantities import REST, quantity
from .quantities import Number as Number

_SPACES = r" \u00a0\u2007\u2009\u202f"
_DIGITS = re.compile(  # one digit first: whatever is none is passed over at once
    rf"[0-9](?:[0-9]{{0,2}}(?:, 000|['’][0-9]{{3}}\.[0-9]{{3}})(?![0-9])"  # "60, 000", "6'000.000"
    rf"|[0-9]{{0,2}}([,.{_SPACES}'’])[0-9]{{3}}(?![0-9])(?:\1[0-9]{{3}}(?![0-9]))*(?:[.,][0-9]+)?"
    r"|[0-9]*(?:[.,][0-9]+)?)"
)
_GROUPED_BY_SPACE = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+(?![0-9])")
_MILLIONS = re.compile(r"[0-9]{1,3}['’][0-9]{3}\.[0-9]{3}")  # as the Colombian press writes them
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_LONGEST = 40  # characters: nothing reported has more digits, and all else stays finite


def parse_digits(surface: str, language: str) -> float | None:
    """The value of a digit string with separators; None where it is no single number."""
    if len(surface) > _LONGEST:
        return None
    surface = surface.replace(", 000", ",000")
    if _MILLIONS.fullmatch(surface):
        return float(re.sub(r"[^0-9]", "", surface))
    marks = list(re.sub(r"[0-9]", "", surface))
    if not marks:
        return float(surface)
    groups = re.split(r"[^0-9]", surface)
    if len(groups[0]) > 1 and groups[0].startswith("0"):
        return None
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


_POINT = re.compile(r"(?:^|[\s($€£])[.,]$")  # ".6 square metres"


_RUN = re.compile(r"[.,][0-9]{1,8}[.,][0-9][0-9.,]*")


def _digit_spans(text: str) -> list[tuple[int, int]]:
    spans, stop = [], 0
    for found in _DIGITS.finditer(text):
        start, end = found.span()
        if start < stop:
            continue
        run = _RUN.match(text, end)
        if run:  # that goes on and on is no number, and none of its parts is one
            stop = run.end()
            continue
        if (
            " " in found.group()
            and ", " not in found.group()
            and not _GROUPED_BY_SPACE.fullmatch(found.group())
        ):
            end = start + found.group().index(" ")
        opened = _POINT.search(text, max(0, start - 2), start)
        spans.append((start - 1 if opened and found.group().isdigit() else start, end))
    return spans


def _looks_like_year(text: str, number: Number, language: str) -> bool:
    return (
        _YEAR.fullmatch(number.surface) is not None
        and number.comparator == "exact"
        and not (number.surface == "2000" and ranges.leads_on(text, number.end, language))
        and not any(
            lexicon.matcher("nouns", key, language).match(
                text, number.end + (text[number.end : number.end + 1] == " ")
            )
            for key in ("people", "further")
        )
    )


def _from_digits(text: str, language: str) -> list[Number]:
    masks, place, numbers = moments.find(text, language), 0, []
    stop = 0
    for start, end in _digit_spans(text):
        while place < len(masks) and masks[place][1] <= start:
            place += 1
        if start < stop or (place < len(masks) and masks[place][0] < end):
            continue
        value = parse_digits(text[start:end], language)
        if (
            value is None
            or designations.is_name(text, start, end, language)
            or designations.is_age(text, start, end, language)
        ):
            continue
        number = quantity(text, start, end, value, language)
        if not _looks_like_year(text, number, language):
            numbers.append(number)
        stop = number.end
    return numbers


_IN_DIGITS = re.compile(r"[^\S\n]\(([0-9][0-9.,]{0,12})\)")


def _with_digits(text: str, end: int, value: float | None, language: str) -> int:
    """The end of a number in words, behind its digits if a scale follows: "six (6) million"."""
    digits = _IN_DIGITS.match(text, end) if value is not None else None
    if digits is None or parse_digits(digits[1], language) != value:
        return end
    scaled = number_words.scale_pattern(language).match(text, digits.end())
    return digits.end() if scaled else end


def _from_words(text: str, language: str) -> list[Number]:
    content = lexicon.read("numerals")
    joiners, thousands = content["joiners"][language], tuple(content["thousand_and"][language])
    numbers = []
    for run in number_words.runs(text, language):
        parts = [(run.start(), run.end())]
        if number_words.value(run.group(), language) is None:
            parts, at = [], run.start()
            for joint in re.finditer(rf"\s+(?:{'|'.join(joiners)})\s+", run.group()):
                parts.append((at, run.start() + joint.start()))
                at = run.start() + joint.end()
            parts.append((at, run.end()))
        for start, end in parts:
            value = number_words.value(text[start:end], language)
            rest = REST.match(text, end) if value is not None else None
            if value is not None and rest and text[start:end].lower().endswith(thousands):
                value, end = value + int(rest.group(1)), rest.end()
            end = _with_digits(text, end, value, language)
            if value is not None and not designations.is_part(text, start, end, language):
                numbers.append(_as_round(quantity(text, start, end, value, language), language))
    return numbers


def _as_round(number: Number, language: str) -> Number:
    """Collective numbers are approximate where nothing else qualifies them: "un centenar"."""
    words = lexicon.read("numerals")["round"][language]
    if number.comparator != "exact" or number.surface.split()[-1].lower() not in words:
        return number
    return replace(number, comparator="approx", low=None, high=None)


@cache
def _half(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A word for a surface, and one or half right before it."""
    content = lexicon.read("numerals")
    ones, halves = (content[key][language] for key in ("one_of_a_surface", "halves_of_a_surface"))
    return (
        re.compile(rf"\s(?={'|'.join(content['surfaces'][language])})", re.IGNORECASE),
        re.compile(
            rf"(?<![^\W_])(?:(?P<one>{lexicon.any_of(ones)})|{lexicon.any_of(halves)})$",
            re.IGNORECASE,
        ),
    )


_LONGEST_HALF = 8  # characters: "half an"
_NO_SURFACE = (None, "length")
_FLOORS = ("m2", "ft2")


def _halves(text: str, language: str) -> list[Number]:
    """One or half of a surface: "half a square metre"; of a length there is no need.

    "A square metre" is one where it is compared with: "less than a square metre".
    """
    surface, words = _half(language)
    found = []
    for space in surface.finditer(text):
        word = words.search(text, max(0, space.start() - _LONGEST_HALF), space.start())
        if word is None:
            continue
        number = quantity(text, *word.span(), 1.0 if word["one"] else 0.5, language)
        if word["one"] is None:
            told = number.unit not in _NO_SURFACE
        else:
            told = number.unit in _FLOORS and (
                number.comparator != "exact" or word.group().lower() != "a"
            )
        if told:
            found.append(number)
    return found


def find(text: str, language: str) -> list[Number]:
    """Every quantity in `text`, in order and without overlap, whatever it counts.

    Numbers in digits and in words, with magnitudes, currencies and units; ranges as one number
    with `value` None. Dates, clock times, ordinals and numbers inside names are left out.
    """
    numbers: list[Number] = []
    for number in sorted(
        _from_digits(text, language) + _from_words(text, language) + _halves(text, language),
        key=lambda n: n.start,
    ):
        if numbers and number.start < numbers[-1].end:
            continue
        if numbers and (joined := ranges.joined(text, numbers[-1], number, language)):
            numbers[-1] = joined
        else:
            numbers.append(number)
    return ranges.as_ratios(text, numbers, language)
