"""All signs around one number of a text: cues, words, labels, questions, and the figure before."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, cached_property, partial
from typing import Any

from . import carrying, cues, fields, lexicon, metrics, prompts, scopes, signs, tokens
from .context import Context
from .cues import Cue
from .numerals import Number
from .phrases import Index
from .uncounted import countable

NEIGHBOURS = 6  # numbers on either side that may claim the same words
CUES = 24  # cues on either side of a number: in a list of hundreds, those far off say nothing
REQUIRED = 4  # sentences before that may name what a cue requires
ELSEWHERE = 2  # sentences before that may name another country
STANDING = 6  # sentences before in which the last place named is looked for
FAR = 12  # sentences before in which a country that was named is still heard
STEPS = (0, 1, 3, 6)  # sentences since it was named, in steps
LEAD = 3  # sentences that open a text and tell where it plays


class Place:
    """One sentence of a text, with its numbers, and where it begins in the text."""

    def __init__(self, context: Context, place: int, numbers: list[Number]) -> None:
        self.context, self.place, self.numbers = context, place, numbers
        self.sentence = context.words(place)
        self.offset = context.sentences[place][0]
        self._elsewhere: dict[tuple[int, int], bool] = {}
        self._starts = [number.start for number in numbers]
        # a share or a year has none
        self._spans = [self.span(one) if metrics.kind(one) else None for one in numbers]

    @cached_property
    def cues(self) -> Sequence[Cue]:
        """The metrics' cues in the sentence."""
        before = " ".join(self.context.earlier(self.place, REQUIRED))
        return cues.find("metrics", self.sentence, self.context.language, before)

    def span(self, number: Number) -> tuple[int, int]:
        """The span of `number` in the sentence."""
        return number.start - self.offset, number.end - self.offset

    def others(self, number: Number) -> list[tuple[int, int]]:
        """The spans in the sentence of the numbers near `number`; shares and years are none."""
        order = bisect_left(self._starts, number.start)
        near = self._spans[max(0, order - NEIGHBOURS) : order + NEIGHBOURS + 1]
        own = self.span(number)
        return [span for span in near if span and span != own]

    def is_elsewhere(self, span: tuple[int, int]) -> bool:
        """Whether the number at `span` is told of another country."""
        if span not in self._elsewhere:
            before = self.context.earlier(self.place, ELSEWHERE)
            told = scopes.is_elsewhere(self.sentence, span, before, self.context.language)
            self._elsewhere[span] = told
        return self._elsewhere[span]

    def near(self, span: tuple[int, int]) -> Sequence[Cue]:
        """The cues nearest to the number at `span`: no sentence of prose has more."""
        place = bisect_left(self.cues, span[0], key=lambda cue: cue.start)
        return self.cues[max(0, place - CUES) : place + CUES]


Last = tuple[int, dict[str, Any]]  # the place of a figure's sentence, and its row


def around(
    here: Place, number: Number, last: Last | None
) -> tuple[signs.Signs, dict[str, list[str]], list[Cue]] | None:
    """The signs around `number`, the names of each rule's signs, and the cues that fit it.

    None for what counts, pays and measures nothing. `last` is the figure before it.
    """
    sort, span = metrics.kind(number), here.span(number)
    if sort is None or not countable(number, here.sentence, span, here.context.language):
        return None
    others, language = here.others(number), here.context.language
    bare = sort == "money" and number.unit is None
    if bare and metrics.counts_people(here.sentence, span[1], language):
        return None  # "eight million Venezuelans": no sum, and more than any prison holds
    fit = metrics.fitting(here.near(span), number)
    spoken, named = signs.of_cues(fit, span, here.sentence, others)
    note = metrics.note("", span, here.sentence, others, language)
    every = {
        **signs.of_number(number, sort),
        **signs.of_words(here.sentence, span, language),
        **spoken,
        **signs.named("counts", metrics.counted(sort, here.sentence, span[1], language)),
        **signs.named("set apart as", note),
        **_asked(here, number, span, sort),
        **carrying.signs_of(here.context, last, here.place, number, note, not fit),
    }
    if here.is_elsewhere(span):
        every["elsewhere"] = 1.0
    every |= _where(here) | _far(here)
    every |= _against(every, last, here) if fit else _neighbours(here)
    return every, named, fit


