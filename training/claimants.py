"""Estimate anew how strongly each sign speaks for a candidate claimant, from annotated cases.

    python training/claimants.py [--texts FILE ...] [--check]

Reads the cases that `fit.py` reads and writes cecot_analysis/lexicon/claimant_weights.csv.
`--texts` adds further annotated texts (JSON Lines with the columns of the cases). `--check`
writes nothing and prints how well weights estimated on the other texts name the claimants of
each text (cross-validation by text), and what a stricter or laxer nobody would cost.
Needs scipy, which scikit-learn brings (`pip install --group training`).
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from fit import CASES, options, placed, stored
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from cecot_analysis import candidates, claimants, interviews, lexicon, ranking
from cecot_analysis.claimants import NOBODY, Claimant
from cecot_analysis.context import Context, grouped
from cecot_analysis.figures import figures_of
from cecot_analysis.quality import read_set
from cecot_analysis.schema import LANGUAGES
from cecot_analysis.spots import Before, Spot

STRENGTH = 0.3  # inverse of the penalty on large weights
RARE = 5  # a sign met less often is not weighed
SMALL = 0.02  # a weight smaller than this changes no reading
FOLDS = 8
OWN = 4  # how often the own articles and cases of claims count: rare ways must speak, and plain
SPEAKERS = CASES / "speakers.yml"  # says nothing new to whoever learns metrics
CLAIMS = ("claims", SPEAKERS.stem)
STRICT = 0.25  # added to nobody: how much likelier than nobody a claimant must be
TRIED = (-1.0, -0.5, 0.0, 0.5, 1.0, 1.5)  # for --check


@dataclass(frozen=True)
class Row:
    """One figure of an annotated text: where it stands, its candidates, and who claims it."""

    text: str
    language: str
    spot: Spot
    signs: list[list[str]]
    names: list[str | None]
    written: list[str]
    claimant: str | None
    kind: str


def agree(one: str | None, other: str | None) -> bool:
    """Whether two names, or their absence, are the same: one may be longer."""
    first, second = (one or "").lower(), (other or "").lower()
    return first == second or bool(first and second and (first in second or second in first))


def is_right(row: Row, name: str | None) -> bool:
    """Whether `name` claims a row: annotated so, or under the word that stands for it there."""
    return agree(name, row.claimant) or any(
        known == name and row.claimant and agree(words, row.claimant)
        for known, words in zip(row.names, row.written, strict=True)
        if words
    )


def annotated(files: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """Every annotated text of these files and of the project's own articles."""
    for file in files:
        yield from list(stored([file])) * (OWN if file.stem in CLAIMS else 1)
    texts, rows = read_set("articles")
    for name, article in texts.iterrows():
        marked = rows[rows["article_id"] == name]
        marked = marked.astype("object").where(marked.notna(), None)
        own = {"id": name, **article[["language", "text"]], "figures": marked.to_dict("records")}
        yield from [own] * OWN


def examples() -> Iterator[dict[str, Any]]:
    """The lexicon's examples that tell the claimant of their last figure; the others are left out.

    The figures are those that are read in them.
    """
    for file in ("claimants", "clauses", "generics"):
        for entry in lexicon.entries_of(lexicon.read(file)):
            for language, text in entry["example"].items():
                found = figures_of("x", text, language) if "claimant" in entry else []
                for row in found:
                    last = row is found[-1]
                    name = entry["claimant"][language] if last else None
                    row |= {"attribution": name or None, "disputable": not last}
                yield {"id": text, "language": language, "text": text, "figures": found}


def rows_of(case: dict[str, Any]) -> Iterator[Row]:
    """The figures of one text; the claimant of the figure before is taken as annotated."""
    text, language = case["text"], case["language"]
    if not text or language not in LANGUAGES:
        return
    context = Context(case["id"], text, language, None)
    numbers = dict(grouped(context))
    last: tuple[int, str, Claimant] | None = None
    for start, end, figure in placed(case):
        inside = (n for n, (a, b) in enumerate(context.sentences) if a <= start and end <= b)
        place = next(inside, None)
        if place is None:
            continue
        offset = context.sentences[place][0]
        near = (n for n in numbers.get(place, []) if n.end <= start or n.start >= end)
        before = Before(place - last[0], last[1] == figure["metric"], last[2]) if last else None
        spot = Spot(
            context.words(place),
            (start - offset, end - offset),
            [(n.start - offset, n.end - offset) for n in near],
            context.earlier(place, claimants.BEFORE),
            context.later(place, claimants.BEHIND),
            context.same_paragraph(place),
            language,
            figure["metric"],
            before,
            interviews.introduction(context, place),
        )
        name, kind = figure.get("attribution") or None, figure.get("claimant_kind") or "none"
        last = place, figure["metric"], Claimant(name, kind, "stated" if name else "none")
        if not (figure.get("disputable") or figure.get("claimant_disputable")):
            found = [(one, one.claimant().name) for one in candidates.of(spot)]
            found = [one for n, one in enumerate(found) if n == 0 or one[1]]
            signs, written = [one.signs for one, _ in found], [one.written for one, _ in found]
            names = [known for _, known in found]
            yield Row(case["id"], language, spot, signs, names, written, name, kind)


