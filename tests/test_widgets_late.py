"""A late kernel takes nothing back: not what is typed, not what is chosen, not the focus.

The pages have no Jupyter: a test says when Python hears of what was done (`bare`).
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import reviewing
from bare import Mount
from playwright.sync_api import Page, expect

import cecot_analysis as ca
from cecot_analysis.reviews import load_reviews

pytestmark = pytest.mark.browser


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pd.DataFrame:
    monkeypatch.setenv("CECOT_DATA", str(reviewing.corpus(tmp_path)))
    return ca.load_articles()


def focused(page: Page) -> str:
    """The key of what has the focus."""
    return str(
        page.evaluate("document.activeElement.dataset.key ?? document.activeElement.tagName")
    )


def test_filters(mount: Mount, figures: pd.DataFrame, articles: pd.DataFrame) -> None:
    view = ca.explore(figures, articles)
    bare = mount(view)
    page = bare.page
    capacity = page.get_by_role("checkbox", name="capacity")
    arrests = page.get_by_role("checkbox", name="arrests")
    capacity.check()
    arrests.check()
    assert bare.hear() == 2
    bare.answer(1)  # to the first tick alone: the second stays
    expect(arrests).to_be_checked()
    search = page.get_by_role("searchbox", name="Words in the quote")
    search.press_sequentially("jailed")
    bare.answer()
    expect(search).to_have_value("jailed")
    expect(search).to_be_focused()
    bare.settle()
    assert view.filters["metric"] == ["capacity", "arrests"]
    assert view.filters["text"] == "jailed"
    # Typed, and left at once: it stands there until Python hears of it, and after.
    search.fill("prison")
    page.get_by_role("checkbox", name="capacity").focus()
    view.question = "coverage"
    bare.show()
    expect(search).to_have_value("prison")
    bare.settle()
    assert view.filters["text"] == "prison"
    view.filters = {"text": "inmates"}  # what Python sets is shown
    bare.show()
    expect(search).to_have_value("inmates")


def test_a_date_typed_by_keyboard(
    mount: Mount, figures: pd.DataFrame, articles: pd.DataFrame
) -> None:
    view = ca.explore(figures, articles)
    bare = mount(view)
    page, field = bare.page, bare.page.get_by_label("As of from")
    field.focus()
    for digit in "08312024":
        page.keyboard.press(digit)
        bare.answer()
        expect(field).to_be_focused()
    assert view.filters["as_of"] == ["2024-08-31", None]
    last = page.get_by_label("As of to")
    last.fill("2024-08-01")
    bare.answer()
    expect(page.get_by_role("alert")).to_contain_text("before it begins")
    expect(last).to_have_value("2024-08-01")  # what is refused can be put right
    page.get_by_role("button", name="Reset filters").press("Enter")
    bare.answer()
    expect(last).to_have_value("")
    expect(field).to_have_value("")
    assert focused(page) == "reset"


def test_rows_are_gone_through_faster_than_the_kernel_answers(
    mount: Mount, figures: pd.DataFrame, articles: pd.DataFrame
) -> None:
    view = ca.explore(figures, articles)
    bare = mount(view)
    page, ids = bare.page, list(view.frame["figure_id"])
    page.locator('.ca-table tr[tabindex="0"]').focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    for _ in range(3):
        assert focused(page) == f"row-{ids[3]}"
        bare.answer(1)
    assert focused(page) == f"row-{ids[3]}"
    assert view.selected == ids[3]
    expect(page.locator('.ca-table tr[aria-selected="true"]')).to_have_attribute(
        "data-figure", ids[3]
    )
    page.locator(".ca-chart").focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    bare.settle()
    assert view.selected == ids[6]
    expect(page.locator(".ca-chart")).to_be_focused()
    chosen = page.locator('.ca-chart .mark-rect.role-mark path[opacity="1"]')
    assert page.locator(".ca-chart").bounding_box()["y"] <= chosen.bounding_box()["y"]  # type: ignore[index]


def test_the_focus_outlives_each_redraw(
    mount: Mount,
    figures: pd.DataFrame,
    articles: pd.DataFrame,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cecot_analysis.explorer.PAGE", 5)
    view = ca.explore(figures, articles)
    bare = mount(view)
    page = bare.page
    for name in ("Next page", "Next page", "Next page"):
        page.get_by_role("button", name=name).press("Enter")
        bare.answer()
        assert focused(page) == name  # also on the last page, where it leads nowhere
    page.get_by_role("button", name="Previous page").press("Enter")
    bare.answer()
    page.locator(".ca-table tbody tr").last.click()
    bare.answer()
    page.keyboard.press("ArrowDown")  # over the edge of the page
    bare.answer()
    assert focused(page) == f"row-{view.selected}"
    page.get_by_role("button", name="Claimant").press("Enter")
    bare.answer()
    assert focused(page) == "sort-3"
    passport = page.locator("summary")
    passport.press("Enter")
    view.selected = view.frame["figure_id"].iloc[0]
    bare.show()
    assert focused(page) == "passport"
    expect(page.locator(".ca-evidence-pane details")).to_have_attribute("open", "")
    page.get_by_role("button", name="Whole article").press("Enter")
    view.selected = view.frame["figure_id"].iloc[-1]
    bare.show()
    expect(page.get_by_role("button", name="Whole article")).to_be_focused()
    expect(page.locator(".ca-passage")).to_have_class("ca-passage ca-whole")
    page.locator(".ca-chart").focus()
    view.filters = {"metric": ["arrests"], "scope": ["cecot"]}
    bare.show()
    assert page.evaluate("document.activeElement.className") == "ca-pane ca-chart-pane"


def test_a_kernel_that_is_gone_is_said(
    mount: Mount, figures: pd.DataFrame, articles: pd.DataFrame
) -> None:
    bare = mount(ca.explore(figures, articles))
    page = bare.page
    alert = page.get_by_role("alert").filter(has_text="The kernel does not answer")
    page.locator(".ca-chart .mark-rect.role-mark path").nth(1).click(position={"x": 3, "y": 3})
    expect(alert).to_have_count(1)
    bare.answer()  # it was busy
    expect(alert).to_have_count(0)


def test_a_review_while_the_kernel_is_late(mount: Mount, corpus: pd.DataFrame) -> None:
    view = ca.review(corpus)
    bare = mount(view)
    page, order = bare.page, view._desk.order
    name = page.get_by_label("Reviewer", exact=True)
    page.keyboard.press("Tab")
    name.press_sequentially("An")
    page.get_by_role("button", name="Next").evaluate("node => node.click()")
    bare.answer()
    expect(name).to_have_value("An")  # still being typed
    name.press_sequentially("a")
    page.get_by_role("button", name="Previous").click()
    bare.answer()
    assert (view.reviewer, view.selected) == ("Ana", order[0])

    # Steps count although none is answered; what is not seen yet is not decided.
    for _ in range(2):
        page.keyboard.press("n")
    page.keyboard.press("a")
    bare.settle()
    assert view.selected == order[2]
    page.keyboard.press("a")
    page.keyboard.press("a")
    bare.settle()
    assert load_reviews()["figure_id"].tolist() == [order[2]]
    page.locator(".ca-queue").focus()
    view.selected = order[0]
    bare.show()
    for key in ("ArrowDown", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
    bare.settle()
    assert view.selected == order[1]
    assert focused(page) == "queue"

    # A reason that is typed while an answer is on its way.
    name.fill("Ana ")
    name.press("Enter")
    page.get_by_role("button", name="Reject").click()
    page.keyboard.type("a gu")
    bare.answer()
    page.keyboard.type("ess")
    expect(page.get_by_label("Reason")).to_have_value("a guess")
    page.keyboard.press("Enter")
    page.get_by_label("Reviewer", exact=True).focus()
    bare.answer()
    assert focused(page) == "name"  # whoever went on is not called back
    assert load_reviews()["reason"].tolist()[1:] == ["a guess"]

    # Undone once; the button keeps its place, and another Enter decides nothing.
    undo = page.get_by_role("button", name="Undo")
    for _ in range(3):
        undo.press("Enter")
        bare.answer()
        assert focused(page) == "undo"
    assert load_reviews()["decision"].tolist() == ["accepted", "rejected", "withdrawn", "withdrawn"]


def test_nobody_goes_on_from_what_was_refused(mount: Mount, corpus: pd.DataFrame) -> None:
    view = ca.review(corpus)
    bare = mount(view)
    bare.page.get_by_role("button", name="Accept").click()  # no name is given
    bare.page.keyboard.press("n")
    bare.settle()
    assert view.selected == view._desk.order[0]
    expect(bare.page.get_by_role("alert").filter(has_text="name")).to_be_visible()
    bare.page.keyboard.press("n")
    bare.settle()
    assert view.selected == view._desk.order[1]


def test_what_is_not_shown_is_not_sent(mount: Mount, corpus: pd.DataFrame) -> None:
    """A value typed before the figure became a range; a number added as soon as it is selected."""
    view = ca.review(corpus, "Ana")
    bare = mount(view)
    page = bare.page
    page.get_by_label("Value", exact=True).fill("many")
    page.get_by_label("Qualifier").select_option("range")
    page.get_by_label("From", exact=True).fill("14,000")
    page.get_by_label("To", exact=True).fill("14,500")
    page.get_by_role("button", name="Save correction").click()
    bare.answer()
    assert view.frame[["low", "high"]].iloc[0].tolist() == [14_000, 14_500]
    page.get_by_role("textbox", name="Text of one").evaluate(
        """(node) => {
          node.focus();
          document.getSelection().setBaseAndExtent(node.firstChild, 2, node.firstChild, 5);
          node.dispatchEvent(new KeyboardEvent("keydown", { key: "m", bubbles: true }));
        }"""
    )
    bare.answer()
    expect(page.get_by_role("heading", name="A missed figure")).to_be_visible()
    expect(page.locator(".ca-number-line")).to_have_text("Number in the text: day")


def test_a_selection_outlives_a_late_answer(mount: Mount, corpus: pd.DataFrame) -> None:
    view = ca.review(corpus, "Ana")
    bare = mount(view)
    page = bare.page
    page.get_by_role("button", name="Accept").click()
    passage = page.get_by_role("textbox", name="Text of one")
    passage.focus()
    page.keyboard.press("Control+Home")
    for _ in range(3):
        page.keyboard.press("Control+ArrowRight")
    page.keyboard.press("Control+Shift+ArrowRight")
    selected = page.locator(".ca-picked-words")
    expect(selected).to_contain_text("Selected: “CECOT")
    bare.answer()
    expect(page.locator(".ca-passage mark.ca-is-accepted")).to_have_count(1)
    expect(selected).to_contain_text("Selected: “CECOT")
    page.keyboard.press("Shift+ArrowLeft")  # its moving end is still the right one
    expect(selected).to_have_text("Selected: “CECO”")
    box = passage.bounding_box()
    assert box
    page.keyboard.press("p")
    page.mouse.move(box["x"] + 20, box["y"] + 25)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 25, steps=3)
    bare.answer()
    page.mouse.move(box["x"] + 260, box["y"] + 25, steps=3)
    page.mouse.up()
    assert "day at CECOT" in selected.inner_text()
    assert view.selected == view._desk.order[0]
    expect(page.locator('.ca-queue li[aria-selected="true"]')).to_contain_text("14,500")


def test_a_text_while_the_kernel_is_late(mount: Mount, corpus: pd.DataFrame) -> None:
    view = ca.read("")
    bare = mount(view)
    page, area = bare.page, bare.page.get_by_role("textbox", name="Text of the article")
    first = "El Salvador says CECOT holds 14,500 inmates."
    area.fill(first)
    assert bare.rest() == 1
    page.get_by_role("button", name="Clear").click()
    assert bare.rest() == 1  # one thing at a time
    bare.answer()
    expect(area).to_have_value("")  # the answer to what is gone does not bring it back
    bare.settle()
    assert view.text == ""
    area.press_sequentially(first)
    assert bare.rest() == 1
    area.press_sequentially(" It was built for up to 40,000 inmates.")
    bare.answer(1)
    expect(area).to_be_focused()
    assert area.input_value().endswith("inmates.")
    bare.settle()
    expect(page.locator(".ca-behind mark.ca-number")).to_have_text(["14,500", "40,000"])
    assert view.text == area.input_value()
    area.press_sequentially(" More.")  # added before Python has heard of the last words
    page.get_by_role("button", name="Add to the corpus").click()
    bare.settle()
    assert ca.load_articles()["text"].str.endswith("inmates. More.").sum() == 1
    view.text = "From Python."
    bare.show()
    expect(area).to_have_value("From Python.")


def test_a_file_is_loaded_before_it_is_added(mount: Mount, corpus: pd.DataFrame) -> None:
    view = ca.read("Read before.")
    bare = mount(view)
    page = bare.page
    page.get_by_role("textbox", name="Text of the article").fill("Typed before.")
    assert bare.rest() == 1
    text = b"El Salvador says CECOT holds 12,345 inmates."
    file = {"name": "loaded.txt", "mimeType": "text/plain", "buffer": text}
    page.get_by_label("Load a text file").first.set_input_files([file])  # type: ignore[list-item]
    expect(page.get_by_label("Name of the file")).to_have_value("loaded")
    page.get_by_role("button", name="Add to the corpus").click()
    bare.settle()
    assert view.text == text.decode()
    assert ca.load_articles().at["loaded", "text"] == text.decode()
