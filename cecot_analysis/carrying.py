"""Figures that go on with the one before: the parts of a total, the next of a list."""

from __future__ import annotations

import re
from typing import Any

from . import claimants, lexicon, metrics, prompts, signs
from .context import Context
from .numerals import Number

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


_CROWDED = 10  # times as many as a cell was built for: what is more is told of the prison


def is_of_the_cell(carry: dict[str, Any], metric: str, number: Number) -> bool:
    """Whether a figure is of the cell of the one before: "cells for 80 now take in 150"."""
    if carry["scope"] != "cell" or metric not in ("capacity", "population"):
        return False
    built = carry["high"] or carry["value"] or carry["low"] or 0
    return (number.value or number.high or 0) <= _CROWDED * built


_SENTENCES = 2  # how far back the last figure may stand


def signs_of(
    context: Context,
    last: tuple[int, dict[str, Any]] | None,
    place: int,
    number: Number,
    note: str | None,
    bare: bool,
) -> signs.Signs:
    """What the figure before says of this number: that it may be its part, or next in its list.

    `last` is that figure with its sentence's place; `bare` that no cue stands around the number.
    """
    if last is None or place - last[0] > _SENTENCES:
        return {}
    row = last[1]
    metric = row["metric"]
    smaller = (number.value or number.high or 0) <= (row["value"] or row["high"] or 0)
    between = context.text[row["end"] : number.start]
    if last[0] != place:
        found = signs.after_sentence(metric, smaller, note, bare)
        start = context.sentences[place][0]
        opening = context.text[start : number.start]
        if prompts.names_a_figure(opening, context.language):
            found |= signs.named("names a figure,", metric)
        if claimants.continues(context.words(place), context.language):
            found |= signs.named("goes on,", metric)
        return found
    people = metrics.counts_people(context.text, number.end, context.language)
    found = signs.after_figure(metric, between, smaller, people, note, bare)
    told: dict[str, re.Pattern[str] | lexicon.Phrases] = {
        "and": _AND,
        "formerly": _FORMERLY,
        "among": lexicon.matcher("carrying", "among", context.language),
        "total": lexicon.matcher("carrying", "totalled", context.language),
    }
    for name, words in told.items():
        if words.search(between):
            found |= signs.named(f"{name},", metric)
    if _CHANGED.search(between) and _FROM.search(
        context.text, max(0, row["start"] - 30), row["start"]
    ):
        found |= signs.named("risen,", metric)
    if _DATED_ITEM.match(context.text, number.end):
        found |= signs.named("next date,", metric)
    return found


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
