"""Who claims a number in its own sentence: every claim there, and the one that is nearest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from . import mentions, persons, sightings, speakers, speech
from .frames import Frame
from .persons import Mention
from .speech import IMMEDIATELY, RELATIVE, Claim
from .subjects import is_document, phrases

_NAME_ENDS = Frame(r"[,;:()“”\"«»\n]|\.\s|(?<=\w)\s{stops_a_name}\s")
_COUNTED = Frame(r"['’]s?{_}(?:\w+{_})?{counts}\b", re.IGNORECASE)
_ACCOUNT = Frame(r"['’]s?\s{account}\b")
_FIGURES = Frame(r"\b{figures}\b")
_QUOTES = re.compile(r"[^“”«»\":]{0,90}:\s?[“«\"]")
_IS = Frame(r"{_}{amounts_to}\b")
_TURN = Frame(r"[;,]\s(?:{and_but}\s)?(?:{the}\s)?$")
_THEN = Frame(r",\s(?:{at}\s)?(?:[^\W\d]+\s){0,2}[0-9]")  # "…; the police, 9"
_LABEL = re.compile(r"(?:\s\([^)]{2,20}\))?:")
_BY = Frame(r"(?:(?P<comma>,) |(?<!\w)){by} (?:{the} )?$", re.IGNORECASE)
_TO_MORE = Frame(r"\s{adds_to}\s")
_BARE = Frame(r"[\s“\"«—]*(?:{the}\s)?", re.IGNORECASE)
_FOR = Frame(r"\W*{as_x_sees_it}{_}(?:{the}{_})?")


@lru_cache(maxsize=64)  # the numbers of one sentence ask one after another
def claims(sentence: str, language: str) -> tuple[Claim, ...]:
    """Every claim that the words of `sentence` make, in no particular order."""
    seen = sightings.of(sightings.CLAIMANTS, sentence, language)
    if not seen:
        return ()
    named = mentions.find(sentence, language)
    found = [*_introduced(sentence, seen, named, language), *_labels(sentence, named)]
    for _, verb in seen.get("verbs", sightings.NOTHING):
        if not any(body.start < verb.start() < body.end for body in named):
            found += speech.said(sentence, verb, named, language)
    for _, word in seen.get("participles", sightings.NOTHING):
        if _TO_MORE.match(sentence, word.end()):
            continue  # "adding to the 9 held before"
        who = Mention(word.start(), word.start(), persons.PRONOUN, False)
        found.append(Claim(who, *word.span(), True, False, form="saying"))
    return tuple(found)


def bodies(sentence: str, language: str) -> tuple[Mention, ...]:
    """The bodies that `sentence` names, whether or not they claim anything."""
    seen = sightings.of(sightings.CLAIMANTS, sentence, language)
    if "bodies" in seen or "heads" in seen:
        return mentions.find(sentence, language)
    return ()


def _introduced(
    sentence: str, seen: sightings.Seen, bodies: Sequence[Mention], language: str
) -> Iterator[Claim]:
    """ "according to X", "figures from X", "citing X"."""
    for key, cost in (("cites", -500), ("introduces", -40)):
        for _, phrase in seen.get(key, sightings.NOTHING):
            if key == "cites" and _CITED_BY.match(sentence, phrase.start()):
                continue
            if key == "cites" and _CITED_IN_PASSING.of(language).search(
                sentence, max(0, phrase.start() - 8), phrase.end()
            ):
                continue  # "cifras que cita Reuters": it is Reuters that cites
            if _TO_WHICH.match(sentence, phrase.end()):  # "images, according to which"
                continue
            who = _in_name(sentence, phrase.end(), bodies, language)
            if who is None and key == "introduces":
                who = speakers.introduced(sentence, phrase, language)
            if who is None and _AS_WAS_SAID.fullmatch(phrase.group()):
                who = Mention(phrase.end(), phrase.end(), persons.PRONOUN, False)
            if who and _is_agent(sentence, who, phrase):
                continue
            if who:
                passed = _PASSED_ON.search(phrase.group())
                form, extra = ("passed on", _BEHIND_WHO_COUNTS) if passed else (key, cost)
                yield Claim(who, phrase.start(), who.end, True, True, extra, form=form)


def _in_name(sentence: str, start: int, bodies: Sequence[Mention], language: str) -> Mention | None:
    """The first body in the noun phrase at `start`: "figures given on Monday by the ministry"."""
    stop = _NAME_ENDS.search(sentence, start + 1)
    if (
        stop
        and _THAT.fullmatch(stop.group().strip())
        and _GIVEN.search(sentence, start, stop.start())
    ):
        stop = _NAME_ENDS.search(sentence, stop.end())
    end = min(stop.start() if stop else len(sentence), start + 90)
    written = _REPORT_OF.match(sentence, start)
    author = written and next((b for b in bodies if b.start >= written.end()), None)
    beside = written and author and _FEW_WORDS.fullmatch(sentence, written.end(), author.start)
    if author and beside and not author.relay:
        return author
    named = (
        b
        for b in bodies
        if start < b.end
        and b.start < end
        and not (
            persons.COUNTRY.fullmatch(sentence, b.start, b.end) and _OWNS.match(sentence, b.end)
        )
    )
    to_them = _TO_THEM.of(language)
    body = next((b for b in named if not to_them.search(sentence, start, b.start)), None)
    if body is None:
        return None
    if _DOCUMENT.fullmatch(sentence, body.start, body.end):
        body = _author(sentence, body, bodies, _WRITTEN_BY) or body
    elif is_document(sentence, body):
        body = _author(sentence, body, bodies, _ISSUED_BY) or body
    if body.start < start:
        begins = start + 1 + persons.leading(sentence[start + 1 : body.end])
        return body._replace(start=begins)
    words = sentence[start : body.start]
    if body.relay and phrases("seen_by", language).search(words):
        return None
    few = len(words.split()) <= 5 or _GIVEN.match(words)
    return body if few or phrases("given_by", language).search(words) else None


_RELEASED_BY = Frame(r"{passed_on}|.*{_}{by_the_agent}", re.IGNORECASE)


def _is_agent(sentence: str, who: Mention, phrase: re.Match[str]) -> bool:
    """Whether a country did it rather than told it: "released by El Salvador"."""
    country = persons.COUNTRY.fullmatch(sentence, who.start, who.end)
    return bool(country and _RELEASED_BY.fullmatch(phrase.group()))


_AS_WAS_SAID = Frame("{as_was_said}", re.IGNORECASE)
_OWNS = re.compile(r"['’]s\b")
_THAT = Frame("{that}")
_BEHIND_WHO_COUNTS = 150  # characters by which "cited by X" stands behind the one who is cited
_TO_WHICH = Frame(r"\s{to_which}", re.IGNORECASE)
_CITED_IN_PASSING = Frame(r"\s{which_it_cites}$", re.IGNORECASE)
_CITED_BY = Frame("{passed_on}", re.IGNORECASE)
_PASSED_ON = Frame(r"\b{passed_on}$", re.IGNORECASE)
_GIVEN = Frame(r"\s?(?:{the_data}\s)?{data}\b")
_TO_THEM = Frame(r"\s{to_them}\s$")
_DOCUMENT = Frame(r"(?:\w+\s){0,2}?{report}", re.IGNORECASE)
_BY_WHOM = r"\s(?:{brought_out} )?(?:{this_week}\s\w+\s)?{from_whom}\s(?:{brings_out} )?(?:{the} )?"
_WRITTEN_BY = Frame(_BY_WHOM)
_ISSUED_BY = Frame(
    r"{_}(?!{passed_on}\b){brought_out}{_}(?:\w+{_}){0,5}?{by_the_agent}{_}(?:{the}{_})?"
)
_FEW_WORDS = re.compile(r"(?:[^\W\d_]+\s){0,2}")
_REPORT_OF = Frame(r"\s(?:[^\W_]+\s){0,3}?{report}(?:\s\w+)?" + _BY_WHOM)


def _author(
    sentence: str, document: Mention, bodies: Sequence[Mention], written_by: Frame
) -> Mention | None:
    """Whose a document is: "a study that Cristosal brought out"."""
    return next(
        (
            body
            for body in bodies
            if body.start > document.end
            and not body.relay
            and written_by.fullmatch(sentence, document.end, body.start)
        ),
        None,
    )


def _labels(sentence: str, bodies: Sequence[Mention]) -> Iterator[Claim]:
    """ "X: 9 deaths", "9 deaths (X)", "9 deaths | X", "X's figures", "Para X, …"."""
    for body in bodies:
        if persons.COUNTRY.fullmatch(sentence, body.start, body.end):
            continue
        left, right = sentence[: body.start], sentence[body.end :]
        opens = not re.search(r"\w\w", left) and _LABEL.match(right)
        bracketed = left.endswith("(") and right.startswith(")") and not body.relay
        if bracketed and any(other.end == len(left.rstrip(" (")) for other in bodies):
            continue  # only the short form of the name before it
        closes = left.rstrip().endswith((":", "–", "—", "|")) and not right.strip(' ."”»')
        figures = _FIGURES.search(sentence, body.start, body.end)
        by = _BY.search(left)
        counted = figures and (_IS.match(right) or by)
        told = by and _ACCOUNT.match(right)
        if _TURN.search(sentence, max(0, body.start - 12), body.start) and _THEN.match(right):
            yield Claim(body, body.start, body.end, True, False, -40, form="turn")
        elif _COUNTED.match(right) or told or (figures and by and by["comma"]):
            yield Claim(body, body.start, body.end, True, True, form="figures of")
        elif opens or counted or _FOR.fullmatch(left):
            yield Claim(body, body.start, body.end, True, False, form="label")
        elif _BARE.fullmatch(left) and (quoted := _QUOTES.match(right)):
            yield Claim(body, body.start, body.end + quoted.end(), True, False, 60, form="speaker")
        elif bracketed or closes:
            asked = bracketed and right.startswith("):")  # "Pledged (White House): $6 million"
            yield Claim(body, body.start, body.end, asked, not asked, form="signed")


_HANGS = Frame(
    r"{of_them}\s{hanging}\b|(?P<hangs>\b{hanging}\b|,{_}{with_another}\b|\b{and}{_}{acted}\b)"
)
_ASIDE = re.compile(r"^,\s\w+,")
_ANEW = Frame(r";(?!\s{among}\s)")
_GOES_BACK = Frame(r"\b{and}\s{of}\s[^,;]{0,24}$", re.IGNORECASE)


def _hangs(between: str) -> bool:
    """Whether a number behind `between` belongs to a clause that hangs on what is announced."""
    between = _ASIDE.sub("", between)
    hangs = _ANEW.search(between) or any(found["hangs"] for found in _HANGS.finditer(between))
    return bool(hangs) and not _GOES_BACK.search(between)


_RESUMES = Frame(r"\b{and_but}{_}{that}\b", re.IGNORECASE)


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


_ACTS = Frame(r"^(?!\s{that}\b).*\s{and}\s{have}\s(?:{manner}\s)?{done}\s")
_OF_THESE = Frame(r"{of_these}\s", re.IGNORECASE)
_ANOTHER_CLAUSE = Frame(r",\s{while}\s")
_IN_WHAT = Frame(r"\s{in_what}\s(?!{custody})[a-z]+s\s{that}\s")
_GOES_ON = Frame(r"[ )]*(?:,|—|{and}\s)")
_WHEN = Frame(r"{opens_a_time}\s", re.IGNORECASE)
_OPENS_HERE = re.compile(r",(?:\s[^\W\d]+){0,3}\s[$]?")
_QUOTED_WORDS = re.compile(r"[“«\"][^”»\"]{2,60}[”»\"],?\s$")


def _of_quoted_words(claim: Claim, sentence: str, span: tuple[int, int]) -> bool:
    """Whether "according to X" tells only whose the quoted words before it are, in passing."""
    quoted = _QUOTED_WORDS.search(sentence, 0, claim.start)
    if quoted is None or claim.cost == 0:
        return False
    if _WHEN.match(sentence) and _OPENS_HERE.fullmatch(sentence, claim.end, span[0]):
        return False  # "Since the “war” began, according to X, 9 …"
    goes_on = _GOES_ON.match(sentence, claim.end) or claim.end < span[0]
    apart = sentence[: quoted.start()].rstrip().endswith((",", "—", "–"))
    return bool(goes_on or apart) and not quoted.start() < span[0] < quoted.end()


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
