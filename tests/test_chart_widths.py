"""A chart keeps to its sheet: nothing is drawn beyond it, on a telephone or on a wide page."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
import vl_convert
from test_charts import Tables, mixed, own

from cecot_analysis import charts, overview, theme, wording
from cecot_analysis.accuracy import quality_chart
from cecot_analysis.sheet import Sheet, fitting

ROOMS = (290, 320, 390, 559, 560, 760, 900)
AROUND = 2 * theme.theme()["config"]["padding"]  # type: ignore[operator, typeddict-item]
SIZE = re.compile(r'<svg[^>]* width="([\d.]+)"')
Drawn = Callable[[pd.DataFrame, pd.DataFrame, Sheet], dict[str, Any]]


def chart(make: Callable[..., Any]) -> Drawn:
    def drawn(figures: pd.DataFrame, articles: pd.DataFrame, sheet: Sheet) -> dict[str, Any]:
        return theme.specification(make(figures, articles, sheet=sheet))

    drawn.__name__ = make.__name__
    return drawn


def live(figures: pd.DataFrame, articles: pd.DataFrame, sheet: Sheet) -> dict[str, Any]:
    """The explorer's view of the same values."""
    names = wording.sources(figures, articles)
    made = overview.specification(figures, names, {}, quiet=["Quiet"], sheet=sheet)
    return {"$schema": theme.VEGALITE_SCHEMA, "config": theme.theme()["config"], **made}


def scores(figures: pd.DataFrame, articles: pd.DataFrame, sheet: Sheet) -> dict[str, Any]:
    """How well figures are found, as if half of each metric's were."""
    counts = figures["metric"].value_counts()
    rows = {
        metric: {"expected": 2 * n, "found": n, "correct": n}
        | {"precision": 1.0, "precision_low": 0.4, "precision_high": 1.0}
        | {"recall": 0.5, "recall_low": 0.0, "recall_high": 0.8}
        for metric, n in {**counts, "all": len(figures)}.items()
    }
    table = pd.DataFrame.from_dict(rows, orient="index")
    return theme.specification(quality_chart(table, "texts that nobody has read", sheet))


ALL: list[Drawn] = [
    *map(chart, (charts.coverage_chart, charts.sources_chart, charts.disagreements_chart)),
    *map(chart, (charts.values_chart, charts.transfers_chart)),
    live,
    scores,
]


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("tables", [own, mixed], ids=lambda given: given.__name__)
@pytest.mark.parametrize("draw", ALL, ids=lambda given: given.__name__)
def test_a_chart_is_no_wider_than_its_sheet(
    draw: Drawn, tables: Callable[[], Tables], room: int
) -> None:
    sheet = fitting(room)
    figures, articles = tables()
    svg = vl_convert.vegalite_to_svg(draw(figures, articles, sheet), vl_version="5.8")
    found = SIZE.match(svg)
    assert found is not None
    assert float(found[1]) <= sheet.width + AROUND
