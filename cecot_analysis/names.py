"""The names that articles give to CECOT, each with its span, and whether it is the prison."""

from __future__ import annotations

import re
from functools import cache

import pandas as pd

from . import lexicon
from .schema import check_texts

COLUMNS = ("article_id", "acronym", "expansion", "language", "start", "end", "same_entity")
_CAPITAL = r"[A-ZÁÉÍÓÚÑ][\w-]*"


def _words(key: str) -> str:
    return "|".join(map(lexicon.pattern, lexicon.ordered(lexicon.both(lexicon.read("names")[key]))))


@cache
def _patterns() -> list[re.Pattern[str]]:
    words = lexicon.read("names")
    name = rf"(?P<name>{_CAPITAL}(?:\s(?:(?:{_words('links')})\s)*{_CAPITAL}){{1,8}})"
    the = _words("articles")
    acronym = "|".join(words["acronyms"]["both"])
    after = lexicon.any_of(words["before_expansion"]["en"] + words["before_expansion"]["es"])
    before = lexicon.any_of(words["after_expansion"]["en"] + words["after_expansion"]["es"])
    article = rf"(?:(?:{the})\s)?"
    return [
        re.compile(rf"{name},?\s?\((?:(?i:{the})\s)?(?P<acronym>{acronym})\b"),
        re.compile(rf"\b(?P<acronym>{acronym})\s?\(\s?{article}{name}"),
        re.compile(rf"\b(?P<acronym>{acronym}),?\s(?i:{after}),?\s?{article}{name}"),
        re.compile(rf"{name},?\s(?i:{before})\s{article}[\"“'«]?(?P<acronym>{acronym})\b"),
    ]


def _is_the_prison(name: str) -> bool:
    known = lexicon.read("names")["same_entity"]
    return lexicon.compiled(known["en"] + known["es"]).search(name) is not None


def _in_text(text: str) -> list[tuple[int, int, str, str]]:
    found: dict[tuple[int, int], str] = {}
    for pattern in _patterns():
        for match in pattern.finditer(text):
            start, end = match.span("name")
            words = text[start:end]
            leading = re.match(rf"(?:{_words('leading')})\s", words)
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
    rows = []
    for article_id, text in articles["text"].items():
        if not isinstance(text, str):
            continue
        for start, end, name, acronym in _in_text(text):
            language = "es" if lexicon.matcher("names", "spanish", "es").search(name) else "en"
            same = "yes" if _is_the_prison(name) else "no"
            rows.append((article_id, acronym, name, language, start, end, same))
    return pd.DataFrame(rows, columns=list(COLUMNS))
