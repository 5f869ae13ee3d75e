"""Which figures the rows of a page's tables show, so that the page's filters reach them too.

Tables of a notebook are text by the time they are on a page. A row is known by its words: by the
source or metric that it begins with, and by what its columns say of a figure.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any

from bs4 import BeautifulSoup, Tag
from markupsafe import Markup

from . import evidence, wording
from .bounds import each
from .collection import Collection
from .schema import METRICS

SOURCES = ("source", "article_id", "article")
OF_A_KEY = ("metric", "scope", "measure", "unit")
MOST = 500  # figures of one row; one of more is a total
PARTED = "; "  # between the figures in a cell of a grid
_SAYS: dict[str, Callable[[Any], Any]] = {
    **{name: attrgetter(name) for name in (*OF_A_KEY, "surface", "figure_id", "quote")},
    "figure": wording.subject,
    "subject": wording.subject,
    "says": lambda row: evidence.in_words(row._asdict()),
    "reported": wording.phrase,
    "claimant": wording.claimant,
    "in the words": attrgetter("quote"),
}


class Labels:
    """Labels the tables of one page; `figures` are the ids of all that it has met in them."""

    def __init__(self, collection: Collection) -> None:
        self.figures: dict[str, None] = {}
        self._collection = collection
        self._named: dict[str, Any] = {}
        for article_id, name in collection.sources.items():
            self._named |= {name: article_id, str(article_id): article_id}
        self._counted = list(each(collection.considered))

    def of(self, html: str) -> Markup:
        """`html` with its rows labelled: `data-figures` or `data-source`; a grid by its cells."""
        if "<table" not in html:
            return Markup(html)
        soup = BeautifulSoup(html, "html.parser")
        for table in soup("table"):
            self._table(table)
        return Markup(str(soup))

    def _table(self, table: Tag) -> None:
        head, *_ = [*table.select("thead tr"), None]
        heads = [_words(cell) for cell in _cells(head)] if head else []
        for row in table.select("tbody tr"):
            cells = _cells(row)
            if len(cells) == len(heads) and not self._grid(heads, cells):
                self._row(row, dict(zip(map(str.casefold, heads), map(_words, cells), strict=True)))

    def _grid(self, heads: list[str], cells: list[Tag]) -> bool:
        """Whether the row is one of a grid of sources and metrics, whose cells are now labelled."""
        first, found = _words(cells[0]), False
        for head, cell in zip(heads[1:], cells[1:], strict=True):
            source, metric = (first, head) if head in METRICS else (head, first)
            if source in self._named and metric in METRICS:
                found = True
                own = [row for row in self._counted if row.article_id == self._named[source]]
                rows = [row for row in own if row.metric == metric]
                if pieces := _pieces(_words(cell), rows):
                    cell["data-pieces"] = json.dumps(pieces, ensure_ascii=False)
                    self._met(one for _, ids in pieces for one in ids)
        return found

    def _row(self, row: Tag, said: dict[str, str]) -> None:
        start = next(iter(said.values()), "")
        source = next((said[name] for name in SOURCES if name in said), start)
        told = {name: words for name, words in said.items() if name in _SAYS and words}
        if source in self._named:
            article_id = self._named[source]
            if not told:
                row["data-source"] = self._collection.addresses.articles[article_id]
                return
            rows = self._collection.by_article[article_id]
        else:
            told = {name: told[name] for name in told if name not in ("reported", "claimant")}
            told |= {"metric": start} if start in METRICS else {}
            rows = self._counted if told else []
        found = [one for one in rows if all(_is(one, *pair) for pair in told.items())]
        first = [one for one in found if not isinstance(one.duplicate_of, str)]
        ids = [one.figure_id for one in first or found]
        if 0 < len(ids) <= MOST:
            row["data-figures"] = json.dumps(ids, ensure_ascii=False)
            self._met(ids)

    def _met(self, ids: Iterable[str]) -> None:
        self.figures |= dict.fromkeys(ids)


def _cells(row: Tag) -> list[Tag]:
    return list(row(["th", "td"], recursive=False))


def _words(cell: Tag) -> str:
    return " ".join(cell.get_text().split())


def _is(row: Any, column: str, words: str) -> bool:
    """Whether a figure says in a column what stands there, which may be cut."""
    own = " ".join(str(_SAYS[column](row)).split())
    return own.startswith(words[:-3]) if words.endswith("...") else own == words


def _pieces(words: str, rows: list[Any]) -> list[tuple[str, list[str]]]:
    """The words of a cell piece by piece, each with its figures; [] where one has none."""
    found = []
    for piece in words.split(PARTED):
        number = piece.partition(" (")[0]
        ids = [row.figure_id for row in rows if number == " ".join(wording.signed(row).split())]
        found.append((piece, ids))
    return found if all(ids for _, ids in found) else []
