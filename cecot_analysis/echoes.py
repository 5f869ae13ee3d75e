"""The same number told again: what its earlier mentions in a text say of it.

Told again, a number often stands without the words that say what it counts: they stood where it
was told first.
"""

from __future__ import annotations

from collections.abc import Sequence

from .numerals import Number

_SHARE = 0.7  # of what the other mentions say, beside the words around the number itself
_LOUDEST = 8.0  # log-odds: no mention says more
_SMALLEST = 10  # a smaller number may be told twice by chance

Key = tuple[float | str | None, ...]


class Echoes:
    """What was said of each number of one text, in reading order.

    Read a second time, with the echoes of the first reading, a number also hears what is said of
    it later on: a headline tells only the number.
    """

    def __init__(self, first: Echoes | None = None) -> None:
        self._first = first
        self._told: dict[Key, tuple[int, list[float]]] = {}
        self._unheard: list[tuple[Key, list[float], Sequence[float]]] = []

    def joined(self, number: Number, totals: Sequence[float]) -> list[float]:
        """The log-odds `totals` of `number`, with a share of the mean of its other mentions'."""
        if (number.value or number.high or number.low or 0) < _SMALLEST:
            return list(totals)
        key = number.value, number.low, number.high, number.unit
        own = list(totals)
        if max(own) > _LOUDEST or min(own) < -_LOUDEST:
            own = [min(max(one, -_LOUDEST), _LOUDEST) for one in own]
        count, sums = self._told.get(key, (0, [0.0] * len(own)))
        self._told[key] = count + 1, [one + other for one, other in zip(sums, own, strict=True)]
        if self._first:
            count, sums = self._first.others(key, own)
        joined = _joined(totals, count, sums)
        if max(joined) <= 0:
            self._unheard.append((key, own, totals))
        return joined

    def others(self, key: Key, own: Sequence[float]) -> tuple[int, list[float]]:
        """How many other mentions a number has, and what they say together."""
        count, sums = self._told.get(key, (1, list(own)))
        return count - 1, [one - mine for one, mine in zip(sums, own, strict=True)]

    def is_heard_later(self) -> bool:
        """Whether a number that was read as nothing is a figure by what is said of it later."""
        return any(
            max(_joined(totals, *self.others(key, own))) > 0 for key, own, totals in self._unheard
        )


def _joined(totals: Sequence[float], count: int, sums: Sequence[float]) -> list[float]:
    if not count:
        return list(totals)
    return [own + _SHARE * one / count for own, one in zip(totals, sums, strict=True)]
