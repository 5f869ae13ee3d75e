"""How good the extraction is: found against what people have marked in reviewed texts."""

from __future__ import annotations

import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from .articles import data_folder, load_articles
from .decisions import disputed, standing
from .figures import extract_figures
from .reviews import load_reviews
from .schema import METRICS, DataError

SETS = ("reviews", "articles", "sentences", "develop", "press", "evaluate")
_CASES = {  # files of tests/cases that make up a set
    "develop": ("develop", "develop_more", "thin", "plain", "contrasts", "claims"),
    "press": ("articles_en", "articles_en_more", "articles_es", "articles_es_more"),
    "evaluate": ("evaluate",),
}
Marked = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]
FIELDS = (
    "comparator",
    "scope",
    "measure",
    "unit",
    "section",
    "as_of",
    "attribution",
    "claimant_kind",
    "attribution_basis",
)
_KEY = ["article_id", "metric", "start", "end"]
_MARKED = [*_KEY, "value", "low", "high", "surface"]
_Z = 1.96  # 95 % of a normal distribution


def wilson(hits: int, total: int) -> tuple[float, float]:
    """The 95 % Wilson score interval of a share; missing bounds where there is nothing to share.

    Wilson, E. B. (1927), Journal of the American Statistical Association 22 (158), 209–212.
    """
    if total == 0:
        return math.nan, math.nan
    share, spread = hits / total, _Z**2 / total
    middle = (share + spread / 2) / (1 + spread)
    half = _Z * math.sqrt(share * (1 - share) / total + spread / 4 / total) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def _nth(text: str, surface: str, occurrence: int) -> int:
    place = -1
    for _ in range(occurrence):
        place = text.find(surface, place + 1)
        if place < 0:
            break
    return place


