"""One article that cannot be read, at every door: it is named, and the others are read."""

from __future__ import annotations

import datetime
import os
import shutil
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

import cecot_analysis as ca
from cecot_analysis import cli, intake

ROOT = Path(__file__).resolve().parent.parent
TEXT = (
    "El Salvador's prison CECOT holds up to 40,000 inmates, the government said.\n"
    "More than 84,000 people were arrested in El Salvador last month, police said.\n"
)
NO_DATE = "is no date from 1900 to 2100; write it as 2025-02-04, or leave it blank"
NO_LANGUAGE = "allowed: en, es; correct it, or leave it blank"
# field -> (value, what is said of it): of a frame's cell
FRAMES: list[tuple[str, Any, str]] = [
    *(("published", value, f"published {value!r} {NO_DATE}") for value in (
        "soon", "today", "2025", "2025-02", "03/04/2025", "2025-02-30", "4 Feb 2025", 5, 2025.0,
        True, ["a"], ["a", "b"], b"2025-02-04", datetime.time(1, 2), datetime.date(1, 1, 1),
        pd.Period("2025-02"), pd.Timestamp("1677-09-22"), datetime.date(9999, 12, 31),
    )),
    *(("language", value, f"language {value!r}; {NO_LANGUAGE}") for value in (
        "xx", "EN", "english", "es-SV", 5, True, ["en"], ["en", "es"], b"en", ("en", "es"), {"en"},
    )),
    *(("text", value, f"its text is of type {type(value).__name__}, not str") for value in (
        5, 2.5, True, b"CECOT", ["CECOT"], {"text": "CECOT"}, datetime.date(2025, 1, 1),
    )),
]  # fmt: skip
# field -> (what the passport says, what is said of it)
PASSPORTS: list[tuple[str, str]] = [
    *((f"published: {value}", "published ") for value in (
        "soon", "today", "2025", "2025-02", "03/04/2025", "'2025-02-30'", "4 Feb 2025", "[2025]",
        "12:30:45", "0001-01-01", "{day: 4}", "yes",
    )),
    ("published: 2025-02-30", "cannot be read as YAML"),
    ("page_clock: noon", "page_clock 'noon' is no date"),
    ("published_basis: guess", "published_basis 'guess'; allowed: header, byline, metadata, given"),
    *((f"language: {value}", NO_LANGUAGE) for value in ("xx", "EN", "no", "5", "[en]", "{en: 1}")),
    *((f"{name}: {value}", f"{name} ") for name in ("title", "publisher", "url") for value in (
        "007", "1.50", "yes", "2025-02-04", "[a]", "{a: b}",
    )),
    ("sha256: abc", "sha256 is abc, but the text of"),
    ("author: me", "unknown field 'author'; allowed: title, publisher"),
    ("7: me", "unknown field 7; allowed"),
    ("title: One\ntitle: Two", "'title' stands there twice"),
    ("title: 'One", "cannot be read as YAML"),
    ("[" * 5_000, "cannot be read as YAML"),
    ("- title", "expected fields, as 'title: …', found list; allowed: title"),
    ("!!python/object:os.system {}", "cannot be read as YAML"),
]  # fmt: skip
FILES: list[tuple[bytes | None, str]] = [
    (None, "Is a directory"),
    (b"", "the file is empty"),
    (b"\xef\xbb\xbf", "the file is empty"),
    (b"CECOT holds 9\0 men", "binary"),
    ("prisión".encode("cp1252"), "not valid UTF-8 at byte 5"),
    (TEXT.encode("utf-16"), "UTF-16"),
    (b"<html><p>CECOT</p>", "a web page"),
    (b"%PDF-1.4", "a PDF"),
]


def one_line(words: object) -> str:
    return str(words).replace("\n", "|")[:50]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "my articles"
    place.mkdir()
    for name in ("first", "last"):
        (place / f"{name}.txt").write_text(TEXT, "utf-8")
    return place


def articles(field: str, value: Any) -> pd.DataFrame:
    cells: dict[str, list[Any]] = {
        "text": [TEXT] * 3,
        "language": ["en"] * 3,
        "published": [pd.Timestamp("2025-02-04")] * 3,
        "publisher": ["Paper"] * 3,
    }
    cells[field][1] = value
    columns = {name: pd.Series(values, dtype="object") for name, values in cells.items()}
    return pd.DataFrame(columns).set_axis(["first", "bad", "last"])


