"""Bad input through the command line: a message that names the file, and nothing written."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

import cecot_analysis as ca
from cecot_analysis import cli, lexicon, schema, site, weights
from cecot_analysis.quality import read_cases

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = "In 2023 the prison known as CECOT held up to 40,000 inmates, the government said.\r\n"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A scratch copy of the data folder that the commands work on."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    monkeypatch.setenv("CECOT_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def contents(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """What a command that must fail says; it may print nothing on standard output."""
    assert cli.main([str(one) for one in arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    assert err.startswith("cecot-analysis: ")
    return err


def left_out(capsys: pytest.CaptureFixture[str], bad: Path, *arguments: object) -> str:
    """What a command prints that does without `bad`, and says so."""
    assert cli.main([str(one) for one in arguments]) == 1
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    assert err.count(f"cecot-analysis: {bad}: ") == 1
    return out


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        ("El penal".encode("utf-16"), "UTF-16"),
        ("El penal".encode("utf-16-le"), "binary"),
        ("El penal".encode("utf-32"), "UTF-16 or UTF-32"),
        (b"\x93CECOT\x94 holds 9 men", "not valid UTF-8"),
        (b"CECOT\n<p>holds<br>9 men</p>", "web page"),
        (b"<h1 class=big>CECOT</h1> 9 men", "web page"),
        (b"<rss><channel>CECOT</channel></rss>", "web page"),
        (b"{\\rtf1 CECOT}", "RTF"),
        (b"From: <Saved>\r\nMIME-Version: 1.0\r\n\r\nCECOT", "MIME"),
        (b'[{"text": "CECOT holds 9 men."}]', "JSON"),
        (b'{"text": "CECOT holds 9 men."}\r\n{"text": "It is full."}\n', "JSON"),
        (b" \n\t\n", "empty"),
        (b"CECOT\0\x01\x02", "binary"),
        (b"El penal \xe9 CECOT", "not valid UTF-8"),
        (b"<!DOCTYPE html><html><body>CECOT</body></html>", "web page"),
        (b"\xef\xbb\xbf\n<!-- saved -->\n<html>CECOT</html>", "web page"),
        (b'<div class="text"><p>CECOT holds 9 men.</p></div>', "web page"),
        (b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n", "a PDF"),
        (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", "a PDF"),
    ],
)
def test_what_is_no_text_is_read_by_no_door(
    data: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    content: bytes,
    reason: str,
) -> None:
    bad, good = tmp_path / "bad.txt", tmp_path / "good.txt"
    bad.write_bytes(content)
    before = contents(data)
    for command in ("add", "extract"):
        message = refused(capsys, command, bad)
        assert str(bad) in message
        assert reason in message
    assert contents(data) == before
    good.write_text(ARTICLE)
    assert "40,000" in left_out(capsys, bad, "extract", bad, good)
    left_out(capsys, bad, "add", good, bad)
    added = contents(data).keys() - before.keys()
    assert added == {"articles/good.txt", "articles/good.yml"}


@pytest.mark.parametrize(
    "text",
    ["{ARTICLE}\n{more}", "[1]\nCECOT [2]", "{\nCECOT\n}", "[AP] CECOT [more]", "{}, CECOT {}"],
)
def test_a_text_in_brackets_is_no_json(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text)
    assert ca.read_articles(tmp_path).at["a", "text"] == text


def test_a_text_is_added_byte_for_byte_with_what_is_known(data: Path, tmp_path: Path) -> None:
    source = tmp_path / "story.txt"
    source.write_bytes(ARTICLE.encode())
    given = ["--publisher", "The Paper: daily", "--published", "2025-02-04 23:30"]
    assert cli.main(["add", str(source), *given]) == 0
    assert (data / "articles" / "story.txt").read_bytes() == ARTICLE.encode()
    passport = (data / "articles" / "story.yml").read_text("utf-8")
    assert "publisher: 'The Paper: daily'" in passport
    assert "\nurl:\n" in passport
    assert "\npublished: 2025-02-04\npublished_basis: given\n" in passport
    assert hashlib.sha256(ARTICLE.encode()).hexdigest() in passport
    before = contents(data)
    assert cli.main(["add", str(source)]) == 0
    assert contents(data) == before


def test_another_text_of_the_same_name_is_refused(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = next((data / "articles").glob("*.txt")).name
    (tmp_path / name).write_text(ARTICLE)
    before = contents(data)
    assert "another text has this name" in refused(capsys, "add", tmp_path / name)
    assert contents(data) == before


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (("--published", "2025"), "is no date"),
        (("--published", "today"), "is no date"),
        (("--published", "03/04/2025"), "is no date"),
        (("--publisher", "half \udcff"), "half a character"),
        (("--published", "4th of nothing"), "is no date"),
        (("--url", "x"), "given for 2 files"),
    ],
)
def test_wrong_fields_are_refused(
    data: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    given: tuple[str, str],
    reason: str,
) -> None:
    files = [tmp_path / "one.txt", tmp_path / "two.txt"]
    for file in files:
        file.write_text(ARTICLE)
    before = contents(data)
    assert reason in refused(capsys, "add", *files, *given)
    assert contents(data) == before


def test_a_text_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert "/no/such.txt" in refused(capsys, "add", "/no/such.txt")
    assert "/no/folder" in refused(capsys, "extract", "/no/folder")


def test_a_name_that_is_empty_or_that_of_a_folder(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    monkeypatch.chdir(tmp_path)
    assert "'' is no path; give a .txt file" in refused(capsys, "extract", "")
    assert "give the texts in it" in refused(capsys, "add", tmp_path)


@pytest.mark.parametrize(
    ("command", "reason"),
    [(["extract", "--write"], "--write rebuilds"), (["review"], "add --export")],
)
def test_an_output_that_nothing_would_be_written_to(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str], reason: str
) -> None:
    assert reason in refused(capsys, *command, "--output", tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("command", [["extract"], ["export", "csv"], ["review", "--export"]])
def test_an_output_that_is_closed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    with monkeypatch.context() as closed:
        closed.setattr("sys.stdout", None)
        assert cli.main(command) == 2
    assert "standard output is closed" in capsys.readouterr().err


def test_no_data_folder(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CECOT_DATA", "/no/data")
    for command in (["check"], ["extract"], ["extract", "--write"], ["export", "csv"], ["site"]):
        assert "/no/data" in refused(capsys, *command)


def test_a_text_changed_behind_its_passport(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = next((data / "articles").glob("*.txt"))
    text.write_bytes(text.read_bytes() + b"!")
    before = contents(data)
    for command in (["check"], ["extract", "--write"]):
        message = refused(capsys, *command)
        assert text.with_suffix(".yml").name in message
        assert "sha256" in message
    assert contents(data) == before


def test_a_figure_that_does_not_stand_at_its_span(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = data / "figures.csv"
    table.write_text(table.read_text("utf-8").replace('"14,500"', '"15,500"'), "utf-8")
    message = refused(capsys, "check")
    assert "figures.csv" in message
    assert "14,500" in message


def test_a_table_that_is_out_of_date(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check"]) == 0
    capsys.readouterr()
    table = data / "figures.csv"
    table.write_text("".join(table.read_text("utf-8").splitlines(keepends=True)[:-1]), "utf-8")
    assert "out of date" in refused(capsys, "check")
    assert cli.main(["extract", "--write"]) == 0
    assert cli.main(["check"]) == 0


def test_the_committed_tables_are_up_to_date() -> None:
    assert cli.main(["check"]) == 0, "run: cecot-analysis extract --write"


def test_an_article_without_figures_is_normal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "quiet.txt").write_text("CECOT is a prison in El Salvador.\n")
    assert cli.main(["extract", str(tmp_path)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_the_archive_and_the_table_can_be_taken_out(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["export", "datapackage", "--output", str(tmp_path / "all.zip")]) == 0
    assert (tmp_path / "all.zip").stat().st_size > 1000
    capsys.readouterr()
    assert cli.main(["export", "csv"]) == 0
    assert capsys.readouterr().out == (data / "figures.csv").read_text("utf-8")
    assert cli.main(["review", "--export"]) == 0
    assert capsys.readouterr().out == (data / "reviews.csv").read_text("utf-8")


@pytest.mark.parametrize(
    "command", [("extract",), ("review", "--export"), ("export", "csv"), ("export", "datapackage")]
)
def test_no_folder_is_made_for_an_output(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    missing = tmp_path / "no" / "such" / "out.file"
    assert f"no folder {missing.parent}" in refused(capsys, *command, "--output", missing)
    assert not (tmp_path / "no").exists()


def test_the_command_names_nothing_that_is_not_there(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["review"]) == 0
    said = capsys.readouterr().err
    assert "data/reviews.csv" in said
    assert "ca.review(" in said
    assert callable(ca.review)


def test_a_withdrawn_article_leaves_the_site(data: Path, tmp_path: Path) -> None:
    output = tmp_path / "site"
    foreign = output / "data" / "notes.txt"
    foreign.parent.mkdir(parents=True)
    foreign.write_text("not from the data folder")
    site.build(output, notebooks=[], execute=False)
    before = contents(output)
    text = next((data / "articles").glob("001*.txt"))
    assert any(Path(name).name == text.name for name in before)
    text.unlink()
    text.with_suffix(".yml").unlink()
    cli.main(["extract", "--write"])
    site.build(output, notebooks=[], execute=False)
    after = contents(output)
    gone = [name for name in before if name not in after]
    assert text.name in {Path(name).name for name in gone}
    assert sum(name.startswith("figures/") for name in gone) >= 11
    assert not any(text.stem in page.read_text("utf-8") for page in output.rglob("*.html"))
    assert foreign.exists()


@pytest.mark.parametrize(
    ("figure", "reason"),
    [
        ("{metric: escapes, surface: '40'}", "metric 'escapes'.*allowed: capacity"),
        ("{surface: '40'}", "metric None"),
        ("{metric: capacity, surface: '40', occurrence: 3}", "'40' is not in its text 3 times"),
        ("{metric: capacity, surface: '41'}", "'41' is not in its text"),
    ],
)
def test_cases_with_a_mistake(tmp_path: Path, figure: str, reason: str) -> None:
    file = tmp_path / "cases.yml"
    file.write_text(f"- id: one\n  text: 40 and 40 men\n  figures:\n    - {figure}\n")
    with pytest.raises(ca.DataError, match=rf"cases\.yml: case one: .*{reason}"):
        read_cases(file)


METRICS = ",".join(schema.METRICS)
WEIGHTS = f"sign,{METRICS}\nany,1,1,1,1,1,1,1,1\n"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", r"columns \[\]; expected sign, capacity"),
        (WEIGHTS.replace(",payment", ""), "columns .* expected sign, capacity"),
        (WEIGHTS.replace(",1", ",much", 1), "line 2: sign 'any': .*'much'; write a number"),
        (WEIGHTS.replace(",1", ",nan", 1), "line 2: sign 'any': .* finite"),
        (WEIGHTS.replace(",1", ",1e400", 1), "line 2: sign 'any': .* finite"),
        (WEIGHTS + "said,1\n", "line 3: sign 'said': 2 cells; expected 9"),
        (WEIGHTS + WEIGHTS.splitlines()[1], "line 3: sign 'any' stands there twice"),
    ],
)
def test_weights_with_a_mistake(tmp_path: Path, content: str, reason: str) -> None:
    file = tmp_path / "weights.csv"
    file.write_text(content)
    with pytest.raises(ca.DataError, match=rf"weights\.csv.*{reason}"):
        weights.read(file)


def test_weights_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "weights.csv").write_bytes(b"\xff\xfe")
    for name in ("weights.csv", "none.csv"):
        with pytest.raises(ca.DataError, match=rf"{name}: cannot be read"):
            weights.read(tmp_path / name)


ENTRY = "- {rule: holds, metric: capacity, en: [holds 4], example: {en: It holds 4.}}\n"


@pytest.mark.parametrize(
    ("right", "wrong", "reason"),
    [
        ("capacity", "escapes", "'holds': unknown metric 'escapes'; allowed: capacity"),
        ("[holds 4]", "[no, holds 4]", "False is no text; write it in quotes"),
        ("[holds 4]", "[on]", "True is no text; write it in quotes"),
        ("[holds 4]", "[4]", "4 is no text; write it in quotes"),
        ("[holds 4]", "['']", "'' is no text"),
        ("[holds 4]", "holds", "'holds': en must be a list of phrases, found 'holds'"),
        ("[holds 4]", "", "'holds': en must be a list of phrases, found None"),
        ("[holds 4]", "['(holds 4']", r"'\(holds 4': a \( or \) is left alone"),
        ("[holds 4]", "[holds 4], es: [alberga]", "has no example; give one per language"),
        ("[holds 4]", "[holds 4], both: [on]", "True is no text"),
        ("[holds 4]", "[holds 4], weight: 5", "unknown field 'weight'; allowed: rule"),
        (", example: {en: It holds 4.}", "", "'holds' has no example"),
        ("{rule", "{on: 1, rule", "True is no text; write it in quotes"),
    ],
)
def test_vocabularies_with_a_mistake(tmp_path: Path, right: str, wrong: str, reason: str) -> None:
    file = tmp_path / "metrics.yml"
    file.write_text(ENTRY)
    assert lexicon.read_file(file)[0]["rule"] == "holds"
    file.write_text(ENTRY.replace(right, wrong))
    with pytest.raises(ca.DataError, match=rf"metrics\.yml: .*{reason}"):
        lexicon.read_file(file)


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        ("weight: five", "weight 'five' is no number"),
        ("side: left", "unknown side 'left'; allowed: any"),
    ],
)
def test_notes_with_a_mistake(tmp_path: Path, field: str, reason: str) -> None:
    file = tmp_path / "notes.yml"
    file.write_text(ENTRY.replace("[holds 4]", f"[holds 4], {field}"))
    with pytest.raises(ca.DataError, match=rf"notes\.yml: .*{reason}"):
        lexicon.read_file(file)
