"""The chart of a page once more for a narrow screen: labels above their rows, nothing else new."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pandas as pd

from . import accuracy, captions, charts, overview, sieve, theme
from .collection import Collection
from .schema import DataError
from .sheet import Sheet

SHEET = Sheet(320, stacked=True)  # pixels of most telephones; a little smaller on smaller ones
PADDING = 2  # pixels around it: the page leaves room
SILENT = "Reports none:"
Specification = dict[str, Any]


class Narrow:
    """Finds for a chart its narrow form; what all pages share is drawn once."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._whole: dict[tuple[str, str], Specification] | None = None

    def of(self, specification: Specification) -> Specification | None:
        """The chart that says the same as `specification`, word for word, on a narrow sheet.

        None where there is none: a chart of another make.
        """
        said = theme.alt_text(specification)
        if not said:
            return None
        found = self._of_articles().get((theme.title(specification), said))
        found = found or _scores(specification) or self._values(specification, said)
        if found is None or theme.alt_text(found) != said:
            return None
        return {**found, "padding": PADDING}

    def _of_articles(self) -> dict[tuple[str, str], Specification]:
        """The charts of the whole collection by their title and what they say."""
        if self._whole is None:
            drawn = list(self._charts())
            self._whole = {(theme.title(one), theme.alt_text(one)): one for one in drawn}
        return self._whole

    def _charts(self) -> Iterator[Specification]:
        figures, articles = self._collection.figures, self._collection.articles
        for draw in (charts.coverage_chart, charts.sources_chart, charts.disagreements_chart):
            with suppress(DataError):  # more figures than one chart has room for
                yield theme.specification(draw(figures, articles, sheet=SHEET))

    def _values(self, specification: Specification, said: str) -> Specification | None:
        ids, known = sieve.names(specification), self._collection.by_id
        if not ids or len(ids) > charts.MAX_ROWS or any(one not in known for one in ids):
            return None
        figures = self._collection.figures
        rows = figures[figures["figure_id"].isin(ids)]
        if any(sieve.SUMMED in row for row in sieve.marks(specification)):
            repeated = figures["duplicate_of"].isin(ids)
            return self._sums(pd.concat([rows, figures[repeated]]), SILENT in said)
        sources = self._collection.sources
        reporting = set(rows["article_id"])
        quiet = [name for one, name in sources.items() if one not in reporting]
        silent = quiet if SILENT in said else ()
        made = overview.specification(
            rows,
            sources,
            {one: len(found) + 1 for one, found in self._collection.repeats.items()},
            quiet=silent,
            sheet=SHEET,
        )
        if said != theme.alt_text(made):  # it may say as well who disagrees
            disagree = captions.conflicts(rows)
            made["description"] = captions.description(rows, sources, silent, disagree)
        return {"$schema": theme.VEGALITE_SCHEMA, "config": theme.theme()["config"], **made}

    def _sums(self, figures: pd.DataFrame, silence: bool) -> Specification:
        """Values beside which parts are laid end to end against their whole."""
        articles = self._collection.articles
        chart = charts.transfers_chart(figures, articles, sheet=SHEET, silence=silence)
        return theme.specification(chart)


def _scores(specification: Specification) -> Specification | None:
    """A chart of precision and recall, from its own marks."""
    marks = max(sieve.tables(specification), key=len, default=[])
    if not marks or not {"measure", "share"} <= marks[0].keys():
        return None
    texts = theme.line(specification["title"].get("subtitle", ""))
    chart = accuracy.drawn(marks, theme.title(specification), texts, SHEET)
    return theme.specification(chart)
