"""How strongly each sign speaks for each metric: `lexicon/weights.csv`, estimated from cases.

Each row is one sign with a weight per metric: the log-odds that it adds for that metric against
the number being nothing of ours. `training/fit.py` estimates them anew from the annotated cases
(a multinomial logistic regression; see Bishop 2006, Pattern Recognition, section 4.3.4).
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np

from .lexicon import FOLDER
from .schema import METRICS, DataError
from .signs import Signs

FILE = FOLDER / "weights.csv"
_FINEST = 10_000  # a weight is counted in whole parts of it: sums are without an error
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


class Table:
    """The weights of many signs, a row of numbers for each: what signs say together is a product.

    Whole numbers and halves of them are summed without an error: nothing is a tie but for a tie.
    """

    def __init__(self, rows: Iterable[tuple[str, Row]], weighed: Sequence[str] = METRICS) -> None:
        self.places: dict[str, int] = {}  # where the row of each sign is; the first says nothing
        told = [0.0] * len(weighed)
        for place, (sign, row) in enumerate(rows, 1):
            self.places[sign] = place
            weights = dict(row)
            told += [weights.get(one, 0.0) for one in range(len(weighed))]
        self._rows = np.rint(np.array(told).reshape(-1, len(weighed)) * _FINEST)

    def totals(self, signs: Signs) -> list[float]:
        """What all signs say together for each that is weighed, in its order."""
        rows = self._rows.take([*map(self.places.get, signs, repeat(0))], axis=0)
        return self._whole(np.array([*signs.values()]) @ rows)

    def added(self, places: Iterable[int], much: float) -> list[float]:
        """What the rows at `places` say together, each counted by `much`."""
        return self._whole(self._rows.take([0, *places], axis=0).sum(axis=0) * much)

    def of(self, signs: Iterable[str], which: int) -> float:
        """What signs say together for one that is weighed."""
        places = map(self.places.get, signs, repeat(0))
        told: float = sum(self._rows.item(place, which) for place in places) / _FINEST
        return told

    def _whole(self, parts: Any) -> list[float]:
        found: list[float] = (parts / _FINEST).tolist()
        return found


def totals(signs: Signs) -> list[float]:
    """What all signs say together for each of METRICS, in their order; 0 is nothing of ours."""
    return _known().totals(signs)


def places(words: Iterable[str], sort: str) -> set[int]:
    """The places of the rows of `words`, each as a sign of one `sort`; 0 for any without one."""
    return set(map(_sorted(sort).get, words, repeat(0)))


def added(places: Iterable[int], much: float) -> list[float]:
    """What the rows at `places` say together for each of METRICS, each counted by `much`."""
    return _known().added(places, much)


@cache
def _sorted(sort: str) -> dict[str, int]:
    """The places of the rows of the signs `sort word`, by the word."""
    return {
        sign.removeprefix(f"{sort} "): place
        for sign, place in _known().places.items()
        if sign.startswith(f"{sort} ")
    }


@cache
def _known() -> Table:
    return table(FILE)


def table(file: Path, weighed: Sequence[str] = METRICS) -> Table:
    """The weights of one file, to be added up; raises as `read` does."""
    return Table(_rows(file, weighed), weighed)


def of(names: Iterable[str], metric: str) -> float:
    """What the signs of these names say for one metric."""
    return _known().of(names, METRICS.index(metric))
