"""How likely each candidate is the claimant of a figure: `lexicon/claimant_weights.csv`.

Each row is one sign with the log-odds that it adds to a candidate. `training/claimants.py`
estimates them from the annotated cases: a conditional logit (McFadden 1974), in which everyone
within reach, and nobody, compete for each figure.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import repeat
from pathlib import Path

from . import weights
from .antecedents import NOBODY, Claimant
from .lexicon import FOLDER
from .spots import Candidate

FILE = FOLDER / "claimant_weights.csv"
COLUMNS = ["sign", "weight"]
_FAR = 5.0  # log-odds behind the first: such a candidate cannot win with what adds to it


@cache
def known() -> dict[str, float]:
    """The weight of each sign."""
    return read(FILE)


def read(file: Path) -> dict[str, float]:
    """The weights of one file; raises DataError naming the line for what is no weight."""
    return {sign: row[0][1] for sign, row in weights.read(file, COLUMNS[1:]).items() if row}


def scores(candidates: Sequence[Candidate], weight: Mapping[str, float]) -> list[float]:
    """What all signs of each candidate add up to, by the `weight` of each."""
    return [sum(map(weight.get, one.signs, repeat(0.0))) for one in candidates]


def best(candidates: Sequence[Candidate], weight: Mapping[str, float]) -> Claimant:
    """The likeliest claimant; NOBODY where that is likelier than anyone.

    Candidates of one name are one: what speaks for any of them counts for all.
    """
    if len(candidates) == 1:
        return candidates[0].claimant()
    ranked = sorted(
        zip(scores(candidates, weight), candidates, strict=True), key=lambda pair: -pair[0]
    )
    likely: dict[str | None, float] = {}
    first: dict[str | None, Claimant] = {}
    for score, candidate in ranked:
        if score < ranked[0][0] - _FAR:
            break
        who = candidate.claimant()
        if who.name or (who is NOBODY and "nobody" in candidate.signs):
            likely[who.name] = likely.get(who.name, 0.0) + math.exp(score)
            first.setdefault(who.name, who)
    return first[max(likely, key=lambda name: likely[name])] if likely else NOBODY
