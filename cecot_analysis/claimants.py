"""Who says a figure: the body as written, its kind, and how it is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from . import lexicon

_MODIFIERS = r"(?:[\w’'.-]+[^\S\n]+){0,3}?"
_TITLE = r"(?:[A-ZÁÉÍÓÚÑ][\w’'.-]*\.?)"
_PERSON = re.compile(
    rf"{_TITLE}(?:[^\S\n]+(?:de[^\S\n]+la[^\S\n]+|de[^\S\n]+|van[^\S\n]+)?{_TITLE}){{1,3}}"
)
_DETERMINERS = re.compile(
    r"^(?:(?:the|a|an|some|el|la|los|las|un|una|its|their|their own|sus|su|unas|unos|al|del)\s+)+",
    re.IGNORECASE,
)
_END_OF_NAME = re.compile(
    r"\s(?:that|which|who|and|but|is|are|was|were|has|have|had|que|y|es|son|ha|han|hay|en|in)\s"
)


@dataclass(frozen=True)
class Claimant:
    """Who says it: `name` as written, its kind, and the basis (stated, carried_over, none)."""

    name: str | None
    kind: str
    basis: str


NOBODY = Claimant(None, "none", "none")


@dataclass(frozen=True)
class Mention:
    """A body named in a sentence at `start:end`, with its kind; `relay` passes on others' counts."""

    start: int
    end: int
    kind: str
    relay: bool


@cache
def _named(language: str) -> list[tuple[re.Pattern[str], dict[str, Any]]]:
    return [
        (_as_name(lexicon.phrases(entry, language)), entry)
        for entry in lexicon.read("claimants")["bodies"]
    ]


def _as_name(phrases: list[str]) -> re.Pattern[str]:
    """Names keep their capitals: "TIME" the magazine is not "time"."""
    return re.compile(lexicon.any_of(phrases))


@cache
def _headed(language: str) -> list[tuple[re.Pattern[str], dict[str, Any]]]:
    patterns = []
    for entry in lexicon.read("claimants")["heads"]:
        heads = lexicon.any_of(lexicon.phrases(entry, language))
        patterns.append((re.compile(_noun_phrase(heads, language), re.IGNORECASE), entry))
    return patterns


def _noun_phrase(heads: str, language: str) -> str:
    adjective = (
        r"(?:(?-i:[A-Z][\w’'.-]+)|[\w-]+[’']s|international|foreign|interior|public|defen[cs]e|humanitarian|watchdog|local|national|human|rights|senior|prison|security|"
        r"justice|police|state|federal|independent|legal|law|political|immigration|(?-i:US|U\.S\.))"
    )
    if language == "es":
        tail = r"(?:[^\S\n]+(?:de[^\S\n]+)?(?:salvadoreñ\w*|oficial\w*|(?-i:[A-ZÁÉÍÓÚÑ][\w.-]+)(?:[^\S\n]+(?:(?:y|de)[^\S\n]+)?(?-i:[A-ZÁÉÍÓÚÑ][\w.-]+)){0,4})){0,2}"
        return rf"(?<![^\W_])(?:{heads}){tail}"
    tail = r"(?:[^\S\n]+(?:of|for|on|at)[^\S\n]+(?:the[^\S\n]+)?(?-i:[A-Z][\w.-]+)(?:[^\S\n]+(?:(?:and|of)[^\S\n]+)?(?-i:[A-Z][\w.-]+)){0,4})?(?:[^\S\n]+(?-i:[A-Z][a-zé]+[^\S\n]+[A-Z][a-zé]+))?"
    return rf"(?<![^\W_])(?:{adjective}[^\S\n]+){{0,4}}(?:{heads}){tail}"


