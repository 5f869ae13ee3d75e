"""The vocabularies: `lexicon/*.yml` read once, checked, and compiled to patterns.

A phrase is plain words with four signs: `word*` any ending, `(a|b)` one of these,
`<word>` may be absent, `...` up to four words between. A word in capitals that `words.yml`
lists stands for any of its words. Case and the kind of apostrophe
do not matter; a space stands for any white space within a line, or a hyphen where the
words are joined by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from .grammar import any_of as any_of
from .grammar import one_of as one_of
from .grammar import ordered as ordered
from .grammar import pattern as pattern
from .phrases import Phrases as Phrases
from .schema import CLAIMANT_KINDS, COMPARATORS, LANGUAGES, MEASURES, METRICS, SCOPES, DataError

FOLDER = Path(__file__).parent / "lexicon"
_FASTEST: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # not every wheel has the first
_CLASS = re.compile(r"\b[A-Z]{3,}\b")
OTHER = "other"  # counted, but by none of the metrics: competes with them and yields nothing
_ALLOWED = {
    "metric": (*METRICS, OTHER),
    "scope": SCOPES,
    "comparator": COMPARATORS,
    "measure": MEASURES,
    "kind": (*CLAIMANT_KINDS, "relay"),
    "side": ("any", "before", "after"),
    "needs": ("people", "money", "floor", "area"),
}
_NUMBERS = ("weight", "reach")
_PHRASES = ("example", "en", "es", "both")
_FIELDS = {  # by file: what an entry may say; another field would change nothing
    "metrics": ("rule", "metric", "needs", "requires", "forbids", "only", *_PHRASES),
    "notes": ("rule", "metric", "side", "weight", "reach", "forbids", *_PHRASES),
    "increments": ("rule", "side", "weight", "reach", "forbids", *_PHRASES),
    "scopes": (
        *("rule", "scope", "metrics", "reach", "first", "beside", "weak", "anaphora"),
        *_PHRASES,
    ),
    "comparators": ("rule", "comparator", "gives", "sign", *_PHRASES),
    "dates": ("gives", *_PHRASES),
    "numerals": ("unit", "gives", *_PHRASES),
    "uncounted": ("side", "gives", *_PHRASES),
    "carrying": ("gives", *_PHRASES),
    "nouns": ("gives", *_PHRASES),
    "fields": _PHRASES,
    "places": ("gives", *_PHRASES),
    "sections": ("gives", *_PHRASES),
    "transfers": ("gives", *_PHRASES),
    "words": ("gives", *_PHRASES),
    "wording": ("gives", *_PHRASES),
    "names": ("expansion", *_PHRASES),
    "claimants": ("kind", "relay", "claimant", *_PHRASES),
    "clauses": ("rule", "claimant", *_PHRASES),
    "generics": (
        *("rule", "means", "person", "written", "bare", "office", "besides", "claimant"),
        *_PHRASES,
    ),
}
_IN_A_LANGUAGE = re.compile(r"[a-z]{2}")  # `languages.yml` knows more than two of them


class _Loader(_FASTEST):  # type: ignore[misc]
    """Refuses a key that is written twice, of which YAML would keep the last alone."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        found: dict[Any, Any] = super().construct_mapping(node, deep)
        if len(found) < len(node.value):
            keys = [key.value for key, _ in node.value]
            twice = next((key for key in keys if keys.count(key) > 1), "a key")
            raise yaml.constructor.ConstructorError(
                None, None, f"{twice} is written twice", node.start_mark
            )
        return found


def compiled(phrases: Iterable[str]) -> Phrases:
    """The phrases, to be searched as whole words, regardless of case."""
    return _compiled(tuple(phrases))


@cache
def _compiled(phrases: tuple[str, ...]) -> Phrases:
    return Phrases(phrases)


@cache
def read(name: str) -> Any:
    """The content of `lexicon/<name>.yml`.

    Raises DataError naming the file and the entry for what is not YAML, a word that is no text,
    words outside an entry, an entry without an example, a field that would change nothing, and
    an unknown metric, scope, comparator, measure or kind.
    """
    return read_file(FOLDER / f"{name}.yml")


def read_file(file: Path) -> Any:
    """The checked content of one lexicon file; raises as `read` does."""
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), _Loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DataError(f"{file}: cannot be read: {error}") from error
    _check_lists(content, file, ())
    for name, entry in _named(content, file):
        _check(name, entry, file)
    return content


