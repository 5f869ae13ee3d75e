"""The date for which a figure holds: "as of", "until", the end of a period, never an event's."""

from __future__ import annotations

from . import reach, stamps, ties
from .almanac import UNKNOWN, AsOf, Clock, resolved
from .reach import Spans
from .ties import Tie

_MANNERS = {
    "population": "stock",
    "capacity": "limit",
    "transfers": "event",
    "payment": "payment",
    "arrests": "running",
    "deaths_in_custody": "running",
}


def manner(metric: str, measure: str) -> str | None:
    """How a figure stands in time, for `as_of`: people held at one time are a `stock`.

    A batch is an `event`, a total that goes up is `running`; None for what time hardly changes.
    """
    if metric == "arrests" and measure == "increment":
        return "event"
    return _MANNERS.get(metric)


def as_of(
    sentence: str,
    number: tuple[int, int],
    others: Spans,
    language: str,
    at: str | None,
    clock: Clock,
) -> AsOf:
    """The date for which the number at the span `number` of `sentence` holds.

    `others` are the spans of the other figures: a date belongs to the nearest figure before it,
    or opens the sentence for all. `at` is the figure's `manner`: a "stock" also takes "in August
    2024", an "event" its day or month, a "payment" its day, a "limit" only a date close behind or
    one before it as of which it stood, and what is "running" one at which the count stood so. The
    date of any other event is nobody's. Dates without a year, days of the week and "last month"
    need the date of publication, "that month" and "a year later" the one told before: both are in
    `clock`.
    """
    told_beside = stamps.beside(sentence, number, clock, language, at)
    if told_beside:
        return told_beside
    best: tuple[float, AsOf] | None = None
    told = [tie for tie in ties.find(sentence, language) if _may_tell(tie, at)]
    rivals = [one for one in others if told and reach.is_rival(sentence, one, number, language)]
    for tie in told:
        if any(_is_count(sentence, tie, *span) for span in (number, *others)):
            continue
        distance = reach.distance(sentence, tie, number, rivals, language, at)
        if distance is None or (best and best[0] <= distance + _COSTS[tie.kind]):
            continue
        answer = resolved(tie, clock, told)
        if answer.basis == "relative" and not _passes(tie, at):
            continue
        if clock.is_before(answer):
            continue  # what is planned
        if answer.date or tie.kind in ("direct", "span") or (at == "event" and tie.kind == "at"):
            best = distance + _COSTS[tie.kind], answer
    return best[1] if best else UNKNOWN


_COSTS = {
    "span": 0,
    "direct": 0,
    "data": 0,
    "at": 30,
    "when": 30,
    "ago": 30,
    "back": 60,
    "event_back": 60,
    "weekday": 60,
}


def _passes(tie: Tie, at: str | None) -> bool:
    """Whether a day that only the date of publication makes one may be that of the figure."""
    return at in ("event", "running", "stock") or (at == "payment" and tie.kind == "direct")


def _may_tell(tie: Tie, at: str | None) -> bool:
    """Whether dates of this kind may be those of a figure that stands `at` time in that way."""
    if tie.kind == "span":
        return at != "limit"
    if tie.of_event:
        return at == "stock" and tie.kind == "at"
    if tie.kind in ("direct", "data", "back"):
        return True
    if tie.kind in ("weekday", "event_back"):
        return at in ("event", "running")
    if tie.kind == "ago":
        return at in ("stock", "running", "event")
    if tie.kind == "when":
        return at in ("stock", "running", "event")
    date = tie.date
    if tie.told:
        return at in ("event", "running", "stock")
    if tie.back:
        return at in ("event", "running", "stock")
    if date is None or at is None:
        return False
    if at == "event":
        return True
    return date.day is not None if at == "payment" else True


def _is_count(sentence: str, tie: Tie, start: int, end: int) -> bool:
    """Whether the number at `start:end` is taken for a date and is none: "joined by 2000 more"."""
    if sentence[start:end] != "2000" or sentence[end : end + 1] in (",", ";", ")"):
        return False
    return start < tie.end and tie.start < end
