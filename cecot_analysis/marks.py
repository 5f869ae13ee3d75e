"""Marks that say what the words say: a dot for a number, an open end for an open bound."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from . import wording
from .bounds import each
from .schema import DataError
from .sheet import GAP, LETTER, Sheet
from .theme import CLAIMANT_COLOURS, HAIRLINE, INK, MUTED, PALE, layer

MAX_ROWS = 1_000
_ARROW = 26  # pixels from a bound to the head of its arrow
_LEAST_ROOM = 96  # pixels kept free right of the largest mark
_LEADS = {"lower": _ARROW + 10}  # pixels from a mark to its words; `_LEAD` for the others
_LEAD = 12
_OPEN = {"lower": _ARROW, "upper": -_ARROW}  # pixels from a bound to its open end
COLOUR: dict[str, Any] = {"field": "colour", "type": "nominal", "scale": None}
_CAP = "M-0.55,-1L0,-1L0,1L-0.55,1"  # a bracket that closes to the right
FORMS = {
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
    return "words" if pd.isna(figure.value) else FORMS[figure.comparator]


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
    figures: pd.DataFrame, names: dict[Any, str], times: dict[str, int], sheet: Sheet
) -> list[dict[str, Any]]:
    """One record per figure for the marks: its row, place, words, source, claimant and colour.

    Raises DataError above `MAX_ROWS` figures, which no page can show one by one.
    """
    if len(figures) > MAX_ROWS:
        raise DataError(
            f"figures: {len(figures):,} rows in one chart, at most {MAX_ROWS:,} are drawn one by "
            "one; filter by article, claimant or section first, or count them with compare()"
        )
    return [
        {"row": row, **_record(figure, names[figure.article_id], times, sheet)}
        for row, figure in enumerate(each(figures))
    ]


def _record(figure: Any, source: str, times: dict[str, int], sheet: Sheet) -> dict[str, Any]:
    said = wording.phrase(figure)
    return {
        **signature(figure, source, sheet),
        "said": said,
        "remark": _remark(figure, said, times.get(figure.figure_id, 1)),
        "form": form(figure),
        "place": _number(figure.high if figure.comparator == "range" else figure.value),
        "low": _number(figure.low),
    }


def signature(figure: Any, source: str, sheet: Sheet) -> dict[str, Any]:
    """What every mark of a figure carries: its id, its labels, its colour, what a tooltip says."""
    return {
        "figure_id": figure.figure_id,
        "claimant_kind": figure.claimant_kind,
        "colour": CLAIMANT_COLOURS[figure.claimant_kind],
        "source": source,
        "label": wording.shortened(source, sheet.source_letters),
        "claimant": wording.claimant(figure),
        "reported": wording.signed(figure),
        "as_of": wording.as_of(figure) or "not stated",
        "quote": " ".join(figure.quote.split()),
    }


def extent(rows: list[dict[str, Any]], sheet: Sheet) -> tuple[float, float]:
    """The largest number drawn, and the end of an axis that leaves room for every row's words."""
    largest, end = 0.0, 0.0
    for row in rows:
        if row["form"] == "words" or not row["place"]:
            continue
        lead = _LEADS.get(row["form"], _LEAD) + 4
        letters = max(len(row["said"]), len(row["remark"]) * 0.92)
        room = max(_LEAST_ROOM, lead + min(letters * LETTER, sheet.words))
        largest = max(largest, row["place"])
        end = max(end, row["place"] * sheet.plot / (sheet.plot - room))
    return (largest, end) if end > 0 else (1.0, 1.25)


def ticks(largest: float) -> list[float]:
    """Round numbers from 0 up to about the largest number: three to six of them."""
    power = 10.0 ** (len(f"{largest:.0f}") - 1) if largest >= 1 else 1.0
    while power > largest:
        power /= 10
    step = next(power * part for part in (0.2, 0.5, 1, 2) if largest / (power * part) <= 6.5)
    return [round(step * number, 10) for number in range(int(largest / step + 1e-9) + 1)]


def axis(unit: str, largest: float, sheet: Sheet) -> dict[str, Any]:
    """The axis of a panel: round numbers as far as there are marks, the unit at its end."""
    sign = wording.CURRENCY_SIGNS.get(unit, "")
    shape = "~s" if largest >= 1e6 else ",~f" if largest >= 10 else "~g"
    return {
        "values": ticks(largest),
        "labelExpr": f"!datum.value ? '0' : "
        f"replace(format(datum.value, '{sign}{shape}'), 'G', 'B')",
        "grid": True,
        "title": wording.unit_name(unit),
        "titleAlign": "right",
        "titleAnchor": "end",
        "titleX": sheet.plot,
        "titleBaseline": "top",
        "titleY": 6,
        "labelFlush": False,
        "orient": "bottom",
    }


def across(field: str, unit: str, largest: float, end: float, sheet: Sheet) -> dict[str, Any]:
    """The x channel that all layers of a panel share: `field`, its scale from 0, its axis."""
    scale = {"domain": [0, _short(end)], "nice": False}
    return {**quantity(field), "scale": scale, "axis": axis(unit, largest, sheet)}


def down(count: int) -> dict[str, Any]:
    """The y channel of a panel with `count` rows."""
    scale = {"domain": list(range(count))}
    return {"field": "row", "type": "ordinal", "axis": None, "scale": scale}


def quantity(field: str) -> dict[str, Any]:
    """A channel that takes a number from `field`."""
    return {"field": field, "type": "quantitative"}