class TestFrames:
    @pytest.mark.parametrize(("field", "value", "said"), FRAMES, ids=one_line)
    def test_the_article_is_named_and_the_others_are_read(
        self, field: str, value: Any, said: str
    ) -> None:
        with pytest.warns(ca.UnreadableArticle) as told:
            figures = ca.extract_figures(articles(field, value))
        assert [str(one.message).startswith(f"article 'bad': {said}") for one in told] == [True]
        assert Path(told[0].filename) == Path(__file__)
        assert figures["article_id"].tolist() == ["first", "first", "last", "last"]
        assert figures["as_of"].dropna().tolist() == ["2025-01", "2025-01"]

    @pytest.mark.parametrize(("field", "value", "said"), FRAMES, ids=one_line)
    def test_where_nothing_is_left_the_call_is_refused(
        self, field: str, value: Any, said: str
    ) -> None:
        with pytest.raises(ca.DataError) as error:
            ca.extract_figures(articles(field, value).loc[["bad"]])
        assert said in str(error.value)

    @pytest.mark.parametrize("field", ["published", "language", "text"])
    @pytest.mark.parametrize("value", [None, "", pd.NA, pd.NaT, float("nan")])
    def test_what_is_missing_is_no_mistake(self, field: str, value: Any) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            figures = ca.extract_figures(articles(field, value))
        assert (figures["article_id"] == "bad").sum() == (0 if field == "text" else 2)

    @pytest.mark.parametrize(
        "value",
        [
            "2025-02-04",
            "2025-02-04 23:30",
            "2025-02-04T23:30:00-06:00",
            "2025-02-04T00:30Z",
            pd.Timestamp("2025-02-04 23:30", tz="America/El_Salvador"),
            datetime.date(2025, 2, 4),
        ],
    )
    def test_a_date_is_the_day_that_it_writes(self, value: Any) -> None:
        given = articles("published", value)
        figures = ca.extract_figures(given)
        assert figures["as_of"].dropna().tolist() == ["2025-01"] * 3
        assert ca.coverage(figures, given).index.str.contains("4 Feb 2025").all()
        assert ca.charts.sources_chart(figures, given).to_dict()
        assert len(ca.explore(figures, given).frame) == 6


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (pd.DataFrame([[TEXT]], columns=pd.MultiIndex.from_tuples([("text", "a")])), "2 levels"),
        (pd.DataFrame({"text": [TEXT]}, index=["\ud800"]), "allowed: a name, a number, a date"),
        (pd.DataFrame({"Text": [TEXT]}), "no column 'text' among"),
        (pd.DataFrame({"text": ["Hello."]}, index=[float("nan")]), "row 0 has no label"),
        (pd.DataFrame({"text": ["Hello."]}, index=[pd.NaT]), "row 0 has no label"),
    ],
)
def test_a_table_that_is_none_is_refused(given: pd.DataFrame, said: str) -> None:
    with pytest.raises(ca.DataError, match=said):
        ca.extract_figures(given)


SHOWN = {
    "publisher": [b"P", ["P"], {"P": 1}],
    "published": ["soon", 5, ["a"], datetime.date(1, 1, 1), pd.Period("2025-02")],
}
DOORS: dict[str, Callable[[pd.DataFrame, pd.DataFrame], Any]] = {
    "coverage": ca.coverage,
    "capacity_chart": ca.charts.capacity_chart,
    "sources_chart": ca.charts.sources_chart,
    "explore": ca.explore,
    "card": lambda figures, given: ca.card(figures.iloc[0], given.loc["bad"]),
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("field", "value"), [(name, one) for name in SHOWN for one in SHOWN[name]], ids=one_line
)
def test_what_is_shown_of_an_article_is_never_made_up(door: str, field: str, value: Any) -> None:
    figures = ca.extract_figures(articles("published", None))
    with pytest.raises(ca.DataError, match=rf"article '?bad'?: {field} "):
        DOORS[door](figures, articles(field, value))


@pytest.mark.parametrize("text", [None, float("nan"), "", 17])
def test_an_article_without_a_text_reports_nothing(text: Any) -> None:
    given = articles("text", text)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ca.UnreadableArticle)
        figures = ca.extract_figures(given)
    assert len(ca.coverage(figures, given)) == 3
    assert len(ca.explore(figures, given).frame) == 4
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ca.UnreadableArticle)
        assert len(ca.review(given).frame) == 4
    assert ca.charts.coverage_chart(figures, given).to_dict()
    if text != "":
        with pytest.raises(ca.DataError, match="article 'bad': no text but"):
            ca.export(figures, "jsonl", "never-written", articles=given)


