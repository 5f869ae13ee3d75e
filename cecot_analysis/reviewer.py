"""The reviewer: a person decides on each figure beside its words, and adds those that were missed.

Displayed it is the widget; what a button does, a line of Python does as well.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import traitlets

from . import draft, questions, wording
from .desk import Desk
from .markup import Html, script, shown, stylesheet
from .questions import NEW
from .schema import DataError
from .turns import in_turn
from .widgets import Answering, live_view


class Reviewer(Answering):
    """What `review` returns. Displayed it is the widget; in Python its methods decide."""

    _esm = script("elements", "kernel", "text", "review")
    _css = stylesheet() + stylesheet("explorer") + stylesheet("desk")
    content = traitlets.Dict().tag(sync=True)

    def __init__(self, articles: pd.DataFrame, reviewer: str = "", path: Path | None = None):
        self._desk = Desk(articles, reviewer, path)
        self._label: Any = None  # the article that is shown
        self._chosen: str | None = None
        self._typed: dict[str, dict[str, Any]] = {}  # what is typed and not saved, by figure_id
        self._spans: dict[str, tuple[int, int]] = {}
        self._note = self._error = ""
        self._form = 0  # counts up when the form is to be filled anew
        super().__init__()
        self._choose(self._desk.undecided(None))
        self.listen(self._on_message)
        self._draw()

    # State, and what a person decides

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

    # What a person did in the browser

    def _on_message(self, message: dict[str, Any]) -> None:
        self._note = self._error = ""
        try:
            self._desk.refresh()
            self._act(message)
        except DataError as error:
            self._error = str(error)
        except OSError as error:
            self._error = f"{error.filename}: {error.strerror}; nothing was recorded"
        self._draw()

    def _act(self, message: dict[str, Any]) -> None:
        act: str = message["act"]
        figure_id: Any = message.get("figure")
        if figure_id not in (None, NEW, *self._desk.order):
            self._choose(None)
            raise DataError("that figure was taken back by the reviewer who added it")
        if figure_id is not None:
            self._typed[figure_id] = dict(message.get("fields") or {})
            self._chosen = figure_id
        if act == "choose":
            self.selected = message["to"]
        elif act == "article":
            self._show(self._desk.articles.index[message["at"]])
        elif act == "name":
            self.reviewer = message["name"]
        elif act in ("place", "add"):
            self._pick(NEW if act == "add" else figure_id, message["start"], message["end"])
        elif act in ("reset", "cancel"):
            self._forget(figure_id)
            self._choose(self._desk.undecided(None) if figure_id == NEW else figure_id)
        elif act == "withdraw":
            self._desk.withdraw(self._desk.standing.stale[message["place"]].review)
        elif act in ("undo", "next", "previous"):
            getattr(self, act)()
        else:
            self._decide(act, figure_id, message.get("reason") or "")

    def _decide(self, act: str, figure_id: str, reason: str) -> None:
        typed, span = self._typed.get(figure_id, {}), self._spans.get(figure_id)
        if act == "save" and figure_id == NEW and span:
            added = self._desk.add(self._label, span, typed, reason)
            self._forget(NEW)
            self._note = f"added: {wording.phrase(questions.of(self._desk.base(added)))}"
            self._choose(added)
        elif act == "save":
            self._decided("corrected", lambda one: self._desk.correct(one, typed, span, reason))
        elif act == "accept" and (typed or span):
            raise DataError(
                "what you changed is not accepted with the figure: save the correction, or take "
                "back the changes first"
            )
        elif act == "accept":
            self.accept()
        elif act == "reject":
            self.reject(reason)

    def _pick(self, figure_id: str, start: int, end: int) -> None:
        """Take the selected characters for a figure's number, and read them anew."""
        article = self._desk.articles.loc[[self._label]].iloc[0]
        text = str(article["text"])
        self._spans[figure_id] = draft.span(text, start, end)
        read = draft.number(text, *self._spans[figure_id], draft.language(article))
        names = ("value", "comparator", "low", "high", "unit")
        kept = {k: v for k, v in self._typed.get(figure_id, {}).items() if k not in names}
        found = {name: read[name] for name in names if read[name] is not None}
        self._typed[figure_id] = kept if figure_id == NEW else kept | found
        self._chosen = figure_id
        self._form += 1

    def _show(self, label: Any) -> None:
        figures = self._desk.of_article(label)
        self._choose(next((one for one in figures if not self._desk.verdict(one)), None))
        if figures and self._chosen not in figures:
            self._choose(figures[0])
        if not figures:
            self._chosen = None
        self._label = label

    # What is shown

    def _draw(self) -> None:
        self.content = questions.content(
            self._desk,
            label=self._label,
            chosen=self._chosen,
            typed=self._typed.get(self._chosen or "", {}),
            span=self._spans.get(self._chosen or ""),
        ) | {
            "form": self._form,
            "note": self._note,
            "error": shown(self._error),
            "progress": {
                "done": self._desk.done(),
                "total": len(self._desk.order),
                "words": self.progress,
            },
        }

    def __repr__(self) -> str:
        return f"Reviewer: {self.progress}"

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:  # type: ignore[override]
        live = live_view(super()._repr_mimebundle_(**options))
        saved = {"text/html": self.table._repr_html_(), "text/plain": repr(self)}
        return {**live, **saved}


def review(articles: pd.DataFrame, reviewer: str = "", path: Path | None = None) -> Reviewer:
    """A widget to decide on every figure of `articles`, and to add those that were missed.

    Accept, correct, reject with a reason, or select a number in the text; undo takes back. Each
    decision is a row of `data/reviews.csv` (or of the CSV file `path`) before the next figure is
    shown, and `ca.load_figures()` overlays it. In Python: `view.accept()`, `view.correct(…)`,
    `view.reject(…)`, `view.add(…)`, `view.undo()`, `view.progress`, `view.frame`.
    """
    return Reviewer(articles, reviewer, path)
