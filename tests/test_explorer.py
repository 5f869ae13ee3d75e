"""The explorer's state: every filter, its counts, the selection, and the saved output."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from cecot_analysis import articles as article_files
from cecot_analysis import evidence, explorer, filters, theme, widgets
from cecot_analysis.schema import FIGURE_COLUMNS, DataError, typed

COLUMN = {
    "metric": "metric",
    "source": "article_id",
    "scope": "scope",
    "measure": "measure",
    "claimant_kind": "claimant_kind",
    "comparator": "comparator",
    "section": "section",
}


@pytest.fixture(scope="module")
def articles() -> pd.DataFrame:
    return article_files.load_articles()


@pytest.fixture(scope="module")
def figures() -> pd.DataFrame:
    path = article_files.data_folder() / "figures.csv"
    return typed(pd.read_csv(path, keep_default_na=False, na_values=[""]), FIGURE_COLUMNS)


@pytest.fixture(scope="module")
def opened(figures: pd.DataFrame, articles: pd.DataFrame) -> explorer.Explorer:
    return explorer.explore(figures, articles)


@pytest.fixture
def view(opened: explorer.Explorer) -> explorer.Explorer:
    """The explorer as it opens."""
    opened.filters = {"section": []}
    opened.filters = {}
    opened.selected = opened.frame["figure_id"].iloc[0]
    return opened


def content(view: explorer.Explorer, kind: str) -> dict[str, Any]:
    panes = {"filters": view._controls, "table": view._table, "evidence": view._evidence}
    return dict(panes[kind].content)


def drawn(view: explorer.Explorer) -> str:
    return str(view._plot.spec)


def test_it_opens_on_the_body_of_the_articles(
    view: explorer.Explorer, figures: pd.DataFrame
) -> None:
    body = figures[figures["section"] == "body"]
    assert view.filters == {"section": ["body"]}
    pd.testing.assert_frame_equal(view.frame, body)
    assert view.selected == body["figure_id"].iloc[0]
    assert content(view, "filters")["status"] == f"{len(body)} of {len(figures)} figures"


@pytest.mark.parametrize("name", COLUMN)
def test_every_choice_of_every_filter_shows_what_it_says(
    view: explorer.Explorer, figures: pd.DataFrame, name: str
) -> None:
    everywhere = {"section": []} if name != "section" else {}
    for choice in figures[COLUMN[name]].unique():
        view.filters = {**everywhere, name: [choice]}
        expected = figures[figures[COLUMN[name]] == choice]
        assert list(view.frame["figure_id"]) == list(expected["figure_id"])
        assert view.selected in set(expected["figure_id"])
        shown = [row["figure"] for row in content(view, "table")["rows"]]
        assert shown == list(expected["figure_id"])
        once = expected[expected["duplicate_of"].isna() | (name == "source")]
        hidden = set(figures["figure_id"]) - set(expected["figure_id"])
        assert all(one in drawn(view) for one in once["figure_id"] if not _repeat(figures, one))
        assert not any(one in drawn(view) for one in hidden)


def _repeat(figures: pd.DataFrame, figure_id: str) -> bool:
    return bool(figures.set_index("figure_id")["duplicate_of"].notna()[figure_id])


def test_counts_say_what_a_choice_would_show(
    view: explorer.Explorer, figures: pd.DataFrame
) -> None:
    view.filters = {"metric": ["transfers"]}
    for facet in content(view, "filters")["facets"]:
        one = view._known[facet["name"]]
        codes = {label: code for code, label in one.choices.items()}
        for choice in facet["choices"]:
            asked = {**view.filters, facet["name"]: [codes[choice["label"]]]}
            passed = filters.matching(figures, asked, view._known)
            assert choice["count"] == passed.sum(), (facet["name"], choice)


def test_every_article_is_a_choice_of_source_also_a_silent_one(
    view: explorer.Explorer, articles: pd.DataFrame
) -> None:
    facets = {facet["name"]: facet for facet in content(view, "filters")["facets"]}
    assert len(facets["source"]["choices"]) == len(articles)
    assert 0 in [choice["count"] for choice in facets["source"]["choices"]]


def test_filters_of_one_kind_widen_and_of_several_kinds_narrow(view: explorer.Explorer) -> None:
    view.filters = {"metric": ["arrests", "capacity"]}
    assert set(view.frame["metric"]) == {"arrests", "capacity"}
    view.filters = {"metric": ["arrests", "capacity"], "scope": "national"}
    assert set(view.frame["metric"]) == {"arrests"}


def test_what_is_set_can_be_read_and_set_again(view: explorer.Explorer) -> None:
    view.filters = {"scope": "national", "section": [], "comparator": {"more_than"}}
    state = view.filters
    assert state == {"scope": ["national"], "comparator": ["more_than"], "section": []}
    shown = list(view.frame["figure_id"])
    view.filters = {}
    assert view.filters == {"section": ["body"]}
    view.filters = state
    assert list(view.frame["figure_id"]) == shown
    state["scope"].append("cell")
    assert view.filters["scope"] == ["national"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"metric": ["homicides"]}, "metric has no choice 'homicides'; allowed: capacity, pop"),
        ({"source": "nowhere"}, "source has no choice 'nowhere'; allowed: 0"),
        ({"colour": ["red"]}, "no filter 'colour'; allowed: metric, source, scope"),
        (["metric"], "expected a dict"),
    ],
)
def test_an_unknown_filter_or_choice_names_those_allowed(
    view: explorer.Explorer, given: Any, message: str
) -> None:
    before = view.filters
    with pytest.raises(DataError, match=message):
        view.filters = given
    assert view.filters == before


def test_an_empty_selection_says_so_and_offers_the_filter_that_emptied_it(
    view: explorer.Explorer,
) -> None:
    view.filters = {"metric": ["arrests"]}
    view.filters = {"metric": ["arrests"], "scope": ["cecot"]}
    assert view.frame.empty
    assert view.selected is None
    shown = content(view, "filters")
    assert shown["empty"] == "No figure passes these filters."
    assert shown["ways"][0] == {"name": "scope", "label": "Drop scope: 2 figures"}
    assert "Drop scope: 2 figures" in view.evidence
    assert "No figure passes these filters." in theme.bundle(view.chart)["text/plain"]
    assert "reports none" not in str(view.chart.to_dict())
    view._on_controls({"act": "drop", "name": "scope"})
    assert view.filters == {"section": ["body"], "metric": ["arrests"]}


def test_what_a_person_ticks_is_what_python_reads(view: explorer.Explorer) -> None:
    facet = content(view, "filters")["facets"][0]
    assert facet["name"] == "metric"
    place = [choice["label"] for choice in facet["choices"]].index("arrests")
    view._on_controls({"act": "filter", "name": "metric", "picked": [place]})
    assert view.filters == {"section": ["body"], "metric": ["arrests"]}
    view._on_controls({"act": "reset"})
    assert view.filters == {"section": ["body"]}


def test_a_chosen_figure_is_read_in_its_article(
    view: explorer.Explorer, articles: pd.DataFrame, figures: pd.DataFrame
) -> None:
    for figure in view.frame.itertuples():
        view.selected = figure.figure_id
        assert view.selected == figure.figure_id
        article = articles.loc[figure.article_id]
        assert evidence.highlight(article, figures, figure.figure_id) in view.evidence
        shown = content(view, "evidence")
        assert figure.quote in shown["citation"]
        assert [row["figure"] for row in content(view, "table")["rows"] if row["chosen"]] == [
            figure.figure_id
        ]


def _clicked(figure_id: str) -> dict[str, Any]:
    """What the browser sends after a click on the chart's row of a figure."""
    store = [{"fields": [{"field": "figure_id", "type": "E"}], "values": [figure_id]}]
    value = {"figure_id": [figure_id], "vlPoint": {"or": [{"figure_id": figure_id}]}}
    return {"evidence": {"value": value, "store": store}}


