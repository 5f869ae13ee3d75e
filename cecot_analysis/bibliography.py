"""The sources as a bibliography: BibTeX and CSL-JSON. What is missing stays missing."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from collections import Counter
from typing import Any

import pandas as pd

from .identity import web_address
from .tables import rows

_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
_LIGATURES = re.compile("(?<=[-`'<>,])(?=[-`'<>,])|(?<=[?!])(?=`)")
_LANGUAGES = {"en": "english", "es": "spanish"}
_NO_KEY = re.compile(r"[^A-Za-z0-9_-]+")


def tex(words: str) -> str:
    """`words` for LaTeX: what it would take for a command is escaped, white space is one space.

    Braces are named, since BibTeX counts them even behind a backslash; signs that LaTeX joins to
    another one, such as two hyphens, are kept apart.
    """
    apart = _LIGATURES.sub("\0", " ".join(words.replace("\0", "").split()))
    return "".join(_TEX.get(sign, sign) for sign in apart).replace("\0", "{}")


def keys(article_ids: list[str]) -> dict[str, str]:
    """A citation key per article: its id, with a piece of a hash where it needs or shares one."""
    plain = {one: _NO_KEY.sub("-", one).strip("-") for one in article_ids}
    shared = Counter(key.casefold() for key in plain.values())  # BibTeX knows no case
    return {
        one: key
        if key and key == one and shared[key.casefold()] == 1
        else f"{key or 'article'}-{_hash(one)}"
        for one, key in plain.items()
    }


def _hash(article_id: str) -> str:
    return hashlib.sha256(article_id.encode()).hexdigest()[:12]


def bibtex(articles: pd.DataFrame) -> str:
    """One `@misc` entry per article: the fields that are known, and the hash of its text."""
    return "\n".join(_entry(key, row) for key, row in _keyed(articles))


def _keyed(articles: pd.DataFrame) -> list[tuple[str, dict[str, Any]]]:
    named = keys([str(one) for one in articles["article_id"]])
    return [(named[str(row["article_id"])], row) for row in rows(articles)]


def _entry(key: str, row: dict[str, Any]) -> str:
    date = _date(row)
    fields = {
        "title": row["title"] and f"{{{tex(row['title'])}}}",  # in braces, or styles lower its case
        "publisher": row["publisher"] and tex(row["publisher"]),
        "year": date and f"{date.year:04d}",
        "month": date and str(date.month),
        "day": date and str(date.day),
        "url": web_address(row["url"]),  # percent-encoded: no brace, no backslash
        "langid": _LANGUAGES.get(row["language"]),
        "sha256": row["sha256"],
    }
    lines = [f"  {name} = {{{words}}}" for name, words in fields.items() if words]
    return f"@misc{{{key},\n" + ",\n".join(lines) + ",\n}\n"


def _date(row: dict[str, Any]) -> datetime.date | None:
    return datetime.datetime.fromisoformat(row["published"]).date() if row["published"] else None


def csl(articles: pd.DataFrame) -> str:
    """CSL-JSON, one item per article: a `webpage` where its address is known, else a `document`.

    The ids are those of `bibtex`; the article's own is in `custom`.
    """
    items = [_item(key, row) for key, row in _keyed(articles)]
    return json.dumps(items, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _item(key: str, row: dict[str, Any]) -> dict[str, Any]:
    url, date = web_address(row["url"]), _date(row)
    fields = {
        "title": row["title"],
        "publisher": row["publisher"],
        "issued": date and {"date-parts": [[date.year, date.month, date.day]]},
        "URL": url,
        "language": row["language"],
    }
    return {
        "id": key,
        "type": "webpage" if url else "document",
        **{name: value for name, value in fields.items() if value},
        "custom": {"article_id": str(row["article_id"]), "sha256": row["sha256"]},
    }
