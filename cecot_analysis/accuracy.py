"""How good the extraction is, drawn: precision and recall by metric with their intervals."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from . import panels, wording
from .sheet import Sheet
from .theme import HAIRLINE, INK, MUTED, Panel, drawing

_MEASURES = ("precision", "recall")
_SHAPES = ("circle", "square")
_APART = 8  # pixels between the two marks of a metric
_STACKED = 56  # pixels of a row whose name stands above its marks


def quality_chart(
    scores: pd.DataFrame, texts: str = "reviewed texts", sheet: Sheet | None = None
) -> alt.VConcatChart:
    """Precision and recall of `ca.quality` by metric: a mark each, and a bar for its interval.

    `texts` says in words what the scores were measured on; `sheet` is how wide it is, 760 pixels
    unless it is given.
    """
    counted = scores[(scores["expected"] > 0) | (scores["found"] > 0)]
    records = [
        {
            "row": at,
            "metric": _name(metric),
            "measure": measure,
            "share": float(row[measure]),
            "low": float(row[f"{measure}_low"]),
            "high": float(row[f"{measure}_high"]),
            "counts": f"{row['expected']:.0f} marked, {row['found']:.0f} found",
        }
        for at, (metric, row) in enumerate(counted.iterrows())
        for measure in _MEASURES
        if pd.notna(row[measure])
    ]
    return drawn(records, _finding(scores, texts), texts, sheet or Sheet())


def drawn(records: list[dict[str, Any]], title: str, texts: str, sheet: Sheet) -> alt.VConcatChart:
    """The chart of these marks, as they stand in the data of one that `quality_chart` has made."""
    told = [
        f"{record['metric']}, {record['measure']}: {record['share']:.0%} "
        f"({record['low']:.0%} to {record['high']:.0%})"
        for record in records
    ]
    marks = [
        "● precision: of what is found, the share that is right",
        "■ recall: of what a reader marked, the share that is found",
    ]
    lines = marks if sheet.stacked else [" · ".join(marks)]
    small = panels.small_print([*lines, "bar: 95 % interval of Wilson's score"], sheet, [])
    rows = [_rows(records, sheet)] if records else []
    return panels.framed([*rows, small], title, texts, ". ".join(told) + ".", sheet)


def _name(metric: Any) -> str:
    return "All" if metric == "all" else wording.capitalised(wording.METRIC_NAMES[str(metric)])


def _finding(scores: pd.DataFrame, texts: str) -> str:
    total = scores.loc["all"]
    if not total["expected"] and not total["found"]:
        return f"No figure is marked in {texts}, and none is found"
    shares = [f"{total[m]:.0%} {m}" for m in _MEASURES if pd.notna(total[m])]
    return f"{total['correct']:.0f} of {total['expected']:.0f} figures found: {', '.join(shares)}"


def _rows(records: list[dict[str, Any]], sheet: Sheet) -> Panel:
    names = {record["row"]: record["metric"] for record in records}
    base = drawing(records).transform_calculate(
        lift=f"datum.measure == '{_MEASURES[0]}' ? -{_APART} : {_APART}"
    )
    y = alt.Y("row:O", axis=None, scale=alt.Scale(domain=list(names)))
    x = alt.X(
        "share:Q",
        scale=alt.Scale(domain=[0, 1], nice=False),
        axis=alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1], title=None, gridColor=HAIRLINE),
    )
    shape = alt.Shape(
        "measure:N", scale=alt.Scale(domain=list(_MEASURES), range=list(_SHAPES)), legend=None
    )
    offset = alt.YOffset("lift:Q", scale=alt.Scale(domain=[-24, 24]))
    fields = [alt.Tooltip(f"{name}:N") for name in ("metric", "measure", "counts")]
    heads = drawing([{"row": at, "metric": name} for at, name in names.items()])
    side: dict[str, Any] = {"align": "right", "limit": sheet.label}
    if sheet.stacked:
        side = {"align": "left", "dy": -22, "limit": sheet.plot}
    tall = _STACKED if sheet.stacked else panels.ROW_HEIGHT
    return alt.layer(
        base.mark_rule(color=MUTED, strokeWidth=2).encode(
            x=alt.X("low:Q", scale=alt.Scale(domain=[0, 1], nice=False)),
            x2="high:Q",
            y=y,
            yOffset=offset,
        ),
        base.mark_point(size=70, filled=True, color=INK, opacity=1).encode(
            x=x,
            y=y,
            yOffset=offset,
            shape=shape,
            tooltip=[*fields, alt.Tooltip("share:Q", format=".0%")],
        ),
        heads.mark_text(**side).encode(x=alt.value(-sheet.gap), y=y, text="metric:N"),
    ).properties(width=sheet.plot, height=tall * len(names))