def test_a_click_on_a_row_or_a_point_selects(view: explorer.Explorer) -> None:
    first, second, third = view.frame["figure_id"].iloc[:3]
    view._on_row({"act": "select", "figure": second})
    assert view.selected == second
    assert repr(second) in str(view._plot.spec["params"])
    view._plot._vl_selections = _clicked(third)
    assert view.selected == third
    view._on_row({"act": "select", "figure": "hidden or unknown"})
    assert view.selected == third
    view.filters = {"metric": ["arrests"]}
    arrests = view.frame["figure_id"].iloc[1]
    view._plot._vl_selections = _clicked(arrests)
    assert view.selected == arrests
    assert first not in set(view.frame["figure_id"])


def test_a_figure_that_cannot_be_selected_says_why(view: explorer.Explorer) -> None:
    hidden = view.frame["figure_id"].iloc[0]
    view.filters = {"metric": ["arrests"]}
    with pytest.raises(DataError, match="is hidden by the filters"):
        view.selected = hidden
    with pytest.raises(DataError, match="no figure 'none such'; the figures are"):
        view.selected = "none such"


def test_a_figure_whose_span_is_wrong_is_refused(
    figures: pd.DataFrame, articles: pd.DataFrame
) -> None:
    with pytest.raises(DataError, match="extract the figures again"):
        explorer.explore(figures.assign(start=figures["start"] + 1), articles)


