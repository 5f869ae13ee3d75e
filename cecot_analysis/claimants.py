"""Who says a figure: the body as written, its kind, and how it is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from . import lexicon, mentions, sightings
from .mentions import Mention


@dataclass(frozen=True)
class Claimant:
    """Who says it: `name` as written, its kind, and the basis (stated, carried_over, none)."""

    name: str | None
    kind: str
    basis: str


NOBODY = Claimant(None, "none", "none")


@cache
def _patterns(language: str) -> dict[str, re.Pattern[str]]:
    words = lexicon.read("claimants")
    article = r"(?:(?:the|a|an|el|la|los|las|un|una|al|del|its|some)[^\S\n]+)?"
    kinds = {
        name: re.compile(
            rf"{lexicon.one_of(words[name][language])}[^\S\n]+(?:to[^\S\n]+)?{article}"
            r"(?:[\w’'.-]+[^\S\n]+){0,4}$",
            re.IGNORECASE,
        )
        for name in ("introduces", "cites")
    }
    verbs = lexicon.one_of(words["verbs"][language])
    kinds["verb"] = re.compile(
        r"(?:[^\S\n]+(?:of|for|in|at|with|from|de|del|en|para)(?:[^\S\n]+[\w’'-]+){1,5}?)?"
        r"(?:[^\S\n]*(?:,[^,.;]{2,90},|\([^)]{2,40}\)|,))?"
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
        r"['’]s?[^\S\n]+(?:\w+[^\S\n]+)?(?:figures|data|count|tally|estimates?"
        r"|numbers|records|statistics|own (?:figures|count|data))",
        re.IGNORECASE,
    )
    kinds["pronoun"] = re.compile(
        rf"^[\"“«]?(?:{lexicon.any_of(words['pronouns'][language])})"
        rf"(?:[^\S\n]+(?:also|has|have|had|ha|también|además|later|ya|que|se))*"
        rf"(?:[^\S\n]+(?:{verbs}))",
        re.IGNORECASE,
    )
    speech = lexicon.any_of(words["speech"][language])
    kinds["pronoun_trailing"] = re.compile(
        rf"[,”\"»—–][^\S\n]*(?:{lexicon.any_of(words['pronouns'][language])}"
        rf"[^\S\n]+(?:also[^\S\n]+)?)(?:{speech})"
        if language == "en"
        else rf"[,”\"»—–][^\S\n]*(?:{speech})(?:[^\S\n]+(?:también|además))?[^\S\n]*[.,;]",
        re.IGNORECASE,
    )
    alone = [
        p for p in words["pronouns"][language] if re.search(r"\(agreg|también \(|además \(", p)
    ]
    kinds["pronoun_alone"] = re.compile(rf"^[\"“«]?(?:{lexicon.any_of(alone)})", re.IGNORECASE)
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
    left, right = sentence[max(0, mention.start - _LEFT) : mention.start], sentence[mention.end :]
    before = mention.end <= span[0]
    gap = span[0] - mention.end if before else mention.start - span[1]
    stop = sentence[mention.end : span[0]] if before else sentence[span[1] : mention.start]
    if ";" in stop:
        return None
    seen = sightings.of(sentence, language)
    if _before(seen, "cites", mention) and patterns["cites"].search(left):
        return gap - 500
    if _before(seen, "introduces", mention) and patterns["introduces"].search(left):
        answered = before and any(other[1] < mention.start for other in others)
        return gap + (80 if answered else -40)
    verb = patterns["verb"].match(right) if _behind(seen, "verbs", mention) else None
    if mentions.COUNTRY.fullmatch(sentence, mention.start, mention.end):
        return gap if before and mention.start <= 4 and _COUNTRY_SAYS.match(right) else None
    if before and _FOR.fullmatch(left):
        return gap
    if patterns["possessive"].match(right):
        return gap
    if verb and before and mention.end + verb.end() <= span[0]:
        return gap
    if before and mention.start <= 4 and right.startswith(":"):
        return gap
    if before and _FIGURES.search(sentence, mention.start, mention.end) and left.endswith("by "):
        return gap
    if not before:
        return gap if _trails(sentence, mention, verb, patterns, others) else None
    inverted = _before(seen, "verbs", mention) and patterns["verb_before"].search(left)
    if inverted and left[: inverted.start()].strip()[-1:] in ("", ","):
        return gap if language == "es" or right.startswith(",") else None
    return None


def _before(seen: sightings.Seen, part: str, mention: Mention) -> bool:
    """Whether words of that part of the lexicon stand in the `_LEFT` characters before."""
    found = seen.get(f"claimants.{part}", sightings.NOTHING)
    return any(
        match.start() < mention.start and match.end() > mention.start - _LEFT for _, match in found
    )


def _behind(seen: sightings.Seen, part: str, mention: Mention) -> bool:
    found = seen.get(f"claimants.{part}", sightings.NOTHING)
    return bool(found) and found[-1][1].end() > mention.end


_LEFT = 110  # characters before a body in which what gives it the word may stand
_COUNTRY_SAYS = re.compile(
    r"[^\S\n]+(?:has[^\S\n]+|ha[^\S\n]+)?(?:said|says|claims|claimed|insists|announced|reported|reports"
    r"|dice|dijo|asegur\w+|inform\w+|afirm\w+|report\w+|anunci\w+)\b"
)
_FOR = re.compile(r"\W*Para[^\S\n]+(?:(?:el|la|los|las)[^\S\n]+)?")
_FIGURES = re.compile(r"\b(?:figures|counts?|data|estimates?|tall(?:y|ies)|statistics)\b")
_TRAILING = re.compile(r"[,”\"»—–:][^\S\n]*(?:[\w’'.-]+[^\S\n]+){0,4}$")
_CLAUSE_OPENS = re.compile(
    r"[,”\"»—–][^\S\n]*(?:though|although|but|while|whereas|and|aunque|pero|mientras|y|when|cuando"
    r"|after|tras)\b[^,”\"»—–]*$",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\b(?:that|which|whom|que)[^\S\n]+(?:(?:the|el|la|los|las)[^\S\n]+)?$")


def _trails(
    sentence: str,
    mention: Mention,
    verb: re.Match[str] | None,
    patterns: dict[str, re.Pattern[str]],
    others: Sequence[tuple[int, int]],
) -> bool:
    """Whether a body behind the number claims it: "…, X said", "… that X counted", "(X)"."""
    left, right = sentence[max(0, mention.start - _LEFT) : mention.start], sentence[mention.end :]
    if left.endswith("(") and right.startswith(")"):
        return True
    if left.rstrip().endswith((":", "–", "—", "|")) and not right.strip(' ."”»'):
        return True
    if verb and _RELATIVE.search(left):
        return True
    if verb and _TRAILING.search(left) and not _CLAUSE_OPENS.search(left):
        later = [other[0] for other in others if other[0] >= mention.end + verb.end()]
        return not later or "," in sentence[mention.end + verb.end() : later[0]]
    inverted = patterns["verb_before"].search(left)
    return bool(inverted and re.search(r"[,”\"»—–][^\S\n]*$", left[: inverted.start()]))


def _stated(
    sentence: str, span: tuple[int, int], others: Sequence[tuple[int, int]], language: str
) -> Claimant:
    best: tuple[float, Mention] | None = None
    for mention in mentions.find(sentence, language):
        if mention.start < span[1] and span[0] < mention.end:
            continue
        gap = _role(sentence, mention, span, others, language)
        if gap is None:
            continue
        rank = gap + (1_000 if mention.relay else 0)
        if best is None or rank < best[0]:
            best = rank, mention
    if best is None:
        found = mentions.introduced(sentence, language)
        return Claimant(*found, "stated") if found else NOBODY
    return Claimant(sentence[best[1].start : best[1].end], best[1].kind, "stated")


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
    trailing = patterns["pronoun_trailing"].search(sentence)
    if trailing or (anaphora and anaphora.end() <= span[0]):
        carried = _carried(before[-3:], language)
        if carried.name:
            return carried
    stated = _stated(sentence, span, others, language)
    if stated.name and _GENERIC.fullmatch(stated.name):
        carried = _carried(before[-3:], language)
        return carried if carried.name else stated
    if stated.name or not patterns["continues"].match(sentence):
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
        if claimant.name and not _GENERIC.fullmatch(claimant.name):
            return Claimant(claimant.name, claimant.kind, "carried_over")
    return NOBODY


_GENERIC = re.compile(
    r"(?:(?:same )?(?:group|organi[sz]ation|report|NGO|agency|commission|study|document)"
    r"|(?:mism[oa] )?(?:organización|ONG|institución|entidad|informe|reporte|estudio|documento))",
    re.IGNORECASE,
)
