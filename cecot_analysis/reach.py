"""How far a date reaches: whether it is this number's, or the one of another figure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from . import lexicon, metrics
from .frames import Frame
from .interstices import patterns
from .ties import Tie

Spans = Sequence[tuple[int, int]]
_OWN = re.compile(r"[^,.;:0-9]{0,40}$")
_KNOWN = Frame(r"\b{the_known}\s(?:{about}\s)?$", re.IGNORECASE)
_GLUED = re.compile(
    r"(?:^|[a-záéíóúñ0-9])\.[“\"«]?[A-ZÁÉÍÓÚ]"
)  # sentences without a space between them
_WORD = re.compile(r"\s[^\W\d_]+")
_FEW = 2  # digits of a number of things
_OPENING = 60  # characters from the start of a sentence: a date there is for all of it
_REACH = 200  # characters between a figure and its date
_SAID = 24  # characters before a date in which the word stands that tells what was said then
_NEAR = 60  # characters between a day and the count that it came to
_CROSSING = 60  # characters that another figure between the two is worth


def is_rival(sentence: str, other: tuple[int, int], number: tuple[int, int], language: str) -> bool:
    """Whether another number may claim a date: no age, no share, no things, nothing in brackets."""
    known = patterns(language)
    if known["no_figure"].search(sentence, other[0], other[1] + 9):
        return False
    if known["clock"].match(sentence, other[1]):
        return False
    if number[1] <= other[0] and metrics.counts_things(sentence, other[1], language):
        return False
    word = _WORD.match(sentence, other[1])
    written = sentence[other[0] : other[1]]
    few = word and number[1] <= other[0] and (written.isalpha() or len(written) <= _FEW)
    older = word and few and not patterns(language)["of"].match(sentence, other[1])
    if word and older and metrics.counts_things(sentence, word.end(), language):
        return False  # "three older jails"
    opened = sentence.rfind("(", number[1], other[0])
    return opened < 0 or ")" in sentence[opened : other[0]]


def _is_of_few_things(sentence: str, other: tuple[int, int], language: str) -> bool:
    """Whether a number counts what brought the people: "in March three planes with 261"."""
    written = sentence[other[0] : other[1]]
    few = written.isalpha() or len(written) <= _FEW
    return few and metrics.counts_things(sentence, other[1], language)


def distance(
    sentence: str,
    tie: Tie,
    number: tuple[int, int],
    others: Spans,
    language: str,
    at: str | None,
) -> int | None:
    """How far a date is from its number; None where it is another figure's."""
    if tie.start >= number[1]:
        return _behind(sentence, tie, number, others, language, at)
    if at == "payment" and tie.start > _OPENING:
        return None
    return _before(sentence, tie, number, others, language, at)


def _behind(
    sentence: str, tie: Tie, number: tuple[int, int], others: Spans, language: str, at: str | None
) -> int | None:
    between, known = sentence[number[1] : tie.start], patterns(language)
    if tie.kind == "ago":
        return len(between) if known["beside"].fullmatch(between) else None
    if tie.kind == "when":
        return None
    if tie.of_event:
        return len(between) if known["when"].fullmatch(between) else None
    crossed = [other for other in others if number[1] <= other[0] < tie.start]
    words = sentence[number[1] : crossed[-1][0]] if crossed else ""
    if crossed and (tie.kind == "at" or not known["coordinated"].fullmatch(words)):
        return None
    begun = tie.kind != "span" and known["since"].search(between)
    if begun and not known["up_to"].match(sentence, tie.start):
        return None  # "since it began, in late May"
    if _GLUED.search(between):
        return None
    hanging = known["hanging"].search(between)
    if tie.kind == "at" and hanging and _holds("other_events", hanging.group(), language):
        return None  # "9 men in the prison that he built in 2022"
    if at == "event" and known["go_home"].search(between):
        return None  # "the 252 came home on Friday"
    if at == "event" and (_is_long(tie) or _is_of_a_batch(tie)):
        if _KNOWN.search(sentence, 0, number[0]):
            return None  # "the 252 flown there between March and April": known as a whole
        if _is_of_a_batch(tie) and known["next"].search(between):
            return None  # "261, and a fourth flight, of March 30, 17"
    if at == "limit" and tie.kind != "data":
        far = len(between) > 30 or "," in between or known["hanging"].search(between + " ")
        if far or _holds("statements", sentence[: number[0]][-30:], language):
            return None
    if crossed and at == "limit":
        return None
    before = sentence[: number[0]][-30:]
    if tie.kind == "at" and (
        (at == "running" and not _counts_then(between, language))
        or _holds("spoken_of", before, language)
    ):
        return None
    if at == "running" and tie.kind in ("weekday", "event_back"):
        reached = patterns(language)["reaches"].search(sentence, 0, number[0])
        if not (reached and known["beside"].fullmatch(between)):
            return None
    if tie.kind == "at" and at == "stock" and known["clause"].search(between):
        return None  # "it holds 403 men, and was built in 2020"
    later = min((other[0] for other in others if other[0] >= tie.end), default=None)
    if later is not None and ";" in between:
        return None
    owned = later is not None and tie.kind != "span" and _OWN.fullmatch(sentence, tie.end, later)
    if owned and known["next"].search(between):
        return None
    turned = known["opens"].search(between) and sentence.startswith(",", tie.end)
    if later is not None and turned:
        return None  # "… in February, and as of June, it held": the date opens what follows
    return len(between) + _CROSSING * bool(crossed) if len(between) < _REACH else None


def _is_of_a_batch(tie: Tie) -> bool:
    return tie.kind == "event_back" and tie.date is not None


