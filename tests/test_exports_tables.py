"""Tables that were exported, read by libraries of others: the same figures, the same characters."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import fastparquet
import frictionless
import hostile
import hypothesis
import openpyxl
import pandas as pd
import polars
import pytest
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

import cecot_analysis as ca
from cecot_analysis import exports, schema, tables, wiki

ARTICLES, FIGURES, REVIEWS = hostile.articles(), hostile.figures(), hostile.reviews()
NAMES = [column.name for column in schema.FIGURE_COLUMNS]
FORMULA = tuple("=+-@\t\r")


@pytest.fixture(scope="module", params=["hostile", "project"])
def given(request: pytest.FixtureRequest) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Figures and articles: those of `hostile`, and the project's own."""
    if request.param == "hostile":
        return FIGURES, ARTICLES
    return ca.load_figures(), ca.load_articles()


def written(given: tuple[pd.DataFrame, pd.DataFrame], name: str, folder: Path) -> Path:
    figures, articles = given
    path = folder / f"out{exports.FORMATS[name].suffix}"
    return figures.pipe(ca.export, name, path, articles=articles, reviews=REVIEWS)


def same(read: pd.DataFrame, given: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    """All cells are those of the figures, and each span, cut out of its text, is its words."""
    figures, articles = given
    found = schema.typed(read.reset_index(drop=True), schema.FIGURE_COLUMNS)
    pd.testing.assert_frame_equal(found, figures.reset_index(drop=True))
    for row in found.itertuples():
        text = articles.at[row.article_id, "text"]
        assert text[row.start : row.end].encode() == row.surface.encode()
        assert text[row.quote_start : row.quote_end].encode() == row.quote.encode()


class TestCsv:
    def test_read_by_pandas(self, given: Any, tmp_path: Path) -> None:
        path = written(given, "csv", tmp_path)
        read = pd.read_csv(path, keep_default_na=False, na_values=[""], dtype={"as_of": "str"})
        assert list(read.columns) == NAMES
        same(tables.restored(read), given)

    def test_read_by_polars(self, given: Any, tmp_path: Path) -> None:
        read = polars.read_csv(written(given, "csv", tmp_path), infer_schema=False)
        numbers = [one.name for one in schema.FIGURE_COLUMNS if one.kind in ("number", "integer")]
        frame = tables.restored(pd.DataFrame(read.to_dict(as_series=False)))
        same(frame.assign(**{name: pd.to_numeric(frame[name]) for name in numbers}), given)

    def test_no_text_begins_like_a_formula(self, tmp_path: Path) -> None:
        path = written((FIGURES, ARTICLES), "csv", tmp_path)
        cells = pd.read_csv(path, dtype="str", keep_default_na=False)
        numbers = [one.name for one in schema.FIGURE_COLUMNS if one.kind in ("number", "integer")]
        texts = cells.drop(columns=numbers).to_numpy().ravel()
        assert [text for text in texts if text.lstrip(" \n\u2028").startswith(FORMULA)] == []
        risky = FIGURES["quote"].str.startswith((*FORMULA, "'"))
        assert risky.sum() >= 4
        assert cells.loc[risky, "quote"].str.startswith("'").all()

    @hypothesis.given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1)))
    def test_any_text_comes_back(self, texts: list[str]) -> None:
        table = pd.DataFrame({"text": texts, "last": 1})
        head, *rows = csv.reader(io.StringIO(tables.csv_text(table), newline=""))
        assert head == ["text", "last"]
        read = tables.restored(pd.DataFrame(rows, columns=head))
        assert list(read["text"]) == texts

    def test_signs_of_the_data_stay(self, tmp_path: Path) -> None:
        path = written((FIGURES, ARTICLES), "csv", tmp_path)
        read = pd.read_csv(path, dtype="str", keep_default_na=False)
        assert "-57" in set(read["value"])
        assert "'+ 260" in set(read["surface"])


class TestJsonLines:
    def test_read_line_by_line(self, given: Any, tmp_path: Path) -> None:
        lines = written(given, "jsonl", tmp_path).read_bytes().decode().splitlines()
        rows = [json.loads(line) for line in lines]
        assert [list(row) for row in rows] == [NAMES] * len(given[0])
        same(pd.DataFrame(rows, dtype="object"), given)

    def test_read_by_polars(self, given: Any, tmp_path: Path) -> None:
        read = polars.read_ndjson(written(given, "jsonl", tmp_path), infer_schema_length=None)
        same(pd.DataFrame(read.to_dict(as_series=False)), given)


