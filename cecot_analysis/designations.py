"""Digits and number words that count nothing: names, marks, ages, parts of a longer string."""

from __future__ import annotations

import re
from functools import cache

from . import lexicon
from .qualifiers import comparator_before
from .quantities import currency_before, is_measured


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


_LONGEST = 20  # characters: nothing that tells a count is longer


@cache
def _counted_by(language: str) -> re.Pattern[str]:
    words = lexicon.any_of(lexicon.read("numerals")["counted_by"][language])
    return re.compile(rf"(?<!\w)(?:{words})\s$", re.IGNORECASE)


def _is_count(text: str, start: int, end: int, language: str) -> bool:
    """Whether digits in groups of three stand behind a word that tells how many: "number 9,426"."""
    if _GROUPED.fullmatch(text, start, end) is None:
        return False
    return _counted_by(language).search(text, max(0, start - _LONGEST), start) is not None


@cache
def _name_endings(language: str) -> re.Pattern[str]:
    words = lexicon.read("numerals")["names"][language]
    options = "|".join(lexicon.pattern(word) for word in words)
    return re.compile(rf"[\s-]?(?:{options})(?![^\W_])", re.IGNORECASE)


_LABEL = re.compile(r"(?:^|[^\w-])[A-ZÁÉÍÓÚ][a-záéíóúñ]{3,}$")
_GROUPED = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{3})+")


def _is_glued(text: str, start: int, end: int, language: str) -> bool:
    """Whether a space was lost before a number: "Population14,532", "over14,532"."""
    if _GROUPED.fullmatch(text, start, end) is None:
        return False
    label = _LABEL.search(text, max(0, start - 20), start)
    return label is not None or comparator_before(text, start, language) is not None


_EMPHASIS = re.compile(r"(?<!\w)_{1,3}$")  # "_14,500_" in Markdown


def is_name(text: str, start: int, end: int, language: str) -> bool:
    """Whether the digits are part of a name, a fraction, a phone number, a score or a clock."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if _is_torn(text, start, end) or _is_phone(text, start, end):
        return True
    if before.isalpha() and (currency_before(text, start) or _is_glued(text, start, end, language)):
        return False
    if before == "_" and _EMPHASIS.search(text, max(0, start - 4), start):
        before = ""
    if before and (before.isalnum() or before in "_#@^" or (before == "/" and start > 1)):
        return True
    if before == ":" and start > 1 and not text[start - 2].isalpha():
        return True
    if before == "[" and after == "]" and end - start <= 3:
        return True  # a note
    if before in "-–" and start > 1 and (text[start - 2].isalnum()):
        first = _FIRST_HALF.search(text, max(0, start - 9), start)
        return first is None or _is_identified(text, first.start())
    if before in ".," and start > 1 and text[start - 2].isdigit():
        return True
    if after and after in "½⅓⅔¼¾⅛^":
        return True
    if after.isalpha() and text[end + 1 : end + 2].isdigit():
        return not is_measured(text, end, language)
    if after in "/:_" and text[end + 1 : end + 2].isdigit():
        return True
    if after and after in ".," and text[end + 1 : end + 2].isdigit():
        return True
    if text[start] == "0" and text[start + 1 : end].isdigit() and end - start > 1:
        return True
    if _name_endings(language).match(text, end):
        return True
    return _is_identified(text, start) and not _is_count(text, start, end, language)


_FIRST_HALF = re.compile(r"(?<![0-9])[0-9]+[-–]$")  # "2211-" of a phone number
_CALLED = re.compile(r"\+[0-9]{1,3}(?:[\s-][0-9]{2,4}){0,3}[\s-]?$")  # "+503 2211-"
_PHONE = re.compile(
    r"\+[0-9]{1,3}[\s-](?:[0-9]{2,4}[\s-]?)?[0-9]{3,4}[\s-]?[0-9]{4}(?![0-9]|[.,][0-9])"
)


def _is_phone(text: str, start: int, end: int) -> bool:
    """Whether the digits are a part of a phone number with its country's code."""
    if text[start - 1 : start] == "+" and start:
        return _PHONE.match(text, start - 1) is not None
    called = _CALLED.search(text, max(0, start - 20), start)
    return called is not None and _PHONE.match(text, called.start()) is not None