def test_no_figures_at_all_is_normal(figures: pd.DataFrame, articles: pd.DataFrame) -> None:
    view = explorer.explore(figures.head(0), articles)
    assert repr(view) == "Explorer: 0 of 0 figures"
    assert "text/plain" in view._repr_mimebundle_()


def test_a_repetition_is_drawn_where_its_first_printing_is_not(
    figures: pd.DataFrame, articles: pd.DataFrame
) -> None:
    repeated = figures[figures["duplicate_of"].notna()].head(1)
    view = explorer.explore(repeated, articles)
    assert view.selected == repeated["figure_id"].iloc[0]
    assert drawn(view).count(view.selected) > 1


def test_rejected_figures_alone_make_a_chart_without_rows(
    figures: pd.DataFrame, articles: pd.DataFrame
) -> None:
    view = explorer.explore(figures.assign(review="rejected"), articles)
    assert view.selected == figures["figure_id"].iloc[0]
    assert "ca-selected" in view.evidence


def test_the_output_is_the_same_each_time_and_reads_without_a_kernel(
    figures: pd.DataFrame, articles: pd.DataFrame
) -> None:
    def saved() -> dict[str, Any]:
        bundle = explorer.explore(figures, articles)._repr_mimebundle_()
        assert bundle.pop("application/vnd.jupyter.widget-view+json")["model_id"]
        return bundle

    assert saved() == saved()
    assert set(saved()) == {theme.VEGALITE_MIME, "image/png", "text/plain"}
    words = theme.bundle(explorer.explore(figures, articles).chart)["text/plain"]
    assert saved()["text/plain"] == f"Explorer: 16 of 18 figures\n{words}"


def test_a_live_chart_is_saved_as_the_same_bundle(view: explorer.Explorer) -> None:
    live = widgets.LiveChart(view.chart)
    saved = live._repr_mimebundle_()
    saved.pop("application/vnd.jupyter.widget-view+json")
    assert saved == theme.bundle(view.chart)
    assert "https://esm.sh" not in widgets.LiveChart._esm


def test_the_table_holds_every_quote(view: explorer.Explorer) -> None:
    view.filters = {"section": []}
    for surface in view.frame["surface"]:
        assert f'<mark class="ca-number">{surface}</mark>' in view.table


def test_a_long_selection_is_cut_visibly(
    monkeypatch: pytest.MonkeyPatch, figures: pd.DataFrame, articles: pd.DataFrame
) -> None:
    monkeypatch.setattr(explorer, "SHOWN_ROWS", 3)
    shown = content(explorer.explore(figures, articles), "table")
    assert len(shown["rows"]) == 3
    assert shown["note"].startswith("Showing the first 3 of 16 of 18 figures")


def test_articles_may_be_labelled_by_anything(
    figures: pd.DataFrame, articles: pd.DataFrame
) -> None:
    numbered = articles.reset_index(drop=True)
    places = {name: place for place, name in enumerate(articles.index)}
    view = explorer.explore(figures.assign(article_id=figures["article_id"].map(places)), numbered)
    view.filters = {"source": 2}
    assert set(view.frame["article_id"]) == {2}
    assert "ca-selected" in view.evidence
