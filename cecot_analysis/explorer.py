"""The explorer: filters, a chart by question, a table, and a click from a figure to its words.

What a person chose can be read and set from Python: `view.filters`, `view.selected`,
`view.frame`, and all of it as one short dict, `view.state`.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import ipywidgets
import pandas as pd

from . import controls, evidence, theme
from .drawings import QUESTIONS
from .exploration import Exploration
from .listing import COLUMNS, PAGE, Listing
from .schema import DataError
from .sheet import Sheet, fitting
from .widgets import ChartPane, Pane, live_view

HEAD_START = 0.01  # seconds in which a chart is sent while nothing else is worked out


class Explorer(Exploration, ipywidgets.VBox):  # type: ignore[misc]
    """What `explore` returns. Displayed it is the widget; its state is read and set in Python."""

    def __init__(self, figures: pd.DataFrame, articles: pd.DataFrame) -> None:
        Exploration.__init__(self, figures, articles)
        self._listing = Listing(self._figures, self._names)
        self._sorted: tuple[int | None, bool] = (None, False)
        self._page, self._error, self._sheet = 0, "", Sheet()
        self._searched: dict[str, str] = {}  # what is looked for in a long list of choices
        self._controls = Pane("filters", self._on_controls)
        self._plot = ChartPane(self._on_chart)
        self._table = Pane("table", self._on_table)
        self._evidence = Pane("evidence", lambda done: None)
        pair = ipywidgets.Box([self._evidence, self._table])
        pair.add_class("ca-pair")
        ipywidgets.VBox.__init__(self, [self._controls, self._plot, pair])
        self.add_class("ca-explorer")
        self._read: str | None = ""  # the figure whose evidence is shown
        self._show("chosen", "chart", "controls", "table", "evidence")

    # What a person did

    def _on_controls(self, done: dict[str, Any]) -> None:
        act, name = done["act"], done.get("name", "")
        try:
            if act == "download":
                self._download(name)
            elif act in ("question", "scale"):
                setattr(self, act, done["value"])
            elif act == "find":
                self._searched[name] = done["value"]
                self._draw_controls()
            else:
                self.filters = controls.changed(done, self.filters, self._known)
        except DataError as error:  # a date that is none, say: told where it was typed
            said = str(error).removeprefix("filters: ")
            is_filter = name in self._known
            self._error = said.replace(name, self._known[name].label, 1) if is_filter else said
            self._draw_controls()

    def _download(self, kind: str) -> None:
        made = {"csv": lambda: self.csv().encode("utf-8-sig", "replace"), "package": self.package}
        file = {"csv": "cecot-figures.csv", "package": "cecot-figures.zip"}[kind]
        self._controls.send({"file": file}, buffers=[made[kind]()])

    def _on_table(self, done: dict[str, Any]) -> None:
        if done["act"] == "select":
            self._try(done["figure"])
        elif done["act"] == "sort":
            column = int(done["column"])
            self._sorted = column, self._sorted[0] == column and not self._sorted[1]
            self._page = 0
            self._draw_table()
        else:
            self._page = int(done["page"])
            self._draw_table()
            if done.get("select"):
                rows = self._table.content["rows"]
                self._choose(rows[0 if done["select"] == "first" else -1]["figure"])

    def _on_chart(self, done: dict[str, Any]) -> None:
        if done["act"] == "width":
            self._sheet = fitting(int(done["width"]) - 24)
            self._draw_chart()
        elif done["act"] == "step":
            self._step(int(done["by"]))
        else:
            self._try(done["figure"])

    def _step(self, by: int) -> None:
        """Select the next figure in the order of the table, or the one before."""
        places = list(self._ordered())
        if not places:
            return
        at = places.index(self._places[str(self._selected)]) + by
        at = min(max(at, 0), len(places) - 1)
        self._page = at // PAGE
        self._choose(str(self._figures["figure_id"].iloc[places[at]]))
        self._draw_table()

    def _try(self, figure_id: str) -> None:
        """Select what was clicked; of several figures at one place the first that passes."""
        passed = self._passed()
        for one in (figure_id, *figure_id.split(", ")):
            if one in self._places and passed[self._places[one]]:
                self._choose(one)
                return

    # What is shown

    def _show(self, *parts: str) -> None:
        if "controls" in parts and "table" in parts:
            self._page, self._error = 0, ""
        for part in parts:
            getattr(self, f"_draw_{part}")()
            if part == "chart":
                time.sleep(HEAD_START)  # the thread that sends is starved by one that computes

    def _draw_chosen(self) -> None:
        self._plot.chosen = self._table.chosen = self._selected or ""

    def _draw_chart(self) -> None:
        drawing = self._drawing(self._sheet)
        self._plot.content = {
            "spec": drawing.specification,
            "note": drawing.note,
            "label": theme.alt_text(drawing.specification),
            "empty": self._selected is None,
        }

    def _draw_controls(self) -> None:
        self._controls.content = {
            **controls.content(self._known, self._matches, self._filters, self._searched),
            "status": self._status(),
            "error": self._error,
            "empty": "" if self._selected else controls.EMPTY,
            "ways": [] if self._selected else controls.ways(self._known, self._ways()),
            "question": self._question,
            "questions": [{"name": name, "label": said} for name, said in QUESTIONS.items()],
            "scale": self._scale,
        }

    def _draw_table(self) -> None:
        places = self._ordered()
        pages = max(1, -(-len(places) // PAGE))
        self._page = min(max(self._page, 0), pages - 1)
        start = self._page * PAGE
        rows = self._listing.rows(places[start : start + PAGE])
        self._table.content = {
            "label": "Figures that pass the filters",
            "columns": COLUMNS,
            "sorted": self._sorted[0],
            "down": self._sorted[1],
            "rows": rows,
            "page": self._page,
            "pages": pages,
            "note": f"Showing {start + 1:,} to {start + len(rows):,} of {len(places):,}"
            if pages > 1
            else "",
        }

    def _draw_evidence(self) -> None:
        if self._selected == self._read:
            return
        self._read = self._selected
        if self._selected is None:
            self._evidence.content = {"empty": "No figure, no quote."}
            return
        figure, article = self._figure(), self._article()
        self._evidence.content = {
            "card": evidence.card(figure, article),
            "article": evidence.highlight(article, self._beside(), self._selected),
            "citation": evidence.citation(figure, article),
            "label": f"Text of {evidence.source(article)}",
        }

    def _ordered(self) -> Any:
        return self._listing.ordered(self._passed(), *self._sorted)

    # How it stands in a saved notebook

    def __repr__(self) -> str:
        return f"Explorer: {self._status()}"

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        live = live_view(super()._repr_mimebundle_(**options))
        saved = theme.bundle(self._drawing(Sheet()).specification)
        return {**live, **saved, "text/plain": f"{self!r}\n{saved['text/plain']}"}


def explore(
    figures: pd.DataFrame, articles: pd.DataFrame, state: Mapping[str, Any] | None = None
) -> Explorer:
    """A widget to filter `figures`, see them drawn and read each one in its article.

    Set and read its state with `view.filters`, `view.selected`, `view.question`, `view.scale`,
    read the selection with `view.frame`; `view.state` is all of it as a short dict, which
    `explore` takes as `state` to open as somebody else left it. `view.chart`, `view.table` and
    `view.evidence` show it without a kernel; `view.csv()`, `view.package()` and `view.citation`
    take it away. DataError where a figure is not at its span.
    """
    view = Explorer(figures, articles)
    if state is not None:
        view.state = state
    return view
