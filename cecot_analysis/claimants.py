"""Who says a figure: the body as written, its kind, and how it is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from . import lexicon, mentions, quotations, speakers, statements
from .mentions import PRONOUN, SURNAME, Mention


@dataclass(frozen=True)
class Claimant:
    """Who says it: `name` as written, its kind, and the basis (stated, carried_over, none)."""

    name: str | None
    kind: str
    basis: str


NOBODY = Claimant(None, "none", "none")
BEFORE = 8  # sentences before a number in which the body may be named that it calls "the report"
BEHIND = 3  # sentences behind a number in which its quotation may end and name its speaker


def read(
    sentence: str,
    span: tuple[int, int],
    others: Sequence[tuple[int, int]],
    before: Sequence[str],
    same_paragraph: bool,
    language: str,
    after: Sequence[str] = (),
) -> Claimant:
    """Who claims the number at `span` of `sentence`.

    `before` are the sentences before it, `after` those behind. Of a report passed on, the one
    who counts is named, not the one who relays. A pronoun, "the organisation", and a sentence
    that goes on with "Of these" stand for the claimant named before (`carried_over`). The
    speaker of a quotation is looked for where it ends and where it began, in these sentences as
    well: it is the speaker's own words. Nothing else is taken from behind: a figure stated flatly
    is not made anybody's by a later "A report by Cristosal said so". Nobody is ever guessed.
    """
    claim = statements.nearest(sentence, span, others, language)
    if claim:
        known = _resolved(claim.who, sentence, before, language)
        if known.name:
            return known
    quoted = quotations.around(sentence, span, before, after)
    if quoted:
        speaker = _speaker(quoted, sentence, before, after, language)
        if speaker.name:
            return speaker
    if before and (continues(sentence, language) or _PARTITIVE.match(sentence)):
        return _continued(before, language)
    return NOBODY


_PARTITIVE = re.compile(r"(?:of the|de l[oa]s)\s[0-9]", re.IGNORECASE)


def _continued(before: Sequence[str], language: str) -> Claimant:
    """The claimant of the sentence before, or of the one that this goes on with in turn."""
    if len(before) > 1 and continues(before[-1], language):
        return _continued(before[:-1], language)
    found = sorted(statements.claims(before[-1], language), key=lambda claim: claim.end)
    for claim in reversed(found):
        known = _resolved(claim.who, before[-1], before[:-1], language)
        if known.name and not claim.who.relay:
            return Claimant(known.name, known.kind, "carried_over")
    return NOBODY


def continues(sentence: str, language: str) -> bool:
    """Whether `sentence` opens by going on with the one before: "Of these", "De ellos"."""
    found = lexicon.matcher("claimants", "continues", language).match(sentence)
    return found is not None


def _resolved(who: Mention, sentence: str, before: Sequence[str], language: str) -> Claimant:
    """The claimant whom a mention means: itself, or whom a pronoun or a generic word stands for."""
    name = sentence[who.start : who.end]
    if who.kind == SURNAME:
        return _surname(name, who.start, sentence, before, language)
    if who.kind == PRONOUN or is_generic(who, sentence, language):
        carried = _antecedent(who, sentence, before, language)
        name = name[mentions.leading(name) :]
        if carried.name or (who.kind == PRONOUN and " " not in sentence[who.start : who.end]):
            return carried
        return Claimant(name, "none" if who.kind == PRONOUN else who.kind, "stated")
    return Claimant(name, who.kind, "stated")


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
    return NOBODY if opens and not name.isupper() else Claimant(name, "expert", "stated")


def _bears(name: str, sentence: str, mention: Mention) -> bool:
    """Whether `name` is part of a longer name, or its short form in brackets behind it."""
    words = re.findall(r"[\w’'-]+", sentence[mention.start : mention.end])
    return name in words[1:] or sentence.startswith(f" ({name})", mention.end)


_PERSONAL = re.compile(r"he|she|él|ella", re.IGNORECASE)
_IMPERSONAL = re.compile(r"it|they|.* .*", re.IGNORECASE)
_NEAR = 3  # sentences: "he" means nobody farther back


def _antecedent(who: Mention, sentence: str, before: Sequence[str], language: str) -> Claimant:
    """The one who spoke last before a pronoun, in its sentence or in one before."""
    word = sentence[who.start : who.end]
    wanted = True if _PERSONAL.fullmatch(word) else False if _IMPERSONAL.fullmatch(word) else None
    here = _last_speaker(sentence[: who.start], before, language, wanted)
    if not here.name and wanted is not False:
        here = _only_person(sentence[: who.start], language)
    if here.name:
        return here
    carried = _carried(before if wanted is False else before[-_NEAR:], language, wanted)
    if carried.name or wanted is not None:
        return carried
    return _carried(before[-_NEAR:], language, True)


def _last_speaker(
    sentence: str, before: Sequence[str], language: str, person: bool | None = None
) -> Claimant:
    """The last who says something in `sentence`; a `person`, or none, or whoever it is."""
    found = sorted(statements.claims(sentence, language), key=lambda claim: claim.end)
    if found and found[-1].who.kind == PRONOUN:
        word = sentence[found[-1].who.start : found[-1].who.end]
        if _PERSONAL.fullmatch(word) and person is not False:
            known = _carried(before[-_NEAR:], language, True)
            if known.name:
                return known
    for claim in reversed(found):
        who = claim.who
        if who.kind == PRONOUN or who.relay or is_generic(who, sentence, language):
            continue
        if person is not None and speakers.is_person(who, sentence, language) is not person:
            continue
        known = _resolved(who, sentence, before, language)
        if known.name:
            return Claimant(known.name, known.kind, "carried_over")
    return NOBODY


def _only_person(sentence: str, language: str) -> Claimant:
    """The person whom a sentence names, if it names one only."""
    found = [
        m for m in mentions.find(sentence, language) if speakers.is_person(m, sentence, language)
    ]
    if len(found) != 1 or found[0].relay:
        return NOBODY
    name = sentence[found[0].start : found[0].end]
    return Claimant(name, found[0].kind, "carried_over")


def _carried(before: Sequence[str], language: str, person: bool | None = None) -> Claimant:
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


def _speaker(
    quoted: quotations.Quotation,
    sentence: str,
    before: Sequence[str],
    after: Sequence[str],
    language: str,
) -> Claimant:
    """Who speaks the quotation: named where it ends, else where it began, else just before."""
    if quoted.closes is not None:
        place, end = quoted.closes
        closing = after[place]
        claim = statements.nearest(closing, (0, end), (), language)
        if claim and claim.start >= end and claim.left:
            known = _resolved(claim.who, closing, [*before, sentence, *after[:place]], language)
            if known.name:
                return Claimant(known.name, known.kind, "carried_over")
    if quoted.opens is None:
        return NOBODY
    place = quoted.opens
    return _carried(before[: place + 1], language)
