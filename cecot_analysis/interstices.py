"""What may stand between a figure and its date, by the words of `lexicon/dates.yml`."""

from __future__ import annotations

import re
from functools import cache

from . import lexicon


@cache
def patterns(language: str) -> dict[str, re.Pattern[str]]:
    """The expressions of one language by name, each for words before, behind or between."""
    words = lexicon.read("dates")
    told = {
        key: lexicon.any_of(words[key][language])
        for key in (
            "coordinates",
            "in_which",
            "at_which",
            "since",
            "up_to",
            "and",
            "opens_clause",
            "closes_span",
            "opens_span",
            "opens_relative",
            "alone",
            "opens_time",
            "of_the",
            "go_home",
            "remark",
            "reaching",
            "of",
        )
    }
    no_figure = "|".join(lexicon.pattern(word) for word in words["no_figure"][language])
    return {
        "no_figure": re.compile(rf"(?<![^\W\d_])(?:{no_figure})(?![^\W_])", re.I),
        "coordinated": re.compile(
            rf"[^.;:]{{0,90}}?(?:,|{told['coordinates']})\s(?:\w+\s){{0,3}}$", re.I
        ),
        # "18 were reported in March", "18 people died in the prisons in March"
        "counted": re.compile(r"\)?\s(?:[^\W\d_]+\s){0,3}"),
        "simple": re.compile(
            rf"(?:\s(?:{told['alone']}))?(?:,?\s(?:[^\W\d_][\w’'.-]*\s){{0,11}}|:\s(?:\w+\s){{0,2}})[$]?",
            re.I,
        ),
        "beside": re.compile(r"(?:\s[^\W\d_]+){0,3}\s"),
        "of_the": re.compile(rf"(?:{told['of_the']})\s$", re.I),
        "and": re.compile(rf"\s(?:{told['and']})\s(?:[^\W\d_]+\s){{0,3}}$", re.I),
        # "held 9 when he took office in June", "when he took office in June, it held 9"
        "when": re.compile(rf"(?:\s[^\W\d_]+){{0,4}}\s(?:{told['at_which']})\s[^,;.0-9]*", re.I),
        "when_then": re.compile(rf"(?:^|,\s)(?:{told['at_which']})\s[^,;.0-9]*$", re.I),
        "clause": re.compile(r",\s(?:[^\W\d_]+\s){4,}$"),
        "from": re.compile(rf"(?:{told['opens_span']})\s(?:[^\W\d_]+\s)?$", re.I),
        "to": re.compile(rf"\s(?:{told['closes_span']})\s(?:[^\W\d_]+\s){{0,3}}"),
        # "in 2022 police made 900 arrests", "in June 2022, in which 41 died"
        "counting": re.compile(
            rf"\s(?:[^\W\d_]+\s){{1,4}}|,\s(?:{told['in_which']})\s(?:[^\W\d_]+\s){{1,3}}", re.I
        ),
        "since": re.compile(rf"(?:{told['since']})[^.;]*,\s$", re.I),
        "up_to": re.compile(told["up_to"], re.I),
        "relative": re.compile(rf",\s(?:{told['opens_relative']})\s[^,;.]*$", re.I),
        "said": re.compile(rf",?\s(?:{told['opens_relative']})\s", re.I),
        "within": re.compile(rf"(?<!,\s)(?<!\band\s)(?:{told['opens_relative']})\s[^,;.]*$", re.I),
        "added": re.compile(rf"(?:{told['and']})\s(?:\w+\s)?$", re.I),
        "of": re.compile(rf"\s(?:{told['of']})\s", re.I),
        "remark": re.compile(rf",\s(?:{told['remark']})(?:\s[^,;.0-9]*)?(?=,)", re.I),
        "reached": re.compile(rf"(?:{told['reaching']})(?:\s[^\W\d_]+){{0,3}}\s$", re.I),
        "reaches": re.compile(rf"(?:{told['reaching']})[^,;.:0-9]{{0,24}}$", re.I),
        "go_home": re.compile(told["go_home"], re.I),
        "hanging": re.compile(rf"\s(?:{told['opens_relative']})\s[^,;.]*$", re.I),
        "time": re.compile(rf"(?:{told['opens_time']})\s[^,;.]*$", re.I),
        "clock": re.compile(rf"\s(?:{lexicon.any_of(words['clock_time'][language])})", re.I),
        "next": re.compile(rf"[,;]|{told['and']}", re.I),
        "opens": re.compile(rf"(?:{told['opens_clause']})\s$", re.I),
    }
