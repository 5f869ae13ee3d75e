"""Many phrases sought at once: by their first letters, then each where it may begin.

A regular expression of hundreds of alternatives tries every one at every character; an index of
first letters tries, at each word, the few that begin like it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

_SPACE = r"(?:[^\S\r\n]+(?:\r?\n)?|\r?\n|-)"  # a line may be wrapped between two words
_SIGNS = (  # sign in a phrase, its regular expression; in this order
    (r"\s+\.\.\.\s+", r"(?:[^\S\n]+[^\s.;:]+){0,4}[^\S\n]+"),
    (r"\s+<", rf"(?:{_SPACE}(?:"),
    (r"<", "(?:(?:"),
    (r">", "))?"),
    (r"\(", "(?:"),
    (r"\*", r"\w*"),
    (r"['’]", "['’]"),
    (r"\s+", _SPACE),
    (r"[.+$?]", ""),
)
_SIGN = re.compile("|".join(f"(?P<s{n}>{sign})" for n, (sign, _) in enumerate(_SIGNS)))
_REMEMBERED = 20_000  # words, each with its keys: as many as a large corpus repeats
_SENTENCE = 2_000  # characters: the words of a longer text are not kept
_OPENING = re.compile(r"<([^<>]*)>\s+")
_WORD = re.compile(r"[^\W\d_]+")
_KEY = 3  # letters by which phrases with an open ending are filed
_GLUED = ("*", "(", "<")  # signs after which a word may go on


def pattern(phrase: str) -> str:
    """The regular expression of one phrase, without word boundaries at its ends."""

    def translate(found: re.Match[str]) -> str:
        expression = _SIGNS[int(str(found.lastgroup)[1:])][1]
        return expression or re.escape(found.group())

    opening = _OPENING.match(phrase.strip())
    if opening:
        first, rest = opening.group(1), phrase.strip()[opening.end() :]
        return rf"(?:(?:{pattern(first)}){_SPACE})?{pattern(rest)}"
    return _SIGN.sub(translate, phrase.strip())


def ordered(phrases: Iterable[str]) -> list[str]:
    """The phrases once each, the longest first, so that it wins."""
    return sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))


def any_of(phrases: Iterable[str]) -> str:
    """One alternation of all phrases as whole words, for use inside a larger expression."""
    options = (rf"(?:(?<![^\W_]){pattern(phrase)}(?![^\W_]))" for phrase in ordered(phrases))
    return "|".join(options) or "(?!)"


def _alternatives(phrase: str) -> tuple[list[str], str] | None:
    """The alternatives of the group that opens `phrase`, and the rest; None for an open group."""
    depth, start = 0, 1
    parts: list[str] = []
    for place, sign in enumerate(phrase):
        if sign in "(<":
            depth += 1
        elif sign in ")>":
            depth -= 1
            if depth == 0:
                return [*parts, phrase[start:place]], phrase[place + 1 :]
        elif sign == "|" and depth == 1:
            parts.append(phrase[start:place])
            start = place + 1
    return None


def openings(phrase: str) -> set[str] | None:
    """The words with which `phrase` may begin, in lower case; of `arrest*` the letters `arr*`.

    None where it may begin with something else than a letter.
    """
    phrase = phrase.strip()
    if phrase[:1] in ("(", "<"):
        group = _alternatives(phrase)
        if group is None:
            return None
        parts, rest = group
        found = [openings(part + rest) for part in parts]
        found += [openings(rest)] if phrase[0] == "<" else []
        return None if None in found else set().union(*(one for one in found if one))
    word = _WORD.match(phrase)
    if word is None:
        return None
    letters = word.group().lower()
    return {letters[:_KEY] + "*"} if phrase[word.end() : word.end() + 1] in _GLUED else {letters}


def words(text: str, start: int, end: int) -> Iterable[tuple[int, str]]:
    """Where each word of `text[start:end]` begins, and the word in lower case."""
    if end - start > _SENTENCE:
        return _cut(text, start, end)
    return _words(text, start, end)


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    for word in _WORD.finditer(text, start, end):
        yield word.start(), word.group().lower()


@lru_cache(maxsize=64)  # a sentence is asked for many kinds of phrases, one after another
def _words(text: str, start: int, end: int) -> tuple[tuple[int, str], ...]:
    return tuple(_cut(text, start, end))


class Index:
    """Lists of phrases, searched together as whole words, regardless of case."""

    def __init__(self, lists: Iterable[Iterable[str]]) -> None:
        filed: dict[str, dict[int, list[str]]] = {}
        self._other: list[tuple[int, re.Pattern[str]]] = []
        for number, phrases in enumerate(lists):
            other = []
            for phrase in ordered(phrases):
                keys = openings(phrase)
                if keys is None:
                    other.append(phrase)
                for key in keys or ():
                    filed.setdefault(key, {}).setdefault(number, []).append(phrase)
            if other:
                self._other.append((number, _compiled(tuple(other), False)))
        self._filed = {
            key: [(number, _compiled(tuple(found), True)) for number, found in lists.items()]
            for key, lists in filed.items()
        }

        self._known: dict[str, list[str]] = {}

    def at(self, text: str, start: int, word: str, end: int) -> Iterator[tuple[int, re.Match[str]]]:
        """The phrases that begin with the `word` at `start`, each with the number of its list."""
        for key in self._known.get(word) or self._keys(word):
            for number, pattern in self._filed[key]:
                found = pattern.match(text, start, end)
                if found:
                    yield number, found

    def _keys(self, word: str) -> list[str]:
        """The keys in use under which phrases that may begin with `word` are filed."""
        found = self._known.get(word)
        if found is None:
            keys = (word, *(word[:size] + "*" for size in range(min(_KEY, len(word)), 0, -1)))
            found = [key for key in keys if key in self._filed]
            if len(self._known) < _REMEMBERED:
                self._known[word] = found
        return found

    def find(
        self, text: str, start: int = 0, end: int | None = None
    ) -> list[tuple[int, re.Match[str]]]:
        """Every phrase in `text[start:end]` with the number of its list.

        Those of one list do not overlap: the first wins, and of two the longer one.
        """
        stop = len(text) if end is None else end
        found = [(number, m) for number, p in self._other for m in p.finditer(text, start, stop)]
        known = self._known
        for begin, word in words(text, start, stop):
            keys = known.get(word)
            if keys is None:
                keys = self._keys(word)
            if keys:
                found += self.at(text, begin, word, stop)
        found.sort(key=lambda pair: (pair[1].start(), -pair[1].end()))
        after: dict[int, int] = {}
        kept = []
        for number, match in found:
            if match.start() >= after.get(number, 0):
                kept.append((number, match))
                after[number] = match.end()
        return kept


class Phrases:
    """One list of phrases, searched like a compiled regular expression."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._index = Index([phrases])

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """The longest phrase that begins at `start`; None where none does."""
        word = _WORD.match(text, start)
        begun = self._index.at(text, start, word.group().lower(), len(text)) if word else ()
        found = [match for _, match in begun]
        found += [m for _, p in self._index._other if (m := p.match(text, start))]
        return max(found, key=lambda match: match.end(), default=None)

    def finditer(
        self, text: str, start: int = 0, end: int | None = None
    ) -> Iterator[re.Match[str]]:
        """Every phrase in `text[start:end]`, in order, without overlap."""
        return iter([match for _, match in self._index.find(text, start, end)])

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first phrase in `text[start:end]`; None where there is none."""
        stop = len(text) if end is None else end
        if self._index._other:
            return next(self.finditer(text, start, stop), None)
        for word in _WORD.finditer(text, start, stop):
            for _, match in self._index.at(text, word.start(), word.group().lower(), stop):
                return match
        return None


@cache
def _compiled(phrases: tuple[str, ...], at_word: bool) -> re.Pattern[str]:
    options = "|".join(rf"(?:{pattern(phrase)}(?![^\W_]))" for phrase in phrases)
    return re.compile(("" if at_word else r"(?<![^\W_])") + f"(?:{options})", re.IGNORECASE)
