"""Decisions on figures: written whole, applied where they fit, reported where they do not."""

from __future__ import annotations

import json
import math
import os
import signal
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import reviewing

import cecot_analysis as ca
from cecot_analysis import cli, decisions, draft, reviews
from cecot_analysis.agreement import kappa
from cecot_analysis.reviews import StaleReview, load_reviews, record

pytestmark = pytest.mark.filterwarnings("ignore::cecot_analysis.reviews.StaleReview")

Decide = Callable[..., None]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = reviewing.corpus(tmp_path)
    monkeypatch.setenv("CECOT_DATA", str(folder))
    return folder


def figure(metric: str) -> pd.Series:
    """The one figure of a metric, as it is extracted."""
    found = ca.extract_figures(ca.load_articles())
    return found[found["metric"] == metric].iloc[0]


@pytest.fixture
def decide(data: Path) -> Decide:
    def decide(metric: str, decision: str, reviewer: str = "Ana", **rest: Any) -> None:
        one = figure(metric)
        record(one, ca.load_articles().loc[one["article_id"]], decision, reviewer, **rest)

    return decide


def add(words: str = reviewing.MISSED, reviewer: str = "Ana", **fields: Any) -> str:
    article = ca.load_articles().loc["one"]
    start = article["text"].index(words)
    proposal = draft.new(article, start, start + len(words))
    row = draft.identified(draft.completed(proposal, {"metric": "population"} | fields))
    record(pd.Series(row), article, "added", reviewer)
    return str(row["figure_id"])


def state(metric: str) -> pd.Series:
    figures = ca.load_figures()
    return figures[figures["figure_id"] == figure(metric)["figure_id"]].iloc[0]


def stale() -> list[str]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        ca.load_figures()
    return [str(one.message) for one in caught if one.category is StaleReview]


