"""What day the words of a tie mean: a date told, or one reckoned from that of publication."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .dates import Date
from .ties import Tie


class AsOf(NamedTuple):
    """The date for which a figure holds: ISO, its precision, and how it is known."""

    date: str | None
    precision: str | None
    basis: str


UNKNOWN = AsOf(None, None, "none")


@dataclass(frozen=True)
class Clock:
    """What the times of a sentence are reckoned from.

    `told` gives the date told last before the sentence, which is sought when it is asked for:
    that at which a period ended, where one is meant.
    """

    published: datetime.date | None
    told: Callable[[bool], AsOf] = lambda period: UNKNOWN

    def is_before(self, date: AsOf) -> bool:
        """Whether a date lies behind that of publication."""
        if self.published is None or date.date is None:
            return False
        return date.date > self.published.isoformat()[: len(date.date)]


def resolved(tie: Tie, clock: Clock, earlier: Sequence[Tie] = ()) -> AsOf:
    """The day, month or year that `tie` means, UNKNOWN where nothing tells.

    `earlier` are the ties of its sentence, of which one before it may tell what it means.
    """
    if tie.told:
        return _from_told(tie, _told_before(tie, clock, earlier))
    date, published = tie.date, clock.published
    if date and date.year:
        return _written(date, "stated")
    if published is None:
        return UNKNOWN
    if tie.back:
        return _back(published, **dict(tie.back))
    if tie.weekday is not None:
        return _back(published, days=(published.weekday() - tie.weekday) % 7)
    if date is None or date.month is None:
        return UNKNOWN
    if tie.years_back is not None:
        year = published.year - tie.years_back
    else:
        later = (date.month, date.day or 1) > (published.month, published.day)
        year = published.year - later
    return _written(dataclasses.replace(date, year=year), "relative")


def _written(date: Date, basis: str) -> AsOf:
    """A date with its year; UNKNOWN where the year has no such day."""
    return AsOf(date.iso, date.precision, basis) if date.iso else UNKNOWN


def _told_before(tie: Tie, clock: Clock, earlier: Sequence[Tie]) -> AsOf:
    """The date told last before `tie`, in its sentence or in those before."""
    before = sorted((one for one in earlier if one.end <= tie.start), key=lambda one: one.end)
    for one in reversed(before):
        date = told_of(one, clock, _is_period(tie))
        if date.date:
            return date
    return clock.told(_is_period(tie))


def _is_period(tie: Tie) -> bool:
    return tie.told == "whole" and not tie.back


def told_of(tie: Tie, clock: Clock, period: bool) -> AsOf:
    """The date that `tie` tells of itself; where a `period` is meant, that at which it ended."""
    if tie.told or (period and tie.kind not in ("span", "direct", "data")):
        return UNKNOWN
    return resolved(tie, clock)


_PARTS = {"year": 4, "month": 7, "day": 10}  # how much of an ISO date tells it


def _from_told(tie: Tie, told: AsOf) -> AsOf:
    """What is reckoned from the date told before, or a part of it."""
    if told.date is None:
        return UNKNOWN
    if tie.back:
        return _shifted(told, dict(tie.back)["months"])
    if tie.told == "whole":
        return told
    if tie.date and tie.date.month:  # "in June of that year"
        return _written(dataclasses.replace(tie.date, year=int(told.date[:4])), told.basis)
    length = _PARTS[tie.told]
    return AsOf(told.date[:length], tie.told, told.basis) if len(told.date) >= length else UNKNOWN


def _shifted(told: AsOf, months: int) -> AsOf:
    """So many months before a date; of a year alone, whole years."""
    year, *month = (int(part) for part in str(told.date).split("-")[:2])
    if not month:
        whole = months % 12 == 0
        return AsOf(f"{year - months // 12:04d}", "year", told.basis) if whole else UNKNOWN
    count = year * 12 + month[0] - 1 - months
    return AsOf(f"{count // 12:04d}-{count % 12 + 1:02d}", "month", told.basis)


def _back(
    published: datetime.date,
    year: int | None = None,
    years: int = 0,
    months: int | None = None,
    days: int | None = None,
) -> AsOf:
    if year is not None:
        return AsOf(f"{published.year - year:04d}", "year", "relative")
    if years:
        return AsOf(f"{published.year - years:04d}-12-31", "day", "relative")
    if days is not None:
        date = published - datetime.timedelta(days=days)
        return AsOf(date.isoformat(), "day", "relative")
    count = published.year * 12 + published.month - 1 - (months or 0)
    return AsOf(f"{count // 12:04d}-{count % 12 + 1:02d}", "month", "relative")
