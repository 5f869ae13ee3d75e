"""Figure to words: the quote marked in its article, its passport, and how to cite it.

Nothing that stands in an article, a title, an attribution or a file name becomes markup, and
no character of a text is changed, but for a NUL, which HTML cannot hold and which reads ␀.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote as percent_encoded

import pandas as pd

from . import articles as article_files
from . import languages, sections, wording
from .markup import SIGNS, Html, Layer, attribute, escaped, marked
from .passports import sha256
from .schema import LANGUAGES, DataError, check_spans
from .theme import CLAIMANT_NAMES

BOUNDS = {
    "exact": "{}: a single number, stated without qualification",
    "approx": "about {}: approximate, no bounds stated",
    "at_least": "at least {}: a lower bound, open above",
    "more_than": "more than {}: a lower bound, open above",
    "at_most": "at most {}: a stated maximum, open below",
    "less_than": "less than {}: an upper bound, open below",
}
CLAIMANT_KNOWN = {
    "stated": "named with the number",
    "carried_over": "carried over from an earlier sentence",
    "none": "nobody is named: an unknown claimant",
}
SECTION_TITLES = {"teaser": "teaser of another article", "chrome": "page furniture"}
NOT_STATED = "not stated"


def _known(value: Any) -> Any:
    """`value`, or None where it is missing."""
    return None if pd.isna(value) else value


def in_words(figure: pd.Series) -> str:
    """The number, its comparator and the bounds these imply.

    For example "more than 84,000: a lower bound, open above".
    """
    if figure["comparator"] != "range":
        return BOUNDS[figure["comparator"]].format(wording.number(figure["value"], figure["unit"]))
    ends = [_known(figure[bound]) for bound in ("low", "high")]
    low, high = (NOT_STATED if end is None else wording.number(end, figure["unit"]) for end in ends)
    return f"between {low} and {high}: a range, both ends stated"


def claimant(figure: pd.Series) -> str:
    """Who says it, what kind of body that is, and how that is known."""
    known = CLAIMANT_KNOWN[figure["attribution_basis"]]
    name = _known(figure["attribution"])
    return f"{name} ({CLAIMANT_NAMES[figure['claimant_kind']]}), {known}" if name else known


def source(article: pd.Series) -> str:
    """The article's short name: publisher, or the start of its id, and its date or "undated"."""
    columns = {name: [article.get(name)] for name in ("publisher", "published")}
    row = pd.DataFrame(columns, index=pd.Index([article.name]))
    return str(article_files.label(row).iloc[0])


def _hash(article: pd.Series) -> str:
    """The hash of the text; of a text shown with signs, that of the one which was received."""
    stated, text = _known(article.get("sha256")), str(article["text"])
    return str(stated) if stated and SIGNS & set(text) else sha256(text)


def _published(article: pd.Series) -> str:
    date = _known(article.get("published"))
    if not date:
        return "undated"
    return f"{pd.Timestamp(date):%Y-%m-%d} ({article.get('published_basis', 'given')})"


def passport(figure: pd.Series, article: pd.Series) -> dict[str, str]:
    """Where the figure stands and what is known of its article, as label to text.

    What is not known says "not stated" or "undated"; nothing is guessed.
    """
    stated = {name: str(_known(article.get(name)) or NOT_STATED) for name in ("title", "url")}
    return {
        "Source": source(article),
        "Title": stated["title"],
        "Address": stated["url"],
        "Published": _published(article),
        "Number": f"characters {figure['start']}–{figure['end']}",
        "Quote": f"characters {figure['quote_start']}–{figure['quote_end']}",
        "SHA-256": _hash(article),
    }


def citation(figure: pd.Series, article: pd.Series) -> str:
    """One figure as a line to paste: source, date or "undated", quote, offsets, text hash."""
    title = _known(article.get("title"))
    titled = f", “{title}”" if title else ""
    return (
        f"{source(article)}{titled}: “{figure['quote']}” "
        f"(characters {figure['quote_start']}–{figure['quote_end']}, number at "
        f"{figure['start']}–{figure['end']}, of the text with SHA-256 {_hash(article)})"
    )


def _text(article: pd.Series) -> str:
    is_row = isinstance(article, pd.Series)
    text = article.get("text") if is_row else None
    if not isinstance(text, str):
        found = f"{text!r} as its text" if is_row else type(article).__name__
        raise DataError(
            f"article: expected a row of the articles table, with its `text`, found {found}; "
            "write articles.loc[article_id]"
        )
    return text


def _language(article: pd.Series) -> str:
    """The language of the article: the stated one, else the one its words are in."""
    return str(_known(article.get("language")) or languages.detect(_text(article)) or LANGUAGES[0])


def _spoken(article: pd.Series) -> str:
    """The attributes of what is quoted from `article`, for those who hear it read."""
    return f'lang="{attribute(_language(article))}" dir="auto"'


def _own(article: pd.Series, figures: pd.DataFrame) -> pd.DataFrame:
    """The figures of `article`, each checked to stand at its span."""
    text = _text(article)
    own = figures[figures["article_id"] == article.name]
    check_spans(own, pd.DataFrame({"text": [text]}, index=pd.Index([article.name])))
    return own


