"""The figures as W3C Web Annotations: one per figure, on the words that carry it, in JSON-LD.

Each names its text and the hash of it, points to the number by quote and by position, carries all
columns of the figure, and says by PROV which rule of which version found it and who decided on
it. Positions count Unicode code points, as Python does: a character beyond the basic plane, such
as an emoji, is one, where JavaScript's strings count two.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from typing import Any

import pandas as pd

from .evidence import in_words
from .identity import text_name, urn, web_address
from .tables import rows
from .wording import subject

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
TERMS = {
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "column": urn("column", ""),
    "review": urn("review", ""),
    "page": {"@id": "http://xmlns.com/foaf/0.1/page", "@type": "@id"},
}
COUNTED_IN = "Unicode code points"
AROUND = 32  # characters of context on each side, more where these stand twice in the text
_IN_SELECTORS = ("surface", "start", "end")


def page(
    figures: pd.DataFrame,
    articles: pd.DataFrame,
    reviews: pd.DataFrame,
    pages: Mapping[str, str],
) -> str:
    """An AnnotationPage as JSON-LD, one Annotation per figure in the order of `figures`.

    Columns are those of the tables, spans checked; `reviews` are the decisions on these texts,
    `pages` links by figure_id.
    """
    passports = dict(zip(articles.index, rows(articles), strict=True))
    decided = _by_figure(reviews)
    items = []
    for (_, figure), row in zip(figures.iterrows(), rows(figures), strict=True):
        article = passports[figure["article_id"]]
        item = _annotation(figure, row, article, decided.get(row["figure_id"], []))
        if row["figure_id"] in pages:
            item["page"] = pages[row["figure_id"]]
        items.append(item)
    whole = {
        "@context": [CONTEXT, TERMS],
        "id": urn("annotations", "page"),
        "type": "AnnotationPage",
        "partOf": {
            "id": urn("annotations", "all"),
            "type": "AnnotationCollection",
            "label": f"Reported figures about CECOT; positions count {COUNTED_IN}",
            "total": len(items),
        },
        "startIndex": 0,
        "items": items,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _by_figure(reviews: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for review in rows(reviews):
        found.setdefault(review["figure_id"], []).append(review)
    return found


def _annotation(
    figure: pd.Series, row: dict[str, Any], article: dict[str, Any], reviews: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "id": urn("figure", row["figure_id"]),
        "type": "Annotation",
        "motivation": "classifying",
        "body": [
            {
                "type": "TextualBody",
                "purpose": "describing",
                "format": "text/plain",
                "language": "en",
                "value": f"{subject(figure)}: {in_words(figure)}",
            },
            {"type": "Dataset", **_columns(row)},
        ],
        "target": {
            "type": "SpecificResource",
            "source": _source(article),
            "selector": [*_selectors(row, article["text"])],
        },
        **_provenance(row, article, reviews),
    }


def _columns(row: dict[str, Any]) -> dict[str, Any]:
    """Every column but those that the selectors hold; a missing one is left out."""
    return {
        f"column:{name}": value
        for name, value in row.items()
        if value is not None and name not in _IN_SELECTORS
    }


def _source(article: dict[str, Any]) -> dict[str, Any]:
    via = web_address(article["url"])
    stated = {"language": article["language"], "via": via, "label": article["title"]}
    return {
        "id": urn("article", article["article_id"]),
        "canonical": text_name(article["sha256"]),
        "type": "Text",
        "format": "text/plain",
        "column:sha256": article["sha256"],
        **{name: value for name, value in stated.items() if value is not None},
    }


def _selectors(row: dict[str, Any], text: str) -> Iterator[dict[str, Any]]:
    start, end = row["start"], row["end"]
    before, after = surroundings(text, start, end)
    yield {
        "type": "TextQuoteSelector",
        "exact": text[start:end],
        **({"prefix": before} if before else {}),
        **({"suffix": after} if after else {}),
    }
    yield {
        "type": "TextPositionSelector",
        "start": start,
        "end": end,
        "column:counted_in": COUNTED_IN,
    }


def surroundings(text: str, start: int, end: int) -> tuple[str, str]:
    """The characters before and after a span, so many that they stand only once in the text."""
    reach = AROUND
    while True:
        first, last = max(0, start - reach), min(len(text), end + reach)
        whole = first == 0 and last == len(text)
        if whole or text.find(text[first:last], text.find(text[first:last]) + 1) == -1:
            return text[first:start], text[end:last]
        reach *= 2


def software() -> dict[str, Any]:
    """The agent that found a figure: this package in its version."""
    return {
        "id": urn("version", version("cecot-analysis")),
        "type": ["Software", "prov:SoftwareAgent"],
        "name": f"cecot-analysis {version('cecot-analysis')}",
    }


def _provenance(
    row: dict[str, Any], article: dict[str, Any], reviews: list[dict[str, Any]]
) -> dict[str, Any]:
    """Where the annotation comes from: a rule or a reviewer; and the decisions on it, in order."""
    decisions = [_decision(review) for review in reviews] if row["review"] != "proposed" else []
    known: dict[str, Any] = {"generator": software()}
    if row["review"] == "added":
        made = [one for one in decisions if one["review:decision"] == "added"]
        rest = [one for one in decisions if one["review:decision"] != "added"]
    else:
        made, rest = [_extraction(row, article)], decisions
    if made:
        known["prov:wasGeneratedBy"] = made
    if rest:
        known["prov:wasInfluencedBy"] = rest
    return known


def _extraction(row: dict[str, Any], article: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "prov:Activity",
        "label": "extraction",
        "prov:used": {"id": urn("article", article["article_id"])},
        "prov:qualifiedAssociation": {
            "type": "prov:Association",
            "prov:agent": {"id": urn("version", version("cecot-analysis"))},
            "prov:hadPlan": {
                "id": urn("rule", row["rule"]),
                "type": "prov:Plan",
                "label": row["rule"],
            },
        },
    }


def _decision(review: dict[str, Any]) -> dict[str, Any]:
    said = {name: review[name] for name in ("decision", "reason", "before", "after")}
    return {
        "type": "prov:Activity",
        "label": "review",
        "prov:endedAtTime": {"@type": "xsd:dateTime", "@value": review["time"]},
        "prov:wasAssociatedWith": {"type": ["Person", "prov:Person"], "name": review["reviewer"]},
        **{f"review:{name}": value for name, value in said.items() if value is not None},
    }
