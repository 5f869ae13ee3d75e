"""Figures to charts, one function per question; `table` has the same content in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from . import accuracy, captions, coverage, disagreements, marks, panels, theme, timeline, wording
from .bounds import BODY, considered, each
from .parts import parts_of_wholes
from .schema import METRICS, DataError
from .sheet import WIDTH, Sheet

theme.enable()


MAX_ROWS = marks.MAX_ROWS


def _printed(figures: pd.DataFrame) -> dict[str, int]:
    repeats = figures.loc[figures["review"] != "rejected", "duplicate_of"].dropna().value_counts()
    return {str(one): int(count) + 1 for one, count in repeats.items()}


def _drawn(
    figures: pd.DataFrame,
    articles: pd.DataFrame | None,
    metrics: Sequence[str] | None,
    sections: Sequence[str],
) -> pd.DataFrame:
    """The figures to draw: those that count, in the order of the articles and of their texts."""
    unknown = [one for one in metrics or () if one not in METRICS]
    if unknown:
        raise DataError(f"unknown metric {unknown[0]!r}; allowed: {', '.join(METRICS)}")
    rows = considered(figures, sections)
    if metrics is not None:
        rows = rows[rows["metric"].isin(list(metrics))]
    known = [] if articles is None else list(articles.index)
    order = {one: at for at, one in enumerate(dict.fromkeys([*known, *rows["article_id"]]))}
    place = rows["article_id"].map(order)
    by = rows.assign(_article=place).sort_values(["_article", "start", "figure_id"], kind="stable")
    return by.drop(columns="_article")


def values_chart(
    figures: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    metrics: Sequence[str] | None = None,
    sections: Sequence[str] = BODY,
    select: str | None = None,
    silence: bool = True,
    width: int = WIDTH,
    sheet: Sheet | None = None,
) -> alt.VConcatChart:
    """One panel per comparable key (metric, scope, measure, unit), one row per report.

    `metrics` limits what is drawn; `articles` gives the sources' names and adds those that report
    nothing (unless `silence` is off). `select` names a point selection over `figure_id` that a
    click on a row makes. `width` is the whole chart's, in pixels; `sheet`, where it is given, says
    as well whether labels stand above their rows.
    Figures outside `sections`, rejected ones and repeated sentences are not drawn. Raises
    DataError for an unknown metric or section, too many figures to draw, or too small a width.
    """
    sheet = sheet or Sheet(width)
    rows = _drawn(figures, articles, metrics, sections)
    names = wording.sources(considered(figures, sections), articles)
    drawn: list[Any] = [*panels.values(rows, names, _printed(figures), sheet, select)]
    n_panels = len(drawn)
    if metrics is not None and "transfers" in metrics:
        sums = parts_of_wholes(rows)
        drawn += [panels.chain(one, names[one.whole.article_id], sheet) for one in sums]
    quiet = [name for one, name in names.items() if one not in set(rows["article_id"])]
    drawn += panels.silent(quiet, sheet) if silence else []
    present = {marks.form(row) for row in each(rows)}
    reading = [text for form, text in marks.READING.items() if form in present]
    small = captions.small_print(rows, len(names), sections, reading)
    drawn.append(panels.small_print(small, sheet, sorted(rows["claimant_kind"].unique())))
    wanted = captions.asked(rows["metric"] if metrics is None else metrics)
    chart = panels.framed(
        drawn,
        captions.finding(rows, wanted, len(names)),
        captions.scopes(rows),
        captions.description(rows, names, quiet if silence else [], captions.conflicts(rows)),
        sheet,
    )
    return _pickable(chart, select, n_panels) if select and n_panels else chart


def _pickable(chart: alt.VConcatChart, name: str, n_panels: int) -> alt.VConcatChart:
    """The chart with one point selection over `figure_id`: a click in its first panels."""
    views = [one.layer[0].name for one in chart.vconcat[:n_panels]]
    point = alt.PointSelectionConfig(type="point", fields=["figure_id"], on="click")
    chart.params = [alt.TopLevelSelectionParameter(name=name, select=point, views=views)]
    return chart


def capacity_chart(
    figures: pd.DataFrame, articles: pd.DataFrame | None = None, **options: Any
) -> alt.VConcatChart:
    """How many people the prison is said to hold at most; options as in `values_chart`."""
    return values_chart(figures, articles, metrics=("capacity",), **options)


def population_chart(
    figures: pd.DataFrame, articles: pd.DataFrame | None = None, **options: Any
) -> alt.VConcatChart:
    """How many people are said to be held; options as in `values_chart`."""
    return values_chart(figures, articles, metrics=("population",), **options)


def arrests_chart(
    figures: pd.DataFrame, articles: pd.DataFrame | None = None, **options: Any
) -> alt.VConcatChart:
    """How many people are said to be arrested or jailed; options as in `values_chart`."""
    return values_chart(figures, articles, metrics=("arrests",), **options)


def deaths_chart(
    figures: pd.DataFrame, articles: pd.DataFrame | None = None, **options: Any
) -> alt.VConcatChart:
    """How many deaths in custody are reported; options as in `values_chart`."""
    return values_chart(figures, articles, metrics=("deaths_in_custody",), **options)


def transfers_chart(
    figures: pd.DataFrame, articles: pd.DataFrame | None = None, **options: Any
) -> alt.VConcatChart:
    """How many people are said to be transferred; options as in `values_chart`.

    Where one article gives parts beside a whole, they are laid end to end against its bound.
    """
    return values_chart(figures, articles, metrics=("transfers",), **options)


def payment_chart(
    figures: pd.DataFrame, articles: pd.DataFrame | None = None, **options: Any
) -> alt.VConcatChart:
    """What is said to be paid; options as in `values_chart`."""
    return values_chart(figures, articles, metrics=("payment",), **options)


def space_chart(
    figures: pd.DataFrame, articles: pd.DataFrame | None = None, **options: Any
) -> alt.VConcatChart:
    """Space per person and site area, never on one axis; options as in `values_chart`."""
    return values_chart(figures, articles, metrics=("space_per_person", "site_area"), **options)


coverage_chart = coverage.coverage_chart
quality_chart = accuracy.quality_chart
sources_chart = timeline.sources_chart
disagreements_chart = disagreements.disagreements_chart


def table(
    figures: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    metrics: Sequence[str] | None = None,
    sections: Sequence[str] = BODY,
) -> pd.DataFrame:
    """The reports that a chart draws, in words: one row per report, in the chart's order.

    Columns: source (the index), `claimant` and how it is known, `reported` (the article's words),
    `subject`, `as_of`, `note`, `printed` (how often on its page), `quote`. Missing is "".
    """
    rows = _drawn(figures, articles, metrics, sections)
    names = wording.sources(considered(figures, sections), articles)
    times = _printed(figures)
    said = [
        {
            "source": names[row.article_id],
            "claimant": wording.claimant(row),
            "claimant_known": row.attribution_basis.replace("_", " "),
            "reported": wording.phrase(row),
            "subject": wording.subject(row),
            "as_of": wording.as_of(row) or "",
            "note": "" if pd.isna(row.note) else row.note,
            "printed": times.get(row.figure_id, 1),
            "quote": " ".join(row.quote.split()),
        }
        for row in each(rows)
    ]
    columns = ["source", "claimant", "claimant_known", "reported", "subject", "as_of", "note"]
    frame = pd.DataFrame(said, columns=[*columns, "printed", "quote"])
    text = dict.fromkeys([*columns, "quote"], "str")
    return frame.astype({**text, "printed": "int64"}).set_index("source")
