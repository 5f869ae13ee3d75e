"""The data folder as one package: its table as CSV, its descriptor, its dictionary, its archive."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from .files import write_file
from .packing import zipped
from .schema import ARTICLE_COLUMNS, FIGURE_COLUMNS, REVIEW_COLUMNS, Column
from .tables import csv_text

DESCRIPTOR = "datapackage.json"
KINDS = {"integer": "integer", "number": "number", "date": "date"}
TABLES = {"figures": FIGURE_COLUMNS, "reviews": REVIEW_COLUMNS}
TITLES = {"figures": "One row per reported figure", "reviews": "One row per human decision"}
MEDIA_TYPES = {".csv": "text/csv", ".yml": "application/yaml"}
TEXT_LICENCE = {"name": "other-closed", "title": "The text belongs to its publisher"}
CODE_LICENCE = {"name": "MIT", "title": "MIT licence, for the code and what it makes"}


def figures_csv(figures: pd.DataFrame) -> str:
    """The figures table as CSV text: whole numbers without a point, missing cells empty."""
    return csv_text(figures, write=str)


def descriptor(folder: Path) -> dict[str, Any]:
    """The Frictionless descriptor of a data folder: its tables, and each text with its hash."""
    tables = [_table(folder, name) for name in TABLES if (folder / f"{name}.csv").exists()]
    texts = sorted((folder / "articles").glob("*.txt"))
    marked = sorted((folder / "reviewed").glob("*.*"))
    return {
        "name": "cecot-analysis",
        "title": "Reported figures about the CECOT prison, each beside its words",
        "version": version("cecot-analysis"),
        "licenses": [CODE_LICENCE],
        "contributors": [{"title": "The cecot-analysis authors", "role": "author"}],
        "resources": _distinct(
            [
                *tables,
                *(_file(folder, path, "reviewed", "Marked by hand") for path in marked),
                *(part for text in texts for part in _article(folder, text)),
            ]
        ),
    }


def _distinct(resources: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The resources, those that share a name told apart by a piece of the hash of their path."""
    taken = Counter(one["name"] for one in resources)
    return [
        one
        if taken[one["name"]] == 1
        else one | {"name": f"{one['name']}-{hashlib.sha256(one['path'].encode()).hexdigest()[:8]}"}
        for one in resources
    ]


def _stored(folder: Path, path: Path) -> dict[str, Any]:
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    return {
        "path": path.relative_to(folder).as_posix(),
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{digest}",
    }


def _table(folder: Path, name: str) -> dict[str, Any]:
    fields = [field(column) for column in TABLES[name]]
    key = {"primaryKey": ["figure_id"]} if name == "figures" else {}
    return {
        "name": name,
        "title": TITLES[name],
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        **_stored(folder, folder / f"{name}.csv"),
        "schema": {"fields": fields, **key, "missingValues": [""]},
    }


def field(column: Column) -> dict[str, Any]:
    """A column as a field of a Frictionless table schema."""
    required = {} if column.nullable else {"required": True}
    constraints = required | ({"enum": list(column.allowed)} if column.allowed else {})
    return {
        "name": column.name,
        "type": KINDS.get(column.kind, "string"),
        "description": column.meaning,
        **({"constraints": constraints} if constraints else {}),
    }


def _file(folder: Path, path: Path, kind: str, title: str) -> dict[str, Any]:
    slug = re.sub(r"[^a-z0-9._-]+", "-", path.stem.casefold()).strip("-.")
    return {
        "name": f"{kind}-{slug}",
        "title": title,
        "type": "file",
        "format": path.suffix[1:],
        "mediatype": MEDIA_TYPES.get(path.suffix, "text/plain"),
        **_stored(folder, path),
    }


def _article(folder: Path, text: Path) -> Iterable[dict[str, Any]]:
    yield _file(folder, text, "text", "Text of an article") | {"licenses": [TEXT_LICENCE]}
    passport = text.with_suffix(".yml")
    if passport.exists():
        yield _file(folder, passport, "passport", "Where the text is from")


def descriptor_json(folder: Path) -> str:
    """`descriptor(folder)` as JSON text, the same for the same files."""
    return json.dumps(descriptor(folder), indent=1, ensure_ascii=False) + "\n"


def dictionary(columns: Iterable[Column]) -> str:
    """A Markdown table of `columns`: name, kind, meaning, allowed values."""
    rows = ["| column | type | meaning |", "|---|---|---|"]
    for column in columns:
        kind = f"{column.kind}, may be missing" if column.nullable else column.kind
        allowed = f". One of: {', '.join(column.allowed)}" if column.allowed else ""
        rows.append(f"| `{column.name}` | {kind} | {column.meaning}{allowed} |")
    return "\n".join(rows) + "\n"


def with_dictionaries(page: str) -> str:
    """`page` with the dictionary of each table put between its two marks."""
    tables = {"articles": ARTICLE_COLUMNS, **TABLES}
    for name, columns in tables.items():
        begin, end = f"<!-- {name}: columns -->\n", f"<!-- {name}: end -->"
        if begin in page and end in page:
            head, _, rest = page.partition(begin)
            tail = rest.partition(end)[2]
            page = f"{head}{begin}{dictionary(columns)}{end}{tail}"
    return page


def write(folder: Path) -> list[Path]:
    """Bring descriptor and data dictionary of `folder` up to date; the files that changed."""
    page = folder / "README.md"
    wanted = {folder / DESCRIPTOR: descriptor_json(folder)}
    if page.exists():
        wanted[page] = with_dictionaries(page.read_text("utf-8"))
    return [path for path, content in wanted.items() if write_file(path, content)]


def archive(folder: Path) -> bytes:
    """The described files of `folder` as a zip, the same bytes for the same files."""
    paths = [resource["path"] for resource in descriptor(folder)["resources"]]
    extra = [name for name in ("README.md",) if (folder / name).exists()]
    files = {path: (folder / path).read_bytes() for path in [*extra, *paths]}
    files[DESCRIPTOR] = descriptor_json(folder).encode()
    return zipped({f"cecot-analysis/{path}": content for path, content in files.items()})
