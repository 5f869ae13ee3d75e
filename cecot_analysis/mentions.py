"""The bodies and people that a sentence names, whether or not they claim anything."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from . import lexicon, sightings
from .frames import Frame, filled

_HEADLINE = r"(?!{headline}\b)"  # verbs and prepositions that headlines write with a capital
_TITLE = rf"(?:{_HEADLINE}[A-ZÁÉÍÓÚÑ][\w’'-]*[a-zñáéíóú])"
# the capital first: whatever is none is passed over at once
_FIRST = r"(?:[A-ZÁÉÍÓÚÑ](?<!(?=(?:The|{headline})\b).)[\w’'-]*[a-zñáéíóú])"
PERSON = Frame(_FIRST + r"(?:{_}(?:{links_a_surname}{_})?" + _TITLE + "){1,4}")
_DETERMINERS = Frame(r"^(?:{before_a_name}\s+)+", re.IGNORECASE)
_APPOSED = Frame(r",{_}(?:(?!{ends_an_office})[\w’'-]+{_}){0,5}?(?:{office_of}{_})?(?:{the}{_})?")
COUNTRY = Frame("{country}")
COUNTRY_SAYS = Frame(r"{country_says}\b")
PRONOUN, SURNAME = "pronoun", "surname"  # kinds of mentions that only the text before explains


class Mention(NamedTuple):
    """A body at `start:end` of a sentence, with its kind; `relay` passes on others' counts."""

    start: int
    end: int
    kind: str
    relay: bool
    named: bool = False


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
_START = r"(?<![^\W_])"
_NO_PART = r"(?!{no_part_of_a_body}\b)"
_CAPITALISED = rf"(?-i:{_HEADLINE}{_NO_PART}[A-Z][\w.-]+)"
_NAMED_OF = (
    r"(?:{_}{head_of}{_}(?:{the}{_})?"
    + _CAPITALISED
    + "(?:{_}(?:{head_and}{_})?"
    + _CAPITALISED
    + r"){0,4})?"
)
_NAME_BEHIND = r"(?:{_}(?-i:" + _HEADLINE + r"[A-Z][\w’'-]+)){0,4}"
_BEFORE_HEAD = (
    r"(?:(?:(?-i:"
    + _HEADLINE
    + r"[A-Z][\w’'.-]+)|[\w-]+[’']s|{adjective}|(?-i:US|U\.S\.)){_}){0,4}"
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


def is_name(sentence: str, one: Mention) -> bool:
    """Whether a mention calls somebody by name, and not only "a minister"."""
    return one.named or PERSON.search(sentence, one.start, one.end) is not None


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
    found += _people(sentence, found)
    found.sort(key=lambda mention: (mention.start, -mention.end))
    kept: list[Mention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
        elif mention.end > kept[-1].end:
            kept[-1] = _joined(kept[-1], mention, kept[-1].relay and mention.relay)
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
    return tuple(_with_roles(sentence, kept))


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


def _people(sentence: str, known: Sequence[Mention]) -> list[Mention]:
    """Names of two words and more that the lexicon does not know: people, for want of better."""
    spans = [(mention.start, mention.end) for mention in known]
    return [
        Mention(*name.span(), "expert", False)
        for name in PERSON.finditer(sentence)
        if not any(name.start() < end and start < name.end() for start, end in spans)
        and not _is_no_person(name.group())
        and not is_place(name.group())
    ]


def _is_no_person(name: str) -> bool:
    return lexicon.matcher("claimants", "no_people", "both").search(name) is not None


def is_place(name: str) -> bool:
    places = (lexicon.matcher("places", key, "both") for key in ("home", "elsewhere"))
    return any(place.search(name) for place in places)


def _with_roles(sentence: str, found: Sequence[Mention]) -> list[Mention]:
    """A person and the office set beside the name are one: "Ana Paz, director of Cristosal"."""
    joined: list[Mention] = []
    for mention in found:
        last = joined[-1] if joined else None
        if last and _is_spelled_out(sentence, last, mention):  # "an NGO (Cristosal)"
            joined[-1] = mention._replace(start=last.start, end=mention.end + 1)
        elif (
            last
            and not COUNTRY.fullmatch(sentence, last.start, last.end)
            and not (last.relay or mention.relay)
            and _are_one(sentence, last, mention)
            and not _OWNS.match(sentence, mention.end)
            and not COUNTRY.fullmatch(sentence, mention.start, mention.end)
            and (mention.kind != "expert" or mention.start - last.end <= 12)
        ):
            joined[-1] = _joined(last, mention, False)
        else:
            joined.append(mention)
    return joined


def _is_spelled_out(sentence: str, head: Mention, body: Mention) -> bool:
    """Whether a body by name stands in brackets behind the word for what it is."""
    return (
        body.named
        and not head.named
        and body.kind == head.kind
        and sentence[head.end : body.start] == " ("
        and sentence.startswith(")", body.end)
    )


_OWNS = re.compile(r"['’]s\b")
_OF = Frame(r"{_}{person_of}{_}(?:{the}{_})?")


_SEVERAL = re.compile(r"[a-zà-ÿ]+s")  # "beaten by guards, Cristosal said"
_CAPITAL = Frame("{capital}")


def _are_one(sentence: str, first: Mention, second: Mention) -> bool:
    if first.kind == "expert" and second.named and _OF.fullmatch(sentence, first.end, second.start):
        return True
    if "none" in (first.kind, second.kind) or _CAPITAL.fullmatch(sentence, first.start, first.end):
        return False
    if second.named and _SEVERAL.fullmatch(sentence, first.start, first.end):
        return False
    is_body = first.named and first.kind in ("ngo", "igo", "media") and not second.named
    if is_body and _A.fullmatch(sentence, first.end, second.start):
        return False
    if {first.kind, second.kind} <= _ALIEN and first.kind != second.kind:
        return False  # "in the hands of the state, Cristosal said"
    people = lexicon.matcher("claimants", "known_people", "both")
    if all(people.search(sentence, one.start, one.end) for one in (first, second)):
        return False
    return _APPOSED.fullmatch(sentence, first.end, second.start) is not None


_A = Frame(r",{_}{a}(?:{_}[\w’'-]+)*{_}", re.IGNORECASE)  # "Cristosal, a group of lawyers"
_ALIEN = {"ngo", "igo", "media", "government", "court"}  # none is an office of another kind


def _joined(first: Mention, second: Mention, relay: bool) -> Mention:
    """Both as one: a body known by name tells the kind, then an office, a person last."""
    tells = (
        second
        if (second.named, second.kind != "expert") > (first.named, first.kind != "expert")
        else first
    )
    return Mention(first.start, second.end, tells.kind, relay, tells.named)


def leading(name: str) -> int:
    """How many characters of `name` are articles before it."""
    if COUNTRY.match(name):
        return 0
    before = lexicon.matcher("claimants", "no_part_of_a_name", "both").match(name)
    start = before.end() + 1 if before and name[before.end() : before.end() + 1] == " " else 0
    found = _DETERMINERS.match(name[start:])
    return start + (found.end() if found else 0)