def name(field: str) -> dict[str, Any]:
    """A channel that takes a text from `field`."""
    return {"field": field, "type": "nominal"}


def tooltip() -> list[dict[str, Any]]:
    """What a mark shows under the pointer: source, claimant, number, date and quote."""
    return [{**name(field), "title": title} for field, title in _TOOLTIP.items()]


def row_layer(called: str, select: str | None) -> alt.Chart:
    """The field behind each row that takes a click, tinted while its figure is selected."""
    opacity: dict[str, Any] = {"value": 0}
    if select is not None:
        opacity["condition"] = {"param": select, "empty": False, "value": 1}
    whole = {"x": {"value": 0}, "x2": {"value": "width"}, "opacity": opacity}
    return layer("rect", whole, called=called, color=PALE, cursor="pointer")


def _only(*forms: str) -> str:
    return " || ".join(f"datum.form == '{one}'" for one in forms)


def _short(number: float) -> float:
    return float(f"{number:.7g}")


def placed(rows: list[dict[str, Any]], pixel: float) -> list[dict[str, Any]]:
    """`rows` with the places of their open ends and of their words; `pixel` is in their unit."""
    found = []
    for row in rows:
        form, place = row["form"], row["place"] or 0.0
        words = 4 * pixel if form == "words" else place + _LEADS.get(form, _LEAD) * pixel
        ends = {"open": _short(place + _OPEN[form] * pixel)} if form in _OPEN else {}
        found.append({**row, "words": _short(words), **ends})
    return found


def mark_layers(present: set[str]) -> list[alt.Chart]:
    """The layers that draw marks of the forms `present`: leaders first, then bounds and dots."""
    open_end = {"x2": {"field": "open"}, "color": COLOUR}
    coloured = {"color": COLOUR}
    hollow: dict[str, Any] = {"fill": "white", "filled": False, "strokeWidth": 2, "opacity": 1}
    layers = []
    if present & {"dot", "ring", "lower", "bar"}:
        leading = _only("dot", "ring", "lower", "bar")
        layers.append(layer("rule", {"x2": {"datum": 0}}, leading, color=HAIRLINE))
    if "lower" in present:
        head = {"x": quantity("open"), **coloured}
        arrow: dict[str, Any] = {"shape": "triangle-right", "size": 70, "filled": True}
        layers.append(layer("rule", open_end, _only("lower"), strokeWidth=2))
        layers.append(layer("point", head, _only("lower"), opacity=1, **arrow))
        layers.append(layer("point", coloured, _only("lower"), size=110, **hollow))
    if "upper" in present:
        cap: dict[str, Any] = {"shape": _CAP, "size": 300, "strokeWidth": 3, "filled": False}
        layers.append(layer("rule", open_end, _only("upper"), strokeWidth=2, strokeDash=[2, 3]))
        layers.append(layer("point", coloured, _only("upper"), opacity=1, **cap))
    if "ring" in present:
        dashed = {**hollow, "strokeDash": [3, 2]}
        layers.append(layer("point", coloured, _only("ring"), size=130, **dashed))
    if "bar" in present:
        bar = {"x": quantity("low"), "x2": {"field": "place"}, **coloured}
        layers.append(layer("bar", bar, _only("bar"), height=9, cornerRadius=2))
    if "dot" in present:
        layers.append(layer("point", coloured, _only("dot"), size=120, filled=True, opacity=1))
    return layers


def word_layers(sheet: Sheet, x: dict[str, Any]) -> list[alt.Chart]:
    """The article's words right of each mark; under them what has to be said about the number."""
    side: dict[str, Any] = {"align": "left", "limit": sheet.words + 8}
    up = {"expr": "datum.remark ? -7 : 0"}
    said, remark = {"x": x, "text": name("said")}, {"x": x, "text": name("remark")}
    return [
        layer("text", said, dy=up, fontSize=12, color=INK, **side),
        layer("text", remark, "datum.remark != ''", dy=8, fontSize=11, color=MUTED, **side),
    ]


def label_layers(sheet: Sheet, where: str = "") -> list[alt.Chart]:
    """Two lines left of each row: the source, and under it the claimant; one above, if stacked."""
    if sheet.stacked:
        return _labels_above(sheet, where)
    side: dict[str, Any] = {"align": "right", "limit": sheet.label}
    left = {"value": -GAP}
    source, claimant = {"x": left, "text": name("label")}, {"x": left, "text": name("claimant")}
    return [
        layer("text", source, where, dy=-7, fontSize=12, color=INK, **side),
        layer("text", claimant, where, dy=8, fontSize=11, color=MUTED, **side),
    ]


def _labels_above(sheet: Sheet, where: str) -> list[alt.Chart]:
    beside = f"{sheet.plot - LETTER} - min({LETTER} * length(datum.label), {sheet.plot * 0.6:g})"
    source = {"x": {"value": 0}, "text": name("label")}
    claimant = {"x": {"value": sheet.plot}, "text": name("claimant")}
    first: dict[str, Any] = {
        "align": "left",
        "fontSize": 12,
        "color": INK,
        "limit": sheet.plot * 0.6,
    }
    second: dict[str, Any] = {"align": "right", "fontSize": 11, "color": MUTED}
    return [
        layer("text", source, where, dy=-25, **first),
        layer("text", claimant, where, dy=-25, limit={"expr": beside}, **second),
    ]
