"""What makes a body say something: "X said", "according to X", "X's figures", "…, it added"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from . import lexicon, mentions, speakers, subjects
from .mentions import Mention
from .subjects import ARTICLE, COUNTED_BY, QUOTED, phrases

_S = r"[^\S\n]+"


_WEAKLY = 150  # characters by which "X promised" stands behind "Y said that X promised"


@dataclass(frozen=True)
class Claim:
    """Words that make `who` say something, at `start:end` of a sentence.

    They may speak for numbers on their `left` or `right`; of several claims the one that is
    nearest once its `cost` is added wins. What only names its object (`plain`: "announced a
    plan") says nothing of the clauses that hang on that object; what is itself a subordinate
    `clause` ("since X announced …, ") says nothing beyond it. The `form` names the construction.
    """

    who: Mention
    start: int
    end: int
    right: bool
    left: bool
    cost: int = 0
    plain: bool = False
    clause: bool = False
    form: str = "says"


_THAT = re.compile(r"(?:[^.;]{0,60}?[\s,])?(?:que|that)\b|[^.;\w]{0,3}:|[^.;]{0,40}:", re.I)
_NAMED_OBJECT = re.compile(
    r"\s(?:su|sus|un|una|la|los|las|el(?!\s(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo))"
    r"|the|a(?!\s(?:la|los|las|un|una|su|sus|\w+\sque)\s)|an|its|his|her|their)\s"
)
_LATE_THAT = re.compile(r"[^.;,]{0,90}\s(?:que|that)\b|[^.;]{0,60}:")


def _opens_clause(sentence: str, place: int, spoken: bool) -> bool:
    """Whether what is said begins behind `place` as a clause: "that …", "on Monday that …"."""
    if IMMEDIATELY.match(sentence, place):
        return True
    late = spoken and not _NAMED_OBJECT.match(sentence, place)
    return late and _LATE_THAT.match(sentence, place) is not None


IMMEDIATELY = re.compile(
    rf"[^\S\n]*,?(?:{_S}(?:on|via|in|at|through|late|to|en|vía|a través|por|durante|est[ea]|el)\b"
    rf"[^,.;:]{{0,60}}|(?:{_S}\w+){{0,3}})?,?{_S}(?:que|that)\b|[^\w]{{0,3}}[:“\"«]"
)
RELATIVE = re.compile(r"\b(?:that|which|whom|que)[^\S\n]+(?:(?:the|el|la|los|las)[^\S\n]+)?$")
_TRAILING = re.compile(r"(?:[,”»’—–]|(?<=[\w.,!?])\")[^\S\n]*(?:[\w’'.-]+[^\S\n]+){0,7}$")
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
    close, wide = subjects.gaps(language)
    pronoun = speakers.pronoun(sentence, verb.start(), language, close, wide)
    subject = pronoun or subjects.before(sentence, verb, bodies, close, language)
    if subject is None and spoken:
        subject = speakers.surname(sentence, verb.start(), close)
        if subject and any(b.start < subject.end and subject.start < b.end for b in bodies):
            subject = None
    if subject is None:
        inverted = subjects.behind(sentence, verb, bodies, language, spoken)
        left = sentence[: verb.start()]
        if inverted is None and spoken and _QUOTE_ENDS.search(left):
            inverted = subjects.phrase_behind(sentence, verb.end(), bodies)
        if inverted is None:
            subject = subjects.before(sentence, verb, bodies, wide, language)
            subject = subject or _anybody(sentence, verb, bodies, language)
        if inverted is None and subject is None and spoken and QUOTED.search(left):
            inverted = subjects.phrase_behind(sentence, verb.end(), bodies)
        if inverted:
            closes = language == "es" and not sentence[inverted.end :].strip(" .”»")
            follows = bool(QUOTED.search(left) or COUNTED_BY.search(left) or closes)
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
                form="said by",
            )
            return
    if language == "es" and _PASSIVE.search(sentence, max(0, verb.start() - 12), verb.start()):
        return
    if subject and _says_nothing(sentence, verb, subject, plain):
        return
    if subject:
        yield Claim(
            subject,
            subject.start,
            verb.end(),
            True,
            _follows(sentence, subject, verb, language),
            _WEAKLY if phrases("weak", language).match(sentence, verb.start()) else 0,
            plain,
            _SUBORDINATE.search(sentence[: subject.start]) is not None,
        )
    elif language == "es":
        yield from _unnamed(sentence, verb, spoken)


_PASSIVE = re.compile(r"\bse\s(?:(?:ha|han|había|habían)\s)?$")  # "se han documentado 9 casos"
_SHOWS = re.compile(r"show|muestr|mostr", re.IGNORECASE)
_NEVER = re.compile(r"\b(?:no|not|never|nunca|tampoco)\b|n[’']t\b", re.IGNORECASE)


def _says_nothing(sentence: str, verb: re.Match[str], who: Mention, plain: bool) -> bool:
    """Whether it was not said ("has not specified how"), or a thing was shown, not a fact."""
    if who.end <= verb.start() and _NEVER.search(sentence, who.end, verb.start()):
        return True
    return plain and bool(_SHOWS.match(verb.group())) and not subjects.is_document(sentence, who)


_QUOTE_ENDS = re.compile(r"[”»’\"],?[^\S\n]*$")


def _anybody(
    sentence: str, verb: re.Match[str], bodies: Sequence[Mention], language: str
) -> Mention | None:
    """The noun phrase that says what only people say, or the document that tells something."""
    anybody = phrases("anybody", language).match(sentence, verb.start())
    if not anybody and not subjects.tells(sentence, verb.start()):
        return None
    who = subjects.noun_phrase(sentence, verb.start(), bodies, language)
    return who if who and (anybody or subjects.is_document(sentence, who)) else None


_SUBORDINATE = re.compile(
    rf"\b(?:since|after|when|before|because|if|desde que|cuando|después de que|luego de que|si){_S}"
    rf"{ARTICLE}$",
    re.IGNORECASE,
)


@cache
def _trails(language: str) -> re.Pattern[str]:
    words = lexicon.one_of(lexicon.read("claimants")["trails"][language])
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


_OPENS = re.compile(r"^[“\"«\W]*(?:[\w]+(?:\s\w+){0,2},?\s)?$")
_GOES_ON = re.compile(r"(?:\b(?:y|pero|donde|también|además|e)\s|,\s)$", re.IGNORECASE)
_STOPS = re.compile(r"[^\S\n]*(?:[.,;]|$|(?:en|durante|a través|tras|hoy|ayer|este)\b)")


_WHERE = re.compile(
    r"(?:\b(?:donde|(?:el|la)s? cual(?:es)?|los cuales|en (?:el|la|los|las)? ?que)|^[^\w]*En total)"
    r"\s(?:(?:se|ha|han|también|además)\s)*$",
    re.IGNORECASE,
)
_AND = re.compile(r"\b(?:y|e)\s(?:también\s|además\s)?$", re.IGNORECASE)


def _unnamed(sentence: str, verb: re.Match[str], spoken: bool) -> Iterator[Claim]:
    """Spanish leaves the pronoun away: "Agregó que", "…, añadió", "y anunció que"."""
    who = Mention(verb.start(), verb.start(), mentions.PRONOUN, False)
    left = sentence[: verb.start()]
    that = IMMEDIATELY.match(sentence, verb.end()) is not None
    if _WHERE.search(left):
        yield Claim(who, *verb.span(), True, False, form="where")
    elif _AND.search(left):
        yield Claim(who, *verb.span(), True, False, 0, not that, form="and")
    elif not spoken:
        return
    elif that and (_OPENS.match(left) or _GOES_ON.search(left)):
        yield Claim(who, *verb.span(), True, False, form="unnamed")
    elif QUOTED.search(left) and _STOPS.match(sentence, verb.end()):
        yield Claim(who, *verb.span(), False, True, form="unnamed")
