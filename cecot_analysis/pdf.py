"""All findings as one PDF: title page, contents with page numbers, a chapter per question.

Chromium prints a page without any script. It does so twice: only the first printing tells on
which page each chapter begins.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
from bs4 import BeautifulSoup, Tag
from markupsafe import Markup
from pypdf import PdfReader, PdfWriter

from . import bounds, edition, evidence, execution, exporter, markup, page, wording
from .articles import data_folder, load_articles
from .edition import Edition
from .execution import Report, quiet
from .files import write_file
from .reviews import load_figures, load_reviews
from .schema import DataError

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
)
SECONDS = 180
AUTHOR = "The cecot-analysis authors"
LEAD = (
    "Each number that the collected articles print, with the words that carry it, who is said to "
    "have counted, and what nobody reports. What is missing is shown as missing; nothing is "
    "averaged, added up across articles, or filled in."
)
CAVEAT = (
    "This is what articles print, not what is the case. A number that several articles repeat "
    "without saying who counted is one unknown claim, not several confirmations."
)


@dataclass(frozen=True)
class Chapter:
    """A part of the PDF that begins on a page of its own."""

    anchor: str
    number: str
    title: str
    html: Markup


def browser() -> str:
    """The program that prints: Chromium or Chrome. Raises DataError where there is none."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found is None:
        raise DataError(
            f"no Chromium to print with; looked for: {', '.join(PROGRAMS)}; install one (Debian, "
            "Ubuntu: apt install chromium) and repeat. The site's pages print from any browser"
        )
    return found


def printed(html: str) -> bytes:
    """`html` as Chromium prints it. Raises DataError where it does not."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "findings.html"), Path(folder, "findings.pdf")
        source.write_text(html, "utf-8")
        own = [f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}", source.as_uri()]
        if getattr(os, "geteuid", lambda: 1)() == 0:  # Chromium's sandbox refuses to serve root
            own.insert(0, "--no-sandbox")
        command = [browser(), *FLAGS, *own]
        try:
            done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired as error:
            raise DataError(f"{command[0]}: still printing after {SECONDS} s; gave up") from error
        if not target.exists():
            said = done.stderr.decode(errors="replace").strip()[-500:]
            raise DataError(f"{command[0]}: printed nothing ({done.returncode}): {said}")
        return target.read_bytes()


def _still(figure: Tag) -> None:
    """A chart without its script and its menus: the drawing made beforehand, with its words."""
    drawing = figure.select_one("noscript img")
    figure.clear()
    if drawing is not None:
        figure.append(drawing)
    del figure["aria-label"]  # the picture says it


def _inside(href: str, anchor: str, anchors: Mapping[str, str]) -> str:
    """Where a link of the chapter `anchor` leads in the PDF; "" for what is not in it."""
    if re.match(r"(https?|mailto):", href):
        return href
    file, _, place = href.partition("#")
    there = anchors.get(Path(file).stem, "") if file else anchor
    return f"#{there}{f'--{place}' if place else ''}" if there else ""


def _settled(html: str, anchor: str, anchors: Mapping[str, str]) -> Markup:
    """A chapter's HTML for paper: charts stand still, details open, ids and links are its own."""
    soup = BeautifulSoup(html, "html.parser")
    for figure in soup.select("figure.chart"):
        _still(figure)
    for tag in soup.select("[id]"):
        tag["id"] = f"{anchor}--{tag['id']}"
    for tag in soup.select("[tabindex]"):
        del tag["tabindex"]
    for passport in soup.select(".ca-card details"):  # the sources stand at the end
        passport.decompose()
    for details in soup("details"):
        details["open"] = ""
    for link in soup("a", href=True):
        link["href"] = _inside(str(link["href"]), anchor, anchors)
        if not link["href"]:
            link.unwrap()
    known = {str(tag["id"]) for tag in soup.select("[id]")}
    for link in soup.select(f'a[href^="#{anchor}--"]'):
        if str(link["href"])[1:] not in known:
            link["href"] = f"#{anchor}"
    return Markup(str(soup))


def _read(path: Path) -> nbformat.NotebookNode:
    notebook: nbformat.NotebookNode = nbformat.read(path, as_version=4)
    return notebook


def _chapters(paths: Iterable[Path]) -> list[Chapter]:
    """A chapter for each notebook."""
    read = {path.stem: exporter.read(_read(path)) for path in paths}
    told = {stem: "\n".join(_parts(content["cells"])) for stem, content in read.items()}
    anchors = {stem: f"chapter-{stem}" for stem in told}
    return [
        Chapter(
            anchors[stem],
            str(number),
            str(read[stem]["title"] or stem),
            _settled(html, anchors[stem], anchors),
        )
        for number, (stem, html) in enumerate(told.items(), 1)
    ]


def _parts(cells: Iterable[dict[str, Any]]) -> Iterable[str]:
    """What a notebook says and shows, without its code."""
    for cell in cells:
        if cell["kind"] == "markdown":
            yield f'<div class="prose">{cell["html"]}</div>'
        for output in cell.get("outputs", ()):
            yield f'<div class="step">{output}</div>'


