"""What is taken away from the explorer: no cell is a formula, and nothing else is changed."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile

import pandas as pd
import pytest

from cecot_analysis import articles as article_files
from cecot_analysis import downloads
from cecot_analysis.schema import FIGURE_COLUMNS, typed


@pytest.fixture(scope="module")
def articles() -> pd.DataFrame:
    return article_files.load_articles()


@pytest.fixture(scope="module")
def figures() -> pd.DataFrame:
    path = article_files.data_folder() / "figures.csv"
    return typed(pd.read_csv(path, keep_default_na=False, na_values=[""]), FIGURE_COLUMNS)


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "\r1", "\n=1", "＝1", "\0=1", "\u00a0-1"],
)
def test_a_text_like_a_formula_gets_an_apostrophe(cell: str, figures: pd.DataFrame) -> None:
    table = figures.head(2).assign(attribution=cell, value=-5.0)
    safe = downloads.neutralised(table)
    assert list(safe["attribution"]) == [f"'{cell}"] * 2
    assert list(safe["value"]) == [-5.0] * 2  # a number is no formula


@pytest.mark.parametrize("cell", ["40,000", "a=b", "<b>", "'quoted'", "e-mail", "1-2", ""])
def test_any_other_text_is_left_alone(cell: str, figures: pd.DataFrame) -> None:
    table = figures.head(1).assign(attribution=cell)
    assert list(downloads.neutralised(table)["attribution"]) == [cell]


def test_the_csv_holds_the_selection(figures: pd.DataFrame) -> None:
    rows = list(csv.DictReader(io.StringIO(downloads.selection_csv(figures))))
    assert [row["figure_id"] for row in rows] == list(figures["figure_id"])
    assert [row["quote"] for row in rows] == list(figures["quote"])
    assert list(rows[0]) == list(figures.columns)


def test_the_package_describes_its_files_and_keeps_the_spans(
    figures: pd.DataFrame, articles: pd.DataFrame
) -> None:
    some = figures[figures["metric"] == "arrests"]
    state = {"filters": {"metric": ["arrests"]}}
    made = downloads.selection_package(some, articles, state)
    assert made == downloads.selection_package(some, articles, state)
    package = zipfile.ZipFile(io.BytesIO(made))
    described = json.loads(package.read("datapackage.json"))["resources"]
    assert {one["path"] for one in described} | {"README.md", "datapackage.json"} == set(
        package.namelist()
    )
    for one in described:
        content = package.read(one["path"])
        assert one["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    assert '"metric": ["arrests"]' in package.read("README.md").decode()
    listed = pd.read_csv(io.BytesIO(package.read("articles.csv"))).set_index("article_id")
    rows = pd.read_csv(io.BytesIO(package.read("figures.csv")))
    assert set(rows["article_id"]) == set(listed.index)
    for row in rows.itertuples():
        text = package.read(listed.at[row.article_id, "text_file"]).decode()
        assert text[row.start : row.end] == row.surface


def test_names_of_files_are_not_those_of_articles(
    figures: pd.DataFrame, articles: pd.DataFrame
) -> None:
    hostile = {name: f"../../{name}\0<script>" for name in articles.index}
    renamed = articles.rename(index=hostile)
    own = figures.assign(article_id=figures["article_id"].map(hostile))
    names = zipfile.ZipFile(io.BytesIO(downloads.selection_package(own, renamed, {}))).namelist()
    assert not [name for name in names if ".." in name or "<" in name]
