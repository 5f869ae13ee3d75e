"""The site of many articles, and the same site on another day, by another clock."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from many import written
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from pages import every_page, parsed
from test_links import faults, reached

from cecot_analysis import (
    charts,
    collection,
    exporter,
    load_articles,
    load_figures,
    matrix,
    narrow,
    search,
    sieve,
    site,
    theme,
)
from cecot_analysis.collection import Collection

ARTICLES, MEGABYTES, ROWS = 24, 1.5, 300

# A build by a clock that stands elsewhere: what the package, and zipfile, can ask for the time.
OTHER_DAY = """
import datetime, sys, time
from cecot_analysis import cli, site
moment, target = float(sys.argv[1]), sys.argv[2]
class Moment(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(moment, tz)
    today = utcnow = now
class Day(datetime.date):
    @classmethod
    def today(cls):
        return cls.fromtimestamp(moment)
for name, module in list(sys.modules.items()):
    if name.startswith("cecot_analysis"):
        for key, value in list(vars(module).items()):
            if value is datetime.datetime or value is datetime.date:
                setattr(module, key, Moment if value is datetime.datetime else Day)
time.time = lambda: moment
local, universal = time.localtime, time.gmtime
time.localtime = lambda seconds=None: local(moment if seconds is None else seconds)
time.gmtime = lambda seconds=None: universal(moment if seconds is None else seconds)
site.build(target, execute=False, **({"notebooks": []} if "--none" in sys.argv else {}))
"""


def build_elsewhere(target: Path, moment: str, *more: str, **environment: str) -> Path:
    """The site built by a process of its own, in which it is `moment`."""
    given = {**os.environ, **environment}
    command = [sys.executable, "-c", OTHER_DAY, moment, str(target), *more]
    subprocess.run(command, check=True, env=given, capture_output=True, text=True)
    return target


def stored(folder: Path) -> dict[str, bytes]:
    """Every file of a site, by its place."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def different(one: Path, other: Path) -> list[str]:
    """The files that only one of two sites has, or that are not the same in both."""
    first, second = stored(one), stored(other)
    return sorted(
        name for name in first.keys() | second.keys() if first.get(name) != second.get(name)
    )


class TestSameAgain:
    def test_on_another_day_in_another_place(self, built_site: Path, tmp_path: Path) -> None:
        elsewhere = {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "99", "LC_ALL": "C"}
        again = build_elsewhere(tmp_path / "site", "4085000000", **elsewhere)
        assert len(stored(again)) > 30
        assert different(built_site, again) == []

    def test_of_the_date_that_is_asked_for(self, tmp_path: Path) -> None:
        moments = "4085000000", "1735689600"
        build_elsewhere(tmp_path / "one", moments[0], "--none", SOURCE_DATE_EPOCH=moments[1])
        footer = parsed(tmp_path / "one" / "index.html").footer
        assert footer is not None
        assert "1 January 2025" in footer.get_text(" ")

    def test_a_clock_in_a_file_would_be_seen(self, tmp_path: Path) -> None:
        for name, content in {"one": "made at 1", "two": "made at 2"}.items():
            (tmp_path / name).mkdir()
            (tmp_path / name / "page.html").write_text(content)
        assert different(tmp_path / "one", tmp_path / "two") == ["page.html"]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """The site of many articles, and how many figures they have."""
    folder = tmp_path_factory.mktemp("many")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("CECOT_DATA", str(written(folder, ARTICLES)))
        figures = len(load_figures())
        return site.build(folder / "site", notebooks=[]).parent, figures


class TestMany:
    def test_a_page_for_each_figure_and_article(self, many: tuple[Path, int]) -> None:
        folder, figures = many
        assert figures > ARTICLES * 8
        for name, count in {"figures": figures, "articles": ARTICLES}.items():
            single = [p for p in (folder / name).glob("*.html") if len(p.stem) >= 12]
            assert len(single) == count, name

    def test_pages_and_lists_stay_small(self, many: tuple[Path, int]) -> None:
        for path in every_page(many[0]):
            assert path.stat().st_size < MEGABYTES * 1e6, path.name
            assert len(parsed(path).select("tbody tr")) <= ROWS, path.name

    def test_lists_name_every_figure_and_say_how_many_there_are(
        self, many: tuple[Path, int]
    ) -> None:
        folder, figures = many
        lists = [p for p in (folder / "figures").glob("*.html") if re.match(r"index|page-", p.stem)]
        assert len(lists) > 1
        rows = [row["data-figure"] for p in lists for row in parsed(p).select("[data-figure]")]
        assert len(rows) == len(set(rows)) == figures
        assert all(re.search(rf"\b{figures:,}\b", parsed(p).get_text(" ")) for p in lists)

    def test_every_link_leads_somewhere(self, many: tuple[Path, int]) -> None:
        assert faults(many[0]) == []
        pages = {page.resolve() for page in every_page(many[0])}
        assert pages - reached(many[0]) == set()

    def test_spanish_words_are_marked_as_such(self, many: tuple[Path, int]) -> None:
        quotes = 0
        for path in (many[0] / "figures").glob("*.html"):
            for place in parsed(path).select("mark"):
                sentence = place.find_parent(lang=True)
                assert sentence is not None
                spanish = re.search(r"\b(?:CECOT tiene|según|personas|reclusos)\b", sentence.text)
                if spanish:
                    assert sentence["lang"] == "es", path
                    quotes += 1
        assert quotes > ARTICLES


CHARTS = ("coverage", "sources", "disagreements", "capacity", "arrests", "deaths")


@pytest.fixture(scope="module")
def charted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A notebook's page with six charts of more articles than a page of the matrix has."""
    folder = tmp_path_factory.mktemp("charted")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("CECOT_DATA", str(written(folder, matrix.PAGE + 10, figures=6)))
        given = load_figures(), load_articles()
        drawn = [getattr(charts, f"{name}_chart")(*given) for name in CHARTS]
        forms = [(theme.VEGALITE_MIME, theme.specification(one)) for one in drawn]
        outputs = [new_output("display_data", dict([form])) for form in forms]
        cells = [new_code_cell("chart", outputs=[output]) for output in outputs]
        notebook = new_notebook(cells=[new_markdown_cell("# Q?\n\nSix."), *cells])
        nbformat.write(notebook, folder / "six.ipynb")
        built = site.build(folder / "site", [folder / "six.ipynb"], execute=False)
        return built.parent / "notebooks" / "six.html"


class TestCharted:
    def test_the_page_is_small_and_holds_every_chart_or_says_so(self, charted: Path) -> None:
        assert charted.stat().st_size < MEGABYTES * 1e6
        page = parsed(charted)
        told = page.select("p.outdated")
        assert len(page.select("figure.chart")) >= len(CHARTS) - 1
        assert len(page.select("figure.chart")) + len(told) == len(CHARTS)
        assert all("has no room on this page" in one.text for one in told)

    def test_every_chart_has_a_narrow_form_where_the_page_has_room(self, charted: Path) -> None:
        notebook = nbformat.read(charted.parents[2] / "six.ipynb", as_version=4)
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("CECOT_DATA", str(charted.parents[2] / "data"))
            whole = narrow.Narrow(collection.load())
        for chart in exporter.specifications(notebook):
            small = whole.of(chart)
            assert small is not None, theme.title(chart)
            assert set(sieve.names(small)) == set(sieve.names(chart))


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Collection, str]:
    """The site of one article longer than a page may be, with lines of every length."""
    folder = tmp_path_factory.mktemp("long")
    said = "The prison CECOT was designed to hold up to {:,} inmates.\n"
    filling = "A road, a field & <b>a house</b> stand there, and nothing else is told of them. "
    parts = [said.format(30_000 + n) + filling * (20 if n % 2 else 400) + "\n" for n in range(90)]
    text = "".join(parts) + "x" * 300_000 + " " + filling * 4000 + said.format(40_000)
    (folder / "data" / "articles").mkdir(parents=True)
    (folder / "data" / "articles" / "long.txt").write_bytes(text.encode())
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("CECOT_DATA", str(folder / "data"))
        return site.build(folder / "site", notebooks=[]).parent, collection.load(), text


