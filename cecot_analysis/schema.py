"""The two tables everything stands on: their columns, allowed values and checks.

Each column is declared once, here, with its meaning; the data dictionary in
``data/README.md`` and the Frictionless descriptor are written from this page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa

from . import consistency

SECTIONS = ("body", "teaser", "chrome")
METRICS = (
    "capacity",
    "population",
    "arrests",
    "deaths_in_custody",
    "transfers",
    "payment",
    "space_per_person",
    "site_area",
)
SCOPES = ("cecot", "national", "cell", "transferred", "other", "unclear")
MEASURES = ("stock", "cumulative", "increment", "limit", "amount")
COMPARATORS = ("exact", "approx", "at_least", "more_than", "at_most", "less_than", "range")
CLAIMANT_KINDS = ("government", "ngo", "igo", "court", "media", "expert", "none")
BASES = ("stated", "carried_over", "none")
AS_OF_BASES = ("stated", "relative", "none")
AS_OF_PRECISIONS = ("day", "month", "year")
DECISIONS = ("accepted", "corrected", "rejected", "added", "withdrawn")
REVIEWS = ("proposed", "accepted", "corrected", "rejected", "added", "disputed")
PUBLISHED_BASES = ("header", "byline", "metadata", "given", "none")
LANGUAGES = ("en", "es")
AREAS = ("m2", "km2", "ft2", "acre", "hectare", "manzana")
UNITS = ("people", "USD", *AREAS)


@dataclass(frozen=True)
class Column:
    """One column: its name, kind of value, whether it may be missing, and its meaning."""

    name: str
    kind: str  # string, integer, number, date, label (an index label of any type)
    meaning: str
    nullable: bool = False
    allowed: tuple[str, ...] | None = None


ARTICLE_COLUMNS = (
    Column("title", "string", "headline, only where the file states it", True),
    Column("publisher", "string", "only where known; never guessed from the prose", True),
    Column("url", "string", "only where known; never guessed from the prose", True),
    Column("published", "date", "publication date stated in the file or given by the user", True),
    Column(
        "published_basis",
        "string",
        "where that date comes from",
        allowed=PUBLISHED_BASES,
    ),
    Column(
        "page_clock",
        "date",
        "the clock of the page when it was saved: never the publication date",
        True,
    ),
    Column("language", "string", "language of the text; missing: found per text", True, LANGUAGES),
    Column("text", "string", "the stored text, never edited; all offsets count its code points"),
    Column("sha256", "string", "SHA-256 of the stored bytes"),
    Column("n_words", "integer", "words in the text, separated by white space"),
    Column("path", "string", "the file the text was read from", True),
)

FIGURE_COLUMNS = (
    Column("figure_id", "string", "article, span and metric: the same for the same words"),
    Column("article_id", "label", "the article's index label"),
    Column("section", "string", "which part of the page the number stands in", allowed=SECTIONS),
    Column("metric", "string", "what is counted or measured", allowed=METRICS),
    Column("scope", "string", "of whom or what", allowed=SCOPES),
    Column("measure", "string", "a stock, a running total, a limit …", allowed=MEASURES),
    Column("value", "number", "the number as written, in `unit`; missing for a range", True),
    Column("comparator", "string", "how the words qualify the number", allowed=COMPARATORS),
    Column("low", "number", "lower bound that the words imply; none for approx", True),
    Column("high", "number", "upper bound that the words imply; none for approx", True),
    Column("unit", "string", "what the numbers of the row count", allowed=UNITS),
    Column("as_of", "string", "ISO date the figure is for, possibly partial (2024-08)", True),
    Column("as_of_precision", "string", "how much of the date is known", True, AS_OF_PRECISIONS),
    Column("as_of_basis", "string", "stated, or relative to publication", allowed=AS_OF_BASES),
    Column("attribution", "string", "who says it, as written in the article", True),
    Column("claimant_kind", "string", "what kind of body says it", allowed=CLAIMANT_KINDS),
    Column("attribution_basis", "string", "how the claimant is known", allowed=BASES),
    Column("surface", "string", "the number expression: text[start:end]"),
    Column("start", "integer", "offset of the number in the text, in code points"),
    Column("end", "integer", "offset after the number"),
    Column("quote", "string", "the sentence around it: text[quote_start:quote_end]"),
    Column("quote_start", "integer", "offset of the sentence"),
    Column("quote_end", "integer", "offset after the sentence"),
    Column("duplicate_of", "string", "figure_id of the same sentence earlier on the page", True),
    Column("rule", "string", "the lexicon entry that fired"),
    Column("note", "string", "what sets the figure apart: a subgroup, a plan, a denial", True),
    Column("review", "string", "what a person decided on it", allowed=REVIEWS),
)

REVIEW_COLUMNS = (
    Column("time", "string", "when the decision was made, ISO 8601, UTC"),
    Column("reviewer", "string", "who made it"),
    Column("article_id", "string", "the article it is about"),
    Column("article_sha256", "string", "SHA-256 of the text that the reviewer read"),
    Column("figure_id", "string", "the figure it is about"),
    Column("start", "integer", "offset of the number in the text, in code points"),
    Column("end", "integer", "offset after the number"),
    Column("decision", "string", "what was decided", allowed=DECISIONS),
    Column("before", "string", "the figure as the reviewer saw it, JSON", True),
    Column("after", "string", "the columns as they are to be, JSON", True),
    Column("reason", "string", "why", True),
)

_DTYPES = {
    "string": "str",
    "integer": "int64",
    "number": "float64",
    "date": "datetime64[us]",
    "label": None,
}


def _schema(columns: tuple[Column, ...], name: str, **extra: object) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(
        {
            column.name: pa.Column(
                _DTYPES[column.kind],
                checks=[pa.Check.isin(column.allowed)] if column.allowed else None,
                nullable=column.nullable,
                description=column.meaning,
            )
            for column in columns
        },
        name=name,
        strict=True,
        ordered=True,
        **extra,  # type: ignore[arg-type]
    )


ARTICLES = _schema(ARTICLE_COLUMNS, "articles", index=pa.Index(None, unique=True))
FIGURES = _schema(FIGURE_COLUMNS, "figures", unique=["figure_id"])


class DataError(ValueError):
    """Data that cannot be read or does not hold together; the message names file and record."""


def typed(rows: pd.DataFrame, columns: tuple[Column, ...]) -> pd.DataFrame:
    """`rows` with exactly `columns`, in order and of their types; absent ones are missing.

    Raises DataError for a cell that cannot be read as its column's type.
    """
    frame = pd.DataFrame(index=rows.index)
    for column in columns:
        values = rows.get(column.name, pd.Series(None, index=rows.index, dtype="object"))
        dtype: Any = _DTYPES[column.kind]
        try:
            frame[column.name] = values.astype(dtype) if dtype else values.infer_objects()
        except (ValueError, TypeError) as error:
            raise DataError(f"column {column.name!r}: {error}; expected {column.kind}") from error
    return frame


def _first_failure(error: pa.errors.SchemaErrors, frame: pd.DataFrame, name: str) -> str:
    case = error.failure_cases.iloc[0]
    record = case["index"]
    if name == "figures" and record in frame.index and "figure_id" in frame:
        record = frame.at[record, "figure_id"]
    allowed = {c.name: c.allowed for c in (*ARTICLE_COLUMNS, *FIGURE_COLUMNS)}
    options = allowed.get(case["column"])
    hint = f"; allowed: {', '.join(options)}" if options else f"; check: {case['check']}"
    return f"{name}: record {record!r}, column {case['column']!r}: {case['failure_case']!r}{hint}"


def _validated(frame: pd.DataFrame, schema: pa.DataFrameSchema) -> pd.DataFrame:
    try:
        return schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        raise DataError(_first_failure(error, frame, str(schema.name))) from error


def validate_articles(articles: pd.DataFrame) -> pd.DataFrame:
    """`articles` unchanged, if its columns, types and values are as declared; else DataError."""
    return _validated(articles, ARTICLES)


def validate_figures(figures: pd.DataFrame, articles: pd.DataFrame | None = None) -> pd.DataFrame:
    """`figures` unchanged, if it is as declared and, given `articles`, every span holds.

    Raises DataError naming the first figure whose cells contradict each other (bounds that are
    not those of its comparator, say), whose `text[start:end]` is not its `surface`, or whose
    `text[quote_start:quote_end]` is not its `quote`.
    """
    _validated(figures, FIGURES)
    for fault in consistency.faults(figures):
        raise DataError(
            f"figures: record {fault.figure_id!r}, column {fault.column!r}: {fault.found!r}; "
            f"allowed: {fault.allowed}"
        )
    if articles is not None:
        check_spans(figures, articles)
    return figures


def _table(given: Any, name: str, needed: Sequence[str]) -> None:
    if not isinstance(given, pd.DataFrame):
        raise DataError(f"{name}: expected a table (DataFrame), found {type(given).__name__}")
    if given.columns.nlevels > 1:
        raise DataError(f"{name}: columns of {given.columns.nlevels} levels; give them one")
    for column in needed:
        if column not in given.columns:
            raise DataError(
                f"{name}: no column {column!r} among {list(given.columns)}; "
                f"needed: {', '.join(needed)}"
            )
    repeated = given.columns[given.columns.duplicated()]
    if len(repeated):
        raise DataError(f"{name}: the column {repeated[0]!r} stands there twice; keep one of them")


def check_figures(figures: pd.DataFrame) -> None:
    """Raise DataError unless all columns are there and hold allowed values: cheap, at each door.

    Types, spans and what the cells of a row have to do with each other are not looked at.
    """
    _table(figures, "figures", [column.name for column in FIGURE_COLUMNS])
    for column in FIGURE_COLUMNS:
        for value in figures[column.name].unique() if column.allowed else ():
            if value in (column.allowed or ()) or (column.nullable and pd.isna(value)):
                continue
            record = figures.loc[figures[column.name].isin([value]), "figure_id"].iloc[0]
            raise DataError(
                f"figures: record {record!r}, column {column.name!r}: {value!r}; "
                f"allowed: {', '.join(column.allowed or ())}"
            )


def check_texts(articles: pd.DataFrame) -> None:
    """Raise DataError unless `articles` is a table with a `text` and a label for each article."""
    _table(articles, "articles", ["text"])
    labels = articles.index.to_flat_index()
    for place, label in enumerate(labels if labels.hasnans or labels.dtype.kind in "Ob" else ()):
        if not isinstance(label, tuple) and pd.isna(label):
            raise DataError(f"articles: row {place} has no label; give each article one of its own")
        half = isinstance(label, str) and any("\ud800" <= sign <= "\udfff" for sign in label)
        nameless = isinstance(label, str) and not label.strip()
        if isinstance(label, bool | np.bool_) or nameless or half:
            raise DataError(
                f"articles: row {place} has the label {label!r}; allowed: a name, a number, a date"
            )
    if not labels.is_unique:
        repeated = labels[labels.duplicated()][0]
        raise DataError(
            f"articles: the index repeats {repeated!r}; give each article a label of its own"
        )
    written = labels.astype("str")
    if not written.is_unique:
        repeated = written[written.duplicated()][0]
        raise DataError(f"articles: two labels are written {repeated!r}; rename one of them")


def check_spans(figures: pd.DataFrame, articles: pd.DataFrame) -> None:
    """Raise DataError unless each figure's number and quote stand at their spans."""
    check_figures(figures)
    check_texts(articles)
    columns = ["figure_id", "article_id", "start", "end", "surface"]
    columns += ["quote_start", "quote_end", "quote"]
    texts = {one: text if isinstance(text, str) else "" for one, text in articles["text"].items()}
    figure: Any
    for figure in figures[columns].itertuples(index=False):
        if figure.article_id not in texts:
            raise DataError(f"figure {figure.figure_id}: no article {figure.article_id!r}")
        text = texts[figure.article_id]
        spans = (
            ("surface", figure.start, figure.end, figure.surface),
            ("quote", figure.quote_start, figure.quote_end, figure.quote),
        )
        for name, start, end, words in spans:
            if text[start:end] != words:
                raise DataError(
                    f"figure {figure.figure_id}: {name} is {words!r}, but the text of "
                    f"{figure.article_id!r} reads {text[start:end]!r} at {start}:{end}; "
                    "extract the figures again from the text as it is now"
                )
