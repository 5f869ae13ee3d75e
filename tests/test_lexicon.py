"""Every entry of the vocabularies is run on its own example."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import cecot_analysis as ca
from cecot_analysis import (
    carrying,
    claimants,
    cues,
    fields,
    frames,
    headers,
    languages,
    lexicon,
    metrics,
    numerals,
    prompts,
    sections,
    sentences,
    signs,
    uncounted,
    wording,
)
from cecot_analysis.figures import figures_of
from cecot_analysis.schema import CLAIMANT_KINDS, LANGUAGES, DataError

RUN: set[tuple[int, str]] = set()  # every entry, by identity, whose example in a language is run


def examples_of(entry: dict[str, Any]) -> dict[str, str]:
    """The examples of one entry by language, noted as run."""
    examples: dict[str, str] = entry["example"]
    RUN.update((id(entry), language) for language in examples)
    return examples


def examples(name: str, *path: str) -> list[Any]:
    content = lexicon.read(name)
    for key in path:
        content = content[key]
    names = ("rule", "unit", "kind", "comparator")
    return [
        pytest.param(
            entry, language, id=f"{next(entry[n] for n in names if n in entry)}-{language}"
        )
        for entry in content
        for language in examples_of(entry)
    ]


@pytest.mark.parametrize(("entry", "language"), examples("metrics"))
def test_a_metric_is_found_in_its_example(entry: dict[str, Any], language: str) -> None:
    text = entry["example"][language]
    found = [row["metric"] for row in figures_of("x", text, language)]
    assert found == ([] if entry["metric"] == lexicon.OTHER else [entry["metric"]])
    number = numerals.find(text, language)[-1]
    heard = metrics.fitting(cues.find("metrics", text, language), number)
    assert entry["rule"] in [cue.entry["rule"] for cue in heard]


@pytest.mark.parametrize(("entry", "language"), examples("scopes"))
def test_a_scope_is_found_in_its_example(entry: dict[str, Any], language: str) -> None:
    rows = figures_of("x", entry["example"][language], language)
    assert [row["scope"] for row in rows] == [entry["scope"]]


@pytest.mark.parametrize(("entry", "language"), examples("increments"))
def test_a_batch_is_found_in_its_example(entry: dict[str, Any], language: str) -> None:
    text = entry["example"][language]
    assert [row["measure"] for row in figures_of("x", text, language)] == ["increment"]


@pytest.mark.parametrize(
    ("entry", "language"),
    [
        *examples("comparators", "before"),
        *examples("comparators", "after"),
        *examples("comparators", "signs"),
    ],
)
def test_a_comparator_is_found_in_its_example(entry: dict[str, Any], language: str) -> None:
    numbers = numerals.find(entry["example"][language], language)
    assert [number.comparator for number in numbers] == [entry["comparator"]]


@pytest.mark.parametrize(
    ("entry", "language"), [*examples("numerals", "units"), *examples("numerals", "currencies")]
)
def test_a_unit_is_found_in_its_example(entry: dict[str, Any], language: str) -> None:
    numbers = numerals.find(entry["example"][language], language)
    assert [number.unit for number in numbers] == [entry["unit"]]


def vocabulary(name: str, field: str = "gives") -> list[Any]:
    """Every entry of a file whose examples tell what they give: a text, its language, what."""
    return [
        pytest.param(
            text,
            language,
            entry[field][language] if isinstance(entry[field], dict) else entry[field],
            id=f"{key}-{language}",
        )
        for key, entry in lexicon.read(name).items()
        if field in entry
        for language, text in examples_of(entry).items()
    ]


WEDNESDAY = "2025-03-19"  # when the examples of dates are published


@pytest.mark.parametrize(("text", "language", "gives"), vocabulary("dates"))
def test_dates_of_an_example_are_those_it_gives(text: str, language: str, gives: str) -> None:
    rows = figures_of("x", text, language, WEDNESDAY)
    assert " ".join(row["as_of"] or "none" for row in rows) == gives


def told(number: numerals.Number) -> str:
    value = f"{number.value:.9g}" if number.value is not None else f"{number.low:g}-{number.high:g}"
    value = "~" * (number.comparator == "approx") + value
    return value + (" ratio" if number.unit == "ratio" else "")


@pytest.mark.parametrize(("text", "language", "gives"), vocabulary("numerals"))
def test_numbers_of_an_example_are_those_it_gives(text: str, language: str, gives: str) -> None:
    assert ", ".join(map(told, numerals.find(text, language))) == gives


@pytest.mark.parametrize(("text", "language", "gives"), vocabulary("comparators"))
def test_comparators_of_an_example_are_those_it_gives(text: str, language: str, gives: str) -> None:
    assert [number.comparator for number in numerals.find(text, language)] == [gives]


@pytest.mark.parametrize(("text", "language", "gives"), vocabulary("uncounted"))
def test_what_counts_nothing_in_an_example_is_left_out(
    text: str, language: str, gives: str
) -> None:
    found = [
        number.surface
        for number in numerals.find(text, language)
        if uncounted.countable(number, text, (number.start, number.end), language)
    ]
    assert ", ".join(found) == gives


FIELDS = [
    pytest.param(field, text, language, id=f"{field}-{language}")
    for field, entry in lexicon.read("fields").items()
    for language, text in examples_of(entry).items()
]


@pytest.mark.parametrize(("field", "text", "language"), FIELDS)
def test_the_field_of_an_example_stands_beside_its_number(
    field: str, text: str, language: str
) -> None:
    [number] = numerals.find(text, language)
    found = signs.of_words(text, (number.start, number.end), language)
    told = {name.rpartition(" ")[2] for name in found if name.startswith("field ")}
    assert field in told


def test_a_word_has_the_field_of_its_longest_beginning() -> None:
    assert fields.of("prisoners", "en") == "held"
    assert fields.of("deportees", "en") == "migrant"  # not `deport*`, which is shorter
    assert fields.of("deportó", "es") == "transfer"
    assert fields.of("cárceles", "es") == fields.of("jails", "en") == "prison"
    assert fields.of("qwerty", "en") is None


def test_a_word_in_two_fields_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    twice = {"prison": {"en": ["jail"], "es": []}, "cell": {"en": ["jail"], "es": []}}
    monkeypatch.setattr(lexicon, "read", lambda name: twice)
    fields._listed.cache_clear()
    fields.of.cache_clear()
    try:
        with pytest.raises(
            DataError, match=r"fields\.yml: 'jail' \(en\) stands in prison and in c"
        ):
            fields.of("jail", "en")
    finally:
        fields._listed.cache_clear()


@pytest.mark.parametrize(("text", "language", "gives"), vocabulary("carrying"))
def test_a_number_goes_on_as_its_example_tells(text: str, language: str, gives: str) -> None:
    first, second = numerals.find(text, language)
    spans = (first.start, first.end), (second.start, second.end)
    found = carrying.ways(text, *spans, language)
    found += ["turned"] if cues.is_broken(text[first.end : second.start]) else []
    assert gives in found


@pytest.mark.parametrize(("text", "language", "gives"), vocabulary("sections"))
def test_the_parts_of_an_example_are_those_it_gives(text: str, language: str, gives: str) -> None:
    header = headers.read(text)
    published = str(header.published.date()) if header.published else "none"
    said = [header.title, header.published_basis, published]
    said += [{1: "one sentence", 2: "two sentences"}.get(len(sentences.split(text)))]
    said += [" ".join(part.name for part in sections.split(text, language))]
    assert gives in said


@pytest.mark.parametrize(("text", "language", "gives"), vocabulary("nouns"))
def test_what_the_number_of_an_example_counts(text: str, language: str, gives: str) -> None:
    number = numerals.find(text, language)[0]
    said = [metrics.counted("people", text, number.end, language) or "nothing"]
    words = signs.of_words(text, (number.start, number.end), language)
    said += ["filler"] if any(name.startswith("filler ") for name in words) else []
    said += ["asked"] if prompts.names_a_figure(text[: number.start], language) else []
    assert " ".join(said) == gives


@pytest.mark.parametrize(
    ("text", "language", "gives"), [*vocabulary("places"), *vocabulary("transfers")]
)
def test_figures_of_an_example_are_those_it_gives(text: str, language: str, gives: str) -> None:
    rows = figures_of("x", text, language)
    assert ", ".join(f"{row['metric']} {row['scope']}" for row in rows) == gives.replace("none", "")


@pytest.mark.parametrize("name", ["carrying", "nouns", "places", "sections", "transfers"])
def test_words_stand_in_their_own_example(name: str) -> None:
    for key, entry in lexicon.read(name).items():
        for language, text in entry["example"].items():
            assert lexicon.matcher(name, key, language).search(text), (key, language)


@pytest.mark.parametrize(("text", "language", "gives"), vocabulary("words"))
def test_the_rule_that_finds_the_figure_of_an_example(text: str, language: str, gives: str) -> None:
    assert [row["rule"] for row in figures_of("x", text, language)] == [gives]


@pytest.mark.parametrize(("text", "language", "gives"), vocabulary("wording"))
def test_how_the_figure_of_an_example_is_put(text: str, language: str, gives: str) -> None:
    figures = ca.extract_figures(pd.DataFrame({"text": [text], "language": [language]}))
    assert [wording.phrase(figure) for figure in figures.itertuples()] == [gives]


@pytest.mark.parametrize(
    ("language", "text"), examples_of(lexicon.read("languages")["common"]).items()
)
def test_the_language_of_an_example(language: str, text: str) -> None:
    assert languages.detect(text) == (language if language in LANGUAGES else None)


@pytest.mark.parametrize(("text", "language", "expansion"), vocabulary("names", "expansion"))
def test_the_name_in_an_example(text: str, language: str, expansion: str) -> None:
    found = ca.names(pd.DataFrame({"text": [text]}))
    assert list(found["expansion"]) == [expansion]
    assert list(found["language"]) == [language]
    assert list(found["same_entity"]) == ["yes"]


FILES = sorted(path.stem for path in lexicon.FOLDER.glob("*.yml"))


@pytest.mark.parametrize("name", FILES)
def test_every_example_of_every_entry_is_run(name: str) -> None:
    for entry in lexicon.entries_of(lexicon.read(name)):
        assert {
            language for language in entry["example"] if (id(entry), language) not in RUN
        } == set()


@pytest.mark.parametrize("name", FILES)
def test_every_file_reads_and_compiles(name: str) -> None:
    assert lexicon.read(name)
    for entry in lexicon.entries_of(lexicon.read(name)):
        lexicon.compiled([p for p in lexicon.both(entry) if isinstance(p, str)])


def refused(tmp_path: Path, text: str, name: str = "metrics.yml") -> str:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as error:
        lexicon.read_file(file)
    assert str(file) in str(error.value)
    return str(error.value)


class TestBadFiles:
    def test_an_unknown_metric_names_the_allowed_ones(self, tmp_path: Path) -> None:
        said = refused(tmp_path, "- {rule: a.b, metric: prisoners, en: [x], example: {en: x}}")
        assert "unknown metric 'prisoners'" in said
        assert "deaths_in_custody" in said

    def test_a_field_that_would_change_nothing(self, tmp_path: Path) -> None:
        entry = "{rule: a.b, metric: capacity, weight: 9, en: [x], example: {en: x}}"
        said = refused(tmp_path, f"- {entry}")
        assert "unknown field 'weight'" in said
        assert "requires" in said

    def test_an_entry_without_an_example(self, tmp_path: Path) -> None:
        assert "'a.b' has no example" in refused(
            tmp_path, "- {rule: a.b, metric: arrests, en: [x]}"
        )

    @pytest.mark.parametrize("name", FILES)
    def test_words_without_an_example(self, tmp_path: Path, name: str) -> None:
        said = refused(tmp_path, "since: {en: [since], es: [desde]}", f"{name}.yml")
        assert "'since' has no example" in said

    def test_words_with_an_example_in_one_language_alone(self, tmp_path: Path) -> None:
        words = "NOW: {en: [now], es: [ya], gives: arrests, example: {en: It now holds 9.}}"
        said = refused(tmp_path, words, "words.yml")
        assert "'NOW' has no example; give one per language it has (missing: es)" in said

    def test_an_entry_of_a_list_is_named_by_its_place(self, tmp_path: Path) -> None:
        entries = "heads: [{kind: ngo, en: [x], example: {en: x}}, {kind: ngo, en: [x]}]"
        said = refused(tmp_path, entries, "claimants.yml")
        assert "'heads, number 2' has no example" in said

    @pytest.mark.parametrize("words", ["[no, sr]", "[sr, art]", "5", "sr"])
    def test_words_outside_an_entry(self, tmp_path: Path, words: str) -> None:
        assert "abbreviations" in refused(tmp_path, f"abbreviations: {words}", "sections.yml")

    @pytest.mark.parametrize("name", FILES)
    @pytest.mark.parametrize("word", ["no", "on", "yes", "off", "5", "~"])
    def test_a_word_that_yaml_takes_for_something_else(
        self, tmp_path: Path, name: str, word: str
    ) -> None:
        said = refused(tmp_path, f"x: {{es: [sin, {word}], example: {{es: sin}}}}", f"{name}.yml")
        assert "x, es: " in said
        assert "is no text; write it in quotes" in said

    @pytest.mark.parametrize("name", ["dates.yml", "numerals.yml", "comparators.yml"])
    def test_words_with_an_idle_field(self, tmp_path: Path, name: str) -> None:
        words = "since: {en: [since], example: {en: since}, says: none}"
        assert "unknown field 'says'" in refused(tmp_path, words, name)

    def test_what_is_no_yaml(self, tmp_path: Path) -> None:
        assert "cannot be read" in refused(tmp_path, "- {rule: [")

    def test_a_key_that_is_written_twice(self, tmp_path: Path) -> None:
        words = "since: {en: [since], example: {en: since}}\n"
        said = refused(tmp_path, words + words, "dates.yml")
        assert "since is written twice" in said
        assert "en is written twice" in refused(tmp_path, "since: {en: [a], en: [b]}", "dates.yml")

    def test_a_phrase_that_is_no_text(self, tmp_path: Path) -> None:
        said = refused(tmp_path, "- {rule: a.b, metric: arrests, en: [yes], example: {en: x}}")
        assert "is no text; write it in quotes" in said


@pytest.mark.parametrize(
    ("phrase", "text", "fits"),
    [
        ("capacit* (of|for)", "Capacity for", True),
        ("<are> being held", "being held", True),
        ("<are> being held", "are being held", True),
        ("superior<es> a", "superiores a", True),
        ("people ... jailed", "people were later jailed", True),
        ("people ... jailed", "people left. Others jailed", False),
        ("inmate's", "inmate’s", True),
        ("A <b> <c>", "a", True),
        ("A <b> <c>", "a c", True),
        ("arrest", "arrests", False),
    ],
)
def test_the_signs_of_a_phrase(phrase: str, text: str, fits: bool) -> None:
    found = lexicon.compiled([phrase]).search(text)
    assert (found is not None and found.group() == text) is fits


@pytest.mark.parametrize(("entry", "language"), examples("notes"))
def test_a_note_is_found_in_its_example(entry: dict[str, Any], language: str) -> None:
    words = entry["example"][language]
    number = numerals.find(words, language)[0]
    metric = entry.get("metric", "capacity")
    assert metrics.note(metric, (number.start, number.end), words, (), language) == entry["rule"]


def claims(part: str) -> list[Any]:
    return [
        pytest.param(entry, language, id=f"{part}-{entry['kind']}-{language}")
        for entry in lexicon.read("claimants")[part]
        for language in examples_of(entry)
    ]


@pytest.mark.parametrize(("entry", "language"), [*claims("bodies"), *claims("heads")])
def test_a_claimant_is_found_in_its_example(entry: dict[str, Any], language: str) -> None:
    words = entry["example"][language]
    number = numerals.find(words, language)[0]
    span = (number.start, number.end)
    found = claimants.read(claimants.Spot(words, span, (), (), (), False, language))
    assert (found.kind, found.basis) == (entry["kind"], "stated")
    assert found.name
    assert found.name in words


@pytest.mark.parametrize(("text", "language", "claimant"), vocabulary("claimants", "claimant"))
def test_who_says_the_figure_of_an_example(text: str, language: str, claimant: str) -> None:
    assert (figures_of("x", text, language)[-1]["attribution"] or "") == claimant


@pytest.mark.parametrize(("entry", "language"), examples("clauses"))
def test_a_word_of_a_clause_stands_in_its_example(entry: dict[str, Any], language: str) -> None:
    text = entry["example"][language]
    words = frames.filled(f"{{{entry['rule']}}}", language)
    assert re.search(words, text, re.IGNORECASE)
    last = figures_of("x", text, language)[-1]
    assert (last["attribution"] or "") == entry["claimant"][language]


def test_every_word_of_a_clause_is_used() -> None:
    files = lexicon.FOLDER.parent.glob("*.py")
    patterns = "".join(file.read_text("utf-8") for file in files)
    rules = [entry["rule"] for entry in lexicon.read("clauses")]
    assert [rule for rule in rules if f"{{{rule}}}" not in patterns] == []
    assert len(set(rules)) == len(rules)


def test_a_pattern_names_the_entry_that_it_misses() -> None:
    with pytest.raises(DataError, match=r"clauses\.yml: no entry 'nowhere'"):
        frames.Frame("{nowhere}").search("x")


@pytest.mark.parametrize(("entry", "language"), examples("generics"))
def test_a_generic_word_means_the_one_named_before(entry: dict[str, Any], language: str) -> None:
    text = entry["example"][language]
    last = figures_of("x", text, language)[-1]
    expected = (entry["claimant"][language], "carried_over")
    assert (last["attribution"], last["attribution_basis"]) == expected


def test_a_generic_word_names_the_kinds_that_it_means() -> None:
    for entry in lexicon.read("generics"):
        assert set(entry["means"]) <= set(CLAIMANT_KINDS), entry["rule"]
        assert isinstance(entry["person"], bool), entry["rule"]