class TestOneReviewer:
    def test_each_verdict_is_laid_over_its_figure(self, decide: Decide) -> None:
        decide("population", "accepted")
        decide("capacity", "corrected", changes={"scope": "unclear"})
        decide("arrests", "rejected", reason="another country")
        added = add(scope="cecot")
        figures = ca.load_figures().set_index("figure_id")
        assert state("population")["review"] == "accepted"
        assert state("capacity")[["review", "scope"]].tolist() == ["corrected", "unclear"]
        assert state("arrests")["review"] == "rejected"
        assert state("deaths_in_custody")["review"] == "proposed"
        assert figures.loc[added, ["review", "value", "surface"]].tolist() == ["added", 7, "Seven"]
        assert not stale()

    def test_a_row_says_who_when_where_before_and_after(self, decide: Decide) -> None:
        decide("capacity", "corrected", changes={"scope": "unclear"}, reason="not said")
        row = load_reviews().iloc[0]
        one, article = figure("capacity"), ca.load_articles().loc["one"]
        assert pd.Timestamp(row["time"]).utcoffset() == pd.Timedelta(0)
        assert row["reviewer"] == "Ana"
        assert row["article_sha256"] == article["sha256"]
        assert article["text"][row["start"] : row["end"]] == one["surface"]
        assert json.loads(row["before"])["scope"] == one["scope"]
        assert json.loads(row["after"]) == {"scope": "unclear"}
        assert row["reason"] == "not said"

    def test_the_last_decision_stands_and_rows_are_only_appended(
        self, decide: Decide, data: Path
    ) -> None:
        decide("population", "rejected", reason="a guess")
        first = (data / "reviews.csv").read_bytes()
        decide("population", "accepted")
        assert (data / "reviews.csv").read_bytes().startswith(first)
        assert state("population")["review"] == "accepted"

    def test_withdrawing_goes_back_one_decision_at_a_time(self, decide: Decide) -> None:
        decide("population", "accepted")
        decide("population", "rejected", reason="a guess")
        decide("population", "withdrawn")
        assert state("population")["review"] == "accepted"
        decide("population", "withdrawn")
        assert state("population")["review"] == "proposed"
        decide("population", "withdrawn")
        assert state("population")["review"] == "proposed"
        assert len(load_reviews()) == 5

    def test_an_added_figure_is_withdrawn(self, data: Path) -> None:
        added = add()
        row = ca.load_figures().set_index("figure_id", drop=False).loc[added]
        record(row, ca.load_articles().loc["one"], "withdrawn", "ana ")
        assert added not in set(ca.load_figures()["figure_id"])
        assert not stale()

    def test_a_corrected_span_keeps_its_words(self, decide: Decide) -> None:
        one, text = figure("capacity"), ca.load_articles().at["one", "text"]
        place = draft.placed(text, one["start"] - 6, one["end"], dict(one))
        decide("capacity", "corrected", changes=place)
        after = state("capacity")
        assert after["surface"] == f"up to {one['surface']}"
        assert text[after["start"] : after["end"]] == after["surface"]

    @pytest.mark.parametrize(
        ("changes", "after"),
        [
            ({"value": 39_000.0}, {"value": 39_000, "high": 39_000}),
            ({"comparator": "more_than"}, {"low": 40_000, "high": None}),
            ({"comparator": "range", "low": 1.0, "high": 2.0}, {"value": None, "low": 1}),
            ({"as_of": "2024-08"}, {"as_of_precision": "month", "as_of_basis": "stated"}),
            ({"attribution": "police"}, {"attribution": "police", "attribution_basis": "stated"}),
        ],
    )
    def test_what_follows_from_a_change_need_not_be_given(
        self, decide: Decide, changes: dict[str, Any], after: dict[str, Any]
    ) -> None:
        decide("capacity", "corrected", changes=changes)
        row = decisions.plain_row(state("capacity"))
        assert {name: row[name] for name in after} == after
        assert row["review"] == "corrected"

    def test_another_place_brings_its_words(self, decide: Decide) -> None:
        start = figure("capacity")["start"]
        decide("capacity", "corrected", changes={"start": int(start) - 6})
        assert state("capacity")["surface"] == "up to 40,000"

    @pytest.mark.parametrize(
        ("decision", "rest", "reason"),
        [
            ("agreed", {}, "decision 'agreed'; allowed: accepted"),
            ("rejected", {}, "a rejection needs a reason"),
            ("accepted", {"reviewer": " \t"}, "needs the name of its reviewer"),
            ("corrected", {}, "nothing is corrected"),
            ("corrected", {"changes": {"colour": "red"}}, "no field 'colour'.*allowed: metric"),
            ("corrected", {"changes": {"figure_id": "x"}}, "no field 'figure_id'"),
            ("corrected", {"changes": {"scope": "moon"}}, "scope is 'moon'; allowed: cecot"),
            ("corrected", {"changes": {"value": "many"}}, "value is 'many'; allowed: a number"),
            ("corrected", {"changes": {"high": 3.0}}, "high is 3.0; allowed: 40000"),
            ("corrected", {"changes": {"surface": "4"}}, "surface is '4', but the text reads"),
            ("corrected", {"changes": {"start": 9999}}, "no words there"),
            ("accepted", {"reviewer": "half \ud83d"}, "surrogates not allowed"),
        ],
    )
    def test_what_cannot_be_is_refused_and_nothing_written(
        self, decide: Decide, data: Path, decision: str, rest: dict[str, Any], reason: str
    ) -> None:
        with pytest.raises(ca.DataError, match=reason):
            decide("capacity", decision, **rest)
        assert not (data / "reviews.csv").exists()


class TestStale:
    def test_another_text(self, decide: Decide, data: Path) -> None:
        decide("capacity", "corrected", changes={"scope": "unclear"})
        file = data / "articles" / "one.txt"
        file.write_bytes(file.read_bytes() + b"Updated.\n")
        assert state("capacity")["scope"] == figure("capacity")["scope"]
        [words] = stale()
        assert "by Ana" in words
        assert "text has changed" in words

    def test_an_article_that_is_gone(self, decide: Decide, data: Path) -> None:
        decide("arrests", "accepted")
        (data / "articles" / "two.txt").unlink()
        [words] = stale()
        assert "the article is not here" in words

    def test_a_figure_that_is_read_otherwise_now(self, decide: Decide) -> None:
        one = figure("capacity")
        seen = one.copy()
        seen["scope"] = "national"
        record(seen, ca.load_articles().loc["one"], "accepted", "Ana")
        assert state("capacity")["review"] == "proposed"
        [words] = stale()
        assert "scope was 'national' when it was decided, and is 'cecot' now" in words

    def test_a_figure_that_is_no_longer_found(self, decide: Decide) -> None:
        seen = figure("capacity")
        seen["figure_id"] = "one-0-1-capacity"
        record(seen, ca.load_articles().loc["one"], "accepted", "Ana")
        [words] = stale()
        assert "no longer found" in words

    def test_an_outcome_that_contradicts_the_text(self, decide: Decide, data: Path) -> None:
        decide("capacity", "corrected", changes={"note": "planned"})
        file = data / "reviews.csv"
        changed = file.read_text().replace('{""note"": ""planned""}', '{""surface"": ""planned""}')
        file.write_text(changed)
        [words] = stale()
        assert "but the text reads '40,000'" in words
        assert state("capacity")["review"] == "proposed"

    def test_an_added_figure_that_the_rules_find_by_now(self, data: Path) -> None:
        one, article = figure("capacity"), ca.load_articles().loc["one"]
        record(one, article, "added", "Ana")
        assert state("capacity")["review"] == "accepted"
        other = one.copy()
        other["scope"] = "national"
        record(other, article, "added", "Ben")
        assert state("capacity")["review"] == "accepted"
        [words] = stale()
        assert "by Ben" in words
        assert "found without help now, with another scope" in words

    def test_a_new_decision_settles_an_old_stale_one(self, decide: Decide, data: Path) -> None:
        decide("capacity", "accepted")
        file = data / "articles" / "one.txt"
        file.write_bytes(file.read_bytes() + b"Updated.\n")
        assert len(stale()) == 1
        decide("capacity", "accepted")
        assert not stale()
        assert state("capacity")["review"] == "accepted"


