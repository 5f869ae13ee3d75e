"""One reviewer at work on the figures of some articles: what is decided, what is left, what next.

Each reviewer sees the figures as they were found and as they decided themselves, not what others
hold of them: so that two of them who agree do so independently.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from . import cells, draft, wording
from .decisions import (
    Decision,
    Row,
    Standing,
    disputed,
    hashes,
    plain_rows,
    reviewer_key,
    standing,
)
from .figures import extract_figures
from .reviews import load_reviews, record, reviews_path
from .schema import DataError, check_texts

TODO = "proposed"


class Desk:
    """The figures of `articles`, and the decisions of one reviewer on them."""

    def __init__(self, articles: pd.DataFrame, reviewer: str = "", path: Path | None = None):
        check_texts(articles)
        self.articles = cells.with_texts(articles)
        self._hashed = hashes(self.articles)
        self.path = path or reviews_path()
        self.reviewer = " ".join(reviewer.split())
        self.figures = extract_figures(articles)
        self.found = plain_rows(self.figures)
        self.names = wording.sources(self.figures, self.articles)
        self.refresh()

    def refresh(self) -> None:
        """Read the decisions anew: another notebook may have written some."""
        self.reviews = load_reviews(self.path)
        self.standing: Standing = standing(self.found, self.articles, self.reviews, self._hashed)
        self._decided = self.standing.by_figure()
        self._mine: dict[str, Decision] = {
            one.figure_id: one for one in self.standing.decisions if self.is_own(one.reviewer)
        }
        places = {label: place for place, label in enumerate(self.articles.index)}
        rows = self.standing.rows
        self.order = sorted(
            rows, key=lambda one: (places[rows[one]["article_id"]], rows[one]["start"])
        )
        self.listed: dict[Any, list[str]] = {label: [] for label in places}
        for one in self.order:
            self.listed[rows[one]["article_id"]].append(one)

    # What is known

    def base(self, figure_id: str) -> Row:
        """The figure as it was found, or as it was added."""
        return self.standing.rows[figure_id]

    def row(self, figure_id: str) -> Row:
        """The figure as this reviewer holds it."""
        mine = self._mine.get(figure_id)
        return mine.row if mine else self.base(figure_id)

    def state(self, figure_id: str) -> str:
        """What this reviewer decided; `disputed` where others decided otherwise."""
        mine = self._mine.get(figure_id)
        if mine is None:
            return TODO
        return "disputed" if disputed(self._decided[figure_id]) else mine.verdict

    def verdict(self, figure_id: str) -> Decision | None:
        """This reviewer's decision on the figure."""
        return self._mine.get(figure_id)

    def others(self, figure_id: str) -> list[Decision]:
        """What other reviewers decided, once this one has: nothing before that."""
        if figure_id not in self._mine:
            return []
        return [one for one in self._decided[figure_id] if not self.is_own(one.reviewer)]

    def is_own(self, reviewer: str) -> bool:
        """Whether this is the name of the person at this desk."""
        return bool(self.reviewer) and reviewer_key(reviewer) == reviewer_key(self.reviewer)

    def done(self, figure_ids: list[str] | None = None) -> int:
        """How many figures this reviewer has decided on."""
        wanted = self.order if figure_ids is None else figure_ids
        return sum(one in self._mine for one in wanted)

    def of_article(self, label: Any) -> list[str]:
        """The figures of one article, in reading order."""
        return self.listed.get(label, [])

    def table(self) -> pd.DataFrame:
        """The figures as all reviewers together leave them: columns of the figures table."""
        return self.standing.table(self.articles)

    def following(self, figure_id: str | None, step: int = 1) -> str | None:
        """The figure after (or before) this one, around the end; None where there is none."""
        if not self.order:
            return None
        if figure_id not in self.order:
            return self.order[0]
        return self.order[(self.order.index(figure_id) + step) % len(self.order)]

    def undecided(self, figure_id: str | None) -> str | None:
        """The next figure that is left to decide on; this one where none is."""
        at = self.order.index(figure_id) if figure_id in self.order else 0
        ahead = self.order[at:] + self.order[:at]
        return next((one for one in ahead if one not in self._mine), figure_id)

    # What is decided

    def accept(self, figure_id: str) -> None:
        """The figure is right as it was found; raises DataError without a reviewer's name."""
        self._record(self.base(figure_id), "accepted")

    def reject(self, figure_id: str, reason: str) -> None:
        """The figure is none; raises DataError without a reason."""
        self._record(self.base(figure_id), "rejected", reason=reason)

    def corrected(
        self, figure_id: str, fields: Mapping[str, Any], span: tuple[int, int] | None = None
    ) -> Row:
        """The figure with what a person typed and selected, as `correct` would record it."""
        row = self.row(figure_id)
        place = draft.placed(self.text(row), *span, old=row) if span else {}
        return draft.completed(row | place, fields)

    def correct(
        self,
        figure_id: str,
        fields: Mapping[str, Any],
        span: tuple[int, int] | None = None,
        reason: str | None = None,
    ) -> None:
        """Record what is other in the figure than it was found; DataError where nothing is."""
        base, wanted = self.base(figure_id), self.corrected(figure_id, fields, span)
        changes = {name: wanted[name] for name in wanted if wanted[name] != base.get(name)}
        changes.pop("review", None)
        if not changes:
            raise DataError("nothing is changed: accept the figure, or change a field first")
        self._record(base, "corrected", changes, reason)

    def add(
        self, article_id: Any, span: tuple[int, int], fields: Mapping[str, Any], reason: str = ""
    ) -> str:
        """Record a figure that was missed, and give its figure_id; DataError where it is known."""
        article = self.articles.loc[[article_id]].iloc[0]
        row = draft.identified(draft.completed(draft.new(article, *span), fields))
        if row["figure_id"] in self.standing.rows:
            raise DataError(
                f"{row['surface']!r} is a figure on {row['metric']} already: correct that one"
            )
        self._record(row, "added", reason=reason)
        return str(row["figure_id"])

    def last(self) -> Any:
        """This reviewer's latest decision that is not taken back; None where there is none."""
        kept: list[Any] = []
        for review in self.reviews.itertuples(index=False):
            if not self.is_own(str(review.reviewer)):
                continue
            if review.decision != "withdrawn":
                kept.append(review)
                continue
            same = [at for at, one in enumerate(kept) if one.figure_id == review.figure_id]
            if same:
                del kept[same[-1]]
        return kept[-1] if kept else None

    def undo(self) -> str:
        """Take the latest decision back, and give its figure_id; DataError where there is none."""
        self.refresh()
        if not self.reviewer or self.last() is None:
            raise DataError("nothing to undo")
        return self.withdraw(self.last())

    def withdraw(self, review: Any) -> str:
        """Take back one decision of this reviewer, a row of the reviews, and give its figure_id."""
        figure = pd.Series({name: getattr(review, name) for name in ("figure_id", "start", "end")})
        article = pd.Series(
            {"sha256": review.article_sha256, "text": ""}, name=str(review.article_id)
        )
        record(figure, article, "withdrawn", self.reviewer, path=self.path)
        self.refresh()
        return str(review.figure_id)

    def text(self, row: Mapping[str, Any]) -> str:
        """The text of the article that a figure stands in."""
        return str(self.articles["text"].loc[[row["article_id"]]].iloc[0])

    def _record(
        self,
        row: Row,
        decision: str,
        changes: Row | None = None,
        reason: str | None = None,
    ) -> None:
        if not self.reviewer:
            raise DataError("reviewer: no name yet; say who you are before you decide")
        article = self.articles.loc[[row["article_id"]]].iloc[0]
        record(pd.Series(row), article, decision, self.reviewer, changes, reason, self.path)
        self.refresh()
