"""The bodies and people that a sentence names, whether or not they claim anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from . import lexicon, offices, persons, sightings
from .frames import Frame, filled
from .persons import COUNTRY, HEADLINE, Mention, is_name, leading

Named = tuple[re.Pattern[str], dict[str, Any]]


@cache
def _named(language: str) -> list[Named]:
    return [
        (_as_name(lexicon.phrases(entry, language), entry["kind"]), entry)
        for entry in lexicon.read("claimants")["bodies"]
    ]


_BRANCH = r"(?:{_}{country})?"  # "Amnesty International El Salvador"


def _as_name(phrases: list[str], kind: str) -> re.Pattern[str]:
    """Names keep their capitals: "TIME" the magazine is not "time"."""
    branch = filled(_BRANCH) if kind in ("ngo", "igo") else ""
    return re.compile(lexicon.one_of(phrases) + branch)


@cache
def _headed(language: str) -> list[Named]:
    patterns = []
    for entry in lexicon.read("claimants")["heads"]:
        heads = lexicon.one_of(lexicon.phrases(entry, language))
        patterns.append((re.compile(_noun_phrase(heads, language), re.IGNORECASE), entry))
    return patterns


_ADJECTIVES = 4  # words before a head
_OWNS = re.compile(r"[’']s\b")
_START = r"(?<![^\W_])"
_NO_PART = r"(?!{no_part_of_a_body}\b)"
_CAPITALISED = rf"(?-i:{HEADLINE}{_NO_PART}[A-Z][\w.-]+)"
_NAMED_OF = (
    r"(?:{_}{head_of}{_}(?:{the}{_})?"
    + _CAPITALISED
    + "(?:{_}(?:{head_and}{_})?"
    + _CAPITALISED
    + r"){0,4})?"
)
_NAME_BEHIND = r"(?:{_}(?-i:" + HEADLINE + r"[A-Z][\w’'-]+)){0,4}"
_BEFORE_HEAD = (
    r"(?:(?:(?-i:" + HEADLINE + r"[A-Z][\w’'.-]+)|[\w-]+[’']s|{adjective}|(?-i:US|U\.S\.)){_}){0,4}"
)
_BEHIND_HEAD = (
    r"(?:{_}(?:{head_link}{_})?(?:{adjective}|(?-i:" + _NO_PART + r"[A-ZÁÉÍÓÚÑ][\w.-]+))){0,7}"
)


def _noun_phrase(heads: str, language: str) -> str:
    if language == "es":
        return rf"{_START}(?:{heads})" + filled(_BEHIND_HEAD, language)
    before, behind = filled(_BEFORE_HEAD, language), filled(_NAMED_OF + _NAME_BEHIND, language)
    return rf"{_START}{before}(?:{heads}){behind}"


@cache
def kind_of(surname: str) -> str:
    """The kind of the body in whose name in the lexicon a surname stands; else an expert."""
    for entry in lexicon.read("claimants")["bodies"]:
        if any(re.search(rf"\b{re.escape(surname)}\b", name) for name in lexicon.both(entry)):
            return str(entry["kind"])
    return "expert"


def named(sentence: str, language: str, person: bool) -> tuple[Mention, ...]:
    """Those whom `sentence` calls by name: people with their offices, or bodies without people."""
    if person:
        return tuple(one for one in find(sentence, language) if is_name(sentence, one))
    return tuple(
        Mention(*match.span(), entry["kind"], "relay" in entry, True)
        for match, entry in _around("bodies", _named(language), sentence, language)
    )


# a point that ends the sentence, not an abbreviation
_STOP = re.compile(r"(?:[a-zñáéíóú]{3}|[A-Z]{3}|\b[A-ZÁÉÍÓÚÑ][a-zñáéíóú]{2})\.$")


@lru_cache(maxsize=32)  # the numbers of one sentence ask one after another
def find(sentence: str, language: str) -> tuple[Mention, ...]:
    """The bodies and people named in `sentence`, in order, without overlap."""
    found: list[Mention] = []
    nobody = lexicon.matcher("claimants", "no_bodies", "both")
    for part, patterns in (("bodies", _named(language)), ("heads", _headed(language))):
        named = part == "bodies"
        for match, entry in _around(part, patterns, sentence, language):
            if named or not nobody.match(sentence, match.start()):
                told = 0 if named else _told(match)
                start = match.start() + (0 if named else told or leading(match.group()))
                end = match.end() - (_STOP.search(match.group()) is not None)
                if told:
                    found.append(Mention(start, end, "expert", False))
                    continue
                found.append(Mention(start, end, entry["kind"], "relay" in entry, named))
    found += persons.people(sentence, found)
    found.sort(key=lambda mention: (mention.start, -mention.end))
    kept: list[Mention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
        elif mention.end > kept[-1].end:
            kept[-1] = offices.joined(kept[-1], mention, kept[-1].relay and mention.relay)
        elif (
            mention.named
            and not kept[-1].named
            and not COUNTRY.fullmatch(sentence, mention.start, mention.end)
        ):
            goes_on = not (mention.relay and kept[-1].relay)  # "the Associated Press reports"
            end = kept[-1].end if goes_on else mention.end
            kept[-1] = Mention(kept[-1].start, end, mention.kind, mention.relay, True)
        elif kept[-1].kind == "none" or (
            kept[-1].relay and _OWNS.match(sentence, mention.end)
        ):  # "the ministry's own database", "the ministry's website"
            kept[-1] = kept[-1]._replace(kind=mention.kind, relay=False)
    return tuple(offices.beside(sentence, kept))


_TOLD = Frame(r"{who_is_told}\s(?=[A-ZÁÉÍÓÚÑ])")
_TO = Frame(r"\s{tells_to}\s$")


def _told(match: re.Match[str]) -> int:
    """How much of "periodistas Ana Paz", in "dijo a periodistas Ana Paz", is who was told."""
    if not _TO.search(match.string, max(0, match.start() - 8), match.start()):
        return 0
    told = _TOLD.match(match.group())
    return told.end() if told else 0


def _around(
    part: str, patterns: list[Named], sentence: str, language: str
) -> Iterator[tuple[re.Match[str], dict[str, Any]]]:
    """What the patterns find, looked for only where a phrase of theirs stands."""
    ends: dict[int, int] = {}
    sought = sightings.of(sightings.CLAIMANTS, sentence, language).get(part, sightings.NOTHING)
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
