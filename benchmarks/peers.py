"""Articles per second of other extractors of quantities, in the Python that runs this file.

    some-python benchmarks/peers.py < texts.json

Reads a JSON list of texts, prints a JSON object: name to rate, for those that are installed. It
imports nothing of this project, so that peers can live in an environment of their own.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import sys
import time
from collections.abc import Callable
from typing import Any


def readers() -> dict[str, Callable[[str], Any]]:
    """What is installed: name to a function that reads one text."""
    found: dict[str, Callable[[str], Any]] = {}
    if importlib.util.find_spec("quantulum3"):
        found["quantulum3"] = importlib.import_module("quantulum3.parser").parse
    if importlib.util.find_spec("CQE"):
        found["CQE"] = importlib.import_module("CQE.CQE").CQE(overload=True).parse
    return found


def main() -> None:
    """Read the texts and print the rates; the first text is read once before, to warm up."""
    texts = json.load(sys.stdin)
    rates = {}
    for name, read in readers().items():
        read(texts[0])
        start = time.process_time()
        for text in texts:
            read(text)
        rates[name] = len(texts) / (time.process_time() - start)
    json.dump(rates, sys.stdout)


if __name__ == "__main__":
    main()
