"""Numbers with their metric, scope, claimant and date: the figures that articles report."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from . import (
    claimants,
    cues,
    dates,
    languages,
    lexicon,
    metrics,
    numerals,
    prompts,
    scopes,
    sections,
)
from . import sentences as sentence_spans
from .numerals import Number
from .schema import FIGURE_COLUMNS, DataError, typed, validate_figures

_DATED = {"population": "stock", "transfers": "event", "payment": "event"}
LARGEST_BLOCK = 6_000  # people: no cell or block of a prison holds more
CONTEXT = 4  # sentences before that may name what a cue requires
INHERITS = 3.0  # strength of the metric carried on from the sentence before


@dataclass
class Context:
    """One text, cut into sections and sentences, with all its numbers."""

    article_id: Any
    text: str
    language: str
    published: datetime.date | None

    @cached_property
    def numbers(self) -> list[Number]:
        return numerals.find(self.text, self.language)

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        return sentence_spans.split(self.text)

    @cached_property
    def sections(self) -> list[sections.Section]:
        return sections.split(self.text, self.language)

    def words(self, place: int) -> str:
        start, end = self.sentences[place]
        return self.text[start:end]

    def same_paragraph(self, place: int) -> bool:
        if place == 0:
            return False
        return "\n" not in self.text[self.sentences[place - 1][1] : self.sentences[place][0]]


def _grouped(context: Context) -> Iterator[tuple[int, list[Number]]]:
    groups: dict[int, list[Number]] = {}
    for number in context.numbers:
        place = sentence_spans.index_at(context.sentences, number.start, number.end)
        if place is not None:
            groups.setdefault(place, []).append(number)
    yield from groups.items()


def _rows(context: Context) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    last: tuple[int, dict[str, Any]] | None = None
    seen: dict[str, str] = {}
    for place, numbers in _grouped(context):
        sentence = context.words(place)
        before = " ".join(_earlier(context, place, CONTEXT))
        found = cues.find("metrics", sentence, context.language, before)
        carry = last[1] if last and _goes_on(context, last[0], place) else None
        previous: tuple[int, dict[str, Any] | None] = (0, None)
        for number in numbers:
            row = _row(context, place, sentence, number, numbers, found, carry)
            row = _as_converted(context.text, number, row, *previous)
            previous = number.end, row
            if row:
                rows.append(row)
                if row["scope"] == "unclear":
                    row["scope"] = seen.get(row["metric"], "unclear")
                if row["scope"] != "cell":
                    seen[row["metric"]] = row["scope"]
                last = place, row
                carry = row
    _mark_duplicates(rows)
    return rows


_CONVERTED = re.compile(r"\s*\((?:[^\W\d_]+\s)?")


def _as_converted(
    text: str, number: Number, row: dict[str, Any] | None, end: int, before: dict[str, Any] | None
) -> dict[str, Any] | None:
    """A surface in brackets behind another is the same in another unit: "23 ha (57 acres)"."""
    if metrics.kind(number) not in ("area", "floor") or not end:
        return row
    if not _CONVERTED.fullmatch(text, end, number.start):
        return row
    if row and before:
        same = {name: before[name] for name in ("metric", "scope", "measure", "rule", "note")}
        row |= {**same, "figure_id": row["figure_id"].rpartition("-")[0] + "-" + before["metric"]}
    return row if before else None


def _row(
    context: Context,
    place: int,
    sentence: str,
    number: Number,
    numbers: list[Number],
    found: Sequence[cues.Cue],
    carry: dict[str, Any] | None,
) -> dict[str, Any] | None:
    offset, language = context.sentences[place][0], context.language
    span = (number.start - offset, number.end - offset)
    others = [(n.start - offset, n.end - offset) for n in numbers if n is not number]
    if metrics.kind(number) is None or not _whole(number) or _is_no_count(number, sentence, span):
        return None
    earlier = _earlier(context, place, prompts.ROWS)
    label = prompts.label(sentence, span, earlier)
    reading = metrics.asked(number, label, language, earlier) if label else None
    reading = reading or metrics.read(number, span, sentence, found, others, language)
    note = metrics.note(reading.metric if reading else "", span, sentence, others, language)
    if reading is None:
        question = prompts.question(sentence, span, earlier, language)
        reading = metrics.asked(number, question, language, earlier) if question else None
    if carry and _is_carried(context, carry, number, reading, note):
        reading = metrics.Reading(carry["metric"], carry["measure"], "part.carried", INHERITS)
    if (
        reading is None
        or reading.metric == lexicon.OTHER
        or _is_elsewhere(context, reading, sentence, span, place)
    ):
        return None
    so_far = _named_before(context, place)
    near = carry["scope"] if carry and carry["quote_start"] == offset else None
    scope = scopes.read(reading.metric, reading.rule, span, sentence, others, so_far, language, near)
    if carry and (reading.rule == "part.carried" or _same_scope(carry, reading.metric, scope)):
        scope = carry["scope"]
    if scope == "cell" and (number.value or number.high or 0) > LARGEST_BLOCK:
        scope = "cecot"
    measure = _measure(reading, scope, span, sentence, others, language)
    at = _DATED.get(reading.metric)
    date = dates.as_of(sentence, span, others, language, at, context.published)
    before = _earlier(context, place, 3)
    claimant = claimants.read(
        sentence, span, others, before, context.same_paragraph(place), language
    )
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
    }


_AND = re.compile(
    r"(?:,|\band\b|\bplus\b|\by\b|\be\b|\bas well as\b|\bmás\b)[^.;:]{0,24}$", re.IGNORECASE
)


def _earlier(context: Context, place: int, count: int) -> list[str]:
    return [context.words(earlier) for earlier in range(max(0, place - count), place)]


def _goes_on(context: Context, last: int, place: int) -> bool:
    """Whether a sentence may go on counting what the last figure's sentence counted."""
    if place == last:
        return True
    if place - last > 1:
        return False
    opens = claimants.continues(context.words(place), context.language)
    return opens or context.same_paragraph(place)