def highlight(article: pd.Series, figures: pd.DataFrame, selected: str | None = None) -> Html:
    """The whole text of `article` as safe HTML, its figures marked where they stand.

    `article` is a row of the articles table (`articles.loc[article_id]`); `figures` may hold
    figures of other articles, which are left out. Each number is a `<mark class="ca-number">`
    inside a fainter mark for its quote; the quote of the figure_id `selected` is stronger.
    Teasers and page furniture are dimmed. The text content of the HTML is the text, character
    for character, but for what HTML cannot hold: a NUL is shown as ␀.
    Raises DataError where a figure does not stand at its span, or where `selected` is not a
    figure of this article.
    """
    own = _own(article, figures)
    if selected is not None and selected not in set(own["figure_id"]):
        raise DataError(
            f"selected: no figure {selected!r} in article {article.name!r}; "
            f"allowed: {', '.join(own['figure_id']) or 'none, it has no figures'}"
        )
    text = _text(article)
    language = _language(article)
    layers = [
        *_section_layers(text, language),
        *_quote_layers(own, selected),
        *_number_layers(own, selected),
    ]
    kept = f'style="white-space:pre-wrap" {_spoken(article)}'
    return Html(f'<div class="ca-article" {kept}>{marked(text, layers)}</div>')


def _section_layers(text: str, language: str) -> Iterator[Layer]:
    for section in sections.split(text, language):
        if section.name in SECTION_TITLES:
            attributes = f'class="ca-{section.name}" title="{SECTION_TITLES[section.name]}"'
            yield Layer(section.start, section.end, 0, "span", attributes)


def _quote_layers(figures: pd.DataFrame, selected: str | None) -> Iterator[Layer]:
    spans = figures[["quote_start", "quote_end"]].drop_duplicates()
    chosen = figures.loc[figures["figure_id"] == selected, ["quote_start", "quote_end"]]
    strong = {tuple(span) for span in chosen.itertuples(index=False)}
    for start, end in spans.itertuples(index=False):
        name, depth = ("ca-quote ca-selected", 2) if (start, end) in strong else ("ca-quote", 1)
        yield Layer(start, end, depth, "mark", f'class="{name}"')


def _number_layers(figures: pd.DataFrame, selected: str | None) -> Iterator[Layer]:
    for _, figure in figures.iterrows():
        figure_id = figure["figure_id"]
        name = "ca-number ca-selected" if figure_id == selected else "ca-number"
        title = attribute(f"{wording.subject(figure)} — {in_words(figure)}")
        attributes = f'class="{name}" title="{title}" data-figure="{attribute(figure_id)}"'
        anchor = f' id="figure-{percent_encoded(figure_id, safe="")}"'
        yield Layer(figure["start"], figure["end"], 3, "mark", attributes, anchor)


def card(figure: pd.Series, article: pd.Series) -> Html:
    """One figure's evidence as safe HTML: its quote marked, who says it, its passport, its rule.

    Raises DataError where the figure does not stand at its span in `article`.
    """
    _own(article, figure.to_frame().T)
    facts = {
        "Says": in_words(figure),
        "Claimant": claimant(figure),
        "As of": _as_of(figure),
        "Section": SECTION_TITLES.get(figure["section"], "body of the article"),
        "Rule": f"{figure['rule']} ({figure['review']})",
        **({"Note": figure["note"]} if _known(figure["note"]) else {}),
        **({"Repeats": figure["duplicate_of"]} if _known(figure["duplicate_of"]) else {}),
    }
    return Html(
        f'<section class="ca-card"><p class="ca-title">{escaped(wording.subject(figure))}</p>'
        f'<blockquote {_spoken(article)} style="white-space:pre-wrap">{_quote(figure)}</blockquote>'
        f"{_facts(facts)}<details><summary>{escaped(source(article))}: passport</summary>"
        f"{_facts(passport(figure, article))}</details></section>"
    )


def _as_of(figure: pd.Series) -> str:
    date = _known(figure["as_of"])
    return f"{date} ({figure['as_of_basis']})" if date else NOT_STATED


def _facts(facts: dict[str, str]) -> str:
    rows = (f"<dt>{label}</dt><dd>{escaped(words)}</dd>" for label, words in facts.items())
    return f"<dl>{''.join(rows)}</dl>"


def _quote(figure: Any) -> str:
    """The figure's quote as HTML with its number marked."""
    at = figure["start"] - figure["quote_start"]
    number = Layer(at, at + len(figure["surface"]), 0, "mark", 'class="ca-number"')
    return marked(figure["quote"], [number])


def table(figures: pd.DataFrame, articles: pd.DataFrame) -> Html:
    """One row per figure as safe HTML: source, what is counted, claimant, as-of date, words.

    Rows stand in the order of `figures`. Raises DataError where a figure does not stand at its
    span in `articles`.
    """
    check_spans(figures, articles)
    names = wording.sources(figures, articles)
    spoken = {one: _spoken(articles.loc[one]) for one in figures["article_id"].unique()}
    columns = ("Source", "Figure", "Says", "Claimant", "As of", "In the words")
    head = "".join(f'<th scope="col">{name}</th>' for name in columns)
    rows = []
    for _, figure in figures.iterrows():
        subject, as_of = wording.subject(figure), wording.as_of(figure) or NOT_STATED
        who = wording.claimant(figure)
        cells = (names[figure["article_id"]], subject, in_words(figure), who, as_of)
        words = "".join(f"<td>{escaped(cell)}</td>" for cell in cells)
        rows.append(f"<tr>{words}<td {spoken[figure['article_id']]}>{_quote(figure)}</td></tr>")
    return Html(
        f'<table class="ca-figures"><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )
