"""Of which place a figure is, where the words beside it do not tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from cecot_analysis import localities, weights
from cecot_analysis.context import Context
from cecot_analysis.figures import figures_of, told
from cecot_analysis.schema import SCOPES, DataError

# text, surface of the figure, its scope
PLACED = [
    ("CECOT opened in 2023. Guards say 15,000 men are held there.", "15,000", "cecot"),
    (
        "El Salvador's prisons are full. The country now holds 110,000 inmates.",
        "110,000",
        "national",
    ),
    (
        "The women's prison in Izalco was enlarged. It now holds 7,100 inmates, said El Salvador's "
        "prisons office.",
        "7,100",
        "other",
    ),
    (
        "CECOT has 256 cells. Each was built to hold 80 prisoners.",
        "80",
        "cell",
    ),
    (
        "Bukele's mega-prison has room for 40,000. In one cell a reporter counted 77 inmates.",
        "77",
        "cell",
    ),
    (
        "El CECOT tiene capacidad para 40.000 reos. Hoy alberga a unos 16.000 presos.",
        "16.000",
        "cecot",
    ),
    (
        "En todo El Salvador hay 108.000 personas presas, según el World Prison Brief.",
        "108.000",
        "national",
    ),
    (
        "Cristosal documentó 372 muertes bajo custodia desde que empezó el régimen de excepción "
        "en El Salvador.",
        "372",
        "national",
    ),
]


@pytest.mark.parametrize(("text", "surface", "scope"), PLACED)
def test_a_figure_is_of_the_place_that_its_text_tells(text: str, surface: str, scope: str) -> None:
    rows = figures_of("x", text)
    assert [row["scope"] for row in rows if row["surface"] == surface] == [scope]


def test_each_metric_has_only_the_scopes_that_it_can_have() -> None:
    eager = {"any": tuple((place, 9.0) for place, scope in enumerate(SCOPES) if scope == "cell")}
    eager["any"] += ((SCOPES.index("transferred"), 8.0),)
    known = weights.Table(eager.items(), SCOPES)
    assert localities.likeliest({"any": 1.0}, "transfers", known) == "transferred"
    assert localities.likeliest({"any": 1.0}, "capacity", known) == "cell"


def test_what_is_defined_for_one_scope_stays_there() -> None:
    text = (
        "At CECOT, El Salvador said, police arrested 80,000 people. "
        "The US paid El Salvador $6 million to hold deportees."
    )
    scopes = {row["metric"]: row["scope"] for row in figures_of("x", text, "en")}
    assert scopes == {"arrests": "national", "payment": "transferred"}


def test_a_move_within_the_country_is_one_batch() -> None:
    text = "El Salvador moved another 2,000 inmates from Izalco to CECOT overnight."
    [row] = figures_of("x", text, "en")
    assert (row["metric"], row["scope"], row["measure"]) == ("transfers", "cecot", "increment")


def test_a_scope_is_settled_by_what_the_rule_told_of_the_figures_before() -> None:
    text = "El Salvador holds 110,000 inmates. CECOT has room for 40,000."
    context = Context("x", text, "en", None)
    rows = told(context)
    before = [localities.signs_of(context, rows, n, n) for n in range(len(rows))]
    localities.settle(context, rows)
    assert [row["scope"] for row in rows] == ["national", "cecot"]
    metrics = [row["metric"] for row in rows]
    weighed = weights.table(localities.FILE, SCOPES)
    likeliest = [
        localities.likeliest(signs, metric, weighed)
        for signs, metric in zip(before, metrics, strict=True)
    ]
    assert likeliest == ["national", "cecot"]
    assert before[0].keys() >= {"any", "population", "text names country", "text names prison"}


def test_an_unknown_column_of_the_weights_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "scope_weights.csv"
    file.write_text("sign,cecot,nowhere\nany,1,2\n", encoding="utf-8")
    with pytest.raises(DataError, match="expected sign, cecot, national"):
        weights.read(file, SCOPES)


def test_a_text_of_many_figures_is_looked_back_at_no_farther_than_needed() -> None:
    text = "CECOT holds 9,000 inmates. " * 300
    context = Context("x", text, "en", None)
    rows = told(context)
    assert len(rows) == 300
    alone = localities.signs_of(context, rows[200:], 90, 290)
    assert localities.signs_of(context, rows, 290, 290) == alone
