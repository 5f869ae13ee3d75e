"""What makes a body say something: "X said", "according to X", "X's figures", "…, it added"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from . import lexicon, mentions, speakers
from .mentions import Mention

_S = r"[^\S\n]+"
_ARTICLE = r"(?:(?:the|a|an|its|some|el|la|los|las|un|una|su|sus|propio|propia)[^\S\n]+){0,2}"
_FARTHEST = 220  # characters between a subject and its verb


@dataclass(frozen=True)
class Claim:
    """Words that make `who` say something, at `start:end` of a sentence.

    They may speak for numbers on their `left` or `right`; of several claims the one that is
    nearest once its `cost` is added wins. What only names its object (`plain`: "announced a
    plan") says nothing of the clauses that hang on that object; what is itself a subordinate
    `clause` ("since X announced …, ") says nothing beyond it.
    """

    who: Mention
    start: int
    end: int
    right: bool
    left: bool
    cost: int = 0
    plain: bool = False
    clause: bool = False


@cache
def _words(key: str, language: str) -> Any:
    return lexicon.read("claimants")[key][language]


@cache
def phrases(key: str, language: str) -> lexicon.Phrases:
    return lexicon.compiled(_words(key, language))


@cache
def _gaps(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What may stand between a subject and its verb: helping words; or an aside as well."""
    given = r"(?:[^\S\n]+\w+(?:ad[oa]s?|id[oa]s?|ed)[^\S\n]+(?:[\w’'.-]+[^\S\n]+){1,9}?[\w’'.-]+)?"
    helping = rf"(?:{_S}(?:{lexicon.one_of(_words('helping', language))}))*"
    tail = rf"(?:{_S}(?:of|for|in|at|with|from|on|de|del|en|para)(?:{_S}[\w’'-]+){{1,5}}?)?"
    aside = rf"(?:[^\S\n]*(?:,[^;]{{2,180}},|\([^)]{{2,60}}\)|[–—-]{_S}?[^;–—]{{2,180}}[–—-]|,))?"
    who = rf"(?:,?{_S}(?:who|which|quien|quienes))?"
    brackets = r"(?:[^\S\n]*\([^)]{2,60}\))?"
    return (
        re.compile(rf"{brackets}{who}{helping}{_S}", re.IGNORECASE),
        re.compile(rf"{brackets}{tail}{given}{aside}{who}{helping}{_S}", re.IGNORECASE),
    )


@cache
def _no_subject(language: str) -> re.Pattern[str]:
    words = lexicon.one_of(_words("no_subject", language))
    return re.compile(rf"(?:{words}){_S}{_ARTICLE}$", re.IGNORECASE)


_QUOTED = re.compile(r"(?:[,—–?!…]|[”»’]|(?<=[\w.,!?])\")[”\"»’]?[^\S\n]*$")
_TO_WHOM = re.compile(
    rf"[^\S\n]*(?:,?{_S}(?:a|ante|en|durante|este|esta|hoy|ayer|hace|por|vía|mediante|to|in|on)\b"
    rf"[^,;.]{{1,40}}?)?{_S}{_ARTICLE}(?P<last>)",
    re.IGNORECASE,
)
_OBJECT = re.compile(
    rf"\b(?:a|al|de|del|por|con|en|to|by|of|in)(?:{_S}(?:el|la|los|las|the))?{_S}$"
)
_AFTER_WORD = re.compile(r"\b(?:que|como|y|lo que sí|lo que|donde|cuando|as|and)[^\S\n]+$", re.I)
_THAT = re.compile(r"(?:[^.;]{0,60}?[\s,])?(?:que|that)\b|[^.;\w]{0,3}:|[^.;]{0,40}:", re.I)
_NAMED_OBJECT = re.compile(
    r"\s(?:su|sus|un|una|la|los|las|el(?!\s(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo))"
    r"|the|a|an|its|his|her|their)\s"
)
_LATE_THAT = re.compile(r"[^.;,]{0,60}\s(?:que|that)\b|[^.;]{0,60}:")


def _opens_clause(sentence: str, place: int, spoken: bool) -> bool:
    """Whether what is said begins behind `place` as a clause: "that …", "on Monday that …"."""
    if IMMEDIATELY.match(sentence, place):
        return True
    late = spoken and not _NAMED_OBJECT.match(sentence, place)
    return late and _LATE_THAT.match(sentence, place) is not None


_COUNTED_BY = re.compile(r"[0-9][\w.,]*(?:\s\w+){1,4}\s?$|\b(?:los|las) que\s$")
IMMEDIATELY = re.compile(rf"[^\S\n]*,?(?:{_S}\w+){{0,3}}?,?{_S}(?:que|that)\b|[^\w]{{0,3}}[:“\"«]")
RELATIVE = re.compile(r"\b(?:that|which|whom|que)[^\S\n]+(?:(?:the|el|la|los|las)[^\S\n]+)?$")
_TRAILING = re.compile(r"(?:[,”»’—–]|(?<=[\w.,!?])\")[^\S\n]*(?:[\w’'.-]+[^\S\n]+){0,4}$")
_CLAUSE_OPENS = re.compile(
    r"[,”\"»—–][^\S\n]*(?:though|although|but|while|whereas|and|aunque|pero|mientras|y|when|cuando"
    r"|after|tras|since|pues|ya que|porque|because)\b[^,”\"»—–]*$",
    re.IGNORECASE,
)


def said(
    sentence: str, verb: re.Match[str], bodies: Sequence[Mention], language: str
) -> Iterator[Claim]:
    """ "X said", ", X said", "said X"."""
    spoken = phrases("speech", language).match(sentence, verb.start()) is not None
    clausal = phrases("clausal", language).match(sentence, verb.start()) is not None
    plain = not (clausal or _opens_clause(sentence, verb.end(), spoken))
    close, wide = _gaps(language)
    before = [b for b in bodies if b.end <= verb.start() and verb.start() - b.end < _FARTHEST]
    pronoun = speakers.pronoun(sentence, verb.start(), language, close, wide)
    subject = pronoun or _subject(sentence, verb, before, close, language)
    if subject is None and spoken:
        subject = speakers.surname(sentence, verb.start(), close)
        if subject and any(b.start < subject.end and subject.start < b.end for b in bodies):
            subject = None
    if subject is None:
        inverted = _inverted(sentence, verb, bodies, language, spoken)
        if inverted:
            left = sentence[: verb.start()]
            follows = bool(_QUOTED.search(left) or _COUNTED_BY.search(left))
            said = bool(_THAT.match(sentence, inverted.end)) or sentence.startswith(
                ",", inverted.end
            )
            says = not follows or said
            yield Claim(
                inverted,
                verb.start(),
                max(verb.end(), inverted.end),
                says,
                follows,
                0,
                plain and not _opens_clause(sentence, inverted.end, True),
            )
            return
        subject = _subject(sentence, verb, before, wide, language)
    if subject:
        yield Claim(
            subject,
            subject.start,
            verb.end(),
            True,
            _follows(sentence, subject, verb, language),
            0,
            plain,
            _SUBORDINATE.search(sentence[: subject.start]) is not None,
        )
    elif language == "es":
        yield from _unnamed(sentence, verb, spoken)


_SUBORDINATE = re.compile(
    rf"\b(?:since|after|when|before|because|if|desde que|cuando|después de que|luego de que|si){_S}"
    rf"{_ARTICLE}$",
    re.IGNORECASE,
)


def _subject(
    sentence: str,
    verb: re.Match[str],
    before: Sequence[Mention],
    gap: re.Pattern[str],
    language: str,
) -> Mention | None:
    for body in reversed(before):
        if not gap.fullmatch(sentence, body.end, verb.start()):
            continue
        if mentions.COUNTRY.fullmatch(sentence, body.start, body.end) and not (
            body.start <= 4 and mentions.COUNTRY_SAYS.match(sentence, verb.start())
        ):
            continue
        if not _no_subject(language).search(sentence, max(0, body.start - 40), body.start):
            return body
    return None


@cache
def _trails(language: str) -> re.Pattern[str]:
    words = lexicon.one_of(_words("trails", language))
    return re.compile(
        rf"[^\w]*(?:[\d.,;:”\"»)—–\]]|$|(?:[^\W_]+ly{_S})?(?:{words}))", re.IGNORECASE
    )


def _follows(sentence: str, subject: Mention, verb: re.Match[str], language: str) -> bool:
    """Whether what is said may stand before: "…, X said", "… that X counted"."""
    left = sentence[max(0, subject.start - 110) : subject.start]
    if RELATIVE.search(left):
        return True
    if not _TRAILING.search(left) or _CLAUSE_OPENS.search(left):
        return False
    told = verb.group().lower() in ("told", "tells")
    return told or bool(_trails(language).match(sentence, verb.end()) or PARTITIVE.match(sentence))


PARTITIVE = re.compile(r"(?:of the|de l[oa]s)\s[0-9]", re.IGNORECASE)


def _inverted(
    sentence: str,
    verb: re.Match[str],
    bodies: Sequence[Mention],
    language: str,
    spoken: bool,
) -> Mention | None:
    """The subject behind its verb: "…, said X"; in Spanish also "Informó X que"."""
    left = sentence[: verb.start()].rstrip()
    opens = not left.strip('“"«—– ') or bool(_AFTER_WORD.search(left + " "))
    opens = opens or bool(_COUNTED_BY.search(left + " "))
    if not (_QUOTED.search(left) or (language == "es" and (opens or left.endswith(",")))):
        return None
    body = next((b for b in bodies if b.start >= verb.end()), None)
    start = body.start if body else len(sentence)
    if body is None or not _TO_WHOM.fullmatch(sentence, verb.end(), start):
        return speakers.surname_after(sentence, verb.end()) if spoken else None
    if _OBJECT.search(sentence, verb.end(), start):
        return None
    if language == "en" and _GOES_ON_EN.match(sentence, body.end):
        return None
    return body


_GOES_ON_EN = re.compile(r"(?!\s?[,.;:)”\"–—(]|$|\s(?:of|from|who|in|on|at|that|to)\b)")
_OPENS = re.compile(r"^[“\"«\W]*(?:[\w]+(?:\s\w+){0,2},?\s)?$")
_GOES_ON = re.compile(r"(?:\b(?:y|pero|donde|también|además|e)\s|,\s)$", re.IGNORECASE)
_STOPS = re.compile(r"[^\S\n]*(?:[.,;]|$|(?:en|durante|a través|tras|hoy|ayer|este)\b)")


_AND = re.compile(r"\b(?:y|e)\s(?:también\s|además\s)?$", re.IGNORECASE)


def _unnamed(sentence: str, verb: re.Match[str], spoken: bool) -> Iterator[Claim]:
    """Spanish leaves the pronoun away: "Agregó que", "…, añadió", "y anunció que"."""
    who = Mention(verb.start(), verb.start(), mentions.PRONOUN, False)
    left = sentence[: verb.start()]
    that = IMMEDIATELY.match(sentence, verb.end()) is not None
    if _AND.search(left):
        yield Claim(who, verb.start(), verb.end(), True, False, 0, not that)
    elif not spoken:
        return
    elif that and (_OPENS.match(left) or _GOES_ON.search(left)):
        yield Claim(who, verb.start(), verb.end(), True, False)
    elif _QUOTED.search(left) and _STOPS.match(sentence, verb.end()):
        yield Claim(who, verb.start(), verb.end(), False, True)
