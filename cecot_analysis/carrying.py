"""Figures that go on with the one before: the parts of a total, the next of a list."""

from __future__ import annotations

import re
from typing import Any

from . import claimants, lexicon, metrics, prompts
from .context import Context
from .numerals import Number

INHERITS = 3.0  # a metric read with less strength gives way to the one carried on
_AND = re.compile(
    r"(?:,|\band\b|\bplus\b|\by\b|\be\b|\bas well as\b|\bmás\b)[^.;:]{0,24}$", re.IGNORECASE
)


def goes_on(context: Context, last: int, place: int) -> bool:
    """Whether a sentence may go on counting what the last figure's sentence counted."""
    if place == last:
        return True
    if place - last > 1:
        return False
    opens = claimants.continues(context.words(place), context.language)
    return opens or context.same_paragraph(place)


def same_scope(carry: dict[str, Any], metric: str, scope: str) -> bool:
    """Whether a figure that names no place is of the place of the one just before it."""
    return scope == "unclear" and carry["metric"] == metric and carry["scope"] != "cell"


_NEAR = 60  # characters between a total and those "among them"
_AMONG = re.compile(
    r"\b(?:including|among them|of (?:them|whom)|entre (?:ellos|ellas)|incluid[oa]s"
    r"|de (?:ellos|ellas|los cuales|las cuales))\b",
    re.IGNORECASE,
)
_SUBGROUPS = ("part", "women", "minors", "foreigners")


def is_carried(
    context: Context,
    carry: dict[str, Any],
    number: Number,
    reading: metrics.Reading | None,
    note: str | None,
) -> bool:
    """Whether the number is of the last figure's metric: a part of it, or the next of its list."""
    if metrics.kind(number) != "people" or metrics.counts_things(
        context.text, number.end, context.language
    ):
        return False
    between = context.text[carry["end"] : number.start]
    other = reading is not None and reading.metric == lexicon.OTHER
    if not other and len(between) < _NEAR and _AMONG.search(between):
        return True
    weak = reading is None or reading.strength < INHERITS
    if reading is not None and reading.rule == "other.crimes" and note == "part":
        weak = carry["metric"] == "deaths_in_custody"
    if not weak:
        return False
    whole = carry["value"] or carry["high"] or 0
    smaller = number.value is None or number.value <= whole
    offset = context.text.rfind("\n", 0, number.start) + 1
    if (
        carry["metric"] != "capacity"
        and carry["start"] >= offset
        and prompts.names_a_figure(context.text[carry["end"] : number.start], context.language)
    ):
        return True
    return (note in _SUBGROUPS and smaller) or _is_coordinated(context, carry, number)


def _is_coordinated(context: Context, carry: dict[str, Any], number: Number) -> bool:
    """Whether the number goes on in the list of the last figure: "238 men and 23 women"."""
    between = context.text[carry["end"] : number.start]
    if len(between) > 110 or "\n" in between:
        return False
    if _FORMERLY.search(between):
        return True
    if _CHANGED.search(between) and _FROM.search(
        context.text, max(0, carry["start"] - 30), carry["start"]
    ):
        return True
    if not _AND.search(between):
        return False
    if _DATED_ITEM.match(context.text, number.end):
        return True
    if carry["note"] == "part" or carry["rule"] == "part.carried":
        return _LISTED.match(context.text, number.end) is not None or _counts(context, number)
    return _counts(context, number)


_FORMERLY = re.compile(
    r"\b(?:(?:up|down) from|compared (?:with|to)|versus|against|frente a|en comparación con|desde)"
    r"\s(?:the\s|los\s|las\s|some\s|about\s|unos\s)?$",
    re.IGNORECASE,
)
_FROM = re.compile(r"\b(?:from|de|desde)\s(?:\w+\s){0,2}$", re.IGNORECASE)
_CHANGED = re.compile(
    r"\b(?:to|a)\s(?:(?:more than|over|about|some|around|nearly|más de|unos|cerca de|casi)\s)?$",
    re.IGNORECASE,
)
_DATED_ITEM = re.compile(
    r"\s\(?(?:a|al|in|en|as of|by|hasta)\s(?:[^\W\d_]+\s(?:de\s)?)?(?:19|20)[0-9]{2}", re.IGNORECASE
)
_LISTED = re.compile(
    r"\s(?:were|are|under|on|for|came|por|son|eran|fueron|lo|en|in|with|con)\b", re.IGNORECASE
)


def _counts(context: Context, number: Number) -> bool:
    return metrics.counts_people(context.text, number.end, context.language)


_CONVERTED = re.compile(r"\s*\((?:[^\W\d_]+\s)?")


def as_converted(
    text: str, number: Number, row: dict[str, Any] | None, end: int, before: dict[str, Any] | None
) -> dict[str, Any] | None:
    """A surface in brackets behind another is the same in another unit: "23 ha (57 acres)"."""
    if metrics.kind(number) not in ("area", "floor") or not end:
        return row
    if not _CONVERTED.fullmatch(text, end, number.start):
        return row
    if row and before:
        same = {name: before[name] for name in ("metric", "scope", "measure", "rule", "note")}
        row |= {**same, "figure_id": row["figure_id"].rpartition("-")[0] + "-" + before["metric"]}
    return row if before else None
