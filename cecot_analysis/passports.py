"""What is known of an article: the file beside its text, or what the text's header states."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import yaml

from . import cells, headers, languages
from .schema import DataError

FIELDS = (
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
_WORDS = ("title", "publisher", "url")
_HALF = re.compile("[\ud800-\udfff]")
_DATES = ("published", "page_clock")


class _OnceEach(yaml.SafeLoader):
    """YAML in which no field may stand twice: the first would be lost."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        if repeated := [key for key in keys if keys.count(key) > 1]:
            raise yaml.YAMLError(f"{repeated[0]!r} stands there twice; keep one of them")
        return super().construct_mapping(node, deep)


def sha256(text: str) -> str:
    """SHA-256 of `text` in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def beside(path: Path) -> Path:
    """The passport of the text at `path`, which may not be there."""
    return path.with_suffix(".yml")


def new_passport(text: str, **given: Any) -> dict[str, Any]:
    """What the file itself states about `text`, overlaid with what the user has `given`.

    Keys are those of `FIELDS`; what is not known is None, never guessed.
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
    return {name: known.get(name, stated.get(name)) for name in FIELDS}


def stored(file: Path) -> dict[str, Any]:
    """The fields of the passport `file`, as they stand there; none where it is empty.

    Raises DataError naming the file if it cannot be read, or has a field that is unknown, stands
    there twice, or holds what it may not.
    """
    try:
        fields = yaml.load(file.read_text(encoding="utf-8"), _OnceEach) or {}
    except OSError as error:
        raise DataError(f"{file}: cannot be read ({error.strerror})") from error
    # A date such as 2025-13-45 is a ValueError, a thousand brackets are a RecursionError.
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise DataError(
            f"{file}: cannot be read as YAML; write a field a line, as 'title: …': {error}"
        ) from error
    if not isinstance(fields, dict):
        raise DataError(
            f"{file}: expected fields, as 'title: …', found {type(fields).__name__}; "
            f"allowed: {', '.join(FIELDS)}"
        )
    for name, value in fields.items():
        if problem := fault(name, value):
            raise DataError(f"{file}: {problem}")
    return fields


def fault(name: Any, value: Any) -> str | None:
    """What is wrong with `value` as the field `name` of a passport; None where nothing is."""
    if name not in FIELDS:
        return f"unknown field {name!r}; allowed: {', '.join(FIELDS)}"
    if cells.is_missing(value) or name in ("licence", "sha256"):
        return None
    if name in _WORDS and not isinstance(value, str):
        return f"{name} {value!r} is no text; write it in quotes, or leave it blank"
    if name in _WORDS and _HALF.search(value):
        return f"{name} {value!r} has half a character, which no file can hold; write it anew"
    return cells.fault(name, value)


def read(path: Path, text: str) -> dict[str, Any]:
    """What the passport beside `path` says of `text`, else what its header states, as columns.

    Raises DataError as `stored` does, and where the hash is that of another text.
    """
    file = beside(path)
    fields = stored(file) if file != path and file.exists() else {}
    hashed = fields.get("sha256")
    if hashed and hashed != sha256(text):
        raise DataError(
            f"{file}: sha256 is {hashed}, but the text of {path.name} has {sha256(text)}; "
            "restore the text, or write a new passport for the new text"
        )
    known = {
        name: None if cells.is_missing(value) else value
        for name, value in (fields or new_passport(text)).items()
    }
    dates = {name: known.get(name) and cells.moment(known[name]) for name in _DATES}
    basis = "given" if dates["published"] else "none"
    return {
        **{name: known.get(name) for name in (*_WORDS, "language")},
        **dates,
        "published_basis": known.get("published_basis") or basis,
    }
