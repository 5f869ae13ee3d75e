"""The language of a text, and that other languages yield nothing rather than something wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from cecot_analysis import languages
from cecot_analysis.figures import figures_of
from cecot_analysis.quality import read_cases

FOLDER = Path(__file__).parent / "cases"
CASES = yaml.safe_load((FOLDER / "languages.yml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:20])
def test_language(case: dict[str, str | None]) -> None:
    assert languages.detect(str(case["text"])) == case["language"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:20])
def test_other_languages_yield_nothing(case: dict[str, str | None]) -> None:
    if case["language"] is None:
        assert figures_of("x", case["text"]) == []


def test_the_language_of_the_cases_is_found() -> None:
    texts = read_cases(FOLDER / "develop.yml")[0]
    found = texts["text"].map(languages.detect)
    assert (found == texts["language"]).mean() > 0.97
