"""What a reader sees in the saved notebooks without a kernel, and how little code it takes."""

from __future__ import annotations

import ast
import itertools
import json
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode

from cecot_analysis.execution import MAY_FAIL
from cecot_analysis.theme import VEGALITE_MIME

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
PATHS = sorted(FOLDER.glob("*.ipynb"))
PATH_OR_PATTERN = re.compile(r"[\w.]*/[\w./]+|\w\.(?:txt|csv|yml|json)\b|\\[wdsb]|\(\?|\[\^|\.\*")


def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def bundles(cell: NotebookNode) -> list[dict[str, Any]]:
    return [output.data for output in cell.outputs if "data" in output]


def charts(notebook: NotebookNode) -> list[tuple[int, dict[str, Any]]]:
    """The place among the code cells and the output of each chart."""
    return [
        (place, data)
        for place, cell in enumerate(code_cells(notebook))
        for data in bundles(cell)
        if VEGALITE_MIME in data
    ]


def is_table(cell: NotebookNode) -> bool:
    return any("<table" in "".join(data.get("text/html", "")) for data in bundles(cell))


@pytest.fixture(params=PATHS, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def notebook(path: Path) -> NotebookNode:
    return read(path)


def test_valid_with_stable_cell_names(notebook: NotebookNode) -> None:
    nbformat.validate(notebook)
    names = [cell.id for cell in notebook.cells]
    assert len(set(names)) == len(names)
    assert notebook.metadata.kernelspec.name == "python3"


def test_no_warning_is_saved(notebook: NotebookNode) -> None:
    outputs = [output for cell in code_cells(notebook) for output in cell.outputs]
    assert not [output for output in outputs if output.get("name") == "stderr"]


def test_nothing_in_it_changes_from_run_to_run(notebook: NotebookNode) -> None:
    assert not [cell.id for cell in notebook.cells if "execution" in cell.metadata]


def test_a_question_and_its_finding_come_before_any_code(notebook: NotebookNode) -> None:
    before = list(itertools.takewhile(lambda cell: cell.cell_type != "code", notebook.cells))
    lines = "\n".join(cell.source for cell in before).strip().splitlines()
    paragraphs = [line for line in lines[1:] if line and not line.startswith(("#", "|", "-"))]
    assert lines[0].startswith("# ")
    assert lines[0].endswith("?")
    assert paragraphs, "a finding in words"
    assert re.search(r"\d|\b(?:one|two|three|four|five|no|none)\b", paragraphs[0].casefold())


def test_the_prose_is_tied_to_the_data(notebook: NotebookNode) -> None:
    trees = [ast.parse(cell.source) for cell in code_cells(notebook)]
    assert [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Assert)]


def test_checks_may_fail_on_other_data_and_what_loads_the_data_may_not(
    notebook: NotebookNode,
) -> None:
    cells = code_cells(notebook)
    checks = [cell for cell in cells if "assert" in cell.source]
    assert all(MAY_FAIL in cell.metadata.get("tags", ()) for cell in checks)
    assert not [cell.id for cell in checks if cell.outputs], "a check shows nothing"
    tagged = [cell for cell in cells if MAY_FAIL in cell.metadata.get("tags", ())]
    assert not [cell.id for cell in tagged if "import" in cell.source or "load_" in cell.source]
    assert len(tagged) < len(cells)


def test_charts_are_saved_live_as_a_picture_and_in_words(notebook: NotebookNode) -> None:
    for _, data in charts(notebook):
        title, _, sentence = "".join(data["text/plain"]).partition("\n")
        assert data["image/png"]
        assert data[VEGALITE_MIME]["$schema"].endswith("/v5.json")
        assert title
        assert sentence.strip(), f"{title!r} has no alternative text"
        assert "text/html" not in data


def test_a_table_follows_every_chart(notebook: NotebookNode) -> None:
    cells = code_cells(notebook)
    for place, data in charts(notebook):
        shown = [cell for cell in cells[place + 1 :] if bundles(cell)]
        assert any(map(is_table, shown[:1])), "".join(data["text/plain"]).splitlines()[0]


def test_something_is_shown_without_a_kernel(path: Path, notebook: NotebookNode) -> None:
    assert charts(notebook) or any(is_table(cell) for cell in code_cells(notebook))
    assert "widget-view" not in path.read_text("utf-8"), "the view of a kernel that is gone"


def test_code_only_asks_the_package(notebook: NotebookNode) -> None:
    logic = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.If, ast.Try)
    for cell in code_cells(notebook):
        nodes = list(ast.walk(ast.parse(cell.source)))
        assert not [node for node in nodes if isinstance(node, logic)], cell.source
        words = [node.value for node in nodes if isinstance(node, ast.Constant)]
        written = [word for word in words if isinstance(word, str)]
        assert not [word for word in written if PATH_OR_PATTERN.search(word)], cell.source


def test_links_lead_somewhere(path: Path, notebook: NotebookNode) -> None:
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    links = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", prose)
    local = [link for link in links if not link.startswith(("https:", "mailto:"))]
    assert not [link for link in local if not (path.parent / link).exists()]


def test_no_address_of_this_machine_is_saved(path: Path) -> None:
    saved = json.dumps(json.loads(path.read_text("utf-8")))
    assert str(FOLDER.parent) not in saved
    assert str(Path.home()) + "/" not in saved


def test_the_start_leads_to_every_notebook() -> None:
    prose = "\n".join(cell.source for cell in read(PATHS[0]).cells)
    assert not [path.name for path in PATHS[1:] if path.name not in prose]


def test_the_start_names_each_notebook_by_its_question() -> None:
    prose = "\n".join(cell.source for cell in read(PATHS[0]).cells)
    for path in PATHS[1:]:
        title = read(path).cells[0].source.splitlines()[0].removeprefix("# ")
        assert f"[{title}]({path.name})" in prose
