"""What stands under a chart: its sources, what was done, its table with a link per mark."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from . import wording
from .collection import Collection
from .figure_page import cells
from .page import environment

SHOWN = 250  # rows of a chart's table; what goes beyond is counted, and the list has it
SOURCES = 8
_PIXELS = {"row", "place", "left", "top", "bottom", "middle", "rise", "label", "figure_id"}


def _datasets(specification: Any) -> Iterator[list[dict[str, Any]]]:
    """Every table of records inside a Vega-Lite specification."""
    if isinstance(specification, dict):
        for name, value in specification.items():
            if name in ("values", "datasets"):
                tables = value.values() if isinstance(value, dict) else [value]
                yield from (one for one in tables if isinstance(one, list) and one)
            else:
                yield from _datasets(value)
    elif isinstance(specification, list):
        for value in specification:
            yield from _datasets(value)


def records(specification: dict[str, Any]) -> list[dict[str, Any]]:
    """The records of a chart that stand for figures; of one that has none, its largest table."""
    tables = [table for table in _datasets(specification) if isinstance(table[0], dict)]
    marked = [row for table in tables for row in table if isinstance(row.get("figure_id"), str)]
    return marked or max(tables, key=lambda table: (len(table), len(table[0])), default=[])


def figure_ids(specification: dict[str, Any], collection: Collection) -> list[str]:
    """The figures that a chart draws one by one, in its order; [] where its marks are others."""
    given = dict.fromkeys(str(row.get("figure_id", "")) for row in records(specification))
    return list(given) if given and all(one in collection.by_id for one in given) else []


def caption(collection: Collection, specification: dict[str, Any], words: str, root: str) -> Markup:
    """The chart's source line, note on processing, table, words and citation as safe HTML."""
    ids = figure_ids(specification, collection)
    rows = [collection.by_id[one] for one in ids]
    heading, _, sentence = words.partition("\n")
    articles = list(dict.fromkeys(row.article_id for row in rows))
    named = [
        (collection.sources[one], root + collection.addresses.article(one)) for one in articles
    ]
    plain = [] if rows else _plain(records(specification))
    given = {
        "root": root,
        "heading": heading,
        "sentence": sentence or heading,
        "sources": named[:SOURCES],
        "n_sources": len(named),
        "rows": [cells(collection, row, root) for row in rows[:SHOWN]],
        "total": len(rows) or len(plain),
        "more": max(0, (len(rows) or len(plain)) - SHOWN),
        "plain": plain[:SHOWN],
        "heads": list(plain[0]) if plain else [],
        "edition": collection.edition,
        "counted": wording.counted(len(rows), "figure"),
    }
    return Markup(environment().get_template("caption.html.j2").render(caption=given))


def _plain(rows: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Records as words: places on the page left out, and what only repeats another field."""
    names = [name for row in rows for name in row if name not in _PIXELS]
    fields = [name for name in dict.fromkeys(names) if not name.startswith("_")]
    return [{wording.capitalised(name): _words(row.get(name)) for name in fields} for row in rows]


def _words(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.3g}"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
