"""The table of a selection: sorted as a whole, shown page by page, in words."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from . import evidence, wording
from .bounds import each

COLUMNS = ("Source", "Figure", "Says", "Claimant", "As of")
PAGE = 100  # rows on a page
Places = npt.NDArray[np.intp]


class Listing:
    """The rows of one table of figures; their words are made once, when they are first shown."""

    def __init__(self, figures: pd.DataFrame, names: dict[Any, str]) -> None:
        self._figures, self._names = figures, names
        self._cells: dict[int, list[str]] = {}
        self._ranks: dict[int, npt.NDArray[np.intp]] = {}

    def ordered(self, passed: npt.NDArray[np.bool_], column: int | None, down: bool) -> Places:
        """The places of the figures that pass, in the order of a column; missing values last."""
        places = np.flatnonzero(passed)
        if column is None:
            return places
        ranks = self._ranked(column)[places]
        missing = ranks < 0
        return places[np.lexsort((-ranks if down else ranks, missing))]

    def rows(self, places: Places) -> list[dict[str, Any]]:
        """What a page shows of the figures at these places: id and cells."""
        new = [int(place) for place in places if int(place) not in self._cells]
        for place, figure in zip(new, each(self._figures.iloc[new]), strict=True):
            self._cells[place] = self._said(figure)
        ids = self._figures["figure_id"].to_numpy()[places]
        return [
            {"figure": figure_id, "cells": self._cells[int(place)]}
            for figure_id, place in zip(ids, places, strict=True)
        ]

    def _said(self, figure: Any) -> list[str]:
        return [
            self._names[figure.article_id],
            wording.subject(figure),
            wording.phrase(figure),
            wording.claimant(figure),
            wording.as_of(figure) or evidence.NOT_STATED,
        ]

    def _ranked(self, column: int) -> npt.NDArray[np.intp]:
        """The rank of each figure in a column, -1 where it has no value there."""
        if column not in self._ranks:
            self._ranks[column] = pd.factorize(self._keys(COLUMNS[column]), sort=True)[0]
        return self._ranks[column]

    def _keys(self, name: str) -> pd.Series:
        figures = self._figures
        if name == "Source":
            return figures["article_id"].map(self._names)
        if name == "Figure":
            return figures["metric"] + " " + figures["scope"] + " " + figures["measure"]
        if name == "Says":
            return figures["value"].fillna(figures["low"]).fillna(figures["high"])
        return figures["attribution"].str.casefold() if name == "Claimant" else figures["as_of"]