class TestTwoReviewers:
    @pytest.mark.parametrize(
        ("one", "other", "outcome"),
        [
            ({"decision": "accepted"}, {"decision": "accepted"}, "accepted"),
            ({"decision": "accepted"}, {"decision": "rejected", "reason": "no"}, "disputed"),
            (
                {"decision": "accepted"},
                {"decision": "corrected", "changes": {"scope": "unclear"}},
                "disputed",
            ),
            (
                {"decision": "corrected", "changes": {"scope": "unclear"}},
                {"decision": "corrected", "changes": {"scope": "unclear"}},
                "corrected",
            ),
            (
                {"decision": "corrected", "changes": {"scope": "other"}},
                {"decision": "corrected", "changes": {"scope": "unclear"}},
                "disputed",
            ),
            (
                {"decision": "rejected", "reason": "a plan"},
                {"decision": "rejected", "reason": "no"},
                "rejected",
            ),
        ],
    )
    def test_they_agree_or_it_is_disputed(
        self, decide: Decide, one: dict[str, Any], other: dict[str, Any], outcome: str
    ) -> None:
        decide("capacity", **one)
        decide("capacity", reviewer="Ben", **other)
        after = state("capacity")
        assert after["review"] == outcome
        if outcome == "disputed":
            assert after["scope"] == figure("capacity")["scope"]  # nobody's correction is applied

    def test_a_dispute_ends_when_one_gives_way(self, decide: Decide) -> None:
        decide("capacity", "accepted")
        decide("capacity", "rejected", reviewer="Ben", reason="no")
        decide("capacity", "accepted", reviewer="BEN")
        assert state("capacity")["review"] == "accepted"

    def test_one_accepts_what_the_other_corrected(self, decide: Decide) -> None:
        decide("capacity", "corrected", changes={"scope": "unclear"})
        record(state("capacity"), ca.load_articles().loc["one"], "accepted", "Ben")
        assert not stale()
        assert state("capacity")[["review", "scope"]].tolist() == ["corrected", "unclear"]

    def test_one_rejects_what_the_other_added(self, data: Path) -> None:
        added = add()
        row = ca.load_figures().set_index("figure_id", drop=False).loc[added]
        record(row, ca.load_articles().loc["one"], "rejected", "Ben", reason="towers")
        figures = ca.load_figures().set_index("figure_id")
        assert figures.at[added, "review"] == "disputed"


