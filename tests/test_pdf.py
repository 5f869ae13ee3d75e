"""The PDF of all findings, read back with another program than the one that printed it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pypdf
import pytest
from conftest import SCREENSHOTS, Offline
from nbformat.v4 import new_markdown_cell, new_notebook
from pages import kinds, opened

from cecot_analysis import exporter, load_articles, load_figures, page, pdf, schema, wording
from cecot_analysis.articles import data_folder

NOTEBOOKS = data_folder().parent / "notebooks"
PRINTED = [NOTEBOOKS / f"{name}.ipynb" for name in ("00_start_here", "02_capacity", "09_explorer")]
A4 = (595, 842)


def plain(words: str) -> str:
    """Words as they can be found in a PDF: where lines end is lost, and so are some spaces."""
    return re.sub(r"\s+", "", words)


def built(target: Path, zone: str) -> Path:
    """The PDF of three notebooks as they are saved, one of them a control, and of a hostile one."""
    hostile = target.parent / "hostile.ipynb"
    words = "# <b>A title</b> <script>alert(1)</script>\n\n[away](../../etc/passwd) and [in](#x)"
    nbformat.write(new_notebook(cells=[new_markdown_cell(words)]), hostile)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SOURCE_DATE_EPOCH", "1735689600")
        environment.setenv("TZ", zone)
        return pdf.build(target, notebooks=[*PRINTED, hostile], execute=False)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("printed") / "findings.pdf", "UTC")


@pytest.fixture(scope="module")
def document(path: Path) -> pypdf.PdfReader:
    return pypdf.PdfReader(path)


@pytest.fixture(scope="module")
def texts(document: pypdf.PdfReader) -> list[str]:
    return [sheet.extract_text() for sheet in document.pages]


@pytest.mark.browser
class TestFindings:
    def test_states_what_it_is_and_of_which_data(self, document: pypdf.PdfReader) -> None:
        assert document.metadata is not None
        assert document.metadata.title == page.SITE
        assert document.metadata.author == pdf.AUTHOR
        stated = plain(document.pages[0].extract_text())
        subject = str(document.metadata.subject)
        assert plain(page.SITE) in stated
        assert subject.removeprefix("Data ") in stated
        assert re.fullmatch(r"Data [0-9a-f]{64}", subject)

    def test_every_page_but_the_first_has_its_number(self, texts: list[str]) -> None:
        assert len(texts) > 5
        assert f"1 / {len(texts)}" not in texts[0]
        for number, text in enumerate(texts[1:], 2):
            assert f"{number} / {len(texts)}" in text

    def test_the_contents_name_the_page_of_each_chapter(
        self, document: pypdf.PdfReader, texts: list[str]
    ) -> None:
        notebooks = [nbformat.read(path, as_version=4) for path in PRINTED[:2]]
        titles = [
            *(exporter.opening(one)[0] for one in notebooks),
            *("A title", "Every figure", "Sources"),
        ]
        contents = plain(texts[1])
        for title in titles:
            found = re.search(rf"{re.escape(plain(title))}(\d+)", contents)
            assert found, title
            places = [n for n, text in enumerate(texts, 1) if n > 2 and plain(title) in plain(text)]
            numbers = [str(place) for place in places if re.match(str(place), found[1])]
            assert numbers, (title, found[1], places)
        links = [
            one.get_object() for one in document.pages[1].get("/Annots", []) if one is not None
        ]
        assert len(links) == len(titles)

    def test_controls_are_left_out(self, texts: list[str]) -> None:
        title, _ = exporter.opening(nbformat.read(PRINTED[2], as_version=4))
        assert plain(title) not in plain(texts[1])

    def test_every_figure_stands_in_it_with_its_words(self, texts: list[str]) -> None:
        last = plain("".join(re.sub(r"\d+ / \d+$|^What is reported.*", "", t) for t in texts[3:]))
        figures = load_figures()
        names = wording.sources(figures, load_articles())
        for figure in figures.itertuples():
            assert plain(figure.quote)[:60] in last, figure.figure_id
            assert plain(str(names[figure.article_id])) in last

    def test_can_be_read_aloud_and_walked_through(self, document: pypdf.PdfReader) -> None:
        root = document.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"] == "en"
        assert "/StructTreeRoot" in root
        outline = [entry.title for entry in document.outline if not isinstance(entry, list)]
        assert {"Contents", "Every figure", "Sources"} <= set(outline)

    def test_charts_stand_in_it_with_their_words(self, document: pypdf.PdfReader) -> None:
        described = list(alternatives(document.trailer["/Root"]["/StructTreeRoot"]))
        assert len(described) >= 2
        assert all(len(words.split()) > 10 for words in described)

    def test_pages_are_a4_and_none_is_empty(
        self, document: pypdf.PdfReader, texts: list[str]
    ) -> None:
        sizes = {tuple(round(float(n)) for n in p.mediabox[2:]) for p in document.pages}
        assert {(abs(w - A4[0]) <= 1, abs(h - A4[1]) <= 1) for w, h in sizes} == {(True, True)}
        assert [number for number, text in enumerate(texts, 1) if len(text.split()) < 12] == []

    def test_no_clock_is_in_it(self, path: Path, tmp_path: Path) -> None:
        assert built(tmp_path / "again.pdf", "Asia/Tokyo").read_bytes() == path.read_bytes()
        metadata = pypdf.PdfReader(path).metadata
        assert metadata is not None
        assert str(metadata.get("/CreationDate")) == "D:20250101000000Z"

    def test_hostile_words_stay_words(self, document: pypdf.PdfReader, texts: list[str]) -> None:
        addresses = [
            str(one.get_object().get("/A", {}).get("/URI", ""))
            for sheet in document.pages
            for one in sheet.get("/Annots", [])
        ]
        assert [one for one in addresses if one and not one.startswith("http")] == []
        assert not any("alert" in text for text in texts)


def alternatives(node: object) -> Iterator[str]:
    """The words that stand for pictures in the tree of a tagged PDF."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for child in node:
            yield from alternatives(child)
    elif isinstance(node, dict):
        if "/Alt" in node:
            yield str(node["/Alt"])
        if "/K" in node:
            yield from alternatives(node["/K"])


def test_without_a_browser_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(schema.DataError, match="apt install chromium"):
        pdf.build("never.pdf")
    assert not Path("never.pdf").exists()


@pytest.mark.browser
def test_each_kind_of_page_prints(built_site: Path, offline: Offline) -> None:
    """On paper: numbered pages, nothing cut off at the side, no navigation."""
    for kind, path in kinds(built_site).items():
        sheet = opened(offline, path)
        target = SCREENSHOTS / f"print-{kind}.pdf"
        SCREENSHOTS.mkdir(exist_ok=True)
        target.write_bytes(sheet.pdf(prefer_css_page_size=True, print_background=True))
        texts = [one.extract_text() for one in pypdf.PdfReader(target).pages]
        assert f"1 / {len(texts)}" in texts[0], kind
        assert plain(sheet.locator("h1").inner_text()) in plain(texts[0]), kind
        assert "Skip to the content" not in "".join(texts)
        sheet.emulate_media(media="print")
        sheet.set_viewport_size({"width": 665, "height": 900})  # 176 mm between the margins
        assert sheet.evaluate("document.documentElement.scrollWidth") <= 665, kind
        sheet.screenshot(path=SCREENSHOTS / f"site-{kind}-print.png", full_page=True)
        sheet.close()
