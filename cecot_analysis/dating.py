"""The words by which dates are told, of `lexicon/dates.yml`, compiled once."""

from __future__ import annotations

from functools import cache
from typing import Any

from . import lexicon
from .grammar import Vocabulary, first_words


@cache
def listed(key: str, language: str) -> Any:
    """The entry of that name: a list of phrases, or what each of them means."""
    return lexicon.read("dates")[key][language]


@cache
def vocabulary(key: str, language: str) -> Vocabulary:
    """The words with which the phrases under `key` may begin."""
    return first_words(listed(key, language))


@cache
def options(key: str, language: str) -> str:
    """The words under `key` as alternatives, for use inside a larger expression."""
    return "|".join(lexicon.pattern(word) for word in listed(key, language))


@cache
def matcher(key: str, language: str) -> lexicon.Phrases:
    """The phrases under `key`, to be searched as whole words."""
    return lexicon.compiled(listed(key, language))
