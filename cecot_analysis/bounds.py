"""What a figure's words bound: intervals with open and closed ends, and which figures count."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import inf
from typing import Any

import pandas as pd

from .schema import MEASURES, METRICS, SCOPES, SECTIONS, DataError, check_figures

BODY = ("body",)
KEY = ["metric", "scope", "measure", "unit"]
_JOIN = 3  # characters between two sentences that follow each other


def considered(figures: pd.DataFrame, sections: Sequence[str] = BODY) -> pd.DataFrame:
    """The figures that count: of these `sections`, not rejected, a repeated sentence once.

    Raises DataError for a section that does not exist, and for a table of figures that lacks a
    column or holds a value which is not allowed.
    """
    check_figures(figures)
    unknown = [one for one in sections if one not in SECTIONS]
    if unknown:
        raise DataError(f"unknown section {unknown[0]!r}; allowed: {', '.join(SECTIONS)}")
    kept = figures["section"].isin(list(sections)) & (figures["review"] != "rejected")
    return figures[kept & figures["duplicate_of"].isna()]


def each(table: pd.DataFrame) -> Iterator[Any]:
    """The rows of a table as records, one attribute per column."""
    columns = [column.tolist() for _, column in table.items()]
    yield from map(_record(tuple(map(str, table.columns)))._make, zip(*columns, strict=True))


@cache
def _record(names: tuple[str, ...]) -> Any:
    """A class per set of columns: making one takes longer than filling it."""
    return namedtuple("Record", names, rename=True)


def grouped(figures: pd.DataFrame) -> list[tuple[tuple[str, ...], pd.DataFrame]]:
    """The figures by comparable key, in the order in which the schema lists metrics and scopes."""
    groups = [(tuple(map(str, key)), rows) for key, rows in figures.groupby(KEY, sort=False)]

    def place(group: tuple[tuple[str, ...], pd.DataFrame]) -> tuple[Any, ...]:
        metric, scope, measure, unit = group[0]
        return METRICS.index(metric), SCOPES.index(scope), MEASURES.index(measure), unit

    return sorted(groups, key=place)


@dataclass(frozen=True)
class Bounds:
    """The values that a statement allows; an end that is `open` is itself not allowed."""

    low: float = -inf
    high: float = inf
    low_open: bool = False
    high_open: bool = False

    def meets(self, other: Bounds) -> bool:
        """Whether one value satisfies both statements."""
        low, low_open = max((self.low, self.low_open), (other.low, other.low_open))
        high, high_closed = min((self.high, not self.high_open), (other.high, not other.high_open))
        return low < high or (low == high and not low_open and high_closed)


def of(figure: Any) -> Bounds | None:
    """The bounds that a figure's words imply; None for an approximate or unbounded one."""
    low = -inf if pd.isna(figure.low) else float(figure.low)
    high = inf if pd.isna(figure.high) else float(figure.high)
    if figure.comparator == "approx" or (low, high) == (-inf, inf):
        return None
    return Bounds(low, high, figure.comparator == "more_than", figure.comparator == "less_than")


def near(earlier: Any, later: Any) -> bool:
    """Whether two figures stand in one sentence, or in two that follow each other."""
    return bool(later.quote_start - earlier.quote_end <= _JOIN)


def dates_agree(one: Any, other: Any) -> bool:
    """Whether two figures can be for the same date: a missing or coarser date does not differ."""
    if pd.isna(one.as_of) or pd.isna(other.as_of):
        return True
    shorter, longer = sorted((str(one.as_of), str(other.as_of)), key=len)
    return longer.startswith(shorter)
