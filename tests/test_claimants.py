"""Who says a figure: the candidates, their signs, and what the weights make of them."""

from __future__ import annotations

from pathlib import Path

import pytest

import cecot_analysis as ca
from cecot_analysis import candidates, claimants, interviews, numerals, ranking
from cecot_analysis.claimants import NOBODY, Claimant
from cecot_analysis.context import Context
from cecot_analysis.figures import figures_of
from cecot_analysis.spots import Before, Candidate, Spot

PROJECT = Path(__file__).parent.parent / "cecot_analysis" / "lexicon" / "claimant_weights.csv"
CRISTOSAL = Claimant("Cristosal", "ngo", "stated")


def spot(
    sentence: str,
    language: str = "en",
    before: tuple[str, ...] = (),
    after: tuple[str, ...] = (),
    last: Before | None = None,
) -> Spot:
    """The last number of a sentence, as a figure of deaths."""
    *others, (start, end) = [(n.start, n.end) for n in numerals.find(sentence, language)]
    metric = "deaths_in_custody"
    return Spot(sentence, (start, end), others, before, after, True, language, metric, last)


def names(found: list[Candidate]) -> list[str | None]:
    return [one.claimant().name for one in found]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (spot("In total 9 men died."), [None]),
        (spot("Cristosal documented 9 deaths."), [None, "Cristosal"]),
        (spot("The police of Cristosal's town told AFP of 9 deaths."), [None, "AFP"]),
        (spot("9 men died.", last=Before(1, True, CRISTOSAL)), [None, "Cristosal"]),
        (spot("9 men died.", last=Before(9, True, CRISTOSAL)), [None]),
        (spot("“9 men died.", after=("It is sad,” said Ana Paz.",)), [None, "Ana Paz"]),
        (spot("9 men died.", after=("— Ana Paz (@paz) May 4, 2022",)), [None, "Ana Paz"]),
        (spot("Of these, 9 died.", before=("HRW counted 20 deaths.",)), [None, "HRW"]),
        (spot("Murieron 9, informó la policía.", "es"), [None, "policía"]),
    ],
)
def test_everyone_within_reach_is_a_candidate(place: Spot, expected: list[str | None]) -> None:
    found = names(candidates.of(place))
    assert found[0] is None
    assert set(expected) <= set(found)
    assert expected != [None] or found == [None]


@pytest.mark.parametrize(
    ("place", "name", "basis"),
    [
        (spot("In total 9 men died."), None, "none"),
        (spot("Cristosal documented 9 deaths."), "Cristosal", "stated"),
        (spot("According to HRW, which cites Cristosal, 9 died."), "Cristosal", "stated"),
        (spot("Of these, 9 died.", last=Before(1, True, CRISTOSAL)), "Cristosal", "carried_over"),
        (spot("“9 men died,” said Ana Paz of Cristosal."), "Ana Paz of Cristosal", "stated"),
        (spot("Según Cristosal murieron 9 hombres.", "es"), "Cristosal", "stated"),
        (spot("Se han documentado 9 muertes.", "es"), None, "none"),
        (spot("«Murieron 9», ha dicho la ministra Ana Paz.", "es"), "ministra Ana Paz", "stated"),
        (spot("«Murieron 9 presos», había dicho Ana Paz.", "es"), "Ana Paz", "stated"),
        (spot("It was told by Ana Paz, who said that 9 inmates died."), "Ana Paz", "stated"),
        (spot("Lo leyó Ana Paz, quien dijo que 9 presos murieron.", "es"), "Ana Paz", "stated"),
        (spot("Fue leído por Ana Paz, quien dijo que 9 murieron.", "es"), "Ana Paz", "stated"),
        (spot("She was met by Minister Ana Paz, who jailed 9 men who later died."), None, "none"),
        (spot("The embassy sent a note, saying that 9 men died."), "embassy", "carried_over"),
        (spot("The UN said that 9 inmates died."), "UN", "stated"),
        (spot("HRW El Salvador counted 9 deaths."), "HRW El Salvador", "stated"),
        (spot("According to data issued by Voxa Plural, 9 inmates died."), "Voxa Plural", "stated"),
        (spot("According to data given to Reuters by HRW, 9 died."), "HRW", "stated"),
        (spot("9 died in the hands of the state, Cristosal said."), "Cristosal", "stated"),
        (spot("Según dijo, murieron 9.", "es", ("Ana Paz vino.",)), "Ana Paz", "carried_over"),
        (spot("There are images, according to which 9 inmates died."), None, "none"),
    ],
)  # fmt: skip
def test_the_likeliest_claims_it(place: Spot, name: str | None, basis: str) -> None:
    found = claimants.read(place)
    assert (found.name, found.basis) == (name, basis)


