"""The figures as a Markdown table: one line per figure, whatever stands in its words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from . import wording
from .evidence import in_words
from .schema import DataError

COLUMNS = (
    "Figure",
    "Source",
    "What",
    "Number as written",
    "Meaning",
    "As of",
    "Claimant",
    "Quote",
    "Characters",
    "Review",
)
_MARKUP = re.compile(r"([\\`*_\[\]<>|~$&])")
# Control characters have no reference in Markdown and are left as they are.
_AT_THE_END = r"[^\S\x0b\x1c-\x1f\x85]"
_LINE_END = re.compile(rf"[\r\n]|^{_AT_THE_END}|{_AT_THE_END}\Z")


def cell(words: Any) -> str:
    """`words` as one cell: no character of it is markup, and none is lost.

    A line end is written as its character reference (`&#10;`), and so is white space at either
    end, which a cell would lose.
    """
    escaped = _MARKUP.sub(r"\\\1", str(words))
    return _LINE_END.sub(lambda found: f"&#{ord(found[0])};", escaped)


def markdown(figures: pd.DataFrame, articles: pd.DataFrame | None, pages: Mapping[str, str]) -> str:
    """A table with one row per figure: source, number, what it means, claimant, quote, offsets.

    The columns are `COLUMNS`; `pages` are links, by figure_id. What is not stated says so.
    Raises DataError for a text with a NUL, which Markdown cannot hold.
    """
    names = wording.sources(figures, articles)
    lines = [COLUMNS, ["---"] * len(COLUMNS)]
    for _, figure in figures.iterrows():
        row = _row(figure, str(names[figure["article_id"]]))
        if any("\0" in words for words in row):
            raise DataError(
                f"markdown: figure {figure['figure_id']!r} has a NUL character, which Markdown "
                "cannot hold; take csv, jsonl or parquet"
            )
        cells = [cell(words) for words in row]
        if page := pages.get(figure["figure_id"]):
            cells[0] = f"[{cells[0]}](<{page}>)"
        lines.append(cells)
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _row(figure: pd.Series, source: str) -> list[str]:
    words: list[Any] = [
        figure["figure_id"],
        source,
        wording.subject(figure),
        figure["surface"],
        in_words(figure),
        "not stated" if pd.isna(figure["as_of"]) else figure["as_of"],
        wording.UNATTRIBUTED if pd.isna(figure["attribution"]) else figure["attribution"],
        figure["quote"],
        f"{figure['start']}–{figure['end']}",
        figure["review"],
    ]
    return [str(one) for one in words]
