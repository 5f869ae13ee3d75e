"""What the cells of one figure must have to do with each other: bounds, dates, claimants, spans."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd

PRECISIONS = {4: "year", 7: "month", 10: "day"}
_PARTIAL = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)
LOW = ("exact", "at_least", "more_than")
HIGH = ("exact", "at_most", "less_than")


class Fault(NamedTuple):
    """A cell that does not go with the others of its row."""

    figure_id: Any
    column: str
    found: Any
    allowed: str


def _missing(value: Any) -> bool:
    return bool(pd.isna(value))


def _of_range(row: Any) -> Iterator[tuple[str, str]]:
    if not _missing(row.value):
        yield "value", "none for a range, which has low and high"
    for column in ("low", "high"):
        end = getattr(row, column)
        if _missing(end) or not (math.isfinite(end) and end >= 0):
            yield column, "a finite number: both ends of a range are set"
    if not row.low < row.high:
        yield "high", f"more than low, which is {row.low:g}"


def _of_number(row: Any) -> Iterator[tuple[str, str]]:
    if _missing(row.value) or not (math.isfinite(row.value) and row.value > 0):
        yield "value", f"a finite number above 0 for the comparator {row.comparator!r}"
        return
    for column, bounded in (("low", LOW), ("high", HIGH)):
        bound = getattr(row, column)
        if row.comparator in bounded and bound != row.value:
            yield column, f"{row.value:g}, the value, for the comparator {row.comparator!r}"
        if row.comparator not in bounded and not _missing(bound):
            yield column, f"none for the comparator {row.comparator!r}"


def _is_date(written: str) -> bool:
    if not _PARTIAL.fullmatch(written):
        return False
    try:
        datetime.date.fromisoformat(f"{written}-01-01"[:10])
    except ValueError:
        return False
    return True


def _of_date(row: Any) -> Iterator[tuple[str, str]]:
    if _missing(row.as_of):
        if row.as_of_basis != "none":
            yield "as_of_basis", "none, as there is no as_of"
        if not _missing(row.as_of_precision):
            yield "as_of_precision", "none, as there is no as_of"
        return
    if not _is_date(str(row.as_of)):
        yield "as_of", "a date that exists, written 2024, 2024-08 or 2024-08-31"
        return
    precision = PRECISIONS[len(str(row.as_of))]
    if row.as_of_precision != precision:
        yield "as_of_precision", f"{precision}, for the as_of {row.as_of}"
    if row.as_of_basis == "none":
        yield "as_of_basis", "stated or relative, as there is an as_of"


def _of_claimant(row: Any) -> Iterator[tuple[str, str]]:
    if _missing(row.attribution):
        for column in ("attribution_basis", "claimant_kind"):
            if getattr(row, column) != "none":
                yield column, "none, as there is no attribution"
    elif row.attribution_basis == "none":
        yield "attribution_basis", "stated or carried_over, as there is an attribution"


def _of_span(row: Any) -> Iterator[tuple[str, str]]:
    if not 0 <= row.quote_start < row.quote_end:
        yield "quote_end", f"more than quote_start, which is {row.quote_start}"
    elif not row.quote_start <= row.start < row.quote_end:
        yield "start", f"inside the quote, {row.quote_start} to {row.quote_end}"
    elif not row.start < row.end <= row.quote_end:
        yield "end", f"after start, {row.start}, and inside the quote, to {row.quote_end}"


def contradictions(row: Any) -> Iterator[tuple[str, str]]:
    """Every cell of one figure that contradicts another: its column, and what is allowed there."""
    bounds = _of_range if row.comparator == "range" else _of_number
    for rule in (bounds, _of_date, _of_claimant, _of_span):
        yield from rule(row)


def faults(figures: pd.DataFrame) -> Iterator[Fault]:
    """Every cell of the figures table that contradicts another cell, in the table's order."""
    ids = set(figures["figure_id"])
    cells = figures.astype("object")  # one by one, which a column of strings is slow at
    for row in cells.itertuples(index=False):
        for column, allowed in contradictions(row):
            yield Fault(row.figure_id, column, getattr(row, column), allowed)
        repeated: Any = row.duplicate_of
        if not _missing(repeated) and (repeated not in ids or repeated == row.figure_id):
            allowed = "the figure_id of another row of this table"
            yield Fault(row.figure_id, "duplicate_of", row.duplicate_of, allowed)
