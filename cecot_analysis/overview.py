"""Every value of a selection in one view, laid out in pixels, so that it is redrawn at once.

The same marks as in `values_chart`: a row per report, a panel per comparable key with its own
axis, linear or logarithmic. More than `ROWS` reports are gathered: see `condensed`.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from . import captions, layout, marks, wording
from .bounds import grouped
from .layout import LINEAR, LOG, Page
from .sheet import LETTER, Sheet
from .theme import PALE, layer

ROWS = 120  # reports that are drawn one by one
CHOSEN = "chosen"  # the name of the parameter that holds the selected figure's id
SCALES = (LINEAR, LOG)
_ROW, _STACKED, _HEADING, _AXIS = 38, 54, 22, 26


def specification(
    figures: pd.DataFrame,
    names: dict[Any, str],
    printed: dict[str, int],
    *,
    quiet: Sequence[str] = (),
    scale: str = LINEAR,
    chosen: str | None = None,
    sheet: Sheet | None = None,
    asked: int | None = None,
) -> dict[str, Any]:
    """The values of `figures`, which are all drawn, one row each.

    `names` are the sources by article_id, `printed` says how often a sentence stands on its page,
    `quiet` are the sources said to report nothing. `chosen` is the figure_id whose row is tinted:
    the value of the parameter of this name; `asked` is the number of articles looked at (all of
    `names` unless it is given). What comes back is a Vega-Lite specification, which
    is quicker to make than a chart. Raises DataError above `marks.MAX_ROWS` figures.
    """
    page = Page(sheet or Sheet())
    for key, group in grouped(figures):
        page.heading(wording.subject(group.iloc[0]), _HEADING)
        _panel(page, key[3], marks.records(group, names, printed, page.sheet), scale)
    page.quiet(quiet)
    page.small_print([" · ".join(_words(page))])
    page.legend(sorted(figures["claimant_kind"].unique()))
    forms = frozenset(row["form"] for row in page.rows)
    drawn = _layers(forms, page.sheet, page.edge)
    title = captions.finding(figures, captions.asked(figures["metric"]), asked or len(names))
    description = captions.description(figures, names, quiet)
    return layout.framed(page, drawn, title, description, {CHOSEN: chosen or ""})


def _words(page: Page) -> list[str]:
    present = {row["form"] for row in page.rows}
    return [text for form, text in marks.READING.items() if form in present]


def _panel(page: Page, unit: str, rows: list[dict[str, Any]], scale: str) -> None:
    """The rows of one comparable key, and the axis under them."""
    numbers = [row[end] for row in rows for end in ("place", "low") if row[end] is not None]
    room = max(_letters(row) for row in rows) * LETTER + 46
    width = page.sheet.plot - min(room, page.sheet.words + 30)
    place, ticks = layout.axis(numbers, scale, width)
    tall = _STACKED if page.sheet.stacked else _ROW
    for row in rows:
        pixels = {end: _pixel(place, row[end]) for end in ("place", "low")}
        form = row["form"] if pixels["place"] is not None else "words"
        page.row({**row, **pixels, "form": form}, tall)
    page.axis(ticks, unit, _AXIS, len(rows) * tall)


def _letters(row: dict[str, Any]) -> float:
    return max(len(row["said"]), len(row["remark"]) * 0.92)


def _pixel(place: Any, value: float | None) -> float | None:
    return None if value is None else place(value)


@functools.cache
def _layers(present: frozenset[str], sheet: Sheet, edge: float) -> list[dict[str, Any]]:
    """The layers of rows with these forms: the tinted field that takes a click, marks, words."""
    shown = {"test": f"datum.figure_id === {CHOSEN}", "value": 1}
    field = {
        "x": {"value": edge},
        "x2": {"value": "width"},
        "y": marks.quantity("top"),
        "y2": {"field": "bottom"},
        "opacity": {"value": 0, "condition": shown},
    }
    drawn = [
        layer("rect", field, called="rows", color=PALE, cursor="pointer"),
        *marks.mark_layers(set(present)),
        *marks.word_layers(sheet, marks.quantity("words")),
        *marks.label_layers(sheet),
    ]
    return [_plain(one) for one in drawn]


def _plain(one: alt.Chart) -> dict[str, Any]:
    found = one.to_dict(validate=False)
    return {
        part: found[part] for part in ("name", "mark", "encoding", "transform") if part in found
    }
