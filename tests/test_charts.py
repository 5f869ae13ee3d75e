"""Charts: what is drawn, in which words and colours, and that it is the same every time."""

from __future__ import annotations

import json
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd
import pytest
import vl_convert
from reports import articles, figures

from cecot_analysis import articles as article_files
from cecot_analysis import captions, charts, extract_figures, marks, schema, theme, wording

CHARTS = [
    charts.coverage_chart,
    charts.sources_chart,
    charts.capacity_chart,
    charts.population_chart,
    charts.arrests_chart,
    charts.deaths_chart,
    charts.transfers_chart,
    charts.payment_chart,
    charts.space_chart,
    charts.disagreements_chart,
    charts.values_chart,
]
PNG = b"\x89PNG"
Tables = tuple[pd.DataFrame, pd.DataFrame]


def own() -> Tables:
    """The project's own figures, as committed, and its articles."""
    table = article_files.data_folder() / "figures.csv"
    rows = pd.read_csv(table, keep_default_na=False, na_values=[""])
    return schema.typed(rows, schema.FIGURE_COLUMNS), article_files.load_articles()


def mixed() -> Tables:
    """Every comparator, several units and scopes, long names, numbers from 0.5 to a billion."""
    payment = {"metric": "payment", "scope": "transferred", "measure": "amount", "unit": "USD"}
    name = "A very long name of a commission that does not fit into any label " * 3
    table = figures(
        *(
            {"comparator": kind, "attribution": kind}
            for kind in schema.COMPARATORS
            if kind != "range"
        ),
        {"comparator": "range", "low": 900.0, "high": 1200.0, "as_of": "2023"},
        {
            **{"comparator": "range", "low": 100.0, "high": 999.0},
            **{"surface": "hundreds", "quote": "They counted hundreds."},
        },
        {**payment, "value": 1.25e9, "attribution": name, "claimant_kind": "court"},
        {**payment, "value": 20.0, "note": "planned", "as_of": "2024-08-31"},
        {
            "metric": "space_per_person",
            "scope": "cell",
            "unit": "m2",
            "value": 0.5,
            "surface": "0.5",
        },
    )
    names = table["article_id"].tolist()
    return table, articles(*names, "silent", publisher="Periódico de nombre muy largo " * 3)


def empty() -> Tables:
    return own()[0].iloc[:0], own()[1]


def nothing() -> Tables:
    return own()[0].iloc[:0], own()[1].iloc[:0]


def single() -> Tables:
    return figures({"metric": "capacity"}), articles("article0")


def many() -> Tables:
    table = figures(*({"value": 1000 + 10 * number, "as_of": "2024-08"} for number in range(60)))
    dated = articles(*table["article_id"], *(f"quiet{number}" for number in range(40)))
    return table, dated.assign(published=pd.Timestamp("2024-09-01"), published_basis="given")


def nodes(part: Any) -> Iterator[dict[str, Any]]:
    """Every mapping in a specification."""
    if isinstance(part, dict):
        yield part
        for value in part.values():
            yield from nodes(value)
    elif isinstance(part, list):
        for value in part:
            yield from nodes(value)


OF_ALL = [charts.coverage_chart, charts.sources_chart, charts.arrests_chart]


@pytest.mark.parametrize(
    ("chart", "tables"),
    [
        *((chart, tables) for tables in (own, mixed, nothing, single) for chart in CHARTS),
        *((chart, tables) for tables in (empty, many) for chart in OF_ALL),
    ],
    ids=lambda given: given.__name__,
)
def test_every_chart_is_drawn_from_any_table(
    chart: Callable[..., alt.VConcatChart], tables: Callable[[], Tables]
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        drawn = chart(*tables())
        assert theme.picture(drawn).startswith(PNG)
    assert len(theme.alt_text(drawn)) > 5
    assert theme.title(theme.specification(drawn))


@pytest.mark.parametrize("version", ["5.8", "6.4"])
def test_every_version_of_vega_lite_draws_the_same_size(version: str) -> None:
    spec = json.dumps(theme.specification(charts.values_chart(*mixed(), select="evidence")))
    svg = vl_convert.vegalite_to_svg(spec, vl_version=version)
    reference = vl_convert.vegalite_to_svg(spec, vl_version="5.8")
    assert svg.split(">", 1)[0] == reference.split(">", 1)[0]
    assert svg.count("<text") == reference.count("<text")


def test_a_specification_does_not_depend_on_what_was_drawn_before() -> None:
    code = (
        "import json, sys; sys.path[:0] = ['tests']; import test_charts as t;"
        "print(json.dumps(t.theme.specification(t.charts.values_chart(*t.own()))))"
    )
    root = Path(__file__).parent.parent
    fresh = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, cwd=root, text=True
    ).stdout
    charts.values_chart(*mixed(), select="evidence")
    assert json.dumps(theme.specification(charts.values_chart(*own()))) + "\n" == fresh


