"""Notebooks executed from top to bottom, and only where something they depend on has changed.

Some cells hold for the data that a notebook was written about: the checks on its words, steps that
need one certain figure, charts that have room for so many. They are tagged, and on other data they
may fail; what they show is then said to be outdated. Every other cell must run.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbconvert.filters import strip_ansi
from nbconvert.preprocessors import Preprocessor

from . import wording
from .files import digest, write_file
from .schema import DataError

Report = Callable[[str], None]
PACKAGE = Path(__file__).parent
SECONDS_PER_CELL = 300
WIDGET = "application/vnd.jupyter.widget-view+json"
CONTROLS = "controls"  # the tag of a cell that shows a widget
MAY_FAIL = "raises-exception"  # the tag by which Jupyter, too, goes on after such a cell
OUTDATED = "outdated"
LACKING = "this step was written about other data, and needs something that these do not hold"


def quiet(_: str) -> None:
    """A `Report` that says nothing."""


def code_of_package() -> str:
    """A hash of the package's code, lexicon, templates and styles."""
    return digest(sorted(p for p in PACKAGE.rglob("*") if p.is_file() and p.suffix != ".pyc"))


def inputs_of(data: Path) -> str:
    """A hash of what executed notebooks depend on beside themselves: the package and the data."""
    stored = (path for path in data.rglob("*") if path.is_file() and path.suffix != ".lock")
    return code_of_package() + digest(sorted(stored))


def executed(notebook: Path, cache: Path, inputs: str, report: Report = quiet) -> Path:
    """The executed copy of `notebook` in `cache`; executed anew only if it or `inputs` changed.

    In the copy, a tagged cell that failed is marked as outdated. Raises DataError naming notebook
    and cell where another cell fails.
    """
    source = nbformat.read(notebook, as_version=4)
    cells = json.dumps([(one.cell_type, one.source, _may_fail(one)) for one in source.cells])
    stamp = hashlib.sha256(f"{inputs}\0{cells}".encode()).hexdigest()
    copy = cache / notebook.name
    if (
        copy.exists()
        and (kept := nbformat.read(copy, as_version=4)).metadata.get("inputs") == stamp
    ):
        report(f"{notebook.name}: unchanged{_told(kept)}")
        return copy
    start = time.perf_counter()
    folder = {"metadata": {"path": str(notebook.parent)}}
    client = NotebookClient(
        source,
        timeout=SECONDS_PER_CELL,
        resources=folder,
        store_widget_state=False,
        record_timing=False,  # a copy made tomorrow is the same
        extra_arguments=["--log-level=ERROR"],
    )
    try:
        client.execute()
    except CellExecutionError as error:
        words = f"{error.ename}: {error.evalue}\n{strip_ansi(str(error)).strip()}"
        raise DataError(f"{notebook}: a cell fails: {words}") from error
    _settle(source)
    source.metadata["inputs"] = stamp
    write_file(copy, nbformat.writes(source) + "\n")
    report(f"{notebook.name}: executed in {time.perf_counter() - start:.1f} s{_told(source)}")
    return copy


def _may_fail(cell: nbformat.NotebookNode) -> bool:
    return MAY_FAIL in cell.metadata.get("tags", ())


def outdated(cell: nbformat.NotebookNode) -> str:
    """Why a cell that was written about other data fails on these; "" if it does not."""
    return str(cell.metadata.get(OUTDATED, ""))


def _told(notebook: nbformat.NotebookNode) -> str:
    places = sum(bool(outdated(cell)) for cell in notebook.cells)
    if not places:
        return ""
    return f"; written about other data, outdated in {wording.counted(places, 'place')}"


def _settle(notebook: nbformat.NotebookNode) -> None:
    """Mark what is outdated, and take out the names that a kernel gives its widgets."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if output.output_type == "error":
                is_said = output.ename == DataError.__name__
                cell.metadata[OUTDATED] = output.evalue if is_said else LACKING
            if view := output.get("data", {}).get(WIDGET):
                view["model_id"] = ""
        if outdated(cell):
            cell.outputs = []


class WithoutViews(Preprocessor):
    """Takes the views of widgets out of a notebook that is to be saved.

    They name a kernel that is gone, another one each time; without them a front end shows the
    chart or table that is saved beside. The cell is tagged, so that what it showed is known.
    """

    def preprocess(
        self, nb: nbformat.NotebookNode, resources: dict[str, Any]
    ) -> tuple[nbformat.NotebookNode, dict[str, Any]]:
        """The notebook without them, and `resources` as they are."""
        for cell in nb.cells:
            views = [output.get("data", {}).pop(WIDGET, None) for output in cell.get("outputs", ())]
            if any(views):
                tags = cell.metadata.get("tags", [])
                cell.metadata["tags"] = sorted({*tags, CONTROLS})
        return nb, resources


def has_controls(notebook: nbformat.NotebookNode) -> bool:
    """Whether a notebook shows a widget, now or when it was saved."""
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", ()))
    tagged = any(CONTROLS in cell.metadata.get("tags", ()) for cell in notebook.cells)
    return tagged or any(WIDGET in output.get("data", {}) for output in outputs)
