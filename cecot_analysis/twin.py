"""What stands under a chart: its sources, what was done, its table with a link per mark."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from . import registers, search, sieve, theme, wording
from .collection import Collection
from .figure_page import cells as cells_of
from .labels import Labels
from .page import environment
from .rendering import is_chart

SOURCES = 8
LINKED = 6  # figures of one mark that its row links; what goes beyond is counted
_FIRST = "metric about measure share low high reported classification why".split()
_PIXELS = {"row", "place", "left", "top", "bottom", "middle", "rise", "label", "figure_id"}


def records(specification: dict[str, Any]) -> list[dict[str, Any]]:
    """The records of a chart that stand for figures; of one that has none, its largest table."""
    tables = sieve.tables(specification)
    largest = max(tables, key=lambda table: (len(table), len(table[0])), default=[])
    return sieve.marks(specification) or largest


def figure_ids(specification: dict[str, Any], collection: Collection) -> list[str]:
    """The figures that a chart draws, in its order; [] where a mark is more than its figures.

    A mark of several is no more than they are where marks of different kinds stand together.
    """
    given = sieve.names(specification)
    if all(one in collection.by_id for one in given):
        return given
    shared = [together(collection, one) for one in given]
    mixed = len({tuple(sorted(row)) for row in sieve.marks(specification)}) > 1
    return list(dict.fromkeys(one for found in shared for one in found)) if mixed else []


def filters(
    collection: Collection, specifications: list[dict[str, Any]], cells: list[dict[str, Any]]
) -> dict[str, Any]:
    """What the filters of a page with these charts need; {} where they show one figure or none.

    `fields` and `settings`, which names each figure with what is asked for, and the figures that
    share a mark; `cells` with the rows of their tables labelled.
    """
    marks = dict.fromkeys(one for chart in specifications for one in sieve.names(chart))
    shared = {mark: found for mark in marks if (found := together(collection, mark))}
    ids = list(dict.fromkeys(one for found in shared.values() for one in found))
    if len(ids) < 2:
        return {}
    labels = Labels(collection)
    labelled = [_labelled(cell, labels) for cell in cells]
    rows = [collection.by_id[one] for one in dict.fromkeys([*ids, *labels.figures])]
    asked = {
        row.figure_id: {
            "metric": row.metric,
            "source": collection.addresses.articles[row.article_id],
            "scope": row.scope,
            "kind": row.claimant_kind,
        }
        for row in rows
    }
    several = {mark: found for mark, found in shared.items() if found != [mark]}
    settings = {"figures": asked, "together": several}
    return {
        "fields": search.options(collection, rows, ("metric", "source", "scope", "claimant_kind")),
        "settings": registers.island(settings),
        "cells": labelled,
    }


def _labelled(cell: dict[str, Any], labels: Labels) -> dict[str, Any]:
    if "outputs" not in cell:
        return {**cell, "html": labels.of(cell["html"])}
    shown = [one if is_chart(one) else labels.of(one) for one in cell["outputs"]]
    return {**cell, "outputs": shown}


def caption(
    collection: Collection, specification: dict[str, Any], words: str, shown: int, root: str
) -> Markup:
    """The chart's source line, note on processing, table, words and citation as safe HTML.

    Of the table's rows so many are `shown`; the others are counted, and the list has them.
    """
    ids = figure_ids(specification, collection)
    rows = [collection.by_id[one] for one in ids]
    heading, _, sentence = words.partition("\n")
    articles = list(dict.fromkeys(row.article_id for row in rows))
    named = [
        (collection.sources[one], root + collection.addresses.article(one)) for one in articles
    ]
    plain = [] if rows else records(specification)
    given = {
        "root": root,
        "heading": heading,
        "sentence": sentence or heading,
        "sources": named[:SOURCES],
        "n_sources": len(named),
        "rows": [cells_of(collection, row, root) for row in rows[:shown]],
        "total": len(rows) or len(plain),
        "more": max(0, (len(rows) or len(plain)) - shown),
        "plain": _plain(collection, plain[:shown], root),
        "heads": _heads(plain),
        "linked": any(together(collection, row.get("figure_id")) for row in plain[:shown]),
        "measured": _measured(specification),
        "edition": collection.edition,
        "counted": wording.counted(len(rows), "figure"),
    }
    return Markup(environment().get_template("caption.html.j2").render(caption=given))


def _measured(specification: dict[str, Any]) -> str:
    """What a chart of shares was measured on, as its subtitle says; "" for charts of figures."""
    if not any("share" in row for table in sieve.tables(specification) for row in table):
        return ""
    return theme.line(specification["title"].get("subtitle", ""))


def _fields(rows: list[dict[str, Any]]) -> list[str]:
    """What records say: places on the page are left out."""
    names = dict.fromkeys(name for row in rows for name in row if name not in _PIXELS)
    first = [name for name in _FIRST if name in names]
    return [*first, *(name for name in names if name not in _FIRST and name[0] != "_")]


def _heads(rows: list[dict[str, Any]]) -> list[str]:
    return [wording.capitalised(name.replace("_", " ")) for name in _fields(rows)]


def _plain(collection: Collection, rows: list[dict[str, Any]], root: str) -> list[dict[str, Any]]:
    """Records as words, each with the `mark` it is drawn as and the `figures` of that mark.

    A record that stands for no figure has neither.
    """
    fields = _fields(rows)
    return [
        {
            "mark": row.get("figure_id"),
            "words": [_words(row.get(name), "share" in row) for name in fields],
            **_figures(collection, together(collection, row.get("figure_id")), root),
        }
        for row in rows
    ]


def _figures(collection: Collection, ids: list[str], root: str) -> dict[str, Any]:
    shown = [collection.by_id[one] for one in ids[:LINKED]]
    links = [(root + collection.addresses.figure(r.figure_id), wording.signed(r)) for r in shown]
    return {"figures": links, "more": len(ids) - len(links)}


def together(collection: Collection, mark: Any) -> list[str]:
    """The figures that share a mark, by its `figure_id`; [] for a mark of others."""
    if not isinstance(mark, str):
        return []
    found = [mark] if mark in collection.by_id else mark.split(", ")
    return found if all(one in collection.by_id for one in found) else []


def _words(value: Any, share: bool) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.1%}" if share else f"{value:.3g}"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
