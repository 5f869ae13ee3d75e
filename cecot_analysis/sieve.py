"""What filters on a page need of a chart: its marks by figure, and a Vega param over them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

KEPT = "kept"  # the param: the figure_id of each mark that is shown; null shows all of them
_PASSES = f"!{KEPT} || !datum.figure_id || indexof({KEPT}, datum.figure_id) >= 0"


def tables(specification: Any) -> Iterator[list[dict[str, Any]]]:
    """Every table of records inside a Vega-Lite specification."""
    if isinstance(specification, dict):
        for name, value in specification.items():
            if name in ("values", "datasets"):
                found = value.values() if isinstance(value, dict) else [value]
                yield from (one for one in found if isinstance(one, list) and one)
            else:
                yield from tables(value)
    elif isinstance(specification, list):
        for value in specification:
            yield from tables(value)


def _named(table: list[Any]) -> list[dict[str, Any]]:
    rows = [row for row in table if isinstance(row, dict)]
    return [row for row in rows if isinstance(row.get("figure_id"), str)]


def marks(specification: dict[str, Any]) -> list[dict[str, Any]]:
    """The records of a chart that stand for figures: `figure_id` names one, or several."""
    return [row for table in tables(specification) for row in _named(table)]


def names(specification: dict[str, Any]) -> list[str]:
    """The `figure_id` of each record that stands for figures, once, in the chart's order."""
    return list(dict.fromkeys(row["figure_id"] for row in marks(specification)))


def sifted(specification: dict[str, Any]) -> dict[str, Any]:
    """`specification` with the param `kept`: marks of figures that are not in it are left out.

    Axes and labels of other things stay as they are; without marks of figures nothing changes.
    """
    named = {name for name, table in specification.get("datasets", {}).items() if _named(table)}
    if not names(specification):
        return specification
    params = [*specification.get("params", []), {"name": KEPT, "value": None}]
    return {**_sifting(specification, named), "params": params}


def _sifting(node: Any, named: set[str]) -> Any:
    if isinstance(node, list):
        return [_sifting(one, named) for one in node]
    if not isinstance(node, dict):
        return node
    views = ("layer", "vconcat", "hconcat", "concat", "spec")
    made = {key: _sifting(value, named) if key in views else value for key, value in node.items()}
    data = node.get("data") or {}
    if data.get("name") in named or _named(data.get("values") or []):
        made["transform"] = [{"filter": _PASSES}, *node.get("transform", [])]
    return made
