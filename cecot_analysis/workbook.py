"""The figures as an Excel workbook: quote, link and note in view, nothing in it is a formula."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import pandas as pd
import xlsxwriter

from .evidence import in_words
from .identity import web_address
from .packing import stamp
from .schema import ARTICLE_COLUMNS, FIGURE_COLUMNS, REVIEW_COLUMNS, Column, DataError
from .tables import plain_cell
from .wording import sources

LONGEST = 32_767  # UTF-16 units that a cell of Excel holds
LONGEST_LINK = 2_079
MOST_LINKS = 65_530  # of a sheet
MOST_ROWS = 1_048_576
KEPT_IN_VIEW = ("quote", "link", "note")
ADDED = {
    "link": "page of the figure where a site is named, else the article's address, where known",
    "in_words": "the number, its comparator and the bounds these imply, in words",
    "source": "short name of the article: publisher, or the start of its id, and its date",
}
WIDTHS = {"quote": 56, "link": 26, "note": 16, "in_words": 34, "source": 24, "attribution": 26}
WIDTHS |= {"figure_id": 30, "rule": 24, "text_file": 30, "sha256": 20, "title": 44, "url": 40}
WIDTHS |= {"meaning": 70, "allowed": 60, "before": 40, "after": 40, "reason": 40, "what": 110}
USUAL_WIDTH = 13
_NO_XML = "\ufffe\uffff"
_FORMULA = tuple("=+-@")
_NOTES = (
    "One row per reported figure: what an article prints, not what is the case.",
    "“More than” and the like are bounds: compare low and high, not value alone.",
    "An empty cell was not stated, or not found: it is not zero.",
    "Only rows with the same metric, scope, measure and unit can be compared; sum nothing.",
    "start, end, quote_start and quote_end count Unicode code points of the stored text.",
    "Quotes are from texts that belong to their publishers.",
)


def excel(
    figures: pd.DataFrame,
    articles: pd.DataFrame | None,
    reviews: pd.DataFrame,
    about: list[str],
    pages: Mapping[str, str],
) -> bytes:
    """A workbook with sheets figures, sources and reviews where there are any, columns, about.

    All columns of `figures` are there, behind `KEPT_IN_VIEW`, and those of `ADDED`; `pages` are
    links, by figure_id.
    Raises DataError for a text that no cell of Excel holds.
    """
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties(
        {"title": "Reported figures about CECOT", "created": stamp().replace(tzinfo=None)}
    )
    sheet = _Sheet(book)
    sheet.add("figures", _arranged(figures, articles, pages), frozen=len(KEPT_IN_VIEW))
    if articles is not None:
        sheet.add("sources", articles.drop(columns=["text", "path"]), frozen=1)
    if len(reviews):
        sheet.add("reviews", reviews)
    sheet.add("columns", _dictionary(), frozen=2)
    sheet.add("about", pd.DataFrame({"what": [*about, *_NOTES]}))
    book.close()
    return buffer.getvalue()


def _arranged(
    figures: pd.DataFrame, articles: pd.DataFrame | None, pages: Mapping[str, str]
) -> pd.DataFrame:
    for name in (one for one in ADDED if one in figures):
        raise DataError(f"excel: figures have a column {name!r} of their own; rename it")
    names = sources(figures, articles)
    urls: dict[Any, Any] = {} if articles is None else articles["url"].to_dict()
    table = figures.assign(
        link=figures["figure_id"].map(pages) if pages else figures["article_id"].map(urls),
        in_words=[in_words(figure) for _, figure in figures.iterrows()],
        source=[names[one] for one in figures["article_id"]],
    )
    first = [*KEPT_IN_VIEW, "surface", "in_words", "source"]
    return table[[*first, *(name for name in table.columns if name not in first)]]


def _dictionary() -> pd.DataFrame:
    tables = {"figures": FIGURE_COLUMNS, "sources": ARTICLE_COLUMNS, "reviews": REVIEW_COLUMNS}
    added = {"figures": [Column(name, "string", words, True) for name, words in ADDED.items()]}
    added["sources"] = [Column("article_id", "label", "what the figures name the article by")]
    kept = [
        (sheet, column.name, column.meaning, ", ".join(column.allowed or ()) or None)
        for sheet, columns in tables.items()
        for column in (*added.get(sheet, ()), *columns)
        if (sheet, column.name) not in (("sources", "text"), ("sources", "path"))
    ]
    return pd.DataFrame(kept, columns=["sheet", "column", "meaning", "allowed"])


class _Sheet:
    """Writes tables into a workbook, each cell as what it is."""

    def __init__(self, book: Any) -> None:
        self._book = book
        body = {"text_wrap": True, "valign": "top"}
        self._head = book.add_format({"bold": True, "bottom": 1, **body})
        self._plain = book.add_format(body)
        # Without the prefix, a text such as "=2" becomes a formula as soon as it is edited.
        self._quoted = book.add_format({"quote_prefix": True, **body})
        self._link = book.add_format({"font_color": "#0563C1", "underline": 1, **body})

    def add(self, name: str, table: pd.DataFrame, frozen: int = 0) -> None:
        if len(table) >= MOST_ROWS:
            raise DataError(
                f"excel: {len(table):,} rows in {name}, and a sheet of Excel holds "
                f"{MOST_ROWS:,}; take csv, jsonl or parquet"
            )
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, frozen)
        for place, column in enumerate(table.columns):
            sheet.set_column(place, place, WIDTHS.get(str(column), USUAL_WIDTH))
            self._write(sheet, 0, place, str(column), "", name, self._head)
            for row, cell in enumerate(table[column], start=1):
                self._write(sheet, row, place, plain_cell(cell), str(column), name)
        if len(table) and name != "about":
            sheet.autofilter(0, 0, len(table), len(table.columns) - 1)

    def _write(
        self, sheet: Any, row: int, place: int, cell: Any, column: str, name: str, form: Any = None
    ) -> None:
        if cell is None:
            return
        if isinstance(cell, bool | int | float):
            write = sheet.write_boolean if isinstance(cell, bool) else sheet.write_number
            write(row, place, cell, self._plain)
            return
        _check(cell, f"sheet {name}, row {row + 1}, column {column or cell!r}")
        address = web_address(cell) if column in ("link", "url") else None
        form = form or (self._quoted if cell.startswith(_FORMULA) else self._plain)
        if address and len(address) <= LONGEST_LINK and row <= MOST_LINKS:
            sheet.write_url(row, place, address, self._link, cell)
        else:
            sheet.write_string(row, place, cell, form)


def _check(text: str, place: str) -> None:
    units = len(text.encode("utf-16-le")) // 2
    if units > LONGEST:
        raise DataError(
            f"excel: {place}: {units:,} characters, and a cell of Excel holds {LONGEST:,}; "
            "take csv, jsonl or parquet, which hold them all"
        )
    if any(sign in text for sign in _NO_XML):
        raise DataError(
            f"excel: {place}: the character U+FFFE or U+FFFF, which no Excel file can hold; "
            "take csv, jsonl or parquet"
        )
