"""Estimate anew how strongly each sign speaks for each metric, from annotated cases.

    python training/fit.py [--texts FILE ...] [--check]

Reads every case of tests/cases/ that FILES names and the examples of the lexicon, and writes
cecot_analysis/lexicon/weights.csv. `--texts` adds further annotated texts (JSON Lines with the
columns of the cases). `--check` writes nothing and prints how well weights estimated on the other
texts read each text (cross-validation by text).
Needs scikit-learn (`pip install --group training`).
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from cecot_analysis import lexicon, numerals, passages, surroundings, weights
from cecot_analysis.context import Context, grouped
from cecot_analysis.figures import is_about
from cecot_analysis.quality import read_set
from cecot_analysis.schema import LANGUAGES, METRICS
from cecot_analysis.signs import Signs
from cecot_analysis.surroundings import Place

Reader = Callable[[Signs], str]
CASES = Path(__file__).parent.parent / "tests" / "cases"
FILES = (
    "develop",
    "develop_more",
    "articles_en",
    "articles_es",
    "articles_en_more",
    "articles_es_more",
    "thin",
    "contrasts",
    "claims",
)
NOTHING = "nothing"
STRENGTH = 1.0  # inverse of the penalty on large weights
RARE = 2  # a sign met less often is not weighed
SMALL = 0.05  # a weight smaller than this changes no reading
FOLDS = 8
EXAMPLE = 3  # how often an entry's example counts: the entry must be able to speak
DOUBT = 0.65  # taken off every metric: a figure too many is worse than a figure missed
AGAIN = 0.3  # how much each number counts a second time, by the words beside it alone
# what tells little of a single number, and much of all together
FAR = ("size ", f"{passages.SORT} ")


@dataclass(frozen=True)
class Sample:
    """One number of an annotated text: its signs, its metric and what it was taken for.

    Both may be NOTHING.
    """

    text: str
    language: str
    signs: dict[str, float] | None
    metric: str
    disputable: bool
    span: tuple[int, int]
    taken: str = NOTHING


def stored(files: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """Every annotated text of these files: JSON Lines, or cases in YAML."""
    for file in files:
        if file.suffix == ".jsonl":
            yield from map(json.loads, filter(str.strip, file.read_text("utf-8").splitlines()))
        else:
            yield from yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader) or ()


def cases(files: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """Every annotated text: of these files, of the project's articles, the lexicon's examples."""
    yield from stored(files)
    texts, rows = read_set("articles")
    for name, article in texts.iterrows():
        marked = rows[rows["article_id"] == name]
        figures = marked[["surface", "start", "metric"]].to_dict("records")
        yield {"id": name, **article[["language", "text"]], "figures": figures}
    for entry in lexicon.entries_of(lexicon.read("metrics")):
        for language, text in entry["example"].items():
            metric = entry["metric"]
            shown = [number.surface for number in numerals.find(text, language)][-1:]
            wanted = shown if metric != lexicon.OTHER else []
            figures = [{"surface": surface, "metric": metric} for surface in wanted]
            example = {"id": entry["rule"], "language": language, "text": text}
            yield from [{**example, "figures": figures}] * EXAMPLE


def placed(case: dict[str, Any]) -> list[tuple[int, int, dict[str, Any]]]:
    """The annotated figures of a text with their spans, in reading order."""
    found = []
    for figure in case["figures"]:
        surface, start = str(figure["surface"]), int(figure.get("start") or 0) - 1
        for _ in range(figure.get("occurrence") or 1):
            start = case["text"].find(surface, start + 1)
        if start >= 0:
            found.append((start, start + len(surface), figure))
    return sorted(found, key=lambda one: one[:2])


def expected(case: dict[str, Any]) -> dict[tuple[int, int], tuple[str, bool]]:
    """The metric of each annotated span, and whether the row is disputable."""
    return {
        (start, end): (figure["metric"], bool(figure.get("disputable")))
        for start, end, figure in placed(case)
    }


def samples(case: dict[str, Any], read: Reader | None = None) -> Iterator[Sample]:
    """The numbers of one text; those annotated but found by no rule come without signs.

    The figure before a number is the annotated one or, with `read`, what that takes for one.
    """
    text, language = case["text"], case["language"]
    if not text or language not in LANGUAGES or not is_about(text, language):
        return
    wanted = expected(case)
    context = Context(case["id"], text, language, None)
    last: surroundings.Last | None = None
    seen = set()
    for place, numbers in grouped(context):
        here = Place(context, place, numbers)
        for number in numbers:
            around = surroundings.around(here, number, last)
            span = number.start, number.end
            if around is None:
                continue
            seen.add(span)
            signs = around[0] | passages.signs_of(context, number.start)
            metric, disputable = wanted.get(span, (NOTHING, False))
            taken = read(signs) if read else metric
            if taken != NOTHING:
                row = {
                    name: getattr(number, name) for name in ("value", "low", "high", "start", "end")
                }
                last = place, {**row, "metric": taken}
            yield Sample(case["id"], language, signs, metric, disputable, span, taken)
    for span, (metric, disputable) in wanted.items():
        if span not in seen:
            yield Sample(case["id"], language, None, metric, disputable, span)


def sure(found: Iterable[Sample]) -> list[Sample]:
    """Those to learn from: with signs, and of an annotation that nobody disputes."""
    return [sample for sample in found if sample.signs and not sample.disputable]


def reader(table: dict[str, list[float]]) -> Reader:
    """Reads a number's metric, or NOTHING, from its signs by the weights of `table`."""
    known = weights.packed((name, tuple(enumerate(row))) for name, row in table.items())

    def read(signs: Signs) -> str:
        totals = weights.totals(signs, known)
        strength = max(totals)
        return METRICS[totals.index(strength)] if strength > 0 else NOTHING

    return read