def estimate(rows: list[Row]) -> dict[str, float]:
    """The weight of each sign that makes the annotated claimants likeliest.

    A figure whose claimant is nobody within reach tells nothing and is left out.
    """
    rows = [row for row in rows if any(is_right(row, name) for name in row.names)]
    met = Counter(sign for row in rows for sign in {s for signs in row.signs for s in signs})
    place = {sign: n for n, sign in enumerate(sorted(s for s in met if met[s] >= RARE))}
    columns: list[int] = []
    ends, owner, right = [0], [], []
    for number, row in enumerate(rows):
        for signs, name in zip(row.signs, row.names, strict=True):
            columns += [place[sign] for sign in signs if sign in place]
            ends.append(len(columns))
            owner.append(number)
            right.append(is_right(row, name))
    shape = len(owner), len(place)
    values = csr_matrix((np.ones(len(columns)), columns, ends), shape=shape)
    whose, wanted, count = np.array(owner), np.array(right, dtype=float), len(rows)

    def loss(weights: Any) -> tuple[float, Any]:
        score = values @ weights
        top = np.full(count, -np.inf)
        np.maximum.at(top, whose, score)
        odds = np.exp(score - top[whose])
        every = np.bincount(whose, odds, count)
        good = np.bincount(whose, odds * wanted, count)
        slope = odds / every[whose] - odds * wanted / good[whose]
        penalty = weights @ weights / (2 * STRENGTH)
        return (np.log(every) - np.log(good)).sum() + penalty, values.T @ slope + weights / STRENGTH

    found = minimize(loss, np.zeros(len(place)), jac=True, method="L-BFGS-B").x
    return dict(zip(place, map(float, found), strict=True))


def write(weights: dict[str, float], file: Path) -> int:
    """Write the weights, small ones left out; how many are written."""
    kept = {s: round(w, 2) for s, w in sorted(weights.items()) if abs(w) >= SMALL}
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(ranking.COLUMNS)
        writer.writerows(kept.items())
    return len(kept)


def named(rows: list[Row], weights: dict[str, float], strict: float) -> list[Claimant]:
    """Whom these weights name, each figure knowing only whom the one before was given."""
    known = weights | {"nobody": weights["nobody"] + strict}
    found: list[Claimant] = []
    for number, row in enumerate(rows):
        spot = row.spot
        if spot.last:
            given = found[-1] if number and rows[number - 1].text == row.text else NOBODY
            spot = replace(spot, last=replace(spot.last, claimant=given))
        found.append(ranking.best(candidates.of(spot), known))
    return found


def origin(text: str) -> str:
    """One name for a text and for the case that retells it: art2-en-019, en2_019."""
    retold = re.match(r"art(2?)-(en|es)-0*(\d+)", text)
    real = re.match(r"(en|es)(2?)_?0*(\d+)$", text)
    if retold:
        return f"{retold[2]}{retold[1]} {retold[3]}"
    return f"{real[1]}{real[2]} {real[3]}" if real else text


def report(rows: list[Row]) -> Iterator[str]:
    """By language: the share of stated claimants that is right, and of rows that is invented."""
    groups = sorted({origin(row.text) for row in rows})
    np.random.default_rng(0).shuffle(groups)
    fold = {name: n % FOLDS for n, name in enumerate(groups)}
    parts = [[row for row in rows if fold[origin(row.text)] == n] for n in range(FOLDS)]
    learned = [
        estimate([row for n, part in enumerate(parts) if n != left for row in part])
        for left in range(FOLDS)
    ]
    for strict in TRIED:
        pairs = [
            (row, who)
            for part, weights in zip(parts, learned, strict=True)
            for row, who in zip(part, named(part, weights, strict), strict=True)
        ]
        for language in LANGUAGES:
            here = [(row, who) for row, who in pairs if row.language == language]
            stated = [(row, who) for row, who in here if row.claimant]
            right = [(row, who) for row, who in stated if is_right(row, who.name)]
            wrong = sum(bool(who.name) for _, who in stated) - len(right)
            kinds = sum(row.kind == who.kind for row, who in right)
            invented = sum(bool(who.name) for row, who in here if not row.claimant)
            yield (
                f"{strict:+.1f} {language}: right {len(right) / max(1, len(stated)):.3f}, wrong "
                f"{wrong / max(1, len(stated)):.3f} of {len(stated)} stated; invented "
                f"{invented / max(1, len(here)):.3f} of {len(here)} rows; kind "
                f"{kinds / max(1, len(right)):.3f}"
            )


def main() -> None:
    """Estimate the weights, or check them."""
    files, check = options(__doc__)
    texts = [*annotated([*files, SPEAKERS]), *(case for case in examples() for _ in range(OWN))]
    rows = [row for case in texts for row in rows_of(case)]
    if check:
        print(*report(rows), sep="\n")
        return
    weights = estimate(rows)
    weights["nobody"] += STRICT
    print(f"{ranking.FILE.name}: {write(weights, ranking.FILE)} signs, from {len(rows)} figures")


if __name__ == "__main__":
    main()
