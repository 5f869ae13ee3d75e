"""The lists of figures and of articles, page by page, and the page that searches them all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pandas as pd
from markupsafe import Markup

from . import search, wording
from .article_page import LANGUAGE_NAMES
from .collection import Collection
from .figure_page import cells, known
from .page import FIND

PAGE = 100  # rows on a page
Made = tuple[str, str, dict[str, Any]]  # name, template, fields


def addresses(folder: str, count: int, size: int) -> list[str]:
    """The files of a list of `count` rows: its first page is the folder's index."""
    pages = max(1, -(-count // size))
    return [
        f"{folder}/index.html" if at == 0 else f"{folder}/page-{at + 1}.html" for at in range(pages)
    ]


def stretch(at: int, count: int, size: int, one: str) -> str:
    """Which rows a page of a list holds: "Figures 101–200 of 5,000"."""
    if not count:
        return f"No {one}"
    first, last = at * size + 1, min(count, (at + 1) * size)
    return f"{wording.capitalised(one)}s {first:,}–{last:,} of {count:,}"


def island(settings: dict[str, Any]) -> Markup:
    """Settings as JSON that cannot end the element it stands in."""
    return Markup(json.dumps(settings, ensure_ascii=True).replace("<", "\\u003c"))


def _names(files: list[str]) -> list[str]:
    return [name.rpartition("/")[2] for name in files]


def figures(collection: Collection, n_files: int) -> Iterator[Made]:
    """All figures, in the order of articles and of their texts, with filters over all of them."""
    rows, fields = collection.rows, search.options(collection)
    files = addresses("figures", len(rows), PAGE)
    settings = island(search.settings(collection, n_files, "../"))
    for at, name in enumerate(files):
        shown = rows[at * PAGE : (at + 1) * PAGE]
        yield (
            name,
            "figures",
            {
                "title": "All figures",
                "summary": "Every number that the articles print, in the order of their texts. "
                "Those of teasers and those said again are marked so.",
                "rows": [cells(collection, row) for row in shown],
                "range": stretch(at, len(rows), PAGE, "figure"),
                "pages": _names(files),
                "at": at,
                "fields": fields,
                "settings": settings,
                "scripts": (FIND,),
                "loads": True,
            },
        )


def articles(collection: Collection) -> Iterator[Made]:
    """All articles, in their order."""
    ids = list(collection.articles.index)
    files = addresses("articles", len(ids), PAGE)
    for at, name in enumerate(files):
        shown = ids[at * PAGE : (at + 1) * PAGE]
        yield (
            name,
            "articles",
            {
                "title": "All articles",
                "summary": "The sources, whether they report a figure or not.",
                "rows": [_article(collection, one) for one in shown],
                "range": stretch(at, len(ids), PAGE, "article"),
                "pages": _names(files),
                "at": at,
            },
        )


def _article(collection: Collection, article_id: Any) -> dict[str, Any]:
    article = collection.articles.loc[article_id]
    code, date = collection.languages[article_id], article["published"]
    return {
        "address": f"../{collection.addresses.article(article_id)}",
        "source": collection.sources[article_id],
        "title": known(article["title"]),
        "code": code,
        "published": "undated" if pd.isna(date) else f"{date:%Y-%m-%d}",
        "language": LANGUAGE_NAMES[code],
        "words": f"{article['n_words']:,}",
        "figures": f"{len(collection.by_article[article_id]):,}",
    }


def finder(collection: Collection, n_files: int) -> Made:
    """The page that searches quotes and articles."""
    return (
        "search.html",
        "search",
        {
            "title": "Search",
            "summary": "Words and numbers in the quotes of all figures, and in the articles.",
            "fields": search.options(collection),
            "settings": island(search.settings(collection, n_files, "")),
            "scripts": (FIND,),
            "loads": True,
        },
    )
