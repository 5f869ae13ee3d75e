"""The door to every form in which figures leave: formats by name, checked, written in one step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from . import bibliography, claims, parcel, tables, webannotations, wiki
from .files import write_file
from .material import Material, gathered
from .schema import DataError


@dataclass(frozen=True)
class Format:
    """One form of export: its name, the ending of its files, and what writes it."""

    name: str
    suffix: str
    words: str
    write: Callable[[Material], str | bytes]
    needs_articles: bool = False
    is_binary: bool = False

    @property
    def file(self) -> str:
        """The file name that an export has where none is given."""
        return f"cecot-analysis-{self.name}{self.suffix}"


def _excel(given: Material) -> bytes:
    from . import workbook  # a writer that only this format needs

    about = [f"{name}: {words}" for name, words in given.about().items()]
    return workbook.excel(given.figures, given.articles, given.reviews, about, given.pages)


_ALL = (
    Format(
        "annotations",
        ".jsonld",
        "W3C Web Annotations: each figure on its words, with rule and reviewer",
        lambda given: webannotations.page(given.figures, given.sources, given.reviews, given.pages),
        needs_articles=True,
    ),
    Format(
        "bibtex",
        ".bib",
        "the sources as BibTeX",
        lambda given: bibliography.bibtex(given.sources),
        needs_articles=True,
    ),
    Format(
        "claims",
        ".jsonld",
        "schema.org Claims, without a rating",
        lambda given: claims.claims(given.figures, given.sources, given.pages),
        needs_articles=True,
    ),
    Format(
        "csl",
        ".json",
        "the sources as CSL-JSON, for Zotero and the like",
        lambda given: bibliography.csl(given.sources),
        needs_articles=True,
    ),
    Format(
        "csv",
        ".csv",
        "one row per figure; no text can run as a formula",
        lambda given: tables.csv_text(given.figures),
    ),
    Format(
        "datapackage",
        ".zip",
        "Frictionless data package: figures, articles, decisions, texts",
        lambda given: parcel.package(given.figures, given.sources, given.reviews),
        needs_articles=True,
        is_binary=True,
    ),
    Format(
        "excel",
        ".xlsx",
        "Excel workbook: quote, link and note in view, sources, what the columns mean",
        _excel,
        is_binary=True,
    ),
    Format(
        "jsonl",
        ".jsonl",
        "JSON Lines: one object per figure",
        lambda given: tables.json_lines(given.figures),
    ),
    Format(
        "markdown",
        ".md",
        "a Markdown table for a wiki",
        lambda given: wiki.markdown(given.figures, given.articles, given.pages),
    ),
    Format(
        "parquet",
        ".parquet",
        "one row per figure, columns typed",
        lambda given: tables.parquet(given.figures, given.about()),
        is_binary=True,
    ),
)
FORMATS = {one.name: one for one in _ALL}


def named(format: str) -> Format:
    """The format called `format`. Raises DataError, which lists the formats, for another name."""
    if format not in FORMATS:
        raise DataError(f"format {format!r}: unknown; allowed: {', '.join(FORMATS)}")
    return FORMATS[format]


def content(
    figures: pd.DataFrame,
    format: str,
    articles: pd.DataFrame | None = None,
    reviews: pd.DataFrame | None = None,
    site: str | None = None,
) -> bytes:
    """What `export` writes into its file, as bytes; arguments and errors are the same."""
    form = named(format)
    if form.needs_articles and articles is None:
        raise DataError(
            f"{format}: needs the articles too; "
            f"write figures.pipe(ca.export, {format!r}, path, articles=articles)"
        )
    written = form.write(gathered(figures, articles, reviews, site))
    return written if isinstance(written, bytes) else written.encode()


def export(
    figures: pd.DataFrame,
    format: str,
    path: str | Path,
    *,
    articles: pd.DataFrame | None = None,
    reviews: pd.DataFrame | None = None,
    site: str | None = None,
) -> Path:
    """Write `figures` to the file `path` in `format`, in one step; the path.

    `format` is one of annotations (W3C Web Annotations, JSON-LD), bibtex, claims (schema.org),
    csl, csv, datapackage (Frictionless, zipped), excel, jsonl, markdown, parquet. `articles` is
    the table that the figures were found in: annotations, bibtex, claims, csl and datapackage
    need it, and wherever it is given every span is checked. `reviews` are the decisions of
    people (default: the project's own), of which those on these texts are kept. `site` is the
    web address at which the site is published: annotations, claims, excel and markdown then link
    each figure to its page. Rows, their order and every character of them stay; the same tables
    give the same bytes on every day. Positions count Unicode code points. In CSV, a text that a
    spreadsheet could take for a formula, or that begins with an apostrophe, has an apostrophe
    before it.

    Raises DataError, and writes nothing, for an unknown format, no figures, a missing column, a
    value that is not allowed, a figure_id that repeats, a span that does not hold, a character
    that the format cannot hold, a site without a web address, and a path that cannot be written.
    """
    target = Path(path)
    written = content(figures, format, articles, reviews, site)
    if target.is_dir():
        raise DataError(f"{target}: a folder; name a file in it, such as {named(format).file}")
    if not target.parent.is_dir():
        raise DataError(f"{target}: no folder {target.parent}; make it, or correct the path")
    try:
        write_file(target, written)
    except OSError as error:
        raise DataError(
            f"{target}: cannot be written ({error.strerror}); name a file in a folder of yours"
        ) from error
    return target
