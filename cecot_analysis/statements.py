"""Who claims a number in its own sentence: every claim there, and the one that is nearest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from . import mentions, sightings, speakers, speech
from .mentions import Mention
from .speech import IMMEDIATELY, RELATIVE, Claim
from .subjects import phrases

_S = r"[^\S\n]+"
_NAME_ENDS = re.compile(r"[,;:()“”\"«»\n]|\.\s|(?<=\w)\s(?:that|which|who|que|and|y|but|has|ha)\s")


_COUNTED = re.compile(
    r"['’]s?[^\S\n]+(?:\w+[^\S\n]+)?(?:figures|data|count|tally|estimates?|numbers|records"
    r"|statistics|own (?:figures|count|data))\b",
    re.IGNORECASE,
)
_FIGURES = re.compile(
    r"\b(?:figures?|counts?|data|estimates?|tall(?:y|ies)|statistics|cifras?|datos?|registros?)\b"
)
_QUOTES = re.compile(r"[^“”«»\":]{0,90}:\s?[“«\"]")
_IS = re.compile(rf"{_S}(?:was|is|were|are|stood at|stands at|es|era|fue|son|eran|va)\b")
_TURN = re.compile(r"[;,]\s(?:(?:and|but|y|e|pero)\s)?(?:(?:the|el|la|los|las)\s)?$")
_THEN = re.compile(r",\s(?:(?:at|in|en|con|a)\s)?(?:[^\W\d]+\s){0,2}[0-9]")  # "…; the police, 9"
_LABEL = re.compile(r"(?:\s\([^)]{2,20}\))?:")
_FOR = re.compile(r"\W*Para[^\S\n]+(?:(?:el|la|los|las)[^\S\n]+)?")


@lru_cache(maxsize=64)  # the numbers of one sentence ask one after another
def claims(sentence: str, language: str) -> tuple[Claim, ...]:
    """Every claim that the words of `sentence` make, in no particular order."""
    seen = sightings.of(sentence, language)
    if not any(f"claimants.{part}" in seen for part in _PARTS):
        return ()
    named = mentions.find(sentence, language)
    found = [*_introduced(sentence, seen, named, language), *_labels(sentence, named)]
    for _, verb in seen.get("claimants.verbs", sightings.NOTHING):
        if not any(body.start < verb.start() < body.end for body in named):
            found += speech.said(sentence, verb, named, language)
    for _, word in seen.get("claimants.participles", sightings.NOTHING):
        if sentence.startswith(" to ", word.end()):
            continue  # "adding to the 9 held before"
        who = Mention(word.start(), word.start(), mentions.PRONOUN, False)
        found.append(Claim(who, *word.span(), True, False, form="saying"))
    return tuple(found)


def bodies(sentence: str, language: str) -> tuple[Mention, ...]:
    """The bodies that `sentence` names, whether or not they claim anything."""
    seen = sightings.of(sentence, language)
    if "claimants.bodies" in seen or "claimants.heads" in seen:
        return mentions.find(sentence, language)
    return ()


_PARTS = ("bodies", "heads", "introduces", "cites", "verbs", "participles")


def _introduced(
    sentence: str, seen: sightings.Seen, bodies: Sequence[Mention], language: str
) -> Iterator[Claim]:
    """ "according to X", "figures from X", "citing X"."""
    for key, cost in (("cites", -500), ("introduces", -40)):
        for _, phrase in seen.get(f"claimants.{key}", sightings.NOTHING):
            who = _in_name(sentence, phrase.end(), bodies, language)
            if who is None and key == "introduces":
                who = speakers.introduced(sentence, phrase, language)
            if who:
                yield Claim(who, phrase.start(), who.end, True, True, cost, form=key)


def _in_name(sentence: str, start: int, bodies: Sequence[Mention], language: str) -> Mention | None:
    """The first body in the noun phrase at `start`: "figures given on Monday by the ministry"."""
    stop = _NAME_ENDS.search(sentence, start + 1)
    if (
        stop
        and stop.group().strip() in ("que", "that")
        and _GIVEN.search(sentence, start, stop.start())
    ):
        stop = _NAME_ENDS.search(sentence, stop.end())
    end = min(stop.start() if stop else len(sentence), start + 90)
    named = (b for b in bodies if start < b.end and b.start < end)
    body = next((b for b in named if not _TO_THEM.search(sentence, start, b.start)), None)
    if body is None:
        return None
    if _DOCUMENT.fullmatch(sentence, body.start, body.end):
        body = _author(sentence, body, bodies) or body
    if body.start < start:
        begins = start + 1 + mentions.leading(sentence[start + 1 : body.end])
        return replace(body, start=begins)
    words = sentence[start : body.start]
    if body.relay and phrases("seen_by", language).search(words):
        return None
    few = len(words.split()) <= 5 or _GIVEN.match(words)
    return body if few or phrases("given_by", language).search(words) else None


_GIVEN = re.compile(
    r"\s?(?:(?:los|las|the|sus|its)\s)?(?:datos|cifras|partes|registros|recuentos|conteos|figures|data|numbers|counts)\b"
)
_TO_THEM = re.compile(r"\sa(?:l|\s(?:la|los|las|est[ea]))\s$")
_DOCUMENT = re.compile(
    r"(?:\w+\s){0,2}?(?:report|study|document|investigation|documents|informe|reporte|estudio"
    r"|documento|investigación)",
    re.IGNORECASE,
)
_WRITTEN_BY = re.compile(
    r"\s(?:(?:published|released|issued|presented|written|made|publicad[oa]|presentad[oa]) )?"
    r"(?:(?:last|this|on|este|el)\s\w+\s)?(?:that|which|by|from|que|por|de)\s"
    r"(?:publicó |presentó )?(?:the |la |el |los )?"
)


def _author(sentence: str, document: Mention, bodies: Sequence[Mention]) -> Mention | None:
    """Whose a document is: "a study that Cristosal brought out"."""
    return next(
        (
            body
            for body in bodies
            if body.start > document.end
            and not body.relay
            and _WRITTEN_BY.fullmatch(sentence, document.end, body.start)
        ),
        None,
    )


def _labels(sentence: str, bodies: Sequence[Mention]) -> Iterator[Claim]:
    """ "X: 9 deaths", "9 deaths (X)", "9 deaths | X", "X's figures", "Para X, …"."""
    for body in bodies:
        if mentions.COUNTRY.fullmatch(sentence, body.start, body.end):
            continue
        left, right = sentence[: body.start], sentence[body.end :]
        opens = not re.search(r"\w\w", left) and _LABEL.match(right)
        bracketed = left.endswith("(") and right.startswith(")") and not body.relay
        if bracketed and any(other.end == len(left.rstrip(" (")) for other in bodies):
            continue  # only the short form of the name before it
        closes = left.rstrip().endswith((":", "–", "—", "|")) and not right.strip(' ."”»')
        figures = _FIGURES.search(sentence, body.start, body.end)
        counted = figures and (_IS.match(right) or left.endswith("by "))
        if _TURN.search(sentence, max(0, body.start - 12), body.start) and _THEN.match(right):
            yield Claim(body, body.start, body.end, True, False, -40, form="turn")
        elif _COUNTED.match(right) or (figures and left.endswith(", by ")):
            yield Claim(body, body.start, body.end, True, True, form="figures of")
        elif opens or counted or _FOR.fullmatch(left):
            yield Claim(body, body.start, body.end, True, False, form="label")
        elif not left.strip('“"«— ').lower().strip("thelosa ") and (quoted := _QUOTES.match(right)):
            yield Claim(body, body.start, body.end + quoted.end(), True, False, 60, form="speaker")
        elif bracketed or closes:
            yield Claim(body, body.start, body.end, False, True, form="signed")


_HANGS = re.compile(
    r"(?<!de las )(?<!de los )(?<!of )\b(?:which|who|whose|where|que|donde|cuya|cuyo|quienes)\b"
    r"|,[^\S\n]+(?:with|con|un|una|el|la|the|a|an)\b"
    r"|\band[^\S\n]+(?:arrested|captured|deported|detained|imprisoned|jailed|locked up|sent)\b"
)
_ASIDE = re.compile(r"^,\s\w+,")
_ANEW = re.compile(r";(?!\s(?:entre|de|of|among|including|incluid\w+)\s)")
_GOES_BACK = re.compile(r"\b(?:and|y)\s(?:of|de)\s[^,;]{0,24}$", re.IGNORECASE)


def _hangs(between: str) -> bool:
    """Whether a number behind `between` belongs to a clause that hangs on what is announced."""
    between = _ASIDE.sub("", between)
    return (_ANEW.search(between) or _HANGS.search(between)) is not None and not _GOES_BACK.search(
        between
    )


_RESUMES = re.compile(r"\b(?:and|y|but|pero)[^\S\n]+(?:that|que)\b", re.IGNORECASE)


def distance(
    claim: Claim, sentence: str, span: tuple[int, int], others: Sequence[tuple[int, int]]
) -> float | None:
    """How far `claim` is from the number at `span`; None where it does not speak for it."""
    if claim.who.start < span[1] and span[0] < claim.who.end:
        return None
    if _of_quoted_words(claim, sentence, span):
        return None
    if claim.end <= span[0]:
        between = sentence[claim.end : span[0]]
        if not claim.right or (claim.plain and _hangs(between)) or _ACTS.search(between):
            return None
        inserted = claim.form in ("introduces", "cites")  # "…, which according to X, holds 9"
        left = max(0, claim.start - 24)
        hangs = "," in between and not inserted and RELATIVE.search(sentence, left, claim.start)
        if hangs and not _OF_THESE.match(sentence):
            return None
        if claim.clause and "," in between:
            return None
        answered = claim.left and any(other[1] < claim.start for other in others)
        return len(between) + claim.cost + 120 * (answered + between.count(";"))
    if claim.start < span[1] or not claim.left:
        return None
    between = sentence[span[1] : claim.start]
    if _ANOTHER_CLAUSE.search(between) and sentence.startswith(",", claim.end):
        return None
    relative = RELATIVE.search(sentence, span[1], claim.start) and claim.cost == 0
    if relative and _IN_WHAT.search(between):
        return None
    if ";" in between or (relative and "," in between and (claim.plain or "," in between[:-8])):
        return None
    return len(between) + claim.cost


_ACTS = re.compile(
    r"^(?!\s(?:that|que)\b).*\s(?:and|y)\s(?:(?:has|have|ha|han)\s)(?:[^\W_]+(?:ly|mente)\s)?"
    r"(?:sent|\w+ed|\w+[ai]do)\s"
)
_OF_THESE = re.compile(r"(?:of|de|del|entre|among)\s", re.IGNORECASE)
_ANOTHER_CLAUSE = re.compile(r",\s(?:and|but|while|although|though|y|pero|mientras|aunque)\s")
_IN_WHAT = re.compile(r"\sin\s(?!custody|prison|detention|jail)[a-z]+s\sthat\s")
_QUOTED_WORDS = re.compile(r"[“«\"][^”»\"]{2,60}[”»\"],?\s$")


def _of_quoted_words(claim: Claim, sentence: str, span: tuple[int, int]) -> bool:
    """Whether "according to X" tells only whose the quoted words before it are, in passing."""
    quoted = _QUOTED_WORDS.search(sentence, 0, claim.start)
    if quoted is None or claim.cost == 0:
        return False
    goes_on = sentence[claim.end :].lstrip(" )").startswith((",", "y ", "—")) or claim.end < span[0]
    apart = sentence[: quoted.start()].rstrip().endswith((",", "—", "–"))
    return (goes_on or apart) and not quoted.start() < span[0] < quoted.end()


def nearest(
    sentence: str,
    span: tuple[int, int],
    others: Sequence[tuple[int, int]],
    language: str,
) -> Claim | None:
    """The claim that speaks for the number at `span`; None where nobody is said to."""
    best: tuple[float, Claim] | None = None
    found = claims(sentence, language)
    for claim in found:
        gap = distance(claim, sentence, span, others)
        if gap is None:
            continue
        gap += 1_000 if claim.who.relay else 0
        if (best is None or gap < best[0]) and not _resumed(claim, found, sentence, span):
            best = gap, claim
    return best[1] if best else None


def _resumed(claim: Claim, found: Sequence[Claim], sentence: str, span: tuple[int, int]) -> bool:
    """Whether "and that" goes back to an earlier speaker: "X said … A counted 9, and that 8"."""
    if claim.end > span[0] or not _RESUMES.search(sentence, claim.end, span[0]):
        return False
    return any(
        other.end < claim.start and other.right and IMMEDIATELY.match(sentence, other.end)
        for other in found
    )