def _is_long(tie: Tie) -> bool:
    """Whether a time is too long for that of one batch."""
    if tie.kind == "span":
        return tie.date is None or (tie.date.day is None and tie.date.year is None)
    return bool(tie.back) and "days" not in dict(tie.back)


def _before(
    sentence: str, tie: Tie, number: tuple[int, int], others: Spans, language: str, at: str | None
) -> int | None:
    between = patterns(language)["remark"].sub("", sentence[tie.end : number[0]])
    if tie.of_event and not (
        sentence.startswith(",", tie.end)
        and patterns(language)["when_then"].search(sentence, 0, tie.start)
    ):
        return None
    if tie.kind == "when" and ("," in between[1:].rstrip(", ") or ";" in between):
        return None
    if tie.kind == "ago" and not _stood_then(between, language):
        return None
    if tie.kind in ("weekday", "event_back") and _is_reached(sentence, tie, between, language):
        return len(between)
    if at == "event" and _KNOWN.search(between):
        return None  # "on Sunday he offered to hand over the 252"
    if at == "running" and tie.kind in ("weekday", "event_back"):
        return None
    crossing = any(
        tie.end <= other[0] < number[0] and not _is_of_few_things(sentence, other, language)
        for other in others
    )
    stood = _holds("standing", between, language)
    if ";" in between or (at == "limit" and not _had_room(tie, between, crossing, language)):
        return None
    spoken = tie.kind in ("at", "weekday", "event_back") or at == "limit"
    if spoken and _holds("statements", between, language):
        return None
    left = sentence[max(0, tie.start - _SAID) : tie.start]
    told = patterns(language)["said"].match(between)
    if spoken and told and _holds("statements", left, language):
        return None  # "it showed on 12 November that 9 had died"
    if tie.kind in ("weekday", "event_back") or (tie.kind == "at" and at in ("stock", "event")):
        known = patterns(language)
        within = known["within"].search(between) and not known["added"].search(between)
        if within or (at != "stock" and _holds("other_events", between, language)):
            return None  # "on Sunday she saw the prison to which 238 were flown"
    if _holds("since_then", between, language) or _GLUED.search(between):
        return None
    counting = stood or (
        patterns(language)["counting"].fullmatch(between)
        and (between.startswith(",") or not _holds("apart", between, language))
    )
    if at == "running" and tie.kind == "at" and not counting:
        closed = sentence.startswith(",", tie.end)
        known = patterns(language)
        if closed and any(known[k].search(sentence, 0, tie.start) for k in ("relative", "time")):
            return None
        if not _counts_then(between, language):
            return None
    earlier = (other for other in others if other[1] <= tie.start)
    if at != "running":
        earlier = (one for one in earlier if not _is_of_few_things(sentence, one, language))
    before = max(earlier, default=None)
    last = before[1] if before else None
    if before and tie.kind != "when" and _is_answered(sentence, before, tie, between, language):
        return None
    opening = tie.start <= _OPENING or (last is None and sentence[: tie.start].endswith(", "))
    if crossing and not opening:
        return None
    return len(between) if len(between) < (300 if opening else _REACH) else None


def _holds(key: str, words: str, language: str) -> bool:
    """Whether `words` hold a phrase of that list: what was said or begun then, what stood then."""
    return lexicon.matcher("dates", key, language).search(words) is not None


def _counts_then(between: str, language: str) -> bool:
    """Whether a count stands in one plain clause with its time: "in 2023 police made 900 arrests".

    Not in one that goes on from then, or tells of something else that happened then.
    """
    known = patterns(language)
    if known["counted"].fullmatch(between):
        return True
    if not known["simple"].fullmatch(between):
        return False
    return not any(
        _holds(key, words, language)
        for key, words in (("apart", between), ("other_events", between))
    )


def _is_reached(sentence: str, tie: Tie, between: str, language: str) -> bool:
    """Whether a count is told to have come so far on a day: "on Sunday it passed 9"."""
    known = patterns(language)
    if len(between) > _NEAR or known["next"].search(between):
        return False
    before = known["reached"].search(sentence, max(0, tie.start - _SAID), tie.start)
    return bool(before or known["reaches"].search(between))


def _stood_then(between: str, language: str) -> bool:
    """Whether a count is told of a time before it: "two years ago the prisons held 9"."""
    if not patterns(language)["simple"].fullmatch(between):
        return False
    return not any(
        _holds(key, between, language) for key in ("apart", "other_events", "statements")
    )


def _had_room(tie: Tie, between: str, crossing: bool, language: str) -> bool:
    """Whether a capacity is told as of a date before it: "in 2021 the prisons had room for 9"."""
    if tie.kind != "at" and not crossing:
        return True
    if not _holds("had_room", between[-60:], language):
        return not crossing and _holds("standing", between, language)
    return not _holds("other_events", between, language)


def _is_answered(
    sentence: str, before: tuple[int, int], tie: Tie, between: str, language: str
) -> bool:
    """Whether a date is that of the figure right before it: "9 in May 2023, 8", "9 in May to 8".

    Not where the one before is the whole of what follows: "of the 9 sent there in May, 8 …".
    """
    gap, known = sentence[before[1] : tie.start], patterns(language)
    if len(gap) >= 30 or re.search(r"[.;:\]]", gap) or known["opens"].search(gap):
        return False
    if known["of_the"].search(sentence, 0, before[0]):
        return False
    if sentence.startswith(",", tie.end) or known["and"].match(between):
        return True
    risen = known["from"].search(sentence, 0, before[0])
    return risen is not None and known["to"].fullmatch(between) is not None
