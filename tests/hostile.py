"""Articles, figures and decisions whose words try to become something else in an exported file."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import pandas as pd

from cecot_analysis import schema
from cecot_analysis.passports import sha256

NFD = unicodedata.normalize("NFD", "más de 84.000 reos, según señaló la institución")
# article id -> (language, title, publisher, url, text); "⟦…⟧" marks a quote, "⟨…⟩" its number.
_TEXTS = {
    "emoji": (
        "en",
        "🚨 Mega-prison & “tough” talk: 50 % \\ #1 {braces} ~tilde_ ^up^",
        "O'Neill & Søn <b>Press</b>",
        "https://example.org/a b?q=1&x=é#part",
        "😀 At CECOT 👩‍👩‍👧 ⟦officials 🚨 said the prison held ⟨14,500⟩ inmates.⟧ End 😀.",
    ),
    "../../etc/passwd": (
        "es",
        "=HYPERLINK(\"http://evil.example\";'x')",
        "+SUM(A1:A9)",
        "javascript:alert(1)",
        f"Línea uno.\r\n\r\n⟦El penal\r\ntenía {NFD.replace('84.000', '⟨84.000⟩')}.⟧\r\nFin.\r\n",
    ),
    "=cmd|' /C calc'!A0": (
        "en",
        "x}\n@article{evil, title={owned}}\n--``quoted''--",
        "@misc{evil}",
        "https://example.org/{a}\\b|c",
        "⟦=2+⟨3⟩ people|cells</script><img src=x onerror=alert(1)>\\|`code`_em_*b* &#10; &amp;⟧",
    ),
    "Story": ("en", None, None, None, "⟦'Up to ⟨40,000⟩ people' stay\u2028there\x85now.⟧"),
    "story": ("en", "' OR 1=1 --", "'", None, "⟦@CECOT: ⟨+ 260⟩ men\rarrived\u00a0⟧ then."),
    "a b": ("es", "_x000D_ <!--", None, "http://example.org", '⟦\t-⟨57⟩ acres,\t"so" they;say ⟧'),
    "a-b": (None, "日本語 عربى", None, None, "Nothing is reported here.\n"),
}
_GIVEN: dict[str, dict[str, Any]] = {
    "emoji": {"value": 14500.0, "as_of": "2024-08", "review": "corrected"},
    "../../etc/passwd": {"value": 84000.0, "comparator": "more_than", "scope": "national"},
    "=cmd|' /C calc'!A0": {"value": 3.0, "attribution": "=cmd()", "claimant_kind": "expert"},
    "Story": {"comparator": "range", "low": 39999.5, "high": 40000.25, "note": "-5 | a\nplan"},
    "story": {"value": 260.0, "comparator": "approx", "review": "rejected"},
    "a b": {"value": -57.0, "unit": "acre", "review": "added", "rule": "reviewer"},
}
_PLAIN: dict[str, Any] = {
    "section": "body",
    "metric": "population",
    "scope": "cecot",
    "measure": "stock",
    "comparator": "exact",
    "unit": "people",
    "as_of_basis": "none",
    "claimant_kind": "none",
    "attribution_basis": "none",
    "rule": "test.rule",
    "review": "proposed",
}
REVIEWER = "=Ana “<b>”|é\u0301 😀"


def _read(marked: str) -> tuple[str, dict[str, Any]]:
    """A text without its marks, and the spans and words that they stand around."""
    places: dict[str, int] = {}
    text = ""
    for sign in marked:
        if sign in "⟦⟧⟨⟩":
            places[sign] = len(text)
        else:
            text += sign
    if not places:
        return text, {}
    spans = {"start": "⟨", "end": "⟩", "quote_start": "⟦", "quote_end": "⟧"}
    row: dict[str, Any] = {name: places[sign] for name, sign in spans.items()}
    row["surface"] = text[row["start"] : row["end"]]
    row["quote"] = text[row["quote_start"] : row["quote_end"]]
    return text, row


def articles() -> pd.DataFrame:
    """Seven articles; the last reports nothing."""
    records = []
    for language, title, publisher, url, marked in _TEXTS.values():
        text = _read(marked)[0]
        records.append(
            {
                "title": title,
                "publisher": publisher,
                "url": url,
                "published": pd.Timestamp("2025-02-04") if title else None,
                "published_basis": "given" if title else "none",
                "page_clock": pd.Timestamp("2025-12-05 03:27") if publisher else None,
                "language": language,
                "text": text,
                "sha256": sha256(text),
                "n_words": len(text.split()),
            }
        )
    table = pd.DataFrame(records, index=pd.Index(list(_TEXTS), name="article_id"))
    return schema.validate_articles(schema.typed(table, schema.ARTICLE_COLUMNS))


def figures() -> pd.DataFrame:
    """Six figures, one per article that reports one."""
    rows = []
    for name, (*_, marked) in _TEXTS.items():
        _, spans = _read(marked)
        if not spans:
            continue
        row = {**_PLAIN, **spans, **_GIVEN[name], "article_id": name}
        row["figure_id"] = f"{name}-{row['start']}-{row['end']}-{row['metric']}"
        if row.get("attribution"):
            row["attribution_basis"] = "stated"
        if row.get("as_of"):
            row |= {"as_of_basis": "stated", "as_of_precision": "month"}
        if row["comparator"] in ("exact", "more_than"):
            row["low"] = row["value"]
        if row["comparator"] == "exact":
            row["high"] = row["value"]
        rows.append(row)
    table = schema.typed(pd.DataFrame(rows), schema.FIGURE_COLUMNS)
    schema.check_spans(table, articles())
    return table


def reviews() -> pd.DataFrame:
    """A decision on each figure that is no longer proposed, and one on another text."""
    texts, rows = articles(), []
    decided = figures()
    for number, figure in decided[decided["review"] != "proposed"].reset_index().iterrows():
        rows.append(
            {
                "time": f"2026-01-0{number + 1}T10:00:00.000+00:00",
                "reviewer": REVIEWER,
                "article_id": figure["article_id"],
                "article_sha256": texts.at[figure["article_id"], "sha256"],
                "figure_id": figure["figure_id"],
                "start": figure["start"],
                "end": figure["end"],
                "decision": figure["review"],
                "after": json.dumps({"value": 1}),
                "reason": "-because | “so”\r\n",
            }
        )
    rows.append({**rows[0], "article_sha256": "0" * 64, "reviewer": "Somebody Else"})
    return schema.typed(pd.DataFrame(rows), schema.REVIEW_COLUMNS)
