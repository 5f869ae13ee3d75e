"""Estimate anew how strongly each sign speaks for each scope, from annotated texts.

    python training/scopes.py [--texts FILE ...] [--check]

Reads the texts that `fit.py` reads and writes cecot_analysis/lexicon/scope_weights.csv. `--texts`
adds further annotated texts (JSON Lines with the columns of the cases). `--check` writes nothing
and prints how well weights estimated on the other texts tell the scopes of each text
(cross-validation by text), beside the scopes that a rule tells.
Needs scikit-learn (`pip install --group training`).
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from fit import EXAMPLE, options, placed, stored
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from cecot_analysis import lexicon, localities, weights
from cecot_analysis.context import Context
from cecot_analysis.figures import is_about, told
from cecot_analysis.quality import read_set
from cecot_analysis.schema import LANGUAGES, SCOPES
from cecot_analysis.signs import Signs

STRENGTH = 0.5  # inverse of the penalty on large weights
RARE = 2  # a sign met less often is not weighed
SMALL = 0.03  # a weight smaller than this changes no reading
FOLDS = 8
SHORT = 3  # how often a case counts: in a sentence alone there is little to tell a place by
OWN = 10  # how often the project's own articles count: they must be read whole
AGAIN = 0.5  # how much each figure counts a second time, without its size, which must not be needed

Table = dict[str, weights.Row]


@dataclass(frozen=True)
class Row:
    """One figure that is read and annotated: its signs, and the two scopes."""

    text: str
    metric: str
    signs: Signs
    told: str
    scope: str


def read(case: dict[str, Any]) -> Iterator[tuple[dict[str, Any], Signs]]:
    """The figures read in one text whose scope is to be told, each with its signs."""
    text, language = case["text"], case["language"]
    if not text or language not in LANGUAGES or not is_about(text, language):
        return
    context = Context(case["id"], text, language, None)
    rows = told(context)
    places = {start: place for place, (start, _) in enumerate(context.sentences)}
    for number, row in enumerate(rows):
        if row["metric"] not in localities.FIXED:
            place = places[row["quote_start"]]
            yield row, localities.signs_of(context, rows, number, place)


def rows_of(case: dict[str, Any]) -> Iterator[Row]:
    """The figures of one text that are annotated with a scope, and nobody disputes."""
    wanted = {(start, end): figure for start, end, figure in placed(case)}
    for row, signs in read(case):
        figure = wanted.get((row["start"], row["end"]), {})
        agreed = figure.get("metric") == row["metric"] and not figure.get("disputable")
        if agreed and figure.get("scope"):
            yield Row(str(case["id"]), row["metric"], signs, row["scope"], figure["scope"])


def annotated(files: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """Every annotated text of these files and of the project's own articles."""
    for file in files:
        yield from list(stored([file])) * (SHORT if file.suffix == ".yml" else 1)
    texts, rows = read_set("articles")
    for name, article in texts.iterrows():
        marked = rows[rows["article_id"] == name].to_dict("records")
        yield from [{"id": name, **article[["language", "text"]], "figures": marked}] * OWN


def kept() -> list[Row]:
    """The figures of the lexicon's examples that tell their scope."""
    rows = []
    for name in ("scopes", "places"):
        for entry in lexicon.entries_of(lexicon.read(name)):
            scope = entry.get("scope") or str(entry.get("gives")).split()[-1]
            for language, text in entry["example"].items():
                case = {"id": text, "language": language, "text": text}
                rows += [(row, signs, scope) for row, signs in read(case) if scope in SCOPES]
    return [
        Row(row["article_id"], row["metric"], signs, row["scope"], scope)
        for row, signs, scope in rows
    ] * EXAMPLE


def without_size(row: Row) -> Row:
    """The figure without its size."""
    return replace(row, signs={k: v for k, v in row.signs.items() if not k.startswith("size ")})


def estimate(rows: list[Row]) -> Table:
    """For each sign its weight for each of SCOPES: a multinomial logistic regression."""
    both = [*rows, *map(without_size, rows)]
    met = Counter(sign for row in rows for sign in row.signs)
    known = {sign for sign, count in met.items() if count >= RARE}
    vectorizer = DictVectorizer().fit([dict.fromkeys(known, 1.0)])
    model = LogisticRegression(C=STRENGTH, max_iter=500, fit_intercept=False)
    model.fit(
        vectorizer.transform([row.signs for row in both]),
        [row.scope for row in both],
        sample_weight=[1.0] * len(rows) + [AGAIN] * len(rows),
    )
    places = [SCOPES.index(scope) for scope in model.classes_]
    return {
        sign: tuple(zip(places, column, strict=True))
        for sign, column in zip(vectorizer.feature_names_, model.coef_.T.tolist(), strict=True)
    }


def write(table: Table) -> int:
    """Write the weights, small ones left out; how many signs are written."""
    lines = []
    for sign, row in sorted(table.items()):
        told_of = {place: round(weight, 2) for place, weight in row if abs(weight) >= SMALL}
        if told_of:
            lines.append([sign, *(told_of.get(place, "") for place in range(len(SCOPES)))])
    with localities.FILE.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["sign", *SCOPES])
        writer.writerows(lines)
    return len(lines)


def check(rows: list[Row]) -> Iterator[str]:
    """How many scopes are told right by the rule, and by weights from the other texts."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for learn, test in GroupKFold(FOLDS).split(rows, groups=[row.text for row in rows]):
        learned = estimate([rows[place] for place in learn])
        table = weights.Table(learned.items(), SCOPES)
        for row in (rows[place] for place in test):
            read_as = localities.likeliest(row.signs, row.metric, table)
            for name in (row.metric, "all"):
                right = 1, row.told == row.scope, read_as == row.scope
                counts[name] = [a + b for a, b in zip(counts[name], right, strict=True)]
    for name, (count, by_rule, by_weights) in counts.items():
        yield f"{name}: rule {by_rule / count:.3f}, weighed {by_weights / count:.3f} of {count}"


def main() -> None:
    """Estimate the weights, or check them."""
    files, checked = options(__doc__)
    rows = [row for case in annotated(files) for row in rows_of(case)]
    if checked:
        print("\n".join(check(rows)))
        return
    learned = [*rows, *kept()]
    count = write(estimate(learned))
    print(f"{localities.FILE.name}: {count} signs, from {len(learned)} figures")


if __name__ == "__main__":
    main()
