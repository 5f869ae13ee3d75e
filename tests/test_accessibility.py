"""Every page of the site for those who do not see it, do not use a mouse, or need it large.

WCAG 2.2 AA as far as a program can tell; axe-core is kept in `assets`, so nothing is fetched.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from conftest import FLAGS, PROGRAM, ROOT, Offline
from pages import DRAWN, alone, every_page, kinds, name, opened, parsed, shown_at
from playwright.sync_api import Browser, Page

from cecot_analysis import execution, exporter, rendering

AXE = (Path(__file__).parent / "assets" / "axe.min.js").read_text("utf-8")
# What stands inside a drawing is one picture with one name; its colours are measured on their own.
LOOKED_AT = "{exclude: ['svg.marks *']}"
WHOLE = "{resultTypes: ['violations'], rules: {'target-size': {enabled: true}}}"
TARGETS = "{runOnly: ['target-size']}"
COLOURS = "{resultTypes: ['violations'], runOnly: ['color-contrast', 'link-in-text-block']}"
LOOKS = ("wide", "dark", "narrow")
NARROW = 320  # pixels: WCAG 1.4.10
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
FOCUSABLE = (
    "a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex='-1']), "
    "[contenteditable]"
)
STOPS = f"""[...document.querySelectorAll({FOCUSABLE!r})].filter(
  one => !one.disabled && one.tabIndex >= 0 && one.checkVisibility({{visibilityProperty: true}}))"""

# What the focused element looks like that others do not: its outline, or none.
FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  one.dataset.reached = "true";
  const box = one.getBoundingClientRect();
  const drawn = getComputedStyle(one);
  return {
    what: `${one.tagName} ${one.className} ${one.textContent.trim().slice(0, 40)}`,
    outline: drawn.outlineStyle === "none" ? 0 : parseFloat(drawn.outlineWidth),
    shown: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""
LETTERS = "one => parseFloat(getComputedStyle(one).fontSize)"
MOVING = """() => [...document.querySelectorAll("*")].filter(one => {
  const drawn = getComputedStyle(one);
  const longest = times => Math.max(...times.split(",").map(parseFloat));
  return longest(drawn.transitionDuration) > 0.01 || longest(drawn.animationDuration) > 0.01
    || drawn.scrollBehavior === "smooth";
}).map(one => one.tagName + "." + one.className)"""
LIGHTNESS = """() => {
  const canvas = document.createElement("canvas").getContext("2d");
  canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
  canvas.fillRect(0, 0, 1, 1);
  return Math.max(...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3));
}"""


class TestWords:
    """What each page says to a screen reader, read from its source."""

    def test_language_title_and_one_heading_of_the_first_level(self, built_site: Path) -> None:
        titles: dict[str, list[str]] = {}
        for path in every_page(built_site):
            page = parsed(path)
            assert page.html is not None
            assert page.html.get("lang") == "en", path
            assert len(page("h1")) == 1, path
            assert page.title is not None
            titles.setdefault(page.title.get_text(strip=True), []).append(path.name)
        assert "" not in titles
        assert {title: paths for title, paths in titles.items() if len(paths) > 1} == {}

    def test_landmarks(self, built_site: Path) -> None:
        for path in every_page(built_site):
            page = parsed(path)
            assert [
                len(page.select(one)) for one in ("body > header", "main", "body > footer")
            ] == [
                1,
                1,
                1,
            ], path
            labels = [
                str(nav.get("aria-label") or nav.get("aria-labelledby")) for nav in page("nav")
            ]
            assert len(set(labels)) == len(labels), path
            assert "None" not in labels

    def test_no_level_of_heading_is_skipped(self, built_site: Path) -> None:
        for path in every_page(built_site):
            headings = parsed(path)([f"h{level}" for level in range(1, 7)])
            levels = [int(heading.name[1]) for heading in headings]
            ups = [later - earlier for earlier, later in itertools.pairwise(levels)]
            assert max(ups, default=0) <= 1, (path, levels)
            assert [heading for heading in headings if not heading.get_text(strip=True)] == []

    def test_every_picture_and_chart_has_words(self, built_site: Path) -> None:
        charts = 0
        for path in every_page(built_site):
            page = parsed(path)
            assert [image for image in page("img") if "alt" not in image.attrs] == [], path
            for chart in page.select("figure.chart"):
                label = str(chart["aria-label"])
                assert len(label.split()) >= 8, (path, label)
                assert chart.select("noscript img[alt]"), path
                charts += 1
        assert charts > 8

    def test_header_cells_say_what_they_head(self, built_site: Path) -> None:
        for path in every_page(built_site):
            for header in parsed(path)("th"):
                assert header.get_text(strip=True), (path, header)
                assert header.get("scope") in {"col", "row", "colgroup", "rowgroup"}, (path, header)

    def test_ids_are_unique_and_what_is_referred_to_exists(self, built_site: Path) -> None:
        for path in every_page(built_site):
            page = parsed(path)
            ids = [str(tag["id"]) for tag in page(id=True)]
            assert len(ids) == len(set(ids)), path
            for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
                wanted = {
                    word
                    for tag in page.find_all(attrs={attribute: True})
                    for word in str(tag[attribute]).split()
                }
                assert wanted <= set(ids), (path, attribute)


@pytest.fixture(scope="module")
def found(built_site: Path, browser: Browser) -> dict[str, dict[str, Any]]:
    """For each page what axe finds: all of it wide and narrow, colours again in the dark."""
    outcome: dict[str, dict[str, Any]] = {}
    with alone(browser) as offline:
        page = offline.page()
        for path in every_page(built_site):
            shown_at(page, path)
            page.evaluate(AXE)
            light = page.evaluate(f"axe.run({LOOKED_AT}, {WHOLE})")
            page.emulate_media(color_scheme="dark")
            dark = page.evaluate(f"axe.run({LOOKED_AT}, {COLOURS})")
            page.emulate_media(color_scheme="light")
            page.set_viewport_size({"width": NARROW, "height": 800})
            narrow = page.evaluate(f"axe.run({LOOKED_AT}, {WHOLE})")
            page.set_viewport_size({"width": 1280, "height": 900})
            outcome[name(built_site, path)] = {"light": light, "dark": dark, "narrow": narrow}
    assert offline.refused == []
    return outcome


@pytest.fixture(scope="module")
def shown(built_site: Path, browser: Browser) -> Iterator[dict[str, Page]]:
    """One page of each kind, opened once for all tests."""
    with alone(browser) as offline:
        yield {kind: opened(offline, path) for kind, path in kinds(built_site).items()}
    assert offline.errors == []
    assert offline.refused == []


@pytest.mark.browser
class TestAxe:
    @pytest.mark.parametrize("scheme", ["light", "dark", "narrow"])
    def test_finds_nothing(self, found: dict[str, dict[str, Any]], scheme: str) -> None:
        faults = {
            page: [
                f"{fault['id']}: {node['target']} {node['failureSummary']}"
                for fault in result[scheme]["violations"]
                for node in fault["nodes"]
            ]
            for page, result in found.items()
        }
        assert {page: said for page, said in faults.items() if said} == {}

    def test_has_looked(self, found: dict[str, dict[str, Any]]) -> None:
        """It is axe that finds nothing, not a page that it could not see."""
        for page, result in found.items():
            passed = {rule["id"] for rule in result["light"]["passes"]}
            assert {"document-title", "html-has-lang", "color-contrast", "bypass"} <= passed, page
            assert "color-contrast" in {rule["id"] for rule in result["dark"]["passes"]}, page

    @pytest.mark.parametrize("width", [NARROW, 1280])
    def test_finds_nothing_in_what_is_filtered(
        self, built_site: Path, offline: Offline, width: int
    ) -> None:
        page = offline.page(width=width)
        page.goto((built_site / "notebooks" / "00_start_here.html").as_uri() + "#kind=government")
        page.wait_for_function(DRAWN)
        assert page.locator(".sifted:visible").count() > 3
        page.evaluate(AXE)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            said = page.evaluate(f"axe.run({LOOKED_AT}, {WHOLE})")["violations"]
            assert [node["html"] for fault in said for node in fault["nodes"]] == []

    @pytest.mark.parametrize("width", [NARROW, 1280])
    def test_finds_nothing_in_what_is_outdated_or_has_no_room(
        self, offline: Offline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, width: int
    ) -> None:
        notebook = nbformat.read(ROOT / "notebooks" / "02_capacity.ipynb", as_version=4)
        for cell in notebook.cells:
            if "assert" in cell.source or cell.id == "independence":
                cell.metadata[execution.OUTDATED] = execution.LACKING
        few = rendering.Detail(rows=2, still=False, narrow=False, largest=10)
        monkeypatch.setattr(exporter, "DETAILS", (few,))
        html, _ = exporter.PageExporter().from_notebook_node(notebook)
        (tmp_path / "page.html").write_text(html, "utf-8")
        page = offline.page(width=width)
        page.goto((tmp_path / "page.html").as_uri())
        assert page.locator("p.outdated:visible").count() > 4
        assert page.get_by_text("Showing 2 of").count() > 0
        assert page.evaluate(SIDEWAYS) <= 0
        page.evaluate(AXE)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            said = page.evaluate(f"axe.run({LOOKED_AT}, {WHOLE})")["violations"]
            assert [node["html"] for fault in said for node in fault["nodes"]] == []

    def test_finds_what_is_wrong(self, offline: Offline) -> None:
        page = offline.page()
        page.set_content(
            "<html><body><img src='data:,'><p style='color:#ccc'>Pale</p></body></html>"
        )
        page.evaluate(AXE)
        found = {fault["id"] for fault in page.evaluate("axe.run()")["violations"]}
        assert {"image-alt", "color-contrast", "html-has-lang"} <= found


@pytest.mark.browser
class TestSeen:
    def test_a_finger_hits_what_it_aims_at(self, shown: dict[str, Page]) -> None:
        small = {}
        for kind, page in shown.items():
            page.set_viewport_size({"width": NARROW, "height": 800})
            page.evaluate(AXE)
            found = page.evaluate(f"axe.run({LOOKED_AT}, {TARGETS})")["violations"]
            small[kind] = [node["html"] for fault in found for node in fault["nodes"]]
            page.set_viewport_size({"width": 1280, "height": 900})
        assert {kind: targets for kind, targets in small.items() if targets} == {}

    def test_letters_of_twice_the_size_fit(self, built_site: Path, shown: dict[str, Page]) -> None:
        large = [*FLAGS, "--blink-settings=defaultFontSize=32,defaultFixedFontSize=26"]
        browser = shown["index"].context.browser
        assert browser is not None
        enlarged = browser.browser_type.launch(executable_path=PROGRAM, args=large)
        with enlarged, alone(enlarged) as offline:
            for kind, path in kinds(built_site).items():
                page = opened(offline, path)
                grown = page.locator("main p").first.evaluate(LETTERS)
                assert grown == 2 * shown[kind].locator("main p").first.evaluate(LETTERS), kind
                assert page.evaluate(SIDEWAYS) <= 0, kind
                page.close()

    def test_dark_where_the_reader_is(self, shown: dict[str, Page]) -> None:
        for kind, page in shown.items():
            light = page.evaluate(LIGHTNESS)
            page.emulate_media(color_scheme="dark")
            dark = page.evaluate(LIGHTNESS)
            page.emulate_media(color_scheme="light")
            assert light > 230, kind
            assert dark < 60, kind

    def test_nothing_moves_where_the_reader_wants_rest(self, shown: dict[str, Page]) -> None:
        for kind, page in shown.items():
            page.emulate_media(reduced_motion="reduce")
            moving = page.evaluate(MOVING)
            page.emulate_media(reduced_motion="no-preference")
            assert moving == [], kind

    def test_the_keyboard_reaches_everything_and_shows_where_it_is(
        self, shown: dict[str, Page]
    ) -> None:
        for kind, page in shown.items():
            page.evaluate("document.body.focus(); scrollTo(0, 0)")
            wanted = page.evaluate(f"{STOPS}.length")
            page.keyboard.press("Tab")
            assert "skip" in page.evaluate("document.activeElement.className"), kind
            for _ in range(min(wanted, 400)):
                seen = page.evaluate(FOCUSED)
                if seen is None:
                    break
                assert seen["outline"] >= 2, (kind, seen)
                assert seen["shown"], (kind, seen)
                page.keyboard.press("Tab")
            if wanted <= 400:
                missed = f"{STOPS}.filter(one => !one.dataset.reached)"
                names = f"{missed}.map(one => one.outerHTML.slice(0, 120))"
                assert page.evaluate(names) == [], kind

    def test_pictures_of_each_kind_for_those_who_look(
        self, shown: dict[str, Page], screenshots: Path
    ) -> None:
        for kind, page in shown.items():
            page.screenshot(path=screenshots / f"site-{kind}-wide.png", full_page=True)
            page.emulate_media(color_scheme="dark")
            page.screenshot(path=screenshots / f"site-{kind}-dark.png", full_page=True)
            page.emulate_media(color_scheme="light")
            page.set_viewport_size({"width": NARROW, "height": 800})
            page.screenshot(path=screenshots / f"site-{kind}-narrow.png", full_page=True)
            page.set_viewport_size({"width": 1280, "height": 900})
            sizes = [(screenshots / f"site-{kind}-{one}.png").stat().st_size for one in LOOKS]
            assert min(sizes) > 5_000, kind

    def test_the_skip_link_leads_to_the_content(self, shown: dict[str, Page]) -> None:
        for kind, page in shown.items():
            page.evaluate("document.querySelector('.skip').focus()")
            page.keyboard.press("Enter")
            assert page.evaluate("document.activeElement.tagName") == "MAIN", kind
