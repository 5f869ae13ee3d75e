"""The bodies and people that a sentence names, whether or not they claim anything."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from . import lexicon, sightings

_TITLE = r"(?:[A-ZÁÉÍÓÚÑ][\w’'-]*[a-zñáéíóú])"
PERSON = re.compile(
    rf"{_TITLE}(?:[^\S\n]+(?:de[^\S\n]+la[^\S\n]+|de[^\S\n]+|van[^\S\n]+)?{_TITLE}){{1,3}}"
)
_DETERMINERS = re.compile(
    r"^(?:(?:the|a|an|some|el|la|los|las|un|una|its|their|their own|sus|su|unas|unos|al|del)\s+)+",
    re.IGNORECASE,
)
_APPOSED = re.compile(
    r",[^\S\n]+(?:(?!which|who|that|que|quien|said|dijo|asegur|inform|afirm|señal|report|according|según|and|y)[\w’'-]+[^\S\n]+){0,5}?(?:(?:of|for|at|with|de|del|en)[^\S\n]+)?(?:(?:the|la|el|los)[^\S\n]+)?"
)
COUNTRY = re.compile(r"El Salvador|United States|Estados Unidos|EE\. ?UU\.")


@dataclass(frozen=True)
class Mention:
    """A body at `start:end` of a sentence, with its kind; `relay` passes on others' counts."""

    start: int
    end: int
    kind: str
    relay: bool


Named = tuple[re.Pattern[str], dict[str, Any]]


@cache
def _named(language: str) -> list[Named]:
    return [
        (_as_name(lexicon.phrases(entry, language)), entry)
        for entry in lexicon.read("claimants")["bodies"]
    ]


def _as_name(phrases: list[str]) -> re.Pattern[str]:
    """Names keep their capitals: "TIME" the magazine is not "time"."""
    return re.compile(lexicon.one_of(phrases))


@cache
def _headed(language: str) -> list[Named]:
    patterns = []
    for entry in lexicon.read("claimants")["heads"]:
        heads = lexicon.one_of(lexicon.phrases(entry, language))
        patterns.append((re.compile(_noun_phrase(heads, language), re.IGNORECASE), entry))
    return patterns


_GAP = r"[^\S\n]+"
_ADJECTIVES = 4  # words before a head
_CAPITALISED = r"(?-i:[A-Z][\w.-]+)"
_CAPITAL_ES = r"(?-i:[A-ZÁÉÍÓÚÑ][\w.-]+)"
_SPANISH_TAIL = (
    r"salvadoreñ\w*|oficial\w*|"
    rf"{_CAPITAL_ES}(?:{_GAP}(?:(?:y|de){_GAP})?{_CAPITAL_ES}){{0,4}}"
)
_ADJECTIVE = (
    r"(?:(?-i:[A-Z][\w’'.-]+)|[\w-]+[’']s|international|foreign|interior|public|defen[cs]e"
    r"|humanitarian|watchdog|local|national|human|rights|senior|prison|security|justice|police"
    r"|state|federal|independent|legal|law|political|immigration|(?-i:US|U\.S\.))"
)


def _noun_phrase(heads: str, language: str) -> str:
    start = r"(?<![^\W_])"
    if language == "es":
        return rf"{start}(?:{heads})(?:{_GAP}(?:de{_GAP})?(?:{_SPANISH_TAIL})){{0,2}}"
    more = rf"(?:{_GAP}(?:(?:and|of){_GAP})?{_CAPITALISED}){{0,4}}"
    of = rf"(?:{_GAP}(?:of|for|on|at){_GAP}(?:the{_GAP})?{_CAPITALISED}{more})?"
    name = rf"(?:{_GAP}(?-i:[A-Z][a-zé]+{_GAP}[A-Z][a-zé]+))?"
    return rf"{start}(?:{_ADJECTIVE}{_GAP}){{0,{_ADJECTIVES}}}(?:{heads}){of}{name}"