def candidate(name: str | None, sign: str) -> Candidate:
    who = Claimant(name, "ngo", "stated") if name else NOBODY
    return Candidate([sign], lambda: who)


@pytest.mark.parametrize(
    ("weight", "expected"),
    [
        ({"nobody": 1.0}, None),
        ({"nobody": 1.0, "a": 1.2}, "A"),
        ({"nobody": 1.0, "b": 0.8}, "B"),  # twice a candidate, by two signs: both count
        ({"nobody": 9.0, "a": 1.2, "b": 1.2}, None),
    ],
)
def test_what_speaks_for_one_name_adds_up(weight: dict[str, float], expected: str | None) -> None:
    found = [candidate(None, "nobody"), candidate("A", "a"), candidate("B", "b")]
    assert ranking.best([*found, candidate("B", "b")], weight).name == expected


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("sign\n", r"columns \['sign'\]; expected sign, weight"),
        ("sign,weight\nnobody,much\n", "line 2: sign 'nobody': could not convert"),
        ("sign,weight\nnobody,inf\n", "line 2: sign 'nobody'.*finite"),
        ("sign,weight\nnobody,1\nnobody,2\n", "line 3: sign 'nobody' stands there twice"),
    ],
)
def test_weights_with_a_mistake(tmp_path: Path, content: str, reason: str) -> None:
    file = tmp_path / "claimant_weights.csv"
    file.write_text(content)
    with pytest.raises(ca.DataError, match=rf"claimant_weights\.csv.*{reason}"):
        ranking.read(file)


def test_nobody_is_weighed_in_the_project_file() -> None:
    known = ranking.read(PROJECT)
    assert known["nobody"] > 0
    assert known["chosen"] > 0


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        (
            "en",
            '"In El Salvador 9,000 people were arrested," the minister wrote under his clip.',
            "minister",
        ),
        (
            "es",
            "Para Ivania Cruz, abogada, hay al menos 9 muertes bajo custodia en El Salvador.",
            "Ivania Cruz, abogada",
        ),
    ],
)
def test_who_claims_the_figure_of_a_sentence(language: str, text: str, name: str) -> None:
    assert [row["attribution"] for row in figures_of("x", text, language)] == [name]


INTERVIEWS = [
    (
        "en",
        "Marta Quiles has worked for Cristosal since 2015. We met her in Guatemala City.\n\n"
        "Q: How long has it lasted?\nA: Three years.\n\n"
        "Q: And the deaths?\nA: We have been able to confirm 380 deaths in custody in El Salvador.",
        "Marta Quiles",
    ),
    (
        "es",
        "Rafael Ibáñez, abogado de Socorro Jurídico, recibió a este diario en San Salvador.\n\n"
        "—¿Cuánto ha durado?\n—Tres años.\n\n"
        "—¿Cuántos han muerto en las cárceles?\n—Llevamos contadas 415 muertes bajo custodia.",
        "Rafael Ibáñez",
    ),
    (
        "en",
        "Readers ask about El Salvador.\n\nQ: What is CECOT?\nA: A prison.\n\n"
        "Q: How many people does it hold?\nA: CECOT holds about 16,000 inmates.",
        None,
    ),
]


@pytest.mark.parametrize(("language", "text", "claimant"), INTERVIEWS)
def test_an_answer_is_of_the_person_introduced(
    language: str, text: str, claimant: str | None
) -> None:
    [row] = figures_of("x", text, language)
    assert (row["attribution"] is None) == (claimant is None)
    assert (claimant or "") in (row["attribution"] or "")
    assert row["attribution_basis"] == ("carried_over" if claimant else "none")


def test_a_question_is_nobodys_answer() -> None:
    text = "Ana Ruiz spoke to us.\nQ: One?\nA: Yes.\nQ: Two?\nA: No.\nStill no.\n"
    context = Context("x", text, "en", None)
    introduced = [
        bool(interviews.introduction(context, place)) for place in range(len(context.sentences))
    ]
    said = [context.words(place) for place in range(len(context.sentences))]
    assert dict(zip(said, introduced, strict=True)) == {
        "Ana Ruiz spoke to us.": False,
        "Q: One?": False,
        "A: Yes.": True,
        "Q: Two?": False,
        "A: No.": True,
        "Still no.": True,
    }