class TestLong:
    def test_stands_on_several_pages_that_are_small(
        self, long: tuple[Path, Collection, str]
    ) -> None:
        folder, whole, text = long
        assert len(text) > MEGABYTES * 1e6
        [leaves] = whole.leaves.values()
        assert len(leaves) > 5
        assert leaves[0][0] == 0
        assert leaves[-1][1] == len(text)
        assert all(one[1] == other[0] for one, other in pairwise(leaves))
        for path in every_page(folder):
            assert path.stat().st_size < MEGABYTES * 1e6, path.name

    def test_no_character_is_lost_and_every_mark_is_where_links_say(
        self, long: tuple[Path, Collection, str]
    ) -> None:
        folder, whole, text = long
        [(article, leaves)] = whole.leaves.items()
        paths = [folder / whole.addresses.article(article, n) for n in range(len(leaves))]
        shown = [parsed(path).select_one(".ca-article") for path in paths]
        assert "".join(one.get_text() for one in shown if one) == text
        assert len(whole.rows) >= 90
        for row in whole.rows:
            page = parsed(folder / whole.addresses.figure(row.figure_id))
            link = next(one for one in page("a") if "at this place" in one.text)
            address, _, anchor = str(link["href"]).partition("#")
            place = parsed((folder / "figures" / address).resolve()).find(id=anchor)
            assert place is not None
            assert place.get_text() == row.surface

    def test_every_link_and_every_line_of_the_search_leads_to_its_words(
        self, long: tuple[Path, Collection, str]
    ) -> None:
        folder, whole, _ = long
        assert faults(folder) == []
        assert {page.resolve() for page in every_page(folder)} == {
            path for path in reached(folder) if path.suffix == ".html"
        }
        lines = [
            line
            for script in search.files(whole)
            for line in json.loads(script[script.index("{") : script.rindex("}") + 1])["lines"]
        ]
        [article] = whole.leaves
        for _, number, words, *leaf in lines:
            place = whole.addresses.article(article, leaf[0] - 1 if leaf else 0)
            line = parsed(folder / place).find(id=f"p{number}")
            assert line is not None
            assert words[:200] in line.get_text()
