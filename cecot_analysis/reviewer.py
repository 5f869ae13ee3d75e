"""The reviewer: a person decides on each figure beside its words, and adds those that were missed.

Displayed it is the widget; what a button does, a line of Python does as well.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import traitlets

from . import draft, questions, wording
from .markup import script, shown, stylesheet
from .questions import NEW
from .schema import DataError
from .sitting import Sitting
from .widgets import Answering, live_view

DECIDE = ("accept", "save", "reject")
DESK = ("sitting", "passage", "form", "queue", "review")  # scripts, the last one the widget


class Reviewer(Sitting, Answering):
    """What `review` returns. Displayed it is the widget; in Python its methods decide."""

    _esm = script("elements", "kernel", "text", *DESK)
    _css = stylesheet() + stylesheet("explorer") + stylesheet("desk")
    content = traitlets.Dict().tag(sync=True)

    def __init__(self, articles: pd.DataFrame, reviewer: str = "", path: Path | None = None):
        Sitting.__init__(self, articles, reviewer, path)
        Answering.__init__(self)
        self.listen(self._on_message)
        self._draw()

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
        self._see(act, figure_id, message.get("seen"))
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

    def _see(self, act: str, figure_id: Any, shown: dict[str, str] | None) -> None:
        """DataError where the same person did something else on another page since `shown`."""
        now = questions.seen(self._desk, figure_id)
        if shown and act == "undo" and shown["last"] != now["last"]:
            raise DataError(
                "your latest decision is another one by now, made on another page: Undo "
                f"{questions.undone(self._desk) or 'has nothing to take back'}"
            )
        if shown and act in DECIDE and shown["verdict"] != now["verdict"]:
            raise DataError(
                "you decided on this figure on another page meanwhile; see how, then decide again"
            )

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
        made = questions.content(
            self._desk,
            label=self._label,
            chosen=self._chosen,
            typed=self._typed.get(self._chosen or "", {}),
            span=self._spans.get(self._chosen or ""),
        )
        held = [one["held"] for one in made["fields"]]
        if held != [one["held"] for one in self.content.get("fields", [])]:
            self._form += 1  # another page decided: what is not typed here is as it is now
        self.content = made | {
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
