"""Human decisions over the extraction: appended, never edited, applied only where they fit."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
from filelock import FileLock, Timeout

from . import decisions, draft
from .articles import data_folder, load_articles
from .decisions import EDITABLE, Row, plain, plain_row
from .figures import extract_figures
from .files import write_file
from .passports import sha256
from .schema import (
    DECISIONS,
    FIGURE_COLUMNS,
    REVIEW_COLUMNS,
    DataError,
    typed,
    validate_figures,
)

NAMES = [column.name for column in REVIEW_COLUMNS]
_FORMULA = re.compile(r"^([=+\-@\t\r])")
PATIENCE = 30  # seconds to wait for another notebook that writes


class StaleReview(UserWarning):
    """A decision whose article or figure is no longer what the reviewer saw."""


def reviews_path() -> Path:
    """Where the decisions are kept: `reviews.csv` in the data folder."""
    return data_folder() / "reviews.csv"


def load_reviews(path: Path | None = None) -> pd.DataFrame:
    """All decisions in the order they were made: one row each, `schema.REVIEW_COLUMNS`.

    Raises DataError naming the file and the row for an unknown decision, column or field.
    """
    file = path or reviews_path()
    if not file.exists() or file.stat().st_size == 0:
        return typed(pd.DataFrame(columns=NAMES), REVIEW_COLUMNS)
    try:
        rows = pd.read_csv(file, dtype="str", keep_default_na=False, na_values=[""])
    except (ValueError, UnicodeDecodeError) as error:
        raise DataError(f"{file}: cannot be read as CSV: {error}") from error
    if list(rows.columns) != NAMES:
        raise DataError(f"{file}: columns are {list(rows.columns)}; expected {NAMES}")
    for place, row in enumerate(rows.to_dict("records")):
        if problem := _unreadable(row):
            raise DataError(f"{file}: row {place + 2}: {problem}")
    return typed(rows, REVIEW_COLUMNS)


def _unreadable(row: Any) -> str | None:
    for column in REVIEW_COLUMNS:
        if pd.isna(row[column.name]) and not column.nullable:
            return f"no {column.name}; every decision has one"
    if row["decision"] not in DECISIONS:
        return f"decision {row['decision']!r}; allowed: {', '.join(DECISIONS)}"
    for name in ("start", "end"):
        if not row[name].isdecimal():
            return f"{name} {row[name]!r}; expected a count of characters"
    known = {column.name for column in FIGURE_COLUMNS}
    for name in ("before", "after"):
        try:
            fields = {} if pd.isna(row[name]) else json.loads(row[name])
        except json.JSONDecodeError as error:
            return f"{name} is no JSON: {error}"
        if not isinstance(fields, dict) or set(fields) - known:
            return f"{name} {row[name]!r}; expected a JSON object of columns of the figures table"
    return None


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

    What follows from these, the bounds of another value say, need not be given.
    `withdrawn` takes back the reviewer's last decision on the figure; for `added`, `figure` is
    the whole new row. The row is written under a file lock and is on the disk before this
    returns; rows that are there are never touched. Raises DataError, and writes nothing, for an
    unknown decision or field, a decision without a reviewer, a rejection without a reason, and an
    outcome that contradicts itself or the text.
    """
    seen, wanted = plain_row(figure), {name: plain(one) for name, one in (changes or {}).items()}
    name = f"figure {seen['figure_id']}"
    who, why = " ".join(reviewer.split()), " ".join((reason or "").split())
    if decision not in DECISIONS:
        raise DataError(f"decision {decision!r}; allowed: {', '.join(DECISIONS)}")
    if unknown := sorted(set(wanted) - set(EDITABLE)):
        raise DataError(
            f"{name}: no field {unknown[0]!r} to correct; allowed: {', '.join(EDITABLE)}"
        )
    if not who:
        raise DataError(f"{name}: a decision needs the name of its reviewer")
    if decision == "rejected" and not why:
        raise DataError(f"{name}: a rejection needs a reason")
    if decision == "corrected" and not wanted:
        raise DataError(f"{name}: nothing is corrected; give the changed fields")
    if decision == "corrected":
        wanted = draft.followed(seen, wanted, article["text"])
    outcome = seen | wanted
    kept = decision not in ("rejected", "withdrawn")
    if kept and (problem := decisions.fault(outcome, article["text"])):
        raise DataError(f"{name}: {problem}")
    stated = article.get("sha256") if decision == "withdrawn" else None  # of a text that is gone
    row = {
        "time": datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds"),
        "reviewer": who,
        "article_id": str(article.name if article.name is not None else seen["article_id"]),
        "article_sha256": stated if isinstance(stated, str) else sha256(article["text"]),
        "figure_id": seen["figure_id"],
        "start": int(seen["start"]),
        "end": int(seen["end"]),
        "decision": decision,
        "before": _json({} if decision == "added" else {one: seen[one] for one in EDITABLE}),
        "after": _json(_added(outcome) if decision == "added" else wanted),
        "reason": why,
    }
    _append(path or reviews_path(), row)


def _added(outcome: Row) -> Row:
    return {name: value for name, value in outcome.items() if name != "article_id"}


def _json(fields: Row) -> str:
    return json.dumps(fields, ensure_ascii=False) if fields else ""


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    try:
        with FileLock(f"{file}.lock", timeout=PATIENCE, poll_interval=0.01):
            yield
    except Timeout as error:
        raise DataError(
            f"{file}: another program has held {file.name}.lock for {PATIENCE} seconds; "
            "nothing was written, decide again when it is done"
        ) from error


def _append(file: Path, row: dict[str, Any]) -> None:
    """Put `row` at the end of `file` in one step: another file takes its place, whole or not."""
    file = file.resolve()
    with _locked(file):
        stored = file.read_bytes() if file.exists() else b""
        if stored:
            head = stored.decode("utf-8-sig", "replace").split("\n", 1)[0].strip()
            if head != ",".join(NAMES):
                raise DataError(f"{file}: its first line is {head!r}; expected {','.join(NAMES)}")
        text = io.StringIO()
        writer = csv.DictWriter(text, NAMES, lineterminator="\n")
        if not stored:
            writer.writeheader()
        elif not stored.endswith(b"\n"):
            stored += b"\n"
        writer.writerow(row)
        try:
            added = text.getvalue().encode()
        except UnicodeEncodeError as error:
            raise DataError(
                f"figure {row['figure_id']}: {error.reason} in {error.object!r}"
            ) from error
        write_file(file, stored + added)


def spreadsheet(reviews: pd.DataFrame) -> pd.DataFrame:
    """`reviews` for a spreadsheet: words that it would take for a formula begin with a quote."""
    words: list[str] = list(reviews.select_dtypes("str").columns)
    safe = {name: reviews[name].str.replace(_FORMULA, r"'\1", regex=True) for name in words}
    return reviews.assign(**safe)


def overlay(figures: pd.DataFrame, articles: pd.DataFrame, reviews: pd.DataFrame) -> pd.DataFrame:
    """`figures` with the `reviews` applied: the last decision of each reviewer stands.

    Where reviewers disagree the figure stays as it was found, marked `disputed`; rejected ones
    stay, marked `rejected`. A decision on another text, or on a figure that is no longer found or
    is read otherwise by now, is reported by a StaleReview warning and not applied.
    """
    outcome = decisions.standing(figures, articles, reviews)
    for one in outcome.stale:
        warnings.warn(str(one), StaleReview, stacklevel=2)
    return outcome.table(articles)


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
