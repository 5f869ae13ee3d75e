"""What a reviewer is asked: an article with its figures, and the fields of the one at hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from . import draft, evidence, sections, wording
from .decisions import Decision, Row
from .desk import Desk
from .filters import COMPARATOR_NAMES, SECTION_NAMES
from .markup import Html, Layer, escaped, marked, shown
from .schema import (
    BASES,
    CLAIMANT_KINDS,
    COMPARATORS,
    MEASURES,
    METRICS,
    SCOPES,
    SECTIONS,
    UNITS,
)
from .theme import CLAIMANT_NAMES

NEW = "new"  # stands for the figure_id of a figure that is being added
STATES = {
    "proposed": "to do",
    "accepted": "accepted",
    "corrected": "corrected",
    "rejected": "rejected",
    "added": "added",
    "disputed": "disputed",
}
COLUMNS = ("Source", "Figure", "Says", "Decision", "In the words")
LABELS = {
    "metric": "What is counted",
    "scope": "Of whom or what",
    "measure": "Measure",
    "comparator": "Qualifier",
    "value": "Value",
    "low": "From",
    "high": "To",
    "unit": "Unit",
    "as_of": "As of (date)",
    "attribution": "Claimant, as written",
    "claimant_kind": "Kind of claimant",
    "attribution_basis": "How it is known",
    "section": "Part of the page",
    "note": "Note",
}
HINTS = {"as_of": "as 2024-08", "attribution": "nobody named"}
NUMBERS = ("value", "low", "high")
BASIS_NAMES = {"stated": "named with the number", "carried_over": "carried over", "none": "no one"}
CHOICES: dict[str, dict[str, str]] = {
    "metric": {one: wording.METRIC_NAMES[one] for one in METRICS},
    "scope": {one: wording.SCOPE_NAMES[one] for one in SCOPES},
    "measure": {one: wording.MEASURE_NAMES[one] for one in MEASURES},
    "comparator": {one: COMPARATOR_NAMES[one] for one in COMPARATORS},
    "unit": {one: wording.unit_name(one) for one in UNITS},
    "claimant_kind": {one: CLAIMANT_NAMES[one] for one in CLAIMANT_KINDS},
    "attribution_basis": {one: BASIS_NAMES[one] for one in BASES},
    "section": {one: SECTION_NAMES[one] for one in SECTIONS},
}
OPEN = {"metric": "choose …", "scope": "by what is counted", "measure": "by what is counted"}


def of(row: Row) -> pd.Series:
    """A figure as the functions that put it into words take it."""
    return pd.Series(row, dtype="object")


def content(
    desk: Desk,
    label: Any,
    chosen: str | None,
    typed: Mapping[str, Any],
    span: tuple[int, int] | None,
) -> dict[str, Any]:
    """All that the widget shows of the article `label` and of the figure `chosen`."""
    names, listed = desk.names, desk.listed
    return {
        **_article(desk, label, chosen, span),
        "label": f"Text of {shown(names.get(label, ''))}; select a number to add it",
        "articles": [
            shown(f"{names[one]}: {desk.done(ids)} of {len(ids)}") for one, ids in listed.items()
        ],
        "article": list(listed).index(label) if label in listed else 0,
        "queue": [_in_queue(desk, one, at, chosen) for at, one in enumerate(listed.get(label, []))],
        "reviewer": shown(desk.reviewer),
        "measures": draft.MEASURE_OF,
        "undo": undone(desk),
        "seen": seen(desk, chosen),
        "stale": [
            {"words": shown(one), "place": place, "own": desk.is_own(one.review.reviewer)}
            for place, one in enumerate(desk.standing.stale)
        ],
        **_at_hand(desk, label, chosen, typed, span),
    }


def seen(desk: Desk, chosen: str | None) -> dict[str, str]:
    """What a page shows of this reviewer's decisions, to be told from what they are by then."""
    last, verdict = desk.last(), desk.verdict(chosen or "")
    return {
        "last": f"{last.time} {last.figure_id}" if last else "",
        "verdict": verdict.verdict if verdict else "",
    }


