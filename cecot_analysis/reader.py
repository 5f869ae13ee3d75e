"""The reader: any text, its figures marked as one types, and one button into the corpus."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
import traitlets

from . import evidence, intake, languages, wording
from .articles import data_folder, new_passport, read_text, sha256
from .figures import extract_figures
from .markup import Html, script, shown, stylesheet
from .schema import FIGURE_COLUMNS, DataError, typed
from .turns import in_turn
from .widgets import Answering, live_view

COLUMNS = ("In the words", "Figure", "Claimant", "As of")
PASSPORT = {
    "title": "Title",
    "publisher": "Publisher",
    "url": "Address",
    "published": "Published",
    "language": "Language",
    "name": "Name of the file",
}
NO_FIGURE = "No figure is found in this text."
NO_TEXT = "No text yet."
_LARGEST = 1_000_000  # characters: a longer text is a collection, not an article
_NAME = re.compile(r"[\w][\w.-]{0,99}")


class Reader(Answering):
    """What `read` returns. Displayed it is the widget; in Python `text`, `figures` and `add`."""

    _esm = script("elements", "kernel", "text", "read")
    _css = stylesheet() + stylesheet("explorer") + stylesheet("desk")
    content = traitlets.Dict().tag(sync=True)

    def __init__(self, text: str | Path = ""):
        self._given: dict[str, str] = {}
        self._note = self._error = ""
        self._loaded = 0  # counts up when the text comes from elsewhere than the keyboard
        self._text = ""
        self._figures = typed(pd.DataFrame(), FIGURE_COLUMNS)
        super().__init__()
        self.text = read_text(text) if isinstance(text, Path) else text
        self.listen(self._on_message)

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
        if unknown := sorted(set(given) - set(PASSPORT)):
            raise DataError(f"no field {unknown[0]!r}; allowed: {', '.join(PASSPORT)}")
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
            return intake.add(file, **known)

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

    # What a person did in the browser

    def _on_message(self, message: dict[str, Any]) -> None:
        self._note = self._error = ""
        try:
            self._given = {name: str(message.get("given", {}).get(name, "")) for name in PASSPORT}
            self._take(self._text if message["text"] is None else message["text"])
            self._loaded += message["act"] == "load"
            if message["act"] == "add":
                self._note = _told(self.add())
        except DataError as error:
            self._error = str(error)
        except OSError as error:
            self._error = f"{error.filename}: {error.strerror}; nothing was added"
        self._draw()

    def _draw(self) -> None:
        empty = NO_FIGURE if self._text.strip() else NO_TEXT
        self.content = {
            "text": shown(self._text),
            "loaded": self._loaded,
            "layers": self._layers(),
            "columns": COLUMNS,
            "rows": [self._row(figure) for _, figure in self._figures.iterrows()],
            "status": wording.counted(len(self._figures), "figure"),
            "empty": empty,
            "passport": self._fields(),
            "note": shown(self._note),
            "error": shown(self._error),
        }

    def _layers(self) -> list[dict[str, Any]]:
        quotes = self._figures[["quote_start", "quote_end"]].drop_duplicates()
        layers = [
            {"start": int(start), "end": int(end), "class": "ca-quote"}
            for start, end in quotes.itertuples(index=False)
        ]
        return layers + [
            {
                "start": int(figure["start"]),
                "end": int(figure["end"]),
                "class": "ca-number",
                "figure": figure["figure_id"],
            }
            for _, figure in self._figures.iterrows()
        ]

    def _row(self, figure: pd.Series) -> dict[str, Any]:
        cells = (
            wording.phrase(figure),
            wording.subject(figure),
            wording.claimant(figure),
            wording.as_of(figure) or evidence.NOT_STATED,
        )
        return {
            "figure": figure["figure_id"],
            "start": int(figure["start"]),
            "end": int(figure["end"]),
            "cells": [shown(cell) for cell in cells],
            "says": evidence.in_words(figure),
        }

    def _fields(self) -> list[dict[str, str]]:
        """The fields of the passport, each with what the text itself states as a hint."""
        stated = new_passport(self._text) if self._text.strip() else {}
        hints = dict.fromkeys(PASSPORT, "not stated") | {
            "published": "not stated; as 2025-02-04",
            "language": languages.detect(self._text) or "en or es",
            "name": "made from the text",
        }
        for name in ("title", "published"):
            if stated.get(name):
                hints[name] = f"{str(stated[name]).removesuffix(' 00:00:00')} (in the text)"
        return [
            {"name": name, "label": label, "hint": shown(hints[name])}
            for name, label in PASSPORT.items()
        ]

    # How it stands in a saved notebook

    def __repr__(self) -> str:
        return f"Reader: {wording.counted(len(self._figures), 'figure')}"

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:  # type: ignore[override]
        live = live_view(super()._repr_mimebundle_(**options))
        saved = {"text/html": self.evidence._repr_html_(), "text/plain": repr(self)}
        return {**live, **saved}


def _told(written: list[Path]) -> str:
    if not written:
        return "There already: nothing was written."
    names = wording.listed([path.name for path in written])
    return f"Added: {names}. Next: cecot-analysis extract --write"


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


def read(text: str | Path = "") -> Reader:
    """A widget that marks the figures of any text as one types, and adds it to the corpus.

    `text` is the text to begin with, or the path of a UTF-8 file. In Python: `view.text`,
    `view.figures`, `view.passport`, `view.evidence`, and `view.add(publisher=…)`, which writes
    text and passport into `data/articles/`.
    """
    return Reader(text)
