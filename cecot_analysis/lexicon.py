"""The vocabularies: `lexicon/*.yml` read once, checked, and compiled to patterns.

A phrase is plain words with four signs: `word*` any ending, `(a|b)` one of these,
`<word>` may be absent, `...` up to four words between. Case and the kind of apostrophe
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

from .schema import CLAIMANT_KINDS, COMPARATORS, LANGUAGES, MEASURES, METRICS, SCOPES, DataError

FOLDER = Path(__file__).parent / "lexicon"
OTHER = "other"  # counted, but by none of the metrics: competes with them and yields nothing
_ALLOWED = {
    "metric": (*METRICS, OTHER),
    "scope": SCOPES,
    "comparator": COMPARATORS,
    "measure": MEASURES,
    "kind": (*CLAIMANT_KINDS, "relay"),
}
_SPACE = r"(?:[^\S\n]+|-)"
_SIGNS = (  # sign in a phrase, its regular expression; in this order
    (r"\s+\.\.\.\s+", r"(?:[^\S\n]+[^\s.;:]+){0,4}[^\S\n]+"),
    (r"\s+<", rf"(?:{_SPACE}(?:"),
    (r"<", "(?:(?:"),
    (r">", "))?"),
    (r"\(", "(?:"),
    (r"\*", r"\w*"),
    (r"['’]", "['’]"),
    (r"\s+", _SPACE),
    (r"[.+$?]", ""),
)
_SIGN = re.compile("|".join(f"(?P<s{n}>{sign})" for n, (sign, _) in enumerate(_SIGNS)))
_OPENING = re.compile(r"<([^<>]*)>\s+")


def pattern(phrase: str) -> str:
    """The regular expression of one phrase, without word boundaries at its ends."""

    def translate(found: re.Match[str]) -> str:
        expression = _SIGNS[int(str(found.lastgroup)[1:])][1]
        return expression or re.escape(found.group())

    opening = _OPENING.match(phrase.strip())
    if opening:
        first, rest = opening.group(1), phrase.strip()[opening.end() :]
        return rf"(?:(?:{pattern(first)}){_SPACE})?{pattern(rest)}"
    return _SIGN.sub(translate, phrase.strip())


def any_of(phrases: Iterable[str]) -> str:
    """One alternation of all phrases as whole words, longest first so that it wins."""
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return "|".join(rf"(?:{_bounded(pattern(phrase))})" for phrase in ordered) or "(?!)"


def _bounded(expression: str) -> str:
    return rf"(?<![^\W_]){expression}(?![^\W_])"


def compiled(phrases: Iterable[str]) -> re.Pattern[str]:
    """`any_of(phrases)`, compiled, regardless of case."""
    return re.compile(any_of(phrases), re.IGNORECASE)


@cache
def read(name: str) -> Any:
    """The content of `lexicon/<name>.yml`.

    Raises DataError naming the file and the entry for text that is not YAML, an entry without
    an example, or an unknown metric, scope, comparator, measure or kind.
    """
    return read_file(FOLDER / f"{name}.yml")


def read_file(file: Path) -> Any:
    """The checked content of one lexicon file; raises as `read` does."""
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DataError(f"{file}: cannot be read: {error}") from error
    for entry in entries_of(content):
        _check(entry, file)
    return content


def entries_of(content: Any) -> Iterator[dict[str, Any]]:
    """Every entry (a mapping with phrases) in the content of a lexicon file."""
    if isinstance(content, dict):
        if any(language in content for language in LANGUAGES):
            yield content
        else:
            for part in content.values():
                yield from entries_of(part)
    elif isinstance(content, list):
        for part in content:
            yield from entries_of(part)


def _check(entry: dict[str, Any], file: Path) -> None:
    name = entry.get("rule") or next(entry[k] for k in LANGUAGES if k in entry)
    for field, allowed in _ALLOWED.items():
        if field in entry and entry[field] not in allowed:
            raise DataError(
                f"{file}: entry {name!r}: unknown {field} {entry[field]!r}; "
                f"allowed: {', '.join(allowed)}"
            )
    for language in LANGUAGES:
        phrases = entry.get(language)
        if phrases is not None and not all(isinstance(phrase, str) for phrase in phrases):
            raise DataError(f"{file}: entry {name!r}: {language} must be a list of phrases")
    if "rule" in entry and not entry.get("example"):
        raise DataError(f"{file}: entry {name!r} has no example; give one per language it has")


def phrases(entry: dict[str, Any], language: str) -> list[str]:
    """The phrases of one entry in `language`, with those of `both`."""
    return [*entry.get(language, ()), *entry.get("both", ())]


def both(entry: dict[str, Any]) -> list[str]:
    """The phrases of one entry in every language."""
    return [phrase for name in (*LANGUAGES, "both") for phrase in entry.get(name, ())]


@cache
def matcher(name: str, key: str, language: str) -> re.Pattern[str]:
    """The phrases under `key` of lexicon file `name` in `language` (`both`: of all), compiled."""
    entry = read(name)[key]
    return compiled(both(entry) if language == "both" else phrases(entry, language))
