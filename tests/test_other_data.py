"""The notebooks on other data than those they were written about, as the README has it done."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from pages import parsed

from cecot_analysis import cli, execution, exporter, schema
from cecot_analysis.quality import quality, reviewed

ROOT = Path(__file__).resolve().parent.parent
SHOWN = ("02_capacity", "06_transfers_and_payment", "10_review")
TEXT = "The justice ministry said in March 2026 that CECOT can hold up to 41,500 inmates.\n"
CHECK = {"tags": [execution.MAY_FAIL]}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A scratch project: all data, some notebooks."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    (tmp_path / "notebooks").mkdir()
    for name in SHOWN:
        shutil.copy(ROOT / "notebooks" / f"{name}.ipynb", tmp_path / "notebooks")
    monkeypatch.setenv("CECOT_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


class TestAddedArticle:
    def test_is_on_every_page_and_no_page_says_what_no_longer_holds(
        self, project: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (project / "story.txt").write_text(TEXT, "utf-8")
        assert cli.main(["add", "story.txt", "--publisher", "The Paper"]) == 0
        assert cli.main(["extract", "--write"]) == 0
        assert cli.main(["site"]) == 0
        said = capsys.readouterr().err
        assert "02_capacity.ipynb: executed" in said
        assert "outdated in 2 places" in said
        capacity = parsed(project / "site" / "notebooks" / "02_capacity.html")
        assert "41,500" in capacity.select_one("figure.chart").text
        finding = capacity.select_one("p.outdated")
        assert finding is not None
        assert "Four of the five" in finding.find_previous("section", class_="prose").text
        assert finding.parent.details.summary.text == "How the words above are checked"
        assert not parsed(project / "site" / "notebooks" / "10_review.html").select(".outdated")
        index = parsed(project / "site" / "index.html")
        cards = {card["href"]: card.p.text for card in index.select("a.card")}
        assert cards["notebooks/02_capacity.html"] == exporter.OUTDATED
        assert "Four of the five" not in capacity.head.decode()
        assert cards["notebooks/10_review.html"].startswith("A rule proposes")
        assert cli.main(["site"]) == 0
        assert "unchanged; written about other data" in capsys.readouterr().err

    def test_is_no_error_of_the_extraction_as_long_as_nobody_has_marked_it(
        self, project: Path
    ) -> None:
        before = quality("articles")
        (project / "data" / "articles" / "story.txt").write_text(TEXT, "utf-8")
        assert quality("articles").equals(before)
        assert len(reviewed("articles")[0]) == 5


def test_a_collection_without_a_figure_makes_a_site(project: Path) -> None:
    for file in (project / "data" / "articles").iterdir():
        file.unlink()
    (project / "data" / "articles" / "letter.txt").write_text("Nobody gave us a number.\n")
    assert cli.main(["site"]) == 0
    page = parsed(project / "site" / "notebooks" / "06_transfers_and_payment.html")
    assert len(page.select("p.outdated")) == 5
    assert any("Nothing is shown here" in note.text for note in page.select("p.outdated"))


class TestTags:
    def test_a_check_that_fails_is_marked_and_the_rest_is_run(self, tmp_path: Path) -> None:
        cells = [
            new_markdown_cell("# Q?\n\nOne."),
            new_code_cell("assert 1 == 2", metadata=CHECK),
            new_code_cell("3"),
        ]
        nbformat.write(new_notebook(cells=cells), tmp_path / "one.ipynb")
        copy = execution.executed(tmp_path / "one.ipynb", tmp_path / "cache", "1")
        saved = nbformat.read(copy, as_version=4)
        assert [bool(execution.outdated(cell)) for cell in saved.cells] == [False, True, False]
        assert [len(cell.get("outputs", ())) for cell in saved.cells] == [0, 0, 1]
        assert exporter.opening(saved) == ("Q?", exporter.OUTDATED)

    def test_what_a_step_says_of_its_failure_is_told(self, tmp_path: Path) -> None:
        said = "import cecot_analysis as ca\nraise ca.DataError('9 <b>rows</b>, at most 3')"
        cells = [new_markdown_cell("# Q?"), new_code_cell(said, metadata=CHECK)]
        nbformat.write(new_notebook(cells=cells), tmp_path / "one.ipynb")
        copy = execution.executed(tmp_path / "one.ipynb", tmp_path / "cache", "1")
        html, _ = exporter.PageExporter().from_filename(str(copy))
        assert "Nothing is shown here: 9 &lt;b&gt;rows&lt;/b&gt;, at most 3." in html

    def test_another_cell_that_fails_stops_the_work(self, tmp_path: Path) -> None:
        nbformat.write(new_notebook(cells=[new_code_cell("assert 1 == 2")]), tmp_path / "one.ipynb")
        with pytest.raises(schema.DataError, match=r"one\.ipynb: a cell fails: AssertionError"):
            execution.executed(tmp_path / "one.ipynb", tmp_path / "cache", "1")

    @pytest.mark.parametrize("check", ["1 == 1", "1 == 2"])
    def test_no_notebook_is_saved_whose_words_do_not_hold(self, tmp_path: Path, check: str) -> None:
        path = tmp_path / "one.ipynb"
        cells = [
            new_code_cell(f"assert {check}", metadata=CHECK),
            new_code_cell("import ipywidgets\nipywidgets.IntSlider()"),
        ]
        nbformat.write(new_notebook(cells=cells), path)
        before = path.read_bytes()
        command = ["make", "-o", "setup", "notebooks", f"BIN={Path(sys.executable).parent}"]
        run = subprocess.run([*command, f"NOTEBOOKS={path}"], cwd=ROOT, capture_output=True)
        assert (run.returncode == 0) == (check == "1 == 1"), run.stderr
        assert (path.read_bytes() == before) == (check != "1 == 1")
        assert b"widget-view" not in path.read_bytes()
