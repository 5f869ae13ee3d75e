"""The explorer: filters, chart, table, and a click that leads from a figure to its words.

The only module that imports ipywidgets. What a person chose can be read and set from Python:
`view.filters`, `view.selected`, `view.frame`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ipywidgets
import pandas as pd

from . import charts, evidence, theme, wording
from . import filters as filtering
from .filters import Filters
from .markup import Html
from .schema import SECTIONS, DataError, check_spans
from .widgets import LiveChart, Pane, live_view

POINT = "evidence"  # the name of the chart's selection
SHOWN_ROWS = 500
COLUMNS = ("Source", "Figure", "Says", "Claimant", "As of")
HIDING = ("scope", "measure", "claimant_kind", "comparator")


class Explorer(ipywidgets.VBox):  # type: ignore[misc]
    """What `explore` returns. Displayed it is the widget; its state is read and set in Python."""

    def __init__(self, figures: pd.DataFrame, articles: pd.DataFrame) -> None:
        check_spans(figures, articles)
        LiveChart.enable_offline()
        self._figures, self._articles = figures, articles
        self._known = filtering.available(figures, articles)
        self._filters = filtering.complete({}, self._known)
        self._last = ""
        self._selected: str | None = None
        self._controls = Pane("filters", self._on_controls)
        self._table = Pane("table", self._on_row)
        self._evidence = Pane("evidence", lambda done: None)
        self._charts: dict[str, Any] = {}  # by filters: going back is quick
        self._plot: LiveChart | None = None
        self._plot_box = ipywidgets.Box()
        self._plot_box.add_class("ca-chart")
        pair = ipywidgets.Box([self._evidence, self._table])
        pair.add_class("ca-pair")
        super().__init__([self._controls, self._plot_box, pair])
        self.add_class("ca-explorer")
        self._refresh()

    @property
    def filters(self) -> Filters:
        """Filter to the list of its choices. Set it whole: what is left out has its default.

        Setting raises DataError for an unknown filter or choice, naming those allowed.
        """
        return {name: list(choices) for name, choices in self._filters.items()}

    @filters.setter
    def filters(self, given: Mapping[str, Any]) -> None:
        complete = filtering.complete(given, self._known)
        changed = [name for name in self._known if complete.get(name) != self._filters.get(name)]
        self._last = changed[-1] if changed else self._last
        self._filters = complete
        self._refresh()

    @property
    def frame(self) -> pd.DataFrame:
        """The figures that pass the filters: rows of the figures table, in its order."""
        return self._figures[filtering.matching(self._figures, self._filters, self._known)]

    @property
    def selected(self) -> str | None:
        """The figure_id whose evidence is shown: the first of the selection until one is chosen.

        None where the selection is empty. Setting raises DataError for a figure that does not
        exist or that the filters hide.
        """
        return self._selected

    @selected.setter
    def selected(self, figure_id: str) -> None:
        if figure_id not in set(self._figures["figure_id"]):
            known = wording.listed(self._figures["figure_id"], 5)
            raise DataError(f"selected: no figure {figure_id!r}; the figures are {known}")
        if figure_id not in set(self.frame["figure_id"]):
            raise DataError(
                f"selected: {figure_id!r} is hidden by the filters {self._filters}; "
                "set view.filters first"
            )
        self._choose(figure_id)
        self._point_chart()

    @property
    def chart(self) -> Any:
        """The chart of the selection, without a kernel: the same that the widget shows."""
        state = repr(self._filters)
        if state not in self._charts:
            self._charts[state] = self._made_chart()
        return self._charts[state]

    def _made_chart(self) -> Any:
        chosen = self._filters.get("source") or list(self._articles.index)
        hiding = any(self._filters.get(name) for name in HIDING) or bool(self._empty())
        frame = self.frame.head(charts.MAX_ROWS)
        first = frame["duplicate_of"].where(frame["duplicate_of"].isin(frame["figure_id"]))
        chart = charts.values_chart(
            frame.assign(duplicate_of=first),  # a repetition stands for what is filtered out
            self._articles.loc[chosen],
            sections=self._filters["section"] or SECTIONS,
            select=POINT,
            silence=not hiding,
        )
        if self._empty():
            return chart.properties(title=self._empty(), description=self._empty())
        if len(frame) < len(self.frame):
            cut = f"The first {len(frame):,} of {len(self.frame):,} figures; filter to see more"
            return chart.properties(title=cut, description=cut)
        return chart

    @property
    def evidence(self) -> Html:
        """The selected figure's quote, who says it, and its whole article with marks, as HTML."""
        if self._selected is None:
            ways = "".join(f"<li>{words}</li>" for words in self._ways().values())
            return Html(f'<div class="ca-card"><p>{self._empty()}</p><ul>{ways}</ul></div>')
        return Html(f"{self._card()}{self._highlight()}")

    @property
    def table(self) -> Html:
        """The selection as an HTML table, each figure beside the words that carry it."""
        return evidence.table(self.frame, self._articles)

    def _figure(self) -> pd.Series:
        return self._figures[self._figures["figure_id"] == self._selected].iloc[0]

    def _article(self) -> pd.Series:
        return self._articles.loc[[self._figure()["article_id"]]].iloc[0]

    def _card(self) -> Html:
        return evidence.card(self._figure(), self._article())

    def _highlight(self) -> Html:
        return evidence.highlight(self._article(), self._figures, self._selected)

    def _status(self) -> str:
        return f"{len(self.frame):,} of {wording.counted(len(self._figures), 'figure')}"

    def _empty(self) -> str:
        return "" if len(self.frame) else "No figure passes these filters."

    def _ways(self) -> dict[str, str]:
        """For an empty selection: the filters to drop, and what that would show, in words."""
        if not self._empty():
            return {}
        found = filtering.ways_out(self._figures, self._filters, self._known, self._last)
        return {
            name: f"Drop {self._known[name].label.lower()}: {wording.counted(count, 'figure')}"
            for name, count in found.items()
        }

    # What a person did

    def _on_controls(self, done: dict[str, Any]) -> None:
        now = self.filters
        if done["act"] == "reset":
            now = {}
        elif done["act"] == "drop":
            now[done["name"]] = []
        else:
            shown = list(self._counts()[done["name"]])
            now[done["name"]] = [shown[position] for position in done["picked"]]
        self.filters = now

    def _on_row(self, done: dict[str, Any]) -> None:
        self._choose(done["figure"])
        self._point_chart()

    def _on_point(self, change: Any) -> None:
        points = change["new"].value
        if points:
            self._choose(points[0]["figure_id"])

    def _choose(self, figure_id: str) -> None:
        if figure_id in set(self.frame["figure_id"]):
            self._selected = figure_id
            self._draw_table()
            self._draw_evidence()

    # What is shown

    def _refresh(self) -> None:
        shown = list(self.frame["figure_id"])
        if self._selected not in shown:
            self._selected = shown[0] if shown else None
        self._draw_controls()
        self._draw_chart()
        self._draw_table()
        self._draw_evidence()

    def _counts(self) -> dict[str, dict[Any, int]]:
        return filtering.counts(self._figures, self._filters, self._known)

    def _draw_controls(self) -> None:
        self._controls.content = {
            "status": self._status(),
            "pristine": self._filters == filtering.complete({}, self._known),
            "empty": self._empty(),
            "ways": [{"name": name, "label": words} for name, words in self._ways().items()],
            "facets": [self._facet(name, found) for name, found in self._counts().items()],
        }

    def _facet(self, name: str, found: dict[Any, int]) -> dict[str, Any]:
        picked = self._filters.get(name, [])
        choices = [
            {"label": self._known[name].choices[one], "count": count, "picked": one in picked}
            for one, count in found.items()
        ]
        return {"name": name, "label": self._known[name].label, "choices": choices}

    def _draw_chart(self) -> None:
        self._plot_box.layout.display = "none" if self._empty() else ""
        if self._empty():
            return
        if self._plot is None:
            options = {"actions": False, "renderer": "svg"}
            self._plot = LiveChart(self.chart, embed_options=options)
            self._plot_box.children = [self._plot]
        with self._plot.hold_sync():
            self._plot.chart = self.chart
            self._point_chart()
        self._plot.selections.observe(self._on_point, [POINT])

    def _point_chart(self) -> None:
        if self._plot is not None and self._selected is not None:
            self._plot.point(POINT, [{"figure_id": self._selected}])

    def _draw_table(self) -> None:
        frame = self.frame.head(SHOWN_ROWS)
        hidden = len(self.frame) - len(frame)
        note = f"Showing the first {len(frame):,} of {self._status()}: filter to see the rest."
        self._table.content = {
            "label": "Figures that pass the filters",
            "columns": COLUMNS,
            "rows": [self._row(place, row) for place, row in enumerate(frame.itertuples())],
            "note": note if hidden else "",
        }

    def _row(self, place: int, figure: Any) -> dict[str, Any]:
        cells = [
            self._known["source"].choices[figure.article_id],
            wording.subject(figure),
            wording.phrase(figure),
            wording.claimant(figure),
            wording.as_of(figure) or evidence.NOT_STATED,
        ]
        value = next(
            (one for one in (figure.value, figure.low, figure.high) if pd.notna(one)), None
        )
        as_of = None if pd.isna(figure.as_of) else figure.as_of
        return {
            "position": place,
            "figure": figure.figure_id,
            "chosen": figure.figure_id == self._selected,
            "cells": cells,
            "keys": [cells[0], cells[1], value, cells[3].casefold(), as_of],
        }

    def _draw_evidence(self) -> None:
        if self._selected is None:
            self._evidence.content = {"empty": "No figure, no quote."}
            return
        figure, article = self._figure(), self._article()
        self._evidence.content = {
            "card": self._card(),
            "article": self._highlight(),
            "citation": evidence.citation(figure, article),
            "label": f"Text of {evidence.source(article)}",
        }

    # How it stands in a saved notebook

    def __repr__(self) -> str:
        return f"Explorer: {self._status()}"

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        live = live_view(super()._repr_mimebundle_(**options))
        saved = theme.bundle(self.chart)
        return {**live, **saved, "text/plain": f"{self!r}\n{saved['text/plain']}"}


def explore(figures: pd.DataFrame, articles: pd.DataFrame) -> Explorer:
    """A widget to filter `figures`, see them drawn and read each one in its article.

    Set and read its state with `view.filters`, `view.selected` and `view.frame`; `view.chart`
    and `view.evidence` show it without a kernel. DataError where a figure is not at its span.
    """
    return Explorer(figures, articles)
