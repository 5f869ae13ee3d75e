"""The explorer as a person uses it: a real JupyterLab, a real browser, no network."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import jupyter
import pandas as pd
import pytest
from bare import PALE
from conftest import Offline
from playwright.sync_api import Browser, Locator, Page, expect

import cecot_analysis as ca
from cecot_analysis import filters

pytestmark = pytest.mark.browser

NOTEBOOK = "notebooks/09_explorer.ipynb"
LOOKS = {
    "light": ("JupyterLab Light", 1280),
    "dark": ("JupyterLab Dark", 1280),
    "narrow": ("JupyterLab Light", 800),
}
FACETS = {
    "metric": "Metric",
    "source": "Source",
    "publisher": "Publisher",
    "scope": "Scope",
    "measure": "Measure",
    "claimant_kind": "Claimant",
    "comparator": "Comparator",
    "section": "Section",
    "review": "Review",
}
TITLES = {
    "Dates": "articles are dated",
    "Who reports what": "articles report",
    "Agreement": "comparable quantities",
    "Values": "articles report",
}
PATIENCE = 20_000


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = jupyter.scratch_copy(tmp_path_factory.mktemp("lab"))
    jupyter.settings(folder, "JupyterLab Light")
    return folder


def opened(page: Page, address: str, notebook: str = NOTEBOOK) -> Page:
    """A notebook in JupyterLab, every cell just run, its explorer in sight."""
    page.set_default_timeout(PATIENCE)
    jupyter.open_notebook(page, address, notebook)
    jupyter.run_all(page)
    page.locator(".ca-chart svg.marks").wait_for()
    page.locator(".ca-explorer").evaluate("node => node.scrollIntoView()")
    return page


@pytest.fixture(scope="module")
def desk(browser: Browser, address: str) -> Iterator[Offline]:
    """One page for most tests: opening JupyterLab takes longer than any of them."""
    context = browser.new_context(service_workers="block")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk = Offline(context)
    context.route("**/*", desk.route)
    opened(desk.page(1280, 1500), address)
    yield desk
    context.close()


@pytest.fixture
def page(desk: Offline) -> Page:
    """Notebook 09 with its explorer as it opens (but for the order of the table)."""
    [page] = desk.context.pages
    desk.errors.clear()
    reset = page.get_by_role("button", name="Reset filters")
    if reset.is_enabled():
        reset.click()
        expect(reset).to_be_disabled()
    page.get_by_role("button", name="Values", exact=True).click()
    page.get_by_role("button", name="Linear", exact=True).click()
    return page


@pytest.fixture(scope="module")
def articles() -> pd.DataFrame:
    return ca.load_articles()


@pytest.fixture(scope="module")
def figures() -> pd.DataFrame:
    return ca.load_figures().set_index("figure_id", drop=False)


def facet(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=FACETS.get(name, name), exact=True)


def status(page: Page, shown: int, total: int) -> None:
    expect(page.locator(".ca-status")).to_have_text(f"{shown} of {total} figures")


def reads(page: Page, figures: pd.DataFrame, articles: pd.DataFrame, figure_id: str) -> None:
    """The page shows this figure, and its words are those that stand in the article."""
    figure = figures.loc[figure_id]
    expect(page.locator(f'.ca-table tr[data-figure="{figure_id}"]')).to_have_attribute(
        "aria-selected", "true"
    )
    number = page.locator(".ca-passage mark.ca-number.ca-selected")
    expect(number).to_have_attribute("data-figure", figure_id)
    marks = page.locator(".ca-passage mark.ca-quote.ca-selected")
    quote = "".join(marks.evaluate_all("nodes => nodes.map(node => node.textContent)"))
    text = articles.at[figure["article_id"], "text"]
    assert quote == text[figure["quote_start"] : figure["quote_end"]] == figure["quote"]
    assert number.text_content() == figure["surface"]
    assert page.locator(".ca-passage .ca-article").text_content() == text
    for fact in (figure["rule"], ca.in_words(figure)):
        expect(page.locator(".ca-evidence-pane .ca-card")).to_contain_text(fact)


def test_every_choice_of_every_filter(
    page: Page, desk: Offline, figures: pd.DataFrame, articles: pd.DataFrame
) -> None:
    """Ticked, each choice shows as many figures as stood beside it, and they are the right ones."""
    facet(page, "section").get_by_role("checkbox").first.uncheck()
    status(page, len(figures), len(figures))
    known = filters.available(figures, articles)
    columns = {**{name: name for name in FACETS}, "source": "article_id"}
    papers = figures["article_id"].map(filters.publishers(articles))
    for name in FACETS:
        boxes = facet(page, name).locator("label")
        codes = {label: code for code, label in known[name].choices.items()}
        values = papers if name == "publisher" else figures[columns[name]]
        for at in range(boxes.count()):
            label = boxes.nth(at).get_attribute("title") or ""
            wanted = figures[values == codes[label]]
            assert boxes.nth(at).locator(".ca-count").inner_text() == str(len(wanted))
            boxes.nth(at).get_by_role("checkbox").check()
            status(page, len(wanted), len(figures))
            rows = page.locator(".ca-table tbody tr")
            expect(rows).to_have_count(len(wanted))
            shown = rows.evaluate_all("nodes => nodes.map(node => node.dataset.figure)")
            assert shown == list(wanted["figure_id"])
            boxes.nth(at).get_by_role("checkbox").uncheck()
            status(page, len(figures), len(figures))
    assert desk.refused == []
    assert desk.errors == []


def test_words_and_periods(page: Page, figures: pd.DataFrame, articles: pd.DataFrame) -> None:
    body = figures[figures["section"] == "body"]
    search = page.get_by_role("searchbox", name="Words in the quote")
    search.press_sequentially("PEOPLE jailed", delay=30)
    jailed = body[body["quote"].str.contains("people") & body["quote"].str.contains("jailed")]
    status(page, len(jailed), len(figures))
    expect(search).to_be_focused()
    expect(search).to_have_value("PEOPLE jailed")
    search.fill("")
    status(page, len(body), len(figures))
    page.get_by_label("As of from").fill("2024-08-31")
    dated = body[body["as_of"] == "2024-08"]
    assert len(dated)
    status(page, len(dated), len(figures))
    page.get_by_label("As of to").fill("2024-08-01")
    expect(page.get_by_role("alert")).to_contain_text("before it begins")
    page.get_by_role("button", name="Reset filters").click()
    status(page, len(body), len(figures))
    expect(page.get_by_role("alert")).to_have_count(0)
    page.get_by_label("Published to").fill("2025-02-04")
    early = articles.index[articles["published"] <= "2025-02-04"]
    status(page, int(body["article_id"].isin(early).sum()), len(figures))


def test_point_row_and_arrow_keys(
    page: Page, figures: pd.DataFrame, articles: pd.DataFrame
) -> None:
    arrests = list(figures.index[(figures["metric"] == "arrests") & (figures["section"] == "body")])
    facet(page, "metric").get_by_label("arrests").check()
    status(page, len(arrests), len(figures))
    rows = page.locator(".ca-chart .mark-rect.role-mark path")
    expect(rows).to_have_count(len(arrests))
    reads(page, figures, articles, arrests[0])
    rows.nth(1).click(position={"x": 3, "y": 3})
    reads(page, figures, articles, arrests[1])
    expect(rows.nth(1)).to_have_css("opacity", "1")
    page.locator(".ca-chart .mark-symbol.role-mark path").first.click()
    reads(page, figures, articles, arrests[0])
    page.locator(f'.ca-table tr[data-figure="{arrests[1]}"]').click()
    reads(page, figures, articles, arrests[1])
    page.keyboard.press("ArrowUp")
    reads(page, figures, articles, arrests[0])
    assert page.evaluate("document.activeElement.dataset.figure") == arrests[0]
    expect(rows.nth(0)).to_have_css("opacity", "1")
    page.locator(".ca-chart").focus()
    page.keyboard.press("ArrowDown")
    reads(page, figures, articles, arrests[1])
    expect(page.locator(".ca-chart")).to_be_focused()


def test_nothing_left_says_so_and_offers_a_way_back(page: Page, figures: pd.DataFrame) -> None:
    arrests = int(((figures["metric"] == "arrests") & (figures["section"] == "body")).sum())
    facet(page, "metric").get_by_label("arrests").check()
    facet(page, "claimant_kind").get_by_label(re.compile("^government")).check()
    status(page, 0, len(figures))
    expect(page.get_by_role("alert")).to_contain_text("No figure passes these filters")
    expect(page.locator(".ca-chart")).to_be_hidden()
    way = page.get_by_role("button", name="Drop claimant")
    way.focus()
    page.keyboard.press("Enter")
    status(page, arrests, len(figures))
    expect(page.locator(".ca-chart svg.marks")).to_be_visible()
    expect(page.get_by_role("button", name="Reset filters")).to_be_focused()


def test_keyboard_alone(page: Page, figures: pd.DataFrame, articles: pd.DataFrame) -> None:
    box = facet(page, "section").get_by_role("checkbox").nth(1)
    box.focus()
    page.keyboard.press("Space")
    status(page, len(figures), len(figures))
    expect(box).to_be_focused()  # redrawn, and still the place of the person
    page.locator('.ca-table tr[tabindex="0"]').focus()
    page.keyboard.press("End")
    reads(page, figures, articles, figures.index[-1])
    page.keyboard.press("Home")
    reads(page, figures, articles, figures.index[0])


def test_every_control_has_a_name(page: Page) -> None:
    nameless = page.locator(".ca-explorer").evaluate(
        """root => [...root.querySelectorAll("input, button, select, textarea, [tabindex='0']")]
          .filter(node => !(node.labels?.length || node.getAttribute("aria-label")
                            || node.textContent.trim()))
          .map(node => node.outerHTML)"""
    )
    assert nameless == []


def test_charts_by_question(page: Page, desk: Offline) -> None:
    for name, title in TITLES.items():
        button = page.get_by_role("button", name=name, exact=True)
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
        expect(page.locator(".ca-chart svg.marks .role-title-text").first).to_contain_text(title)
    ticks = page.locator(".ca-chart svg.marks")
    page.get_by_role("button", name="Log", exact=True).click()
    expect(ticks).to_contain_text("100,000")
    page.get_by_role("button", name="Who reports what").click()
    expect(page.get_by_role("button", name="Log", exact=True)).to_have_count(0)
    page.locator(".ca-chart .mark-rect.role-mark path").last.click(position={"x": 3, "y": 3})
    expect(page.locator(".ca-passage mark.ca-number.ca-selected")).to_be_visible()
    assert desk.errors == []


def test_sort_cite_read_and_take_away(
    page: Page, figures: pd.DataFrame, articles: pd.DataFrame
) -> None:
    body = figures[figures["section"] == "body"]
    page.get_by_role("button", name="Says").click()
    least = body["value"].idxmin()
    first = page.locator(".ca-table tbody tr").first
    expect(first).to_have_attribute("data-figure", least)
    first.click()
    reads(page, figures, articles, least)
    page.get_by_role("button", name="Copy citation").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    figure = body.loc[least]
    citation = page.evaluate("navigator.clipboard.readText()")
    assert citation == ca.citation(figure, articles.loc[figure["article_id"]])
    assert "undated" in citation
    page.get_by_role("button", name="Whole article").click()
    expect(page.locator(".ca-passage mark.ca-number.ca-selected")).to_be_in_viewport()

    facet(page, "metric").get_by_label("arrests").check()
    arrests = body[body["metric"] == "arrests"]
    status(page, len(arrests), len(figures))
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download CSV").click()
    with Path(taken.value.path()).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["figure_id"] for row in rows] == list(arrests["figure_id"])
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download data package").click()
    package = zipfile.ZipFile(io.BytesIO(Path(taken.value.path()).read_bytes()))
    assert {"figures.csv", "articles.csv", "datapackage.json"} <= set(package.namelist())
    assert json.loads(package.read("datapackage.json"))["resources"]


def test_a_kernel_restart_in_the_middle(page: Page, figures: pd.DataFrame) -> None:
    """What is clicked after a restart is not taken for done; running the cells mends it."""
    body = int((figures["section"] == "body").sum())
    facet(page, "metric").get_by_label("arrests").check()
    status(page, 2, len(figures))
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.locator('.lm-Menu-item[data-command="kernelmenu:restart"]').click()
    page.get_by_role("button", name="Confirm Kernel Restart").click()
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    facet(page, "metric").get_by_label("capacity").check()
    expect(page.get_by_role("alert")).to_contain_text("The kernel does not answer", timeout=15_000)
    jupyter.run_all(page)
    page.locator(".ca-chart svg.marks").wait_for()
    status(page, body, len(figures))
    expect(page.get_by_role("alert")).to_have_count(0)
    facet(page, "metric").get_by_label("arrests").check()
    status(page, 2, len(figures))


# A running cell is not enough: JupyterLab lets widgets be answered beside it.
SLOW = (
    "import os, time, cecot_analysis.explorer as e; show = e.Explorer._show; "
    'wait = lambda: [time.sleep(0.1) for _ in iter(lambda: os.path.exists("go"), True)]; '
    "e.Explorer._show = lambda self, *parts: (wait(), show(self, *parts))"
)


def test_a_slow_kernel_takes_nothing_back(page: Page, copy: Path, figures: pd.DataFrame) -> None:
    """What is done while nothing is answered stays as it was done, and is dealt with in the end."""
    body = figures[figures["section"] == "body"]
    last = page.locator(".jp-NotebookPanel .jp-CodeCell").last
    last.scroll_into_view_if_needed()
    last.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(SLOW)
    page.keyboard.press("Control+Enter")
    jupyter.idle(page).wait_for(state="attached")
    page.locator(".ca-explorer").evaluate("node => node.scrollIntoView()")
    row = page.locator('.ca-table tr[tabindex="0"]')
    row.focus()
    for key in ("Home", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    chosen = body["figure_id"].iloc[2]
    assert page.evaluate("document.activeElement.dataset.figure") == chosen
    for name in ("arrests", "capacity"):
        facet(page, "metric").get_by_label(name).check()
    search = page.get_by_role("searchbox", name="Words in the quote")
    search.press_sequentially("people", delay=100)
    expect(page.locator(".ca-status")).to_have_text(f"{len(body)} of {len(figures)} figures")
    for name in ("arrests", "capacity"):
        expect(facet(page, "metric").get_by_label(name)).to_be_checked()
    (copy / "notebooks" / "go").touch()
    said = body[body["quote"].str.contains("people", case=False)]
    status(page, int(said["metric"].isin(["arrests", "capacity"]).sum()), len(figures))
    for name in ("arrests", "capacity"):
        expect(facet(page, "metric").get_by_label(name)).to_be_checked()
    expect(search).to_have_value("people")
    expect(search).to_be_focused()


def test_keys_in_the_explorer_are_not_the_notebooks(page: Page) -> None:
    cells = page.locator(".jp-NotebookPanel .jp-Cell")
    count = cells.count()
    for place in (
        page.locator('.ca-table tr[tabindex="0"]'),
        page.get_by_role("button", name="Copy citation"),
        page.locator(".ca-chart"),
        page.locator(".ca-passage"),
    ):
        place.focus()
        for key in ("d", "d", "b", "a", "x", "m", "1"):
            page.keyboard.press(key)
        expect(place).to_be_focused()
    assert cells.count() == count


# The chart is the one for this width, and it is in place.
DRAWN_TO_FIT = """() => {
  const [frame] = document.querySelectorAll('.ca-chart[aria-busy="false"]');
  const svg = frame?.querySelector("svg.marks");
  return svg && Number(svg.getAttribute("width")) <= frame.clientWidth;
}"""


def test_looks(page: Page, desk: Offline, screenshots: Path) -> None:
    """Light, dark and narrow, in one JupyterLab whose theme is changed under the explorer."""
    fits = "node => node.scrollWidth <= node.clientWidth + 1"
    for look, (theme, width) in LOOKS.items():
        page.set_viewport_size({"width": width, "height": 1700})
        jupyter.choose_theme(page, theme)
        page.wait_for_function(DRAWN_TO_FIT)
        row = page.locator(".ca-chart .mark-rect.role-mark path").nth(1)
        row.click(position={"x": 3, "y": 24})
        expect(row).to_have_css("opacity", "1")
        expect(page.locator(".ca-tip")).to_be_visible()
        page.locator(".ca-explorer").evaluate("node => node.scrollIntoView()")
        page.screenshot(path=screenshots / f"explorer_{look}.png")
        assert page.evaluate(PALE) == [], look
        # The filters are there where they have room; what is set is always there.
        shown = str(width > 1000).lower()
        expect(page.locator(".ca-fold")).to_have_attribute("aria-expanded", shown)
        expect(page.locator(".ca-taken")).to_have_text(["Section: article body"])
        # Nothing hangs over the edge of the cell, and the chart fits its frame.
        assert page.locator(".ca-explorer").evaluate(fits)
        for question, title in TITLES.items():
            page.get_by_role("button", name=question, exact=True).click()
            drawn = page.locator(".ca-chart svg.marks .role-title-text").first
            expect(drawn).to_contain_text(title)
            place = screenshots / f"explorer_{look}_{question}.png"
            page.locator(".ca-chart").screenshot(path=place)
            assert page.locator(".ca-chart").evaluate(fits), question
        assert all(page.locator(".ca-pane").evaluate_all(f"nodes => nodes.map({fits})"))
    jupyter.choose_theme(page, "JupyterLab Light")
    page.set_viewport_size({"width": 1280, "height": 1500})
    assert desk.errors == []
