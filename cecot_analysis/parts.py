"""Parts beside their whole: exact counts that stand together in one article, and their sum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from . import bounds, wording

COUNTED = ("stock", "cumulative", "increment")


@dataclass(frozen=True)
class Parts:
    """Exact figures of one article that stand together, and a figure that may be their whole."""

    parts: tuple[Any, ...]
    whole: Any

    @property
    def total(self) -> float:
        """The sum of the parts."""
        return float(sum(part.value for part in self.parts))

    @property
    def agrees(self) -> bool | None:
        """Whether the sum lies within the bounds of the whole; None where it has no bounds."""
        limits = bounds.of(self.whole)
        return None if limits is None else limits.meets(bounds.Bounds(self.total, self.total))

    @property
    def sum_in_words(self) -> str:
        """The sum as a formula: "137 + 101 + 23 = 261"."""
        unit = self.whole.unit
        terms = " + ".join(wording.number(part.value, unit) for part in self.parts)
        return f"{terms} = {wording.number(self.total, unit)}"


def _runs(rows: list[Any]) -> Iterator[list[Any]]:
    """Runs of two or more exact figures by one claimant, each near the one before."""
    run: list[Any] = []
    for row in rows:
        joins = run and (
            bounds.near(run[-1], row)
            and wording.claimant_key(run[-1]) == wording.claimant_key(row)
            and bounds.dates_agree(run[-1], row)
        )
        if not joins:
            if len(run) > 1:
                yield run
            run = []
        run.append(row)
    if len(run) > 1:
        yield run


def _wholes(run: list[Any], rows: list[Any]) -> Iterator[Parts]:
    largest = max(run, key=lambda row: row.value)
    others = tuple(row for row in run if row is not largest)
    if len(others) > 1 and sum(row.value for row in others) == largest.value:
        yield Parts(others, largest)
        return
    ids = {row.figure_id for row in run}
    for row in rows:
        if row.figure_id in ids or pd.isna(row.value) or row.value < largest.value:
            continue
        if pd.isna(row.note) and bounds.dates_agree(row, run[0]):
            yield Parts(tuple(run), row)


def parts_of_wholes(figures: pd.DataFrame) -> list[Parts]:
    """Parts beside a whole, found in each article by where they stand, never across articles.

    Parts are exact counts with one comparable key and one claimant, in one sentence or in
    sentences that follow each other; a whole is another figure with that key in that article.
    """
    found: list[Parts] = []
    counts = figures[figures["measure"].isin(COUNTED)].sort_values(["start", "figure_id"])
    for _, group in counts.groupby(["article_id", "section", *bounds.KEY], sort=False):
        rows = list(bounds.each(group))
        exact = [row for row in rows if row.comparator == "exact" and row.value > 0]
        for run in _runs(exact):
            found += _wholes(run, rows)
    return found
