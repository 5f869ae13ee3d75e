"""The reviewer and the reader as a person uses them: a real JupyterLab, a real browser."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jupyter
import nbformat
import pandas as pd
import pytest
import reviewing
from bare import PALE
from conftest import Offline
from playwright.sync_api import Page, expect

from cecot_analysis.reviews import load_reviews

pytestmark = pytest.mark.browser

NOTEBOOKS = {
    "ana": (
        'view = ca.review(ca.load_articles(), "Ana")\nview',
        'reader = ca.read(ca.load_articles().at["one", "text"])\nreader',
    ),
    "ben": ("view = ca.review(ca.load_articles())\nview",),
}
LOOKS = {
    "light": ("JupyterLab Light", 1280),
    "dark": ("JupyterLab Dark", 1280),
    "narrow": ("JupyterLab Light", 800),
}
# Where the words stand on the screen: from the left of the first to the right of the last.
RECTANGLES = """(node, words) => {
  const range = document.createRange();
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  const at = node.textContent.indexOf(words);
  const place = (offset) => {
    for (const one of nodes) {
      if (offset < one.length) return [one, offset];
      offset -= one.length;
    }
  };
  range.setStart(...place(at));
  const [last, offset] = place(at + words.length - 1);
  range.setEnd(last, offset + 1);
  range.startContainer.parentElement.scrollIntoView({ block: "center" });
  return [...range.getClientRects()].filter((one) => one.width).map((one) => one.toJSON());
}"""


PLACED = "node => { node.scrollIntoView(); return node.getBoundingClientRect().toJSON(); }"


def notebook(folder: Path, name: str, *cells: str) -> None:
    code = [nbformat.v4.new_code_cell(cell) for cell in ("import cecot_analysis as ca", *cells)]
    made = nbformat.v4.new_notebook(cells=code)
    made.metadata.kernelspec = {
        "name": "python3",
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
    }
    nbformat.write(made, folder / "notebooks" / f"{name}.ipynb")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package, two notebooks with widgets, and the small corpus, in a folder of its own."""
    folder = jupyter.scratch_copy(tmp_path_factory.mktemp("desk"))
    shutil.rmtree(folder / "data")
    reviewing.corpus(folder)
    for name, cells in NOTEBOOKS.items():
        notebook(folder, name, *cells)
    jupyter.settings(folder, "JupyterLab Light")
    return folder


@pytest.fixture
def reviews(copy: Path) -> Iterator[Path]:
    """The file of decisions, empty at first."""
    file = copy / "data" / "reviews.csv"
    file.unlink(missing_ok=True)
    yield file
    file.unlink(missing_ok=True)


def opened(offline: Offline, address: str, name: str, width: int = 1280) -> Page:
    page = offline.page(width, 1200)
    jupyter.open_notebook(page, address, f"notebooks/{name}.ipynb")
    jupyter.run_all(page)
    page.locator(".ca-desk").first.wait_for(timeout=jupyter.RUN_TIMEOUT)
    return page


def status(page: Page, words: str) -> None:
    expect(page.locator(".ca-desk .ca-status").first).to_have_text(words)


def select(page: Page, words: str) -> None:
    """Select `words` in the article with the mouse."""
    passage = page.locator(".ca-desk .ca-passage")
    boxes: Any = jupyter.still(page, passage, RECTANGLES, words)
    first, last = boxes[0], boxes[-1]
    page.mouse.move(first["x"] + 0.5, first["y"] + first["height"] / 2)
    page.mouse.down()
    page.mouse.move(last["x"] + last["width"] - 0.5, last["y"] + last["height"] / 2, steps=4)
    page.mouse.up()
    expect(page.locator(".ca-picked-words")).to_have_text(f"Selected: “{words}”")


def restart(page: Page) -> None:
    """Restart the kernel and run every cell."""
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.locator('.lm-Menu-item[data-command="runmenu:restart-and-run-all"]').click()
    page.get_by_role("button", name="Confirm Kernel Restart").click()
    page.locator('.jp-Notebook-ExecutionIndicator:not([data-status="idle"])').wait_for(
        state="attached"
    )
    jupyter.idle(page).wait_for(state="attached", timeout=jupyter.RUN_TIMEOUT)
    page.locator(".ca-desk").first.wait_for(timeout=jupyter.RUN_TIMEOUT)


def stored(row: pd.Series) -> dict[str, object]:
    return json.loads(row["after"])


