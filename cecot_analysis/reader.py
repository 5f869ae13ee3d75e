"""The reader: any text, its figures marked as one types, and one button into the corpus."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import traitlets

from . import evidence, languages, wording
from .formats import read_text
from .markup import script, shown, stylesheet
from .passports import new_passport
from .reading import FIELDS, Reading
from .schema import DataError
from .widgets import Answering, live_view

COLUMNS = ("In the words", "Figure", "Claimant", "As of")
LABELS = dict(
    zip(
        FIELDS,
        ("Title", "Publisher", "Address", "Published", "Language", "Name of the file"),
        strict=True,
    )
)
NO_FIGURE = "No figure is found in this text."
NO_TEXT = "No text yet."


class Reader(Reading, Answering):
    """What `read` returns. Displayed it is the widget; in Python `text`, `figures` and `add`."""

    _esm = script("elements", "kernel", "text", "change", "read")
    _css = stylesheet() + stylesheet("explorer") + stylesheet("desk")
    content = traitlets.Dict().tag(sync=True)

    def __init__(self, text: str | Path = ""):
        Reading.__init__(self)
        Answering.__init__(self)
        self.text = read_text(text) if isinstance(text, Path) else text
        self.listen(self._on_message)

    # What a person did in the browser

    def _on_message(self, message: dict[str, Any]) -> None:
        self._note = self._error = ""
        try:
            self._given = {name: str(message.get("given", {}).get(name, "")) for name in LABELS}
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
        hints = dict.fromkeys(LABELS, "not stated") | {
            "published": "not stated; as 2025-02-04",
            "language": languages.detect(self._text) or "en or es",
            "name": "made from the text",
        }
        for name in ("title", "published"):
            if stated.get(name):
                hints[name] = f"{str(stated[name]).removesuffix(' 00:00:00')} (in the text)"
        return [
            {"name": name, "label": label, "hint": shown(hints[name])}
            for name, label in LABELS.items()
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


def read(text: str | Path = "") -> Reader:
    """A widget that marks the figures of any text as one types, and adds it to the corpus.

    `text` is the text to begin with, or the path of a UTF-8 file. In Python: `view.text`,
    `view.figures`, `view.passport`, `view.evidence`, and `view.add(publisher=…)`, which writes
    text and passport into `data/articles/`.
    """
    return Reader(text)
