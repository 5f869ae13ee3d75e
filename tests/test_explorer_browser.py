"""The explorer as a person uses it: a real JupyterLab, a real browser, no network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import jupyter
import pandas as pd
import pytest
from conftest import Offline
from playwright.sync_api import Page, expect

import cecot_analysis as ca

pytestmark = pytest.mark.browser

NOTEBOOK = "notebooks/09_explorer.ipynb"
LOOKS = {
    "light": ("JupyterLab Light", 1280),
    "dark": ("JupyterLab Dark", 1280),
    "narrow": ("JupyterLab Light", 800),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = jupyter.scratch_copy(tmp_path_factory.mktemp("lab"))
    jupyter.settings(folder, "JupyterLab Light")
    return folder


@pytest.fixture(scope="module")
def address(copy: Path) -> Iterator[str]:
    with jupyter.lab(copy) as address:
        yield address


@pytest.fixture
def page(address: str, offline: Offline) -> Page:
    """Notebook 09 in JupyterLab, every cell just run."""
    page = offline.page(1280, 1500)
    jupyter.open_notebook(page, address, NOTEBOOK)
    jupyter.run_all(page)
    page.locator(".ca-chart svg.marks").wait_for(timeout=jupyter.RUN_TIMEOUT)
    page.locator(".ca-explorer").evaluate("node => node.scrollIntoView()")
    return page


@pytest.fixture(scope="module")
def figures() -> pd.DataFrame:
    return ca.load_figures().set_index("figure_id")


def selected(page: Page) -> str:
    """The figure_id of the table's selected row."""
    row = page.locator('.ca-table tr[aria-selected="true"]')
    return row.get_attribute("data-figure") or ""


def quote(page: Page) -> str:
    """The words that the page marks as the selected quote."""
    marks = page.locator(".ca-passage mark.ca-quote.ca-selected")
    return "".join(marks.evaluate_all("nodes => nodes.map(node => node.textContent)"))


def reads(page: Page, figures: pd.DataFrame, figure_id: str) -> None:
    """The page shows this figure, and its words are those that stand in the article."""
    expect(page.locator(f'.ca-table tr[data-figure="{figure_id}"]')).to_have_attribute(
        "aria-selected", "true"
    )
    figure = figures.loc[figure_id]
    number = page.locator(".ca-passage mark.ca-number.ca-selected")
    expect(number).to_have_attribute("data-figure", figure_id)
    text = ca.load_articles().at[figure["article_id"], "text"]
    assert quote(page) == text[figure["quote_start"] : figure["quote_end"]] == figure["quote"]
    assert number.text_content() == figure["surface"]
    assert page.locator(".ca-passage .ca-article").text_content() == text


def test_filter_click_read(page: Page, offline: Offline, figures: pd.DataFrame) -> None:
    body = figures[figures["section"] == "body"]
    arrests = list(body[body["metric"] == "arrests"].index)
    status = page.locator(".ca-status")
    expect(status).to_have_text(f"{len(body)} of {len(figures)} figures")

    # Every filter is there, labelled, with a count beside each choice.
    for name in ("Metric", "Source", "Scope", "Measure", "Claimant", "Comparator", "Section"):
        facet = page.get_by_role("group", name=name, exact=True)
        expect(facet.get_by_role("checkbox").first).to_be_visible()
        assert facet.locator(".ca-count").count() == facet.get_by_role("checkbox").count()

    page.get_by_role("group", name="Metric", exact=True).get_by_label("arrests").check()
    expect(status).to_have_text(f"{len(arrests)} of {len(figures)} figures")
    rows = page.locator(".ca-chart .mark-rect.role-mark path")
    expect(rows).to_have_count(len(arrests))
    reads(page, figures, arrests[0])

    # A click on a point leads to its words; so do a row, and the arrow keys.
    rows.nth(1).click(position={"x": 200, "y": 6})
    reads(page, figures, arrests[1])
    page.locator(".ca-chart .mark-symbol.role-mark path").first.click()
    reads(page, figures, arrests[0])
    page.locator(f'.ca-table tr[data-figure="{arrests[0]}"]').click()
    reads(page, figures, arrests[0])
    page.keyboard.press("ArrowDown")
    reads(page, figures, arrests[1])
    assert page.evaluate("document.activeElement.dataset.figure") == arrests[1]
    expect(rows.nth(1)).to_have_css("opacity", "1")

    # An empty selection says so and offers a way out.
    page.get_by_role("group", name="Claimant", exact=True).get_by_label(
        re.compile("^government")
    ).check()
    expect(status).to_have_text(f"0 of {len(figures)} figures")
    expect(page.get_by_role("alert")).to_contain_text("No figure passes these filters")
    expect(page.locator(".ca-chart")).to_be_hidden()
    page.get_by_role("button", name="Drop claimant").click()
    expect(status).to_have_text(f"{len(arrests)} of {len(figures)} figures")
    page.get_by_role("button", name="Reset filters").click()
    expect(status).to_have_text(f"{len(body)} of {len(figures)} figures")
    expect(page.locator(".ca-chart svg.marks")).to_be_visible()
    assert offline.refused == []


def test_keyboard_alone(page: Page, figures: pd.DataFrame) -> None:
    box = page.get_by_role("group", name="Section", exact=True).get_by_role("checkbox").nth(1)
    box.focus()
    page.keyboard.press("Space")
    expect(page.locator(".ca-status")).to_have_text(f"{len(figures)} of {len(figures)} figures")
    expect(box).to_be_focused()  # redrawn, and still the place of the person
    page.locator('.ca-table tr[tabindex="0"]').focus()
    page.keyboard.press("End")
    last = figures.index[-1]
    reads(page, figures, last)
    page.keyboard.press("Home")
    reads(page, figures, figures.index[0])


def test_sort_citation_and_whole_article(
    page: Page, offline: Offline, figures: pd.DataFrame
) -> None:
    body = figures[figures["section"] == "body"]
    page.get_by_role("button", name="Says").click()
    first = page.locator(".ca-table tbody tr").first
    expect(first).to_have_attribute("data-figure", body["value"].idxmin())
    first.click()
    reads(page, figures, body["value"].idxmin())
    offline.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy citation").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    citation = page.evaluate("navigator.clipboard.readText()")
    assert body.loc[body["value"].idxmin(), "quote"] in citation
    assert "undated" in citation
    assert "SHA-256" in citation
    page.get_by_role("button", name="Whole article").click()
    expect(page.locator(".ca-passage mark.ca-number.ca-selected")).to_be_in_viewport()


@pytest.mark.parametrize("look", LOOKS)
def test_looks(look: str, copy: Path, address: str, offline: Offline, screenshots: Path) -> None:
    theme, width = LOOKS[look]
    jupyter.settings(copy, theme)
    page = offline.page(width, 1700)
    jupyter.open_notebook(page, address, NOTEBOOK)
    jupyter.run_all(page)
    page.locator(".ca-chart svg.marks").wait_for(timeout=jupyter.RUN_TIMEOUT)
    page.locator(".ca-chart .mark-rect.role-mark path").nth(1).click(position={"x": 200, "y": 6})
    explorer = page.locator(".ca-explorer")
    explorer.evaluate("node => node.scrollIntoView()")
    page.wait_for_timeout(300)
    page.screenshot(path=screenshots / f"explorer_{look}.png")
    # Nothing hangs over the edge of the cell.
    assert explorer.evaluate("node => node.scrollWidth <= node.clientWidth + 1")
    assert page.locator(".ca-pane").evaluate_all(
        "nodes => nodes.every(node => node.scrollWidth <= node.clientWidth + 1)"
    )
