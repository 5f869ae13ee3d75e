"""Figures, articles, decisions and texts as one Frictionless data package, zipped."""

from __future__ import annotations

import hashlib
import json
import re
from importlib.metadata import version
from typing import Any

import pandas as pd

from .datapackage import CODE_LICENCE, DESCRIPTOR, TEXT_LICENCE, dictionary, field
from .packing import zipped
from .schema import ARTICLE_COLUMNS, FIGURE_COLUMNS, REVIEW_COLUMNS, Column
from .tables import APOSTROPHE, csv_text

_TEXT_FILE = Column("text_file", "string", "the file of this package that holds the text")
_ARTICLE_ID = Column("article_id", "string", "the label that `figures` names the article by")
LISTED = (_ARTICLE_ID, *(c for c in ARTICLE_COLUMNS if c.name not in ("text", "path")), _TEXT_FILE)
_README = """# Reported figures on CECOT

{figures} figures of {articles} articles, each beside the words that carry it. Made by
cecot-analysis {version}; `datapackage.json` describes every file, with its hash.
{chosen}
| file | what it is |
|---|---|
| `figures.csv` | one row per reported figure |
| `articles.csv` | one row per article, also those that report no figure |
| `reviews.csv` | one row per human decision, where there are any |
| `texts/` | the text of each article, as it was received |

- A figure is what an article reports, not what is the case. "More than" and the like are bounds.
- `text[start:end]` is the figure's `surface`, counted in Unicode code points.
- An empty cell was not stated, or not found: it is not zero.
- Rows may be compared only within one metric, scope, measure and unit, and never summed.
- {apostrophe}
- The texts belong to their publishers.

## figures.csv

{dictionary}"""


def package(
    figures: pd.DataFrame, articles: pd.DataFrame, reviews: pd.DataFrame, chosen: str = ""
) -> bytes:
    """A zipped Frictionless package: figures, articles, reviews, texts, README, descriptor.

    `chosen` says in the README how the figures were selected. The same tables give the same bytes.
    """
    texts = {
        _text_file(place, label): text.encode()
        for place, (label, text) in enumerate(
            zip(articles["article_id"], articles["text"], strict=True)
        )
    }
    listed = articles.drop(columns=["text", "path"]).assign(text_file=list(texts))
    tables = {"figures": figures, "articles": listed}
    if len(reviews):
        tables["reviews"] = reviews
    files = {f"{name}.csv": csv_text(table).encode() for name, table in tables.items()}
    page = _README.format(
        figures=len(figures),
        articles=len(articles),
        version=version("cecot-analysis"),
        chosen=f"\n{chosen}\n" if chosen else "",
        apostrophe=APOSTROPHE,
        dictionary=dictionary(FIGURE_COLUMNS),
    )
    resources = [_table(name, table, files[f"{name}.csv"]) for name, table in tables.items()]
    resources += [_text(path, content) for path, content in texts.items()]
    files |= {"README.md": page.encode(), DESCRIPTOR: _descriptor(resources).encode(), **texts}
    return zipped(files)


def _text_file(place: int, label: Any) -> str:
    """A file for the text of an article: numbered, so that no two labels share one."""
    slug = re.sub(r"[^A-Za-z0-9_-]+", "-", str(label)).strip("-")[:60]
    return f"texts/{place:05d}-{slug}.txt" if slug else f"texts/{place:05d}.txt"


def _descriptor(resources: list[dict[str, Any]]) -> str:
    described = {
        "profile": "data-package",
        "name": "cecot-analysis-export",
        "title": "Reported figures about the CECOT prison, each beside its words",
        "version": version("cecot-analysis"),
        "licenses": [CODE_LICENCE],
        "contributors": [{"title": "The cecot-analysis authors", "role": "author"}],
        "resources": resources,
    }
    return json.dumps(described, indent=1, ensure_ascii=False) + "\n"


def _stored(content: bytes) -> dict[str, Any]:
    return {
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }


def _table(name: str, table: pd.DataFrame, content: bytes) -> dict[str, Any]:
    declared = {"figures": FIGURE_COLUMNS, "articles": LISTED, "reviews": REVIEW_COLUMNS}[name]
    known = {column.name: column for column in declared}
    fields = [
        field(known[str(column)]) if column in known else {"name": str(column), "type": "any"}
        for column in table.columns
    ]
    for one in fields:
        if one["type"] == "date" and table[one["name"]].dropna().str.contains("T").any():
            one["type"] = "datetime"
    keys: dict[str, Any] = {"articles": {"primaryKey": ["article_id"]}, "reviews": {}}.get(
        name, {"primaryKey": ["figure_id"]}
    )
    if name == "figures":
        reference = {"resource": "articles", "fields": ["article_id"]}
        keys = keys | {"foreignKeys": [{"fields": ["article_id"], "reference": reference}]}
    return {
        "name": name,
        "path": f"{name}.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "description": APOSTROPHE,
        **_stored(content),
        "schema": {"fields": fields, **keys, "missingValues": [""]},
    }


def _text(path: str, content: bytes) -> dict[str, Any]:
    return {
        "name": re.sub(r"[^a-z0-9-]+", "-", path.removesuffix(".txt").lower()),
        "path": path,
        "type": "file",
        "format": "txt",
        "mediatype": "text/plain",
        "licenses": [TEXT_LICENCE],
        **_stored(content),
    }
