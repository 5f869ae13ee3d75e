"""The words around a chart, all counted from the data: title, small print, the unseen sentence."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from . import wording
from .bounds import KEY, each, grouped
from .comparisons import compare
from .schema import METRICS

ASKED = {
    "capacity": "a capacity",
    "population": "how many people are held",
    "arrests": "arrests",
    "deaths_in_custody": "deaths in custody",
    "transfers": "how many people were transferred",
    "payment": "a payment",
    "space_per_person": "space per person",
    "site_area": "the size of the site",
}
_SPOKEN = 60  # figures that a description spells out one by one


def wrapped(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` characters; one empty line for none."""
    return textwrap.wrap(text, width, break_on_hyphens=False) or [""]


def asked(metrics: Iterable[str]) -> str:
    """What is asked for, as it stands in a title, for the given metrics."""
    wanted = [one for one in METRICS if one in set(metrics)]
    if len(wanted) == 1:
        return ASKED[wanted[0]]
    return wording.listed([wording.METRIC_NAMES[one] for one in wanted], 4) or "a figure"


def claims(rows: pd.DataFrame) -> str:
    """Who says it, as the end of a title: "no claimant is named", "claimed by …"."""
    keys = {wording.claimant_key(row): wording.claimant(row) for row in each(rows)}
    named = [name for key, name in keys.items() if key]
    if not named:
        return "no claimant is named"
    many = len(named) > 2
    who = f"{len(named)} named claimants" if many else wording.listed(named)
    unnamed = f" and an unnamed {'one' if many else 'claimant'}" if "" in keys else ""
    return f"claimed by {who}{unnamed}"


def _distinct(rows: pd.DataFrame) -> list[str]:
    """The distinct statements in a title; with their scope where there is more than one key."""
    mixed = len(rows[KEY].drop_duplicates()) > 1
    said = []
    for row in each(rows):
        date = wording.as_of(row)
        beside = [part for part in (wording.SCOPE_NAMES[row.scope] if mixed else "", date) if part]
        said.append(wording.plain(row) + (f" ({', '.join(beside)})" if beside else ""))
    return list(dict.fromkeys(said))


def finding(rows: pd.DataFrame, wanted: str, n_articles: int) -> str:
    """One sentence: how many articles report what is `wanted`, what they say, and who says it."""
    if rows.empty:
        none = {0: "No article was given", 1: f"The one article does not report {wanted}"}
        return none.get(n_articles, f"None of the {n_articles:,} articles reports {wanted}")
    reporting = rows["article_id"].nunique()
    who = f"{wording.counted(reporting, 'article')} {'reports' if reporting == 1 else 'report'}"
    said = _distinct(rows)
    metrics = rows["metric"].nunique()
    if len(said) <= 3 and metrics == 1:
        return f"{who} {wanted}: {wording.listed(said)}; {claims(rows)}"
    n_figures = wording.counted(len(rows), "figure")
    names = [wording.METRIC_NAMES[one] for one in METRICS if (rows["metric"] == one).any()]
    return f"{who} {n_figures} on {wording.listed(names, 4)}; {claims(rows)}"


def scopes(rows: pd.DataFrame) -> str:
    """The subtitle: scope and measure where all rows share them, else how they are parted."""
    groups = grouped(rows)
    if len(groups) == 1:
        return _key_words(groups[0][1].iloc[0])
    return "One panel per scope, measure and unit, each with its own axis" if groups else ""


def _key_words(figure: Any) -> str:
    return wording.capitalised(f"{wording.subject(figure)}, in {wording.unit_name(figure.unit)}")


def conflicts(rows: pd.DataFrame) -> list[str]:
    """Who disagrees: one sentence for each quantity whose reports cannot all be true."""
    groups = compare(rows)
    return [
        f"Cannot all be true ({wording.subject(group)}): {group.why}"
        for group in each(groups[groups["classification"] == "conflict"])
    ]


def description(
    rows: pd.DataFrame,
    names: dict[Any, str],
    quiet: Sequence[str],
    disagree: Sequence[str] = (),
) -> str:
    """The content of a chart in words, for those who do not see it.

    Every report, then who disagrees (what `conflicts` gives), then silence.
    """
    said = [
        f"{names[row.article_id]}: {wording.phrase(row)} ({wording.subject(row)}; "
        f"{wording.claimant(row)}; as of {wording.as_of(row) or 'not stated'})"
        for row in each(rows.head(_SPOKEN))
    ]
    if len(rows) > _SPOKEN:
        said.append(f"{len(rows) - _SPOKEN} more reports stand in the table")
    silence = [f"Reports none: {', '.join(quiet)}"] if quiet else []
    return ". ".join([*said, *disagree, *silence]) + "." if said or silence else "No figure."


def small_print(
    rows: pd.DataFrame, n_articles: int, sections: Sequence[str], reading: Iterable[str]
) -> list[str]:
    """Paragraphs under a chart: articles, claimants, what was done, and how to read the marks."""
    keys = {wording.claimant_key(row) for row in each(rows)}
    unknown = "" if "" not in keys else " (unknown)" if keys == {""} else " (one of them unknown)"
    counts = f"{wording.counted(n_articles, 'article')}, {wording.counted(len(keys), 'claimant')}"
    done = (
        f"{counts}{unknown}; {' and '.join(sections)} text. A sentence printed twice stands once; "
        "nothing averaged, filled in, or summed across articles."
    )
    marks = " · ".join(reading)
    return [done, marks] if marks else [done]
