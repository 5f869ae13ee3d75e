"""Those who are named near a figure without a word that makes them claim it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from . import persons, speakers, statements, tokens
from .antecedents import carried_over, resolved
from .frames import Frame
from .persons import PRONOUN, Mention
from .signs import step
from .speech import Claim
from .spots import Candidate, Spot
from .tokens import cut

REACH = 4  # sentences back in which somebody is named who may go on speaking
_NEAR = 240  # characters between a figure and one who is only named
_FEW = 8  # words between a name and a figure that are told one by one
_BARE = Frame(r"[^\w]*(?:{the}\s)?", re.IGNORECASE)


def beside(spot: Spot, claims: Sequence[Claim]) -> Iterator[Candidate]:
    """Whoever the sentence names without a word that makes them say something."""
    for body in _only_named(spot.sentence, spot.language):
        signs = _of_body(body, spot)
        if signs:
            signs += ["named beside claim"] if claims else []
            who = partial(resolved, body, spot.sentence, spot.before, spot.language)
            yield Candidate(signs, who)


def _of_body(body: Mention, spot: Spot) -> list[str]:
    """How a body stands to the figure, and the words around it and between the two."""
    sentence, span, here = spot.sentence, spot.span, tokens.of(spot.sentence)
    if body.end <= span[0]:
        base, left, right = "named before", body.end, span[0]
    else:
        base, left, right = "named after", span[1], body.start
    if not 0 <= right - left <= _NEAR:
        return []
    far, between = step(here.count(left, right)), sentence[left:right]
    signs = ["named", f"named {body.kind}", base, f"{base} {far}", f"{spot.metric} {body.kind}"]
    signs += ["named relay"] if body.relay else []
    signs += [f"{base} comma"] if "," in between else []
    behind = spot.words_behind(body.end)
    signs += [f"{base} then {place} {word}" for place, word in enumerate(behind)]
    signs += [f"{base} behind {word}" for word in spot.words_before(body.start)[:1]]
    crossed = cut(here.behind(left, _FEW + 1, right - left))
    signs += [f"{base} over {word}" for word in crossed] if len(crossed) <= _FEW else []
    if _BARE.fullmatch(sentence, 0, body.start):  # "The minister gave the balance: 9 …"
        signs += ["opens named", *(["opens named colon"] if ":" in between else [])]
        signs += [f"opens named {word}" for word in behind[:1]]
    return signs


@lru_cache(maxsize=32)  # the numbers of one sentence ask one after another
def _only_named(sentence: str, language: str) -> list[Mention]:
    """The bodies of a sentence that no claim is of."""
    claims = statements.claims(sentence, language)
    known = [(claim.who.start, claim.who.end) for claim in claims]
    return [
        body
        for body in statements.bodies(sentence, language)
        if not any(start < body.end and body.start < end for start, end in known)
        and not persons.COUNTRY.fullmatch(sentence, body.start, body.end)
    ]


def earlier(spot: Spot, claims: Sequence[Claim], quoted: bool) -> Iterator[Candidate]:
    """Whoever the sentences before let speak or name: this one may go on with what they tell."""
    found = [
        (back, one)
        for back, sentence in enumerate(reversed(spot.before[-REACH:]), 1)
        for one in _present(sentence, spot.language)
    ]
    if not found:
        return
    here = _taken_up(spot, claims, quoted)
    taken_up = {role: [*here, *(f"{role} {sign}" for sign in here)] for role in ("says", "named")}
    names = [spot.before[-back][one.who.start : one.who.end] for back, one in found]
    times = Counter(names)
    heard = next((place for place, (_, one) in enumerate(found) if one.claim), None)
    for place, (back, one) in enumerate(found):
        signs = _of_earlier(back, one, spot)
        signs.append(f"earlier of {min(3, len(times))}")
        signs.append(f"earlier {min(3, times[names[place]])} times")
        signs += ["earlier last"] if place == 0 else []
        signs += ["earlier last heard", f"earlier last heard {back}"] if place == heard else []
        signs += taken_up["says" if one.claim else "named"]
        sentence, before = spot.before[-back], spot.before[: len(spot.before) - back]
        yield Candidate(signs, partial(carried_over, one.who, sentence, before, spot.language))


def _of_earlier(back: int, one: Present, spot: Spot) -> list[str]:
    """How somebody stands in the sentence so many `back`."""
    signs = [
        "earlier",
        f"earlier {back}",
        f"earlier says {one.claim.form}" if one.claim else "earlier named",
        f"earlier {back} {'says' if one.claim else 'named'}",
        f"earlier {'person' if one.is_person else one.who.kind}",
    ]
    signs += ["earlier relay"] if one.who.relay else []
    signs += ["earlier opens"] if one.opens else []
    if back == 1:
        signs.append(f"earlier {'in' if spot.same_paragraph else 'out of'} paragraph")
    return signs


def _taken_up(spot: Spot, claims: Sequence[Claim], quoted: bool) -> list[str]:
    """What of the sentence tells whether somebody named before goes on speaking in it."""
    signs = [f"earlier to {place} {word}" for place, word in enumerate(spot.words_behind(0))]
    before = spot.words_before(spot.span[0])
    signs += [f"earlier at {place} {word}" for place, word in enumerate(before)]
    signs.append(f"earlier to {spot.metric}")
    forms = {f"{claim.form} {claim.who.kind == PRONOUN}" for claim in claims}
    signs += [f"earlier beside {form}" for form in sorted(forms)] or ["earlier beside none"]
    signs += ["earlier quoted"] if quoted else []
    signs += ["earlier goes on"] if spot.goes_on else []
    signs += [f"earlier {spot.given}"] if spot.given else []
    return signs


class Present(NamedTuple):
    """Somebody whom a sentence lets speak by a `claim`, or only names."""

    who: Mention
    claim: Claim | None
    is_person: bool
    opens: bool


@lru_cache(maxsize=64)  # the numbers of a paragraph ask one after another
def _present(sentence: str, language: str) -> list[Present]:
    """Those whom a sentence lets speak or only names, last first."""
    found: dict[Mention, Claim | None] = {}
    for claim in sorted(statements.claims(sentence, language), key=lambda one: -one.end):
        if claim.who.kind != PRONOUN and claim.who.end > claim.who.start:
            found.setdefault(claim.who, claim)
    named = [(body, None) for body in reversed(_only_named(sentence, language))]
    return [
        Present(
            who,
            claim,
            speakers.is_person(who, sentence, language),
            _BARE.fullmatch(sentence, 0, who.start) is not None,
        )
        for who, claim in (*found.items(), *named)
    ]
