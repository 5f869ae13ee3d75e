"""For when a figure holds, case by case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from cecot_analysis.figures import figures_of

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "dates.yml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_each_figure_has_the_date_for_which_it_holds(case: dict[str, Any]) -> None:
    rows = figures_of("x", case["text"], case["language"], case.get("published"))
    assert " ".join(row["as_of"] or "none" for row in rows) == case["as_of"]
    stated = {row["as_of_basis"] for row in rows if row["as_of"]}
    assert stated <= ({"stated", "relative"} if case.get("published") else {"stated"})
