"""A page of pixels on which panels stand one under the other, drawn as one view.

One view is put together and redrawn several times faster than a view per panel.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from . import captions, marks, wording
from .marks import name, quantity
from .sheet import GAP, Sheet
from .theme import CLAIMANT_COLOURS, CLAIMANT_NAMES, HAIRLINE, INK, MUTED

LINEAR, LOG = "linear", "log"
_LINE = 15
_QUIET_ROWS = 8
_STYLES: dict[str, dict[str, Any]] = {
    "heading": {"align": "left", "fontSize": 12, "fontWeight": "bold", "color": INK},
    "tick": {"align": "center", "fontSize": 11, "color": MUTED},
    "unit": {"align": "right", "fontSize": 11, "color": MUTED},
    "quiet": {"align": "right", "fontSize": 12, "color": MUTED},
    "silence": {"align": "left", "fontSize": 12, "fontStyle": "italic", "color": MUTED},
    "small": {"align": "left", "fontSize": 11, "color": MUTED},
}


class Page:
    """What stands on a sheet, from the top down; `height` is where the next thing goes."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.height = 0.0
        self.rows: list[dict[str, Any]] = []
        self.texts: list[dict[str, Any]] = []
        self.grid: list[dict[str, Any]] = []
        self.key: list[dict[str, Any]] = []

    def write(self, kind: str, text: str, x: float, y: float) -> None:
        """Put `text` at a place, in one of the styles."""
        self.texts.append({"kind": kind, "text": text, "x": round(x, 2), "y": round(y, 2)})

    def heading(self, text: str, tall: float) -> None:
        """The title of a panel."""
        gap = 8 if self.height else 0
        self.write("heading", wording.capitalised(text), 0, self.height + gap + tall / 2 - 2)
        self.height += gap + tall

    def row(self, record: dict[str, Any], tall: float) -> None:
        """A report, its mark and words at their pixels."""
        [placed] = marks.placed([record], 1.0)
        if placed["form"] == "words":
            placed["words"] = 4.0
        middle = self.height + (tall - 19 if self.sheet.stacked else tall / 2)
        edges = {"top": self.height, "bottom": self.height + tall, "y": middle}
        self.rows.append({**placed, **edges})
        self.height += tall

    def axis(self, ticks: dict[float, float], unit: str, tall: float, panel: float) -> None:
        """Ticks (number to pixel) under a panel that is `panel` pixels tall, and their lines."""
        sign = wording.CURRENCY_SIGNS.get(unit, "")
        self.write("unit", wording.unit_name(unit), self.sheet.plot, self.height + 10)
        last = self.sheet.plot - 6.5 * len(wording.unit_name(unit))
        taken = -100.0
        for number, pixel in ticks.items():
            said = sign + tick(number)
            half = 3.2 * len(said) + 3
            self.grid.append({"x": pixel, "y": self.height - panel, "bottom": self.height})
            if taken <= pixel - half and pixel + half < last:
                self.write("tick", said, pixel, self.height + 10)
                taken = pixel + half
        self.height += tall

    def quiet(self, names: Sequence[str]) -> None:
        """A line for each source that reports nothing; one for all where they are many."""
        many = len(names) > _QUIET_ROWS
        letters = self.sheet.source_letters
        shown = [wording.shortened(one, letters) for one in names]
        self.height += 8 if names else 0
        for one in [f"{len(names):,} other sources"] if many else shown:
            none = "report none" if many else "reports none"
            if self.sheet.stacked:
                self.write("silence", f"{one}: {none}", 0, self.height + 9)
            else:
                self.write("quiet", one, -GAP, self.height + 9)
                self.write("silence", none, 4, self.height + 9)
            self.height += 20

    def small_print(self, paragraphs: Sequence[str]) -> None:
        """Lines under the panels, from the left edge of their labels."""
        self.height += 10
        for paragraph in paragraphs:
            for line in captions.wrapped(paragraph, self.sheet.small_letters):
                self.write("small", line, self.edge, self.height + 7)
                self.height += _LINE

    def legend(self, kinds: Sequence[str]) -> None:
        """Which colour is which kind of claimant, for the kinds that are there."""
        x = self.edge + 6
        self.height += 4
        for kind in kinds:
            said = CLAIMANT_NAMES[kind]
            if x + 16 + len(said) * 5.6 > self.sheet.plot:
                x, self.height = self.edge + 6, self.height + _LINE + 3
            self.key.append({"x": x, "y": self.height + 8, "colour": CLAIMANT_COLOURS[kind]})
            self.write("small", said, x + 9, self.height + 8)
            x += 30 + len(said) * 5.6
        self.height += _LINE + 3 if kinds else 0

    @property
    def edge(self) -> float:
        """The left edge of the labels."""
        return float(-self.sheet.label - self.sheet.gap)


