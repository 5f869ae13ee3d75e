"""Notebooks executed from top to bottom, and only where something they depend on has changed."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbconvert.filters import strip_ansi

from .files import digest, write_file
from .schema import DataError

Report = Callable[[str], None]
PACKAGE = Path(__file__).parent
SECONDS_PER_CELL = 300
WIDGET = "application/vnd.jupyter.widget-view+json"


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

    Raises DataError naming notebook and cell where a cell fails.
    """
    source = nbformat.read(notebook, as_version=4)
    cells = json.dumps([(cell.cell_type, cell.source) for cell in source.cells])
    stamp = hashlib.sha256(f"{inputs}\0{cells}".encode()).hexdigest()
    copy = cache / notebook.name
    if copy.exists() and nbformat.read(copy, as_version=4).metadata.get("inputs") == stamp:
        report(f"{notebook.name}: unchanged")
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
    report(f"{notebook.name}: executed in {time.perf_counter() - start:.1f} s")
    return copy


def _settle(notebook: nbformat.NotebookNode) -> None:
    """Take the names out that a kernel gives its widgets, other ones each time."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if view := output.get("data", {}).get(WIDGET):
                view["model_id"] = ""
