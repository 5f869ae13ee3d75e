"""The first page: what there is, who reports what and who is silent, and where to go on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from . import charts, matrix, theme, wording
from .collection import Collection
from .page import SITE
from .registers import Made, addresses, stretch
from .theme import CLAIMANT_NAMES

LEAD = (
    "Each number that the collected articles print about El Salvador’s Terrorism Confinement "
    "Center, with the words that carry it, who is said to have counted, and what nobody reports."
)


def _counts(collection: Collection) -> list[tuple[str, str]]:
    counted, n_articles = collection.considered, len(collection.articles)
    silent = n_articles - counted["article_id"].nunique()
    numbers = (
        (n_articles, "articles", "article"),
        (len(counted), "reported figures", "reported figure"),
        (int((counted["claimant_kind"] != "none").sum()), "with a named claimant", None),
        (int(counted["as_of"].notna().sum()), "with an as-of date", None),
        (silent, "articles without a figure", "article without a figure"),
    )
    return [(f"{n:,}", one if n == 1 and one else many) for n, many, one in numbers]


def _limits(collection: Collection) -> str:
    """What the collection at hand cannot tell, counted."""
    counted, articles = collection.considered, collection.articles
    undated = int(articles["published"].isna().sum())
    unnamed = int((counted["claimant_kind"] == "none").sum())
    return (
        f"This is what stands in {wording.counted(len(articles), 'article')}, not what is the "
        f"case. No date is stated in {undated:,} of them, and nobody is named who counted for "
        f"{unnamed:,} of {wording.counted(len(counted), 'figure')}."
    )


PICTURE = "coverage.png"


def picture(collection: Collection) -> dict[str, Any] | None:
    """The coverage chart as it is saved; None for more articles than a picture can show."""
    if len(collection.articles) > matrix.PAGE:
        return None
    return theme.bundle(charts.coverage_chart(collection.figures, collection.articles))


def pages(
    collection: Collection, cards: list[dict[str, str]], drawn: dict[str, Any] | None = None
) -> Iterator[Made]:
    """`index.html`, and further pages of the matrix where it has more rows than one page holds.

    `drawn` is what `picture` gives; the index shows it with its words.
    """
    count = len(collection.articles)
    files = ["index.html", *addresses("coverage", count, matrix.PAGE)[1:]]
    kinds = sorted(set(collection.considered["claimant_kind"]), key=list(CLAIMANT_NAMES).index)
    for at, name in enumerate(files):
        root = "../" if "/" in name else ""
        shown = slice(at * matrix.PAGE, (at + 1) * matrix.PAGE)
        fields: dict[str, Any] = {
            "title": SITE if at == 0 else f"Who reports what, page {at + 1}",
            "summary": LEAD,
            "finding": matrix.finding(collection),
            "heads": matrix.heads(),
            "rows": matrix.rows(collection, root, shown),
            "range": stretch(at, count, matrix.PAGE, "article"),
            "pages": [root + one for one in files],
            "at": at,
            "kinds": [(kind, CLAIMANT_NAMES[kind]) for kind in kinds],
            "counts": _counts(collection),
            "limits": _limits(collection),
            "cards": cards,
            "picture": Markup(drawn["text/markdown"]) if drawn else None,
            "picture_file": PICTURE,
            "figures": wording.counted(len(collection.figures), "figure"),
            "uncounted": len(collection.figures) > len(collection.considered),
            "articles": wording.counted(count, "article"),
        }
        yield name, "home" if at == 0 else "coverage", fields