def _same_scope(carry: dict[str, Any], metric: str, scope: str) -> bool:
    """Whether a figure that names no place is of the place of the one just before it."""
    return scope == "unclear" and carry["metric"] == metric and carry["scope"] != "cell"


_NEAR = 60  # characters between a total and those "among them"
_AMONG = re.compile(
    r"\b(?:including|among them|of (?:them|whom)|entre (?:ellos|ellas)|incluid[oa]s"
    r"|de (?:ellos|ellas|los cuales|las cuales))\b",
    re.IGNORECASE,
)
_SUBGROUPS = ("part", "women", "minors", "foreigners")


def _is_carried(
    context: Context,
    carry: dict[str, Any],
    number: Number,
    reading: metrics.Reading | None,
    note: str | None,
) -> bool:
    """Whether the number is of the last figure's metric: one of its parts, or the next of its list."""
    if metrics.kind(number) != "people" or metrics.counts_things(
        context.text, number.end, context.language
    ):
        return False
    between = context.text[carry["end"] : number.start]
    other = reading is not None and reading.metric == lexicon.OTHER
    if not other and len(between) < _NEAR and _AMONG.search(between):
        return True
    weak = reading is None or reading.strength < INHERITS
    if reading is not None and reading.rule == "other.crimes" and note == "part":
        weak = carry["metric"] == "deaths_in_custody"
    if not weak:
        return False
    whole = carry["value"] or carry["high"] or 0
    smaller = number.value is None or number.value <= whole
    offset = context.text.rfind("\n", 0, number.start) + 1
    if carry["metric"] != "capacity" and carry["start"] >= offset and prompts.names_a_figure(
        context.text[carry["end"] : number.start], context.language
    ):
        return True
    return (note in _SUBGROUPS and smaller) or _is_coordinated(context, carry, number)


def _is_coordinated(context: Context, carry: dict[str, Any], number: Number) -> bool:
    """Whether the number goes on in the list that the last figure opened: "238 men and 23 women"."""
    between = context.text[carry["end"] : number.start]
    if len(between) > 110 or "\n" in between:
        return False
    if _FORMERLY.search(between):
        return True
    if _CHANGED.search(between) and _FROM.search(context.text, max(0, carry["start"] - 30), carry["start"]):
        return True
    if not _AND.search(between):
        return False
    if _DATED_ITEM.match(context.text, number.end):
        return True
    if carry["note"] == "part" or carry["rule"] == "part.carried":
        return _LISTED.match(context.text, number.end) is not None or _counts(context, number)
    return _counts(context, number)


_FORMERLY = re.compile(
    r"\b(?:(?:up|down) from|compared (?:with|to)|versus|against|frente a|en comparación con|desde)"
    r"\s(?:the\s|los\s|las\s|some\s|about\s|unos\s)?$",
    re.IGNORECASE,
)
_FROM = re.compile(r"\b(?:from|de|desde)\s(?:\w+\s){0,2}$", re.IGNORECASE)
_CHANGED = re.compile(
    r"\b(?:to|a)\s(?:(?:more than|over|about|some|around|nearly|más de|unos|cerca de|casi)\s)?$",
    re.IGNORECASE,
)
_DATED_ITEM = re.compile(
    r"\s\(?(?:a|al|in|en|as of|by|hasta)\s(?:[^\W\d_]+\s(?:de\s)?)?(?:19|20)[0-9]{2}", re.IGNORECASE
)
_LISTED = re.compile(
    r"\s(?:were|are|under|on|for|came|por|son|eran|fueron|lo|en|in|with|con)\b", re.IGNORECASE
)


def _counts(context: Context, number: Number) -> bool:
    return metrics.counts_people(context.text, number.end, context.language)


