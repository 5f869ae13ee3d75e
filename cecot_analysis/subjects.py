"""The subject of a verb of speech: a body, a person, a pronoun, or any other noun phrase."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from . import lexicon, mentions, speakers
from .mentions import Mention

_S = r"[^\S\n]+"
ARTICLE = (
    r"(?:(?:the|a|an|its|some|this|that|el|la|los|las|un|una|su|sus|propio|propia|est[ea]|es[ea])"
    r"[^\S\n]+){0,2}"
)
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
    return rf"(?:{_S}(?:{words}|[^\W_]+(?:ly|mente)))*"


@cache
def gaps(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What may stand between a subject and its verb: helping words; or an aside as well."""
    given = (
        rf"(?:{_S}(?:\w+(?:ad[oa]s?|id[oa]s?|ed)|seen|made|drawn|hech[oa]s?){_S}"
        rf"(?:[\w’'.-]+{_S}){{1,9}}?[\w’'.-]+)?"
    )
    helping = _helping(language)
    tail = rf"(?:{_S}(?:of|for|in|at|with|from|on|de|del|en|para)(?:{_S}[\w’'-]+){{1,5}}?)?"
    aside = (
        rf"(?:[^\S\n]*(?:,[^;]{{2,180}},|\([^)]{{2,60}}\)|[–—-]{_S}?[^;–—]{{2,180}}[–—-]|,"
        rf"|{_S}(?:who|which|que|quien){_S}[^,;]{{2,140}},))?"
    )
    who = rf"(?:,?{_S}(?:who|which|quien|quienes))?"
    brackets = r"(?:[^\S\n]*\([^)]{2,60}\))?"
    return (
        re.compile(rf"{brackets}{who}{helping}{_S}", re.IGNORECASE),
        re.compile(rf"{brackets}{tail}{given}{aside}{who}{helping}{_S}", re.IGNORECASE),
    )


@cache
def _no_subject(language: str) -> re.Pattern[str]:
    words = lexicon.one_of(_words("no_subject", language))
    return re.compile(rf"(?:{words}){_S}{ARTICLE}$", re.IGNORECASE)


_IN_PASSING = re.compile(r",\s(?:which|who|quien|que)\s[^,]*$")


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
        if mentions.COUNTRY.fullmatch(sentence, body.start, body.end) and not (
            body.start <= 4 and mentions.COUNTRY_SAYS.match(sentence, verb.start())
        ):
            continue
        if "," in sentence[body.end : verb.start()] and _IN_PASSING.search(sentence[: body.start]):
            continue
        if not _no_subject(language).search(sentence, max(0, body.start - 40), body.start):
            return body
    return None


QUOTED = re.compile(r"(?:[,—–?!…]|[”»’]|(?<=[\w.,!?])\")[”\"»’']?[^\S\n]*$")
COUNTED_BY = re.compile(r"[0-9][\w.,]*(?:\s\w+){1,4}\s?$|\b(?:los|las) que\s$")
_MEANWHILE = (
    rf"(?:,?{_S}(?:al?|ante|en|durante|est[ea]|es[ea]|hoy|ayer|anoche|hace|por|vía|mediante|tras"
    rf"|el{_S}(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo|mismo|pasado)|[^\W_]+mente"
    rf"|días|semanas|horas|también|además|to|in|on|last|late)\b(?:(?!\sque\s)[^,;.:“«]){{0,45}}?)?"
)
_TELLS = re.compile(r"t(?:old|ells?)", re.IGNORECASE)
_TO_WHOM = re.compile(rf"[^\S\n]*{_MEANWHILE}{_S}{ARTICLE}", re.IGNORECASE)
_OBJECT = re.compile(
    rf"\b(?:a|al|de|del|por|con|en|to|by|of|in)(?:{_S}(?:el|la|los|las|the|este|esta))?{_S}$"
)
_AFTER_WORD = re.compile(
    r"\b(?:que|como|y|lo que sí|lo que|donde|cuando|as|and|según(?:[^\S\n]+lo)?)[^\S\n]+$", re.I
)
_GOES_ON_EN = re.compile(
    r"(?!\s?[,.;:)”\"–—(]|$|\s(?:of|from|who|in|on|at|that|to"
    r"|the (?:same|next)|this|last|late|yesterday|when|while|as|after|before|during|with)\b)"
)


def behind(
    sentence: str, verb: re.Match[str], bodies: Sequence[Mention], language: str, spoken: bool
) -> Mention | None:
    """The subject behind its verb: "…, said X"; in Spanish also "Informó X que"."""
    if _TELLS.fullmatch(verb.group()):
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


