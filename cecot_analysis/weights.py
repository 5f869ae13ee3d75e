"""How strongly each sign speaks for each metric: `lexicon/weights.csv`, estimated from cases.

Each row is one sign with a weight per metric: the log-odds that it adds for that metric against
the number being nothing of ours. `training/fit.py` estimates them anew from the annotated cases
(a multinomial logistic regression; see Bishop 2006, Pattern Recognition, section 4.3.4).
"""

from __future__ import annotations

import csv
import math
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import repeat
from operator import mul
from pathlib import Path

from .lexicon import FOLDER
from .schema import METRICS, DataError
from .signs import Signs

FILE = FOLDER / "weights.csv"
_FINEST = 10_000  # a weight is counted in parts of it
_PARTS = 4  # a sign counts in quarters: some tell only half
_WHOLE = _FINEST * _PARTS
_PLACES = range(0, 32 * len(METRICS), 32)  # the lowest bit of each metric
_MIDDLE = 1 << 31  # stands for 0, so that no sum of one metric falls below its bits
_MIDDLES = sum(_MIDDLE << place for place in _PLACES)
_SUMS = struct.Struct(f"<{len(METRICS)}I")
Row = tuple[tuple[int, float], ...]


def read(file: Path, weighed: Sequence[str] = METRICS) -> dict[str, Row]:
    """For each sign of one file the places in `weighed` that it speaks for or against, weighted.

    Raises DataError naming the line for what is no weight.
    """
    return dict(_rows(file, weighed))


def _rows(file: Path, weighed: Sequence[str]) -> Iterator[tuple[str, Row]]:
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{file}: cannot be read: {error}") from error
    rows = csv.reader(lines)
    columns = next(rows, [])
    if columns != ["sign", *weighed]:
        raise DataError(f"{file}: columns {columns}; expected sign, {', '.join(weighed)}")
    found: set[str] = set()
    for cells in filter(None, rows):
        where = f"{file}, line {rows.line_num}: sign {cells[0]!r}"
        if cells[0] in found:
            raise DataError(f"{where} stands there twice; keep one of its lines")
        if len(cells) != len(columns):
            raise DataError(f"{where}: {len(cells)} cells; expected {len(columns)}")
        found.add(cells[0])
        yield cells[0], _row(cells[1:], where)


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
    known = _known() if known is None else known
    parts = map(round, map(mul, signs.values(), repeat(_PARTS)))
    return _apart(sum(map(mul, map(known.get, signs, repeat(0)), parts)))


def weighed(words: Iterable[str], sort: str) -> dict[str, int]:
    """The packed weights of those of `words` that tell something, each as a sign of one `sort`."""
    known = _sorted(sort)
    return {word: row for word in words if (row := known.get(word))}


def added(packed_weights: Iterable[int], much: float) -> list[float]:
    """What packed weights say together for each of METRICS, each counted by `much`."""
    return _apart(sum(packed_weights) * round(much * _PARTS))


def _apart(total: int) -> list[float]:
    """The sum for each of METRICS that one whole number holds."""
    return [one / _WHOLE for one in _unpacked(total)]


@cache
def _sorted(sort: str) -> dict[str, int]:
    """The packed weights of the signs `sort word`, by the word."""
    return {
        sign.removeprefix(f"{sort} "): row
        for sign, row in _known().items()
        if sign.startswith(f"{sort} ")
    }


@cache
def _known() -> dict[str, int]:
    return packed(_rows(FILE, METRICS))


def packed(rows: Iterable[tuple[str, Row]]) -> dict[str, int]:
    """Each sign's weights for all METRICS as one whole number, so that one sum adds up all.

    Each metric has its own bits, which no sum fills. Whole numbers are summed without an error:
    nothing is a tie but for a tie.
    """
    return {
        sign: sum(round(weight * _FINEST) << _PLACES[place] for place, weight in row)
        for sign, row in rows  # one by one: what is kept then lies close together
    }


def _unpacked(total: int) -> list[int]:
    """The sum for each of METRICS in a sum of packed weights."""
    written = (total + _MIDDLES).to_bytes(_SUMS.size, "little")
    return [one - _MIDDLE for one in _SUMS.unpack(written)]


def of(names: Iterable[str], metric: str) -> float:
    """What the signs of these names say for one metric."""
    total = sum(map(_known().get, names, repeat(0)))
    return _unpacked(total)[METRICS.index(metric)] / _FINEST
