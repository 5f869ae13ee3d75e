"""Whom "the report", "the organisation" or "the minister" means: the only one named who fits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from . import lexicon, mentions, persons, speakers
from .frames import Frame, filled
from .persons import Mention

_NAME = re.compile(r"[A-ZÁÉÍÓÚÑ][a-zà-ÿ]{3,}")
_INITIAL = re.compile(r"\b[A-ZÁÉÍÓÚÑ]")
_INDEFINITE = Frame(r"(?:^|\W){a}\s$", re.IGNORECASE)
_DEFINITE = Frame(r"(?:^|\W){definite}\s(?:{generic_before}\s)?$", re.IGNORECASE)


@cache
def _entries(language: str) -> list[tuple[re.Pattern[str], dict[str, Any]]]:
    behind = filled(r"(?:\s{generic_behind})?", language)
    before = filled(r"(?:{generic_before}\s)*", language)
    return [
        (
            re.compile(
                before + lexicon.one_of(lexicon.phrases(entry, language)) + behind, re.IGNORECASE
            ),
            entry,
        )
        for entry in lexicon.read("generics")
        if entry.get(language)
    ]


def entry(who: Mention, sentence: str, language: str) -> dict[str, Any] | None:
    """The entry of the lexicon by which a mention only means somebody named before, if any."""
    definite = _DEFINITE.search(sentence, max(0, who.start - 24), who.start)
    for pattern, known in _entries(language):
        if (definite or known.get("bare")) and pattern.fullmatch(sentence, who.start, who.end):
            return known
    return None


def meant(
    known: dict[str, Any], who: Mention, sentence: str, before: Sequence[str], language: str
) -> tuple[str, str] | None:
    """The name and kind of the only one named before who fits; None where nobody or several do."""
    earlier = [*before, sentence[: who.start]]
    if known["person"] and _is_introduced(known, earlier, language):
        return None
    if known.get("written"):
        words = re.compile(lexicon.one_of(lexicon.phrases(known, language)), re.IGNORECASE)
        found = _only(known, [part for part in earlier if words.search(part)], language)
        if found:
            return found
    return _only(known, earlier, language)


def _is_introduced(known: dict[str, Any], earlier: Sequence[str], language: str) -> bool:
    """Whether somebody without a name may be meant: "a senior official", "una abogada"."""
    words = re.compile(lexicon.one_of(lexicon.phrases(known, language)), re.IGNORECASE)
    return any(
        words.search(part, one.start, one.end)
        and not persons.is_name(part, one)
        and _INDEFINITE.search(part, max(0, one.start - 12), one.start)
        for part in earlier
        for one in mentions.find(part, language)
    )


def _only(known: dict[str, Any], earlier: Sequence[str], language: str) -> tuple[str, str] | None:
    """The only one who fits; the name as it stands last."""
    names = list(_fitting(known, earlier, language))
    first = names[0][0] if names else ""
    if any(not _are_one(name, first, known["person"]) for name, _ in names[1:]):
        return None
    if names and names[0][0].isupper():  # the acronym behind the name
        return max(names, key=lambda one: len(one[0]))
    return names[0] if names else None


def _fitting(
    known: dict[str, Any], earlier: Sequence[str], language: str
) -> Iterator[tuple[str, str]]:
    """Everyone named who fits, the last first."""
    for part in reversed(earlier):
        for mention in reversed(mentions.named(part, language, known["person"])):
            name = part[mention.start : mention.end]
            if mention.kind in known["means"] and _is_fit(known, mention, name, part, language):
                yield name, mention.kind


def _is_fit(
    known: dict[str, Any], mention: Mention, name: str, sentence: str, language: str
) -> bool:
    if speakers.is_person(mention, sentence, language) is not known["person"]:
        return False
    if persons.COUNTRY.fullmatch(name) or mention.relay is not ("media" in known["means"]):
        return False
    office, besides = (_phrases(known["rule"], field) for field in ("office", "besides"))
    return (office is None or bool(office.search(name))) and not (besides and besides.search(name))


@cache
def rule(name: str) -> dict[str, Any]:
    """The entry of that name."""
    [known] = [known for known in lexicon.read("generics") if known["rule"] == name]
    return dict(known)


@cache
def _phrases(name: str, field: str) -> lexicon.Phrases | None:
    known = rule(name)
    return lexicon.compiled(lexicon.both(known[field])) if field in known else None


def _are_one(first: str, second: str, person: bool) -> bool:
    """Whether two names are one: one in the other, its initials, or a surname of both."""
    short, long = sorted((first, second), key=len)
    if short in long or "".join(_INITIAL.findall(long)) == short:
        return True
    return person and not set(_NAME.findall(short)).isdisjoint(_NAME.findall(long))
