"""Marks that say what the words say: a dot for a number, an open end for an open bound.

A panel draws the reports of one comparable key, one row each, on one axis.
"""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from . import wording
from .schema import DataError
from .theme import HAIRLINE, INK, MUTED, PALE, claimant_colour, claimant_scale

LABEL_WIDTH = 236
PLOT_WIDTH = 500
ROW_HEIGHT = 38
SILENT_HEIGHT = 20
MAX_ROWS = 1_000
_ARROW = 26  # pixels from a bound to the head of its arrow
_LETTER = 6.3  # mean width of a letter at 12 px
_OPEN_ABOVE = ("at_least", "more_than")
_OPEN_BELOW = ("at_most", "less_than")
_CAP = "M-0.55,-1L0,-1L0,1L-0.55,1"  # a bracket that closes to the right
FORMS = {
    "exact": "dot",
    "approx": "outline",
    "at_least": "lower",
    "more_than": "lower",
    "at_most": "upper",
    "less_than": "upper",
    "range": "bar",
}
READING = {
    "dot": "● a plain number",
    "outline": "dashed ring: approximate, no bounds stated",
    "lower": "○→ a lower bound, open above",
    "upper": "] a stated maximum, open below",
    "bar": "bar: a range",
}


def _form(figure: Any) -> str:
    if figure.comparator == "range":
        return "bar" if pd.notna(figure.low) and pd.notna(figure.high) else "words"
    return "words" if pd.isna(figure.value) else FORMS[figure.comparator]


def _said(figure: Any, times: int) -> str:
    said = wording.phrase(figure)
    if figure.comparator == "approx":
        said = f"~ {said}"
    if figure.comparator in _OPEN_BELOW:
        said += " · stated maximum"
    as_of = wording.as_of(figure)
    parts = [said, f"as of {as_of}" if as_of else "", figure.note if pd.notna(figure.note) else ""]
    if times > 1:
        parts.append("printed twice" if times == 2 else f"printed {times} times")
    return " · ".join(part for part in parts if part)


def records(
    figures: pd.DataFrame, names: dict[Any, str], times: dict[str, int]
) -> list[dict[str, Any]]:
    """One record per figure for the marks: its row, place, words, source and claimant.

    Raises DataError above `MAX_ROWS` figures, which no page can show one by one.
    """
    if len(figures) > MAX_ROWS:
        raise DataError(
            f"figures: {len(figures):,} rows in one chart, at most {MAX_ROWS:,} are drawn one by "
            "one; filter by article, claimant or section first, or count them with compare()"
        )
    return [
        {
            "row": row,
            "figure_id": figure.figure_id,
            "claimant_kind": figure.claimant_kind,
            "source": names[figure.article_id],
            "claimant": wording.claimant(figure),
            "said": _said(figure, times.get(figure.figure_id, 1)),
            "form": _form(figure),
            "place": _place(figure),
            "low": None if pd.isna(figure.low) else float(figure.low),
            "high": None if pd.isna(figure.high) else float(figure.high),
            "reported": wording.signed(figure),
            "as_of": wording.as_of(figure) or "not stated",
            "quote": " ".join(figure.quote.split()),
        }
        for row, figure in enumerate(figures.itertuples(index=False))
    ]


def _place(figure: Any) -> float | None:
    for value in (figure.value, figure.high, figure.low):
        if pd.notna(value):
            return float(value)
    return None


def axis_end(rows: list[dict[str, Any]]) -> float:
    """The end of the axis that leaves room for every row's words right of its mark."""
    ends = [1e-9]
    for row in rows:
        if row["place"] is not None:
            lead = _ARROW + 12 if row["form"] == "lower" else 14
            words = min(len(row["said"]) * _LETTER, PLOT_WIDTH * 0.62)
            ends.append(row["place"] * PLOT_WIDTH / (PLOT_WIDTH - lead - words))
    return max(ends) if len(ends) > 1 else 1.0


def _tooltip() -> list[alt.Tooltip]:
    fields = {
        "source": "Source",
        "claimant": "Claimant",
        "reported": "Reported",
        "as_of": "As of",
        "quote": "Quote",
    }
    return [alt.Tooltip(f"{field}:N", title=title) for field, title in fields.items()]


def _axis(unit: str, end: float) -> alt.Axis:
    sign = wording.CURRENCY_SIGNS.get(unit, "")
    form = f"{sign}~s" if end >= 1e6 else f"{sign},.0f" if end >= 10 else f"{sign}~g"
    return alt.Axis(
        title=wording.unit_name(unit), format=form, tickCount=5, orient="bottom", titleAnchor="end"
    )


