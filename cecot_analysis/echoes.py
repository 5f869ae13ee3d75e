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


class Echoes:
    """What was said of each number of one text, in reading order."""

    def __init__(self) -> None:
        self._told: dict[tuple[float | str | None, ...], tuple[int, list[float]]] = {}

    def joined(self, number: Number, totals: Sequence[float]) -> list[float]:
        """The log-odds `totals` of `number`, with a share of the mean of its earlier mentions'."""
        if (number.value or number.high or number.low or 0) < _SMALLEST:
            return list(totals)
        key = number.value, number.low, number.high, number.unit
        count, sums = self._told.get(key, (0, [0.0] * len(totals)))
        pairs = list(zip(totals, sums, strict=True))
        clipped = [told + min(max(own, -_LOUDEST), _LOUDEST) for own, told in pairs]
        self._told[key] = count + 1, clipped
        return [own + _SHARE * told / max(count, 1) for own, told in pairs]
