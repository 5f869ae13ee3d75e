"""How likely each candidate is the claimant of a figure: `lexicon/claimant_weights.csv`.

Each row is one sign with the log-odds that it adds to a candidate. `training/claimants.py`
estimates them from the annotated cases: a conditional logit (McFadden 1974), in which everyone
within reach, and nobody, compete for each figure.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from .antecedents import NOBODY, Claimant
from .candidates import Candidate
from .lexicon import FOLDER
from .schema import DataError

FILE = FOLDER / "claimant_weights.csv"
COLUMNS = ["sign", "weight"]
_FAR = 5.0  # log-odds behind the first: such a candidate cannot win with what adds to it


@cache
def weights() -> dict[str, float]:
    """The weight of each sign."""
    return read(FILE)


def read(file: Path) -> dict[str, float]:
    """The weights of one file; raises DataError naming the line for what is no weight."""
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{file}: cannot be read: {error}") from error
    rows = csv.reader(lines)
    columns = next(rows, [])
    if columns != COLUMNS:
        raise DataError(f"{file}: columns {columns}; expected {', '.join(COLUMNS)}")
    found: dict[str, float] = {}
    for cells in filter(None, rows):
        where = f"{file}, line {rows.line_num}: sign {cells[0]!r}"
        if cells[0] in found:
            raise DataError(f"{where} stands there twice; keep one of its lines")
        try:
            [weight] = map(float, cells[1:])
        except ValueError as error:
            raise DataError(f"{where}: {cells[1:]}; write one number") from error
        if not math.isfinite(weight):
            raise DataError(f"{where}: {weight}; write a finite number")
        found[cells[0]] = weight
    return found


def scores(candidates: Sequence[Candidate], known: dict[str, float]) -> list[float]:
    """What all signs of each candidate add up to, by the weights that are `known`."""
    weight = known.get
    return [sum([weight(sign, 0.0) for sign in one.signs]) for one in candidates]


def best(candidates: Sequence[Candidate], known: dict[str, float]) -> Claimant:
    """The likeliest claimant; NOBODY where that is likelier than anyone.

    Candidates of one name are one: what speaks for any of them counts for all.
    """
    if len(candidates) == 1:
        return candidates[0].claimant()
    ranked = sorted(
        zip(scores(candidates, known), candidates, strict=True), key=lambda pair: -pair[0]
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
