"""Which reports can be held against each other, and what that shows.

Only figures with one key (metric, scope, measure, unit) are compared. Repetition is not
confirmation: claimants are counted, not articles, and figures that nobody is named for come from
one unknown claimant, however many articles print them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pandas as pd

from . import bounds, wording
from .arithmetic import checks
from .parts import Parts, parts_of_wholes
from .schema import METRICS

__all__ = ["checks", "compare", "coverage", "not_comparable"]

COMPARED = [
    *bounds.KEY,
    "n_figures",
    "n_articles",
    "n_claimants",
    "claimants",
    "reported",
    "lowest",
    "highest",
    "classification",
    "why",
    "figure_ids",
]
_DATED = ("stock", "cumulative")
_EXAMPLES = 3


def _cell(rows: pd.DataFrame) -> str:
    said = []
    for row in bounds.each(rows):
        date = "" if pd.isna(row.as_of) else f" ({row.as_of})"
        said.append(f"{wording.signed(row)}{date}")
    return "; ".join(dict.fromkeys(said))


def coverage(
    figures: pd.DataFrame, articles: pd.DataFrame, sections: Sequence[str] = bounds.BODY
) -> pd.DataFrame:
    """What each source reports: one row per article, one column per metric, then `n_figures`.

    The index holds the sources' short names, in the order of `articles`; an article that reports
    nothing is a row of missing cells. A cell is text such as "≤ 40,000", "> 84,000" or
    "14,500 (2024-08)"; several figures are parted by "; ". Columns stand in the schema's order,
    all of them always. Counted are the figures of `sections`, each repeated sentence once.
    """
    rows = bounds.considered(figures, sections).sort_values(["start", "figure_id"])
    names = wording.sources(rows, articles)
    cells = {key: _cell(group) for key, group in rows.groupby(["article_id", "metric"])}
    table = pd.DataFrame(
        [[cells.get((one, metric)) for metric in METRICS] for one in articles.index],
        index=pd.Index([names[one] for one in articles.index], name="source", dtype="str"),
        columns=list(METRICS),
        dtype="str",
    )
    counts = rows["article_id"].value_counts()
    return table.assign(n_figures=[int(counts.get(one, 0)) for one in articles.index])


@dataclass(frozen=True)
class _Statement:
    """One thing that one claimant says in one article: a figure, or the sum of given parts."""

    figure: Any
    limits: bounds.Bounds | None
    words: str
    note: str

    @property
    def claimant(self) -> str:
        return wording.claimant_key(self.figure)

    @property
    def content(self) -> tuple[Any, ...]:
        kind = self.figure.comparator
        return kind, self.limits or (self.figure.value, self.words)


def _statements(rows: list[Any], sums: list[Parts]) -> list[_Statement]:
    """The rows as statements; parts that agree with their whole stand as one, their sum."""
    agreeing = [one for one in sums if one.agrees]
    taken = {part.figure_id for one in agreeing for part in one.parts}
    said = [
        _Statement(row, bounds.of(row), wording.signed(row), _note(row))
        for row in rows
        if row.figure_id not in taken
    ]
    for one in {one.parts: one for one in agreeing}.values():
        limits = bounds.Bounds(one.total, one.total)
        said.append(_Statement(one.parts[0], limits, one.sum_in_words, note=""))
    return said


def _rivals(one: _Statement, other: _Statement) -> bool:
    """Whether two statements are about the same thing, so that they could contradict."""
    first, second = sorted((one.figure, other.figure), key=lambda row: row.start)
    if one.note != other.note:
        return False
    together = first.article_id == second.article_id and bounds.near(first, second)
    return not (together and one.claimant == other.claimant)


def _note(figure: Any) -> str:
    return "" if pd.isna(figure.note) else str(figure.note)


def _clashes(said: list[_Statement]) -> Iterator[tuple[_Statement, _Statement]]:
    """Pairs of rivals whose bounds share no value."""
    bounded = [one for one in said if one.limits is not None]
    limits = [one.limits for one in bounded if one.limits is not None]
    if not limits or max(one.low for one in limits) < min(one.high for one in limits):
        return
    for one, other in combinations(bounded, 2):
        apart = one.limits and other.limits and not one.limits.meets(other.limits)
        if apart and _rivals(one, other):
            yield one, other


def _pair(one: _Statement, other: _Statement) -> str:
    def said(statement: _Statement) -> str:
        date = wording.as_of(statement.figure)
        return (
            f"{statement.words} ({wording.claimant(statement.figure)}{f', {date}' if date else ''})"
        )

    return f"{said(one)} against {said(other)}"


def _classified(said: list[_Statement], claimants: set[str], measure: str) -> tuple[str, str]:
    """The class of a group and the reason for it.

    A contradiction comes first, whoever makes it; then whether more than one claimant speaks;
    only then can reports confirm each other (identical) or fit together (compatible).
    """
    real: list[str] = []
    dated: list[str] = []
    for one, other in _clashes(said):
        apart = measure in _DATED and not bounds.dates_agree(one.figure, other.figure)
        (dated if apart else real).append(_pair(one, other))
        if len(real) > _EXAMPLES:
            break
    if real:
        undated = any(pd.isna(one.figure.as_of) for one in said) and measure in _DATED
        hint = "; without as-of dates a change over time cannot be ruled out" if undated else ""
        return "conflict", f"bounds without a common value: {'; '.join(real[:_EXAMPLES])}{hint}"
    if len(claimants) == 1:
        return "single claimant", _single(said, claimants)
    if dated:
        return "compatible", f"different dates, a change over time: {'; '.join(dated[:_EXAMPLES])}"
    if len({one.content for one in said}) == 1 and len(said) > 1:
        return "identical", f"{len(claimants)} claimants state {said[0].words}"
    return "compatible", _fitting(said)


def _single(said: list[_Statement], claimants: set[str]) -> str:
    articles = len({one.figure.article_id for one in said})
    printed = f"printed by {wording.counted(articles, 'article')}"
    words = list(dict.fromkeys(one.words for one in said))
    fit = f"; {wording.listed(words, 5)} do not exclude each other" if len(words) > 1 else ""
    if claimants == {""}:
        repeated = "; repetition is not confirmation" if articles > 1 else ""
        return f"{printed}, attributed by none: one unknown claimant{repeated}{fit}"
    return f"{printed}; all from {wording.claimant(said[0].figure)}{fit}"


def _fitting(said: list[_Statement]) -> str:
    words = list(dict.fromkeys(one.words for one in said))
    reasons = [f"the bounds share values: {wording.listed(words, 5)}"]
    if any(one.limits is None for one in said):
        reasons = [f"no contradiction among {wording.listed(words, 5)}"]
        reasons.append(
            "an approximate number has no bounds, so it neither confirms nor contradicts"
        )
    if len({one.note for one in said}) > 1:
        reasons.append("figures with a note stand apart and are not held against the others")
    return "; ".join(reasons)


def compare(figures: pd.DataFrame, sections: Sequence[str] = bounds.BODY) -> pd.DataFrame:
    """The reports by comparable key: one row per metric, scope, measure and unit.

    `n_claimants` counts names regardless of case, and all unattributed figures as one unknown
    claimant. `lowest` and `highest` are the smallest and largest number named. `classification`
    is conflict (two statements whose bounds share no value), single claimant, identical, or
    compatible, decided in this order; `why` says it in words. Not in conflict are: stocks and
    running totals for different dates, figures set apart by a note, what one claimant says in
    one passage, and parts that sum up to their whole; approximate numbers have no bounds.
    Figures outside `sections`, rejected, or repeated on the same page do not count.
    """
    table = []
    for key, group in bounds.grouped(bounds.considered(figures, sections)):
        rows = list(bounds.each(group))
        said = _statements(rows, parts_of_wholes(group))
        names = {wording.claimant_key(row): wording.claimant(row) for row in rows}
        classification, why = _classified(said, set(names), key[2])
        numbers = group[["value", "low", "high"]]
        table.append(
            {
                **dict(zip(bounds.KEY, key, strict=True)),
                "n_figures": len(rows),
                "n_articles": group["article_id"].nunique(),
                "n_claimants": len(names),
                "claimants": "; ".join(names.values()),
                "reported": _cell(group),
                "lowest": numbers.min().min(),
                "highest": numbers.max().max(),
                "classification": classification,
                "why": why,
                "figure_ids": ", ".join(group["figure_id"]),
            }
        )
    kinds = {"n_figures": "int64", "n_articles": "int64", "n_claimants": "int64"}
    kinds |= {"lowest": "float64", "highest": "float64"}
    return pd.DataFrame(table, columns=COMPARED).astype(
        {name: kinds.get(name, "str") for name in COMPARED}
    )


def not_comparable(figures: pd.DataFrame, sections: Sequence[str] = bounds.BODY) -> pd.DataFrame:
    """Pairs of keys that share a metric and still cannot be compared: one row per pair.

    Columns: `metric`, `first` and `second` (scope, measure, unit in words), `first_reported` and
    `second_reported`, `reason`.
    """
    groups = bounds.grouped(bounds.considered(figures, sections))
    names = {"scope": wording.SCOPE_NAMES, "measure": wording.MEASURE_NAMES, "unit": {}}
    table = []
    for (one, rows), (other, more) in combinations(groups, 2):
        if one[0] != other[0]:
            continue
        differing = [
            f"{field}: {named.get(a, a)} / {named.get(b, b)}"
            for (field, named), a, b in zip(names.items(), one[1:], other[1:], strict=True)
            if a != b
        ]
        first, second = (
            ", ".join(
                named.get(part, part) for named, part in zip(names.values(), key[1:], strict=True)
            )
            for key in (one, other)
        )
        reason = f"different {'; different '.join(differing)}"
        table.append([one[0], first, second, _cell(rows), _cell(more), reason])
    columns = ["metric", "first", "second", "first_reported", "second_reported", "reason"]
    return pd.DataFrame(table, columns=columns, dtype="str")
