"""A notebook to one HTML page that asks no other host for anything."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup
from jinja2 import Environment
from markupsafe import Markup
from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode
from traitlets import default

from . import rendering
from .execution import outdated
from .outline import Outline
from .page import CHARTS, FOLDER, frame
from .theme import VEGALITE_MIME

SUMMARY_LENGTH = 260
LARGEST = 1_480_000  # bytes of a page; for one that is larger the next detail is tried
DETAILS = (
    rendering.FULL,
    rendering.Detail(still=False),
    rendering.Detail(still=False, rows=60),
    rendering.Detail(still=False, rows=60, narrow=False),
    rendering.Detail(still=False, rows=20, narrow=False),
    rendering.Detail(still=False, rows=20, narrow=False, largest=200_000),
    rendering.Detail(still=False, rows=20, narrow=False, largest=100_000),
)
OUTDATED = (
    "Written about other data: its charts and tables show the data as they are now, "
    "but not all of its words hold for them."
)
Cells = list[dict[str, Any]]
Filters = Callable[[list[dict[str, Any]], Cells], dict[str, Any]]


class PageExporter(TemplateExporter):
    """Notebook to a page with live charts: `jupyter nbconvert --to cecot_page notebook.ipynb`.

    Charts are Vega-Lite specifications drawn by a script inside the page. Widgets are left out.
    The page's own policy forbids every request and every script but that one.
    """

    caption: rendering.Caption | None = None  # makes what stands under a chart
    narrow: rendering.Narrow | None = None  # makes a chart's form for a narrow screen
    filtering: Filters | None = None  # makes the filters of a page, and labels its tables
    export_from_notebook = "CECOT page"
    output_mimetype = "text/html"

    @default("file_extension")
    def _extension(self) -> str:
        return ".html"

    @default("template_name")
    def _template(self) -> str:
        return "cecot"

    @default("extra_template_basedirs")
    def _templates(self) -> list[str]:
        return [str(FOLDER / "templates")]

    def _create_environment(self) -> Environment:
        environment: Environment = super()._create_environment()
        environment.autoescape = True
        return environment

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **more: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page of an executed notebook, and nbconvert's resources.

        `resources["page"]` may hold `root` (the way to the site's index), `previous` and
        `next`. A page larger than `LARGEST` has fewer rows and forms of its charts, and says
        so. Raises DataError where a cell has ended in an error.
        """
        for detail in DETAILS:
            html, made = self._made(nb, resources or {}, detail)
            if len(html.encode(errors="replace")) <= LARGEST:
                break
        return html, made

    def _made(
        self, nb: NotebookNode, resources: dict[str, Any], detail: rendering.Detail
    ) -> tuple[str, dict[str, Any]]:
        name = resources.get("metadata", {}).get("name", "")
        page = {"root": "", **read(nb, name, self.caption, self.narrow, detail)}
        if self.filtering:
            page |= self.filtering(specifications(nb), page["cells"])
        page.update(resources.get("page", {}))
        html, made = super().from_notebook_node(nb, frame(page) | resources | {"page": page})
        return html, made


def specifications(notebook: NotebookNode) -> list[dict[str, Any]]:
    """The charts that stand in the outputs of a notebook, in their order."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    shown = [output.get("data", {}).get(VEGALITE_MIME) for output in outputs]
    return [one for one in shown if one]


def read(
    notebook: NotebookNode,
    name: str = "",
    caption: rendering.Caption | None = None,
    narrow: rendering.Narrow | None = None,
    detail: rendering.Detail = rendering.FULL,
) -> dict[str, Any]:
    """What a notebook's page shows: `title`, `summary`, `cells`, `contents` …

    `caption` makes what stands under a chart, from its specification and its words; `narrow` makes
    its form for a narrow screen, as `detail` has it.
    """
    cells: list[dict[str, Any]] = []
    contents: list[tuple[str, str]] = []
    source, outline = "", Outline()
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            cells += _code(source, [])
            source = ""
            written = rendering.markdown(cell.source)
            html, headings = _anchored(written, outline.ids)
            contents += headings
            cells.append({"kind": "markdown", "html": outline.fitted(html)})
        elif cell.cell_type == "code":
            source += f"\n{cell.source}"
            made = rendering.outputs(cell, f"{name or 'chart'}-{number}", caption, narrow, detail)
            if shown := [one if rendering.is_chart(one) else outline.fitted(one) for one in made]:
                cells += _code(source, shown)
                source = ""
    cells += _code(source, [])
    heading, summary = opening(notebook)
    drawn = [c for c in cells if any(map(rendering.is_chart, c.get("outputs", ())))]
    charts = sum(rendering.is_chart(out) for cell in drawn for out in cell["outputs"])
    if drawn:
        drawn[0]["first_chart"] = True  # the filters stand before it
    return {
        "title": heading or name,
        "summary": summary,
        "cells": cells,
        "contents": contents,
        "headed": outline.level > 0,
        "charts": charts,
        "fields": [],
        "scripts": (CHARTS,) if charts else (),
    }


def _code(source: str, outputs: list[Markup]) -> list[dict[str, Any]]:
    """One step of the page: code cells that follow each other, up to one with outputs."""
    if not source.strip():
        return []
    checks = outputs in ([], [rendering.OUTDATED]) and "assert" in source
    label = "How the words above are checked" if checks else "Code"
    html = Markup(rendering.code(source.strip()))
    return [{"kind": "code", "html": html, "outputs": outputs, "label": label}]


def _anchored(html: str, taken: set[str]) -> tuple[Markup, list[tuple[str, str]]]:
    """`html` with an id on each second-level heading, and these ids with their headings."""
    soup = BeautifulSoup(html, "html.parser")
    contents: list[tuple[str, str]] = []
    for heading in soup("h2"):
        words = heading.get_text(" ", strip=True)
        slug = re.sub(r"\W+", "-", words.casefold()).strip("-") or "section"
        used = taken | {known for known, _ in contents}
        while slug in used:
            slug += "-again"
        heading["id"] = slug
        contents.append((slug, words))
    return Markup(str(soup)), contents


def opening(notebook: NotebookNode) -> tuple[str, str]:
    """A notebook's first heading, and the first paragraph that follows it, as plain text.

    That paragraph is what the notebook finds; one that is outdated has found nothing of these data.
    """
    written = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    soup = BeautifulSoup(rendering.markdown("\n\n".join(written)), "html.parser")
    heading = soup.find(["h1", "h2"])
    paragraph = heading.find_next("p") if heading else soup.find("p")
    title, words = (
        re.sub(r"\s+", " ", part.get_text()).strip() if part else ""
        for part in (heading, paragraph)
    )
    if any(map(outdated, notebook.cells)):
        return title, OUTDATED
    return title, _shortened(words)


def _shortened(words: str) -> str:
    """As many whole sentences of `words` as have room; of a first one that has none, its start."""
    if len(words) <= SUMMARY_LENGTH:
        return words
    ends = [match.end() for match in re.finditer(r"[.!?][”\"’)]?(?=\s+[A-Z“\"])", words)]
    if fitting := [end for end in ends if end <= SUMMARY_LENGTH]:
        return words[: fitting[-1]]
    return words[:SUMMARY_LENGTH].rsplit(" ", 1)[0].rstrip(",;:") + " …"
