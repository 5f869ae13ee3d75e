"""Files to articles: what is read, what is stated, and what is refused."""

from __future__ import annotations

import datetime
import itertools
import shutil
import warnings
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

import cecot_analysis as ca
from cecot_analysis import headers, sections, sentences
from cecot_analysis.articles import data_folder, label

STORED = data_folder() / "articles"
CASES = yaml.safe_load((Path(__file__).parent / "cases" / "pages.yml").read_text("utf-8"))


class TestProject:
    def test_texts_are_byte_for_byte_what_their_passports_say(self) -> None:
        articles = ca.load_articles()
        assert len(articles) == 5
        for article in articles.itertuples():
            stored = (data_folder() / article.path).read_bytes()
            assert stored.decode("utf-8") == article.text

    def test_only_what_the_files_state_is_known(self) -> None:
        articles = ca.load_articles()
        assert articles["publisher"].isna().all()
        assert articles["url"].isna().all()
        days = articles["published"].dropna().dt.strftime("%Y-%m-%d").tolist()
        assert days == ["2025-02-04", "2025-02-05"]
        assert articles["page_clock"].dropna().tolist() == [pd.Timestamp("2025-12-05 03:27")]

    def test_passports_agree_with_the_headers(self) -> None:
        for article in ca.load_articles().itertuples():
            header = headers.read(str(article.text))
            assert (header.published or pd.NaT) is pd.NaT or header.published == article.published
            assert pd.isna(article.published) == (header.published is None)
            assert pd.isna(article.title) == (header.title is None)

    @pytest.mark.parametrize(("figures", "section"), [(16, "body"), (2, "teaser")])
    def test_teasers_are_kept_apart(self, figures: int, section: str) -> None:
        assert (ca.load_figures()["section"] == section).sum() == figures


@pytest.mark.parametrize("case", CASES["headers"], ids=lambda case: case["from"])
def test_header(case: dict[str, object]) -> None:
    header = headers.read(str(case["text"]))
    published = header.published.date() if header.published else None
    assert (header.title, published) == (case["title"], case["published"])
    clock = case.get("page_clock")
    assert header.page_clock == (datetime.datetime.fromisoformat(str(clock)) if clock else None)


@pytest.mark.parametrize("case", CASES["sections"], ids=lambda case: case["from"])
def test_sections(case: dict[str, object]) -> None:
    text = str(case["text"])
    found = sections.split(text, str(case["language"]))
    assert [found[0].start, found[-1].end] == [0, len(text)]
    assert all(a.end == b.start for a, b in itertools.pairwise(found))
    for words, name in case["expected"].items():  # type: ignore[attr-defined]
        assert sections.at(found, text.index(words)) == name, words


OPENINGS = {
    "en": ("SAN SALVADOR, April 3, 2026 (Example) — {}", "Published on 3 April 2026\n\n{}"),
    "es": ("San Salvador, 3 de abril de 2026.- {}", "Publicado el 3 de abril de 2026\n\n{}"),
}
SAID = {
    "en": "The prison CECOT of El Salvador {} 14,500 inmates{}, the government said.",
    "es": "El penal Cecot de El Salvador {} 14,500 reos{}, informó el gobierno.",
}
THEN = {"en": ("held", " last month"), "es": ("tenía", " el mes pasado")}
NOW = {"en": ("holds", ""), "es": ("tiene", "")}


