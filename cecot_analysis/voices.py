"""Who speaks outside the sentence of a figure: in a quotation, a message, the sentences beside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice

from . import mentions, quotations, statements, tokens
from .antecedents import Claimant, carried_over, last_named
from .frames import Frame
from .persons import COUNTRY, PERSON, Mention
from .signs import step
from .spots import Candidate, Spot


def posted(spot: Spot) -> Iterator[Candidate]:
    """Whoever signs the message in which the figure stands."""
    poster = quotations.posted_by(spot.sentence, spot.span[1], spot.after)
    if poster:
        signs = ["posted", "posted behind" if poster.behind else "posted here"]
        yield Candidate(signs, partial(_poster, poster, spot.language))


def quoted(spot: Spot, quotation: quotations.Quotation) -> Iterator[Candidate]:
    """Whoever speaks the quotation in which the figure stands, named at its end or before it."""
    if quotation.closes is not None:
        place, end = quotation.closes
        closing = spot.after[place]
        known = [*spot.before, spot.sentence, *spot.after[:place]]
        for claim in statements.claims(closing, spot.language):
            if claim.start >= end:
                far = step(tokens.of(closing).count(end, claim.start))
                faces = "faces" if claim.left else "away"
                yield Candidate(
                    ["quoted", f"quoted {claim.form} {faces}", f"quoted {far}"],
                    partial(carried_over, claim.who, closing, known, spot.language),
                )
    if quotation.opens is not None:
        earlier = spot.before[: quotation.opens + 1]
        back = len(spot.before) - 1 - quotation.opens
        signs = ["quoted opening", f"quoted opening {min(back, 3)} back"]
        signs += ["quoted opening alone"] if quotation.closes is None else []
        signs += _introduced(earlier, spot.language) if earlier else []
        yield Candidate(signs, partial(last_named, earlier, spot.language))


_QUOTE_ENDS = re.compile(r"[”»\"’]")


def _introduced(earlier: Sequence[str], language: str) -> list[str]:
    """How the sentence before a quotation names who speaks: last, behind another quotation."""
    last = earlier[-1]
    found = statements.claims(last, language)
    if not found:
        return ["quoted opening unsaid"]
    claim = max(found, key=lambda one: one.end)
    signs = [f"quoted opening {claim.form}"]
    signs += ["quoted opening on"] if _QUOTE_ENDS.search(last, 0, claim.start) else []
    signs += ["quoted opening closes"] if len(last[claim.end :].split()) < _CLOSING else []
    return signs


_CLOSING = 5  # words behind whoever speaks, at the end of a sentence


def _poster(posted: quotations.Poster, language: str) -> Claimant:
    """Whoever signs a message that is pasted into a text."""
    named = mentions.find(posted.sentence, language)
    body = next((m for m in named if posted.start < m.end <= posted.end), None)
    name = posted.sentence[posted.start : posted.end]
    return Claimant(name, body.kind if body else "none", "stated")


_SO = Frame(r"\W*{so_it_was_said}\b", re.IGNORECASE)


_SAID_SO = Frame(r"\b{said_so}\b", re.IGNORECASE)
_OPENING = 80  # characters of a sentence in which it takes up what the one before told


def _of_what_was_said(sentence: str, language: str) -> Iterator[tuple[Mention, str]]:
    """Who takes up the sentence before, and in what form: "So said X", "X announced it"."""
    found = statements.claims(sentence, language)
    if _SO.match(sentence):
        yield from ((claim.who, claim.form) for claim in found[:1])
        yield from (
            (body, "said by") for body in statements.bodies(sentence, language)[: not found]
        )
    elif so := _SAID_SO.of(language).search(sentence, 0, _OPENING):
        taken = (one for one in found if one.start < so.end() and so.start() < one.end)
        yield from ((claim.who, claim.form) for claim in islice(taken, 1))


def told_behind(spot: Spot) -> Iterator[Candidate]:
    """Whoever the next sentence names as having said this one: "Así lo informó la policía"."""
    if not spot.after:
        return
    known = [*spot.before, spot.sentence]
    for body, form in _of_what_was_said(spot.after[0], spot.language):
        who = partial(carried_over, body, spot.after[0], known, spot.language)
        beside = statements.claims(spot.sentence, spot.language)
        alone = "told behind another" if beside else "told behind alone"
        yield Candidate(["told behind", alone, "claim", f"{form} after"], who)


_ITEM = re.compile(r"[-–—•·*▪►][\s\w]")
_ENDED = re.compile(r"[.!?…][”»\"’)]*$")
_LONGEST = 12  # words of a heading


def headed(spot: Spot) -> Iterator[Candidate]:
    """Whoever the heading of a list names: "What the government says", above its items."""
    if not _ITEM.match(spot.sentence):
        return
    above = (one for one in reversed(spot.before) if not _ITEM.match(one))
    heading = next(above, None)
    if heading is None or _ENDED.search(heading) or len(heading.split()) > _LONGEST:
        return
    said = [claim.who for claim in statements.claims(heading, spot.language)]
    for body in said or statements.bodies(heading, spot.language):
        who = partial(carried_over, body, heading, (), spot.language)
        signs = ["headed", "headed said" if said else "headed named"]
        signs += ["headed colon"] if heading.endswith(":") else []
        yield Candidate(signs, who)


def interviewed(spot: Spot) -> Iterator[Candidate]:
    """Each person introduced before the questions, where the figure stands in an answer."""
    order = "first"
    for sentence in spot.introduced:
        for body in statements.bodies(sentence, spot.language):
            span = body.start, body.end
            if PERSON.search(sentence, *span) and not COUNTRY.fullmatch(sentence, *span):
                who = partial(carried_over, body, sentence, (), spot.language)
                yield Candidate(["interviewed", f"interviewed {order}"], who)
                order = "later"


def carried(spot: Spot) -> Iterator[Candidate]:
    """Whoever speaks last in the sentence before, where this one only goes on with it."""
    if not spot.before or not spot.goes_on:
        return
    sentence, earlier = spot.before[-1], spot.before[:-1]
    found = [claim for claim in statements.claims(sentence, spot.language) if not claim.who.relay]
    if found:
        last = max(found, key=lambda claim: claim.end)
        who = partial(carried_over, last.who, sentence, earlier, spot.language)
        yield Candidate(["carried", f"carried {last.form}"], who)
