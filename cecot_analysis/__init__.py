"""Every reported figure on CECOT beside the source that reported it."""

from . import charts
from .agreement import agreement
from .arithmetic import checks
from .articles import load_articles, read_articles
from .cells import UnreadableArticle
from .comparisons import compare, coverage, not_comparable
from .evidence import card, citation, highlight, in_words
from .exports import export
from .figures import extract_figures
from .names import names
from .quality import confusion, field_quality, misses, quality
from .reviews import load_figures, load_reviews
from .schema import DataError

__all__ = [
    "DataError",
    "UnreadableArticle",
    "agreement",
    "card",
    "charts",
    "checks",
    "citation",
    "compare",
    "confusion",
    "coverage",
    "explore",
    "export",
    "extract_figures",
    "field_quality",
    "highlight",
    "in_words",
    "load_articles",
    "load_figures",
    "load_reviews",
    "misses",
    "names",
    "not_comparable",
    "quality",
    "read",
    "read_articles",
    "review",
]


def __getattr__(name: str) -> object:
    """The widgets load only where they are used: ipywidgets takes a second."""
    if name == "explore":
        from .explorer import explore

        return explore
    if name == "read":
        from .reader import read

        return read
    if name == "review":
        from .reviewer import review

        return review
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