class TestParquet:
    def test_read_by_fastparquet(self, given: Any, tmp_path: Path) -> None:
        file = fastparquet.ParquetFile(str(written(given, "parquet", tmp_path)))
        read = file.to_pandas()
        assert list(read.columns) == NAMES
        assert str(read["start"].dtype) == "int64"
        assert str(read["value"].dtype) == "float64"
        assert file.key_value_metadata["made_by"].startswith("cecot-analysis ")
        assert re.fullmatch("[0-9a-f]{64}", file.key_value_metadata["figures_sha256"])
        same(read, given)


def decoded(cell: Any) -> Any:
    """A cell as Excel shows it: `_x000D_` is a carriage return."""
    return unescape(cell) if isinstance(cell, str) else cell


def frame(sheet: Worksheet) -> pd.DataFrame:
    head, *rows = sheet.iter_rows(values_only=True)
    return pd.DataFrame([[decoded(cell) for cell in row] for row in rows], columns=list(head))


class TestExcel:
    @pytest.fixture
    def book(self, tmp_path: Path) -> openpyxl.Workbook:
        return openpyxl.load_workbook(written((FIGURES, ARTICLES), "excel", tmp_path))

    def test_read_by_openpyxl(self, given: Any, tmp_path: Path) -> None:
        read = frame(openpyxl.load_workbook(written(given, "excel", tmp_path))["figures"])
        same(read, given)
        urls = [given[1].at[one, "url"] for one in given[0]["article_id"]]
        assert list(read["link"].fillna("")) == ["" if pd.isna(url) else url for url in urls]

    def test_sources_and_decisions(self, book: openpyxl.Workbook) -> None:
        assert book.sheetnames == ["figures", "sources", "reviews", "columns", "about"]
        read = frame(book["sources"])
        assert list(read["article_id"]) == list(ARTICLES.index)
        assert list(read["sha256"]) == list(ARTICLES["sha256"])
        decisions = frame(book["reviews"])
        assert set(decisions["reviewer"]) == {hostile.REVIEWER}
        assert set(decisions["reason"]) == {"-because | “so”\r\n"}

    def test_nothing_is_a_formula(self, book: openpyxl.Workbook, tmp_path: Path) -> None:
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
        assert any(str(cell.value).startswith("=") for cell in cells)
        quoted = {c.quotePrefix for c in cells if str(c.value).startswith(("=", "+", "-", "@"))}
        numbers = {c.data_type for c in cells if isinstance(c.value, int | float)}
        assert quoted == {True, False}  # negative numbers are numbers, and have none
        assert numbers == {"n"}
        texts = [c for c in cells if c.data_type == "s" and str(c.value).startswith("=")]
        assert all(cell.quotePrefix for cell in texts)

    def test_quote_link_and_note_are_in_view(self, book: openpyxl.Workbook) -> None:
        sheet = book["figures"]
        assert [cell.value for cell in sheet[1]][:3] == ["quote", "link", "note"]
        assert sheet.freeze_panes == "D2"
        assert sheet.auto_filter.ref
        widths = [sheet.column_dimensions[letter].width for letter in "ABC"]
        assert 40 < widths[0] < 80
        assert sum(widths) < 110, "what is frozen leaves room for the rest"
        assert {cell.alignment.wrap_text for cell in sheet["A"]} == {True}
        assert {cell.alignment.vertical for cell in sheet["A"]} == {"top"}

    def test_only_web_addresses_are_links(self, book: openpyxl.Workbook) -> None:
        links = {
            cell.hyperlink.target + (f"#{cell.hyperlink.location}" * bool(cell.hyperlink.location))
            for sheet in book
            for row in sheet.iter_rows()
            for cell in row
            if cell.hyperlink
        }
        assert links
        assert all(link.startswith(("http://", "https://")) for link in links)
        shown = [cell.value for cell in book["figures"]["B"]]
        assert "javascript:alert(1)" in shown

    def test_an_escape_in_a_text_stays_one(self, tmp_path: Path) -> None:
        """A title that reads `_x000D_` has no carriage return; openpyxl cannot tell them apart."""
        path = written((FIGURES, ARTICLES), "excel", tmp_path)
        with zipfile.ZipFile(path) as package:
            strings = ElementTree.fromstring(package.read("xl/sharedStrings.xml"))
        texts = ["".join(one.itertext()) for one in strings]
        spelled = [re.sub("_x([0-9A-F]{4})_", lambda m: chr(int(m[1], 16)), t) for t in texts]
        assert "_x000D_ <!--" in spelled
        assert any("\r\n" in text for text in spelled)

    def test_what_the_columns_mean_is_in_it(self, book: openpyxl.Workbook) -> None:
        listed = frame(book["columns"])
        shown = {(name, cell.value) for name in book.sheetnames[:3] for cell in book[name][1]}
        assert shown - set(zip(listed["sheet"], listed["column"], strict=True)) == set()
        about = [row[0] for row in book["about"].iter_rows(min_row=2, values_only=True)]
        assert any("figures_sha256: " in line for line in about)
        assert any("code points" in line for line in about)


