"""Whom a name means: itself, or the one whom a pronoun or "the organisation" stands for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from . import generics, lexicon, mentions, persons, speakers, statements
from .frames import Frame
from .persons import PRONOUN, SURNAME, Mention


class Claimant(NamedTuple):
    """Who says it: `name` as written, its kind, and the basis (stated, carried_over, none)."""

    name: str | None
    kind: str
    basis: str


NOBODY = Claimant(None, "none", "none")


_PARTITIVE = Frame(r"{among_the}\s[0-9]|{of_all_the}\s", re.IGNORECASE)
_COUNTS_ON = Frame(r"[0-9][\d.,]*\s{counts_on}\s")


@lru_cache(maxsize=64)  # the numbers of one sentence ask one after another
def goes_on(sentence: str, same_paragraph: bool, language: str) -> bool:
    """Whether `sentence` only counts on in what the one before told: "Of the 9 …", "4 were …"."""
    if continues(sentence, language) or _PARTITIVE.match(sentence):
        return True
    return same_paragraph and _COUNTS_ON.match(sentence) is not None


def continues(sentence: str, language: str) -> bool:
    """Whether `sentence` opens by going on with the one before: "Of these", "De ellos"."""
    found = lexicon.matcher("claimants", "continues", language).match(sentence)
    return found is not None


def resolved(who: Mention, sentence: str, before: Sequence[str], language: str) -> Claimant:
    """The claimant whom a mention means: itself, or whom a pronoun or a generic word stands for."""
    name = sentence[who.start : who.end]
    if who.kind == SURNAME:
        return _surname(name, who.start, sentence, before, language)
    generic = None if who.named else generics.entry(who, sentence, language)
    if generic and generic["person"]:
        return _meant(generic, who, sentence, before, language)
    if who.kind == PRONOUN or is_generic(who, sentence, language):
        bare = who.kind == PRONOUN and " " not in name
        carried = _antecedent(who, sentence, before, language)
        if bare and not carried.name and not _PERSONAL.fullmatch(name):
            return _owner(who, sentence, before[-_NEXT:], language)
        if bare or (carried.name and _is_near(carried, who, sentence, before, language)):
            return carried
        kind = carried.kind if who.kind in (PRONOUN, "none") else who.kind
        who = who._replace(start=who.start + persons.leading(name), kind=kind)
    return _meant(generic, who, sentence, before, language)


def carried_over(who: Mention, sentence: str, before: Sequence[str], language: str) -> Claimant:
    """The claimant whom a mention in another sentence than the figure's means."""
    known = resolved(who, sentence, before, language)
    return Claimant(known.name, known.kind, "carried_over") if known.name else NOBODY


_NEXT = 2  # sentences: "it" means no body farther back that says nothing there


def _owner(who: Mention, sentence: str, before: Sequence[str], language: str) -> Claimant:
    """The only body named just before, whatever it does there: "Cristosal … It counted 9"."""
    found = generics.meant(generics.rule("owner"), who, sentence, before, language)
    return Claimant(*found, "carried_over") if found else NOBODY


def _meant(
    generic: dict[str, Any] | None,
    who: Mention,
    sentence: str,
    before: Sequence[str],
    language: str,
) -> Claimant:
    """The only one named before whom a generic word may mean; else the one whom it names."""
    found = generics.meant(generic, who, sentence, before, language) if generic else None
    if found:
        return Claimant(*found, "carried_over")
    return Claimant(sentence[who.start : who.end], who.kind, "stated")


def _is_near(
    carried: Claimant, who: Mention, sentence: str, before: Sequence[str], language: str
) -> bool:
    """Whether the sentences just before name them, and nobody else whom the word could mean."""
    last = len(before) - 1
    while last > 0 and goes_on(before[last], True, language):
        last -= 1
    if carried == _antecedent(who, sentence, before[max(0, last) :], language):
        return True
    if sentence[who.start : who.end].endswith("s"):
        return False  # "the organisations" are not the one named last
    near = before[max(0, last - 1) :]
    return carried == _antecedent(who, sentence, near, language) and _is_alone(near, language)


def _is_alone(before: Sequence[str], language: str) -> bool:
    """Whether these sentences let one body by name say something, and no second one."""
    said = {
        earlier[claim.who.start : claim.who.end]
        for earlier in before
        for claim in statements.claims(earlier, language)
        if claim.who.named
    }
    return len(said) < 2


def is_generic(who: Mention, sentence: str, language: str) -> bool:
    """Whether a mention only means a body named before: "the organisation", "el informe"."""
    name = sentence[who.start : who.end]
    found = lexicon.matcher("claimants", "generic", language).match(name)
    if found is None or found.end() != len(name):
        return False
    words = sentence[: who.start].split()
    return (
        bool(words)
        and lexicon.matcher("claimants", "definite", language).match(words[-1]) is not None
    )


