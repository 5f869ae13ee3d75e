"""Who reports what: a grid of sources and metrics in which silence is a row too."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from typing import Any

import altair as alt
import pandas as pd

from . import captions, panels, wording
from .bounds import BODY, considered, each
from .schema import METRICS
from .sheet import Sheet
from .theme import INK, MUTED, PALE, Panel, claimant_colour, drawing

_NAME_WIDTH = 132
_CELL_WIDTH = 79
_CELL_LETTERS = 13
_NAME_LETTERS = 22
_LINE = 17
_ABOVE = 18  # pixels of a name that stands above its row
_LINES = 5  # lines in a cell; further figures are counted


def _lines(figure: Any) -> list[str]:
    date = wording.as_of(figure)
    number = wording.signed(figure).replace("–", " – ")
    return [*textwrap.wrap(number, _CELL_LETTERS), *([date] if date else [])]


def _cell(rows: list[Any]) -> list[tuple[Any, list[str]]]:
    """The figures of one cell with their lines; the last one counts those without room."""
    cell: list[tuple[Any, list[str]]] = []
    for at, row in enumerate(rows):
        used = sum(len(lines) for _, lines in cell)
        last = at == len(rows) - 1
        if cell and used + len(_lines(row)) + (not last) > _LINES:
            return [*cell, (row, [f"+ {len(rows) - at} more"])]
        cell.append((row, _lines(row)))
    return cell


def _banks(sheet: Sheet) -> list[Sequence[str]]:
    """The metrics in the grids that have room for them: one grid where the sheet is wide."""
    if sheet.width >= Sheet().width:
        return [METRICS]
    room = sheet.plot if sheet.stacked else sheet.width - _NAME_WIDTH - 20
    grids = -(-len(METRICS) // max(1, room // _CELL_WIDTH))
    size = -(-len(METRICS) // grids)
    return [METRICS[at : at + size] for at in range(0, len(METRICS), size)]


def _cell_records(
    cell: list[tuple[Any, list[str]]], top: float, tall: float, left: float
) -> list[Any]:
    """One record per figure of a cell, each with its share of the cell's height in pixels."""
    share = tall / sum(len(lines) for _, lines in cell)
    found = []
    for row, lines in cell:
        found.append(
            {
                "figure_id": row.figure_id,
                "claimant_kind": row.claimant_kind,
                "left": left,
                "top": top,
                "bottom": top + share * len(lines),
                "said": lines,
                "named": pd.notna(row.attribution),
                "claimant": wording.claimant(row),
                "subject": wording.subject(row),
                "quote": " ".join(row.quote.split()),
            }
        )
        top += share * len(lines)
    return found


def _grid(
    rows: pd.DataFrame, names: dict[Any, str], metrics: Sequence[str], sheet: Sheet
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], float]:
    """The cells' lines and the sources' rows with their places in pixels, and the height."""
    cells: dict[tuple[Any, str], list[Any]] = {}
    for row in each(rows.sort_values(["start", "figure_id"])):
        cells.setdefault((row.article_id, row.metric), []).append(row)
    reporting, above = set(rows["article_id"]), _ABOVE if sheet.stacked else 0
    lines, sources, top = [], [], 0.0
    for one, name in names.items():
        own = {metric: _cell(cells[one, metric]) for metric in metrics if (one, metric) in cells}
        sizes = [sum(len(part) for _, part in cell) for cell in own.values()]
        tall = max(sizes, default=1) * _LINE + 14
        short = sheet.stacked or len(name) <= _NAME_LETTERS
        label = name if short else [*name.rsplit(" · ", 1)]
        top += above
        place = {"top": top, "bottom": top + tall - 2, "rise": 6.5 * isinstance(label, list)}
        sources.append({"source": name, "label": label, "quiet": one not in reporting, **place})
        for metric, cell in own.items():
            left = metrics.index(metric) * _CELL_WIDTH
            lines += [{"source": name, **one} for one in _cell_records(cell, top, tall - 2, left)]
        top += tall
    return lines, sources, top


def _grid_panel(
    rows: pd.DataFrame, names: dict[Any, str], metrics: Sequence[str], sheet: Sheet
) -> Panel:
    """The grid of some metrics, in pixels: blank and reported cells, lines, names, heads."""
    lines, sources, height = _grid(rows, names, metrics, sheet)
    width = _CELL_WIDTH * len(metrics)
    across = alt.Scale(domain=[0, width], nice=False)
    down = alt.Scale(domain=[height, 0], nice=False)

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=across, axis=None)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=down, axis=None)

    lefts = [at * _CELL_WIDTH for at in range(len(metrics))]
    blanks = [
        {
            "left": left + 1,
            "right": left + _CELL_WIDTH - 1,
            "top": one["top"],
            "bottom": one["bottom"],
        }
        for one in sources
        for left in lefts
    ]
    heads = [
        {"left": left, "head": wording.METRIC_NAMES[metric].split(" ", 1)}
        for left, metric in zip(lefts, metrics, strict=True)
    ]
    head = drawing(heads).mark_text(
        align="left", baseline="bottom", lineHeight=13, fontSize=11, color=MUTED, dx=3
    )
    named = drawing(sources).transform_calculate(middle="(datum.top + datum.bottom) / 2")
    side = named.mark_text(align="right", limit=_NAME_WIDTH, color=INK, lineHeight=13)
    quiet = named.transform_filter("datum.quiet").mark_text(
        align="left", dx=6, fontStyle="italic", color=MUTED
    )
    blank = drawing(blanks).mark_rect(color=PALE, opacity=0.75)
    layers = [
        blank.encode(x=x("left"), x2="right:Q", y=y("top"), y2="bottom:Q"),
        *_cell_layers(rows, lines, x, y, {"columns": 2} if sheet.stacked else {}),
        _name_above(named, y("top"), sheet)
        if sheet.stacked
        else _named_layer(side.transform_calculate(first="datum.middle - datum.rise"), y("first")),
        quiet.encode(x=alt.value(0), y=y("middle"), text=alt.value("reports no figure")),
        head.encode(x=x("left"), y=alt.value(-18), text="head:N"),
    ]
    return alt.layer(*layers).properties(width=width, height=height)