def test_two_people_at_once(address: str, offline: Offline, reviews: Path) -> None:
    ana = opened(offline, address, "ana")
    ben = opened(offline, address, "ben")
    ben.get_by_label("Reviewer", exact=True).fill("Ben")
    ben.keyboard.press("Enter")
    status(ben, "0 of 4 reviewed")

    # Ana accepts, then puts a number's place right by selecting words behind an emoji.
    ana.bring_to_front()
    status(ana, "0 of 4 reviewed")
    ana.get_by_role("button", name="Accept").click()
    status(ana, "1 of 4 reviewed")
    select(ana, "up to 40,000")
    ana.get_by_role("button", name="Use as its number").click()
    expect(ana.locator(".ca-number-line")).to_contain_text("now up to 40,000")
    ana.get_by_label("Of whom or what").select_option("unclear")
    ana.get_by_role("button", name="Save correction").click()
    status(ana, "2 of 4 reviewed")

    # Ben judges the same figures and does not see what Ana holds of them.
    ben.bring_to_front()
    expect(ben.locator(".ca-queue")).not_to_contain_text("accepted")
    ben.get_by_role("button", name="Reject").click()
    expect(ben.get_by_role("alert").filter(has_text="A rejection needs a reason")).to_be_visible()
    ben.keyboard.type("a guess")
    ben.keyboard.press("Enter")
    status(ben, "1 of 4 reviewed")
    expect(ben.locator(".ca-queue li").first).to_contain_text("disputed")

    # A kernel that is started anew goes on where it was.
    ana.bring_to_front()
    restart(ana)
    status(ana, "2 of 4 reviewed")
    ana.get_by_label("Article", exact=True).select_option(index=0)
    expect(ana.locator(".ca-queue li").first).to_contain_text("disputed")

    # A missed figure, added by selecting its number behind an emoji.
    select(ana, reviewing.MISSED)
    ana.get_by_role("button", name="Add missed figure").click()
    ana.get_by_role("button", name="Add figure").click()
    expect(ana.get_by_role("alert").filter(has_text="metric: not chosen")).to_be_visible()
    ana.get_by_label("What is counted").select_option("population")
    ana.get_by_role("button", name="Add figure").click()
    status(ana, "3 of 5 reviewed")
    ana.get_by_role("button", name="Undo").click()
    status(ana, "2 of 4 reviewed")

    rows = load_reviews(reviews)
    assert rows["reviewer"].tolist() == ["Ana", "Ana", "Ben", "Ana", "Ana"]
    assert rows["decision"].tolist() == [
        "accepted", "corrected", "rejected", "added", "withdrawn",
    ]  # fmt: skip
    text = reviewing.TEXTS["one"]
    corrected, added = stored(rows.iloc[1]), stored(rows.iloc[3])
    assert corrected["surface"] == "up to 40,000"
    assert corrected["scope"] == "unclear"
    assert text[corrected["start"] : rows.at[1, "end"]] == "up to 40,000"  # type: ignore[misc]
    assert text[added["start"] : added["end"]] == reviewing.MISSED  # type: ignore[misc]
    assert added["value"] == 7
    assert offline.refused == []


