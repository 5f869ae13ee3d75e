"""New articles into the data folder: the text byte for byte, and its passport beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from . import cells, passports
from .articles import data_folder
from .files import write_file
from .formats import read_text
from .schema import DataError

LICENCE = "the text belongs to its publisher"
KNOWN = ("title", "publisher", "url", "published", "language", "licence")
OF_ONE_ARTICLE = ("title", "url")


class _Blank(yaml.SafeDumper):
    """YAML in which what is not known is left blank."""


_Blank.add_representer(
    type(None), lambda dumper, _: dumper.represent_scalar("tag:yaml.org,2002:null", "")
)


def add(files: str | Path | Sequence[str | Path], **given: str | None) -> list[Path]:
    """Copy article texts into `data/articles/`, byte for byte, and write their passports.

    `given` are passport fields that you know: publisher, url, published (2025-02-04), title,
    language. What neither you nor the text's header states stays blank. Returns the files that
    were written; none for an article that is there already. A file that cannot be read as text,
    or whose name other content has, is left out with an UnreadableArticle warning, and the others
    are added. Raises DataError, and writes nothing, where it is the only one, where none can be
    added, or where a field that is given cannot be read.
    """
    sources = [Path(one) for one in ([files] if isinstance(files, str | Path) else files)]
    known = _checked({one: value for one, value in given.items() if not cells.is_missing(value)})
    if len(sources) > 1 and (single := next((n for n in OF_ONE_ARTICLE if n in known), None)):
        raise DataError(f"{single}: given for {len(sources)} files; add each article by itself")
    wanted: dict[Path, bytes] = {}
    faults: list[str] = []
    for source in dict.fromkeys(sources):
        try:
            wanted |= _article(source, known, wanted)
        except DataError as error:
            faults.append(str(error))
    cells.leave_out(faults, len(faults) + len(wanted), stacklevel=3)
    return _write({path: content for path, content in wanted.items() if not path.exists()})


def dated_by_text(written: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """Each passport among the `written` files whose date the text itself states, with the day."""
    for path in written:
        fields = passports.stored(path) if path.suffix == ".yml" else {}
        if fields.get("published") and fields.get("published_basis") != "given":
            yield path, str(fields["published"])[: len("2025-02-04")]


def _checked(given: dict[str, Any]) -> dict[str, Any]:
    if unknown := sorted(set(given) - set(KNOWN)):
        raise DataError(f"unknown field {unknown[0]!r}; allowed: {', '.join(KNOWN)}")
    for name, value in given.items():
        if problem := passports.fault(name, value):
            raise DataError(problem)
    dated = cells.moment(given["published"]) if "published" in given else None
    return given | ({"published": dated.date()} if dated else {})


def _article(source: Path, known: dict[str, Any], taken: Iterable[Path]) -> dict[Path, bytes]:
    """The two files that `source` becomes; checked against what is in the data folder."""
    text = read_text(source)
    if source.name.startswith("."):
        raise DataError(f"{source}: a hidden file, which no door reads; rename it without the dot")
    path = data_folder() / "articles" / f"{source.stem}.txt"
    passport = passports.beside(path)
    if path in taken:
        raise DataError(f"{source}: a second file named {source.stem!r}; rename one of them")
    fields = passports.new_passport(text, **{"licence": LICENCE} | known)
    written = yaml.dump(fields, Dumper=_Blank, sort_keys=False, allow_unicode=True, width=1000)
    if path.exists() and path.read_bytes() != text.encode("utf-8"):
        raise DataError(f"{path}: another text has this name; rename {source} and add it again")
    if passport.exists() and known:
        stored = passports.stored(passport)
        other = next((n for n in known if str(stored.get(n)) != str(known[n])), None)
        if other:
            raise DataError(
                f"{passport}: {other} is {stored.get(other) or 'blank'} here, {known[other]} was "
                "given; correct the passport by hand if it is wrong"
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
