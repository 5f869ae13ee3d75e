"""Marks that say what the words say: a dot for a number, an open end for an open bound."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from . import wording
from .bounds import each
from .schema import DataError
from .theme import HAIRLINE, INK, MUTED, PALE, claimant_colour, claimant_scale

LABEL_WIDTH = 236
PLOT_WIDTH = 500
MAX_ROWS = 1_000
SOURCE_LETTERS = 38
_WORDS_WIDTH = 300  # pixels that the words at a mark may take
_ARROW = 26  # pixels from a bound to the head of its arrow
_LETTER = 6.2  # mean width of a letter at 12 px
_LEAST_ROOM = 96  # pixels kept free right of the largest mark
_CAP = "M-0.55,-1L0,-1L0,1L-0.55,1"  # a bracket that closes to the right
_FORMS = {
    "exact": "dot",
    "approx": "ring",
    "at_least": "lower",
    "more_than": "lower",
    "at_most": "upper",
    "less_than": "upper",
    "range": "bar",
}
READING = {
    "dot": "● a plain number",
    "lower": "○→ a lower bound, open above",
    "upper": "] a stated maximum, open below",
    "ring": "dashed ring: approximate, no bounds stated",
    "bar": "bar: from the lowest to the highest number stated",
    "words": "text: no number stated",
}
_REMARKS = {
    "at_most": "stated maximum",
    "less_than": "stated upper bound",
    "approx": "~ no bounds stated",
}
_TOOLTIP = {
    "source": "Source",
    "claimant": "Claimant",
    "reported": "Reported",
    "as_of": "As of",
    "quote": "Quote",
}


def form(figure: Any) -> str:
    """Which mark a figure gets: dot, ring, lower, upper, bar, or words where no number is."""
    if figure.comparator == "range":
        return "bar" if pd.notna(figure.low) and pd.notna(figure.high) else "words"
    return "words" if pd.isna(figure.value) else _FORMS[figure.comparator]


def _remark(figure: Any, said: str, times: int) -> str:
    """What has to be said about a number beside the article's own words for it."""
    date = wording.as_of(figure)
    note = "" if pd.isna(figure.note) else str(figure.note)
    parts = [
        _REMARKS.get(figure.comparator, ""),
        f"as of {date}" if date else "",
        "" if note.casefold() in said.casefold() else note,
        f"printed {'twice' if times == 2 else f'{times} times'}" if times > 1 else "",
    ]
    return " · ".join(part for part in parts if part)


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


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
            "label": wording.shortened(names[figure.article_id], SOURCE_LETTERS),
            "claimant": wording.claimant(figure),
            "said": wording.phrase(figure),
            "remark": _remark(figure, wording.phrase(figure), times.get(figure.figure_id, 1)),
            "form": form(figure),
            "place": _number(figure.high if figure.comparator == "range" else figure.value),
            "low": _number(figure.low),
            "reported": wording.signed(figure),
            "as_of": wording.as_of(figure) or "not stated",
            "quote": " ".join(figure.quote.split()),
        }
        for row, figure in enumerate(each(figures))
    ]


def extent(rows: list[dict[str, Any]]) -> tuple[float, float]:
    """The largest number drawn, and the end of an axis that leaves room for every row's words."""
    largest, end = 0.0, 0.0
    for row in rows:
        if row["form"] == "words" or not row["place"]:
            continue
        lead = _ARROW + 14 if row["form"] == "lower" else 16
        letters = max(len(row["said"]), len(row["remark"]) * 0.92)
        room = max(_LEAST_ROOM, lead + min(letters * _LETTER, _WORDS_WIDTH))
        largest = max(largest, row["place"])
        end = max(end, row["place"] * PLOT_WIDTH / (PLOT_WIDTH - room))
    return (largest, end) if end > 0 else (1.0, 1.25)


def ticks(largest: float) -> list[float]:
    """Round numbers from 0 up to about the largest number: three to six of them."""
    power = 10.0 ** (len(f"{largest:.0f}") - 1) if largest >= 1 else 1.0
    while power > largest:
        power /= 10
    step = next(power * part for part in (0.2, 0.5, 1, 2) if largest / (power * part) <= 6.5)
    return [round(step * number, 10) for number in range(int(largest / step + 1e-9) + 1)]


def axis(unit: str, largest: float) -> alt.Axis:
    """The axis of a panel: round numbers as far as there are marks, the unit at its end."""
    sign = wording.CURRENCY_SIGNS.get(unit, "")
    shape = "~s" if largest >= 1e6 else ",~f" if largest >= 10 else "~g"
    return alt.Axis(
        values=ticks(largest),
        labelExpr=f"!datum.value ? '0' : replace(format(datum.value, '{sign}{shape}'), 'G', 'B')",
        grid=True,
        title=wording.unit_name(unit),
        titleAlign="right",
        titleAnchor="end",
        titleX=PLOT_WIDTH,
        titleBaseline="top",
        titleY=6,
        labelFlush=False,
        orient="bottom",
    )


def tooltip() -> list[alt.Tooltip]:
    """What a mark shows under the pointer: source, claimant, number, date and quote."""
    return [alt.Tooltip(f"{field}:N", title=title) for field, title in _TOOLTIP.items()]


