"""Notebooks as files: what those see who only have the file, and a program that is not ours."""

from __future__ import annotations

import base64
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_notebook, new_output

from cecot_analysis import charts, exporter, load_articles, load_figures, theme
from cecot_analysis.articles import data_folder

ROOT = data_folder().parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PICTURE = "img[src^='data:image/png']"


def drawn(notebook: nbformat.NotebookNode) -> list[dict[str, str]]:
    """The outputs that are charts."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return [one.data for one in outputs if theme.VEGALITE_MIME in one.get("data", {})]


@pytest.mark.parametrize(
    ("path", "template"),
    [*((path, "lab") for path in NOTEBOOKS), (NOTEBOOKS[2], "classic"), (NOTEBOOKS[2], "basic")],
    ids=lambda one: getattr(one, "stem", one),
)
def test_elsewhere_each_chart_shows_its_picture_its_words_and_then_its_table(
    path: Path, template: str
) -> None:
    """As nbconvert's own HTML export, and web views that run no script, show it."""
    notebook = nbformat.read(path, as_version=4)
    html, _ = HTMLExporter(template_name=template).from_notebook_node(notebook)
    page = BeautifulSoup(html, "html.parser")
    pictures = page.select(PICTURE)
    charts_of_it = drawn(notebook)
    assert len(pictures) == len(charts_of_it)
    for picture, chart in zip(pictures, charts_of_it, strict=True):
        following = picture.find_all_next(["img", "table"])
        assert following, path.name
        assert following[0].name == "table", path.name
        spoken = theme.alt_text(chart[theme.VEGALITE_MIME])
        assert str(picture["alt"]).endswith(spoken)
        assert len(str(picture["alt"])) > len(spoken)


def test_words_of_a_chart_stay_words_in_a_notebook() -> None:
    said = '$6 million <b>&amp;</b> "quoted" *not* [a](b) and $7\nand a new line'
    still = theme.still(theme.picture(theme.claimant_key(["none"])), said)
    cell = new_code_cell("", outputs=[new_output("display_data", {"text/markdown": still})])
    html, _ = HTMLExporter().from_notebook_node(new_notebook(cells=[cell]))
    page = BeautifulSoup(html, "html.parser")
    [picture] = page.select(PICTURE)
    assert picture["alt"] == said.replace("\n", " ")
    assert set(picture.attrs) == {"alt", "src", "width"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_each_chart_is_saved_with_its_words(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    for chart in drawn(notebook):
        title, _, words = chart["text/plain"].partition("\n")
        assert title
        assert len(words.split()) > 5, title
        assert chart["image/png"].startswith("iVBORw0KGgo")


def test_our_own_export_gives_every_picture_its_words() -> None:
    for path in NOTEBOOKS[:3]:
        notebook = nbformat.read(path, as_version=4)
        html, _ = exporter.PageExporter().from_notebook_node(notebook)
        page = BeautifulSoup(html, "html.parser")
        said = [str(image["alt"]) for image in page.select("figure.chart noscript img")]
        expected = [chart["text/plain"].partition("\n")[2] for chart in drawn(notebook)]
        assert len(said) == len(expected)
        for alternative, words in zip(said, expected, strict=True):
            assert words.rstrip(".") in alternative.replace("\n", " ")


def test_the_picture_of_the_readme_is_that_of_the_data() -> None:
    picture = ROOT / "docs" / "coverage.png"
    current = theme.picture(charts.coverage_chart(load_figures(), load_articles()))
    assert picture.read_bytes() == current, "docs/coverage.png is old; run: make site"


def test_the_picture_of_the_index_is_that_of_the_readme(built_site: Path) -> None:
    picture = (ROOT / "docs" / "coverage.png").read_bytes()
    page = BeautifulSoup((built_site / "index.html").read_text("utf-8"), "html.parser")
    [shown] = page.select("main figure img")
    assert base64.b64decode(str(shown["src"]).partition("base64,")[2]) == picture
    assert (built_site / "coverage.png").read_bytes() == picture
    chart = charts.coverage_chart(load_figures(), load_articles())
    assert str(shown["alt"]).endswith(theme.alt_text(chart))