def _every_figure(figures: pd.DataFrame, articles: pd.DataFrame) -> Chapter:
    table = evidence.table(figures, articles)
    html = (
        f"<h1>Every figure</h1><p>{wording.counted(len(figures), 'figure')}, in the order of the "
        "articles and of their texts; those in teasers and page furniture, rejected ones and "
        f'sentences printed twice are among them.</p><div class="table">{table}</div>'
    )
    return Chapter("every-figure", "", "Every figure", Markup(html))


def _sources(figures: pd.DataFrame, articles: pd.DataFrame) -> Chapter:
    names = wording.sources(figures, articles)
    items = [
        f"<tr><th scope='row'>{markup.escaped(names[article.Index])}</th>"
        f"<td>{markup.escaped(_day(article.published))}</td>"
        f"<td>{markup.escaped(article.language)}</td>"
        f"<td>{markup.escaped(article.url if isinstance(article.url, str) else 'not stated')}</td>"
        f"<td><code>{markup.escaped(article.sha256)}</code></td></tr>"
        for article in articles.itertuples()
    ]
    heads = ("Source", "Published", "Language", "Address", "SHA-256 of the text")
    head = "".join(f'<th scope="col">{words}</th>' for words in heads)
    html = (
        f"<h1>Sources</h1><p>{wording.counted(len(articles), 'article')}. Article texts belong to "
        f'their publishers.</p><div class="table"><table><thead><tr>{head}</tr></thead><tbody>'
        f"{''.join(items)}</tbody></table></div>"
    )
    return Chapter("sources", "", "Sources", Markup(html))


def _day(date: Any) -> str:
    return f"{date:%Y-%m-%d}" if pd.notna(date) else "not stated"


def _pages(document: bytes, anchors: Iterable[str]) -> dict[str, int]:
    """Anchor to the number of the page that it stands on."""
    reader = PdfReader(BytesIO(document))
    found = {name.lstrip("/"): place for name, place in reader.named_destinations.items()}
    pages = {one: reader.get_destination_page_number(found[one]) for one in anchors}
    return {one: number + 1 for one, number in pages.items() if number is not None}


def _stamped(document: bytes, title: str, stand: Edition) -> bytes:
    """`document` with who made it and the date of the data; the day's clock is nowhere in it."""
    writer = PdfWriter(clone_from=BytesIO(document))
    date = stand.date.replace("-", "")
    made = {"/CreationDate": f"D:{date}000000Z", "/ModDate": f"D:{date}000000Z"} if date else {}
    writer.metadata = {
        "/Title": title,
        "/Author": AUTHOR,
        "/Subject": f"Data {stand.data}",
        "/Creator": f"cecot-analysis {stand.version}",
        **made,
    }
    stored = BytesIO()
    writer.write(stored)
    return stored.getvalue()


def _facts(stand: Edition) -> list[tuple[str, str]]:
    return [
        ("Version", stand.version),
        ("Date of the data", stand.day),
        ("Data", f"SHA-256 {stand.data}"),
        ("Cite as", f"{AUTHOR}: {page.SITE}. cecot-analysis {stand.version}, data {stand.short}."),
        ("Licence", "Code: MIT. Article texts belong to their publishers."),
        ("Read with care", CAVEAT),
    ]


def build(
    output: str | Path = "findings.pdf",
    notebooks: Sequence[str | Path] | None = None,
    execute: bool = True,
    report: Report = quiet,
) -> Path:
    """Write all findings into the PDF `output`; its path.

    A chapter per notebook (default: all of `notebooks/` beside the data folder; those that are
    controls are left out), then every figure with its words, and the sources. `execute` and
    `report` as for `site.build`. The same data give the same bytes with the same Chromium.
    Raises DataError where a notebook fails or no Chromium is found.
    """
    browser()
    data = data_folder()
    found = sorted(data.parent.glob("notebooks/*.ipynb")) if notebooks is None else notebooks
    paths = [Path(one) for one in found]
    paths = [path for path in paths if not execution.has_controls(_read(path))]
    if execute and paths:
        inputs, cache = execution.inputs_of(data), data.parent / "build" / "notebooks"
        paths = [execution.executed(path, cache, inputs, report) for path in paths]
    articles, figures = load_articles(), load_figures()
    stand = edition.of(articles, figures, load_reviews())
    chapters = [*_chapters(paths), _every_figure(figures, articles), _sources(figures, articles)]
    given = {
        "title": page.SITE,
        "lead": LEAD,
        "counts": _counts(figures, articles),
        "facts": _facts(stand),
        "chapters": chapters,
        "stylesheet": Markup(page.style()),
    }
    template = page.environment().get_template("findings.html.j2")
    first = printed(template.render(given, leaves={}))
    report(f"{output}: {len(PdfReader(BytesIO(first)).pages)} pages; once more, with their numbers")
    leaves = _pages(first, [chapter.anchor for chapter in chapters])
    target = Path(output)
    write_file(target, _stamped(printed(template.render(given, leaves=leaves)), page.SITE, stand))
    return target


def _counts(figures: pd.DataFrame, articles: pd.DataFrame) -> list[tuple[int, str]]:
    counted = bounds.considered(figures)
    return [
        (len(articles), "articles"),
        (len(counted), "reported figures"),
        (int((counted["claimant_kind"] != "none").sum()), "with a named claimant"),
        (int(counted["as_of"].notna().sum()), "with an as-of date"),
    ]