@lru_cache(maxsize=32)  # the numbers of one sentence ask one after another
def find(sentence: str, language: str) -> tuple[Mention, ...]:
    """The bodies and people named in `sentence`, in order, without overlap."""
    found: list[Mention] = []
    for part, patterns in (("bodies", _named(language)), ("heads", _headed(language))):
        for match, entry in _around(part, patterns, sentence, language):
            start = match.start() + (leading(match.group()) if part == "heads" else 0)
            found.append(
                Mention(start, match.end(), entry["kind"], bool(entry.get("relay", False)))
            )
    found += _people(sentence, found)
    found.sort(key=lambda mention: (mention.start, -mention.end))
    kept: list[Mention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
        elif mention.end > kept[-1].end:
            last = kept[-1]
            kept[-1] = Mention(last.start, mention.end, last.kind, last.relay and mention.relay)
    return tuple(_with_roles(sentence, kept))


def _around(
    part: str, patterns: list[Named], sentence: str, language: str
) -> Iterator[tuple[re.Match[str], dict[str, Any]]]:
    """What the patterns find, looked for only where a phrase of theirs stands."""
    ends: dict[int, int] = {}
    sought = sightings.of(sentence, language).get(f"claimants.{part}", sightings.NOTHING)
    for number, seen in sorted(sought, key=lambda sighting: sighting[0]):
        pattern, entry = patterns[number]
        end = ends.get(number, 0)
        if end >= seen.end():
            continue
        match = pattern.search(sentence, _adjectives(sentence, end, seen.start()))
        ends[number] = match.end() if match else len(sentence)
        if match:
            yield match, entry


def _adjectives(sentence: str, start: int, end: int) -> int:
    """Where the words begin that may stand before a head at `end`, but not before `start`."""
    if end <= start:
        return start
    before = sentence[start:end].rsplit(None, _ADJECTIVES)
    return start + len(before[0]) if len(before) > _ADJECTIVES else start


def _people(sentence: str, known: Sequence[Mention]) -> list[Mention]:
    """Names of two words and more that the lexicon does not know: people, for want of better."""
    spans = [(mention.start, mention.end) for mention in known]
    return [
        Mention(*name.span(), "expert", False)
        for name in PERSON.finditer(sentence)
        if not any(name.start() < end and start < name.end() for start, end in spans)
        and not name.group().startswith(("Ley ", "Plan ", "Centro ", "Barrio "))
        and not _is_place(name.group())
    ]


def _is_place(name: str) -> bool:
    places = (lexicon.matcher("places", key, "both") for key in ("home", "elsewhere"))
    return any(place.search(name) for place in places) or "Aragua" in name


def _with_roles(sentence: str, found: Sequence[Mention]) -> list[Mention]:
    """A person and the office set beside the name are one: "Ana Paz, director of Cristosal"."""
    joined: list[Mention] = []
    for mention in found:
        last = joined[-1] if joined else None
        if (
            last
            and not (last.relay or mention.relay)
            and _APPOSED.fullmatch(sentence, last.end, mention.start)
            and not COUNTRY.fullmatch(sentence, mention.start, mention.end)
            and (mention.kind != "expert" or mention.start - last.end <= 12)
        ):
            kind = mention.kind if last.kind == "expert" else last.kind
            joined[-1] = Mention(last.start, mention.end, kind, False)
        else:
            joined.append(mention)
    return joined


def leading(name: str) -> int:
    """How many characters of `name` are articles before it."""
    found = None if COUNTRY.match(name) else _DETERMINERS.match(name)
    return found.end() if found else 0


_END_OF_NAME = re.compile(
    r"\s(?:that|which|who|and|but|is|are|was|were|has|have|had|que|y|es|son|ha|han|hay|en|in)\s"
)


@cache
def _openers(language: str) -> re.Pattern[str]:
    words = ["according to"] if language == "en" else ["según", "de acuerdo con", "de acuerdo a"]
    return re.compile(
        rf"(?:{lexicon.any_of(words)})[^\S\n]+(?P<name>[^,.;:()\n“”\"]{{3,70}})", re.IGNORECASE
    )


_BARE = re.compile(
    r"(?:datos?|cifras|informes?|reportes?|registros|figures|data|reports?|estimates|it|them|him|her|this)",
    re.IGNORECASE,
)


def introduced(sentence: str, language: str) -> tuple[str, str] | None:
    """Name and kind of a body that the lexicon does not know, as it stands after "according to"."""
    for found in _openers(language).finditer(sentence):
        name = found["name"]
        name = name[leading(name) :]
        person = PERSON.match(name)
        if person:
            return person.group(), "expert"
        words = _END_OF_NAME.split(name)[0].split()
        if (
            0 < len(words) <= 8
            and words[0] not in ("cual", "his", "her", "my", "sus", "su")
            and not _BARE.fullmatch(" ".join(words))
        ):
            return name[: name.index(words[-1]) + len(words[-1])], "none"
    return None
