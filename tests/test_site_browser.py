"""The site in a browser, from disk, with the network cut off."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Offline
from pages import every_page, shown_at
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
DRAWN = "figure.chart[data-drawn]"
WIDTHS = (320, 390, 640)
WIDEST = """() => [...document.querySelectorAll("main *, header *, footer *")]
  .sort((one, other) => other.getBoundingClientRect().right - one.getBoundingClientRect().right)
  [0].outerHTML.slice(0, 200)"""


def opened(offline: Offline, path: Path, width: int = 1280) -> Page:
    """The page at `path`, all its charts drawn."""
    page = offline.page(width=width)
    page.goto(path.as_uri())
    charts = page.locator("figure.chart").count()
    page.wait_for_function(f"() => document.querySelectorAll('{DRAWN}').length == {charts}")
    return page


def pages(site: Path) -> list[Path]:
    return [site / "index.html", *sorted((site / "notebooks").glob("*.html"))]


def test_every_chart_is_drawn_without_a_network(
    built_site: Path, offline: Offline, screenshots: Path
) -> None:
    charts = 0
    for path in pages(built_site):
        page = opened(offline, path)
        for figure in page.locator("figure.chart").all():
            marks = figure.locator("svg.marks, canvas.marks")
            assert marks.count() == 1, path.name
            box = marks.bounding_box()
            assert box is not None
            assert box["width"] > 200
            assert box["height"] > 50
            assert marks.locator(".role-mark > *").count() > 0, path.name
            charts += 1
        page.screenshot(path=screenshots / f"site-{path.stem}.png", full_page=True)
        page.close()
    assert charts > 8
    assert offline.errors == []
    assert offline.refused == []


def test_a_reader_walks_from_the_index_through_every_notebook(
    built_site: Path, offline: Offline
) -> None:
    page = opened(offline, built_site / "index.html")
    page.locator("a.card").first.click()
    titles = [page.locator("h1").inner_text()]
    while page.locator("a[rel=next]").count():
        page.locator("a[rel=next]").click()
        titles.append(page.locator("h1").inner_text())
    assert len(set(titles)) == len(pages(built_site)) - 1
    page.locator("a.brand").click()
    assert page.url == (built_site / "index.html").as_uri()


def test_no_page_runs_out_of_its_window(
    built_site: Path, offline: Offline, screenshots: Path
) -> None:
    """At 320 pixels (WCAG 1.4.10), on a telephone, at 200 % on a laptop; all that opens is open."""
    page = offline.page(width=WIDTHS[0])
    wide = {}
    for path in every_page(built_site):
        shown_at(page, path)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide[path.name, width] = page.evaluate(WIDEST)
            if path.stem.startswith(("index", "02")) and width > WIDTHS[0]:
                place = screenshots / f"site-{path.stem}-{width}.png"
                page.screenshot(path=place, full_page=True)
        page.set_viewport_size({"width": WIDTHS[0], "height": 800})
    assert wide == {}
    assert offline.errors == offline.refused == []


@pytest.mark.parametrize("width", [320, 1280])
def test_reads_without_javascript(built_site: Path, offline: Offline, width: int) -> None:
    browser = offline.context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    for path in pages(built_site)[1:]:
        page.goto(path.as_uri())
        for still in page.locator("figure.chart noscript img").all():
            box = still.bounding_box()
            assert box is not None
            drawn = float(still.evaluate("one => one.naturalWidth"))
            assert 0.85 * drawn < box["width"] <= width, path.name  # letters stay readable
            assert still.get_attribute("alt")
        expect(page.locator("form.find:visible, .sideways:visible, .sifted:visible")).to_have_count(
            0
        )
    context.close()


def test_the_keyboard_reaches_the_content_first(built_site: Path, offline: Offline) -> None:
    page = opened(offline, built_site / "index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
