"""What can be held against what: comparable quantities, and whether the reports agree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from . import captions, panels, wording
from .bounds import BODY, considered, each
from .comparisons import compare
from .sheet import Sheet
from .theme import HAIRLINE, INK, MUTED, Panel, drawing

_ROOMY_STEP, _STEP, _NARROW_STEP = 84, 62, 48  # pixels from one class to the next
_TALL = 76  # pixels of a row in three lines
_ROOMY = 600  # pixels of a plot from which on the classes are named on one line
CLASSES = ("single claimant", "identical", "compatible", "conflict")
_TOLD = {"single claimant": "from a single claimant", "conflict": "in conflict"}
_CLASS_SHAPES = ("circle", "square", "triangle-up", "cross")


def disagreements_chart(
    figures: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    sections: Sequence[str] = BODY,
    sheet: Sheet | None = None,
) -> alt.VConcatChart:
    """Which reports confirm, fit or contradict each other: one row per comparable key.

    `sheet` is how wide it is, 760 pixels unless it is given.
    """
    sheet = sheet or Sheet()
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
        for at, group in enumerate(each(groups))
    ]
    title = _disagreement(groups)
    told = [
        f"{record['metric']} ({record['about']}): {record['classification']}; {record['why']}"
        for record in records
    ]
    drawn = [_classes(records, sheet)] if records else []
    reading = ["a report without a named claimant counts as one unknown claimant"]
    lines = captions.small_print(rows, len(names), sections, reading)
    small = panels.small_print(lines, sheet, [])
    return panels.framed(
        [*drawn, small],
        title,
        "Only reports with the same metric, scope, measure and unit are held against each other",
        ". ".join(told) + "." if told else "No figure.",
        sheet,
    )


def _disagreement(groups: pd.DataFrame) -> str:
    if groups.empty:
        return "No figure is reported, so nothing can be compared"
    counts = groups["classification"].value_counts()
    said = [f"{counts[one]} {_TOLD.get(one, one)}" for one in CLASSES if one in counts]
    compared = wording.counted(len(groups), "comparable quantity", "comparable quantities")
    return f"{compared}: {wording.listed(said, 4)}"


def _classes(records: list[dict[str, Any]], sheet: Sheet) -> Panel:
    tall = _TALL if sheet.stacked else panels.ROW_HEIGHT
    step = _ROOMY_STEP if sheet.plot >= _ROOMY else _NARROW_STEP if sheet.stacked else _STEP
    words = len(CLASSES) * step + 6
    y = alt.Y("row:O", axis=None, scale=alt.Scale(domain=list(range(len(records)))))
    base = drawing(records).transform_calculate(
        place=f"indexof({list(CLASSES)!r}, datum.classification) * {step} + {step / 2}"
    )
    fields = ("reported", "claimants", "counts", "classification", "why")
    base = base.encode(y=y, tooltip=[alt.Tooltip(f"{field}:N") for field in fields])
    scale = alt.Scale(domain=[0, sheet.plot], nice=False)
    x = alt.X("place:Q", scale=scale, axis=None)
    shape = alt.Shape(
        "classification:N",
        scale=alt.Scale(domain=list(CLASSES), range=list(_CLASS_SHAPES)),
        legend=None,
    )
    heads = [
        {"place": at * step + step / 2, "classification": one if step > _STEP else one.split()}
        for at, one in enumerate(CLASSES)
    ]
    top = drawing(heads)
    return alt.layer(
        top.mark_rule(color=HAIRLINE).encode(x=x),
        top.mark_text(
            fontSize=9 if sheet.stacked else 11, color=MUTED, baseline="bottom", lineHeight=12
        ).encode(x=x, y=alt.value(-4 if step > _STEP else -16), text="classification:N"),
        base.mark_point(size=130, filled=True, color=INK, opacity=1).encode(x=x, shape=shape),
        *panels.labelled(base, ("metric", "about"), sheet),
        *(_below if sheet.stacked else _beside)(base, words, sheet),
    ).properties(width=sheet.plot, height=tall * len(records))


def _beside(base: alt.Chart, words: int, sheet: Sheet) -> list[alt.Chart]:
    """What is reported and by how many, right of the classes."""
    text: dict[str, Any] = {"align": "left", "limit": sheet.plot - words}
    small = base.mark_text(**text, dy=8, fontSize=11, color=MUTED)
    return [
        base.mark_text(**text, dy=-7).encode(x=alt.value(words), text="reported:N"),
        small.encode(x=alt.value(words), text="counts:N"),
    ]


def _below(base: alt.Chart, words: int, sheet: Sheet) -> list[alt.Chart]:
    """By how many it is reported right of the classes, and what on the whole line under them."""
    lines = base.transform_calculate(counts="split(datum.counts, ', ')")
    small = lines.mark_text(align="left", dy=-6, fontSize=11, lineHeight=13, color=MUTED)
    edge = alt.Y("row:O", axis=None, bandPosition=0)
    border = base.mark_rule(color=HAIRLINE).encode(y=edge)
    return [
        border,
        base.mark_text(align="left", dy=22, limit=sheet.plot).encode(
            x=alt.value(0), text="reported:N"
        ),
        small.encode(x=alt.value(words), text="counts:N"),
    ]
