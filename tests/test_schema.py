"""What a table of figures may hold: each contradiction is told with figure, column and allowed."""

from __future__ import annotations

import time
from typing import Any

import pandas as pd
import pytest
from reports import articles, figures

import cecot_analysis as ca
from cecot_analysis import schema
from cecot_analysis.reviews import load_figures

RANGE = {"comparator": "range", "low": 10.0, "high": 20.0}
DATED = {"as_of": "2024-08"}
NAMED = {"attribution": "Lawyers"}
CHARTS = [name for name in dir(ca.charts) if name.endswith("_chart") and name != "quality_chart"]


def refused(column: str, given: dict[str, Any], changed: dict[str, Any]) -> str:
    """What is said of a valid row with some cells changed."""
    table = figures(given)
    for name, value in changed.items():
        table[name] = pd.Series([value], index=table.index, dtype=table[name].dtype)
    with pytest.raises(schema.DataError) as error:
        schema.validate_figures(table)
    said = str(error.value)
    assert table.at[0, "figure_id"] in said
    assert f"column {column!r}" in said
    assert "allowed: " in said
    return said


@pytest.mark.parametrize(
    ("column", "given", "changed"),
    [
        ("low", {}, {"low": 7.0}),
        ("low", {}, {"low": None}),
        ("high", {}, {"high": 7000.0}),
        ("low", {"comparator": "more_than"}, {"low": None}),
        ("high", {"comparator": "at_least"}, {"high": 2000.0}),
        ("high", {"comparator": "at_most"}, {"high": None}),
        ("low", {"comparator": "less_than"}, {"low": 1.0}),
        ("low", {"comparator": "approx"}, {"low": 900.0}),
        ("value", RANGE, {"value": 15.0}),
        ("high", RANGE, {"high": 5.0}),
        ("low", RANGE, {"low": None}),
        ("value", {}, {"value": float("inf")}),
        ("value", {}, {"value": -5.0}),
        ("value", {}, {"value": None}),
        ("unit", {}, {"unit": "furlong"}),
        ("metric", {}, {"metric": "escapes"}),
        ("as_of", DATED, {"as_of": "2024-13"}),
        ("as_of", DATED, {"as_of": "2023-02-30"}),
        ("as_of", DATED, {"as_of": "August 2024"}),
        ("as_of_precision", DATED, {"as_of_precision": "day"}),
        ("as_of_precision", {}, {"as_of_precision": "day"}),
        ("as_of_basis", DATED, {"as_of_basis": "none"}),
        ("as_of_basis", {}, {"as_of_basis": "stated"}),
        ("attribution_basis", {}, {"attribution_basis": "stated"}),
        ("attribution_basis", NAMED, {"attribution_basis": "none"}),
        ("claimant_kind", {}, {"claimant_kind": "ngo"}),
        ("start", {}, {"start": 400, "end": 405}),
        ("end", {}, {"end": 400}),
        ("duplicate_of", {}, {"duplicate_of": "no-such-figure"}),
        ("duplicate_of", {}, {"duplicate_of": "article0-0"}),
    ],
)
def test_cells_that_contradict_each_other(
    column: str, given: dict[str, Any], changed: dict[str, Any]
) -> None:
    refused(column, given, changed)


def test_what_is_found_and_what_is_allowed_is_said() -> None:
    said = refused("low", {"comparator": "more_than"}, {"low": 5.0})
    assert "5.0; allowed: 1000, the value, for the comparator 'more_than'" in said


def test_valid_rows_of_every_kind() -> None:
    kinds = [{"comparator": kind} for kind in schema.COMPARATORS if kind != "range"]
    dates = [{"as_of": date} for date in ("2024", "2024-08", "2024-02-29")]
    figures(*kinds, RANGE, *dates, NAMED, {**NAMED, "claimant_kind": "court"})


@pytest.mark.parametrize("name", ["compare", "checks", "not_comparable", *CHARTS])
@pytest.mark.parametrize("fault", ["metric", "column"])
def test_every_door_refuses_an_unknown_metric_and_a_missing_column(name: str, fault: str) -> None:
    table, texts = figures({}, {}), articles("article0")
    bad = table.assign(metric="escapes") if fault == "metric" else table.drop(columns="scope")
    door = getattr(ca.charts, name) if name in CHARTS else getattr(ca, name)
    with pytest.raises(
        ca.DataError, match="'escapes'; allowed: " if fault == "metric" else "scope"
    ):
        door(bad, texts) if name == "sources_chart" else door(bad)


@pytest.mark.parametrize("name", ["coverage", "explore", "highlight", "table"])
def test_the_doors_that_take_articles_refuse_them_too(name: str) -> None:
    bad, texts = figures({}).assign(metric="escapes"), articles("article0")
    doors = {"highlight": lambda: ca.highlight(texts.iloc[0], bad)}
    doors["table"] = lambda: ca.charts.table(bad, texts)
    door = doors.get(name) or (lambda: getattr(ca, name)(bad, texts))
    with pytest.raises(ca.DataError, match="'escapes'; allowed: capacity"):
        door()
    with pytest.raises(ca.DataError, match="expected a table"):
        schema.check_figures(None)  # type: ignore[arg-type]


def test_looking_at_each_door_is_quick() -> None:
    table = load_figures()
    schema.check_figures(table)
    start = time.perf_counter()
    for _ in range(10):
        schema.check_figures(table)
    assert (time.perf_counter() - start) / 10 < 0.005
