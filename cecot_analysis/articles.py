"""Files to articles: text as it is stored, its passport, and what its header states."""

from __future__ import annotations

import datetime
import glob
import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from . import headers, languages
from .schema import ARTICLE_COLUMNS, DataError, typed, validate_articles

PASSPORT_FIELDS = (
    "title",
    "publisher",
    "url",
    "published",
    "published_basis",
    "page_clock",
    "language",
    "licence",
    "sha256",
)


def data_folder() -> Path:
    """The project's data folder: `CECOT_DATA` if set, else `data/` beside the package.

    Raises DataError where there is none.
    """
    folder = Path(os.environ.get("CECOT_DATA") or Path(__file__).parent.parent / "data")
    if not folder.is_dir():
        raise DataError(
            f"{folder}: no data folder here; work in a checkout of the project, or set "
            "CECOT_DATA to a folder that holds articles/"
        )
    return folder


def read_text(path: Path) -> str:
    """The text of a UTF-8 file with its line ends and every character as stored.

    Raises DataError naming the file if it is missing, empty, binary, a PDF or not UTF-8.
    """
    try:
        stored = path.read_bytes()
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror})") from error
    if not stored.strip():
        raise DataError(f"{path}: the file is empty; an article needs text")
    if stored.lstrip().startswith(b"%PDF-"):
        raise DataError(f"{path}: a PDF; save its text into a file of its own")
    if b"\0" in stored:
        raise DataError(
            f"{path}: binary data (a NUL byte at {stored.index(0)}); save the article as text"
        )
    try:
        return stored.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataError(
            f"{path}: not valid UTF-8 at byte {error.start} "
            f"({stored[error.start : error.start + 1]!r}); save the file as UTF-8"
        ) from error


def sha256(text: str) -> str:
    """SHA-256 of `text` in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _passport_path(path: Path) -> Path:
    return path.with_suffix(".yml")


def _read_passport(path: Path, text: str) -> dict[str, Any]:
    file = _passport_path(path)
    if not file.exists():
        return {}
    try:
        passport = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, ValueError) as error:  # a date such as 2025-13-45 is a ValueError
        raise DataError(f"{file}: cannot be read as YAML: {error}") from error
    if not isinstance(passport, dict):
        raise DataError(f"{file}: expected fields, found {type(passport).__name__}")
    unknown = sorted(set(passport) - set(PASSPORT_FIELDS))
    if unknown:
        raise DataError(
            f"{file}: unknown field {unknown[0]!r}; allowed: {', '.join(PASSPORT_FIELDS)}"
        )
    stated = passport.get("sha256")
    if stated and stated != sha256(text):
        raise DataError(
            f"{file}: sha256 is {stated}, but the text of {path.name} has {sha256(text)}; "
            "restore the text, or write a new passport for the new text"
        )
    return passport


def new_passport(text: str, **given: Any) -> dict[str, Any]:
    """What the file itself states about `text`, overlaid with what the user has `given`.

    Keys are those of `PASSPORT_FIELDS`; what is not known is None, never guessed.
    """
    header = headers.read(text)
    stated = {
        "title": header.title,
        "published": header.published,
        "published_basis": header.published_basis,
        "page_clock": header.page_clock,
        "language": languages.detect(text),
        "sha256": sha256(text),
    }
    known = {name: value for name, value in given.items() if value is not None}
    if "published" in known:
        known.setdefault("published_basis", "given")
    return {name: known.get(name, stated.get(name)) for name in PASSPORT_FIELDS}


def _timestamp(value: Any, file: Path) -> pd.Timestamp | None:
    if value is None:
        return None
    if isinstance(value, datetime.datetime | datetime.date | str):
        try:
            date = pd.Timestamp(value)
        except ValueError:
            date = None
        if date is not None and date.tzinfo is None:
            return date
    raise DataError(f"{file}: {value!r} is not a date; write it as 2025-02-04, without a time zone")


def _record(path: Path) -> dict[str, Any]:
    text = read_text(path)
    passport = _read_passport(path, text) or new_passport(text)
    file = _passport_path(path)
    return {
        **{name: passport.get(name) for name in ("title", "publisher", "url", "language")},
        "published": _timestamp(passport.get("published"), file),
        "published_basis": passport.get("published_basis") or "none",
        "page_clock": _timestamp(passport.get("page_clock"), file),
        "text": text,
        "sha256": sha256(text),
        "n_words": len(text.split()),
        "path": path.as_posix(),
    }


def _files(place: Any) -> list[Path]:
    if not isinstance(place, str | Path):
        raise DataError(
            f"articles: {place!r} is no path; "
            "give a .txt file, a folder, a glob, or a list of these"
        )
    path = Path(place)
    if path.is_dir():
        texts = sorted(path.glob("*.txt"))
        if not texts:
            raise DataError(f"{path}: no article (.txt) in it; articles are read from .txt files")
        return texts
    if path.exists():
        return [path]
    found = sorted(Path(match) for match in glob.glob(str(place), recursive=True))
    if not found:
        raise DataError(f"{place}: no such file or folder, and no file matches it")
    return [path for path in found if path.is_file()]


def frame(records: dict[Any, dict[str, Any]]) -> pd.DataFrame:
    """The articles table of `records` (article_id to columns), validated."""
    index = pd.Index(list(records), name="article_id", dtype="str" if not records else None)
    rows = pd.DataFrame(list(records.values()), index=index, dtype="object")
    return validate_articles(typed(rows, ARTICLE_COLUMNS))


def read_articles(path: str | Path | Iterable[str | Path]) -> pd.DataFrame:
    """The articles in `path`: a .txt file, a folder of them, a glob, or a list of these.

    One row per file, indexed by `article_id` (the file's name without its ending), with the
    columns of `schema.ARTICLE_COLUMNS`. A passport (`<name>.yml`) beside a text is read and its
    hash compared; without one, only what the text's header states is filled in. Raises
    DataError naming the file that is missing, empty, binary, not UTF-8, that shares its name
    with another, or whose passport does not match it, and the folder without a text.
    """
    places = [path] if isinstance(path, str | Path) or not isinstance(path, Iterable) else path
    records: dict[str, dict[str, Any]] = {}
    for file in (file for place in places for file in _files(place)):
        if file.stem in records:
            raise DataError(
                f"{file}: a second article named {file.stem!r} (the first is "
                f"{records[file.stem]['path']}); rename one of them"
            )
        records[file.stem] = _record(file)
    return frame(records)


def load_articles() -> pd.DataFrame:
    """The project's own articles, from `data/articles/`; columns as in `read_articles`.

    `path` is relative to the data folder, so that the table is the same on every machine.
    """
    folder = data_folder()
    articles = read_articles(folder / "articles")
    parent = folder.as_posix() + "/"
    return articles.assign(path=articles["path"].str.removeprefix(parent))


_NAMED = tuple(one for one in ARTICLE_COLUMNS if one.name in ("publisher", "published"))


def label(articles: pd.DataFrame) -> pd.Series:
    """A short name per article: publisher, or the start of its id, and its date or "undated".

    `articles` needs no column for this; an index that is no string gives "article 0 · undated".
    """

    def name(article: Any) -> str:
        known = isinstance(article.Index, str)
        start = article.Index.split("_")[0] if known else f"article {article.Index}"
        publisher = article.publisher if isinstance(article.publisher, str) else start
        date = article.published
        day = "undated" if pd.isna(date) else f"{date.day} {date:%b %Y}"
        return f"{publisher or start} · {day}"

    names = [name(article) for article in typed(articles, _NAMED).itertuples()]
    return pd.Series(names, index=articles.index, name="source", dtype="str")
