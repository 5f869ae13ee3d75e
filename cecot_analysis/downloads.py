"""A selection to take away: a CSV that no spreadsheet runs as formulas, and a data package."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from . import cells, parcel
from .passports import sha256
from .schema import ARTICLE_COLUMNS, FIGURE_COLUMNS, REVIEW_COLUMNS, DataError, typed
from .tables import csv_text

_CHOSEN = """Chosen in the explorer from a larger collection. What was chosen, to open it again by
`ca.explore(figures, articles, state=…)`:

    {state}"""


def selection_csv(figures: pd.DataFrame) -> str:
    """The figures as CSV text, one row per figure: what `export` writes as csv.

    No text can run as a formula; `tables.restored` gives each back as it was.
    """
    return csv_text(figures)


def selection_package(
    figures: pd.DataFrame, articles: pd.DataFrame, state: dict[str, Any]
) -> bytes:
    """The figures, the articles they stand in and their texts as a Frictionless package, zipped.

    The package is that of `export`. `state` is written into it, so that the selection can be made
    again. The same selection gives the same bytes. Raises DataError for half a character, which
    no file can hold.
    """
    own = articles[articles.index.isin(figures["article_id"])]
    listed = cells.of_articles(
        own.assign(
            sha256=own["text"].map(sha256),
            n_words=[len(text.split()) for text in own["text"]],
            published_basis=own.get("published_basis", "none"),
        ),
        ARTICLE_COLUMNS,
    )
    for name in ("published", "page_clock"):
        listed[name] = _written(listed[name])
    listed.insert(0, "article_id", own.index)
    none = typed(pd.DataFrame(), REVIEW_COLUMNS)
    chosen = _CHOSEN.format(state=json.dumps(state, ensure_ascii=False, default=str))
    try:
        return parcel.package(typed(figures, FIGURE_COLUMNS), listed, none, chosen)
    except UnicodeEncodeError as error:
        raise DataError(
            f"data package: half a character ({error.object[error.start]!r}), which no UTF-8 file "
            "can hold; read the text again from its file"
        ) from error


def _written(moments: pd.Series) -> pd.Series:
    """Dates as 2025-02-04; where one of them has a time, all with theirs."""
    timed = bool((moments.dropna() != moments.dropna().dt.normalize()).any())
    written: pd.Series = moments.dt.strftime("%Y-%m-%dT%H:%M:%S" if timed else "%Y-%m-%d")
    return written.astype("str")
