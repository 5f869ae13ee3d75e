"""The command line: `cecot-analysis add | extract | check | review | site | pdf | export`."""

from __future__ import annotations

import argparse
import os
import sys
import warnings
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from . import datapackage, exports, intake
from .articles import data_folder, load_articles, read_articles
from .cells import UnreadableArticle
from .figures import extract_figures
from .files import write_file
from .reviews import load_figures, load_reviews, read_figures, spreadsheet
from .schema import LANGUAGES, DataError

Run = Callable[[argparse.Namespace], None]
GIVEN = ("title", "publisher", "url", "published", "language")


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _place(output: Path) -> Path:
    """`output`, if the folder that it names is there: a typing error makes no folders."""
    if not output.parent.is_dir():
        raise DataError(f"{output}: no folder {output.parent}; make it, or correct --output")
    return output


def _print(content: bytes) -> None:
    """To standard output as bytes: line ends and characters leave as they are, on any terminal."""
    if sys.stdout is None:
        raise DataError("standard output is closed; open it, or name a file: --output FILE")
    sys.stdout.buffer.write(content)


def _out(content: str, output: Path | None) -> None:
    """`content` to a file, or to standard output."""
    if output is None:
        _print(content.encode())
    elif write_file(_place(output), content):
        _say(f"{output}: written")
    else:
        _say(f"{output}: up to date")


def whole() -> pd.DataFrame:
    """The project's own articles, as `load_articles` gives them, if all can be read.

    Raises DataError naming each that cannot: what is built from the others would lack its figures.
    """
    with warnings.catch_warnings(record=True) as left_out:
        warnings.simplefilter("always", UnreadableArticle)
        articles = load_articles()
    if left_out:
        raise DataError("\n".join(str(one.message) for one in left_out))
    return articles


def rebuild() -> list[Path]:
    """Bring `data/figures.csv` and the descriptor up to date; the files that changed.

    The table is the extraction from the texts, overlaid with the human reviews. Raises DataError,
    and writes nothing, where an article cannot be read.
    """
    whole()
    folder = data_folder()
    table = folder / "figures.csv"
    content = datapackage.figures_csv(load_figures())
    changed = [table] if write_file(table, content) else []
    return changed + datapackage.write(folder)


def stale(folder: Path) -> list[Path]:
    """The built files of `folder` that no longer are what texts, rules and reviews give."""
    wanted = {
        folder / "figures.csv": datapackage.figures_csv(load_figures()),
        folder / datapackage.DESCRIPTOR: datapackage.descriptor_json(folder),
    }
    return [path for path, content in wanted.items() if not _holds(path, content)]


def _holds(path: Path, content: str) -> bool:
    return path.exists() and path.read_bytes() == content.encode()


def _add(options: argparse.Namespace) -> None:
    given = {name: getattr(options, name) for name in GIVEN}
    written = intake.add(options.files, **given)
    for path in written:
        _say(f"{path}: written")
    for path, day in intake.dated_by_text(written):
        _say(f"{path}: published {day}, as the text says; correct it there if that is wrong")
    _say("next: cecot-analysis extract --write" if written else "nothing to add: there already")


def _extract(options: argparse.Namespace) -> None:
    if options.write:
        if options.paths or options.output:
            raise DataError("--write rebuilds the project's own table; give no path, no --output")
        changed = rebuild()
        for path in changed:
            _say(f"{path}: written")
        if not changed:
            _say("figures and descriptor are up to date")
        return
    articles = read_articles(options.paths) if options.paths else load_articles()
    _out(datapackage.figures_csv(extract_figures(articles)), options.output)


def _check(_: argparse.Namespace) -> None:
    articles, folder = whole(), data_folder()
    figures = read_figures(folder / "figures.csv", articles)
    if old := stale(folder):
        raise DataError(f"{old[0]}: out of date; run: cecot-analysis extract --write")
    _say(f"{len(articles)} articles, {len(figures)} figures: hashes, spans and tables hold")


def _review(options: argparse.Namespace) -> None:
    if options.export:
        table = spreadsheet(load_reviews())
        _out(table.to_csv(index=False, lineterminator="\n"), options.output)
        return
    if options.output:
        raise DataError("--output is for the decisions; add --export")
    states: pd.Series = load_figures()["review"].value_counts()
    _say(", ".join(f"{count} {name}" for name, count in states.items()) or "no figures")
    _say("decisions are rows of data/reviews.csv; in a notebook, ca.review(articles) makes them")