READER = MarkdownIt("gfm-like", {"linkify": False, "html": True})


def parse(page: str) -> list[list[str]]:
    """The cells of the one table that `page` is; none of them may hold markup."""
    tokens = READER.parse(page)
    assert tokens[0].type == "table_open"
    assert tokens[-1].type == "table_close"
    table: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            table.append([])
        elif token.type == "inline":
            parts = token.children or []
            assert {part.type for part in parts} <= {"text", "text_special"}, "markup in a cell"
            table[-1].append("".join(part.content for part in parts))
    return table


class TestMarkdown:
    def test_read_by_markdown_it(self, given: Any, tmp_path: Path) -> None:
        figures, _ = given
        head, *rows = parse(written(given, "markdown", tmp_path).read_bytes().decode())
        assert tuple(head) == wiki.COLUMNS
        read = pd.DataFrame(rows, columns=head)
        assert list(read["Figure"]) == list(figures["figure_id"])
        for column, name in (("Quote", "quote"), ("Number as written", "surface")):
            assert [one.encode() for one in read[column]] == [one.encode() for one in figures[name]]
        assert [tuple(map(int, one.split("–"))) for one in read["Characters"]] == list(
            zip(figures["start"], figures["end"], strict=True)
        )
        assert list(read["Meaning"]) == [ca.in_words(one) for _, one in figures.iterrows()]
        assert list(read["Claimant"]) == list(figures["attribution"].fillna("unattributed"))
        assert list(read["As of"]) == list(figures["as_of"].fillna("not stated"))

    def test_one_line_per_figure(self, tmp_path: Path) -> None:
        page = written((FIGURES, ARTICLES), "markdown", tmp_path).read_bytes().decode()
        assert len(re.split("\r\n|\r|\n", page.rstrip("\n"))) == len(FIGURES) + 2

    @hypothesis.given(
        st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\r\n\t"))
    )
    def test_any_text_is_one_cell(self, text: str) -> None:
        table = f"| a | b |\n| --- | --- |\n| {wiki.cell(text)} | end |\n"
        assert parse(table) == [["a", "b"], [text, "end"]]

    def test_a_nul_is_refused(self) -> None:
        with pytest.raises(ca.DataError, match=r"NUL.*take csv"):
            exports.content(FIGURES.assign(attribution="a\0", claimant_kind="ngo"), "markdown")


class TestPackage:
    @pytest.fixture
    def folder(self, given: Any, tmp_path: Path) -> Path:
        with zipfile.ZipFile(written(given, "datapackage", tmp_path)) as package:
            assert [name for name in package.namelist() if ".." in name or name[0] == "/"] == []
            package.extractall(tmp_path / "package")
        return tmp_path / "package"

    def test_valid(self, folder: Path) -> None:
        report = frictionless.validate(str(folder / "datapackage.json"))
        assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "type", "note"])

    def test_read_by_frictionless(self, given: Any, folder: Path) -> None:
        package = frictionless.Package(str(folder / "datapackage.json"))
        rows = [row.to_dict() for row in package.get_resource("figures").read_rows()]
        read = pd.DataFrame(rows, dtype="object")
        for name in ("value", "low", "high"):
            read[name] = pd.to_numeric(read[name])
        same(tables.restored(read), given)

    def test_every_article_is_there_with_its_text(self, given: Any, folder: Path) -> None:
        _, articles = given
        package = frictionless.Package(str(folder / "datapackage.json"))
        rows = [row.to_dict() for row in package.get_resource("articles").read_rows()]
        listed = tables.restored(pd.DataFrame(rows, dtype="object"))
        assert list(listed["article_id"]) == list(articles.index)
        for row, text, title in zip(
            listed.to_dict("records"), articles["text"], articles["title"], strict=True
        ):
            assert (folder / row["text_file"]).read_bytes() == text.encode()
            assert row["title"] == title or pd.isna([row["title"], title]).all()

    def test_a_changed_cell_is_noticed(self, folder: Path) -> None:
        table = folder / "figures.csv"
        table.write_bytes(table.read_bytes().replace(b",people,", b",peoples,", 1))
        report = frictionless.validate(str(folder / "datapackage.json"))
        assert {"hash-count", "constraint-error"} & {e[0] for e in report.flatten(["type"])}
