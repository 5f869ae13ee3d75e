"""Too many reports for a row each: figures that meet at one place share a mark.

Nothing is averaged: a mark stands at the place of its figures, says how many they are and from
where to where they reach, and opens the first of them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from . import marks, wording
from .bounds import KEY, grouped
from .layout import Page, axis, framed
from .schema import CLAIMANT_KINDS
from .sheet import GAP, Sheet
from .theme import CLAIMANT_COLOURS, CLAIMANT_NAMES

STEP = 9  # pixels that share a mark
_ROW, _ROOM = 34, 60
READING = (
    "● all figures at one place, as large as they are many",
    "▷ lower bounds",
    "◁ stated maxima",
    "◇ approximate",
)
_SHAPES = {
    "dot": "circle",
    "ring": "diamond",
    "lower": "triangle-right",
    "upper": "triangle-left",
    "bar": "square",
}
_SHOWN = ("claimant_kind", "form", "number", "how_many", "figure_id")


class _Spot(NamedTuple):
    """Figures that differ in nothing that a mark shows; no pixel: not on this axis."""

    form: str
    number: float
    pixel: float | None
    figures: int
    figure_id: str


class Gathering:
    """The figures of a table by what their marks show; worked out once, counted per selection."""

    def __init__(self, figures: pd.DataFrame) -> None:
        numbers = figures["value"].fillna(figures["high"]).fillna(figures["low"])
        shown = figures[[*KEY, "claimant_kind"]].assign(
            form=figures["comparator"].map(marks.FORMS), number=numbers
        )
        groups = shown.groupby(list(shown.columns), dropna=False, sort=True)
        self._codes = groups.ngroup().to_numpy(dtype=np.intp)
        self._kinds = groups.first().reset_index() if len(shown) else shown
        self._ids = figures["figure_id"].to_numpy()
        self._articles = pd.factorize(figures["article_id"])[0]

    def specification(
        self, drawn: npt.NDArray[np.bool_], quiet: Sequence[str], scale: str, sheet: Sheet
    ) -> dict[str, Any]:
        """The figures of the mask `drawn` as a Vega-Lite specification; as in `overview`."""
        table = self._counted(drawn)
        total, page = int(table["how_many"].sum()), Page(sheet)
        for key, group in grouped(table):
            page.heading(wording.subject(group.iloc[0]), 22)
            _panel(page, group, key[3], scale)
        page.quiet(quiet)
        page.small_print([" · ".join(READING)])
        page.legend(sorted(table["claimant_kind"].unique()))
        articles = len(np.unique(self._articles[drawn]))
        title = (
            f"{wording.counted(total, 'figure')} of {wording.counted(articles, 'article')}; "
            "those that meet at one place share a mark"
        )
        told = [
            f"{wording.subject(group.iloc[0])}: {int(group['how_many'].sum()):,}"
            for _, group in grouped(table)
        ]
        return framed(page, layers(), title, "; ".join(told) + ".", {})

    def _counted(self, drawn: npt.NDArray[np.bool_]) -> pd.DataFrame:
        """What is drawn, each kind of mark once, with its `how_many` and the first `figure_id`."""
        places = np.flatnonzero(drawn)
        kinds, first, counts = np.unique(self._codes[places], return_index=True, return_counts=True)
        ids = self._ids[places[first]]
        return self._kinds.iloc[kinds].assign(how_many=counts, figure_id=ids)


def _panel(page: Page, group: pd.DataFrame, unit: str, scale: str) -> None:
    """One comparable key: a row per kind of claimant, a mark per place and form, an axis."""
    top = page.height
    numbers = group["number"].dropna().unique().tolist()
    place, ticks = axis(numbers, scale, page.sheet.plot - _ROOM)
    pixels = {number: place(number) for number in numbers}
    rows: dict[str, list[_Spot]] = {}
    shown = zip(*(group[name].tolist() for name in _SHOWN), strict=True)
    for kind, form, number, count, figure_id in shown:
        spot = _Spot(form, number, pixels.get(number), count, figure_id)
        rows.setdefault(kind, []).append(spot)
    for kind in CLAIMANT_KINDS:
        if kind in rows:
            _row(page, rows[kind], kind, unit)
    page.axis(ticks, unit, 26, page.height - top)


def _row(page: Page, own: list[_Spot], kind: str, unit: str) -> None:
    above = 16 if page.sheet.stacked else 0
    page.height += above
    middle = page.height + _ROW / 2
    total = sum(spot.figures for spot in own)
    missing = sum(spot.figures for spot in own if spot.pixel is None)
    beside = f", {missing:,} not on this axis" if missing else ""
    said = f"{wording.counted(total, 'figure')}{beside}"
    if above:
        page.write("small", f"{CLAIMANT_NAMES[kind]}: {said}", 0, page.height - 8)
    else:
        page.write("quiet", CLAIMANT_NAMES[kind], -GAP, middle - 7)
        page.write("unit", said, -GAP, middle + 8)
    marks_of: dict[tuple[str, int], list[_Spot]] = {}
    for spot in own:
        if spot.pixel is not None:
            marks_of.setdefault((spot.form, int(spot.pixel // STEP)), []).append(spot)
    page.rows += [_mark(together, kind, unit, middle) for together in marks_of.values()]
    page.height += _ROW


def _mark(together: list[_Spot], kind: str, unit: str, middle: float) -> dict[str, Any]:
    """The mark of the figures that meet at one place: it stands where the first of them does."""
    numbers = [spot.number for spot in together]
    ends = [wording.number(end, unit) for end in (min(numbers), max(numbers))]
    count = sum(spot.figures for spot in together)
    return {
        "figure_id": together[0].figure_id,
        "claimant_kind": kind,
        "form": together[0].form,
        "place": together[0].pixel,
        "y": middle,
        "size": round(30 + 26 * math.sqrt(count), 1) if count < 900 else 810,
        "colour": CLAIMANT_COLOURS[kind],
        "source": wording.counted(count, "figure"),
        "claimant": CLAIMANT_NAMES[kind],
        "reported": " to ".join(dict.fromkeys(ends)),
        "as_of": "see the table",
        "quote": "click to read the first of them",
    }


def layers() -> list[dict[str, Any]]:
    """The layer that draws the gathered marks, as it stands in a specification."""
    shape = {
        "field": "form",
        "type": "nominal",
        "scale": {"domain": list(_SHAPES), "range": list(_SHAPES.values())},
        "legend": None,
    }
    size = {"field": "size", "type": "quantitative", "scale": None}
    encoding = {"color": marks.COLOUR, "shape": shape, "size": size}
    style = {"type": "point", "filled": True, "opacity": 0.6, "cursor": "pointer"}
    return [{"mark": style, "encoding": encoding}]
