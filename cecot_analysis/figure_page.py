"""One figure's page: its words in context, what they say, who says it, who else reports it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pandas as pd
from markupsafe import Markup

from . import bounds, evidence, wording
from .bounds import KEY
from .collection import Collection
from .markup import Layer, attribute, marked
from .theme import CLAIMANT_NAMES

AROUND = 420  # characters of the article that are shown on either side of the quote
OTHERS = 25  # other reports that are listed; what goes beyond is counted and linked
COMPARATORS = {
    "exact": "exact: stated without qualification",
    "approx": "approximate: the words give no bounds",
    "at_least": "at least: a lower bound that includes the number",
    "more_than": "more than: a lower bound that leaves the number out",
    "at_most": "up to: a stated maximum",
    "less_than": "less than: an upper bound that leaves the number out",
    "range": "a range, with both ends stated",
}
REVIEWS = {
    "proposed": "proposed: found by a rule; no person has decided on it yet",
    "accepted": "accepted by a reviewer",
    "corrected": "corrected by a reviewer",
    "rejected": "rejected by a reviewer: not drawn, counted or compared",
    "added": "added by a reviewer; no rule had found it",
    "disputed": "disputed: reviewers decide differently",
}
AS_OF = {"stated": "stated in the text", "relative": "reckoned from the date of publication"}
SECTIONS = {
    "body": "body of the article",
    "teaser": "teaser of another article: not drawn, counted or compared",
    "chrome": "furniture of the web page: not drawn, counted or compared",
}
CLASSES = {
    "single claimant": "One claimant, however often it is printed",
    "identical": "Several claimants state the same",
    "compatible": "The reports can all be true at once",
    "conflict": "The reports cannot all be true at once",
}


@dataclass(frozen=True)
class Fact:
    """A label with its words; `code` where they are a name that the data use."""

    label: str
    words: str
    code: bool = False


def known(value: Any) -> str | None:
    """`value` as text; None where it is missing."""
    return None if pd.isna(value) else str(value)


def title(row: Any) -> str:
    """The words of the article at the number, as a title; a sentence printed again says so."""
    again = " (printed again)" if isinstance(row.duplicate_of, str) else ""
    return wording.capitalised(wording.phrase(row)) + again


def language(collection: Collection, row: Any) -> str:
    """The language of `wording.phrase`: the article's, unless its qualifier is said in English."""
    given = wording.phrase(row)
    plain = given == wording.plain(row) and given != row.surface
    return "en" if plain else collection.languages[row.article_id]


def context(collection: Collection, row: Any) -> Markup:
    """The quote marked in the words around it; other figures there are linked."""
    text = collection.texts[row.article_id]
    start, end = _window(text, row)
    layers = [Layer(row.quote_start, row.quote_end, 1, "mark", 'class="ca-quote"')]
    layers.append(Layer(row.start, row.end, 3, "mark", 'class="ca-number ca-selected"'))
    taken = [(row.start, row.end)]
    for other in collection.by_article[row.article_id]:
        inside = start <= other.start and other.end <= end
        if inside and all(other.end <= left or right <= other.start for left, right in taken):
            taken.append((other.start, other.end))
            address = f"../{collection.addresses.figure(other.figure_id)}"
            link = f'class="ca-number" href="{attribute(address)}"'
            layers.append(Layer(other.start, other.end, 3, "a", link))
    before, after = "… " if start > 0 else "", " …" if end < len(text) else ""
    return Markup(before + marked(text, layers, start, end) + after)


def quote(row: Any) -> Markup:
    """The figure's sentence with its number marked."""
    at = row.start - row.quote_start
    number = Layer(at, at + len(row.surface), 0, "mark", 'class="ca-number"')
    return Markup(marked(row.quote, [number]))


def _window(text: str, row: Any) -> tuple[int, int]:
    """The lines that the quote stands in, cut between words where they are long."""
    start = text.rfind("\n", 0, row.quote_start) + 1
    end = text.find("\n", row.quote_end)
    end = len(text) if end < 0 else end
    if row.quote_start - start > AROUND:
        start = text.find(" ", row.quote_start - AROUND, row.quote_start) + 1 or row.quote_start
    if end - row.quote_end > AROUND:
        cut = text.rfind(" ", row.quote_end, row.quote_end + AROUND)
        end = cut if cut > 0 else row.quote_end
    return start, end


def facts(row: Any) -> list[Fact]:
    """Every column of a figure in words, in the order in which they are asked for."""
    ends = [wording.number(one, row.unit) if pd.notna(one) else None for one in (row.low, row.high)]
    value = wording.number(row.value, row.unit) if pd.notna(row.value) else None
    date = wording.as_of(row)
    dated = f"{date} ({row.as_of_precision} known; {AS_OF.get(row.as_of_basis, '')})"
    kind = "" if row.claimant_kind == "none" else f" ({CLAIMANT_NAMES[row.claimant_kind]})"
    return [
        Fact("Says", evidence.in_words(row._asdict())),
        Fact("Value", value or "none: a range has two ends"),
        Fact("Qualifier", COMPARATORS[row.comparator]),
        Fact("Lower bound", ends[0] or "none stated"),
        Fact("Upper bound", ends[1] or "none stated"),
        Fact("Counted", wording.METRIC_NAMES[row.metric]),
        Fact("Scope", wording.SCOPE_NAMES[row.scope]),
        Fact("Measure", wording.MEASURE_NAMES[row.measure]),
        Fact("Unit", wording.unit_name(row.unit)),
        Fact("As of", dated if date else "not stated: the date of publication is no substitute"),
        Fact("Claimant", f"{wording.claimant(row)}{kind}"),
        Fact("Claimant known", evidence.CLAIMANT_KNOWN[row.attribution_basis]),
        Fact("Section", SECTIONS[row.section]),
        Fact("Rule", row.rule, code=True),
        Fact("Review", REVIEWS[row.review]),
        *([Fact("Note", row.note)] if known(row.note) else []),
    ]


