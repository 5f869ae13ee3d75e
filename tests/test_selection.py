"""A selection in any text is the one that Python records, whatever the characters count for.

Python counts code points, a browser UTF-16 units; what a text area holds has other line ends.
"""

from __future__ import annotations

import random
from pathlib import Path

import pandas as pd
import pytest
from bare import Bare, Mount
from conftest import Offline
from playwright.sync_api import expect

import cecot_analysis as ca
from cecot_analysis.questions import NEW

pytestmark = pytest.mark.browser
ARABIC = "قال المدير إن السجن يضم ٤٠٬٠٠٠ نزيل"
HEBREW = "הכלא מחזיק 14,500 אסירים"
TEXTS = {
    "emoji": "😀 CECOT 👩‍👩‍👧 held 14,500 inmates 🇸🇻 in El Salvador, 🏳️‍🌈 said 3 👮🏽‍♀️ officers.",
    "combining": "El penal mante\u0301ni\u0301a 84.000 reos\u0308\u0323, dijo e\u0301l\u0301. "
    "A\u030a 7 Z\u0351\u0357\u0343algo.",
    "right to left": f"{ARABIC}. CECOT held 14,500 inmates. {HEBREW}, \u202e000,04\u202c and 9.",
    "line ends": "CECOT\r\n\r\nheld 14,500\r\ninmates.\rIt held\n3\u2028"
    "more\u2029and\x854\x0b5\x0c6.\r\n",
    "what no page holds": "\ufeffCECOT\x00 held 14,500\x00 \ud83d inmates "
    "\udc00, 5\u200b6\u00ad7 \U0001f600\x008.",
    "markup": "CECOT &amp; <b>14,500</b> &#x1F600; <!-- 3 --> ]]> </mark> 5\u00a0000\u202f000.",
}
# Selects the code points from `start` to `end` as a person would, knowing nothing of the page.
SELECT = """([node, start, end]) => {
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  const places = [];
  while (walker.nextNode()) {
    let at = 0;
    for (const character of walker.currentNode.data) {
      places.push([walker.currentNode, at]);
      at += character.length;
    }
    places.last = [walker.currentNode, at];
  }
  places.push(places.last);
  document.getSelection().setBaseAndExtent(...places[start], ...places[end]);
}"""


def spans(text: str, count: int = 14) -> list[tuple[int, int]]:
    """Some stretches of a text, its ends among them, that neither begin nor end with a space."""
    dice = random.Random(len(text))
    found = [(0, len(text)), (0, 1), (len(text) - 1, len(text))]
    while len(found) < count:
        start = dice.randrange(len(text))
        found.append((start, min(len(text), start + dice.randrange(1, 12))))
    return [(start, end) for start, end in found if text[start:end].strip("\ufeff \r\n\0\x85\x1c")]


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    lead = len(words) - len(words.lstrip())
    return start + lead, start + len(words.rstrip())


def selected(bare: Bare, start: int, end: int) -> None:
    passage = bare.page.locator(".ca-desk .ca-passage")
    passage.evaluate(f"(node, given) => ({SELECT})([node, ...given])", [start, end])


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_selected_is_what_is_recorded(
    name: str, mount: Mount, tmp_path: Path, offline: Offline
) -> None:
    text = TEXTS[name]
    articles = pd.DataFrame({"text": [text]}, index=pd.Index([name]))
    view = ca.review(articles, "Ana", tmp_path / "reviews.csv")
    bare = mount(view)
    page = bare.page
    for start, end in spans(text):
        selected(bare, start, end)
        page.locator(".ca-passage").press("m")
        bare.answer()
        found = view._spans[NEW]
        wanted = stripped(text, start, end)
        assert text[slice(*found)].strip("\ufeff") == text[slice(*wanted)].strip("\ufeff")
        assert wanted[0] <= found[0] <= found[1] <= wanted[1]
        cancel = page.get_by_role("button", name="Cancel")
        expect(cancel).to_be_visible()
        marks = page.locator(".ca-passage .ca-picked")
        shown = "".join(marks.evaluate_all("nodes => nodes.map((node) => node.textContent)"))
        assert len(shown) == found[1] - found[0]
        cancel.click()
        bare.answer()
    assert offline.errors == []


