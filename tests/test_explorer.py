"""The explorer's state: every filter, its counts, the selection, and the saved output."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

from cecot_analysis import (
    controls,
    drawings,
    evidence,
    explorer,
    filters,
    layout,
    matching,
    theme,
    widgets,
)
from cecot_analysis.passports import sha256
from cecot_analysis.schema import DataError

COLUMN = {
    "metric": "metric",
    "source": "article_id",
    "scope": "scope",
    "measure": "measure",
    "claimant_kind": "claimant_kind",
    "comparator": "comparator",
    "section": "section",
    "review": "review",
}


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
    return str(view._plot.content["spec"])


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
    view: explorer.Explorer, figures: pd.DataFrame, articles: pd.DataFrame
) -> None:
    view.filters = {"metric": ["transfers"]}
    for facet in content(view, "filters")["facets"]:
        one = view._known[facet["name"]]
        codes = {label: code for code, label in one.choices.items()}
        for choice in facet["choices"]:
            asked = {**view.filters, facet["name"]: [codes[choice["label"]]]}
            passed = matching.Matches(figures, articles, view._known).mask(asked)
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
        ({"colour": ["red"]}, "no filter 'colour'; allowed: metric, source, publisher"),
        (["metric"], "expected a dict"),
        ({"metric": [["capacity"]]}, "metric has no choice \\['capacity'\\]; allowed: capacity"),
        ({"metric": {"capacity", "no"}}, "metric has no choice 'no'"),
        ({"source": float("nan")}, "source has no choice nan"),
        ({"as_of": [pd.NaT, None]}, "NaT is no date"),
        ({"as_of": [True, None]}, "True is no date"),
        ({"as_of": [[2024], None]}, r"\[2024\] is no date"),
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
    assert shown["ways"][0] == {"names": ["scope"], "label": "Drop scope: 2 figures"}
    assert "Drop scope: 2 figures" in view.evidence
    assert "No figure passes these filters." in theme.bundle(view.chart)["text/plain"]
    assert "reports none" not in str(view.chart.to_dict())
    view._on_controls({"act": "drop", "names": ["scope"]})
    assert view.filters == {"section": ["body"], "metric": ["arrests"]}


def test_where_no_single_filter_emptied_it_those_are_offered_that_did_together(
    view: explorer.Explorer,
) -> None:
    view.filters = {"metric": ["arrests"], "scope": ["cecot"], "text": "nobody wrote this"}
    ways = content(view, "filters")["ways"]
    assert [way["label"] for way in ways] == [
        "Drop metric and words in the quote: 7 figures",
        "Drop scope and words in the quote: 2 figures",
    ]
    view._on_controls({"act": "drop", "names": ways[1]["names"]})
    assert set(view.frame["metric"]) == {"arrests"}


def test_what_a_person_ticks_is_what_python_reads(view: explorer.Explorer) -> None:
    tick = {"act": "pick", "name": "metric", "label": "arrests", "picked": True}
    view._on_controls(tick)
    assert view.filters == {"section": ["body"], "metric": ["arrests"]}
    view._on_controls({**tick, "label": "capacity"})
    assert view.filters["metric"] == ["capacity", "arrests"]
    view._on_controls({**tick, "picked": False})
    assert view.filters["metric"] == ["capacity"]
    view._on_controls({"act": "set", "name": "as_of", "value": ["2024-08-01", None]})
    assert view.filters["as_of"] == ["2024-08-01", None]
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
        assert view._table.chosen == view._plot.chosen == figure.figure_id
        assert view.citation == shown["citation"]


def test_a_click_on_a_row_or_a_point_selects(view: explorer.Explorer) -> None:
    first, second, third = view.frame["figure_id"].iloc[:3]
    view._on_table({"act": "select", "figure": second})
    assert view.selected == second
    view._on_chart({"act": "point", "figure": third})
    assert view.selected == third
    view._on_chart({"act": "point", "figure": f"unknown, {first}, {second}"})
    assert view.selected == first
    view._on_table({"act": "select", "figure": "hidden or unknown"})
    assert view.selected == first
    view._on_chart({"act": "step", "by": 1})
    assert view.selected == second
    view._on_chart({"act": "step", "by": -5})
    assert view.selected == first
    view.filters = {"metric": ["arrests"]}
    assert first not in set(view.frame["figure_id"])
    view._on_table({"act": "select", "figure": first})
    assert view.selected == view.frame["figure_id"].iloc[0]


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
    assert drawn(view).count(view.selected) == 1


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
    assert set(saved()) == {theme.VEGALITE_MIME, "image/png", "text/markdown", "text/plain"}
    words = theme.bundle(explorer.explore(figures, articles).chart)["text/plain"]
    assert saved()["text/plain"] == f"Explorer: 16 of 18 figures\n{words}"


def test_the_script_of_the_chart_asks_no_host() -> None:
    assert "https://esm.sh" not in widgets.chart_script()
    assert "export" in widgets.chart_script()


def test_the_table_holds_every_quote(view: explorer.Explorer) -> None:
    view.filters = {"section": []}
    for surface in view.frame["surface"]:
        assert f'<mark class="ca-number">{surface}</mark>' in view.table


def test_a_long_table_has_pages_and_says_so(
    monkeypatch: pytest.MonkeyPatch, figures: pd.DataFrame, articles: pd.DataFrame
) -> None:
    monkeypatch.setattr(explorer, "PAGE", 3)
    view = explorer.explore(figures, articles)
    ids = list(view.frame["figure_id"])
    shown = content(view, "table")
    assert [row["figure"] for row in shown["rows"]] == ids[:3]
    assert shown["note"] == "Showing 1 to 3 of 16"
    view._on_table({"act": "page", "page": 1, "select": "first"})
    assert view.selected == ids[3]
    view._on_table({"act": "page", "page": 99})
    assert [row["figure"] for row in content(view, "table")["rows"]] == ids[15:]
    assert content(view, "table")["note"] == "Showing 16 to 16 of 16"


@pytest.mark.parametrize("column", range(5))
def test_a_table_is_sorted_as_a_whole(view: explorer.Explorer, column: int) -> None:
    frame = view.frame.set_index("figure_id")
    keys = {
        2: frame["value"].fillna(frame["low"]),
        3: frame["attribution"].str.casefold(),
        4: frame["as_of"],
    }
    shown = []
    for down in (False, True):
        view._on_table({"act": "sort", "column": column})
        rows = content(view, "table")["rows"]
        assert {row["figure"] for row in rows} == set(frame.index)
        shown.append([row["figure"] for row in rows])
        if column in keys:
            found = keys[column].loc[shown[-1]]
            known = found.dropna()
            assert list(found[: len(known)]) == sorted(known, reverse=down)
    assert shown[0] != shown[1] or column == 4
    assert content(view, "table")["sorted"] == column


def test_articles_may_be_labelled_by_anything(
    figures: pd.DataFrame, articles: pd.DataFrame
) -> None:
    numbered = articles.reset_index(drop=True)
    places = {name: place for place, name in enumerate(articles.index)}
    view = explorer.explore(figures.assign(article_id=figures["article_id"].map(places)), numbered)
    view.filters = {"source": 2}
    assert set(view.frame["article_id"]) == {2}
    assert "ca-selected" in view.evidence


def test_words_are_found_in_quotes_whatever_their_case_and_accents(
    view: explorer.Explorer, figures: pd.DataFrame, articles: pd.DataFrame
) -> None:
    view.filters = {"text": "  JAILED people ", "section": []}
    found = figures[figures["quote"].str.contains("people jailed|jailed people")]
    assert set(view.frame["figure_id"]) >= set(found["figure_id"])
    assert all("jailed" in quote.casefold() for quote in view.frame["quote"])
    assert len(view.frame) > 0
    assert view.filters["text"] == "JAILED people"
    assert matching.searchable("PRISIÓN máxima") == "prision maxima"
    view.filters = {"text": "words that nobody wrote"}
    assert view.frame.empty
    assert "Drop words in the quote" in view.evidence


@pytest.mark.parametrize(
    ("period", "found"),
    [
        (["2024-08", "2024-08"], 1),
        (["2024-08-31", None], 1),
        ([None, "2024-08-01"], 1),
        (["2024", "2024"], 1),
        (["2024-09", None], 0),
        ([None, "2024-07-31"], 0),
    ],
)
def test_a_period_holds_the_figures_that_share_a_day_with_it(
    view: explorer.Explorer, period: list[str | None], found: int
) -> None:
    """A month is a period itself; a figure without a date is in none."""
    view.filters = {"as_of": period}
    assert len(view.frame) == found
    assert view.frame["as_of"].notna().all()


def test_a_period_of_publication(view: explorer.Explorer, articles: pd.DataFrame) -> None:
    view.filters = {"published": ["2025-02-05", "2025-02-05"]}
    dated = articles[articles["published"] == "2025-02-05"]
    assert set(view.frame["article_id"]) == set(dated.index)
    assert len(dated) == 1


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"as_of": ["August", None]}, "'August' is no date; write 2024"),
        ({"as_of": ["2025-13", None]}, "is no date"),
        ({"as_of": "2024"}, r"takes \[first, last\]"),
        ({"published": ["2025", "2024"]}, "ends on 2024-12-31, before it begins"),
        ({"text": ["arrests"]}, "takes words in a string"),
    ],
)
def test_a_period_or_words_that_cannot_be_say_why(
    view: explorer.Explorer, given: Any, message: str
) -> None:
    with pytest.raises(DataError, match=message):
        view.filters = given
    name, value = next(iter(given.items()))
    view._on_controls({"act": "set", "name": name, "value": value})
    assert content(view, "filters")["error"].startswith(view._known[name].label)
    view.filters = {}
    assert content(view, "filters")["error"] == ""


@pytest.mark.parametrize(
    ("given", "held"),
    [
        ([2024, None], ["2024-01-01", None]),
        (["0001", "9999"], ["0001-01-01", "9999-12-31"]),
        (np.array(["2024", "2025-02"]), ["2024-01-01", "2025-02-28"]),
        ([pd.Timestamp("2025-01-31 23:30", tz="America/El_Salvador"), None], ["2025-01-31", None]),
        ([np.datetime64("2024-08"), ""], ["2024-08-01", None]),
        (np.array([]), None),
    ],
)
def test_a_period_is_read_as_it_is_meant(
    view: explorer.Explorer, given: Any, held: list[str | None] | None
) -> None:
    view.filters = {"as_of": given}
    assert view.filters.get("as_of") == held


def test_any_collection_of_choices_will_do(view: explorer.Explorer) -> None:
    for given in ({"arrests": 2}.keys(), (one for one in ["arrests"]), np.array(["arrests"])):
        view.filters = {"metric": given}
        assert view.filters["metric"] == ["arrests"]


@pytest.mark.parametrize(
    "state",
    [
        None,
        [],
        "values",
        {"question": ["values"]},
        {"question": "timeline", "filters": {"metric": "no"}},
        {"question": "timeline", "scale": "cubic"},
        {"question": "timeline", "filters": {"metric": ["arrests"]}, "selected": "no"},
        {"selected": ["no"]},
    ],
)
def test_a_state_that_is_refused_changes_nothing(view: explorer.Explorer, state: Any) -> None:
    view.selected = view.frame["figure_id"].iloc[2]
    before = view.state, view.question, drawn(view)
    with pytest.raises(DataError):
        view.state = state
    assert (view.state, view.question, drawn(view)) == before
    hidden = {"filters": {"metric": ["arrests"]}, "selected": view.selected}
    with pytest.raises(DataError, match="hidden by the filters"):
        view.state = hidden
    assert (view.state, view.question, drawn(view)) == before


def test_publishers_are_choices_and_so_is_none(
    figures: pd.DataFrame, articles: pd.DataFrame
) -> None:
    named = articles.assign(publisher=["The Paper", None, "Zeta", None, "The Paper"])
    view = explorer.explore(figures, named)
    [facet] = [one for one in content(view, "filters")["facets"] if one["name"] == "publisher"]
    assert [one["label"] for one in facet["choices"]] == ["The Paper", "Zeta", "not stated"]
    view.filters = {"publisher": "The Paper"}
    papers = named.index[named["publisher"] == "The Paper"]
    assert set(view.frame["article_id"]) == set(papers)
    view.filters = {"publisher": [""]}
    assert set(view.frame["article_id"]).isdisjoint(papers)
    assert len(view.frame) > 0


def test_a_paper_of_that_name_is_not_the_one_that_is_not_stated(
    figures: pd.DataFrame, articles: pd.DataFrame
) -> None:
    papers = [filters.NOT_STATED, 5, None, "", "Zeta"]
    view = explorer.explore(figures, articles.assign(publisher=papers))
    [facet] = [one for one in content(view, "filters")["facets"] if one["name"] == "publisher"]
    for choice in facet["choices"]:
        view._on_controls({"act": "reset"})
        done = {"act": "pick", "name": "publisher", "label": choice["label"], "picked": True}
        view._on_controls(done)
        assert len(view.frame) == choice["count"]
    labels = [choice["label"] for choice in facet["choices"]]
    assert labels == ["5", "“not stated”", "Zeta", "not stated"]


def test_dates_may_be_written_as_text(figures: pd.DataFrame, articles: pd.DataFrame) -> None:
    written = articles.assign(published=articles["published"].dt.strftime("%Y-%m-%d"))
    view, same = explorer.explore(figures, written), explorer.explore(figures, articles)
    view.filters = same.filters = {"published": ["2025", None]}
    assert (view.evidence, view.csv()) == (same.evidence, same.csv())
    assert len(view.frame) == len(same.frame) > 0


def test_no_articles_at_all_is_normal(figures: pd.DataFrame, articles: pd.DataFrame) -> None:
    view = explorer.explore(figures.head(0), articles.head(0)[["text"]])
    assert repr(view) == "Explorer: 0 of 0 figures"
    for question in drawings.QUESTIONS:
        view.question = question
    assert view.package()


def test_a_long_list_of_choices_is_cut_visibly_and_searched() -> None:
    one = filters.Filter(
        "source", "Source", "choices", "article_id", {at: f"Ñ {at}" for at in range(50)}
    )
    counts = {at: at for at in range(50)}
    shown, total = controls.shown(one, counts, [3], "")
    assert (shown[0], len(shown), total) == (3, controls.LISTED, 50)
    assert controls.shown(one, counts, [], "n 49")[0] == [49]


def test_the_state_is_short_and_opens_the_same_again(
    view: explorer.Explorer, figures: pd.DataFrame, articles: pd.DataFrame
) -> None:
    assert view.state == {}
    view.filters = {"metric": "transfers", "text": "Venezuelans"}
    view.question, view.scale = "values", "log"
    view.selected = view.frame["figure_id"].iloc[-1]
    state = json.loads(json.dumps(view.state))
    again = explorer.explore(figures, articles, state=state)
    assert again.state == view.state
    assert again.selected == view.selected
    assert again.evidence == view.evidence
    assert again.chart.to_dict() == view.chart.to_dict()
    view.state = {}
    assert view.filters == {"section": ["body"]}
    assert view.scale == "linear"
    with pytest.raises(DataError, match="state: 'colour' is not allowed; allowed: filters"):
        view.state = {"colour": "red"}
    with pytest.raises(DataError, match="question: 'why' is not allowed; allowed: values"):
        view.question = "why"


@pytest.mark.parametrize("question", drawings.QUESTIONS)
def test_every_question_has_a_chart_that_says_what_it_shows(
    view: explorer.Explorer, question: str
) -> None:
    view.question = question
    try:
        drawn = view.chart.to_dict()
        assert theme.title(drawn)
        assert theme.alt_text(drawn)
        assert view._plot.content["spec"]["title"] == drawn["title"]
        view.filters = {"metric": ["arrests"]}
        assert view.chart.to_dict() != drawn
    finally:
        view.question = "values"


def test_a_logarithmic_axis_has_no_place_for_zero() -> None:
    place, ticks = layout.axis([5.0, 20_000.0, 0.0], "log", 500)
    assert place(0) is None
    assert [place(tick) for tick in ticks] == list(ticks.values())
    assert list(ticks) == [1, 10, 100, 1_000, 10_000, 100_000]
    assert place(100_000) == 500


def test_many_figures_share_marks_and_none_is_lost(
    figures: pd.DataFrame, articles: pd.DataFrame
) -> None:
    many = pd.concat(
        [
            figures.assign(
                figure_id=figures["figure_id"] + f" {at}",
                duplicate_of=figures["duplicate_of"] + f" {at}",
            )
            for at in range(20)
        ]
    )
    view = explorer.explore(many, articles)
    drawn = int((many["duplicate_of"].isna() & (many["section"] == "body")).sum())
    spec = view._plot.content["spec"]
    marks = [row for part in spec["layer"] for row in part["data"]["values"] if "size" in row]
    counts = [int(row["source"].split()[0].replace(",", "")) for row in marks]
    assert sum(counts) == drawn > len(marks)
    assert f"Showing {drawn} of {len(view.frame)} figures" in view._plot.content["note"]
    assert theme.title(spec).startswith(f"{drawn} figures")


@pytest.mark.parametrize("width", [260, 346, 560, 640, 1000])
@pytest.mark.parametrize("question", ["timeline", "coverage", "disagreements"])
def test_a_chart_by_question_keeps_to_the_width_that_is_there(
    question: str, width: int, figures: pd.DataFrame, articles: pd.DataFrame
) -> None:
    view = explorer.explore(figures, articles)
    view.question = question
    view._on_chart({"act": "width", "width": width + 24})
    drawn = view._plot.content["spec"]
    assert max(panel["width"] for panel in drawn["vconcat"]) <= width
    assert max(map(len, drawn["title"]["text"])) * 6 <= width


def test_half_a_character_is_shown_by_a_sign_and_moves_no_span(
    figures: pd.DataFrame, articles: pd.DataFrame
) -> None:
    torn = articles.assign(text=[f"\ud83d\0{text}" for text in articles["text"]], sha256=None)
    places = ["start", "end", "quote_start", "quote_end"]
    view = explorer.explore(figures.assign(**{one: figures[one] + 2 for one in places}), torn)
    for name in ("filters", "table", "evidence"):
        json.dumps(content(view, name), ensure_ascii=False).encode()
    json.dumps(view._plot.content, ensure_ascii=False).encode()
    assert "\ufffd␀" in view.evidence
    assert "ca-selected" in view.evidence
    assert view.table
    assert sha256(torn.at[view._figure()["article_id"], "text"]) in view.citation
    view._on_controls({"act": "download", "name": "package"})  # no file can hold it: that is said
    assert "half a character" in content(view, "filters")["error"]
    assert list(view.frame["start"]) == list(view._given.loc[view.frame.index, "start"])
