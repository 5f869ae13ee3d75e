"""The chart of a page once more for a narrow screen: labels above their rows, nothing else new."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from . import captions, charts, matrix, overview, sieve, theme
from .collection import Collection
from .sheet import Sheet

SHEET = Sheet(320, stacked=True)  # pixels of most telephones; a little smaller on smaller ones
SILENT = "Reports none:"


class Narrow:
    """Finds for a chart its narrow form; what all pages share is drawn once."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._whole: dict[str, dict[str, Any]] | None = None

    def of(self, specification: dict[str, Any]) -> dict[str, Any] | None:
        """The chart that says the same as `specification`, word for word, on a narrow sheet.

        None where there is none: a chart of another make, or one that shows sums as well.
        """
        said = theme.alt_text(specification)
        summed = any("from" in row for row in sieve.marks(specification))
        if not said or summed:
            return None
        found = self._of_articles().get(said)
        if found is None and (values := self._values(specification, said)):
            found = values if theme.alt_text(values) == said else None
        return found

    def _of_articles(self) -> dict[str, dict[str, Any]]:
        """The charts of the whole collection by what they say."""
        if self._whole is None:
            drawn = [theme.specification(chart) for chart in self._charts()]
            self._whole = {theme.alt_text(one): one for one in drawn}
        return self._whole

    def _charts(self) -> Iterator[Any]:
        figures, articles = self._collection.figures, self._collection.articles
        if len(articles) > matrix.PAGE:
            return
        yield charts.coverage_chart(figures, articles, sheet=SHEET)
        yield charts.sources_chart(figures, articles, sheet=SHEET)
        yield charts.disagreements_chart(figures, articles, sheet=SHEET)

    def _values(self, specification: dict[str, Any], said: str) -> dict[str, Any] | None:
        ids, known = sieve.names(specification), self._collection.by_id
        if not ids or len(ids) > overview.ROWS or any(one not in known for one in ids):
            return None
        figures = self._collection.figures
        rows = figures[figures["figure_id"].isin(ids)]
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
