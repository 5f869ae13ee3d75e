"""What is exported: tables as declared and checked, with the texts' hashes and the decisions."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import pandas as pd

from . import addresses, cells, tables
from .articles import data_folder
from .identity import web_address
from .passports import sha256
from .reviews import load_reviews
from .schema import (
    ARTICLE_COLUMNS,
    FIGURE_COLUMNS,
    REVIEW_COLUMNS,
    DataError,
    check_figures,
    check_spans,
    check_texts,
    typed,
)

NAMES = [column.name for column in FIGURE_COLUMNS]
_NO_REVIEWS = pd.DataFrame(columns=[column.name for column in REVIEW_COLUMNS])


@dataclass(frozen=True)
class Material:
    """What is exported: tables as declared, checked, each article with its `article_id`."""

    figures: pd.DataFrame
    articles: pd.DataFrame | None
    reviews: pd.DataFrame
    pages: Mapping[str, str]  # figure_id to its page, where a site is named

    @property
    def sources(self) -> pd.DataFrame:
        """The articles; only for formats that need them, which `exports.content` sees to."""
        assert self.articles is not None
        return self.articles

    def about(self) -> dict[str, str]:
        """What made the export, and of which data."""
        return {
            "made_by": f"cecot-analysis {version('cecot-analysis')}",
            "figures_sha256": sha256(tables.csv_text(self.figures)),
        }


def gathered(
    figures: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    reviews: pd.DataFrame | None = None,
    site: str | None = None,
) -> Material:
    """`figures`, `articles` and `reviews` as they are exported; each row and its order stay.

    Columns of the user's own stay behind the declared ones. `reviews` are those on these texts
    (default: of the project's own); `site` is the address under which each figure has its page.
    Raises DataError for what `exports.export` refuses.
    """
    if isinstance(figures, pd.DataFrame) and not figures.columns.is_unique:
        repeated = figures.columns[figures.columns.duplicated()][0]
        raise DataError(f"figures: column {repeated!r} is there twice; drop one of them")
    check_figures(figures)
    if figures.empty:
        raise DataError("figures: no row to export; an empty selection has no file")
    rows = figures.reset_index(drop=True)
    table = typed(rows, FIGURE_COLUMNS).join(rows[[one for one in rows if one not in NAMES]])
    if table["figure_id"].duplicated().any():
        repeated = table.loc[table["figure_id"].duplicated(), "figure_id"].iloc[0]
        raise DataError(f"figures: record {repeated!r} is there twice; drop one of them")
    _check_cells(table, "figures", "figure_id")
    pages = _pages(table, site)
    if articles is None:
        return Material(table, None, typed(_NO_REVIEWS, REVIEW_COLUMNS), pages)
    check_texts(articles)
    check_spans(table, articles)
    sources = _sources(articles)
    _check_cells(sources, "articles", "article_id")
    return Material(table, sources, _decisions(reviews, sources), pages)


def _pages(figures: pd.DataFrame, site: str | None) -> dict[str, str]:
    """The page of each figure in the site published at `site`; none where no site is named."""
    if site is None:
        return {}
    base = web_address(site)
    if base is None:
        raise DataError(f"site: {site!r} is no web address; write it as https://example.org/cecot/")
    codes = addresses.short(figures["figure_id"])
    own = addresses.Addresses(codes, {})
    return {one: f"{base.rstrip('/')}/{own.figure(one)}" for one in codes}


def _sources(articles: pd.DataFrame) -> pd.DataFrame:
    """The articles with `article_id` as first column, hashes of their texts, dates in ISO form."""
    for article_id, text in articles["text"].items():
        if not isinstance(text, str):
            raise DataError(
                f"article {article_id!r}: no text but {text!r}; leave it out of what is exported"
            )
    counted = articles.assign(
        sha256=[sha256(text) for text in articles["text"]],
        n_words=[len(text.split()) for text in articles["text"]],
        published_basis=articles.get("published_basis", "none"),
    )
    sources = cells.of_articles(counted, ARTICLE_COLUMNS)
    for name in ("published", "page_clock"):
        sources[name] = _moments(sources[name])
    sources.insert(0, "article_id", sources.index.to_flat_index())
    return sources


def _moments(moments: pd.Series) -> pd.Series:
    """Dates as 2025-02-04; where one of them has a time, all with theirs."""
    with_time = bool((moments.dropna() != moments.dropna().dt.normalize()).any())
    form = "%Y-%m-%dT%H:%M:%S" if with_time else "%Y-%m-%d"
    written: pd.Series = moments.dt.strftime(form).astype("str")
    return written


def _decisions(reviews: pd.DataFrame | None, sources: pd.DataFrame) -> pd.DataFrame:
    """The decisions on these very texts, in the order they were made."""
    if reviews is None:
        reviews = _own_reviews()
    if absent := [column.name for column in REVIEW_COLUMNS if column.name not in reviews]:
        raise DataError(f"reviews: no column {absent[0]!r} among {list(reviews.columns)}")
    known = set(zip(sources["article_id"].astype("str"), sources["sha256"], strict=True))
    kept = [
        pair in known for pair in zip(reviews["article_id"], reviews["article_sha256"], strict=True)
    ]
    decisions = typed(reviews[kept], REVIEW_COLUMNS)
    _check_cells(decisions, "reviews", "figure_id")
    return decisions


def _own_reviews() -> pd.DataFrame:
    """The project's decisions; none where the package is used without a data folder."""
    try:
        data_folder()
    except DataError:
        return _NO_REVIEWS
    return load_reviews()


def _check_cells(table: pd.DataFrame, name: str, key: str) -> None:
    """Raise DataError for a cell that no file holds: half a character, an endless number."""
    for column, record, cell in _cells(table, key):
        if isinstance(cell, float) and math.isinf(cell):
            raise DataError(f"{name}: record {record!r}, column {column!r}: {cell} is no number")
        if isinstance(cell, str):
            try:
                cell.encode()
            except UnicodeEncodeError as error:
                raise DataError(
                    f"{name}: record {record!r}, column {column!r}: half a character "
                    f"({cell[error.start]!r}) at {error.start}, which no UTF-8 file can hold; "
                    "read the text again from its file"
                ) from error


def _cells(table: pd.DataFrame, key: str) -> Iterator[tuple[str, Any, Any]]:
    for column in table.columns:
        for record, cell in zip(table[key], table[column], strict=True):
            yield str(column), record, cell
