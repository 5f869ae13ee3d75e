"""What a chart is put together from: rows on an axis, parts end to end, silence, small print."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from . import captions, marks, wording
from .bounds import grouped
from .marks import across, down, name, quantity
from .parts import Parts
from .sheet import GAP, LETTER, Sheet
from .theme import CLAIMANT_NAMES, INK, MUTED, Panel, Records, claimant_key, layer

ROW_HEIGHT = 38
STACKED_HEIGHT = 64  # of a row whose labels stand above its marks
_QUIET_HEIGHT = 20
_QUIET_ROWS = 8
_LINE = 15
_HEADING_LETTER = 7.0  # mean width of a bold letter at 12 px


def heading(text: str, sheet: Sheet) -> dict[str, Any]:
    """The title of one panel among several, in as many lines as it takes."""
    lines = captions.wrapped(wording.capitalised(text), int(sheet.plot / _HEADING_LETTER))
    words = {"text": lines, "lineHeight": _LINE} if len(lines) > 1 else {"text": lines[0]}
    return {
        **words,
        "fontSize": 12,
        "color": INK,
        "frame": "group",
        "offset": 6,
        "anchor": "start",
    }


def layered(
    rows: list[Any], layers: list[Any], encoding: dict[str, Any], **size: Any
) -> alt.LayerChart:
    """A panel of `layers` that share the data `rows` and the channels in `encoding`."""
    shared = alt.SharedEncoding(**encoding)
    return alt.LayerChart(data=Records(values=rows), layer=layers, encoding=shared, **size)


def values(
    figures: pd.DataFrame,
    names: dict[Any, str],
    times: dict[str, int],
    sheet: Sheet,
    select: str | None = None,
) -> list[Panel]:
    """One panel per comparable key, one row per figure, each panel with its own axis."""
    groups = grouped(figures)
    panels = []
    for key, group in groups:
        rows = marks.records(group, names, times, sheet)
        title = {"title": heading(wording.subject(group.iloc[0]), sheet)} if len(groups) > 1 else {}
        panels.append(_keyed(rows, key, sheet, select, **title))
    return panels


def _keyed(
    rows: list[Any], key: tuple[str, ...], sheet: Sheet, select: str | None, **title: Any
) -> Panel:
    present = {row["form"] for row in rows}
    largest, end = marks.extent(rows, sheet)
    shared: dict[str, Any] = {"y": down(len(rows)), "tooltip": marks.tooltip()}
    beside = {"value": 4}
    if present > {"words"} or "words" not in present:
        shared["x"] = across("place", key[3], largest, end, sheet)
        beside = quantity("words")
    layers = [
        marks.row_layer("_".join(("rows", *key)), select),
        *marks.mark_layers(present),
        *marks.word_layers(sheet, beside),
        *marks.label_layers(sheet),
    ]
    tall = STACKED_HEIGHT if sheet.stacked else ROW_HEIGHT
    size = {"width": sheet.plot, "height": tall * len(rows)}
    return layered(marks.placed(rows, end / sheet.plot), layers, shared, **size, **title)


def labelled(rows: Any, fields: tuple[str, str], sheet: Sheet) -> list[Any]:
    """The layers of a label in two lines left of each row; above it on a stacked sheet."""
    small: dict[str, Any] = {"fontSize": 11, "color": MUTED}
    if sheet.stacked:
        above = rows.mark_text(align="left", dy=-26, limit=sheet.plot * 0.46)
        beside = rows.mark_text(align="right", dy=-26, limit=sheet.plot * 0.54, **small)
        first, second = alt.value(0), alt.value(sheet.plot)
    else:
        side: dict[str, Any] = {"align": "right", "limit": sheet.label}
        above, beside = rows.mark_text(**side, dy=-7), rows.mark_text(**side, dy=8, **small)
        first = second = alt.value(-GAP)
    return [
        above.encode(x=first, text=f"{fields[0]}:N"),
        beside.encode(x=second, text=f"{fields[1]}:N"),
    ]


def silent(names: list[str], sheet: Sheet) -> list[Panel]:
    """A row for each source that reports nothing; one row for all where they are many."""
    if not names:
        return []
    many = len(names) > _QUIET_ROWS
    shortened = [wording.shortened(one, sheet.source_letters) for one in names]
    shown = [f"{len(names)} other sources"] if many else shortened
    rows = [
        {"row": row, "source": source, "said": "report none" if many else "reports none"}
        for row, source in enumerate(shown)
    ]
    source, said = (
        {"x": {"value": place}, "text": name(field)}
        for field, place in (("source", -GAP), ("said", 0 if sheet.stacked else 4))
    )
    style: dict[str, Any] = {"align": "left", "fontStyle": "italic", "color": MUTED}
    layers = [layer("text", said, limit=sheet.plot, **style)]
    if sheet.stacked:
        rows = [{**row, "said": f"{row['source']}: {row['said']}"} for row in rows]
    else:
        side = layer("text", source, align="right", limit=sheet.label, color=MUTED)
        layers = [side, layer("text", said, **style)]
    size = {"width": sheet.plot, "height": _QUIET_HEIGHT * len(rows)}
    return [layered(rows, layers, {"y": down(len(rows))}, **size)]


def chain(sums: Parts, source: str, sheet: Sheet) -> Panel:
    """The parts of one article laid end to end, against the bound that it states for the whole."""
    rows, start = [], 0.0
    for part in sums.parts:
        end = start + float(part.value)
        places = {"from": start, "to": end, "middle": (start + end) / 2}
        rows.append({"row": 0, **marks.signature(part, source, sheet), **places})
        start = end
    whole = {**marks.signature(sums.whole, source, sheet), "place": float(sums.whole.value)}
    largest = max(start, whole["place"])
    room = len(whole["reported"]) * LETTER + 12
    end = max(largest * 1.25, largest * sheet.plot / (sheet.plot - room))
    tall = STACKED_HEIGHT + 8 if sheet.stacked else ROW_HEIGHT + 8
    x = across("from", sums.whole.unit, largest, end, sheet)
    wide = f"(datum.to - datum.from) * {sheet.plot / end:.7g} > 9 * length(datum.reported)"
    number = {"x": quantity("middle"), "text": name("reported")}
    bar = {"x2": {"field": "to"}, "color": marks.COLOUR}
    below = {"y": {"value": 22}, "y2": {"value": tall}} if sheet.stacked else {}
    bound = [
        layer("rule", below, color=INK, strokeWidth=2, strokeDash=[4, 3]),
        layer(
            "text",
            {"y": {"value": tall - 10 if sheet.stacked else 6}, "text": name("reported")},
            align="left",
            dx=6,
            dy=-1,
            color=INK,
            fontSize=11,
        ),
    ]
    layers = [
        layered(
            rows,
            [
                layer("bar", bar, height=18, stroke="white", strokeWidth=2),
                layer("text", number, wide, color="white", fontSize=11, fontWeight="bold"),
                *marks.label_layers(sheet, "datum.from == 0"),
            ],
            {"y": down(1), "x": x, "tooltip": marks.tooltip()},
        ),
        layered(
            [whole],
            bound,
            {"x": {**x, **quantity("place")}, "tooltip": marks.tooltip()},
        ),
    ]
    words = f"{sums.sum_in_words} {_verdict(sums)} “{wording.phrase(sums.whole)}”"
    size: dict[str, Any] = {"width": sheet.plot, "height": tall}
    return alt.LayerChart(layer=layers, title=heading(words, sheet), **size)


def _verdict(sums: Parts) -> str:
    return {True: "agrees with", False: "disagrees with", None: "beside"}[sums.agrees]


def small_print(
    paragraphs: list[str], sheet: Sheet, kinds: list[str], left: int | None = None
) -> Panel:
    """Small print under a chart, from the left edge of its labels, and the legend of `kinds`."""
    lines = [line for one in paragraphs for line in captions.wrapped(one, sheet.small_letters)]
    edge = {"value": -(sheet.label + sheet.gap if left is None else left)}
    words = {"x": edge, "y": {"value": 0}, "text": name("text")}
    style: dict[str, Any] = {"align": "left", "baseline": "top", "fontSize": 11}
    text = layer("text", words, lineHeight=_LINE, color=MUTED, **style)
    size = {"width": sheet.plot, "height": _LINE * len(lines)}
    layers = [text, claimant_key(kinds, **_columns(kinds, sheet))] if kinds else [text]
    return layered([{"text": lines}], layers, {}, **size)


def _columns(kinds: list[str], sheet: Sheet) -> dict[str, int]:
    """In how many columns the legend of `kinds` stands, where one line has no room for them."""
    widths = [len(CLAIMANT_NAMES[kind]) * 5.6 + 26 for kind in kinds]
    if sum(widths) <= sheet.plot:
        return {}
    return {"columns": max(1, int(sheet.plot / max(widths)))}


def framed(
    panels: list[Any], title: str, subtitle: str, description: str, sheet: Sheet
) -> alt.VConcatChart:
    """Panels under one title, with the description that screen readers get."""
    head: dict[str, Any] = {"text": captions.wrapped(title, sheet.title_letters)}
    if subtitle:
        head["subtitle"] = captions.wrapped(subtitle, sheet.subtitle_letters)
    return alt.VConcatChart(vconcat=panels, title=head, description=description)
