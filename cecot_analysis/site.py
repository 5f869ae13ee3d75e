"""The whole job without a person: articles, figures, executed notebooks, a site that works offline.

`index.html`, a page per notebook in `notebooks/`, per article in `articles/`, per figure in
`figures/`, `disagreements.html`, `search.html`, and the data in `data/`, so that the links of a
notebook hold in the site too.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import nbformat

from . import (
    addresses,
    article_page,
    charts,
    data_page,
    disagreement_page,
    edition,
    execution,
    exporter,
    figure_page,
    home,
    narrow,
    registers,
    search,
    theme,
    twin,
)
from .articles import data_folder, load_articles
from .collection import Collection
from .execution import Report, quiet
from .files import digest, write_file
from .output import STEP, Output
from .page import rendered
from .registers import Made
from .reviews import load_figures, load_reviews
from .schema import DataError


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

    @property
    def card(self) -> dict[str, str]:
        """What the index shows of the page."""
        address = f"notebooks/{addresses.file(self.file)}"
        fields = {"number": self.number, "title": self.title, "summary": self.summary}
        return {"address": address, **fields}


def _pages(notebooks: Iterable[Path]) -> list[Page]:
    found = []
    for path in notebooks:
        title, summary = exporter.opening(nbformat.read(path, as_version=4))
        found.append(Page(path, title or path.stem, summary))
    return found


def _link(page: Page | None) -> dict[str, str] | None:
    return {"address": addresses.file(page.file), "title": page.title} if page else None


def _notebooks(pages: list[Page], all_of_it: Collection, output: Output) -> None:
    """Write the pages of notebooks whose content, or what stands around it, has changed."""
    around = execution.code_of_package() + json.dumps([(page.file, page.title) for page in pages])
    around += repr(all_of_it.edition)
    exporting = exporter.PageExporter()
    exporting.caption = functools.partial(twin.caption, all_of_it, root="../")
    exporting.narrow = narrow.Narrow(all_of_it).of
    exporting.filtering = functools.partial(twin.filters, all_of_it)
    for number, page in enumerate(pages):
        name = f"notebooks/{page.file}"
        key = hashlib.sha256(f"{around}\0{digest([page.notebook])}".encode()).hexdigest()
        if output.keep(name, key):
            continue
        place = {
            "root": "../",
            "edition": all_of_it.edition,
            "previous": _link(pages[number - 1] if number else None),
            "next": _link(pages[number + 1] if number + 1 < len(pages) else None),
        }
        html, _ = exporting.from_filename(str(page.notebook), resources={"page": place})
        output.put(name, html + "\n", key)


def _stage(
    kind: str, key: str, total: int, made: Iterator[tuple[str, str | bytes]], output: Output
) -> None:
    """Write pages of one kind and tell how far it is; nothing is made where nothing changed."""
    key = hashlib.sha256(f"{kind}\0{key}".encode()).hexdigest()
    if output.keep_all(key):
        return
    changed = done = 0
    for done, (name, content) in enumerate(made, 1):
        changed += output.put(name, content, key, say=not total)
        if total and done % STEP == 0 and done < total:
            output.report(f"{kind}: {done:,} of {total:,} pages")
    if changed:
        output.report(f"{kind}: {done:,} pages, {changed:,} of them new or changed")


def _figures(all_of_it: Collection) -> Iterator[tuple[str, str | bytes]]:
    for row in all_of_it.rows:
        fields = figure_page.page(all_of_it, row)
        yield fields["own_address"], rendered("figure", fields, all_of_it.edition)


def _articles(all_of_it: Collection) -> Iterator[tuple[str, str | bytes]]:
    for article_id in all_of_it.articles.index:
        for fields in article_page.pages(all_of_it, article_id):
            yield fields["place"], rendered("article", fields, all_of_it.edition)


def _others(
    all_of_it: Collection, cards: list[dict[str, str]], data: Path
) -> Iterator[tuple[str, str | bytes]]:
    """The index that the pages search, exports, then the pages of which there are few."""
    files = list(search.files(all_of_it))
    yield from ((f"search/index-{number}.js", script) for number, script in enumerate(files))
    forms = data_page.exported(all_of_it)
    for form in forms:
        if form.content is not None:
            yield f"data/{form.name}", form.content
    drawn = home.picture(all_of_it)
    if drawn:
        yield home.PICTURE, drawn["image/png"]
    pages: list[Made] = [
        *registers.figures(all_of_it, len(files)),
        *registers.articles(all_of_it),
        registers.finder(all_of_it, len(files)),
        ("disagreements.html", "disagreements", disagreement_page.page(all_of_it)),
        ("data/index.html", "data", data_page.page(all_of_it, data, forms)),
        *home.pages(all_of_it, cards, drawn),
    ]
    for name, template, fields in pages:
        root = "../" * name.count("/")
        yield name, rendered(template, fields, all_of_it.edition, root)


def _inputs(data: Path, notebooks: list[Path]) -> str:
    """A hash of all that a site is made from: code, libraries, data, notebooks, date asked for."""
    libraries = sorted(f"{one.name}=={one.version}" for one in metadata.distributions())
    asked = os.environ.get(edition.EPOCH, "")
    parts = [execution.inputs_of(data), digest(notebooks), *libraries, asked]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


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
    Only files that changed are written, and only files of an earlier build are removed.
    Raises DataError where a notebook fails, or there is none and none was asked for.
    """
    data, target = data_folder(), Output(Path(output), report)
    cache = data.parent / "build" / "notebooks"
    found = sorted(data.parent.glob("notebooks/*.ipynb")) if notebooks is None else notebooks
    paths = [Path(notebook) for notebook in found]
    if notebooks is None and not paths:
        raise DataError(f"{data.parent / 'notebooks'}: no notebook (.ipynb) to show")
    if execute and paths:
        inputs = execution.inputs_of(data)
        paths = [execution.executed(path, cache, inputs, report) for path in paths]
    inputs = _inputs(data, paths)
    if target.complete(inputs):
        report(f"{target.folder}: {len(target.before):,} files, all of them unchanged")
        return target.folder / "index.html"
    all_of_it = Collection(load_articles(), load_figures(), load_reviews())
    target.begin()
    pages = _pages(paths)
    _notebooks(pages, all_of_it, target)
    data_page.copied(data, target)
    cards = [page.card for page in pages]
    key = f"{execution.inputs_of(data)} {all_of_it.edition} {cards}"
    _stage("articles", key, len(all_of_it.articles), _articles(all_of_it), target)
    _stage("figures", key, len(all_of_it.figures), _figures(all_of_it), target)
    _stage("lists", key, 0, _others(all_of_it, cards, target.folder / "data"), target)
    target.finish(inputs)
    return target.folder / "index.html"


def picture(path: Path) -> bool:
    """Draw the coverage chart into `path` as PNG; False if it is there already, the same."""
    return write_file(path, theme.picture(charts.coverage_chart(load_figures(), load_articles())))
