"""The grammar of phrases: what each may begin with, and its regular expression."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

# a line may be wrapped between two words, and a word put in quotes
_SPACE = r"""["“”»]?(?:[^\S\r\n]+(?:\r?\n)?|\r?\n|-)["“”«]?"""
EMPHASIS = r"[*_]{0,3}"  # around words in Markdown: "more than **84,000**"
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
_OPENING = re.compile(r"<([^<>]*)>\s+")
_LETTERS = r"[^\W\d_]+"
WORD = re.compile(_LETTERS)
_BEGINNING = re.compile(r"([^\W\d_]+\*?)(?:(?:\s+|-)(?:([^\W\d_]+\*?))?)?")
_LITERAL = re.compile(r"[^\W_]+")
_ANY_WORD = re.compile(r"[^\W\d_]+\*?")
KEY = 3  # letters by which phrases with an open ending are filed
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


def one_of(phrases: Iterable[str]) -> str:
    """One group of all phrases as whole words: as `any_of`, but faster where they are many."""
    options = "|".join(pattern(phrase) for phrase in ordered(phrases))
    return rf"(?:(?<![^\W_])(?:{options})(?![^\W_]))" if options else "(?!)"


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
    word = WORD.match(phrase)
    if word is None:
        return None
    letters = word.group().lower()
    return {letters[:KEY] + "*"} if phrase[word.end() : word.end() + 1] in _GLUED else {letters}


def _expanded(phrase: str) -> Iterator[str]:
    """The ways in which `phrase` may begin, each plain for two words at least."""
    waiting = [phrase]
    while waiting:
        one = waiting.pop().strip()
        begun = _BEGINNING.match(one)
        place = begun.end() if begun else 0
        if one[place : place + 1] in ("(", "<"):
            parts, rest = _alternatives(one[place:]) or (["*"], "")
            optional = [""] if one[place] == "<" else []
            waiting += [one[:place] + part + rest for part in (*parts, *optional)]
        else:
            yield one.lower()


def beginnings(phrase: str) -> set[tuple[str, str]]:
    """The first two words with which `phrase` may begin, in lower case; `*` is an open ending.

    An empty second word is any or none: the phrase ends, or goes on with other signs.
    """
    begun = (_BEGINNING.match(one) for one in _expanded(phrase))
    return {(found[1], found[2] or "") if found else ("*", "") for found in begun}


def hints(phrases: Iterable[str]) -> frozenset[str]:
    """Of phrases that may begin with any sign: the words and signs of which one is in each."""
    begun = ((_LITERAL.match(one), one) for phrase in phrases for one in _expanded(phrase))
    return frozenset(word.group() if word else one[:1] for word, one in begun)


def fits(word: str, beginning: str) -> bool:
    """Whether `word` is the one meant, or goes on from an open one: `arr*`."""
    return word.startswith(beginning[:-1]) if beginning[-1:] == "*" else word == beginning


def small(text: str) -> str:
    """`text` in small letters, each at its offset: those that would become two stay as they are."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)


_FOLDED = str.maketrans("ſıİ", "sii")


def folded(text: str) -> str:
    """`text` in small letters, those being one that expressions without regard to case take so."""
    return text.translate(_FOLDED).lower()


def beginning(phrases: Iterable[str]) -> re.Pattern[str]:
    """The sign before words with which one of the phrases may begin; to be sought in `small` text.

    One set of signs comes first, and then one letter after the other, so that most of a text is
    passed over at once. The groups are the first word, and the next one if there is any.
    """
    found = {pair for phrase in phrases for pair in beginnings(phrase)}
    options = _tree((_stem(first), _rest(first, second)) for first, second in sorted(found))
    return re.compile(rf"[^a-z](?={options})(?<![^\W\d_])(?=({_LETTERS})(?:[\W\d_]+({_LETTERS}))?)")


def _stem(word: str) -> str:
    return word.rstrip("*")


def _rest(first: str, second: str) -> str:
    """What must follow the stem of a first word: its end, and the stem of the second."""
    if first[-1] == "*":
        return ""
    return rf"(?![a-z])[^a-z]+{_stem(second)}" if second else "(?![a-z])"


def _tree(options: Iterable[tuple[str, str]]) -> str:
    """The expression of words, each with what must follow it, branching letter by letter."""
    branches: dict[str, list[tuple[str, str]]] = {}
    for word, rest in options:
        branches.setdefault(word[:1], []).append((word[1:], rest))
    parts = [
        "|".join(dict.fromkeys(rest for _, rest in found)) if not letter else letter + _tree(found)
        for letter, found in branches.items()
    ]
    return f"(?:{'|'.join(parts)})" if parts else "(?!)"


class Vocabulary:
    """Words, their beginnings and endings, to tell soon that none of them stands in a text."""

    def __init__(self, words: Iterable[str]) -> None:
        written = {word.lower() for word in words}
        self._whole = frozenset(word for word in written if "*" not in word)
        self._open = tuple(word[:-1] for word in written if word[-1:] == "*")
        self._endings = tuple(word[1:] for word in written if word[:1] == "*")

    def holds(self, word: str) -> bool:
        """Whether `word`, in any case, is one of them."""
        small = word.lower()
        return small in self._whole or small.startswith(self._open)

    def meets(self, words: Sequence[str]) -> bool:
        """Whether any of `words`, which are in small letters, is one of them."""
        if not self._whole.isdisjoint(words):
            return True
        if self._open and any(word.startswith(self._open) for word in words):
            return True
        return bool(self._endings) and any(word.endswith(self._endings) for word in words)

    def ends(self, text: str) -> bool:
        """False where the last word of `text` is none of them."""
        last = text.rsplit(None, 1)
        return bool(last) and (not last[-1].isalpha() or self.holds(last[-1]))


def vocabulary(phrases: Iterable[str]) -> Vocabulary:
    """Every word of the phrases."""
    return Vocabulary(word for phrase in phrases for word in _ANY_WORD.findall(phrase))


def first_words(phrases: Iterable[str]) -> Vocabulary:
    """Every word with which one of the phrases may begin."""
    return Vocabulary(first for phrase in phrases for first, _ in beginnings(phrase))
