"""How fast figures are found, beside finding digits alone, in one run and one process.

    python benchmarks/extraction.py [--articles 2000] [--peers]

Prints articles per second and the ratio to the floor, and a curve of time per megabyte for long
and for hostile texts. `--peers` adds quantulum3 and CQE where they are installed.
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import re
import time
from collections.abc import Callable

import pandas as pd

import cecot_analysis as ca

_DIGITS = re.compile(r"[0-9]+")
_HOSTILE = {
    "digits": "1" * 50,
    "commas": "1,234," * 10,
    "spaces": " " * 50,
    "cue words": "capacity of inmates held ",
    "numbers and cues": "CECOT holds 9,000 inmates and 40 guards, ",
}


def timed(task: Callable[[], object]) -> float:
    """Seconds that `task` takes, the best of three."""
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        task()
        best = min(best, time.perf_counter() - start)
    return best


def digits_alone(texts: list[str]) -> int:
    """How many runs of digits stand in `texts`: the floor that no extractor can beat."""
    return sum(1 for text in texts for _ in _DIGITS.finditer(text))


def peers(texts: list[str]) -> dict[str, float]:
    """Articles per second of other extractors, for those that are installed."""
    found = {}
    sample = texts[:20]
    if importlib.util.find_spec("quantulum3"):
        from quantulum3 import parser

        found["quantulum3"] = len(sample) / timed(lambda: [parser.parse(text) for text in sample])
    if importlib.util.find_spec("CQE"):
        from CQE import CQE

        tool = CQE.CQE(overload=True)
        found["CQE"] = len(sample) / timed(lambda: [tool.parse(text) for text in sample])
    return found


def curve() -> pd.DataFrame:
    """Seconds per megabyte by kind of text and length: a row per kind, a column per length."""
    ordinary = "\n".join(ca.load_articles()["text"]) + "\n"
    kinds = {"ordinary": ordinary, **_HOSTILE}
    rows = {}
    for kind, piece in kinds.items():
        rows[kind] = {}
        for size in (30_000, 100_000, 300_000):
            text = "CECOT, El Salvador. " + (piece * (size // len(piece) + 1))[:size]
            frame = pd.DataFrame({"text": [text], "language": ["en"]})
            start = time.perf_counter()
            ca.extract_figures(frame)
            rows[kind][f"{size // 1000} kB"] = (time.perf_counter() - start) / size * 1e6
    return pd.DataFrame(rows).T.round(2)


def main() -> None:
    """Run the comparison and print it."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--articles", type=int, default=2_000)
    arguments.add_argument("--peers", action="store_true")
    chosen = arguments.parse_args()
    articles = ca.load_articles()
    texts = list(itertools.islice(itertools.cycle(articles["text"]), chosen.articles))
    frame = pd.DataFrame({"text": texts, "language": "en"})
    ca.extract_figures(frame.head(5))
    ours = len(texts) / timed(lambda: ca.extract_figures(frame))
    floor = len(texts) / timed(lambda: digits_alone(texts))
    rates = {"digits alone (the floor)": floor, "cecot-analysis": ours}
    rates |= peers(texts) if chosen.peers else {}
    for name, rate in rates.items():
        print(f"{name:26} {rate:10,.0f} articles/s   {floor / rate:8.1f} × the time of the floor")
    print("\nseconds per megabyte")
    print(curve().to_string())


if __name__ == "__main__":
    main()
