"""The whole job without a person: articles, figures, executed notebooks, a site that works offline.

The site is `index.html`, a page per notebook in `notebooks/`, and the data in `data/`, so that the
links of a notebook hold in the site too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
from markupsafe import Markup

from . import charts, comparisons, datapackage, execution, exporter, rendering, theme
from .articles import data_folder, load_articles
from .execution import Report, quiet
from .files import digest, write_file
from .reviews import load_figures
from .schema import DataError

ARCHIVE = "cecot-analysis-data.zip"
PUBLISHED = (".csv", ".json", ".md", ".txt", ".yml")
OFFERED = {
    "figures.csv": "the table of figures",
    ARCHIVE: "all of it: texts, passports, figures, reviews, descriptor",
    "README.html": "what each column means, and how articles are chosen",
}
LEAD = (
    "Each number that the collected articles print about El Salvador’s Terrorism Confinement "
    "Center, with the words that carry it, who is said to have counted, and what nobody reports."
)


@dataclass(frozen=True)
class Page:
    """One notebook's place in the site."""

    notebook: Path
    title: str
    summary: str

    @property
    def file(self) -> str:
        """The page's file name."""
        return f"{self.notebook.stem}.html"

    @property
    def number(self) -> str:
        """The number that the notebook's name begins with; "" if there is none."""
        head = self.notebook.stem.split("_")[0]
        return head if head.isdigit() else ""


def _pages(notebooks: Iterable[Path]) -> list[Page]:
    found = []
    for path in notebooks:
        title, summary = exporter.opening(nbformat.read(path, as_version=4))
        found.append(Page(path, title or path.stem, summary))
    return found


def _link(page: Page | None) -> dict[str, str] | None:
    return {"address": page.file, "title": page.title} if page else None


def _targets(pages: list[Page], output: Path) -> set[Path]:
    return {output / "notebooks" / page.file for page in pages}


def _written(pages: list[Page], output: Path, report: Report) -> None:
    """Write the pages whose content changed, and remember what they were made from."""
    memory = output / ".made.json"
    for gone in {*(output / "notebooks").glob("*.html")} - _targets(pages, output):
        gone.unlink()
    made: dict[str, str] = json.loads(memory.read_text("utf-8")) if memory.exists() else {}
    exporting = exporter.PageExporter()
    around = execution.code_of_package() + json.dumps([(page.file, page.title) for page in pages])
    for number, page in enumerate(pages):
        target = output / "notebooks" / page.file
        key = hashlib.sha256(f"{around}\0{digest([page.notebook])}".encode()).hexdigest()
        if target.exists() and made.get(page.file) == f"{key} {digest([target])}":
            continue
        before = _link(pages[number - 1] if number else None)
        after = _link(pages[number + 1] if number + 1 < len(pages) else None)
        place = {"root": "../", "previous": before, "next": after}
        html, _ = exporting.from_filename(str(page.notebook), resources={"page": place})
        write_file(target, html + "\n")
        made[page.file] = f"{key} {digest([target])}"
        report(f"{target}: {target.stat().st_size / 1e6:.2f} MB")
    write_file(memory, json.dumps(made, indent=1) + "\n")


def _withdrawn(names: list[str], output: Path) -> None:
    """Remove what an earlier build copied and the data no longer hold; remember `names`."""
    memory = output / ".copied.json"
    before: list[str] = json.loads(memory.read_text("utf-8")) if memory.exists() else []
    for gone in sorted(set(before) - set(names)):
        (output / "data" / gone).unlink(missing_ok=True)
    write_file(memory, json.dumps(names, indent=1) + "\n")


