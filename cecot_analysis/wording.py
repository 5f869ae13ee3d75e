"""How a figure is said: its number, its own words, its claimant, its subject; all plain text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Any

import pandas as pd

from . import lexicon
from .articles import label, short_id
from .schema import LANGUAGES, check_texts

METRIC_NAMES = {
    "capacity": "capacity",
    "population": "people held",
    "arrests": "arrests",
    "deaths_in_custody": "deaths in custody",
    "transfers": "people transferred",
    "payment": "payment",
    "space_per_person": "space per person",
    "site_area": "site area",
}
SCOPE_NAMES = {
    "cecot": "CECOT",
    "national": "nationwide",
    "cell": "one cell",
    "transferred": "those transferred",
    "other": "other places",
    "unclear": "scope unclear",
}
MEASURE_NAMES = {
    "stock": "at one time",
    "cumulative": "running total",
    "increment": "added in a period",
    "limit": "limit",
    "amount": "amount",
}
UNIT_NAMES = {"m2": "m²", "km2": "km²", "ft2": "ft²", "acre": "acres", "hectare": "hectares"}
CURRENCY_SIGNS = {"USD": "$", "EUR": "€"}
SIGNS = {
    "exact": "",
    "approx": "~ ",
    "at_least": "≥ ",
    "more_than": "> ",
    "at_most": "≤ ",
    "less_than": "< ",
    "range": "",
}
QUALIFIERS = {
    "exact": "",
    "approx": "about ",
    "at_least": "at least ",
    "more_than": "more than ",
    "at_most": "up to ",
    "less_than": "less than ",
    "range": "",
}
UNATTRIBUTED = "unattributed"
_REACH = 48  # characters left of a number in which its qualifier is looked for
_PHRASE_LIMIT = 44
_COUNTED = re.compile(r"[^\S\n]+([^\W\d_][^\W\d_’'-]*)")


def _digits(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.10g}"


def _large(value: float) -> str | None:
    """Round millions and billions in words: "6 million"; None where digits would get lost."""
    for size, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if abs(value) >= size:
            part = value / size
            return f"{part:,.10g} {name}" if round(part, 3) == part else None
    return None


def number(value: float, unit: str) -> str:
    """`value` with thousands separated and its unit: "40,000", "$6 million", "0.6 m²"."""
    digits = _large(value) or _digits(value)
    if unit in CURRENCY_SIGNS:
        return f"{CURRENCY_SIGNS[unit]}{digits}"
    return digits if unit == "people" else f"{digits} {UNIT_NAMES.get(unit, unit)}"


def unit_name(unit: str) -> str:
    """The unit as an axis names it: "m²", "US dollars", "people"."""
    return {"USD": "US dollars"}.get(unit, UNIT_NAMES.get(unit, unit))


def _amount(figure: Any) -> str:
    if pd.notna(figure.value):
        return number(figure.value, figure.unit)
    if pd.notna(figure.low) and pd.notna(figure.high):
        return f"{number(figure.low, figure.unit)}–{number(figure.high, figure.unit)}"
    return str(figure.surface)


def signed(figure: Any) -> str:
    """The number with a sign for its qualifier: "≤ 40,000", "> 84,000", "~ $6 million"."""
    return SIGNS[figure.comparator] + _amount(figure)


def plain(figure: Any) -> str:
    """The number with its qualifier in English words: "up to 40,000"."""
    return QUALIFIERS[figure.comparator] + _amount(figure)


@cache
def _qualifier(comparator: str, side: str) -> re.Pattern[str]:
    entries = lexicon.read("comparators").get(side, ())
    phrases = [
        phrase
        for entry in entries
        if entry["comparator"] == comparator and comparator != "exact"
        for phrase in lexicon.both(entry)
    ]
    words = lexicon.any_of(phrases)
    if side == "after":
        return re.compile(rf"[^\S\n]*(?:{words})", re.IGNORECASE)
    return re.compile(rf"(?:{words})(?:[^\S\n]+[^\W\d_]+){{0,2}}[^\w]*$", re.IGNORECASE)


@cache
def _range_opener() -> re.Pattern[str]:
    """What opens a range before its first number: "between", "desde los"."""
    joiners = lexicon.read("numerals")["range_joiners"]
    words = "|".join(sorted({one for name in LANGUAGES for one in joiners[name] if one}))
    return re.compile(rf"(?<!\w)(?:{words})(?:[^\S\n]+[^\W\d_]+)?[^\S\n]+[$]?$", re.IGNORECASE)


@cache
def _function_words() -> frozenset[str]:
    return frozenset(lexicon.both(lexicon.read("wording")["function_words"]))


def _counted(rest: str) -> str:
    """The one or two words after a number that say what is counted: " people jailed"."""
    words = ""
    while len(words.split()) < 2 and (found := _COUNTED.match(rest, len(words))):
        if found[1].casefold() in _function_words():
            break
        words = rest[: found.end()]
    return words


def phrase(figure: Any) -> str:
    """The article's own words at the number: "more than 84,000 arrests", "up to 40,000".

    Cut out of the quote: the qualifier left or right of the number or the word that opens a
    range ("between 10,000 and 20,000"), the number, and what is counted. Where the qualifier
    does not stand next to the number, it is said in English.
    """
    at = figure.start - figure.quote_start
    after = at + len(figure.surface)
    before, rest = figure.quote[max(0, at - _REACH) : at], figure.quote[after:]
    qualified = figure.comparator not in ("exact", "range")
    opener = _qualifier(figure.comparator, "before") if qualified else _range_opener()
    left = opener.search(before) if figure.comparator != "exact" else None
    right = _qualifier(figure.comparator, "after").match(rest) if qualified else None
    if qualified and not (left or right or _has_qualifier(figure)):
        return plain(figure)
    head = before[left.start() :] if left else ""
    tail = right[0] if right and not left else ""
    said = " ".join((head + figure.surface + tail).split())
    counted = _counted(rest[len(tail) :])
    longer = " ".join(f"{said}{counted}".split())
    return longer if len(longer) <= _PHRASE_LIMIT else said


def _has_qualifier(figure: Any) -> bool:
    """Whether the surface itself carries the qualifier, as in "over 300" or "300+"."""
    return any(not part.isdigit() for part in re.findall(r"[^\W\d_]{3,}|[+~≈<>≤≥]", figure.surface))


def claimant(figure: Any) -> str:
    """Who says it, as written, and "unattributed" where nobody is named."""
    return UNATTRIBUTED if pd.isna(figure.attribution) else " ".join(figure.attribution.split())


def claimant_key(figure: Any) -> str:
    """One key per claimant: the name trimmed and case-folded; "" for the unknown one."""
    return "" if pd.isna(figure.attribution) else claimant(figure).casefold()


def as_of(figure: Any) -> str | None:
    """The date the figure is for, with the precision it has: "Aug 2024"; None if not stated."""
    if pd.isna(figure.as_of):
        return None
    forms = {4: "%Y", 7: "%b %Y", 10: "%-d %b %Y"}
    stated = str(figure.as_of)
    form = forms.get(len(stated))
    if form is None:
        return stated
    date = pd.Timestamp(stated)
    return date.strftime(form.replace("%-d", str(date.day)))


def subject(figure: Any) -> str:
    """What is counted, of whom, and how: "capacity — CECOT, limit"."""
    about = [SCOPE_NAMES[figure.scope], MEASURE_NAMES[figure.measure]]
    if figure.metric == "transfers" and figure.scope == "transferred":
        about = about[1:]
    kept = [words for words in about if words != "amount"]
    return METRIC_NAMES[figure.metric] + (f" — {', '.join(kept)}" if kept else "")


def capitalised(text: str) -> str:
    """`text` with its first letter in upper case and the rest as it is."""
    return text[:1].upper() + text[1:]


def sources(figures: pd.DataFrame, articles: pd.DataFrame | None) -> dict[Any, str]:
    """article_id to the short name of its source, distinct for every article."""
    if articles is None:
        return {one: str(one) for one in figures["article_id"].unique()}
    check_texts(articles)
    names = label(articles).to_dict()
    names |= {one: str(one) for one in figures["article_id"].unique() if one not in names}
    short = {one: short_id(one) for one in names}
    own = short if len({*short.values()}) == len(short) else {one: str(one) for one in names}
    taken = Counter(names.values())
    return {
        one: name if taken[name] == 1 else f"{name} ({own[one]})" for one, name in names.items()
    }


def shortened(source: str, letters: int) -> str:
    """A source's name cut to `letters` with a visible "…", its date kept."""
    if len(source) <= letters:
        return source
    name, dot, date = source.rpartition(" · ")
    room = letters - len(dot) - len(date) - 1
    return f"{name[:room].rstrip()}…{dot}{date}" if room > 3 else f"{source[: letters - 1]}…"


def listed(words: Iterable[str], limit: int = 3) -> str:
    """The words as a list in a sentence: "a, b and c", "a, b and 4 more", "" for none."""
    given = list(words)
    if len(given) > limit:
        given = [*given[: limit - 1], f"{len(given) - limit + 1} more"]
    if len(given) < 2:
        return "".join(given)
    return f"{', '.join(given[:-1])} and {given[-1]}"


def counted(count: int, one: str, many: str | None = None) -> str:
    """A count with its noun: "1 article", "5 articles"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
