"""What people's decisions make of the figures: which stand, which are stale, which disagree."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pandas as pd

from .consistency import contradictions
from .passports import sha256
from .schema import FIGURE_COLUMNS, typed

JUDGED = (
    "metric",
    "scope",
    "measure",
    "value",
    "comparator",
    "low",
    "high",
    "unit",
    "as_of",
    "as_of_precision",
    "as_of_basis",
    "attribution",
    "claimant_kind",
    "attribution_basis",
    "section",
    "surface",
    "start",
    "end",
    "note",
)
QUOTE = ("quote", "quote_start", "quote_end")
EDITABLE = JUDGED + QUOTE
Row = dict[str, Any]


@dataclass(frozen=True)
class Decision:
    """What one reviewer holds of one figure: `row` is the figure as decided."""

    figure_id: str
    reviewer: str
    verdict: str
    row: Row
    reason: str | None = None

    def opinion(self) -> tuple[Any, ...]:
        """What two reviewers must share to agree."""
        if self.verdict == "rejected":
            return ("rejected",)
        return tuple(self.row[name] for name in JUDGED)


@dataclass(frozen=True)
class Stale:
    """A decision that is not applied, and why."""

    review: Any
    problem: str

    def __str__(self) -> str:
        one = self.review
        return (
            f"review of {one.figure_id} by {one.reviewer} at {one.time} not applied: {self.problem}"
        )


@dataclass(frozen=True)
class Standing:
    """The figures with those that reviewers added, the decisions on them, and the stale ones."""

    rows: dict[str, Row]
    decisions: list[Decision]
    stale: list[Stale]

    def by_figure(self) -> dict[str, list[Decision]]:
        """The decisions on each figure that has any, in the order in which they were made."""
        found: dict[str, list[Decision]] = {}
        for decision in self.decisions:
            found.setdefault(decision.figure_id, []).append(decision)
        return found

    def table(self, articles: pd.DataFrame) -> pd.DataFrame:
        """The figures table as decided, in reading order; where reviewers disagree, as found."""
        decided = self.by_figure()
        rows = [_resolved(row, decided.get(one, [])) for one, row in self.rows.items()]
        places = {label: place for place, label in enumerate(articles.index)}
        rows.sort(key=lambda row: (places.get(row["article_id"], len(places)), row["start"]))
        return typed(pd.DataFrame(rows, dtype="object"), FIGURE_COLUMNS)


def plain(value: Any) -> Any:
    """A cell as JSON knows it: None where it is missing, numbers without their NumPy type."""
    if pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value


def plain_row(figure: Any) -> Row:
    """A figure as a dict of plain cells, every column of the figures table in it."""
    return {column.name: plain(figure.get(column.name)) for column in FIGURE_COLUMNS}


def plain_rows(figures: pd.DataFrame) -> dict[str, Row]:
    """Each figure of a table as `plain_row` gives it, by its figure_id."""
    cells = figures.astype("object").where(figures.notna(), None)
    rows: list[Row] = [dict(zip(cells.columns, row, strict=True)) for row in cells.to_numpy()]
    return {str(row["figure_id"]): row for row in rows}


def reviewer_key(name: str) -> str:
    """One key per person: spelling and spaces make no second reviewer."""
    return " ".join(name.split()).casefold()


def disputed(decisions: Iterable[Decision]) -> bool:
    """Whether these decisions on one figure disagree."""
    return len({one.opinion() for one in decisions}) > 1


def _resolved(row: Row, decisions: list[Decision]) -> Row:
    if not decisions:
        return row
    if disputed(decisions):
        return row | {"review": "disputed"}
    verdicts = {one.verdict for one in decisions}
    verdict = next(v for v in ("rejected", "added", "corrected", "accepted") if v in verdicts)
    return decisions[0].row | {"review": verdict}


def hashes(articles: pd.DataFrame) -> dict[str, str]:
    """The hash of each text as it stands, by article; what its passport states may be outdated."""
    return {str(label): sha256(str(text)) for label, text in articles["text"].items()}


def standing(
    figures: pd.DataFrame | dict[str, Row],
    articles: pd.DataFrame,
    reviews: pd.DataFrame,
    hashed: dict[str, str] | None = None,
) -> Standing:
    """The last decision of each reviewer on each figure, applied to nothing yet.

    `withdrawn` takes back the reviewer's decision before it. A decision is stale where its
    article is absent or has another text, its figure is no longer found or is read otherwise
    than the reviewer saw it, or its outcome contradicts itself or the text. `figures` may be
    given as `plain_rows` of the table, and `hashed` as `hashes` of the articles.
    """
    texts = {str(label): (label, text) for label, text in articles["text"].items()}
    hashed = hashes(articles) if hashed is None else hashed
    found = figures if isinstance(figures, dict) else plain_rows(figures)
    seen = {one: [row] for one, row in found.items()}  # each figure in all its versions
    decisions, stale = [], []
    for review, is_last in _kept(reviews):
        problem = _misplaced(review, texts, hashed)
        row: Row = {}
        if not problem:
            label, text = texts[review.article_id]
            row, problem = _outcome(review, seen.get(review.figure_id, []), label)
            problem = problem or fault(row, text)
        if not problem:
            seen.setdefault(review.figure_id, []).append(row | {"review": "added"})
        if problem and (is_last or review.decision == "added"):
            stale.append(Stale(review, problem))
        elif is_last and not problem:
            is_known = review.decision == "added" and review.figure_id in found
            verdict = "accepted" if is_known else review.decision
            reason = plain(review.reason)
            decisions.append(Decision(review.figure_id, review.reviewer, verdict, row, reason))
    return Standing({one: rows[0] for one, rows in seen.items()}, decisions, stale)


def _kept(reviews: pd.DataFrame) -> list[tuple[Any, bool]]:
    """Each review that is not taken back, and whether it is its reviewer's last on its figure.

    In order, but what was added comes first: then it can be decided on by all.
    """
    stacks: dict[tuple[str, str], list[tuple[int, Any]]] = {}
    for place, review in enumerate(reviews.itertuples(index=False)):
        stack = stacks.setdefault((str(review.figure_id), reviewer_key(str(review.reviewer))), [])
        if review.decision != "withdrawn":
            stack.append((place, review))
        elif stack:
            stack.pop()
    kept = [(*one, one is stack[-1]) for stack in stacks.values() for one in stack]
    kept.sort(key=lambda one: (one[1].decision != "added", one[0]))
    return [(review, is_last) for _, review, is_last in kept]


def _misplaced(review: Any, texts: dict[str, Any], hashed: dict[str, str]) -> str | None:
    if review.article_id not in texts:
        return "the article is not here"
    if hashed[review.article_id] != review.article_sha256:
        return "the article's text has changed"
    return None


def _outcome(review: Any, versions: list[Row], label: Any) -> tuple[Row, str | None]:
    """The figure as decided, and what speaks against it; `versions` as found and as decided on."""
    after = _read(review.after)
    before = {"start": review.start, "end": review.end} | _read(review.before)
    if review.decision == "added":
        row = plain_row({**after, "figure_id": review.figure_id, "article_id": label})
        if versions and versions[0]["review"] != "added":
            name = _differing(row, versions[0])
            return row, name and f"it is found without help now, with another {name}"
        return row, None
    if not versions:
        return {}, "the figure is no longer found"
    shown = next((one for one in versions if not _differing(before, one)), None)
    if shown is None:
        name, row = str(_differing(before, versions[0])), versions[0]
        return row, f"{name} was {before[name]!r} when it was decided, and is {row[name]!r} now"
    return shown | after, None


def _read(cell: Any) -> Row:
    return dict(json.loads(cell)) if isinstance(cell, str) else {}


def _differing(seen: Row, row: Row) -> str | None:
    """The first judged column of `seen` that is another in `row`."""
    return next((name for name in JUDGED if name in seen and seen[name] != row[name]), None)


def fault(row: Row, text: str) -> str | None:
    """Why `row` cannot be a figure of `text`, in words; None where it can."""
    for column in FIGURE_COLUMNS:
        wrong = _wrong_cell(column, row.get(column.name))
        if wrong:
            return f"{column.name} is {row.get(column.name)!r}; allowed: {wrong}"
    missing = {
        column.name: math.nan if column.kind == "number" else None for column in FIGURE_COLUMNS
    }
    cells = missing | {name: value for name, value in row.items() if value is not None}
    for name, allowed in contradictions(SimpleNamespace(**cells)):
        return f"{name} is {row[name]!r}; allowed: {allowed}"
    for words, start, end in (("surface", "start", "end"), QUOTE):
        if text[row[start] : row[end]] != row[words]:
            return (
                f"{words} is {row[words]!r}, but the text reads "
                f"{text[row[start] : row[end]]!r} at {row[start]}:{row[end]}"
            )
    return None


_KINDS: dict[str, tuple[type, ...]] = {"string": (str,), "integer": (int,), "number": (int, float)}


def _wrong_cell(column: Any, value: Any) -> str | None:
    if value is None:
        return None if column.nullable else f"a {column.kind}"
    if column.kind in _KINDS and (
        isinstance(value, bool) or not isinstance(value, _KINDS[column.kind])
    ):
        return f"a {column.kind}"
    if column.allowed and value not in column.allowed:
        return ", ".join(column.allowed)
    return None
