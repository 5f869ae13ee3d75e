"""The data beside the pages: files to take along, their columns, licences, how to cite them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import addresses, datapackage, exports
from .collection import Collection
from .figure_page import Fact
from .output import Output
from .schema import ARTICLE_COLUMNS, FIGURE_COLUMNS, REVIEW_COLUMNS, DataError

ARCHIVE = "cecot-analysis-data.zip"
PUBLISHED = (".csv", ".json", ".md", ".txt", ".yml")
OFFERED = {
    "figures.csv": "the table of figures",
    "reviews.csv": "the decisions of reviewers",
    ARCHIVE: "all of it: texts, passports, figures, reviews, descriptor",
    "datapackage.json": "the Frictionless descriptor",
    "README.md": "the data dictionary as a text file",
}
TABLES = (
    ("figures", "One row per reported figure.", FIGURE_COLUMNS),
    ("articles", "One row per article, indexed by article_id.", ARTICLE_COLUMNS),
    ("reviews", "One row per decision of a person; rows are added, never changed.", REVIEW_COLUMNS),
)
LICENCES = (
    ("Article texts", "belong to their publishers; kept for research and criticism"),
    ("Quotes", "are from those texts, cut out without a change"),
    ("Code, rules and what they make", "MIT licence"),
)
BEWARE = (
    "A figure is what an article reports, not what is the case.",
    "“More than 84,000” is a lower bound: read the qualifier and the bounds before the number.",
    "Only rows with the same metric, scope, measure and unit can be compared; none are added up.",
    "Several articles that repeat a number without attribution are one unknown claimant.",
    "A date of publication is no substitute for a missing as-of date.",
    "A missing cell was not stated, or not found: it is not zero.",
)


def copied(data: Path, output: Output) -> None:
    """Put the files of the data folder, and all of them as one archive, into `data/`."""
    for path in sorted(data.rglob("*")):
        if path.is_file() and path.suffix in PUBLISHED:
            output.put(f"data/{path.relative_to(data).as_posix()}", path.read_bytes(), say=False)
    output.put(f"data/{ARCHIVE}", datapackage.archive(data), say=False)


@dataclass(frozen=True)
class Exported:
    """The figures in a form that others read; `refused` says why there is no content."""

    name: str
    words: str
    content: bytes | None
    refused: str = ""


def exported(collection: Collection) -> list[Exported]:
    """Every form of export, made from the collection."""
    given = (collection.articles, collection.reviews)
    found = []
    for form in exports.FORMATS.values():
        name = f"exports/{form.file}"
        try:
            content = exports.content(collection.figures, form.name, *given)
        except DataError as error:
            found.append(Exported(name, form.words, None, str(error)))
        else:
            found.append(Exported(name, form.words, content))
    return found


def _offered(folder: Path, forms: list[Exported]) -> Iterator[dict[str, str]]:
    offered = OFFERED | {one.name: one.words for one in forms if one.content is not None}
    for name, words in offered.items():
        if (folder / name).exists():
            size = (folder / name).stat().st_size
            yield {
                "address": addresses.file(name),
                "name": name.removeprefix("exports/"),
                "words": words,
                "size": f"{size / 1024:,.0f} kB" if size >= 1024 else f"{size} bytes",
            }


def page(collection: Collection, folder: Path, forms: list[Exported]) -> dict[str, Any]:
    """The fields of `data.html.j2`; `folder` is the site's `data/`, with the files in it."""
    edition = collection.edition
    return {
        "title": "The data",
        "summary": "The numbers with their words: one row per reported figure, with its source, "
        "the exact sentence, and the offsets at which it stands.",
        "downloads": list(_offered(folder, forms)),
        "refused": [one for one in forms if one.content is None],
        "citation": f"The cecot-analysis authors: cecot-analysis, version {edition.version}, "
        f"data {edition.short}, {edition.date or 'undated'}.",
        "edition_facts": [
            Fact("Version", edition.version),
            Fact("Data (SHA-256)", edition.data, code=True),
            Fact("Date of the data", edition.day),
            Fact("Articles", f"{len(collection.articles):,}"),
            Fact("Figures", f"{len(collection.figures):,}"),
        ],
        "licences": LICENCES,
        "beware": BEWARE,
        "tables": [
            {"name": name, "words": words, "columns": columns} for name, words, columns in TABLES
        ],
    }
