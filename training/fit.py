"""Estimate anew how strongly each sign speaks for each metric, from annotated texts.

    python training/fit.py [--texts FILE ...] [--check]

Reads every case of tests/cases/ that FILES names, the texts of training/texts/ and the examples of
the lexicon, and writes cecot_analysis/lexicon/weights.csv. `--texts` adds further annotated texts
(JSON Lines with the columns of the cases). `--check` writes nothing and prints how well weights
estimated on the other texts read each text (cross-validation by text).
What is learned is drawn towards training/base_weights.csv, which press texts gave that are not
ours to pass on: a sign that these texts never meet keeps its weight.
Needs scikit-learn, which brings scipy (`pip install --group training`).
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
from scipy.optimize import minimize
from scipy.sparse import vstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.model_selection import GroupKFold

from cecot_analysis import lexicon, numerals, passages, surroundings, weights
from cecot_analysis.context import Context, grouped
from cecot_analysis.figures import figures_of, is_about
from cecot_analysis.quality import read_set
from cecot_analysis.schema import LANGUAGES, METRICS
from cecot_analysis.signs import Signs
from cecot_analysis.surroundings import Place

Reader = Callable[[Signs], str]
Table = dict[str, list[float]]
HERE = Path(__file__).parent
CASES = HERE.parent / "tests" / "cases"
TEXTS = HERE / "texts"
BASE = HERE / "base_weights.csv"
FILES = (
    "develop",
    "develop_more",
    "articles_en",
    "articles_es",
    "articles_en_more",
    "articles_es_more",
    "thin",
    "plain",
    "contrasts",
    "claims",
)
NOTHING = "nothing"
STRENGTH = 1.0  # inverse of the penalty on leaving the base
RARE = 2  # a sign met less often is not weighed
SMALL = 0.05  # a weight smaller than this changes no reading
FOLDS = 8
EXAMPLE = 3  # how often an entry's example counts: the entry must be able to speak
SURE = ("plain", "contrasts")  # files of cases that count as often: whoever reads must read these
DOUBT = 0.65  # taken off every metric: a figure too many is worse than a figure missed
OWN = 10  # how often the project's own articles count: they must be read whole
AGAIN = 0.5  # how much each number counts a second time, by the words beside it alone
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
    for file in files:
        yield from list(stored([file])) * (EXAMPLE if file.stem in SURE else 1)
    texts, rows = read_set("articles")
    for name, article in texts.iterrows():
        marked = rows[rows["article_id"] == name]
        figures = marked[["surface", "start", "metric"]].to_dict("records")
        yield from [{"id": name, **article[["language", "text"]], "figures": figures}] * OWN
    for entry in lexicon.entries_of(lexicon.read("metrics")):
        for language, text in entry["example"].items():
            metric = entry["metric"]
            shown = [number.surface for number in numerals.find(text, language)][-1:]
            wanted = shown if metric != lexicon.OTHER else []
            figures = [{"surface": surface, "metric": metric} for surface in wanted]
            example = {"id": entry["rule"], "language": language, "text": text}
            yield from [{**example, "figures": figures}] * EXAMPLE


def examples() -> Iterator[dict[str, Any]]:
    """The examples of all other files of the lexicon, and the sentences whose dates are tested.

    Their figures are not annotated.
    """
    for number, case in enumerate(stored([CASES / "dates.yml"])):
        yield {"id": f"dates {number}", **case}
    for file in sorted(lexicon.FOLDER.glob("*.yml")):
        entries = lexicon.entries_of(lexicon.read(file.stem)) if file.stem != "metrics" else ()
        for number, entry in enumerate(entries):
            for language, text in entry["example"].items():
                name = f"{file.stem} {number} {language}"
                yield {"id": name, "language": language, "text": text}


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


def reader(table: Table) -> Reader:
    """Reads a number's metric, or NOTHING, from its signs by the weights of `table`."""
    known = weights.Table((name, tuple(enumerate(row))) for name, row in table.items())

    def read(signs: Signs) -> str:
        totals = known.totals(signs)
        strength = max(totals)
        return METRICS[totals.index(strength)] if strength > 0 else NOTHING

    return read


def base() -> Table:
    """The weights towards which all others are drawn."""
    rows = {sign: dict(row) for sign, row in weights.read(BASE).items()}
    return {sign: [row.get(n, 0.0) for n in range(len(METRICS))] for sign, row in rows.items()}


