"""One reviewer's sitting, without a widget: which figure is at hand, and what is decided on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from . import questions, wording
from .desk import Desk
from .markup import Html
from .questions import NEW
from .schema import DataError
from .turns import in_turn


class Sitting:
    """The figures of some articles, one of them at hand; what a button does, a method does."""

    def __init__(self, articles: pd.DataFrame, reviewer: str = "", path: Path | None = None):
        self._desk = Desk(articles, reviewer, path)
        self._label: Any = None  # the article that is shown
        self._chosen: str | None = None
        self._typed: dict[str, dict[str, Any]] = {}  # what is typed and not saved, by figure_id
        self._spans: dict[str, tuple[int, int]] = {}
        self._note = self._error = ""
        self._form = 0  # counts up when the form is to be filled anew
        self._choose(self._desk.undecided(None))

    def _draw(self) -> None:
        """Called when something changed."""

    @property
    def reviewer(self) -> str:
        """Whose decisions these are."""
        return self._desk.reviewer

    @reviewer.setter
    @in_turn
    def reviewer(self, name: str) -> None:
        self._desk.reviewer = " ".join(name.split())
        self._desk.refresh()
        self._choose(self._desk.undecided(self._chosen))
        self._draw()

    @property
    def selected(self) -> str | None:
        """The figure_id at hand; setting raises DataError for a figure that is not there."""
        return None if self._chosen == NEW else self._chosen

    @selected.setter
    @in_turn
    def selected(self, figure_id: str) -> None:
        if figure_id not in self._desk.order:
            known = wording.listed(self._desk.order, 5)
            raise DataError(f"selected: no figure {figure_id!r}; the figures are {known}")
        self._choose(figure_id)
        self._draw()

    @property
    def progress(self) -> str:
        """How far this reviewer is: "12 of 18 reviewed"."""
        return f"{self._desk.done()} of {len(self._desk.order)} reviewed"

    @property
    @in_turn
    def frame(self) -> pd.DataFrame:
        """The figures as all reviewers leave them: rows of the figures table, with `review`."""
        self._desk.refresh()
        return self._desk.table()

    @property
    @in_turn
    def reviews(self) -> pd.DataFrame:
        """Every decision in the file, one row each: columns of the reviews table."""
        self._desk.refresh()
        return self._desk.reviews

    @property
    def table(self) -> Html:
        """The figures beside their words, each with what all reviewers decided, as HTML."""
        return questions.table(self.frame, self._desk.articles)

    @in_turn
    def accept(self) -> None:
        """The figure at hand is right; go on to the next. DataError without a reviewer's name."""
        self._decided("accepted", lambda figure_id: self._desk.accept(figure_id))

    @in_turn
    def reject(self, reason: str) -> None:
        """The figure at hand is none, for this reason; go on to the next."""
        self._decided("rejected", lambda figure_id: self._desk.reject(figure_id, reason))

    @in_turn
    def correct(
        self, start: int | None = None, end: int | None = None, reason: str = "", **fields: Any
    ) -> None:
        """Record other `fields`, or other characters `start:end`, of the figure at hand."""
        span = None if start is None or end is None else (start, end)
        self._decided(
            "corrected", lambda figure_id: self._desk.correct(figure_id, fields, span, reason)
        )

    @in_turn
    def add(self, article_id: Any, start: int, end: int, **fields: Any) -> str:
        """Record the number at `start:end` of an article as a missed figure; its figure_id."""
        figure_id = self._desk.add(article_id, (start, end), fields)
        self._choose(figure_id)
        self._note = "added"
        self._draw()
        return figure_id

    @in_turn
    def undo(self) -> None:
        """Take this reviewer's latest decision back; DataError where there is none."""
        figure_id = self._desk.undo()
        self._note = "taken back"
        self._form += 1
        self._choose(figure_id if figure_id in self._desk.order else self._chosen)
        self._draw()

    @in_turn
    def next(self) -> None:
        """Go to the next figure."""
        self._choose(self._desk.following(self._chosen))
        self._draw()

    @in_turn
    def previous(self) -> None:
        """Go to the figure before."""
        self._choose(self._desk.following(self._chosen, -1))
        self._draw()

    def _decided(self, words: str, decide: Callable[[str], None]) -> None:
        figure_id = self.selected
        if figure_id is None:
            raise DataError("no figure at hand")
        decide(figure_id)
        self._forget(figure_id)
        self._note = f"{words}: {wording.phrase(questions.of(self._desk.base(figure_id)))}"
        self._choose(self._desk.undecided(figure_id))
        self._draw()

    def _forget(self, figure_id: str) -> None:
        self._typed.pop(figure_id, None)
        self._spans.pop(figure_id, None)
        self._form += 1

    def _choose(self, figure_id: str | None) -> None:
        if figure_id not in self._desk.order:
            figure_id = next(iter(self._desk.order), None)
        if figure_id != self._chosen:
            self._form += 1
        self._chosen = figure_id
        if figure_id is not None:
            self._label = self._desk.base(figure_id)["article_id"]
        elif self._label is None and len(self._desk.articles):
            self._label = self._desk.articles.index[0]
