"""The reviewer and the reader without a browser: what a message does, and what is shown."""

from __future__ import annotations

import json
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import reviewing

import cecot_analysis as ca
from cecot_analysis import draft, intake, reading
from cecot_analysis.reader import Reader
from cecot_analysis.reviewer import Reviewer
from cecot_analysis.reviews import load_reviews, record

HOSTILE = (
    "CECOT in El Salvador <script>alert(1)</script> held 12,000 inmates </mark><img src=x "
    'onerror="alert(2)"> \u202e and\x00 was built for up to 40,000 inmates.\r\n'
)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = reviewing.corpus(tmp_path)
    monkeypatch.setenv("CECOT_DATA", str(folder))
    return folder


@pytest.fixture
def articles() -> pd.DataFrame:
    return ca.load_articles()


@pytest.fixture
def view(articles: pd.DataFrame) -> Reviewer:
    return ca.review(articles, "Ana")


def send(view: Any, act: str, **rest: Any) -> None:
    """What the browser sends when a person does something."""
    view._on_message({"act": act, "figure": view.content.get("figure"), "fields": {}} | rest)


def place(articles: pd.DataFrame, words: str, label: str = "one") -> dict[str, int]:
    start = articles.at[label, "text"].index(words)
    return {"start": start, "end": start + len(words)}


def field(view: Reviewer, name: str) -> dict[str, Any]:
    return next(one for one in view.content["fields"] if one["name"] == name)