def table(figures: pd.DataFrame, articles: pd.DataFrame) -> Html:
    """One row per figure as safe HTML: source, what is counted, what was decided, its words."""
    names = wording.sources(figures, articles)
    head = "".join(f'<th scope="col">{name}</th>' for name in COLUMNS)
    rows = []
    for _, figure in figures.iterrows():
        at = figure["start"] - figure["quote_start"]
        number = Layer(at, at + len(figure["surface"]), 0, "mark", 'class="ca-number"')
        cells = (
            names[figure["article_id"]],
            wording.subject(figure),
            evidence.in_words(figure),
            STATES[figure["review"]],
        )
        words = "".join(f"<td>{escaped(cell)}</td>" for cell in cells)
        rows.append(f'<tr>{words}<td dir="auto">{marked(figure["quote"], [number])}</td></tr>')
    return Html(
        f'<table class="ca-figures"><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def undone(desk: Desk) -> str:
    """What undoing takes back, in words; "" where there is nothing to undo."""
    last = desk.last()
    if last is None:
        return ""
    row = desk.standing.rows.get(last.figure_id)
    words = wording.phrase(of(row)) if row else last.figure_id
    return shown(f"takes back: {last.decision}, {words}")


def _article(
    desk: Desk, label: Any, chosen: str | None, span: tuple[int, int] | None
) -> dict[str, Any]:
    if label is None:
        return {"text": "", "language": "en", "layers": []}
    article = desk.articles.loc[[label]].iloc[0]
    spoken, text = draft.language(article), str(article["text"])
    layers = [*_sections(text, spoken), *_quotes(desk, label, chosen)]
    layers += [_number(desk, one, chosen) for one in desk.of_article(label)]
    if span:
        layers.append({"start": span[0], "end": span[1], "class": "ca-picked"})
    return {"text": shown(text), "language": spoken, "layers": layers}


def _sections(text: str, language: str) -> Iterator[dict[str, Any]]:
    for one in sections.split(text, language):
        if one.name in evidence.SECTION_TITLES:
            title = evidence.SECTION_TITLES[one.name]
            kind = f"ca-section ca-{one.name}"
            yield {"start": one.start, "end": one.end, "class": kind, "title": title}


def _quotes(desk: Desk, label: Any, chosen: str | None) -> Iterator[dict[str, Any]]:
    spans: dict[tuple[int, int], bool] = {}
    for one in desk.of_article(label):
        row = desk.row(one)
        place = row["quote_start"], row["quote_end"]
        spans[place] = spans.get(place, False) or one == chosen
    for (start, end), is_chosen in spans.items():
        kind = "ca-quote ca-selected" if is_chosen else "ca-quote"
        yield {"start": start, "end": end, "class": kind}


def _number(desk: Desk, figure_id: str, chosen: str | None) -> dict[str, Any]:
    row, figure = desk.row(figure_id), of(desk.row(figure_id))
    kind = f"ca-number ca-is-{desk.state(figure_id)}"
    return {
        "start": row["start"],
        "end": row["end"],
        "class": f"{kind} ca-selected" if figure_id == chosen else kind,
        "figure": figure_id,
        "title": shown(f"{wording.subject(figure)} — {evidence.in_words(figure)}"),
    }


def _in_queue(desk: Desk, figure_id: str, at: int, chosen: str | None) -> dict[str, Any]:
    figure, state = of(desk.row(figure_id)), desk.state(figure_id)
    return {
        "at": at,
        "figure": figure_id,
        "state": state,
        "stateWords": STATES[state],
        "words": shown(f"{wording.phrase(figure)} ({wording.METRIC_NAMES[figure['metric']]})"),
        "chosen": figure_id == chosen,
    }


def _at_hand(
    desk: Desk,
    label: Any,
    chosen: str | None,
    typed: Mapping[str, Any],
    span: tuple[int, int] | None,
) -> dict[str, Any]:
    if chosen == NEW and span:
        row = draft.new(desk.articles.loc[[label]].iloc[0], *span)
        remarks = ["Say what the number counts; the rest is read from its words."]
        return {
            "mode": "new",
            "figure": NEW,
            "state": "added",
            "stateWords": "new",
            "heading": "A missed figure",
            "words": shown(row["surface"]),
            "picked": "",
            "remarks": remarks,
            "reason": "",
            "fields": [_field(name, row, typed) for name in LABELS],
        }
    if chosen not in desk.order:
        empty = "No figure was found in this article. Select a number in its text to add one."
        return {"mode": "none", "figure": None, "fields": [], "empty": empty}
    row, state, verdict = desk.row(chosen), desk.state(chosen), desk.verdict(chosen)
    return {
        "mode": "figure",
        "figure": chosen,
        "state": state,
        "stateWords": STATES[state],
        "heading": wording.subject(of(row)),
        "words": shown(row["surface"]),
        "picked": shown(desk.text(row)[slice(*span)]) if span else "",
        "remarks": [shown(line) for line in _remarks(desk, chosen, row, verdict)],
        "reason": shown((verdict.reason or "") if verdict else ""),
        "fields": [_field(name, row, typed) for name in LABELS],
    }


def _remarks(desk: Desk, figure_id: str, row: Row, verdict: Decision | None) -> Iterator[str]:
    figure = of(row)
    yield f"Says {evidence.in_words(figure)}. Claimant: {evidence.claimant(figure)}."
    if row["duplicate_of"]:
        yield "The same sentence stands earlier in this article."
    if verdict:
        yield f"Your decision: {verdict.verdict}."
    for other in desk.others(figure_id):
        why = f" ({other.reason})" if other.reason else ""
        yield f"{other.reviewer}: {other.verdict}{why}."


def _field(name: str, row: Row, typed: Mapping[str, Any]) -> dict[str, Any]:
    held = _cell(row.get(name))
    choices = [{"value": one, "label": words} for one, words in CHOICES.get(name, {}).items()]
    if choices and row.get(name) is None:
        choices.insert(0, {"value": "", "label": OPEN.get(name, "choose …")})
    return {
        "name": name,
        "label": LABELS[name],
        "held": held,
        "value": _cell(typed.get(name, held)),
        "choices": choices or None,
        "number": name in NUMBERS,
        "hint": HINTS.get(name, ""),
    }


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.15g}" if isinstance(value, int | float) else shown(value)
