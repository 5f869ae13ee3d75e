"""A text being read, without a widget: its figures, its passport, and its way into the corpus."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd

from . import evidence, intake
from .articles import data_folder
from .figures import extract_figures
from .markup import Html
from .passports import new_passport, sha256
from .schema import FIGURE_COLUMNS, DataError, typed
from .turns import in_turn

FIELDS = ("title", "publisher", "url", "published", "language", "name")  # what a person may state
_LARGEST = 1_000_000  # characters: a longer text is a collection, not an article
_NAME = re.compile(r"[\w][\w.-]{0,99}")


class Reading:
    """One text and what is known of it; read anew whenever the text changes."""

    def __init__(self) -> None:
        self._given: dict[str, str] = {}
        self._note = self._error = ""
        self._loaded = 0  # counts up when the text comes from elsewhere than the keyboard
        self._text = ""
        self._figures = typed(pd.DataFrame(), FIGURE_COLUMNS)

    def _draw(self) -> None:
        """Called when something changed."""

    @property
    def text(self) -> str:
        """The text as it stands; setting reads it anew, and raises DataError if it is none."""
        return self._text

    @text.setter
    @in_turn
    def text(self, text: str) -> None:
        if not isinstance(text, str):
            raise DataError(
                f"text: expected words, found {type(text).__name__}; give a str or a Path"
            )
        self._take(text)
        self._loaded += 1
        self._draw()

    @property
    def figures(self) -> pd.DataFrame:
        """The figures of the text: columns of the figures table, one row per figure."""
        return self._figures

    @property
    def passport(self) -> dict[str, Any]:
        """What is known of the article: what was given, else what the text's header states."""
        given = {name: value for name, value in self._known().items() if name != "name"}
        return new_passport(self._text, **given)

    @property
    def table(self) -> Html:
        """The figures beside their words, as an HTML table."""
        return evidence.table(self._figures, self._articles())

    @property
    def evidence(self) -> Html:
        """The whole text with its figures marked, as HTML."""
        return evidence.highlight(self._articles().iloc[0], self._figures)

    @in_turn
    def add(self, **given: str) -> list[Path]:
        """Put the text into `data/articles/`, byte for byte, with a passport; the written files.

        `given` are title, publisher, url, published, language, and the `name` of the file, made
        from the text if it is not given. Raises DataError, and writes nothing, where there is no
        text, where the corpus has it under another name or other words under this one, or where
        a field cannot be read.
        """
        if unknown := sorted(set(given) - set(FIELDS)):
            raise DataError(f"no field {unknown[0]!r}; allowed: {', '.join(FIELDS)}")
        known = self._known() | {name: value for name, value in given.items() if value}
        if not self._text.strip():
            raise DataError("no text to add; paste or load an article first")
        folder = data_folder() / "articles"
        name = known.pop("name", None) or _new_name(folder, self._text)
        if not _NAME.fullmatch(name):
            raise DataError(
                f"name: {name!r} cannot name a file; use letters, digits, '.', '_' and '-'"
            )
        if (twin := _twin(folder, self._text)) and twin.stem != name:
            raise DataError(f"this text is in the corpus already, as {twin.stem!r}")
        with tempfile.TemporaryDirectory() as place:
            file = Path(place) / f"{name}.txt"
            file.write_bytes(_encoded(self._text))
            try:
                return intake.add(file, **known)
            except DataError as error:
                raise DataError(str(error).replace(f"{place}{os.sep}", "")) from error

    def _known(self) -> dict[str, str]:
        return {name: value.strip() for name, value in self._given.items() if value.strip()}

    def _articles(self) -> pd.DataFrame:
        known = self._known()
        columns = {
            "title": [known.get("title")],
            "publisher": [known.get("publisher")],
            "url": [known.get("url")],
            "published": pd.DatetimeIndex([self._published()]),
            "language": [known.get("language")],
            "text": [self._text],
        }
        return pd.DataFrame(columns, index=pd.Index([known.get("name", "this text")]))

    def _published(self) -> pd.Timestamp | None:
        """The date given, or stated in the header; None as long as it cannot be read."""
        given = self.passport["published"]
        date = pd.to_datetime(given, errors="coerce")
        return None if pd.isna(date) or date.tzinfo else date

    def _take(self, text: str) -> None:
        if len(text) > _LARGEST:
            raise DataError(
                f"{len(text):,} characters, at most {_LARGEST:,} are read here; put the texts into "
                "files of one article each, and use ca.read_articles"
            )
        self._text, self._figures = text, self._figures.head(0)
        self._figures = extract_figures(self._articles())


def _twin(folder: Path, text: str) -> Path | None:
    """The article of the corpus with the same text."""
    wanted = _encoded(text)
    return next((one for one in folder.glob("*.txt") if one.read_bytes() == wanted), None)


def _new_name(folder: Path, text: str) -> str:
    """The next number and the start of the text's hash, or the name that the text has already."""
    if twin := _twin(folder, text):
        return twin.stem
    numbers = [int(one.stem[:3]) for one in folder.glob("[0-9][0-9][0-9]_*.txt")]
    return f"{max(numbers, default=-1) + 1:03}_{sha256(text)[:16]}"


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise DataError(
            f"text: half a character at {error.start}, which no file can hold; take it out"
        ) from error
