"""Who says a figure: the body as written, its kind, and how it is known."""

from __future__ import annotations

from typing import Any

from . import candidates, ranking
from .antecedents import NOBODY as NOBODY
from .antecedents import Claimant as Claimant
from .antecedents import continues as continues
from .spots import Before as Before
from .spots import Spot as Spot

BEFORE = 8  # sentences before a number in which the body may be named that it calls "the report"
BEHIND = 3  # sentences behind a number in which its quotation may end and name its speaker


def before(last: tuple[int, dict[str, Any]] | None, place: int, metric: str) -> Before | None:
    """The last figure, a row with the place of its sentence, as one at `place` looks back at it."""
    if last is None:
        return None
    row = last[1]
    claimant = Claimant(row["attribution"], row["claimant_kind"], row["attribution_basis"])
    return Before(place - last[0], row["metric"] == metric, claimant)


def read(spot: Spot) -> Claimant:
    """Who claims the figure at `spot`.

    Everyone within reach is a candidate, and so is nobody; the likeliest by the weighed signs of
    each is taken. Of a report passed on, the one who counts is named, not the one who relays. A
    pronoun, "the organisation", and a sentence that goes on with "Of these" stand for the
    claimant named before (`carried_over`). Nobody is ever guessed: where it is likelier that the
    text does not say, it is nobody.
    """
    return ranking.best(candidates.of(spot), ranking.known())
