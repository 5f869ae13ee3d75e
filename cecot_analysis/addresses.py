"""Permanent short addresses: made from a name alone, so that what is added moves nothing."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pandas as pd

from .schema import DataError

LETTERS = 12  # 60 bits: with a million names, two share them once in two million collections


def code(name: object) -> str:
    """The whole code of a name: 52 of the letters a–z and digits 2–7, the same everywhere."""
    stored = str(name).encode("utf-8", "surrogatepass")
    return base64.b32encode(hashlib.sha256(stored).digest()).decode().rstrip("=").lower()


def short(names: Iterable[Any], letters: int = LETTERS) -> dict[Any, str]:
    """Name to short code, distinct for every name and whatever the case of letters on a disk.

    A code depends on its own name only; names that would share one keep their whole codes.
    Raises DataError where two names are written the same.
    """
    whole = {name: code(name) for name in names}
    repeated = [one for one, count in Counter(whole.values()).items() if count > 1]
    if repeated:
        same = [name for name, one in whole.items() if one == repeated[0]]
        raise DataError(f"{same[0]!r} and {same[1]!r} are written the same; rename one of them")
    taken = Counter(one[:letters] for one in whole.values())
    return {
        name: one[:letters] if taken[one[:letters]] == 1 else one for name, one in whole.items()
    }


@dataclass(frozen=True)
class Addresses:
    """Where figures and articles have their pages, seen from the site's root."""

    figures: Mapping[str, str]
    articles: Mapping[Any, str]

    def figure(self, figure_id: str) -> str:
        """The page of a figure: `figures/<code>.html`."""
        return f"figures/{self.figures[figure_id]}.html"

    def article(self, article_id: Any, leaf: int = 0) -> str:
        """The page of an article: `articles/<code>.html`; `<code>-2.html` of its second leaf."""
        part = f"-{leaf + 1}" if leaf else ""
        return f"articles/{self.articles[article_id]}{part}.html"

    def mark(self, figure: Any, leaf: int = 0) -> str:
        """The place of a figure's number in the page of its article, on its leaf."""
        return f"{self.article(figure.article_id, leaf)}#f-{self.figures[figure.figure_id]}"


def of(figures: pd.DataFrame, articles: pd.DataFrame) -> Addresses:
    """The addresses of all `figures` and `articles`."""
    return Addresses(short(figures["figure_id"]), short(articles.index))


def file(name: str) -> str:
    """A file's name as part of an address."""
    return quote(name, safe="/")
