"""Pages of figures and articles, lists, the search index: complete, linked, safe for any input."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import string
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag

import nbformat
import pandas as pd
import pytest
import yaml
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st

import cecot_analysis as ca
from cecot_analysis import (
    addresses,
    collection,
    edition,
    exporter,
    narrow,
    registers,
    reviews,
    schema,
    search,
    sieve,
    site,
    theme,
    twin,
)
from cecot_analysis.articles import data_folder
from cecot_analysis.collection import Collection

SCRIPT = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'"
ARTICLES = {
    f"a{SCRIPT.replace('/', '_')}": "The prison CECOT was designed to hold up to 40,000 inmates.\n"
    f"Officials {SCRIPT} said CECOT held 14,500 inmates in August 2024 \u202e{SCRIPT}.\n",
    "Twin #1 50%25.x": "CECOT has a capacity of 40,000 inmates. CECOT has a capacity of 40,000 "
    "inmates.\n\n  \nGroups counted more than 360 deaths in custody. [x](javascript:alert(1))\n",
    "twin #1 50%25.x": "El Salvador has arrested more than 84,000 people since 2022.\r\nMore "
    "than 81,000 people were arrested in El Salvador, {{ 7 * 7 }} {% raw %}.\r\n",
    "español ñ": "El penal CECOT tiene capacidad para 40.000 reclusos. Según el ministro Gustavo "
    "Villatoro, en la prisión había 12.000 presos en agosto de 2024 y la visita duró poco.\n"
    "El Gobierno ha detenido a más de 80.000 personas en El Salvador, dijo la policía.\n",
    "silent": "A quiet day. Nothing is counted in the town, and nobody says a number.\n",
}
PASSPORT = {
    "title": f"Title {SCRIPT}",
    "publisher": f"Paper {SCRIPT}",
    "url": "javascript:alert(1)",
    "published": "2025-03-01",
    "published_basis": "given",
    "language": "en",
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose names, texts, passport and decisions are all out to become markup."""
    folder = tmp_path_factory.mktemp("hostile") / "data"
    (folder / "articles").mkdir(parents=True)
    for name, text in ARTICLES.items():
        (folder / "articles" / f"{name}.txt").write_bytes(text.encode())
    first = next(iter(ARTICLES))
    digest = hashlib.sha256(ARTICLES[first].encode()).hexdigest()
    passport = yaml.safe_dump(PASSPORT | {"sha256": digest})
    (folder / "articles" / f"{first}.yml").write_text(passport, "utf-8")
    return folder


