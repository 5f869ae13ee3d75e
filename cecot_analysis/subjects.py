"""The subject of a verb of speech: a body, a person, a pronoun, or any other noun phrase."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from . import lexicon, persons, speakers
from .frames import Frame, filled
from .persons import Mention

_S = r"[^\S\n]+"
ARTICLE = r"(?:{article}{_}){0,2}"
_FARTHEST = 220  # characters between a subject and its verb
_LONGEST = 9  # words of a noun phrase that no list knows


@cache
def _words(key: str, language: str) -> Any:
    return lexicon.read("claimants")[key][language]


@cache
def phrases(key: str, language: str) -> lexicon.Phrases:
    """The phrases under `key` of the claimants' lexicon, compiled."""
    return lexicon.compiled(_words(key, language))


@cache
def _helping(language: str) -> str:
    words = lexicon.one_of(_words("helping", language))
    return rf"(?:{_S}(?:{words}|{filled('{manner}')}))*"


_BRACKETS = r"(?:[^\S\n]*\([^)]{2,60}\))?"
_TAIL = r"(?:{_}{tail_opens}(?:{_}[\w’'-]+){1,5}?)?"
_GIVEN = r"(?:{_}{given}{_}(?:[\w’'.-]+{_}){1,9}?[\w’'.-]+)?"
_ASIDE_OF = (
    r"(?:[^\S\n]*(?:,[^;]{2,180},[”\"»]?|\([^)]{2,60}\)|[–—-](?:{_})?[^;–—]{2,180}[–—-]|,"
    r"|{_}{who_or_which}{_}[^,;]{2,140},))?"
)
_WHO = r"(?:,?{_}{who})?"
_ITS_REPORT = r"(?:[’']s{_}(?:[\w-]+{_}){0,2}?{document}(?:{_}(?:{tail_opens}){_}[\w’'-]+){0,2})?"
_WHO_DID = r"{_}{who_that}{_}[^,;:.“”«»\"]{2,120}?"


