"""The door of the exports: what goes in, what is refused, the same bytes on every day."""

from __future__ import annotations

import inspect
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import frictionless
import hostile
import pandas as pd
import pytest

import cecot_analysis as ca
from cecot_analysis import cli, datapackage, exports, packing, tables

ROOT = Path(__file__).resolve().parent.parent
FORMATS = sorted(exports.FORMATS)
ARTICLES, FIGURES, REVIEWS = hostile.articles(), hostile.figures(), hostile.reviews()


@pytest.mark.parametrize("name", FORMATS)
def test_a_pipe_writes_the_file(tmp_path: Path, name: str) -> None:
    target = tmp_path / "out"
    written = FIGURES.pipe(ca.export, name, str(target), articles=ARTICLES, reviews=REVIEWS)
    assert written == target
    assert target.read_bytes() == exports.content(FIGURES, name, ARTICLES, REVIEWS)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("name", FORMATS)
def test_what_comes_in_is_not_changed(name: str) -> None:
    before = [table.copy(deep=True) for table in (FIGURES, ARTICLES, REVIEWS)]
    exports.content(FIGURES, name, ARTICLES, REVIEWS)
    for table, copy in zip((FIGURES, ARTICLES, REVIEWS), before, strict=True):
        pd.testing.assert_frame_equal(table, copy)


def test_the_docstring_names_every_format() -> None:
    assert [name for name in FORMATS if name not in str(inspect.getdoc(ca.export))] == []


@pytest.mark.parametrize("name", FORMATS)
def test_articles_are_asked_for_where_they_are_needed(tmp_path: Path, name: str) -> None:
    if exports.FORMATS[name].needs_articles:
        with pytest.raises(ca.DataError, match=rf"{name}: needs the articles.*articles=articles"):
            ca.export(FIGURES, name, tmp_path / "out")
        assert list(tmp_path.iterdir()) == []
    else:
        assert ca.export(FIGURES, name, tmp_path / "out").stat().st_size > 100


def _without(column: str) -> pd.DataFrame:
    return FIGURES.drop(columns=[column])


def _with(column: str, value: Any) -> pd.DataFrame:
    table = FIGURES.astype({column: "object"})
    table.loc[0, column] = value
    return table


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    ("figures", "reason"),
    [
        (lambda: FIGURES.iloc[:0], "no row to export"),
        (lambda: _without("quote"), "no column 'quote'"),
        (lambda: [1, 2], "expected a table"),
        (lambda: _with("metric", "escapes"), "'escapes'; allowed: capacity"),
        (lambda: _with("start", "x"), "column 'start'"),
        (lambda: _with("start", 3), r"surface is '14,500'.*but the text"),
        (lambda: _with("value", float("inf")), "inf is no number"),
        (lambda: _with("attribution", "half \ud83d"), "half a character"),
        (lambda: pd.concat([FIGURES, FIGURES]), "is there twice"),
        (lambda: pd.concat([FIGURES, FIGURES[["note"]]], axis=1), "'note' is there twice"),
        (lambda: _with("article_id", "gone"), "no article 'gone'"),
    ],
)
def test_bad_tables_are_refused_and_nothing_is_written(
    tmp_path: Path, name: str, figures: Callable[[], Any], reason: str
) -> None:
    with pytest.raises(ca.DataError, match=reason):
        ca.export(figures(), name, tmp_path / "out", articles=ARTICLES)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_format_says_which_are_allowed(tmp_path: Path) -> None:
    with pytest.raises(ca.DataError, match="'word': unknown") as caught:
        ca.export(FIGURES, "word", tmp_path / "out")
    assert [name for name in FORMATS if name not in str(caught.value)] == []


@pytest.mark.parametrize(
    ("path", "reason"),
    [("no/such/out.csv", "no folder"), (".", "a folder"), ("file/out.csv", "no folder")],
)
def test_paths_that_cannot_be_written(tmp_path: Path, path: str, reason: str) -> None:
    (tmp_path / "file").write_text("kept")
    with pytest.raises(ca.DataError, match=reason):
        ca.export(FIGURES, "csv", tmp_path / path)
    assert [one.name for one in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_text() == "kept"


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = ca.export(FIGURES, "csv", tmp_path / "out.csv")
    old = target.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ca.DataError, match=r"out\.csv: cannot be written \(No space left"):
        ca.export(FIGURES.iloc[:2], "csv", target)
    assert target.read_bytes() == old
    assert list(tmp_path.iterdir()) == [target]


