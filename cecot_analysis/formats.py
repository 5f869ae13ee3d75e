"""The text of a file, or what the file is instead: a web page, a PDF, another encoding."""

from __future__ import annotations

import codecs
import json
import re
from itertools import islice
from pathlib import Path

from .schema import DataError

_TABLES = (".csv", ".tsv")
_LAYOUT = "article|body|br|dd|div|dt|h[1-6]|head|html|li|main|ol|p|section|span|table|td|th|tr|ul"
_OTHER = (
    "a|aside|b|blockquote|em|figure|footer|header|hr|i|iframe|img|link|meta|nav|picture|script"
    "|small|strong|style|svg|time|title|u|video"
)
_LAID_OUT = re.compile(rf"</?(?:{_LAYOUT})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_TAG = re.compile(rf"</?(?:{_LAYOUT}|{_OTHER})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_OPENING = re.compile(r"[\ufeff\s]*(?:<!--|<!doctype|<\?xml|<(?:rss|feed)\b)", re.IGNORECASE)
_FEW = 3  # tags that lay out a page: so many stand in no text, one may be quoted
_MAIL = re.compile(r"(?:^|\n)MIME-Version: ?1", re.IGNORECASE)
_HEAD = 4_000  # characters in which a saved mail or page says what it is
_NAMELESS = re.compile("[\0-\x1f\x7f-\x9f\ud800-\udfff]")  # what no list shows as it is
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)


def read_text(path: Path) -> str:
    """The text of a UTF-8 file with its line ends and every character as stored.

    Raises DataError naming the file, what it is, and what to do, if it is missing, empty, binary,
    not UTF-8, a PDF, a web page, or otherwise no text.
    """
    if _NAMELESS.search(path.name):
        raise DataError(
            f"{path.name!a}: a name with a line end, or one that is not UTF-8; rename the file"
        )
    try:
        stored = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        advice = "; give the texts in it" if isinstance(error, IsADirectoryError) else ""
        raise DataError(f"{path}: cannot be read ({reason}){advice}") from error
    if problem := _no_characters(stored):
        raise DataError(f"{path}: {problem}")
    try:
        text = stored.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataError(
            f"{path}: not valid UTF-8 at byte {error.start} "
            f"({stored[error.start : error.start + 1]!r}); save the file as UTF-8"
        ) from error
    if problem := _no_words(text, path.suffix.lower()):
        raise DataError(f"{path}: {problem}")
    if is_passport(path):
        raise DataError(f"{path}: a passport, read with its text; give that alone")
    return text


def is_passport(path: Path) -> bool:
    """Whether a file tells of the text beside it, and is none itself."""
    return path.suffix == ".yml" and path.with_suffix(".txt").exists()


def _no_characters(stored: bytes) -> str | None:
    if not stored.strip():
        return "the file is empty; an article needs text"
    if stored.lstrip().startswith(b"%PDF-"):
        return "a PDF; save its text into a file of its own"
    if stored.startswith(_WIDE):
        return "UTF-16 or UTF-32; save the file as UTF-8"
    if b"\0" in stored:
        return f"binary data (a NUL byte at {stored.index(0)}); save the article as UTF-8 text"
    return None


def _no_words(text: str, ending: str) -> str | None:
    if not text.strip("\ufeff \t\r\n\f\v"):
        return "the file is empty; an article needs text"
    if _is_web_page(text):
        return "a web page; save the text of the article, without its markup"
    if text.lstrip("\ufeff").startswith("{\\rtf"):
        return "a text with formats (RTF); save it as plain text, in UTF-8"
    if _MAIL.search(text, 0, _HEAD):
        return "a saved mail or page (MIME); save the text of the article alone"
    if ending in _TABLES:
        return "a table; give it to ca.extract_figures as pandas.read_csv reads it"
    if _is_json(text):
        return "JSON; save the text of each article into a file of its own"
    return None


def _is_web_page(text: str) -> bool:
    """Whether a text opens as a page does, or has more of its tags than a text would quote."""
    if _OPENING.match(text) or _TAG.match(text.lstrip("\ufeff \t\r\n")):
        return True
    return len(list(islice(_LAID_OUT.finditer(text), _FEW))) == _FEW


def _is_json(text: str) -> bool:
    """Whether a text is JSON, or JSON Lines: an object in each line, the first of which is read."""
    inside = text.strip("\ufeff \t\r\n")
    if (inside[:1], inside[-1:]) not in (("{", "}"), ("[", "]")):
        return False
    return _loads(inside) or (inside[0] == "{" and _loads(inside.splitlines()[0]))


def _loads(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
