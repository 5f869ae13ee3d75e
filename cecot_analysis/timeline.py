"""When sources were published and what dates their figures are for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from . import captions, cells, panels, wording
from .bounds import BODY, considered, each
from .schema import ARTICLE_COLUMNS
from .sheet import Sheet
from .theme import HAIRLINE, INK, MUTED, PALE, Panel, drawing

_LANES = (100, 30)  # pixels from the right end to "not stated" and to "undated"
_LANE = 28  # pixels: how tall the lanes are at each row of a narrow sheet
_ROOM = 226  # pixels that dates leave to the lanes and to the words before them
_TOLD = tuple(column for column in ARTICLE_COLUMNS if column.nullable)
_STEPS = (1, 3, 6, 12, 24, 60, 120, 240, 600)  # months between two ticks


def _period(as_of: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The first moment and the end of a date that may be a day, a month or a year."""
    period = pd.Period(as_of, freq={4: "Y", 7: "M"}.get(len(as_of), "D"))
    return period.start_time, period.end_time


def _dates(articles: pd.DataFrame, rows: pd.DataFrame) -> list[pd.Timestamp]:
    stated = [moment for one in rows["as_of"].dropna() for moment in _period(str(one))]
    return [*articles["published"].dropna(), *stated]


class _Axis:
    """Dates to pixels, with room on both sides, and the ticks that stand between."""

    def __init__(self, dates: list[pd.Timestamp], sheet: Sheet) -> None:
        self.empty, self.sheet = not dates, sheet
        self.end = sheet.plot - (_ROOM if not sheet.stacked else _ROOM - 30)
        self.not_stated, self.undated = (sheet.plot - lane for lane in _LANES)
        day = pd.Timedelta(days=1)
        first, last = (min(dates), max(dates)) if dates else (pd.Timestamp(0), pd.Timestamp(0))
        room = max((last - first) * 0.06, 20 * day)
        self.first, self.last = first - room, last + room

    def place(self, date: pd.Timestamp) -> float:
        """The pixel of a date."""
        return round(float((date - self.first) / (self.last - self.first) * self.end), 2)

    def ticks(self) -> dict[float, str]:
        """Pixel to label of a few first days of months or years: at most five."""
        if self.empty:
            return {}
        months = (self.last - self.first).days / 30.4
        most = 5 if self.end >= 260 else 2
        step = next((one for one in _STEPS if months / one <= most), _STEPS[-1])
        start = pd.Timestamp(self.first.year - self.first.year % max(1, step // 12), 1, 1)
        days = pd.date_range(start, self.last, freq=f"{step}MS")
        form = "%Y" if step >= 12 else "%b %Y"
        return {self.place(day): day.strftime(form) for day in days if day >= self.first}


def _record(row: int, article: Any, name: str, own: pd.DataFrame, axis: _Axis) -> dict[str, Any]:
    dated = own["as_of"].notna().sum()
    published = None if pd.isna(article.published) else pd.Timestamp(article.published)
    return {
        "row": row,
        "source": name,
        "label": wording.shortened(name, axis.sheet.source_letters),
        "counts": f"{wording.counted(len(own), 'figure')}, {dated} with an as-of date"
        if len(own)
        else "reports no figure",
        "published": axis.undated if published is None else axis.place(published),
        "day": "undated" if published is None else f"{published.day} {published:%b %Y}",
        "not_stated": int(len(own) - dated),
        "figure_id": ", ".join(own["figure_id"]),
    }


def _as_of_records(row: int, own: pd.DataFrame, published: float, axis: _Axis) -> list[Any]:
    found = []
    for as_of, group in own.dropna(subset=["as_of"]).groupby("as_of"):
        start, end = (axis.place(moment) for moment in _period(str(as_of)))
        figures = list(each(group))
        found.append(
            {
                "row": row,
                "start": start,
                "end": end,
                "middle": (start + end) / 2,
                "published": published,
                "said": "; ".join(wording.phrase(figure) for figure in figures),
                "short": "; ".join(dict.fromkeys(map(wording.signed, figures))),
                "as_of": wording.as_of(figures[0]),
                "figure_id": ", ".join(group["figure_id"]),
            }
        )
    return _without_collisions(found)


def _without_collisions(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The records in the order of their dates, without the labels that have no room."""
    end = 0.0
    for record in sorted(found, key=lambda one: float(one["middle"])):
        clear = record["middle"] >= end
        end = record["middle"] + len(record["short"]) * 6.2 + 6 if clear else end
        record["short"] = record["short"] if clear else ""
    return found


def sources_chart(
    figures: pd.DataFrame,
    articles: pd.DataFrame,
    sections: Sequence[str] = BODY,
    sheet: Sheet | None = None,
) -> alt.VConcatChart:
    """One row per source: when it was published and which dates its figures are for.

    The two dates are joined by a line. A missing as-of date stands in a lane "not stated", with
    the number of such figures; an article without a date stands in a lane "undated". `sheet` is
    how wide it is, 760 pixels unless it is given.
    """
    rows = considered(figures, sections)
    names = wording.sources(rows, articles)
    articles = cells.of_articles(articles, _TOLD)
    sheet = sheet or Sheet()
    axis = _Axis(_dates(articles, rows), sheet)
    sources, stated = [], []
    for row, (one, article) in enumerate(zip(articles.index, each(articles), strict=True)):
        own = rows[rows["article_id"] == one]
        record = _record(row, article, names[one], own, axis)
        sources.append(record)
        stated += _as_of_records(row, own, record["published"], axis)
    drawn = [_drawn(sources, stated, axis)] if sources else []
    n_dated = int(rows["as_of"].notna().sum())
    n_published = int(articles["published"].notna().sum())
    title = (
        f"{n_published} of {wording.counted(len(articles), 'article')} "
        f"{'is' if n_published == 1 else 'are'} dated; {n_dated} of "
        f"{wording.counted(len(rows), 'figure')} {'says' if n_dated == 1 else 'say'} for when"
    )
    told = [f"{one['source']}: {one['counts']}" for one in sources]
    told += [f"As of {one['as_of']}: {one['said']}" for one in stated]
    reading = ["diamond: published", "ring: what a figure is for, as wide as its date is precise"]
    lines = captions.small_print(rows, len(articles), sections, reading)
    return panels.framed(
        [*drawn, panels.small_print(lines, sheet, [])],
        title,
        "Publication date and as-of date; what is not stated stands in a lane of its own",
        ". ".join(told) + "." if told else "No article.",
        sheet,
    )


def _drawn(sources: list[Any], stated: list[Any], axis: _Axis) -> Panel:
    y = alt.Y("row:O", axis=None, scale=alt.Scale(domain=list(range(len(sources)))))
    sheet, tall = axis.sheet, panels.STACKED_HEIGHT if axis.sheet.stacked else panels.ROW_HEIGHT
    scale = alt.Scale(domain=[0, sheet.plot], nice=False)
    ticks = axis.ticks()
    labels = "".join(f"datum.value == {at} ? '{label}' : " for at, label in ticks.items())
    ruler = alt.Axis(values=list(ticks), labelExpr=f"{labels}''", title=None, grid=True)

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=scale, axis=ruler)

    lanes = [
        {"left": at - 32, "right": at + 32, "head": head}
        for at, head in (
            (axis.not_stated, ["as of:", "not stated"]),
            (axis.undated, ["published:", "undated"]),
        )
    ]
    lane = drawing(lanes).transform_calculate(middle="(datum.left + datum.right) / 2")
    shown = [alt.Tooltip(f"{one}:N") for one in ("source", "day", "counts")]
    source = drawing(sources).encode(y=y, tooltip=shown)
    date = drawing(stated or [{"row": None}]).encode(y=y)
    date = date.transform_filter("isValid(datum.middle)").encode(
        tooltip=[alt.Tooltip("as_of:N"), alt.Tooltip("said:N")]
    )
    counted = source.transform_filter("datum.not_stated > 0")
    known = source.transform_filter(f"datum.published < {axis.end}")
    whole = lane.mark_rect(color=PALE).encode(x=x("left"), x2="right:Q")
    if sheet.stacked:  # words stand between the rows: the lanes leave them free
        rows = [{**one, "row": source["row"]} for one in lanes for source in sources]
        whole = drawing(rows).mark_bar(color=PALE, size=_LANE)
        whole = whole.encode(x=x("left"), x2="right:Q", y=y)
    return alt.layer(
        whole,
        lane.mark_text(fontSize=11, color=MUTED, lineHeight=13, baseline="bottom").encode(
            x=x("middle"), y=alt.value(-18), text="head:N"
        ),
        source.mark_rule(color=HAIRLINE),
        date.mark_rule(color=MUTED, strokeDash=[4, 3]).encode(x=x("middle"), x2="published:Q"),
        date.mark_rule(color=INK, strokeWidth=5, opacity=0.35).encode(x=x("start"), x2="end:Q"),
        date.mark_point(size=100, fill="white", stroke=INK, strokeWidth=2, opacity=1).encode(
            x=x("middle")
        ),
        date.mark_text(align="left", dx=-4, dy=-13, fontSize=11, color=INK, limit=300).encode(
            x=x("middle"), text="short:N"
        ),
        source.mark_point(shape="diamond", size=120, filled=True, color=INK, opacity=1).encode(
            x=x("published")
        ),
        known.mark_text(align="left", dx=9, fontSize=11, color=INK).encode(
            x=x("published"), text="day:N"
        ),
        counted.mark_point(size=420, filled=True, color=PALE, opacity=1).encode(
            x=alt.XDatum(axis.not_stated, scale=scale)
        ),
        counted.mark_text(fontSize=11, color=INK).encode(
            x=alt.XDatum(axis.not_stated, scale=scale), text="not_stated:Q"
        ),
        *panels.labelled(source, ("label", "counts"), sheet),
    ).properties(width=sheet.plot, height=tall * len(sources))