def _against(every: signs.Signs, last: Last | None, here: Place) -> signs.Signs:
    """The nearest cue set against the figure before: "15,000 are held, it can hold 40,000"."""
    if last is None or last[0] != here.place:
        return {}
    cues_beside = [name for name in every if name.startswith("nearest ")]
    return signs.named(f"after {last[1]['metric']},", *cues_beside)


def _neighbours(here: Place) -> signs.Signs:
    """The metrics that the sentences before and behind speak of."""
    found: signs.Signs = {}
    for side, place in (("before", here.place - 1), ("behind", here.place + 1)):
        if 0 <= place < len(here.context.sentences):
            told = here.context.remembered(("told", place), partial(_told, here.context, place))
            found |= signs.named(f"no cue, sentence {side}", *told)
    return found


def _told(context: Context, place: int) -> frozenset[str]:
    before = " ".join(context.earlier(place, REQUIRED))
    found = cues.find("metrics", context.words(place), context.language, before)
    return frozenset(cue.entry["metric"] for cue in found)


def _where(here: Place) -> signs.Signs:
    """Where the text plays: the places of its lead, and the last that were named before."""
    last = _last_place(here)
    found: signs.Signs = here.context.remembered(
        ("where", last), partial(_plays, here.context, last)
    )
    return found


def _far(here: Place) -> signs.Signs:
    """How far back this country was named last, and another: a text may pass from one to both."""
    found: signs.Signs = here.context.remembered(
        ("far", here.place), partial(_passed, here.context, here.place)
    )
    return found


def _passed(context: Context, place: int) -> signs.Signs:
    far = {"ours": "never", "theirs": "never"}
    for back in range(min(place, FAR) + 1):
        if "never" not in far.values():
            break
        there = _standing(context, place - back)
        for whose, known in far.items():
            if there and known == "never" and there in (whose, "both"):
                far[whose] = str(bisect_left(STEPS, back))
    told = [f"{whose} named {known}" for whose, known in far.items()]
    return dict.fromkeys([*told, " ".join(told)], 1.0)


def _plays(context: Context, last: str | None) -> signs.Signs:
    lead = sorted({_standing(context, place) or "" for place in range(LEAD)})
    theirs = context.remembered("abroad", partial(_abroad, context))
    found = signs.named("lead", *lead) | signs.named("text", theirs)
    found |= signs.named("last place", last)
    if theirs:
        found |= signs.named(f"text {theirs}, last place", last)
        found |= signs.named(f"text {theirs}, lead", *lead)
    return found


@cache
def _countries() -> Index:
    places = lexicon.read("places")
    return Index([lexicon.both(places["elsewhere"]), lexicon.both(places["home"])])


def _abroad(context: Context) -> str | None:
    """Whether a text names other countries more often than this one."""
    ours = [is_home for is_home, _ in _countries().find(context.text)]
    theirs = len(ours) - sum(ours)
    if theirs > sum(ours):
        return "abroad"
    return "of two countries" if 2 * theirs > sum(ours) else None


def _standing(context: Context, place: int) -> str | None:
    """Whose places the sentence at `place` names, if there is one."""
    if place >= len(context.sentences):
        return None
    whose: str | None = context.remembered(
        ("standing", place), partial(scopes.standing, context.words(place), context.language)
    )
    return whose


def _last_place(here: Place) -> str | None:
    """Whose places were named last, in the sentence or not far before it."""
    for place in range(here.place, max(-1, here.place - STANDING - 1), -1):
        if found := _standing(here.context, place):
            return found
    return None


def _line_below(here: Place) -> list[str]:
    """The sentence behind, unless a line is empty between the two."""
    context, place = here.context, here.place
    between = context.sentences[place : place + 2]
    if len(between) < 2 or context.text.count("\n", between[0][1], between[1][0]) > 1:
        return []
    return context.later(place, 1)


def _asked(here: Place, number: Number, span: tuple[int, int], sort: str) -> signs.Signs:
    """What a label or a question before the number asks for."""
    earlier = here.context.earlier(here.place, prompts.reach(here.sentence))
    language = here.context.language
    found: signs.Signs = {}
    texts = {
        "label": prompts.label(here.sentence, span, earlier, _line_below(here)),
        "question": prompts.question(here.sentence, span, earlier, language),
    }
    for kind, text in texts.items():
        if text:
            metric = metrics.asked(number, text, language, earlier)
            found |= signs.named(kind, metric or "unknown")
            told = {fields.of(word, language) for word in tokens.told(text)}
            found |= signs.named(f"{kind} of {sort}", *told)
    return found
