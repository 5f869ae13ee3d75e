"""What may be held against what, and what that shows; sums and densities with their basis."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from reports import articles, figures

from cecot_analysis import articles as article_files
from cecot_analysis import schema
from cecot_analysis.bounds import Bounds
from cecot_analysis.comparisons import checks, compare, coverage, not_comparable

HERE = Path(__file__).parent
CASES = yaml.safe_load((HERE / "cases_comparisons.yml").read_text(encoding="utf-8"))
CAPACITY = {"metric": "capacity", "scope": "cecot", "measure": "limit"}
SITE = {"metric": "site_area", "scope": "cecot", "measure": "amount", "unit": "hectare"}
PAYMENT = {"metric": "payment", "scope": "transferred", "measure": "amount", "unit": "USD"}
MOVED = {"metric": "transfers", "scope": "transferred"}
SPACE = {"metric": "space_per_person", "scope": "cell", "measure": "amount", "unit": "m2"}
DEATHS = {"metric": "deaths_in_custody"}


@pytest.fixture(scope="module")
def own() -> tuple[pd.DataFrame, pd.DataFrame]:
    """The project's own figures, as committed, and its articles."""
    table = article_files.data_folder() / "figures.csv"
    rows = pd.read_csv(table, keep_default_na=False, na_values=[""])
    return schema.typed(rows, schema.FIGURE_COLUMNS), article_files.load_articles()


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_classification(case: dict[str, Any]) -> None:
    table = compare(figures(*case["reports"]))
    assert len(table) == 1
    row = table.iloc[0]
    assert row["classification"] == case["expect"], row["why"]
    for words in case.get("why", ()):
        assert words in row["why"]
    assert row["n_claimants"] == case.get("n_claimants", row["n_claimants"])


def test_the_order_of_the_rows_does_not_matter() -> None:
    for case in CASES:
        table = figures(*case["reports"])
        turned = table.iloc[::-1].reset_index(drop=True)
        assert list(compare(turned)["classification"]) == [case["expect"]], case["name"]


def test_only_equal_keys_are_compared_and_the_rest_says_why_not() -> None:
    table = figures(
        CAPACITY, {**CAPACITY, "scope": "cell", "value": 80}, {}, {"measure": "increment"}
    )
    assert len(compare(table)) == 4
    pairs = not_comparable(table)
    assert list(pairs["metric"]) == ["capacity", "arrests"]
    assert pairs["reason"].str.contains("scope").tolist() == [True, False]
    assert "measure: running total / added in a period" in pairs["reason"].iloc[1]


def test_repeated_sentences_teasers_and_rejected_figures_do_not_count() -> None:
    first = figures({}).at[0, "figure_id"]
    table = figures(
        {}, {"duplicate_of": first}, {"section": "teaser", "value": 7}, {"review": "rejected"}
    )
    assert compare(table)["n_figures"].tolist() == [1]
    assert compare(table, sections=("body", "teaser"))["n_figures"].tolist() == [2]
    with pytest.raises(schema.DataError, match=r"unknown section 'header'.*body, teaser, chrome"):
        compare(table, sections=("header",))


def test_nothing_in_gives_nothing_out_with_the_same_columns() -> None:
    empty, some = figures({}).iloc[:0], figures({}, CAPACITY)
    for answer in (compare, checks, not_comparable):
        assert answer(empty).empty
        assert list(answer(empty).columns) == list(answer(some).columns)
        assert list(answer(empty).dtypes) == list(answer(some).dtypes)


numbers = st.integers(0, 5)
intervals = st.builds(
    lambda low, more, low_open, high_open: Bounds(
        low, low + more, low_open and more > 0, high_open and more > 0
    ),
    numbers,
    numbers,
    st.booleans(),
    st.booleans(),
)


@given(intervals, intervals)
def test_bounds_meet_where_a_half_step_satisfies_both(one: Bounds, other: Bounds) -> None:
    def allows(limits: Bounds, value: float) -> bool:
        above = value > limits.low if limits.low_open else value >= limits.low
        return above and (value < limits.high if limits.high_open else value <= limits.high)

    common = any(allows(one, half / 2) and allows(other, half / 2) for half in range(-1, 23))
    assert one.meets(other) == other.meets(one) == common


def test_parts_agree_with_the_whole_of_their_own_article_only() -> None:
    parts = [{**MOVED, "value": 60, "at": 2}, {**MOVED, "value": 45, "at": 3}]
    whole = {**MOVED, "value": 100, "comparator": "more_than"}
    row = checks(figures({**whole, "at": 1}, *parts)).iloc[0]
    assert (row["verdict"], row["result"], row["result_unit"]) == ("agrees", 105, "people")
    assert row["computation"] == "60 + 45 = 105; reported whole: more than 100"
    assert len(row["figure_ids"].split(", ")) == 3
    assert checks(figures(whole, *parts)).empty


@pytest.mark.parametrize(
    ("whole", "verdict"),
    [
        ({"value": 105}, "agrees"),
        ({"value": 104, "comparator": "at_most"}, "disagrees"),
        ({"value": 105, "comparator": "more_than"}, "disagrees"),
        ({"value": 100, "comparator": "approx"}, "computed"),
    ],
)
def test_parts_against_other_wholes(whole: dict[str, Any], verdict: str) -> None:
    parts = [{**MOVED, "value": 60, "at": 8}, {**MOVED, "value": 45, "at": 9}]
    assert checks(figures({**MOVED, **whole, "at": 1}, *parts))["verdict"].tolist() == [verdict]


