"""A bounded, seeded fuzz of the extraction; atheris is needed and no dependency of the package.

    python benchmarks/fuzz.py [-runs=20000] [-max_total_time=60] [-seed=7]

Each text is made of bytes that the fuzzer chooses, with pieces of articles among them. Every
number and figure must stand where it says, and nothing may raise.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["cecot_analysis"]):
    from cecot_analysis import numerals
    from cecot_analysis.figures import figures_of

PIECES = (
    "CECOT ", "El Salvador ", "holds ", "capacity of ", "40,000 ", "14.500 ", "97 mil 525 ",
    "more than ", "hasta ", "arrests ", "reos ", "$6 million ", "0.6 m² ", "between 10 and 20 ",
    "as of August 2024 ", "según Cristosal ", "deaths in custody ", ". ", "\n", "“", "\u202e",
    "\u200b", "\u0301", "1e400 ", "٣٤ ", ",", "9/11 ", "two hundred and ", "medio millón ",
)  # fmt: skip


def text_of(data: atheris.FuzzedDataProvider) -> str:
    """A text of pieces and of arbitrary characters."""
    parts = []
    while data.remaining_bytes() and len(parts) < 60:
        choice = data.ConsumeIntInRange(0, len(PIECES) + 3)
        parts.append(PIECES[choice] if choice < len(PIECES) else data.ConsumeUnicode(4))
    return "CECOT " + "".join(parts)


def check(data: bytes) -> None:
    """Read one text in both languages; raises where a span does not hold."""
    text = text_of(atheris.FuzzedDataProvider(data))
    for language in ("en", "es"):
        for number in numerals.find(text, language):
            assert text[number.start : number.end] == number.surface
        for row in figures_of("x", text, language):
            assert text[row["start"] : row["end"]] == row["surface"]
            assert text[row["quote_start"] : row["quote_end"]] == row["quote"]
            assert row["quote_start"] <= row["start"] < row["end"] <= row["quote_end"]


if __name__ == "__main__":
    given = [argument for argument in sys.argv[1:] if argument.startswith("-")]
    defaults = ["-runs=20000", "-max_total_time=60", "-seed=7", "-max_len=400"]
    atheris.Setup([sys.argv[0], *defaults, *given], check)
    atheris.Fuzz()
