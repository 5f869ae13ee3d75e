"""Which state of the data a page or file shows: version, hash of the data, date of the data."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version

import pandas as pd

from .datapackage import figures_csv
from .passports import sha256
from .schema import DataError

EPOCH = "SOURCE_DATE_EPOCH"


@dataclass(frozen=True)
class Edition:
    """A state of the data: the same for the same data and version, on every day and machine."""

    version: str
    data: str  # SHA-256 over texts, figures and decisions
    date: str  # ISO date; "" where the data state none
    basis: str  # where that date comes from

    @property
    def day(self) -> str:
        """The date of the data in words, and where it comes from."""
        if not self.date:
            return "not stated"
        date = datetime.fromisoformat(self.date)
        return f"{date.day} {date:%B %Y} ({self.basis})"

    @property
    def short(self) -> str:
        """The first letters of the data's hash."""
        return self.data[:12]


def _data(articles: pd.DataFrame, figures: pd.DataFrame, reviews: pd.DataFrame) -> str:
    total = hashlib.sha256()
    for article_id, text in articles["text"].items():
        name = str(article_id).encode("utf-8", "surrogatepass")
        total.update(name + b"\0" + sha256(text).encode() + b"\0")
    for written in (figures_csv(figures), reviews.to_csv(index=False)):
        total.update(written.encode("utf-8", "surrogatepass"))
    return total.hexdigest()


def _date(articles: pd.DataFrame, reviews: pd.DataFrame) -> tuple[str, str]:
    """The newest date that the data hold: the day's clock is never asked."""
    if given := os.environ.get(EPOCH, "").strip():
        try:
            moment = datetime.fromtimestamp(int(given), UTC)
        except (ValueError, OverflowError, OSError) as error:
            raise DataError(f"{EPOCH}: {given!r} is no number of seconds since 1970") from error
        return f"{moment:%Y-%m-%d}", "as set for this build"
    dates = {
        "newest decision of a reviewer": pd.to_datetime(reviews["time"], errors="coerce", utc=True),
        "newest page saved": articles["page_clock"],
        "newest article": articles["published"],
    }
    newest = {basis: column.max() for basis, column in dates.items()}
    stated = [(f"{one:%Y-%m-%d}", basis) for basis, one in newest.items() if pd.notna(one)]
    return max(stated, default=("", ""))


def of(articles: pd.DataFrame, figures: pd.DataFrame, reviews: pd.DataFrame) -> Edition:
    """The edition of these tables.

    Its date is SOURCE_DATE_EPOCH where that is set, else the newest date in the data.
    Raises DataError where SOURCE_DATE_EPOCH is no number.
    """
    date, basis = _date(articles, reviews)
    return Edition(version("cecot-analysis"), _data(articles, figures, reviews), date, basis)