@pytest.mark.parametrize("tables", [own, mixed])
@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.__name__)
def test_the_colours_of_claimants_never_depend_on_the_data(
    chart: Callable[..., alt.VConcatChart], tables: Callable[[], Tables]
) -> None:
    spec = theme.specification(chart(*tables()))
    coloured = [
        node[channel]["scale"]
        for node in nodes(spec)
        for channel in ("color", "stroke")
        if isinstance(node.get(channel), dict) and node[channel].get("field") == "claimant_kind"
    ]
    for scale in coloured:
        assert scale["domain"] == list(schema.CLAIMANT_KINDS)
        assert scale["range"] == list(theme.CLAIMANT_COLOURS.values())
    assert (
        coloured
        or "disagreements" in chart.__name__
        or "sources" in chart.__name__
        or tables is mixed
    )


def test_every_mark_of_a_report_carries_its_figure() -> None:
    table, names = own()
    spec = theme.specification(charts.values_chart(table, names))
    reports = [row for rows in spec["datasets"].values() for row in rows if "claimant_kind" in row]
    kept = table[(table["section"] == "body") & table["duplicate_of"].isna()]
    assert sorted(row["figure_id"] for row in reports) == sorted(kept["figure_id"])
    for row in kept.itertuples():
        drawn = next(one for one in reports if one["figure_id"] == row.figure_id)
        assert row.surface in drawn["said"]
        assert drawn["quote"] == " ".join(row.quote.split())


@pytest.mark.parametrize(
    ("comparator", "form"),
    [
        ("exact", "dot"),
        ("approx", "ring"),
        ("at_least", "lower"),
        ("more_than", "lower"),
        ("at_most", "upper"),
        ("less_than", "upper"),
    ],
)
def test_the_mark_follows_the_qualifier(comparator: str, form: str) -> None:
    row = next(figures({"comparator": comparator}).itertuples())
    assert marks.form(row) == form


def test_a_panel_never_mixes_keys() -> None:
    table, names = mixed()
    spec = theme.specification(charts.values_chart(table, names))
    by_id = table.set_index("figure_id")
    panels = [panel for panel in spec["vconcat"] if "layer" in panel]
    found = []
    for panel in panels:
        data = {node["data"]["name"] for node in nodes(panel) if "name" in node.get("data", {})}
        ids = {row.get("figure_id") for name in data for row in spec["datasets"][name]} - {None}
        if ids:
            keys = by_id.loc[sorted(ids), ["metric", "scope", "measure", "unit"]].drop_duplicates()
            assert len(keys) == 1
            found.append(tuple(keys.iloc[0]))
    assert len(found) == len(set(found)) == 3


def test_silence_repetition_and_bounds_are_said() -> None:
    table, names = own()
    spec = json.dumps(theme.specification(charts.capacity_chart(table, names)), ensure_ascii=False)
    assert "reports none" in spec
    assert "stated maximum · printed twice" in spec
    assert "maximum capacity of 40,000 inmates" in spec
    assert "1 claimant (unknown)" in spec


def test_the_title_says_what_is_reported_and_by_whom() -> None:
    capacity = theme.title(theme.specification(charts.capacity_chart(*own())))
    assert capacity == "4 articles report a capacity: up to 40,000; no claimant is named"
    deaths = theme.title(theme.specification(charts.deaths_chart(*own())))
    assert deaths.endswith("more than 360; claimed by human rights organisations")
    none = theme.title(theme.specification(charts.payment_chart(*empty())))
    assert none == "None of the 5 articles reports a payment"


def test_the_description_has_each_claimant_and_each_number() -> None:
    table, names = own()
    words = theme.alt_text(charts.values_chart(table, names))
    for row in table[table["section"] == "body"].itertuples():
        assert row.surface in words
        assert wording.claimant(row) in words
    assert "Reports none: 003 · undated" in words


def test_transfers_lay_parts_against_the_bound_of_their_whole() -> None:
    spec = theme.specification(charts.transfers_chart(*own()))
    rows = [row for rows in spec["datasets"].values() for row in rows if "from" in row]
    assert [(row["from"], row["to"]) for row in rows] == [(0, 137), (137, 238), (238, 261)]
    assert "137 + 101 + 23 = 261 agrees with “more than 260 migrants”" in json.dumps(
        spec, ensure_ascii=False
    )


def test_a_named_selection_is_made_by_a_click_on_any_panel() -> None:
    chart = charts.values_chart(*own(), select="evidence")
    spec = theme.specification(chart)
    (param,) = spec["params"]
    assert param["name"] == "evidence"
    assert param["select"]["fields"] == ["figure_id"]
    named = {node.get("name") for node in nodes(spec["vconcat"])}
    assert set(param["views"]) <= named
    assert len(param["views"]) == 8
    assert "params" not in theme.specification(charts.values_chart(*own()))
    assert theme.picture(charts.values_chart(*empty(), select="evidence")).startswith(PNG)


