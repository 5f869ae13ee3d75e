"""A figure leads back to its words, and no words become markup."""

from __future__ import annotations

import datetime
from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cecot_analysis import articles as article_files
from cecot_analysis import evidence, markup
from cecot_analysis.schema import FIGURE_COLUMNS, DataError, typed

VOID = {"br", "hr", "img"}
OURS = {"div", "span", "mark", "bdi"}
HOSTILE = (
    "<script>alert(1)</script> 12 dead</mark></div> <img src=x onerror=alert(1)> & &amp; "
    "\u202eover 7\u202c\u2066 held\r\nnext line \"'` <!-- javascript:alert(1)"
)


class Reader(HTMLParser):
    """Text content, tags and ids of a piece of HTML; fails where tags are not well nested."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.classes: list[str] = []
        self.inside: dict[str, str] = {}
        self.feed(source)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)
            self.classes.append(dict(attrs).get("class") or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.classes.pop()

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        for name in set(self.classes):
            self.inside[name] = self.inside.get(name, "") + data

    @property
    def text(self) -> str:
        return "".join(self.words)

    def named(self, name: str) -> list[str | None]:
        return [value for key, value in self.attributes if key == name]


def article(text: str, name: str = "a", **columns: object) -> pd.Series:
    return pd.Series({"text": text, **columns}, name=name)


def figure(text: str, start: int, end: int, **columns: object) -> dict[str, object]:
    """One figure's row; its quote is the whole text unless given."""
    row: dict[str, object] = {
        "article_id": "a",
        "section": "body",
        "metric": "arrests",
        "scope": "national",
        "measure": "cumulative",
        "value": 84000.0,
        "comparator": "more_than",
        "unit": "people",
        "as_of_basis": "none",
        "claimant_kind": "none",
        "attribution_basis": "none",
        "start": start,
        "end": end,
        "quote_start": 0,
        "quote_end": len(text),
        "rule": "test",
        "review": "proposed",
        **columns,
    }
    row["surface"] = text[start:end]
    row["quote"] = text[int(str(row["quote_start"])) : int(str(row["quote_end"]))]
    row.setdefault("figure_id", f"a-{start}-{end}-{len(columns)}")
    return row


def table(*rows: dict[str, object]) -> pd.DataFrame:
    return typed(pd.DataFrame(list(rows), dtype="object"), FIGURE_COLUMNS)


TEXT = "One. More than 84,000 arrests, over 360 deaths. Three."


def test_every_article_reads_the_same_with_and_without_marks(
    articles: pd.DataFrame, figures: pd.DataFrame
) -> None:
    for article_id, row in articles.iterrows():
        own = figures[figures["article_id"] == article_id]
        shown = evidence.highlight(articles.loc[article_id], figures)
        reader = Reader(shown)
        assert reader.text == row["text"]
        assert set(reader.tags) <= OURS
        assert set(reader.named("data-figure")) == set(own["figure_id"])
        assert len(set(reader.named("id"))) == len(reader.named("id")) == len(own)


def test_each_mark_holds_its_number_and_quote(
    articles: pd.DataFrame, figures: pd.DataFrame
) -> None:
    for _, row in figures.iterrows():
        shown = evidence.highlight(articles.loc[row["article_id"]], figures, row["figure_id"])
        inside = Reader(shown).inside
        assert inside["ca-number ca-selected"] == row["surface"]
        assert inside["ca-quote ca-selected"] == row["quote"]


@given(st.data())
def test_any_text_and_any_spans_keep_the_text(data: st.DataObject) -> None:
    alphabet = st.one_of(
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
        st.sampled_from([*"<>&\"'/\r\n\t=\u202e\u2066\u2069", "</mark>", "<script>", "&#13;"]),
    )
    text = data.draw(st.lists(alphabet, min_size=2, max_size=60).map("".join))
    offsets = st.lists(st.integers(0, len(text)), min_size=2, max_size=2, unique=True).map(sorted)
    rows = []
    for number in range(data.draw(st.integers(0, 5))):
        start, end = data.draw(offsets)
        quote_start, quote_end = data.draw(offsets)
        rows.append(
            figure(
                text,
                start,
                end,
                figure_id=f"{number}",
                quote_start=quote_start,
                quote_end=quote_end,
            )
        )
    selected = data.draw(st.sampled_from([None, *(str(row["figure_id"]) for row in rows)]))
    reader = Reader(evidence.highlight(article(text), table(*rows), selected))
    assert reader.text == text
    assert set(reader.tags) <= OURS
    assert len(set(reader.named("id"))) == len(reader.named("id"))


def test_hostile_text_is_only_text() -> None:
    start = HOSTILE.index("12")
    row = figure(HOSTILE, start, start + 2, figure_id='x" onmouseover="alert(1)\u202e')
    shown = evidence.highlight(article(HOSTILE), table(row), str(row["figure_id"]))
    reader = Reader(shown)
    assert reader.text == HOSTILE
    assert set(reader.tags) <= OURS
    assert not [key for key, _ in reader.attributes if key.startswith("on")]
    assert reader.named("data-code") == ["U+202E", "U+202C", "U+2066"]


