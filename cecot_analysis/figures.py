"""Numbers with their metric, scope, claimant and date: the figures that articles report."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd

from . import (
    carrying,
    cells,
    chronicle,
    claimants,
    cues,
    headers,
    interviews,
    languages,
    lexicon,
    localities,
    metrics,
    passages,
    scopes,
    sections,
    surroundings,
    weights,
)
from .context import Context, grouped
from .echoes import Echoes
from .numerals import Number
from .schema import FIGURE_COLUMNS, DataError, check_texts, typed, validate_figures
from .surroundings import Last, Place

EARLIER = 2  # sentences before that may tell whether a transfer was within the country
TOTALLED = 100  # characters between an addition and the total that it makes
MANY = 6  # numbers of a text that mostly tells of something else if only one is a figure
CLEAR = 1.5  # log-odds of such a figure: of annotated ones below it every second was none
IN_TEXT = object()  # where a date of publication is to be found


def _rows(context: Context) -> list[dict[str, Any]]:
    rows = _clear(told(context), context)
    localities.settle(context, rows)
    for row in rows:
        del row["strength"]
        if row["metric"] == "transfers" and row["scope"] == "cecot":
            row["measure"] = "increment"  # a move within the country, never all that came
    return rows


def _clear(rows: list[dict[str, Any]], context: Context) -> list[dict[str, Any]]:
    """The figures; none where there is a single one among many numbers, and that is doubtful."""
    alone = len(rows) == 1 and len(context.numbers) >= MANY
    return [row for row in rows if row["strength"] >= CLEAR] if alone else rows


def told(context: Context) -> list[dict[str, Any]]:
    """The figures of a text, each with the scope that one rule tells.

    They are read again where what is said later tells of a number before.
    """
    echoes = Echoes()
    rows = _read(context, echoes)
    return _read(context, Echoes(echoes)) if echoes.is_heard_later() else rows


def _read(context: Context, echoes: Echoes) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    last: tuple[int, dict[str, Any]] | None = None
    for place, numbers in grouped(context):
        here = Place(context, place, numbers)
        previous: tuple[int, dict[str, Any] | None] = (0, None)
        for number in numbers:
            row = _row(here, number, last, echoes)
            row = carrying.as_converted(context.text, number, row, *previous)
            previous = number.end, row
            if row:
                rows.append(row)
                last = place, row
    _mark_duplicates(rows)
    return rows


def _row(here: Place, number: Number, last: Last | None, echoes: Echoes) -> dict[str, Any] | None:
    reading = _reading(here, number, last, echoes)
    context, place, sentence, offset = here.context, here.place, here.sentence, here.offset
    span, language = here.span(number), context.language
    if reading is None:
        return None
    if reading.metric not in ("transfers", "payment") and here.is_elsewhere(span):
        return None
    others = here.others(number)
    note = metrics.note(reading.metric, span, sentence, others, language)
    so_far = "named" if context.names_prison_before(offset) else ""
    earlier = context.earlier(place, EARLIER)
    scope = scopes.read(reading.metric, span, sentence, others, so_far, language, earlier)
    measure = _measure(reading, span, sentence, others, language)
    date = chronicle.as_of(context, place, span, others, reading.metric, measure, last)
    before, after = context.earlier(place, claimants.BEFORE), context.later(place, claimants.BEHIND)
    same_paragraph = context.same_paragraph(place)
    claimant = claimants.read(
        claimants.Spot(
            sentence, span, others, before, after, same_paragraph, language, reading.metric,
            claimants.before(last, place, reading.metric), interviews.introduction(context, place),
        )
    )  # fmt: skip
    start, end = context.sentences[place]
    return {
        "figure_id": f"{context.article_id}-{number.start}-{number.end}-{reading.metric}",
        "article_id": context.article_id,
        "section": sections.at(context.sections, number.start),
        "metric": reading.metric,
        "scope": scope,
        "measure": measure,
        "value": number.value,
        "comparator": number.comparator,
        "low": number.low,
        "high": number.high,
        "unit": number.unit or ("USD" if reading.metric == "payment" else "people"),
        "as_of": date.date,
        "as_of_precision": date.precision,
        "as_of_basis": date.basis,
        "attribution": claimant.name,
        "claimant_kind": claimant.kind,
        "attribution_basis": claimant.basis,
        "surface": number.surface,
        "start": number.start,
        "end": number.end,
        "quote": context.text[start:end],
        "quote_start": start,
        "quote_end": end,
        "rule": reading.rule,
        "note": note,
        "review": "proposed",
        "strength": reading.strength,
    }


def _reading(
    here: Place, number: Number, last: Last | None, echoes: Echoes
) -> metrics.Reading | None:
    around = surroundings.around(here, number, last)
    if around is None:
        return None
    passage = passages.totals(here.context, number.start)
    told = [near + far for near, far in zip(weights.totals(around[0]), passage, strict=True)]
    read = metrics.read(*around, echoes.joined(number, told))
    row, context = last[1] if last else None, here.context
    if read is None and carrying.is_changed(
        context.text, row, number, here.offset, context.language
    ):
        return metrics.carried(row["metric"]) if row else None
    return read


def _measure(
    reading: metrics.Reading,
    span: tuple[int, int],
    sentence: str,
    others: list[tuple[int, int]],
    language: str,
) -> str:
    if reading.metric not in ("arrests", "deaths_in_custody"):
        return reading.measure
    totalled = lexicon.matcher("carrying", "totalled", language)
    if totalled.search(sentence, max(0, span[0] - TOTALLED), span[0]):
        return reading.measure
    if totalled.search(sentence, span[1], min(len(sentence), span[1] + TOTALLED)):
        return "increment"
    for cue in cues.find("increments", sentence, language):
        if cues.strength(cue, *span, sentence, others) > 0:
            return "increment"
    return reading.measure


def _mark_duplicates(rows: list[dict[str, Any]]) -> None:
    first: dict[tuple[str, str, int], str] = {}
    places = Counter(row["start"] - row["quote_start"] for row in rows)
    for row in rows:
        place = row["start"] - row["quote_start"]
        words = " ".join(row["quote"].split()) if places[place] > 1 else ""
        key = (words, row["metric"], place)
        row["duplicate_of"] = first.get(key)
        first.setdefault(key, row["figure_id"])


def is_about(text: str, language: str) -> bool:
    """A text is about the subject if it names the country or what is only there.

    Or else no other country, and its subject.
    """
    if any(lexicon.matcher("places", part, "both").search(text) for part in ("home", "own")):
        return True
    if lexicon.matcher("places", "elsewhere", "both").search(text):
        return False
    parts = ("topic", "homelike")
    return any(lexicon.matcher("places", part, "both").search(text) for part in parts)


def figures_of(
    article_id: Any, text: Any, language: Any = None, published: Any = None
) -> list[dict[str, Any]]:
    """The figures of one text, as dicts of the columns of the figures table.

    `published` may be IN_TEXT: the date that the text's own header states, if it states one.
    Raises DataError where the text is none, or the language or the date cannot be read.
    """
    given = None if published is IN_TEXT else published
    for name, value in (("text", text), ("language", language), ("published", given)):
        if problem := cells.fault(name, value):
            raise DataError(f"article {article_id!r}: {problem}")
    if cells.is_missing(text):
        return []
    known = languages.detect(text) if cells.is_missing(language) else language
    if known is None or not is_about(text, known):
        return []
    stated = headers.read(text).published if published is IN_TEXT else given
    date = None if cells.is_missing(stated) else cells.moment(stated)
    return _rows(Context(article_id, text, known, date and date.date()))


def extract_figures(articles: pd.DataFrame) -> pd.DataFrame:
    """Every figure that `articles` report: one row per number, in reading order.

    `articles` needs a column `text`; `language` and `published` help where they are known. Without
    a column `published`, "last month" is told from the date that the text's own header states; a
    date that is missing in such a column stays missing. The index gives `article_id`. Columns are
    those of `schema.FIGURE_COLUMNS`; offsets count code points of the stored text, and
    `text[start:end] == surface` holds for every row. Texts without figures, in other languages,
    or not about El Salvador's prisons yield no row, nor do missing ones. An article with a text,
    language or date that cannot be read is left out with an UnreadableArticle warning that names
    it, what was found and what is allowed; the others are read. Raises DataError where none can be
    read, where there is no column `text`, or where the index repeats a label.
    """
    check_texts(articles)
    rows: list[dict[str, Any]] = []
    faults: list[str] = []
    empty = [None] * len(articles)
    languages_given = articles.get("language", empty)
    published = articles.get("published", [IN_TEXT] * len(articles))
    for article_id, text, language, date in zip(
        articles.index, articles["text"], languages_given, published, strict=True
    ):
        try:
            rows += figures_of(article_id, text, language, date)
        except DataError as error:
            faults.append(str(error))
    cells.leave_out(faults, len(articles), stacklevel=3)
    frame = pd.DataFrame(rows, dtype="object")
    return validate_figures(typed(frame, FIGURE_COLUMNS))