def relation(collection: Collection, row: Any, other: Any) -> str:
    """What another report of the same key is to this one, in words."""
    one, two = collection.limits[row.figure_id], collection.limits[other.figure_id]
    if row.comparator == other.comparator and one == two and (one or row.value == other.value):
        return "says the same"
    if one is None or two is None:
        return "without bounds: neither confirms nor contradicts"
    if one.meets(two):
        return "can be true as well"
    if known(row.note) != known(other.note):
        return "set apart by a note"
    if not bounds.dates_agree(row, other):
        return "for another date"
    return "cannot be true as well"


_PLACES = ("cannot be true as well", "for another date")


def others(collection: Collection, row: Any) -> dict[str, Any] | None:
    """The other reports of the figure's key: None where it is in no comparison."""
    group = collection.groups.get(tuple(getattr(row, name) for name in KEY))
    if group is None or all(one.figure_id != row.figure_id for one in group.rows):
        return None
    rest = [one for one in group.rows if one.figure_id != row.figure_id]
    told = [(relation(collection, row, one), one) for one in rest]
    told.sort(key=lambda pair: _PLACES.index(pair[0]) if pair[0] in _PLACES else len(_PLACES))
    shown = [{**cells(collection, one), "relation": words} for words, one in told[:OTHERS]]
    return {
        "classification": group.classification,
        "meaning": CLASSES.get(group.classification, ""),
        "why": wording.capitalised(group.why),
        "rows": shown,
        "more": len(rest) - len(shown),
        "total": len(rest),
        "list": f"../figures/index.html#{urlencode(dict(zip(KEY, group.key, strict=True)))}",
    }


def cells(collection: Collection, row: Any, root: str = "../") -> dict[str, Any]:
    """What a row of a table of figures shows, with its addresses; `root` leads to the index."""
    key = (row.figure_id, root)
    if key not in collection.cells:
        collection.cells[key] = _cells(collection, row, root)
    return collection.cells[key]


def _cells(collection: Collection, row: Any, root: str) -> dict[str, Any]:
    flags = [
        words
        for words, holds in (
            ("teaser", row.section == "teaser"),
            ("page furniture", row.section == "chrome"),
            ("said again", isinstance(row.duplicate_of, str)),
            (row.review, row.review in ("rejected", "disputed")),
        )
        if holds
    ]
    return {
        "id": row.figure_id,
        "address": root + collection.addresses.figure(row.figure_id),
        "article": root + collection.addresses.article(row.article_id),
        "source": collection.sources[row.article_id],
        "said": wording.phrase(row),
        "subject": wording.subject(row),
        "claimant": wording.claimant(row),
        "kind": CLAIMANT_NAMES[row.claimant_kind],
        "as_of": wording.as_of(row) or evidence.NOT_STATED,
        "quote": quote(row),
        "language": collection.languages[row.article_id],
        "said_language": language(collection, row),
        "flags": flags,
    }


def page(collection: Collection, row: Any) -> dict[str, Any]:
    """The fields of `figure.html.j2`. Raises DataError where words do not stand at their span."""
    article = collection.articles.loc[row.article_id]
    own = collection.by_article[row.article_id]
    at = next(n for n, one in enumerate(own) if one.figure_id == row.figure_id)
    figure = pd.Series(row._asdict())
    same = [*collection.repeats.get(row.figure_id, ())]
    if isinstance(row.duplicate_of, str) and row.duplicate_of in collection.by_id:
        same.append(collection.by_id[row.duplicate_of])
    source = collection.sources[row.article_id]
    leaf = collection.leaf(row.article_id, row.start)
    return {
        **cells(collection, row),
        "title": title(row),
        "summary": f"{wording.capitalised(wording.subject(row))}, as reported by {source}.",
        "subject": wording.capitalised(wording.subject(row)),
        "own_address": collection.addresses.figure(row.figure_id),
        "mark": f"../{collection.addresses.mark(row, leaf)}",
        "context": context(collection, row),
        "facts": facts(row),
        "others": others(collection, row),
        "repeats": [cells(collection, one) for one in same],
        "decisions": collection.decisions.get(row.figure_id, []),
        "passport": evidence.passport(figure, article),
        "citation": evidence.citation(figure, article),
        "previous": _link(collection, own[at - 1]) if at else None,
        "next": _link(collection, own[at + 1]) if at + 1 < len(own) else None,
    }


def _link(collection: Collection, row: Any) -> dict[str, str]:
    address = f"../{collection.addresses.figure(row.figure_id)}"
    return {"address": address, "title": title(row)}