def test_hostile_passport_is_only_text() -> None:
    start = HOSTILE.index("12")
    words = dict.fromkeys(("attribution", "note", "rule", "duplicate_of"), HOSTILE)
    row = table(figure(HOSTILE, start, start + 2, claimant_kind="ngo", **words)).iloc[0]
    hostile = article(HOSTILE, title=HOSTILE, publisher=HOSTILE, url="javascript:alert(1)")
    reader = Reader(evidence.card(row, hostile))
    assert set(reader.tags) <= OURS | {
        *("section", "p", "blockquote", "dl", "dt", "dd", "details", "summary"),
    }
    assert not reader.named("href")
    assert HOSTILE in reader.text
    assert "U+202E" in reader.named("data-code")


def test_crossing_quotes_stay_valid_and_the_selected_one_is_stronger() -> None:
    first = figure(TEXT, 15, 21, figure_id="first", quote_start=0, quote_end=30)
    second = figure(TEXT, 36, 39, figure_id="second", quote_start=10, quote_end=47)
    reader = Reader(evidence.highlight(article(TEXT), table(first, second), "second"))
    assert reader.text == TEXT
    assert reader.inside["ca-quote ca-selected"] == TEXT[10:47]
    assert reader.inside["ca-number ca-selected"] == TEXT[36:39]
    assert reader.named("id") == ["figure-first", "figure-second"]


def test_one_span_can_hold_two_figures() -> None:
    rows = [figure(TEXT, 15, 21, figure_id=name) for name in ("one", "two")]
    reader = Reader(evidence.highlight(article(TEXT), table(*rows)))
    assert reader.named("data-figure") == ["one", "two"]
    assert reader.named("class").count("ca-quote") == 1


def test_an_article_without_figures_is_shown_plain() -> None:
    reader = Reader(evidence.highlight(article(TEXT), table(figure(TEXT, 0, 3)).head(0)))
    assert (reader.text, reader.tags) == (TEXT, ["div"])


def test_a_shifted_span_is_refused() -> None:
    row = figure(TEXT, 15, 21) | {"start": 16, "end": 22}
    with pytest.raises(DataError, match=r"surface is '84,000'.*reads '4,000 '"):
        evidence.highlight(article(TEXT), table(row))
    with pytest.raises(DataError, match="surface"):
        evidence.card(table(row).iloc[0], article(TEXT))


def test_an_unknown_selection_and_a_wrong_article_say_what_is_allowed() -> None:
    rows = table(figure(TEXT, 15, 21, figure_id="known"))
    with pytest.raises(DataError, match=r"no figure 'other'.*allowed: known"):
        evidence.highlight(article(TEXT), rows, "other")
    with pytest.raises(DataError, match=r"found str; write articles.loc\[article_id\]"):
        evidence.highlight("a", rows)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({}, "more than 84,000: a lower bound, open above"),
        ({"comparator": "at_least"}, "at least 84,000: a lower bound, open above"),
        ({"comparator": "at_most"}, "at most 84,000: a stated maximum, open below"),
        ({"comparator": "less_than"}, "less than 84,000: an upper bound, open below"),
        ({"comparator": "exact"}, "84,000: a single number, stated without qualification"),
        (
            {"comparator": "approx", "value": 6e6, "unit": "USD"},
            "about $6 million: approximate, no bounds stated",
        ),
        (
            {"comparator": "range", "value": None, "low": 10.0, "high": 12.5, "unit": "m2"},
            "between 10 m² and 12.5 m²: a range, both ends stated",
        ),
    ],
)
def test_comparator_and_bounds_in_words(columns: dict[str, object], words: str) -> None:
    assert evidence.in_words(table(figure(TEXT, 15, 21, **columns)).iloc[0]) == words


def test_who_says_it_and_how_that_is_known() -> None:
    row = table(
        figure(TEXT, 15, 21, attribution="Cristosal", claimant_kind="ngo")
        | {"attribution_basis": "carried_over"}
    ).iloc[0]
    assert (
        evidence.claimant(row)
        == "Cristosal (non-governmental), carried over from an earlier sentence"
    )
    nobody = table(figure(TEXT, 15, 21)).iloc[0]
    assert evidence.claimant(nobody) == "nobody is named: an unknown claimant"


def test_citation_names_source_date_quote_offsets_and_hash() -> None:
    row = table(figure(TEXT, 15, 21)).iloc[0]
    undated = evidence.citation(row, article(TEXT))
    for part in ("undated", f"“{TEXT}”", "15–21", f"0–{len(TEXT)}", article_files.sha256(TEXT)):
        assert part in undated
    date = pd.Timestamp(datetime.date(2025, 2, 4))
    dated = evidence.citation(row, article(TEXT, published=date, publisher="P", title="T"))
    assert dated.startswith("P · 4 Feb 2025, “T”: ")


def test_passport_says_what_is_not_known() -> None:
    passport = evidence.passport(table(figure(TEXT, 15, 21)).iloc[0], article(TEXT))
    assert passport["Title"] == passport["Address"] == "not stated"
    assert passport["Published"] == "undated"
    assert passport["SHA-256"] == article_files.sha256(TEXT)


def test_in_a_notebook_the_stylesheet_comes_along() -> None:
    shown = evidence.highlight(article(TEXT), table(figure(TEXT, 15, 21)))
    assert shown._repr_html_() == f"<style>{markup.stylesheet()}</style>{shown}"
    assert shown._repr_mimebundle_()["text/plain"] == TEXT
    assert "@import" not in markup.stylesheet()
    assert "url(" not in markup.stylesheet()
