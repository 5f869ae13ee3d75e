"""Which figures pass the filters, how many each choice would show, and ways out of nothing."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from . import cells
from .filters import CHOICES, Filter, Filters, plain, publishers
from .schema import ARTICLE_COLUMNS

Mask = npt.NDArray[np.bool_]
_DATED = tuple(column for column in ARTICLE_COLUMNS if column.name == "published")
_OFFERED = 6  # ways out of an empty selection


class Matches:
    """The figures of one table against filters; what no filter changes is worked out once."""

    def __init__(
        self, figures: pd.DataFrame, articles: pd.DataFrame, known: Mapping[str, Filter]
    ) -> None:
        self._figures, self._articles, self._known = figures, articles, known
        self._codes = {name: self._coded(one) for name, one in known.items() if one.choices}
        self._periods = {"as_of": _stated(figures), "published": self._published()}
        self._kept: dict[str, tuple[str, Mask]] = {}  # by filter: the last value, and who passed

    def mask(self, filters: Filters, *without: str) -> Mask:
        """True for each figure that passes all `filters`, except those named `without`."""
        passed = np.ones(len(self._figures), dtype=bool)
        for name, value in filters.items():
            if value and name not in without:
                passed &= self._one(name, value)
        return passed

    def drawn(self, passed: Mask) -> Mask:
        """Those of the `passed` figures that a chart draws: not rejected, no repetition.

        A sentence printed again stands for its first printing where the filters hide that.
        """
        repeated = (self._first >= 0) & passed[self._first]
        return passed & ~self._rejected & ~repeated

    @cached_property
    def _rejected(self) -> Mask:
        return (self._figures["review"] == "rejected").to_numpy(dtype=bool)

    @cached_property
    def _first(self) -> npt.NDArray[np.intp]:
        """Where the first printing of a repeated sentence stands; -1 for all others."""
        places = {one: at for at, one in enumerate(self._figures["figure_id"])}
        repeats = self._figures["duplicate_of"].map(places, na_action="ignore")
        return repeats.fillna(-1).to_numpy(dtype=np.intp)

    def counts(self, filters: Filters) -> dict[str, dict[Any, int]]:
        """Filter to choice to the number of figures it would show, the others as they are.

        Holds the choices that occur in the figures, those in use, and those always listed.
        """
        everything = self.mask(filters)
        found = {}
        for name, codes in self._codes.items():
            one, used = self._known[name], filters.get(name, ())
            passed = self.mask(filters, name) if used else everything
            counts = np.bincount(codes[passed], minlength=len(one.choices))
            kept = self._present[name]
            found[name] = {
                choice: int(count)
                for choice, count, there in zip(one.choices, counts, kept, strict=True)
                if there or one.listed or choice in used
            }
        return found

    def dated(self, filters: Filters) -> dict[str, int]:
        """Period to how many figures have such a date, the other filters as they are."""
        return {
            name: int((self.mask(filters, name) & ~np.isnat(first)).sum())
            for name, (first, _) in self._periods.items()
        }

    def limits(self, name: str) -> tuple[str, str]:
        """The first and last day that a period can have in these figures; "" where none has."""
        first, last = (moments[~np.isnat(moments)] for moments in self._periods[name])
        return (str(first.min()), str(last.max())) if len(first) else ("", "")

    def ways_out(self, filters: Filters, last: str = "") -> dict[tuple[str, ...], int]:
        """For an empty selection: the filters without which it is not, and what that would show.

        As few filters at a time as help, mostly one. What holds the filter changed `last` comes
        first, then what shows most.
        """
        used = [name for name, value in filters.items() if value]
        for size in range(1, len(used) + 1):
            tried = list(itertools.combinations(used, size))
            would = {names: int(self.mask(filters, *names).sum()) for names in tried}
            helpful = [names for names in tried if would[names]]
            if helpful:
                helpful.sort(key=lambda names: (last not in names, -would[names]))
                return {names: would[names] for names in helpful[:_OFFERED]}
        return {}

    @cached_property
    def _present(self) -> dict[str, Mask]:
        sizes = {name: len(self._known[name].choices) for name in self._codes}
        return {
            name: np.bincount(codes, minlength=sizes[name]) > 0
            for name, codes in self._codes.items()
        }

    def _coded(self, one: Filter) -> npt.NDArray[np.intp]:
        places = {choice: at for at, choice in enumerate(one.choices)}
        if one.column:
            values = self._figures[one.column]
        else:
            values = self._figures["article_id"].map(publishers(self._articles))
        found, distinct = pd.factorize(values)
        return np.array([places[plain(value)] for value in distinct], dtype=np.intp)[found]

    def _published(self) -> tuple[Any, Any]:
        known = cells.of_articles(self._articles, _DATED)["published"]
        days = known.reindex(self._figures["article_id"]).to_numpy("datetime64[D]")
        return days, days

    def _one(self, name: str, value: Any) -> Mask:
        asked = repr(value)
        if self._kept.get(name, ("",))[0] != asked:
            self._kept[name] = asked, self._tested(name, value)
        return self._kept[name][1]

    def _tested(self, name: str, value: Any) -> Mask:
        if self._known[name].kind == CHOICES:
            return self._chosen(name, value)
        return self._within(name, value) if name in self._periods else self._saying(value)

    def _chosen(self, name: str, value: list[Any]) -> Mask:
        wanted = np.array([choice in value for choice in self._known[name].choices])
        return np.asarray(wanted[self._codes[name]], dtype=bool)

    def _within(self, name: str, value: list[str | None]) -> Mask:
        """Dates that share a day with the period; a figure without a date is in none."""
        first, last = self._periods[name]
        passed = ~np.isnat(first)
        if value[0]:
            passed &= last >= np.datetime64(value[0])
        if value[1]:
            passed &= first <= np.datetime64(value[1])
        return np.asarray(passed, dtype=bool)

    def _saying(self, value: str) -> Mask:
        """Quotes that hold each of the words, in any case and with or without accents."""
        words = searchable(value).split()
        quotes, where = self._quotes
        said = np.array([all(word in quote for word in words) for quote in quotes], dtype=bool)
        return said[where]

    @cached_property
    def _quotes(self) -> tuple[list[str], npt.NDArray[np.intp]]:
        where, distinct = pd.factorize(self._figures["quote"])
        return [searchable(quote) for quote in distinct], where


def _stated(figures: pd.DataFrame) -> tuple[Any, Any]:
    """The first and the last day of each figure's as-of date; NaT where none is stated."""
    where, distinct = pd.factorize(figures["as_of"])
    sizes = {4: "Y", 7: "M"}
    periods = [pd.Period(one, freq=sizes.get(len(one), "D")) for one in map(str, distinct)]
    ends = [[one.start_time for one in periods], [one.end_time for one in periods]]
    none = np.datetime64("NaT", "D")
    first, last = (np.array([*days, none], dtype="datetime64[D]")[where] for days in ends)
    return first, last


def searchable(text: str) -> str:
    """`text` without case and accents, so that "prision" finds "Prisión"."""
    if not text.isascii():
        parts = unicodedata.normalize("NFKD", text)
        text = "".join(part for part in parts if not unicodedata.combining(part))
    return text.casefold()
