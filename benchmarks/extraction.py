"""How fast figures are found, and in how much memory, beside finding digits alone.

    python benchmarks/extraction.py [--articles 2000] [--peers [PYTHON]] [--memory]
        [--sizes KB ...] [--kinds KIND ...]

Prints articles per second and the ratio to the floor, what the first article of a new process
takes, and a curve of time per megabyte for long and for hostile texts, with what each number of
the longest takes: `--sizes` in kilobytes (1000 10000 50000 takes minutes) and `--kinds` choose
which. `--peers` adds quantulum3 and CQE where they are installed, for this Python
or for the one named; `--memory` the largest memory held for many articles and for one long text.
All times are processor time of one process; no two articles are alike, so that nothing is
remembered from one for the next.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

import cecot_analysis as ca
from cecot_analysis import numerals
from cecot_analysis.figures import figures_of

PEERS = Path(__file__).with_name("peers.py")
_DIGITS = re.compile(r"[0-9]+")
_INNER = re.compile(r"(?<=[1-9])[0-9]")
_SAMPLE = 20  # articles that peers read: they take long
_HOSTILE = {
    "digits": "1" * 50,
    "commas": "1,234," * 10,
    "spaces": " " * 50,
    "cue words": "capacity of inmates held ",
    "numbers": "9,000 and 40, ",
    "numbers and cues": "CECOT holds 9,000 inmates and 40 guards, ",
}
_KINDS = ("ordinary", *_HOSTILE)
_SIZES = (10, 30, 100, 300)


def timed(task: Callable[[], object]) -> float:
    """Seconds of processor time that `task` takes, the best of three."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        task()
        best = min(best, time.process_time() - start)
    return best


def articles(count: int) -> list[str]:
    """The project's articles over and over, each time with other digits: no two alike."""
    generator = random.Random(0)
    stored = list(ca.load_articles()["text"])
    return [
        _INNER.sub(lambda _: str(generator.randrange(10)), stored[place % len(stored)])
        for place in range(count)
    ]


def frame_of(texts: list[str]) -> pd.DataFrame:
    """The texts as a frame of English articles."""
    return pd.DataFrame({"text": texts, "language": "en"})


def digits_alone(texts: list[str]) -> int:
    """How many runs of digits stand in `texts`: the floor that no extractor can beat."""
    return sum(1 for text in texts for _ in _DIGITS.finditer(text))


def peers(texts: list[str], python: str) -> dict[str, float]:
    """Articles per second of other extractors, those that are installed for `python`."""
    run = subprocess.run(
        [python, PEERS],
        input=json.dumps(texts[:_SAMPLE]),
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(run.stdout)
    return found


def ordinary(size: int) -> str:
    """One text of `size` characters, of articles that differ in their digits."""
    texts = articles(size // 3_000 + 5)
    return "\n".join(texts)[:size]


def curve(kinds: Sequence[str], sizes: Sequence[int]) -> pd.DataFrame:
    """Seconds per megabyte by kind of text and length in kilobytes: a row per kind."""
    rows: dict[str, dict[str, float]] = {}
    for kind in kinds:
        rows[kind] = {}
        for size in (1_000 * kilobytes for kilobytes in sizes):
            piece = _HOSTILE.get(kind)
            text = (piece * (size // len(piece) + 1))[:size] if piece else ordinary(size)
            text = "CECOT, El Salvador. " + text
            start = time.process_time()
            figures_of("x", text, "en")
            rows[kind][f"{size // 1000} kB"] = (time.process_time() - start) / size * 1e6
        numbers = len(numerals.find(text, "en"))
        rows[kind]["numbers per MB"] = numbers / size * 1e6
        taken = rows[kind][f"{size // 1000} kB"] * size
        rows[kind]["µs per number"] = taken / numbers if numbers else float("nan")
    return pd.DataFrame(rows).T.round(2)


def first() -> float:
    """Seconds of processor time that the first article of a new process takes, beside imports."""
    measured = (
        "import time; from cecot_analysis.figures import figures_of\n"
        "import sys; text = sys.stdin.read(); start = time.process_time()\n"
        "figures_of('x', text, 'en'); print(time.process_time() - start)"
    )
    run = subprocess.run(
        [sys.executable, "-c", measured],
        input=articles(1)[0],
        capture_output=True,
        text=True,
        check=True,
    )
    return float(run.stdout)


def memory(count: int) -> pd.DataFrame:
    """Megabytes held at most while figures are found, beside those of texts and figures."""
    rows = {}
    for name, texts in ((f"{count} articles", articles(count)), ("10 MB", [ordinary(10_000_000)])):
        frame = frame_of(texts)
        ca.extract_figures(frame_of(articles(20)))  # what is read and compiled once
        tracemalloc.start()
        found = ca.extract_figures(frame)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        rows[name] = {
            "held at most": most / 1e6,
            "longest text": max(map(sys.getsizeof, texts)) / 1e6,
            "frame of figures": found.memory_usage(deep=True).sum() / 1e6,
            "figures": len(found),
        }
    return pd.DataFrame(rows).T.round(1)


def main() -> None:
    """Run the comparison and print it."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--articles", type=int, default=2_000)
    arguments.add_argument("--peers", nargs="?", const=sys.executable, metavar="PYTHON")
    arguments.add_argument("--memory", action="store_true")
    arguments.add_argument("--sizes", nargs="+", type=int, default=_SIZES, metavar="KB")
    arguments.add_argument("--kinds", nargs="+", choices=_KINDS, default=_KINDS)
    chosen = arguments.parse_args()
    texts = articles(chosen.articles)
    frame = frame_of(texts)
    ca.extract_figures(frame.head(5))
    ours = len(texts) / timed(lambda: ca.extract_figures(frame))
    floor = len(texts) / timed(lambda: digits_alone(texts))
    rates = {"digits alone (the floor)": floor, "cecot-analysis": ours}
    rates |= peers(texts, chosen.peers) if chosen.peers else {}
    print(f"{len(texts)} articles of {sum(map(len, texts)) / len(texts) / 1000:.1f} kB")
    told = pd.DataFrame({"articles/s": rates})
    told["× the time of the floor"] = floor / told["articles/s"]
    told["× the time of this package"] = ours / told["articles/s"]
    print(told.round(2).to_string())
    print(f"\nthe first article of a new process {first():.2f} s")
    print("\nseconds per megabyte")
    print(curve(chosen.kinds, chosen.sizes).to_string())
    if chosen.memory:
        print("\nmegabytes")
        print(memory(chosen.articles).to_string())


if __name__ == "__main__":
    main()
