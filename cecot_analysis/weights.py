"""How strongly each sign speaks for each metric: `lexicon/weights.csv`, estimated from cases.

Each row is one sign with a weight per metric: the log-odds that it adds for that metric against
the number being nothing of ours. `training/fit.py` estimates them anew from the annotated cases
(a multinomial logistic regression; see Bishop 2006, Pattern Recognition, section 4.3.4).
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .lexicon import FOLDER
from .schema import METRICS, DataError
from .signs import Signs

FILE = FOLDER / "weights.csv"
_PART = 100
Row = tuple[tuple[int, float], ...]


@cache
def table() -> dict[str, Row]:
    """For each sign the places in METRICS that it speaks for or against, with the weight."""
    return read(FILE)


def read(file: Path, weighed: Sequence[str] = METRICS) -> dict[str, Row]:
    """The weights of one file, a column for each that is `weighed`.

    Raises DataError naming the line for what is no weight.
    """
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{file}: cannot be read: {error}") from error
    rows = csv.reader(lines)
    columns = next(rows, [])
    if columns != ["sign", *weighed]:
        raise DataError(f"{file}: columns {columns}; expected sign, {', '.join(weighed)}")
    found: dict[str, Row] = {}
    for cells in filter(None, rows):
        where = f"{file}, line {rows.line_num}: sign {cells[0]!r}"
        if cells[0] in found:
            raise DataError(f"{where} stands there twice; keep one of its lines")
        if len(cells) != len(columns):
            raise DataError(f"{where}: {len(cells)} cells; expected {len(columns)}")
        found[cells[0]] = _row(cells[1:], where)
    return found


def _row(cells: list[str], where: str) -> Row:
    try:
        weights = [float(cell or 0) for cell in cells]
    except ValueError as error:
        raise DataError(f"{where}: {error}; write a number or nothing") from error
    if not all(map(math.isfinite, weights)):
        raise DataError(f"{where}: {cells}; write finite numbers or nothing")
    return tuple((place, weight) for place, weight in enumerate(weights) if weight)


def totals(signs: Signs) -> list[float]:
    """What all signs say together for each of METRICS, in their order; 0 is nothing of ours."""
    places, rows = _matrix()
    known = [sign for sign in signs if sign in places]
    much = np.array([signs[sign] for sign in known])
    sums: list[float] = (much @ rows[[places[sign] for sign in known]] / _PART).tolist()
    return sums


@cache
def _matrix() -> tuple[dict[str, int], NDArray[np.float64]]:
    """The place of each sign in the matrix of weights, a column per metric, and the matrix.

    Weights are whole hundredths there: their sums are exact, and nothing is a tie but for a tie.
    """
    known = table()
    rows = np.zeros((len(known), len(METRICS)))
    for number, row in enumerate(known.values()):
        for place, weight in row:
            rows[number, place] = round(weight * _PART, 6)
    return {sign: number for number, sign in enumerate(known)}, rows


def of(names: Iterable[str], metric: str) -> float:
    """What the signs of these names say for one metric."""
    known, wanted = table(), METRICS.index(metric)
    return sum(weight for name in names for place, weight in known.get(name, ()) if place == wanted)