_OF_A_YEAR = re.compile(r"(?:of|in|since|by|until|de|en|desde|hasta|a)\s$", re.IGNORECASE)
_ONE_IN = re.compile(
    r"\b(?:one|1|un[oa]?)\s(?:in|out of|(?:in|of|out of)\s(?:every|each)|de cada)\s$", re.IGNORECASE
)


def _is_no_count(number: Number, sentence: str, span: tuple[int, int]) -> bool:
    """Whether it is a year before people ("in 2023 police"), a share, or the mark of an item."""
    left = sentence[: span[0]]
    if re.fullmatch(r"(?:1[5-9]|20)[0-9]{2}", number.surface) and _OF_A_YEAR.search(left):
        return True
    if _ONE_IN.search(left):
        return True
    return not left.strip() and sentence[span[1] : span[1] + 1] in ("/", ")")


def _whole(number: Number) -> bool:
    """People come whole, and at least two of them; a sum or an area may be anything positive."""
    value = number.high if number.value is None else number.value
    if value is None or value <= 0:
        return False
    return number.unit is not None or (value >= 2 and value == int(value))


def _is_elsewhere(
    context: Context, reading: metrics.Reading, sentence: str, span: tuple[int, int], place: int
) -> bool:
    if reading.metric in ("transfers", "payment"):
        return False
    before = _earlier(context, place, 2)
    return scopes.is_elsewhere(sentence, span, before, context.language)


def _named_before(context: Context, place: int) -> str:
    """The last sentences that named CECOT, so that "the facility" is known to mean it."""
    start = context.sentences[place][0]
    home = lexicon.matcher("places", "prison", "both")
    return "named" if home.search(context.text, max(0, start - 3_000), start) else ""


def _measure(
    reading: metrics.Reading,
    scope: str,
    span: tuple[int, int],
    sentence: str,
    others: list[tuple[int, int]],
    language: str,
) -> str:
    if reading.metric == "transfers" and scope == "cecot":
        return "increment"
    if reading.metric not in ("arrests", "deaths_in_custody"):
        return reading.measure
    for cue in cues.find("increments", sentence, language):
        if cues.strength(cue, *span, sentence, others) > 0:
            return "increment"
    return reading.measure


def _mark_duplicates(rows: list[dict[str, Any]]) -> None:
    first: dict[tuple[str, str, int], str] = {}
    for row in rows:
        words = " ".join(row["quote"].split())
        key = (words, row["metric"], row["start"] - row["quote_start"])
        row["duplicate_of"] = first.get(key)
        first.setdefault(key, row["figure_id"])


def _language(article_id: Any, text: str, given: Any) -> str | None:
    if isinstance(given, str) and given:
        if given not in ("en", "es"):
            raise DataError(
                f"article {article_id!r}: language {given!r}; allowed: en, es, or nothing, "
                "and it is found from the text"
            )
        return given
    return languages.detect(text)


def _is_about(text: str, language: str) -> bool:
    """A text is about the subject if it names the country, or else no other and its subject."""
    if lexicon.matcher("places", "home", "both").search(text):
        return True
    if lexicon.matcher("places", "elsewhere", "both").search(text):
        return False
    return lexicon.matcher("places", "topic", "both").search(text) is not None


def figures_of(
    article_id: Any, text: Any, language: Any = None, published: Any = None
) -> list[dict[str, Any]]:
    """The figures of one text, as dicts of the columns of the figures table."""
    if not isinstance(text, str) or not text:
        return []
    known = _language(article_id, text, language)
    if known is None or not _is_about(text, known):
        return []
    date = None if published is None or pd.isna(published) else pd.Timestamp(published).date()
    return _rows(Context(article_id, text, known, date))


def extract_figures(articles: pd.DataFrame) -> pd.DataFrame:
    """Every figure that `articles` report: one row per number, in reading order.

    `articles` needs a column `text`; `language` and `published` help where they are known. The
    index gives `article_id`. Columns are those of `schema.FIGURE_COLUMNS`; offsets count code
    points of the stored text, and `text[start:end] == surface` holds for every row. Texts
    without figures, in other languages, or not about El Salvador's prisons yield no row. Raises
    DataError where `text` is absent or an article cannot be read, naming it.
    """
    if "text" not in articles.columns:
        raise DataError(
            f"articles: no column 'text' among {list(articles.columns)}; it is the one needed"
        )
    rows: list[dict[str, Any]] = []
    empty = [None] * len(articles)
    languages_given = articles["language"] if "language" in articles else empty
    published = articles["published"] if "published" in articles else empty
    for article_id, text, language, date in zip(
        articles.index, articles["text"], languages_given, published, strict=True
    ):
        rows += figures_of(article_id, text, language, date)
    frame = pd.DataFrame(rows, dtype="object")
    return validate_figures(typed(frame, FIGURE_COLUMNS))
