"""Sums and densities inside one article, each with its basis, and the ratios that are refused."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pandas as pd
import pint

from . import bounds, wording
from .parts import Parts, parts_of_wholes

COLUMNS = [
    "check",
    "article_ids",
    "figure_ids",
    "computation",
    "result",
    "result_unit",
    "verdict",
    "basis",
    "caveat",
]
_UNITS = ("people = [people]", "USD = [currency]", "EUR = [euro]", "m2 = meter ** 2")
_MORE_UNITS = ("km2 = kilometer ** 2", "ft2 = foot ** 2")
_TURNED = {
    "at_least": "at_most",
    "more_than": "less_than",
    "at_most": "at_least",
    "less_than": "more_than",
}


@cache
def units() -> pint.UnitRegistry[Any]:
    """The unit registry with the unit names that figures use."""
    registry: pint.UnitRegistry[Any] = pint.UnitRegistry()
    for definition in (*_UNITS, *_MORE_UNITS):
        registry.define(definition)
    return registry


def converted(value: float, unit: str, target: str) -> float | None:
    """`value` in another unit; None where one does not turn into the other, or is unknown."""
    try:
        return float(units().Quantity(value, unit).to(target).magnitude)
    except (pint.errors.PintError, AttributeError):
        return None


def _row(
    check: str, used: list[Any], computation: str, verdict: str, **more: Any
) -> dict[str, Any]:
    articles = dict.fromkeys(str(figure.article_id) for figure in used)
    ids = dict.fromkeys(figure.figure_id for figure in used)
    given = {"result": None, "result_unit": None, "basis": "", "caveat": "", **more}
    return {
        "check": check,
        "article_ids": ", ".join(articles),
        "figure_ids": ", ".join(ids),
        "computation": computation,
        "verdict": verdict,
        **given,
    }


def _sum_row(sums: Parts) -> dict[str, Any]:
    whole = wording.plain(sums.whole)
    verdicts = {True: "agrees", False: "disagrees", None: "computed"}
    missing = "the article does not say that these are all the parts, nor that none overlap"
    if sums.agrees is None:
        missing = f"{whole} states no bounds, so the sum neither confirms nor contradicts it"
    return _row(
        "parts against the whole",
        [*sums.parts, sums.whole],
        f"{sums.sum_in_words}; reported whole: {whole}",
        verdicts[sums.agrees],
        result=sums.total,
        result_unit=sums.whole.unit,
        basis=f"{wording.METRIC_NAMES[sums.whole.metric]}: exact numbers that stand together in "
        "one article, from one claimant, added",
        caveat=missing,
    )


def _of_metric(rows: list[Any], metric: str) -> list[Any]:
    """One figure per distinct statement on `metric` that has a number and nothing set apart."""
    found = [row for row in rows if row.metric == metric and pd.isna(row.note) and row.value > 0]
    return list({(row.value, row.comparator, row.unit, row.scope): row for row in found}.values())


def _quotient(upper: Any, lower: Any) -> str:
    """The qualifier, in words, of upper ÷ lower, where at most one of them is bounded."""
    if "approx" in (upper.comparator, lower.comparator):
        sides = {upper.comparator, lower.comparator} - {"approx", "exact"}
        return "about " if not sides else "of the order of "
    turned = _TURNED.get(lower.comparator, lower.comparator)
    kinds = {upper.comparator, turned} - {"exact"}
    if not kinds:
        return ""
    return wording.QUALIFIERS[kinds.pop()] if len(kinds) == 1 else "of the order of "


def _people(rows: list[Any], sums: list[Parts]) -> list[tuple[str, float, Any, list[Any]]]:
    """Counts of people transferred: words, number, its figure, and all figures it stands on."""
    whole_ids = {one.whole.figure_id for one in sums if one.agrees}
    part_ids = {part.figure_id for one in sums for part in one.parts}
    counts = [
        (f"({one.sum_in_words} people)", one.total, one.parts[0], [*one.parts, one.whole])
        for one in sums
        if one.agrees and one.whole.metric == "transfers"
    ]
    for row in _of_metric(rows, "transfers"):
        if row.figure_id not in whole_ids | part_ids:
            counts.append((f"{wording.plain(row)} people", row.value, row, [row]))
    return counts


def _payment_rows(rows: list[Any], sums: list[Parts]) -> Iterator[dict[str, Any]]:
    for payment in _of_metric(rows, "payment"):
        for words, people, figure, used in _people(rows, sums):
            share = payment.value / people
            said = _quotient(payment, figure) + wording.number(round(share), payment.unit)
            yield _row(
                "payment per person",
                [payment, *used],
                f"{wording.plain(payment)} ÷ {words} = {said} per person",
                "computed",
                result=share,
                result_unit=f"{payment.unit}/people",
                basis="payment and people transferred as the same article reports them",
                caveat="assumes that the payment is for exactly these people; the article does "
                "not say for how long",
            )


def _in_m2(area: Any) -> float | None:
    return converted(area.value, area.unit, "m2")


def _site_rows(rows: list[Any]) -> Iterator[dict[str, Any]]:
    for area in _of_metric(rows, "site_area"):
        square = _in_m2(area)
        for capacity in _of_metric(rows, "capacity"):
            if square is None or area.scope != capacity.scope or capacity.unit != "people":
                continue
            share = square / capacity.value
            said = f"{_quotient(area, capacity)}{share:.1f} m²"
            yield _row(
                "site area per place",
                [area, capacity],
                f"{wording.plain(area)} ({square:,.0f} m²) ÷ {wording.plain(capacity)} people "
                f"= {said} of site for each",
                "computed",
                result=share,
                result_unit="m2/people",
                basis="the whole site and the stated capacity, from one article",
                caveat="site, not cells: yards, walls and offices are in it; capacity, not the "
                "number of people held",
            )
        for space in _of_metric(rows, "space_per_person"):
            yield from _floor_rows(rows, area, space, square)


def _floor_rows(
    rows: list[Any], area: Any, space: Any, square: float | None
) -> Iterator[dict[str, Any]]:
    each = _in_m2(space)
    for capacity in _of_metric(rows, "capacity"):
        if square is None or each is None or area.scope != capacity.scope:
            continue
        used = [space, capacity, area]
        floor = each * capacity.value
        said = wording.QUALIFIERS[capacity.comparator]
        product = f"{wording.plain(space)} × {wording.plain(capacity)} people"
        share = 100 * floor / square
        if reasons := _floor_refusals(space, capacity, share):
            yield _row(
                "space per person against the site",
                used,
                f"{product}, as a share of {wording.plain(area)}",
                "refused",
                basis="not computed",
                caveat="; ".join(reasons),
            )
            continue
        yield _row(
            "space per person against the site",
            used,
            f"{product} = {said}{floor:,.0f} m²; ÷ {wording.plain(area)} ({square:,.0f} m²) = "
            f"{said}{share:.1f} %",
            "computed",
            result=share,
            result_unit="%",
            basis="space per person times the stated capacity, as a share of the site; one article",
            caveat=f"space per person is reported for: {wording.SCOPE_NAMES[space.scope]}; it is "
            "not said to hold at full capacity",
        )


def _floor_refusals(space: Any, capacity: Any, share: float) -> list[str]:
    if space.scope not in (capacity.scope, "unclear"):
        names = [wording.SCOPE_NAMES[one.scope] for one in (space, capacity)]
        return [f"different scopes: space per person for {names[0]}, capacity for {names[1]}"]
    if share > 100:
        return [f"more than the whole site ({share:,.0f} %), so the numbers do not belong together"]
    return []


def _refusals(deaths: Any, others: Any) -> list[str]:
    reasons = []
    if deaths.scope != others.scope or deaths.scope == "unclear":
        names = (wording.SCOPE_NAMES[deaths.scope], wording.SCOPE_NAMES[others.scope])
        reasons.append(f"different populations ({names[0]}; {names[1]})")
    undated = [one for one in (deaths, others) if pd.isna(one.as_of)]
    if undated:
        reasons.append("no dates" if len(undated) == 2 else "only one has a date")
    elif deaths.as_of != others.as_of:
        reasons.append("different dates")
    return [*reasons, "arrests count events, some of the people may be free, or arrested twice"]


def _ratio_rows(rows: list[Any]) -> Iterator[dict[str, Any]]:
    for deaths in _of_metric(rows, "deaths_in_custody"):
        for arrests in _of_metric(rows, "arrests"):
            yield _row(
                "deaths per arrest",
                [deaths, arrests],
                f"{wording.plain(deaths)} deaths ÷ {wording.plain(arrests)} arrests",
                "refused",
                basis="not computed",
                caveat="; ".join(_refusals(deaths, arrests)),
            )


def checks(figures: pd.DataFrame, sections: tuple[str, ...] = bounds.BODY) -> pd.DataFrame:
    """What can be computed inside one article, and what is refused: one row per check.

    `computation` is the formula with the numbers and their qualifiers as reported, `result` its
    number in `result_unit` (missing where refused), `verdict` agrees, disagrees, computed or
    refused; `basis` says what it stands on, `caveat` what it does not show. Nothing is computed
    across articles.
    """
    found: list[dict[str, Any]] = []
    kept = bounds.considered(figures, sections)
    for _, article in kept.groupby("article_id", sort=False):
        rows = list(bounds.each(article))
        sums = parts_of_wholes(article)
        found += [_sum_row(one) for one in sums]
        found += [*_payment_rows(rows, sums), *_site_rows(rows), *_ratio_rows(rows)]
    table = pd.DataFrame(found, columns=COLUMNS)
    text = {name: "str" for name in COLUMNS if name != "result"}
    return table.astype({**text, "result": "float64"})
