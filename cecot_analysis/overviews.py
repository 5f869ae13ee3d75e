"""Charts of everything at once: who reports what, when, and what can be held against what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from . import captions, panels, wording
from .bounds import BODY, considered
from .comparisons import compare
from .marks import LABEL_WIDTH, PLOT_WIDTH
from .schema import METRICS
from .theme import HAIRLINE, INK, MUTED, PALE, claimant_colour

_NAME_WIDTH = 132
_CELL_WIDTH = 79
_LINE = 17
_LINES = 5  # lines in a cell; further figures are counted
CLASSES = ("single claimant", "identical", "compatible", "conflict")
_TOLD = {"single claimant": "from a single claimant", "conflict": "in conflict"}
_CLASS_SHAPES = ("circle", "square", "triangle-up", "cross")


def _lines(figure: Any) -> list[str]:
    date = wording.as_of(figure)
    return [wording.signed(figure), *([date] if date else [])]


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


def _cell_records(cell: list[tuple[Any, list[str]]], top: float, tall: float) -> list[Any]:
    """One record per figure of a cell, each with its share of the cell's height in pixels."""
    share = tall / sum(len(lines) for _, lines in cell)
    found = []
    for row, lines in cell:
        found.append(
            {
                "figure_id": row.figure_id,
                "claimant_kind": row.claimant_kind,
                "left": METRICS.index(row.metric) * _CELL_WIDTH,
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
    rows: pd.DataFrame, names: dict[Any, str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], float]:
    """The cells' lines and the sources' rows with their places in pixels, and the height."""
    cells: dict[tuple[Any, str], list[Any]] = {}
    for row in rows.sort_values(["start", "figure_id"]).itertuples(index=False):
        cells.setdefault((row.article_id, row.metric), []).append(row)
    lines, sources, top = [], [], 0.0
    for one, name in names.items():
        own = {metric: _cell(cells[one, metric]) for metric in METRICS if (one, metric) in cells}
        sizes = [sum(len(part) for _, part in cell) for cell in own.values()]
        tall = max(sizes, default=1) * _LINE + 12
        sources.append({"source": name, "top": top, "bottom": top + tall - 2, "quiet": not own})
        for cell in own.values():
            lines += [{"source": name, **one} for one in _cell_records(cell, top, tall - 2)]
        top += tall
    return lines, sources, top


def coverage_chart(
    figures: pd.DataFrame, articles: pd.DataFrame | None = None, sections: Sequence[str] = BODY
) -> alt.VConcatChart:
    """Who reports what: one row per source, one column per metric, silence shown as such."""
    rows = considered(figures, sections)
    names = wording.sources(rows, articles)
    lines, sources, height = _grid(rows, names)
    width = _CELL_WIDTH * len(METRICS)
    across = alt.Scale(domain=[0, width], nice=False)
    down = alt.Scale(domain=[height or 1, 0], nice=False)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=down, axis=None)

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=across, axis=None)

    columns = [
        {"left": at * _CELL_WIDTH, "head": wording.METRIC_NAMES[metric].split(" ", 1)}
        for at, metric in enumerate(METRICS)
    ]
    blanks = [
        {"left": column["left"] + 1, "right": column["left"] + _CELL_WIDTH - 1, **source}
        for source in sources
        for column in columns
    ]
    blank = alt.Chart(alt.Data(values=blanks)).mark_rect(color=PALE, opacity=0.75)
    cell = alt.Chart(alt.Data(values=lines)).transform_calculate(
        right=f"datum.left + {_CELL_WIDTH - 1}",
        inner="datum.left + 1",
        middle="(datum.top + datum.bottom) / 2",
        centre=f"datum.left + {_CELL_WIDTH / 2}",
    )
    shown = [alt.Tooltip(f"{field}:N") for field in ("source", "claimant", "subject", "quote")]
    fill = cell.mark_rect(opacity=0.28).encode(
        x=x("inner"),
        x2="right:Q",
        y=y("top"),
        y2="bottom:Q",
        color=claimant_colour(
            sorted(rows["claimant_kind"].unique()),
            symbolType="square",
            symbolSize=110,
            symbolOpacity=0.6,
        ),
        tooltip=shown,
    )
    words = {"fontSize": 11.5, "color": INK, "limit": _CELL_WIDTH - 4, "lineHeight": 15}

    def said(condition: str, weight: str) -> alt.Chart:
        # several lines hang from the first one, so that it has to move up by half of the rest
        marked = cell.transform_filter(condition).transform_calculate(
            first="datum.middle - (length(datum.said) - 1) * 7.5"
        )
        text = marked.mark_text(**words, fontWeight=weight)
        return text.encode(x=x("centre"), y=y("first"), text="said:N", tooltip=shown)

    named = alt.Chart(alt.Data(values=sources)).transform_calculate(
        middle="(datum.top + datum.bottom) / 2"
    )
    side = named.mark_text(align="right", limit=_NAME_WIDTH, color=INK)
    quiet = named.transform_filter("datum.quiet").mark_text(
        align="left", dx=6, fontStyle="italic", color=MUTED
    )
    head = alt.Chart(alt.Data(values=columns)).mark_text(
        align="left", baseline="bottom", lineHeight=13, fontSize=11, color=MUTED, dx=3
    )
    layers = [
        blank.encode(x=x("left"), x2="right:Q", y=y("top"), y2="bottom:Q"),
        fill,
        said("!datum.named", "normal"),
        said("datum.named", "bold"),
        side.encode(x=alt.value(-10), y=y("middle"), text="source:N"),
        quiet.encode(x=alt.value(0), y=y("middle"), text=alt.value("reports no figure")),
        head.encode(x=x("left"), y=alt.value(-18), text="head:N"),
    ]
    grid = alt.layer(*layers).properties(width=width, height=height or 1)
    reporting = rows["article_id"].nunique()
    n_named = rows["attribution"].notna().sum()
    title = (
        f"{reporting} of {wording.counted(len(names), 'article')} "
        f"{'reports' if reporting == 1 else 'report'} {wording.counted(len(rows), 'figure')}; "
        f"{n_named} of them {'has' if n_named == 1 else 'have'} a named claimant"
        if len(rows)
        else captions.finding(rows, "a figure", len(names))
    )
    quiet_names = [source["source"] for source in sources if source["quiet"]]
    reading = [
        f"{wording.SIGNS[one].strip()} {wording.QUALIFIERS[one].strip()}"
        for one in ("at_most", "less_than", "more_than", "at_least", "approx")
        if (rows["comparator"] == one).any()
    ]
    if n_named:
        reading.append("bold: a claimant is named")
    return panels.framed(
        [grid, _print(rows, len(names), sections, reading, _NAME_WIDTH + 10)],
        title,
        [],
        captions.description(rows, names, quiet_names),
    )


