"""The names that articles give to CECOT, each with its span, and whether it is the prison."""

from __future__ import annotations

import re
from functools import cache

import pandas as pd

from . import lexicon
from .schema import check_texts

COLUMNS = ("article_id", "acronym", "expansion", "language", "start", "end", "same_entity")
_CAPITAL = r"[A-ZÁÉÍÓÚÑ][\w-]*"


def _any(key: str) -> str:
    return lexicon.any_of(lexicon.both(lexicon.read("names")[key]))


@cache
def _patterns() -> list[re.Pattern[str]]:
    name = rf"(?P<name>{_CAPITAL}(?:\s(?:(?:{_any('links')})\s)*{_CAPITAL}){{1,8}})"
    the, acronym = _any("articles"), _any("acronyms")
    after, before = _any("before_expansion"), _any("after_expansion")
    article = rf"(?:(?:{the})\s)?"
    return [
        re.compile(rf"{name},?\s?\((?:(?i:{the})\s)?(?P<acronym>{acronym})\b"),
        re.compile(rf"\b(?P<acronym>{acronym})\s?\(\s?{article}{name}"),
        re.compile(rf"\b(?P<acronym>{acronym}),?\s(?i:{after}),?\s?{article}{name}"),
        re.compile(rf"{name},?\s(?i:{before})\s{article}[\"“'«]?(?P<acronym>{acronym})\b"),
    ]


@cache
def _leading() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any('leading')})\s")


def _in_text(text: str) -> list[tuple[int, int, str, str]]:
    found: dict[tuple[int, int], str] = {}
    for pattern in _patterns():
        for match in pattern.finditer(text):
            start, end = match.span("name")
            words = text[start:end]
            leading = _leading().match(words)
            start += leading.end() if leading else 0
            found.setdefault((start, end), match["acronym"])
    return [
        (start, end, text[start:end], acronym) for (start, end), acronym in sorted(found.items())
    ]


def names(articles: pd.DataFrame) -> pd.DataFrame:
    """Every spelled-out name that `articles` give to CECOT: one row per mention.

    Columns: article_id, acronym, expansion, language (of the name), start and end (code points,
    `text[start:end] == expansion`), same_entity ("yes" where the name is one of the prison's
    own, "no" where the article spells out something else).
    """
    check_texts(articles)
    own = lexicon.matcher("names", "same_entity", "both")
    spanish = lexicon.matcher("names", "spanish", "es")
    rows = []
    for article_id, text in articles["text"].items():
        if not isinstance(text, str):
            continue
        for start, end, name, acronym in _in_text(text):
            language = "es" if spanish.search(name) else "en"
            same = "yes" if own.search(name) else "no"
            rows.append((article_id, acronym, name, language, start, end, same))
    return pd.DataFrame(rows, columns=list(COLUMNS))
