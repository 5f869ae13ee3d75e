"""Human decisions over the extraction: appended, never edited, applied only where they fit."""

from __future__ import annotations

import csv
import datetime
import json
import warnings
from pathlib import Path
from typing import Any

import pandas as pd
from filelock import FileLock

from .articles import data_folder, load_articles
from .figures import extract_figures
from .schema import (
    DECISIONS,
    FIGURE_COLUMNS,
    REVIEW_COLUMNS,
    DataError,
    typed,
    validate_figures,
)


class StaleReview(UserWarning):
    """A decision whose article or span is no longer what the reviewer saw."""


def reviews_path() -> Path:
    """Where the decisions are kept: `reviews.csv` in the data folder."""
    return data_folder() / "reviews.csv"


def load_reviews(path: Path | None = None) -> pd.DataFrame:
    """All decisions in the order they were made: one row each, `schema.REVIEW_COLUMNS`.

    Raises DataError naming the file and the row for an unknown decision or column.
    """
    file = path or reviews_path()
    names = [column.name for column in REVIEW_COLUMNS]
    if not file.exists():
        return typed(pd.DataFrame(columns=names), REVIEW_COLUMNS)
    rows = pd.read_csv(file, dtype="str", keep_default_na=False, na_values=[""])
    if list(rows.columns) != names:
        raise DataError(f"{file}: columns are {list(rows.columns)}; expected {names}")
    for place, decision in rows["decision"].items():
        if decision not in DECISIONS:
            raise DataError(
                f"{file}: row {int(str(place)) + 2}: decision {decision!r}; "
                f"allowed: {', '.join(DECISIONS)}"
            )
    return typed(rows, REVIEW_COLUMNS)


def record(
    figure: pd.Series,
    article: pd.Series,
    decision: str,
    reviewer: str,
    changes: dict[str, Any] | None = None,
    reason: str | None = None,
    path: Path | None = None,
) -> None:
    """Append one decision on `figure` of `article`; `changes` are the corrected fields.

    The row is written under a file lock and reaches the disk before this returns; rows that are
    there are never touched. Raises DataError for an unknown decision or field, or a rejection
    without a reason.
    """
    changes = changes or {}
    unknown = sorted(set(changes) - {column.name for column in FIGURE_COLUMNS})
    if decision not in DECISIONS:
        raise DataError(f"decision {decision!r}; allowed: {', '.join(DECISIONS)}")
    if unknown:
        raise DataError(f"no field {unknown[0]!r} in a figure; it has no such column")
    if decision == "rejected" and not reason:
        raise DataError(f"figure {figure['figure_id']}: a rejection needs a reason")
    before = {name: _plain(figure[name]) for name in changes if name in figure}
    row = {
        "time": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "reviewer": reviewer,
        "article_id": figure["article_id"],
        "article_sha256": article["sha256"],
        "figure_id": figure["figure_id"],
        "start": int(figure["start"]),
        "end": int(figure["end"]),
        "decision": decision,
        "before": json.dumps(before, ensure_ascii=False) if before else "",
        "after": json.dumps({k: _plain(v) for k, v in changes.items()}, ensure_ascii=False)
        if changes
        else "",
        "reason": reason or "",
    }
    _append(path or reviews_path(), row)


def _plain(value: Any) -> Any:
    if pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value


def _append(file: Path, row: dict[str, Any]) -> None:
    names = [column.name for column in REVIEW_COLUMNS]
    with FileLock(f"{file}.lock"):
        new = not file.exists() or file.stat().st_size == 0
        with file.open("a", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, names, lineterminator="\n")
            if new:
                writer.writeheader()
            writer.writerow(row)
            stream.flush()


def _stale(review: Any, articles: pd.DataFrame) -> str | None:
    if review.article_id not in articles.index:
        return "the article is not here"
    if articles.at[review.article_id, "sha256"] != review.article_sha256:
        return "the article's text has changed"
    return None


def overlay(figures: pd.DataFrame, articles: pd.DataFrame, reviews: pd.DataFrame) -> pd.DataFrame:
    """`figures` with the `reviews` applied: the last decision on each figure stands.

    Rejected figures stay, marked `rejected`. A decision on another text, or on a figure that is
    no longer found, is reported by a StaleReview warning and not applied.
    """
    rows = {row["figure_id"]: row for row in figures.to_dict("records")}
    for review in reviews.itertuples(index=False):
        problem = _stale(review, articles)
        if problem is None and review.decision != "added" and review.figure_id not in rows:
            problem = "the figure is no longer found"
        if problem:
            warnings.warn(
                f"review of {review.figure_id} by {review.reviewer} at {review.time} "
                f"not applied: {problem}",
                StaleReview,
                stacklevel=2,
            )
            continue
        row = rows.setdefault(str(review.figure_id), {"figure_id": review.figure_id})
        row.update(json.loads(review.after) if isinstance(review.after, str) else {})
        row["review"] = review.decision
    reviewed = typed(pd.DataFrame(list(rows.values()), dtype="object"), FIGURE_COLUMNS)
    return reviewed.sort_values(["article_id", "start"], kind="stable", ignore_index=True)


def read_figures(path: Path, articles: pd.DataFrame) -> pd.DataFrame:
    """A figures table from a CSV file, validated against `articles`.

    Raises DataError naming the file and the figure whose span does not match its text.
    """
    try:
        rows = pd.read_csv(path, keep_default_na=False, na_values=[""], dtype={"as_of": "str"})
        return validate_figures(typed(rows, FIGURE_COLUMNS), articles)
    except FileNotFoundError as error:
        raise DataError(
            f"{path}: no figures table here; build it with `cecot-analysis extract --write`"
        ) from error
    except DataError as error:
        raise DataError(f"{path}: {error}") from error


def load_figures() -> pd.DataFrame:
    """The project's figures: extraction from its articles, overlaid with the human reviews.

    One row per figure, columns of `schema.FIGURE_COLUMNS`, every span checked against its text.
    """
    articles = load_articles()
    figures = overlay(extract_figures(articles), articles, load_reviews())
    return validate_figures(figures, articles)
