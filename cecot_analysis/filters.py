"""Which filters there are, what each may be set to, and how they stand in a short dict.

Choices are a list (several widen it), a period is `[first, last]` with None for an open end,
words are a string. Filters narrow each other; an empty value does not restrict.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from . import wording
from .schema import (
    CLAIMANT_KINDS,
    COMPARATORS,
    MEASURES,
    METRICS,
    REVIEWS,
    SCOPES,
    SECTIONS,
    DataError,
)
from .theme import CLAIMANT_NAMES

Filters = dict[str, Any]
CHOICES, PERIOD, WORDS = "choices", "period", "words"
NOT_STATED = "not stated"
UNKNOWN = ""  # the choice that stands for an article without a publisher

COMPARATOR_NAMES = {
    "exact": "exact",
    "approx": "about",
    "at_least": "at least",
    "more_than": "more than",
    "at_most": "at most",
    "less_than": "less than",
    "range": "range",
}
SECTION_NAMES = {
    "body": "article body",
    "teaser": "teasers of other articles",
    "chrome": "page furniture",
}


@dataclass(frozen=True)
class Filter:
    """One filter: its name, label and kind; for choices, the figures' column and their labels.

    `listed` are shown although no figure has them: a source that reports nothing, say.
    """

    name: str
    label: str
    kind: str = CHOICES
    column: str = ""
    choices: Mapping[Any, str] = field(default_factory=dict)
    default: tuple[Any, ...] = ()
    listed: bool = False


def available(figures: pd.DataFrame, articles: pd.DataFrame) -> dict[str, Filter]:
    """The filters by name. Sources are the articles' index labels, those without figures too."""
    names = wording.sources(figures, articles)
    sources = {plain(article_id): names[article_id] for article_id in articles.index}
    declared = (
        Filter("metric", "Metric", CHOICES, "metric", _named(METRICS, wording.METRIC_NAMES)),
        Filter("source", "Source", CHOICES, "article_id", sources, listed=True),
        Filter("publisher", "Publisher", CHOICES, "", _publishers(articles), listed=True),
        Filter("scope", "Scope", CHOICES, "scope", _named(SCOPES, wording.SCOPE_NAMES)),
        Filter("measure", "Measure", CHOICES, "measure", _named(MEASURES, wording.MEASURE_NAMES)),
        Filter(
            "claimant_kind",
            "Claimant",
            CHOICES,
            "claimant_kind",
            _named(CLAIMANT_KINDS, CLAIMANT_NAMES),
        ),
        Filter(
            "comparator",
            "Comparator",
            CHOICES,
            "comparator",
            _named(COMPARATORS, COMPARATOR_NAMES),
        ),
        Filter(
            "section", "Section", CHOICES, "section", _named(SECTIONS, SECTION_NAMES), ("body",)
        ),
        Filter("review", "Review", CHOICES, "review", _named(REVIEWS, {})),
        Filter("as_of", "As of", PERIOD),
        Filter("published", "Published", PERIOD),
        Filter("text", "Words in the quote", WORDS),
    )
    return {one.name: one for one in declared}


def publishers(articles: pd.DataFrame) -> pd.Series:
    """The publisher of each article, `UNKNOWN` where none is known."""
    known = articles.get("publisher", pd.Series(None, index=articles.index, dtype="object"))
    return known.astype("object").map(lambda name: UNKNOWN if pd.isna(name) else str(name))


def _publishers(articles: pd.DataFrame) -> dict[str, str]:
    found = sorted(set(publishers(articles)), key=lambda name: (name == UNKNOWN, name.casefold()))
    named = {name: f"“{name}”" if name == NOT_STATED else name for name in found}
    return {name: words or NOT_STATED for name, words in named.items()}


def _named(codes: Iterable[str], names: Mapping[str, str]) -> dict[str, str]:
    return {code: names.get(code, code) for code in codes}


def plain(label: Any) -> Any:
    """An index label as plain Python, so that a state can be written down as JSON."""
    return label.item() if hasattr(label, "item") else label


def complete(given: Mapping[str, Any], known: Mapping[str, Filter]) -> Filters:
    """`given` checked, choices in their declared order, with the defaults of what it leaves out.

    A single choice may stand without a list; a date may be a year or a month and becomes the
    first or last day of it. Raises DataError for an unknown filter or choice, for a date that is
    none, and for a period that ends before it begins.
    """
    if not isinstance(given, Mapping):
        raise DataError(
            f"filters: expected a dict such as {{'metric': ['capacity']}}, not {given!r}"
        )
    for name in given:
        if name not in known:
            raise DataError(f"filters: no filter {name!r}; allowed: {', '.join(known)}")
    read = {CHOICES: _chosen, PERIOD: _period, WORDS: _words}
    chosen = {
        name: read[one.kind](one, given.get(name, one.default)) for name, one in known.items()
    }
    return {name: value for name, value in chosen.items() if value or known[name].default}


def is_one_of(name: Any, allowed: Container[Any]) -> bool:
    """Whether `name` is allowed, whatever it is: a list, say, is no name."""
    try:
        return name in allowed
    except TypeError:
        return False


def _chosen(one: Filter, choices: Any) -> list[Any]:
    listed = isinstance(choices, Iterable) and not isinstance(choices, str)
    asked = [plain(choice) for choice in choices] if listed else [plain(choices)]
    for choice in asked:
        if not is_one_of(choice, one.choices):
            allowed = ", ".join(map(str, one.choices))
            raise DataError(f"filters: {one.name} has no choice {choice!r}; allowed: {allowed}")
    return [choice for choice in one.choices if choice in asked]


def _words(one: Filter, given: Any) -> str:
    if given and not isinstance(given, str):
        raise DataError(f"filters: {one.name} takes words in a string, not {given!r}")
    return " ".join(given.split()) if given else ""


def _period(one: Filter, given: Any) -> list[str | None]:
    if isinstance(given, np.ndarray | pd.Index | pd.Series):
        given = [plain(moment) for moment in given]
    if not given:
        return []
    if not isinstance(given, list | tuple) or len(given) != 2:
        raise DataError(
            f"filters: {one.name} takes [first, last], such as ['2024-01', None]; found {given!r}"
        )
    first, last = (_day(one, value, at) for at, value in enumerate(given))
    if first and last and last < first:
        raise DataError(f"filters: {one.name} ends on {last}, before it begins on {first}")
    return [first, last] if first or last else []


def _day(one: Filter, value: Any, end: int) -> str | None:
    """The first (`end` 0) or last day of a date that may be a day, a month or a year."""
    if value is None or value == "":
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)  # a year; pandas would count nanoseconds
    try:
        if not isinstance(value, str):
            moment = pd.Timestamp(value)
            return date(moment.year, moment.month, moment.day).isoformat()  # NaT is no day
        forms = {4: "%Y", 7: "%Y-%m", 10: "%Y-%m-%d"}
        first = pd.to_datetime(value, format=forms[len(value)])
        period = pd.Period(first, freq={4: "Y", 7: "M", 10: "D"}[len(value)])
        return f"{period.asfreq('D', 'end' if end else 'start')}"
    except (KeyError, ValueError, TypeError) as error:
        raise DataError(
            f"filters: {one.name}: {value!r} is no date; write 2024, 2024-08 or 2024-08-31"
        ) from error


def changed(filters: Filters, known: Mapping[str, Filter]) -> Filters:
    """The part of `filters` that differs from the defaults: all that has to be written down."""
    usual = complete({}, known)
    return {
        name: filters.get(name, [])
        for name in known
        if filters.get(name, []) != usual.get(name, [])
    }
