"""A selection to take away: a CSV that no spreadsheet runs as formulas, and a data package."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from typing import Any

import pandas as pd

from . import articles as article_files
from .datapackage import dictionary
from .schema import ARTICLE_COLUMNS, FIGURE_COLUMNS, typed
from .tables import APOSTROPHE, csv_text

_README = """# Reported figures on CECOT: a selection

{count} of the figures of {articles} articles, as chosen in the explorer:

    {state}

`figures.csv` has one row per figure, `articles.csv` one per article that it stands in, `texts/`
the stored texts: `text[start:end]` is the figure's `surface`, counted in code points.
{apostrophe} The texts belong to their publishers.

{figures_dictionary}
"""


def selection_csv(figures: pd.DataFrame) -> str:
    """The figures as CSV text, one row per figure: what `export` writes as csv.

    No text can run as a formula; `tables.restored` gives each back as it was.
    """
    return csv_text(figures)


def selection_package(
    figures: pd.DataFrame, articles: pd.DataFrame, state: dict[str, Any]
) -> bytes:
    """The figures, the articles they stand in and their texts as a Frictionless package, zipped.

    `state` is written into it, so that the selection can be made again. The same selection gives
    the same bytes.
    """
    own = articles[articles.index.isin(figures["article_id"])]
    known = typed(own, ARTICLE_COLUMNS)
    files = {
        f"texts/{at:05d}.txt": text.encode("utf-8", "surrogatepass")
        for at, text in enumerate(known["text"])
    }
    listed = known.drop(columns=["text", "path"]).assign(
        sha256=known["sha256"].fillna(known["text"].map(article_files.sha256)),
        n_words=[len(text.split()) for text in known["text"]],
        text_file=list(files),
    )
    listed.insert(0, "article_id", own.index)
    files["figures.csv"] = selection_csv(figures).encode("utf-8", "surrogatepass")
    for name in listed.select_dtypes("datetime"):
        listed[name] = listed[name].astype("str").where(listed[name].notna())
    files["articles.csv"] = csv_text(listed).encode("utf-8", "surrogatepass")
    page = _README.format(
        count=len(figures),
        articles=len(articles),
        state=json.dumps(state, ensure_ascii=False, default=str),
        apostrophe=APOSTROPHE,
        figures_dictionary=dictionary(FIGURE_COLUMNS),
    )
    files["README.md"] = page.encode("utf-8", "surrogatepass")
    files["datapackage.json"] = _descriptor(files).encode()
    return _zipped(files)


def _descriptor(files: dict[str, bytes]) -> str:
    resources = [
        {
            "name": re.sub(r"[^a-z0-9]+", "-", path.rpartition(".")[0]),
            "path": path,
            "format": path.rpartition(".")[2],
            "encoding": "utf-8",
            "bytes": len(content),
            "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
            **({"type": "table", "description": APOSTROPHE} if path.endswith(".csv") else {}),
        }
        for path, content in files.items()
        if path != "README.md"
    ]
    package = {
        "name": "cecot-analysis-selection",
        "title": "Reported figures about the CECOT prison: a selection",
        "resources": resources,
    }
    return json.dumps(package, indent=1, ensure_ascii=False) + "\n"


def _zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, content)
    return buffer.getvalue()