def _copied(data: Path, output: Path) -> list[dict[str, Any]]:
    """Copy the data into the site, without what is withdrawn; what is offered for download."""
    files = [path for path in sorted(data.rglob("*")) if path.suffix in PUBLISHED]
    _withdrawn([path.relative_to(data).as_posix() for path in files], output)
    for path in files:
        write_file(output / "data" / path.relative_to(data), path.read_bytes())
    write_file(output / "data" / ARCHIVE, datapackage.archive(data))
    if (data / "README.md").exists():
        _dictionary(data, output)
    return [
        {
            "address": f"data/{name}",
            "name": name.removesuffix(".html"),
            "words": words,
            "save": not name.endswith(".html"),
            "size": f"{(output / 'data' / name).stat().st_size / 1024:.0f} kB",
        }
        for name, words in OFFERED.items()
        if (output / "data" / name).exists()
    ]


def _dictionary(data: Path, output: Path) -> None:
    """The data folder's README as a page."""
    page = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell((data / "README.md").read_text("utf-8"))]
    )
    resources = {"page": {"root": "../"}, "metadata": {"name": "README"}}
    html, _ = exporter.PageExporter().from_notebook_node(page, resources=resources)
    write_file(output / "data" / "README.html", html + "\n")


def _counts(figures: pd.DataFrame, articles: pd.DataFrame) -> list[tuple[int, str]]:
    body = figures[(figures["section"] == "body") & figures["duplicate_of"].isna()]
    silent = len(articles) - body["article_id"].nunique()
    return [
        (len(articles), "articles"),
        (len(body), "reported figures"),
        (int((body["claimant_kind"] != "none").sum()), "with a named claimant"),
        (int(body["as_of"].notna().sum()), "with an as-of date"),
        (silent, "article without a figure" if silent == 1 else "articles without a figure"),
    ]


def _home(pages: list[Page], downloads: list[dict[str, Any]]) -> dict[str, Any]:
    articles, figures = load_articles(), load_figures()
    bundle = theme.bundle(charts.coverage_chart(figures, articles))
    drawn = rendering.chart(bundle[theme.VEGALITE_MIME], bundle["text/plain"], "coverage")
    table = comparisons.coverage(figures, articles).rename_axis(index=None)
    cards = [
        {
            "address": f"notebooks/{page.file}",
            "number": page.number,
            "title": page.title,
            "summary": page.summary,
        }
        for page in pages
    ]
    return {
        "title": exporter.SITE,
        "summary": LEAD,
        "root": "",
        "charts": 1,
        "counts": _counts(figures, articles),
        "coverage": drawn,
        "table": Markup(rendering.clean(table.to_html(na_rep="–"))),
        "cards": cards,
        "downloads": downloads,
    }


def build(
    output: str | Path = "site",
    notebooks: Sequence[str | Path] | None = None,
    execute: bool = True,
    report: Report = quiet,
) -> Path:
    """Build the whole site into `output`; the path of its `index.html`.

    `notebooks` are paths (default: all of `notebooks/` beside the data folder). They are executed
    copies in `build/` that are shown, made anew only where code, data or cells have changed; with
    `execute=False` the notebooks are shown as they are saved. `report` is told of each step.
    Raises DataError where a notebook fails.
    """
    data, output = data_folder(), Path(output)
    cache = data.parent / "build" / "notebooks"
    found = sorted(data.parent.glob("notebooks/*.ipynb")) if notebooks is None else notebooks
    paths = [Path(notebook) for notebook in found]
    if not paths:
        raise DataError(f"{data.parent / 'notebooks'}: no notebook (.ipynb) to show")
    if execute:
        inputs = execution.inputs_of(data)
        paths = [execution.executed(path, cache, inputs, report) for path in paths]
    pages = _pages(paths)
    _written(pages, output, report)
    page = _home(pages, _copied(data, output))
    index = output / "index.html"
    if write_file(index, exporter.PageExporter().home(page) + "\n"):
        report(f"{index}: {index.stat().st_size / 1e6:.2f} MB")
    return index


def picture(path: Path) -> bool:
    """Draw the coverage chart into `path` as PNG; False if it is there already, the same."""
    return write_file(path, theme.picture(charts.coverage_chart(load_figures(), load_articles())))