def test_the_saved_form_holds_no_markup_and_no_second_host() -> None:
    chart = charts.capacity_chart(*own())
    bundle = theme.bundle(chart)
    assert set(bundle) == {theme.VEGALITE_MIME, "image/png", "text/markdown", "text/plain"}
    assert bundle[theme.VEGALITE_MIME]["$schema"].endswith("/v5.json")
    assert bundle["image/png"].startswith(PNG)
    assert bundle["text/plain"].startswith("4 articles report a capacity")
    assert chart._repr_mimebundle_() == bundle
    alt.Chart.from_dict(bundle[theme.VEGALITE_MIME])


def test_all_outputs_of_a_notebook_stay_small() -> None:
    for chart in CHARTS:
        spec = theme.specification(chart(*own()))
        size = len(json.dumps(spec)) + 4 / 3 * len(theme.picture(spec))
        assert size < 240_000, chart.__name__


def test_too_many_rows_are_refused_with_the_way_out() -> None:
    table = pd.concat([figures({})] * (marks.MAX_ROWS + 1), ignore_index=True)
    with pytest.raises(schema.DataError, match=r"1,001 rows.*at most 1,000.*compare\(\)"):
        charts.values_chart(table)


def test_an_unknown_metric_or_section_names_what_is_allowed() -> None:
    with pytest.raises(schema.DataError, match="unknown metric 'escapes'; allowed: capacity"):
        charts.values_chart(*own(), metrics=["escapes"])
    with pytest.raises(schema.DataError, match="unknown section 'header'; allowed: body"):
        charts.coverage_chart(*own(), sections=["header"])


def test_the_table_twin_has_a_row_per_report_in_the_chart_s_order() -> None:
    table, names = own()
    twin = charts.table(table, names, metrics=["capacity"])
    assert twin.index.tolist() == [
        "000 · undated",
        "001 · undated",
        "002 · 4 Feb 2025",
        "004 · 5 Feb 2025",
    ]
    assert twin["printed"].tolist() == [1, 1, 1, 2]
    assert twin["claimant"].unique().tolist() == ["unattributed"]
    assert twin.to_html() == charts.table(table, names, metrics=["capacity"]).to_html()
    assert charts.table(*empty()).columns.tolist() == twin.columns.tolist()


@pytest.mark.parametrize(
    ("quote", "surface", "comparator", "said"),
    [
        ("They hold up to 300 men.", "300", "at_most", "up to 300 men"),
        ("Más de 40 mil personas caben.", "40 mil", "more_than", "Más de 40 mil personas caben"),
        ("It holds 300 or more.", "300", "at_least", "300 or more"),
        ("The 300 that were held.", "300", "exact", "300"),
        ("They were more, and only then 300.", "300", "at_most", "up to 300"),
        ("Nearly 300.", "300", "approx", "Nearly 300"),
    ],
)
def test_the_words_at_a_mark_are_those_of_the_article(
    quote: str, surface: str, comparator: str, said: str
) -> None:
    value = 40_000 if "mil" in surface else 300
    given = {"quote": quote, "surface": surface, "comparator": comparator, "value": value}
    assert wording.phrase(next(figures(given).itertuples())) == said


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (40_000, "people", "40,000"),
        (6_000_000, "USD", "$6 million"),
        (1_234_567, "people", "1,234,567"),
        (0.6, "m2", "0.6 m²"),
        (57, "acre", "57 acres"),
        (1, "people", "1"),
        (2.5e9, "USD", "$2.5 billion"),
    ],
)
def test_numbers_in_words(value: float, unit: str, said: str) -> None:
    assert wording.number(value, unit) == said


@pytest.mark.parametrize("largest", [0.001, 0.6, 1, 3, 9.9, 57, 261, 14_500, 84_000, 6e6, 1.25e9])
def test_an_axis_has_a_few_round_numbers_up_to_the_largest_mark(largest: float) -> None:
    values = marks.ticks(largest)
    assert 3 <= len(values) <= 7
    assert values[0] == 0
    assert values[-1] <= largest * 1.000001
    assert largest - values[-1] < values[1]


def test_a_title_without_articles_or_with_one() -> None:
    none = figures({}).iloc[:0]
    assert captions.finding(none, "arrests", 0) == "No article was given"
    assert captions.finding(none, "arrests", 1) == "The one article does not report arrests"


def test_the_words_of_a_chart_say_who_disagrees() -> None:
    texts = [
        "The Ministry of Justice said that CECOT held 14,500 inmates.",
        "Human Rights Watch said that CECOT held 20,000 inmates.",
        "Human Rights Watch said that 20,000 inmates were held in CECOT.",
    ]
    names = pd.Index(["one", "two", "three"], name="article_id")
    given = pd.DataFrame({"text": texts}, index=names)
    found = extract_figures(given)
    assert len(found) == 3
    said = theme.alt_text(charts.population_chart(found, given))
    assert "Cannot all be true (people held — CECOT, at one time): " in said
    assert "14,500 (Ministry of Justice) against 20,000 (Human Rights Watch)" in said
    agreeing = found[found["article_id"] != "one"]
    assert "Cannot" not in theme.alt_text(charts.population_chart(agreeing, given))
