"""The static site: complete, small, the same each time, and harmless."""

from __future__ import annotations

import dataclasses
import re
import zipfile
from pathlib import Path
from urllib.parse import unquote

import frictionless
import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from cecot_analysis import datapackage, execution, exporter, schema, site, theme
from cecot_analysis.articles import data_folder

MEGABYTES = 1.5
LOADING = {
    "script": "src",
    "link": "href",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "object": "data",
    "embed": "src",
}
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)><b onclick='alert(1)'>bold</b>"
SPEC = {
    "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
    "title": "</script><b>A title</b>",
    "data": {"values": [{"x": 1}]},
    "mark": "point",
    "encoding": {"x": {"field": "x", "type": "quantitative"}},
}


def pages(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


def loaded(page: BeautifulSoup) -> list[str]:
    """What a browser would fetch while it shows the page."""
    found = [
        str(tag[LOADING[tag.name]]) for tag in page(list(LOADING)) if tag.get(LOADING[tag.name])
    ]
    styles = " ".join(
        [*(tag.text for tag in page("style")), *(str(t["style"]) for t in page(style=True))]
    )
    return found + re.findall(r"url\(([^)]*)\)|@import\s+(\S+)", styles)


def converted(*cells: nbformat.NotebookNode) -> BeautifulSoup:
    html, _ = exporter.PageExporter().from_notebook_node(new_notebook(cells=list(cells)))
    return BeautifulSoup(html, "html.parser")


def shown(**data: object) -> nbformat.NotebookNode:
    """A code cell with one displayed output."""
    output = new_output("display_data", {key.replace("_", "/", 1): v for key, v in data.items()})
    return new_code_cell("figures", outputs=[output])


class TestWhole:
    def test_a_page_for_each_notebook_and_a_card_on_the_index(self, built_site: Path) -> None:
        notebooks = sorted(data_folder().parent.glob("notebooks/*.ipynb"))
        index = BeautifulSoup((built_site / "index.html").read_text("utf-8"), "html.parser")
        cards = index.select("a.card")
        assert [card["href"] for card in cards] == [f"notebooks/{n.stem}.html" for n in notebooks]
        assert all(card.h3.text.strip() and card.p.text.strip() for card in cards)

    def test_pages_load_nothing(self, built_site: Path) -> None:
        for path in pages(built_site):
            page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
            assert [one for one in loaded(page) if not one.startswith("data:")] == [], path.name

    def test_pages_are_small(self, built_site: Path) -> None:
        sizes = {path.name: path.stat().st_size / 1e6 for path in pages(built_site)}
        assert {name: size for name, size in sizes.items() if size >= MEGABYTES} == {}

    def test_every_link_leads_somewhere(self, built_site: Path) -> None:
        for path in pages(built_site):
            page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
            for link in page("a", href=True):
                address, _, anchor = str(link["href"]).partition("#")
                if re.match(r"[a-z]+:", address):
                    continue
                target = path.parent / unquote(address) if address else path
                assert target.exists(), f"{path.name}: {link['href']}"
                if anchor and target.suffix == ".html":
                    there = BeautifulSoup(target.read_text("utf-8"), "html.parser")
                    assert there.find(id=anchor), f"{path.name}: {link['href']}"

    def test_every_page_can_be_found_through(self, built_site: Path) -> None:
        for path in pages(built_site):
            page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
            assert page.html["lang"] == "en"
            assert page.title.text.strip()
            assert len(page("h1")) == 1, path.name
            assert len(page("main")) == 1
            assert page.select_one("a.skip")["href"] == "#content"
            assert all(image.has_attr("alt") for image in page("img"))
            assert all(figure["aria-label"] for figure in page.select("figure.chart"))
            ids = [tag["id"] for tag in page(id=True)]
            assert len(ids) == len(set(ids)), path.name

    def test_every_chart_of_a_notebook_is_on_its_page(self, built_site: Path) -> None:
        for notebook in data_folder().parent.glob("notebooks/*.ipynb"):
            cells = nbformat.read(notebook, as_version=4).cells
            charts = [
                output
                for cell in cells
                for output in cell.get("outputs", [])
                if theme.VEGALITE_MIME in output.get("data", {})
            ]
            page = (built_site / "notebooks" / f"{notebook.stem}.html").read_text("utf-8")
            assert page.count('<figure class="chart"') == len(charts)

    def test_the_same_again(self, built_site: Path, tmp_path: Path) -> None:
        again = site.build(tmp_path / "site", execute=False).parent
        files = sorted(path.relative_to(again) for path in again.rglob("*") if path.is_file())
        assert files == sorted(
            path.relative_to(built_site) for path in built_site.rglob("*") if path.is_file()
        )
        differing = [f for f in files if (again / f).read_bytes() != (built_site / f).read_bytes()]
        assert differing == []

    def test_nothing_is_done_twice(self, built_site: Path) -> None:
        said: list[str] = []
        before = {path: path.stat().st_mtime_ns for path in built_site.rglob("*")}
        site.build(built_site, execute=False, report=said.append)
        [words] = said
        assert words.endswith("unchanged")
        assert {path: path.stat().st_mtime_ns for path in built_site.rglob("*")} == before


class TestPage:
    def test_markdown_cannot_run_anything(self) -> None:
        page = converted(new_markdown_cell(f"# A title {HOSTILE}\n\nWords {HOSTILE}"))
        assert page("script") == []
        assert "alert" not in str(page.main)
        assert page.main.find("b").attrs == {}
        assert page("img") == []

    def test_html_output_cannot_run_anything(self) -> None:
        html = f"{HOSTILE}<style>body {{display: none}}</style><table><tr><td>1</td></tr></table>"
        html += '<a href="javascript:alert(1)">x</a><div style="background:url(//x.org)">y</div>'
        page = converted(new_markdown_cell("# T"), shown(text_html=html))
        assert page("script") == []
        assert "alert" not in str(page.main)
        assert "display: none" not in str(page.main)
        assert "x.org" not in str(page)
        assert page.select_one(".table > table")

    def test_a_specification_cannot_end_its_script(self) -> None:
        data = {theme.VEGALITE_MIME: SPEC, "text/plain": 'A "title"\n<i>Words</i>'}
        cell = new_code_cell("chart", outputs=[new_output("display_data", data)])
        page = converted(new_markdown_cell("# T"), cell)
        figure = page.select_one("figure.chart")
        assert figure["aria-label"] == 'A "title". <i>Words</i>'
        assert "</script><b>A title</b>" not in str(figure.script)
        assert figure.figcaption.find("i") is None
        assert len(page("script", type="module")) == 1

    def test_text_outputs_stay_text(self) -> None:
        stream = new_output("stream", text="\x1b[31m<b>red</b>\x1b[0m")
        page = converted(new_markdown_cell("# T"), new_code_cell("x", outputs=[stream]))
        assert "<b>red</b>" in page.select_one("pre.text").text

    def test_widgets_are_left_out_with_a_word(self) -> None:
        data = {
            "application/vnd.jupyter.widget-view+json": {"model_id": "1"},
            "text/plain": "VBox()",
        }
        cell = new_code_cell("x", outputs=[new_output("display_data", data)])
        page = converted(new_markdown_cell("# T"), cell)
        assert page.select_one(".no-kernel")
        assert "VBox" not in page.main.text

    def test_links_between_notebooks_become_links_between_pages(self) -> None:
        page = converted(
            new_markdown_cell("# T\n\n[a](02_capacity.ipynb#x) [b](https://x.org/y.ipynb)")
        )
        links = [link["href"] for link in page.main("a")]
        assert links == ["02_capacity.html#x", "https://x.org/y.ipynb"]

    def test_an_error_is_not_published(self) -> None:
        error = new_output("error", ename="ValueError", evalue="no", traceback=[])
        with pytest.raises(schema.DataError, match="ValueError: no"):
            converted(new_markdown_cell("# T"), new_code_cell("x", outputs=[error]))

    def test_a_page_without_charts_has_no_script(self) -> None:
        page = converted(new_markdown_cell("# T"))
        assert page("script") == []
        assert "script-src" not in str(page.head)


class TestLarge:
    """A page that would be too large has less of what it says twice, and says so."""

    ROWS = "".join(f"<tr><td>{row}</td></tr>" for row in range(400))
    TABLE = f"<table><thead><tr><th>n</th></tr></thead><tbody>{ROWS}</tbody></table>"

    def page(self, monkeypatch: pytest.MonkeyPatch, largest: int) -> BeautifulSoup:
        monkeypatch.setattr(exporter, "LARGEST", largest)
        chart = shown(**{theme.VEGALITE_MIME: SPEC, "text/plain": "A title\nWhat it says"})
        return converted(new_markdown_cell("# T"), chart, shown(text_html=self.TABLE))

    def test_by_steps(self, monkeypatch: pytest.MonkeyPatch) -> None:
        sizes = []
        for detail in exporter.DETAILS[:3]:
            with pytest.MonkeyPatch.context() as one:
                one.setattr(exporter, "DETAILS", (detail,))
                sizes.append(len(str(self.page(monkeypatch, 0))))
        assert sizes == sorted(set(sizes), reverse=True)
        assert self.page(monkeypatch, 2 * sizes[0]).select_one("noscript img")
        page = self.page(monkeypatch, sizes[0] - 20)
        assert page.select_one("noscript img") is None
        assert "A script draws this chart" in page.noscript.text
        assert len(page.select("tbody tr")) == 250
        assert "Showing 250 of 400 rows" in page.main.text
        page = self.page(monkeypatch, 10)
        assert len(page.select("tbody tr")) == 20
        assert page.select_one("figure.chart")

    def test_a_chart_without_room_is_told_in_words(self, monkeypatch: pytest.MonkeyPatch) -> None:
        last = dataclasses.replace(exporter.DETAILS[-1], largest=100)
        monkeypatch.setattr(exporter, "DETAILS", (last,))
        page = self.page(monkeypatch, 10)
        assert page.select_one("figure.chart") is None
        assert "“A title”: a chart of so many figures has no room" in page.main.text
        assert "What it says" in page.main.text
        assert page("script") == []


class TestExecution:
    def test_only_what_changed_is_executed(self, tmp_path: Path) -> None:
        notebook = tmp_path / "one.ipynb"
        cells = [
            new_markdown_cell("# T"),
            new_code_cell("import os\nos.path.basename(os.getcwd())"),
        ]
        nbformat.write(new_notebook(cells=cells), notebook)
        said: list[str] = []
        copy = execution.executed(notebook, tmp_path / "cache", "1", said.append)
        saved = nbformat.read(copy, as_version=4)
        assert saved.cells[1].outputs[0].data["text/plain"] == f"'{tmp_path.name}'"
        execution.executed(notebook, tmp_path / "cache", "1", said.append)
        execution.executed(notebook, tmp_path / "cache", "2", said.append)
        assert [words.split()[1] for words in said] == ["executed", "unchanged", "executed"]

    def test_executed_again_it_is_the_same(self, tmp_path: Path) -> None:
        notebook = tmp_path / "one.ipynb"
        cell = new_code_cell("import ipywidgets\nipywidgets.IntSlider()")
        nbformat.write(new_notebook(cells=[cell]), notebook)
        copies = [execution.executed(notebook, tmp_path / name, "1") for name in ("a", "b")]
        first, second = (copy.read_bytes() for copy in copies)
        assert b"widget-view" in first
        assert first == second

    def test_a_failing_notebook_is_named(self, tmp_path: Path) -> None:
        notebook = tmp_path / "broken.ipynb"
        nbformat.write(new_notebook(cells=[new_code_cell("1 / 0")]), notebook)
        with pytest.raises(schema.DataError, match=r"broken\.ipynb.*ZeroDivisionError"):
            execution.executed(notebook, tmp_path / "cache", "1")
        assert not (tmp_path / "cache").exists()


class TestData:
    def test_the_descriptor_is_valid_and_up_to_date(self) -> None:
        folder = data_folder()
        report = frictionless.validate(str(folder / "datapackage.json"))
        assert report.valid, report.flatten(["name", "type", "note"])
        stored = (folder / datapackage.DESCRIPTOR).read_text("utf-8")
        assert stored == datapackage.descriptor_json(folder), "run: cecot-analysis extract --write"

    def test_the_dictionary_is_up_to_date(self) -> None:
        page = (data_folder() / "README.md").read_text("utf-8")
        assert page == datapackage.with_dictionaries(page)
        columns = (*schema.ARTICLE_COLUMNS, *schema.FIGURE_COLUMNS, *schema.REVIEW_COLUMNS)
        assert [one.name for one in columns if f"| `{one.name}` |" not in page] == []

    def test_the_archive_is_whole_and_the_same_each_time(self, tmp_path: Path) -> None:
        archive = datapackage.archive(data_folder())
        assert archive == datapackage.archive(data_folder())
        (tmp_path / "data.zip").write_bytes(archive)
        with zipfile.ZipFile(tmp_path / "data.zip") as package:
            package.extractall(tmp_path)
        report = frictionless.validate(str(tmp_path / "cecot-analysis" / "datapackage.json"))
        assert report.valid, report.flatten(["name", "type", "note"])