def _check_lists(content: Any, file: Path, path: tuple[Any, ...]) -> None:
    """Words are text: YAML takes `no`, `on` and `yes` for something else, and 5 for a number."""
    if isinstance(content, dict):
        for key, part in content.items():
            if not isinstance(key, str):
                raise DataError(f"{file}: {_at(path)}: {key!r} is no text; write it in quotes")
            _check_lists(part, file, (*path, content.get("rule") or key))
    elif isinstance(content, list):
        for place, part in enumerate(content):
            if not isinstance(part, str | dict | list) or part == "":
                raise DataError(f"{file}: {_at(path)}: {part!r} is no text; write it in quotes")
            _check_lists(part, file, (*path, f"number {place + 1}"))


def _at(path: tuple[Any, ...]) -> str:
    return ", ".join(map(str, path)) or "the file"


def entries_of(content: Any) -> Iterator[dict[str, Any]]:
    """Every entry (a mapping with phrases) in the content of a lexicon file."""
    return (entry for _, entry in _named(content))


def _named(
    content: Any, file: Path = FOLDER, path: tuple[str, ...] = ()
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every entry with what an error calls it: its rule, or where it stands in the file."""
    if isinstance(content, list):
        parts = [(f"number {place}", part) for place, part in enumerate(content, 1)]
    elif not isinstance(content, dict):
        raise DataError(
            f"{file}: {_at(path)}: {content!r} stands in no entry; "
            f"put words under en, es or both, with an example beside them"
        )
    elif any(language in content for language in (*LANGUAGES, "both")):
        yield content.get("rule") or _at(path), content
        return
    else:
        parts = list(content.items())
    for name, part in parts:
        yield from _named(part, file, (*path, name))


def _check(name: str, entry: dict[str, Any], file: Path) -> None:
    for field, allowed in _ALLOWED.items():
        if field in entry and entry[field] not in allowed:
            raise DataError(
                f"{file}: entry {name!r}: unknown {field} {entry[field]!r}; "
                f"allowed: {', '.join(allowed)}"
            )
    fields = _FIELDS.get(file.stem, entry)
    for field in entry:
        if field not in fields:
            raise DataError(
                f"{file}: entry {name!r}: unknown field {field!r}; allowed: {', '.join(fields)}"
            )
    for part in (entry, entry.get("requires", {}), entry.get("forbids", {})):
        for language in (*LANGUAGES, "both"):
            _check_phrases(part.get(language, []), f"{file}: entry {name!r}: {language}")
    for field in _NUMBERS:
        if not isinstance(entry.get(field, 0), int | float):
            raise DataError(f"{file}: entry {name!r}: {field} {entry[field]!r} is no number")
    examples = entry.get("example")
    given = examples if isinstance(examples, dict) else {}
    if missing := [language for language in _told(entry) if not given.get(language)]:
        raise DataError(
            f"{file}: entry {name!r} has no example; give one per language it has "
            f"(missing: {', '.join(missing)})"
        )


def _told(entry: dict[str, Any]) -> Iterator[str]:
    """The languages in which an entry has words, and so needs an example."""
    for key, words in entry.items():
        if words and key in ("both", "sign"):
            yield from LANGUAGES
        elif words and _IN_A_LANGUAGE.fullmatch(key):
            yield key


def _check_phrases(given: Any, where: str) -> None:
    if not isinstance(given, list | dict):
        raise DataError(f"{where} must be a list of phrases, found {given!r}")
    for phrase in given:
        if not isinstance(phrase, str):
            raise DataError(f"{where} must be a list of phrases, found {phrase!r}")
        for opens, closes in ("()", "<>"):
            if phrase.count(opens) != phrase.count(closes):
                raise DataError(f"{where}: {phrase!r}: a {opens} or {closes} is left alone")


def phrases(entry: dict[str, Any], language: str) -> list[str]:
    """The phrases of one entry in `language`, with those of `both`."""
    return [
        *(_spelled_out(phrase, language) for phrase in entry.get(language, ())),
        *entry.get("both", ()),
    ]


def both(entry: dict[str, Any]) -> list[str]:
    """The phrases of one entry in every language."""
    return [
        phrase for name in LANGUAGES for phrase in phrases({name: entry.get(name, ())}, name)
    ] + [*entry.get("both", ())]


def _spelled_out(phrase: str, language: str) -> str:
    """`phrase` with each class of words, such as HOLD, replaced by its members."""
    classes = read("words")

    def members(found: re.Match[str]) -> str:
        words = classes.get(found.group(), {}).get(language)
        return f"({'|'.join(words)})" if words else found.group()

    return _CLASS.sub(members, phrase)


@cache
def matcher(name: str, key: str, language: str) -> Phrases:
    """The phrases under `key` of lexicon file `name` in `language` (`both`: of all), compiled."""
    entry = read(name)[key]
    return compiled(both(entry) if language == "both" else phrases(entry, language))
