"""Those who speak and whom no list knows: single names, pronouns, "according to the file"."""

from __future__ import annotations

import re
from functools import cache

from . import lexicon
from .frames import Frame
from .persons import PERSON, PRONOUN, SURNAME, Mention, is_place, leading

_UNKNOWN = re.compile(r"[^\S\n]+(?P<name>[^,.;:()\n“”\"]{3,70})")
_ACRONYM = re.compile(r"[A-Z]{2,8}(?=\s[a-zà-ÿ])")
_RECORDS = Frame("{records}", re.IGNORECASE)
_OWN = Frame(r"{_}(?P<name>{their}{_}(?:\w+{_})?{records})\b", re.IGNORECASE)
_TO_GO_BY = Frame(r"{_}(?P<name>{to_go_by})\b")
_GIVEN_BY = Frame(
    r"{_}(?:\w+{_}){1,3}?{brought_out}{_}(?:\w+{_}){0,3}?{by_the_agent}{_}(?:{the}{_})?"
    r"(?P<name>[A-ZÁÉÍÓÚÑ][\w’'-]+(?:{_}[A-ZÁÉÍÓÚÑ][\w’'-]+){0,4})"
)
_BARE = Frame(r"{no_name_alone}|{no_name_follows}\b.*", re.IGNORECASE)


def introduced(sentence: str, phrase: re.Match[str], language: str) -> Mention | None:
    """The body that the lexicon does not know, as it stands behind "according to"."""
    if not lexicon.matcher("claimants", "according", language).match(sentence, phrase.start()):
        return None
    found = _UNKNOWN.match(sentence, phrase.end())
    if found is None:
        return None
    start = found.start("name") + leading(found["name"])
    pronoun = _TO_GO_BY.match(sentence, phrase.end())
    if pronoun:
        return Mention(*pronoun.span("name"), PRONOUN, False)
    given = _GIVEN_BY.match(sentence, phrase.end())
    if given:  # "according to data issued by the Legislative"
        return Mention(*given.span("name"), "none", False)
    own = _OWN.match(sentence, phrase.end())
    if own:  # "according to its figures": of the one named before
        return Mention(*own.span("name"), PRONOUN, False)
    if language == "es" and lexicon.matcher("claimants", "verbs", language).match(sentence, start):
        return None
    person = PERSON.match(sentence, start, found.end())
    if person:
        return Mention(start, person.end(), "expert", False)
    stop = lexicon.matcher("claimants", "ends_name", language).search(sentence, start, found.end())
    short = _ACRONYM.match(sentence, start, found.end())
    words = (
        short.group()
        if short
        else re.split("[0-9]", sentence[start : stop.start() if stop else found.end()])[0].rstrip()
    )
    data = start > found.start("name") and _RECORDS.fullmatch(words)  # "according to the data"
    if not 0 < len(words.split()) <= 8 or (_BARE.fullmatch(words) and not data):
        return None
    if " " not in words and is_no_name(words):
        return None
    kind = SURNAME if _SURNAME.fullmatch(words) else "none"
    return Mention(start, start + len(words), kind, False)


_SURNAME = re.compile(r"(?<![\w.’'-])(?:[A-ZÁÉÍÓÚÑ][\w’'-]*[a-záéíóúñ]|[A-Z]{2,8})(?![\w’'-])")


def _opens_only(word: str) -> bool:
    """Whether a word has its capital only because a sentence begins with it."""
    found = lexicon.matcher("claimants", "no_surnames", "both").match(word)
    return found is not None and found.end() == len(word)


_WHERE = Frame(r"\b{before_a_place}\s$")  # "a reader in Tulsa writes"
_CAPITAL_BEFORE = Frame(r"\b(?!(?:{title})\.)[A-ZÁÉÍÓÚÑ][\w’'.-]*\s$")
_TITLE = Frame(r"\s(?:(?:{the}\s)?{title}\.\s)?")


def surname(sentence: str, verb: int, gap: re.Pattern[str]) -> Mention | None:
    """The single name that is the subject of the verb that begins at `verb`: "Paz said"."""
    for name in _SURNAME.finditer(sentence, max(0, verb - 60), verb):
        longer = _CAPITAL_BEFORE.search(sentence, max(0, name.start() - 40), name.start())
        if (
            not longer
            and gap.fullmatch(sentence, name.end(), verb)
            and not is_no_name(name.group())
            and not _opens_only(name.group())
            and not _WHERE.search(sentence, 0, name.start())
        ):
            return Mention(*name.span(), SURNAME, False)
    return None


def surname_after(sentence: str, verb_end: int) -> Mention | None:
    """The single name just behind a verb: "…, dijo Paz"."""
    title = _TITLE.match(sentence, verb_end)
    name = _SURNAME.match(sentence, title.end()) if title else None
    if name is None or is_no_name(name.group()) or _GOES_ON.match(sentence, name.end()):
        return None
    return Mention(*name.span(), SURNAME, False)


_GOES_ON = re.compile(r"[^\S\n][A-ZÁÉÍÓÚÑ][a-zà-ÿ]")  # a longer name, which was passed over


def is_no_name(word: str) -> bool:
    """Whether a word is a place, a day, a pronoun: nobody who speaks."""
    return (
        is_place(word) or lexicon.matcher("claimants", "no_names", "both").search(word) is not None
    )


@cache
def _pronouns(language: str) -> re.Pattern[str]:
    words = lexicon.read("claimants")["pronouns"][language]
    return re.compile(lexicon.any_of(words), re.IGNORECASE)


def pronoun(
    sentence: str, verb: int, language: str, close: re.Pattern[str], wide: re.Pattern[str]
) -> Mention | None:
    """The pronoun that is the subject of the verb that begins at `verb`: "it has counted"."""
    for word in _pronouns(language).finditer(sentence, max(0, verb - 220), verb):
        gap = wide if " " in word.group() else close
        if gap.fullmatch(sentence, word.end(), verb) and not _THAT.match(sentence, word.end()):
            return Mention(*word.span(), PRONOUN, False)
    return None


_THAT = Frame(r"\s{that_which}\b")


_RULE = Frame(r"{rule_of}\b", re.IGNORECASE)


def is_person(mention: Mention, sentence: str, language: str) -> bool:
    """Whether "he" or "she" may mean the mention."""
    name = sentence[mention.start : mention.end]
    if mention.kind == SURNAME or mention.kind == "expert":
        return True
    if _RULE.match(name):
        return False
    named = lexicon.matcher("claimants", "known_people", "both").search(name)
    return bool(named or lexicon.matcher("claimants", "persons", language).search(name))