def row_layer(name: str, select: str | None) -> alt.Chart:
    """The field behind each row that takes a click, tinted while its figure is selected."""
    opacity = alt.OpacityValue(0)
    if select is not None:
        picked = {"param": select, "empty": False, "value": 1}
        opacity = alt.OpacityValue(0, condition=picked)
    field = alt.Chart(name=name).mark_rect(color=PALE, cursor="pointer")
    layer: alt.Chart = field.encode(opacity=opacity)
    return layer


def _only(base: alt.Chart, *forms: str) -> alt.Chart:
    chosen: alt.Chart = base.transform_filter(
        " || ".join(f"datum.form == '{one}'" for one in forms)
    )
    return chosen


def mark_layers(
    base: alt.Chart, rows: list[dict[str, Any]], unit: str, kinds: list[str]
) -> list[alt.Chart]:
    """The layers that draw `rows` on one axis: leaders, marks, and the words beside them."""
    largest, end = extent(rows)
    scale = alt.Scale(domain=[0, end], nice=False)
    at = alt.X("place:Q", scale=scale, axis=axis(unit, largest))
    pixel = end / PLOT_WIDTH
    colour = claimant_colour(kinds)
    outline = alt.Stroke("claimant_kind:N", scale=claimant_scale(), legend=None)
    present = {row["form"] for row in rows}

    def drawn(*forms: str) -> alt.Chart:
        return _only(base, *forms)

    def opened(one: str, pixels: int) -> alt.Chart:
        return drawn(one).transform_calculate(open=f"datum.place + {pixels * pixel!r}")

    if present <= {"words"}:
        return _words(base, present, at)
    leader = drawn("dot", "ring", "lower", "bar").mark_rule(color=HAIRLINE)
    layers = [leader.encode(x=at, x2=alt.X2Datum(0))]
    if "lower" in present:
        stem, head = opened("lower", _ARROW).mark_rule(strokeWidth=2), opened("lower", _ARROW)
        head = head.mark_point(shape="triangle-right", size=70, filled=True, opacity=1)
        hollow = drawn("lower").mark_point(size=110, fill="white", strokeWidth=2, opacity=1)
        layers.append(stem.encode(x=at, x2="open:Q", color=colour))
        layers.append(head.encode(x=alt.X("open:Q", scale=scale), color=colour))
        layers.append(hollow.encode(x=at, stroke=outline))
    if "upper" in present:
        stem = opened("upper", -_ARROW).mark_rule(strokeWidth=2, strokeDash=[2, 3])
        cap = drawn("upper").mark_point(shape=_CAP, size=300, strokeWidth=3, filled=False)
        layers.append(stem.encode(x=at, x2="open:Q", color=colour))
        layers.append(cap.encode(x=at, color=colour, opacity=alt.value(1)))
    if "ring" in present:
        ring = drawn("ring").mark_point(size=130, fill="white", strokeWidth=2, strokeDash=[3, 2])
        layers.append(ring.encode(x=at, stroke=outline, opacity=alt.value(1)))
    if "bar" in present:
        bar = drawn("bar").mark_bar(height=9, cornerRadius=2)
        low = alt.X("low:Q", scale=scale, axis=axis(unit, largest))
        layers.append(bar.encode(x=low, x2="place:Q", color=colour))
    if "dot" in present:
        dot = drawn("dot").mark_point(size=120, filled=True, opacity=1)
        layers.append(dot.encode(x=at, color=colour))
    return layers + _words(base, present, at)


def _words(base: alt.Chart, present: set[str], at: alt.X) -> list[alt.Chart]:
    """The article's words right of each mark; under them what has to be said about the number."""
    layers = []
    lines: dict[str, Any] = {
        "said": ("datum.remark != ''", -7, {"fontSize": 12, "color": INK}),
        "remark": ("datum.remark != ''", 8, {"fontSize": 11, "color": MUTED}),
    }
    lines["alone"] = ("datum.remark == ''", 0, lines["said"][2])
    places: list[tuple[tuple[str, ...], int, Any]] = [
        (("dot", "ring", "upper", "bar"), 12, at),
        (("lower",), _ARROW + 10, at),
        (("words",), 4, alt.value(0)),
    ]
    for forms, offset, x in places:
        if not present & set(forms):
            continue
        for field, (condition, down, style) in lines.items():
            text = _only(base, *forms).transform_filter(condition)
            marked = text.mark_text(
                align="left", dx=offset, dy=down, limit=_WORDS_WIDTH + 8, **style
            )
            layers.append(marked.encode(x=x, text=f"{'said' if field == 'alone' else field}:N"))
    return layers


def label_layers(base: alt.Chart) -> list[alt.Chart]:
    """Two lines left of each row: the source, and under it the claimant."""
    side: dict[str, Any] = {"align": "right", "limit": LABEL_WIDTH}
    source = base.mark_text(**side, dy=-7, fontSize=12, color=INK)
    claimant = base.mark_text(**side, dy=8, fontSize=11, color=MUTED)
    return [
        source.encode(x=alt.value(-12), text="label:N"),
        claimant.encode(x=alt.value(-12), text="claimant:N"),
    ]