@pytest.mark.parametrize(
    ("language", "opening"), [(one, opening) for one in OPENINGS for opening in OPENINGS[one]]
)
class TestStatedDate:
    def test_what_is_relative_is_told_from_it_where_no_date_is_given(
        self, language: str, opening: str, tmp_path: Path
    ) -> None:
        text = opening.format(SAID[language].format(*THEN[language]))
        (tmp_path / "a.txt").write_text(text, "utf-8")
        read = ca.read_articles(tmp_path)
        assert read.at["a", "published"] == pd.Timestamp("2026-04-03")
        for articles in (read, read[["text"]]):
            figures = ca.extract_figures(articles)
            assert figures["as_of"].tolist() == ["2026-03"]
            assert figures["as_of_basis"].tolist() == ["relative"]
        for given, as_of in (("2025-01-15", ["2024-12"]), (None, [])):
            figures = ca.extract_figures(read[["text"]].assign(published=given))
            assert figures["as_of"].dropna().tolist() == as_of

    def test_it_is_the_date_of_no_figure(self, language: str, opening: str) -> None:
        text = opening.format(SAID[language].format(*NOW[language]))
        figures = ca.extract_figures(pd.DataFrame({"text": [text]}))
        assert figures["surface"].tolist() == ["14,500"]
        assert figures["as_of_basis"].tolist() == ["none"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "articles"
    shutil.copytree(STORED, copy)
    return copy


def refused(path: Path) -> str:
    with pytest.raises(ca.DataError) as error:
        ca.read_articles(path)
    assert path.name in str(error.value)
    return str(error.value)


class TestReading:
    def test_a_folder_a_glob_a_file_and_a_list(self, folder: Path) -> None:
        file = next(folder.glob("000*.txt"))
        assert len(ca.read_articles(folder)) == 5
        assert len(ca.read_articles(str(folder / "00[01]*.txt"))) == 2
        assert len(ca.read_articles(file)) == 1
        assert len(ca.read_articles([file, folder / "002_84ea26c77dc21270.txt"])) == 2

    def test_a_glob_over_texts_and_their_passports(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HOME", str(folder.parent))
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert len(ca.read_articles("~/articles/*")) == 5
        passport = next(folder.glob("000*.yml"))
        assert "a passport, read with its text; give that alone" in refused(passport)

    def test_without_a_passport_the_header_is_read(self, tmp_path: Path, folder: Path) -> None:
        text = (folder / "002_84ea26c77dc21270.txt").read_bytes()
        (tmp_path / "mine.txt").write_bytes(text)
        article = ca.read_articles(tmp_path / "mine.txt").loc["mine"]
        assert article["published"] == pd.Timestamp("2025-02-04")
        assert article["published_basis"] == "header"
        assert article["language"] == "en"

    def test_line_ends_stay_as_they_are(self, tmp_path: Path) -> None:
        file = tmp_path / "ends.txt"
        file.write_bytes(b"CECOT\r\nholds 9000 men.\rIt is full.\n")
        assert (
            ca.read_articles(file).at["ends", "text"] == "CECOT\r\nholds 9000 men.\rIt is full.\n"
        )

    def test_an_article_without_figures_is_no_error(self, tmp_path: Path) -> None:
        (tmp_path / "quiet.txt").write_text("The government of El Salvador spoke.", "utf-8")
        articles = ca.read_articles(tmp_path)
        assert len(ca.extract_figures(articles)) == 0
        assert len(ca.coverage(ca.extract_figures(articles), articles)) == 1


class TestBadInput:
    def test_an_empty_file(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_bytes(b"")
        assert "empty" in refused(tmp_path / "a.txt")

    def test_a_binary_file(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_bytes(b"PK\x03\x04\0\0abc")
        assert "binary" in refused(tmp_path / "a.txt")

    def test_invalid_utf8(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_bytes("prisión".encode("latin-1"))
        assert "not valid UTF-8 at byte 5" in refused(tmp_path / "a.txt")

    def test_a_table(self, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_text("year,men\n2024,9000\n", "utf-8")
        assert "a table; give it to ca.extract_figures" in refused(tmp_path / "a.csv")

    def test_a_missing_file(self, tmp_path: Path) -> None:
        assert "no such file" in refused(tmp_path / "none.txt")

    def test_a_changed_text(self, folder: Path) -> None:
        file = folder / "000_e6bde47573d39e39.txt"
        file.write_bytes(file.read_bytes().replace(b"40,000", b"50,000"))
        with pytest.warns(ca.UnreadableArticle, match=r"000_e6bde47573d39e39\.yml: sha256 is"):
            assert len(ca.read_articles(folder)) == 4

    def test_two_articles_of_one_name(self, folder: Path, tmp_path: Path) -> None:
        twin = tmp_path / "000_e6bde47573d39e39.txt"
        shutil.copy(folder / twin.name, twin)
        with pytest.warns(ca.UnreadableArticle, match="a second article named"):
            articles = ca.read_articles([folder, twin])
        assert articles.at[twin.stem, "path"] == str(folder / twin.name)

    def test_a_file_given_twice_is_read_once(self, folder: Path) -> None:
        file = next(folder.glob("000*.txt"))
        again = folder / ".." / folder.name / file.name
        assert (
            len(ca.read_articles([folder, file, again, str(folder / "000*")[:-1] + "*.txt"])) == 5
        )

    def test_a_passport_with_an_unknown_field(self, folder: Path) -> None:
        file = folder / "000_e6bde47573d39e39.yml"
        file.write_text(file.read_text("utf-8") + "author: somebody\n", "utf-8")
        with pytest.warns(ca.UnreadableArticle, match="unknown field 'author'"):
            assert len(ca.read_articles(folder)) == 4

    def test_no_data_folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("CECOT_DATA", str(tmp_path / "nowhere"))
        with pytest.raises(ca.DataError, match="nowhere: no data folder"):
            ca.load_articles()

    def test_a_figures_table_whose_span_is_off(self, tmp_path: Path) -> None:
        table = pd.read_csv(data_folder() / "figures.csv", keep_default_na=False)
        table.loc[0, "start"] += 1
        table.to_csv(tmp_path / "figures.csv", index=False)
        with pytest.raises(ca.DataError, match=r"figures\.csv: figure 000.*surface is '40,000'"):
            ca.reviews.read_figures(tmp_path / "figures.csv", ca.load_articles())

    def test_a_folder_without_texts(self, tmp_path: Path) -> None:
        (tmp_path / "page.html").write_text("<p>CECOT</p>")
        assert "no article (.txt) in it" in refused(tmp_path)

    @pytest.mark.parametrize("given", [None, 7, [None], b"a.txt", ""])
    def test_what_is_no_path(self, given: Any) -> None:
        with pytest.raises(ca.DataError, match=r"is no path; give a \.txt file"):
            ca.read_articles(given)

    @pytest.mark.parametrize(
        "date",
        ["2025-13-45", "soon", "today", "2025", "2025-02", "03/04/2025", "'March 3'", "0001-01-01"],
    )
    def test_a_date_that_is_none(self, tmp_path: Path, date: str) -> None:
        (tmp_path / "a.txt").write_text("CECOT holds 9000 men.", "utf-8")
        (tmp_path / "a.yml").write_text(f"published: {date}\n", "utf-8")
        with pytest.raises(ca.DataError, match=r"a\.yml: "):
            ca.read_articles(tmp_path / "a.txt")

    @pytest.mark.parametrize("date", ["2025-02-04T22:00:00-06:00", "'2025-02-04 10:00Z'"])
    def test_a_date_with_a_time_zone_is_the_day_that_it_writes(
        self, tmp_path: Path, date: str
    ) -> None:
        (tmp_path / "a.txt").write_text("CECOT holds 9000 men.", "utf-8")
        (tmp_path / "a.yml").write_text(f"published: {date}\n", "utf-8")
        article = ca.read_articles(tmp_path).loc["a"]
        assert article["published"].date() == datetime.date(2025, 2, 4)
        assert article["published_basis"] == "given"

    def test_an_index_that_repeats(self) -> None:
        twins = pd.DataFrame({"text": ["CECOT", "CECOT"]}, index=["a", "a"])
        for door in (ca.coverage, ca.charts.coverage_chart, ca.explore):
            with pytest.raises(ca.DataError, match="the index repeats 'a'"):
                door(ca.load_figures(), twins)
        with pytest.raises(ca.DataError, match="the index repeats 'a'"):
            ca.names(twins)
        with pytest.raises(ca.DataError, match="expected a table"):
            ca.names(twins["text"])


@pytest.mark.parametrize("case", CASES["wrapped"], ids=lambda case: case["from"])
def test_sentences(case: dict[str, object]) -> None:
    text = str(case["text"])
    assert [text[start:end] for start, end in sentences.split(text)] == case["sentences"]


PLAIN = (
    "El Salvador's prison CECOT holds up to 40,000 inmates, the government said.",
    "In El Salvador, CECOT (Terrorism Confinement Center) held more than 14,500 people.",
)


class TestATableWithATextOnly:
    @pytest.fixture
    def texts(self) -> pd.DataFrame:
        return pd.DataFrame({"text": list(PLAIN)})

    @pytest.fixture
    def figures(self, texts: pd.DataFrame) -> pd.DataFrame:
        found = ca.extract_figures(texts)
        assert len(found) == 2
        return found

    def test_its_labels(self, texts: pd.DataFrame) -> None:
        assert list(label(texts)) == ["article 0 · undated", "article 1 · undated"]
        assert list(label(texts.set_axis(["a_1", "_b"]))) == ["a_1 · undated", "_b · undated"]
        hashed = [f"{one}_0123456789abcdef" for one in ("000", "one_two")]
        assert list(label(texts.set_axis(hashed))) == ["000 · undated", "one_two · undated"]

    @pytest.mark.parametrize("publisher", [None, "Paper", "  "])
    @pytest.mark.parametrize(
        "ids",
        [("la_prensa_1", "la_prensa_2"), ("a_" + "0" * 16, "a_" + "1" * 16), (0, 1), ("0", 1.5)],
    )
    def test_no_two_sources_have_one_name(
        self, texts: pd.DataFrame, ids: tuple[object, object], publisher: str | None
    ) -> None:
        texts = texts.assign(publisher=publisher).set_axis(list(ids))
        assert ca.coverage(ca.extract_figures(texts), texts).index.is_unique

    @pytest.mark.parametrize(
        "name", [name for name in dir(ca.charts) if name.endswith("_chart") and "qual" not in name]
    )
    def test_charts(self, name: str, texts: pd.DataFrame, figures: pd.DataFrame) -> None:
        assert getattr(ca.charts, name)(figures, texts).to_dict()

    def test_tables(self, texts: pd.DataFrame, figures: pd.DataFrame) -> None:
        assert list(ca.coverage(figures, texts).index) == list(label(texts))
        assert set(ca.charts.table(figures, texts).index) == set(label(texts))
        assert len(ca.names(texts)) == 1
        assert len(ca.compare(figures)) == 2
        assert ca.checks(figures).empty
        assert len(ca.not_comparable(figures)) <= 1

    def test_evidence(self, texts: pd.DataFrame, figures: pd.DataFrame) -> None:
        figure, article = figures.iloc[0], texts.loc[0]
        assert "40,000" in ca.highlight(article, figures)
        assert "article 0 · undated" in ca.card(figure, article)
        assert ca.citation(figure, article).startswith("article 0 · undated: “El Salvador")
        assert ca.in_words(figure).startswith("at most")

    def test_the_explorer(self, texts: pd.DataFrame, figures: pd.DataFrame) -> None:
        view = ca.explore(figures, texts)
        assert len(view.frame) == 2
        assert "40,000" in view.evidence


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("El Salvador's CECOT holds between 10,000 and 20,000 inmates.", "between 10,000 and "),
        ("El Salvador's CECOT holds 10,000 to 20,000 inmates.", "10,000 to 20,000"),
    ],
)
def test_a_range_is_said_with_the_word_that_opens_it(text: str, words: str) -> None:
    figures = ca.extract_figures(pd.DataFrame({"text": [text]}))
    assert list(figures["comparator"]) == ["range"]
    said = ca.charts.table(figures)["reported"].iloc[0]
    assert said.startswith(words)
    assert said in text


def test_what_html_cannot_hold_keeps_its_place() -> None:
    article = pd.Series({"text": "CE\0COT \ud800 \x01."}, name="a")
    empty = ca.load_figures().iloc[:0]
    assert ">CE␀COT � \x01.</div>" in ca.highlight(article, empty)