_BOUNDARY = re.compile(
    r"[.:;!?,“”\"«»—–(]\s*|\b(?:that|and|but|as|while|when|where|because|since|though|although"
    r"|whereas|which|que|y|pero|como|cuando|donde|mientras|porque|aunque|pues|según)\s",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(
    r"(?<=\w)(?:\s(?:has|have|had|also|later|then|now|first|once|already|likewise|still|ha|han|había"
    r"|habían|también|además|ya|lo|la|los|las|les?|nos|[^\W_]+(?:ly|mente)))+$"
)
_ASIDE = re.compile(
    r"(?:,[^\S\n][^;:,“”«»\"]{2,90},|\([^)]{2,60}\)|(?<=\w)[^\S\n]"
    r"(?P<who>(?:who|that|which|que|quien)[^\S\n][^;:,“”«»\"]{2,90}))$"
)
_DETERMINED = re.compile(
    r"(?:the|an?|some|several|two|three|four|five|six|many|most|other|his|her|its|their|one|both"
    r"|few|another|el|la|los|las|una?|unos|unas|sus?|dos|tres|varios|varias|otr[oa]s?|algun[oa]s)"
    r"\s(?P<noun>[^\W\d_].+)",
    re.IGNORECASE,
)
_BARE = re.compile(r"[A-ZÁÉÍÓÚÑ][\w’'-]+(?:\s[\w’'-]+){0,3}")
_PREPOSITION = re.compile(
    r"(?:in|on|at|by|of|to|for|from|with|under|after|before|since|during|until|last|this|that|these"
    r"|those|there|what|who|if|so|yet|en|el que|por|para|con|de|del|desde|hasta|tras|durante|al?"
    r"|ante|sobre|bajo|sin|entre|no|ya|se|hoy|ayer|\w+ly|\w+mente|\w+ing)\b",
    re.IGNORECASE,
)
_NO_SPEAKER = re.compile(
    r"\b(?:he|she|it|they|we|you|i|who|él|ella|ellos|ellas|nosotros|yo|usted|day|days|week|month"
    r"|year|years|time|hour|days|lunes|martes|miércoles|jueves|viernes|sábado|domingo|mes|año|años"
    r"|semana|semanas|prisons?|jails?|cells?|country|facility|cárcel(?:es)?|penal(?:es)?|país|vez|día|días|noche|tarde|mañana|\w+(?:ción|dad|miento|encia|ancia))$"
    r"|\b(?:is|are|was|were|has|have|had|not|to|will|would|can|could|be|been|es|son|fue|fueron|ha"
    r"|han|no|se|había|habían|está|están|estaba|ser|haber|al?)\b",
    re.IGNORECASE,
)


def noun_phrase(
    sentence: str, verb: int, bodies: Sequence[Mention], language: str
) -> Mention | None:
    """The noun phrase before the verb at `verb`, whatever it names: "two contractors told us"."""
    start = max(0, verb - 160)
    left = sentence[start:verb].rstrip()
    left = _AUXILIARY.sub("", left)
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
    named = _DETERMINED.fullmatch(words)
    noun = named["noun"] if named else words
    if not noun or len(noun.split()) > _LONGEST or _NO_SPEAKER.search(noun):
        return None
    if not named and (not opens or _PREPOSITION.match(words) or not _BARE.fullmatch(words)):
        return None
    if _WHEN.match(noun) or any(map(str.isdigit, noun)):
        return None
    if speakers.is_no_name(noun) or mentions.is_place(noun):
        return None
    begins, ends = start + len(words) - len(noun), start + len(words)
    whole = next((body for body in bodies if begins <= body.start and body.end == ends), None)
    if whole:
        return whole
    kinds = (body.kind for body in bodies if begins <= body.start < ends)
    return Mention(begins, ends, next(kinds, "none"), False)


_WHEN = re.compile(r"(?:mañana|tarde|noche|madrugada|víspera|semana|pasad[oa])\b", re.IGNORECASE)
_DOCUMENT = re.compile(
    r"\b(?:reports?|stud(?:y|ies)|documents?|papers?|plans|permits?|memos?|records?|investigation"
    r"|survey|analysis|letters?|e-?mails?|filings?|figures?|data|statistics|counts?|tally|files?"
    r"|informes?|reportes?|estudios?|documentos?|papeles|planos|expedientes?|investigaci[oó]n"
    r"|cartas?|correos?|balances?|registros?|cifras?|datos|estad[ií]sticas?|document\w+)\b",
    re.IGNORECASE,
)


def tells(sentence: str, verb: int) -> bool:
    """Whether a document is named shortly before a verb."""
    return _DOCUMENT.search(sentence, max(0, verb - 100), verb) is not None


def is_document(sentence: str, who: Mention) -> bool:
    """Whether a noun phrase names what can only tell, not act: a report, plans, e-mails."""
    return _DOCUMENT.search(sentence, who.start, who.end) is not None


_PHRASE_BEHIND = re.compile(
    rf"{_MEANWHILE}{_S}(?P<name>(?:el|la|los|las|una?|unos|unas|sus?|otr[oa]|the|an?|one|two)\s"
    r"[^\W\d_][\w’'-]*(?:\s[\w’'-]+){0,4}?)"
    r"(?=[,;.:«»“”\"()—–]|$|\s(?:que|en|al?|ante|durante|tras|est[ea]|hoy|ayer|sobre|para|con|y|who"
    r"|cuando|mediante|por|in|on|at|from|after|as|with|and|when|during)\s)",
    re.IGNORECASE,
)


def phrase_behind(sentence: str, verb_end: int, bodies: Sequence[Mention]) -> Mention | None:
    """The noun phrase behind the verb that ends at `verb_end`: "…, admitió un custodio"."""
    found = _PHRASE_BEHIND.match(sentence, verb_end)
    return _noun(sentence, *found.span("name"), bodies) if found else None
