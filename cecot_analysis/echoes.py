"""The same number told again: what its earlier mentions in a text say of it.

Told again, a number often stands without the words that say what it counts: they stood where it
was told first.
"""

from __future__ import annotations

from collections.abc import Sequence

from .numerals import Number

_SHARE = 0.4  # of what the earlier mentions say, beside the words around the number itself
_LOUDEST = 8.0  # log-odds: no mention says more
_SMALLEST = 10  # a smaller number may be told twice by chance

# how often a number was told, what its mentions but for the last say together, and the last
_Told = tuple[int, list[float], Sequence[float]]


class Echoes:
    """What was said of each number of one text, in reading order."""

    def __init__(self) -> None:
        self._told: dict[tuple[float | str | None, ...], _Told] = {}

    def joined(self, number: Number, totals: Sequence[float]) -> list[float]:
        """The log-odds `totals` of `number`, with a share of the mean of its earlier mentions'."""
        if (number.value or number.high or number.low or 0) < _SMALLEST:
            return list(totals)
        key = number.value, number.low, number.high, number.unit
        told = self._told.get(key)
        if told is None:  # as most numbers are told once, nothing is summed before the second time
            self._told[key] = 1, [0.0] * len(totals), totals
            return list(totals)
        count, sums, last = told
        clipped = (min(max(own, -_LOUDEST), _LOUDEST) for own in last)
        sums = [one + own for one, own in zip(sums, clipped, strict=True)]
        self._told[key] = count + 1, sums, totals
        return [own + _SHARE * one / count for own, one in zip(totals, sums, strict=True)]
