"""What a cell of the articles table may hold: a text, a date, one of some values, or nothing."""

from __future__ import annotations

import datetime
import re
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from .schema import ARTICLE_COLUMNS, Column, DataError, typed

YEARS = range(1900, 2101)  # in which an article is published, or a page saved
_WRITTEN = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?\s?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_COLUMNS = {column.name: column for column in ARTICLE_COLUMNS}


class UnreadableArticle(UserWarning):
    """An article with a file or field that cannot be read, and is left out for that."""


def leave_out(faults: Sequence[str], count: int, stacklevel: int) -> None:
    """Warn of each of the `faults`, one an article that is left out, of the `count` given.

    Raises DataError, naming them all, where no article is left.
    """
    if faults and len(faults) >= count:
        raise DataError("\n".join(faults))
    for problem in faults:
        warnings.warn(f"{problem}; left out", UnreadableArticle, stacklevel=stacklevel)


def is_missing(value: Any) -> bool:
    """Whether nothing is known: None, NaN, NaT or an empty text."""
    return bool(pd.api.types.is_scalar(value) and (pd.isna(value) or value == ""))


def moment(value: Any) -> pd.Timestamp | None:
    """The date `value` as it is written, its time zone aside; None where it is no date.

    A year, a month, a mere number, and words such as "today" are none.
    """
    written = isinstance(value, str) and _WRITTEN.fullmatch(value.strip())
    if not written and not isinstance(value, datetime.date | np.datetime64):
        return None
    try:
        date = pd.Timestamp(value)
    except ValueError:
        return None
    return date.tz_localize(None) if date.year in YEARS else None


def fault(name: str, value: Any) -> str | None:
    """What is wrong with `value` as the field `name` of an article; None where nothing is.

    Says what was found, what is allowed, and what to do.
    """
    column = _COLUMNS[name]
    if is_missing(value):
        return None
    if name == "text" and not isinstance(value, str):
        return f"its text is of type {type(value).__name__}, not str; give the words, or None"
    if column.kind == "date" and moment(value) is None:
        years = f"from {YEARS[0]} to {YEARS[-1]}"
        return f"{name} {value!r} is no date {years}; write it as 2025-02-04, or leave it blank"
    if column.allowed and not (isinstance(value, str) and value in column.allowed):
        allowed = ", ".join(column.allowed)
        return f"{name} {value!r}; allowed: {allowed}; correct it, or leave it blank"
    if column.kind == "string" and (isinstance(value, bytes) or not pd.api.types.is_scalar(value)):
        kind = type(value).__name__
        return f"{name} {value!r} is of type {kind}; give it as text, or leave it blank"
    return None


def of_articles(articles: pd.DataFrame, columns: tuple[Column, ...]) -> pd.DataFrame:
    """`articles` with exactly `columns`, of their types; absent ones are missing.

    Raises DataError naming the first article with a field that cannot be read.
    """
    read: dict[str, pd.DatetimeIndex] = {}
    for column in columns:
        cells = articles.get(column.name)
        if cells is None or column.name == "text" or _is_sound(column, cells):
            continue
        for article_id, value in cells.items():
            if problem := fault(column.name, value):
                raise DataError(f"article {article_id!r}: {problem}")
        if column.kind == "date":
            dates = [None if is_missing(value) else moment(value) for value in cells]
            read[column.name] = pd.DatetimeIndex(dates)
    return typed(articles.assign(**read) if read else articles, columns)


def with_texts(articles: pd.DataFrame) -> pd.DataFrame:
    """`articles`, those whose text is missing or none with an empty one: they report nothing."""
    texts = [text if isinstance(text, str) else "" for text in articles["text"]]
    return articles.assign(text=pd.Series(texts, index=articles.index, dtype="object"))


def _is_sound(column: Column, cells: pd.Series) -> bool:
    """Whether the type of `cells` alone tells that each is what may stand in the column."""
    if column.kind == "string" and column.allowed is None:
        return isinstance(cells.dtype, pd.StringDtype)
    if cells.dtype.kind != "M" or getattr(cells.dtype, "tz", None) is not None:
        return False
    return bool((cells.isna() | cells.dt.year.isin(YEARS)).all())
