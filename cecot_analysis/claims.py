"""The figures as schema.org `Claim`s in JSON-LD: what an article says, and who is said to say it.

No rating, since the project rates nothing: a claim says that it is made, not whether it is true.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

from .evidence import in_words
from .identity import text_name, urn, web_address
from .tables import rows
from .wording import METRIC_NAMES, SCOPE_NAMES, subject

# Given in the file, so that it can be read without a network: the vocabulary, and what is a link.
CONTEXT = {
    "@vocab": "https://schema.org/",
    "url": {"@id": "https://schema.org/url", "@type": "@id"},
    "sameAs": {"@id": "https://schema.org/sameAs", "@type": "@id"},
}
_NAMED = ("value", "low", "high", "unit", "as_of")  # columns that schema.org has a word for


def claims(figures: pd.DataFrame, articles: pd.DataFrame, pages: Mapping[str, str]) -> str:
    """One `Claim` per figure in the order of `figures`, and one `Article` per text, as JSON-LD.

    The claim's text is the quote; all columns of the figure stand in its observation. What is
    missing is left out. `creativeWorkStatus` is the state of review: a rejected one is no claim.
    `pages` are links, by figure_id.
    """
    series = (figure for _, figure in figures.iterrows())
    stated = [_claim(figure, row, pages) for figure, row in zip(series, rows(figures), strict=True)]
    appearances = [_article(row) for row in rows(articles)]
    graph = {"@context": CONTEXT, "@graph": [*stated, *appearances]}
    return json.dumps(graph, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _known(**stated: Any) -> dict[str, Any]:
    return {name: value for name, value in stated.items() if value is not None}


def _claim(figure: pd.Series, row: dict[str, Any], pages: Mapping[str, str]) -> dict[str, Any]:
    author = _author(row)
    return {
        "@type": "Claim",
        "@id": urn("claim", row["figure_id"]),
        "identifier": row["figure_id"],
        "name": f"{subject(figure)}: {in_words(figure)}",
        "text": row["quote"],
        **_known(url=pages.get(row["figure_id"])),
        **({"author": author} if author else {}),
        "creativeWorkStatus": row["review"],
        "appearance": {"@id": urn("article", row["article_id"])},
        "about": _observation(row),
    }


def _author(row: dict[str, Any]) -> dict[str, Any] | None:
    """Who is said to say it, as written; whether a person or a body, the words need not tell."""
    if row["attribution"] is None:
        return None
    kind = {"@type": "Person"} if row["claimant_kind"] == "expert" else {}
    return {**kind, "name": row["attribution"], "disambiguatingDescription": row["claimant_kind"]}


def _observation(row: dict[str, Any]) -> dict[str, Any]:
    """What is counted; a number is its `value` only where it is stated flatly, without a bound."""
    flat = row["comparator"] == "exact"
    named = _NAMED if flat else _NAMED[1:]
    rest = {name: value for name, value in row.items() if name not in named and value is not None}
    return {
        "@type": "Observation",
        "measuredProperty": METRIC_NAMES[row["metric"]],
        "observationAbout": {"@type": "Thing", "name": SCOPE_NAMES[row["scope"]]},
        **_known(
            value=row["value"] if flat else None,
            minValue=row["low"],
            maxValue=row["high"],
            unitText=row["unit"],
            observationDate=row["as_of"],
        ),
        "additionalProperty": [
            {
                "@type": "PropertyValue",
                "propertyID": urn("column", name),
                "name": name,
                "value": one,
            }
            for name, one in rest.items()
        ],
    }


def _article(row: dict[str, Any]) -> dict[str, Any]:
    publisher = {"@type": "Organization", "name": row["publisher"]} if row["publisher"] else None
    return {
        "@type": "Article",
        "@id": urn("article", row["article_id"]),
        "sameAs": text_name(row["sha256"]),
        "identifier": [
            {"@type": "PropertyValue", "name": name, "value": row[name]}
            for name in ("article_id", "sha256")
        ],
        **_known(
            headline=row["title"],
            publisher=publisher,
            url=web_address(row["url"]),
            datePublished=row["published"],
            inLanguage=row["language"],
        ),
    }
