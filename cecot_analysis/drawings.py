"""A question put to a selection, and the chart that answers it; what is left out is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import numpy as np
import numpy.typing as npt
import pandas as pd

from . import charts, condensed, overview, theme, wording
from .filters import Filters, plain, publishers
from .layout import LINEAR
from .schema import SECTIONS
from .sheet import Sheet

QUESTIONS = {
    "values": "Values",
    "timeline": "Dates",
    "coverage": "Who reports what",
    "disagreements": "Agreement",
}
SOURCES = 60  # rows of a chart that has one per source
COMPARED = 3_000  # figures that are held against each other
HIDING = ("scope", "measure", "claimant_kind", "comparator", "review", "as_of", "text")
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Selection:
    """What is asked: the figures that pass, those to draw, the filters, and how to draw them."""

    passed: Mask
    drawn: Mask
    filters: Filters
    question: str = "values"
    scale: str = LINEAR
    chosen: str | None = None


@dataclass(frozen=True)
class Drawing:
    """A Vega-Lite specification, and a note on what it does not show ("" for nothing)."""

    specification: dict[str, Any]
    note: str

    @property
    def chart(self) -> Any:
        """The same as an Altair chart."""
        kind = alt.VConcatChart if "vconcat" in self.specification else alt.LayerChart
        spec = {name: part for name, part in self.specification.items() if name != "config"}
        return kind.from_dict(spec, validate=False)


class Drawings:
    """The charts of one table of figures."""

    def __init__(
        self, figures: pd.DataFrame, articles: pd.DataFrame, names: dict[Any, str]
    ) -> None:
        self._figures, self._articles, self._names = figures, articles, names
        self._gathering = condensed.Gathering(figures)

    def draw(self, selection: Selection, sheet: Sheet | None = None) -> Drawing:
        """The answer to the selection's question, on a sheet of the width that is there."""
        sheet = sheet or Sheet()
        if not selection.passed.any():
            return _words("No figure passes these filters.")
        if selection.question == "values":
            return self._values(selection, sheet)
        if selection.question == "disagreements":
            return self._disagreements(selection, sheet)
        return self._by_source(selection, sheet)

    def _values(self, selection: Selection, sheet: Sheet) -> Drawing:
        drawn, total = selection.drawn, int(selection.passed.sum())
        shown = int(drawn.sum())
        note = "" if shown == total else f"{_left_out(shown, total)}: {_REPEATED}."
        quiet = self._quiet(selection)
        if not shown:
            return _words("Every figure here is rejected: the table has them.")
        if shown > overview.ROWS:
            spec = self._gathering.specification(drawn, quiet, selection.scale, sheet)
            note = f"{note} Figures that meet at one place share a mark; the table has each."
            return _finished(spec, note.strip())
        spec = overview.specification(
            self._figures[drawn],
            self._names,
            self._printed(selection),
            quiet=quiet,
            scale=selection.scale,
            chosen=selection.chosen,
            sheet=sheet,
            asked=self._asked(selection),
        )
        return _finished(spec, note)

    def _asked(self, selection: Selection) -> int:
        return len(self._shown(selection))

    def _disagreements(self, selection: Selection, sheet: Sheet) -> Drawing:
        frame = self._once(selection)
        if len(frame) > COMPARED:
            return _words(
                f"{len(frame):,} figures pass; at most {COMPARED:,} are held against each other. "
                "Filter by metric, source or date first."
            )
        articles = self._shown(selection)
        return _finished(
            theme.specification(
                charts.disagreements_chart(frame, articles, _sections(selection), sheet)
            ),
            "",
        )

    def _by_source(self, selection: Selection, sheet: Sheet) -> Drawing:
        frame, articles = self._once(selection), self._shown(selection)
        if _hides(selection) or selection.filters.get("metric"):
            articles = articles[articles.index.isin(frame["article_id"])]
        kept = articles.head(SOURCES)
        frame = frame[frame["article_id"].isin(kept.index)]
        note = "" if len(kept) == len(articles) else _left_out(len(kept), len(articles), "source")
        if selection.question == "coverage":
            chart = charts.coverage_chart(frame, kept, _sections(selection), sheet)
        else:
            chart = charts.sources_chart(frame, kept, _sections(selection), sheet)
        return _finished(theme.specification(chart), note and f"{note}: filter to see the rest.")

    def _once(self, selection: Selection) -> pd.DataFrame:
        """The figures that pass; a repetition stands for a first printing that does not."""
        frame = self._figures[selection.passed]
        first = frame["duplicate_of"].where(frame["duplicate_of"].isin(frame["figure_id"]))
        return frame.assign(duplicate_of=first)

    def _shown(self, selection: Selection) -> pd.DataFrame:
        """The articles that the filters of source and publisher leave."""
        articles, filters = self._articles, selection.filters
        if filters.get("publisher"):
            articles = articles[publishers(articles).isin(filters["publisher"])]
        if filters.get("source"):
            wanted = set(filters["source"])
            articles = articles[[plain(one) in wanted for one in articles.index]]
        return articles

    def _quiet(self, selection: Selection) -> Sequence[str]:
        """The sources that report nothing of what is asked, if that can be said of them."""
        if _hides(selection) or selection.filters.get("published"):
            return ()
        drawn = set(self._figures.loc[selection.drawn, "article_id"].unique())
        return [self._names[one] for one in self._shown(selection).index if one not in drawn]

    def _printed(self, selection: Selection) -> dict[str, int]:
        repeats = self._figures.loc[selection.passed, "duplicate_of"].dropna().value_counts()
        return {str(one): int(count) + 1 for one, count in repeats.items()}


_REPEATED = "a sentence printed twice stands once, rejected figures are left out"


def _left_out(shown: int, total: int, noun: str = "figure") -> str:
    return f"Showing {shown:,} of {wording.counted(total, noun)}"


def _hides(selection: Selection) -> bool:
    """Whether a filter hides figures of a source, so that nothing can be said of its silence."""
    return any(selection.filters.get(name) for name in HIDING)


def _sections(selection: Selection) -> Sequence[str]:
    return selection.filters.get("section") or SECTIONS


def _finished(spec: dict[str, Any], note: str) -> Drawing:
    framed = {"$schema": theme.VEGALITE_SCHEMA, "config": theme.theme()["config"], **spec}
    return Drawing(framed, note)


def _words(said: str) -> Drawing:
    """No chart but its reason, as one that reads without a kernel."""
    empty = {"data": {"values": []}, "mark": "point"}
    spec = {"layer": [empty], "title": said, "description": said, "width": 420, "height": 1}
    return _finished(spec, said)