class TestReviewer:
    def test_every_decision_is_kept_before_the_next_figure(self, view: Reviewer) -> None:
        order = [one["figure"] for one in view.content["queue"]]
        send(view, "accept")
        assert view.selected == order[1]
        assert load_reviews()["decision"].tolist() == ["accepted"]
        send(view, "reject", reason="a plan")
        assert view.progress == "2 of 4 reviewed"
        assert ca.load_figures()["review"].tolist() == ["accepted", "rejected"] + ["proposed"] * 2

    def test_a_name_given_late_takes_nothing_that_was_typed(
        self, articles: pd.DataFrame, view: Reviewer
    ) -> None:
        send(view, "accept")
        late = ca.review(articles)
        form = late.content["form"]
        send(late, "name", name="Ben", fields={"value": "7"})
        assert late.content["form"] == form
        assert field(late, "value")["value"] == "7"
        send(late, "reset")
        assert late.content["form"] > form
        assert field(late, "value")["value"] != "7"

    def test_the_whole_round(self, view: Reviewer) -> None:
        while view._desk.done() < 4:
            send(view, "accept")
        assert view.progress == "4 of 4 reviewed"
        assert set(view.frame["review"]) == {"accepted"}
        assert ca.quality("reviews").loc["all", "precision"] == 1

    def test_next_and_previous_go_around(self, view: Reviewer) -> None:
        first = view.selected
        send(view, "previous")
        assert view.selected == view._desk.order[-1]
        assert view.content["article"] == 1
        send(view, "next")
        assert view.selected == first

    def test_corrected_fields(self, view: Reviewer) -> None:
        send(view, "save", fields={"comparator": "more_than", "value": "14,000", "as_of": "2024"})
        after = view.frame.iloc[0]
        assert after[["comparator", "value", "low"]].tolist() == ["more_than", 14000, 14000]
        assert pd.isna(after["high"])
        assert after[["as_of", "as_of_precision", "review"]].tolist() == [
            "2024",
            "year",
            "corrected",
        ]
        stored = json.loads(load_reviews().at[0, "after"])
        assert set(stored) == {
            "comparator", "value", "low", "high", "as_of", "as_of_precision",
        }  # fmt: skip

    def test_a_claimant_taken_away(self, view: Reviewer) -> None:
        send(view, "save", fields={"attribution": ""})
        after = view.frame.iloc[0]
        assert pd.isna(after["attribution"])
        assert after[["claimant_kind", "attribution_basis"]].tolist() == ["none", "none"]

    def test_a_range(self, view: Reviewer) -> None:
        send(view, "save", fields={"comparator": "range", "low": "12000", "high": "14500"})
        after = view.frame.iloc[0]
        assert pd.isna(after["value"])
        assert after[["low", "high"]].tolist() == [12000, 14500]

    def test_the_number_chosen_in_the_text(self, view: Reviewer, articles: pd.DataFrame) -> None:
        send(view, "next")
        send(view, "place", **place(articles, "up to 40,000 "))
        assert view.content["picked"] == "up to 40,000"
        assert field(view, "comparator")["value"] == "at_most"
        send(view, "save", fields={})
        after = view.frame.iloc[1]
        assert after["surface"] == "up to 40,000"
        assert articles.at["one", "text"][after["start"] : after["end"]] == after["surface"]
        assert after["review"] == "corrected"

    def test_a_missed_figure(self, view: Reviewer, articles: pd.DataFrame) -> None:
        send(view, "add", **place(articles, reviewing.MISSED))
        assert view.content["mode"] == "new"
        assert field(view, "value")["value"] == "7"
        send(view, "save", fields={})
        assert "metric: not chosen" in view.content["error"]
        send(view, "save", fields={"metric": "population", "scope": "cecot"})
        assert view.content["error"] == ""
        after = view.frame.set_index("figure_id").loc[view.selected]
        assert after[["value", "review", "measure"]].tolist() == [7, "added", "stock"]
        assert after["quote"].startswith("Seven towers 😀")

    def test_what_is_typed_outlives_a_look_elsewhere(self, view: Reviewer) -> None:
        send(view, "next", fields={"scope": "unclear"})
        send(view, "previous")
        assert field(view, "scope")["value"] == "unclear"
        send(view, "accept", fields={"scope": "unclear"})
        assert "save the correction" in view.content["error"]
        send(view, "reset", fields={"scope": "unclear"})
        assert field(view, "scope")["value"] == field(view, "scope")["held"]
        assert load_reviews().empty

    @pytest.mark.parametrize(
        ("act", "rest", "reason"),
        [
            ("reject", {"reason": " "}, "a rejection needs a reason"),
            ("save", {"fields": {}}, "nothing is changed"),
            ("save", {"fields": {"value": "many"}}, "'many' is no number"),
            ("save", {"fields": {"scope": "moon"}}, "allowed: cecot"),
            ("save", {"fields": {"as_of": "May"}}, "a date that exists"),
            ("save", {"fields": {"review": "accepted"}}, "no field 'review'"),
            ("place", {"start": 0, "end": 0}, "no words there"),
            ("undo", {}, "nothing to undo"),
            ("accept", {"figure": "one-0-1-capacity"}, "was taken back"),
        ],
    )
    def test_what_cannot_be_is_said_and_not_written(
        self, view: Reviewer, act: str, rest: dict[str, Any], reason: str
    ) -> None:
        send(view, act, **rest)
        assert reason in view.content["error"]
        assert tempfile.gettempdir() not in view.content["error"].replace(str(data), "")
        assert load_reviews().empty

    def test_nobody_decides_namelessly(self, articles: pd.DataFrame) -> None:
        view = ca.review(articles)
        send(view, "accept")
        assert "say who you are" in view.content["error"]
        send(view, "name", name="  Ben  ")
        send(view, "accept")
        assert load_reviews()["reviewer"].tolist() == ["Ben"]

    def test_undo_across_kernels(self, view: Reviewer, articles: pd.DataFrame) -> None:
        send(view, "accept")
        send(view, "reject", reason="a plan")
        later = ca.review(articles, "Ana")
        assert later.progress == "2 of 4 reviewed"
        send(later, "undo")
        assert later.progress == "1 of 4 reviewed"
        assert later.selected == later._desk.order[1]
        send(later, "undo")
        assert later.progress == "0 of 4 reviewed"
        assert set(later.frame["review"]) == {"proposed"}
        assert len(later.reviews) == 4

    def test_two_pages_see_each_other(self, view: Reviewer, articles: pd.DataFrame) -> None:
        other = ca.review(articles, "Ana")
        send(view, "accept")
        send(other, "next")
        assert other.progress == "1 of 4 reviewed"
        send(other, "choose", to=other._desk.order[3])
        send(other, "accept")
        send(view, "next")
        assert view.progress == "2 of 4 reviewed"

    def test_nothing_is_undone_that_the_page_does_not_show(
        self, view: Reviewer, articles: pd.DataFrame
    ) -> None:
        send(view, "accept")
        other = ca.review(articles, "Ana")
        send(other, "reject", reason="a plan")
        send(view, "undo", seen=view.content["seen"])
        assert "another page: Undo takes back: rejected" in view.content["error"]
        assert view.content["undo"].startswith("takes back: rejected")
        assert len(load_reviews()) == 2
        send(view, "undo", seen=view.content["seen"])
        assert load_reviews()["decision"].tolist() == ["accepted", "rejected", "withdrawn"]
        assert view.selected == other._desk.order[1]
        # What somebody else decides meanwhile is nothing to this reviewer's own.
        ben = ca.review(articles, "Ben")
        send(ben, "reject", reason="no")
        send(view, "undo", seen=view.content["seen"])
        assert view.content["error"] == ""
        assert load_reviews()["reviewer"].tolist()[-2:] == ["Ben", "Ana"]

    def test_no_decision_of_another_page_is_overruled_unseen(
        self, view: Reviewer, articles: pd.DataFrame
    ) -> None:
        figure = view.selected
        other = ca.review(articles, "Ana")
        send(other, "save", fields={"value": "15,000", "scope": "unclear"})
        form = view.content["form"]
        typed = {"as_of": "2024-09"}
        send(view, "save", fields=typed, seen=view.content["seen"])
        assert "another page" in view.content["error"]
        assert (view.selected, view.content["form"] > form) == (figure, True)
        assert field(view, "value")["value"] == field(view, "value")["held"] == "15000"
        assert field(view, "as_of")["value"] == "2024-09"  # typed here, and kept
        send(view, "save", fields=typed, seen=view.content["seen"])
        row = view.frame.iloc[0]
        assert row[["value", "scope", "as_of"]].tolist() == [15_000, "unclear", "2024-09"]

    def test_a_figure_decided_before_the_name_was_known(
        self, view: Reviewer, articles: pd.DataFrame
    ) -> None:
        send(view, "reject", reason="a plan")
        late = ca.review(articles)
        seen, figure = late.content["seen"], late.selected
        send(late, "name", name="Ana", seen=seen)
        send(late, "accept", figure=figure, seen=seen)  # clicked before the page was drawn anew
        assert "another page" in late.content["error"]
        assert load_reviews()["decision"].tolist() == ["rejected"]

    def test_reviewers_judge_apart_and_then_see_the_dispute(
        self, view: Reviewer, articles: pd.DataFrame
    ) -> None:
        send(view, "save", fields={"scope": "unclear"})
        other = ca.review(articles, "Ben")
        assert field(other, "scope")["value"] != "unclear"
        assert "Ana" not in str(other.content)
        send(other, "accept")
        send(other, "previous")
        assert other.content["state"] == "disputed"
        assert "Ana: corrected." in other.content["remarks"]
        assert other.frame.iloc[0]["review"] == "disputed"

    def test_a_text_that_was_edited_is_another_whatever_its_passport_says(
        self, view: Reviewer, articles: pd.DataFrame
    ) -> None:
        send(view, "accept")
        edited = articles.copy()
        edited.loc["one", "text"] += "Corrected later."
        assert edited.at["one", "sha256"] == articles.at["one", "sha256"]
        later = ca.review(edited, "Ana")
        assert "text has changed" in later.content["stale"][0]["words"]
        assert later.progress == "0 of 4 reviewed"
        send(later, "accept")
        assert later.progress == "1 of 4 reviewed"
        assert load_reviews()["article_sha256"].nunique() == 2
        figure = later.frame.iloc[0]
        told = ca.citation(figure, edited.loc["one"])
        assert load_reviews()["article_sha256"].iloc[-1] in told

    def test_stale_decisions_are_listed_and_can_be_taken_back(
        self, view: Reviewer, data: Path
    ) -> None:
        send(view, "accept")
        file = data / "articles" / "one.txt"
        file.write_bytes(file.read_bytes() + b"Updated.\n")
        later = ca.review(ca.load_articles(), "Ana")
        assert later.progress == "0 of 4 reviewed"
        [stale] = later.content["stale"]
        assert "text has changed" in stale["words"]
        assert stale["own"]
        send(later, "withdraw", place=0)
        assert later.content["stale"] == []

    def test_an_article_without_figures(self) -> None:
        articles = pd.DataFrame({"text": ["CECOT is a prison in El Salvador. It has six towers."]})
        view = ca.review(articles, "Ana")
        assert view.content["mode"] == "none"
        send(view, "add", start=41, end=44)
        send(view, "save", fields={"metric": "capacity"})
        assert view.frame["surface"].tolist() == ["six"]
        assert view.progress == "1 of 1 reviewed"

    def test_hostile_words_stay_words(self, data: Path) -> None:
        articles = pd.DataFrame({"text": [HOSTILE.replace("\r\n", "\n")]})
        view = ca.review(articles, "<b>Ana</b>")
        assert len(view.content["text"]) == len(articles.at[0, "text"])
        assert "\x00" not in view.content["text"]
        for _ in view.content["queue"]:
            send(view, "accept")
        saved = view._repr_mimebundle_()["text/html"]
        assert "<script" not in saved
        assert "<img" not in saved

    def test_from_python(self, view: Reviewer, articles: pd.DataFrame) -> None:
        view.accept()
        view.correct(scope="unclear", reason="not said")
        view.reject("another country")
        spot = place(articles, reviewing.MISSED)
        added = view.add("one", **spot, metric="population")
        assert view.selected == added
        view.undo()
        assert added not in set(view.frame["figure_id"])
        assert view.progress == "3 of 4 reviewed"
        assert repr(view) == "Reviewer: 3 of 4 reviewed"
        with pytest.raises(ca.DataError, match="no figure 'x'"):
            view.selected = "x"

    def test_a_file_of_ones_own(self, articles: pd.DataFrame, data: Path, tmp_path: Path) -> None:
        view = ca.review(articles, "Ana", tmp_path / "mine.csv")
        view.accept()
        assert not (data / "reviews.csv").exists()
        assert len(load_reviews(tmp_path / "mine.csv")) == 1


