"""Who may claim a figure: everyone within reach, each with signs that `ranking` weighs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import NamedTuple

from . import mentions, quotations, statements, tokens
from .antecedents import NOBODY, Claimant, goes_on, last_named, resolved
from .frames import Frame, vocabulary
from .mentions import Mention
from .signs import step
from .speech import RELATIVE, Claim
from .subjects import is_document

REACH = 3  # sentences back in which the figure stands whose claimant may go on claiming
_NEAR = 240  # characters between a figure and one who is only named


_BESIDE = 24  # characters before a name in which "that" or "which" stands
_BEFORE = 60  # characters before a figure that tell how it is taken
_DEFINITE = Frame(r"\b{the_known}\s(?:{about}\s)?$", re.I)
_WITH = Frame(r"\b{with}\b[^,;.]{0,24}\b{room}\b[^,;.]{0,30}$", re.I)


@dataclass(frozen=True)
class Before:
    """The figure before: how many sentences back, whether of the same metric, who claims it."""

    back: int
    same: bool
    claimant: Claimant


@dataclass(frozen=True)
class Spot:
    """Where a figure stands: at `span` of a sentence that has `others`, between other sentences."""

    sentence: str
    span: tuple[int, int]
    others: Sequence[tuple[int, int]]
    before: Sequence[str]
    after: Sequence[str]
    same_paragraph: bool
    language: str
    metric: str = ""
    last: Before | None = None

    @cached_property
    def given(self) -> str:
        """How the figure is taken as known: "the 9", "with room for 9"; else nothing."""
        left = self.sentence[max(0, self.span[0] - _BEFORE) : self.span[0]]
        if _DEFINITE.search(left):
            return "definite"
        return "attribute" if self.metric == "capacity" and _WITH.search(left) else ""

    @cached_property
    def goes_on(self) -> bool:
        """Whether the sentence only counts on in what the one before told."""
        return goes_on(self.sentence, self.same_paragraph, self.language)


class Candidate(NamedTuple):
    """Somebody who may claim a figure: its signs, and who it is once that is asked.

    In the sentence it is `written` so: "the report", where the claimant is named before.
    """

    signs: list[str]
    claimant: Callable[[], Claimant]
    written: str = ""


def of(spot: Spot) -> list[Candidate]:
    """Nobody first, then everyone who may claim the figure at `spot`."""
    claims = statements.claims(spot.sentence, spot.language)
    chosen = statements.nearest(spot.sentence, spot.span, spot.others, spot.language)
    quoted = quotations.around(spot.sentence, spot.span, spot.before, spot.after)
    found = [
        *_again(spot, claims),
        *_speaking(spot, claims, chosen),
        *_named(spot, claims),
        *_posted(spot),
        *(_quoted(spot, quoted) if quoted else ()),
        *_carried(spot),
        *_told_behind(spot),
    ]
    signs = _nobody(spot, chosen, quoted) if found else ["nobody"]
    signs += ["nobody posted"] if any("posted" in one.signs for one in found) else []
    return [Candidate(signs, lambda: NOBODY), *found]


def _nobody(spot: Spot, chosen: Claim | None, quoted: quotations.Quotation | None) -> list[str]:
    signs = ["nobody", f"nobody {spot.metric}"]
    first_person = vocabulary("{first_person}").meets(tokens.of(spot.sentence).words)
    signs += ["nobody first person"] if first_person else []
    if chosen:
        signs.append(f"nobody but {chosen.form}")
    elif quoted:
        signs.append("nobody quoted")
        signs += ["nobody quoted to its end"] if quoted.closes else []
    last = spot.last
    signs += ["nobody goes on"] if spot.goes_on else []
    signs += [f"nobody {spot.given}"] if spot.given else []
    if last and not last.claimant.name and last.back <= REACH:
        signs.append(f"nobody again {last.back}")
        signs.append(f"nobody again {last.back} {'same' if last.same else 'other'}")
    return signs


def _again(spot: Spot, claims: Sequence[Claim]) -> Iterator[Candidate]:
    """Whoever claims the figure before."""
    last = spot.last
    if last is None or last.back > REACH or not last.claimant.name:
        return
    far = f"again {last.back} {'same' if last.same else 'other'}"
    signs = ["again", far, f"again {last.claimant.kind}"]
    basis = "carried_over"
    if last.back == 0:
        start = max((end for _, end in spot.others if end <= spot.span[0]), default=0)
        between = spot.sentence[start : spot.span[0]]
        signs.append(f"again near {step(len(between.split()))}")
        signs += ["again semicolon"] if ";" in between else []
        basis = last.claimant.basis
    else:
        signs += [f"again opens {word}" for word in tokens.stems(spot.sentence[:40])[:2]]
        signs += ["again in spite of claim"] if claims else []
        if last.back == 1:
            signs.append(f"{far} {'in' if spot.same_paragraph else 'out of'} paragraph")
        if spot.goes_on:
            signs += ["again goes on", f"{far} goes on"]
    signs += [f"again {spot.given}"] if spot.given else []
    who = Claimant(last.claimant.name, last.claimant.kind, basis)
    yield Candidate(signs, lambda: who)


_SHARE = Frame(r"%|\b{share}\b")


def _speaking(spot: Spot, claims: Sequence[Claim], chosen: Claim | None) -> Iterator[Candidate]:
    """Whoever the sentence makes say something."""
    for claim in claims:
        apart = claim.who.start >= spot.span[1] or spot.span[0] >= claim.who.end
        signs = _of_claim(claim, spot) if apart else []
        if signs:
            signs += ["chosen", f"chosen {signs[1]}"] if claim is chosen else []
            who = partial(resolved, claim.who, spot.sentence, spot.before, spot.language)
            yield Candidate(signs, who, spot.sentence[claim.who.start : claim.who.end])


def _of_claim(claim: Claim, spot: Spot) -> list[str]:
    sentence, span = spot.sentence, spot.span
    if claim.end <= span[0]:
        side, left, right, faces = "before", claim.end, span[0], claim.right
    elif claim.start >= span[1]:
        side, left, right, faces = "after", span[1], claim.start, claim.left
    else:
        return []
    between = sentence[left:right]
    faces = faces and statements.distance(claim, sentence, span, spot.others) is not None
    base = f"{claim.form} {side}" if faces else f"{claim.form} {side} away"
    signs = [
        "claim" if faces else "away",
        base,
        f"{base} {step(tokens.of(sentence).count(left, right))}",
        f"{base} {claim.who.kind}",
        f"{base} {spot.metric}",
        f"{spot.metric} {claim.who.kind if faces else 'away'}",
    ]
    signs += [f"{base} {word}" for word in _verb(claim, sentence)]
    signs += [f"{base} plain"] if claim.plain else []
    signs += ["relay"] if claim.who.relay else []
    signs += [f"{base} document"] if is_document(sentence, claim.who) else []
    commas = _ASIDE.sub("", between).count(",")
    signs += [f"{side} {min(commas, 2)} commas"] if commas else []
    signs += ["share"] if _SHARE.search(between) else []
    left = max(0, claim.start - _BESIDE)
    if claim.form == "cites":
        signs.append("cited")
    elif RELATIVE.search(sentence, left, claim.start):
        signs.append("relative")
    signs += [f"{spot.given} {side}", f"{spot.given} {base}"] if spot.given else []
    if side == "before":
        signs += ["opens"] if claim.start < 5 else []
        signs += ["then"] if _THEN.match(sentence, claim.end) else []
        signs += ["turned"] if _TURNED.search(between) else []
        signs += ["dash"] if _DASH.search(between) else []
    else:
        signs += ["set off"] if between.rstrip().endswith((",", "”", "»", '"', "—", "–")) else []
        signs += ["closes"] if not sentence[claim.end :].strip(' .”»"') else []
        signs += ["share"] if _SHARE.search(sentence, claim.end, claim.end + 30) else []
    return signs


_ASIDE = re.compile(r",[^,;]{1,60},")  # "reported, on Monday, 9 deaths"
_THEN = Frame(r"\s{as_or_when}\b", re.I)
_TURNED = Frame(r"[,;]\s{while}\s", re.I)
_DASH = re.compile(r"\s[—–-]\s|[—–]")
_STEM = 5  # letters of a word of speech that tell it apart


def _verb(claim: Claim, sentence: str) -> list[str]:
    """The word that makes a body say something, cut to its stem."""
    if claim.form == "says":
        words = sentence[claim.who.end : claim.end].split()[-1:]
    else:
        words = sentence[claim.start : claim.end].split()[:1]
    return [word.lower()[:_STEM] for word in words if word[:1].isalpha()]


def _named(spot: Spot, claims: Sequence[Claim]) -> Iterator[Candidate]:
    """Whoever the sentence names without a word that makes them say something."""
    for body in _only_named(spot.sentence, spot.language):
        if body.end <= spot.span[0]:
            base, left, right = "named before", body.end, spot.span[0]
        elif body.start >= spot.span[1]:
            base, left, right = "named after", spot.span[1], body.start
        else:
            continue
        if right - left > _NEAR:
            continue
        far = step(tokens.of(spot.sentence).count(left, right))
        signs = ["named", f"named {body.kind}", base, f"{base} {far}", f"{spot.metric} {body.kind}"]
        signs += ["named relay"] if body.relay else []
        signs += [f"{base} comma"] if "," in spot.sentence[left:right] else []
        signs += ["named beside claim"] if claims else []
        yield Candidate(signs, partial(resolved, body, spot.sentence, spot.before, spot.language))


@lru_cache(maxsize=32)  # the numbers of one sentence ask one after another
def _only_named(sentence: str, language: str) -> list[Mention]:
    """The bodies of a sentence that no claim is of."""
    claims = statements.claims(sentence, language)
    known = [(claim.who.start, claim.who.end) for claim in claims]
    return [
        body
        for body in statements.bodies(sentence, language)
        if not any(start < body.end and body.start < end for start, end in known)
        and not mentions.COUNTRY.fullmatch(sentence, body.start, body.end)
    ]


def _posted(spot: Spot) -> Iterator[Candidate]:
    """Whoever signs the message in which the figure stands."""
    posted = quotations.posted_by(spot.sentence, spot.span[1], spot.after)
    if posted:
        signs = ["posted", "posted behind" if posted.behind else "posted here"]
        yield Candidate(signs, partial(_poster, posted, spot.language))


def _quoted(spot: Spot, quoted: quotations.Quotation) -> Iterator[Candidate]:
    """Whoever speaks the quotation in which the figure stands, named at its end or before it."""
    if quoted.closes is not None:
        place, end = quoted.closes
        closing = spot.after[place]
        known = [*spot.before, spot.sentence, *spot.after[:place]]
        for claim in statements.claims(closing, spot.language):
            if claim.start >= end:
                far = step(tokens.of(closing).count(end, claim.start))
                faces = "faces" if claim.left else "away"
                yield Candidate(
                    ["quoted", f"quoted {claim.form} {faces}", f"quoted {far}"],
                    partial(_carried_over, claim.who, closing, known, spot.language),
                )
    if quoted.opens is not None:
        earlier = spot.before[: quoted.opens + 1]
        back = len(spot.before) - 1 - quoted.opens
        signs = ["quoted opening", f"quoted opening {min(back, 3)} back"]
        signs += ["quoted opening alone"] if quoted.closes is None else []
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


def _carried_over(who: Mention, sentence: str, before: Sequence[str], language: str) -> Claimant:
    known = resolved(who, sentence, before, language)
    return Claimant(known.name, known.kind, "carried_over") if known.name else NOBODY


_SO = Frame(r"\W*{so_it_was_said}\b", re.I)


def _told_behind(spot: Spot) -> Iterator[Candidate]:
    """Whoever the next sentence names as having said this one: "Así lo informó la policía"."""
    if not spot.after or not _SO.match(spot.after[0]):
        return
    known = [*spot.before, spot.sentence]
    for claim in statements.claims(spot.after[0], spot.language)[:1]:
        who = partial(_carried_over, claim.who, spot.after[0], known, spot.language)
        yield Candidate(["told behind", f"told behind {claim.form}"], who)


def _carried(spot: Spot) -> Iterator[Candidate]:
    """Whoever speaks last in the sentence before, where this one only goes on with it."""
    if not spot.before or not spot.goes_on:
        return
    sentence, earlier = spot.before[-1], spot.before[:-1]
    found = [claim for claim in statements.claims(sentence, spot.language) if not claim.who.relay]
    if found:
        last = max(found, key=lambda claim: claim.end)
        who = partial(_carried_over, last.who, sentence, earlier, spot.language)
        yield Candidate(["carried", f"carried {last.form}"], who)
