"""Tables between the charts of a page: their rows know their figures, and follow the filters."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup, Tag
from conftest import Offline
from playwright.sync_api import Page, expect

import cecot_analysis as ca
from cecot_analysis import collection, evidence, rendering
from cecot_analysis.collection import Collection
from cecot_analysis.labels import Labels


@pytest.fixture(scope="module")
def whole() -> Collection:
    return collection.load()


def rows(html: str, whole: Collection) -> list[Tag]:
    """The rows of the table in `html`, as a page has it, labelled."""
    soup = BeautifulSoup(Labels(whole).of(rendering.clean(html)), "html.parser")
    return list(soup.select("tbody tr"))


def figures(row: Tag) -> set[str]:
    return set(json.loads(str(row.get("data-figures", "[]"))))


class TestLabels:
    def test_a_row_of_words_is_known_as_its_figure(self, whole: Collection) -> None:
        table = ca.charts.table(whole.figures, whole.articles)
        drawn = list(whole.considered["figure_id"])
        shown = rows(table.reset_index().to_html(index=False), whole)
        found = [figures(row) for row in shown]
        assert len(found) == len(drawn) > 10
        assert all(len(one) == 1 for one in found)
        assert set.union(*found) == set(drawn)

    def test_a_row_of_evidence_is_known_as_its_figure(self, whole: Collection) -> None:
        shown = rows(str(evidence.table(whole.considered, whole.articles)), whole)
        for row, one in zip(shown, whole.considered["figure_id"], strict=True):
            assert figures(row) == {one}

    def test_a_row_of_an_article_is_known_by_its_source(self, whole: Collection) -> None:
        codes = list(whole.addresses.articles.values())
        counts = whole.articles[["n_words"]]
        by_name = counts.set_axis(list(whole.sources.values()))
        for table in (counts, by_name):
            assert [row["data-source"] for row in rows(table.to_html(), whole)] == codes

    def test_a_quantity_has_all_its_reports(self, whole: Collection) -> None:
        groups = ca.compare(whole.figures)
        shown = rows(groups.to_html(index=False), whole)
        for row, ids in zip(shown, groups["figure_ids"], strict=True):
            assert figures(row) == set(ids.split(", "))

    def test_a_grid_is_known_cell_by_cell_either_way_round(self, whole: Collection) -> None:
        grid = ca.coverage(whole.figures, whole.articles)
        for table in (grid, grid.T):
            cells = [
                cell
                for row in rows(table.fillna("–").to_html(), whole)
                for cell in row.select("[data-pieces]")
            ]
            met: set[str] = set()
            for cell in cells:
                pieces = json.loads(str(cell["data-pieces"]))
                assert "; ".join(words for words, _ in pieces) == cell.get_text()
                for words, ids in pieces:
                    for one in ids:
                        assert str(whole.by_id[one].surface).split()[0][:2] in words
                    met |= set(ids)
            assert met == set(whole.considered["figure_id"])

    @pytest.mark.parametrize(
        "table",
        [
            pd.DataFrame({"claimant": ["unattributed"], "figures": [9]}),
            pd.DataFrame({"metric": ["population"], "surface": ["15,001"], "value": [15001]}),
            pd.DataFrame({"source": ["<b>nobody</b>"], "reported": ["40,000"]}),
            pd.DataFrame({"a": [1]}),
            pd.DataFrame(),
        ],
        ids=["totals", "another text", "no source", "numbers", "nothing"],
    )
    def test_a_table_of_something_else_is_left_as_it_is(
        self, whole: Collection, table: pd.DataFrame
    ) -> None:
        labels, html = Labels(whole), rendering.clean(table.to_html(index=False))
        assert "data-" not in labels.of(html)
        assert not labels.figures
        assert BeautifulSoup(labels.of(html), "html.parser") == BeautifulSoup(html, "html.parser")


SHOWN = """() => [...document.querySelectorAll("main .table:not(figure .table) > table")]
  .map((table) => [...table.tBodies[0].rows].filter((row) => row.checkVisibility()))
  .map((rows) => rows.map((row) => row.innerText))"""
NOTES = """() => [...document.querySelectorAll("main .table:not(figure .table)")].map((frame) =>
  frame.previousElementSibling.checkVisibility() ? frame.previousElementSibling.innerText : "")"""


def opened(offline: Offline, site: Path, notebook: str, width: int = 1280) -> Page:
    page = offline.page(width=width)
    page.goto((site / "notebooks" / f"{notebook}.html").as_uri())
    expect(page.locator("figure.chart:not([data-drawn])")).to_have_count(0)
    return page


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 320])
def test_tables_follow_the_filters_or_say_that_they_do_not(
    built_site: Path, offline: Offline, whole: Collection, width: int
) -> None:
    page = opened(offline, built_site, "01_sources", width)
    everything = page.evaluate(SHOWN)
    assert not any(page.evaluate(NOTES))
    for article_id, code in whole.addresses.articles.items():
        if not (whole.considered["article_id"] == article_id).any():
            continue
        page.locator("form.find select[name=source]").select_option(code)
        expect(page.locator("[data-status]")).to_contain_text(" shown")
        names = {str(article_id), whole.sources[article_id]}
        for before, now, note in zip(
            everything, page.evaluate(SHOWN), page.evaluate(NOTES), strict=True
        ):
            own = [row for row in before if any(name in row for name in names)]
            if "shows everything" in note:
                assert now == before
            else:
                assert now == own
                assert note.startswith(f"{len(own)} of {len(before)} row")
    page.get_by_role("button", name="Show all again").click()
    expect(page.locator("[data-status]")).to_have_text("")
    assert page.evaluate(SHOWN) == everything
    assert not any(page.evaluate(NOTES))
    assert offline.errors == offline.refused == []


@pytest.mark.browser
def test_a_grid_shows_what_passes_of_each_cell(
    built_site: Path, offline: Offline, whole: Collection
) -> None:
    page = opened(offline, built_site, "00_start_here")
    everything = page.evaluate(SHOWN)
    page.locator("form.find select[name=kind]").select_option("government")
    expect(page.locator("[data-status]")).to_contain_text(" shown")
    rows_ = whole.considered
    own = rows_[rows_["claimant_kind"] == "government"]
    [grid, *_], [note, *others] = page.evaluate(SHOWN), page.evaluate(NOTES)
    assert [row.split()[0] for row in grid] == [
        metric for metric in ca.schema.METRICS if metric in set(own["metric"])
    ]
    left = ca.coverage(own, whole.articles).dropna(axis="columns", how="all")
    for row in grid:
        metric, *cells = row.split("\t")
        assert cells == left[metric].dropna().tolist()
    assert note.startswith(f"{own['metric'].nunique()} of {len(everything[0])} rows and ")
    assert any("shows everything" in one for one in others)
    page.locator("form.find select[name=kind]").select_option("")
    expect(page.locator("[data-status]")).to_have_text("")
    assert page.evaluate(SHOWN) == everything
    assert offline.errors == offline.refused == []
