"""Patterns of a clause whose words stand in `lexicon/clauses.yml`: `Frame(r"{and}\\s{that}\\b")`.

The pattern tells where the words stand and what marks are around them; a name in braces stands
for any phrase of the entry of that name, in English and Spanish, and `{_}` for a gap in a line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from typing import Any

from . import lexicon, schema
from .grammar import Vocabulary

_SLOT = re.compile(r"\{([a-z_]+)\}")
_GAP = r"[^\S\n]+"

Found = Callable[..., "re.Match[str] | None"]


def _entry(rule: str) -> dict[str, Any]:
    entries = {entry["rule"]: entry for entry in lexicon.read("clauses")}
    if rule not in entries:
        file = lexicon.FOLDER / "clauses.yml"
        raise schema.DataError(f"{file}: no entry {rule!r}, which a pattern needs; add it")
    return entries[rule]  # type: ignore[no-any-return]


@cache
def _words(rule: str, language: str) -> str:
    entry = _entry(rule)
    found = lexicon.both(entry) if language == "both" else lexicon.phrases(entry, language)
    return "|".join(map(lexicon.pattern, lexicon.ordered(found))) or "(?!)"


@cache
def vocabulary(name: str) -> Vocabulary:
    """The words of the entry whose name stands in braces: each phrase of it is a single word."""
    return Vocabulary(lexicon.both(_entry(name.strip("{}"))))


def filled(expression: str, language: str = "both") -> str:
    """The regular expression with the lexicon's words in place of the names in braces.

    Raises DataError for a name that is no entry.
    """
    return _SLOT.sub(
        lambda slot: _GAP if slot[1] == "_" else f"(?:{_words(slot[1], language)})", expression
    )


class Frame:
    """A regular expression with words of the lexicon, compiled when it is first used."""

    def __init__(self, expression: str, flags: int = 0) -> None:
        self._expression = expression
        self._flags = flags
        self._alone: dict[str, re.Pattern[str]] = {}

    def of(self, language: str) -> re.Pattern[str]:
        """The expression with the words of one language alone: "a" is no article in Spanish."""
        if language not in self._alone:
            self._alone[language] = re.compile(filled(self._expression, language), self._flags)
        return self._alone[language]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled regular expression; raises DataError as `filled` does."""
        return re.compile(filled(self._expression), self._flags)

    @cached_property
    def search(self) -> Found:
        """As of a compiled pattern, and so are the others."""
        return self.pattern.search

    @cached_property
    def match(self) -> Found:
        """The match at a place of a text."""
        return self.pattern.match

    @cached_property
    def fullmatch(self) -> Found:
        """The match of all between two places of a text."""
        return self.pattern.fullmatch

    @cached_property
    def finditer(self) -> Callable[..., Iterator[re.Match[str]]]:
        """Every match in a text."""
        return self.pattern.finditer
