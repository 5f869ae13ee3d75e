"""Figures to charts, one function per question; each has a table twin with the same content."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from . import marks, theme, wording
from .schema import METRICS, SECTIONS, DataError

BODY = ("body",)
KEY = ["metric", "scope", "measure", "unit"]
_TITLE_WIDTH = 84
_FOOT_WIDTH = 128

theme.enable()


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width) or [""]


def shown(figures: pd.DataFrame, sections: Sequence[str] = BODY) -> pd.DataFrame:
    """The figures that charts draw: of these sections, not rejected, each sentence once.

    Raises DataError for a section that does not exist.
    """
    unknown = [one for one in sections if one not in SECTIONS]
    if unknown:
        raise DataError(f"unknown section {unknown[0]!r}; allowed: {', '.join(SECTIONS)}")
    kept = figures["section"].isin(list(sections)) & (figures["review"] != "rejected")
    return figures[kept & figures["duplicate_of"].isna()]


def _printed(figures: pd.DataFrame) -> dict[str, int]:
    repeats = figures.loc[figures["review"] != "rejected", "duplicate_of"].dropna().value_counts()
    return {str(one): int(count) + 1 for one, count in repeats.items()}


def _claims(rows: pd.DataFrame) -> str:
    """Who says it, as the end of a title: "nobody is named", "claimed by …"."""
    keys = {wording.claimant_key(row): wording.claimant(row) for row in rows.itertuples()}
    named = [name for key, name in keys.items() if key]
    if not named:
        return "no claimant is named"
    ending = " and an unnamed claimant" if "" in keys else ""
    return f"claimed by {wording.listed(named)}{ending}"


def finding(rows: pd.DataFrame, asked: str, n_articles: int) -> str:
    """One sentence: what is reported on what was `asked`, by how many articles, by whom."""
    if rows.empty:
        return f"None of {wording.counted(n_articles, 'article')} reports {asked}"
    reporting = rows["article_id"].nunique()
    said = list(dict.fromkeys(wording.plain(row) for row in rows.itertuples()))
    verb = "reports" if reporting == 1 else "report"
    who = f"{wording.counted(reporting, 'article')} {verb}"
    if len(said) <= 3:
        return f"{who} {asked}: {wording.listed(said)}; {_claims(rows)}"
    return f"{who} {len(rows)} figures on {asked}; {_claims(rows)}"


def sentence(rows: pd.DataFrame, names: dict[Any, str], quiet: list[str]) -> str:
    """The content of a chart in words, for those who do not see it."""
    said = [
        f"{names[row.article_id]}: {wording.phrase(row)} ({wording.subject(row)}; "
        f"{wording.claimant(row)}; as of {wording.as_of(row) or 'not stated'})"
        for row in rows.itertuples()
    ]
    silence = [f"{name}: reports none" for name in quiet]
    return ". ".join([*said, *silence]) + "." if said or silence else "No figure."


def foot(rows: pd.DataFrame, n_articles: int, sections: Sequence[str]) -> list[str]:
    """Lines under a chart: how many articles and claimants, what was done, how to read it."""
    claimants = {wording.claimant_key(row) for row in rows.itertuples()}
    unknown = " (one of them unknown)" if "" in claimants and len(claimants) > 1 else ""
    unknown = " (unknown: nobody is named)" if claimants == {""} else unknown
    done = (
        f"{wording.counted(n_articles, 'article')} · "
        f"{wording.counted(len(claimants), 'claimant')}{unknown} · "
        f"{' and '.join(sections)} text · a sentence printed twice stands once · "
        "drawn as reported: nothing averaged, summed or filled in"
    )
    forms = {marks._form(row) for row in rows.itertuples()}
    reading = " · ".join(text for form, text in marks.READING.items() if form in forms)
    return _wrapped(done, _FOOT_WIDTH) + (_wrapped(reading, _FOOT_WIDTH) if reading else [])


def _order(figures: pd.DataFrame, articles: pd.DataFrame | None) -> pd.DataFrame:
    known = list(articles.index) if articles is not None else []
    place = {one: at for at, one in enumerate([*known, *figures["article_id"].unique()][::-1])}
    ordered = figures.assign(
        _metric=figures["metric"].map(METRICS.index), _article=-figures["article_id"].map(place)
    )
    keys = ["_metric", "scope", "measure", "unit", "_article", "start", "figure_id"]
    return ordered.sort_values(keys, kind="stable").drop(columns=["_metric", "_article"])


def values_chart(
    figures: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    sections: Sequence[str] = BODY,
    asked: str | None = None,
    select: str | None = None,
    silence: bool = True,
) -> alt.VConcatChart:
    """One panel per comparable key (metric, scope, measure, unit), one row per report.

    `articles` adds the sources that report nothing and the sources' names. `select` names a
    point selection over `figure_id` that a click on a row makes. Raises DataError for an
    unknown section or more figures than can be drawn.
    """
    rows = _order(shown(figures, sections), articles)
    names = wording.sources(rows, articles)
    reporting = set(rows["article_id"])
    quiet = [name for one, name in names.items() if one not in reporting]
    n_articles = len(names)
    asked = asked or _asked(rows)
    kinds = sorted(rows["claimant_kind"].unique())
    times = _printed(figures)
    panels: list[Any] = [
        marks.panel(
            marks.records(group, names, times),
            str(key[3]),
            "panel_" + "_".join(str(part) for part in key),
            wording.subject(group.iloc[0]),
            kinds,
            select,
        )
        for key, group in rows.groupby(KEY, sort=False)
    ]
    n_panels = len(panels)
    if silence and quiet:
        panels.append(marks.silent(quiet, "silent"))
    panels.append(marks.footer(foot(rows, n_articles, sections)))
    chart = framed(panels, finding(rows, asked, n_articles), sentence(rows, names, quiet))
    return _pickable(chart, select, n_panels) if select and n_panels else chart


def _pickable(chart: alt.VConcatChart, name: str, n_panels: int) -> alt.VConcatChart:
    """The chart with one point selection over `figure_id`: a click in its first panels."""
    views = [one.layer[0].name for one in chart.vconcat[:n_panels]]
    point = alt.PointSelectionConfig(type="point", fields=["figure_id"], on="click")
    chart.params = [alt.TopLevelSelectionParameter(name=name, select=point, views=views)]
    return chart


def framed(panels: list[Any], title: str, description: str) -> alt.VConcatChart:
    """Panels under one title, with the description that screen readers get."""
    return alt.vconcat(*panels).properties(
        title=alt.TitleParams(_wrapped(title, _TITLE_WIDTH)), description=description
    )


def _asked(rows: pd.DataFrame) -> str:
    metrics = [wording.METRIC_NAMES[one] for one in METRICS if (rows["metric"] == one).any()]
    return wording.listed(metrics, 4) if metrics else "a figure"
