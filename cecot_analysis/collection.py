"""All that the pages of one site are made from, read and worked out once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from . import addresses, arithmetic, bounds, comparisons, edition, languages, leaves, wording
from .addresses import Addresses
from .articles import load_articles
from .edition import Edition
from .names import names as names_given
from .reviews import load_figures, load_reviews
from .schema import LANGUAGES

Key = tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """The reports of one comparable key, and what `compare` finds of them."""

    key: Key
    rows: list[Any]
    classification: str
    why: str
    n_articles: int
    n_claimants: int


class Collection:
    """Articles, figures and decisions, with their addresses, names, groups and edition."""

    def __init__(
        self, articles: pd.DataFrame, figures: pd.DataFrame, reviews: pd.DataFrame
    ) -> None:
        order = {one: at for at, one in enumerate(articles.index)}
        place = figures.assign(_article=figures["article_id"].map(order))
        place = place.sort_values(["_article", "start", "end", "figure_id"], kind="stable")
        self.articles = articles
        self.figures: pd.DataFrame = place.drop(columns="_article").reset_index(drop=True)
        self.reviews = reviews
        self.addresses: Addresses = addresses.of(self.figures, articles)
        self.edition: Edition = edition.of(articles, figures, reviews)
        self.cells: dict[tuple[str, str], dict[str, Any]] = {}  # what tables show, made once
        self.sources: dict[Any, str] = wording.sources(self.figures, articles)

    @cached_property
    def texts(self) -> Mapping[Any, str]:
        """article_id to its text."""
        found: dict[Any, str] = self.articles["text"].to_dict()
        return found

    @cached_property
    def rows(self) -> list[Any]:
        """All figures as records, in the order of articles and of their texts."""
        return list(bounds.each(self.figures))

    @cached_property
    def by_id(self) -> Mapping[str, Any]:
        """figure_id to record."""
        return {row.figure_id: row for row in self.rows}

    @cached_property
    def by_article(self) -> Mapping[Any, list[Any]]:
        """article_id to its records, in the order of the text; articles without one too."""
        found: dict[Any, list[Any]] = {one: [] for one in self.articles.index}
        for row in self.rows:
            found[row.article_id].append(row)
        return found

    @cached_property
    def leaves(self) -> Mapping[Any, list[tuple[int, int]]]:
        """article_id to the spans of the leaves that its text is shown on; one for most."""
        return {
            one: leaves.cut(text, [row.start for row in self.by_article[one]])
            for one, text in self.texts.items()
        }

    def leaf(self, article_id: Any, place: int) -> int:
        """The number of the leaf, from 0, that the character at `place` stands on."""
        ends = [end for _, end in self.leaves[article_id]]
        return min(bisect_right(ends, place), len(ends) - 1)

    @cached_property
    def limits(self) -> Mapping[str, bounds.Bounds | None]:
        """figure_id to the bounds that its words imply; None for those without."""
        return {row.figure_id: bounds.of(row) for row in self.rows}

    @cached_property
    def considered(self) -> pd.DataFrame:
        """The figures that count: of the body, not rejected, each sentence once."""
        return bounds.considered(self.figures)

    @cached_property
    def groups(self) -> Mapping[Key, Group]:
        """Comparable key to its reports and their classification, in the schema's order."""
        members = dict(bounds.grouped(self.considered))
        found: dict[Key, Group] = {}
        for one in bounds.each(comparisons.compare(self.figures)):
            key = (one.metric, one.scope, one.measure, one.unit)
            rows = list(bounds.each(members[key]))
            counts = (int(one.n_articles), int(one.n_claimants))
            found[key] = Group(key, rows, one.classification, one.why, *counts)
        return found

    @cached_property
    def checks(self) -> pd.DataFrame:
        """The arithmetic and density checks; see `arithmetic.checks`."""
        return arithmetic.checks(self.figures)

    @cached_property
    def names(self) -> Mapping[Any, list[Any]]:
        """article_id to the names that it gives to CECOT."""
        found: dict[Any, list[Any]] = {}
        for row in bounds.each(names_given(self.articles)):
            found.setdefault(row.article_id, []).append(row)
        return found

    @cached_property
    def languages(self) -> Mapping[Any, str]:
        """article_id to the language of its text: as given, else as its words show."""
        found = {}
        for article_id, given in self.articles["language"].items():
            known = given if isinstance(given, str) else languages.detect(self.texts[article_id])
            found[article_id] = known or LANGUAGES[0]
        return found

    @cached_property
    def decisions(self) -> Mapping[str, list[Any]]:
        """figure_id to the decisions on it, in the order they were made."""
        found: dict[str, list[Any]] = {}
        for row in bounds.each(self.reviews):
            found.setdefault(row.figure_id, []).append(row)
        return found

    @cached_property
    def repeats(self) -> Mapping[str, list[Any]]:
        """figure_id to the records that say the same sentence again in the same article."""
        found: dict[str, list[Any]] = {}
        for row in self.rows:
            if isinstance(row.duplicate_of, str):
                found.setdefault(row.duplicate_of, []).append(row)
        return found


def load() -> Collection:
    """The project's own collection: `load_articles`, `load_figures` and `load_reviews`."""
    return Collection(load_articles(), load_figures(), load_reviews())
