"""The extraction against gold, against cases, and against texts that try to break it."""

from __future__ import annotations

import itertools
import math
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import cecot_analysis as ca
from cecot_analysis import numerals
from cecot_analysis.cells import UnreadableArticle
from cecot_analysis.context import Context
from cecot_analysis.figures import figures_of
from cecot_analysis.quality import read_cases, reviewed
from cecot_analysis.schema import FIGURES, METRICS, check_spans

CASES = Path(__file__).parent / "cases"
COMPARED = ["section", "metric", "scope", "measure", "value", "comparator", "low", "high", "unit"]
COMPARED += ["as_of", "attribution", "claimant_kind", "attribution_basis", "surface"]
GOLD = reviewed("articles")[1]


@pytest.fixture(scope="module")
def articles() -> pd.DataFrame:
    return ca.load_articles()


@pytest.fixture(scope="module")
def figures(articles: pd.DataFrame) -> pd.DataFrame:
    return ca.extract_figures(articles)


def same(one: object, other: object) -> bool:
    return one == other or bool(pd.isna(one) and pd.isna(other))  # type: ignore[call-overload]


class TestGold:
    def test_gold_is_what_was_handed_over(self) -> None:
        assert len(GOLD) == 18
        assert GOLD["article_id"].nunique() == 3 + 1  # one article reports none

    @pytest.mark.parametrize(
        "row", GOLD.to_dict("records"), ids=lambda r: f"{r['article_id'][:3]}-{r['surface']}"
    )
    def test_every_gold_figure_is_found_whole(
        self, figures: pd.DataFrame, row: dict[str, object]
    ) -> None:
        key = ["article_id", "start", "end"]
        found = figures[(figures[key] == [row[name] for name in key]).all(axis=1)]
        assert len(found) == 1
        wrong = {
            c: (found.iloc[0][c], row[c]) for c in COMPARED if not same(found.iloc[0][c], row[c])
        }
        assert wrong == {}

    @pytest.mark.parametrize("name", ["articles", "sentences", "evaluate"])
    def test_the_confusion_counts_every_marked_and_every_found_figure_once(self, name: str) -> None:
        table, rates = ca.confusion(name), ca.quality(name)
        for metric in METRICS:
            row = metric.replace("_", " ")
            assert table.loc[row].sum() == rates.loc[metric, "expected"]
            assert table[row].sum() == rates.loc[metric, "found"]
        assert table.loc["nothing", "nothing"] == 0

    def test_nothing_else_is_found(self, figures: pd.DataFrame) -> None:
        expected = set(zip(GOLD["article_id"], GOLD["start"], GOLD["end"], strict=True))
        found = set(zip(figures["article_id"], figures["start"], figures["end"], strict=True))
        assert found - expected == set()

    def test_the_sentence_printed_twice_is_a_duplicate(self, figures: pd.DataFrame) -> None:
        twice = GOLD[GOLD["duplicate_of_span"].notna()].iloc[0]
        row = figures[
            (figures["article_id"] == twice["article_id"]) & (figures["start"] == twice["start"])
        ]
        span = twice["duplicate_of_span"]
        assert row.iloc[0]["duplicate_of"] == f"{twice['article_id']}-{span}-{twice['metric']}"
        assert figures["duplicate_of"].notna().sum() == 1

    def test_names_given_to_the_prison(self, articles: pd.DataFrame) -> None:
        expected = pd.read_csv(ca.articles.data_folder() / "reviewed" / "names.csv")
        expected = expected.sort_values(["article_id", "start"], ignore_index=True)
        pd.testing.assert_frame_equal(ca.names(articles), expected, check_dtype=False)

    def test_every_span_holds(self, figures: pd.DataFrame, articles: pd.DataFrame) -> None:
        check_spans(figures, articles)
        inside = (figures["quote_start"] <= figures["start"]) & (
            figures["end"] <= figures["quote_end"]
        )
        assert inside.all()

    def test_the_built_table_is_not_stale(self) -> None:
        stored = ca.reviews.read_figures(
            ca.articles.data_folder() / "figures.csv", ca.load_articles()
        )
        pd.testing.assert_frame_equal(stored, ca.load_figures())