def _named_layer(side: Any, y: alt.Y) -> alt.Chart:
    """The names of the sources left of the grid, the full name under the pointer."""
    layer: alt.Chart = side.encode(x=alt.value(-10), y=y, text="label:N", tooltip="source:N")
    return layer


def _name_above(named: alt.Chart, y: alt.Y, sheet: Sheet) -> alt.Chart:
    """The names of the sources above their rows."""
    above = named.mark_text(align="left", dy=-_ABOVE / 2, color=INK, limit=sheet.plot)
    layer: alt.Chart = above.encode(x=alt.value(0), y=y, text="source:N", tooltip="source:N")
    return layer


def _cell_layers(
    rows: pd.DataFrame,
    lines: list[Any],
    x: Callable[[str], alt.X],
    y: Callable[[str], alt.Y],
    legend: dict[str, Any],
) -> list[alt.Chart]:
    """The reported cells: a field coloured by claimant kind, its lines bold if one is named."""
    cell = drawing(lines).transform_calculate(
        right=f"datum.left + {_CELL_WIDTH - 1}",
        inner="datum.left + 1",
        centre=f"datum.left + {_CELL_WIDTH / 2}",
        # several lines hang from the first one, so that it has to move up by half of the rest
        first="(datum.top + datum.bottom) / 2 - (length(datum.said) - 1) * 7.5",
    )
    fields = ("source", "claimant", "subject", "quote")
    shown = [alt.Tooltip(f"{field}:N", title=field.capitalize()) for field in fields]
    colour = claimant_colour(
        sorted(rows["claimant_kind"].unique()),
        symbolType="square",
        symbolSize=110,
        symbolOpacity=0.6,
        **legend,
    )
    fill = cell.mark_rect(opacity=0.28)
    layers = [
        fill.encode(
            x=x("inner"), x2="right:Q", y=y("top"), y2="bottom:Q", color=colour, tooltip=shown
        )
    ]
    text: dict[str, Any] = {
        "fontSize": 11.5,
        "color": INK,
        "limit": _CELL_WIDTH - 4,
        "lineHeight": 15,
    }
    weights: dict[str, Any] = {"!datum.named": "normal", "datum.named": "bold"}
    for condition, weight in weights.items():
        marked = cell.transform_filter(condition).mark_text(**text, fontWeight=weight)
        layers.append(marked.encode(x=x("centre"), y=y("first"), text="said:N", tooltip=shown))
    return layers


def coverage_chart(
    figures: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    sections: Sequence[str] = BODY,
    sheet: Sheet | None = None,
) -> alt.VConcatChart:
    """Who reports what: one row per source, one column per metric, silence shown as such.

    `sheet` is how wide it is, 760 pixels unless it is given; on a narrow one the metrics stand in
    several grids, one under the other.
    """
    sheet = sheet or Sheet()
    rows = considered(figures, sections)
    names = wording.sources(rows, articles)
    reporting = rows["article_id"].nunique()
    n_named = rows["attribution"].notna().sum()
    title = captions.finding(rows, "a figure", len(names))
    if len(rows):
        title = (
            f"{reporting} of {wording.counted(len(names), 'article')} "
            f"{'reports' if reporting == 1 else 'report'} {wording.counted(len(rows), 'figure')}; "
            f"{n_named} of them {'has' if n_named == 1 else 'have'} a named claimant"
        )
    reading = [
        f"{wording.SIGNS[one].strip()} {wording.QUALIFIERS[one].strip()}"
        for one in ("at_most", "less_than", "more_than", "at_least", "approx")
        if (rows["comparator"] == one).any()
    ]
    if n_named:
        reading.append("bold: a claimant is named")
    lines_below = captions.small_print(rows, len(names), sections, reading)
    small = panels.small_print(lines_below, sheet, [], 0 if sheet.stacked else _NAME_WIDTH + 10)
    quiet = [name for one, name in names.items() if one not in set(rows["article_id"])]
    grids = [_grid_panel(rows, names, one, sheet) for one in _banks(sheet)] if names else []
    drawn = [*grids, small]
    return panels.framed(drawn, title, "", captions.description(rows, names, quiet), sheet)
