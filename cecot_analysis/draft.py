"""A figure in the making: what a person selected and typed, made whole or refused with a reason."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from . import consistency, languages, numerals, sections, sentences
from .decisions import Row, plain
from .schema import FIGURE_COLUMNS, LANGUAGES, DataError

MEASURE_OF = {
    "capacity": "limit",
    "population": "stock",
    "arrests": "cumulative",
    "deaths_in_custody": "cumulative",
    "transfers": "cumulative",
    "payment": "amount",
    "space_per_person": "amount",
    "site_area": "amount",
}
SCOPE_OF = {"transfers": "transferred", "payment": "transferred", "arrests": "national"}
BY_HAND = "reviewer"  # the rule of a figure that no rule found
TYPED = (
    "metric",
    "scope",
    "measure",
    "comparator",
    "value",
    "low",
    "high",
    "unit",
    "as_of",
    "attribution",
    "claimant_kind",
    "attribution_basis",
    "section",
    "note",
)
_KINDS = {column.name: column.kind for column in FIGURE_COLUMNS}
_ALLOWED = {column.name: column.allowed for column in FIGURE_COLUMNS}
_DIGITS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?")


def language(article: pd.Series) -> str:
    """The language that an article states, or that its words show; English where none does."""
    stated = plain(article.get("language"))
    return str(stated or languages.detect(article["text"]) or LANGUAGES[0])


def span(text: str, start: int, end: int) -> tuple[int, int]:
    """`start:end` without the white space at its ends; DataError where nothing is left."""
    words = text[max(0, start) : max(0, end)]
    if not words.strip():
        raise DataError(f"selection {start}:{end}: no words there; select a number in the text")
    left = len(words) - len(words.lstrip())
    return max(0, start) + left, max(0, start) + len(words.rstrip())


def placed(text: str, start: int, end: int, old: Mapping[str, Any] | None = None) -> Row:
    """The columns that a number's place gives: its words, and the sentence around it.

    The quote of `old` is kept where the number stands in it.
    """
    start, end = span(text, start, end)
    if old and old["quote_start"] <= start and end <= old["quote_end"]:
        quote = old["quote_start"], old["quote_end"]
    else:
        around = [one for one in sentences.split(text) if one[0] < end and start < one[1]]
        quote = min((start, *(one[0] for one in around))), max((end, *(one[1] for one in around)))
    row = {"surface": text[start:end], "start": start, "end": end}
    return row | {"quote": text[slice(*quote)], "quote_start": quote[0], "quote_end": quote[1]}


def number(text: str, start: int, end: int, language: str) -> Row:
    """What the words at `start:end` say as a number: value, comparator, low, high and unit.

    The number that reaches farthest into the span is taken; where there is none, value and
    bounds are missing.
    """
    margin = 200  # characters on either side in which a qualifier may stand
    left = max(0, start - margin)
    near = text[left : end + margin]
    found = [
        (min(end - left, one.end) - max(start - left, one.start), one)
        for one in numerals.find(near, language)
        if one.start < end - left and start - left < one.end
    ]
    if not found:
        return {"value": None, "comparator": "exact", "low": None, "high": None, "unit": None}
    best = max(found, key=lambda one: one[0])[1]
    row = {name: getattr(best, name) for name in ("value", "comparator", "low", "high")}
    return row | {"unit": best.unit if best.unit in _ALLOWED["unit"] else None}  # type: ignore[operator]


def new(article: pd.Series, start: int, end: int) -> Row:
    """A proposal for the number at `start:end` of `article`; its metric is for a person to say."""
    text, spoken = str(article["text"]), language(article)
    place = placed(text, start, end)
    read = number(text, place["start"], place["end"], spoken)
    money = read["unit"] == "USD"
    row = dict.fromkeys(_KINDS)
    return row | {
        **read,
        **place,
        "article_id": article.name,
        "section": sections.at(sections.split(text, spoken), place["start"]),
        "metric": "payment" if money else None,
        "scope": None,
        "measure": None,
        "unit": read["unit"] or "people",
        "as_of_basis": "none",
        "claimant_kind": "none",
        "attribution_basis": "none",
        "rule": BY_HAND,
        "review": "added",
    }


def parsed(name: str, given: Any) -> Any:
    """One field as a person types it, as a cell: "14,500" is 14500.0, "" is missing.

    Raises DataError naming the field, what was typed and what is allowed.
    """
    if given is None or not isinstance(given, str):
        return plain(given)
    words = " ".join(given.split())
    if not words:
        return None
    if _KINDS.get(name) != "number":
        allowed = _ALLOWED.get(name)
        if allowed and words not in allowed:
            raise DataError(f"{name}: {words!r}; allowed: {', '.join(allowed)}")
        return words
    if not _DIGITS.fullmatch(words):
        raise DataError(f"{name}: {words!r} is no number; write it as 14500, 14,500 or 0.6")
    return float(words.replace(",", ""))


def completed(row: Mapping[str, Any], fields: Mapping[str, Any]) -> Row:
    """`row` with the typed `fields`, and with what follows from these: bounds, precision, basis.

    Raises DataError for a field that no person fills in, or that cannot be read.
    """
    for name in fields:
        if name not in TYPED:
            raise DataError(f"no field {name!r} to fill in; allowed: {', '.join(TYPED)}")
    whole = {**row, **{name: parsed(name, given) for name, given in fields.items()}}
    whole["scope"] = whole["scope"] or SCOPE_OF.get(whole["metric"], "unclear")
    whole["measure"] = whole["measure"] or MEASURE_OF.get(whole["metric"])
    return whole | _bounds(whole) | _date(whole) | _claimant(whole)


def followed(row: Row, changes: Row, text: str) -> Row:
    """`changes` of `row`, and the columns that follow from them where they are not given.

    A new value or comparator moves the bounds, a new date its precision, a new place its words.
    """
    whole, derived = row | changes, dict[str, Any]()
    if {"value", "comparator"} & set(changes):
        derived |= _bounds(whole)
    if "as_of" in changes:
        derived |= _date(whole)
    if "attribution" in changes:
        derived |= _claimant(whole)
    if {"start", "end"} & set(changes):
        derived |= placed(text, whole["start"], whole["end"], row)
    return {name: one for name, one in derived.items() if one != row[name]} | changes


def _bounds(row: Row) -> Row:
    if row["comparator"] == "range":
        return {"value": None}
    value, comparator = row["value"], row["comparator"]
    return {
        "low": value if comparator in consistency.LOW else None,
        "high": value if comparator in consistency.HIGH else None,
    }


def _date(row: Row) -> Row:
    date, basis = row["as_of"], row["as_of_basis"]
    if not date:
        return {"as_of": None, "as_of_precision": None, "as_of_basis": "none"}
    return {
        "as_of_precision": consistency.PRECISIONS.get(len(date)),
        "as_of_basis": "stated" if basis == "none" else basis,
    }


def _claimant(row: Row) -> Row:
    if not row["attribution"]:
        return {"attribution": None, "claimant_kind": "none", "attribution_basis": "none"}
    basis = row["attribution_basis"]
    return {"attribution_basis": "stated" if basis in (None, "none") else basis}


def identified(row: Row) -> Row:
    """`row` with the figure_id that its article, place and metric give; DataError without one."""
    if not row["metric"]:
        metrics = ", ".join(_ALLOWED["metric"] or ())
        raise DataError(f"metric: not chosen; say what {row['surface']!r} counts: {metrics}")
    name = f"{row['article_id']}-{row['start']}-{row['end']}-{row['metric']}"
    return row | {"figure_id": name}