def read_cases(file: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Texts with the figures that a reader found in them, from a YAML file of cases.

    Returns the texts (indexed by case id, with `text`, `language`, `published`, `from`) and the
    expected figures (one row each, with span). Raises DataError naming the file and the case
    with an unknown metric, or whose surface does not stand in its text that often.
    """
    texts, expected = {}, []
    try:
        cases = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise DataError(f"{file}: cannot be read: {error}") from error
    for case in cases or ():
        texts[case["id"]] = {name: case.get(name) for name in ("text", "language", "from")}
        texts[case["id"]]["published"] = case.get("published")
        for figure in case["figures"]:
            surface = str(figure["surface"])
            occurrence = figure.get("occurrence") or 1
            start = _nth(case["text"], surface, occurrence)
            if start < 0:
                raise DataError(
                    f"{file}: case {case['id']}: {surface!r} is not in its text"
                    + (f" {occurrence} times" if occurrence > 1 else "")
                )
            if figure.get("metric") not in METRICS:
                raise DataError(
                    f"{file}: case {case['id']}: metric {figure.get('metric')!r} of {surface!r}; "
                    f"allowed: {', '.join(METRICS)}"
                )
            row = {**figure, "article_id": case["id"], "start": start}
            row["as_of"] = None if figure.get("as_of") is None else str(figure["as_of"])
            expected.append({**row, "end": start + len(surface), "surface": surface})
    frame = pd.DataFrame(expected, columns=[*_MARKED, *FIELDS])
    return pd.DataFrame.from_dict(texts, orient="index"), frame


def reviewed(name: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A reviewed set by name: its texts, and the figures a reader found in them.

    `reviews` are the figures of the project's articles that people have decided on, those
    they dispute left out; `articles` is what a reader marked in those that were read, `sentences`
    single sentences written for the project; the others are cases of the tests: `develop` short
    texts and `press` whole reports, on which rules and weights were made, and `evaluate`, split
    off by kind of source, which only measures them.
    Raises DataError for another name.
    """
    return _marked(name)[:2]


def _marked(name: str | None, language: str | None = None) -> Marked:
    """The texts of a set, the figures that people marked in them, and those that are found."""
    if name is None:
        texts, expected, found = _decided()
        if not len(texts):
            return _marked("articles", language)
    elif name == "reviews":
        texts, expected, found = _decided()
    else:
        texts, expected = read_set(name)
        found = extract_figures(texts)
    if language is not None:
        texts = texts[texts["language"] == language]
        expected = expected[expected["article_id"].isin(texts.index)]
        found = found[found["article_id"].isin(texts.index)]
    return texts, expected, found


def _decided() -> Marked:
    """What the standing decisions say; figures on which nobody decided are on neither side."""
    articles = load_articles()
    figures = extract_figures(articles)
    outcome = standing(figures, articles, load_reviews())
    agreed = [one for one, found in outcome.by_figure().items() if not disputed(found)]
    table = outcome.table(articles)
    table = table[table["figure_id"].isin(agreed)]
    texts = articles[articles.index.isin(table["article_id"])]
    return texts, table[table["review"] != "rejected"], figures[figures["figure_id"].isin(agreed)]


def _shipped(own: Path, folder: str) -> Path:
    """The file `own` or, where it is not there, that of the checkout that this code is in."""
    return own if own.exists() else Path(__file__).parent.parent / folder / own.name


def read_set(name: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The texts of a reviewed set and the rows a reader marked in them, without extracting."""
    folder = data_folder() / "reviewed"
    if name == "articles":
        if not (folder / "figures.csv").exists():  # articles of somebody else's, none of them read
            return load_articles().head(0), pd.DataFrame(columns=[*_MARKED, *FIELDS])
        rows = pd.read_csv(
            folder / "figures.csv", keep_default_na=False, na_values=[""], dtype={"as_of": "str"}
        )
        named = pd.read_csv(folder / "names.csv", usecols=["article_id"])  # of silent ones too
        known = {*rows["article_id"], *named["article_id"]}
        articles = load_articles()
        articles = articles[articles.index.isin(known)]
        return articles, rows[rows["article_id"].isin(articles.index)]
    if name == "sentences":
        return read_cases(_shipped(folder / "sentences.yml", "data/reviewed"))
    if name in _CASES:
        cases = data_folder().parent / "tests" / "cases"
        read = [read_cases(_shipped(cases / f"{one}.yml", "tests/cases")) for one in _CASES[name]]
        texts = pd.concat([found for found, _ in read])
        return texts, pd.concat([rows for _, rows in read], ignore_index=True)
    raise DataError(f"reviewed set {name!r}; allowed: {', '.join(SETS)}")


def _same_value(row: Any) -> bool:
    if row["value"] == row["value_expected"]:
        return True
    ranges = pd.isna(row["value"]) and pd.isna(row["value_expected"])
    return bool(
        ranges and row["low"] == row["low_expected"] and row["high"] == row["high_expected"]
    )


def judged(
    texts: pd.DataFrame, expected: pd.DataFrame, found: pd.DataFrame | None = None
) -> pd.DataFrame:
    """One row per figure found or expected in `texts`, with `outcome`: correct, missed or extra.

    A figure is correct where metric, value and span agree; the expected fields stand beside the
    found ones with the ending `_expected`. `found` is extracted from `texts` if not given.
    """
    found = extract_figures(texts) if found is None else found
    columns = [*_MARKED, *FIELDS]
    both = found[[*columns, "rule", "quote"]].merge(
        expected.reindex(columns=columns),
        on=_KEY,
        how="outer",
        suffixes=("", "_expected"),
        indicator=True,
    )
    outcome = both["_merge"].map({"left_only": "extra", "right_only": "missed", "both": "correct"})
    wrong = (both["_merge"] == "both") & ~both.apply(_same_value, axis=1).astype("bool")
    both["outcome"] = outcome.astype("str").mask(wrong, "wrong value")
    return both.drop(columns="_merge")


def _rates(rows: pd.DataFrame) -> dict[str, Any]:
    counts = rows["outcome"].value_counts()
    correct = int(counts.get("correct", 0))
    wrong = int(counts.get("wrong value", 0))
    found, expected = (correct + wrong + int(counts.get(name, 0)) for name in ("extra", "missed"))
    low, high = wilson(correct, found)
    recall_low, recall_high = wilson(correct, expected)
    return {
        "expected": expected,
        "found": found,
        "correct": correct,
        "precision": correct / found if found else math.nan,
        "precision_low": low,
        "precision_high": high,
        "recall": correct / expected if expected else math.nan,
        "recall_low": recall_low,
        "recall_high": recall_high,
    }


def quality(name: str | None = None, language: str | None = None) -> pd.DataFrame:
    """Precision and recall of the extraction on a reviewed set: a row per metric, and `all`.

    Columns: expected, found, correct, precision and recall, each with the 95 % interval of
    Wilson's score. A figure counts as correct where metric, value and span agree. `name` is one
    of reviews, articles, sentences, develop, press and evaluate (`quality.reviewed` says what they
    are); without one it is `reviews`, or, as long as nobody has decided on a figure, `articles`.
    Of the reviews only the figures count that were decided on: recall means something once
    an article is reviewed to its end. `language` (en or es) takes only the texts in it.
    """
    rows = judged(*_marked(name, language))
    per_metric = {metric: _rates(rows[rows["metric"] == metric]) for metric in METRICS}
    return pd.DataFrame.from_dict({**per_metric, "all": _rates(rows)}, orient="index")


def confusion(name: str | None = None, language: str | None = None) -> pd.DataFrame:
    """What the figures of a reviewed set were taken for: expected metric by found metric.

    One row per metric that a reader marked, one column per metric found at the same span, and
    `nothing` on both sides for what was missed or invented. `name` as in `quality`.
    """
    _, expected, found = _marked(name, language)
    span = ["article_id", "start", "end"]
    one, other = (rows[[*span, "metric"]] for rows in (expected, found))
    both = one.merge(other, on=span, how="outer", suffixes=("_expected", "_found"))
    both = both.fillna({"metric_expected": "nothing", "metric_found": "nothing"})
    table = pd.crosstab(both["metric_expected"], both["metric_found"])
    names = {name: name.replace("_", " ") for name in [*METRICS, "nothing"]}  # headings may break
    table = table.reindex(index=list(names), columns=list(names), fill_value=0)
    return table.rename(index=names, columns=names)


def agrees(field: str, found: Any, expected: Any) -> bool:
    """Whether a field was read as expected; a claimant also with its title or apposition."""
    if pd.isna(found) or pd.isna(expected):
        return bool(pd.isna(found) and pd.isna(expected))
    one, other = str(found).casefold(), str(expected).casefold()
    if field == "attribution":
        return one in other or other in one
    return one == other


def field_quality(name: str | None = None, language: str | None = None) -> pd.DataFrame:
    """Of the correct figures of a reviewed set, the share with each field right: a row per field.

    Columns: right, of, share, and the bounds of its 95 % interval. `name` as in `quality`.
    """
    rows = judged(*_marked(name, language))
    rows = rows[rows["outcome"] == "correct"]
    records = {}
    for field in FIELDS:
        pairs: Iterable[tuple[Any, Any]] = zip(rows[field], rows[f"{field}_expected"], strict=True)
        right = sum(agrees(field, *pair) for pair in pairs)
        low, high = wilson(right, len(rows))
        share = right / len(rows) if len(rows) else math.nan
        records[field] = {"right": right, "of": len(rows), "share": share, "low": low, "high": high}
    return pd.DataFrame.from_dict(records, orient="index")


def misses(name: str | None = None) -> pd.DataFrame:
    """Every figure of a reviewed set that was missed, invented or read with a wrong value.

    Columns: article_id, metric, surface, outcome, text (the words around it). `name` as in
    `quality`.
    """
    texts, expected, found = _marked(name)
    rows = judged(texts, expected, found)
    rows = rows[rows["outcome"] != "correct"].reset_index(drop=True)
    spans = zip(rows["article_id"], rows["start"], rows["end"], strict=True)
    words = [
        texts["text"][article_id][max(0, start - 70) : end + 50] for article_id, start, end in spans
    ]
    surface = rows["surface"].where(rows["surface"].notna(), rows["surface_expected"])
    return rows.assign(surface=surface, text=words)[
        ["article_id", "metric", "surface", "outcome", "text"]
    ]
