"""Which figures are looked at: filters as a short dict, counts beside each choice, ways out.

A filter's value is a list of choices; several choices of one filter widen it, several filters
narrow each other. An empty list, or a filter that is not named, does not restrict.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from . import wording
from .schema import (
    CLAIMANT_KINDS,
    COMPARATORS,
    MEASURES,
    METRICS,
    SCOPES,
    SECTIONS,
    DataError,
)
from .theme import CLAIMANT_NAMES

Filters = dict[str, list[Any]]

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
    """One filter: its name, label, column of the figures, and choices with their labels."""

    name: str
    label: str
    column: str
    choices: Mapping[Any, str]
    default: tuple[Any, ...] = ()


def available(figures: pd.DataFrame, articles: pd.DataFrame) -> dict[str, Filter]:
    """The filters by name. Sources are the articles' index labels, those without figures too."""
    names = wording.sources(figures, articles)
    sources = {article_id: names[article_id] for article_id in articles.index}
    declared = (
        Filter("metric", "Metric", "metric", _named(METRICS, wording.METRIC_NAMES)),
        Filter("source", "Source", "article_id", sources),
        Filter("scope", "Scope", "scope", _named(SCOPES, wording.SCOPE_NAMES)),
        Filter("measure", "Measure", "measure", _named(MEASURES, wording.MEASURE_NAMES)),
        Filter(
            "claimant_kind", "Claimant", "claimant_kind", _named(CLAIMANT_KINDS, CLAIMANT_NAMES)
        ),
        Filter("comparator", "Comparator", "comparator", _named(COMPARATORS, COMPARATOR_NAMES)),
        Filter("section", "Section", "section", _named(SECTIONS, SECTION_NAMES), ("body",)),
    )
    return {one.name: one for one in declared}


def _named(codes: Iterable[str], names: Mapping[str, str]) -> dict[str, str]:
    return {code: names.get(code, code) for code in codes}


def complete(given: Mapping[str, Any], known: Mapping[str, Filter]) -> Filters:
    """`given` checked, choices in their declared order, with the defaults of what it leaves out.

    A single choice may stand without a list. Raises DataError for an unknown filter or choice.
    """
    if not isinstance(given, Mapping):
        raise DataError(
            f"filters: expected a dict such as {{'metric': ['capacity']}}, not {given!r}"
        )
    for name in given:
        if name not in known:
            raise DataError(f"filters: no filter {name!r}; allowed: {', '.join(known)}")
    asked = {name: given.get(name, one.default) for name, one in known.items()}
    chosen = {name: _chosen(known[name], choices) for name, choices in asked.items()}
    return {name: choices for name, choices in chosen.items() if choices or known[name].default}


def _chosen(one: Filter, choices: Any) -> list[Any]:
    listed = isinstance(choices, list | tuple | set | frozenset | pd.Index | pd.Series)
    asked = list(choices) if listed else [choices]
    for choice in asked:
        if choice not in one.choices:
            allowed = ", ".join(map(str, one.choices))
            raise DataError(f"filters: {one.name} has no choice {choice!r}; allowed: {allowed}")
    return [choice for choice in one.choices if choice in asked]


def matching(
    figures: pd.DataFrame, filters: Filters, known: Mapping[str, Filter], without: str = ""
) -> pd.Series:
    """True for each figure that passes all `filters`, except the one named `without`."""
    passed = pd.Series(True, index=figures.index)
    for name, choices in filters.items():
        if choices and name != without:
            passed &= figures[known[name].column].isin(choices)
    return passed


def counts(
    figures: pd.DataFrame, filters: Filters, known: Mapping[str, Filter]
) -> dict[str, dict[Any, int]]:
    """Filter to choice to the number of figures it would show, the other filters as they are.

    Holds the choices that occur in `figures`, those in use, and every source.
    """
    return {name: _counted(figures, filters, known, one) for name, one in known.items()}


def _counted(
    figures: pd.DataFrame, filters: Filters, known: Mapping[str, Filter], one: Filter
) -> dict[Any, int]:
    column = figures[one.column]
    found = column[matching(figures, filters, known, without=one.name)].value_counts()
    kept = set(column.unique()) | set(filters.get(one.name, ()))
    kept |= set(one.choices) if one.name == "source" else set()
    return {choice: int(found.get(choice, 0)) for choice in one.choices if choice in kept}


def ways_out(
    figures: pd.DataFrame, filters: Filters, known: Mapping[str, Filter], last: str = ""
) -> dict[str, int]:
    """For an empty selection: the filters without which it is not empty, and what each would show.

    The filter changed `last` comes first, then the one that shows most.
    """
    would = {
        name: int(matching(figures, filters, known, without=name).sum())
        for name, choices in filters.items()
        if choices
    }
    helpful = [name for name, count in would.items() if count]
    return {
        name: would[name] for name in sorted(helpful, key=lambda name: (name != last, -would[name]))
    }