_INVISIBLE = (  # also what is set above another sign, and what parts thousands elsewhere
    r"[\u00ad\u0300-\u036f\u066b\u066c\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\uff0c\uff0e\ud800-\udfff⁰¹²³⁴-⁹"
    r"\u00b4\u00b7\u02d9\u060c\u060d]"
)
_GOES_ON = re.compile(rf"(?:[0-9,.]{{0,8}}{_INVISIBLE}{{1,4}}[,.]?)?\d")
_BEGAN = re.compile(rf"\d[,.]?{_INVISIBLE}{{1,4}}[0-9]{{0,4}}[,.]?$")
_ROUND_REST = re.compile(r",?\s{1,2}000(?![0-9])")  # "15\t000"
_APART = r"(?:\t|\r?\n|\r)"  # may stand for the space between groups of digits
_FIRST_GROUPS = re.compile(r"[1-9][0-9]{0,2}(?: [0-9]{3})*")
_LAST_GROUPS = re.compile(r"[0-9]{3}(?: [0-9]{3})*")
_GOES_ON_APART = re.compile(_APART + r"[0-9]{3}(?![0-9]|[,.][0-9])")
_BEGAN_APART = re.compile(rf"(?<![\w,.]){_FIRST_GROUPS.pattern}{_APART}\Z")


def _is_apart(text: str, start: int, end: int) -> bool:
    """Whether the digits may be one number with those beyond a tab or a line end: "15\\n500"."""
    if text[end : end + 1].isspace() or text[end : end + 1] == ",":
        goes_on = _GOES_ON_APART.match(text, end) and _FIRST_GROUPS.fullmatch(text, start, end)
        if goes_on or _ROUND_REST.match(text, end):
            return True
    if not text[start - 1 : start].isspace() or not _LAST_GROUPS.fullmatch(text, start, end):
        return False
    return _BEGAN_APART.search(text, max(0, start - 14), start) is not None


_ENTITY = r"&#?[0-9A-Za-z]{2,8};"  # of HTML, for a space or a comma: "15&nbsp;500"
_GOES_ON_ENTITY = re.compile(_ENTITY + "[0-9]")
_BEGAN_ENTITY = re.compile(rf"[0-9]{_ENTITY}\Z")


def _is_written_out(text: str, start: int, end: int) -> bool:
    """Whether the digits go on beyond a sign that is written as in the source of a page."""
    if text.startswith("&", end):
        return _GOES_ON_ENTITY.match(text, end) is not None
    if text[start - 1 : start] != ";":
        return False
    return _BEGAN_ENTITY.search(text, max(0, start - 12), start) is not None


def _is_torn(text: str, start: int, end: int) -> bool:
    """Whether the digits go on behind a sign that nobody sees, or in another script."""
    if _is_apart(text, start, end) or _is_written_out(text, start, end):
        return True
    around = text[max(0, start - 7) : end + 7]
    if around.isascii():
        return False
    if text[start - 1 : start] == "\u2212":
        return True
    began = _BEGAN.search(text, max(0, start - 7), start)
    return bool(began or _GOES_ON.match(text, end))


_NAME_BEFORE = re.compile(r"[A-ZÁÉÍÓÚÑ][\w’'-]+,[^\S\n]$")


@cache
def _after_an_age(language: str) -> re.Pattern[str]:
    words = lexicon.any_of(lexicon.read("numerals")["after_an_age"][language])
    return re.compile(rf",|[^\S\n](?:{words})[^\S\n]")


def is_age(text: str, start: int, end: int, language: str) -> bool:
    """Whether the number stands between commas after a name: "Ana Example, 29, said"."""
    return (
        text[start:end].isdigit()
        and end - start == 2
        and _NAME_BEFORE.search(text, max(0, start - 24), start) is not None
        and _after_an_age(language).match(text, end) is not None
    )


@cache
def _vague(language: str) -> re.Pattern[str]:
    content = lexicon.read("numerals")
    words = lexicon.any_of(content["vague"][language])
    joiners = lexicon.any_of(content["joiners"][language])
    return re.compile(rf"(?:{words})[^\S\n](?:{joiners})[^\S\n]$", re.IGNORECASE)


@cache
def _fraction(language: str) -> re.Pattern[str]:
    words = lexicon.any_of(lexicon.read("numerals")["fractions"][language])
    return re.compile(rf"(?:{words})[^\S\n]$", re.IGNORECASE)


def is_part(text: str, start: int, end: int, language: str) -> bool:
    """Whether the words are a name, a fraction, or the tail of a vague number."""
    before = text[max(0, start - 16) : start]
    return bool(
        _is_identified(text, start)
        or _vague(language).search(before)
        or _fraction(language).search(before)
        or _name_endings(language).match(text, end)
    )
