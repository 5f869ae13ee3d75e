"""Every notebook, run from top to bottom on articles that nobody had in mind."""

from __future__ import annotations

import ast
import warnings
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
import yaml

import cecot_analysis as ca
from cecot_analysis import execution, schema

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
EN = "In El Salvador, the CECOT prison holds more than {} inmates, the government said on Monday.\n"
ES = "El penal Cecot de El Salvador tiene capacidad para {} reos, según el gobierno.\n"
MANY = (
    "The prison CECOT in El Salvador holds between 10,000 and 20,000 inmates. Between March 2022 "
    "and June 2024 El Salvador arrested over 80,000 people; 360 died in custody, Cristosal said. "
    "The US paid El Salvador $6 million to hold 261 people at CECOT.\n"
)
FRENCH = "Le Cecot compte plus de 14.500 détenus, selon le gouvernement, qui est dans le pays.\n"
# corpus -> article -> (text, passport)
CORPORA: dict[str, dict[str, tuple[str, dict[str, Any]]]] = {
    "odd": {
        "año 2025 (1)": ("\ufeff😀👩‍👩‍👧 " + EN.format("14,500") * 3, {}),
        "=cmd|x": (
            ES.format("40.000") + "\u202eabc\u202c " + EN.format("14\u202f500"),
            {
                "title": "=1+1 <script>alert(1)</script>",
                "publisher": "\u202eThe & <b>Paper</b>" * 4,
                "url": "javascript:alert(1)",
                "published": "1900-01-01",
            },
        ),
        "cr": ("CECOT in El Salvador\rholds 14,500 inmates,\rsaid he.\r" * 3, {}),
        "silent": (
            "Nobody gave us a number.\n",
            {"published": "2100-12-31", "publisher": "x" * 500},
        ),
        "unread": (FRENCH, {}),
        "many": (MANY * 20, {"published": "2025-02-04T23:59:59-06:00"}),
        "far": ("El Salvador's CECOT holds 999,999,999,999 inmates, and 1 left.\n", {}),
    },
    "undated": {"one": (EN.format("9,000"), {}), "dos": (ES.format("12.000"), {})},
    "unread": {"fr": (FRENCH, {}), "letter": ("Nobody gave us a number.\n", {})},
}


@pytest.fixture(params=CORPORA)
def corpus(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with those articles and nothing else."""
    folder = tmp_path / "mis datos" / "artículos"
    (folder / "articles").mkdir(parents=True)
    for name, (text, passport) in CORPORA[request.param].items():
        file = folder / "articles" / f"{name}.txt"
        file.write_bytes(text.encode())
        if passport:
            file.with_suffix(".yml").write_text(yaml.safe_dump(passport), "utf-8")
    monkeypatch.setenv("CECOT_DATA", str(folder))
    return folder


def run(source: str, names: dict[str, Any]) -> None:
    """One cell, its last expression shown as a notebook shows it."""
    tree = ast.parse(source)
    shown = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    if shown is not None:
        value = eval(compile(ast.Expression(shown.value), "cell", "eval"), names)
        for form in ("_repr_mimebundle_", "_repr_html_"):
            if hasattr(value, form):
                getattr(value, form)()
                break


@pytest.mark.parametrize("unit", [*"-=*_#>|.•~–—+ \t", "- ", "# ", "1,", "14 "])
def test_a_line_of_one_sign_ends_in_no_endless_search(unit: str) -> None:
    text = f"{unit * 5_000}\n{EN.format('14,500')}"
    assert ca.extract_figures(pd.DataFrame({"text": [text]}))["value"].tolist() == [14_500]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_cell_fails_but_those_that_may(path: Path, corpus: Path) -> None:
    names: dict[str, Any] = {}
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        try:
            with pd.option_context("display.max_colwidth", None, "display.max_rows", None):
                run(cell.source, names)
        except Exception:
            if execution.MAY_FAIL not in cell.metadata.get("tags", []):
                raise


def test_every_span_holds(corpus: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        schema.validate_figures(ca.load_figures(), ca.load_articles())


def test_what_nobody_has_marked_is_no_error(corpus: Path) -> None:
    for name in (None, "articles", "reviews"):
        assert ca.quality(name).loc["all", "found"] == 0
        assert ca.misses(name).empty
        assert len(ca.field_quality(name)) == 9
    assert ca.quality("sentences").loc["all", "expected"] > 50
    assert ca.agreement().empty
