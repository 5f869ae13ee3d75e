"""The widgets where room is scarce: filters that fold away, and nothing that hangs over an edge."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from bare import Bare, Mount
from playwright.sync_api import Page, expect

import cecot_analysis as ca

pytestmark = pytest.mark.browser

# What can be scrolled sideways, and what reaches over the right edge of the page.
SIDEWAYS = """() => [...document.querySelectorAll(".ca-pane, .ca-pane *")].filter((node) => {
  const scrolls = ["auto", "scroll"].includes(getComputedStyle(node).overflowX);
  const over = node.checkVisibility() && node.getBoundingClientRect().right > innerWidth + 1;
  const inside = node.closest("svg, .ca-behind, .ca-picked-words");
  return (scrolls && node.scrollWidth > node.clientWidth + 1) || (over && !inside);
}).map((node) => `${node.tagName} ${node.className}: ${node.scrollWidth} > ${node.clientWidth}`)"""


AXE = (Path(__file__).parent / "assets" / "axe.min.js").read_text("utf-8")
# The page around a widget is not the widget's; a drawing is one picture with one name.
FAULTS = """async () => {
  const off = { enabled: false };
  const rules = { "target-size": { enabled: true }, region: off, "landmark-one-main": off,
    "page-has-heading-one": off };
  const found = await axe.run({ exclude: ["svg.marks *"] }, { rules });
  return found.violations.map((one) => [one.id, one.nodes.map((node) => node.html).slice(0, 3)]);
}"""


def narrowed(bare: Bare, width: int) -> Page:
    """The page at another width, with everything drawn that this asks for."""
    bare.page.set_viewport_size({"width": width, "height": 1500})
    bare.settle()
    return bare.page


def test_filters_fold_where_room_is_scarce(
    mount: Mount, figures: pd.DataFrame, articles: pd.DataFrame
) -> None:
    view = ca.explore(figures, articles)
    bare = mount(view)
    page = bare.page
    fold = page.get_by_role("button", name="Filters: 1 set")
    facets = page.get_by_role("group", name="Filters", exact=True)
    expect(fold).to_have_attribute("aria-expanded", "true")
    expect(facets).to_be_visible()
    narrowed(bare, 760)
    expect(fold).to_have_attribute("aria-expanded", "false")
    expect(facets).to_be_hidden()
    chart = page.locator(".ca-chart").bounding_box()
    assert chart
    assert chart["y"] < 200  # a line of filters stands above it, no longer a page of them
    narrowed(bare, 1100)
    expect(facets).to_be_visible()

    # What a person says holds: over redraws and at each width.
    narrowed(bare, 760)
    fold.press("Enter")
    expect(facets).to_be_visible()
    expect(fold).to_be_focused()
    assert bare.rest() == 0  # no kernel is asked for that
    page.get_by_role("checkbox", name="arrests").press("Space")
    bare.settle()
    expect(facets).to_be_visible()
    expect(page.get_by_role("checkbox", name="arrests")).to_be_focused()
    narrowed(bare, 700)
    expect(facets).to_be_visible()
    page.locator(".ca-fold").press("Space")
    expect(facets).to_be_hidden()
    view.filters = {"metric": ["arrests", "capacity"]}
    bare.show()
    narrowed(bare, 1100)
    expect(facets).to_be_hidden()
    owned = page.locator(".ca-fold").get_attribute("aria-controls")
    assert page.locator(".ca-facets").get_attribute("id") == owned


def test_the_chosen_row_stays_in_sight(
    mount: Mount, figures: pd.DataFrame, articles: pd.DataFrame
) -> None:
    view = ca.explore(figures, articles)
    bare = mount(view)
    view.selected = view.frame["figure_id"].iloc[-1]
    bare.show()
    for width in (360, 700, 1100):
        page = narrowed(bare, width)
        box = page.locator(".ca-table").bounding_box()
        row = page.locator('.ca-table tr[aria-selected="true"]').bounding_box()
        assert box
        assert row
        assert box["y"] <= row["y"]
        assert row["y"] + row["height"] <= box["y"] + box["height"] + 1


def test_nobody_is_folded_away_from_what_they_type(
    mount: Mount, figures: pd.DataFrame, articles: pd.DataFrame
) -> None:
    bare = mount(ca.explore(figures, articles))
    search = bare.page.get_by_role("searchbox", name="Words in the quote")
    search.focus()
    narrowed(bare, 700)  # a sidebar opens, say
    expect(search).to_be_focused()
    expect(search).to_be_visible()


def test_what_is_set_can_be_taken_out_while_folded(
    mount: Mount, figures: pd.DataFrame, articles: pd.DataFrame
) -> None:
    view = ca.explore(figures, articles)
    bare = mount(view)
    page = narrowed(bare, 700)
    chips = page.get_by_role("group", name="Filters that are set").get_by_role("button")
    expect(chips).to_have_text(["Section: article body"])
    view.filters = {
        "metric": ["arrests", "capacity"],
        "source": list(articles.index),
        "as_of": ["2024-08", None],
        "published": [None, "2025"],
        "text": "more than",
        "section": [],
    }
    bare.show()
    expect(page.locator(".ca-fold")).to_have_text("Filters: 5 set")
    told = [
        "Metric: capacity",
        "Metric: arrests",
        *(f"Source: {name}" for name in view._known["source"].choices.values()),
        "As of: from 2024-08-01",
        "Published: to 2025-12-31",
        "Words in the quote: “more than”",
    ]
    expect(chips).to_have_text(told)
    page.get_by_role("button", name="Metric: arrests, take out").focus()
    page.keyboard.press("Enter")
    bare.answer()
    assert view.filters["metric"] == ["capacity"]
    expect(chips.nth(1)).to_be_focused()  # the next one has taken its place
    while chips.count():
        count = chips.count()
        chips.last.click()
        bare.answer()
        expect(chips).to_have_count(count - 1)
    assert {name: value for name, value in view.filters.items() if value} == {}
    expect(page.locator(".ca-fold")).to_have_text("Filters: none set")
    expect(page.get_by_role("group", name="Filters that are set")).to_have_count(0)
    page.get_by_role("button", name="Reset filters").click()
    bare.answer()
    expect(chips).to_have_text(["Section: article body"])


def test_many_choices_are_one_chip(mount: Mount, figures: pd.DataFrame) -> None:
    article = figures["article_id"].iloc[0]
    texts = {article: ca.load_articles().at[article, "text"]}
    texts |= {f"other {at}": "Nothing." for at in range(20)}
    articles = pd.DataFrame({"text": texts})
    view = ca.explore(figures[figures["article_id"] == article], articles)
    view.filters = {"source": list(texts), "section": []}
    bare = mount(view)
    chips = bare.page.get_by_role("group", name="Filters that are set").get_by_role("button")
    expect(chips).to_have_text(["Source: 21 chosen"])
    chips.click()
    bare.answer()
    assert "source" not in view.filters


@pytest.mark.parametrize("width", [800, 480, 380, 340, 300])
def test_nothing_hangs_over_an_edge(
    width: int, mount: Mount, figures: pd.DataFrame, articles: pd.DataFrame
) -> None:
    longest = articles["text"].str.len().idxmax()
    view = ca.explore(figures, articles)
    widgets = {
        "explorer": view,
        "reviewer": ca.review(articles, "Ana"),
        "reader": ca.read(articles.at[longest, "text"]),
    }
    for name, widget in widgets.items():
        bare = mount(widget)
        page = narrowed(bare, width)
        assert page.evaluate(SIDEWAYS) == [], name
        if name != "explorer":
            continue
        for question in ("timeline", "coverage", "disagreements"):
            view.question = question
            bare.show()
            bare.settle()
            assert page.evaluate(SIDEWAYS) == [], question
        if page.locator(".ca-fold").get_attribute("aria-expanded") == "false":
            page.locator(".ca-fold").click()
        assert page.evaluate(SIDEWAYS) == []
        table = page.get_by_role("grid", name="Figures that pass the filters")
        expect(table.get_by_role("row").nth(1).get_by_role("gridcell")).to_have_count(5)
        expect(table.get_by_role("columnheader")).to_have_count(5)


@pytest.mark.parametrize("width", [1100, 360])
def test_nothing_stands_in_anybodys_way(
    width: int, mount: Mount, figures: pd.DataFrame, articles: pd.DataFrame, tmp_path: Path
) -> None:
    """WCAG 2.2 AA, as far as a program can tell."""
    explorer = ca.explore(figures, articles)
    explorer.filters = {"metric": ["arrests", "capacity"]}
    desk = ca.review(articles, "Ana", tmp_path / "reviews.csv")
    desk.accept()
    for widget in (explorer, desk, ca.read(articles["text"].iloc[-1])):
        page = narrowed(mount(widget), width)
        if widget is explorer and width < 800:
            page.locator(".ca-fold").click()
        page.evaluate(AXE)
        assert page.evaluate(FAULTS) == []
