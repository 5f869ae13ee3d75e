"""Which metric a number is of, by the words around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from . import cues, lexicon
from .numerals import Number

AREAS = ("m2", "km2", "ft2", "acre", "hectare", "manzana")
_FLOORS = {"m2": 100, "ft2": 1_000}  # a smaller surface is nobody's site
_MEASURES = {
    "capacity": "limit",
    "population": "stock",
    "arrests": "cumulative",
    "deaths_in_custody": "cumulative",
    "transfers": "cumulative",
}


@dataclass(frozen=True)
class Reading:
    """What a number counts: the lexicon entry that won, and the notes that set it apart."""

    metric: str
    measure: str
    rule: str
    strength: float


def kind(number: Number) -> str | None:
    """people, money, floor (of a person) or area; None for what no metric is measured in.

    No prison, country or flight here counts a million people: a bare million is a sum.
    """
    if number.unit is None:
        return "people" if (number.value or number.high or 0) < MILLION else "money"
    if number.unit == "USD":
        return "money"
    if number.unit not in AREAS:
        return None
    return "floor" if (number.value or number.high or 0) < _FLOORS.get(number.unit, 0) else "area"


MILLION = 1_000_000
SUBJECT = 240  # characters of a subject before its verb
LEVEL = 60  # characters before a number in which "stood at" is looked for
_LISTED = 26  # characters between two numbers of one list
TIGHT = 26  # an entry with no longer reach belongs to the number beside it
_OF_A_GROUP = re.compile(r"[^\S\n]+(?:of|from|de|del)[^\S\n]+(?:(?:the|la|los|las)[^\S\n]+)?[A-Z]")
_NEXT_WORD = re.compile(r"[^\S\n]*-?([^\W\d_]+)")


@cache
def _nouns(language: str) -> lexicon.Phrases:
    return lexicon.matcher("nouns", "people", language)


def _is_person(text: str, word: re.Match[str], language: str) -> bool:
    ahead = text[word.start(1) : word.end() + 30]  # on its own: "40,000inmates" has no boundary
    return _nouns(language).match(ahead) is not None


def counts_people(text: str, end: int, language: str) -> bool:
    """Whether the next word names persons: "23 members", "9 más de la MS-13"."""
    word = _NEXT_WORD.match(text, end)
    if not word:
        return False
    return bool(_is_person(text, word, language) or _OF_A_GROUP.match(text, end))


def counts_things(sentence: str, end: int, language: str, cue: cues.Cue | None = None) -> bool:
    """Whether the next word is a plural that names no person: "40 flights", "12 estadios".

    A word that is itself part of `cue` is what is counted: "9,000 berths".
    """
    word = _NEXT_WORD.match(sentence, end)
    if not word or not word.group(1).islower():
        return False
    if cue and cue.start <= word.start(1) < cue.end:
        return False
    if _is_person(sentence, word, language):
        return False
    following = _NEXT_WORD.match(sentence, word.end())
    if following and _is_person(sentence, following, language):
        return False
    silent = lexicon.read("nouns")["silent"][language]
    name = word.group(1)
    return name.endswith("s") and not name.endswith("ss") and name not in silent


def _fits(entry: dict[str, Any], number: Number) -> bool:
    needs, only = entry.get("needs"), entry.get("only")
    if needs and needs != kind(number):
        return False
    return not only or number.comparator in only


def read(
    number: Number,
    span: tuple[int, int],
    sentence: str,
    found: Sequence[cues.Cue],
    others: Sequence[tuple[int, int]],
    language: str,
) -> Reading | None:
    """The metric of the number at `span` of `sentence`, or None where no cue is strong enough.

    All cues compete, those for things that are no metric of ours as well: if one of these is
    the strongest, the number is nothing. Of two that are equally strong the first in the
    lexicon wins.
    """
    best: tuple[float, cues.Cue] | None = None
    subject = _subject_end(sentence, span, language)
    for cue in found:
        if not _fits(cue.entry, number) or _is_anothers(cue, span, sentence, others):
            continue
        strength = cues.strength(cue, *span, sentence, others)
        if cue.end <= subject < span[0] and cue.entry.get("side") != "after":
            strength = max(strength, _of_subject(cue, subject, others))
        strength -= _spent(cue, span, sentence, others)
        if strength > 1 and (best is None or strength > best[0]):
            best = strength, cue
    if best is None:
        return None
    strength, entry = best[0], best[1].entry
    if entry["metric"] == lexicon.OTHER:
        return Reading(lexicon.OTHER, "amount", entry["rule"], max(strength, 9.0))
    if kind(number) == "people" and counts_things(sentence, span[1], language, best[1]):
        return None
    metric = entry["metric"]
    measure = entry.get("measure") or _MEASURES.get(metric, "amount")
    return Reading(metric, measure, entry["rule"], strength)


@cache
def _levels(language: str) -> re.Pattern[str]:
    """A verb that only says how much, with nothing but qualifiers between it and the end."""
    levels = lexicon.any_of(lexicon.phrases(lexicon.read("nouns")["levels"], language))
    return re.compile(rf"(?:{levels})(?:[^\S\n]+[^\W\d_]+){{0,3}}[^\S\n]*[$]?$", re.IGNORECASE)


def _subject_end(sentence: str, span: tuple[int, int], language: str) -> int:
    """Where the subject of the number's clause ends: before "stood at", else at the number."""
    left = max(0, span[0] - LEVEL)
    found = _levels(language).search(sentence[left : span[0]])
    return left + found.start() if found else span[0]