@lru_cache(maxsize=32)  # the numbers of one sentence ask one after another
def mentions(sentence: str, language: str) -> tuple[Mention, ...]:
    """The bodies and people named in `sentence`, in order, without overlap."""
    found: list[Mention] = []
    for patterns, extra in ((_named(language), 0), (_headed(language), 1)):
        for pattern, entry in patterns:
            for match in pattern.finditer(sentence):
                start = match.start() + _leading(match.group())
                found.append(
                    Mention(start, match.end(), entry["kind"], bool(entry.get("relay", False)))
                )
    found.sort(key=lambda mention: (mention.start, -mention.end))
    kept: list[Mention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
        elif mention.end > kept[-1].end:
            last = kept[-1]
            kept[-1] = Mention(last.start, mention.end, last.kind, last.relay and mention.relay)
    return tuple(kept)


def _leading(name: str) -> int:
    found = _DETERMINERS.match(name)
    return found.end() if found else 0


@cache
def _patterns(language: str) -> dict[str, re.Pattern[str]]:
    words = lexicon.read("claimants")
    article = r"(?:(?:the|a|an|el|la|los|las|un|una|al|del|its|some)[^\S\n]+)?"
    kinds = {
        name: re.compile(
            rf"(?:{lexicon.any_of(words[name][language])})[^\S\n]+(?:to[^\S\n]+)?{article}"
            r"(?:[\w’'.-]+[^\S\n]+){0,4}$",
            re.IGNORECASE,
        )
        for name in ("introduces", "cites")
    }
    verbs = lexicon.any_of(words["verbs"][language])
    kinds["verb"] = re.compile(
        r"(?:[^\S\n]*(?:,[^,.;]{2,70},|\([^)]{2,40}\)))?"
        r"(?:[^\S\n]+(?:has|have|had|ha|han|había|habían|also|have also|has also|also have|later|"
        r"que|se|recently|estimates that|on \w+|este \w+|también|ya|claims? to have|itself|data|"
        rf"figures|datos))*[^\S\n]+(?:{verbs})",
        re.IGNORECASE,
    )
    kinds["verb_before"] = re.compile(
        rf"(?:{verbs})[^\S\n]+(?:a[^\S\n]+)?{article}(?:[\w’'.-]+[^\S\n]+){{0,4}}$",
        re.IGNORECASE,
    )
    kinds["possessive"] = re.compile(
        r"['’]s?[^\S\n]+(?:\w+[^\S\n]+)?(?:figures|data|count|tally|estimates?|numbers|records|statistics|own (?:figures|count|data))",
        re.IGNORECASE,
    )
    kinds["pronoun"] = re.compile(
        rf"^[\"“«]?(?:{lexicon.any_of(words['pronouns'][language])})"
        rf"(?:[^\S\n]+(?:also|has|have|had|ha|también|además|later|ya|que|se))*"
        rf"(?:[^\S\n]+(?:{verbs}))",
        re.IGNORECASE,
    )
    kinds["pronoun_alone"] = re.compile(
        rf"^[\"“«]?(?:{lexicon.any_of([p for p in words['pronouns'][language] if '(agregó' in p or 'también (' in p or 'además (' in p])})",
        re.IGNORECASE,
    )
    kinds["continues"] = re.compile(
        rf"^(?:{lexicon.any_of(words['continues'][language])})", re.IGNORECASE
    )
    return kinds


def _role(
    sentence: str,
    mention: Mention,
    span: tuple[int, int],
    others: Sequence[tuple[int, int]],
    language: str,
) -> float | None:
    """How near the mention is to the number in a role that claims it; None for no such role."""
    patterns = _patterns(language)
    left, right = sentence[max(0, mention.start - 110) : mention.start], sentence[mention.end :]
    before = mention.end <= span[0]
    gap = span[0] - mention.end if before else mention.start - span[1]
    stop = sentence[mention.end : span[0]] if before else sentence[span[1] : mention.start]
    if ";" in stop:
        return None
    if patterns["cites"].search(left):
        return gap - 500
    if patterns["introduces"].search(left):
        answered = before and any(other[1] < mention.start for other in others)
        return gap + (80 if answered else -40)
    verb = patterns["verb"].match(right)
    if patterns["possessive"].match(right):
        return gap
    if verb and before and mention.end + verb.end() <= span[0]:
        return gap
    trailing = bool(re.search(r"[,”\"»—–][^\S\n]*(?:[\w’'.-]+[^\S\n]+){0,4}$", left))
    if verb and not before and trailing:
        return gap
    inverted = patterns["verb_before"].search(left)
    if inverted and not before and re.search(r"[,”\"»—–][^\S\n]*$", left[: inverted.start()]):
        return gap
    if before and mention.start <= 4 and right.startswith(":"):
        return gap
    if inverted and before and language == "es" and not left[: inverted.start()].strip():
        return gap
    return None


def _stated(
    sentence: str, span: tuple[int, int], others: Sequence[tuple[int, int]], language: str
) -> Claimant:
    best: tuple[float, Mention] | None = None
    for mention in mentions(sentence, language):
        if mention.start < span[1] and span[0] < mention.end:
            continue
        gap = _role(sentence, mention, span, others, language)
        if gap is None:
            continue
        rank = gap + (1_000 if mention.relay else 0)
        if best is None or rank < best[0]:
            best = rank, mention
    if best is None:
        return _introduced(sentence, span, language)
    return Claimant(sentence[best[1].start : best[1].end], best[1].kind, "stated")


@cache
def _openers(language: str) -> re.Pattern[str]:
    words = ["according to"] if language == "en" else ["según", "de acuerdo con", "de acuerdo a"]
    return re.compile(
        rf"(?:{lexicon.any_of(words)})[^\S\n]+(?P<name>[^,.;:()\n“”\"]{{3,70}})", re.IGNORECASE
    )


def _introduced(sentence: str, span: tuple[int, int], language: str) -> Claimant:
    """A claimant that the lexicon does not know, as it stands after "according to"."""
    for found in _openers(language).finditer(sentence):
        name = found["name"]
        name = name[_leading(name) :]
        person = _PERSON.match(name)
        if person:
            return Claimant(person.group(), "expert", "stated")
        words = _END_OF_NAME.split(name)[0].split()
        if 0 < len(words) <= 8:
            return Claimant(name[: name.index(words[-1]) + len(words[-1])], "none", "stated")
    return NOBODY


def read(
    sentence: str,
    span: tuple[int, int],
    others: Sequence[tuple[int, int]],
    before: Sequence[str],
    same_paragraph: bool,
    language: str,
) -> Claimant:
    """Who claims the number at `span` of `sentence`.

    `before` are the sentences before it: where this one goes on with "The organisation adds" or
    "A smaller group", the claimant named there is carried over. Of a report passed on, the one
    who counts is named, not the one who relays. Nobody is ever guessed.
    """
    patterns = _patterns(language)
    anaphora = patterns["pronoun"].match(sentence) or (
        language == "es" and patterns["pronoun_alone"].match(sentence)
    )
    if anaphora and anaphora.end() <= span[0]:
        carried = _carried(before[-3:], language)
        if carried.name:
            return carried
    stated = _stated(sentence, span, others, language)
    if stated.name or not same_paragraph or not patterns["continues"].match(sentence):
        return stated
    return _carried(before[-1:], language)


def continues(sentence: str, language: str) -> bool:
    """Whether `sentence` opens by going on with the one before: "Of these", "De ellos"."""
    return _patterns(language)["continues"].match(sentence) is not None


def _carried(before: Sequence[str], language: str) -> Claimant:
    for sentence in reversed(before):
        claimant = _stated(sentence, (len(sentence), len(sentence)), (), language)
        if not claimant.name:
            claimant = _stated(sentence, (0, 0), (), language)
        if claimant.name:
            return Claimant(claimant.name, claimant.kind, "carried_over")
    return NOBODY
