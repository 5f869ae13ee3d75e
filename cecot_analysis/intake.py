"""New articles into the data folder: the text byte for byte, and its passport beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from .articles import data_folder, new_passport, read_text
from .files import write_file
from .schema import LANGUAGES, DataError

LICENCE = "the text belongs to its publisher"
OF_ONE_ARTICLE = ("title", "url")
_MARKUP = re.compile(
    r"[\ufeff\s]*<(?:!--|(?:!doctype|\?xml|html|head|body|main|article|section|div|p|table|script"
    r"|style)\b)",
    re.IGNORECASE,
)


class _Blank(yaml.SafeDumper):
    """YAML in which what is not known is left blank."""


_Blank.add_representer(
    type(None), lambda dumper, _: dumper.represent_scalar("tag:yaml.org,2002:null", "")
)


def add(files: str | Path | Sequence[str | Path], **given: str | None) -> list[Path]:
    """Copy article texts into `data/articles/`, byte for byte, and write their passports.

    `given` are passport fields that you know: publisher, url, published (2025-02-04), title,
    language. What neither you nor the text's header states stays blank. Returns the files that
    were written; none for an article that is there already. Raises DataError, and writes nothing,
    where a file cannot be read as text or where other content has its name.
    """
    sources = [files] if isinstance(files, str | Path) else list(files)
    known = {name: value for name, value in given.items() if value is not None}
    if len(sources) > 1 and (single := next((n for n in OF_ONE_ARTICLE if n in known), None)):
        raise DataError(f"{single}: given for {len(sources)} files; add each article by itself")
    wanted: dict[Path, bytes] = {}
    for source in map(Path, sources):
        wanted |= _article(source, _checked(known), wanted)
    missing = {path: content for path, content in wanted.items() if not path.exists()}
    return _write(missing)


def _checked(given: dict[str, str]) -> dict[str, Any]:
    known: dict[str, Any] = dict(given)
    if "published" in given:
        try:
            known["published"] = pd.Timestamp(given["published"]).date()
        except ValueError as error:
            raise DataError(
                f"published: {given['published']!r} is not a date; write it as 2025-02-04"
            ) from error
    if known.get("language", LANGUAGES[0]) not in LANGUAGES:
        raise DataError(f"language: {given['language']!r}; allowed: {', '.join(LANGUAGES)}")
    return known


def _article(source: Path, known: dict[str, Any], taken: Iterable[Path]) -> dict[Path, bytes]:
    """The two files that `source` becomes; checked against what is in the data folder."""
    text = read_text(source)
    if _MARKUP.match(text):
        raise DataError(f"{source}: a web page; save the text of the article, without its markup")
    path = data_folder() / "articles" / f"{source.stem}.txt"
    passport = path.with_suffix(".yml")
    if path in taken:
        raise DataError(f"{source}: a second file named {source.stem!r}; rename one of them")
    fields = new_passport(text, licence=LICENCE, **known)
    written = yaml.dump(fields, Dumper=_Blank, sort_keys=False, allow_unicode=True, width=1000)
    if path.exists() and path.read_bytes() != text.encode("utf-8"):
        raise DataError(f"{path}: another text has this name; rename {source} and add it again")
    if passport.exists() and known:
        stored = yaml.safe_load(passport.read_text("utf-8")) or {}
        other = next((n for n in known if str(stored.get(n)) != str(known[n])), None)
        if other:
            raise DataError(
                f"{passport}: {other} is {stored.get(other)!r} here, {known[other]!r} was given; "
                "correct the passport by hand if it is wrong"
            )
    return {path: text.encode("utf-8"), passport: written.encode("utf-8")}


def _write(contents: dict[Path, bytes]) -> list[Path]:
    """Write all of `contents`, or none of it."""
    done: list[Path] = []
    try:
        for path, content in contents.items():
            write_file(path, content)
            done.append(path)
    except OSError as error:
        for path in done:
            path.unlink()
        raise DataError(f"{error.filename}: cannot be written ({error.strerror})") from error
    return done