def _print(
    rows: pd.DataFrame, n_articles: int, sections: Sequence[str], reading: list[str], left: int
) -> alt.Chart:
    return panels.small_print(captions.small_print(rows, n_articles, sections, reading), left)


def disagreements_chart(
    figures: pd.DataFrame, articles: pd.DataFrame | None = None, sections: Sequence[str] = BODY
) -> alt.VConcatChart:
    """Which reports confirm, fit or contradict each other: one row per comparable key."""
    rows = considered(figures, sections)
    names = wording.sources(rows, articles)
    groups = compare(figures, sections)
    records = [
        {
            "row": at,
            "metric": wording.capitalised(wording.METRIC_NAMES[group.metric]),
            "about": wording.subject(group).partition(" — ")[2],
            "classification": group.classification,
            "counts": f"{wording.counted(group.n_articles, 'article')}, "
            f"{wording.counted(group.n_claimants, 'claimant')}",
            "reported": group.reported,
            "claimants": group.claimants,
            "why": group.why,
            "figure_id": group.figure_ids,
        }
        for at, group in enumerate(groups.itertuples(index=False))
    ]
    title = _disagreement(groups)
    told = [
        f"{record['metric']} ({record['about']}): {record['classification']}; {record['why']}"
        for record in records
    ]
    drawn = [_classes(records)] if records else []
    reading = ["a report without a named claimant counts as one unknown claimant"]
    return panels.framed(
        [*drawn, _print(rows, len(names), sections, reading, LABEL_WIDTH + 12)],
        title,
        ["Only reports with the same metric, scope, measure and unit are held against each other"],
        ". ".join(told) + "." if told else "No figure.",
    )


def _disagreement(groups: pd.DataFrame) -> str:
    if groups.empty:
        return "No figure is reported, so nothing can be compared"
    counts = groups["classification"].value_counts()
    said = [f"{counts[one]} {_TOLD.get(one, one)}" for one in CLASSES if one in counts]
    compared = wording.counted(len(groups), "comparable quantity", "comparable quantities")
    return f"{compared}: {wording.listed(said, 4)}"


def _classes(records: list[dict[str, Any]]) -> alt.LayerChart:
    height = panels.ROW_HEIGHT * len(records)
    step = 84
    y = alt.Y("row:O", axis=None, scale=alt.Scale(domain=list(range(len(records)))))
    base = alt.Chart(alt.Data(values=records)).transform_calculate(
        place=f"indexof({list(CLASSES)!r}, datum.classification) * {step} + {step / 2}"
    )
    fields = ("reported", "claimants", "counts", "classification", "why")
    base = base.encode(y=y, tooltip=[alt.Tooltip(f"{field}:N") for field in fields])
    scale = alt.Scale(domain=[0, PLOT_WIDTH], nice=False)
    x = alt.X("place:Q", scale=scale, axis=None)
    shape = alt.Shape(
        "classification:N",
        scale=alt.Scale(domain=list(CLASSES), range=list(_CLASS_SHAPES)),
        legend=None,
    )
    side = {"align": "right", "limit": LABEL_WIDTH}
    heads = [
        {"place": at * step + step / 2, "classification": one} for at, one in enumerate(CLASSES)
    ]
    top = alt.Chart(alt.Data(values=heads))
    text = {"align": "left", "limit": PLOT_WIDTH - len(CLASSES) * step + 60}
    words = alt.value(len(CLASSES) * step + 6)
    return alt.layer(
        top.mark_rule(color=HAIRLINE).encode(x=x),
        top.mark_text(fontSize=11, color=MUTED).encode(
            x=x, y=alt.value(-10), text="classification:N"
        ),
        base.mark_point(size=130, filled=True, color=INK, opacity=1).encode(x=x, shape=shape),
        base.mark_text(**side, dy=-7).encode(x=alt.value(-12), text="metric:N"),
        base.mark_text(**side, dy=8, fontSize=11, color=MUTED).encode(
            x=alt.value(-12), text="about:N"
        ),
        base.mark_text(**text, dy=-7).encode(x=words, text="reported:N"),
        base.mark_text(**text, dy=8, fontSize=11, color=MUTED).encode(x=words, text="counts:N"),
    ).properties(width=PLOT_WIDTH, height=height)
