"""Figures that go on with the one before: the parts of a total, the next of a list."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from . import claimants, dates, lexicon, metrics, prompts, ranges, signs
from .context import Context
from .numerals import Number

_FIRST = 30  # characters before the first of two figures in which "from" may stand


@cache
def _patterns(language: str) -> dict[str, re.Pattern[str]]:
    content = lexicon.read("carrying")
    words = {key: lexicon.any_of(content[key][language]) for key in content}
    of = dates.any_language("of")
    return {
        "and": re.compile(rf"(?:,|{words['and']})[^.;:]{{0,24}}$", re.I),
        "formerly": re.compile(rf"(?:{words['formerly']})\s(?:(?:{words['about']})\s)?$", re.I),
        "from": re.compile(rf"(?:{words['from']})\s(?:\w+\s){{0,2}}[$]?$", re.I),
        "to": re.compile(rf"(?:{words['changed_to']})\s(?:(?:{words['about']})\s)?$", re.I),
        "dated": re.compile(
            rf"\s\(?(?:{words['dated']})\s(?:[^\W\d_]+\s(?:(?:{of})\s)?)?(?:19|20)[0-9]{{2}}", re.I
        ),
    }


def ways(text: str, first: tuple[int, int], second: tuple[int, int], language: str) -> list[str]:
    """How the number at the span `second` goes on from the one at `first`.

    `and`, `among`, `formerly`, `total`, `risen` or `next date`; none, or several of them.
    """
    between, patterns = text[first[1] : second[0]], _patterns(language)
    told: dict[str, re.Pattern[str] | lexicon.Phrases] = {
        "and": patterns["and"],
        "formerly": patterns["formerly"],
        "among": lexicon.matcher("carrying", "among", language),
        "total": lexicon.matcher("carrying", "totalled", language),
    }
    found = [name for name, words in told.items() if words.search(between)]
    if patterns["to"].search(between) and patterns["from"].search(
        text, max(0, first[0] - _FIRST), first[0]
    ):
        found.append("risen")
    if patterns["dated"].match(text, second[1]):
        found.append("next date")
    return found


_CHANGE = 60  # characters between the two numbers of a change


def is_changed(
    text: str, row: dict[str, Any] | None, number: Number, sentence: int, language: str
) -> bool:
    """Whether people are what the figure before has become: "from 12,000 in 2022 to 14,500".

    `row` is that figure, `sentence` where the number's sentence begins in the text.
    """
    if row is None or row["quote_start"] != sentence or number.start - row["end"] > _CHANGE:
        return False
    if row["unit"] != "people" or metrics.kind(number) != "people":
        return False
    if "things" in (metrics.counted("people", text, number.end, language) or ""):
        return False
    spans = (row["start"], row["end"]), (number.start, number.end)
    return "risen" in ways(text, *spans, language) and ranges.is_of_a_change(
        text, row["start"], language
    )


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
    told = ways(
        context.text, (row["start"], row["end"]), (number.start, number.end), context.language
    )
    for name in told:
        found |= signs.named(f"{name},", metric)
    return found


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