@pytest.mark.parametrize(
    "other",
    [
        {"value": 45, "at": 9},  # far from the first
        {"value": 45, "at": 3, "attribution": "Lawyers"},
        {"value": 45, "at": 3, "comparator": "approx"},
        {"value": 45, "at": 3, "scope": "other"},
    ],
)
def test_no_parts_without_nearness_one_claimant_and_one_key(other: dict[str, Any]) -> None:
    whole = {**MOVED, "value": 100, "comparator": "more_than", "at": 1}
    assert checks(figures(whole, {**MOVED, "value": 60, "at": 2}, {**MOVED, **other})).empty


def test_densities_convert_units_and_keep_the_qualifier() -> None:
    table = checks(
        figures(
            {**SITE, "value": 20, "at": 1},
            {**CAPACITY, "value": 10_000, "comparator": "at_most", "at": 2},
            {**SPACE, "scope": "unclear", "value": 0.5, "surface": "0.5", "at": 3},
        )
    ).set_index("check")
    site = table.loc["site area per place"]
    assert site["result"] == pytest.approx(20.0)
    assert site["result_unit"] == "m2/people"
    assert "at least 20.0 m²" in site["computation"]
    floor = table.loc["space per person against the site"]
    assert floor["result"] == pytest.approx(2.5)
    assert "up to 2.5 %" in floor["computation"]
    assert "scope unclear" in floor["caveat"]


@pytest.mark.parametrize(
    ("space", "reason"),
    [
        ({"scope": "cell", "value": 0.5, "surface": "0.5"}, "one cell, capacity for CECOT"),
        ({"scope": "cecot", "value": 50}, "more than the whole site (250 %)"),
    ],
)
def test_space_of_another_scope_or_of_more_than_the_site_is_refused(
    space: dict[str, Any], reason: str
) -> None:
    rows = ({**SITE, "value": 20}, {**CAPACITY, "value": 10_000}, {**SPACE, **space})
    table = checks(figures(*({**row, "at": at} for at, row in enumerate(rows))))
    row = table.set_index("check").loc["space per person against the site"]
    assert row["verdict"] == "refused"
    assert pd.isna(row["result"])
    assert reason in row["caveat"]
    assert "%" not in row["computation"]


def test_nothing_is_computed_across_articles_or_from_plans() -> None:
    assert checks(figures({**SITE, "value": 20}, CAPACITY)).empty
    planned = {**CAPACITY, "note": "planned", "at": 2}
    assert checks(figures({**SITE, "value": 20, "at": 1}, planned)).empty


def test_payment_per_person_turns_a_lower_bound_into_an_upper_one() -> None:
    people = {**MOVED, "value": 200, "comparator": "more_than", "at": 2}
    row = checks(figures({**PAYMENT, "value": 1_000_000, "at": 1}, people)).iloc[0]
    assert row["result"] == pytest.approx(5000)
    assert row["computation"].endswith("= less than $5,000 per person")


def test_deaths_per_arrest_is_refused_with_the_reasons() -> None:
    deaths = {**DEATHS, "scope": "unclear", "value": 30, "comparator": "more_than", "at": 1}
    row = checks(figures(deaths, {"at": 2})).iloc[0]
    assert row["verdict"] == "refused"
    assert pd.isna(row["result"])
    assert "different populations" in row["caveat"]
    assert "no dates" in row["caveat"]


def test_coverage_shows_silence_and_keeps_the_order_of_the_articles() -> None:
    table = figures(
        {**CAPACITY, "comparator": "at_most", "article_id": "b"},
        {"comparator": "more_than", "article_id": "b", "as_of": "2024-08"},
    )
    matrix = coverage(table, articles("c", "b", publisher="Paper"))
    assert list(matrix.columns) == [*schema.METRICS, "n_figures"]
    assert list(matrix.index) == ["Paper · undated (c)", "Paper · undated (b)"]
    assert matrix["n_figures"].tolist() == [0, 2]
    assert matrix.iloc[1][["capacity", "arrests"]].tolist() == ["≤ 1,000", "> 1,000 (2024-08)"]
    assert matrix.iloc[0].drop("n_figures").isna().all()


def test_the_five_articles(own: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    table = compare(own[0]).set_index("metric")
    assert table.at["capacity", "classification"] == "single claimant"
    assert (table.at["capacity", "n_articles"], table.at["capacity", "n_claimants"]) == (4, 1)
    assert table.at["arrests", "classification"] == "single claimant"
    assert table.at["transfers", "classification"] == "compatible"
    assert "137 + 101 + 23 = 261" in table.at["transfers", "why"]
    found = checks(own[0]).set_index("check")
    assert found.at["parts against the whole", "verdict"] == "agrees"
    assert found.at["payment per person", "result"] == pytest.approx(6_000_000 / 261)
    assert found.at["site area per place", "result"] == pytest.approx(5.77, abs=0.01)
    assert found.at["space per person against the site", "result"] == pytest.approx(10.4, abs=0.01)
    assert found.at["deaths per arrest", "verdict"] == "refused"
    matrix = coverage(*own)
    assert matrix["n_figures"].tolist() == [1, 11, 1, 0, 2]
    assert matrix["capacity"].dropna().tolist() == ["≤ 40,000"] * 4
    assert matrix["population"].dropna().tolist() == ["14,500 (2024-08)"]
