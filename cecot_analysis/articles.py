"""Files to articles: text as it is stored, its passport, and what its header states."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from . import cells, passports
from .formats import is_passport, read_text
from .passports import sha256
from .schema import ARTICLE_COLUMNS, DataError, typed, validate_articles


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


def _record(path: Path) -> dict[str, Any]:
    text = read_text(path)
    return {
        **passports.read(path, text),
        "text": text,
        "sha256": sha256(text),
        "n_words": len(text.split()),
        "path": path.as_posix(),
    }


def _files(place: Any) -> list[Path]:
    if not isinstance(place, str | Path) or place == "":
        raise DataError(
            f"articles: {place!r} is no path; "
            "give a .txt file, a folder, a glob, or a list of these"
        )
    try:
        return _found(place)
    except DataError:
        raise
    except (OSError, ValueError) as error:  # a name that no file can have, a closed folder
        reason = getattr(error, "strerror", None) or error
        raise DataError(f"{str(place)[:200]}: cannot be read ({reason})") from error


def _found(place: str | Path) -> list[Path]:
    path = Path(os.path.expanduser(place))
    if path.is_dir():
        texts = sorted(one for one in path.iterdir() if _is_article(one))
        if not texts:
            raise DataError(f"{path}: no article (.txt) in it; articles are read from .txt files")
        return texts
    if path.exists():
        return [path]
    matches = sorted(Path(match) for match in glob.glob(str(path), recursive=True))
    if found := [one for one in matches if one.is_file() and not is_passport(one)]:
        return found
    raise DataError(f"{place}: no such file or folder, and no file matches it")


def _is_article(path: Path) -> bool:
    return path.suffix.lower() == ".txt" and not path.name.startswith(".")


def frame(records: dict[Any, dict[str, Any]]) -> pd.DataFrame:
    """The articles table of `records` (article_id to columns), validated."""
    index = pd.Index(list(records), name="article_id", dtype="str" if not records else None)
    rows = pd.DataFrame(list(records.values()), index=index, dtype="object")
    return validate_articles(typed(rows, ARTICLE_COLUMNS))


def read_articles(path: str | Path | Iterable[str | Path]) -> pd.DataFrame:
    """The articles in `path`: a .txt file, a folder of them, a glob, or a list of these.

    One row per file, indexed by `article_id` (the file's name without its ending), with the
    columns of `schema.ARTICLE_COLUMNS`. A passport (`<name>.yml`) beside a text is read and its
    hash compared; without one, only what the text's header states is filled in. What is missing,
    empty, no UTF-8 text, a web page, named as another, or has a passport that does not match it
    or holds a field that cannot be read, is left out with an UnreadableArticle warning that names
    the file, what was found and what to do; the others are read. Raises DataError, naming them
    all, where none can be read.
    """
    return _read(path, stacklevel=3)


def _read(given: Any, stacklevel: int) -> pd.DataFrame:
    places = (
        [given]
        if isinstance(given, str | bytes | Path) or not isinstance(given, Iterable)
        else given
    )
    records: dict[str, dict[str, Any]] = {}
    faults: list[str] = []
    for file in _each(places, faults):
        try:
            _take(file, records)
        except DataError as error:
            faults.append(str(error))
    cells.leave_out(faults, len(faults) + len(records), stacklevel + 1)
    return frame(records)


def _each(places: Iterable[Any], faults: list[str]) -> Iterator[Path]:
    for place in places:
        try:
            yield from _files(place)
        except DataError as error:
            faults.append(str(error))


def _take(file: Path, records: dict[str, dict[str, Any]]) -> None:
    """Put the article of `file` into `records`; nothing is done for a file that is there."""
    first = records.get(file.stem)
    if first is None:
        records[file.stem] = _record(file)
    elif not file.samefile(first["path"]):
        raise DataError(
            f"{file}: a second article named {file.stem!r} (the first is {first['path']}); "
            "rename one of them"
        )


def load_articles() -> pd.DataFrame:
    """The project's own articles, from `data/articles/`; columns and warnings of `read_articles`.

    `path` is relative to the data folder, so that the table is the same on every machine.
    """
    folder = data_folder()
    articles = _read(folder / "articles", stacklevel=3)
    parent = folder.as_posix() + "/"
    return articles.assign(path=articles["path"].str.removeprefix(parent))


_NAMED = tuple(one for one in ARTICLE_COLUMNS if one.name in ("publisher", "published"))
_HASH = re.compile(r"(?<=[^_])_[0-9a-f]{12,}$")


def short_id(article_id: Any) -> str:
    """The label of an article as text, without the hash that may end it: "000" of "000_e6bd…"."""
    return _HASH.sub("", str(article_id))


def label(articles: pd.DataFrame) -> pd.Series:
    """A short name per article: publisher, else its id, and its date or "undated".

    `articles` needs no column for this; an index that is no string gives "article 0 · undated".
    Two articles may have one name: `wording.sources` tells them apart.
    """

    def name(article: Any) -> str:
        known = isinstance(article.Index, str)
        own = short_id(article.Index) if known else f"article {article.Index}"
        publisher = article.publisher if isinstance(article.publisher, str) else ""
        date = article.published
        day = "undated" if pd.isna(date) else f"{date.day} {date:%b %Y}"
        return f"{publisher.strip() or own} · {day}"

    names = [name(article) for article in cells.of_articles(articles, _NAMED).itertuples()]
    return pd.Series(names, index=articles.index, name="source", dtype="str")
