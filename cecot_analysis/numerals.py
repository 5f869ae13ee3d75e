"""Every number expression in a text, with its span, value, comparator and unit.

Digits first, then a look at the neighbourhood: what a number is not (a date, a clock, a name)
is decided before what it is.
"""

from __future__ import annotations

import re
from functools import cache

from . import lexicon, moments, number_words, ranges
from .quantities import Number as Number
from .quantities import currency_before, quantity

_SPACES = r" \u00a0\u2009\u202f"
_DIGITS = re.compile(  # one digit first: whatever is none is passed over at once
    rf"[0-9](?:[0-9]{{0,2}}([,.{_SPACES}'’])[0-9]{{3}}(?![0-9])(?:\1[0-9]{{3}}(?![0-9]))*(?:[.,][0-9]+)?"
    r"|[0-9]*(?:[.,][0-9]+)?)"
)
_GROUPED_BY_SPACE = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+(?![0-9])")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_LONGEST = 40  # characters: nothing reported has more digits, and all else stays finite


def parse_digits(surface: str, language: str) -> float | None:
    """The value of a digit string with separators; None where it is no single number."""
    if len(surface) > _LONGEST:
        return None
    marks = list(re.sub(r"[0-9]", "", surface))
    if not marks:
        return float(surface)
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
def _identifiers() -> re.Pattern[str]:
    words = lexicon.both(lexicon.read("numerals")["identifiers"])
    return re.compile(rf"(?:{lexicon.any_of(words)})\s?#?$", re.IGNORECASE)


@cache
def _identifier_words() -> tuple[str, ...]:
    return tuple(word.lower() for word in lexicon.both(lexicon.read("numerals")["identifiers"]))


def _is_identified(text: str, start: int) -> bool:
    """Whether what stands right before makes the digits a mark: "decree 719", "No. 4"."""
    before = text[max(0, start - 16) : start]
    last = before.removesuffix("#").rstrip().lower()
    return last.endswith(_identifier_words()) and _identifiers().search(before) is not None


@cache
def _name_endings(language: str) -> re.Pattern[str]:
    words = lexicon.read("numerals")["names"][language]
    options = "|".join(lexicon.pattern(word) for word in words)
    return re.compile(rf"[\s-]?(?:{options})(?![^\W_])", re.IGNORECASE)


_LABEL = re.compile(r"(?:^|[^\w-])[A-ZÁÉÍÓÚ][a-záéíóúñ]{3,}$")
_GROUPED = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{3})+")


def _is_glued(text: str, start: int, end: int) -> bool:
    """Whether a table lost the space behind its label: "Population14,532"."""
    label = _LABEL.search(text, max(0, start - 20), start)
    return label is not None and _GROUPED.fullmatch(text, start, end) is not None