def test_parquet_without_polars(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(ca.DataError, match=r"polars.*pip install polars"):
        ca.export(FIGURES, "parquet", tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_excel_refuses_what_no_cell_holds(tmp_path: Path) -> None:
    long = FIGURES.assign(attribution="😀" * 16_384, attribution_basis="stated")
    with pytest.raises(ca.DataError, match=r"row 2.*attribution.*32,768 characters.*take csv"):
        ca.export(long, "excel", tmp_path / "out")
    with pytest.raises(ca.DataError, match=r"U\+FFFE"):
        ca.export(FIGURES.assign(note="\ufffe"), "excel", tmp_path / "out")
    with pytest.raises(ca.DataError, match="'link' of their own"):
        ca.export(FIGURES.assign(link="mine"), "excel", tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
    for name in ("csv", "jsonl", "parquet"):
        ca.export(long, name, tmp_path / name)


@pytest.mark.parametrize("name", ["csv", "jsonl", "parquet", "excel", "datapackage"])
def test_columns_of_the_user_stay(tmp_path: Path, name: str) -> None:
    own = FIGURES.assign(**{"=mine": range(len(FIGURES)), "tags": [["a"]] * len(FIGURES)})
    written = ca.export(own, name, tmp_path / "out", articles=ARTICLES).read_bytes()
    if name in ("excel", "datapackage"):
        with zipfile.ZipFile(io.BytesIO(written)) as package:
            written = b"".join(package.read(one) for one in package.namelist())
    assert b"=mine" in written
    assert b"tags" in written


TEXTS = [
    "CECOT holds up to 40,000 inmates.\r\nMore than 84,000 were arrested in El Salvador.",
    "The prison CECOT held 14,500 inmates in August 2024, officials said 😀.",
]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("labels", [[0, 1], ["a", 1], [("a", 1), ("b", 2)], [b"x", 2.5]])
def test_a_table_with_nothing_but_texts(name: str, labels: list[Any]) -> None:
    articles = pd.DataFrame({"text": TEXTS}, index=pd.Index(labels, tupleize_cols=False))
    figures = ca.extract_figures(articles)
    if isinstance(labels[0], tuple):
        levels = articles.set_axis(pd.MultiIndex.from_tuples(labels))
        assert exports.content(figures, name, levels) == exports.content(figures, name, articles)
    assert len(figures) >= 3
    written = exports.content(figures, name, articles)
    if name == "jsonl":
        read = pd.read_json(io.BytesIO(written), lines=True)
        assert [str(one) for one in read["article_id"]] == [str(o) for o in figures["article_id"]]
        assert list(read["surface"].astype("str")) == list(figures["surface"])


def test_labels_and_decisions_that_cannot_be_told_apart() -> None:
    articles = pd.DataFrame({"text": ["1 a", "1 b"]}, index=["1", 1])
    with pytest.raises(ca.DataError, match="two labels are written '1'"):
        exports.content(FIGURES, "csv", pd.concat([ARTICLES, articles]))
    with pytest.raises(ca.DataError, match="reviews: no column 'reason'"):
        exports.content(FIGURES, "csv", ARTICLES, REVIEWS.drop(columns=["reason"]))


def test_files_whose_names_are_nearly_the_same(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    for name in ("Story!", "story?", "é", "ñ", "a b", "a-b"):
        (tmp_path / "articles" / f"{name}.txt").write_text("40 men", "utf-8")
    names = [one["name"] for one in datapackage.descriptor(tmp_path)["resources"]]
    assert len(set(names)) == len(names) == 6
    datapackage.write(tmp_path)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["name", "type", "note"])


# The clock of the run is moved; libraries in C, which keep its types, are there before.
_ON_A_DAY = """
import datetime, sys, time
import hostile
from cecot_analysis import exports
year, folder = int(sys.argv[1]), sys.argv[2]
class Day(datetime.datetime):
    __slots__ = ()
    @classmethod
    def now(cls, tz=None):
        return cls(year, 3, 4, 5, 6, 7, tzinfo=tz)
    @classmethod
    def utcnow(cls):
        return cls.now()
seconds = Day(year, 3, 4, tzinfo=datetime.UTC).timestamp()
moment = time.gmtime(seconds)
datetime.datetime, time.time = Day, lambda: seconds
time.localtime = time.gmtime = lambda *_: moment
assert "xlsxwriter" not in sys.modules
assert datetime.datetime.now().year == year and time.localtime().tm_year == year
for name in exports.FORMATS:
    exports.export(hostile.figures(), name, f"{folder}/{name}", articles=hostile.articles(),
        reviews=hostile.reviews())
"""


def test_two_days_give_the_same_bytes(tmp_path: Path) -> None:
    found = []
    for year, zone, seed in (("2027", "UTC", "1"), ("2031", "America/El_Salvador", "2")):
        folder = tmp_path / year
        folder.mkdir()
        environment = os.environ | {"TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": "C"}
        environment |= {"SOURCE_DATE_EPOCH": "1735689600"}
        environment["PYTHONPATH"] = str(ROOT / "tests")
        command = [sys.executable, "-c", _ON_A_DAY, year, str(folder)]
        subprocess.run(command, check=True, env=environment, cwd=ROOT)
        found.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert sorted(found[0]) == FORMATS
    assert [name for name in FORMATS if found[0][name] != found[1][name]] == []


@pytest.mark.parametrize("name", ["datapackage", "excel"])
@pytest.mark.parametrize(
    ("epoch", "day"), [(None, (1980, 1, 1)), ("1735689600", (2025, 1, 1)), ("0", (1980, 1, 1))]
)
def test_packed_files_carry_the_given_day(
    monkeypatch: pytest.MonkeyPatch, name: str, epoch: str | None, day: tuple[int, int, int]
) -> None:
    if epoch is None:
        monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    else:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    packed = exports.content(FIGURES, name, ARTICLES, REVIEWS)
    with zipfile.ZipFile(io.BytesIO(packed)) as package:
        days = {entry.date_time[:3] for entry in package.infolist()}
        if name == "excel":
            assert days == {(1980, 1, 1)}
            core = package.read("docProps/core.xml").decode()
            assert core.count(f"{day[0]}-{day[1]:02d}-{day[2]:02d}T00:00:00Z") == 2
        else:
            assert days == {day}


def test_an_epoch_that_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(ca.DataError, match="'yesterday'; expected seconds"):
        packing.stamp()


class TestCommand:
    def test_every_format_leaves_through_the_command(
        self, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        for name, form in exports.FORMATS.items():
            target = tmp_path / f"out{form.suffix}"
            assert cli.main(["export", name, "--output", str(target)]) == 0
            capfdbinary.readouterr()
            if not form.is_binary:
                assert cli.main(["export", name]) == 0
                sys.stdout.flush()
                assert capfdbinary.readouterr().out == target.read_bytes()

    def test_what_is_no_text_gets_a_file(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert cli.main(["export", "excel"]) == 0
        assert [path.name for path in tmp_path.iterdir()] == ["cecot-analysis-excel.xlsx"]

    def test_an_unknown_format(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert cli.main(["export", "word"]) == 2
        assert "allowed: annotations, bibtex, claims" in capsys.readouterr().err

    def test_the_project_package_is_valid(self, tmp_path: Path) -> None:
        target = tmp_path / "all.zip"
        assert cli.main(["export", "datapackage", "--output", str(target)]) == 0
        with zipfile.ZipFile(target) as package:
            package.extractall(tmp_path)
        report = frictionless.validate(str(tmp_path / "datapackage.json"))
        assert report.valid, report.flatten(["name", "type", "note"])


class TestNeutral:
    @pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", " =1", "＝1", "'a"])
    def test_what_could_run_is_marked_and_comes_back(self, text: str) -> None:
        assert tables.neutral(text) == f"'{text}"
        table = pd.DataFrame({text: [text, "plain"]})
        read = pd.read_csv(io.StringIO(tables.csv_text(table), newline=""), dtype="str")
        assert [cell[:1] for cell in (*read.columns, read.iat[0, 0])] == ["'", "'"]
        pd.testing.assert_frame_equal(tables.restored(read), table)

    def test_numbers_are_never_touched(self) -> None:
        table = pd.DataFrame({"value": [-5.0, 0.1 + 0.2, 1e16, 2.0**53], "n": [-1, 2, 3, 4]})
        read = pd.read_csv(io.StringIO(tables.csv_text(table)))
        pd.testing.assert_frame_equal(read, table)