class TestDraft:
    @pytest.mark.parametrize(
        ("text", "words", "expected"),
        [
            ("It held about 15,000 men.", "15,000", {"value": 15_000, "comparator": "approx"}),
            ("😀 It held 15,000 men.", "15,000", {"value": 15_000, "comparator": "exact"}),
            ("It paid $6 million.", "$6 million", {"value": 6_000_000, "unit": "USD"}),
            ("It has no roof.", "roof", {"value": None, "unit": None}),
        ],
    )
    def test_a_number_is_read_from_its_words(
        self, text: str, words: str, expected: dict[str, Any]
    ) -> None:
        start = text.index(words)
        read = draft.number(text, start, start + len(words), "en")
        assert {name: read[name] for name in expected} == expected

    def test_white_space_around_a_selection_is_left_out(self) -> None:
        assert draft.span("a  12 men", 1, 6) == (3, 5)


class TestReader:
    def test_figures_stand_in_the_text(self) -> None:
        view = ca.read("")
        assert view.content["empty"] == "No text yet."
        text = reviewing.TEXTS["one"]
        send(view, "read", text=text, given={})
        assert view.figures["surface"].tolist() == ["14,500", "40,000"]
        numbers = [one for one in view.content["layers"] if one["class"] == "ca-number"]
        assert [text[one["start"] : one["end"]] for one in numbers] == ["14,500", "40,000"]
        assert view.content["status"] == "2 figures"

    def test_added_byte_for_byte_with_its_passport(self, data: Path) -> None:
        text = HOSTILE.replace("\x00", "")
        view = ca.read(text)
        given = {"publisher": "The <b>Paper</b>", "published": "2025-03-17", "name": "new_one"}
        send(view, "add", text=None, given=given)
        assert view.content["error"] == ""
        assert "new_one.txt" in view.content["note"]
        assert (data / "articles" / "new_one.txt").read_bytes() == text.encode()
        article = ca.load_articles().loc["new_one"]
        assert article["publisher"] == "The <b>Paper</b>"
        assert article["published"] == pd.Timestamp("2025-03-17")
        assert article["published_basis"] == "given"
        assert "new_one" in set(ca.load_figures()["article_id"])

    def test_added_once(self, data: Path) -> None:
        view = ca.read("El Salvador holds 99 men in CECOT.")
        assert len(view.add()) == 2
        assert view.add() == []
        with pytest.raises(ca.DataError, match="in the corpus already, as"):
            view.add(name="twin")
        assert len(list((data / "articles").glob("*.txt"))) == 3

    @pytest.mark.parametrize(
        ("text", "given", "reason"),
        [
            ("", {}, "no text to add"),
            ("One.", {"name": "../one"}, "cannot name a file"),
            ("One.", {"name": "one"}, "another text has this name"),
            ("One.", {"published": "soon"}, "is no date"),
            ("One.", {"language": "fr"}, "allowed: en, es"),
            ("<html>One.", {"name": "one"}, "one.txt: a web page"),
            ("One\x00.", {}, "binary data"),
            ("One \ud83d.", {}, "half a character at 4"),
        ],
    )
    def test_what_cannot_be_added_is_said(
        self, data: Path, text: str, given: dict[str, str], reason: str
    ) -> None:
        before = sorted(data.rglob("*"))
        view = ca.read("")
        send(view, "add", text=text, given=given)
        assert reason in view.content["error"]
        assert sorted(data.rglob("*")) == before

    def test_a_file(self, data: Path) -> None:
        view = ca.read(data / "articles" / "one.txt")
        assert isinstance(view, Reader)
        assert view.text == reviewing.TEXTS["one"]
        assert "one" in str(view.add()) or view.add() == []
        with pytest.raises(ca.DataError, match="expected words, found int"):
            ca.read(7)

    def test_a_text_that_is_refused_leaves_the_one_before(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        view = ca.read("El Salvador holds 99 men in CECOT.")
        before = view.content["loaded"]
        monkeypatch.setattr(reading, "_LARGEST", 40)
        send(view, "load", text="9" * 41, given={})
        assert "41 characters" in view.content["error"]
        with pytest.raises(ca.DataError, match="41 characters"):
            view.text = "9" * 41
        send(view, "read", text="El Salvador holds 98 men in CECOT.", given={})
        assert view.content["loaded"] == before  # the box keeps what is typed meanwhile
        assert view.figures["surface"].tolist() == ["98"]

    def test_its_header_is_read_and_what_is_given_goes_before(self) -> None:
        view = ca.read(reviewing.TEXTS["two"])
        view._given = {"title": "Mine", "published": "2025-02-04"}
        assert view.passport["title"] == "Mine"
        assert view.passport["published"] == "2025-02-04"
        assert view.passport["sha256"] == ca.load_articles().at["two", "sha256"]


def test_added_articles_are_those_of_the_command_line(data: Path, tmp_path: Path) -> None:
    text = "CECOT, in El Salvador, held 12,000 inmates.\n"
    file = tmp_path / "by_hand.txt"
    file.write_text(text)
    intake.add(file, publisher="The Paper")
    by_hand = (data / "articles" / "by_hand.yml").read_bytes()
    (data / "articles" / "by_hand.txt").unlink()
    (data / "articles" / "by_hand.yml").unlink()
    ca.read(text).add(publisher="The Paper", name="by_hand")
    assert (data / "articles" / "by_hand.yml").read_bytes() == by_hand


def test_a_record_by_hand_shows_in_the_widget(articles: pd.DataFrame) -> None:
    figure = ca.extract_figures(articles).iloc[0]
    record(figure, articles.loc["one"], "accepted", "Ana")
    assert ca.review(articles, "Ana").progress == "1 of 4 reviewed"


def test_a_click_beside_a_running_cell_waits_for_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """As JupyterLab has it: messages of the page in a thread of their own, cells in another."""
    extract = reading.extract_figures

    def slowly(articles: pd.DataFrame) -> pd.DataFrame:
        time.sleep(0.005)  # whoever does not wait comes in between
        return extract(articles)

    monkeypatch.setattr(reading, "extract_figures", slowly)
    view, seen = ca.read(""), []
    view.observe(lambda change: seen.append(change["new"]), "content")
    texts = [f"El Salvador held {number},000 men in CECOT." for number in range(10, 30)]

    def clicked() -> None:
        for text in texts:
            view._handle_custom_msg({"act": "read", "text": text, "given": {}}, [])

    thread = threading.Thread(target=clicked)
    thread.start()
    for text in reversed(texts):
        view.text = text
    thread.join(timeout=60)
    assert not thread.is_alive()
    assert len(seen) >= len(texts)
    for shown in seen:
        [row] = shown["rows"]
        assert row["cells"][0].split()[0] in shown["text"]
