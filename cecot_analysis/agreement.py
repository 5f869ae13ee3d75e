"""How far two reviewers agree beyond chance: Cohen's kappa, field by field."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Hashable, Sequence
from typing import Any

import pandas as pd

from .articles import load_articles
from .decisions import Decision, reviewer_key, standing
from .figures import extract_figures
from .reviews import load_reviews

FIELDS = (
    "metric",
    "scope",
    "measure",
    "value",
    "comparator",
    "unit",
    "as_of",
    "attribution",
    "claimant_kind",
    "attribution_basis",
    "section",
    "place",
)
COLUMNS = ("reviewer", "other", "field", "figures", "agreed", "by_chance", "kappa")


def kappa(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    """Cohen's kappa of two lists of labels for the same things: 1 agreed, 0 as by chance.

    Missing where it is not defined: no labels, or one and the same label throughout.
    Cohen, J. (1960), Educational and Psychological Measurement 20 (1), 37–46.
    """
    agreed, chance = _shares(one, other)
    return (agreed - chance) / (1 - chance) if chance < 1 else math.nan


def _shares(one: Sequence[Hashable], other: Sequence[Hashable]) -> tuple[float, float]:
    """The share of labels that agree, and the share that would by chance."""
    total = len(one)
    if total == 0:
        return math.nan, math.nan
    agreed = sum(left == right for left, right in zip(one, other, strict=True))
    counts = Counter(one), Counter(other)
    together = sum(count * counts[1][label] for label, count in counts[0].items())
    return agreed / total, together / total**2


def agreement(
    reviews: pd.DataFrame | None = None, articles: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Cohen's kappa of each two reviewers by field: a row per pair and field.

    The field `figure` asks whether the number is a figure at all (kept or rejected); the others,
    among them `place` (its characters in the text), are compared where both keep it. Columns:
    reviewer, other, field, figures (that both decided on), agreed (share), by_chance (share) and
    kappa, missing where both use one and the same label throughout. `reviews` are those of
    `ca.load_reviews()` if not given, on the project's `articles`; stale decisions are left out.
    """
    texts = load_articles() if articles is None else articles
    given = load_reviews() if reviews is None else reviews
    held: dict[str, dict[str, Decision]] = {}
    for decision in standing(extract_figures(texts), texts, given).decisions:
        held.setdefault(reviewer_key(decision.reviewer), {})[decision.figure_id] = decision
    rows = [
        row
        for one, other in itertools.combinations(held.values(), 2)
        for row in _of_pair(one, other)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _of_pair(one: dict[str, Decision], other: dict[str, Decision]) -> list[tuple[Any, ...]]:
    shared = [name for name in one if name in other]
    if not shared:
        return []
    names = one[shared[0]].reviewer, other[shared[0]].reviewer
    pairs = [(one[name], other[name]) for name in shared]
    kept = [pair for pair in pairs if "rejected" not in (pair[0].verdict, pair[1].verdict)]
    is_figure = [tuple(decision.verdict != "rejected" for decision in pair) for pair in pairs]
    labels: dict[str, list[Any]] = {"figure": is_figure}
    for field in FIELDS:
        labels[field] = [(_label(left, field), _label(right, field)) for left, right in kept]
    return [(*names, field, *_scores(found)) for field, found in labels.items()]


def _label(decision: Decision, field: str) -> Hashable:
    row = decision.row
    if field == "place":
        return row["start"], row["end"]
    if field == "value":
        return (row["low"], row["high"]) if row["value"] is None else row["value"]
    return row[field]  # type: ignore[no-any-return]


def _scores(pairs: Sequence[tuple[Hashable, Hashable]]) -> tuple[int, float, float, float]:
    one, other = [left for left, _ in pairs], [right for _, right in pairs]
    return len(pairs), *_shares(one, other), kappa(one, other)
