"""Every kind of number expression, case by case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from cecot_analysis import numerals
from cecot_analysis.qualifiers import bounds as implied

FOLDER = Path(__file__).parent / "cases"
CASES = [
    case
    for name in ("numbers.yml", "numbers_more.yml")
    for case in yaml.safe_load((FOLDER / name).read_text("utf-8"))
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:32])
def test_numbers(case: dict[str, Any]) -> None:
    found = [
        [n.surface, n.low, n.high]
        if n.comparator == "range"
        else [n.surface, n.value, n.comparator, n.unit]
        for n in numerals.find(case["text"], case["language"])
    ]
    assert found == case["numbers"]


@pytest.mark.parametrize(
    ("comparator", "bounds"),
    [
        ("exact", (9.0, 9.0)),
        ("at_least", (9.0, None)),
        ("more_than", (9.0, None)),
        ("at_most", (None, 9.0)),
        ("less_than", (None, 9.0)),
        ("approx", (None, None)),
    ],
)
def test_bounds_are_those_the_words_imply(
    comparator: str, bounds: tuple[float | None, float | None]
) -> None:
    assert implied(9.0, comparator) == bounds