class TestAgreement:
    @pytest.mark.parametrize(
        ("table", "expected"),
        [
            ([[20, 5], [10, 15]], 0.4),  # Cohen's kappa as text books work it out by hand
            ([[45, 15], [25, 15]], 6 / 46),
            ([[25, 35], [5, 35]], 14 / 54),
            ([[88, 14, 18], [10, 40, 10], [2, 6, 12]], 0.29 / 0.59),
            ([[10, 0], [0, 10]], 1.0),
            ([[0, 10], [10, 0]], -1.0),
        ],
    )
    def test_kappa_of_known_tables(self, table: list[list[int]], expected: float) -> None:
        pairs = [
            (row, column)
            for row, counts in enumerate(table)
            for column, count in enumerate(counts)
            for _ in range(count)
        ]
        one, other = zip(*pairs, strict=True)
        assert kappa(one, other) == pytest.approx(expected, abs=1e-9)

    @pytest.mark.parametrize(
        ("one", "other", "expected"),
        [
            (
                "bbabcbbbbbcacabaacbcccabacacbbcabbbccacb",
                "bbaaccccbacaaacaacbaccabacacbbcabbcccaac",
                0.595959595959596,
            ),
            (
                "acababbbcbaababbcacbbcacabaaaccabcabcaca",
                "bcababcbcaccbaabcccbbbbccaaacbcabcabcaaa",
                0.47614593077642653,
            ),
            (
                "accabcbccacabbcaacbccbbcaacacbcacaacabab",
                "abbabaaccacbbbcaacacabccaccacbcbaaacabab",
                0.5841209829867675,
            ),
        ],
    )
    def test_kappa_is_that_of_another_program(self, one: str, other: str, expected: float) -> None:
        # expected: cohen_kappa_score of scikit-learn 1.9.1, too heavy to be installed for this
        assert kappa(one, other) == pytest.approx(expected, abs=1e-12)

    def test_kappa_is_missing_where_it_is_not_defined(self) -> None:
        assert math.isnan(kappa([], []))
        assert math.isnan(kappa(["a", "a"], ["a", "a"]))

    def test_by_field(self, decide: Decide) -> None:
        for metric in ("population", "capacity", "arrests"):
            decide(metric, "accepted")
        decide("deaths_in_custody", "rejected", reason="no")
        decide("population", "accepted", reviewer="Ben")
        decide("capacity", "corrected", reviewer="Ben", changes={"scope": "unclear"})
        decide("deaths_in_custody", "rejected", reviewer="Ben", reason="none")
        table = ca.agreement().set_index("field")
        assert set(table["reviewer"]) == {"Ana"}
        assert set(table["other"]) == {"Ben"}
        assert table.loc["figure", ["figures", "agreed", "kappa"]].tolist() == [3, 1, 1]
        assert table.loc["metric", ["figures", "agreed", "kappa"]].tolist() == [2, 1, 1]
        assert table.loc["scope", ["figures", "agreed"]].tolist() == [2, 0.5]

    def test_one_reviewer_agrees_with_nobody(self, decide: Decide) -> None:
        decide("population", "accepted")
        assert ca.agreement().empty


class TestQuality:
    def test_precision_and_recall_of_what_was_decided(self, decide: Decide) -> None:
        decide("population", "accepted")
        decide("capacity", "corrected", changes={"value": 39_000.0, "high": 39_000.0})
        decide("arrests", "rejected", reason="no")
        add(metric="capacity")
        table = ca.quality()
        counts = ["expected", "found", "correct"]
        assert table.loc["population", counts].tolist() == [1, 1, 1]
        assert table.loc["capacity", counts].tolist() == [2, 1, 0]
        assert table.loc["arrests", counts].tolist() == [0, 1, 0]
        assert table.loc["deaths_in_custody", counts].tolist() == [0, 0, 0]
        assert table.loc["all", ["precision", "recall"]].tolist() == [1 / 3, 1 / 3]
        assert set(ca.misses()["outcome"]) == {"extra", "missed", "wrong value"}

    def test_what_is_disputed_counts_on_neither_side(self, decide: Decide) -> None:
        decide("population", "accepted")
        decide("population", "rejected", reviewer="Ben", reason="no")
        decide("capacity", "accepted")
        assert ca.quality("reviews").loc["all", ["expected", "found", "correct"]].tolist() == [
            1,
            1,
            1,
        ]

    def test_without_a_decision_nothing_is_made_up(self, data: Path) -> None:
        table = ca.quality("reviews")
        assert table["found"].sum() == 0
        assert table[["precision", "recall"]].isna().all(axis=None)


WRITER = """
import sys, cecot_analysis as ca
from cecot_analysis.reviews import record
articles = ca.load_articles()
figure = ca.extract_figures(articles).iloc[0]
print("ready", flush=True); sys.stdin.readline()
for at in range(int(sys.argv[2])):
    record(figure, articles.loc[figure["article_id"]], "accepted", sys.argv[1], reason=str(at))
    print(at, flush=True)
"""