def _of_subject(cue: cues.Cue, subject: int, others: Sequence[tuple[int, int]]) -> float:
    """How strongly a cue in the subject of "stood at" speaks: a long subject weakens it little."""
    gap = subject - cue.end
    crossed = sum(cue.end <= other[0] and other[1] <= subject for other in others)
    return float(cue.entry["weight"]) - gap / 40 - 4 * crossed if gap <= SUBJECT else 0.0


def _spent(
    cue: cues.Cue, span: tuple[int, int], sentence: str, others: Sequence[tuple[int, int]]
) -> float:
    """What a cue loses whose number came already, unless this one goes on with a list."""
    if cue.end <= span[0] and any(0 <= cue.start - end <= 2 for _, end in others):
        return 6.0
    between = [other for other in others if cue.end <= other[0] and other[1] <= span[0]]
    if not between:
        return 0.0
    gap = sentence[between[-1][1] : span[0]]
    return 3.0 if len(gap) > _LISTED or "," in gap else 0.0


_BESIDE = 12  # characters: a cue so near behind a number is that number's
_OF_WHICH = re.compile(
    r"\b(?:of|de|than|que|for|para|against)\s(?:(?:the|its|los|las|sus|some)\s)?$"
)


def _is_anothers(
    cue: cues.Cue, span: tuple[int, int], sentence: str, others: Sequence[tuple[int, int]]
) -> bool:
    """Whether a cue that must stand close behind its number stands behind a later one."""
    if cue.start < span[1]:
        return False
    if cue.entry.get("reach", 80) > TIGHT:
        return any(
            span[1] <= start
            and end <= cue.start <= end + _BESIDE
            and cue.entry["metric"] == "capacity"
            and _OF_WHICH.search(sentence, span[1], start)
            for start, end in others
        )
    return any(span[1] <= other[0] <= cue.start for other in others)


def asked(
    number: Number, question: str, language: str, before: Sequence[str] = ()
) -> Reading | None:
    """The metric that `question`, after the sentences `before`, asks for with this answer."""
    found = cues.find("metrics", question, language, " ".join(before[-4:]))
    fitting = [cue for cue in found if _fits(cue.entry, number)]
    if not fitting:
        return None
    entry = max(fitting, key=lambda cue: cue.entry["weight"]).entry
    if entry["metric"] == lexicon.OTHER:
        return Reading(lexicon.OTHER, "amount", entry["rule"], 9.0)
    measure = _MEASURES.get(entry["metric"], "amount")
    return Reading(entry["metric"], measure, entry["rule"], 5.0)


def note(
    metric: str,
    span: tuple[int, int],
    sentence: str,
    others: Sequence[tuple[int, int]],
    language: str,
) -> str | None:
    """What sets the number apart from its rivals (`part`, `women`, `planned` …), or None."""
    best: tuple[float, str] | None = None
    for cue in cues.find("notes", sentence, language):
        if cue.entry.get("metric", metric) != metric:
            continue
        strength = cues.strength(cue, *span, sentence, others)
        if strength > 0 and (best is None or strength > best[0]):
            best = strength, cue.entry["rule"]
    return best[1] if best else None
