"""The index that the pages search offline: files of script, each small, read one after another.

A page opened from a disk may not read a file, but it may load a script: so the index is one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from . import wording
from .article_page import paragraphs
from .collection import Collection
from .figure_page import cells
from .schema import CLAIMANT_KINDS, MEASURES, METRICS, SCOPES
from .theme import CLAIMANT_NAMES

ROOM = 700_000  # bytes of one file
CALL = "globalThis.cecotIndex"
FIGURE_FIELDS = (
    "address article metric scope measure unit kind said subject claimant as_of quote flags "
    "number spoken"
).split()


def _figure(collection: Collection, row: Any, place: dict[Any, int]) -> list[Any]:
    shown = cells(collection, row, "")
    number = row.value if row.value == row.value else row.low
    said = [
        collection.addresses.figures[row.figure_id],
        place[row.article_id],
        row.metric,
        row.scope,
        row.measure,
        row.unit,
        row.claimant_kind,
        shown["said"],
        shown["subject"],
        shown["claimant"],
        shown["as_of"],
        [row.quote, row.start - row.quote_start, row.end - row.quote_start],
        shown["flags"],
        f"{number:.15g}" if number == number else "",
        shown["said_language"],
    ]
    return said


def _records(collection: Collection) -> Iterator[tuple[str, Any]]:
    place = {one: at for at, one in enumerate(collection.articles.index)}
    for row in collection.rows:
        yield "figures", _figure(collection, row, place)
    for one, at in place.items():
        text = collection.texts[one]
        for number, (start, end) in enumerate(paragraphs(text), 1):
            for cut in range(start, end, ROOM // 8):
                leaf = collection.leaf(one, cut)
                words = text[cut : min(end, cut + ROOM // 8)]
                yield "lines", [at, number, words, *([leaf + 1] if leaf else [])]


def files(collection: Collection) -> Iterator[str]:
    """The index as scripts, none larger than `ROOM` by more than one record."""
    waiting: dict[str, list[str]] = {"figures": [], "lines": []}
    used = 0
    for kind, record in _records(collection):
        written = json.dumps(record, ensure_ascii=True, separators=(",", ":"))
        if used + len(written) > ROOM:
            yield _script(waiting)
            waiting, used = {"figures": [], "lines": []}, 0
        waiting[kind].append(written)
        used += len(written) + 1
    if used:
        yield _script(waiting)


def _script(records: dict[str, list[str]]) -> str:
    parts = ",".join(f'"{kind}":[{",".join(rows)}]' for kind, rows in records.items())
    return f"{CALL}({{{parts}}});\n"


FILTERS = ("metric", "scope", "measure", "claimant_kind", "unit", "source")


def options(
    collection: Collection, rows: list[Any] | None = None, names: tuple[str, ...] = FILTERS
) -> list[dict[str, Any]]:
    """The filters of these names with the choices that `rows` have: name, label, choices.

    Without `rows`, of all figures; sources are then all articles, also those without a figure.
    """
    given = collection.rows if rows is None else rows
    own = {row.article_id for row in given}
    sources = [one for one in collection.articles.index if rows is None or one in own]
    named: dict[str, tuple[str, Iterable[Any], Mapping[Any, str]]] = {
        "metric": ("What is counted", METRICS, wording.METRIC_NAMES),
        "scope": ("Scope", SCOPES, wording.SCOPE_NAMES),
        "measure": ("Measure", MEASURES, wording.MEASURE_NAMES),
        "claimant_kind": ("Claimant", CLAIMANT_KINDS, CLAIMANT_NAMES),
        "unit": ("Unit", sorted({row.unit for row in given}), {}),
    }
    found: list[dict[str, Any]] = []
    for name in names:
        if name == "source":
            label, addresses = "Source", collection.addresses.articles
            choices = [(addresses[one], collection.sources[one]) for one in sources]
        else:
            label, allowed, words = named[name]
            present = {getattr(row, name) for row in given}
            choices = [(one, words.get(one, one)) for one in allowed if one in present]
        found.append({"name": name.removeprefix("claimant_"), "label": label, "choices": choices})
    return found


def settings(collection: Collection, n_files: int, root: str) -> dict[str, Any]:
    """What the script has to know before the index is there: files, sources, words, the way."""
    known = [
        [collection.addresses.articles[one], collection.sources[one], collection.languages[one]]
        for one in collection.articles.index
    ]
    return {
        "root": root,
        "files": [f"{root}search/index-{number}.js" for number in range(n_files)],
        "sources": known,
        "fields": FIGURE_FIELDS,
        "kinds": CLAIMANT_NAMES,
    }
