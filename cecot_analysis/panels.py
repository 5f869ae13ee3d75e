"""What a chart is put together from: rows on an axis, parts end to end, silence, small print."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from . import captions, marks, wording
from .bounds import grouped
from .marks import LABEL_WIDTH, PLOT_WIDTH
from .parts import Parts
from .theme import INK, MUTED, Panel, Records, claimant_colour, drawing

ROW_HEIGHT = 38
_QUIET_HEIGHT = 20
_QUIET_ROWS = 8


def _rows(count: int) -> alt.Y:
    return alt.Y("row:O", axis=None, scale=alt.Scale(domain=list(range(count))))


def heading(text: str) -> alt.TitleParams:
    """The title of one panel among several."""
    return alt.TitleParams(
        wording.capitalised(text), fontSize=12, color=INK, frame="group", offset=6, anchor="start"
    )


def values(
    figures: pd.DataFrame,
    names: dict[Any, str],
    times: dict[str, int],
    select: str | None = None,
) -> list[Panel]:
    """One panel per comparable key, one row per figure, each panel with its own axis."""
    kinds = sorted(figures["claimant_kind"].unique())
    groups = grouped(figures)
    panels = []
    for key, group in groups:
        rows = marks.records(group, names, times)
        base = alt.Chart()
        panel = alt.layer(
            marks.row_layer("_".join(("rows", *key)), select),
            *marks.mark_layers(base, rows, key[3], kinds),
            *marks.label_layers(base),
            data=Records(values=rows),
            encoding={"y": _rows(len(rows)), "tooltip": marks.tooltip()},
        ).properties(width=PLOT_WIDTH, height=ROW_HEIGHT * len(rows))
        if len(groups) > 1:
            panel = panel.properties(title=heading(wording.subject(group.iloc[0])))
        panels.append(panel)
    return panels


def silent(names: list[str]) -> list[Panel]:
    """A row for each source that reports nothing; one row for all where they are many."""
    if not names:
        return []
    many = len(names) > _QUIET_ROWS
    shortened = [wording.shortened(name, marks.SOURCE_LETTERS) for name in names]
    shown = [f"{len(names)} other sources"] if many else shortened
    rows = [
        {"row": row, "source": source, "said": "report none" if many else "reports none"}
        for row, source in enumerate(shown)
    ]
    base = drawing(rows).encode(y=_rows(len(rows)))
    side = base.mark_text(align="right", limit=LABEL_WIDTH, color=MUTED)
    said = base.mark_text(align="left", fontStyle="italic", color=MUTED)
    panel = alt.layer(
        side.encode(x=alt.value(-12), text="source:N"),
        said.encode(x=alt.value(4), text="said:N"),
    )
    return [panel.properties(width=PLOT_WIDTH, height=_QUIET_HEIGHT * len(rows))]


def chain(sums: Parts, name: str) -> Panel:
    """The parts of one article laid end to end, against the bound that it states for the whole."""
    source, claimant = name, wording.claimant(sums.parts[0])
    words = f"{sums.sum_in_words} {_verdict(sums)} “{wording.phrase(sums.whole)}”"
    rows, start = [], 0.0
    for part in sums.parts:
        rows.append(
            {
                "row": 0,
                "figure_id": part.figure_id,
                "claimant_kind": part.claimant_kind,
                "source": source,
                "label": wording.shortened(source, marks.SOURCE_LETTERS),
                "claimant": claimant,
                "reported": wording.signed(part),
                "as_of": wording.as_of(part) or "not stated",
                "quote": " ".join(part.quote.split()),
                "from": start,
                "to": start + float(part.value),
                "middle": start + float(part.value) / 2,
            }
        )
        start += float(part.value)
    bound = float(sums.whole.value)
    largest = max(start, bound)
    end = largest * 1.25
    scale = alt.Scale(domain=[0, end], nice=False)
    base = drawing(rows).encode(y=_rows(1), tooltip=marks.tooltip())
    x = alt.X("from:Q", scale=scale, axis=marks.axis(sums.whole.unit, largest))
    kinds = sorted({row["claimant_kind"] for row in rows})
    bar = base.mark_bar(height=18, stroke="white", strokeWidth=2).encode(
        x=x, x2="to:Q", color=claimant_colour(kinds)
    )
    wide = f"(datum.to - datum.from) * {PLOT_WIDTH / end!r} > 9 * length(datum.reported)"
    number = base.transform_filter(wide).mark_text(color="white", fontSize=11, fontWeight="bold")
    edge = drawing([_whole(sums, name)]).encode(
        x=alt.X("place:Q", scale=scale), tooltip=marks.tooltip()
    )
    line = edge.mark_rule(color=INK, strokeWidth=2, strokeDash=[4, 3])
    said = edge.mark_text(align="left", dx=6, dy=-1, color=INK, fontSize=11)
    layers = [
        bar,
        number.encode(x=alt.X("middle:Q", scale=scale), text="reported:N"),
        line,
        said.encode(y=alt.value(6), text="reported:N"),
        *marks.label_layers(base.transform_filter("datum.from == 0")),
    ]
    panel = alt.layer(*layers).properties(width=PLOT_WIDTH, height=ROW_HEIGHT + 8)
    return panel.properties(title=heading(words))


def _verdict(sums: Parts) -> str:
    return {True: "agrees with", False: "disagrees with", None: "beside"}[sums.agrees]


def _whole(sums: Parts, name: str) -> dict[str, Any]:
    record = marks.records(pd.DataFrame([sums.whole._asdict()]), {sums.whole.article_id: name}, {})
    return record[0]


def small_print(lines: list[str], left: int = LABEL_WIDTH + 12) -> alt.Chart:
    """Small print under a chart, starting at the left edge of its labels."""
    base = drawing([{"text": lines}]).mark_text(
        align="left", baseline="top", fontSize=11, lineHeight=15, color=MUTED
    )
    placed: alt.Chart = base.encode(x=alt.value(-left), y=alt.value(0), text="text:N")
    sized: alt.Chart = placed.properties(width=PLOT_WIDTH, height=15 * len(lines))
    return sized


def framed(
    panels: list[Any], title: str, subtitle: list[str], description: str
) -> alt.VConcatChart:
    """Panels under one title, with the description that screen readers get."""
    lines = captions.wrapped(title, captions.TITLE_WIDTH)
    head = alt.TitleParams(lines, subtitle=subtitle) if subtitle else alt.TitleParams(lines)
    return alt.vconcat(*panels).properties(title=head, description=description)
