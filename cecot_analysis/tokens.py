"""The words, numbers and marks of a sentence: cut once, and asked for by many."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property, lru_cache
from itertools import accumulate, compress

from .grammar import small

_MARKS = ',;:.()"“”%–—'
_TOKEN = re.compile(rf"([^\W\d_]+|[0-9][0-9.,]*|[{_MARKS}])")
_BREAK = re.compile(r"[,.;:—–()]")
_DIGITS = "0123456789"
_NO_WORD = frozenset(_MARKS + _DIGITS)
STEM = 6  # letters: what inflection leaves alone, in both languages


def stem(word: str) -> str:
    """The first letters of a word in lower case; `#` for any number."""
    return "#" if word[0] in _DIGITS else word[:STEM].lower()


def told(text: str) -> list[str]:
    """The words and marks of `text` in order, in small letters; `#` for any number."""
    return ["#" if one[0] in _DIGITS else one for one in _TOKEN.findall(small(text))]


def stems(text: str) -> list[str]:
    """The words, numbers and marks of `text` in order, as stems."""
    return cut(told(text))


def cut(words: Iterable[str]) -> list[str]:
    """The first letters of words that are in small letters already."""
    return [one[:STEM] for one in words]


class Tokens:
    """A sentence, cut into tokens: words, numbers and marks.

    Tokens begin at `starts` and end at `ends`; of these, `words` in small letters at `places`.
    """

    def __init__(self, sentence: str) -> None:
        self._sentence = sentence
        parts = _TOKEN.split(small(sentence))  # what is between tokens, and tokens, in turn
        edges = list(accumulate(map(len, parts)))
        self._tokens, self.starts, self.ends = parts[1::2], edges[:-1:2], edges[1::2]
        are_words = [one[0] not in _NO_WORD for one in self._tokens]
        self.words = list(compress(self._tokens, are_words))
        self.places = list(compress(self.starts, are_words))

    @cached_property
    def _told(self) -> list[str]:
        return ["#" if one[0] in _DIGITS else one for one in self._tokens]

    @cached_property
    def _breaks(self) -> list[int]:
        return [found.start() for found in _BREAK.finditer(self._sentence)]

    def before(self, place: int, count: int, reach: int) -> list[str]:
        """The last `count` words and marks in the `reach` characters before, last first."""
        last = bisect_left(self.ends, place + 1)
        first = max(0, last - count)
        cut = last < len(self.starts) and self.starts[last] < place
        if cut or (last > first and self.starts[first] < place - reach):
            return told(self._sentence[max(0, place - reach) : place])[: -count - 1 : -1]
        return self._told[first:last][::-1]

    def behind(self, place: int, count: int, reach: int) -> list[str]:
        """The first `count` words and marks in the `reach` characters behind."""
        first = bisect_left(self.starts, place)
        last = min(first + count, len(self.ends))
        cut = first and self.ends[first - 1] > place
        if cut or (last > first and self.ends[last - 1] > place + reach):
            return told(self._sentence[place : place + reach])[:count]
        return self._told[first:last]

    def count(self, left: int, right: int) -> int:
        """How many tokens stand between two places."""
        first = bisect_left(self.starts, left)
        count = bisect_left(self.starts, right, first) - first if right > left else 0
        if first and self.ends[first - 1] > left:  # the rest of one that began before
            rest = self._sentence[left : min(right, self.ends[first - 1])]
            count += len(_TOKEN.findall(rest))
        return count

    def is_broken(self, left: int, right: int) -> bool:
        """Whether a clause may end between the two."""
        place = bisect_left(self._breaks, left)
        return place < len(self._breaks) and self._breaks[place] < right


@lru_cache(maxsize=64)  # the numbers of one sentence ask one after another
def of(sentence: str) -> Tokens:
    """The sentence, cut."""
    return Tokens(sentence)
