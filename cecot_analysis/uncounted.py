"""Numbers that count nothing: years, rates, ages, multiples, the marks of references and lists."""

from __future__ import annotations

import re
from functools import cache

from . import lexicon
from .grammar import Vocabulary, vocabulary
from .numerals import Number

_LEFT = 80  # characters before a number in which "per" or "aged" may stand
_RIGHT = 80  # characters behind it in which "per 100,000" may stand
_BASES = ("00", "mil", "hundred", "thousand")  # of which one is in each base of a rate
_YEAR = re.compile(r"1[5-9][0-9]{2}|20[0-3][0-9]")
_AGE = re.compile(r"[1-9][0-9]?")
_REFERENCE = re.compile(r"[0-9]{2,}")
_COUNTED = re.compile(r"[^\S\n]*-?[a-zà-ÿ]")  # a year stands before a name or a mark


@cache
def _sides(language: str) -> dict[str, list[str]]:
    """The phrases that stand right before such a number, and those right behind it."""
    sides: dict[str, list[str]] = {"before": [], "after": []}
    for entry in lexicon.read("uncounted").values():
        if "side" in entry:
            sides[entry["side"]] += entry[language]
    return sides


@cache
def _words_before(language: str) -> Vocabulary:
    return vocabulary(_sides(language)["before"])


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What stands right before such a number, what right behind it, and the base of a rate."""
    words, sides = lexicon.read("uncounted"), _sides(language)
    joiners = lexicon.any_of(words["rate_joiners"][language])
    return (
        re.compile(rf"(?:{lexicon.any_of(sides['before'])})(?:[^\S\n]|-)$", re.IGNORECASE),
        re.compile(rf"(?:[^\S\n]|-)(?:{lexicon.any_of(sides['after'])})", re.IGNORECASE),
        re.compile(
            rf"[^.;:()\n0-9]*?\s(?:{joiners})\s(?:100|1[.,\s]?000|10[.,\s]?000|100[.,\s]?000|"
            r"(?:100|cien)\smil|(?:a|one)\s(?:hundred|thousand|million))(?![0-9])",
            re.IGNORECASE,
        ),
    )


def countable(number: Number, sentence: str, span: tuple[int, int], language: str) -> bool:
    """Whether the number at `span` of `sentence` may count, pay or measure something."""
    return _is_whole(number) and not (
        _is_year(number, sentence, span, language)
        or _is_named(number, sentence, span, language)
        or _is_mark(sentence, span)
        or _is_ratio(sentence, span, language)
    )


def _is_whole(number: Number) -> bool:
    """People come whole, and at least two of them; a sum or an area may be anything positive."""
    value = number.high if number.value is None else number.value
    if value is None or value <= 0:
        return False
    return number.unit is not None or (value >= 2 and value == int(value))


@cache
def _of_a_year(language: str) -> re.Pattern[str]:
    words = lexicon.any_of(lexicon.read("uncounted")["opens_year"][language])
    return re.compile(rf"(?:{words})\s$", re.IGNORECASE)


@cache
def _words_to_an_age(language: str) -> Vocabulary:
    return vocabulary(lexicon.read("uncounted")["to_an_age"][language])


@cache
def _between_ages(language: str) -> re.Pattern[str]:
    words = lexicon.read("uncounted")
    ages, to = (lexicon.any_of(words[key][language]) for key in ("age", "to_an_age"))
    return re.compile(rf"(?:{ages})\s[0-9]{{1,2}}\s(?:{to})\s$", re.IGNORECASE)


@cache
def _of_a_law(language: str) -> re.Pattern[str]:
    laws = lexicon.any_of(lexicon.read("uncounted")["laws"][language])
    return re.compile(rf"(?:\s[^\W\d_]+){{0,2}}?\s(?:{laws})", re.IGNORECASE)


def _is_year(number: Number, sentence: str, span: tuple[int, int], language: str) -> bool:
    """Whether it is a year, also one before people: "in 2023 police"."""
    if number.surface == "2000" or _YEAR.fullmatch(number.surface) is None:
        return False
    if sentence[: span[0]].endswith("(") and sentence.startswith(")", span[1]):
        return True
    if _of_a_year(language).search(sentence, max(0, span[0] - _LEFT), span[0]):
        return True
    if number.surface < "1900" and _of_a_law(language).match(sentence, span[1]):
        return True
    return number.comparator == "exact" and not _COUNTED.match(sentence, span[1])


@cache
def _names(key: str, language: str) -> tuple[Vocabulary, re.Pattern[str]]:
    words = lexicon.read("uncounted")[key][language]
    return vocabulary(words), re.compile(rf"(?:{lexicon.any_of(words)})[^\S\n]$", re.IGNORECASE)


def _is_named(number: Number, sentence: str, span: tuple[int, int], language: str) -> bool:
    """Whether the word before makes it an age ("men over 25") or a reference ("Hall 271")."""
    left = sentence[max(0, span[0] - _LEFT) : span[0]]
    for key, form in (("past_an_age", _AGE), ("reference", _REFERENCE)):
        if form.fullmatch(number.surface) is None:
            continue
        last_words, words = _names(key, language)
        if last_words.ends(left) and words.search(left):
            return key == "past_an_age" or not _COUNTED.match(sentence, span[1])
    return False


def _is_mark(sentence: str, span: tuple[int, int]) -> bool:
    """Whether it marks a reference ("[18]") or an item of a list ("3)")."""
    behind = sentence[span[1] : span[1] + 2]
    if sentence[: span[0]].endswith(("[", "\\")) and behind.startswith(("]", "\\]")):
        return True
    return not sentence[: span[0]].strip() and behind.startswith(("/", ")"))


def _is_ratio(sentence: str, span: tuple[int, int], language: str) -> bool:
    """Whether it is a share, a rate, an age, or how many times."""
    before, behind, base = _patterns(language)
    left = sentence[max(0, span[0] - _LEFT) : span[0]]
    if _words_before(language).ends(left) and before.search(left):
        return True
    if _words_to_an_age(language).ends(left) and _between_ages(language).search(left):
        return True
    if behind.match(sentence, span[1]):
        return True
    rest = sentence[span[1] : span[1] + _RIGHT].lower()
    return any(word in rest for word in _BASES) and (
        base.match(sentence, span[1], span[1] + _RIGHT) is not None
    )