def panel(
    rows: list[dict[str, Any]],
    unit: str,
    name: str,
    heading: str,
    kinds: list[str],
    select: str | None = None,
) -> alt.LayerChart:
    """The chart of one comparable key: `rows` as from `records`, words left and at the mark."""
    end = axis_end(rows)
    height = ROW_HEIGHT * len(rows)
    data = alt.Data(values=rows)
    y = alt.Y("row:O", axis=None, scale=alt.Scale(domain=[row["row"] for row in rows]))
    scale = alt.Scale(domain=[0, end], nice=False, zero=True)
    at = alt.X("place:Q", scale=scale, axis=_axis(unit, end))
    # A scale shares its domain within a panel only: pixels to data units for arrow and cap.
    pixel = end / PLOT_WIDTH
    base = alt.Chart(data).encode(y=y, tooltip=_tooltip())
    colour = claimant_colour(kinds)

    def only(*forms: str) -> Any:
        wanted = " || ".join(f"datum.form == '{form}'" for form in forms)
        return base.transform_filter(wanted)

    def moved(chart: Any, pixels: float) -> Any:
        return chart.transform_calculate(open=f"datum.place + {pixels * pixel!r}")

    row = alt.Chart(data, name=name).mark_rect(color=PALE, cursor="pointer").encode(y=y)
    row = row.encode(tooltip=_tooltip(), opacity=alt.value(0.0))
    if select is not None:
        picked = {"param": select, "empty": False, "value": 1}
        row = row.encode(opacity=alt.OpacityValue(0, condition=picked))
    layers = [row]
    forms = {row["form"] for row in rows}
    rule = base.mark_rule(color=HAIRLINE, strokeWidth=1).encode(x=alt.datum(0), x2=alt.datum(end))
    layers.append(rule)
    open_x = alt.X("open:Q", scale=scale)
    if "lower" in forms:
        stem = moved(only("lower"), _ARROW)
        layers += [
            stem.mark_rule(strokeWidth=2).encode(x=at, x2="open:Q", color=colour),
            stem.mark_point(shape="triangle-right", size=70, filled=True, opacity=1).encode(
                x=open_x, color=colour
            ),
            only("lower")
            .mark_point(size=110, fill="white", strokeWidth=2, opacity=1)
            .encode(x=at, stroke=_stroke()),
        ]
    if "upper" in forms:
        stem = moved(only("upper"), -_ARROW)
        layers += [
            stem.mark_rule(strokeWidth=2, strokeDash=[2, 3]).encode(
                x=at, x2="open:Q", color=colour
            ),
            only("upper")
            .mark_point(shape=_CAP, size=340, strokeWidth=3, filled=False, opacity=1)
            .encode(x=at, color=colour),
        ]
    if "outline" in forms:
        layers.append(
            only("outline")
            .mark_point(size=120, strokeWidth=2, strokeDash=[3, 2], fill="white", opacity=1)
            .encode(x=at, stroke=_stroke())
        )
    if "bar" in forms:
        layers.append(
            only("bar")
            .mark_bar(height=9, cornerRadius=2)
            .encode(x=alt.X("low:Q", scale=scale, axis=_axis(unit, end)), x2="high:Q", color=colour)
        )
    if "dot" in forms:
        layers.append(
            only("dot").mark_point(size=120, filled=True, opacity=1).encode(x=at, color=colour)
        )
    layers += _words(base, forms, at, pixel)
    layers += labels(base)
    return alt.layer(*layers).properties(
        width=PLOT_WIDTH,
        height=height,
        title=alt.TitleParams(
            heading, fontSize=12, fontWeight="bold", color=INK, frame="group", offset=6
        ),
    )


def _stroke() -> alt.Stroke:
    return alt.Stroke("claimant_kind:N", scale=claimant_scale(), legend=None)


def _words(base: Any, forms: set[str], at: alt.X, pixel: float) -> list[Any]:
    def said(*wanted: str) -> Any:
        return base.transform_filter(" || ".join(f"datum.form == '{form}'" for form in wanted))

    text = {"align": "left", "fontSize": 12, "color": INK, "limit": PLOT_WIDTH * 0.62}
    layers = []
    if forms & {"dot", "outline", "upper", "bar"}:
        marked = said("dot", "outline", "upper", "bar").mark_text(dx=11, **text)
        layers.append(marked.encode(x=at, text="said:N"))
    if "lower" in forms:
        marked = said("lower").mark_text(dx=_ARROW + 9, **text)
        layers.append(marked.encode(x=at, text="said:N"))
    if "words" in forms:
        marked = said("words").mark_text(**{**text, "color": MUTED}, fontStyle="italic")
        layers.append(marked.encode(x=alt.value(4), text="said:N"))
    return layers


def labels(base: Any) -> list[Any]:
    """Two lines left of each row: the source, and under it the claimant."""
    side = {"align": "right", "limit": LABEL_WIDTH}
    source = base.mark_text(**side, dy=-7, fontSize=12, color=INK)
    claimant = base.mark_text(**side, dy=8, fontSize=11, color=MUTED)
    return [
        source.encode(x=alt.value(-12), text="source:N"),
        claimant.encode(x=alt.value(-12), text="claimant:N"),
    ]


def silent(names: list[str], name: str) -> alt.LayerChart:
    """Rows for the sources that report nothing; more than eight stand in one row."""
    if len(names) > 8:
        names = [f"{len(names)} other sources"]
    rows = [{"row": row, "source": source} for row, source in enumerate(names)]
    y = alt.Y("row:O", axis=None, scale=alt.Scale(domain=[row["row"] for row in rows]))
    base = alt.Chart(alt.Data(values=rows)).encode(y=y)
    text = {"fontSize": 12, "color": MUTED}
    side = base.mark_text(align="right", limit=LABEL_WIDTH, **text)
    said = base.mark_text(align="left", fontStyle="italic", **text)
    return alt.layer(
        side.encode(x=alt.value(-12), text="source:N"),
        said.encode(x=alt.value(4), text=alt.value("reports none")),
        name=name,
    ).properties(width=PLOT_WIDTH, height=SILENT_HEIGHT * len(rows))


def footer(lines: list[str], name: str = "footer") -> alt.Chart:
    """Small print under a chart, starting at the left edge of its labels."""
    data = alt.Data(values=[{"text": lines}])
    base = alt.Chart(data, name=name).mark_text(
        align="left", baseline="top", fontSize=11, lineHeight=15, color=MUTED
    )
    placed = base.encode(x=alt.value(-LABEL_WIDTH), y=alt.value(0), text="text:N")
    return placed.properties(width=PLOT_WIDTH, height=15 * len(lines))