def reread(texts: list[dict[str, Any]]) -> list[Sample]:
    """The numbers of all texts, each text read by weights from the other texts.

    A figure is read after the figures that were read before it, right or wrong: weights that
    learned behind annotated figures only would trust what stands before a number too much.
    """
    first = [list(samples(case)) for case in texts]
    groups = [str(case["id"]) for case in texts]
    again: list[Sample] = []
    for learn, test in GroupKFold(FOLDS).split(first, groups=groups):
        read = reader(estimate(sure(sample for place in learn for sample in first[place])))
        again += (sample for place in test for sample in samples(texts[place], read))
    return again


def model() -> LogisticRegression:
    """The classifier, before it has seen anything."""
    return LogisticRegression(C=STRENGTH, max_iter=1_000, tol=1e-3)


def matrix(found: list[Sample], also: list[Sample] | None = None) -> tuple[Any, list[str]]:
    """A row of sign values per sample, and the names of the signs.

    Signs are met in `found`; the rows of `also` follow, with the same signs.
    """
    met = Counter(sign for sample in found for sign in sample.signs or ())
    kept = [
        {sign: value for sign, value in (sample.signs or {}).items() if met[sign] >= RARE}
        for sample in [*found, *(also or [])]
    ]
    vectorizer = DictVectorizer()
    return vectorizer.fit_transform(kept), list(vectorizer.get_feature_names_out())


def by_words_beside(sample: Sample) -> Sample:
    """The number without its size and its passage, which must not be needed.

    A jail for 900 is read like one for 40,000, and a sentence alone like one in its article.
    """
    signs = {sign: v for sign, v in (sample.signs or {}).items() if not sign.startswith(FAR)}
    return replace(sample, signs=signs)


def estimate(found: list[Sample]) -> dict[str, list[float]]:
    """For each sign its weight per metric, against NOTHING."""
    values, names = matrix(found, [*map(by_words_beside, found)])
    metrics = [sample.metric for sample in found]
    counted = np.repeat([1.0, AGAIN], len(found))
    fitted = model().fit(values, metrics * 2, sample_weight=counted)
    by_class = dict(zip(fitted.classes_, fitted.coef_, strict=True))
    ground = dict(zip(fitted.classes_, fitted.intercept_, strict=True))
    table = {
        name: [float(by_class[metric][n] - by_class[NOTHING][n]) for metric in METRICS]
        for n, name in enumerate(names)
    }
    table["any"] = [
        weight + float(ground[metric] - ground[NOTHING]) - DOUBT
        for weight, metric in zip(table["any"], METRICS, strict=True)
    ]
    return table


def write(table: dict[str, list[float]], file: Path) -> int:
    """Write the weights, small ones left out; how many signs are written."""
    rounded = {
        name: [round(weight, 2) if abs(weight) >= SMALL else 0 for weight in row]
        for name, row in table.items()
    }
    kept = {name: row for name, row in sorted(rounded.items()) if any(row)}
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["sign", *METRICS])
        writer.writerows([name, *(weight or "" for weight in row)] for name, row in kept.items())
    return len(kept)


def report(found: list[Sample]) -> str:
    """Precision and recall by language, each text read with weights from the other texts."""
    lines = []
    for language in LANGUAGES:
        pairs = [
            (sample.metric, sample.taken)
            for sample in found
            if sample.language == language and not sample.disputable
        ]
        right = sum(wanted == taken != NOTHING for wanted, taken in pairs)
        claimed = sum(taken != NOTHING for _, taken in pairs)
        stated = sum(wanted != NOTHING for wanted, _ in pairs)
        lines.append(
            f"{language}: precision {right / max(claimed, 1):.3f}, "
            f"recall {right / max(stated, 1):.3f}, of {stated} figures"
        )
    return "\n".join(lines)


def options(description: str | None) -> tuple[list[Path], bool]:
    """The files of annotated texts that the command line names, the own first; whether to check."""
    arguments = argparse.ArgumentParser(description=description)
    arguments.add_argument("--texts", type=Path, nargs="*", default=[])
    arguments.add_argument("--check", action="store_true")
    chosen = arguments.parse_args()
    return [*(CASES / f"{name}.yml" for name in FILES), *chosen.texts], chosen.check


def main() -> None:
    """Estimate the weights, or check them."""
    files, check = options(__doc__)
    found = reread(list(cases(files)))
    if check:
        print(report(found))
        return
    learned = sure(found)
    count = write(estimate(learned), weights.FILE)
    print(f"{weights.FILE.name}: {count} signs, from {len(learned)} numbers")


if __name__ == "__main__":
    main()