def test_by_keyboard_alone(address: str, offline: Offline, reviews: Path) -> None:
    page = opened(offline, address, "ana")
    cells = page.locator(".jp-NotebookPanel .jp-CodeCell").count()
    page.locator(".ca-queue").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator('.ca-queue li[aria-selected="true"]')).to_contain_text("40,000")
    expect(page.locator(".ca-queue")).to_be_focused()
    page.keyboard.press("p")
    expect(page.locator('.ca-queue li[aria-selected="true"]')).to_contain_text("14,500")
    page.keyboard.press("a")
    status(page, "1 of 4 reviewed")
    page.keyboard.press("r")
    expect(page.get_by_label("Reason")).to_be_focused()
    page.keyboard.type("a plan")
    page.keyboard.press("Enter")
    status(page, "2 of 4 reviewed")
    expect(page.get_by_role("button", name="Accept")).to_be_focused()
    page.keyboard.press("u")
    status(page, "1 of 4 reviewed")

    # A caret in the article selects by keyboard, and nothing that is typed there changes it.
    passage = page.get_by_role("textbox", name="Text of one")
    passage.focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+End")
    page.keyboard.type("xyz \b")
    assert passage.text_content() == reviewing.TEXTS["one"]
    assert page.locator(".ca-desk img").count() == 0
    page.keyboard.press("Control+Home")
    for _ in range(3):
        page.keyboard.press("Control+ArrowRight")
    page.keyboard.press("Control+Shift+ArrowRight")
    expect(page.locator(".ca-picked-words")).to_contain_text("Selected: “CECOT")
    page.keyboard.press("m")
    expect(page.get_by_role("button", name="Cancel")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Accept")).to_be_visible()

    assert page.locator(".jp-NotebookPanel .jp-CodeCell").count() == cells
    assert load_reviews(reviews)["decision"].tolist() == ["accepted", "rejected", "withdrawn"]


def test_read_and_add(address: str, offline: Offline, copy: Path) -> None:
    page = opened(offline, address, "ana")
    area = page.get_by_role("textbox", name="Text of the article")
    marks = page.locator(".ca-behind mark.ca-number")
    expect(marks).to_have_text(["14,500", "40,000"])
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_role("button", name="Add to the corpus")).to_be_disabled()
    area.press_sequentially("😀 El Salvador says CECOT holds 14,500 inmates.", delay=2)
    expect(marks).to_have_text(["14,500"])
    area.press_sequentially(" <img src=x onerror=alert(1)></mark> It was built for up to 40,000.")
    expect(marks).to_have_text(["14,500", "40,000"])
    expect(page.locator(".ca-desk .ca-status").nth(1)).to_have_text("2 figures")
    assert page.locator(".ca-desk img").count() == 0
    page.get_by_role("button", name="up to 40,000").click()
    chosen = "node => node.value.slice(node.selectionStart, node.selectionEnd)"
    assert area.evaluate(chosen) == "40,000"
    # The marks lie under the words: the mirror has the box's text, width and height.
    same = """node => {
      const [box, behind] = [node.querySelector("textarea"), node.querySelector(".ca-behind")];
      return box.clientWidth === behind.clientWidth && box.scrollHeight === behind.scrollHeight
        && behind.textContent === `${box.value}\\n`;
    }"""
    assert page.locator(".ca-paper").evaluate(same)

    page.get_by_label("Publisher").fill("The Paper")
    page.get_by_label("Published").fill("someday")
    page.get_by_role("button", name="Add to the corpus").click()
    expect(page.get_by_role("alert").filter(has_text="is no date")).to_be_visible()
    page.get_by_label("Published").fill("2025-03-17")
    page.get_by_label("Name of the file").fill("typed")
    page.get_by_role("button", name="Add to the corpus").click()
    expect(page.locator(".ca-adding .ca-done")).to_contain_text("Added: typed.txt and typed.yml")
    folder = copy / "data" / "articles"
    assert (folder / "typed.txt").read_bytes().decode() == area.input_value()
    assert "publisher: The Paper" in (folder / "typed.yml").read_text()
    (folder / "typed.txt").unlink()
    (folder / "typed.yml").unlink()

    # A file keeps its line ends.
    file = copy / "wire.txt"
    file.write_bytes(b"CECOT\r\nEl Salvador holds 12,000 men in CECOT.\r\n")
    page.get_by_label("Load a text file").set_input_files(file)
    expect(marks).to_have_text(["12,000"])
    page.get_by_label("Name of the file").fill("wire")
    page.get_by_role("button", name="Add to the corpus").click()
    expect(page.locator(".ca-adding .ca-done")).to_contain_text("Added: wire.txt")
    assert (folder / "wire.txt").read_bytes() == file.read_bytes()
    (folder / "wire.txt").unlink()
    (folder / "wire.yml").unlink()
    assert offline.refused == []
    assert offline.errors == []


def test_looks(address: str, offline: Offline, screenshots: Path, reviews: Path) -> None:
    page = opened(offline, address, "ana")
    desk, reader = page.locator(".ca-desk").nth(0), page.locator(".ca-desk").nth(1)
    desk.get_by_role("button", name="Accept").click()
    status(page, "1 of 4 reviewed")
    select(page, "up to 40,000")
    for look, (theme, width) in LOOKS.items():
        page.set_viewport_size({"width": width, "height": 1200})
        jupyter.choose_theme(page, theme)
        for name, widget in (("review", desk), ("read", reader)):
            jupyter.still(page, widget, PLACED)
            page.screenshot(path=screenshots / f"{name}_{look}.png")
            assert widget.evaluate("node => node.scrollWidth <= node.clientWidth + 1")
        assert page.evaluate(PALE) == [], look
    jupyter.choose_theme(page, "JupyterLab Light")
