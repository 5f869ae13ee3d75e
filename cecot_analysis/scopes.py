"""Of whom or what a figure speaks: one prison, a cell, the country, those transferred."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from . import cues, lexicon, sightings

_CLAUSE = re.compile(r"[,;:—–()]")
_FIRST = 80  # characters: what is said of each cell is not said of the prison
_SUBJECT = 6  # characters before the subject of a sentence: its article
_WEAK = 60  # "the prison" tells less than any name
_COMPARED = 30  # characters between "inspired by" and a place
_OPENING = 40  # characters: a place named here is what the sentence is about
_FIXED = {"transfers": "transferred", "payment": "transferred", "arrests": "national"}


@cache
def _inside() -> re.Pattern[str]:
    words = lexicon.any_of(lexicon.both(lexicon.read("places")["inside"]))
    return re.compile(words, re.IGNORECASE)


def read(
    metric: str,
    span: tuple[int, int],
    sentence: str,
    others: Sequence[tuple[int, int]],
    before: str,
    language: str,
    earlier: Sequence[str] = (),
) -> str:
    """The scope that the words of `sentence` tell of a figure of `metric` at `span`.

    The nearest cue of those allowed to the metric decides; "the facility" or "it" counts as
    CECOT only where `before`, the text so far, has named CECOT. Where no word tells, it is
    `unclear`. Of a transfer the `earlier` sentences tell, too, whether it was within the country.
    """
    if metric == "transfers" and _is_internal((*earlier[-2:], sentence), language):
        return "cecot"
    if metric in _FIXED:
        return _FIXED[metric]
    best: tuple[float, str] | None = None
    for cue in cues.find("scopes", sentence, language):
        entry = cue.entry
        if metric not in entry["metrics"] or (entry.get("anaphora") and not before):
            continue
        distance = _distance(cue, span)
        if distance > entry["reach"]:
            continue
        crossed = _crossed(cue, span, others)
        if crossed and entry.get("first") and cue.start > _SUBJECT:
            continue
        rank = (
            distance
            + 25 * crossed
            + (10 if entry.get("anaphora") else _WEAK if entry.get("weak") else 0)
        )
        rank -= _FIRST if entry.get("first") or _is_subject(cue, sentence) else 0
        rank -= _FIRST if entry.get("beside") and not crossed else 0
        if best is None or rank < best[0]:
            best = rank, entry["scope"]
    return best[1] if best else "unclear"


def named(sentence: str, language: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """Each scope that `sentence` names, not by "there", with the metrics that may have it."""
    return tuple(
        (cue.entry["scope"], frozenset(cue.entry["metrics"]))
        for cue in cues.find("scopes", sentence, language)
        if not cue.entry.get("anaphora")
    )


@lru_cache(maxsize=16)  # the figures of one text ask one after another
def names(part: str, text: str) -> bool:
    """Whether `text` names the `prison` itself, or the `country`: a list of `places.yml`."""
    return lexicon.matcher("places", part, "both").search(text) is not None


def _is_subject(cue: cues.Cue, sentence: str) -> bool:
    """Whether the cue opens the sentence as that which it is about."""
    if cue.entry.get("weak"):
        return False
    return cue.start <= _SUBJECT and not _inside().match(sentence)


def _distance(cue: cues.Cue, span: tuple[int, int]) -> int:
    """Characters between cue and number, what follows counting more."""
    ahead = cue.end <= span[0]
    return max(0, span[0] - cue.end if ahead else cue.start - span[1]) + (0 if ahead else 15)


def _crossed(cue: cues.Cue, span: tuple[int, int], others: Sequence[tuple[int, int]]) -> int:
    """How many numbers stand between cue and number."""
    left, right = (cue.end, span[0]) if cue.end <= span[0] else (span[1], cue.start)
    return sum(left <= other[0] and other[1] <= right for other in others)


def _is_internal(sentences: Sequence[str], language: str) -> bool:
    """Whether the last of `sentences`, or else those before, tell of a move within the country."""
    abroad = lexicon.matcher("transfers", "abroad", language)
    within = [lexicon.matcher("transfers", name, language) for name in ("internal", "held")]
    for sentence in reversed(sentences):
        if abroad.search(sentence):
            return False
        if any(words.search(sentence) for words in within):
            return True
    return False


def is_elsewhere(
    sentence: str, span: tuple[int, int], before: Sequence[str], language: str
) -> bool:
    """Whether the sentence, or if it names no place the one just before it, is about elsewhere."""
    seen = sightings.of(sightings.PLACES, sentence)
    theirs = _uncompared("elsewhere", sentence, language)
    ours = _ours(sentence, language)
    if theirs and ours:
        opened = _opens(theirs, ours, sentence) and not _has_own_clause(
            theirs, ours, sentence, span
        )
        return opened or _nearer(theirs, ours, span)
    if theirs:
        return any(_governs(sentence, match, span) for match in theirs)
    if ours or "topic" in seen or not before or _ours(before[-1], language):
        return False
    away = lexicon.matcher("places", "elsewhere", "both")
    return away.search(before[-1][:_OPENING]) is not None


def standing(sentence: str, language: str) -> str | None:
    """Whose places `sentence` names: `ours`, `theirs`, `both`; None for no place at all."""
    theirs = bool(_uncompared("elsewhere", sentence, language))
    ours = bool(_ours(sentence, language))
    if theirs and ours:
        return "both"
    return "theirs" if theirs else "ours" if ours else None


def _ours(sentence: str, language: str) -> list[re.Match[str]]:
    """The places of El Salvador in `sentence`, without those it only compares with."""
    return _uncompared("home", sentence, language)


@lru_cache(maxsize=128)  # the numbers of one sentence ask one after another
def _uncompared(part: str, sentence: str, language: str) -> list[re.Match[str]]:
    """The places in `sentence` that it does more with than compare: "a jail like that of Quito"."""
    compared = lexicon.matcher("places", "compared", language)
    return [
        place
        for _, place in sightings.of(sightings.PLACES, sentence).get(part, sightings.NOTHING)
        if not compared.search(sentence, max(0, place.start() - _COMPARED), place.start())
    ]


def _opens(theirs: list[re.Match[str]], ours: list[re.Match[str]], sentence: str) -> bool:
    """Whether another country opens the sentence, and ours comes only in a later clause."""
    first = theirs[0].end()
    return theirs[0].start() <= 12 and _CLAUSE.search(sentence[first : ours[0].start()]) is not None


def _has_own_clause(
    theirs: list[re.Match[str]], ours: list[re.Match[str]], sentence: str, span: tuple[int, int]
) -> bool:
    """Whether the number stands in our clause, apart from theirs: "…; CECOT can hold 9"."""
    return any(
        place.end() <= span[0]
        and not cues.is_broken(sentence[place.end() : span[0]])
        and all(cues.is_broken(sentence[other.end() : place.start()]) for other in theirs)
        for place in ours
    )


def _governs(sentence: str, place: re.Match[str], span: tuple[int, int]) -> bool:
    """A place opens the sentence, or stands in the number's own clause."""
    if place.start() <= 12 or (place.start() <= _OPENING and _inside().match(sentence)):
        return True
    left, right = (place.end(), span[0]) if place.end() <= span[0] else (span[1], place.start())
    return not _CLAUSE.search(sentence[left:right])


def _nearer(theirs: list[re.Match[str]], ours: list[re.Match[str]], span: tuple[int, int]) -> bool:
    def distance(match: re.Match[str]) -> int:
        gap = span[0] - match.end() if match.end() <= span[0] else match.start() - span[1]
        return gap if match.end() <= span[0] else gap + 40  # what was named before counts more

    return min(map(distance, theirs)) < min(map(distance, ours))