class TestFrames:
    def test_only_a_text_is_needed(self, articles: pd.DataFrame, figures: pd.DataFrame) -> None:
        bare = ca.extract_figures(articles[["text"]])
        pd.testing.assert_frame_equal(bare, figures)

    def test_any_index_will_do(self, articles: pd.DataFrame) -> None:
        numbered = ca.extract_figures(articles[["text"]].reset_index(drop=True))
        assert set(numbered["article_id"]) == {0, 1, 2, 4}
        check_spans(numbered, articles.reset_index(drop=True))

    def test_no_figures_is_an_empty_table(self) -> None:
        empty = ca.extract_figures(pd.DataFrame({"text": ["Nothing to count in El Salvador."]}))
        assert len(empty) == 0
        FIGURES.validate(empty)

    @pytest.mark.parametrize("text", [None, "", float("nan"), "  \n "])
    def test_a_missing_text_yields_nothing(self, text: object) -> None:
        assert len(ca.extract_figures(pd.DataFrame({"text": [text]}, dtype="object"))) == 0

    def test_without_text_the_error_says_so(self) -> None:
        with pytest.raises(ca.DataError, match="no column 'text'"):
            ca.extract_figures(pd.DataFrame({"body": ["x"]}))

    def test_an_unknown_language_is_refused(self) -> None:
        frame = pd.DataFrame({"text": ["CECOT holds 9000 men."], "language": ["xx"]}, index=["one"])
        with pytest.raises(ca.DataError, match="article 'one': language 'xx'"):
            ca.extract_figures(frame)


def test_develop_and_evaluate_share_no_kind_of_source() -> None:
    kinds = [set(read_cases(CASES / f"{name}.yml")[0]["from"]) for name in ("develop", "evaluate")]
    assert kinds[0] & kinds[1] == set()


WORDS = """CECOT El Salvador holds 40,000 14.500 97 mil 525 inmates reos more than hasta arrests
$6 million 0.6 m² between and 10,000–20,000 “ ” , . ; 2024 4 February MS-13 9/11 1e400 ٣٤ según
Cristosal said deaths in custody per cell half a million"""
PIECES = st.sampled_from([*WORDS.split(), "\n", "\u200b", "\u0301", "\ud800", "\u202e"])
TEXTS = st.one_of(st.lists(PIECES, max_size=40).map(" ".join), st.text(max_size=200))


class TestAnyText:
    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(TEXTS, st.sampled_from(["en", "es"]))
    def test_numbers_stand_where_they_say(self, text: str, language: str) -> None:
        numbers = numerals.find(text, language)
        assert all(text[n.start : n.end] == n.surface for n in numbers)
        assert all(a.end <= b.start for a, b in itertools.pairwise(numbers))

    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(TEXTS, st.sampled_from(["en", "es"]))
    def test_figures_stand_where_they_say(self, text: str, language: str) -> None:
        for row in figures_of("x", "CECOT: " + text, language):
            whole = "CECOT: " + text
            assert whole[row["start"] : row["end"]] == row["surface"]
            assert whole[row["quote_start"] : row["quote_end"]] == row["quote"]
            assert row["quote_start"] <= row["start"] < row["end"] <= row["quote_end"]


HUGE = {
    "grouped": "1" + ",000" * 120,
    "decimal": "1" * 400 + ".5",
    "a sum": "$" + "9" * 299 + " billion billion",
    "scales": "5" + " million" * 80,
    "scales in Spanish": "5" + " mil" * 200,
    "rests": "1 mil " * 2_000,
    "hundreds": "one" + " hundred" * 400 + " million and a half",
    "a range": "10 to 1" + ",000" * 120,
}
TORN = ("14\u200b,500", "14,\u200b500", "14\u200f,500", "14\ud800,500", "1٤,500", "14,٥00")


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        (
            "The 12,345 and their families. In El Salvador, police have arrested 12,345 people "
            "under the state of exception.",
            "arrests",
        ),
    ],
)
def test_a_number_hears_what_is_said_of_it_later(text: str, metric: str) -> None:
    alone = text.replace("arrested 12,345", "arrested 23,456")
    assert [row["metric"] for row in figures_of("x", text, "en")] == [metric] * 2
    assert [row["surface"] for row in figures_of("x", alone, "en")] == ["23,456"]


@pytest.mark.parametrize(
    ("text", "scopes"),
    [
        (
            "Mariona is El Salvador's oldest prison. It was built for 800 men and now holds 9,100.",
            ["other", "other"],
        ),
        (
            "El Salvador's jails hold 110,000 people. They have room for 67,000.",
            ["national", "national"],
        ),
        (
            "CECOT cells hold 80 men each. That leaves 0.6 square metres for each prisoner.",
            ["cell", "cecot"],
        ),
        (
            "El Salvador is calm. CECOT opened.\n\nRights groups count 360 deaths in custody.",
            ["national"],
        ),
        (
            "CECOT opened in 2023.\n\nThe president is popular.\n\nRights groups count 360 deaths "
            "in custody. El Salvador is under a state of exception.",
            ["national"],
        ),
    ],
)
def test_the_scope_is_told_by_what_is_named_before(text: str, scopes: list[str]) -> None:
    assert [row["scope"] for row in figures_of("x", text, "en")] == scopes


