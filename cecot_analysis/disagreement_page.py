"""What conflicts, what fits, what comes from one claimant, and what cannot be compared at all."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from . import search, wording
from .bounds import KEY, each
from .collection import Collection, Group
from .figure_page import CLASSES, cells
from .page import FILTER

ORDER = ("conflict", "compatible", "identical", "single claimant")
SHOWN = 12  # reports of a group that stand on the page; the others are counted and linked
CHECKS = 60


def page(collection: Collection) -> dict[str, Any]:
    """The fields of `disagreements.html.j2`."""
    groups = collection.groups
    found = sorted(groups.values(), key=lambda group: ORDER.index(group.classification))
    checks = list(each(collection.checks))
    return {
        "title": "Where the reports disagree",
        "summary": _finding(groups),
        "groups": [_group(collection, group) for group in found],
        "fields": _fields(collection, groups),
        "apart": _apart(groups),
        "checks": [_check(collection, one) for one in checks[:CHECKS]],
        "checks_more": max(0, len(checks) - CHECKS),
        "scripts": (FILTER,),
    }


def _finding(groups: Mapping[Any, Group]) -> str:
    if not groups:
        return "No figure is reported, so nothing can be compared."
    counts = dict.fromkeys(ORDER, 0)
    for group in groups.values():
        counts[group.classification] += 1
    told = {
        "conflict": "in conflict",
        "compatible": "compatible",
        "identical": "identical",
        "single claimant": "from a single claimant",
    }
    said = wording.listed([f"{counts[one]} {words}" for one, words in told.items()], 4)
    total = wording.counted(len(groups), "comparable quantity", "comparable quantities")
    return f"{total}: {said}. Only reports with one metric, scope, measure and unit are compared."


def _group(collection: Collection, group: Group) -> dict[str, Any]:
    row = group.rows[0]
    shown = group.rows[:SHOWN]
    return {
        **dict(zip(KEY, group.key, strict=True)),
        "anchor": "-".join(group.key),
        "title": wording.capitalised(wording.subject(row)),
        "unit_name": wording.unit_name(row.unit),
        "classification": group.classification,
        "slug": group.classification.replace(" ", "-"),
        "meaning": CLASSES[group.classification],
        "why": wording.capitalised(group.why),
        "counts": f"{wording.counted(len(group.rows), 'figure')} in "
        f"{wording.counted(group.n_articles, 'article')}, "
        f"{wording.counted(group.n_claimants, 'claimant')}",
        "kinds": " ".join(sorted({one.claimant_kind for one in group.rows})),
        "articles": " ".join(
            dict.fromkeys(collection.addresses.articles[one.article_id] for one in group.rows)
        ),
        "rows": [cells(collection, one, "") for one in shown],
        "more": len(group.rows) - len(shown),
        "list": f"figures/index.html#{urlencode(dict(zip(KEY, group.key, strict=True)))}",
    }


def _fields(collection: Collection, groups: Mapping[Any, Group]) -> list[dict[str, Any]]:
    rows = [row for group in groups.values() for row in group.rows]
    finding = [(one.replace(" ", "-"), one) for one in ORDER]
    asked = search.options(collection, rows, ("metric", "source", "scope", "claimant_kind"))
    return [{"name": "classification", "label": "Finding", "choices": finding}, *asked]


def _apart(groups: Mapping[Any, Group]) -> list[dict[str, Any]]:
    """For each metric with several keys: these keys, which no one may hold against each other."""
    found = []
    for metric, keys in groupby(groups.values(), key=lambda group: group.key[0]):
        parted = [
            {
                "anchor": "-".join(group.key),
                "words": f"{wording.SCOPE_NAMES[group.key[1]]}, "
                f"{wording.MEASURE_NAMES[group.key[2]]}, in {wording.unit_name(group.key[3])}",
                "count": wording.counted(len(group.rows), "figure"),
            }
            for group in keys
        ]
        if len(parted) > 1:
            name = wording.capitalised(wording.METRIC_NAMES[metric])
            found.append({"metric": name, "keys": parted})
    return found


def _check(collection: Collection, one: Any) -> dict[str, Any]:
    known = [name for name in one.figure_ids.split(", ") if name in collection.by_id]
    return {
        "check": one.check,
        "computation": one.computation,
        "verdict": one.verdict,
        "basis": one.basis,
        "caveat": one.caveat,
        "figures": [
            {
                "address": collection.addresses.figure(name),
                "said": wording.signed(collection.by_id[name]),
            }
            for name in known
        ],
    }