def _site(options: argparse.Namespace) -> None:
    from . import site  # charts and notebooks take a second to import

    for path in rebuild():
        _say(f"{path}: written")
    index = site.build(options.output, report=_say)
    if site.picture(data_folder().parent / "docs" / "coverage.png"):
        _say("docs/coverage.png: written")
    _say(f"open {index.resolve().as_uri()}")


def _pdf(options: argparse.Namespace) -> None:
    from . import pdf

    whole()
    target = pdf.build(_place(options.output), report=_say)
    _say(f"{target}: {target.stat().st_size / 1024:.0f} kB")


def _export(options: argparse.Namespace) -> None:
    form = exports.named(options.format)
    given: dict[str, Any] = {"articles": load_articles(), "reviews": load_reviews()}
    given["site"] = options.site
    if options.output is None and not form.is_binary:
        _print(exports.content(load_figures(), form.name, **given))
        return
    output = exports.export(load_figures(), form.name, options.output or form.file, **given)
    _say(f"{output}: {output.stat().st_size / 1024:.0f} kB")


def parser() -> argparse.ArgumentParser:
    """The parser of the command line; each command carries its function as `run`."""
    top = argparse.ArgumentParser("cecot-analysis", description="Reported figures and their words.")
    top.add_argument("--version", action="version", version=version("cecot-analysis"))
    commands = top.add_subparsers(required=True, metavar="command")

    def command(name: str, run: Run, words: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words, description=words)
        made.set_defaults(run=run)
        return made

    one = command("add", _add, "copy article texts into data/articles, with a passport each")
    one.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a UTF-8 text file")
    for name in GIVEN:
        choices = LANGUAGES if name == "language" else None
        one.add_argument(f"--{name}", choices=choices, help="if you know it; else left blank")

    one = command("extract", _extract, "the figures that texts report, as CSV")
    one.add_argument("paths", nargs="*", metavar="PATH", help="files or folders; default: data/")
    one.add_argument("--output", type=Path, metavar="FILE", help="default: standard output")
    one.add_argument("--write", action="store_true", help="rebuild data/figures.csv")

    command("check", _check, "hashes, spans, and whether the built tables are up to date")

    one = command("review", _review, "how many figures a person has decided on")
    one.add_argument("--export", action="store_true", help="the decisions, as CSV")
    one.add_argument("--output", type=Path, metavar="FILE", help="default: standard output")

    one = command("site", _site, "articles, figures, notebooks, a site that works offline")
    one.add_argument("--output", default="site", metavar="FOLDER", help="default: site")

    one = command("pdf", _pdf, "all findings as one PDF, printed by Chromium")
    wanted = "default: findings.pdf"
    one.add_argument("--output", type=Path, default="findings.pdf", metavar="FILE", help=wanted)

    one = command("export", _export, "the reviewed figures in a form that others read")
    formats = "; ".join(f"{form.name}: {form.words}" for form in exports.FORMATS.values())
    one.add_argument("format", metavar="FORMAT", help=formats)
    wanted = "default: standard output; excel, parquet and datapackage: a file here"
    one.add_argument("--output", type=Path, metavar="FILE", help=wanted)
    one.add_argument("--site", metavar="ADDRESS", help="where the site is published, to link to it")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command: 0, 1 where an article was left out, 2 where nothing could be done.

    What was left out and why, or why nothing was done, is said on standard error. Nothing else is
    raised.
    """
    options = parser().parse_args(arguments)
    left_out: set[str] = set()

    def tell(message: Warning | str, category: type[Warning], *_: Any, **__: Any) -> None:
        if not issubclass(category, UnreadableArticle):
            _say(f"note: {message}")
        elif str(message) not in left_out:
            left_out.add(str(message))
            _say(f"cecot-analysis: {message}")

    with warnings.catch_warnings():
        warnings.simplefilter("always", UserWarning)  # what was left out is always said
        warnings.showwarning = tell
        return _run(options) or int(bool(left_out))


def _run(options: argparse.Namespace) -> int:
    try:
        options.run(options)
    except DataError as error:
        _say(f"cecot-analysis: {error}")
        return 2
    except BrokenPipeError:  # the reader of our output, head say, has seen enough
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115
    except OSError as error:
        _say(f"cecot-analysis: {error.filename or 'output'}: {error.strerror}")
        return 2
    return 0
