"""The widgets where nothing is JupyterLab's: a plain page, VS Code's and Colab's light and dark.

These front ends give a model and an element (anywidget) and their own signs of a dark theme: the
classes of VS Code's body beside variables that Jupyter's widgets leave light, the attribute of
Colab's page, the scheme of the page. No address with https is needed, and no clipboard.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pandas as pd
import pytest
import reviewing
from bare import PALE, Mount
from conftest import Offline
from playwright.sync_api import Page, expect

import cecot_analysis as ca
from cecot_analysis.schema import FIGURE_COLUMNS, typed

pytestmark = pytest.mark.browser
LEFT_LIGHT = "--jp-layout-color0: white; --jp-layout-color1: white; --jp-layout-color2: #eee; "
LEFT_LIGHT += "--jp-content-font-color1: rgba(0, 0, 0, 0.87); --jp-border-color2: #e0e0e0; "
HOSTS = {  # attributes of the page, of its body
    "plain": ({}, {}),
    "plain_dark": ({"style": "color-scheme: dark"}, {}),
    "vscode_light": (
        {"style": f"{LEFT_LIGHT} --vscode-editor-foreground: #333"},
        {"class": "vscode-light", "style": "background: white"},
    ),
    "vscode_dark": (
        {
            "style": f"{LEFT_LIGHT} --vscode-editor-background: #1e1e1e; "
            "--vscode-editor-foreground: #d4d4d4"
        },
        {"class": "vscode-dark", "style": "background: white"},
    ),
    "vscode_contrast": (
        {"style": "--vscode-editor-background: #000; --vscode-editor-foreground: #fff"},
        {"class": "vscode-high-contrast", "style": "background: white"},
    ),
    "colab_dark": ({"theme": "dark", "style": LEFT_LIGHT}, {"style": "background: #1e1e1e"}),
}
DARK = ("plain_dark", "vscode_dark", "vscode_contrast", "colab_dark")
PAPER = "getComputedStyle(document.querySelector('.ca-pane')).backgroundColor"
STYLE = """([page, body]) => {
  for (const [name, value] of Object.entries(page)) {
    document.documentElement.setAttribute(name, value);
  }
  for (const [name, value] of Object.entries(body)) document.body.setAttribute(name, value);
}"""


def test_readable_in_each_front_end(
    mount: Mount,
    offline: Offline,
    figures: pd.DataFrame,
    articles: pd.DataFrame,
    screenshots: Path,
) -> None:
    text = articles["text"].iloc[-1]
    widgets = {
        "explorer": ca.explore(figures, articles),
        "review": ca.review(articles, "Ana"),
        "read": ca.read(text),
    }
    for name, widget in widgets.items():
        bare = mount(widget)
        page = bare.page
        if name == "explorer":
            page.locator(".ca-chart .mark-rect.role-mark path").nth(1).hover()
            expect(page.locator(".ca-tip")).to_contain_text("Claimant")
        for host, given in HOSTS.items():
            for element in ("documentElement", "body"):
                page.evaluate(
                    f"() => ['class', 'style', 'theme'].forEach("
                    f"(name) => document.{element}.removeAttribute(name))"
                )
            page.evaluate(STYLE, list(given))
            assert page.evaluate(PALE) == [], (name, host)
            lit = sum(int(part) for part in page.evaluate(PAPER)[4:-1].split(",")[:3])
            assert (lit < 200) == (host in DARK), (name, host)
            page.screenshot(path=screenshots / f"{name}_{host}.png")
        page.emulate_media(forced_colors="active")
        chosen = page.locator('.ca-pane [aria-selected="true"]').first
        if name != "read":
            other = page.locator('.ca-pane [aria-selected="false"]')
            colour = "node => getComputedStyle(node).backgroundColor"
            assert other.count() == 0 or chosen.evaluate(colour) != other.first.evaluate(colour)
        page.screenshot(path=screenshots / f"{name}_forced.png")
        page.emulate_media(forced_colors="none")
    assert [one for one in offline.errors if "ResizeObserver" not in one] == []
    assert offline.refused == []


def test_nothing_is_left_behind_and_two_views_do_not_meet(
    mount: Mount, figures: pd.DataFrame, articles: pd.DataFrame
) -> None:
    """A view that is closed hears nothing any more; what has an id has one of its own."""
    for widget in (ca.explore(figures, articles), ca.review(articles, "Ana"), ca.read("40 men")):
        page = mount(widget).page
        page.evaluate(
            """async () => {
              for (const [id, model] of Object.entries(window.models)) {
                const box = document.body.appendChild(document.createElement("div"));
                const address = window.addresses[id];
                const { default: module } = await import(address);
                window.ended.push(await module.render({ model, el: box }));
              }
            }"""
        )
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map((node) => node.id)")
        assert len(ids) == len(set(ids))
        page.evaluate("window.ended.forEach((end) => end())")
        assert page.evaluate("Object.values(window.models).map((one) => one.ears())") == [
            0 for _ in page.evaluate("Object.keys(window.models)")
        ]


@pytest.mark.parametrize("refused", [False, True], ids=["the older way", "no way at all"])
def test_a_citation_where_there_is_no_clipboard(
    refused: bool, mount: Mount, figures: pd.DataFrame, articles: pd.DataFrame
) -> None:
    view = ca.explore(figures, articles)
    page = mount(view).page
    page.evaluate(
        """(refused) => {
          Object.defineProperty(navigator, "clipboard", { value: undefined });
          window.copied = null;
          document.addEventListener("copy", () => {
            window.copied = document.activeElement.value;
          });
          if (refused) document.execCommand = () => false;
        }""",
        refused,
    )
    copy = page.get_by_role("button", name="Copy citation")
    copy.press("Enter")
    field = page.get_by_role("textbox", name="Citation")
    if refused:
        copy.press("Enter")
        expect(field).to_have_count(1)
        expect(field).to_be_focused()
        marked = "node => node.value.slice(node.selectionStart, node.selectionEnd)"
        assert field.evaluate(marked) == view.citation
        expect(page.get_by_role("status").filter(has_text="may not copy")).to_be_visible()
    else:
        expect(page.get_by_role("status").filter(has_text="Citation copied")).to_be_visible()
        assert page.evaluate("window.copied") == view.citation
        expect(field).to_have_count(0)


EVIL = (
    "<script>window.broken = 1</script>",
    "<img src=x onerror='window.broken = 2'>",
    "</mark></div></textarea><b onclick=alert(1)>bold</b>",
    '" onmouseover="window.broken=3" x="',
    "javascript:window.broken=4",
    "\u202egnp.exe\u2066",
    "=HYPERLINK('x') ${1} {{7*7}} <!--",
)
MADE = """() => {
  const nodes = [...document.querySelectorAll("[data-box] *")];
  return {
    tags: nodes.map((node) => node.tagName.toUpperCase())
      .filter((tag) => ["SCRIPT", "IMG", "B", "IFRAME", "STYLE", "OBJECT"].includes(tag)),
    handlers: nodes.flatMap((node) => [...node.attributes])
      .filter((one) => one.name.startsWith("on")).map((one) => one.name),
    links: nodes.filter((node) => /^\\s*javascript:/i.test(node.getAttribute("href") ?? "")).length,
    broken: window.broken ?? null,
  };
}"""
NOTHING = {"tags": [], "handlers": [], "links": 0, "broken": None}


def hostile() -> tuple[pd.DataFrame, pd.DataFrame]:
    """A figure in each of some articles, of which every word, name and label is hostile."""
    texts = {f"{evil} {at}": f"{evil} up to 40,000 {evil}" for at, evil in enumerate(EVIL)}
    columns = {name: list(EVIL) for name in ("title", "publisher", "url")}
    articles = pd.DataFrame({"text": list(texts.values()), **columns}, index=pd.Index(list(texts)))
    rows = [
        {
            "figure_id": f"{name}-{evil}",
            "article_id": name,
            "section": "body",
            "metric": "capacity",
            "scope": "cecot",
            "measure": "limit",
            "value": 40_000,
            "comparator": "at_most",
            "high": 40_000,
            "unit": "people",
            "as_of_basis": "none",
            "attribution": evil,
            "claimant_kind": "media",
            "attribution_basis": "stated",
            "surface": "40,000",
            "start": text.index("40,000"),
            "end": text.index("40,000") + 6,
            "quote": text,
            "quote_start": 0,
            "quote_end": len(text),
            "rule": evil,
            "note": evil,
            "review": "proposed",
        }
        for evil, (name, text) in zip(EVIL, texts.items(), strict=True)
    ]
    return typed(pd.DataFrame(rows), FIGURE_COLUMNS), articles


def test_hostile_words_in_the_explorer(mount: Mount, offline: Offline) -> None:
    figures, articles = hostile()
    view = ca.explore(figures, articles)
    bare = mount(view)
    page = bare.page
    for question in ("timeline", "coverage", "disagreements", "values"):
        view.question = question
        bare.show()
        bare.settle()
        assert page.evaluate(MADE) == NOTHING, question
    for at, text in enumerate(articles["text"]):
        page.locator(".ca-table tbody tr").nth(at).click()
        bare.answer()
        page.locator(".ca-chart .mark-rect.role-mark path").nth(at).hover()
        expect(page.locator(".ca-tip")).to_be_visible()
        page.locator("summary").click(force=True)
        assert page.locator(".ca-passage mark.ca-selected.ca-number").text_content() == "40,000"
        assert page.locator(".ca-passage").text_content() == text
        assert page.evaluate(MADE) == NOTHING
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download CSV").click()
        bare.answer()
    view.filters = {"publisher": list(EVIL[:5]), "source": articles.index[-1], "text": EVIL[0]}
    bare.show()
    expect(page.locator(".ca-taken")).to_have_count(8)  # with the section, which is the body
    assert page.evaluate(MADE) == NOTHING
    with Path(taken.value.path()).open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    texts = [cell for cell in cells if not re.fullmatch(r"-?[\d.,]+", cell)]
    assert [cell for cell in texts if re.match(r"\s*[=+\-@]", cell)] == []
    assert any(cell.startswith("'=HYPERLINK") for cell in texts)
    assert offline.refused == []


def test_hostile_words_in_reviewer_and_reader(
    mount: Mount, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CECOT_DATA", str(reviewing.corpus(tmp_path)))
    evil = " ".join(EVIL)
    text = f"CECOT, in El Salvador, held 12,000 inmates, its director said.\n\n{evil}\n"
    articles = pd.DataFrame(
        {"text": [text], "title": [evil], "publisher": [evil]}, index=pd.Index([evil])
    )
    ca.review(articles, f"Ben {evil}").reject(evil)
    bare = mount(ca.review(articles, f"Ana {evil}"))
    page = bare.page
    page.get_by_label("Claimant, as written").fill(evil)
    page.get_by_role("button", name="Save correction").click()
    bare.settle()
    page.locator(".ca-queue").press("Home")
    bare.settle()
    expect(page.locator(".ca-said")).to_contain_text("Ben <script>")
    expect(page.locator(".ca-desk .ca-passage")).to_have_text(text, use_inner_text=False)
    assert page.evaluate(MADE) == NOTHING
    changed = pd.DataFrame({"text": [f"{text} More."]}, index=articles.index)
    page = mount(ca.review(changed, f"Ana {evil}")).page
    page.locator(".ca-stale summary").click()
    expect(page.locator(".ca-stale")).to_contain_text("<img src=x")
    assert page.evaluate(MADE) == NOTHING

    bare = mount(ca.read(text))
    page = bare.page
    for label in ("Name of the file", "Title", "Publisher", "Address", "Published"):
        page.get_by_label(label, exact=True).fill(evil)
        page.get_by_role("button", name="Add to the corpus").click()
        bare.settle()
        assert page.evaluate(MADE) == NOTHING
    expect(page.get_by_role("alert").filter(has_text="cannot name a file")).to_be_visible()
    assert len(list((tmp_path / "data" / "articles").iterdir())) == 2
    file = {"name": f"{EVIL[1]}.txt", "mimeType": "text/plain", "buffer": b"\xff\xfe"}
    page.get_by_label("Load a text file").set_input_files(file)  # type: ignore[arg-type]
    expect(page.get_by_role("alert").filter(has_text="not a text in UTF-8")).to_be_visible()
    assert page.evaluate(MADE) == NOTHING


def every_control(page: Page) -> list[str]:
    return list(
        page.evaluate(
            """() => [...document.querySelectorAll(
                ".ca-pane :is(input, button, select, textarea, summary, [tabindex='0'])")]
              .filter((one) => !(one.labels?.length || one.getAttribute("aria-label")
                || one.textContent.trim()))
              .map((one) => one.outerHTML)"""
        )
    )


def test_every_control_has_a_name(
    mount: Mount, figures: pd.DataFrame, articles: pd.DataFrame
) -> None:
    for widget in (ca.explore(figures, articles), ca.review(articles), ca.read("40 men")):
        bare = mount(widget)
        assert every_control(bare.page) == []
        assert bare.page.locator(".ca-pane :is(input, button)").count() > 3


def test_a_chart_is_one_thing_with_one_name(
    mount: Mount, figures: pd.DataFrame, articles: pd.DataFrame
) -> None:
    page = mount(ca.explore(figures, articles)).page
    chart = page.get_by_role("application")
    expect(chart).to_have_attribute("aria-label", re.compile("up to 40,000 prisoners"))
    assert page.locator("svg.marks [aria-label]").count() > 10
    expect(chart.get_by_role("graphics-symbol")).to_have_count(0)  # no stroke is read out alone
