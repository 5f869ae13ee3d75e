"""How strongly each sign speaks for each metric: `lexicon/weights.csv`, estimated from cases.

Each row is one sign with a weight per metric: the log-odds that it adds for that metric against
the number being nothing of ours. `training/fit.py` estimates them anew from the annotated cases
(a multinomial logistic regression; see Bishop 2006, Pattern Recognition, section 4.3.4).
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from .lexicon import FOLDER
from .schema import METRICS, DataError
from .signs import Signs

FILE = FOLDER / "weights.csv"
_MILLION = 1_000_000  # a weight is counted in millionths
_PARTS = 100  # a sign counts in hundredths: some tell only half
_WHOLE = _MILLION * _PARTS
_PLACES = range(0, 64 * len(METRICS), 64)  # the lowest bit of each metric
_MIDDLE = 1 << 63  # stands for 0, so that no sum of one metric falls below its bits
_MIDDLES = sum(_MIDDLE << place for place in _PLACES)
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


def totals(signs: Signs, known: Mapping[str, int] | None = None) -> list[float]:
    """What all signs say together for each of METRICS, in their order; 0 is nothing of ours.

    `known` are packed weights other than the lexicon's.
    """
    known, total = _known() if known is None else known, _MIDDLES
    for sign, much in signs.items():
        row = known.get(sign)
        if row:
            total += row * round(much * _PARTS)
    return [((total >> place) % (2 * _MIDDLE) - _MIDDLE) / _WHOLE for place in _PLACES]


@cache
def _known() -> dict[str, int]:
    return packed(table())


def packed(rows: Mapping[str, Row]) -> dict[str, int]:
    """Each sign's weights for all METRICS as one whole number, so that one sum adds up all.

    Each metric has its own bits, which no sum fills. Whole numbers are summed without an error:
    nothing is a tie but for a tie.
    """
    return {
        sign: sum(round(weight * _MILLION) << _PLACES[place] for place, weight in row)
        for sign, row in rows.items()
    }


def of(names: Iterable[str], metric: str) -> float:
    """What the signs of these names say for one metric."""
    known, wanted = table(), METRICS.index(metric)
    return sum(weight for name in names for place, weight in known.get(name, ()) if place == wanted)