@pytest.fixture(scope="module")
def made(hostile: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Collection]:
    """The site of the hostile folder, with decisions on its figures, and what it is made from."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CECOT_DATA", str(hostile))
        articles, figures = ca.load_articles(), ca.load_figures()
        for _, figure in figures.iloc[:2].iterrows():
            decided = (figure, articles.loc[figure["article_id"]], "rejected")
            reviews.record(*decided, reviewer=f"Ana {SCRIPT}", reason=f"no {SCRIPT}")
        folder = tmp_path_factory.mktemp("made") / "site"
        site.build(folder, notebooks=[], execute=False)
        return folder, collection.load()


def page(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_bytes().decode(), "html.parser")


def policy(soup: BeautifulSoup) -> dict[str, list[str]]:
    meta = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
    assert isinstance(meta, Tag)
    parts = [part.split() for part in str(meta["content"]).split(";")]
    return {part[0]: part[1:] for part in parts if part}


def hashed(tag: Tag) -> str:
    digest = hashlib.sha256(tag.get_text().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def figure_pages(folder: Path) -> dict[str, BeautifulSoup]:
    """figure_id to its page, as the list of figures links them."""
    found = {}
    for listed in sorted((folder / "figures").glob("*.html")):
        for link in page(listed).select("[data-static] a[data-figure]"):
            found[str(link["data-figure"])] = page(listed.parent / str(link["href"]))
    return found


class TestPolicy:
    @pytest.mark.parametrize("which", ["built", "hostile"])
    def test_nothing_runs_or_styles_without_a_hash(
        self, which: str, built_site: Path, made: tuple[Path, Collection]
    ) -> None:
        folder = built_site if which == "built" else made[0]
        seen = 0
        for path in sorted(folder.rglob("*.html")):
            soup = page(path)
            allowed = policy(soup)
            assert allowed["default-src"] == ["'none'"], path
            assert allowed["base-uri"] == allowed["form-action"] == ["'none'"]
            unsafe = [one for part in allowed.values() for one in part if "unsafe" in one]
            assert unsafe == [], path
            runs = [one for one in soup("script") if one.get("type") != "application/json"]
            assert [hashed(one) for one in runs if hashed(one) not in allowed["script-src"]] == []
            assert {hashed(one) for one in soup("style")} == set(allowed["style-src"])
            assert soup.find_all(style=True) == []
            handlers = [name for tag in soup(True) for name in tag.attrs if name.startswith("on")]
            assert handlers == []
            links = [str(a["href"]) for a in soup("a", href=True)]
            assert [one for one in links if one.lower().startswith(("javascript:", "data:"))] == []
            seen += 1
        assert seen > 10

    def test_hostile_words_are_words(self, made: tuple[Path, Collection]) -> None:
        folder, whole = made
        for path in sorted(folder.rglob("*.html")):
            soup = page(path)
            pictures = soup("img")  # the index has its own, and no article adds one
            assert len(pictures) == (path == folder / "index.html"), path
            for one in pictures:
                assert set(one.attrs) == {"alt", "width", "src"}
                assert str(one["src"]).startswith("data:image/png;base64,")
                assert SCRIPT in one["alt"]
            assert "alert(1)" not in "".join(str(one) for one in soup("style"))
            for script in soup("script"):
                assert script.get("type") == "application/json" or "onerror" not in script.text
        rejected = whole.decisions.keys()
        assert len(rejected) == 2
        for one in rejected:
            text = page(folder / whole.addresses.figure(one)).main.get_text()
            assert f"Ana {SCRIPT}" in text
            assert f"no {SCRIPT}" in text
            assert "rejected by a reviewer" in text


class TestFigures:
    def test_each_figure_has_one_page_with_its_words(self, made: tuple[Path, Collection]) -> None:
        folder, whole = made
        pages = figure_pages(folder)
        assert set(pages) == set(whole.figures["figure_id"])
        for row in whole.rows:
            soup = pages[row.figure_id]
            [marked] = soup.select(".context .ca-selected")
            assert marked.get_text() == row.surface
            context = soup.select_one(".context").get_text()
            assert row.quote.replace("\r", "") in context.replace("\r", "")
            text = soup.main.get_text(" ", strip=True)
            for words in (row.rule, row.figure_id, ca.in_words(pd.Series(row._asdict()))):
                assert " ".join(words.split()) in " ".join(text.split())
            assert soup.select_one(".context")["lang"] == whole.languages[row.article_id]

    def test_spanish_words_are_marked_as_such(self, made: tuple[Path, Collection]) -> None:
        folder, whole = made
        own = whole.by_article["español ñ"]
        assert own
        listed = page(folder / "figures" / "index.html")
        for row in own:
            link = listed.find("a", attrs={"data-figure": row.figure_id})
            assert link.find_parent("tr").select_one(".quote")["lang"] == "es"
        article = page(folder / whole.addresses.article("español ñ"))
        assert article.select_one(".ca-article")["lang"] == "es"
        assert article.html["lang"] == "en"

    def test_groups_are_those_of_compare(self, made: tuple[Path, Collection]) -> None:
        folder, whole = made
        groups = ca.compare(whole.figures)
        assert len(groups) > 2
        for group in groups.itertuples():
            ids = group.figure_ids.split(", ")
            for one in ids:
                soup = page(folder / whole.addresses.figure(one))
                verdict = soup.select_one(".verdict strong").get_text().rstrip(".").lower()
                assert verdict == group.classification
                others = soup.select("section[aria-labelledby=others] a[data-figure]")
                assert {str(link["data-figure"]) for link in others} == set(ids) - {one}

    def test_repeats_lead_to_each_other(self, made: tuple[Path, Collection]) -> None:
        folder, whole = made
        again = whole.figures.dropna(subset=["duplicate_of"])
        assert len(again)
        for row in again.itertuples():
            for here, there in ((row.figure_id, row.duplicate_of),) * 2:
                soup = page(folder / whole.addresses.figure(here))
                links = soup.select("section[aria-labelledby=again] a[data-figure]")
                assert there in {str(link["data-figure"]) for link in links}
                here, there = there, here

    def test_what_does_not_fit_on_a_page_is_counted(
        self, made: tuple[Path, Collection], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from cecot_analysis import figure_page
        from cecot_analysis.page import rendered

        _, whole = made
        row = next(group.rows[0] for group in whole.groups.values() if len(group.rows) > 1)
        monkeypatch.setattr(figure_page, "OTHERS", 0)
        written = rendered("figure", figure_page.page(whole, row), whole.edition)
        link = BeautifulSoup(written, "html.parser").find(
            "a", href=re.compile("index.html#metric=")
        )
        assert f"metric={row.metric}" in str(link["href"])
        assert "more of" in link.parent.get_text()


class TestArticles:
    def test_each_article_has_its_whole_text(self, made: tuple[Path, Collection]) -> None:
        folder, whole = made
        for article_id, text in whole.texts.items():
            path = folder / whole.addresses.article(article_id)
            soup = page(path)
            [shown] = re.findall(
                '<div class="ca-article"[^>]*>(.*?)</div>', path.read_bytes().decode(), re.DOTALL
            )
            assert html.unescape(re.sub("<[^>]*>", "", shown)) == text
            links = soup.select(".ca-article a.ca-number")
            spans = {(row.start, row.end) for row in whole.by_article[article_id]}
            assert len(links) == len(spans)
            listed = soup.select("a[data-figure]")
            own = [row.figure_id for row in whole.by_article[article_id]]
            assert [str(link["data-figure"]) for link in listed] == own

    def test_a_mark_leads_to_its_figure_and_back(self, made: tuple[Path, Collection]) -> None:
        folder, whole = made
        for row in whole.rows:
            there, anchor = urldefrag(whole.addresses.mark(row))
            mark = page(folder / there).find(id=anchor)
            assert mark.get_text() == row.surface
            if mark.name == "a":
                code = whole.addresses.figures[row.figure_id]
                assert str(mark["href"]).endswith(f"{code}.html")

    def test_a_silent_article_says_so(self, made: tuple[Path, Collection]) -> None:
        folder, whole = made
        text = page(folder / whole.addresses.article("silent")).main.get_text()
        assert "reports no figure" in text
        assert "reports no figure" in page(folder / "index.html").get_text()

    def test_addresses_of_the_passport_are_links_only_on_the_web(
        self, made: tuple[Path, Collection]
    ) -> None:
        folder, whole = made
        soup = page(folder / whole.addresses.article(next(iter(ARTICLES))))
        assert "javascript:alert(1)" in soup.get_text()
        outside = [a for a in soup("a", href=True) if re.match(r"[a-z]+:", str(a["href"]))]
        assert outside == []


class TestLists:
    @pytest.mark.parametrize("size", [1, 3, 100])
    def test_every_row_stands_on_one_page(
        self, made: tuple[Path, Collection], size: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(registers, "PAGE", size)
        _, whole = made
        pages = [fields for _, _, fields in registers.figures(whole, 1)]
        rows = [row["id"] for fields in pages for row in fields["rows"]]
        assert rows == [row.figure_id for row in whole.rows]
        assert len(pages) == -(-len(rows) // size)
        assert pages[0]["range"].endswith(f"of {len(rows)}")
        sources = [row for *_, fields in registers.articles(whole) for row in fields["rows"]]
        assert len(sources) == len(ARTICLES)

    def test_the_matrix_has_every_figure_and_every_source(
        self, made: tuple[Path, Collection]
    ) -> None:
        folder, whole = made
        table = page(folder / "index.html").select_one(".matrix table")
        ids = [str(link["data-figure"]) for link in table.select("a[data-figure]")]
        assert sorted(ids) == sorted(whole.considered["figure_id"])
        assert len(table.select("tbody tr")) == len(ARTICLES)

    def test_the_index_of_the_search_holds_all_words(
        self, made: tuple[Path, Collection], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _, whole = made
        monkeypatch.setattr(search, "ROOM", 900)
        files = list(search.files(whole))
        assert len(files) > 3
        parts = [json.loads(file.removeprefix(f"{search.CALL}(")[:-3]) for file in files]
        figures = [row for part in parts for row in part["figures"]]
        assert [row[0] for row in figures] == [
            whole.addresses.figures[row.figure_id] for row in whole.rows
        ]
        for row, said in zip(whole.rows, figures, strict=True):
            quote, start, end = said[search.FIGURE_FIELDS.index("quote")]
            assert quote[start:end] == row.surface
        place = list(whole.articles.index)
        for at, article_id in enumerate(place):
            lines = [line[2] for part in parts for line in part["lines"] if line[0] == at]
            assert "".join("".join(lines).split()) == "".join(whole.texts[article_id].split())
        assert max(map(len, files)) < 4 * 900
        assert all(set(file) <= set(string.printable) for file in files)


class TestAddresses:
    def test_an_added_article_moves_nothing(self, made: tuple[Path, Collection]) -> None:
        _, whole = made
        ids = list(whole.figures["figure_id"])
        before = addresses.short(ids)
        after = addresses.short([*reversed(ids), *(f"more-{number}" for number in range(5_000))])
        assert {one: after[one] for one in ids} == before
        assert all(re.fullmatch("[a-z2-7]{12}", code) for code in before.values())

    @given(st.lists(st.text(), unique=True, max_size=60), st.integers(1, 12))
    def test_two_names_never_share_an_address(self, names: list[str], letters: int) -> None:
        codes = addresses.short(names, letters)
        assert len({code.casefold() for code in codes.values()}) == len(names)

    def test_names_that_are_written_the_same_are_refused(self) -> None:
        with pytest.raises(schema.DataError, match="written the same"):
            addresses.short([1, "1"])


class TestReproducible:
    def built(self, hostile: Path, folder: Path, **more: object) -> dict[str, bytes]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("CECOT_DATA", str(hostile))
            for name, value in more.items():
                patch.setenv(name, str(value))
            site.build(folder, notebooks=[], execute=False)
        paths = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".json"]
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}

    def test_the_same_on_every_day(self, hostile: Path, tmp_path: Path) -> None:
        assert self.built(hostile, tmp_path / "one") == self.built(hostile, tmp_path / "two")

    def test_the_date_of_the_data_can_be_set(self, hostile: Path, tmp_path: Path) -> None:
        made = self.built(hostile, tmp_path / "site", SOURCE_DATE_EPOCH=86_400 * 365)
        for name, content in made.items():
            if name.endswith(".html"):
                assert b"1 January 1971" in content, name

    @pytest.mark.parametrize("given", ["yesterday", "1e9", "9" * 30])
    def test_a_date_that_is_none_is_refused(
        self, given: str, made: tuple[Path, Collection], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(edition.EPOCH, given)
        _, whole = made
        with pytest.raises(schema.DataError, match=given):
            edition.of(whole.articles, whole.figures, whole.reviews)

    def test_only_what_is_its_own_is_removed(self, hostile: Path, tmp_path: Path) -> None:
        self.built(hostile, tmp_path)
        mine = tmp_path / "figures" / "mine.html"
        mine.write_text("mine")
        memory = json.loads((tmp_path / ".made.json").read_text())
        stale, outside = tmp_path / "figures" / "old.html", tmp_path.parent / "outside.html"
        for path in (stale, outside):
            path.write_text("old")
        memory["made"] |= {"figures/old.html": "", "../outside.html": "", str(outside): ""}
        (tmp_path / ".made.json").write_text(json.dumps(memory))
        self.built(hostile, tmp_path)
        assert mine.exists()
        assert outside.exists()
        assert not stale.exists()

    def test_the_memory_of_an_earlier_version_is_understood(
        self, hostile: Path, tmp_path: Path
    ) -> None:
        stale = tmp_path / "old.html"
        stale.write_text("old")
        (tmp_path / ".made.json").write_text(json.dumps({"old.html": "", "index.html": ""}))
        self.built(hostile, tmp_path)
        assert not stale.exists()

    def test_a_page_that_was_changed_is_made_again(self, hostile: Path, tmp_path: Path) -> None:
        before = self.built(hostile, tmp_path)
        name = next(name for name in before if name.startswith("figures/"))
        (tmp_path / name).write_text("changed")
        assert self.built(hostile, tmp_path) == before

    def test_the_footer_names_version_hash_and_date(self, made: tuple[Path, Collection]) -> None:
        folder, whole = made
        for path in folder.rglob("*.html"):
            words = " ".join(page(path).select_one("footer .edition").get_text().split())
            assert whole.edition.version in words
            assert whole.edition.short in words
            assert whole.edition.day in words


class TestCharts:
    def test_every_mark_has_its_figures_page_in_the_table(self, built_site: Path) -> None:
        whole = collection.load()
        known = set(whole.by_id)
        drawn = several = 0
        for path in sorted((built_site / "notebooks").glob("*.html")):
            for chart in page(path).select("figure.chart"):
                ids = set(re.findall(r'"figure_id":"([^"]*)"', chart.script.get_text()))
                links = {str(a["data-figure"]): a for a in chart.select(".twin a[data-figure]")}
                assert chart.select(".twin table tbody tr"), path
                if ids and ids <= known:
                    assert set(links) == ids, path
                    drawn += len(ids)
                elif not chart.select(".twin tr[data-mark]"):
                    assert set(links) == {one for mark in ids for one in mark.split(", ")} - {""}
                    drawn += len(links)
                for row in chart.select(".twin tr[data-mark]"):
                    shared = str(row["data-mark"]).split(", ")
                    assert set(shared) <= known
                    leads = [unquote(str(one["href"])) for one in row.select("a[href*=figures]")]
                    wanted = [whole.addresses.figure(one) for one in shared[: twin.LINKED]]
                    assert leads[: len(wanted)] == [f"../{one}" for one in wanted]
                    assert (len(shared) > len(wanted)) == ("more in the list" in row.get_text())
                    several += len(shared) > 1
                for link in links.values():
                    assert (path.parent / unquote(str(link["href"]))).exists()
                captions = chart.figcaption.get_text()
                order = [captions.index(w) for w in ("Source", "Processing", "Table", "Download")]
                assert order == sorted(order)
        assert drawn > 20
        assert several > 2


CHART = {
    "datasets": {"some": [{"figure_id": "a, b", "x": 1}], "none": [{"x": 1}, {"figure_id": ""}]},
    "vconcat": [
        {"data": {"name": "some"}, "layer": [{"mark": "point"}]},
        {"data": {"values": [{"figure_id": "c"}, {"x": 2}]}, "mark": "point"},
        {"data": {"values": [{"figure_id": "d", "size": 30}]}, "mark": "point"},
    ],
    "encoding": {"x": {"axis": {"values": [0, 1]}}},
}


class TestSieve:
    def test_finds_the_marks_that_stand_for_the_figures_they_name(self) -> None:
        assert sieve.names(CHART) == ["a, b", "c"]
        assert sum(1 for _ in sieve.tables(CHART)) == 4

    def test_a_chart_of_something_else_has_none(self) -> None:
        chart = {"data": {"values": [{"x": 1}]}, "mark": "point"}
        assert sieve.names(chart) == []


class TestNarrow:
    def test_says_the_same_of_the_same_figures(self) -> None:
        whole = narrow.Narrow(collection.load())
        met = 0
        for path in sorted(data_folder().parent.glob("notebooks/*.ipynb")):
            for chart in exporter.specifications(nbformat.read(path, as_version=4)):
                met += 1
                small = whole.of(chart)
                assert small is not None, path.name
                assert theme.alt_text(small) == theme.alt_text(chart)
                assert set(sieve.names(small)) == set(sieve.names(chart))
                assert theme.title(small) == theme.title(chart)
        assert met > 8

    def test_words_that_the_wide_form_has_are_not_stored_again(self) -> None:
        loaded = collection.load()
        whole = narrow.Narrow(loaded)
        for draw in (ca.charts.capacity_chart, ca.charts.coverage_chart, ca.charts.transfers_chart):
            wide = theme.specification(draw(loaded.figures, loaded.articles))
            small = whole.of(wide)
            assert small is not None
            slender = sieve.slender(small, wide)
            shared = slender["usermeta"]["shared"]
            assert "quote" in shared
            assert len(json.dumps(slender)) < len(json.dumps(small))
            known: dict[str, dict[str, Any]] = {}
            for row in sieve.marks(wide):  # as the page's script puts it back
                known[row["figure_id"]] = {**row, **known.get(row["figure_id"], {})}
            back = [
                {**row, **{n: known[row["figure_id"]][n] for n in shared if n not in row}}
                for row in sieve.marks(slender)
            ]
            assert back == sieve.marks(small)
            assert sieve.marks(small)[0]["quote"], "what is given stays as it is"

    def test_other_words_of_the_same_figure_stay(self) -> None:
        def chart(**row: str) -> dict[str, Any]:
            return {"data": {"values": [{"figure_id": "a", **row}]}, "mark": "point"}

        one = chart(quote="40,000", said="up to")
        assert sieve.slender(one, chart(quote="14,500", said="less")) == one
        assert sieve.slender(one, chart(quote="40,000", said="less")) == {
            **chart(said="up to"),
            "usermeta": {"shared": ["quote"]},
        }

    def test_a_chart_that_says_something_else_has_none(self) -> None:
        loaded = collection.load()
        chart = theme.specification(ca.charts.capacity_chart(loaded.figures, loaded.articles))
        whole = narrow.Narrow(loaded)
        assert whole.of(chart) is not None
        assert whole.of({**chart, "description": "40,000 are reported."}) is None
        assert whole.of({"data": {"values": [{"x": 1}]}, "mark": "point"}) is None