def _surname(
    name: str, start: int, sentence: str, before: Sequence[str], language: str
) -> Claimant:
    """A single name is of the kind of the one that bears it in full before."""
    for earlier in (sentence[:start], *reversed(before)):
        for mention in mentions.find(earlier, language):
            if _bears(name, earlier, mention):
                return Claimant(name, mention.kind, "stated")
    opens = not sentence[:start].strip("“\"«‘' ")
    if lexicon.matcher("claimants", "known_people", "both").match(name):
        return Claimant(name, mentions.kind_of(name), "stated")
    if opens and name.endswith("s") and not name.isupper():
        return Claimant(name, "none", "stated")  # "Officials said"
    return Claimant(name, "expert", "stated")


def _bears(name: str, sentence: str, mention: Mention) -> bool:
    """Whether `name` is part of a longer name, or its short form in brackets behind it."""
    words = re.findall(r"[\w’'-]+", sentence[mention.start : mention.end])
    return name in words[1:] or sentence.startswith(f" ({name})", mention.end)


_PERSONAL = Frame("{he_or_she}", re.IGNORECASE)
_OWN = Frame(r"{their}\s", re.IGNORECASE)
_IMPERSONAL = Frame("{it_or_they}|.* .*", re.IGNORECASE)
_INSERTED = re.compile(r"\s\w+(?:\s\w+)?,")  # ", she added,": not whom the sentence is about
_NEAR = 3  # sentences: "he" means nobody farther back


def _antecedent(who: Mention, sentence: str, before: Sequence[str], language: str) -> Claimant:
    """The one who spoke last before a pronoun, in its sentence or in one before."""
    word = sentence[who.start : who.end]
    impersonal = who.kind != PRONOUN or _IMPERSONAL.fullmatch(word)
    wanted = True if _PERSONAL.fullmatch(word) else False if impersonal else None
    inserted = _INSERTED.match(sentence, who.end) and sentence[: who.start].endswith(", ")
    here = NOBODY if inserted else _last_speaker(sentence[: who.start], before, language, wanted)
    if not here.name and (not word or _OWN.match(word)):
        here = _opening(sentence[: who.start], language)
    if not here.name and wanted is not False and not inserted:
        here = _only_person(sentence[: who.start], language)
    if here.name:
        return here
    carried = last_named(before if wanted is False else before[-_NEAR:], language, wanted)
    if carried.name or wanted is not None:
        return carried
    return last_named(before[-_NEAR:], language, True)


def _last_speaker(
    sentence: str, before: Sequence[str], language: str, person: bool | None = None
) -> Claimant:
    """The last who says something in `sentence`; a `person`, or none, or whoever it is."""
    found = sorted(statements.claims(sentence, language), key=lambda claim: claim.end)
    if found and found[-1].who.kind == PRONOUN:
        word = sentence[found[-1].who.start : found[-1].who.end]
        if _PERSONAL.fullmatch(word) and person is not False:
            known = last_named(before[-_NEAR:], language, True)
            if known.name:
                return known
    for claim in reversed(found):
        who = claim.who
        if who.kind == PRONOUN or who.relay or is_generic(who, sentence, language):
            continue
        if person is not None and speakers.is_person(who, sentence, language) is not person:
            continue
        known = resolved(who, sentence, before, language)
        if known.name:
            return Claimant(known.name, known.kind, "carried_over")
    return NOBODY


def _is_bare(who: Mention, sentence: str, language: str) -> bool:
    """Whether a person is only called "a doctor": in Spanish the verb may still be theirs."""
    return language == "en" and sentence[who.start : who.end].islower()


_OPENS = Frame(r"\W*(?:\w+(?:\s\w+){0,3},\s)?(?:{the}\s)?", re.IGNORECASE)


def _opening(sentence: str, language: str) -> Claimant:
    """Whoever a sentence opens with: "The embassy sent a note, saying"."""
    for one in mentions.find(sentence, language)[:1]:
        if (
            _OPENS.fullmatch(sentence, 0, one.start)
            and not one.relay
            and not persons.COUNTRY.fullmatch(sentence, one.start, one.end)
        ):
            return Claimant(sentence[one.start : one.end], one.kind, "carried_over")
    return NOBODY


def _only_person(sentence: str, language: str) -> Claimant:
    """The person whom a sentence names, if it names one only or opens with one."""
    found = [
        m for m in mentions.find(sentence, language) if speakers.is_person(m, sentence, language)
    ]
    found = [one for one in found[:1] if _OPENS.fullmatch(sentence, 0, one.start)] or found
    if len(found) != 1 or found[0].relay or _is_bare(found[0], sentence, language):
        return NOBODY
    name = sentence[found[0].start : found[0].end]
    return Claimant(name, found[0].kind, "carried_over")


def last_named(before: Sequence[str], language: str, person: bool | None = None) -> Claimant:
    """The last who spoke in the sentences before; else a body that they only call "the report"."""
    generic = NOBODY
    for place in range(len(before) - 1, -1, -1):
        found = _last_speaker(before[place], before[:place], language, person)
        if not found.name and person:
            found = _only_person(before[place], language)
        if found.name:
            return found
        if not generic.name and not person:
            generic = _generic_in(before[place], language)
    return generic


def _generic_in(sentence: str, language: str) -> Claimant:
    for claim in statements.claims(sentence, language):
        name = sentence[claim.who.start : claim.who.end]
        if claim.who.kind not in (PRONOUN, SURNAME):
            return Claimant(name, claim.who.kind, "carried_over")
    return NOBODY
