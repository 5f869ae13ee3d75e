"""Who says a figure: the body as written, its kind, and how it is known."""

from __future__ import annotations

from collections.abc import Sequence

from . import mentions, quotations, statements
from .antecedents import NOBODY, Claimant, goes_on, last_named, resolved
from .antecedents import continues as continues

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
        known = resolved(claim.who, sentence, before, language)
        if known.name:
            return known
    posted = quotations.posted_by(sentence, span[1], after)
    if posted:
        return _poster(*posted, language)
    quoted = quotations.around(sentence, span, before, after)
    if quoted:
        speaker = _speaker(quoted, sentence, before, after, language)
        if speaker.name:
            return speaker
    if before and goes_on(sentence, same_paragraph, language):
        return _continued(before, language)
    return NOBODY


def _poster(sentence: str, start: int, end: int, language: str) -> Claimant:
    """Whoever signs a message that is pasted into a text, named at `start:end` of `sentence`."""
    body = next((m for m in mentions.find(sentence, language) if start < m.end <= end), None)
    kind = body.kind if body else "none"
    return Claimant(sentence[start:end], kind, "stated")


def _continued(before: Sequence[str], language: str) -> Claimant:
    """The claimant of the sentence before, or of the one that this goes on with in turn."""
    found = sorted(statements.claims(before[-1], language), key=lambda claim: claim.end)
    for claim in reversed(found):
        known = resolved(claim.who, before[-1], before[:-1], language)
        if known.name and not claim.who.relay:
            return Claimant(known.name, known.kind, "carried_over")
    if len(before) > 1 and goes_on(before[-1], True, language):
        return _continued(before[:-1], language)
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
            known = resolved(claim.who, closing, [*before, sentence, *after[:place]], language)
            if known.name:
                return Claimant(known.name, known.kind, "carried_over")
    if quoted.opens is None:
        return NOBODY
    place = quoted.opens
    return last_named(before[: place + 1], language)