def tick(number: float) -> str:
    """A number as an axis writes it: "40,000", "0.6", "6M"."""
    for size, letter in ((1e12, "T"), (1e9, "B"), (1e6, "M")):
        if abs(number) >= size:
            return f"{number / size:.6g}{letter}"
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:.6g}"


def axis(
    numbers: Iterable[float], scale: str, width: float
) -> tuple[Callable[[float], float | None], dict[float, float]]:
    """Where a number stands on an axis of `width` pixels, and its ticks (number to pixel).

    A logarithmic axis goes over whole powers of ten; zero and less have no place on it: None.
    """
    positive = [number for number in numbers if number > 0]
    largest = max(positive, default=1.0)
    if scale == LINEAR or not positive:
        return (
            lambda number: round(number / largest * width, 2),
            {tick: round(tick / largest * width, 2) for tick in marks.ticks(largest)},
        )
    low, high = math.floor(math.log10(min(positive))), math.ceil(math.log10(largest))
    high = max(high, low + 1)

    def place(number: float) -> float | None:
        return round((math.log10(number) - low) / (high - low) * width, 2) if number > 0 else None

    powers = [10.0**power for power in range(low, high + 1, -(-(high - low) // 6))]
    return place, {power: float(place(power) or 0.0) for power in powers}


def framed(
    page: Page, drawn: list[Any], title: str, description: str, parameters: dict[str, Any]
) -> dict[str, Any]:
    """The page as one specification: grid, texts and legend around the layers of its rows.

    `drawn` are these layers as they stand in a specification.
    """
    width, height = page.sheet.plot, max(1.0, round(page.height, 1))
    x = {**quantity("x"), "scale": {"domain": [0, width], "nice": False}, "axis": None}
    y = {**quantity("y"), "scale": {"domain": [height, 0], "nice": False}, "axis": None}
    here = {"x": x, "y": y}
    parts = (
        (page.grid, [_GRID], here),
        (page.rows, drawn, {"x": {**x, "field": "place"}, "y": y, "tooltip": marks.tooltip()}),
        (page.texts, _text_layers(page), here),
        (page.key, [_KEY], here),
    )
    return {
        "layer": [
            {"data": {"values": rows}, "layer": layers, "encoding": encoding}
            for rows, layers, encoding in parts
            if rows and layers
        ],
        "title": {"text": captions.wrapped(title, page.sheet.title_letters)},
        "description": description,
        "width": width,
        "height": height,
        "params": [{"name": one, "value": value} for one, value in parameters.items()],
    }


_GRID = {"mark": {"type": "rule", "color": HAIRLINE}, "encoding": {"y2": {"field": "bottom"}}}
_KEY = {
    "mark": {"type": "point", "size": 110, "filled": True, "opacity": 1},
    "encoding": {"color": marks.COLOUR},
}


def _text_layers(page: Page) -> list[dict[str, Any]]:
    present = {one["kind"] for one in page.texts}
    return [
        {
            "mark": {"type": "text", **style},
            "encoding": {"text": name("text")},
            "transform": [{"filter": f"datum.kind == '{kind}'"}],
        }
        for kind, style in _STYLES.items()
        if kind in present
    ]
