"""Many phrases sought at once: by their first letters, then each where it may begin.

A regular expression of hundreds of alternatives tries every one at every character; an index of
first letters tries, at each word, the few that begin like it, and of these only such as may go
on with the word that follows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from operator import itemgetter, methodcaller

from . import tokens
from .grammar import (
    KEY,
    WORD,
    beginning,
    beginnings,
    fits,
    hints,
    openings,
    ordered,
    pattern,
    small,
)
from .tokens import Tokens

_REMEMBERED = 20_000  # words, each with what may follow it: as many as a large corpus repeats
_REMEMBERED_AFTER = 500  # words after one
_FEW = 8  # first words of phrases: with more, seeking one after the other takes longer
_DENSE = 800  # first words of phrases: with more, each word of a text is looked up
Match = Callable[[str, int, int], "re.Match[str] | None"]  # from where to where in a text
_Begun = tuple[int, tuple[tuple[int, Match], ...]]  # where a phrase may begin, and what matches it


@dataclass(frozen=True)
class _Group:
    """The phrases of the list `number` that are filed under one key."""

    number: int
    phrases: tuple[str, ...]

    @cached_property
    def match(self) -> Match:
        """What matches any of them, compiled once a text asks for it: few texts ask for many."""
        return _compiled(self.phrases, True).match

    @cached_property
    def _seconds(self) -> dict[str, set[str]]:
        """The second words of the ways to begin, by the first: an empty one is any or none."""
        found: dict[str, set[str]] = {}
        for first, second in set().union(*map(beginnings, self.phrases)):
            found.setdefault(first, set()).add(second)
        return found

    def after(self, word: str) -> tuple[frozenset[str], tuple[str, ...]]:
        """What may follow `word` where it begins a phrase: whole words, and how others begin."""
        found = (seconds for first, seconds in self._seconds.items() if fits(word, first))
        seconds: set[str] = set().union(*found)
        whole = frozenset(one for one in seconds if one[-1:] != "*")
        return whole, tuple(one.rstrip("*") for one in seconds if one[-1:] in ("*", ""))


class _Following(dict[str, tuple[tuple[int, Match], ...]]):
    """After one word: the groups worth trying by the word that follows, kept once asked for."""

    def __init__(self, word: str, groups: Iterable[_Group]) -> None:
        super().__init__()
        tried = ((group, *group.after(word)) for group in groups)
        self._tried = [one for one in tried if one[1] or one[2]]

    def __bool__(self) -> bool:
        return bool(self._tried)

    def __missing__(self, following: str) -> tuple[tuple[int, Match], ...]:
        found = tuple(
            (group.number, group.match)
            for group, whole, begun in self._tried
            if following in whole or following.startswith(begun)
        )
        if len(self) >= _REMEMBERED_AFTER:
            self.clear()
        self[following] = found
        return found

    @property
    def all(self) -> Iterator[_Group]:
        """Every group, whatever follows."""
        return (group for group, *_ in self._tried)


class Index(dict[str, _Following | None]):
    """Lists of phrases, searched together as whole words, regardless of case.

    As a dict: what may follow each word that was met so far; None for a word that opens nothing.
    """

    def __init__(self, lists: Iterable[Iterable[str]]) -> None:
        super().__init__()
        filed: dict[str, dict[int, list[str]]] = {}
        self._other: list[tuple[int, re.Pattern[str], frozenset[str]]] = []
        for number, phrases in enumerate(lists):
            other = []
            for phrase in ordered(phrases):
                keys = openings(phrase)
                if keys is None:
                    other.append(phrase)
                for key in keys or ():
                    filed.setdefault(key, {}).setdefault(number, []).append(phrase)
            if other:
                self._other.append((number, _compiled(tuple(other), False), hints(other)))
        self._filed = {
            key: [_Group(number, tuple(found)) for number, found in lists.items()]
            for key, lists in filed.items()
        }

    @cached_property
    def _beginning(self) -> re.Pattern[str] | None:
        """What passes over most of a text at once; None where the phrases are too many for that."""
        groups = (group for filed in self._filed.values() for group in filed)
        plain = (phrase for group in groups for phrase in group.phrases)
        return beginning(plain) if len(self._filed) < _DENSE else None

    @cached_property
    def _few(self) -> list[str]:
        """Where all phrases begin with a few words: these, to be looked for before all else."""
        return [key.rstrip("*") for key in self._filed] if len(self._filed) <= _FEW else []

    def __missing__(self, word: str) -> _Following | None:
        keys = (word, *(word[:size] + "*" for size in range(min(KEY, len(word)), 0, -1)))
        groups = [group for key in keys for group in self._filed.get(key, ())]
        if len(self) >= _REMEMBERED:
            self.clear()
        self[word] = known = (_Following(word, groups) or None) if groups else None
        return known

    def beginnings(self, text: str, start: int, end: int) -> Iterator[_Begun]:
        """Where a phrase may begin in `text[start:end]`, with what may match there, by its list."""
        if self._beginning is None:
            whole = start == 0 and end == len(text)
            return self._at_words(tokens.of(text) if whole else Tokens(text[start:end]), start)
        sought = " " + small(text[start:end])
        if self._few and not any(letters in sought for letters in self._few):
            return iter(())
        return self._at_signs(self._beginning.finditer(sought), start)

    def _at_words(self, cut: Tokens, start: int) -> Iterator[_Begun]:
        """Where words stand that open a phrase."""
        known, words = map(self.__getitem__, cut.words), [*cut.words[1:], ""]
        return iter(
            [
                (start + place, following[second])
                for place, following, second in zip(cut.places, known, words, strict=False)
                if following is not None
            ]
        )

    def _at_signs(self, signs: Iterable[re.Match[str]], start: int) -> Iterator[_Begun]:
        """Where the sign before a phrase stands, one to the left as the text has one more."""
        for sign in signs:
            first, second = sign.groups("")
            following = self[first]
            if following is not None:
                yield start + sign.start(), following[second]

    def find(
        self, text: str, start: int = 0, end: int | None = None
    ) -> list[tuple[int, re.Match[str]]]:
        """Every phrase in `text[start:end]` with the number of its list.

        Those of one list do not overlap: the first wins, and of two the longer one.
        """
        stop = len(text) if end is None else end
        found = [
            (begin, -one.end(), number, one)
            for begin, groups in self.beginnings(text, start, stop)
            for number, match in groups
            if (one := match(text, begin, stop))
        ]
        if self._other:
            found = [*self._elsewhere(text, start, stop), *found]
        return _apart(found)

    def _elsewhere(self, text: str, start: int, end: int) -> Iterator[_Found]:
        """Those phrases in `text[start:end]` that may begin with something else than a letter."""
        lower = text.lower()
        for number, other, any_hint in self._other:
            if any(hint in lower for hint in any_hint):
                for match in other.finditer(text, start, end):
                    yield match.start(), -match.end(), number, match


_Found = tuple[int, int, int, "re.Match[str]"]  # start, end to sort by, list, match
_SPAN = itemgetter(0, 1)
_END = methodcaller("end")


def _apart(found: list[_Found]) -> list[tuple[int, re.Match[str]]]:
    """The matches in order, without those that overlap an earlier one of the same list."""
    found.sort(key=_SPAN)
    after: dict[int, int] = {}
    kept = []
    for start, end, number, match in found:
        if start >= after.get(number, 0):
            kept.append((number, match))
            after[number] = -end
    return kept


class Phrases:
    """One list of phrases, searched like a compiled regular expression."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._index = Index([phrases])
        self._other = [pattern for _, pattern, _ in self._index._other]

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """The longest phrase that begins at `start`; None where none does."""
        word = WORD.match(text, start)
        following = self._index[word.group().lower()] if word else None
        if following is None and not self._other:
            return None  # most words begin no phrase
        groups = following.all if following else ()
        found = [one for group in groups if (one := group.match(text, start, len(text)))]
        found += [m for pattern in self._other if (m := pattern.match(text, start))]
        return max(found, key=_END) if len(found) > 1 else found[0] if found else None

    def finditer(
        self, text: str, start: int = 0, end: int | None = None
    ) -> Iterator[re.Match[str]]:
        """Every phrase in `text[start:end]`, in order, without overlap."""
        return iter([match for _, match in self._index.find(text, start, end)])

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first phrase in `text[start:end]`; None where there is none."""
        stop = len(text) if end is None else end
        if self._other:
            return next(self.finditer(text, start, stop), None)
        for begin, groups in self._index.beginnings(text, start, stop):
            for _, match in groups:
                one = match(text, begin, stop)
                if one:
                    return one
        return None


@cache
def _compiled(phrases: tuple[str, ...], at_word: bool) -> re.Pattern[str]:
    options = "|".join(rf"(?:{pattern(phrase)}(?![^\W\d_]))" for phrase in phrases)
    return re.compile(("" if at_word else r"(?<![^\W_])") + f"(?:{options})", re.IGNORECASE)