@pytest.mark.parametrize(
    ("told", "again", "metric"),
    [
        (
            "In El Salvador police have arrested 12,345 people under the emergency.",
            "Rights groups doubt the 12,345.",
            "arrests",
        ),
        (
            "El Salvador's CECOT prison was built for 31,500 inmates.",
            "For its critics the 31,500 say it all.",
            "capacity",
        ),
    ],
)
def test_a_number_told_again_is_read_as_it_was_told(told: str, again: str, metric: str) -> None:
    told_twice = figures_of("x", f"{told}\n\n{again}", "en")
    assert [row["metric"] for row in told_twice] == [metric, metric]
    assert figures_of("x", f"This is El Salvador.\n\n{again}", "en") == []


class TestNumbersNobodyCanRead:
    @pytest.mark.parametrize("written", HUGE.values(), ids=HUGE)
    @pytest.mark.parametrize("language", ["en", "es"])
    def test_what_is_too_large_is_left_out_and_the_rest_is_read(
        self, written: str, language: str
    ) -> None:
        known = {
            "en": "CECOT in El Salvador holds 9,000 inmates.\nIt holds {} inmates.",
            "es": "El penal CECOT de El Salvador alberga 9,000 reos.\nAlberga {} reos.",
        }
        text = known[language].format(written)
        found = ca.extract_figures(pd.DataFrame({"text": [text], "language": [language]}))
        assert found["surface"].iloc[0] == "9,000"
        check_spans(found, pd.DataFrame({"text": [text]}))

    @pytest.mark.parametrize("written", TORN)
    def test_half_of_a_number_is_no_number(self, written: str) -> None:
        assert numerals.find(f"It holds {written} inmates.", "en") == []


class TestBadFrames:
    def test_a_text_that_is_none_is_named_and_the_rest_is_read(self) -> None:
        texts = {"a": 17, "b": "CECOT in El Salvador holds 9,000 inmates."}
        frame = pd.DataFrame({"text": pd.Series(texts, dtype="object")})
        with pytest.warns(UnreadableArticle, match="article 'a': its text is of type int"):
            found = ca.extract_figures(frame)
        assert found["article_id"].tolist() == ["b"]

    def test_a_label_that_stands_twice(self) -> None:
        with pytest.raises(ca.DataError, match="repeats"):
            ca.extract_figures(pd.DataFrame({"text": ["x", "y"]}, index=["a", "a"]))

    def test_what_is_no_frame(self) -> None:
        with pytest.raises(ca.DataError, match="list"):
            ca.extract_figures(["CECOT holds 9,000 inmates."])  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        "published",
        ["yesterday", "2024", "03/04/2024", "2024-02-30", "0001-01-01", 5, 2024.5, True, ("x",)],
    )
    def test_a_date_that_is_none(self, published: object) -> None:
        frame = pd.DataFrame({"text": ["CECOT holds 9,000 men in El Salvador."]}, index=["a"])
        frame["published"] = pd.Series([published], index=["a"], dtype="object")
        with pytest.raises(ca.DataError, match=r"article 'a': published .* is no date"):
            ca.extract_figures(frame)

    @pytest.mark.parametrize("missing", [None, "", pd.NA, pd.NaT, float("nan")])
    def test_what_is_not_known_is_no_mistake(self, missing: object) -> None:
        frame = pd.DataFrame({"text": ["CECOT in El Salvador holds 9,000 inmates."]})
        for name in ("language", "published"):
            frame[name] = pd.Series([missing], dtype="object")
        assert ca.extract_figures(frame)["surface"].tolist() == ["9,000"]

    @pytest.mark.parametrize("language", [3, b"en", True, ["en"], "EN"])
    def test_a_language_that_is_none(self, language: object) -> None:
        frame = pd.DataFrame({"text": ["CECOT holds 9,000 men."], "language": [language]})
        with pytest.raises(ca.DataError, match="article 0: language"):
            ca.extract_figures(frame)

    @pytest.mark.parametrize("label", [None, float("nan")])
    def test_a_label_that_is_missing(self, label: object) -> None:
        with pytest.raises(ca.DataError, match="row 1 has no label"):
            ca.extract_figures(pd.DataFrame({"text": ["x", "y"]}, index=["a", label]))

    @pytest.mark.parametrize(
        "labels",
        [[True, False], ["a", True], pd.Index([False], dtype="boolean"), ["a", ""], ["a", " \n"]],
    )
    def test_a_label_that_names_nothing(self, labels: Any) -> None:
        articles = pd.DataFrame({"text": "CECOT holds 9,000 men."}, index=labels)
        with pytest.raises(ca.DataError, match=r"row \d has the label .*; allowed: a name"):
            ca.extract_figures(articles)
        with pytest.raises(ca.DataError, match=r"row \d has the label .*; allowed: a name"):
            ca.review(articles)

    def test_two_labels_that_are_written_the_same(self) -> None:
        articles = pd.DataFrame({"text": "CECOT holds 9,000 men."}, index=[1, "1"])
        with pytest.raises(ca.DataError, match="two labels are written '1'"):
            ca.extract_figures(articles)

    def test_a_column_that_stands_twice(self) -> None:
        frame = pd.DataFrame([["x", "en", "es"]], columns=["text", "language", "language"])
        with pytest.raises(ca.DataError, match="column 'language' stands there twice"):
            ca.extract_figures(frame)

    def test_a_crowd_of_numbers_is_no_sentence(self) -> None:
        crowd = "CECOT in El Salvador holds " + "7 " * 200 + "inmates.\nIt holds 9,000 inmates."
        assert ca.extract_figures(pd.DataFrame({"text": [crowd]}))["surface"].tolist() == ["9,000"]


