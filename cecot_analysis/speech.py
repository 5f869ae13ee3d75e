"""What makes a body say something: "X said", "according to X", "X's figures", "…, it added"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from . import lexicon, persons, speakers, subjects
from .frames import Frame, filled
from .persons import Mention
from .subjects import ARTICLE, COUNTED_BY, QUOTED, phrases

_WEAKLY = 150  # characters by which "X promised" stands behind "Y said that X promised"


class Claim(NamedTuple):
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


_THAT = Frame(r"(?:[^.;]{0,60}?[\s,])?{that}\b|[^.;\w]{0,3}:|[^.;]{0,40}:", re.I)
_NAMED_OBJECT = Frame(r"\s(?!{on_a_day}\b)(?!{to_whom}\s){an_object}\s")
_LATE_THAT = Frame(r"[^.;,]{0,90}\s{that}\b|[^.;]{0,60}:")


def _opens_clause(sentence: str, place: int, spoken: bool) -> bool:
    """Whether what is said begins behind `place` as a clause: "that …", "on Monday that …"."""
    if IMMEDIATELY.match(sentence, place):
        return True
    late = spoken and not _NAMED_OBJECT.match(sentence, place)
    return late and _LATE_THAT.match(sentence, place) is not None


IMMEDIATELY = Frame(
    r"[^\S\n]*,?(?:{_}{when_and_where}\b[^,.;:]{0,60}|(?:{_}\w+){0,3})?,?{_}{that}\b"
    r"|[^\w]{0,3}[:“\"«]"
)
RELATIVE = Frame(r"\b{relative}{_}(?:{the}{_})?$")
_TRAILING = re.compile(r"(?:[,”»’—–]|(?<=[\w.,!?])\")[^\S\n]*(?:[\w’'.-]+[^\S\n]+){0,7}$")
_CLAUSE_OPENS = Frame(r"[,”\"»—–][^\S\n]*{opens_a_clause}\b[^,”\"»—–]*$", re.IGNORECASE)


def said(
    sentence: str, verb: re.Match[str], bodies: Sequence[Mention], language: str
) -> Iterator[Claim]:
    """ "X said", ", X said", "said X"."""
    if _ACT.match(sentence, verb.start()) or _NOUN.of(language).search(
        sentence, max(0, verb.start() - 8), verb.start()
    ):
        return
    spoken = phrases("speech", language).match(sentence, verb.start()) is not None
    clausal = phrases("clausal", language).match(sentence, verb.start()) is not None
    plain = not (clausal or _opens_clause(sentence, verb.end(), spoken))
    close, wide = subjects.gaps(language)
    pronoun = speakers.pronoun(sentence, verb.start(), language, close, wide)
    subject = pronoun or subjects.before(sentence, verb, bodies, close, language)
    if subject is None:
        subject = _by_name_alone(sentence, verb, bodies, close, spoken)
    if subject is None:
        inverted = subjects.behind(sentence, verb, bodies, language, spoken)
        left = sentence[: verb.start()]
        if inverted is None and spoken and _QUOTE_ENDS.search(left):
            inverted = subjects.phrase_behind(sentence, verb.end(), bodies)
        if inverted is None:
            subject = subjects.before(sentence, verb, bodies, wide, language)
            if subject is None and not plain:
                gap = subjects.relative_gap(language)
                subject = subjects.before(sentence, verb, bodies, gap, language)
            if subject is None and spoken and _COMMA.search(left):
                inverted = subjects.phrase_behind(sentence, verb.end(), bodies)
            if inverted is None:
                subject = subject or _anybody(sentence, verb, bodies, language)
            if subject is None and inverted is None and spoken:
                subject = _by_name_alone(sentence, verb, bodies, wide, spoken, aside=True)
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
    elif _AND_HAS.search(sentence, 0, verb.start()):
        who = Mention(verb.start(), verb.start(), persons.PRONOUN, False)
        yield Claim(who, *verb.span(), True, False, 0, plain, form="and")


def _by_name_alone(
    sentence: str,
    verb: re.Match[str],
    bodies: Sequence[Mention],
    gap: re.Pattern[str],
    spoken: bool,
    aside: bool = False,
) -> Mention | None:
    """A single name before what is only said, or an acronym before any verb: "SSP recorded"."""
    name = speakers.surname(sentence, verb.start(), gap)
    if name is None or any(b.start < name.end and name.start < b.end for b in bodies):
        return None
    if aside and not sentence.startswith(",", name.end):
        return None
    letters = sentence[name.start : name.end]
    return name if spoken or (letters.isupper() and len(letters) > 2) else None


_COMMA = re.compile(r",[^\S\n]*$")
_ACT = Frame(r"{an_act}\b", re.IGNORECASE)
_NOUN = Frame(r"(?:^|\s){before_a_noun}\s$", re.IGNORECASE)  # "an estimated 9"
_PASSIVE = Frame(r"\b{by_nobody}\s$")  # "se han documentado 9 casos"
_SHOWS = Frame(r"{shows}", re.IGNORECASE)
_NOT_TO = Frame(r"\b{never}\s{infinitive}\b", re.IGNORECASE)  # "que pidió no ser citado"
_HELPING = 3  # words before a verb that may say that it was not so: "has not yet"
_NEVER = Frame(r"(?:\b|(?<=n)){never}\b", re.IGNORECASE)


def _says_nothing(sentence: str, verb: re.Match[str], who: Mention, plain: bool) -> bool:
    """Whether it was not said ("has not specified how"), or a thing was shown, not a fact."""
    helping = " ".join(sentence[who.end : verb.start()].split()[-_HELPING:])
    if who.end <= verb.start() and _NEVER.search(helping) and not _NOT_TO.search(helping):
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


_SUBORDINATE = Frame(r"\b{in_passing}{_}" + ARTICLE + "$", re.IGNORECASE)


@cache
def _trails(language: str) -> re.Pattern[str]:
    words = lexicon.one_of(lexicon.read("claimants")["trails"][language])
    how = filled("(?:{manner}{_})?")
    return re.compile(rf"[^\w]*(?:[\d.,;:”\"»)—–\]]|$|{how}(?:{words}))", re.IGNORECASE)


def _follows(sentence: str, subject: Mention, verb: re.Match[str], language: str) -> bool:
    """Whether what is said may stand before: "…, X said", "… that X counted"."""
    left = sentence[max(0, subject.start - 110) : subject.start]
    if RELATIVE.search(left) or _JUST_QUOTED.search(left):
        return True
    if not _TRAILING.search(left) or _CLAUSE_OPENS.search(left):
        return False
    told = subjects.TELLS.fullmatch(verb.group())
    return bool(told or _trails(language).match(sentence, verb.end()) or PARTITIVE.match(sentence))


_JUST_QUOTED = Frame(r"[,.!?…][”»’\"][^\S\n]*(?:{the}{_})?$")
PARTITIVE = Frame(r"{of_the}\s[0-9]", re.IGNORECASE)


_OPENS = re.compile(r"^[“\"«\W]*(?:[\w]+(?:\s\w+){0,2},?\s)?$")
_GOES_ON = Frame(r"(?:\b{and_also}\s|,\s)$", re.IGNORECASE)
_INSERTED = re.compile(r"(?:^|\s)[^\W\d][^,;:.“”«»\"]*,\s$")  # "De esas, calcula, 9 …"
_INSERTION_ENDS = re.compile(r"(?:\s(?!que\b)[^\W\d_]+){0,3},")
_WHO = Frame(r"\b{that_which}\s$")
_COUNTS = re.compile(r"\s(?:(?!con\s)[^\W\d_]+\s){0,3}[0-9]")
_STOPS = Frame(r"[^\S\n]*(?:[.,;]|$|{then_when}\b)")
_WHERE = Frame(r"(?:\b{in_which}|^[^\w]*{in_all})\s(?:{has_also}\s)*$", re.IGNORECASE)
_AND_HAS = Frame(r"[,\w]\s{and_joins}\s(?:{have}\s)?(?:{also}\s|{manner}\s)?$")
_AND = Frame(r"\b{and_joins}\s(?:{also}\s)?$", re.IGNORECASE)


def _unnamed(sentence: str, verb: re.Match[str], spoken: bool) -> Iterator[Claim]:
    """Spanish leaves the pronoun away: "Agregó que", "…, añadió", "y anunció que"."""
    who = Mention(verb.start(), verb.start(), persons.PRONOUN, False)
    left = sentence[: verb.start()]
    that = IMMEDIATELY.match(sentence, verb.end()) is not None
    if _WHERE.search(left):
        yield Claim(who, *verb.span(), True, False, form="where")
    elif _AND.search(left):
        yield Claim(who, *verb.span(), True, False, 0, not that, form="and")
    elif not spoken:
        return
    elif _INSERTED.search(left) and _INSERTION_ENDS.match(sentence, verb.end()):
        yield Claim(who, *verb.span(), True, True, form="unnamed")
    elif (that or (_COUNTS.match(sentence, verb.end()) and not _WHO.search(left))) and (
        _OPENS.match(left) or _GOES_ON.search(left)
    ):
        yield Claim(who, *verb.span(), True, False, form="unnamed")
    elif QUOTED.search(left) and _STOPS.match(sentence, verb.end()):
        yield Claim(who, *verb.span(), False, True, form="unnamed")
