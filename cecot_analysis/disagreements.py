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

_STEP, _NARROW_STEP = 84, 52  # pixels from one class to the next
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
    height = (panels.STACKED_HEIGHT if sheet.stacked else panels.ROW_HEIGHT) * len(records)
    roomy = sheet.plot >= Sheet().plot
    step = _STEP if roomy else _NARROW_STEP
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
        {"place": at * step + step / 2, "classification": one if roomy else one.split()}
        for at, one in enumerate(CLASSES)
    ]
    top = drawing(heads)
    text: dict[str, Any] = {
        "align": "left",
        "limit": sheet.plot - len(CLASSES) * step + (60 if roomy else 10),
    }
    words = alt.value(len(CLASSES) * step + 6)
    return alt.layer(
        top.mark_rule(color=HAIRLINE).encode(x=x),
        top.mark_text(fontSize=11 if roomy else 10, color=MUTED).encode(
            x=x, y=alt.value(-10 if roomy else -20), text="classification:N"
        ),
        base.mark_point(size=130, filled=True, color=INK, opacity=1).encode(x=x, shape=shape),
        *panels.labelled(base, ("metric", "about"), sheet),
        base.mark_text(**text, dy=-7).encode(x=words, text="reported:N"),
        base.mark_text(**text, dy=8, fontSize=11, color=MUTED).encode(x=words, text="counts:N"),
    ).properties(width=sheet.plot, height=height)
