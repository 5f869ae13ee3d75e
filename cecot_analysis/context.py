"""One text, cut into sections and sentences, with all its numbers."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from . import ellipses, lexicon, numerals, sections
from . import sentences as sentence_spans
from .numerals import Number

CROWD = 100  # numbers: a sentence with more is a table that lost its headings, and says nothing
REMEMBERED = 3_000  # characters after a name of CECOT in which "the facility" is known to mean it


@dataclass
class Context:
    """One text, cut into sections and sentences, with all its numbers."""

    article_id: Any
    text: str
    language: str
    published: datetime.date | None
    _prison: int = -1  # where CECOT was last found to be named
    _searched: int = 0
    _memory: dict[Any, Any] = field(default_factory=dict)

    @cached_property
    def numbers(self) -> list[Number]:
        found = numerals.find(self.text, self.language)
        return list(ellipses.completed(self.text, found, self.language))

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        return sentence_spans.split(self.text)

    @cached_property
    def sections(self) -> list[sections.Section]:
        return sections.split(self.text, self.language)

    @cached_property
    def _words(self) -> list[str]:
        plain = self.text.replace("\r", " ").replace("\n", " ")
        return [plain[start:end] for start, end in self.sentences]

    def words(self, place: int) -> str:
        """The sentence at `place`, on one line: each line end is as many spaces."""
        return self._words[place]

    def remembered(self, key: Any, found: Callable[[], Any]) -> Any:
        """What `found` gives, asked once for each `key`."""
        if key not in self._memory:
            self._memory[key] = found()
        return self._memory[key]

    def names_prison_before(self, offset: int) -> bool:
        """Whether the `REMEMBERED` characters before `offset` name CECOT.

        To be asked in reading order: what was searched once is not searched again.
        """
        earliest = max(0, offset - REMEMBERED)
        if self._prison < earliest:
            start = max(self._searched, earliest)
            found = lexicon.matcher("places", "prison", "both").search(self.text, start, offset)
            self._searched = found.end() if found else max(start, offset)
            self._prison = found.start() if found else -1
        return self._prison >= earliest

    def earlier(self, place: int, count: int) -> list[str]:
        """The `count` sentences before the one at `place`, as far as there are."""
        return self._words[max(0, place - count) : place]

    def later(self, place: int, count: int) -> list[str]:
        """The `count` sentences behind the one at `place`, as far as there are."""
        return self._words[place + 1 : place + 1 + count]

    def same_paragraph(self, place: int) -> bool:
        """Whether no line ends between the sentence at `place` and the one before it."""
        if place == 0:
            return False
        return "\n" not in self.text[self.sentences[place - 1][1] : self.sentences[place][0]]


def grouped(context: Context) -> Iterator[tuple[int, list[Number]]]:
    """The numbers of each sentence, with the sentence's place, in reading order, but no crowds."""
    groups: dict[int, list[Number]] = {}
    for number in context.numbers:
        place = sentence_spans.index_at(context.sentences, number.start, number.end)
        if place is not None:
            groups.setdefault(place, []).append(number)
    yield from ((place, numbers) for place, numbers in groups.items() if len(numbers) <= CROWD)
