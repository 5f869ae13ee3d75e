"""The numbers that Microsoft's Recognizers-Text specifications say must parse, read by ours.

    python benchmarks/recognizers.py PATH_OF_A_LOCAL_COPY [--failures]

Reads `Specs/Number/{English,Spanish}/Number{,Range}Model.json` (MIT licence) of a copy of the
repository microsoft/Recognizers-Text, and prints the share passed: a case passes where every
expected number is found with its span and value, and nothing else. What is out of scope by
intent is counted apart, with the reason.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from cecot_analysis import numerals

LANGUAGES = {"English": "en", "Spanish": "es"}
MODELS = ("NumberModel", "NumberRangeModel")
OUT_OF_SCOPE = (  # reason, what tells it in the text or in the expected resolution
    ("fractions", r"\b(half|halves|third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)s?\b"),
    ("fractions", r"\b\w*(avo|ava|[ée]sim[oa]|tercio|cuarto|quinto|medio|d[ée]cimo)s?\b"),
    (
        "fractions",
        r"\b\w*(hundredth|thousandth|twentieth|first|fort(y|ie)th)s?\b|out of|\bin [0-9]",
    ),
    ("Spanish commas are thousands, as in El Salvador", r"^[0-9],[0-9]{3}$"),
    ("numbers glued to a unit", r"[0-9](ml|km|G|b|MM|dozs)\b| dozs\b| MM?\b"),
    (
        "two comparators as one range",
        r"(less|more|most|least|menor|mayor|m[áí]\w+mo).*\b(and|or|y|o|,).*"
        r"(less|more|most|least|smaller|menor|mayor|m[áí]\w+mo)",
    ),
    ("fractions", r"[0-9]\s?/\s?[0-9]|[½⅓¼¾⅔]|\bover\b|\bsobre\b|\b(medio|media|mitad)\b"),
    ("powers and scientific notation", r"[0-9]\s?[eE^][+-]?\s?[0-9]|\^"),
    ("negative numbers", r"\b(minus|negative|menos|negativo)\b|(^|\s)[-−][0-9.]"),
    ("decimals in words", r"\b(point|coma|punto|con)\b"),
    ("ordinals", r"\b(first|second|primer\w*|segund\w*|tercer\w*)\b|[0-9](st|nd|rd|th|º|ª)"),
    ("numerals of other scripts", r"[٠-٩०-९０-９]"),
    ("inequality signs", r"[<>≤≥=]"),
    ("Indian grouping and digit lists", r"[0-9],[0-9]{2},|lakh|crore"),
    ("one, a and an alone", r"\b(one|an?|un|uno|una)\b"),
)


def reason_out_of_scope(case: dict[str, Any]) -> str | None:
    """Why a case is not meant to pass; None where it is."""
    for reason, sign in OUT_OF_SCOPE:
        if re.search(sign, case["Input"], re.IGNORECASE):
            return reason
    return None


def expected(case: dict[str, Any]) -> list[tuple[int, int, float | None]]:
    """Span and value of every number that a case names; no value for a range."""
    found = []
    for result in case.get("Results", []):
        written = str(result["Resolution"].get("value", ""))
        value = (
            None
            if "(" in written or "[" in written or not written
            else float(written.replace(",", "."))
        )
        found.append((result["Start"], result["End"] + 1, value))
    return found


def passes(case: dict[str, Any], language: str) -> bool:
    """Whether the numbers of a case are found with the same values, at overlapping spans."""
    numbers = numerals.find(case["Input"], language)
    wanted = expected(case)
    if len(numbers) != len(wanted):
        return False
    return all(
        n.start < end and start < n.end and (value is None or n.value == value)
        for n, (start, end, value) in zip(numbers, wanted, strict=True)
    )


def main() -> None:
    """Read the specifications and print the share passed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("copy", type=Path)
    arguments.add_argument("--failures", action="store_true")
    chosen = arguments.parse_args()
    for name, language in LANGUAGES.items():
        for model in MODELS:
            file = chosen.copy / "Specs" / "Number" / name / f"{model}.json"
            cases = json.loads(file.read_text("utf-8-sig"))
            left_out = Counter(filter(None, map(reason_out_of_scope, cases)))
            meant = [case for case in cases if reason_out_of_scope(case) is None]
            failed = [case for case in meant if not passes(case, language)]
            share = 1 - len(failed) / len(meant)
            print(f"{name} {model}: {len(meant) - len(failed)} of {len(meant)} pass ({share:.0%})")
            print(f"   out of scope by intent: {dict(left_out)}")
            for case in failed if chosen.failures else []:
                got = [(n.surface, n.value) for n in numerals.find(case["Input"], language)]
                print("   ", repr(case["Input"]), expected(case), got)


if __name__ == "__main__":
    main()
