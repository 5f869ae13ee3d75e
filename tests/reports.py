"""Figures made up for tests: a plain report, and what differs from it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from cecot_analysis import schema

_PLAIN: dict[str, Any] = {
    "section": "body",
    "metric": "arrests",
    "scope": "national",
    "measure": "cumulative",
    "value": 1000.0,
    "comparator": "exact",
    "unit": "people",
    "as_of_basis": "none",
    "claimant_kind": "none",
    "attribution_basis": "none",
    "rule": "test",
    "review": "proposed",
}
_LOW = ("exact", "at_least", "more_than")
_HIGH = ("exact", "at_most", "less_than")


def report(number: int, given: dict[str, Any]) -> dict[str, Any]:
    """A row of the figures table; `at` puts it into sentence `at` of an article they share."""
    row = {**_PLAIN, **{name: value for name, value in given.items() if name != "at"}}
    sentence = given.get("at")
    if row.get("attribution") and "attribution_basis" not in given:
        row["attribution_basis"] = "stated"
    if row.get("as_of"):
        precision = {4: "year", 7: "month", 10: "day"}[len(row["as_of"])]
        row |= {"as_of_basis": "stated", "as_of_precision": precision}
    value, kind = row["value"], row["comparator"]
    if kind == "range":
        row["value"] = None
    row.setdefault("low", value if kind in _LOW else None)
    row.setdefault("high", value if kind in _HIGH else None)
    row.setdefault("article_id", f"article{number}" if sentence is None else "shared")
    surface = row.setdefault("surface", f"{value:,.0f}")
    row.setdefault("quote", f"They counted {surface} people.")
    begin = (number if sentence is None else sentence) * (len(row["quote"]) + 1)
    start = begin + row["quote"].index(surface) + (0 if sentence is None else number / 100)
    row |= {"quote_start": begin, "quote_end": begin + len(row["quote"])}
    row |= {"start": int(start), "end": int(start) + len(surface)}
    return {"figure_id": f"{row['article_id']}-{number}", **row}


def figures(*given: dict[str, Any]) -> pd.DataFrame:
    """A valid figures table with one row per report."""
    rows = [report(number, one) for number, one in enumerate(given)]
    return schema.validate_figures(schema.typed(pd.DataFrame(rows), schema.FIGURE_COLUMNS))


def articles(*names: str, **columns: Any) -> pd.DataFrame:
    """An articles table with these ids; `columns` overrides every row's cells."""
    row = {"published_basis": "none", "text": "x", "sha256": "0", "n_words": 1, **columns}
    table = pd.DataFrame([row] * len(names), index=pd.Index(list(names), name="article_id"))
    return schema.typed(table, schema.ARTICLE_COLUMNS)
