"""Who reports what as an HTML table: a row per source, a column per metric, silence shown."""

from __future__ import annotations

from typing import Any

from . import evidence, wording
from .bounds import each
from .collection import Collection
from .schema import METRICS

PAGE = 50  # sources on a page
CELL = 6  # figures in a cell; further ones are counted and lead to the article


def rows(collection: Collection, root: str, shown: slice) -> list[dict[str, Any]]:
    """One record per article of `shown`: `source`, `address`, `cells` (one per metric)."""
    own = collection.articles.index[shown]
    counted = collection.considered
    found: dict[tuple[Any, str], list[Any]] = {}
    for row in each(counted[counted["article_id"].isin(own)]):
        found.setdefault((row.article_id, row.metric), []).append(row)
    return [
        {
            "source": collection.sources[one],
            "address": root + collection.addresses.article(one),
            "quiet": not any((one, metric) in found for metric in METRICS),
            "cells": [_cell(collection, found.get((one, metric), []), root) for metric in METRICS],
        }
        for one in own
    ]


def _cell(collection: Collection, said: list[Any], root: str) -> dict[str, Any]:
    shown = said if len(said) <= CELL else said[: CELL - 1]
    return {
        "figures": [_entry(collection, row, root) for row in shown],
        "more": len(said) - len(shown),
        "article": root + collection.addresses.article(said[0].article_id) if said else "",
    }


def _entry(collection: Collection, row: Any, root: str) -> dict[str, Any]:
    date = wording.as_of(row)
    who = "nobody is named" if wording.claimant(row) == wording.UNATTRIBUTED else None
    return {
        "id": row.figure_id,
        "address": root + collection.addresses.figure(row.figure_id),
        "said": wording.signed(row),
        "date": date,
        "kind": row.claimant_kind,
        "words": f"{evidence.in_words(row._asdict())}. {wording.subject(row)}. "
        f"{who or wording.claimant(row)}",
    }


def heads() -> list[str]:
    """The names of the columns."""
    return [wording.capitalised(wording.METRIC_NAMES[metric]) for metric in METRICS]


def finding(collection: Collection) -> str:
    """What the whole table shows, in one sentence."""
    considered, articles = collection.considered, collection.articles
    if considered.empty:
        return f"None of {wording.counted(len(articles), 'article')} reports a figure"
    reporting = considered["article_id"].nunique()
    named = int(considered["attribution"].notna().sum())
    return (
        f"{reporting:,} of {wording.counted(len(articles), 'article')} "
        f"{'reports' if reporting == 1 else 'report'} "
        f"{wording.counted(len(considered), 'figure')}; "
        f"{named:,} of them {'has' if named == 1 else 'have'} a named claimant"
    )