def writer(name: str, count: int) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, name, str(count)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ.copy(),
    )
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def start(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.write("go\n")
    process.stdin.flush()


class TestFile:
    def test_two_processes_at_once_lose_nothing(self, data: Path) -> None:
        processes = [writer(name, 20) for name in ("Ana", "Ben")]
        for one in processes:
            start(one)
        for one in processes:
            one.communicate(timeout=60)
        rows = load_reviews()
        for name in ("Ana", "Ben"):
            assert rows.loc[rows["reviewer"] == name, "reason"].tolist() == list(
                map(str, range(20))
            )

    def test_a_killed_process_loses_at_most_the_decision_in_hand(
        self, data: Path, decide: Decide
    ) -> None:
        process = writer("Ana", 100_000)
        start(process)
        assert process.stdout
        for _ in range(5):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        told = 5 + len(process.stdout.readlines())
        process.wait(timeout=30)
        kept = load_reviews()["reason"].tolist()
        assert kept == list(map(str, range(len(kept))))
        assert len(kept) in (told, told + 1)
        decide("capacity", "accepted", reviewer="Ben")  # the lock died with its holder
        assert len(load_reviews()) == len(kept) + 1

    def test_a_lock_that_is_held_is_named(
        self, decide: Decide, data: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(reviews, "PATIENCE", 0.1)
        with (
            reviews.FileLock(f"{data / 'reviews.csv'}.lock"),
            pytest.raises(ca.DataError, match=r"reviews\.csv\.lock.*nothing was written"),
        ):
            decide("capacity", "accepted")

    @pytest.mark.parametrize(
        ("broken", "reason"),
        [
            (("accepted", "agreed"), "row 2: decision 'agreed'; allowed: accepted"),
            (('"{""metric', '"{metric'), "row 2: before is no JSON"),
            (("""{""metric""", """{""colour"""), "row 2: before .*columns of the figures table"),
            ((",125,", ",about,"), "row 2: start 'about'; expected a count"),
            (("Ana", ""), "row 2: no reviewer"),
            (("reviewer,", "who,"), "columns are"),
        ],
    )
    def test_a_broken_row_is_named(
        self, decide: Decide, data: Path, broken: tuple[str, str], reason: str
    ) -> None:
        decide("capacity", "accepted")
        file = data / "reviews.csv"
        changed = file.read_text("utf-8").replace(*broken, 1)
        assert changed != file.read_text("utf-8")
        file.write_text(changed, "utf-8")
        with pytest.raises(ca.DataError, match=rf"reviews\.csv: {reason}"):
            ca.load_figures()

    def test_a_foreign_file_is_left_alone(self, decide: Decide, data: Path) -> None:
        (data / "reviews.csv").write_text("notes of mine\n")
        with pytest.raises(ca.DataError, match="its first line is 'notes of mine'"):
            decide("capacity", "accepted")
        assert (data / "reviews.csv").read_text() == "notes of mine\n"

    def test_a_file_without_its_last_line_end_goes_on(self, decide: Decide, data: Path) -> None:
        decide("capacity", "accepted")
        file = data / "reviews.csv"
        file.write_bytes(file.read_bytes().rstrip(b"\n"))
        decide("population", "accepted")
        assert len(load_reviews()) == 2

    def test_articles_with_a_text_only(self, tmp_path: Path, data: Path) -> None:
        articles = pd.DataFrame({"text": list(reviewing.TEXTS.values())})
        figures = ca.extract_figures(articles)
        for _, one in figures.iterrows():
            record(one, articles.loc[one["article_id"]], "accepted", "Ana")
        after = reviews.overlay(figures, articles, load_reviews())
        assert set(after["review"]) == {"accepted"}
        assert after["article_id"].tolist() == figures["article_id"].tolist()


class TestCommand:
    def test_export_gives_every_decision(
        self, decide: Decide, data: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        decide("capacity", "accepted")
        decide("population", "rejected", reason="a guess")
        assert cli.main(["review", "--export"]) == 0
        assert capsys.readouterr().out == (data / "reviews.csv").read_text("utf-8")
        assert cli.main(["review", "--export", "--output", str(tmp_path / "all.csv")]) == 0
        assert pd.read_csv(tmp_path / "all.csv")["decision"].tolist() == ["accepted", "rejected"]

    def test_formulas_are_taken_out_as_words(
        self, decide: Decide, capsys: pytest.CaptureFixture[str]
    ) -> None:
        decide("capacity", "rejected", reviewer="=cmd()", reason="+1")
        assert cli.main(["review", "--export"]) == 0
        said = capsys.readouterr().out
        assert ",'=cmd()," in said
        assert said.endswith(",'+1\n")
        assert load_reviews()["reviewer"].tolist() == ["=cmd()"]

    def test_what_is_stale_is_said(
        self, decide: Decide, data: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        decide("capacity", "accepted")
        (data / "articles" / "one.txt").write_text("CECOT is a prison in El Salvador.\n")
        assert cli.main(["review"]) == 0
        assert "text has changed" in capsys.readouterr().err
