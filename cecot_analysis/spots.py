"""Where a figure stands when it is asked who claims it, and one of those who may."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from . import tokens
from .antecedents import Claimant, goes_on
from .frames import Frame

_BEFORE = 60  # characters before a figure that tell how it is taken
_WORDS, _WINDOW = 2, 40  # words that are told beside a place, and characters in which they stand
_DEFINITE = Frame(r"\b{the_known}\s(?:{about}\s)?$", re.I)
_WITH = Frame(r"\b{with}\b[^,;.]{0,24}\b{room}\b[^,;.]{0,30}$", re.I)


@dataclass(frozen=True)
class Before:
    """The figure before: how many sentences back, whether of the same metric, who claims it."""

    back: int
    same: bool
    claimant: Claimant


@dataclass(frozen=True)
class Spot:
    """Where a figure stands: at `span` of a sentence that has `others`, between other sentences.

    Of an answer in an interview `introduced` are the sentences before the first question.
    """

    sentence: str
    span: tuple[int, int]
    others: Sequence[tuple[int, int]]
    before: Sequence[str]
    after: Sequence[str]
    same_paragraph: bool
    language: str
    metric: str = ""
    last: Before | None = None
    introduced: Sequence[str] = ()

    @cached_property
    def given(self) -> str:
        """How the figure is taken as known: "the 9", "with room for 9"; else nothing."""
        left = self.sentence[max(0, self.span[0] - _BEFORE) : self.span[0]]
        if _DEFINITE.search(left):
            return "definite"
        return "attribute" if self.metric == "capacity" and _WITH.search(left) else ""

    def words_before(self, place: int) -> list[str]:
        """The two words or marks before a place of the sentence, as stems, the nearest first."""
        return tokens.cut(tokens.of(self.sentence).before(place, _WORDS, _WINDOW))

    def words_behind(self, place: int) -> list[str]:
        """The two words or marks behind a place of the sentence, as stems, the nearest first."""
        return tokens.cut(tokens.of(self.sentence).behind(place, _WORDS, _WINDOW))

    @cached_property
    def goes_on(self) -> bool:
        """Whether the sentence only counts on in what the one before told."""
        return goes_on(self.sentence, self.same_paragraph, self.language)


class Candidate(NamedTuple):
    """Somebody who may claim a figure: its signs, and who it is once that is asked.

    In the sentence it is `written` so: "the report", where the claimant is named before.
    """

    signs: list[str]
    claimant: Callable[[], Claimant]
    written: str = ""
