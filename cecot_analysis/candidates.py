"""Who may claim a figure: everyone within reach, each with signs that `ranking` weighs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from . import bystanders, quotations, statements, tokens, voices
from .antecedents import NOBODY, Claimant, resolved
from .frames import Frame, vocabulary
from .signs import step
from .speech import RELATIVE, Claim
from .spots import Candidate, Spot
from .subjects import is_document

REACH = 3  # sentences back in which the figure stands whose claimant may go on claiming
_BESIDE = 24  # characters before a name in which "that" or "which" stands


def of(spot: Spot) -> list[Candidate]:
    """Nobody first, then everyone who may claim the figure at `spot`."""
    claims = statements.claims(spot.sentence, spot.language)
    chosen = statements.nearest(spot.sentence, spot.span, spot.others, spot.language)
    quoted = quotations.around(spot.sentence, spot.span, spot.before, spot.after)
    found = [
        *_again(spot, claims),
        *_speaking(spot, claims, chosen),
        *bystanders.beside(spot, claims),
        *bystanders.earlier(spot, claims, quoted is not None),
        *voices.posted(spot),
        *(voices.quoted(spot, quoted) if quoted else ()),
        *voices.carried(spot),
        *voices.headed(spot),
        *voices.interviewed(spot),
        *voices.told_behind(spot),
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
    for side, words in (
        ("opens", spot.words_behind(0)),
        ("at", spot.words_before(spot.span[0])),
        ("after", spot.words_behind(spot.span[1])),
    ):
        signs += [f"nobody {side} {place} {word}" for place, word in enumerate(words)]
    signs.append(f"nobody sentences {min(4, len(spot.before))}")
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
        signs += ["turned"] if _TURNED.search(between) else []
        signs += ["dash"] if _DASH.search(between) else []
    else:
        signs += ["set off"] if between.rstrip().endswith((",", "”", "»", '"', "—", "–")) else []
        signs += ["closes"] if not sentence[claim.end :].strip(' .”»"') else []
        signs += ["share"] if _SHARE.search(sentence, claim.end, claim.end + 30) else []
    return signs


_ASIDE = re.compile(r",[^,;]{1,60},")  # "reported, on Monday, 9 deaths"
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
