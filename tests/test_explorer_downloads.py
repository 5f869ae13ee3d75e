"""What is taken away from the explorer: no cell is a formula, and nothing else is changed."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path

import frictionless
import hostile
import pandas as pd
import pytest

from cecot_analysis import downloads, exports, schema, tables

CELLS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "\r1", "\n=1", "＝1", "\0=1", "\u00a0-1"]
CELLS += ["'quoted'", "'=1", "40,000", "a=b", "<b>", "e-mail", "1-2"]


@pytest.mark.parametrize("cell", CELLS)
def test_no_cell_runs_as_a_formula_and_each_is_read_back(cell: str, figures: pd.DataFrame) -> None:
    table = figures.head(2).assign(attribution=cell, value=-5.0)
    written = io.StringIO(downloads.selection_csv(table), newline="")
    kept = pd.read_csv(written, keep_default_na=False, na_values=[""], lineterminator="\n")
    for text in kept["attribution"]:
        assert not text.lstrip("\0 \u00a0\t\r\n").startswith(("=", "+", "-", "@", "＝"))
    assert list(tables.restored(kept)["attribution"]) == [cell] * 2
    assert list(kept["value"]) == [-5.0] * 2  # a number is no formula


def test_the_csv_is_the_export_of_the_selection(figures: pd.DataFrame) -> None:
    some = figures[figures["metric"] == "capacity"].reset_index(drop=True)
    assert downloads.selection_csv(some).encode() == exports.content(some, "csv")
    rows = list(csv.DictReader(io.StringIO(downloads.selection_csv(figures))))
    assert [row["figure_id"] for row in rows] == list(figures["figure_id"])
    assert list(rows[0]) == list(figures.columns)
    assert downloads.selection_csv(figures.head(0)).count("\n") == 1  # the head alone


@pytest.mark.parametrize("metric", ["arrests", "no such metric"])
def test_the_package_describes_its_files_and_keeps_the_spans(
    metric: str, figures: pd.DataFrame, articles: pd.DataFrame, tmp_path: Path
) -> None:
    some = figures[figures["metric"] == metric]
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
    package.extractall(tmp_path)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["name", "type", "note"])
    tables = [one["schema"] for one in described if one["type"] == "table"]
    assert [one["primaryKey"] for one in tables] == [["figure_id"], ["article_id"]]
    assert [one["name"] for one in tables[0]["fields"]] == list(figures.columns)
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


def test_hostile_words_are_packed_and_valid(tmp_path: Path) -> None:
    made = downloads.selection_package(hostile.figures(), hostile.articles(), {"filters": {}})
    zipfile.ZipFile(io.BytesIO(made)).extractall(tmp_path)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["name", "type", "note"])
    assert pd.read_csv(tmp_path / "figures.csv").shape[0] == len(hostile.figures())


def test_half_a_character_is_refused_and_said(
    figures: pd.DataFrame, articles: pd.DataFrame
) -> None:
    torn = articles.assign(text=articles["text"] + "\ud83d")
    with pytest.raises(schema.DataError, match="half a character"):
        downloads.selection_package(figures, torn, {})