@pytest.mark.parametrize("name", ["emoji", "combining", "right to left", "line ends", "markup"])
def test_a_correction_keeps_the_words_of_its_span(name: str, mount: Mount, tmp_path: Path) -> None:
    text = TEXTS[name]
    articles = pd.DataFrame({"text": [text]}, index=pd.Index([name]))
    view = ca.review(articles, "Ana", tmp_path / "reviews.csv")
    number = "84.000" if name == "combining" else "14,500"
    at = text.index(number)
    if view.selected is None:
        view.add(name, at, at + len(number), metric="population")
    bare = mount(view)
    page = bare.page
    end = min(len(text), at + len(number) + 5)
    selected(bare, at, end)
    page.get_by_role("button", name="Use as its number").click()
    bare.answer()
    page.get_by_role("button", name="Save correction").click()
    bare.answer()
    start, end = stripped(text, at, end)
    [row] = [one for _, one in view.frame.iterrows() if one["start"] == start]
    assert (row["end"], row["surface"]) == (end, text[start:end])
    assert text[row["quote_start"] : row["quote_end"]] == row["quote"]
    held = ca.review(articles, "Ben", tmp_path / "reviews.csv")  # read back from the file
    assert held.frame["surface"].tolist() == view.frame["surface"].tolist()


def test_a_change_in_one_place_changes_no_line_end_elsewhere(mount: Mount) -> None:
    text = "CECOT\r\n\r\nheld 14,500 😀\r\ninmates.\rIt held\n3.\r\n"
    view = ca.read(text)
    bare = mount(view)
    area = bare.page.get_by_role("textbox", name="Text of the article")

    def put(words: str, start: int, end: int) -> str:
        """Put words in the place of some that the box shows; what Python holds then."""
        change = "(node, [words, start, end]) => { node.setRangeText(words, start, end); "
        change += "node.dispatchEvent(new InputEvent('input', { bubbles: true })); }"
        area.evaluate(change, [words, start, end])
        bare.settle()
        assert area.input_value() == view.text.replace("\r\n", "\n").replace("\r", "\n")
        return view.text

    assert put("5", 12, 13) == text.replace("14,500", "54,500")
    assert put("1", 12, 13) == text
    assert put("", 5, 6) == text.replace("CECOT\r\n\r\n", "CECOT\r\n")
    assert put("\n", 6, 6) == text.replace("CECOT\r\n\r\n", "CECOT\r\n\n")
    end = len(area.input_value().encode("utf-16-le")) // 2
    assert put("4", end - 1, end).endswith("It held\n3.4")
    assert put("", 0, end) == ""
    assert put("New.\nText.", 0, 0) == "New.\nText."


@pytest.mark.parametrize("name", [name for name in TEXTS if name != "what no page holds"])
def test_a_text_that_is_loaded_is_marked_where_its_numbers_stand(name: str, mount: Mount) -> None:
    text = TEXTS[name]
    view = ca.read(text)
    bare = mount(view)
    page = bare.page
    marks = page.locator(".ca-behind mark.ca-number")
    told = marks.evaluate_all("nodes => nodes.map((node) => node.textContent)")
    assert "".join(told) == "".join(view.figures["surface"])
    area = page.get_by_role("textbox", name="Text of the article")
    for at, (_, figure) in enumerate(view.figures.iterrows()):
        page.locator(".ca-side tbody tr").nth(at).get_by_role("button").click()
        chosen = area.evaluate("node => node.value.slice(node.selectionStart, node.selectionEnd)")
        assert chosen == figure["surface"]
    assert view.text == text  # untouched: its line ends are still its own
    area.press("End")
    area.press_sequentially("9")
    bare.settle()
    for _, figure in view.figures.iterrows():
        assert view.text[figure["start"] : figure["end"]] == figure["surface"]
