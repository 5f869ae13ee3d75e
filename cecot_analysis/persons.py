"""What a name looks like: a body or person at a place of a sentence, and people by name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from . import lexicon
from .frames import Frame

HEADLINE = r"(?!{headline}\b)"  # verbs and prepositions that headlines write with a capital
_TITLE = rf"(?:{HEADLINE}[A-ZÁÉÍÓÚÑ][\w’'-]*[a-zñáéíóú])"
# the capital first: whatever is none is passed over at once
_FIRST = r"(?:[A-ZÁÉÍÓÚÑ](?<!(?=(?:The|{headline})\b).)[\w’'-]*[a-zñáéíóú])"
PERSON = Frame(_FIRST + r"(?:{_}(?:(?:{links_a_surname}|[A-Z]\.){_})?" + _TITLE + "){1,4}")
_DETERMINERS = Frame(r"^(?:{before_a_name}\s+)+", re.IGNORECASE)
COUNTRY = Frame("{country}")
COUNTRY_SAYS = Frame(r"{country_says}\b")
PRONOUN, SURNAME = "pronoun", "surname"  # kinds of mentions that only the text before explains


class Mention(NamedTuple):
    """A body at `start:end` of a sentence, with its kind; `relay` passes on others' counts."""

    start: int
    end: int
    kind: str
    relay: bool
    named: bool = False


def is_name(sentence: str, one: Mention) -> bool:
    """Whether a mention calls somebody by name, and not only "a minister"."""
    return one.named or PERSON.search(sentence, one.start, one.end) is not None


def _without_opening(name: re.Match[str]) -> re.Match[str] | None:
    """A name without what has a capital only as it begins a sentence: "For Ana Paz"."""
    opening = lexicon.matcher("claimants", "no_surnames", "both").match(name.group())
    if opening is None or name.group()[opening.end() : opening.end() + 1] != " ":
        return name
    return PERSON.match(name.string, name.start() + opening.end() + 1, name.end())


def people(sentence: str, known: Sequence[Mention]) -> list[Mention]:
    """Names of two words and more that the lexicon does not know: people, for want of better."""
    spans = [(mention.start, mention.end) for mention in known]
    return [
        Mention(*name.span(), "expert", False)
        for name in map(_without_opening, PERSON.finditer(sentence))
        if name
        and not any(name.start() < end and start < name.end() for start, end in spans)
        and not _is_no_person(name.group())
        and not is_place(name.group())
    ]


def _is_no_person(name: str) -> bool:
    return lexicon.matcher("claimants", "no_people", "both").search(name) is not None


def is_place(name: str) -> bool:
    """Whether a name is that of a place, at home or elsewhere."""
    places = (lexicon.matcher("places", key, "both") for key in ("home", "elsewhere"))
    return any(place.search(name) for place in places)


def leading(name: str) -> int:
    """How many characters of `name` are articles before it."""
    if COUNTRY.match(name):
        return 0
    before = lexicon.matcher("claimants", "no_part_of_a_name", "both").match(name)
    start = before.end() + 1 if before and name[before.end() : before.end() + 1] == " " else 0
    found = _DETERMINERS.match(name[start:])
    return start + (found.end() if found else 0)
