"""What a page needs of a chart: its marks by figure, for filters, and no word of them twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

SUMMED = "from"  # what a mark has that is laid end to end with others: where it begins


def tables(specification: Any) -> Iterator[list[dict[str, Any]]]:
    """Every table of records inside a Vega-Lite specification."""
    if isinstance(specification, dict):
        for name, value in specification.items():
            if name in ("values", "datasets"):
                found = value.values() if isinstance(value, dict) else [value]
                yield from (one for one in found if _is_table(one))
            else:
                yield from tables(value)
    elif isinstance(specification, list):
        for value in specification:
            yield from tables(value)


def _is_table(found: Any) -> bool:
    return isinstance(found, list) and bool(found) and all(isinstance(row, dict) for row in found)


def _named(table: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows that stand for the figures they name; a mark with a size names one of many."""
    named = [row for row in table if isinstance(row.get("figure_id"), str) and row["figure_id"]]
    return [row for row in named if "size" not in row]


def marks(specification: dict[str, Any]) -> list[dict[str, Any]]:
    """The records of a chart that stand for figures: `figure_id` names one, or several."""
    return [row for table in tables(specification) for row in _named(table)]


def names(specification: dict[str, Any]) -> list[str]:
    """The `figure_id` of each record that stands for figures, once, in the chart's order."""
    return list(dict.fromkeys(row["figure_id"] for row in marks(specification)))


def _known(specification: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What a chart's records say of each figure; where several do, the first."""
    found: dict[str, dict[str, Any]] = {}
    for row in marks(specification):
        found[row["figure_id"]] = {**row, **found.get(row["figure_id"], {})}
    return found


def slender(narrow: dict[str, Any], wide: dict[str, Any]) -> dict[str, Any]:
    """`narrow` without the words that stand in `wide` too, of the same figures.

    `usermeta.shared` names these fields: the page's script puts them back.
    """
    known = _known(wide)
    rows = [(row, known[row["figure_id"]]) for row in marks(narrow) if row["figure_id"] in known]
    fields = {name for row, _ in rows for name, value in row.items() if isinstance(value, str)}
    same = {
        name
        for name in fields - {"figure_id"}
        if all(name in row and row[name] == other.get(name) for row, other in rows)
    }
    if not same:
        return narrow
    without = {id(row): {k: v for k, v in row.items() if k not in same} for row, _ in rows}
    return {**_replaced(narrow, without), "usermeta": {"shared": sorted(same)}}


def _replaced(node: Any, rows: dict[int, dict[str, Any]]) -> Any:
    if isinstance(node, dict):
        return rows.get(id(node)) or {name: _replaced(value, rows) for name, value in node.items()}
    return [_replaced(one, rows) for one in node] if isinstance(node, list) else node