def doubted(table: Table) -> Table:
    """The weights as they are used: DOUBT is taken off what every number brings along."""
    return {**table, "any": [weight - DOUBT for weight in table["any"]]}


def found_in(texts: Iterable[dict[str, Any]], table: Table) -> list[Sample]:
    """The numbers of all texts, each behind figures that are read by `table`, right or wrong.

    Weights that learned behind annotated figures only would trust what stands before too much.
    """
    read = reader(doubted(table))
    return [sample for case in texts for sample in samples(case, read)]


def kept(known: Table) -> list[Sample]:
    """The numbers of the lexicon's other examples as they are read now: tests hold them right."""
    known_languages = (one for one in examples() if one["language"] in LANGUAGES)
    texts = [
        {**one, "figures": figures_of("", one["text"], one["language"])} for one in known_languages
    ]
    return sure(found_in(texts, known)) * EXAMPLE


def checked(texts: list[dict[str, Any]], known: Table) -> Iterator[Sample]:
    """The numbers of all texts, each text read by weights from the other texts."""
    groups = [str(case["id"]) for case in texts]
    for learn, test in GroupKFold(FOLDS).split(texts, groups=groups):
        learned = estimate(sure(found_in((texts[place] for place in learn), known)), known)
        yield from found_in((texts[place] for place in test), learned)


def by_words_beside(sample: Sample) -> Sample:
    """The number without its size and its passage, which must not be needed.

    A jail for 900 is read like one for 40,000, and a sentence alone like one in its article.
    """
    signs = {sign: v for sign, v in (sample.signs or {}).items() if not sign.startswith(FAR)}
    return replace(sample, signs=signs)


def matrix(found: list[Sample], known: Iterable[str]) -> tuple[Any, list[str]]:
    """A row of sign values per sample, and the names of the signs: often met here, or `known`."""
    met = Counter(sign for sample in found for sign in sample.signs or ())
    known = set(known)
    names = sorted(sign for sign, count in met.items() if count >= RARE or sign in known)
    vectorizer = DictVectorizer().fit([dict.fromkeys(names, 1.0)])
    both = [found, [*map(by_words_beside, found)]]
    return vstack([vectorizer.transform([one.signs for one in some]) for some in both]), names


def estimate(found: list[Sample], known: Table) -> Table:
    """For each sign its weight per metric, against NOTHING; what `known` tells is kept in mind.

    A multinomial logistic regression whose weights are normally distributed around the known
    ones: the most likely weights after what was known before and what is met here.
    """
    values, names = matrix(found, known)
    before = np.array([known.get(name, [0.0] * len(METRICS)) for name in names])
    wanted = np.array([[sample.metric == metric for metric in METRICS] for sample in found] * 2)
    counted = np.repeat([1.0, AGAIN], len(found))[:, None]

    def loss(flat: Any) -> tuple[float, Any]:
        table = flat.reshape(before.shape)
        scores = values @ table
        top = np.maximum(scores.max(axis=1, keepdims=True), 0.0)
        odds = np.exp(scores - top)
        total = odds.sum(axis=1, keepdims=True) + np.exp(-top)
        told = (scores * wanted).sum(axis=1, keepdims=True)
        off = table - before
        slope = values.T @ (counted * (odds / total - wanted)) + off / STRENGTH
        surprise = (counted * (top + np.log(total) - told)).sum()
        return surprise + (off * off).sum() / (2 * STRENGTH), slope.ravel()

    options = {"maxiter": 300}
    result = minimize(loss, before.ravel(), jac=True, method="L-BFGS-B", options=options).x
    learned = result.reshape(before.shape).tolist()
    return known | dict(zip(names, learned, strict=True))


def write(table: Table, file: Path) -> int:
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
    own = [*(CASES / f"{name}.yml" for name in FILES), *sorted(TEXTS.glob("*.jsonl"))]
    return [*own, *chosen.texts], chosen.check


def main() -> None:
    """Estimate the weights, or check them."""
    files, check = options(__doc__)
    texts, known = list(cases(files)), base()
    if check:
        print(report(list(checked(texts, known))))
        return
    learned = [*sure(found_in(texts, known)), *kept(known)]
    count = write(doubted(estimate(learned, known)), weights.FILE)
    print(f"{weights.FILE.name}: {count} signs, from {len(learned)} numbers")


if __name__ == "__main__":
    main()