OTHERS = "The hotel has 214 rooms, 3 pools, 12 floors, 90 waiters and 2 lifts."
LONE = "Police in El Salvador detained 84,000 people."


@pytest.mark.parametrize(
    ("text", "clear", "found"),
    [
        (LONE, math.inf, ["84,000"]),  # a short text says little besides
        (f"{LONE} {OTHERS}", math.inf, []),
        (f"{LONE} {OTHERS}", 0.0, ["84,000"]),
        (f"{LONE} Of these 9 died in custody. {OTHERS}", math.inf, ["84,000", "9"]),
    ],
)
def test_a_lone_figure_among_many_numbers_must_be_clear(
    monkeypatch: pytest.MonkeyPatch, text: str, clear: float, found: list[str]
) -> None:
    monkeypatch.setattr("cecot_analysis.figures.CLEAR", clear)
    assert [row["surface"] for row in figures_of("x", text, "en")] == found


@pytest.mark.parametrize(
    ("text", "language", "as_of"),
    [
        ("ſix years ago El Salvador's prisons held 36,000 inmates.", "en", "2019"),
        ("Hace seıs años las cárceles de El Salvador tenían 36.000 reos.", "es", "2019"),
        ("In auguſt 2024 El Salvador's prisons held 36,000 inmates.", "en", "2024-08"),
        ("As of JUNİO 2024 El Salvador's prisons held 36,000 inmates.", "en", "2024-06"),
        ("On Monday and ſunday, El Salvador transferred 600 inmates to CECOT.", "en", "2025-06-01"),
    ],
)
def test_letters_that_are_one_without_regard_to_case(text: str, language: str, as_of: str) -> None:
    rows = figures_of("x", text, language, "2025-06-03")
    assert [row["as_of"] for row in rows] == [as_of]


def test_a_scale_in_odd_letters() -> None:
    assert [number.value for number in numerals.find("It cost 6 mıllion.", "en")] == [6_000_000.0]


@pytest.mark.parametrize(
    ("behind", "unit"),
    [
        (", 23 of which are walled, and holds 14,500 men.", "people"),
        (", 23 of which are walled, of which 9 are roofed.", "hectare"),
    ],
)
def test_what_makes_one_number_a_part_does_not_make_the_next_one_so(behind: str, unit: str) -> None:
    rows = figures_of("x", f"CECOT in El Salvador spans 166 hectares{behind}", "en")
    assert [row["unit"] for row in rows] == ["hectare", "hectare", unit]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The US paid El Salvador $6 million; the murder rate, once 103, is now 1.9.", "en"),
        ("At CECOT in El Salvador a man has 0.6 square metres. Its score fell to 4.5.", "en"),
        ("Estados Unidos pagó a El Salvador 6 millones de dólares; la tasa es de 1.9.", "es"),
    ],
)
def test_a_rate_has_no_unit_to_leave_out(text: str, language: str) -> None:
    assert [number.unit for number in Context("x", text, language, None).numbers][-1] is None
    assert len(figures_of("x", text, language)) == 1


@pytest.mark.parametrize(
    ("language", "text", "notes"),
    [
        ("en", "El Salvador has arrested 91,300 people, of whom 8,400 are women.", [None, "part"]),
        ("en", "Of 91,300 people arrested in El Salvador, 8,400 were women.", [None, "women"]),
        (
            "es",
            "El Salvador detuvo a 91,300 personas, de las cuales 8,400 son mujeres.",
            [None, "part"],
        ),
        (
            "es",
            "En el Cecot hay 18,200 reos, menos de la mitad de los 40,000 que caben.",
            [None, None],
        ),
    ],
)
def test_words_behind_a_comma_make_the_next_number_a_part(
    language: str, text: str, notes: list[str | None]
) -> None:
    assert [row["note"] for row in figures_of("x", text, language)] == notes
