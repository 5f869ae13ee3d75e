"""One article's page: its whole text with every figure marked and linked, and its passport."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pandas as pd
from markupsafe import Markup

from . import addresses, evidence, sections, wording
from .collection import Collection
from .figure_page import Fact, cells, known
from .markup import Layer, attribute, marked, shown
from .passports import sha256

SHOWN = 250  # figures in the table of one article; all of them are marked in its text
DIMMED = {"teaser": "Teaser of another article", "chrome": "Furniture of the web page"}
PUBLISHED = {
    "header": "stated in the text’s header",
    "byline": "stated in the byline",
    "metadata": "stated in the file’s metadata",
    "given": "given by whoever added the article",
}
LANGUAGE_NAMES = {"en": "English", "es": "Spanish"}
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_WEB = re.compile(r"https?://[^\s\"'<>]+\Z", re.IGNORECASE)


def paragraphs(text: str) -> list[tuple[int, int]]:
    """The spans of the lines of `text` that hold more than white space."""
    return [match.span() for match in _LINE.finditer(text)]


def text(collection: Collection, article_id: Any, leaf: int = 0) -> Markup:
    """The text on one leaf as safe HTML: its characters unchanged, figures linked to their pages.

    Where several figures stand in one number the link leads to the first; the table has them all.
    """
    words = collection.texts[article_id]
    language = collection.languages[article_id]
    start, end = collection.leaves[article_id][leaf]
    layers = [
        *_paragraph_layers(words, start, end),
        *_section_layers(words, language),
        *_figure_layers(collection, article_id),
    ]
    return Markup(marked(words, layers, start, end))


def _paragraph_layers(words: str, left: int, right: int) -> Iterator[Layer]:
    """The lines on the leaf from `left` to `right`; one that began on the leaf before is cut."""
    starts = [start for start, _ in paragraphs(words)]
    edges = [0, *starts[1:], len(words)]  # white space between lines ends the line before
    for number, (start, end) in enumerate(pairwise(edges), 1):
        if start < right and left < end:
            yield Layer(max(start, left), end, 0, "span", 'class="line"', f' id="p{number}"')


def _section_layers(words: str, language: str) -> Iterator[Layer]:
    for section in sections.split(words, language):
        if section.name in DIMMED:
            attributes = f'class="ca-{section.name}" title="{DIMMED[section.name]}"'
            yield Layer(section.start, section.end, 1, "span", attributes)


def _figure_layers(collection: Collection, article_id: Any) -> Iterator[Layer]:
    rows = collection.by_article[article_id]
    for start, end in sorted({(row.quote_start, row.quote_end) for row in rows}):
        yield Layer(start, end, 2, "mark", 'class="ca-quote"')
    last = -1
    for row in rows:
        code = collection.addresses.figures[row.figure_id]
        if row.start < last:  # inside the number before: a link in a link is no link
            point = Layer(row.start, row.end, 4, "span", 'class="same"', f' id="f-{code}"')
            yield point
            continue
        last = row.end
        name = attribute(f"{wording.subject(row)} — {evidence.in_words(row._asdict())}")
        address = f"../{collection.addresses.figure(row.figure_id)}"
        link = f'class="ca-number" href="{attribute(address)}" title="{name}"'
        yield Layer(row.start, row.end, 3, "a", link, f' id="f-{code}"')


def passport(collection: Collection, article_id: Any) -> list[Fact]:
    """What is known of an article; what is not says so."""
    article = collection.articles.loc[article_id]
    published, clock = article["published"], article["page_clock"]
    basis = PUBLISHED.get(article["published_basis"], "")
    dated = "undated" if pd.isna(published) else f"{published:%Y-%m-%d} ({basis})"
    language = LANGUAGE_NAMES[collection.languages[article_id]]
    found = "" if known(article["language"]) else " (found by its words)"
    hashed = known(article["sha256"]) or sha256(article["text"])
    return [
        Fact("Title", known(article["title"]) or evidence.NOT_STATED),
        Fact("Publisher", known(article["publisher"]) or evidence.NOT_STATED),
        Fact("Address", known(article["url"]) or evidence.NOT_STATED),
        Fact("Published", dated),
        Fact("Page saved", evidence.NOT_STATED if pd.isna(clock) else f"{clock:%Y-%m-%d %H:%M}"),
        Fact("Language", language + found),
        Fact("Words", f"{article['n_words']:,}"),
        Fact("Characters", f"{len(article['text']):,}"),
        Fact("Article", str(article_id), code=True),
        Fact("SHA-256", hashed, code=True),
    ]


def web(address: Any) -> str | None:
    """`address` if it is one of the web, which alone is made a link; else None."""
    return address if isinstance(address, str) and _WEB.match(address) else None


def pages(
    collection: Collection, article_id: Any, published_text: bool = True
) -> Iterator[dict[str, Any]]:
    """The fields of `article.html.j2` for each leaf of the text, all but the text on the first.

    `published_text` says that the text is in `data/` too.
    """
    first = _page(collection, article_id, published_text)
    own = collection.addresses.articles[article_id]
    count = len(collection.leaves[article_id])
    names = [addresses.file(f"{own}{f'-{leaf + 1}' if leaf else ''}.html") for leaf in range(count)]
    for leaf in range(count):
        part = f", part {leaf + 1} of {count}" if leaf else ""
        yield {
            **first,
            "summary": first["summary"] if leaf == 0 else f"{first['source']}{part}.",
            "part": part,
            "text": text(collection, article_id, leaf),
            "leaf": leaf,
            "pages": names,
            "place": collection.addresses.article(article_id, leaf),
        }


def _page(collection: Collection, article_id: Any, published_text: bool) -> dict[str, Any]:
    article = collection.articles.loc[article_id]
    rows = collection.by_article[article_id]
    source = collection.sources[article_id]
    path = known(article["path"])
    dimmed = sections.split(article["text"], collection.languages[article_id])
    counts = {name: sum(one.name == name for one in dimmed) for name in DIMMED}
    names = collection.names.get(article_id, [])
    return {
        "title": known(article["title"]) or source,
        "source": source,
        "summary": f"{source}: {wording.counted(len(rows), 'figure')}, marked where each stands.",
        "language": collection.languages[article_id],
        "titled": known(article["title"]) is not None,
        "passport": passport(collection, article_id),
        "url": web(article["url"]),
        "file": f"../data/{addresses.file(path)}" if published_text and path else None,
        "rows": [cells(collection, row) for row in rows[:SHOWN]],
        "more": max(0, len(rows) - SHOWN),
        "list": f"../figures/index.html#source={collection.addresses.articles[article_id]}",
        "names": [_name(one) for one in names[:SHOWN]],
        "names_more": max(0, len(names) - SHOWN),
        "teasers": counts["teaser"],
        "chrome": counts["chrome"],
        "own_address": collection.addresses.article(article_id),
    }


def _name(one: Any) -> dict[str, str]:
    return {
        "acronym": one.acronym,
        "words": shown(one.expansion),
        "language": one.language,
        "prison": "a name of the prison"
        if one.same_entity == "yes"
        else "not a name of the prison",
        "place": f"characters {one.start}–{one.end}",
    }
