"""Which metric a number is of, by the words around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from . import cues, lexicon, signs, weights
from .numerals import Number
from .schema import AREAS, METRICS

_FLOORS = {"m2": 100, "ft2": 1_000}  # a smaller surface is nobody's site
_MEASURES = {
    "capacity": "limit",
    "population": "stock",
    "arrests": "cumulative",
    "deaths_in_custody": "cumulative",
    "transfers": "cumulative",
}


class Reading(NamedTuple):
    """What a number counts, the lexicon entry that says most for it, and how strongly all do."""

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
_NEXT_WORD = re.compile(r"[^\S\n]*-?([^\W\d_]+)")


@cache
def _of_a_group() -> re.Pattern[str]:
    """ "9 of the MS-13": a name behind the number."""
    words = lexicon.read("nouns")
    of, the = (lexicon.any_of(lexicon.both(words[key])) for key in ("of", "the"))
    return re.compile(rf"[^\S\n]+(?:{of})[^\S\n]+(?:(?:{the})[^\S\n]+)?[A-Z]")


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
    return bool(_is_person(text, word, language) or _of_a_group().match(text, end))


def _leads_to_a_person(sentence: str, word: re.Match[str], language: str) -> bool:
    """Whether the word that follows a word names a person: "40 flight attendants"."""
    following = _NEXT_WORD.match(sentence, word.end())
    return following is not None and _is_person(sentence, following, language)


def counts_things(sentence: str, end: int, language: str) -> bool:
    """Whether the next word is a plural that names no person: "40 flights", "12 estadios"."""
    word = _NEXT_WORD.match(sentence, end)
    return (
        word is not None
        and _is_plural(word.group(1), language)
        and not _is_person(sentence, word, language)
        and not _leads_to_a_person(sentence, word, language)
    )


def _is_plural(name: str, language: str) -> bool:
    if not name.islower():
        return False
    silent = lexicon.read("nouns")["silent"][language]
    return name.endswith("s") and not name.endswith("ss") and name not in silent


def fitting(found: Sequence[cues.Cue], number: Number) -> list[cues.Cue]:
    """The cues that may speak of such a number: of money for a sum, of people for a count."""
    sort, comparator = kind(number), number.comparator
    return [
        cue
        for cue in found
        if cue.entry.get("needs", sort) == sort
        and comparator in cue.entry.get("only", (comparator,))
    ]


def read(
    every: signs.Signs, named: dict[str, list[str]], found: Sequence[cues.Cue], totals: list[float]
) -> Reading | None:
    """The metric that the log-odds `totals` speak for most; None where it is nothing of ours.

    The rule is the cue of those `found` that says most for it, by the signs `named` after it;
    `part.carried` where only the figure before tells, `<metric>.words` where only words do.
    """
    strength = max(totals)
    if strength <= 0:
        return None
    metric = METRICS[totals.index(strength)]
    rules = dict.fromkeys(cue.entry["rule"] for cue in found if cue.entry["metric"] == metric)
    if rules:
        rule, *more = rules
        if more:
            rule = max(rules, key=lambda name: weights.of(named.get(name, ()), metric))
        return Reading(metric, _measure_of(metric), rule, strength)
    carried = f"after {metric}" in every or f"follows {metric}" in every
    rule = "part.carried" if carried else f"{metric}.words"
    return Reading(metric, _measure_of(metric), rule, strength)


def carried(metric: str) -> Reading:
    """The reading of a number of which only the figure before tells that it is of `metric`."""
    return Reading(metric, _measure_of(metric), "part.carried", 0.0)


def _measure_of(metric: str) -> str:
    """The usual measure of a metric's figures."""
    return _MEASURES.get(metric, "amount")


def counted(sort: str, sentence: str, end: int, language: str) -> str | None:
    """What the words behind a number say that it counts: people, (known) things, or nothing."""
    word = _NEXT_WORD.match(sentence, end) if sort == "people" else None
    if word is None:
        return None
    if _is_person(sentence, word, language):
        return "people"
    is_thing = not _leads_to_a_person(sentence, word, language)
    if is_thing and lexicon.matcher("nouns", "things", language).match(sentence, word.start(1)):
        return "known things"  # of the lexicon, and what no metric counts: "32 pages"
    if _of_a_group().match(sentence, end):
        return "people"
    return "things" if is_thing and _is_plural(word.group(1), language) else None


def asked(number: Number, question: str, language: str, before: Sequence[str] = ()) -> str | None:
    """The metric that `question`, after the sentences `before`, asks for by its longest cue."""
    found = cues.find("metrics", question, language, " ".join(before[-4:]))
    fit = fitting(found, number)
    return max(fit, key=lambda cue: cue.end - cue.start).entry["metric"] if fit else None


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
        if cue.entry.get("metric", metric) != metric or _is_of_next(cue, span, sentence, others):
            continue
        strength = cues.strength(cue, *span, sentence, others)
        if strength > 0 and (best is None or strength > best[0]):
            best = strength, cue.entry["rule"]
    return best[1] if best else None


_CLOSE = 12  # characters between "of whom" and the number that it makes a part


def _is_of_next(
    cue: cues.Cue, span: tuple[int, int], sentence: str, others: Sequence[tuple[int, int]]
) -> bool:
    """Whether words behind a comma tell of the number that follows: "9 people, of whom 4 …"."""
    behind = cue.start >= span[1] and "," in sentence[span[1] : cue.start]
    return behind and any(0 <= start - cue.end <= _CLOSE for start, _ in others)