@cache
def gaps(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What may stand between a subject and its verb: helping words; or an aside as well."""
    helping = _helping(language) + _S
    near = filled(_ITS_REPORT + _BRACKETS + _WHO) + helping + '[“"«]?'
    far = filled(_ITS_REPORT + _BRACKETS + _TAIL + _GIVEN + _ASIDE_OF + _WHO) + helping + '[“"«]?'
    return re.compile(near, re.IGNORECASE), re.compile(far, re.IGNORECASE)


@cache
def relative_gap(language: str) -> re.Pattern[str]:
    """A relative clause between a subject and its verb: "a guard who asked not to be named"."""
    return re.compile(filled(_WHO_DID) + _helping(language) + _S, re.IGNORECASE)


@cache
def _no_subject(language: str) -> re.Pattern[str]:
    words = lexicon.one_of(_words("no_subject", language))
    return re.compile(rf"(?:{words})" + filled("{_}" + ARTICLE) + "$", re.IGNORECASE)


def _is_one_of(sentence: str, body: Mention, bodies: Sequence[Mention]) -> bool:
    """Whether a body is one of those named before it: "groups such as Cristosal said"."""
    return any(_SUCH_AS.fullmatch(sentence, other.end, body.start) for other in bodies)


_DOING = Frame("{doing}", re.IGNORECASE)
_WITH = Frame(r"\b{with_whom}{_}" + ARTICLE + "$")
_SUCH_AS = Frame(r",?{_}{such_as}{_}" + ARTICLE)
_BY_WHOM = Frame(r"\b{by_an_author}{_}" + ARTICLE + "$", re.IGNORECASE)  # "told by X, who said"
_COMMA_WHO = Frame(r",{_}{who}{_}")
_IN_PASSING = Frame(r",\s{who_or_which}\s(?![^,]*\s{and}\s{article}\s$)[^,]*$")
_WHAT = Frame(r",{_}{a}{_}[^,;.:]{0,60}", re.IGNORECASE)


_OPENS_ASIDE = Frame(r",\s{opens_an_aside}\s[^,;]*$")


def _is_in_aside(sentence: str, body: Mention, bodies: Sequence[Mention]) -> bool:
    """Whether a body only stands in what is set between another and its verb."""
    opened = _OPENS_ASIDE.search(sentence, 0, body.start)
    closed = sentence.startswith(",", body.end)
    return bool(opened and closed and any(other.end == opened.start() for other in bodies))


def _whose(sentence: str, body: Mention, bodies: Sequence[Mention]) -> Mention:
    """The one by name whom a body only describes: "Cristosal, a group of lawyers,"."""
    if not body.named and sentence.startswith(",", body.end):
        for other in bodies:
            if other.named and _WHAT.fullmatch(sentence, other.end, body.start):
                return other
    return body


def before(
    sentence: str,
    verb: re.Match[str],
    bodies: Sequence[Mention],
    gap: re.Pattern[str],
    language: str,
) -> Mention | None:
    """The body that is the subject of `verb` across a `gap`."""
    for body in reversed(bodies):
        if body.end > verb.start() or verb.start() - body.end >= _FARTHEST:
            continue
        if sentence.startswith(")", body.end) and sentence.endswith("(", 0, body.start):
            continue  # the short form of the name before it
        if not gap.fullmatch(sentence, body.end, verb.start()):
            continue
        if persons.COUNTRY.fullmatch(sentence, body.start, body.end) and not (
            body.start <= 4 and persons.COUNTRY_SAYS.match(sentence, verb.start())
        ):
            continue
        if "," in sentence[body.end : verb.start()] and _IN_PASSING.search(sentence[: body.start]):
            continue
        if _is_in_aside(sentence, body, bodies):
            continue
        left = max(0, body.start - 40)
        if _DOING.fullmatch(verb.group()):  # "with X documenting"
            return body if _WITH.search(sentence, left, body.start) else None
        body = _whose(sentence, body, bodies)
        if (
            not _no_subject(language).search(sentence, left, body.start)
            or (body.named and _is_one_of(sentence, body, bodies))
            or (
                _BY_WHOM.search(sentence, left, body.start) and _COMMA_WHO.match(sentence, body.end)
            )
        ):
            return body
    return None


QUOTED = re.compile(r"(?:[,—–?!…]|[”»’]|(?<=[\w.,!?])\")[”\"»’']?[^\S\n]*$")
COUNTED_BY = Frame(r"[0-9][\w.,]*(?:\s\w+){1,4}\s?$|\b{those_whom}\s$")
_MEANWHILE = r"(?:,?{_}{meanwhile}\b(?:(?!\s{that}\s)[^,;.:“«]){0,45}?)?"
TELLS = Frame("{tells}", re.IGNORECASE)
_TO_WHOM = Frame(r"[^\S\n]*" + _MEANWHILE + r"(?:\s\([^)]{2,20}\))?,?{_}" + ARTICLE, re.IGNORECASE)
_OBJECT = Frame(r"\b{opens_an_object}(?:{_}{the_or_this})?{_}$")
_AFTER_WORD = Frame(r"\b{before_inversion}{_}$", re.I)
_GOES_ON_EN = Frame(r"(?!\s?[,.;:)”\"–—(]|$|\s{behind_a_speaker}\b)")


def behind(
    sentence: str, verb: re.Match[str], bodies: Sequence[Mention], language: str, spoken: bool
) -> Mention | None:
    """The subject behind its verb: "…, said X"; in Spanish also "Informó X que"."""
    if TELLS.fullmatch(verb.group()):
        return None  # "…, X told Y": whom, not who
    left = sentence[: verb.start()].rstrip()
    opens = not left.strip('“"«—– ') or bool(_AFTER_WORD.search(left + " "))
    opens = opens or bool(COUNTED_BY.search(left + " "))
    follows = QUOTED.search(left) or (language == "es" and (opens or left.endswith(",")))
    if not follows and (language == "en" or not spoken):
        return None
    for body in bodies:
        if body.start < verb.end():
            continue
        if not _TO_WHOM.fullmatch(sentence, verb.end(), body.start):
            break
        if _OBJECT.search(sentence, verb.end(), body.start):
            continue
        if language == "en" and _GOES_ON_EN.match(sentence, body.end):
            return None
        if not follows and sentence[body.end :].strip(" .”»"):
            return None  # "9 fueron detenidos informó la policía." needs no comma at its end
        return body
    return speakers.surname_after(sentence, verb.end()) if spoken and follows else None


_BOUNDARY = Frame(r"[.:;!?,“”\"«»—–(]\s*|\b{begins_a_clause}\s", re.IGNORECASE)
_AUXILIARY = Frame(r"(?<=\w)(?:\s{auxiliary})+$")
_ASIDE = Frame(
    r"(?:,[^\S\n][^;:,“”«»\"]{2,90},|,?[^\S\n][“«\"][^“”«»\"]{2,120}[”»\"]|\([^)]{2,60}\)|(?<=\w)[^\S\n]"
    r"(?P<who>{who_that}[^\S\n][^;:,“”«»\"]{2,90}))$"
)
_DETERMINED = Frame(r"{determiner}\s(?P<noun>[^\W\d_].+)", re.IGNORECASE)
_OWN_RECORDS = Frame(r"{their}\s(?:\w+\s)?{records}", re.IGNORECASE)
_BARE = re.compile(r"[A-ZÁÉÍÓÚÑ][\w’'-]+(?:\s[\w’'-]+){0,3}")
_PREPOSITION = Frame(r"{opens_no_subject}\b", re.IGNORECASE)
_NO_SPEAKER = Frame(r"\b{no_speaker}$|\b{of_a_sentence}\b", re.IGNORECASE)


def noun_phrase(
    sentence: str, verb: int, bodies: Sequence[Mention], language: str
) -> Mention | None:
    """The noun phrase before the verb at `verb`, whatever it names: "two contractors told us"."""
    start = max(0, verb - 160)
    left = sentence[start:verb].rstrip()
    helping = _AUXILIARY.search(left)
    left = left[: helping.start()] if helping else left
    aside = _ASIDE.search(left)
    if aside:
        left = left[: aside.start()].rstrip()
    cut = max((found.end() for found in _BOUNDARY.finditer(left)), default=0)
    if cut == 0 and start > 0:
        return None
    return _noun(sentence, start + cut, start + len(left), bodies, start + cut == 0)


def _noun(
    sentence: str, start: int, end: int, bodies: Sequence[Mention], opens: bool = False
) -> Mention | None:
    words = sentence[start:end].rstrip()
    own = _OWN_RECORDS.fullmatch(words)
    if own:
        return Mention(start, start + len(words), persons.PRONOUN, False)
    named = _DETERMINED.fullmatch(words)
    noun = named["noun"] if named else words
    if not noun or len(noun.split()) > _LONGEST or _NO_SPEAKER.search(noun):
        return None
    if not named and (not opens or _PREPOSITION.match(words) or not _BARE.fullmatch(words)):
        return None
    if _PREPOSITION.match(noun) or persons.is_place(words):
        return None
    if _WHEN.match(noun) or any(map(str.isdigit, noun)):
        return None
    if speakers.is_no_name(noun) or persons.is_place(noun):
        return None
    begins, ends = start + len(words) - len(noun), start + len(words)
    whole = next((body for body in bodies if begins <= body.start and body.end == ends), None)
    if whole:
        return whole
    inside = [body for body in bodies if begins <= body.start < ends]
    for body in inside:
        if body.named and not body.relay and _BY.search(sentence, begins, body.start):
            return body  # "a study by Cristosal on the prisons"
    kinds = (body.kind for body in inside)
    return Mention(begins, ends, next(kinds, "none"), False)


_BY = Frame(r"\b{document}\s(?:\w+\s)?{by_an_author}\s(?:{the}\s)?$", re.IGNORECASE)
_WHEN = Frame(r"{time_of_day}\b", re.IGNORECASE)
_DOCUMENT = Frame(r"\b{document}\b", re.IGNORECASE)


def tells(sentence: str, verb: int) -> bool:
    """Whether a document is named shortly before a verb."""
    return _DOCUMENT.search(sentence, max(0, verb - 100), verb) is not None


def is_document(sentence: str, who: Mention) -> bool:
    """Whether a noun phrase names what can only tell, not act: a report, plans, e-mails."""
    return _DOCUMENT.search(sentence, who.start, who.end) is not None


_TAKES = Frame(r"\b{takes_a_noun}\s$")
_PHRASE_BEHIND = Frame(
    _MEANWHILE + r"{_}(?P<name>{determiner_behind}\s[^\W\d_][\w’'-]*(?:\s[\w’'-]+){0,4}?)"
    r"(?=[,;.:«»“”\"()—–]|$|\s{behind_a_phrase}\s)",
    re.IGNORECASE,
)


def phrase_behind(sentence: str, verb_end: int, bodies: Sequence[Mention]) -> Mention | None:
    """The noun phrase behind the verb that ends at `verb_end`: "…, admitió un custodio"."""
    found = _PHRASE_BEHIND.match(sentence, verb_end)
    if found is None or _TAKES.search(sentence, verb_end, found.start("name")):
        return None
    return _noun(sentence, *found.span("name"), bodies)