def broken(folder: Path, content: str | bytes | None) -> Path:
    """`bad.txt` in the folder: itself what cannot be read, or its passport."""
    file = folder / "bad.txt"
    if isinstance(content, str):
        file.write_text(TEXT, "utf-8")
        file.with_suffix(".yml").write_text(content, "utf-8")
    elif content is None:
        file.mkdir()
    else:
        file.write_bytes(content)
    return file


BROKEN = [*PASSPORTS, *FILES]


class TestFolders:
    @pytest.mark.parametrize(("content", "said"), BROKEN, ids=one_line)
    def test_the_file_is_named_and_the_others_are_read(
        self, folder: Path, content: str | bytes | None, said: str
    ) -> None:
        bad = broken(folder, content)
        named = bad.with_suffix(".yml") if isinstance(content, str) else bad
        with pytest.warns(ca.UnreadableArticle) as told:
            found = ca.read_articles(folder)
        assert len(told) == 1
        assert str(told[0].message).startswith(f"{named}: ")
        assert said in str(told[0].message)
        assert Path(told[0].filename) == Path(__file__)
        assert found.index.tolist() == ["first", "last"]
        if content is not None:
            with pytest.raises(ca.DataError, match=r"bad\."):
                ca.read_articles(bad)

    @pytest.mark.parametrize(("content", "said"), BROKEN, ids=one_line)
    def test_the_command_prints_the_others_and_fails(
        self,
        folder: Path,
        content: str | bytes | None,
        said: str,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        broken(folder, content)
        assert cli.main(["extract", str(folder)]) == 1
        out, err = capsys.readouterr()
        assert [line.split(",")[1] for line in out.splitlines()[1:]] == ["first"] * 2 + ["last"] * 2
        assert len(err.splitlines()) == err.count("cecot-analysis: ") or "YAML" in err
        assert said in err

    @pytest.mark.parametrize("name", [b"\xff.txt", b"a\nb.txt", b"a\x07.txt"])
    def test_a_name_that_cannot_be_shown(self, folder: Path, name: bytes) -> None:
        Path(os.fsdecode(os.path.join(os.fsencode(folder), name))).write_text(TEXT, "utf-8")
        with pytest.warns(ca.UnreadableArticle, match="rename the file"):
            assert len(ca.read_articles(folder)) == 2

    def test_what_stands_beside_articles_is_none(self, folder: Path) -> None:
        (folder / "._first.txt").write_bytes(b"\0\0")
        (folder / "notes.md").write_text(TEXT, "utf-8")
        (folder / "SHOUTED.TXT").write_text(TEXT, "utf-8")
        assert sorted(ca.read_articles(folder).index) == ["SHOUTED", "first", "last"]

    def test_a_link_to_nothing(self, folder: Path) -> None:
        (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
        with pytest.warns(ca.UnreadableArticle, match=r"gone\.txt: cannot be read \(No such file"):
            assert len(ca.read_articles(folder)) == 2
        with pytest.raises(ca.DataError, match=r"gone\.txt: no such file or folder"):
            ca.read_articles(folder / "gone.txt")

    def test_what_is_no_file_is_written_to_and_stays(self, folder: Path) -> None:
        pipe = folder / "pipe"
        os.mkfifo(pipe)
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        assert cli.main(["extract", str(folder), "--output", str(pipe)]) == 0
        assert os.read(reader, 1_000_000).startswith(b"figure_id,")
        os.close(reader)
        assert pipe.is_fifo()

    def test_a_text_behind_much_empty_space(self, folder: Path) -> None:
        (folder / "first.txt").write_text("\n" * 50_000 + TEXT, "utf-8")
        articles = ca.read_articles(folder)
        assert articles["language"].tolist() == ["en", "en"]
        assert len(ca.extract_figures(articles[["text"]])) == 4

    def test_every_fault_is_told_at_once(self, folder: Path) -> None:
        (folder / "empty.txt").touch()
        (folder / "page.txt").write_text("<html>", "utf-8")
        given = [folder, folder / "none.txt", "no such folder", 7, "x" * 5_000, "a\0b"]
        with pytest.warns(ca.UnreadableArticle) as told:
            assert len(ca.read_articles(given)) == 2  # type: ignore[arg-type]
        words = (  # in the order given
            "empty.txt",
            "page.txt",
            "none.txt",
            "no such folder",
            "7 is no path",
            "xxx",
            "a\0",
        )
        assert len(told) == len(words)
        assert [word in str(one.message) for word, one in zip(words, told, strict=True)] == (
            [True] * len(words)
        )
        with pytest.raises(ca.DataError) as error:
            ca.read_articles([folder / "empty.txt", folder / "page.txt"])
        assert str(error.value).count("\n") == 1


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    monkeypatch.setenv("CECOT_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


class TestProject:
    @pytest.mark.parametrize(("content", "said"), BROKEN[::4], ids=one_line)
    def test_the_articles_load_without_it(
        self, data: Path, content: str | bytes | None, said: str
    ) -> None:
        broken(data / "articles", content)
        with pytest.warns(ca.UnreadableArticle, match=r"bad\."):
            found, figures = ca.load_articles(), ca.load_figures()
        assert len(found) == 5
        assert set(figures["article_id"]) <= set(found.index)

    @pytest.mark.parametrize(("content", "said"), BROKEN[::4], ids=one_line)
    def test_nothing_is_built_without_it(
        self,
        data: Path,
        content: str | bytes | None,
        said: str,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        broken(data / "articles", content)
        (data / "articles" / "worse.txt").touch()
        stored = (data / "figures.csv").read_bytes()
        output = ["--output", str(tmp_path / "made")]
        for command in (["check"], ["extract", "--write"], ["site", *output], ["pdf", *output]):
            assert cli.main(command) == 2
            err = capsys.readouterr().err
            assert said in err
            assert "worse.txt: the file is empty" in err
        assert (data / "figures.csv").read_bytes() == stored
        assert not (tmp_path / "made").exists()

    def test_what_is_printed_is_printed_without_it(
        self, data: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        broken(data / "articles", "language: xx")
        for command in (["extract"], ["review"], ["export", "csv"]):
            assert cli.main(command) == 1
            assert capsys.readouterr().err.count("bad.yml: language 'xx'") == 1


class TestAdding:
    @pytest.mark.parametrize(("content", "said"), FILES, ids=one_line)
    def test_the_others_are_added(
        self, data: Path, folder: Path, content: bytes | None, said: str
    ) -> None:
        bad = broken(folder, content)
        with pytest.warns(ca.UnreadableArticle, match=r"bad\.txt: .*left out"):
            written = intake.add([folder / "first.txt", bad, folder / "last.txt"])
        names = [path.name for path in written]
        assert names == ["first.txt", "first.yml", "last.txt", "last.yml"]
        assert list((data / "articles").glob("bad*")) == []

    @pytest.mark.parametrize(
        ("field", "value", "said"),
        [row for row in FRAMES if row[0] != "text"]
        + [("title", 5, "title 5 is no text"), ("publisher", "\ud800", "half a character")]
        + [("author", "me", "unknown field 'author'"), ("sha256", "x", "unknown field 'sha256'")],
        ids=one_line,
    )
    def test_a_field_that_is_given_holds_for_all(
        self, data: Path, folder: Path, field: str, value: Any, said: str
    ) -> None:
        before = sorted(data.rglob("*"))
        with pytest.raises(ca.DataError) as error:
            intake.add([folder / "first.txt"], **{field: value})
        assert said in str(error.value)
        assert sorted(data.rglob("*")) == before

    def test_a_date_that_the_text_states_is_told_to_be_checked(
        self, data: Path, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (folder / "first.txt").write_text(f"Published on 4 February 2025\n\n{TEXT}", "utf-8")
        assert cli.main(["add", str(folder / "first.txt"), str(folder / "last.txt")]) == 0
        said = [line for line in capsys.readouterr().err.splitlines() if "published" in line]
        stored = data / "articles" / "first.yml"
        assert len(said) == 1
        assert said[0].startswith(f"{stored}: published 2025-02-04")
        assert yaml.safe_load(stored.read_text("utf-8"))["published_basis"] == "byline"

    def test_a_hidden_file_is_not_added(self, data: Path, folder: Path) -> None:
        (folder / ".first.txt").write_text(TEXT, "utf-8")
        with pytest.raises(ca.DataError, match="a hidden file"):
            intake.add(folder / ".first.txt")

    def test_the_same_file_twice_is_added_once(self, data: Path, folder: Path) -> None:
        assert len(intake.add([folder / "first.txt", folder / "." / "first.txt"])) == 2