def _is_name(text: str, start: int, end: int, language: str) -> bool:
    """Whether the digits are part of a name, a fraction, a phone number, a score or a clock."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if _is_torn(text, start, end):
        return True
    if before.isalpha() and (currency_before(text, start) or _is_glued(text, start, end)):
        return False
    if before and (before.isalnum() or before in "_#@^" or (before in "/:" and start > 1)):
        return True
    if before in "-–" and start > 1 and (text[start - 2].isalnum()):
        return not text[start - 2].isdigit() or text[start - 2 : start] == ""
    if before in ".," and start > 1 and text[start - 2].isdigit():
        return True
    if after and after in "½⅓⅔¼¾⅛^":
        return True
    if after.isalpha() and text[end + 1 : end + 2].isdigit():
        return True
    if after in "/:_" and text[end + 1 : end + 2].isdigit():
        return True
    if after and after in ".," and text[end + 1 : end + 2].isdigit():
        return True
    if text[start] == "0" and text[start + 1 : end].isdigit() and end - start > 1:
        return True
    if _name_endings(language).match(text, end):
        return True
    return _is_identified(text, start)


_INVISIBLE = r"[\u00ad\u034f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
_GOES_ON = re.compile(rf"(?:[,.]?{_INVISIBLE}{{1,4}}[,.]?)?\d")
_BEGAN = re.compile(rf"\d[,.]?{_INVISIBLE}{{1,4}}[,.]?$")


def _is_torn(text: str, start: int, end: int) -> bool:
    """Whether the digits go on behind a sign that nobody sees, or in another script."""
    around = text[max(0, start - 7) : end + 7]
    if around.isascii():
        return False
    began = _BEGAN.search(text, max(0, start - 7), start)
    return bool(began or _GOES_ON.match(text, end))


_NAME_BEFORE = re.compile(r"[A-ZÁÉÍÓÚÑ][\w’'-]+,[^\S\n]$")


@cache
def _after_an_age(language: str) -> re.Pattern[str]:
    words = lexicon.any_of(lexicon.read("numerals")["after_an_age"][language])
    return re.compile(rf",|[^\S\n](?:{words})[^\S\n]")


def _is_age(text: str, start: int, end: int, language: str) -> bool:
    """Whether the number stands between commas after a name: "Ana Example, 29, said"."""
    return (
        text[start:end].isdigit()
        and end - start == 2
        and _NAME_BEFORE.search(text, max(0, start - 24), start) is not None
        and _after_an_age(language).match(text, end) is not None
    )


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
        if " " in found.group() and not _GROUPED_BY_SPACE.fullmatch(found.group()):
            end = start + found.group().index(" ")
        opened = _POINT.search(text, max(0, start - 2), start)
        spans.append((start - 1 if opened and found.group().isdigit() else start, end))
    return spans


def _looks_like_year(text: str, number: Number, language: str) -> bool:
    return (
        _YEAR.fullmatch(number.surface) is not None
        and number.comparator == "exact"
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
            or _is_name(text, start, end, language)
            or _is_age(text, start, end, language)
        ):
            continue
        number = quantity(text, start, end, value, language)
        if not _looks_like_year(text, number, language):
            numbers.append(number)
        stop = number.end
    return numbers


@cache
def _vague(language: str) -> re.Pattern[str]:
    content = lexicon.read("numerals")
    words = lexicon.any_of(content["vague"][language])
    joiners = lexicon.any_of(content["joiners"][language])
    return re.compile(rf"(?:{words})[^\S\n](?:{joiners})[^\S\n]$", re.IGNORECASE)


def _is_part(text: str, start: int, end: int, language: str) -> bool:
    """Whether the words are a name, a fraction, or the tail of a vague number."""
    before = text[max(0, start - 16) : start]
    return bool(
        _is_identified(text, start)
        or _vague(language).search(before)
        or _name_endings(language).match(text, end)
    )


_REST = re.compile(r"[^\S\n]([0-9]{1,3})(?![0-9.,:/%]?[0-9%])")  # "mil 400"


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
            rest = _REST.match(text, end) if value is not None else None
            if value is not None and rest and text[start:end].lower().endswith(thousands):
                value, end = value + int(rest.group(1)), rest.end()
            if value is not None and not _is_part(text, start, end, language):
                numbers.append(quantity(text, start, end, value, language))
    return numbers


@cache
def _half(language: str) -> tuple[lexicon.Phrases, re.Pattern[str]]:
    """A half, and the surface behind it."""
    content = lexicon.read("numerals")
    surfaces = "|".join(content["surfaces"][language])
    return (
        lexicon.compiled(content["halves_of_a_surface"][language]),
        re.compile(rf"\s(?:{surfaces})", re.IGNORECASE),
    )


def _halves(text: str, language: str) -> list[Number]:
    """Halves of a surface: "half a square metre"; of a length there is no need."""
    halves, surface = _half(language)
    found = (
        quantity(text, half.start(), half.end(), 0.5, language)
        for half in halves.finditer(text)
        if surface.match(text, half.end())
    )
    return [number for number in found if number.unit is not None and number.unit != "length"]


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
