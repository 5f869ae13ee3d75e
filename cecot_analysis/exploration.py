"""What is looked at, without a widget: filters, question, selected figure, and what these show.

Everything can be read and set; `state` is all of it as one short dict.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from . import cells, controls, downloads, evidence, wording
from . import filters as filtering
from .drawings import QUESTIONS, Drawing, Drawings, Selection
from .filters import Filters
from .layout import LINEAR
from .markup import Html, shown
from .matching import Matches
from .overview import SCALES
from .passports import sha256
from .schema import DataError, check_spans
from .sheet import Sheet
from .turns import in_turn

_KEPT = 32  # charts that are kept, so that going back is quick


class Exploration:
    """Figures, the articles they stand in, and what of them is looked at."""

    def __init__(self, figures: pd.DataFrame, articles: pd.DataFrame) -> None:
        check_spans(figures, articles)
        articles = cells.with_texts(articles)
        self._given, self._sources = figures, articles
        self._figures, self._articles = _showable(figures.reset_index(drop=True), articles)
        self._known = filtering.available(figures, articles)
        self._names = wording.sources(figures, articles)
        self._matches = Matches(self._figures, articles, self._known)
        self._drawings = Drawings(self._figures, articles, self._names)
        self._of_article = self._figures.groupby("article_id", sort=False).indices
        self._places = {one: at for at, one in enumerate(self._figures["figure_id"])}
        self._filters = filtering.complete({}, self._known)
        self._question, self._scale, self._last = "values", LINEAR, ""
        self._kept: dict[str, Drawing] = {}
        self._selected = self._first()

    def _show(self, *parts: str) -> None:
        """Called with the parts that changed: chosen, chart, controls, table, evidence."""

    @property
    def filters(self) -> Filters:
        """Filter to its choices, period or words. Set it whole: what is left out has its default.

        Setting raises DataError for an unknown filter, choice or date, naming those allowed.
        """
        return {
            name: list(value) if isinstance(value, list) else value
            for name, value in self._filters.items()
        }

    @filters.setter
    @in_turn
    def filters(self, given: Mapping[str, Any]) -> None:
        complete = filtering.complete(given, self._known)
        changed = [name for name in self._known if complete.get(name) != self._filters.get(name)]
        self._last = changed[-1] if changed else self._last
        self._filters = complete
        passed = self._passed()
        if self._selected is None or not passed[self._places[self._selected]]:
            self._selected = self._first()
        self._show("chosen", "chart", "controls", "table", "evidence")

    @property
    def frame(self) -> pd.DataFrame:
        """The figures that pass the filters: rows of the figures table, in its order."""
        return pd.DataFrame(self._given.loc[self._passed()])

    @property
    def selected(self) -> str | None:
        """The figure_id whose evidence is shown: the first of the selection until one is chosen.

        None where the selection is empty. Setting raises DataError for a figure that does not
        exist or that the filters hide.
        """
        return self._selected

    @selected.setter
    @in_turn
    def selected(self, figure_id: str) -> None:
        self._choose(self._shown(figure_id, self._filters))

    @property
    def question(self) -> str:
        """What the chart answers: values, timeline, coverage or disagreements."""
        return self._question

    @question.setter
    @in_turn
    def question(self, name: str) -> None:
        self._question = _one_of("question", name, QUESTIONS)
        self._show("chart", "controls")

    @property
    def scale(self) -> str:
        """The scale of the values' axes: linear or log."""
        return self._scale

    @scale.setter
    @in_turn
    def scale(self, name: str) -> None:
        self._scale = _one_of("scale", name, SCALES)
        self._show("chart", "controls")

    @property
    def state(self) -> dict[str, Any]:
        """All that was chosen, as a short dict to share; what is as it began is left out.

        Setting it shows the same again. Raises DataError for what does not exist or is hidden.
        """
        given = {
            "filters": filtering.changed(self._filters, self._known),
            "question": self._question if self._question != "values" else "",
            "scale": self._scale if self._scale != LINEAR else "",
            "selected": self._selected if self._selected != self._first() else None,
        }
        return {name: value for name, value in given.items() if value}

    @state.setter
    @in_turn
    def state(self, given: Mapping[str, Any]) -> None:
        names = ("filters", "question", "scale", "selected")
        if not isinstance(given, Mapping):
            raise DataError(f"state: expected a dict such as that of view.state, not {given!r}")
        for name in given:
            _one_of("state", name, names)
        question = _one_of("question", given.get("question", "values"), QUESTIONS)
        scale = _one_of("scale", given.get("scale", LINEAR), SCALES)
        filters = filtering.complete(given.get("filters", {}), self._known)
        selected = given.get("selected")
        if selected is not None:
            selected = self._shown(selected, filters)
        self._question, self._scale, self._selected = question, scale, selected
        self.filters = filters

    @property
    def chart(self) -> Any:
        """The chart of the selection, without a kernel: the same that the widget shows."""
        return self._drawing(Sheet()).chart

    @property
    def evidence(self) -> Html:
        """The selected figure's quote, who says it, and its whole article with marks, as HTML."""
        if self._selected is None:
            said = controls.ways(self._known, self._ways())
            ways = "".join(f"<li>{way['label']}</li>" for way in said)
            return Html(f'<div class="ca-card"><p>{controls.EMPTY}</p><ul>{ways}</ul></div>')
        figure, article = self._figure(), self._article()
        text = evidence.highlight(article, self._beside(), self._selected)
        return Html(f"{evidence.card(figure, article)}{text}")

    @property
    def table(self) -> Html:
        """The selection as an HTML table, each figure beside the words that carry it."""
        return evidence.table(self._figures[self._passed()], self._articles)

    @property
    def citation(self) -> str:
        """The selected figure as a line to paste; "" where the selection is empty."""
        return "" if self._selected is None else evidence.citation(self._figure(), self._article())

    def csv(self) -> str:
        """The selection as CSV, as `export` writes it: no text can run as a formula."""
        return downloads.selection_csv(self.frame)

    def package(self) -> bytes:
        """The selection, its articles and their texts as a zipped Frictionless data package."""
        return downloads.selection_package(self.frame, self._sources, self.state)

    def _figure(self) -> pd.Series:
        return self._figures.iloc[self._places[str(self._selected)]]

    def _beside(self) -> pd.DataFrame:
        """The figures of the selected figure's article."""
        return self._figures.iloc[self._of_article[self._figure()["article_id"]]]

    def _article(self) -> pd.Series:
        return self._articles.loc[[self._figure()["article_id"]]].iloc[0]

    def _shown(self, figure_id: Any, filters: Filters) -> str:
        """`figure_id`, if `filters` show it; DataError if they do not, or if there is none."""
        if not filtering.is_one_of(figure_id, self._places):
            known = wording.listed(self._figures["figure_id"], 5)
            raise DataError(f"selected: no figure {figure_id!r}; the figures are {known}")
        if not self._matches.mask(filters)[self._places[figure_id]]:
            raise DataError(
                f"selected: {figure_id!r} is hidden by the filters {filters}; "
                "set view.filters first"
            )
        return str(figure_id)

    def _passed(self) -> Any:
        return self._matches.mask(self._filters)

    def _status(self) -> str:
        count = int(self._passed().sum())
        return f"{count:,} of {wording.counted(len(self._figures), 'figure')}"

    def _ways(self) -> dict[tuple[str, ...], int]:
        return self._matches.ways_out(self._filters, self._last)

    def _first(self) -> str | None:
        places = self._passed().nonzero()[0]
        return str(self._figures["figure_id"].iloc[places[0]]) if len(places) else None

    def _choose(self, figure_id: str) -> None:
        self._selected = figure_id
        self._show("chosen", "evidence")

    def _drawing(self, sheet: Sheet) -> Drawing:
        state = repr((self._filters, self._question, self._scale, sheet))
        if state not in self._kept:
            passed = self._passed()
            drawn = self._matches.drawn(passed)
            asked = Selection(passed, drawn, self._filters, self._question, self._scale)
            self._kept = dict(list(self._kept.items())[-_KEPT:])
            self._kept[state] = self._drawings.draw(asked, sheet)
        return self._kept[state]


def _showable(figures: pd.DataFrame, articles: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tables with a sign for each character that no page can hold; every span stays."""
    if not any(shown(text) != text for text in articles["text"]):
        return figures, articles
    kept = articles.assign(sha256=articles["text"].map(sha256))
    tables = [figures, kept]
    for at, table in enumerate(tables):
        words = table.select_dtypes(["str", "object"]).columns.difference(["article_id"])
        signs = {name: table[name].map(shown, na_action="ignore") for name in words}
        tables[at] = table.assign(**signs)
    return tables[0], tables[1]


def _one_of(what: str, name: Any, allowed: Any) -> str:
    if not filtering.is_one_of(name, allowed):
        raise DataError(f"{what}: {name!r} is not allowed; allowed: {', '.join(allowed)}")
    return str(name)
