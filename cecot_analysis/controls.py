"""What the filters' pane shows: choices with their counts, periods, words, and ways out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from . import wording
from .filters import CHOICES, PERIOD, WORDS, Filter, Filters, complete
from .matching import Matches, searchable

EMPTY = "No figure passes these filters."
CHIPS = 5  # choices of one filter up to which each is named where the filters in use are
LISTED = 12  # choices of one filter that are shown at once
_SEARCHED = 30  # choices from which on they can be searched


def content(
    known: Mapping[str, Filter], matches: Matches, filters: Filters, searched: Mapping[str, str]
) -> dict[str, Any]:
    """The filters as the browser draws them, each choice with the figures it would show."""
    counted = matches.counts(filters)
    dated = matches.dated(filters)
    return {
        "pristine": filters == complete({}, known),
        "used": sum(bool(value) for value in filters.values()),
        "set": [chip for name in filters for chip in _chips(known[name], filters[name])],
        "facets": [
            _facet(known[name], found, filters.get(name, []), searched.get(name, ""))
            for name, found in counted.items()
        ],
        "periods": [
            _period(one, filters.get(name) or ["", ""], dated[name], matches.limits(name))
            for name, one in known.items()
            if one.kind == PERIOD
        ],
        "words": [
            {"name": name, "label": one.label, "value": filters.get(name, "")}
            for name, one in known.items()
            if one.kind == WORDS
        ],
    }


def _chips(one: Filter, value: Any) -> Iterator[dict[str, Any]]:
    """What is set of one filter, in words, each with what takes it back."""
    if one.kind == CHOICES and len(value) <= CHIPS:
        for choice in value:
            label = one.choices[choice]
            done = {"act": "pick", "name": one.name, "label": label, "picked": False}
            yield {"label": one.label, "words": label, "done": done}
    elif value:
        done = {"act": "drop", "names": [one.name]}
        yield {"label": one.label, "words": _in_words(one, value), "done": done}


def _in_words(one: Filter, value: Any) -> str:
    if one.kind == CHOICES:
        return f"{len(value):,} chosen"
    if one.kind == WORDS:
        return f"“{value}”"
    ends = zip(("from", "to"), value, strict=True)
    return " ".join(f"{word} {day}" for word, day in ends if day)


def shown(
    one: Filter, counts: Mapping[Any, int], picked: list[Any], searched: str
) -> tuple[list[Any], int]:
    """The choices of a filter that are shown, and how many there are.

    Of a long list the picked ones, then those with most figures; or those that are looked for.
    """
    asked = searched.strip()
    found = [choice for choice in counts if not asked or _is_like(one.choices[choice], asked)]
    if len(found) <= LISTED or (len(counts) < _SEARCHED and not searched):
        return found, len(counts)
    found.sort(key=lambda choice: (choice not in picked, -counts[choice]))
    return found[: max(LISTED, len(picked))], len(counts)


def _is_like(label: str, searched: str) -> bool:
    return searchable(searched) in searchable(label)


def _facet(
    one: Filter, counts: Mapping[Any, int], picked: list[Any], searched: str
) -> dict[str, Any]:
    listed, total = shown(one, counts, picked, searched)
    choices = [
        {"label": one.choices[choice], "count": counts[choice], "picked": choice in picked}
        for choice in listed
    ]
    long = total >= _SEARCHED
    return {
        "name": one.name,
        "label": one.label,
        "choices": choices,
        "search": searched if long else None,
        "note": f"{len(listed):,} of {total:,} shown" if len(listed) < total else "",
    }


def _period(
    one: Filter, value: list[str | None], dated: int, limits: tuple[str, str]
) -> dict[str, Any]:
    return {
        "name": one.name,
        "label": one.label,
        "first": value[0] or "",
        "last": value[1] or "",
        "least": limits[0],
        "most": limits[1],
        "note": f"{wording.counted(dated, 'figure')} dated",
    }


def changed(
    done: Mapping[str, Any],
    filters: Filters,
    known: Mapping[str, Filter],
) -> Filters:
    """The filters after what a person did: ticked, typed, dropped a filter, or reset all."""
    act, name = done["act"], done.get("name", "")
    if act == "reset":
        return {}
    if act == "drop":
        return {**filters, **{one: [] for one in done["names"]}}
    if act == "pick":
        labels = {label: choice for choice, label in known[name].choices.items()}
        choice, picked = labels[done["label"]], filters.get(name, [])
        kept = [other for other in picked if other != choice]
        return {**filters, name: [*kept, choice] if done["picked"] else kept}
    return {**filters, name: done["value"]}


def ways(known: Mapping[str, Filter], found: Mapping[tuple[str, ...], int]) -> list[dict[str, Any]]:
    """For an empty selection: the filters to drop, and what that would show, in words."""
    return [
        {
            "names": list(names),
            "label": f"Drop {_labels(known, names)}: {wording.counted(count, 'figure')}",
        }
        for names, count in found.items()
    ]


def _labels(known: Mapping[str, Filter], names: tuple[str, ...]) -> str:
    return wording.listed([known[one].label.lower() for one in names], len(names))
