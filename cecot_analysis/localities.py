"""Of which place a figure is: all that a text says of it, weighed together.

A rule finds the nearest words that name a place (`scopes`). Which of them is meant is told by more:
what the headline and the sentences before name, of what the figure before was, how large the
figure is. `lexicon/scope_weights.csv` holds what each of these signs says for each scope.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache, partial
from typing import Any

from . import cues, scopes, signs, tokens, weights
from .context import Context
from .lexicon import FOLDER
from .schema import SCOPES
from .signs import Signs, step

FILE = FOLDER / "scope_weights.csv"
FIXED = ("arrests", "payment")  # by their definition of one scope
_TRANSFERS = ("transferred", "cecot", "other")
_OTHERS = tuple(scope for scope in SCOPES if scope != "transferred")
_BEFORE, _BEHIND = 6, 2  # sentences whose places are told
_APART = 2  # sentences before that are told apart by how far they are
_FIGURES = 60  # figures before that are looked back at
_CUES = 24  # cues on either side: in a list of hundreds, those far off say nothing
_FAR = 4  # sentences before that count as far
_SHARE = 0.5  # a word tells less of the place than of the metric
_WORDS = ("left ", "right ", "field left ", "field right ")
_STEPS_OF_SIZE = 2  # for each power of ten

Row = Mapping[str, Any]


def settle(context: Context, rows: Sequence[dict[str, Any]]) -> None:
    """Put into each of the `rows` of a text, in reading order, the likeliest scope."""
    places = {start: place for place, (start, _) in enumerate(context.sentences)}
    settled = [
        row["scope"]
        if row["metric"] in FIXED
        else likeliest(
            signs_of(context, rows, number, places[row["quote_start"]]), row["metric"], _known()
        )
        for number, row in enumerate(rows)
    ]
    for row, scope in zip(rows, settled, strict=True):
        row["scope"] = scope


def likeliest(found: Signs, metric: str, known: weights.Table) -> str:
    """The scope for which the signs `found` say most of those that a figure of `metric` can have.

    `known` are the weights for each of SCOPES.
    """
    totals = known.totals(found)
    allowed = _TRANSFERS if metric == "transfers" else _OTHERS
    return max(allowed, key=lambda scope: totals[SCOPES.index(scope)])


@cache
def _known() -> weights.Table:
    return weights.table(FILE, SCOPES)


def signs_of(context: Context, rows: Sequence[Row], number: int, place: int) -> Signs:
    """What tells of which place the figure `number` of `rows` is, which stands at sentence `place`.

    The scope of each row is the one that a rule told.
    """
    row = rows[number]
    metric, told, offset = row["metric"], row["scope"], row["quote_start"]
    span = row["start"] - offset, row["end"] - offset
    sentence = context.words(place)
    found = dict.fromkeys(("any", metric, f"told {told}", f"{metric} told {told}"), 1.0)
    found[f"rule {row['rule']}"] = 1.0
    found |= _of_size(_size(row), metric, told)
    others = [
        (one["start"] - offset, one["end"] - offset)
        for one in (*rows[max(0, number - 1) : number], *rows[number + 1 : number + 2])
        if one["quote_start"] == offset
    ]
    found |= _of_cues(sentence, span, others, metric, context.language)
    found |= _of_passage(context, place, metric)
    found |= _of_figures(rows[max(0, number - _FIGURES) : number], row)
    found |= signs.named("set apart as", row["note"])
    for name, much in signs.of_words(sentence, span, context.language).items():
        if name.startswith(_WORDS):
            found[name] = much * _SHARE
    return found


def _size(row: Row) -> float:
    return max(row["value"] or row["high"] or row["low"] or 1, 1)


def _of_size(size: float, metric: str, told: str) -> Signs:
    """How large the figure is: no cell holds thousands, no prison here a hundred thousand."""
    name = f"size {metric} {int(_STEPS_OF_SIZE * math.log10(size))}"
    return {name: 1.0, f"{name} told {told}": 0.5}


def _of_cues(
    sentence: str,
    span: tuple[int, int],
    others: Sequence[tuple[int, int]],
    metric: str,
    language: str,
) -> Signs:
    """The places that the sentence names, with side and distance; the nearest of each side."""
    found: Signs = {}
    nearest: dict[str, tuple[int, str]] = {}
    measured = tokens.of(sentence)
    told = cues.find("scopes", sentence, language)
    here = bisect_left(told, span[0], key=lambda cue: cue.start)
    for cue in told[max(0, here - _CUES) : here + _CUES]:
        scope, rule = cue.entry["scope"], cue.entry["rule"]
        side = "before" if cue.end <= span[0] else "after"
        left, right = (cue.end, span[0]) if side == "before" else (span[1], cue.start)
        if metric not in cue.entry["metrics"] or left > right:
            continue
        crossed = any(left <= start and end <= right for start, end in others)
        weak = " weak" if cue.entry.get("weak") or cue.entry.get("anaphora") else ""
        name = f"cue {scope}{weak} {side}"
        far = f"{name} {step(measured.count(left, right))}{' across' * crossed}"
        found |= dict.fromkeys((name, far, f"cue of {rule} {side}"), 1.0)
        if side not in nearest or right - left < nearest[side][0]:
            nearest[side] = right - left, scope
    for side, (_, scope) in nearest.items():
        found |= dict.fromkeys((f"nearest {side} {scope}", f"{metric} nearest {side} {scope}"), 1.0)
    return found or {"no cue": 1.0, f"{metric} no cue": 1.0}


def _of_passage(context: Context, place: int, metric: str) -> Signs:
    """What the headline and the sentences around name, and which place was named last."""

    def named(other: int) -> set[str]:
        there = context.remembered(
            ("scopes named", other), partial(scopes.named, context.words(other), context.language)
        )
        return {scope for scope, metrics in there if metric in metrics}

    found = signs.named("headline", *named(0))
    last = None
    for far in range(1, min(_BEFORE, place) + 1):
        there = named(place - far)
        if far <= _APART:
            found |= signs.named(f"{far} before", *there)
        if there and last is None:
            last = far
            found |= signs.named("last named", *there)
            found |= signs.named(f"last named {min(far, _FAR)} before", *there)
            found |= signs.named(f"{metric} last named", *there)
    if last is None:
        found["none named before"] = 1.0
    for far in range(1, min(_BEHIND, len(context.sentences) - 1 - place) + 1):
        found |= signs.named(f"{far} behind", *named(place + far))
    for part in ("prison", "country"):
        if scopes.names(part, context.text):
            found[f"text names {part}"] = 1.0
    return found


def _of_figures(before: Sequence[Row], row: Row) -> Signs:
    """Of which place the figure before was, and the last one of the same metric."""
    if not before:
        return {}
    metric, last = row["metric"], before[-1]
    where = f"{last['metric']} {last['scope']}"
    gap = "in the sentence" if last["quote_start"] == row["quote_start"] else "before it"
    found = signs.named("after", f"{where} {gap}")
    found |= signs.named(f"{metric} after", f"{where} {_compared(row, last)}")
    same = [one for one in before if one["metric"] == metric]
    if same:
        scope = same[-1]["scope"]
        found |= signs.named("same metric", scope, f"{scope} {_compared(row, same[-1])}")
    if again := [one["scope"] for one in same if _size(one) == _size(row)]:
        found |= signs.named("told again", again[-1])
    return found


def _compared(row: Row, last: Row) -> str:
    one, other = _size(row), _size(last)
    return "equal" if one == other else "smaller" if one < other else "larger"
